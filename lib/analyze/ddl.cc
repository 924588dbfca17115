// DROP, TRUNCATE, ALTER: changes of the graph's nodes, seen by later statements.

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

ast::SourceRange RangeOf(ast::NamePath name) {
  if (name.empty()) return ast::SourceRange();
  return ast::SourceRange{name.front().range.begin, name.back().range.end};
}

ColumnSchema ColumnOf(const ast::ColumnDefinition& definition) {
  return ColumnSchema{std::string(definition.name.text), std::string(definition.type),
                      std::string(definition.comment), false};
}

v1::Change::Kind ChangeOf(ast::AlterAction action) {
  switch (action) {
    case ast::AlterAction::kAddColumns:
      return v1::Change::ADD_COLUMNS;
    case ast::AlterAction::kDropColumns:
      return v1::Change::DROP_COLUMNS;
    case ast::AlterAction::kRenameColumn:
      return v1::Change::RENAME_COLUMN;
    case ast::AlterAction::kChangeColumn:
      return v1::Change::CHANGE_COLUMN;
    case ast::AlterAction::kReplaceColumns:
      return v1::Change::REPLACE_COLUMNS;
    case ast::AlterAction::kRenameTable:
      return v1::Change::RENAME;
    case ast::AlterAction::kSwapTable:
      return v1::Change::SWAP;
    case ast::AlterAction::kAddPartition:
      return v1::Change::ADD_PARTITION;
    case ast::AlterAction::kDropPartition:
      return v1::Change::DROP_PARTITION;
    case ast::AlterAction::kRenamePartition:
      return v1::Change::RENAME_PARTITION;
    case ast::AlterAction::kExchangePartition:
      return v1::Change::EXCHANGE_PARTITION;
    case ast::AlterAction::kSetLocation:
      return v1::Change::SET_LOCATION;
    case ast::AlterAction::kSetQuery:
      return v1::Change::REPLACE;
    case ast::AlterAction::kOther:
      return v1::Change::OTHER;
  }
  return v1::Change::OTHER;
}

int Find(const std::vector<ColumnSchema>& columns, absl::string_view name) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (absl::EqualsIgnoreCase(columns[i].name, name)) return static_cast<int>(i);
  }
  return -1;
}

// Puts the column `at` where FIRST or AFTER c of its definition says; without them it stays.
void Move(const ast::ColumnDefinition& definition, size_t at, std::vector<ColumnSchema>* columns) {
  size_t to = 0;
  if (!definition.first) {
    const int after = definition.after.text.empty() ? -1 : Find(*columns, definition.after.text);
    if (after < 0 || static_cast<size_t>(after) == at) return;
    to = static_cast<size_t>(after) + (static_cast<size_t>(after) < at ? 1 : 0);
  }
  ColumnSchema column = std::move((*columns)[at]);
  columns->erase(columns->begin() + static_cast<ptrdiff_t>(at));
  columns->insert(columns->begin() + static_cast<ptrdiff_t>(to), std::move(column));
}

void AddPartitionsTo(ast::List<ast::PartitionItem> items, ast::List<ast::Name> names,
                     v1::Change* change) {
  for (const ast::PartitionItem& item : items) {
    v1::Partition* partition = change->add_partitions();
    partition->set_column(std::string(item.name.text));
    if (item.value == nullptr) {
      partition->set_dynamic(true);
    } else if (item.value->kind == ast::ExpressionKind::kLiteral) {
      partition->set_value(std::string(item.value->As<ast::LiteralExpr>().text));
    } else if (item.value->kind == ast::ExpressionKind::kTemplate) {
      partition->set_value(std::string(item.value->As<ast::TemplateExpr>().text));
    }
  }
  for (const ast::Name& name : names) change->add_partitions()->set_value(std::string(name.text));
}

}  // namespace

void AnalyzerImpl::AddDatabaseChange(v1::Change::Kind kind, ast::NamePath name) {
  if (name.empty()) return;
  v1::Change* change = lineage_->add_changes();
  change->set_kind(kind);
  change->set_dataset(std::string(names_.Text(names_.Intern(name.back().text))));
}

void AnalyzerImpl::AnalyzeDrop(const ast::DropStatement& drop) {
  lineage_->set_kind(drop.object == ast::ObjectKind::kDatabase ? v1::StatementLineage::DROP_DATABASE
                                                               : v1::StatementLineage::DROP);
  if (drop.name.empty()) return;
  switch (drop.object) {
    case ast::ObjectKind::kTable:
    case ast::ObjectKind::kView:
    case ast::ObjectKind::kMaterializedView: {
      TableInfo* table = session_.Find(drop.name);
      v1::Change* change = AddChange(v1::Change::DROP, *table);
      if (table->kind == v1::Dataset::TABLE && drop.object == ast::ObjectKind::kView)
        change->set_dataset_kind(v1::Dataset::VIEW);
      session_.Drop(drop.name);
      break;
    }
    case ast::ObjectKind::kDatabase: {
      AddDatabaseChange(v1::Change::DROP, drop.name);
      session_.DropDatabase(drop.name);
      break;
    }
    default:
      break;
  }
}

void AnalyzerImpl::AnalyzeTruncate(const ast::TruncateStatement& truncate) {
  lineage_->set_kind(v1::StatementLineage::TRUNCATE);
  TableInfo* table = session_.Find(truncate.table);
  AddPartitionsTo(truncate.partition, truncate.partition_names,
                  AddChange(v1::Change::TRUNCATE, *table));
  if (table->temporary && truncate.partition.empty()) table->content = nullptr;
}

void AnalyzerImpl::AnalyzeAlter(const ast::AlterStatement& alter) {
  const bool view =
      alter.object == ast::ObjectKind::kView || alter.object == ast::ObjectKind::kMaterializedView;
  lineage_->set_kind(view ? v1::StatementLineage::ALTER_VIEW : v1::StatementLineage::ALTER_TABLE);
  if (alter.name.empty()) return;
  if (alter.action == ast::AlterAction::kSetQuery && alter.query != nullptr) {
    ast::CreateViewStatement create{};
    create.kind = ast::StatementKind::kCreateView;
    create.range = alter.range;
    create.name = alter.name;
    create.query = alter.query;
    create.or_replace = true;
    create.columns = alter.columns;
    create.materialized = alter.object == ast::ObjectKind::kMaterializedView;
    AnalyzeCreateView(create);
    lineage_->set_kind(v1::StatementLineage::ALTER_VIEW);
    return;
  }
  // ADD COLUMN c INT, DROP COLUMN a: one after the other.
  for (const ast::AlterStatement* action = &alter; action != nullptr; action = action->next)
    AnalyzeAction(*action, alter.name);
}

void AnalyzerImpl::AnalyzeAction(const ast::AlterStatement& alter, ast::NamePath name) {
  TableInfo* table = session_.Find(name);
  v1::Change* change = AddChange(ChangeOf(alter.action), *table);
  AddPartitionsTo(alter.partition, alter.partition_names, change);
  switch (alter.action) {
    case ast::AlterAction::kAddColumns:
    case ast::AlterAction::kDropColumns:
    case ast::AlterAction::kRenameColumn:
    case ast::AlterAction::kChangeColumn:
    case ast::AlterAction::kReplaceColumns:
      AlterColumns(alter, table, change);
      break;
    case ast::AlterAction::kRenameTable:
      if (!alter.new_name.empty())
        change->set_new_name(session_.Rename(name, alter.new_name)->name);
      break;
    case ast::AlterAction::kSwapTable:
      if (alter.new_name.empty()) break;
      change->set_new_name(session_.Find(alter.new_name)->name);
      if (alter.swap) {
        session_.Swap(name, alter.new_name);
      } else {
        // The other table takes this one's place and its own name is free.
        change->set_kind(v1::Change::REPLACE);
        session_.Rename(alter.new_name, name);
      }
      break;
    case ast::AlterAction::kExchangePartition:
      if (!alter.new_name.empty()) AnalyzeExchange(alter, table);
      break;
    default:
      break;
  }
}

// EXCHANGE PARTITION (..) WITH TABLE s moves the partition's files from s to the table.
void AnalyzerImpl::AnalyzeExchange(const ast::AlterStatement& alter, TableInfo* table) {
  TableInfo* other = session_.Find(alter.new_name);
  lineage_->mutable_changes(lineage_->changes_size() - 1)->set_new_name(other->name);
  AddPartitions(alter.partition, AddOutput(*table, RangeOf(alter.name)));
  CopyColumns(other, table, alter.partition, RangeOf(alter.new_name));
}

void AnalyzerImpl::AlterColumns(const ast::AlterStatement& alter, TableInfo* table,
                                v1::Change* change) {
  std::vector<ColumnSchema> columns;
  if (table->schema != nullptr) columns = table->schema->columns;
  const bool known = !columns.empty();
  for (const ast::Name& name : alter.names) change->add_old_columns(std::string(name.text));
  for (const ast::ColumnDefinition& definition : alter.columns)
    FillColumn(ColumnOf(definition), change->add_columns());
  const auto first_partition = [&columns] {
    return std::find_if(columns.begin(), columns.end(),
                        [](const ColumnSchema& column) { return column.partition; });
  };
  switch (alter.action) {
    case ast::AlterAction::kAddColumns: {
      if (!known) return;  // more columns of an unknown table: still unknown
      for (const ast::ColumnDefinition& definition : alter.columns) {
        if (Find(columns, definition.name.text) >= 0) continue;
        const auto added = columns.insert(first_partition(), ColumnOf(definition));
        Move(definition, static_cast<size_t>(added - columns.begin()), &columns);
      }
      break;
    }
    case ast::AlterAction::kDropColumns:
      for (const ast::Name& name : alter.names) {
        const int at = Find(columns, name.text);
        if (at >= 0) columns.erase(columns.begin() + at);
      }
      break;
    case ast::AlterAction::kRenameColumn:
    case ast::AlterAction::kChangeColumn: {
      if (alter.names.empty() || alter.columns.empty()) return;
      const int at = Find(columns, alter.names[0].text);
      if (at < 0) return;
      columns[at].name = std::string(alter.columns[0].name.text);
      if (!alter.columns[0].type.empty()) columns[at].type = std::string(alter.columns[0].type);
      Move(alter.columns[0], static_cast<size_t>(at), &columns);
      break;
    }
    case ast::AlterAction::kReplaceColumns: {
      // Partition columns stay.
      std::vector<ColumnSchema> replaced;
      for (const ast::ColumnDefinition& definition : alter.columns)
        replaced.push_back(ColumnOf(definition));
      for (const ColumnSchema& column : columns) {
        if (column.partition) replaced.push_back(column);
      }
      columns = std::move(replaced);
      break;
    }
    default:
      return;
  }
  if (columns.empty()) return;
  // Statements that were analyzed hold pointers to the old columns no more; the object may change.
  session_.SetColumns(table, std::move(columns));
}

}  // namespace headwater::analyze
