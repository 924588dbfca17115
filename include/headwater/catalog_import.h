// What becomes a publication without SQL of a task: declared work, and the metadata of other
// systems.
//
// Each reader takes the text of one file and returns what it says; nothing is read or written here.
// Names are those of lineage. Reading the same text twice gives the same publication, and
// publishing that twice changes nothing, so an import that was cut short is simply run again.
// Thread-safe.

#ifndef HEADWATER_CATALOG_IMPORT_H_
#define HEADWATER_CATALOG_IMPORT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "headwater/v1/catalog.pb.h"

namespace headwater {

// What was read, and what was passed over: "12: the event has no job".
struct Imported {
  v1::Publication publication;
  std::vector<std::string> problems;  // each begins with its line
};

// A manifest in YAML: `tasks` (name, sql, dialect, owner, tags, tier, schedule, comment, transfer,
// reads, writes, columns), `exposures` and `assets` (name, kind, owner, tags, tier, comment, url,
// columns). `columns` of a task maps "db.table.column" to the columns it is made of.
// InvalidArgument names file, line and field of what is wrong. `scripts` gets the tasks with `sql`:
// their lineage is for the caller to fill in.
struct ManifestScript {
  int task;          // its place in publication.tasks()
  std::string path;  // as it is written
  std::string dialect;
};
absl::StatusOr<Imported> ReadManifest(absl::string_view text, absl::string_view file,
                                      std::vector<ManifestScript>* scripts);

// Sqoop command lines, one job a line (`\` continues); `#` begins a comment. The task's name is
// --job-name's value, `sqoop job --create`'s, or NAME.LINE.
absl::StatusOr<Imported> ReadSqoop(absl::string_view text, absl::string_view name);

// A DataX job in JSON: `job.content[].reader` and `.writer`.
absl::StatusOr<Imported> ReadDataX(absl::string_view text, absl::string_view name);

// A SeaTunnel config, HOCON or JSON: `source` and `sink`.
absl::StatusOr<Imported> ReadSeaTunnel(absl::string_view text, absl::string_view name);

// Rows of the Hive Metastore's tables, CSV with a head line or lines of JSON, collected file by
// file; a file's table is told by its name (TBLS.csv) or by `table`. Order does not matter. What a
// view is made of becomes the task "view:NAME".
class HiveMetastoreDump {
 public:
  HiveMetastoreDump();
  ~HiveMetastoreDump();
  absl::Status Add(absl::string_view text, absl::string_view table);
  absl::StatusOr<Imported> Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A dump of Doris' information_schema: `tables`, `columns`, `views` and `partitions`, likewise.
class DorisSchemaDump {
 public:
  DorisSchemaDump();
  ~DorisSchemaDump();
  absl::Status Add(absl::string_view text, absl::string_view table);
  absl::StatusOr<Imported> Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Statements of CREATE TABLE and VIEW, as SHOW CREATE TABLE prints them.
absl::StatusOr<Imported> ReadCreateStatements(absl::string_view text, Dialect dialect,
                                              absl::string_view default_database);

// OpenLineage events, one a line. A job's datasets, columns, SQL, owner and documentation are each
// taken from its last event that has them; COMPLETE events say how fresh their outputs are. Names
// are the datasets' names; namespaces are kept as properties.
absl::StatusOr<Imported> ReadOpenLineage(absl::string_view text);

}  // namespace headwater

#endif  // HEADWATER_CATALOG_IMPORT_H_
