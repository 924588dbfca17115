// The parser from outside: statements, errors, limits and odd bytes.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "headwater/parser.h"

namespace headwater {
namespace {

struct Parsed {
  std::vector<ast::StatementKind> kinds;  // of the statements that parsed
  std::vector<Diagnostic> diagnostics;
  int statements = 0;
};

Parsed ParseAll(absl::string_view sql, Dialect dialect = Dialect::kSpark, ParseLimits limits = {}) {
  ParseOptions options;
  options.dialect = dialect;
  options.limits = limits;
  ScriptParser parser(sql, options);
  ParsedStatement statement;
  Parsed parsed;
  while (parser.Next(&statement)) {
    ++parsed.statements;
    if (statement.ok()) parsed.kinds.push_back(statement.ast()->kind);
    for (const Diagnostic& diagnostic : statement.diagnostics())
      parsed.diagnostics.push_back(diagnostic);
  }
  return parsed;
}

TEST(ScriptParser, SplitsAtSemicolonsOutsideQuotesAndComments) {
  Parsed parsed = ParseAll("select ';' -- ;\n; /* ; */ select `a;b` from t;;  ;");
  EXPECT_EQ(parsed.statements, 2);
  EXPECT_EQ(parsed.kinds.size(), 2u);
}

TEST(ScriptParser, NothingIsNoStatement) {
  EXPECT_EQ(ParseAll("").statements, 0);
  EXPECT_EQ(ParseAll(" \r\n\t-- only a comment\n;;").statements, 0);
  EXPECT_EQ(ParseAll("\xEF\xBB\xBF").statements, 0) << "a byte order mark";
}

TEST(ScriptParser, OneBadStatementLeavesItsNeighbours) {
  Parsed parsed = ParseAll("select 1; selct 2; select 3");
  EXPECT_EQ(parsed.kinds.size(), 2u);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].range.begin, 10u);
  EXPECT_TRUE(absl::StrContains(parsed.diagnostics[0].hint, "SELECT"))
      << parsed.diagnostics[0].hint;
}

TEST(ScriptParser, AnUnclosedQuoteEndsAtTheNextLineThatEndsAStatement) {
  Parsed parsed = ParseAll("insert into t select 'abc from x;\nselect 1;\nselect 2");
  EXPECT_EQ(parsed.statements, 3);
  EXPECT_EQ(parsed.kinds.size(), 2u);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_TRUE(absl::StrContains(parsed.diagnostics[0].message, "never closed"));
}

// If each opening were searched to the end of the script again, this would take an hour.
TEST(ScriptParser, ManyOpeningsWithoutAnEndAreRead) {
  for (absl::string_view opening :
       {"select a /* b;\n", "/* /* x */ select 1;\n", "select 'a;\n", "\\';\n", "select `a;\n",
        "{{", "{#", "{%", "${", "$[", "select /*+ a;\n"}) {
    std::string script;
    for (int i = 0; i < 199999; ++i) absl::StrAppend(&script, opening);
    EXPECT_GT(ParseAll(script).statements, 0) << opening;
  }
}

TEST(ScriptParser, ANumberMayFollowTwoDots) {
  const Parsed parsed = ParseAll("select a..1; select .5, t.1.x, 1..2");
  EXPECT_EQ(parsed.statements, 2);
}

TEST(ScriptParser, AMissingCommaIsSaid) {
  Parsed parsed = ParseAll("select a b c from t");
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].range.begin, 11u);
  EXPECT_TRUE(absl::StrContains(parsed.diagnostics[0].message, "','"))
      << parsed.diagnostics[0].message;
  EXPECT_TRUE(absl::StrContains(parsed.diagnostics[0].hint, "comma")) << parsed.diagnostics[0].hint;
}

TEST(ScriptParser, ColumnsWithoutACommaBetweenAreRefused) {
  Parsed parsed = ParseAll("create table t (a int b string)", Dialect::kHive);
  EXPECT_TRUE(parsed.kinds.empty());
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].range.begin, 22u);
}

TEST(ScriptParser, NestingPastTheLimitIsADiagnostic) {
  for (int depth : {300, 100000}) {
    std::string sql =
        absl::StrCat("select ", std::string(depth, '('), "1", std::string(depth, ')'));
    Parsed parsed = ParseAll(sql);
    if (depth == 300) {
      EXPECT_EQ(parsed.kinds.size(), 1u);
    } else {
      ASSERT_EQ(parsed.diagnostics.size(), 1u);
      EXPECT_EQ(parsed.diagnostics[0].code, "limit");
    }
  }
}

TEST(ScriptParser, NestingWithoutBracketsIsBounded) {
  std::string sql = "select ";
  for (int i = 0; i < 50000; ++i) sql += "case when a then ";
  Parsed parsed = ParseAll(sql);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].code, "limit");
}

TEST(ScriptParser, LongChainsAreFine) {
  std::string sql = "select 1";
  for (int i = 0; i < 100000; ++i) sql += i % 3 == 0 ? " + a" : i % 3 == 1 ? " and b" : " or c";
  EXPECT_EQ(ParseAll(sql + " from t").kinds.size(), 1u);
}

TEST(ScriptParser, WhatNestsWithoutBracketsIsBounded) {
  auto repeated = [](absl::string_view text) {
    std::string all;
    for (int i = 0; i < 100000; ++i) absl::StrAppend(&all, text);
    return all;
  };
  for (const std::string& sql :
       {"select " + repeated("- ") + "1", "select " + repeated("not ") + "a from t",
        "select x" + repeated(" -> y") + " from t",
        "select a" + repeated(" = b is null") + " from t", "select a" + repeated("[1]") + " from t",
        "select a" + repeated(".a") + " from t", "select a" + repeated(":b") + " from t",

        "select * from t " + repeated("pivot (sum(a) for b in (1, 2)) ")}) {
    const Parsed parsed = ParseAll(sql);
    ASSERT_EQ(parsed.diagnostics.size(), 1u) << sql.substr(0, 40);
    EXPECT_EQ(parsed.diagnostics[0].code, "limit") << sql.substr(0, 40);
  }
  EXPECT_EQ(ParseAll(repeated("explain ") + "select 1").statements, 1);
}

TEST(ScriptParser, ManyTokensPastTheLimitAreADiagnosticAndTheRestGoesOn) {
  ParseLimits limits;
  limits.statement_tokens = 100;
  std::string sql = "select 1";
  for (int i = 0; i < 200; ++i) sql += " + 1";
  Parsed parsed = ParseAll(sql + ";\nselect 2", Dialect::kSpark, limits);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].code, "limit");
  EXPECT_EQ(parsed.kinds.size(), 1u);
}

TEST(ScriptParser, BytesThatAreNoTextAreDiagnostics) {
  EXPECT_EQ(ParseAll(absl::string_view("select a\0b", 10)).diagnostics.at(0).code, "encoding");
  EXPECT_EQ(ParseAll("select '\xD6\xD0'").diagnostics.at(0).code, "encoding");
  EXPECT_EQ(ParseAll("select \xFF\xFE").diagnostics.at(0).code, "encoding");
  EXPECT_EQ(ParseAll("select @x\xD6 from t").diagnostics.at(0).code, "encoding");
  EXPECT_EQ(ParseAll("select :x\xD6 from t").diagnostics.at(0).code, "encoding");
  Parsed comment = ParseAll("-- \xD6\xD0\nselect 1");
  EXPECT_EQ(comment.kinds.size(), 1u);
  ASSERT_EQ(comment.diagnostics.size(), 1u);
  EXPECT_EQ(comment.diagnostics[0].severity, Severity::kWarning);
}

TEST(ScriptParser, VariablesAreFilledAsTextAndBySet) {
  ParseOptions options;
  options.dialect = Dialect::kHive;
  options.variables = {{"db", "dw"}};
  ScriptParser parser("set hivevar:cond=a > 1;\nselect a from ${db}.t_${missing} where ${cond}",
                      options);
  ParsedStatement statement;
  ASSERT_TRUE(parser.Next(&statement));
  ASSERT_TRUE(parser.Next(&statement));
  ASSERT_TRUE(statement.ok());
  const auto& query = *statement.ast()->As<ast::QueryStatement>().query;
  const auto& select = query.body->As<ast::SelectBody>();
  const auto& table = select.from->As<ast::TableRelation>();
  ASSERT_EQ(table.name.size(), 2u);
  EXPECT_EQ(table.name[0].text, "dw");
  EXPECT_EQ(table.name[1].text, "t_${missing}");
  EXPECT_TRUE(table.name[1].has_template);
  EXPECT_EQ(select.where->kind, ast::ExpressionKind::kChain);
}

TEST(ScriptParser, PrecedenceIsTheEngines) {
  ScriptParser parser("select a or b and not c = 1 + 2 * 3 from t", {});
  ParsedStatement statement;
  ASSERT_TRUE(parser.Next(&statement));
  ASSERT_TRUE(statement.ok());
  const auto& select =
      statement.ast()->As<ast::QueryStatement>().query->body->As<ast::SelectBody>();
  const auto& either = select.items[0].value->As<ast::ChainExpr>();
  ASSERT_EQ(either.ops[0], ast::Operator::kOr);
  const auto& both = either.operands[1]->As<ast::ChainExpr>();
  ASSERT_EQ(both.ops[0], ast::Operator::kAnd);
  const auto& negated = both.operands[1]->As<ast::UnaryExpr>();
  ASSERT_EQ(negated.op, ast::Operator::kNot);
  const auto& equal = negated.operand->As<ast::ChainExpr>();
  ASSERT_EQ(equal.ops[0], ast::Operator::kEqual);
  EXPECT_EQ(equal.operands[1]->As<ast::ChainExpr>().ops[0], ast::Operator::kAdd);
}

TEST(ScriptParser, KeywordsAreNamesWhereTheyCannotBeKeywords) {
  for (absl::string_view sql : {
           "select date, timestamp, left(a, 1), `select` from t limit 5",
           "select t.from, comment, location, data, row, rows, window from t",
           "select a limit from t limit 10",
           "select interval '1' day, interval 1 month, x from interval",
           "select count(*) filter (where a > 1), filter(arr, x -> x > 1) from t",
           "select end, start, type from t where offset > 1",
       }) {
    Parsed parsed = ParseAll(sql);
    EXPECT_TRUE(parsed.diagnostics.empty()) << sql << ": " << parsed.diagnostics[0].message;
  }
}

TEST(ScriptParser, AConstructOfAnotherDialectIsNamed) {
  Parsed parsed = ParseAll("from t insert into a select x insert into b select y", Dialect::kDoris);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].code, "feature");
  EXPECT_TRUE(absl::StrContains(parsed.diagnostics[0].hint, "hive and spark"))
      << parsed.diagnostics[0].hint;
}

TEST(ScriptParser, UtilityStatementsHaveNoError) {
  Parsed parsed = ParseAll(
      "show tables; grant select on t to user u; analyze table t compute statistics; msck repair "
      "table t",
      Dialect::kHive);
  EXPECT_TRUE(parsed.diagnostics.empty());
  ASSERT_EQ(parsed.kinds.size(), 4u);
  for (ast::StatementKind kind : parsed.kinds) EXPECT_EQ(kind, ast::StatementKind::kOther);
}

}  // namespace
}  // namespace headwater
