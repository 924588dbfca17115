#include "syntax/lookahead.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "syntax/keywords.h"
#include "syntax/statement_kind.h"

namespace headwater::syntax {

absl::string_view TokenText(absl::string_view script, const StatementTokens& tokens,
                            const SqlToken& token) {
  if (token.flags & SqlToken::kHasText) return tokens.texts[token.link];
  return script.substr(token.begin, token.end - token.begin);
}

namespace {

constexpr uint32_t kNoMatch = 0xFFFFFFFF;

bool IsOpen(int type) { return type == T_LPAREN || type == T_LPAREN_QUERY || type == T_LBRACKET; }

class Lookahead {
 public:
  Lookahead(absl::string_view script, Dialect dialect, StatementTokens* tokens)
      : script_(script), dialect_(dialect), all_(*tokens), tokens_(tokens->tokens) {}

  LookaheadResult Run();

 private:
  int Type(size_t i) const {
    return i < tokens_.size() ? int{tokens_[i].type} : int{kEndOfStatement};
  }
  int Previous() const { return at_ == 0 ? int{kInvalidToken} : int{tokens_[at_ - 1].type}; }
  int Next(size_t n = 1) const { return Type(at_ + n); }
  absl::string_view Text(size_t i) const { return TokenText(script_, all_, tokens_[i]); }
  bool TextIs(size_t i, absl::string_view word) const {
    return i < tokens_.size() && (Type(i) == T_IDENTIFIER || IsKeyword(Type(i))) &&
           absl::EqualsIgnoreCase(Text(i), word);
  }
  void MatchBrackets();
  bool OpensQuery(size_t i) const;
  void Retag(int type) { tokens_[at_].type = static_cast<uint16_t>(type); }

  void VisitSymbol();
  void VisitWord();
  void VisitIdentifier();
  void VisitString();
  bool IsKeywordHere(int type);
  bool IsSpecialKeyword(int type);
  bool IsJoinWord(int type) const;
  bool IsDdlWord() const;

  // Whether a value, a name or a closing bracket has just ended: what follows is an operator, an
  // alias or the next clause, not an operand.
  bool AfterOperand() const { return AfterOperandAt(at_); }
  bool AfterOperandAt(size_t i) const;
  bool StartsOperand(int type) const;
  bool StartsQuery(size_t i) const;
  bool IsWordToken(int type) const { return type == T_IDENTIFIER || IsKeyword(type); }
  bool IsUnit(size_t i) const;
  // f(ON t ..): whether the parenthesis around is such a function's.
  bool InPartitionedInput(size_t levels) const {
    return levels > 0 && Type(open_[levels - 1] + 1) == T_KW_ON;
  }
  // t@branch(..) of a query, not of an INSERT.
  bool AfterFrom() const { return Type(start_) != T_KW_INSERT || seen_select_; }
  bool AliasPosition(int type) const;

  void MarkInterval();
  void MarkLateralView();
  void MarkValuesRelation();
  bool IsScriptTransform() const;
  bool MultiInsertFollows() const;
  size_t MatchOf(size_t i) const { return match_[i] == kNoMatch ? tokens_.size() - 1 : match_[i]; }

  absl::string_view script_;
  Dialect dialect_;
  StatementTokens& all_;
  std::vector<SqlToken>& tokens_;
  std::vector<uint32_t> match_;
  size_t at_ = 0;
  size_t start_ = 0;            // of the statement behind EXPLAIN
  std::vector<uint32_t> open_;  // the parentheses around `at_`
  int depth_ = 0;
  int deepest_ = 0;
  int type_depth_ = 0;  // open '<' of types
  bool ddl_ = false;    // in the part of a DDL statement that is no query
  bool seen_select_ = false;
  bool seen_body_ = false;  // SELECT, INSERT, UPDATE, ... at the statement's own level
};

LookaheadResult Lookahead::Run() {
  StatementKindResult kind = FindStatementKind(script_, all_);
  LookaheadResult result;
  if (!kind.structural) {
    result.other_statement = kind.name;
    return result;
  }
  ddl_ = kind.ddl;
  start_ = kind.start;
  MatchBrackets();
  result.deepest_nesting = deepest_;
  for (at_ = 0; at_ + 1 < tokens_.size(); ++at_) {
    int type = Type(at_);
    if (type == T_IDENTIFIER) {
      VisitIdentifier();
    } else if (IsKeyword(type)) {
      VisitWord();
    } else if (type == T_STRING) {
      VisitString();
    } else {
      VisitSymbol();
    }
  }
  return result;
}

void Lookahead::MatchBrackets() {
  match_.assign(tokens_.size(), kNoMatch);
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < tokens_.size(); ++i) {
    int type = tokens_[i].type;
    if (type == T_LPAREN || type == T_LBRACKET) {
      open.push_back(i);
      deepest_ = std::max(deepest_, static_cast<int>(open.size()));
    } else if ((type == T_RPAREN || type == T_RBRACKET) && !open.empty()) {
      // Doris' half-open ranges: VALUES [("a"), ("b"))
      if (type == T_RPAREN && tokens_[open.back()].type == T_LBRACKET && ddl_)
        tokens_[i].type = T_RBRACKET;
      match_[i] = open.back();
      match_[open.back()] = i;
      open.pop_back();
    }
  }
  // Which parentheses open queries, innermost first, so that `((SELECT 1) UNION ..)` knows.
  for (size_t i = tokens_.size(); i-- > 0;) {
    if (tokens_[i].type == T_LPAREN && OpensQuery(i)) tokens_[i].type = T_LPAREN_QUERY;
  }
}

bool Lookahead::StartsQuery(size_t i) const {
  switch (Type(i)) {
    case T_KW_SELECT:
    case T_LPAREN_QUERY:
      return true;
    case T_KW_WITH:
      return true;
    case T_KW_FROM:
      return true;
    case T_KW_VALUES: {
      int next = Type(i + 1);
      return next == T_LPAREN || next == T_NUMBER || next == T_STRING;
    }
    case T_KW_TABLE: {
      int next = Type(i + 1);
      return (next == T_IDENTIFIER || next == T_TEMPLATE) &&
             (Type(i + 2) == T_RPAREN || Type(i + 2) == T_DOT || Type(i + 2) == kEndOfStatement);
    }
    case T_KW_MAP:
    case T_KW_REDUCE:
      return Type(i + 1) != T_LPAREN && Type(i + 1) != T_LT && IsWordToken(Type(i + 1));
    default:
      return false;
  }
}

// `(` opens a query if a query's first word follows, or if a parenthesised query follows and is
// all there is, or is continued as queries are.
bool Lookahead::OpensQuery(size_t i) const {
  int next = Type(i + 1);
  if (next == T_KW_FROM) {  // Hive: (FROM t SELECT a); not TRIM(FROM x)
    size_t close = MatchOf(i);
    for (size_t k = i + 1; k < close; ++k) {
      if (tokens_[k].type == T_LPAREN || tokens_[k].type == T_LPAREN_QUERY) {
        k = MatchOf(k);
        continue;
      }
      if (tokens_[k].type == T_KW_SELECT || tokens_[k].type == T_KW_MAP ||
          tokens_[k].type == T_KW_REDUCE) {
        return true;
      }
    }
    return false;
  }
  if (next == T_KW_TABLE && i > 0 && tokens_[i - 1].type == T_IDENTIFIER && StartsQuery(i + 1)) {
    return false;  // f(TABLE t)
  }
  if (next != T_LPAREN_QUERY) return StartsQuery(i + 1);
  if (i > 0 && tokens_[i - 1].type == T_IDENTIFIER) return false;  // f((SELECT 1))
  size_t inner_end = MatchOf(i + 1);
  switch (Type(inner_end + 1)) {
    case T_RPAREN:
    case T_KW_UNION:
    case T_KW_INTERSECT:
    case T_KW_EXCEPT:
    case T_KW_LIMIT:
    case T_KW_SORT:
    case T_KW_DISTRIBUTE:
    case T_KW_CLUSTER:
      return true;
    case T_KW_ORDER:
      return Type(inner_end + 2) == T_KW_BY;
    case T_KW_MINUS:
      return true;
    default:
      return false;
  }
}

// --- where we stand ---------------------------------------------------------------------------

bool Lookahead::AfterOperandAt(size_t i) const {
  switch (i == 0 ? int{kInvalidToken} : int{tokens_[i - 1].type}) {
    case T_IDENTIFIER:
    case T_STRING:
    case T_NUMBER:
    case T_TEMPLATE:
    case T_PARAMETER:
    case T_RPAREN:
    case T_RBRACKET:
    case T_RBRACE:
    case T_STAR:
    case T_INTERVAL_UNIT:
    case T_KW_END:
    case T_KW_NULL:
    case T_KW_TRUE:
    case T_KW_FALSE:
    case T_KW_DEFAULT:
    case T_KW_ASC:
    case T_KW_DESC:
    case T_KW_FIRST:
    case T_KW_LAST:
    case T_KW_ROLLUP:
    case T_KW_CUBE:
    case T_KW_UNKNOWN:
    case T_KW_ROWS:
    case T_TYPE_EMPTY:
      return true;
    default:
      return false;
  }
}

// Roughly: whether the token can begin an operand.
bool Lookahead::StartsOperand(int type) const {
  switch (type) {
    case T_STRING:
    case T_NUMBER:
    case T_TEMPLATE:
    case T_PARAMETER:
    case T_LPAREN:
    case T_LPAREN_QUERY:
    case T_MINUS:
    case T_PLUS:
    case T_TILDE:
    case T_BANG:
    case T_IDENTIFIER:
    case T_LBRACKET:
    case T_LBRACE:
    case T_KW_CASE:
    case T_KW_CAST:
    case T_KW_TRY_CAST:
    case T_KW_NOT:
    case T_KW_NULL:
    case T_KW_TRUE:
    case T_KW_FALSE:
    case T_KW_EXISTS:
    case T_KW_INTERVAL:
      return true;
    case T_KW_AS:
    case T_KW_FROM:
    case T_KW_WHERE:
    case T_KW_UNION:
    case T_KW_JOIN:
    case T_KW_ON:
    case T_KW_AND:
    case T_KW_OR:
    case T_KW_IN:
    case T_KW_IS:
    case T_KW_LIKE:
    case T_KW_BETWEEN:
    case T_KW_THEN:
    case T_KW_ELSE:
    case T_KW_END:
    case T_KW_WHEN:
    case T_KW_HAVING:
    case T_KW_GROUP:
    case T_KW_ORDER:
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_INNER:
    case T_KW_CROSS:
    case T_KW_FULL:
    case T_KW_LIMIT:
    case T_KW_BY:
    case T_KW_SELECT:
    case T_KW_INTO:
    case T_KW_USING:
    case T_KW_ASC:
    case T_KW_DESC:
      return false;
    default:
      return IsKeyword(type);
  }
}

bool Lookahead::IsUnit(size_t i) const {
  if (Type(i) != T_IDENTIFIER) return false;
  static constexpr absl::string_view kUnits[] = {"year",
                                                 "years",
                                                 "quarter",
                                                 "quarters",
                                                 "month",
                                                 "months",
                                                 "week",
                                                 "weeks",
                                                 "day",
                                                 "days",
                                                 "hour",
                                                 "hours",
                                                 "minute",
                                                 "minutes",
                                                 "second",
                                                 "seconds",
                                                 "millisecond",
                                                 "milliseconds",
                                                 "microsecond",
                                                 "microseconds",
                                                 "nanosecond",
                                                 "nanoseconds",
                                                 "day_hour",
                                                 "day_minute",
                                                 "day_second",
                                                 "day_microsecond",
                                                 "hour_minute",
                                                 "hour_second",
                                                 "hour_microsecond",
                                                 "minute_second",
                                                 "minute_microsecond",
                                                 "second_microsecond",
                                                 "year_month"};
  absl::string_view text = Text(i);
  for (absl::string_view unit : kUnits) {
    if (absl::EqualsIgnoreCase(text, unit)) return true;
  }
  return false;
}

// --- symbols ----------------------------------------------------------------------------------

void Lookahead::VisitSymbol() {
  switch (Type(at_)) {
    case T_LPAREN:
    case T_LPAREN_QUERY:
      ++depth_;
      open_.push_back(static_cast<uint32_t>(at_));
      if (Previous() == T_IDENTIFIER && InPartitionedInput(open_.size() - 1) &&
          Type(at_ - 2) != T_KW_ON && Type(at_ - 2) != T_NAME_DOT) {
        tokens_[at_ - 1].type = T_ARGUMENT_NAME;
      }
      if (at_ >= 2 && Type(at_ - 2) == T_AT_SIGN && Previous() == T_IDENTIFIER && !AfterFrom())
        Retag(T_HINT_OPEN);
      return;
    case T_RPAREN:
      --depth_;
      if (!open_.empty()) open_.pop_back();
      return;
    case T_LBRACKET:
      if (Previous() == T_KW_BY && TextIs(at_ + 1, "skew")) Retag(T_HINT_OPEN);
      return;
    case T_TYPE_LT:
      return;
    case T_GT:
      if (type_depth_ > 0) --type_depth_;
      return;
    case T_COLON:
      if (dialect_ == Dialect::kSpark && !ddl_ && type_depth_ == 0 && AfterOperand() &&
          (IsWordToken(Next()) || Next() == T_LBRACKET)) {
        Retag(T_PATH_COLON);
      }
      return;
    case T_DOT:
      if (Next() == T_ASTERISK) return Retag(T_DOT_STAR);
      if (Previous() == T_TEMPLATE) tokens_[at_ - 1].type = T_IDENTIFIER;
      if (Previous() == T_IDENTIFIER) Retag(T_NAME_DOT);
      if (Next() == T_TEMPLATE || Next() == T_NUMBER) tokens_[at_ + 1].type = T_IDENTIFIER;
      return;
    case T_ASTERISK:
      if (Previous() == T_DOT_STAR) {
        // The grammar has `.*` as one token: the star goes with the suffix.
        return Retag(T_STAR);
      }
      if (!AfterOperand()) Retag(T_STAR);
      return;
    case T_BANG:
      if (AfterOperand() && (Next() == T_KW_IN || Next() == T_KW_LIKE || Next() == T_KW_RLIKE ||
                             Next() == T_KW_BETWEEN || Next() == T_KW_REGEXP)) {
        Retag(T_KW_NOT);
      }
      return;
    case T_LT: {
      if (Previous() != T_IDENTIFIER) return;
      absl::string_view word = Text(at_ - 1);
      for (absl::string_view type :
           {"array", "map", "struct", "uniontype", "variant", "agg_state", "row"}) {
        if (!absl::EqualsIgnoreCase(word, type)) continue;
        if (at_ >= 2 && (Type(at_ - 2) == T_NAME_DOT || Type(at_ - 2) == T_DOT)) return;
        if (Next() == T_IDENTIFIER || IsKeyword(Next()) || Next() == T_GT || Next() == T_STRING) {
          ++type_depth_;
          return Retag(T_TYPE_LT);
        }
      }
      return;
    }
    case T_NEQ:
      if (Previous() == T_IDENTIFIER && absl::EqualsIgnoreCase(Text(at_ - 1), "struct") &&
          !StartsOperand(Next())) {
        Retag(T_TYPE_EMPTY);
      }
      return;
    case T_COMMA:
      // ALTER TABLE t DROP PARTITION (..), PARTITION (..)
      if (ddl_ && depth_ == 0 && Next() == T_KW_PARTITION) Retag(T_COMMA_COLUMN);
      return;
    default:
      return;
  }
}

void Lookahead::VisitString() {
  // DATE '2024-01-01', X'1F': the word before is the literal's type.
  if (Previous() == T_IDENTIFIER && (tokens_[at_ - 1].flags & SqlToken::kQuoted) == 0) {
    absl::string_view word = Text(at_ - 1);
    int before = at_ >= 2 ? Type(at_ - 2) : kInvalidToken;
    bool adjacent = tokens_[at_ - 1].end == tokens_[at_].begin;
    bool binary = adjacent && word.size() == 1 && absl::StrContains("xXbBnN", word[0]);
    bool after_operand =
        before == T_IDENTIFIER || before == T_RPAREN || before == T_NUMBER || before == T_STRING;
    if (binary && before != T_NAME_DOT && !after_operand) {
      tokens_[at_ - 1].type = T_TYPE_PREFIX;
      return;
    }
  }
  // Doris: SELECT a "alias", FROM t "alias"
  if (dialect_ == Dialect::kDoris && !ddl_ && AfterOperand() && Previous() != T_STRING) {
    int next = Next();
    if (next == T_COMMA || next == T_KW_FROM || next == kEndOfStatement || next == T_RPAREN ||
        next == T_KW_UNION) {
      Retag(T_IDENTIFIER);
      tokens_[at_].flags |= SqlToken::kQuoted;
    }
  }
}

// --- words ------------------------------------------------------------------------------------

void Lookahead::VisitIdentifier() {
  // Words that are no keywords in the dialect but mark structure the pass needs.
  if (Previous() == T_WITH_ZONE || Previous() == T_ZONE_WORD) {
    if (TextIs(at_, "local") || TextIs(at_, "time") || TextIs(at_, "zone"))
      return Retag(T_ZONE_WORD);
  }
  if (TextIs(at_, "temp") &&
      (Previous() == T_KW_CREATE || Previous() == T_KW_REPLACE || Previous() == T_KW_GLOBAL)) {
    return Retag(T_KW_TEMPORARY);
  }
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
              AliasPosition(type) || !IsKeywordHere(type);
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

// `AS default`, `AS end`: behind AS every word that is not reserved is a name, unless it begins
// the query of CREATE .. AS. Spark reserves nothing by default, so `from` may be a column, too.
bool Lookahead::AliasPosition(int type) const {
  int next = Next();
  bool ends_item = next == T_COMMA || next == T_RPAREN || next == T_KW_FROM ||
                   next == kEndOfStatement || next == T_KW_UNION || next == T_KW_WHERE;
  bool reserved = GetKeyword(type).dialects[static_cast<int>(dialect_)] == KeywordClass::R &&
                  dialect_ != Dialect::kSpark;
  if (Previous() == T_KW_AS) return !reserved && ends_item && next != T_LPAREN;
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
      // ORDER is reserved in all three: as a name it needs back-quotes.
      return Next() == T_KW_BY || (Next() == T_KW_ON && ddl_) || type == T_KW_ORDER;
    case KeywordUse::BeforeParen:
      return Next() == T_LPAREN || Next() == T_LPAREN_QUERY || (ddl_ && Next() == T_EQ);
    case KeywordUse::BeforeText:
      return Next() == T_STRING || Next() == T_TEMPLATE ||
             (Next() == T_EQ && ddl_ && AfterOperand());
    case KeywordUse::Clause:
      return AfterOperand() && (StartsOperand(Next()) || Next() == T_KW_ALL) && Next() != T_KW_DESC;
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
      if (TextIs(at_ + 1, "rollup") || TextIs(at_ + 1, "cube")) Retag(T_WITH_GROUPING);
      if ((TextIs(at_ + 1, "time") && TextIs(at_ + 2, "zone")) ||
          (TextIs(at_ + 1, "local") && TextIs(at_ + 2, "time"))) {
        Retag(T_WITH_ZONE);
      }
      if (TextIs(at_ + 1, "label") || TextIs(at_ + 1, "serdeproperties") ||
          TextIs(at_ + 1, "dbproperties")) {
        Retag(T_WITH_OPTIONS);
      }
      if (TextIs(at_ + 1, "schema") && TextIs(at_ + 2, "evolution")) Retag(T_WITH_OPTIONS);
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
  if (depth_ > 0) return false;
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
  int previous = Previous();
  int next = Next();
  switch (type) {
    // joins
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
    case T_KW_EXCLUDE:
      return previous == T_KW_UNPIVOT || previous == T_KW_ROW || previous == T_KW_FOLLOWING;
    // clauses
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
      return AfterOperand() && IsWordToken(next) && Next(2) == T_KW_AS;
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
              (next == T_COMMA || next == T_RPAREN || next == kEndOfStatement));
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
    // set operations
    case T_KW_EXCEPT:
      if (previous == T_STAR && next == T_LPAREN) Retag(T_STAR_EXCEPT);
      return true;
    case T_KW_MINUS:
      return AfterOperand() && (next == T_KW_SELECT || next == T_LPAREN_QUERY || next == T_KW_ALL ||
                                next == T_KW_DISTINCT || next == T_KW_FROM || next == T_KW_VALUES ||
                                next == T_KW_TABLE);
    case T_KW_NAME:
      return previous == T_KW_BY && at_ >= 2 && AfterOperandAt(at_ - 1) &&
             Type(at_ - 2) != T_KW_ORDER;
    // operands
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
    // scripts
    case T_KW_TRANSFORM:
    case T_KW_MAP:
    case T_KW_REDUCE:
      return IsScriptTransform();
    // sources and targets
    case T_KW_TABLE:
      if (AfterOperand()) return false;
      if (previous == T_LPAREN || previous == T_COMMA || previous == T_KW_FROM ||
          previous == T_KW_JOIN || previous == T_FAT_ARROW || previous == T_KW_LATERAL) {
        return next == T_LPAREN || next == T_LPAREN_QUERY || IsWordToken(next);
      }
      return IsWordToken(next) || next == T_TEMPLATE || next == T_LPAREN || next == T_STRING;
    case T_KW_VALUES:
      if (!(next == T_LPAREN || StartsOperand(next)) || previous == T_COMMA) return false;
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
      if (ddl_ && TextIs(at_ + 1, "key")) return false;  // Doris: ADD PARTITION KEY year(ts)
      return next == T_KW_BY || next == T_LPAREN || (ddl_ && depth_ == 0) ||
             (IsWordToken(next) && AfterOperand() && next != T_KW_AS && next != T_KW_FROM &&
              next != T_KW_ON && next != T_KW_WHERE && next != T_KW_AND && next != T_KW_IN);
    case T_KW_INSERT:
      return next == T_KW_INTO || next == T_KW_OVERWRITE || previous == T_KW_THEN || at_ == start_;
    case T_KW_OVERWRITE:
      return previous == T_KW_INSERT || next == T_KW_INTO;
    case T_KW_DIRECTORY:
      return previous == T_KW_OVERWRITE || previous == T_KW_LOCAL;
    case T_KW_LOCAL:
      return TextIs(at_ + 1, "directory") || TextIs(at_ + 1, "inpath");
    case T_KW_LABEL:
      return previous == T_WITH_OPTIONS;
    case T_KW_SET:
      return AfterOperand() || previous == T_KW_UPDATE || ddl_;
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
      if (previous == T_KW_USE) return true;
      return next == T_COMMA || next == T_RPAREN || next == kEndOfStatement || next == T_KW_WHERE ||
             (ddl_ && (AfterOperand() || previous == T_KW_BY || previous == T_KW_KEY ||
                       StartsOperand(next)));
    case T_KW_REPLACE:
      if (next == T_LPAREN &&
          (previous == T_STAR ||
           (previous == T_RPAREN && Type(match_[at_ - 1] - 1) == T_STAR_EXCEPT))) {
        Retag(T_STAR_REPLACE);
        return true;
      }
      if (at_ == start_ || (previous == T_KW_OR && ddl_)) return next != T_LPAREN;
      return (ddl_ && depth_ == 0) ||
             (AfterOperand() && (next == T_KW_WHERE || next == T_KW_USING || next == T_KW_ON));
    case T_KW_RECURSIVE:
      return previous == T_KW_WITH;
    case T_KW_LAZY:
      return previous == T_KW_CACHE;
    case T_KW_DATA:
      return previous == T_KW_LOAD;
    // pieces of CREATE TABLE
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

// --- longer looks -----------------------------------------------------------------------------

// INTERVAL value UNIT [TO UNIT]: finds the unit in the value's own level. Without one, a string is
// a typed literal ('1 day') and anything else is a column called interval.
void Lookahead::MarkInterval() {
  size_t i = at_ + 1;
  bool after_operand = false;
  for (size_t steps = 0; steps < 64 && i + 1 < tokens_.size(); ++steps, ++i) {
    int type = Type(i);
    if (after_operand && IsUnit(i)) {
      tokens_[i].type = T_INTERVAL_UNIT;
      size_t next = i + 1;
      // INTERVAL 1 DAY 2 HOURS
      while ((Type(next) == T_NUMBER || Type(next) == T_STRING) && IsUnit(next + 1)) {
        tokens_[next + 1].type = T_INTERVAL_UNIT;
        next += 2;
      }
      return;
    }
    if (IsOpen(type)) {
      i = MatchOf(i);
      after_operand = true;
    } else if (type == T_COMMA || type == T_RPAREN || type == T_RBRACKET) {
      break;
    } else if (IsKeyword(type) && GetKeyword(type).use == KeywordUse::Always && type != T_KW_NULL) {
      break;
    } else {
      after_operand = type == T_IDENTIFIER || type == T_NUMBER || type == T_STRING ||
                      type == T_TEMPLATE || type == T_PARAMETER || IsKeyword(type);
    }
  }
  Retag(Next() == T_STRING ? T_TYPE_PREFIX : T_IDENTIFIER);
}

// LATERAL VIEW f(..) t AS a, b: its commas go on with the names.
void Lookahead::MarkLateralView() {
  size_t i = at_ + 2;
  while (i < tokens_.size() && Type(i) != T_LPAREN && (IsWordToken(Type(i)) || Type(i) == T_DOT))
    ++i;
  if (Type(i) != T_LPAREN) return;
  i = MatchOf(i) + 1;
  if (Type(i) != T_KW_AS) ++i;  // the view's alias
  if (Type(i) == T_KW_AS) ++i;
  if (!IsWordToken(Type(i))) return;
  ++i;
  while (Type(i) == T_COMMA && IsWordToken(Type(i + 1)) && Type(i + 2) != T_DOT &&
         Type(i + 2) != T_LPAREN) {
    tokens_[i].type = T_COMMA_COLUMN;
    i += 2;
  }
}

// FROM VALUES (1, 2), (3, 4) AS t: its commas go on with the rows.
void Lookahead::MarkValuesRelation() {
  int previous = Previous();
  if (previous != T_KW_FROM && previous != T_KW_JOIN && previous != T_KW_LATERAL &&
      previous != T_FROM_INSERT)
    return;
  size_t i = at_ + 1;
  while (i + 1 < tokens_.size()) {
    if (IsOpen(Type(i))) {
      i = MatchOf(i) + 1;
    } else if (Type(i) == T_COMMA &&
               (Type(i + 1) == T_LPAREN || Type(i + 1) == T_NUMBER || Type(i + 1) == T_STRING ||
                Type(i + 1) == T_KW_NULL || Type(i + 1) == T_MINUS || Type(i + 2) == T_LPAREN)) {
      tokens_[i].type = T_COMMA_COLUMN;
      ++i;
    } else if (Type(i) == T_COMMA || Type(i) == T_RPAREN || Type(i) == T_KW_AS ||
               Type(i) == T_KW_WHERE || Type(i) == T_KW_JOIN) {
      return;
    } else {
      ++i;
    }
  }
}

// SELECT TRANSFORM(..) USING 's', MAP a, b USING 's': a script, not a function.
bool Lookahead::IsScriptTransform() const {
  int previous = Previous();
  bool select = previous == T_KW_SELECT;
  if (!select && Type(at_) == T_KW_TRANSFORM) return false;
  if (Next() == T_LPAREN) {
    if (!select) {
      // (FROM t MAP(a) USING ..) stands only behind a relation
      if (!AfterOperand()) return false;
    }
    size_t after = MatchOf(at_ + 1) + 1;
    return Type(after) == T_KW_USING || (TextIs(after, "row") && TextIs(after + 1, "format")) ||
           Type(after) == T_KW_RECORDWRITER;
  }
  if (!AfterOperand() && previous != T_LPAREN_QUERY && at_ != start_) return false;
  int depth = 0;
  for (size_t i = at_ + 1; i + 1 < tokens_.size(); ++i) {
    int type = Type(i);
    if (type == T_LPAREN || type == T_LPAREN_QUERY) ++depth;
    if (type == T_RPAREN && --depth < 0) return false;
    if (depth > 0) continue;
    if (type == T_KW_USING) return Type(i + 1) == T_STRING;
    if (type == T_KW_FROM || type == T_KW_SELECT || type == T_KW_WHERE || type == T_KW_JOIN)
      return false;
  }
  return false;
}

// FROM t INSERT ..: an INSERT at the statement's own level behind the FROM that begins it.
bool Lookahead::MultiInsertFollows() const {
  for (size_t i = at_ + 1; i + 1 < tokens_.size(); ++i) {
    if (IsOpen(Type(i))) {
      i = MatchOf(i);
      continue;
    }
    if (Type(i) == T_KW_INSERT && (Type(i + 1) == T_KW_INTO || Type(i + 1) == T_KW_OVERWRITE))
      return true;
    if (Type(i) == T_KW_SELECT) return false;
  }
  return false;
}

}  // namespace

LookaheadResult RunLookahead(absl::string_view script, Dialect dialect, StatementTokens* tokens) {
  return Lookahead(script, dialect, tokens).Run();
}

}  // namespace headwater::syntax
