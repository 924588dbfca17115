// One case of the measuring data: the SQL and what the reference says of it.

#ifndef HEADWATER_TESTS_CONFORMANCE_CASE_H_
#define HEADWATER_TESTS_CONFORMANCE_CASE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "answer.h"
#include "data_file.h"
#include "headwater/schema.h"

namespace headwater::conformance {

// What a source's "source column" is, and what it lists as a table. Chosen by the file's name; a
// file of an unknown name is taken for plain: its direct sources are compared.
enum class Meaning {
  kPlain,          // the columns a value is computed from
  kHive,           // Hive's LineageInfo: conditions and window keys too
  kAllReferences,  // every column that an expression names: Kyuubi, sqllineage, DataHub, ...
  kTyped,          // OpenLineage: with types, and dataset dependencies
  kTrace,          // Doris' partition trace: a superset of ours
};

struct Statement {
  std::string sql;
  std::string kind;  // the reference's own word: "QUERY", "CREATETABLE_AS_SELECT"
  bool compared = true;
  bool compares_tables_in = true;
  bool compares_tables_out = true;
  bool compares_columns = true;
  bool writes_partition = false;  // the reference lists columns of partitions
  Answer expected;
};

struct Case {
  DataLine line;
  std::string id;
  std::string dialect;  // "hive", "spark", "doris", or "" where neither grammar accepts it
  std::vector<std::string> tags;
  Meaning meaning = Meaning::kPlain;
  NameRule names;
  MemorySchema schema;
  std::vector<std::string> context;       // run before, not compared
  bool session = false;                   // `statements` are one script, replayed in order
  bool lower_bound = false;               // our tables must contain theirs
  bool all_tables = false;                // tables_in holds inputs and outputs together
  bool with_paths = false;                // paths count as tables
  bool columns_partial = false;           // only the listed columns are compared
  std::vector<std::string> output_names;  // of a query, where known; "" where not a plain name
  std::vector<std::string> definitions;   // before it in its file: what its names depend on
  std::vector<Statement> statements;

  bool HasTag(absl::string_view tag) const;
};

// Tables of the hive-qout files by test file. Sessions need it: the tables that Hive's test bench
// sets up before a test (src, alltypesorc, ...) are nowhere in the session itself.
class OriginSchemas {
 public:
  void Learn(const google::protobuf::Struct& object);
  void AddTo(const std::string& origin, MemorySchema* schema) const;

  // The same for files whose statements are cases of their own, "file#7": statements that define
  // something for the later ones.
  void LearnDefinition(const google::protobuf::Struct& object);
  std::vector<std::string> DefinitionsBefore(const std::string& id) const;

 private:
  using Columns = std::vector<std::string>;
  std::map<std::string, std::map<std::string, Columns>> tables_;            // by origin, name
  std::map<std::string, std::map<Columns, std::set<std::string>>> shapes_;  // by name: origins
  std::map<std::string, std::map<int, std::string>> definitions_;           // by file, number
};

// Reads a case. InvalidArgument says what the line lacks.
absl::Status ReadCase(const DataLine& line, const google::protobuf::Struct& object,
                      const OriginSchemas& origins, Case* result);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_CASE_H_
