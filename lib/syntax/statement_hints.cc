// Slips in the frame of a statement: INSERT and its partition, MERGE, UPDATE, DELETE, CREATE, DROP.

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "syntax/keywords.h"
#include "syntax/syntax_hints.h"

namespace headwater::syntax {
namespace {

// PARTITION dt = '2024-01-01'
Finding PartitionWithoutParentheses(const SyntaxScene& scene) {
  for (size_t i : {scene.at(), scene.at() - 1, scene.at() - 2}) {
    if (i + 2 >= scene.size() || !scene.Is(i, "PARTITION")) continue;
    if (!scene.IsWord(i + 1) || scene.Type(i + 2) != T_EQ) continue;
    return {absl::StrCat("write PARTITION (", scene.Text(i + 1), " = ..)"), "PARTITION without '('",
            scene.Range(i)};
  }
  return {};
}

// PARTITIONED BY dt STRING
Finding PartitionedByWithoutParentheses(const SyntaxScene& scene) {
  for (size_t i : {scene.at() - 1, scene.at() - 2, scene.at() - 3}) {
    if (i + 2 >= scene.size() || !scene.Is(i, "PARTITIONED") || !scene.Is(i + 1, "BY")) continue;
    if (!scene.IsWord(i + 2)) continue;
    return {absl::StrCat("write PARTITIONED BY (", scene.Text(i + 2), " ..)"),
            "PARTITIONED BY without '('", scene.Range(i)};
  }
  return {};
}

// PARTITION (dt : '2024-01-01')
Finding PartitionWithColon(const SyntaxScene& scene) {
  if (scene.depth() == 0 || (scene.Found() != T_COLON && scene.Found() != T_PATH_COLON)) return {};
  const size_t open = scene.open().back();
  if (open == 0 || !scene.Is(open - 1, "PARTITION")) return {};
  return {
      absl::StrCat("write ", scene.Text(scene.at() - 1), " = .."), "found ':', expected '='", {}};
}

// INSERT .. SELECT .. FROM t PARTITION (dt = '2024-01-01')
Finding PartitionBehindQuery(const SyntaxScene& scene) {
  if (scene.depth() == 0 || scene.Type(0) != T_KW_INSERT || scene.Found() != T_EQ) return {};
  const size_t open = scene.open().back();
  if (open == 0 || !scene.Is(open - 1, "PARTITION")) return {};
  if (scene.FindBack(open, {T_KW_SELECT, T_KW_FROM}) == SyntaxScene::kNowhere) return {};
  return {"the PARTITION that INSERT fills stands behind its table, before SELECT",
          "PARTITION behind the query", scene.Range(open - 1)};
}

Finding InsertSlip(const SyntaxScene& scene) {
  if (scene.Type(0) != T_KW_INSERT) return {};
  if (scene.Is(1, "INTO") && scene.Is(2, "OVERWRITE") && scene.Is(3, "TABLE"))
    return {"write INSERT INTO to add rows, INSERT OVERWRITE to replace them", "INTO and OVERWRITE",
            scene.Range(2)};
  if (scene.Is(scene.at(), "SET") &&
      scene.FindBack(scene.at(), {T_KW_SELECT, T_KW_VALUES}) == SyntaxScene::kNowhere)
    return {"write INSERT INTO t (columns) VALUES (values)", "INSERT .. SET is MySQL's", {}};
  return PartitionBehindQuery(scene);
}

Finding MergeSlip(const SyntaxScene& scene) {
  if (scene.Type(0) != T_KW_MERGE) return {};
  const bool update = scene.Is(scene.at() - 1, "UPDATE");
  if (scene.at() < 5 || (!update && !scene.Is(scene.at() - 1, "INSERT"))) return {};
  return {update ? "UPDATE in MERGE names no table: UPDATE SET ..."
                 : "INSERT in MERGE names no table: INSERT (..) VALUES (..)",
          "",
          {}};
}

Finding DeleteSlip(const SyntaxScene& scene) {
  if (!scene.Is(0, "DELETE") || scene.Is(1, "FROM")) return {};
  if (scene.at() > 1) return {};
  return {"write DELETE FROM table WHERE ..", "DELETE without FROM", scene.Range(0)};
}

Finding DropSlip(const SyntaxScene& scene) {
  if (scene.Type(0) != T_KW_DROP || scene.depth() > 0 || scene.Found() != T_COMMA) return {};
  return {"a statement drops one: write a DROP for each", "", {}};
}

// IF EXISTS of CREATE, IF NOT EXISTS of DROP
Finding IfExistsSlip(const SyntaxScene& scene) {
  if (scene.Type(0) == T_KW_CREATE && scene.Is(scene.at(), "EXISTS") &&
      scene.Is(scene.at() - 1, "IF"))
    return {"CREATE has IF NOT EXISTS", "", {}};
  if (scene.Type(0) == T_KW_DROP && scene.Is(scene.at(), "NOT") && scene.Is(scene.at() - 1, "IF"))
    return {"DROP has IF EXISTS", "", {}};
  return {};
}

// TBLPROPERTIES 'a' = 'b'; COMMENT name: words that a bracket or a string has to follow.
Finding ClauseWithoutValue(const SyntaxScene& scene) {
  if (scene.Type(0) != T_KW_CREATE && scene.Type(0) != T_KW_ALTER) return {};
  for (size_t i : {scene.at(), scene.at() - 1}) {
    if (!scene.IsWord(i)) continue;
    const int type = FindKeyword(scene.Text(i), scene.dialect());
    if (!IsKeyword(type)) continue;
    const std::string word = absl::AsciiStrToUpper(scene.Text(i));
    const KeywordUse use = GetKeyword(type).use;
    if (use == KeywordUse::BeforeParen && scene.Type(i + 1) == T_STRING)
      return {absl::StrCat("write ", word, " ('key' = 'value')"),
              absl::StrCat(word, " without '('"), scene.Range(i)};
    if (use == KeywordUse::BeforeText && scene.IsWord(i + 1))
      return {absl::StrCat("write ", word, " '", scene.Text(i + 1), "'"),
              absl::StrCat(word, " takes a string in quotes"), scene.Range(i)};
  }
  return {};
}

// CREATE TABLE a AS b
Finding QueryMissingBehindAs(const SyntaxScene& scene) {
  if (scene.Type(0) != T_KW_CREATE || scene.Before() != T_KW_AS || scene.depth() > 0) return {};
  if (scene.Found() != T_IDENTIFIER || !scene.Expects(T_KW_SELECT)) return {};
  return {absl::StrCat("write AS SELECT * FROM .."), "", {}};
}

// LATERAL VIEW t AS c
Finding LateralViewSlip(const SyntaxScene& scene) {
  const size_t view = scene.FindBack(scene.at(), {T_LATERAL_VIEW});
  if (view == SyntaxScene::kNowhere || scene.at() > view + 5) return {};
  if (!scene.Expects(T_LPAREN) || scene.Expects(T_KW_WHERE)) return {};
  return {"LATERAL VIEW takes a function: LATERAL VIEW explode(..) t AS c", "", {}};
}

Finding TwoAliases(const SyntaxScene& scene) {
  if (scene.Found() != T_KW_AS || scene.at() < 2 || scene.Type(scene.at() - 2) != T_KW_AS)
    return {};
  return {"one name is enough", "a second alias", {}};
}

// CASE .. END CASE
Finding EndCase(const SyntaxScene& scene) {
  for (size_t i : {scene.at(), scene.at() - 1}) {
    if (i > 0 && scene.Is(i, "CASE") && scene.Type(i - 1) == T_KW_END)
      return {"END alone closes a CASE", "found 'CASE' behind END", scene.Range(i)};
  }
  return {};
}

}  // namespace

Finding StatementSlip(const SyntaxScene& scene) {
  constexpr Finding (*kRules[])(const SyntaxScene&) = {
      PartitionWithoutParentheses,
      PartitionedByWithoutParentheses,
      PartitionWithColon,
      InsertSlip,
      MergeSlip,
      DeleteSlip,
      DropSlip,
      IfExistsSlip,
      ClauseWithoutValue,
      QueryMissingBehindAs,
      LateralViewSlip,
      TwoAliases,
      EndCase,
  };
  for (const auto rule : kRules) {
    Finding finding = rule(scene);
    if (!finding.empty()) return finding;
  }
  return {};
}

}  // namespace headwater::syntax
