// Utility statements: the notation of their tables, the matcher, and what is made of a match.

#include <chrono>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/arena.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "headwater/ast/print.h"
#include "headwater/parser.h"
#include "headwater/source.h"
#include "headwater/utility_statements.h"
#include "syntax/scanner.h"
#include "syntax/utility_matcher.h"
#include "syntax/utility_pattern.h"
#include "syntax/utility_table.h"

namespace headwater::syntax {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A table of the patterns given, named "0", "1", ...
class SmallTable {
 public:
  explicit SmallTable(const std::vector<absl::string_view>& patterns) {
    static constexpr absl::string_view kNames[] = {"0", "1", "2", "3"};
    PatternCompiler compiler;
    compiler.AddPart("pair", "<name> '=' <value>");
    compiler.AddPart("self", "A {self}");
    for (absl::string_view pattern : patterns) {
      table_.status.Update(
          compiler.AddStatement(pattern, static_cast<uint32_t>(table_.statements.size())));
      table_.statements.push_back({kNames[table_.statements.size()], ""});
    }
    table_.program = compiler.Finish();
  }

  const absl::Status& status() const { return table_.status; }

  // The name of the statement that fits, or "<token>: what was expected there".
  std::string Match(const std::string& sql, Dialect dialect = Dialect::kHive) {
    base::Arena arena;
    Variables variables({});
    Scanner scanner(sql, dialect, ParseLimits(), &variables);
    StatementTokens tokens;
    EXPECT_TRUE(scanner.NextStatement(&arena, &tokens));
    UtilityMatch match = MatchUtility(sql, dialect, tokens, 0, table_);
    if (match.statement == nullptr)
      return absl::StrCat(match.failed_at, ": ", absl::StrJoin(match.expected, ", "));
    std::string text(match.statement->name);
    for (const UtilityTouch& touch : match.touched) {
      absl::StrAppend(
          &text, " ", GetHole(touch.hole).word, "=",
          sql.substr(tokens.tokens[touch.begin].begin,
                     tokens.tokens[touch.end - 1].end - tokens.tokens[touch.begin].begin));
    }
    return text;
  }

 private:
  UtilityTable table_;
};

TEST(UtilityPattern, WordsInAnyCaseButNotInQuotes) {
  SmallTable table({"SHOW TABLES"});
  EXPECT_EQ(table.Match("show TaBlEs"), "0");
  EXPECT_EQ(table.Match("show `tables`"), "1: TABLES");
  EXPECT_EQ(table.Match("show"), "1: TABLES");
  EXPECT_EQ(table.Match("show tables now"), "2: the end of the statement");
}

TEST(UtilityPattern, OptionsChoicesAndRepetitions) {
  SmallTable table({"A [B] (C | D E) <name>#", "F ('=' <number>)* G", "F H+"});
  EXPECT_EQ(table.Match("a c x"), "0");
  EXPECT_EQ(table.Match("a b d e x, y, z"), "0");
  EXPECT_EQ(table.Match("a b x"), "2: C, D");
  EXPECT_EQ(table.Match("a c x,"), "4: a name");
  EXPECT_EQ(table.Match("a c x y"), "3: ',', the end of the statement");
  EXPECT_EQ(table.Match("f g"), "1");
  EXPECT_EQ(table.Match("f = 1 = 2 g"), "1");
  EXPECT_EQ(table.Match("f h h"), "2");
  EXPECT_EQ(table.Match("f x"), "1: '=', G, H");
}

TEST(UtilityPattern, Parts) {
  SmallTable table({"SET '(' {pair}# ')'"});
  EXPECT_EQ(table.Match("grant"), "0: ");
  EXPECT_EQ(table.Match("set_ (a = 1)"), "0: ");
  SmallTable other({"PUT '(' {pair}# ')'"});
  EXPECT_EQ(other.Match("put (a = 1, b = 'x', c = -2.5, d = date '2024-01-01')"), "0");
  EXPECT_EQ(other.Match("put (a = )"), "4: a value");
}

TEST(UtilityPattern, MistakesOfNotationAreFound) {
  for (absl::string_view pattern : {"A [B", "A (B | )", "A <nothing>", "A <table:eaten>", "A '$'",
                                    "A {nothing}", "A b", "A ]", "{self}", "A '", "A <table"}) {
    SmallTable table({pattern});
    EXPECT_EQ(table.status().code(), absl::StatusCode::kInvalidArgument) << pattern;
  }
}

TEST(UtilityMatcher, AWordMayBeANameWhereBothCouldStand) {
  SmallTable table({"SHOW PARTITIONS <table> [PARTITIONS <name>]", "SHOW [BRIEF] <table>"});
  EXPECT_EQ(table.Match("show partitions partitions"), "0 table=partitions");
  EXPECT_EQ(table.Match("show partitions partitions partitions p"), "0 table=partitions");
  EXPECT_EQ(table.Match("show brief"), "1 table=brief");
  EXPECT_EQ(table.Match("show partitions"), "1 table=partitions");
}

TEST(UtilityMatcher, ReservedWordsAreNoNamesButInSpark) {
  SmallTable table({"SHOW <table>"});
  EXPECT_EQ(table.Match("show select"), "1: a table");
  EXPECT_EQ(table.Match("show none"), "1: a table");
  EXPECT_EQ(table.Match("show none", Dialect::kDoris), "0 table=none");
  EXPECT_EQ(table.Match("show `select`"), "0 table=`select`");
  EXPECT_EQ(table.Match("show db.select"), "0 table=db.select");
  EXPECT_EQ(table.Match("show select", Dialect::kSpark), "0 table=select");
  EXPECT_EQ(table.Match("show db."), "3: a name");
}

TEST(UtilityMatcher, ExpressionsEndWhereTheNextWordBegins) {
  SmallTable table({"RUN <expression># [INTO <table>]"});
  EXPECT_EQ(table.Match("run a + f(b, (c)) * 2, x in (1, 2) into t"), "0 table=t");
  EXPECT_EQ(table.Match("run case when a then b end"), "0");
  EXPECT_EQ(table.Match("run interval 1 day + date '2024-01-01'"), "0");
  EXPECT_THAT(table.Match("run a +"), HasSubstr("3: "));
  EXPECT_THAT(table.Match("run a 1 b"), HasSubstr("3: "));
  EXPECT_THAT(table.Match("run f(a"), HasSubstr("2: "));
  EXPECT_EQ(table.Match("run into t"), "1: an expression");
  EXPECT_THAT(table.Match("run a where b"), HasSubstr("2: "));
}

TEST(UtilityMatcher, TypesAndGroups) {
  SmallTable table({"MAKE <type># WITH <group>"});
  EXPECT_EQ(table.Match("make int, decimal(10, 2), array<map<string, struct<a:int>>> with (a (b))"),
            "0");
  EXPECT_THAT(table.Match("make array<int with (a)"), HasSubstr(": "));
  EXPECT_EQ(table.Match("make int with (a"), "3: '('");
}

TEST(UtilityTables, AreWrittenWithoutMistakes) {
  for (int i = 0; i < kDialectCount; ++i) {
    const UtilityTable& table = GetUtilityTable(static_cast<Dialect>(i));
    EXPECT_TRUE(table.status.ok()) << table.status;
    EXPECT_FALSE(table.statements.empty());
  }
  EXPECT_TRUE(BeginsUtilityStatement("Show"));
  EXPECT_FALSE(BeginsUtilityStatement("SELECT"));
}

TEST(UtilityTables, AreListedOncePerName) {
  std::set<std::string> names;
  for (const UtilityStatementInfo& statement : UtilityStatements()) {
    EXPECT_TRUE(names.insert(std::string(statement.name)).second) << statement.name;
    if (statement.name == "CREATE STORAGE VAULT") {
      EXPECT_FALSE(statement.supported[static_cast<int>(Dialect::kHive)]);
      EXPECT_EQ(statement.since[static_cast<int>(Dialect::kDoris)], "3.0");
    }
    if (statement.name == "SHOW TABLES") {
      for (bool supported : statement.supported) EXPECT_TRUE(supported);
    }
  }
  EXPECT_TRUE(names.count("SHOW TABLES"));
}

// The tree as `headwater parse` prints it, or the first message.
std::string Tree(absl::string_view sql, Dialect dialect) {
  ParseOptions options;
  options.dialect = dialect;
  ScriptParser parser(sql, options);
  ParsedStatement statement;
  if (!parser.Next(&statement)) return "nothing";
  if (!statement.ok()) return statement.diagnostics()[0].message;
  LineIndex lines(sql);
  std::string text;
  ast::AppendTree(*statement.ast(), "", &lines, ast::TreeFormat::kText, &text);
  return text;
}

TEST(UtilityStatement, TellsWhatItTouches) {
  EXPECT_EQ(Tree("GRANT SELECT ON TABLE dw.orders TO USER ann, ROLE bi", Dialect::kHive),
            "OtherStatement 1:1 name=GRANT\n"
            "  assets[0] TouchedAsset 1:23 kind=table name=dw.orders\n"
            "  assets[1] TouchedAsset 1:41 kind=user name=ann\n"
            "  assets[2] TouchedAsset 1:51 kind=role name=bi\n");
  EXPECT_EQ(Tree("LOAD LABEL dw.l1 (DATA INFILE('s3://b/*') INTO TABLE orders) WITH S3 ('a' = 'b')",
                 Dialect::kDoris),
            "OtherStatement 1:1 name=\"LOAD LABEL\"\n"
            "  assets[0] TouchedAsset 1:31 kind=file access=read name=`s3://b/*`\n"
            "  assets[1] TouchedAsset 1:54 kind=table access=written name=orders\n");
  EXPECT_EQ(Tree("ADD JARS '/a b.jar' /c.jar", Dialect::kHive),
            "OtherStatement 1:1 name=\"ADD JAR\"\n"
            "  assets[0] TouchedAsset 1:5 kind=file access=read name=\"`/a b.jar`\"\n"
            "  assets[1] TouchedAsset 1:5 kind=file access=read name=/c.jar\n");
}

// A million tokens are no longer a matter than any other statement's.
TEST(UtilityStatement, LongStatementsTakeLinearTime) {
  std::string tables = "LOCK TABLES t READ";
  std::string where = "SHOW PARTITIONS FROM t WHERE a = 1";
  std::string open = "GRANT ";
  for (int i = 0; i < 150000; ++i) {
    tables += ", t READ";
    where += " or (a = 2)";
    open += "((((";
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(Tree(tables, Dialect::kDoris), HasSubstr("LOCK TABLES"));
  EXPECT_THAT(Tree(where, Dialect::kDoris), HasSubstr("SHOW PARTITIONS"));
  EXPECT_THAT(Tree(open, Dialect::kDoris), HasSubstr("found '('"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

// Whatever follows the first word: a tree or a message, and spans inside the text.
TEST(UtilityStatement, RandomWordsNeitherCrashNorHang) {
  std::mt19937 random(20240501);  // NOLINT: the same words each time
  const std::vector<std::string> symbols = {
      "(",   ")", ",", "=", ".", "*", "@",  "'s'", "\"q\"",   "12", "-3",   "<", ">",
      "`n`", "[", "]", "{", "}", "x", "db", "t",   "'u'@'h'", "::", "${v}", ";", "$$"};
  for (int dialect = 0; dialect < kDialectCount; ++dialect) {
    const PatternProgram& program = GetUtilityTable(static_cast<Dialect>(dialect)).program;
    for (int round = 0; round < 4000; ++round) {
      auto pick = [&](size_t size) { return random() % size; };
      size_t first = pick(program.words.size());
      while (program.starts[first].empty()) first = pick(program.words.size());
      std::string sql = program.words[first];
      // A walk through the program, with slips: most statements get far into a pattern.
      uint32_t at = program.starts[first][pick(program.starts[first].size())];
      for (int step = 0; step < 60; ++step) {
        const PatternInstruction& instruction = program.code[at];
        if (instruction.op == PatternInstruction::Op::kMatch) break;
        at = instruction.op == PatternInstruction::Op::kSplit && pick(2) == 0 ? instruction.other
                                                                              : instruction.next;
        if (program.code[at].op == PatternInstruction::Op::kWord && pick(20) != 0) {
          absl::StrAppend(&sql, " ", program.words[program.code[at].argument]);
        } else if (program.code[at].op != PatternInstruction::Op::kSplit) {
          absl::StrAppend(&sql, " ", symbols[pick(symbols.size())]);
        }
      }
      ParseOptions options;
      options.dialect = static_cast<Dialect>(dialect);
      ScriptParser parser(sql, options);
      ParsedStatement statement;
      while (parser.Next(&statement)) {
        ASSERT_TRUE(statement.ok() || !statement.diagnostics().empty()) << sql;
        for (const Diagnostic& diagnostic : statement.diagnostics()) {
          ASSERT_LE(diagnostic.range.begin, diagnostic.range.end) << sql;
          ASSERT_LE(diagnostic.range.end, sql.size()) << sql;
          ASSERT_NE(diagnostic.code, "internal") << sql;
        }
      }
    }
  }
}

}  // namespace
}  // namespace headwater::syntax
