// Golden files: SQL in, lineage out.
//
// A file tests/golden/cases/<topic>.test holds cases, separated by lines of `==`. A case is
//
//     # What it shows. Comment lines come first and are kept.
//     [name=left join keeps the left side's names]
//     {{hive|spark|doris}}
//     [schema: ods.orders(id, price, user_id | dt)]
//     INSERT INTO dw.a SELECT o.price * 2 AS x FROM ods.orders o WHERE o.dt = '1'
//     --
//     INSERT dw.a <- ods.orders
//       dw.a.x <- ods.orders.price [transformation]
//       <~ FILTER ods.orders.dt
//
// Options, one a line, in any order, before the SQL:
//
//     {{hive|spark}}           the dialects to run it in; every case names them
//     [name=words]             becomes part of the test's name
//     [schema: t(a, b | p)]    tables known before: columns, after `|` partition columns, each with
//                              a type if wanted: `t(a int, s struct<x:int>)`; several behind each
//                              other; or CREATE statements; or the name of a .sql file in
//                              tests/golden. May go over several lines. Several [schema: ..] add
//                              up.
//     [default_db=dw]          as --default-db
//     [version=3.1]            as --dialect-version, of each of the case's dialects
//     [var name=value]         as --var
//     [keep_temporary]         as --keep-temporary
//     [expand_views]           as --expand-views
//     [show=expressions]       prints each column's expression, too
//     [show=spans]             prints where each column, expression and table is written
//     [show=display]           prints names in the written case, where they differ
//     [only_print]             no metamorphic runs: for SQL that depends on its own layout
//     [default option]         as `option`, for this case and all below it in the file
//
// The expected output is one part for all dialects, headed by a line `--`, or several parts,
// headed by `-- hive`, `-- spark|doris`, that name all of the case's dialects.
//
// The output's form is described in lineage_text.h. HEADWATER_UPDATE_GOLDEN=1 in the
// environment of headwater_golden_tests rewrites expected parts that differ, in place; a case
// whose dialects differ gets a part for each group of equal ones.

#ifndef HEADWATER_TESTS_GOLDEN_GOLDEN_FILE_H_
#define HEADWATER_TESTS_GOLDEN_GOLDEN_FILE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "headwater/dialect.h"

namespace headwater::golden {

struct CaseOptions {
  std::string name;
  std::vector<Dialect> dialects;
  std::vector<std::string> schemas;
  std::string version;
  std::string default_database;
  std::map<std::string, std::string> variables;
  bool keep_temporary = false;
  bool expand_views = false;
  bool show_expressions = false;
  bool show_spans = false;
  bool show_display = false;
  bool only_print = false;
};

struct GoldenCase {
  std::string head;  // comments and options as written, for rewriting
  CaseOptions options;
  std::string sql;  // ends with a line break
  // In the order of the file. The dialects are empty for a part headed by a bare `--`.
  std::vector<std::pair<std::vector<Dialect>, std::string>> expected;

  // The part for a dialect; null: there is none.
  const std::string* Expected(Dialect dialect) const;
};

struct GoldenFile {
  std::string path;
  std::string topic;  // the file's name without ending
  std::vector<GoldenCase> cases;
};

// InvalidArgument says "path: case n: what is wrong".
absl::StatusOr<GoldenFile> ReadGoldenFile(const std::string& path);

// Replaces a case's expected parts; `outputs` has one text for each of its dialects.
void SetExpected(const std::map<Dialect, std::string>& outputs, GoldenCase* golden);

absl::Status WriteGoldenFile(const GoldenFile& file);

}  // namespace headwater::golden

#endif  // HEADWATER_TESTS_GOLDEN_GOLDEN_FILE_H_
