// Constructs of other databases that people bring along, and what to write instead.

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "syntax/syntax_hints.h"

namespace headwater::syntax {
namespace {

constexpr uint8_t kHive = 1;
constexpr uint8_t kSpark = 2;
constexpr uint8_t kDoris = 4;
constexpr uint8_t kAll = kHive | kSpark | kDoris;

struct ForeignConstruct {
  // Words and symbols with blanks between them; # is a number, @ a name, ' a string.
  absl::string_view pattern;
  uint8_t dialects;  // that do not have it
  absl::string_view message;
  absl::string_view hint;
};

constexpr ForeignConstruct kConstructs[] = {
    // T-SQL
    {"TOP #", kAll, "TOP is T-SQL's", "write LIMIT at the end of the query"},
    {"TOP ( #", kAll, "TOP is T-SQL's", "write LIMIT at the end of the query"},
    {"WITH ( NOLOCK", kAll, "table hints are T-SQL's", "leave WITH (NOLOCK) out"},
    {"CROSS APPLY", kAll, "CROSS APPLY is T-SQL's", "LATERAL VIEW joins a table function"},
    {"OUTER APPLY", kAll, "OUTER APPLY is T-SQL's", "LATERAL VIEW OUTER joins a table function"},
    {"IDENTITY (", kHive | kDoris, "IDENTITY is T-SQL's", ""},
    // MySQL
    {"ON DUPLICATE KEY", kHive | kSpark, "ON DUPLICATE KEY UPDATE is MySQL's",
     "MERGE INTO updates the rows that are there and inserts the others"},
    {"ON DUPLICATE KEY", kDoris, "ON DUPLICATE KEY UPDATE is MySQL's",
     "a table with UNIQUE KEY replaces rows of the same key by itself"},
    {"REPLACE INTO", kHive | kSpark, "REPLACE INTO is MySQL's",
     "MERGE INTO updates the rows that are there; INSERT OVERWRITE replaces all"},
    {"REPLACE INTO", kDoris, "REPLACE INTO is MySQL's",
     "INSERT INTO a table with UNIQUE KEY replaces rows of the same key"},
    {"INSERT IGNORE", kAll, "INSERT IGNORE is MySQL's", "write INSERT INTO"},
    {"DEFAULT CHARSET", kAll, "DEFAULT CHARSET is MySQL's", "leave it out: text is UTF-8"},
    {"DEFAULT CHARACTER SET", kAll, "DEFAULT CHARACTER SET is MySQL's",
     "leave it out: text is UTF-8"},
    {"CHARSET =", kAll, "CHARSET is MySQL's", "leave it out: text is UTF-8"},
    {"ENGINE =", kHive | kSpark, "ENGINE is MySQL's and Doris'", "leave it out"},
    {"AUTO_INCREMENT", kHive | kSpark, "AUTO_INCREMENT is MySQL's and Doris'",
     "number the rows where they are written, with row_number()"},
    {"STRAIGHT_JOIN", kAll, "STRAIGHT_JOIN is MySQL's", "write JOIN"},
    // Oracle
    {"( + )", kAll, "(+) is Oracle's outer join", "write LEFT JOIN .. ON or RIGHT JOIN .. ON"},
    {"CONNECT BY", kHive | kDoris, "CONNECT BY is Oracle's",
     "join the table with itself, once for each level"},
    {"CONNECT BY", kSpark, "CONNECT BY is Oracle's", "WITH RECURSIVE walks a hierarchy"},
    {"START WITH", kHive | kDoris, "START WITH is Oracle's",
     "join the table with itself, once for each level"},
    {"START WITH", kSpark, "START WITH is Oracle's", "WITH RECURSIVE walks a hierarchy"},
    {"PARTITION BY RANGE", kHive | kSpark, "PARTITION BY RANGE is Doris' and MySQL's",
     "a partition is a value of its column: PARTITIONED BY (..)"},
    {"PARTITION BY LIST", kHive | kSpark, "PARTITION BY LIST is Doris' and MySQL's",
     "a partition is a value of its column: PARTITIONED BY (..)"},
    // PostgreSQL, Presto, Snowflake
    {"WITH ORDINALITY", kAll, "WITH ORDINALITY is Presto's",
     "LATERAL VIEW posexplode(..) t AS position, value"},
    {"WITH DATA", kAll, "WITH DATA is PostgreSQL's", "leave it out: the rows are always copied"},
    {"WITH NO DATA", kAll, "WITH NO DATA is PostgreSQL's",
     "CREATE TABLE .. LIKE copies the columns alone"},
    {"ON CONFLICT", kHive | kSpark, "ON CONFLICT is PostgreSQL's",
     "MERGE INTO updates the rows that are there and inserts the others"},
    {"ON CONFLICT", kDoris, "ON CONFLICT is PostgreSQL's",
     "a table with UNIQUE KEY replaces rows of the same key by itself"},
    {"RETURNING", kAll, "RETURNING is PostgreSQL's", "query the table afterwards"},
    {"ISNULL", kAll, "ISNULL behind a value is PostgreSQL's", "write IS NULL"},
    {"NOTNULL", kAll, "NOTNULL behind a value is PostgreSQL's", "write IS NOT NULL"},
    {"DISTINCT ON (", kAll, "DISTINCT ON is PostgreSQL's",
     "number the rows with row_number() and keep the first"},
    {"SIMILAR TO", kAll, "SIMILAR TO is PostgreSQL's", "write RLIKE"},
    {"~ '", kAll, "~ as a match is PostgreSQL's", "write RLIKE"},
    {"INTO OUTFILE", kHive | kSpark, "INTO OUTFILE is Doris' and MySQL's",
     "write INSERT OVERWRITE DIRECTORY"},
    {"FETCH FIRST", kSpark | kDoris, "FETCH FIRST is standard SQL's", "write LIMIT"},
    {"FETCH NEXT", kAll, "FETCH NEXT is standard SQL's", "write LIMIT"},
    {"ILIKE", kHive | kDoris, "ILIKE is Spark's", "write lower(value) LIKE lower(pattern)"},
    // Hive and Spark to Doris
    {"STORED AS", kDoris, "STORED AS is Hive's", "leave it out: Doris has a format of its own"},
    {"STORED BY", kDoris, "STORED BY is Hive's", "leave it out: Doris has a format of its own"},
    {"ROW FORMAT", kDoris, "ROW FORMAT is Hive's", "leave it out: Doris has a format of its own"},
    {"LOCATION '", kDoris, "LOCATION is Hive's", "leave it out: Doris places its data itself"},
    {"TBLPROPERTIES (", kDoris, "TBLPROPERTIES is Hive's", "write PROPERTIES (..)"},
    {"PARTITIONED BY", kDoris, "PARTITIONED BY is Hive's",
     "write PARTITION BY RANGE(..) or PARTITION BY LIST(..), with a column of the table"},
    {"CLUSTERED BY", kDoris, "CLUSTERED BY is Hive's", "write DISTRIBUTED BY HASH(..) BUCKETS n"},
    // Doris and Spark to Hive
    {"DISTRIBUTED BY HASH", kHive, "DISTRIBUTED BY HASH is Doris'",
     "write CLUSTERED BY (..) INTO n BUCKETS"},
    {"DISTRIBUTED BY HASH", kSpark, "DISTRIBUTED BY HASH is Doris'",
     "write CLUSTERED BY (..) INTO n BUCKETS"},
    {"DUPLICATE KEY (", kHive | kSpark, "DUPLICATE KEY is Doris'", "leave it out"},
    {"AGGREGATE KEY (", kHive | kSpark, "AGGREGATE KEY is Doris'",
     "leave it out, and aggregate when you read"},
    {"UNIQUE KEY (", kHive | kSpark, "UNIQUE KEY is Doris' and MySQL's", "leave it out"},
    {"PROPERTIES (", kHive | kSpark, "PROPERTIES is Doris'", "write TBLPROPERTIES (..)"},
    {"USING @", kHive, "USING of a table's format is Spark's", "write STORED AS"},
};

bool Matches(const SyntaxScene& scene, size_t i, absl::string_view symbol) {
  const int type = scene.Type(i);
  if (symbol == "#") return type == T_NUMBER;
  if (symbol == "@") return type == T_IDENTIFIER;
  if (symbol == "'") return type == T_STRING;
  return scene.Is(i, symbol);
}

// Whether the construct stands so that the error is in it or right behind it.
bool StandsAt(const SyntaxScene& scene, absl::string_view pattern, size_t* first) {
  const std::vector<absl::string_view> symbols = absl::StrSplit(pattern, ' ');
  const size_t at = scene.at();
  for (size_t back = 0; back <= symbols.size() && back <= at; ++back) {
    const size_t begin = at - back;
    size_t matched = 0;
    while (matched < symbols.size() && Matches(scene, begin + matched, symbols[matched])) ++matched;
    if (matched != symbols.size()) continue;
    *first = begin;
    return true;
  }
  return false;
}

bool InCreate(const SyntaxScene& scene) {
  return scene.Type(0) == T_KW_CREATE || scene.Type(0) == T_KW_ALTER;
}

// SELECT a INTO t FROM u
Finding SelectInto(const SyntaxScene& scene) {
  const size_t into = scene.Found() == T_KW_INTO ? scene.at() : scene.at() - 1;
  if (scene.Type(into) != T_KW_INTO || scene.Is(into + 1, "OUTFILE")) return {};
  if (scene.FindBack(into, {T_KW_SELECT}) == SyntaxScene::kNowhere) return {};
  return {"write INSERT INTO t SELECT .. or CREATE TABLE t AS SELECT ..",
          "SELECT .. INTO fills no table", scene.Range(into)};
}

// UPDATE t SET a = 1 LIMIT 5
Finding LimitOfChange(const SyntaxScene& scene) {
  if (scene.depth() > 0) return {};
  const bool clause = scene.Is(scene.at(), "LIMIT") || scene.Is(scene.at(), "ORDER");
  const bool change = scene.Type(0) == T_KW_UPDATE || scene.Type(0) == T_KW_DELETE;
  if (!clause || !change) return {};
  const absl::string_view verb = scene.Type(0) == T_KW_UPDATE ? "UPDATE" : "DELETE";
  return {"choose the rows in WHERE",
          absl::StrCat(verb, " has no ", scene.Is(scene.at(), "LIMIT") ? "LIMIT" : "ORDER BY"),
          {}};
}

}  // namespace

Finding FindForeignConstruct(const SyntaxScene& scene) {
  Finding finding = SelectInto(scene);
  if (finding.empty()) finding = LimitOfChange(scene);
  if (!finding.empty()) return finding;
  const uint8_t dialect = static_cast<uint8_t>(1U << static_cast<int>(scene.dialect()));
  for (const ForeignConstruct& construct : kConstructs) {
    size_t first = 0;
    if ((construct.dialects & dialect) == 0 || !StandsAt(scene, construct.pattern, &first))
      continue;
    // The clauses of a table mean something else in a query.
    if (construct.pattern == "USING @" && !InCreate(scene)) continue;
    return {std::string(construct.hint), std::string(construct.message), scene.Range(first)};
  }
  return {};
}

}  // namespace headwater::syntax
