// What a script's session knows of one table, with its column names interned.

#ifndef HEADWATER_LIB_ANALYZE_TABLE_INFO_H_
#define HEADWATER_LIB_ANALYZE_TABLE_INFO_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "headwater/schema.h"
#include "headwater/v1/lineage.pb.h"
#include "lib/analyze/name_table.h"

namespace headwater::analyze {

struct StoredRelation;

// So many integers are compared faster than one is hashed.
inline constexpr size_t kScannedColumns = 64;

// A table, view, path or file function. Stable in memory for as long as the analyzer lives, so a
// pointer is its identity; a table that is dropped and made again is another one.
struct TableInfo {
  std::string name;          // the dataset's name: "db.table", or the path
  std::string display_name;  // in the written case
  v1::Dataset::Kind kind = v1::Dataset::TABLE;
  std::vector<NameId> name_parts;  // catalog, database, table

  const TableSchema* schema = nullptr;  // null: not known
  std::unique_ptr<TableSchema> owned;   // behind `schema` where the script made it
  std::vector<NameId> columns;          // the schema's columns; empty: not known
  int partition_columns = 0;            // how many of them, at the end

  // What a temporary table or view, or an expandable view, stands for; null: nothing known.
  std::shared_ptr<const StoredRelation> content;
  bool temporary = false;
  bool metadata = false;  // of the table of that name: db.t.snapshots
  bool dropped = false;
  bool expanding = false;  // its view query is being analyzed: a cycle
  bool tried_expansion = false;
  uint32_t expanded_at = 0;   // the session's view generation then
  std::string view_database;  // the current database where the view was made
  std::string view_catalog;

  bool columns_known() const { return !columns.empty(); }

  // The column's position or -1.
  int FindColumn(NameId name) const {
    if (columns.size() <= kScannedColumns) {
      for (size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] == name) return static_cast<int>(i);
      }
      return -1;
    }
    const auto found = index.find(name);
    return found == index.end() ? -1 : found->second;
  }

  // Takes the columns of `table_schema`, which must outlive this object.
  void SetSchema(const TableSchema* table_schema, NameTable* names) {
    schema = table_schema;
    columns.clear();
    columns.reserve(table_schema->columns.size());
    index.clear();
    partition_columns = 0;
    for (const ColumnSchema& column : table_schema->columns) {
      columns.push_back(names->Intern(column.name));
      if (column.partition) ++partition_columns;
    }
    if (columns.size() > kScannedColumns) {
      for (size_t i = 0; i < columns.size(); ++i) index.emplace(columns[i], static_cast<int>(i));
    }
  }

  absl::flat_hash_map<NameId, int> index;  // for more than kScannedColumns
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_TABLE_INFO_H_
