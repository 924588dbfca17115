// What statements write, and what they leave to the next ones.

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "headwater/headwater.h"

namespace headwater {
namespace {

struct Options {
  Dialect dialect = Dialect::kSpark;
  bool keep_temporary = false;
  bool expand_views = false;
};

// "in1 in2 > out: target<-source,source ..." of the last statement; indirect sources are left out.
std::string Lineage(absl::string_view sql, const Options& wanted = {}) {
  LineageOptions options;
  options.dialect = wanted.dialect;
  options.default_database = "db";
  options.keep_temporary = wanted.keep_temporary;
  options.expand_views = wanted.expand_views;
  const absl::StatusOr<v1::ScriptLineage> script = ExtractLineage(sql, options);
  if (!script.ok() || script->statements().empty()) return "failed";
  const v1::StatementLineage& statement = script->statements(script->statements_size() - 1);
  std::string text;
  for (const v1::Dataset& input : statement.inputs()) absl::StrAppend(&text, input.name(), " ");
  absl::StrAppend(&text, ">");
  for (const v1::Dataset& output : statement.outputs()) absl::StrAppend(&text, " ", output.name());
  absl::StrAppend(&text, ":");
  for (const v1::ColumnLineage& column : statement.columns()) {
    absl::StrAppend(&text, " ", column.target().empty() ? column.name() : column.target(), "<-");
    bool first = true;
    for (const v1::Source& source : column.sources()) {
      if (source.type() != v1::Source::DIRECT) continue;
      absl::StrAppend(&text, first ? "" : ",", source.dataset(), ".", source.column());
      first = false;
    }
  }
  return text;
}

constexpr char kTables[] =
    "CREATE TABLE s (a INT, b INT, dt STRING); CREATE TABLE d (x INT, y INT) PARTITIONED BY (p "
    "STRING);";

std::string After(absl::string_view sql, const Options& options = {}) {
  return Lineage(absl::StrCat(kTables, sql), options);
}

TEST(AnalyzeInsert, ByPositionWithStaticAndDynamicPartitions) {
  const Options hive{Dialect::kHive};
  EXPECT_EQ(After("INSERT OVERWRITE TABLE d PARTITION (p = '1') SELECT a, b FROM s", hive),
            "db.s > db.d: db.d.x<-db.s.a db.d.y<-db.s.b");
  EXPECT_EQ(After("INSERT OVERWRITE TABLE d PARTITION (p) SELECT a, b, dt FROM s", hive),
            "db.s > db.d: db.d.x<-db.s.a db.d.y<-db.s.b db.d.p<-db.s.dt");
}

TEST(AnalyzeInsert, ColumnList) {
  EXPECT_EQ(After("INSERT INTO d (y, x) SELECT a, b FROM s"),
            "db.s > db.d: db.d.y<-db.s.a db.d.x<-db.s.b db.d.p<-");
}

TEST(AnalyzeInsert, UnknownTargetIsNamedAfterTheQuery) {
  EXPECT_EQ(After("INSERT INTO z SELECT a, b + 1 AS c FROM s"),
            "db.s > db.z: db.z.a<-db.s.a db.z.c<-db.s.b");
}

TEST(AnalyzeInsert, MultiInsertSharesFrom) {
  EXPECT_EQ(After("FROM s INSERT OVERWRITE TABLE d PARTITION (p = '1') SELECT a, b INSERT INTO "
                  "TABLE d PARTITION (p = '2') "
                  "SELECT b, a WHERE a > 0",
                  {Dialect::kHive}),
            "db.s > db.d db.d: db.d.x<-db.s.a db.d.y<-db.s.b db.d.x<-db.s.b db.d.y<-db.s.a");
}

TEST(AnalyzeInsert, Values) {
  EXPECT_EQ(After("INSERT INTO d VALUES (1, 2, '3')"), "> db.d: db.d.x<- db.d.y<- db.d.p<-");
}

TEST(AnalyzeCreate, TableAsSelectIsKnownLater) {
  EXPECT_EQ(After("CREATE TABLE n AS SELECT a AS q, b FROM s; SELECT * FROM n"),
            "db.n >: q<-db.n.q b<-db.n.b");
}

TEST(AnalyzeCreate, TemporaryViewsCollapseByDefault) {
  const char sql[] =
      "CREATE TEMPORARY VIEW v AS SELECT a + 1 AS q FROM s; INSERT INTO d (x) SELECT q FROM v";
  EXPECT_EQ(After(sql), "db.s > db.d: db.d.x<-db.s.a db.d.y<- db.d.p<-");
  EXPECT_EQ(After(sql, {Dialect::kSpark, true}), "v > db.d: db.d.x<-v.q db.d.y<- db.d.p<-");
}

TEST(AnalyzeCreate, ViewsStayUnlessExpanded) {
  const char sql[] = "CREATE VIEW v AS SELECT a AS q FROM s; SELECT q FROM v";
  EXPECT_EQ(After(sql), "db.v >: q<-db.v.q");
  EXPECT_EQ(After(sql, {Dialect::kSpark, false, true}), "db.v db.s >: q<-db.s.a");
}

TEST(AnalyzeCreate, HiveTemporaryTablesHoldWhatWasInserted) {
  EXPECT_EQ(After("CREATE TEMPORARY TABLE tmp (u INT); INSERT OVERWRITE TABLE tmp SELECT b FROM s; "
                  "SELECT u FROM tmp",
                  {Dialect::kHive}),
            "db.s >: u<-db.s.b");
}

TEST(AnalyzeMerge, ClausesOfOneColumnComeTogether) {
  EXPECT_EQ(After("MERGE INTO d USING s ON d.x = s.a WHEN MATCHED THEN UPDATE SET y = s.b "
                  "WHEN NOT MATCHED THEN INSERT (x, y) VALUES (s.a, s.dt)"),
            "db.d db.s > db.d: db.d.y<-db.s.b,db.s.dt db.d.x<-db.s.a");
}

TEST(AnalyzeUpdate, SetFromSubquery) {
  EXPECT_EQ(After("UPDATE d SET x = (SELECT max(a) FROM s), y = y + 1 WHERE x > 0"),
            "db.d db.s > db.d: db.d.x<-db.s.a db.d.y<-db.d.y");
}

TEST(AnalyzeSession, UseRenameDrop) {
  EXPECT_EQ(After("USE other; SELECT a FROM s"), "other.s >: a<-other.s.a");
  EXPECT_EQ(After("ALTER TABLE s RENAME TO r; SELECT * FROM r"),
            "db.r >: a<-db.r.a b<-db.r.b dt<-db.r.dt");
  EXPECT_EQ(After("DROP TABLE s; CREATE TABLE s (z INT); SELECT * FROM s"), "db.s >: z<-db.s.z");
}

TEST(AnalyzeSession, DorisKeepsTheCaseOfTables) {
  EXPECT_EQ(Lineage("INSERT INTO T2 SELECT A FROM hive.Ods.T1", {Dialect::kDoris}),
            "hive.Ods.T1 > db.T2: db.T2.a<-hive.Ods.T1.a");
}

// Views of the schema provider are parsed when first read, in their own database.
TEST(AnalyzeCreate, ViewsOfTheSchemaAreLookedThrough) {
  MemorySchema schema;
  ASSERT_TRUE(schema
                  .AddDdl("USE w; CREATE TABLE base (a INT, b INT);"
                          "CREATE VIEW v1 (x, y) AS SELECT a + 1, b FROM base;"
                          "CREATE VIEW v2 AS SELECT sum(x) AS s, y FROM v1 GROUP BY y",
                          Dialect::kHive)
                  .ok());
  LineageOptions options;
  options.dialect = Dialect::kHive;
  options.schema = &schema;
  options.expand_views = true;
  const absl::StatusOr<v1::ScriptLineage> script = ExtractLineage("SELECT s FROM w.v2", options);
  ASSERT_TRUE(script.ok());
  const v1::StatementLineage& statement = script->statements(0);
  ASSERT_EQ(statement.inputs_size(), 3);
  EXPECT_EQ(statement.inputs(0).kind(), v1::Dataset::VIEW);
  ASSERT_EQ(statement.columns(0).sources_size(), 1);
  EXPECT_EQ(statement.columns(0).sources(0).dataset(), "w.base");
  EXPECT_EQ(statement.columns(0).sources(0).column(), "a");
  EXPECT_EQ(statement.columns(0).sources(0).subtype(), v1::Source::AGGREGATION);
}

TEST(MemorySchema, DdlIsRunInOrder) {
  MemorySchema schema;
  const absl::Status status = schema.AddDdl(
      "CREATE DATABASE x; USE x; CREATE TABLE t (a INT) PARTITIONED BY (p STRING); ALTER TABLE t "
      "ADD COLUMNS (b INT);"
      "CREATE TABLE gone (a INT); DROP TABLE gone; CREATE VIEW v AS SELECT a AS z FROM t",
      Dialect::kHive);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_NE(schema.FindTable("x.t"), nullptr);
  EXPECT_EQ(schema.FindTable("x.t")->columns.size(), 3u);
  EXPECT_EQ(schema.FindTable("X.T")->FindColumn("B"), 1);
  EXPECT_EQ(schema.FindTable("x.gone"), nullptr);
  ASSERT_NE(schema.FindTable("x.v"), nullptr);
  EXPECT_EQ(schema.FindTable("x.v")->kind, TableKind::kView);
  EXPECT_EQ(schema.FindTable("x.v")->columns[0].name, "z");
}

}  // namespace
}  // namespace headwater
