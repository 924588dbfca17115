#include "syntax/syntax_hints.h"

#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "syntax/bad_token.h"
#include "syntax/keywords.h"
#include "syntax/syntax_expectation.h"

namespace headwater::syntax {
namespace {

// The clauses of a query in the order in which they are written; 0 for other tokens.
int ClauseRank(int type) {
  switch (type) {
    case T_KW_FROM:
      return 1;
    case T_KW_JOIN:
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_FULL:
    case T_KW_INNER:
    case T_KW_CROSS:
    case T_KW_ON:
    case T_LATERAL_VIEW:
      return 2;
    case T_KW_WHERE:
      return 3;
    case T_KW_GROUP:
      return 4;
    case T_KW_HAVING:
      return 5;
    case T_KW_QUALIFY:
      return 6;
    case T_KW_WINDOW:
      return 7;
    case T_KW_DISTRIBUTE:
    case T_KW_CLUSTER:
      return 8;
    case T_KW_SORT:
    case T_KW_ORDER:
      return 9;
    case T_KW_LIMIT:
      return 10;
    default:
      return 0;
  }
}

absl::string_view ClauseName(int type) {
  switch (type) {
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_FULL:
    case T_KW_INNER:
    case T_KW_CROSS:
      return "JOIN";
    default:
      return SpokenName(type);
  }
}

bool BeginsQueryPart(int type) {
  switch (type) {
    case T_KW_SELECT:
    case T_KW_UNION:
    case T_KW_EXCEPT:
    case T_KW_MINUS:
    case T_KW_INTERSECT:
    case T_KW_INSERT:
    case T_PIPE_GT:
      return true;
    default:
      return false;
  }
}

// The first clause of this part of the query that is written behind the clause of `rank`.
size_t FirstClauseBehind(const SyntaxScene& scene, int rank) {
  size_t found = SyntaxScene::kNowhere;
  for (size_t i = scene.PreviousOnLevel(scene.at()); i != SyntaxScene::kNowhere;
       i = scene.PreviousOnLevel(i)) {
    if (BeginsQueryPart(scene.Type(i))) break;
    if (ClauseRank(scene.Type(i)) > rank) found = i;
  }
  return found;
}

Finding ClauseOutOfOrder(const SyntaxScene& scene) {
  const int found = scene.Found();
  const int rank = ClauseRank(found);
  if (rank == 0) return {};
  const size_t behind = FirstClauseBehind(scene, rank);
  if (behind != SyntaxScene::kNowhere) {
    return {absl::StrCat(ClauseName(found), " stands before ", ClauseName(scene.Type(behind))),
            absl::StrCat(ClauseName(found), " behind ", ClauseName(scene.Type(behind))),
            {}};
  }
  return {};
}

Finding SecondClause(const SyntaxScene& scene) {
  const int found = scene.Found();
  if (found != T_KW_WHERE && found != T_KW_ON && found != T_KW_GROUP && found != T_KW_ORDER &&
      found != T_KW_HAVING)
    return {};
  const int same = found == T_KW_ON ? T_KW_JOIN : found;
  const size_t before = scene.FindBack(
      scene.at(), {same, T_KW_SELECT, T_KW_UNION, T_KW_EXCEPT, T_KW_INTERSECT, T_KW_MINUS});
  if (before == SyntaxScene::kNowhere) return {};
  const bool twice = scene.Type(before) == found;
  if (found == T_KW_ON) {
    if (scene.Type(before) == T_KW_JOIN ||
        scene.FindBack(scene.at(), {T_KW_FROM}) == SyntaxScene::kNowhere)
      return {};
    return {"tables joined by ',' have their condition in WHERE", "ON without JOIN", {}};
  }
  if (!twice) return {};
  const bool condition = found == T_KW_WHERE || found == T_KW_HAVING;
  return {condition ? "join the conditions with AND" : "list all keys behind the first",
          absl::StrCat("a second ", ClauseName(found)),
          {}};
}

// SELECT .. ORDER BY a UNION ..
Finding TailBeforeSetOperation(const SyntaxScene& scene) {
  const int found = scene.Found();
  if (found != T_KW_UNION && found != T_KW_EXCEPT && found != T_KW_MINUS && found != T_KW_INTERSECT)
    return {};
  const size_t tail = scene.FindBack(
      scene.at(), {T_KW_ORDER, T_KW_SORT, T_KW_CLUSTER, T_KW_DISTRIBUTE, T_KW_LIMIT, T_KW_SELECT});
  if (tail == SyntaxScene::kNowhere || scene.Type(tail) == T_KW_SELECT) return {};
  return {absl::StrCat("put the SELECT with its ", ClauseName(scene.Type(tail)),
                       " in parentheses, or move it to the end of the whole query"),
          absl::StrCat(TokenTypeName(found), " behind ", ClauseName(scene.Type(tail))),
          {}};
}

// Whether nothing that a comma divides begins with the token.
bool EndsList(const SyntaxScene& scene, size_t i) {
  switch (scene.Type(i)) {
    case T_KW_FROM:
    case T_FROM_INSERT:
    case T_RPAREN:
    case T_RBRACKET:
    case kEndOfStatement:
    case T_KW_WHERE:
    case T_KW_HAVING:
    case T_KW_LIMIT:
    case T_KW_JOIN:
    case T_KW_ON:
    case T_KW_UNION:
    case T_KW_SELECT:
    case T_KW_INSERT:
    case T_KW_AS:
    case T_KW_INTO:
      return true;
    case T_KW_GROUP:
    case T_KW_ORDER:
      return scene.Type(i + 1) == T_KW_BY;  // else a name without back-quotes
    case T_KW_LEFT:
    case T_KW_RIGHT:
    case T_KW_INNER:
    case T_KW_FULL:
    case T_KW_CROSS:
      return scene.Type(i + 1) != T_COMMA;
    default:
      return false;
  }
}

Finding CommaTooMany(const SyntaxScene& scene) {
  const int before = scene.Before();
  if (before != T_COMMA && before != T_COMMA_COLUMN) {
    if (scene.Found() == T_COMMA && scene.Before() == T_KW_SELECT)
      return {"remove it", "a comma behind SELECT", {}};
    return {};
  }
  if (scene.Found() == T_COMMA) return {"remove one of them", "two commas in a row", {}};
  if (!EndsList(scene, scene.at())) return {};
  const std::string next =
      scene.Found() == kEndOfStatement ? "the end" : Shown(scene.Text(scene.at()));
  return {absl::StrCat("remove the comma before ", next), "nothing follows this comma",
          scene.Range(scene.at() - 1)};
}

// FROM FROM t, AND AND, INSERT OVERWRITE OVERWRITE t: the second may have been read as a name.
Finding DoubledWord(const SyntaxScene& scene) {
  constexpr size_t kFar = 8;
  for (size_t i = scene.at(); i > 0 && scene.at() - i < kFar; --i) {
    if (!scene.IsWord(i) || !scene.IsWord(i - 1) || !scene.Is(i, scene.Text(i - 1))) continue;
    const bool name = (scene.Token(i).flags & SqlToken::kKeywordName) != 0;
    if (!IsKeyword(scene.Type(i)) && !(name && IsKeyword(scene.Type(i - 1)))) continue;
    return {"remove one of them", absl::StrCat(Shown(scene.Text(i)), " stands twice"),
            scene.Range(i), true};
  }
  return {};
}

// SELECT a FROM: the last word asks for more, whatever the parser made of it.
Finding BreaksOff(const SyntaxScene& scene) {
  const size_t last = scene.size() - 2;
  if (scene.size() < 3 || scene.at() < last) return {};
  const bool name = (scene.Token(last).flags & SqlToken::kKeywordName) != 0;
  if (scene.Found() == kEndOfStatement && !name) return {};
  for (absl::string_view word :
       {"FROM", "WHERE", "JOIN", "ON", "AND", "OR", "BY", "AS", "TABLE", "SELECT"}) {
    if (!scene.Is(last, word)) continue;
    return {absl::StrCat("something is missing behind ", Shown(scene.Text(last))),
            "the statement breaks off", scene.Range(last)};
  }
  return {};
}

// A dash of a word processor, a blank that is none: they pass for letters of a name.
Finding WideCharacter(const SyntaxScene& scene) {
  for (size_t i : {scene.at(), scene.at() - 1, scene.at() - 2}) {
    if (!scene.IsWord(i)) continue;
    const absl::string_view text = scene.Text(i);
    for (size_t k = 0; k < text.size();) {
      const base::CodePoint point = base::DecodeFront(text.substr(k));
      const std::string ascii = AsciiOf(point.value);
      const uint32_t begin = scene.Token(i).begin + static_cast<uint32_t>(k);
      if (!ascii.empty() && point.value >= 0x80) {
        return {absl::StrCat("write ", ascii, " in ASCII"),
                absl::StrCat("unexpected character ", Shown(text.substr(k, point.bytes))),
                {begin, begin + static_cast<uint32_t>(point.bytes)}};
      }
      k += point.bytes;
    }
  }
  return {};
}

// ORDER BY LIMIT 10: a clause's word where something is due was read as a name.
Finding ClauseAsName(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (at < 2 || (scene.Token(at - 1).flags & SqlToken::kKeywordName) == 0) return {};
  const int before = scene.Type(at - 2);
  const int type = FindKeyword(scene.Text(at - 1), scene.dialect());
  if (!IsKeyword(type) || GetKeyword(type).use != KeywordUse::Clause) return {};
  if (!IsKeyword(before) && before != T_COMMA && before != T_EQ) return {};
  return {absl::StrCat("is something missing between ", Shown(scene.Text(at - 2)), " and ",
                       Shown(scene.Text(at - 1)), "?"),
          absl::StrCat("found ", Shown(scene.Text(at - 1)), ", expected an expression"),
          scene.Range(at - 1)};
}

// a OUTER JOIN b; FROM (t WHERE ..); (SELECT ..) t.a
Finding RelationSlip(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (scene.Is(at, "OUTER") && scene.Is(at + 1, "JOIN"))
    return {
        "write LEFT OUTER JOIN, RIGHT OUTER JOIN or FULL OUTER JOIN", "OUTER without a side", {}};
  const bool clause = scene.Found() == T_KW_WHERE || scene.Found() == T_KW_GROUP;
  const size_t open = scene.depth() > 0 ? scene.open().back() : 0;
  const bool in_from =
      open > 0 && (scene.Type(open - 1) == T_KW_FROM || scene.Type(open - 1) == T_KW_JOIN);
  if (clause && in_from && scene.FindBack(at, {T_KW_SELECT, T_KW_FROM}) == SyntaxScene::kNowhere)
    return {"write (SELECT * FROM table WHERE ..)", "a subquery without SELECT",
            scene.Range(scene.open().back())};
  if (at < 2 || !scene.Is(at, ".") || !scene.IsWord(at - 1)) return {};
  const size_t part = scene.FindBack(at, {T_KW_SELECT, T_KW_FROM, T_KW_JOIN});
  const bool relation = part != SyntaxScene::kNowhere && scene.Type(part) != T_KW_SELECT;
  if (scene.Type(at - 2) != T_KW_AS && (!relation || scene.Type(at - 2) != T_RPAREN)) return {};
  return {"an alias is one name", "an alias with a dot", scene.Range(at - 1)};
}

// a // b
Finding SlashComment(const SyntaxScene& scene) {
  for (size_t i : {scene.at(), scene.at() - 1}) {
    if (i > 0 && scene.Is(i, "/") && scene.Is(i - 1, "/") &&
        scene.Token(i - 1).end == scene.Token(i).begin)
      return {"a comment begins with --", "// is no comment here", scene.Range(i - 1)};
  }
  return {};
}

// %s, <bizdate>, {ds}: what a program should have filled in
Finding Placeholder(const SyntaxScene& scene) {
  const size_t at = scene.at();
  constexpr absl::string_view kHint = "is it a placeholder that should have been filled in?";
  const bool adjacent = at + 1 < scene.size() && scene.Token(at).end == scene.Token(at + 1).begin;
  if (!adjacent || !scene.IsWord(at + 1)) return {};
  const bool angle = scene.Found() == T_LT && scene.Type(at + 2) == T_GT;
  const bool percent = scene.Found() == T_PERCENT && scene.Before() != T_KW_LIKE;
  if (!angle && !percent) return {};
  const ast::SourceRange range = {scene.Token(at).begin, scene.Token(at + (angle ? 2 : 1)).end};
  return {std::string(kHint),
          absl::StrCat("found ",
                       Shown(scene.failure().script.substr(range.begin, range.end - range.begin))),
          range};
}

Finding UnopenedParenthesis(const SyntaxScene& scene) {
  if (scene.Found() != T_RPAREN || scene.unopened() != scene.at()) return {};
  return {"remove it, or write the '(' that is missing", "this ')' has no '('", {}};
}

}  // namespace

Finding FindPlainSlip(const SyntaxScene& scene) {
  constexpr Finding (*kRules[])(const SyntaxScene&) = {
      ClauseAsName,  RelationSlip,   SlashComment,        BreaksOff,     DoubledWord,
      StatementSlip, CommaTooMany,   UnopenedParenthesis, WideCharacter, Placeholder,
      WindowSlip,    ExpressionSlip, ClauseOutOfOrder,    SecondClause,  TailBeforeSetOperation,
  };
  for (const auto rule : kRules) {
    Finding finding = rule(scene);
    if (!finding.empty()) return finding;
  }
  return {};
}

namespace {

// What an error in front of a clause or the end of a list lacks.
std::string Missing(const SyntaxScene& scene) {
  if (scene.Expects(T_NUMBER) && scene.Expects(T_KW_CASE)) return "something";
  if (scene.Expects(T_LPAREN_QUERY) && scene.Expects(T_KW_LATERAL)) return "a table";
  if (scene.Expects(T_KW_SELECT) && !scene.Expects(T_KW_CREATE)) return "a query";
  if (scene.InCast() && scene.Before() == T_KW_AS) return "a type";
  if (scene.Expects(T_IDENTIFIER) && !scene.Expects(T_SLASH) && !scene.Expects(T_KW_WHERE))
    return "a name";
  return {};
}

}  // namespace

Finding FindLastResort(const SyntaxScene& scene) {
  const size_t at = scene.at();
  if (!scene.unclosed().empty()) {
    const size_t open = scene.unclosed().back();
    return {"", absl::StrCat("this ", Shown(scene.Text(open)), " is never closed"),
            scene.Range(open)};
  }
  if (at == 0) {
    if (ClauseRank(scene.Found()) > 0 || scene.Found() == T_KW_AND || scene.Found() == T_KW_OR)
      return {"has a ';' ended the statement before too early?", "", {}};
    return {};
  }
  if (scene.Found() == kEndOfStatement) {
    const bool query = scene.Before() == T_RPAREN && scene.Type(0) == T_KW_WITH;
    if (query) return {"WITH is followed by the query that reads its tables", "", {}};
    return {absl::StrCat("the statement breaks off behind ", Shown(scene.Text(at - 1))), "", {}};
  }
  const std::string missing = Missing(scene);
  const int before = scene.Before();
  if (!missing.empty() && (IsKeyword(before) || before == T_EQ || before == T_PLUS)) {
    return {absl::StrCat("is ", missing, " missing between ", Shown(scene.Text(at - 1)), " and ",
                         Shown(scene.Text(at)), "?"),
            "",
            {}};
  }
  if (scene.Expects(T_COMMA) && (scene.Found() == T_IDENTIFIER || scene.Found() == T_LPAREN ||
                                 scene.Found() == T_STRING || scene.Found() == T_NUMBER))
    return {absl::StrCat("is a comma missing before ", Shown(scene.Text(at)), "?"), "", {}};
  return {};
}

}  // namespace headwater::syntax
