// Messages for what does not parse: what golden files cannot hold. The messages themselves are in
// tests/golden/cases/errors*.test.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "headwater/parser.h"

namespace headwater {
namespace {

struct Outcome {
  int good = 0;
  std::vector<Diagnostic> diagnostics;
};

Outcome ParseScript(absl::string_view sql, Dialect dialect) {
  ParseOptions options;
  options.dialect = dialect;
  ScriptParser parser(sql, options);
  ParsedStatement statement;
  Outcome outcome;
  while (parser.Next(&statement)) {
    if (statement.ok()) ++outcome.good;
    for (const Diagnostic& diagnostic : statement.diagnostics())
      outcome.diagnostics.push_back(diagnostic);
  }
  return outcome;
}

std::string Repeat(int count, absl::string_view text, absl::string_view between) {
  std::string all(text);
  for (int i = 1; i < count; ++i) absl::StrAppend(&all, between, text);
  return all;
}

TEST(SyntaxError, NeighboursOfAWrongStatementAreUnaffected) {
  const absl::string_view wrong[] = {
      "SELECT a b c FROM t",
      "SELECT a, FROM t",
      "SELECT count(a FROM t",
      "SELECT count(a)) FROM t",
      "SELECT a FORM t",
      "SELECT a FROM t WHERE",
      "SELECT a FROM t GROUP BY a WHERE a > 1",
      "SELECT a FROM t WHERE b = 'x",
      "SELECT `a FROM t",
      "SELECT a，b FROM t",
      "SELECT CASE WHEN a = 1 THEN 2 FROM t",
      "INSERT INTO t a, b",
      "CREATE TABLE t (a int, b string",
      "DELETE t",
      "",
  };
  for (int d = 0; d < kDialectCount; ++d) {
    for (absl::string_view sql : wrong) {
      const Outcome outcome =
          ParseScript(absl::StrCat("SELECT 1 FROM x;\n", sql, ";\nSELECT 2 FROM y;\nUSE z;"),
                      static_cast<Dialect>(d));
      EXPECT_EQ(outcome.good, 3) << sql;
      EXPECT_EQ(outcome.diagnostics.size(), sql.empty() ? 0u : 1u) << sql;
    }
  }
}

// Guesses parse the statement again: a large one must not be parsed a hundred times.
TEST(SyntaxError, LargeStatementsAreAnsweredAtOnce) {
  constexpr int kMany = 250000;
  const struct {
    std::string sql;
    absl::string_view text;  // of the message or the hint
  } cases[] = {
      {absl::StrCat("INSERT INTO t VALUES ", Repeat(kMany, "(1, 2)", ", "), " (3, 4)"), "comma"},
      {absl::StrCat("INSERT INTO t VALUES (", Repeat(kMany, "(1, 2)", ", ")), "never closed"},
      {absl::StrCat("SELECT ", Repeat(kMany, "a", ", "), " FROM t GROUP BY a WHERE a = 1"),
       "WHERE stands before GROUP BY"},
      {absl::StrCat("SELECT ", Repeat(kMany, "'a'", ", "), ", 'b FROM t"), "never closed"},
      {absl::StrCat("SELECT a FROM t WHERE ", Repeat(kMany, "a = 1", " AND "), " b = 2"), "AND"},
      {absl::StrCat("SELECT ", Repeat(390, "f", "("), "(a FROM t"), "never closed"},
  };
  for (const auto& each : cases) {
    const Outcome outcome = ParseScript(each.sql, Dialect::kHive);
    ASSERT_EQ(outcome.diagnostics.size(), 1u) << each.sql.substr(0, 60);
    const Diagnostic& diagnostic = outcome.diagnostics[0];
    EXPECT_TRUE(absl::StrContains(absl::StrCat(diagnostic.message, diagnostic.hint), each.text))
        << diagnostic.message << "; " << diagnostic.hint;
    EXPECT_LE(diagnostic.range.end, each.sql.size());
  }
}

TEST(SyntaxError, AHintFollowsTheVariablesOfTheScript) {
  const Outcome outcome =
      ParseScript("SET hivevar:columns=a, b;\nSELECT ${columns} c d FROM t;", Dialect::kHive);
  ASSERT_EQ(outcome.diagnostics.size(), 1u);
  EXPECT_TRUE(absl::StrContains(outcome.diagnostics[0].hint, "comma"))
      << outcome.diagnostics[0].hint;
}

TEST(SyntaxError, EveryPrefixOfAScriptHasAMessageInsideIt) {
  const std::string sql =
      "WITH a AS (SELECT id, count(*) AS n FROM ods.t WHERE dt = '2024-01-01' GROUP BY id) "
      "INSERT OVERWRITE TABLE dw.t PARTITION (dt = '2024-01-01') SELECT a.id, CASE WHEN n > 1 THEN "
      "'x' ELSE 'y' END, row_number() OVER (PARTITION BY id ORDER BY n DESC) FROM a LEFT JOIN b ON "
      "a.id = b.id WHERE a.id IN (1, 2) AND b.x BETWEEN 1 AND 2 ORDER BY 1 LIMIT 10";
  for (int d = 0; d < kDialectCount; ++d) {
    for (size_t size = 1; size < sql.size(); ++size) {
      const std::string prefix = sql.substr(0, size);
      for (const Diagnostic& diagnostic :
           ParseScript(prefix, static_cast<Dialect>(d)).diagnostics) {
        EXPECT_FALSE(diagnostic.message.empty()) << prefix;
        EXPECT_LE(diagnostic.range.begin, diagnostic.range.end) << prefix;
        EXPECT_LE(diagnostic.range.end, prefix.size()) << prefix;
      }
    }
  }
}

// Each word of a script left out, doubled or swapped with the next.
TEST(SyntaxError, EveryMangledScriptHasAMessageInsideIt) {
  const std::vector<std::string> words = {
      "INSERT", "OVERWRITE", "TABLE", "t",    "PARTITION", "(",     "dt", "=",      "'x'",
      ")",      "SELECT",    "a",     ",",    "f",         "(",     "b",  ")",      "OVER",
      "(",      "PARTITION", "BY",    "c",    ")",         "FROM",  "(",  "SELECT", "*",
      "FROM",   "u",         "WHERE", "a",    "IN",        "(",     "1",  ",",      "2",
      ")",      ")",         "v",     "LEFT", "JOIN",      "w",     "ON", "v",      ".",
      "a",      "=",         "w",     ".",    "a",         "GROUP", "BY", "a",      "HAVING",
      "count",  "(",         "*",     ")",    ">",         "1"};
  for (int d = 0; d < kDialectCount; ++d) {
    for (size_t i = 0; i < words.size(); ++i) {
      for (int change = 0; change < 3; ++change) {
        std::vector<std::string> changed = words;
        if (change == 0) changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        if (change == 1) changed[i] += " " + changed[i];
        if (change == 2 && i + 1 < words.size()) std::swap(changed[i], changed[i + 1]);
        std::string sql;
        for (const std::string& word : changed) absl::StrAppend(&sql, word, " ");
        for (const Diagnostic& diagnostic : ParseScript(sql, static_cast<Dialect>(d)).diagnostics) {
          EXPECT_FALSE(diagnostic.message.empty()) << sql;
          EXPECT_LE(diagnostic.range.begin, diagnostic.range.end) << sql;
          EXPECT_LE(diagnostic.range.end, sql.size()) << sql;
        }
      }
    }
  }
}

}  // namespace
}  // namespace headwater
