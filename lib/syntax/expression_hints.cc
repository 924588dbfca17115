// Slips in expressions: strings, IN, IS, BETWEEN, CASE, subqueries, windows.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/syntax_hints.h"

namespace headwater::syntax {
namespace {

// 'it's': the string ended earlier than it should.
Finding QuoteInsideString(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (scene.Before() != T_STRING || !scene.IsWord(at) ||
      scene.Token(at - 1).end != scene.Token(at).begin)
    return {};
  const absl::string_view string = scene.Text(at - 1);
  const char quote = string.back();
  return {absl::StrCat("a quote inside a string is written \\", std::string(1, quote)),
          absl::StrCat("the string ends before ", Shown(scene.Text(at))),
          {}};
}

// a IN 1, 2
Finding InWithoutParentheses(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (at < 2 || scene.Found() != T_COMMA || scene.Type(at - 2) != T_KW_IN) return {};
  return {"IN takes its values in parentheses: IN (1, 2)", "IN without '('", scene.Range(at - 1)};
}

// CASE WHEN a THEN b ELSE WHEN c THEN d END; ELSE a THEN b
Finding ElseWithCondition(const SyntaxScene& scene) {
  if (scene.Found() == T_KW_WHEN && scene.Before() == T_KW_ELSE)
    return {"leave ELSE out: each condition begins with WHEN", "WHEN behind ELSE", {}};
  if (scene.Found() == T_KW_THEN) {
    const size_t last = scene.FindBack(scene.at(), {T_KW_WHEN, T_KW_ELSE, T_KW_CASE});
    if (last != SyntaxScene::kNowhere && scene.Type(last) == T_KW_ELSE)
      return {"ELSE takes a value, no condition: write WHEN", "THEN behind ELSE",
              scene.Range(last)};
    if (last != SyntaxScene::kNowhere && scene.Type(last) == T_KW_CASE)
      return {"each condition of CASE begins with WHEN", "THEN without WHEN", {}};
  }
  if ((scene.Found() == T_KW_ELSE || scene.Found() == T_KW_END || scene.Found() == T_KW_WHEN) &&
      scene.Expects(T_KW_THEN))
    return {"each WHEN has a condition, THEN and a value", "", {}};
  return {};
}

// a NOT NULL
Finding NotNullWithoutIs(const SyntaxScene& scene) {
  if (scene.Found() != T_KW_NULL || scene.Before() != T_KW_NOT) return {};
  if (scene.Type(scene.at() - 2) == T_KW_IS || !scene.Expects(T_KW_IN)) return {};
  return {"write IS NOT NULL", "NOT NULL without IS", scene.Range(scene.at() - 1)};
}

// a IS NOT IN (..), a IS IN (..), a IS NOT LIKE 'x'
Finding IsBeforeOperator(const SyntaxScene& scene) {
  size_t is = scene.at() - 1;
  if (scene.Type(is) == T_KW_NOT) --is;
  if (scene.Type(is) != T_KW_IS) return {};
  switch (scene.Found()) {
    case T_KW_IN:
    case T_KW_LIKE:
    case T_KW_RLIKE:
    case T_KW_BETWEEN:
    case T_KW_EXISTS: {
      const bool negated = is + 1 < scene.at();
      const std::string operation =
          absl::StrCat(negated ? "NOT " : "", absl::AsciiStrToUpper(scene.Text(scene.at())));
      return {absl::StrCat("leave IS out: ", operation, " stands alone"),
              absl::StrCat("IS before ", operation), scene.Range(is)};
    }
    case T_EQ:
      return {"write <>", "IS NOT before =", scene.Range(is)};
    case T_NUMBER:
    case T_STRING:
      return {absl::StrCat("IS asks for NULL, TRUE or FALSE: values are compared with ",
                           is + 1 < scene.at() ? "<>" : "="),
              "",
              {}};
    default:
      return {};
  }
}

// a BETWEEN 1, 10; a BETWEEN 1 TO 10
Finding BetweenWithoutAnd(const SyntaxScene& scene) {
  const bool comma = scene.Found() == T_COMMA;
  if (!comma && !scene.Is(scene.at(), "TO") && scene.Found() != T_MINUS) return {};
  const size_t between =
      scene.FindBack(scene.at(), {T_KW_BETWEEN, T_KW_AND, T_KW_WHERE, T_KW_SELECT, T_COMMA});
  if (between == SyntaxScene::kNowhere || scene.Type(between) != T_KW_BETWEEN) return {};
  return {"write BETWEEN low AND high",
          absl::StrCat("found ", Shown(scene.Text(scene.at())), ", expected AND"),
          {}};
}

// a IN SELECT ..; a = SELECT ..; EXISTS SELECT ..; WITH a AS SELECT ..
Finding QueryWithoutParentheses(const SyntaxScene& scene) {
  if (scene.Found() != T_KW_SELECT || scene.at() == 0) return {};
  const bool exists = scene.Is(scene.at() - 1, "EXISTS");
  const bool table = scene.Before() == T_KW_AS && scene.Type(0) == T_KW_WITH;
  const bool operand = scene.Expects(T_NUMBER) && scene.Expects(T_KW_CASE);
  const bool relation = scene.Expects(T_LPAREN_QUERY) && scene.Expects(T_KW_LATERAL);
  if (!exists && !table && !operand && !relation) return {};
  return {table ? "write WITH name AS (SELECT ..)" : "a subquery stands in parentheses",
          absl::StrCat("found ", Shown(scene.Text(scene.at())), ", expected '('"),
          {}};
}

// if(a > 1 THEN b)
Finding ThenWithoutCase(const SyntaxScene& scene) {
  if (scene.Found() != T_KW_THEN || scene.Expects(T_KW_THEN) || scene.Expects(T_KW_MATCHED))
    return {};
  return {"THEN belongs to CASE WHEN .. THEN .. END; a call divides its arguments by commas",
          "THEN without CASE",
          {}};
}

// SELECT a, DISTINCT b
Finding DistinctInList(const SyntaxScene& scene) {
  if (scene.Found() != T_KW_DISTINCT || scene.Before() != T_COMMA) return {};
  const bool call = scene.depth() > 0 && scene.Type(scene.open().back() - 1) == T_IDENTIFIER;
  return {call ? "DISTINCT stands first in the parentheses and holds for all arguments"
               : "DISTINCT stands right behind SELECT and holds for the whole row",
          "DISTINCT behind a comma",
          {}};
}

// a > 1 AND < 10
Finding ComparisonWithoutLeftSide(const SyntaxScene& scene) {
  switch (scene.Found()) {
    case T_EQ:
    case T_NEQ:
    case T_LT:
    case T_LE:
    case T_GT:
    case T_GE:
      break;
    default:
      return {};
  }
  if (scene.Before() != T_KW_AND && scene.Before() != T_KW_OR) return {};
  return {"each comparison names its left side: x > 1 AND x < 10", "", {}};
}

// 1 000
Finding BlankInNumber(const SyntaxScene& scene) {
  if (scene.Found() != T_NUMBER || scene.Before() != T_NUMBER || scene.Expects(T_COMMA) ||
      scene.Expects(T_KW_THEN))
    return {};
  return {"a number has no blanks", "", {}};
}

// UNPIVOT (.. IN ())
Finding EmptyParentheses(const SyntaxScene& scene) {
  if (scene.Found() != T_RPAREN || scene.depth() == 0 || scene.open().back() + 1 != scene.at())
    return {};
  return {"name at least one thing, or leave the parentheses out", "the parentheses are empty",
          scene.Range(scene.at() - 1)};
}

// DATE 2024
Finding TypedLiteralWithoutQuotes(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (at == 0 || scene.Found() != T_NUMBER) return {};
  if (!scene.Is(at - 1, "DATE") && !scene.Is(at - 1, "TIMESTAMP")) return {};
  const std::string type = absl::AsciiStrToUpper(scene.Text(at - 1));
  return {absl::StrCat("write ", type, " '2024-01-31'"), absl::StrCat(type, " takes a string"), {}};
}

// name LIKE %abc%
Finding PatternWithoutQuotes(const SyntaxScene& scene) {
  if (scene.Found() != T_PERCENT) return {};
  if (scene.Before() != T_KW_LIKE && scene.Before() != T_KW_ILIKE && scene.Before() != T_KW_RLIKE)
    return {};
  return {"a pattern stands in quotes: LIKE '%abc%'", "", {}};
}

// INTERVAL 1
Finding IntervalWithoutUnit(const SyntaxScene& scene) {
  if (scene.at() == 0 || !scene.Is(scene.at() - 1, "INTERVAL")) return {};
  if (scene.Found() != T_NUMBER && scene.Found() != T_STRING) return {};
  return {"write INTERVAL 1 DAY", "INTERVAL without a unit of time", scene.Range(scene.at() - 1)};
}

// u. FROM t; u..id
Finding NameMissingBehindDot(const SyntaxScene& scene) {
  // IF NOT EXISTS .t: beside a dot every word is a name
  if (scene.Is(scene.at() + 1, ".") && scene.IsWord(scene.at()) &&
      scene.Token(scene.at()).end != scene.Token(scene.at() + 1).begin)
    return {"a name stands before a dot", "nothing stands before this dot",
            scene.Range(scene.at() + 1)};
  if (scene.Is(scene.at(), ".") && scene.Is(scene.at() - 1, "."))
    return {"remove one of them", "two dots", {}};
  for (size_t i : {scene.at(), scene.at() - 1, scene.at() - 2}) {
    if (i == 0 || i >= scene.size() || !scene.Is(i - 1, ".")) continue;
    const bool clause = scene.Is(i, "FROM") || scene.Is(i, "WHERE") || scene.Type(i) == T_COMMA ||
                        scene.Type(i) == T_RPAREN || scene.Type(i) == T_LPAREN ||
                        scene.Type(i) == kEndOfStatement;
    if (!clause) continue;
    const bool query = scene.FindBack(i, {T_KW_SELECT}) != SyntaxScene::kNowhere;
    return {query ? "name a column, or write .* for all" : "a name follows a dot",
            "nothing follows this dot", scene.Range(i - 1)};
  }
  return {};
}

// count(id]
Finding WrongBracket(const SyntaxScene& scene) {
  const int found = scene.Found();
  if (scene.depth() == 0 || (found != T_RBRACKET && found != T_RBRACE)) return {};
  const int open = scene.Type(scene.open().back());
  if (open != T_LPAREN && open != T_LPAREN_QUERY) return {};
  return {"a '(' is closed by ')'",
          absl::StrCat("found ", Shown(scene.Text(scene.at())), ", expected ')'"),
          {}};
}

// The parenthesis around is that of OVER.
bool InWindow(const SyntaxScene& scene) {
  return scene.depth() > 0 && scene.open().back() > 0 && scene.Is(scene.open().back() - 1, "OVER");
}

Finding FrameSlip(const SyntaxScene& scene) {
  for (size_t i = scene.PreviousOnLevel(scene.at()); i != SyntaxScene::kNowhere;
       i = scene.PreviousOnLevel(i)) {
    if (!scene.Is(i, "ROWS") && !scene.Is(i, "RANGE")) continue;
    return {absl::StrCat("a frame is written ", absl::AsciiStrToUpper(scene.Text(i)),
                         " BETWEEN 6 PRECEDING AND CURRENT ROW"),
            "",
            {}};
  }
  return {};
}

}  // namespace

Finding WindowSlip(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (at > 0 && scene.Is(at - 1, "OVER") && scene.IsWord(at))
    return {"write OVER (PARTITION BY .. ORDER BY ..)", "OVER without '('", {}};
  if (!InWindow(scene)) return {};
  if (scene.Found() == T_KW_GROUP) return {"a window has PARTITION BY", "GROUP BY in a window", {}};
  if (scene.Found() == T_KW_PARTITION && scene.FindBack(at, {T_KW_ORDER}) != SyntaxScene::kNowhere)
    return {"PARTITION BY stands before ORDER BY", "PARTITION BY behind ORDER BY", {}};
  if (scene.Found() == T_KW_AS || scene.Found() == T_KW_FROM) return {};  // not closed
  return FrameSlip(scene);
}

Finding ExpressionSlip(const SyntaxScene& scene) {
  constexpr Finding (*kRules[])(const SyntaxScene&) = {
      QuoteInsideString,
      InWithoutParentheses,
      ElseWithCondition,
      NotNullWithoutIs,
      IsBeforeOperator,
      BetweenWithoutAnd,
      QueryWithoutParentheses,
      ThenWithoutCase,
      DistinctInList,
      ComparisonWithoutLeftSide,
      BlankInNumber,
      NameMissingBehindDot,
      WrongBracket,
      IntervalWithoutUnit,
      TypedLiteralWithoutQuotes,
      PatternWithoutQuotes,
      EmptyParentheses,
  };
  for (const auto rule : kRules) {
    Finding finding = rule(scene);
    if (!finding.empty()) return finding;
  }
  return {};
}

}  // namespace headwater::syntax
