#include "lib/analyze/session.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace headwater::analyze {

Session::Session(const SchemaProvider* provider, Dialect dialect, absl::string_view database,
                 NameTable* names)
    : provider_(provider), dialect_(dialect), names_(names), database_(Fold(database)) {}

void Session::SetDatabase(absl::string_view catalog, absl::string_view database) {
  catalog_ = std::string(catalog);
  database_ = std::string(database);
}

// Doris' table names are case-sensitive.
std::string Session::Fold(absl::string_view text) const {
  return dialect_ == Dialect::kDoris ? std::string(text) : absl::AsciiStrToLower(text);
}

void Session::Use(ast::NamePath name, bool catalog) {
  if (name.empty()) return;
  if (catalog) {
    catalog_ = Fold(name.back().text);
    // Doris' own catalog needs no name.
    if (dialect_ == Dialect::kDoris && catalog_ == "internal") catalog_.clear();
    database_.clear();
    return;
  }
  if (name.size() > 1) catalog_ = Fold(name[0].text);
  if (dialect_ == Dialect::kDoris && catalog_ == "internal") catalog_.clear();
  database_ = Fold(name.back().text);
}

std::string Session::DisplayName(ast::NamePath name) const {
  std::string result;
  // Doris' own catalog needs no name: internal.db.t is db.t, whatever the current catalog.
  if (dialect_ == Dialect::kDoris && name.size() == 3 &&
      absl::EqualsIgnoreCase(name[0].text, "internal")) {
    return absl::StrCat(name[1].text, ".", name[2].text);
  }
  if (name.size() == 1 && !database_.empty()) {
    if (!catalog_.empty()) absl::StrAppend(&result, catalog_, ".");
    absl::StrAppend(&result, database_, ".");
  } else if (name.size() == 2 && !catalog_.empty()) {
    absl::StrAppend(&result, catalog_, ".");
  }
  for (size_t i = 0; i < name.size(); ++i) {
    if (i > 0) result.push_back('.');
    absl::StrAppend(&result, name[i].text);
  }
  return result;
}

std::string Session::Qualify(ast::NamePath name) const {
  std::string result = DisplayName(name);
  if (dialect_ != Dialect::kDoris) absl::AsciiStrToLower(&result);
  return result;
}

TableInfo* Session::NewTable(absl::string_view name, absl::string_view display_name) {
  owned_.push_back(std::make_unique<TableInfo>());
  TableInfo* table = owned_.back().get();
  table->name = std::string(name);
  if (display_name != name) table->display_name = std::string(display_name);
  size_t begin = 0;
  while (begin <= name.size()) {
    const size_t dot = name.find('.', begin);
    const size_t end = dot == absl::string_view::npos ? name.size() : dot;
    table->name_parts.push_back(names_->Intern(name.substr(begin, end - begin)));
    begin = end + 1;
  }
  return table;
}

namespace {

// Views that sessions share and those of the session do not hide each other.
std::string TemporaryKey(ast::NamePath name) {
  const std::string key = absl::AsciiStrToLower(name.back().text);
  const bool global = name.size() == 2 && absl::EqualsIgnoreCase(name[0].text, "global_temp");
  return global ? absl::StrCat("global_temp.", key) : key;
}

}  // namespace

TableInfo* Session::FindTemporary(ast::NamePath name) {
  if (temporary_.empty() || name.empty()) return nullptr;
  if (name.size() > 2) return nullptr;
  const auto found = temporary_.find(TemporaryKey(name));
  if (found == temporary_.end()) return nullptr;
  if (name.size() == 2 && !absl::EqualsIgnoreCase(name[0].text, "global_temp") &&
      !absl::EqualsIgnoreCase(name[0].text, database_) &&
      !absl::EqualsIgnoreCase(found->second->name, DisplayName(name))) {
    return nullptr;
  }
  return found->second;
}

// `db.t.snapshots` reads the Iceberg table db.t, not the data in it; `db.t.branch_b` is the table.
TableInfo* Session::FindIcebergPart(ast::NamePath name) {
  const size_t table_parts = dialect_ == Dialect::kHive ? 2 : 3;
  if (dialect_ == Dialect::kDoris || name.size() != table_parts + 1) return nullptr;
  const std::string part = absl::AsciiStrToLower(name.back().text);
  static constexpr absl::string_view kMetadata[] = {"files",
                                                    "data_files",
                                                    "delete_files",
                                                    "position_deletes",
                                                    "entries",
                                                    "history",
                                                    "snapshots",
                                                    "manifests",
                                                    "partitions",
                                                    "refs",
                                                    "metadata_log_entries",
                                                    "all_files",
                                                    "all_data_files",
                                                    "all_delete_files",
                                                    "all_entries",
                                                    "all_manifests"};
  const bool branch = absl::StartsWith(part, "branch_") || absl::StartsWith(part, "tag_");
  if (!branch && !absl::c_linear_search(kMetadata, part)) return nullptr;
  TableInfo* table = Find(name.subspan(0, table_parts));
  if (branch) return table;
  TableInfo*& found = tables_[absl::StrCat(table->name, ".", part)];
  if (found == nullptr) {
    found = NewTable(table->name, table->display_name.empty() ? table->name : table->display_name);
    found->metadata = true;
  }
  return found;
}

TableInfo* Session::Find(ast::NamePath name) {
  if (TableInfo* temporary = FindTemporary(name)) return temporary;
  if (name.size() > 2) {
    if (TableInfo* part = FindIcebergPart(name)) return part;
  }
  const std::string display = DisplayName(name);
  if (dialect_ == Dialect::kDoris) return FindQualified(display, display);
  return FindQualified(absl::AsciiStrToLower(display), display);
}

TableInfo* Session::FindQualified(absl::string_view name, absl::string_view display_name) {
  const auto found = tables_.find(name);
  if (found != tables_.end()) return found->second;
  TableInfo* table = NewTable(name, display_name);
  if (provider_ != nullptr) {
    if (const TableSchema* schema = provider_->FindTable(name)) {
      table->SetSchema(schema, names_);
      if (schema->kind == TableKind::kView) table->kind = v1::Dataset::VIEW;
      if (schema->kind == TableKind::kMaterializedView)
        table->kind = v1::Dataset::MATERIALIZED_VIEW;
      if (schema->kind == TableKind::kTemporary) table->kind = v1::Dataset::TEMPORARY;
      const size_t dot = name.rfind('.');
      if (dot != absl::string_view::npos) {
        const size_t first = name.find('.');
        table->view_database = std::string(
            name.substr(first == dot ? 0 : first + 1, dot - (first == dot ? 0 : first + 1)));
        if (first != dot) table->view_catalog = std::string(name.substr(0, first));
      }
    }
  }
  tables_.emplace(std::string(name), table);
  return table;
}

TableInfo* Session::FindPath(absl::string_view path, v1::Dataset::Kind kind) {
  TableInfo*& table = paths_[path];
  if (table == nullptr) {
    table = NewTable(path, path);
    table->kind = kind;
    table->name_parts.clear();
    // A path may have a schema, too: LOAD and EXPORT copy its columns.
    if (provider_ != nullptr && kind == v1::Dataset::PATH) {
      if (const TableSchema* schema = provider_->FindTable(path)) table->SetSchema(schema, names_);
    }
  }
  return table;
}

TableInfo* Session::Create(ast::NamePath name, v1::Dataset::Kind kind, bool temporary) {
  const std::string display = DisplayName(name);
  std::string key = dialect_ == Dialect::kDoris ? display : absl::AsciiStrToLower(display);
  // A temporary view belongs to no database; Hive's temporary tables do.
  const bool bare = temporary && kind == v1::Dataset::VIEW && name.size() == 1;
  if (bare) key = Fold(name.back().text);
  TableInfo* table = NewTable(key, bare ? name.back().text : absl::string_view(display));
  table->kind = temporary ? v1::Dataset::TEMPORARY : kind;
  table->temporary = temporary;
  table->view_database = database_;
  table->view_catalog = catalog_;
  if (temporary) {
    temporary_[TemporaryKey(name)] = table;
  } else {
    TableInfo*& slot = tables_[key];
    NoteChange(slot);
    slot = table;
  }
  return table;
}

void Session::NoteChange(const TableInfo* table) {
  if (table != nullptr && table->schema != nullptr && table->schema->kind == TableKind::kView)
    ++view_generation_;
}

void Session::SetColumns(TableInfo* table, std::vector<ColumnSchema> columns) {
  auto schema = std::make_unique<TableSchema>();
  schema->name = table->name;
  if (table->schema != nullptr) {
    schema->kind = table->schema->kind;
    schema->view_query = table->schema->view_query;
  }
  switch (table->kind) {
    case v1::Dataset::VIEW:
      schema->kind = TableKind::kView;
      break;
    case v1::Dataset::MATERIALIZED_VIEW:
      schema->kind = TableKind::kMaterializedView;
      break;
    case v1::Dataset::TEMPORARY:
      schema->kind = TableKind::kTemporary;
      break;
    default:
      break;
  }
  schema->columns = std::move(columns);
  table->SetSchema(schema.get(), names_);
  table->owned = std::move(schema);
}

void Session::Drop(ast::NamePath name) {
  if (FindTemporary(name) != nullptr) {
    temporary_.erase(TemporaryKey(name));
    return;
  }
  const std::string display = DisplayName(name);
  const std::string key = Qualify(name);
  NoteChange(tables_[key]);
  tables_[key] = NewTable(key, display);  // the provider is not asked again
  tables_[key]->dropped = true;
}

void Session::DropDatabase(ast::NamePath name) {
  if (name.empty()) return;
  const std::string prefix = absl::StrCat(Fold(name.back().text), ".");
  for (auto& [key, table] : tables_) {
    if (!absl::StartsWith(key, prefix)) continue;
    table = NewTable(key, key);
    table->dropped = true;
  }
}

TableInfo* Session::Rename(ast::NamePath from, ast::NamePath to) {
  TableInfo* old_table = Find(from);
  ast::NamePath target = to;
  std::string display = DisplayName(to);
  if (target.size() == 1 && from.size() > 1) {
    // RENAME TO new keeps the table's own database.
    display = DisplayName(from);
    display = absl::StrCat(display.substr(0, display.rfind('.') + 1), to[0].text);
  }
  const std::string key = Fold(display);
  TableInfo* table = NewTable(key, display);
  table->kind = old_table->kind;
  table->temporary = old_table->temporary;
  table->content = old_table->content;
  if (old_table->schema != nullptr) SetColumns(table, old_table->schema->columns);
  Drop(from);
  if (table->temporary) {
    temporary_[TemporaryKey(to)] = table;
  } else {
    tables_[key] = table;
  }
  return table;
}

void Session::Swap(ast::NamePath left, ast::NamePath right) {
  TableInfo* first = Find(left);
  TableInfo* second = Find(right);
  std::vector<ColumnSchema> first_columns;
  std::vector<ColumnSchema> second_columns;
  if (first->schema != nullptr) first_columns = first->schema->columns;
  if (second->schema != nullptr) second_columns = second->schema->columns;
  if (first_columns.empty() && second_columns.empty()) return;
  SetColumns(first, std::move(second_columns));
  SetColumns(second, std::move(first_columns));
}

std::vector<std::string> Session::Dropped() const {
  std::vector<std::string> names;
  for (const auto& [key, table] : tables_) {
    if (table->dropped) names.push_back(key);
  }
  return names;
}

std::vector<const TableInfo*> Session::Tables() const {
  std::vector<const TableInfo*> result;
  for (const auto& [key, table] : tables_) {
    if (table->owned != nullptr) result.push_back(table);
  }
  return result;
}

}  // namespace headwater::analyze
