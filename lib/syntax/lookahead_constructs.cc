// Constructs that the pass finds by looking further than two tokens.

#include "syntax/lookahead_pass.h"

namespace headwater::syntax {

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
      // INTERVAL 1 DAY -2 HOURS
      while (true) {
        size_t value = Type(next) == T_MINUS && dialect_ == Dialect::kSpark ? next + 1 : next;
        if ((Type(value) != T_NUMBER && Type(value) != T_STRING) || !IsUnit(value + 1)) return;
        if (value != next) tokens_[next].type = T_INTERVAL_SIGN;
        tokens_[value + 1].type = T_INTERVAL_UNIT;
        next = value + 2;
      }
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

// Spark: f(TABLE(t) PARTITION BY a ORDER BY b): clauses of the argument, not of a query around it.
bool Lookahead::MarkTableArgument(int type) {
  if (dialect_ != Dialect::kSpark || open_.empty() || !AfterOperand()) return false;
  uint32_t open = open_.back();
  if (Type(open) != T_LPAREN || open == 0 || Type(open - 1) != T_IDENTIFIER) return false;
  if (type != T_KW_ORDER && type != T_KW_SORT) {
    table_argument_ = open_.size();
    Retag(T_TABLE_PARTITION);
    return true;
  }
  if (table_argument_ != open_.size()) return false;
  Retag(T_TABLE_ORDER);
  table_argument_ = 0;
  if (Next(2) == T_LPAREN) tokens_[at_ + 2].type = T_SORT_OPEN;
  return true;
}

// SELECT .. ORDER BY a WINDOW w AS (..): whether the clauses of the query's end have begun.
bool Lookahead::BehindQueryTail() const {
  for (size_t i = at_; i-- > start_;) {
    switch (Type(i)) {
      case T_RPAREN:
      case T_RBRACKET:
        if (match_[i] == kNoMatch) return false;
        i = match_[i];
        break;
      case T_KW_ORDER:
      case T_KW_SORT:
      case T_KW_CLUSTER:
      case T_KW_DISTRIBUTE:
      case T_KW_LIMIT:
      case T_KW_OFFSET:
        return true;
      case T_KW_SELECT:
      case T_LPAREN:
      case T_LPAREN_QUERY:
        return false;
      default:
        break;
    }
  }
  return false;
}

// FROM t, VALUES (1, 2): whether the comma before is one of FROM's.
bool Lookahead::InFromList() const {
  for (size_t i = at_; i-- > start_;) {
    switch (Type(i)) {
      case T_RPAREN:
      case T_RBRACKET:
        if (match_[i] == kNoMatch) return false;
        i = match_[i];
        break;
      case T_KW_FROM:
      case T_KW_JOIN:
        return true;
      case T_KW_SELECT:
      case T_KW_WHERE:
      case T_KW_GROUP:
      case T_KW_ORDER:
      case T_LPAREN:
      case T_LPAREN_QUERY:
        return false;
      default:
        break;
    }
  }
  return false;
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
      previous != T_FROM_INSERT && previous != T_COMMA)
    return;
  size_t i = at_ + 1;
  while (i + 1 < tokens_.size()) {
    if (IsOpen(Type(i))) {
      i = MatchOf(i) + 1;
      if (IsWordToken(Type(i))) return;  // the alias, or the next clause
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

}  // namespace headwater::syntax
