// What one statement of a script leaves to the next ones.

#ifndef HEADWATER_LIB_ANALYZE_SESSION_H_
#define HEADWATER_LIB_ANALYZE_SESSION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "headwater/ast/node.h"
#include "headwater/dialect.h"
#include "headwater/schema.h"
#include "lib/analyze/name_table.h"
#include "lib/analyze/table_info.h"

namespace headwater::analyze {

// The current database and every table that the script made, changed, dropped or only mentioned.
// Tables that it did not touch come from the schema provider.
class Session {
 public:
  Session(const SchemaProvider* provider, Dialect dialect, absl::string_view database,
          NameTable* names);

  Dialect dialect() const { return dialect_; }
  const std::string& database() const { return database_; }
  const std::string& catalog() const { return catalog_; }
  void SetDatabase(absl::string_view catalog, absl::string_view database);

  // USE db, USE catalog.db, SWITCH catalog.
  void Use(ast::NamePath name, bool catalog);

  // "db.table" as the session's current names and the dialect's case rule have it.
  std::string Qualify(ast::NamePath name) const;

  // The table of that name, temporary ones first. Never null: an unknown table has no columns.
  TableInfo* Find(ast::NamePath name);
  TableInfo* FindQualified(absl::string_view name, absl::string_view display_name);

  // A path or a file function, by its text.
  TableInfo* FindPath(absl::string_view path, v1::Dataset::Kind kind);

  // The temporary view or table of that name, or null.
  TableInfo* FindTemporary(ast::NamePath name);

  // Makes a table, in place of one of the same name.
  TableInfo* Create(ast::NamePath name, v1::Dataset::Kind kind, bool temporary);
  // Gives `table` columns of the script's own.
  void SetColumns(TableInfo* table, std::vector<ColumnSchema> columns);

  // Counts views that were replaced or dropped: others may read them.
  uint32_t view_generation() const { return view_generation_; }

  void Drop(ast::NamePath name);
  void DropDatabase(ast::NamePath name);
  // The table goes by `to` from now on; its place is empty.
  TableInfo* Rename(ast::NamePath from, ast::NamePath to);
  void Swap(ast::NamePath left, ast::NamePath right);

  // The tables that the script itself knows columns of, for MemorySchema::AddDdl.
  std::vector<const TableInfo*> Tables() const;
  // The names of tables that it dropped and did not make again.
  std::vector<std::string> Dropped() const;

 private:
  std::string Fold(absl::string_view text) const;
  TableInfo* FindIcebergPart(ast::NamePath name);
  TableInfo* NewTable(absl::string_view name, absl::string_view display_name);
  std::string DisplayName(ast::NamePath name) const;

  void NoteChange(const TableInfo* table);

  const SchemaProvider* provider_;
  uint32_t view_generation_ = 0;
  Dialect dialect_;
  NameTable* names_;
  std::string database_;
  std::string catalog_;
  std::vector<std::unique_ptr<TableInfo>> owned_;
  absl::flat_hash_map<std::string, TableInfo*> tables_;
  absl::flat_hash_map<std::string, TableInfo*> temporary_;  // by lower-cased name
  absl::flat_hash_map<std::string, TableInfo*> paths_;
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_SESSION_H_
