// What queries read: one construct a test.

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "headwater/headwater.h"

namespace headwater {
namespace {

constexpr char kSchema[] =
    "CREATE TABLE t (a INT, b INT, c INT, s STRUCT<x:INT,y:INT>);"
    "CREATE TABLE u (a INT, d INT, e INT);"
    "CREATE TABLE m (k STRING, attrs MAP<STRING,STRING>, tags ARRAY<STRING>);";

std::string SubtypeName(v1::Source::Subtype subtype) {
  return v1::Source::Subtype_Name(subtype).substr(0, 4);
}

template <typename Source>
std::string Text(const Source& source) {
  std::string text = absl::StrCat(source.dataset(), ".", source.column());
  if (!source.field_path().empty()) absl::StrAppend(&text, "/", source.field_path());
  absl::StrAppend(&text, ":", SubtypeName(source.subtype()));
  if (source.masking()) absl::StrAppend(&text, "!");
  if (source.certainty() != v1::Source::CERTAIN) absl::StrAppend(&text, "?");
  return text;
}

// "a<-t.a:IDEN b<-t.b:TRAN | t.c:FILT": the last statement's columns and influences.
std::string Lineage(absl::string_view sql, Dialect dialect = Dialect::kSpark) {
  MemorySchema schema;
  if (!schema.AddDdl(kSchema, Dialect::kSpark).ok()) return "bad schema";
  LineageOptions options;
  options.dialect = dialect;
  options.schema = &schema;
  const absl::StatusOr<v1::ScriptLineage> script = ExtractLineage(sql, options);
  if (!script.ok() || script->statements().empty()) return "failed";
  const v1::StatementLineage& statement = script->statements(script->statements_size() - 1);
  std::string text;
  for (const v1::ColumnLineage& column : statement.columns()) {
    absl::StrAppend(&text, text.empty() ? "" : " ",
                    column.target().empty() ? column.name() : column.target(), "<-");
    for (int i = 0; i < column.sources_size(); ++i)
      absl::StrAppend(&text, i == 0 ? "" : ",", Text(column.sources(i)));
  }
  if (statement.influences_size() > 0) absl::StrAppend(&text, " |");
  for (const v1::Influence& influence : statement.influences())
    absl::StrAppend(&text, " ", Text(influence));
  return text;
}

TEST(AnalyzeQuery, IdentityTransformationAggregation) {
  EXPECT_EQ(Lineage("SELECT a, a + b AS x, sum(c) AS y FROM t GROUP BY a, a + b"),
            "a<-t.a:IDEN x<-t.a:TRAN,t.b:TRAN y<-t.c:AGGR | t.a:GROU t.b:GROU");
}

TEST(AnalyzeQuery, StepsComposeThroughSubqueries) {
  EXPECT_EQ(Lineage("SELECT sum(y) AS s FROM (SELECT x AS y FROM (SELECT a + 1 AS x FROM t WHERE b "
                    "> 0) p) q"),
            "s<-t.a:AGGR | t.b:FILT");
}

TEST(AnalyzeQuery, CountMasksAndCountsRows) {
  EXPECT_EQ(Lineage("SELECT count(*) AS n, count(a) AS m, md5(b) AS h FROM t"),
            "n<-t.:AGGR! m<-t.a:AGGR! h<-t.b:TRAN!");
}

TEST(AnalyzeQuery, ConditionsAreIndirect) {
  EXPECT_EQ(Lineage("SELECT CASE WHEN a > 0 THEN b ELSE c END AS x, nvl(a, b) AS y FROM t"),
            "x<-t.a:COND,t.b:TRAN,t.c:TRAN y<-t.a:TRAN,t.a:COND,t.b:TRAN,t.b:COND");
}

TEST(AnalyzeQuery, WindowKeys) {
  EXPECT_EQ(Lineage("SELECT sum(a) OVER w AS s, row_number() OVER (ORDER BY c) AS r FROM t WINDOW "
                    "w AS (PARTITION BY b)"),
            "s<-t.a:AGGR,t.b:WIND r<-t.c:WIND");
}

TEST(AnalyzeQuery, UsingMergesColumns) {
  EXPECT_EQ(Lineage("SELECT * FROM u JOIN (SELECT a, b FROM t) x USING (a)"),
            "a<-u.a:IDEN d<-u.d:IDEN e<-u.e:IDEN b<-t.b:IDEN | u.a:JOIN t.a:JOIN");
}

TEST(AnalyzeQuery, AmbiguousNamesListEveryCandidate) {
  EXPECT_EQ(Lineage("SELECT a AS x FROM t JOIN u ON t.b = u.d"),
            "x<-t.a:IDEN?,u.a:IDEN? | t.b:JOIN u.d:JOIN");
}

TEST(AnalyzeQuery, UnknownTableTakesTheNameThatNobodyHas) {
  EXPECT_EQ(Lineage("SELECT b, z FROM t JOIN nowhere n ON t.a = n.a"),
            "b<-t.b:IDEN z<-nowhere.z:IDEN | t.a:JOIN nowhere.a:JOIN");
}

TEST(AnalyzeQuery, UnresolvedStarIsSeenThrough) {
  EXPECT_EQ(Lineage("SELECT z FROM (SELECT * FROM nowhere) x"), "z<-nowhere.z:IDEN");
  EXPECT_EQ(Lineage("SELECT z FROM (SELECT * FROM n1 UNION ALL SELECT * FROM n2) x"),
            "z<-n1.z:IDEN,n2.z:IDEN");
  EXPECT_EQ(Lineage("SELECT * FROM nowhere"), "*<-nowhere.*:IDEN?");
}

TEST(AnalyzeQuery, StructsAreSeenThrough) {
  EXPECT_EQ(Lineage("SELECT p.v.x AS r, p.s.y AS q FROM (SELECT named_struct('x', a, 'y', b) AS v, "
                    "s FROM t) p"),
            "r<-t.a:IDEN q<-t.s/y:IDEN");
  EXPECT_EQ(Lineage("SELECT e.x AS r FROM t LATERAL VIEW explode(array(named_struct('x', a, 'y', "
                    "b))) v AS e"),
            "r<-t.a:TRAN");
}

TEST(AnalyzeQuery, LambdaParametersShadowColumns) {
  EXPECT_EQ(Lineage("SELECT transform(tags, k -> concat(k, attrs['q'])) AS x FROM m"),
            "x<-m.tags:TRAN,m.attrs/q:TRAN");
}

TEST(AnalyzeQuery, TableFunctions) {
  EXPECT_EQ(Lineage("SELECT x, y FROM t LATERAL VIEW stack(2, a, b, c, a) v AS x, y"),
            "x<-t.a:TRAN,t.c:TRAN y<-t.b:TRAN,t.a:TRAN");
  EXPECT_EQ(Lineage("SELECT p, v FROM m LATERAL VIEW posexplode(tags) x AS p, v"),
            "p<- v<-m.tags:TRAN");
  EXPECT_EQ(Lineage("SELECT key, value FROM m LATERAL VIEW explode(attrs) x"),
            "key<-m.attrs:TRAN value<-m.attrs:TRAN");
}

TEST(AnalyzeQuery, ScalarSubquery) {
  EXPECT_EQ(Lineage("SELECT (SELECT max(d) FROM u WHERE u.a = t.a) AS x FROM t"),
            "x<-u.d:AGGR,u.a:FILT,t.a:FILT");
}

TEST(AnalyzeQuery, InAndExistsFilter) {
  EXPECT_EQ(Lineage("SELECT b FROM t WHERE a IN (SELECT a FROM u WHERE d > 0)"),
            "b<-t.b:IDEN | t.a:FILT u.a:FILT u.d:FILT");
  EXPECT_EQ(Lineage("SELECT b FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a)"),
            "b<-t.b:IDEN | u.a:FILT t.a:FILT");
}

TEST(AnalyzeQuery, SetOperations) {
  EXPECT_EQ(Lineage("SELECT a FROM t UNION ALL SELECT d FROM u"), "a<-t.a:IDEN,u.d:IDEN");
  EXPECT_EQ(Lineage("SELECT a FROM t EXCEPT ALL SELECT d FROM u"), "a<-t.a:IDEN | u.d:FILT");
}

TEST(AnalyzeQuery, LateralColumnAliasesButNotInHive) {
  EXPECT_EQ(Lineage("SELECT a + 1 AS z, z * 2 AS w FROM t"), "z<-t.a:TRAN w<-t.a:TRAN");
  EXPECT_EQ(Lineage("SELECT a + 1 AS z, z * 2 AS w FROM t", Dialect::kHive),
            "z<-t.a:TRAN w<-t.z:TRAN?");
}

TEST(AnalyzeQuery, OrdinalsAndAliases) {
  EXPECT_EQ(Lineage("SELECT a AS k, sum(b) AS n FROM t GROUP BY 1 HAVING n > 0 ORDER BY n"),
            "k<-t.a:IDEN n<-t.b:AGGR | t.a:GROU t.b:FILT t.b:SORT");
}

TEST(AnalyzeQuery, RecursiveCommonTable) {
  EXPECT_EQ(Lineage("WITH RECURSIVE r (n, p) AS (SELECT a, b FROM t UNION ALL SELECT u.d, r.p FROM "
                    "u JOIN r ON u.a = r.n)"
                    " SELECT n, p FROM r"),
            "n<-t.a:IDEN,u.d:IDEN p<-t.b:IDEN | u.a:JOIN t.a:JOIN u.d:JOIN");
}

TEST(AnalyzeQuery, HiveRegexColumns) {
  EXPECT_EQ(Lineage("SELECT `(a|d)?+.+` FROM u", Dialect::kHive), "e<-u.e:IDEN");
}

// A chain of queries that each read the last one twice doubles the paths, not the work.
TEST(AnalyzeQuery, ChainOfCommonTablesIsLinear) {
  std::string sql = "WITH c0 AS (SELECT a, b FROM t)";
  for (int i = 1; i <= 200; ++i) {
    absl::StrAppend(&sql, ", c", i, " AS (SELECT x.a, y.b FROM c", i - 1, " x JOIN c", i - 1,
                    " y ON x.a = y.a)");
  }
  EXPECT_EQ(Lineage(absl::StrCat(sql, " SELECT a, b FROM c200")),
            "a<-t.a:IDEN b<-t.b:IDEN | t.a:JOIN");
}

// Each level holds the one below twice: without a bound 2^40 members.
TEST(AnalyzeQuery, NestedStructsStayBounded) {
  std::string sql = "WITH c0 AS (SELECT struct(a AS x, b AS y) AS s FROM t)";
  for (int i = 1; i <= 40; ++i) {
    absl::StrAppend(&sql, ", c", i, " AS (SELECT max(struct(s AS x, s AS y)) AS s FROM c", i - 1,
                    ")");
  }
  EXPECT_EQ(Lineage(absl::StrCat(sql, " SELECT s.x.y AS r FROM c2")), "r<-t.a:AGGR,t.b:AGGR");
  EXPECT_EQ(Lineage(absl::StrCat(sql, " SELECT s.x AS r FROM c40")), "r<-t.a:AGGR,t.b:AGGR");
  EXPECT_EQ(Lineage(absl::StrCat(sql, " SELECT s.x.y.x AS r FROM c2")), "r<-t.a:AGGR");
}

TEST(AnalyzeQuery, LongChainsOfJoinsDoNotRecurse) {
  std::string sql = "SELECT t0.a FROM t t0";
  for (int i = 1; i <= 10000; ++i) absl::StrAppend(&sql, " JOIN t t", i, " ON t", i, ".a = t0.b");
  EXPECT_EQ(Lineage(sql), "a<-t.a:IDEN | t.a:JOIN t.b:JOIN");
}

}  // namespace
}  // namespace headwater
