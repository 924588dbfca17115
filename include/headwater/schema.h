// What is known of tables before a script runs.

#ifndef HEADWATER_SCHEMA_H_
#define HEADWATER_SCHEMA_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "headwater/dialect.h"

namespace headwater {

struct ColumnSchema {
  std::string name;  // in the written case
  std::string type;  // lower case, "struct<a:int,b:string>"; empty: not known
  std::string comment;
  bool partition = false;
};

enum class TableKind : uint8_t { kTable, kView, kMaterializedView, kTemporary };

// One table or view. Columns are in order, partition columns last where the dialect has it so.
struct TableSchema {
  std::string name;  // "db.table" or "catalog.db.table", in the written case
  TableKind kind = TableKind::kTable;
  std::vector<ColumnSchema> columns;  // empty: the table is known, its columns are not
  std::string view_query;             // a view's defining query, where known

  // The column's position or -1; ASCII case-insensitive, as all three engines compare columns.
  int FindColumn(absl::string_view column) const;

  // Must be called after `columns` was changed by hand; makes FindColumn a hash lookup.
  void BuildIndex();

 private:
  absl::flat_hash_map<std::string, int> index_;
};

// Looks tables up by name. Implementations must be safe for concurrent calls, must not call back
// into Headwater, and must keep every table they returned alive and unchanged for as long as the
// provider lives.
class SchemaProvider {
 public:
  virtual ~SchemaProvider() = default;

  // `name` is qualified as the script's session has it: "db.table", "catalog.db.table", or
  // "table" where no default database is set. In lower case for Hive and Spark, as written for
  // Doris, whose table names are case-sensitive. Null: not known.
  virtual const TableSchema* FindTable(absl::string_view name) const = 0;
};

// Tables held in memory, from DDL text or added one by one. Fill it first, then share it: FindTable
// is safe from any number of threads once nothing is added any more.
class MemorySchema : public SchemaProvider {
 public:
  MemorySchema();
  ~MemorySchema() override;
  MemorySchema(MemorySchema&&) noexcept;
  MemorySchema& operator=(MemorySchema&&) noexcept;

  // Replaces a table of the same name. Names are found in any ASCII case.
  void Add(TableSchema table);

  // Runs a script of CREATE, ALTER, DROP, USE and the like and keeps the tables that stand at its
  // end. Statements of other kinds are passed over. InvalidArgument names the first statement
  // with a syntax error ("line:column: message"); the others are used all the same.
  absl::Status AddDdl(absl::string_view sql, Dialect dialect,
                      absl::string_view default_database = "");

  const TableSchema* FindTable(absl::string_view name) const override;

  size_t size() const;

 private:
  absl::flat_hash_map<std::string, std::unique_ptr<TableSchema>> tables_;
};

}  // namespace headwater

#endif  // HEADWATER_SCHEMA_H_
