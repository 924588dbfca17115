#include "syntax/lookahead.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "syntax/lookahead_pass.h"
#include "syntax/statement_kind.h"

namespace headwater::syntax {

absl::string_view TokenText(absl::string_view script, const StatementTokens& tokens,
                            const SqlToken& token) {
  if (token.flags & SqlToken::kHasText) return tokens.texts[token.link];
  return script.substr(token.begin, token.end - token.begin);
}

LookaheadResult Lookahead::Run() {
  StatementKindResult kind = FindStatementKind(script_, all_);
  LookaheadResult result;
  if (!kind.structural) {
    result.utility = true;
    result.start = kind.start;
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
      return next == T_LPAREN || next == T_NUMBER || next == T_STRING || next == T_KW_CAST ||
             (next == T_IDENTIFIER && Type(i + 2) == T_LPAREN);
    }
    case T_KW_TABLE: {
      int next = Type(i + 1);
      return (next == T_IDENTIFIER || next == T_TEMPLATE) &&
             (Type(i + 2) == T_RPAREN || Type(i + 2) == T_DOT || Type(i + 2) == T_PIPE_GT ||
              Type(i + 2) == T_PIPE || Type(i + 2) == kEndOfStatement);
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
  if (next == T_KW_FROM) {  // (FROM t SELECT a); not TRIM(FROM x)
    // Spark: (FROM t)
    if (dialect_ == Dialect::kSpark && i > 0 && tokens_[i - 1].type != T_IDENTIFIER &&
        (Type(i + 2) == T_IDENTIFIER || Type(i + 2) == T_LPAREN_QUERY)) {
      return true;
    }
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

// FROM t | WHERE a > 1: Spark takes `|` for `|>` where the name of an operation follows, though
// `a | left(b, 1)` is an expression.
bool Lookahead::IsPipe() const {
  if (dialect_ != Dialect::kSpark || !AfterOperand() || Next(2) == T_LPAREN) return false;
  switch (const int next = Next()) {
    case T_KW_SELECT:
    case T_KW_WHERE:
    case T_KW_AS:
    case T_KW_JOIN:
    case T_KW_UNION:
    case T_KW_INTERSECT:
    case T_KW_EXCEPT:
    case T_KW_ORDER:
    case T_KW_SORT:
    case T_KW_CLUSTER:
    case T_KW_DISTRIBUTE:
      return true;
    default:
      return NamesPipeOperation(next);
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
    case T_SORT_OPEN:
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
      // Doris: PARTITION BY [skew] a, count(DISTINCT [skew] a + 1)
      if ((Previous() == T_KW_BY || Previous() == T_KW_DISTINCT) && TextIs(at_ + 1, "skew"))
        Retag(T_HINT_OPEN);
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
    case T_PIPE:
      if (IsPipe()) Retag(T_PIPE_GT);
      return;
    case T_BANG:
      if (dialect_ != Dialect::kSpark && AfterOperand() &&
          (Next() == T_KW_IN || Next() == T_KW_LIKE || Next() == T_KW_RLIKE ||
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
      // f(ON t arg1('x'), arg2('y'))
      if (Previous() == T_RPAREN && InPartitionedInput(open_.size()) &&
          match_[at_ - 1] != kNoMatch && Type(match_[at_ - 1] - 1) == T_ARGUMENT_NAME) {
        Retag(T_TRAILING_COMMA);
      }
      // Doris lets the list of columns end in a comma.
      if (ddl_ && dialect_ == Dialect::kDoris && Next() == T_RPAREN) Retag(T_TRAILING_COMMA);
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
    if (dialect_ == Dialect::kSpark && absl::EqualsIgnoreCase(word, "x")) adjacent = true;
    bool binary = adjacent && word.size() == 1 && absl::StrContains("xXbBnN", word[0]);
    bool after_operand =
        before == T_IDENTIFIER || before == T_RPAREN || before == T_NUMBER || before == T_STRING;
    if (binary && before != T_NAME_DOT && !after_operand) {
      tokens_[at_ - 1].type = T_TYPE_PREFIX;
      return;
    }
  }
  // Doris: SELECT a "alias", FROM t "alias"; not f(a "text")
  const bool in_call = !open_.empty() && open_.back() > 0 && Type(open_.back() - 1) == T_IDENTIFIER;
  if (dialect_ == Dialect::kDoris && !ddl_ && !in_call && AfterOperand() &&
      Previous() != T_STRING) {
    int next = Next();
    if (next == T_COMMA || next == T_KW_FROM || next == kEndOfStatement || next == T_RPAREN ||
        next == T_KW_UNION) {
      Retag(T_IDENTIFIER);
      tokens_[at_].flags |= SqlToken::kQuoted;
    }
  }
}
LookaheadResult RunLookahead(absl::string_view script, Dialect dialect, StatementTokens* tokens) {
  return Lookahead(script, dialect, tokens).Run();
}

}  // namespace headwater::syntax
