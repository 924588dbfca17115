// Which words are keywords and which are names: the column `use` of keywords.def.

#include <algorithm>

#include "syntax/lookahead_pass.h"

namespace headwater::syntax {

void Lookahead::VisitIdentifier() {
  // Words that are no keywords in the dialect but mark structure the pass needs.
  if (Previous() == T_WITH_ZONE || Previous() == T_ZONE_WORD) {
    if (TextIs(at_, "local") || TextIs(at_, "time") || TextIs(at_, "zone"))
      return Retag(T_ZONE_WORD);
  }
  if (TextIs(at_, "var") && IsVariableWord()) return Retag(T_KW_VARIABLE);
  if (TextIs(at_, "temp") &&
      (Previous() == T_KW_CREATE || Previous() == T_KW_REPLACE || Previous() == T_KW_GLOBAL)) {
    return Retag(T_KW_TEMPORARY);
  }
  if (Next() == T_KW_COLUMN && ddl_ && dialect_ == Dialect::kDoris && TextIs(at_, "modify") &&
      !TextIs(at_ + 3, "set"))  // SET STATS: no change of the column
    return Retag(T_MODIFY);
  if (TextIs(at_, "namespace") && ddl_ && at_ <= start_ + 3 && Previous() != T_KW_TABLE)
    return Retag(T_KW_DATABASE);
  if (TextIs(at_, "partitions") && AfterOperand() && Next() == T_LPAREN &&
      dialect_ == Dialect::kDoris) {
    return Retag(T_KW_PARTITION);
  }
}

void Lookahead::VisitWord() {
  int type = Type(at_);
  // Beside a dot every word is a name.
  bool name = Previous() == T_DOT || Previous() == T_NAME_DOT ||
              (Next() == T_DOT && type != T_KW_FROM && type != T_KW_SELECT) ||
              (!BeginsPipeOperation(type) && (AliasPosition(type) || !IsKeywordHere(type)));
  if (name) {
    if (Type(at_) == type) {
      tokens_[at_].flags |= SqlToken::kKeywordName;
      Retag(T_IDENTIFIER);
      VisitIdentifier();
    }
    return;
  }
  if (depth_ == 0) {
    switch (type) {
      case T_KW_SELECT:
      case T_KW_INSERT:
      case T_KW_UPDATE:
      case T_KW_DELETE:
      case T_KW_MERGE:
        seen_body_ = true;
        break;
      default:
        break;
    }
  }
  if (type == T_KW_SELECT) seen_select_ = true;
  if (type == T_KW_SELECT ||
      (type == T_KW_WITH && Type(at_) == type && depth_ == 0 && Next() == T_IDENTIFIER)) {
    ddl_ = ddl_ && Previous() == T_KW_ON;  // what follows is the query of the DDL statement
  }
}

// t |> DROP a |> ORDER BY b: behind a pipe stands a keyword, whatever it is elsewhere.
bool Lookahead::BeginsPipeOperation(int type) const {
  return Previous() == T_PIPE_GT && NamesPipeOperation(type);
}

// Whether the word names an operation of a pipe, among those that are names elsewhere.
bool Lookahead::NamesPipeOperation(int type) {
  switch (type) {
    case T_KW_EXTEND:
    case T_KW_SET:
    case T_KW_DROP:
    case T_KW_AGGREGATE:
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_FULL:
    case T_KW_INNER:
    case T_KW_CROSS:
    case T_KW_SEMI:
    case T_KW_ANTI:
    case T_KW_NATURAL:
    case T_KW_PIVOT:
    case T_KW_UNPIVOT:
    case T_KW_TABLESAMPLE:
    case T_KW_LIMIT:
    case T_KW_OFFSET:
    case T_KW_MINUS:
      return true;
    default:
      return false;
  }
}

// Spark reserves nothing: transform(a, all -> all + 1), t(all), posexplode(a) AS (null, null)
bool Lookahead::NamesColumn(int type) const {
  int previous = Previous();
  int next = Next();
  if (type == T_KW_NULL) {
    return !open_.empty() && open_.back() > 0 && Type(open_.back() - 1) == T_KW_AS &&
           Type(open_.back()) == T_LPAREN && (next == T_COMMA || next == T_RPAREN);
  }
  if (previous != T_KW_SELECT && previous != T_LPAREN && previous != T_COMMA &&
      previous != T_ARROW && previous != T_ASTERISK && previous != T_PLUS) {
    return false;
  }
  return next == T_COMMA || next == T_RPAREN || next == T_ARROW || next == T_ASTERISK ||
         next == T_PLUS || (next == T_KW_FROM && previous != T_KW_SELECT);
}

// `AS default`, `AS end`: behind AS every word that is not reserved is a name, unless it begins
// the query of CREATE .. AS. Spark reserves nothing by default, so `from` may be a column, too.
bool Lookahead::AliasPosition(int type) const {
  int next = Next();
  bool ends_item = next == T_COMMA || next == T_RPAREN || next == T_KW_FROM ||
                   next == kEndOfStatement || next == T_KW_UNION || next == T_KW_WHERE;
  bool reserved = GetKeyword(type).dialects[static_cast<int>(dialect_)] == KeywordClass::R &&
                  dialect_ != Dialect::kSpark;
  if (Previous() == T_KW_AS) return !reserved && ends_item && next != T_LPAREN;
  if (dialect_ == Dialect::kSpark && (type == T_KW_ALL || type == T_KW_NULL) && NamesColumn(type))
    return true;
  // SELECT a from FROM t
  if (type == T_KW_FROM && next == T_KW_FROM && dialect_ == Dialect::kSpark) return AfterOperand();
  if (type == T_KW_FROM && dialect_ == Dialect::kSpark && at_ > start_ && !AfterOperand()) {
    // an operand is due, and no relation follows
    return next == T_COMMA || next == T_RPAREN || next == T_EQ || next == T_NEQ ||
           next == T_KW_AND || next == T_KW_OR || next == T_KW_AS || next == T_KW_IN ||
           next == T_KW_NOT || next == T_KW_IS || next == T_KW_FROM || next == T_KW_THEN ||
           next == T_KW_END || next == T_CONCAT || next == kEndOfStatement;
  }
  if (dialect_ != Dialect::kSpark || (Previous() != T_COMMA && Previous() != T_KW_SELECT))
    return false;
  if (type == T_KW_FROM || type == T_KW_TO || type == T_KW_BY || type == T_KW_ON) {
    return next == T_COMMA || next == T_KW_AS || (next == T_KW_FROM && type != T_KW_FROM);
  }
  return false;
}

bool Lookahead::IsKeywordHere(int type) {
  switch (GetKeyword(type).use) {
    case KeywordUse::Always:
      break;
    case KeywordUse::BeforeBy:
      // ORDER is reserved in Hive and Doris: as a name it needs back-quotes.
      if (Next() == T_KW_BY && MarkTableArgument(type)) return true;
      return Next() == T_KW_BY || (Next() == T_KW_ON && ddl_) ||
             (type == T_KW_ORDER && dialect_ != Dialect::kSpark);
    case KeywordUse::BeforeParen:
      return Next() == T_LPAREN || Next() == T_LPAREN_QUERY || (ddl_ && Next() == T_EQ);
    case KeywordUse::BeforeText:
      return Next() == T_STRING || Next() == T_TEMPLATE ||
             (Next() == T_EQ && ddl_ && AfterOperand());
    case KeywordUse::Clause:
      return (AfterOperand() || Previous() == T_KW_ALL) &&
             (StartsOperand(Next()) || Next() == T_KW_ALL) && Next() != T_KW_DESC;
    case KeywordUse::Operator: {
      bool negated = Previous() == T_KW_NOT && at_ >= 2 && AfterOperandAt(at_ - 1);
      return (AfterOperand() || negated) &&
             (StartsOperand(Next()) || Next() == T_KW_ANY || Next() == T_KW_ALL);
    }
    case KeywordUse::Object:
      if (!ddl_ || at_ > start_ + 3 || Previous() == T_KW_TABLE || Previous() == T_KW_VIEW ||
          !IsWordToken(Next()))
        return false;
      if (type == T_KW_SCHEMA) Retag(T_KW_DATABASE);
      return true;
    case KeywordUse::Ddl:
      return IsDdlWord();
    case KeywordUse::Special:
      return IsSpecialKeyword(type);
  }
  // Always: with a few forks of its own.
  switch (type) {
    case T_KW_WITH:
      if (TextIs(at_ + 1, "single") && TextIs(at_ + 2, "partition")) MarkTableArgument(type);
      if (TextIs(at_ + 1, "rollup") || TextIs(at_ + 1, "cube")) Retag(T_WITH_GROUPING);
      if ((TextIs(at_ + 1, "time") && TextIs(at_ + 2, "zone")) ||
          (TextIs(at_ + 1, "local") && TextIs(at_ + 2, "time"))) {
        Retag(T_WITH_ZONE);
      }
      if (TextIs(at_ + 1, "label") || TextIs(at_ + 1, "serdeproperties") ||
          TextIs(at_ + 1, "dbproperties")) {
        Retag(T_WITH_OPTIONS);
      }
      if (TextIs(at_ + 1, "schema") && IsWordToken(Next(2)) && Next(2) != T_KW_AS)
        Retag(T_WITH_OPTIONS);  // SCHEMA EVOLUTION, SCHEMA BINDING
      return true;
    case T_KW_NOT:
      // `c int DEFAULT 0 NOT NULL`: not an operator
      if (Next() == T_KW_NULL && ddl_ && Previous() != T_KW_IS && Previous() != T_LPAREN)
        Retag(T_NOT_OF_COLUMN);
      return true;
    case T_KW_FROM:
      if (depth_ == 0 && !seen_body_ && MultiInsertFollows()) Retag(T_FROM_INSERT);
      return true;
    case T_KW_LIKE:
      return Next() != T_LPAREN || AfterOperand() ||
             (Previous() == T_KW_NOT && AfterOperandAt(at_ - 1));
    case T_KW_IN:
    default:
      return true;
  }
}

// Words of ALTER, DROP and the like, outside parentheses and not where a name stands.
bool Lookahead::IsDdlWord() const {
  if (at_ == start_ || at_ == 0) return true;
  // COLUMNS(..) and COLUMN name stand at any depth of ALTER only.
  if (!ddl_) {
    return Type(at_) == T_KW_MERGE && Previous() == T_RPAREN;  // WITH .. MERGE INTO
  }
  if (depth_ > 0)  // ADD COLUMNS (c INT AFTER a)
    return Type(at_) == T_KW_AFTER && AfterOperand() && IsWordToken(Next());
  switch (Previous()) {
    case T_KW_TABLE:
    case T_KW_VIEW:
    case T_KW_COLUMN:
    case T_KW_DATABASE:
    case T_KW_TO:
    case T_KW_CHANGE:
    case T_KW_AFTER:
      return Type(at_) == T_KW_COLUMN && Previous() == T_KW_CHANGE && Next() != T_KW_COLUMN &&
             IsWordToken(Next());
    default:
      return true;
  }
}

bool Lookahead::IsJoinWord(int type) const {
  switch (type) {
    case T_KW_JOIN:
    case T_KW_INNER:
    case T_KW_OUTER:
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_FULL:
    case T_KW_SEMI:
    case T_KW_ANTI:
    case T_KW_CROSS:
    case T_KW_NATURAL:
      return true;
    default:
      return false;
  }
}

bool Lookahead::IsSpecialKeyword(int type) {
  switch (type) {
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_FULL:
    case T_KW_INNER:
    case T_KW_CROSS:
    case T_KW_SEMI:
    case T_KW_ANTI:
    case T_KW_NATURAL:
    case T_KW_ASOF:
    case T_KW_OUTER:
    case T_KW_LATERAL:
    case T_KW_VIEW:
    case T_KW_PIVOT:
    case T_KW_UNPIVOT:
    case T_KW_INCLUDE:
    case T_KW_EXCLUDE:
    case T_KW_UNIQUEJOIN:
    case T_KW_PRESERVE:
      return IsJoinKeyword(type);
    case T_KW_BY:
    case T_KW_GROUP:
    case T_KW_GROUPING:
    case T_KW_SETS:
    case T_KW_ROLLUP:
    case T_KW_CUBE:
    case T_KW_WINDOW:
    case T_KW_ASC:
    case T_KW_DESC:
    case T_KW_NULLS:
    case T_KW_FIRST:
    case T_KW_LAST:
    case T_KW_FETCH:
    case T_KW_IGNORE:
    case T_KW_RESPECT:
    case T_KW_OVER:
    case T_KW_FILTER:
    case T_KW_WITHIN:
    case T_KW_ROWS:
    case T_KW_RANGE:
    case T_KW_GROUPS:
    case T_KW_UNBOUNDED:
    case T_KW_PRECEDING:
    case T_KW_FOLLOWING:
    case T_KW_CURRENT:
    case T_KW_ROW:
    case T_KW_FORMAT:
    case T_KW_DELIMITED:
    case T_KW_EXCEPT:
    case T_KW_MINUS:
    case T_KW_NAME:
      return IsClauseKeyword(type);
    case T_KW_CASE:
    case T_KW_END:
    case T_KW_EXISTS:
    case T_KW_IF:
    case T_KW_ANY:
    case T_KW_SOME:
    case T_KW_DATE:
    case T_KW_TIMESTAMP:
    case T_KW_TIMESTAMP_LTZ:
    case T_KW_TIMESTAMP_NTZ:
    case T_KW_TIME:
    case T_KW_DATETIME:
    case T_KW_TIMESTAMPLOCALTZ:
    case T_KW_VERSION:
    case T_KW_SYSTEM_TIME:
    case T_KW_SYSTEM_VERSION:
    case T_KW_OF:
    case T_KW_FOR:
    case T_KW_INTERVAL:
    case T_KW_TO:
    case T_KW_AT:
    case T_KW_ZONE:
    case T_KW_BOTH:
    case T_KW_LEADING:
    case T_KW_TRAILING:
    case T_KW_PLACING:
    case T_KW_SEPARATOR:
    case T_KW_UNKNOWN:
      return IsOperandKeyword(type);
    case T_KW_VARIABLE:
    case T_KW_TRANSFORM:
    case T_KW_MAP:
    case T_KW_REDUCE:
    case T_KW_TABLE:
    case T_KW_VALUES:
    case T_KW_TABLET:
    case T_KW_PARTITION:
    case T_KW_INSERT:
    case T_KW_OVERWRITE:
    case T_KW_DIRECTORY:
    case T_KW_LOCAL:
    case T_KW_LABEL:
    case T_KW_SET:
    case T_KW_UPDATE:
    case T_KW_DELETE:
    case T_KW_MATCHED:
    case T_KW_SOURCE:
    case T_KW_TARGET:
    case T_KW_DEFAULT:
    case T_KW_REPLACE:
    case T_KW_RECURSIVE:
    case T_KW_LAZY:
    case T_KW_DATA:
      return IsTargetKeyword(type);
    default:
      return IsTableKeyword(type);
  }
}

// Joins, lateral views, pivots.
bool Lookahead::IsJoinKeyword(int type) {
  int previous = Previous();
  int next = Next();
  switch (type) {
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_FULL:
    case T_KW_INNER:
    case T_KW_CROSS:
    case T_KW_SEMI:
    case T_KW_ANTI:
    case T_KW_NATURAL:
    case T_KW_ASOF:
      return IsJoinWord(next) && (AfterOperand() || IsJoinWord(previous) || previous == T_KW_ASOF);
    case T_KW_OUTER:
      return next == T_KW_JOIN || previous == T_KW_VIEW;
    case T_KW_LATERAL:
      if (TextIs(at_ + 1, "view") && AfterOperand()) {
        Retag(T_LATERAL_VIEW);
        MarkLateralView();
        return true;
      }
      return !AfterOperand() && (next == T_LPAREN || next == T_LPAREN_QUERY ||
                                 next == T_IDENTIFIER || IsKeyword(next));
    case T_KW_VIEW:
      return previous == T_LATERAL_VIEW ||
             (ddl_ &&
              (previous == T_KW_CREATE || previous == T_KW_REPLACE || previous == T_KW_TEMPORARY ||
               previous == T_KW_MATERIALIZED || previous == T_KW_DROP || previous == T_KW_ALTER));
    case T_KW_PIVOT:
    case T_KW_UNPIVOT:
      return AfterOperand() && (next == T_LPAREN || next == T_KW_INCLUDE || next == T_KW_EXCLUDE);
    case T_KW_INCLUDE:
      return previous == T_KW_UNPIVOT;
    case T_KW_UNIQUEJOIN:
      return previous == T_KW_FROM || previous == T_FROM_INSERT;
    case T_KW_PRESERVE:
      return (previous == T_KW_UNIQUEJOIN || previous == T_COMMA) && IsWordToken(next);
    case T_KW_EXCLUDE:
      return previous == T_KW_UNPIVOT || previous == T_KW_ROW || previous == T_KW_FOLLOWING;
    default:
      return false;
  }
}

// Clauses, sorting, windows, set operations.
bool Lookahead::IsClauseKeyword(int type) {
  int previous = Previous();
  int next = Next();
  switch (type) {
    case T_KW_BY:
      return true;
    case T_KW_GROUP:
      return next == T_KW_BY || previous == T_KW_WITHIN || previous == T_KW_EXCLUDE ||
             dialect_ != Dialect::kSpark;
    case T_KW_GROUPING:
      return TextIs(at_ + 1, "sets");
    case T_KW_SETS:
      return previous == T_KW_GROUPING;
    case T_KW_ROLLUP:
    case T_KW_CUBE:
      return previous == T_WITH_GROUPING ||
             (ddl_ && type == T_KW_ROLLUP && next == T_LPAREN && AfterOperand());
    case T_KW_WINDOW:
      if (!AfterOperand() || !IsWordToken(next) || Next(2) != T_KW_AS) return false;
      if (dialect_ == Dialect::kSpark && BehindQueryTail()) Retag(T_TAIL_WINDOW);
      return true;
    case T_KW_ASC:
    case T_KW_DESC:
      return AfterOperand() && next != T_KW_AS && next != T_EQ && next != T_KW_FROM;
    case T_KW_NULLS:
      return TextIs(at_ + 1, "first") || TextIs(at_ + 1, "last") || previous == T_KW_IGNORE ||
             previous == T_KW_RESPECT || previous == T_KW_INCLUDE || previous == T_KW_EXCLUDE ||
             previous == T_NULLS_INSIDE;
    case T_KW_FIRST:
    case T_KW_LAST:
      return previous == T_KW_NULLS || previous == T_KW_FETCH ||
             (type == T_KW_FIRST && ddl_ && AfterOperand() &&
              (next == T_COMMA || next == T_RPAREN || next == kEndOfStatement ||
               next == T_KW_COMMENT || next == T_KW_DEFAULT || next == T_KW_NOT));
    case T_KW_FETCH:
      return AfterOperand() && TextIs(at_ + 1, "first");
    case T_KW_IGNORE:
    case T_KW_RESPECT:
      if (!TextIs(at_ + 1, "nulls")) return false;
      if (previous != T_RPAREN || Next(2) == T_RPAREN) Retag(T_NULLS_INSIDE);
      return true;
    case T_KW_OVER:
      return (previous == T_RPAREN || previous == T_KW_NULLS) &&
             (next == T_LPAREN || IsWordToken(next)) && next != T_KW_FROM;
    case T_KW_FILTER:
      return previous == T_RPAREN && next == T_LPAREN && Next(2) == T_KW_WHERE;
    case T_KW_WITHIN:
      return previous == T_RPAREN && next == T_KW_GROUP;
    case T_KW_ROWS:
    case T_KW_RANGE:
    case T_KW_GROUPS:
      if (type == T_KW_ROWS && previous == T_NUMBER) {
        return TextIs(at_ + 1, "only") || next == kEndOfStatement || next == T_RPAREN;
      }
      return next == T_KW_BETWEEN || TextIs(at_ + 1, "unbounded") || TextIs(at_ + 1, "current") ||
             (AfterOperand() && (next == T_NUMBER || next == T_TEMPLATE || next == T_KW_INTERVAL) &&
              depth_ > 0);
    case T_KW_UNBOUNDED:
      return TextIs(at_ + 1, "preceding") || TextIs(at_ + 1, "following");
    case T_KW_PRECEDING:
    case T_KW_FOLLOWING:
      return (AfterOperand() || previous == T_KW_UNBOUNDED) &&
             (next == T_KW_AND || next == T_RPAREN || TextIs(at_ + 1, "exclude"));
    case T_KW_CURRENT:
      return TextIs(at_ + 1, "row");
    case T_KW_ROW:
      return previous == T_KW_CURRENT || TextIs(at_ + 1, "format");
    case T_KW_FORMAT:
      return previous == T_KW_ROW || (next == T_STRING && AfterOperand() && !ddl_ && depth_ > 0);
    case T_KW_DELIMITED:
      return previous == T_KW_FORMAT;
    case T_KW_EXCEPT:
      if (next == T_LPAREN && (previous == T_STAR || EndsStarSuffix(T_STAR_REPLACE)))
        Retag(T_STAR_EXCEPT);
      return true;
    case T_KW_MINUS:
      return AfterOperand() && (next == T_KW_SELECT || next == T_LPAREN_QUERY || next == T_KW_ALL ||
                                next == T_KW_DISTINCT || next == T_KW_FROM || next == T_KW_VALUES ||
                                next == T_KW_TABLE);
    case T_KW_NAME:
      return previous == T_KW_BY && at_ >= 2 && AfterOperandAt(at_ - 1) &&
             Type(at_ - 2) != T_KW_ORDER;
    default:
      return false;
  }
}

// Literals, conditions, worded arguments.
bool Lookahead::IsOperandKeyword(int type) {
  int previous = Previous();
  int next = Next();
  switch (type) {
    case T_KW_CASE:
      return next != T_COMMA && next != T_RPAREN && next != T_EQ && next != T_KW_FROM &&
             next != T_KW_AS && next != kEndOfStatement && next != T_DOT;
    case T_KW_END:
      return AfterOperand();
    case T_KW_EXISTS:
      return next == T_LPAREN_QUERY || previous == T_KW_IF ||
             (previous == T_KW_NOT && at_ >= 2 && Type(at_ - 2) == T_KW_IF);
    case T_KW_IF:
      return (next == T_KW_EXISTS && Next(2) != T_LPAREN_QUERY) ||
             (next == T_KW_NOT && Next(2) == T_KW_EXISTS && Next(3) != T_LPAREN_QUERY);
    case T_KW_ANY:
    case T_KW_SOME:
      switch (previous) {
        case T_EQ:
        case T_NEQ:
        case T_LT:
        case T_LE:
        case T_GT:
        case T_GE:
        case T_KW_LIKE:
        case T_KW_ILIKE:
        case T_KW_RLIKE:
        case T_NULL_SAFE_EQ:
        case T_KW_REGEXP:
          return next == T_LPAREN || next == T_LPAREN_QUERY;
        default:
          return false;
      }
    case T_KW_DATE:
    case T_KW_TIMESTAMP:
    case T_KW_TIMESTAMP_LTZ:
    case T_KW_TIMESTAMP_NTZ:
    case T_KW_TIME:
    case T_KW_DATETIME:
    case T_KW_TIMESTAMPLOCALTZ:
      if (type == T_KW_TIME && previous == T_KW_AT) return true;
      if (type == T_KW_TIMESTAMP && next == T_KW_AS && TextIs(at_ + 2, "of")) return true;
      if (next != T_STRING || AfterOperand() || (previous == T_KW_AS && !ddl_)) return false;
      if (previous == T_KW_COMMENT) return false;
      Retag(T_TYPE_PREFIX);
      return true;
    case T_KW_VERSION:
    case T_KW_SYSTEM_TIME:
    case T_KW_SYSTEM_VERSION:
      return next == T_KW_AS && TextIs(at_ + 2, "of");
    case T_KW_OF:
      return previous == T_KW_AS && at_ >= 2 && IsKeyword(Type(at_ - 2));
    case T_KW_FOR:
      return true;
    case T_KW_INTERVAL:
      if (previous == T_DOUBLE_COLON) {
        for (size_t i = at_ + 1; IsUnit(i) || TextIs(i, "to"); ++i) tokens_[i].type = T_ZONE_WORD;
        return false;
      }
      if (AfterOperand() || previous == T_KW_AS) return false;
      MarkInterval();
      return Type(at_) != T_IDENTIFIER;
    case T_KW_TO:
      if (at_ >= 1 && (previous == T_INTERVAL_UNIT || IsUnit(at_ - 1)) && IsUnit(at_ + 1) &&
          (previous == T_INTERVAL_UNIT || (at_ >= 2 && TextIs(at_ - 2, "interval")))) {
        if (previous == T_INTERVAL_UNIT) {
          tokens_[at_ + 1].type = T_INTERVAL_UNIT;
        } else {
          tokens_[at_ + 1].type = T_ZONE_WORD;
        }
        Retag(T_ZONE_WORD);
      }
      return ddl_ || Type(at_) == T_ZONE_WORD || previous == T_IDENTIFIER || previous == T_RPAREN;
    case T_KW_AT:
      return AfterOperand() && TextIs(at_ + 1, "time") && TextIs(at_ + 2, "zone");
    case T_KW_ZONE:
      return previous == T_KW_TIME;
    case T_KW_BOTH:
    case T_KW_LEADING:
    case T_KW_TRAILING:
      return previous == T_LPAREN && at_ >= 2 && TextIs(at_ - 2, "trim");
    case T_KW_PLACING:
      return AfterOperand() && depth_ > 0 && StartsOperand(next);
    case T_KW_SEPARATOR:
      return AfterOperand() && depth_ > 0 && (next == T_STRING || next == T_TEMPLATE);
    case T_KW_UNKNOWN:
      return previous == T_KW_IS || (previous == T_KW_NOT && at_ >= 2 && Type(at_ - 2) == T_KW_IS);
    default:
      return false;
  }
}

// DECLARE VARIABLE a INT, SET VAR a = 1; not the name of a variable.
bool Lookahead::IsVariableWord() const {
  bool begins = Previous() == T_KW_DECLARE || (Previous() == T_KW_SET && at_ == start_ + 1) ||
                (Previous() == T_KW_REPLACE && Type(start_) == T_KW_DECLARE);
  if (!begins || dialect_ != Dialect::kSpark) return false;
  if (Next() == T_LPAREN) return true;
  return IsWordToken(Next()) && Next() != T_KW_DEFAULT && Next(2) != kEndOfStatement;
}

// Scripts, sources and targets of data.
bool Lookahead::IsTargetKeyword(int type) {
  int previous = Previous();
  int next = Next();
  switch (type) {
    case T_KW_VARIABLE:
      return IsVariableWord();
    case T_KW_TRANSFORM:
    case T_KW_MAP:
    case T_KW_REDUCE:
      return IsScriptTransform();
    case T_KW_TABLE:
      if (AfterOperand()) {
        return (Type(start_) == T_KW_INSERT || (previous == T_RPAREN && !ddl_)) && StartsQuery(at_);
      }
      if (dialect_ == Dialect::kSpark && (previous == T_KW_FROM || previous == T_KW_JOIN) &&
          EndsRelation(next)) {
        return false;  // FROM table LIMIT 1
      }
      if (previous == T_LPAREN || previous == T_COMMA || previous == T_KW_FROM ||
          previous == T_KW_JOIN || previous == T_FAT_ARROW || previous == T_KW_LATERAL) {
        return next == T_LPAREN || next == T_LPAREN_QUERY || IsWordToken(next);
      }
      return IsWordToken(next) || next == T_TEMPLATE || next == T_LPAREN || next == T_STRING;
    case T_KW_VALUES:
      if (!(next == T_LPAREN || StartsOperand(next)) || (previous == T_COMMA && !InFromList()))
        return false;
      if (previous == T_KW_AS && next != T_LPAREN && next != T_NUMBER && next != T_STRING)
        return false;
      MarkValuesRelation();
      return true;
    case T_KW_TABLET:
      return next == T_LPAREN && AfterOperand();
    case T_KW_PARTITION:
      if (next == T_KW_BY && InPartitionedInput(open_.size())) {
        Retag(T_KW_DISTRIBUTE);
        return true;
      }
      if (next == T_KW_BY && MarkTableArgument(type)) return true;
      if (ddl_ && TextIs(at_ + 1, "column") && Next(2) == T_LPAREN && depth_ == 0) {
        Retag(T_PARTITION_COLUMN);  // Hive: ALTER TABLE t PARTITION COLUMN (p string)
        return true;
      }
      if (ddl_ && TextIs(at_ + 1, "key")) return false;  // Doris: ADD PARTITION KEY year(ts)
      return next == T_KW_BY || next == T_LPAREN || (ddl_ && depth_ == 0) ||
             (at_ >= 2 && Type(at_ - 2) == T_TABLE_PARTITION) ||
             (IsWordToken(next) && AfterOperand() && next != T_KW_AS && next != T_KW_FROM &&
              next != T_KW_ON && next != T_KW_WHERE && next != T_KW_AND && next != T_KW_IN);
    case T_KW_INSERT:
      return next == T_KW_INTO || next == T_KW_OVERWRITE || previous == T_KW_THEN || at_ == start_;
    case T_KW_OVERWRITE:
      return previous == T_KW_INSERT || next == T_KW_INTO ||
             (at_ >= 1 && TextIs(at_ - 1, "evolution"));
    case T_KW_DIRECTORY:
      return previous == T_KW_OVERWRITE || previous == T_KW_LOCAL;
    case T_KW_LOCAL:
      return TextIs(at_ + 1, "directory") || TextIs(at_ + 1, "inpath");
    case T_KW_LABEL:
      return previous == T_WITH_OPTIONS;
    case T_KW_SET:
      return at_ == start_ || AfterOperand() || previous == T_KW_UPDATE || ddl_;
    case T_KW_UPDATE:
      return at_ == start_ || previous == T_KW_THEN || previous == T_RPAREN ||
             (ddl_ && previous == T_KW_ON);
    case T_KW_DELETE:
      return next == T_KW_FROM || previous == T_KW_THEN;
    case T_KW_MATCHED:
      return previous == T_KW_WHEN || previous == T_KW_NOT;
    case T_KW_SOURCE:
    case T_KW_TARGET:
      return previous == T_KW_BY && at_ >= 2 && Type(at_ - 2) == T_KW_MATCHED;
    case T_KW_DEFAULT:
      if (previous == T_KW_USE || previous == T_KW_DATABASE) return true;
      if (Type(start_) == T_KW_DECLARE) return AfterOperand() && StartsOperand(next);
      if (ddl_ && depth_ > 0 && (previous == T_COMMA || previous == T_LPAREN) && IsWordToken(next))
        return false;  // a column called default
      return next == T_COMMA || next == T_RPAREN || next == kEndOfStatement || next == T_KW_WHERE ||
             (ddl_ && (AfterOperand() || previous == T_KW_BY || previous == T_KW_KEY ||
                       StartsOperand(next)));
    case T_KW_REPLACE:
      if (next == T_LPAREN && (previous == T_STAR || EndsStarSuffix(T_STAR_EXCEPT))) {
        Retag(T_STAR_REPLACE);
        return true;
      }
      if (at_ == start_ || (previous == T_KW_OR && (ddl_ || Type(start_) == T_KW_DECLARE)))
        return next != T_LPAREN;
      if (ddl_ && depth_ == 0 && dialect_ == Dialect::kDoris && AfterOperand() &&
          Type(start_) == T_KW_ALTER && next != T_KW_WITH && !TextIs(at_ + 1, "partition") &&
          !TextIs(at_ + 1, "temporary")) {
        return false;  // ADD COLUMN c int REPLACE DEFAULT '0'
      }
      return (ddl_ && depth_ == 0) ||
             ((AfterOperand() || previous == T_KW_NAME) &&
              (next == T_KW_WHERE || next == T_KW_USING || next == T_KW_ON));
    case T_KW_RECURSIVE:
      return previous == T_KW_WITH;
    case T_KW_LAZY:
      return previous == T_KW_CACHE;
    case T_KW_DATA:
      return previous == T_KW_LOAD;
    default:
      return false;
  }
}

// Pieces of CREATE TABLE.
bool Lookahead::IsTableKeyword(int type) {
  int previous = Previous();
  int next = Next();
  switch (type) {
    case T_KW_TEMPORARY:
    case T_KW_EXTERNAL:
    case T_KW_GLOBAL:
    case T_KW_MANAGED:
    case T_KW_TRANSACTIONAL:
    case T_KW_MATERIALIZED:
      return (ddl_ && depth_ == 0 && at_ <= start_ + 5 && previous != T_KW_TABLE &&
              previous != T_KW_VIEW) ||
             (type == T_KW_MATERIALIZED && previous == T_KW_WITH) ||
             (type == T_KW_TEMPORARY && next == T_KW_PARTITION);
    case T_KW_STORED:
      return next == T_KW_AS || next == T_KW_BY;
    case T_KW_PRIMARY:
    case T_KW_FOREIGN:
    case T_KW_UNIQUE:
    case T_KW_DUPLICATE:
    case T_KW_AGGREGATE:
      if (!ddl_) return false;
      if (type == T_KW_UNIQUE)
        return !(IsWordToken(next) && !TextIs(at_ + 1, "key")) || AfterOperand();
      return TextIs(at_ + 1, "key");
    case T_KW_KEY:
      if (!ddl_) return false;
      switch (previous) {
        case T_KW_PRIMARY:
        case T_KW_FOREIGN:
        case T_KW_UNIQUE:
        case T_KW_DUPLICATE:
        case T_KW_AGGREGATE:
          return true;
        default:
          // a column's KEY, or the key of a materialized view; not a column called key
          return AfterOperand() && (depth_ > 0 || next == T_LPAREN || next == T_KW_COMMENT ||
                                    next == kEndOfStatement || next == T_KW_DEFAULT ||
                                    next == T_KW_AFTER || next == T_KW_NOT || next == T_KW_NULL);
      }
    case T_KW_CONSTRAINT:
      return ddl_ && (IsWordToken(next)) &&
             (previous == T_COMMA || previous == T_LPAREN || AfterOperand());
    case T_KW_REFERENCES:
      return ddl_ && AfterOperand();
    case T_KW_INDEX:
      if (!ddl_ && AfterOperand() && next == T_IDENTIFIER && dialect_ == Dialect::kDoris)
        return true;
      return ddl_ && depth_ == 1 && previous == T_COMMA && IsWordToken(next) &&
             (Next(2) == T_LPAREN || Next(2) == T_KW_USING || Next(2) == T_KW_IF);
    case T_KW_GENERATED:
      return ddl_ && (TextIs(at_ + 1, "always") || next == T_KW_BY);
    case T_KW_ALWAYS:
      return previous == T_KW_GENERATED;
    case T_KW_AUTO_INCREMENT:
      return ddl_ && AfterOperand();
    case T_KW_AUTO:
      return previous == T_KW_BUCKETS || (ddl_ && next == T_KW_PARTITION);
    case T_KW_BUCKETS:
      return ddl_ && AfterOperand() &&
             (next == T_NUMBER || TextIs(at_ + 1, "auto") || previous == T_NUMBER);
    case T_KW_BUILD:
      return ddl_ && depth_ == 0 && (TextIs(at_ + 1, "immediate") || TextIs(at_ + 1, "deferred"));
    case T_KW_REFRESH:
      return ddl_ && depth_ == 0 && AfterOperand();
    case T_KW_DISABLE:
      return TextIs(at_ + 1, "rewrite");
    case T_KW_REWRITE:
      return previous == T_KW_DISABLE;
    default:
      return false;
  }
}

}  // namespace headwater::syntax
