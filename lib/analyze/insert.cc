// INSERT: which column of the target each column of the query goes to.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"
#include "lib/ast/expression_text.h"

namespace headwater::analyze {
namespace {

bool Contains(const std::vector<NameId>& names, NameId name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The rows of both: each column has the sources of the two columns of its name.
std::shared_ptr<StoredRelation> Appended(const StoredRelation& old, const StoredRelation& added) {
  auto both = std::make_shared<StoredRelation>(old);
  const uint32_t base = static_cast<uint32_t>(old.tables.size());
  both->tables.insert(both->tables.end(), added.tables.begin(), added.tables.end());
  const auto append = [base](const std::vector<StoredSource>& from, std::vector<StoredSource>* to) {
    for (StoredSource source : from) {
      source.dataset += base;
      to->push_back(std::move(source));
    }
  };
  append(added.influences, &both->influences);
  for (const StoredColumn& column : added.columns) {
    auto same =
        std::find_if(both->columns.begin(), both->columns.end(),
                     [&column](const StoredColumn& other) { return other.name == column.name; });
    if (same == both->columns.end()) {
      same = both->columns.insert(both->columns.end(), StoredColumn());
      same->name = column.name;
      same->star = column.star;
    }
    append(column.sources, &same->sources);
    // Rows of both kinds: a member's sources are those of the whole column.
    same->shaped = false;
    same->members.clear();
  }
  for (uint32_t id : added.inputs) both->inputs.push_back(id + base);
  for (uint32_t id : added.rows) both->rows.push_back(id + base);
  for (uint32_t id : added.open) both->open.push_back(id + base);
  return both;
}

}  // namespace

void AnalyzerImpl::AddPartitions(ast::List<ast::PartitionItem> items, v1::Dataset* dataset) {
  for (const ast::PartitionItem& item : items) {
    v1::Partition* partition = dataset->add_partitions();
    const absl::string_view name = names_.Text(names_.Intern(item.name.text));
    partition->set_column(std::string(name));
    if (item.value == nullptr) {
      partition->set_dynamic(true);
    } else if (item.value->kind == ast::ExpressionKind::kLiteral) {
      const absl::string_view text = item.value->As<ast::LiteralExpr>().text;
      partition->set_value(std::string(text));
    } else {
      ast::ExpressionTextOptions options;
      options.dialect = options_.dialect;
      ast::AppendExpressionText(*item.value, options, partition->mutable_value());
    }
  }
}

// FROM is analyzed once; each branch reads the same bindings.
void AnalyzerImpl::AnalyzeInsert(const ast::InsertStatement& insert) {
  lineage_->set_kind(v1::StatementLineage::INSERT);
  const size_t with_mark = BindWith(insert.with, nullptr);
  Scope from;
  from.first = from.last = static_cast<uint32_t>(binder_.bindings().size());
  if (insert.from != nullptr) {
    BindRelation(*insert.from, &from);
    from.last = static_cast<uint32_t>(binder_.bindings().size());
    shared_influences_ = TakeInfluences(0);
  }
  for (const ast::InsertBranch& branch : insert.branches) {
    shared_from_ = insert.from != nullptr ? &from : nullptr;
    AnalyzeBranch(branch);
    shared_from_ = nullptr;
  }
  binder_.bindings().clear();
  UnbindWith(with_mark);
}

void AnalyzerImpl::AnalyzeBranch(const ast::InsertBranch& branch) {
  const ast::InsertTarget& target = branch.target;
  TableInfo* table = nullptr;
  ast::SourceRange range = target.range;
  if (target.is_directory || target.table.empty()) {
    table = session_.FindPath(target.directory, v1::Dataset::PATH);
  } else {
    table = FileTable(target.table);
    if (table == nullptr) table = session_.Find(target.table);
    range = ast::SourceRange{target.table.front().range.begin, target.table.back().range.end};
  }
  shared_query_ = branch.query;
  const Relation* relation = AnalyzeQuery(*branch.query, nullptr);
  v1::Dataset* output = AddOutput(*table, range);
  AddPartitions(target.partition, output);
  for (const ast::Name& name : target.partition_names)
    output->add_partitions()->set_value(std::string(name.text));
  if (target.all_partitions) output->add_partitions()->set_dynamic(true);
  bool by_position = true;
  const std::vector<NameId> names = InsertColumnNames(target, *table, *relation, &by_position);
  const Target written{table, table->name};
  WriteMapped(written, *relation, names, by_position);
  if (!target.columns.empty()) WriteDefaults(written, target, names);
  WriteInfluences(written, relation->influences);
  if (table->temporary && !explaining_) UpdateTemporary(table, target, names, *relation);
}

// The target's columns in the order in which the query fills them.
std::vector<NameId> AnalyzerImpl::InsertColumnNames(const ast::InsertTarget& target,
                                                    const TableInfo& table,
                                                    const Relation& relation, bool* by_position) {
  std::vector<NameId> dynamic;
  std::vector<NameId> partition;
  for (const ast::PartitionItem& item : target.partition) {
    partition.push_back(names_.Intern(item.name.text));
    if (item.value == nullptr) dynamic.push_back(partition.back());
  }
  std::vector<NameId> names;
  if (!target.columns.empty()) {
    for (const ast::Name& name : target.columns) names.push_back(names_.Intern(name.text));
    for (NameId name : dynamic) {
      if (!Contains(names, name)) names.push_back(name);
    }
    return names;
  }
  if (target.by_name || target.is_directory) {
    *by_position = false;
    return names;
  }
  if (table.columns_known()) {
    for (NameId name : table.columns) {
      if (!Contains(partition, name)) names.push_back(name);
    }
    // Dynamic partition columns come last, in the table's order where it is known.
    for (NameId name : table.columns) {
      if (Contains(dynamic, name)) names.push_back(name);
    }
    for (NameId name : dynamic) {
      if (!Contains(names, name)) names.push_back(name);
    }
    return names;
  }
  // No schema: the query's own names are the best guess, but for the partition columns at the end.
  *by_position = false;
  names = OwnNames(relation);
  for (size_t i = 0; i + dynamic.size() < names.size(); ++i) {
    const absl::string_view name = names_.Text(names[i]);
    if (relation.columns[i].display_name.empty() && name != absl::StrCat("_c", i) &&
        name != absl::StrCat("col", i + 1)) {
      continue;
    }
    AddDiagnostic(Severity::kWarning, "unresolved_target",
                  absl::StrCat("The columns of ", table.name,
                               " are not known: they go by the query's names, some of which "
                               "nobody has written"),
                  target.range);
    break;
  }
  for (size_t i = 0; i < dynamic.size() && i < names.size(); ++i) {
    const size_t at = names.size() - 1 - i;
    if (!relation.columns[at].star) names[at] = dynamic[dynamic.size() - 1 - i];
  }
  return names;
}

// Writes the query's columns under the target's names. An unresolved star covers what its
// neighbours leave; without the target's columns it is a star there, too.
void AnalyzerImpl::WriteMapped(const Target& target, const Relation& relation,
                               const std::vector<NameId>& names, bool by_position) {
  const absl::Span<const OutputColumn> columns = relation.columns;
  if (!by_position) {
    for (size_t i = 0; i < columns.size(); ++i) {
      const NameId name = i < names.size() ? names[i] : columns[i].name;
      const bool own = name == columns[i].name && !columns[i].display_name.empty();
      WriteColumn(target, columns[i], own ? columns[i].display_name : names_.Text(name),
                  static_cast<uint32_t>(i));
    }
    return;
  }
  size_t stars = 0;
  size_t star = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].star && stars++ == 0) star = i;
  }
  if (stars == 0 && columns.size() != names.size() && !names.empty()) {
    AddDiagnostic(
        Severity::kWarning, "column_count",
        absl::StrCat("The query has ", columns.size(), " columns, the target takes ", names.size()),
        lineage_->has_span()
            ? ast::SourceRange{lineage_->span().offset(),
                               lineage_->span().offset() + lineage_->span().length()}
            : ast::SourceRange());
  }
  if (stars == 0) {
    for (size_t i = 0; i < columns.size() && i < names.size(); ++i) {
      WriteColumn(target, columns[i], names_.Text(names[i]), static_cast<uint32_t>(i));
    }
    return;
  }
  for (size_t i = 0; i < star && i < names.size(); ++i) {
    WriteColumn(target, columns[i], names_.Text(names[i]), static_cast<uint32_t>(i));
  }
  const size_t behind = columns.size() - star - 1;
  const size_t end = stars == 1 && names.size() > behind ? names.size() - behind : names.size();
  for (size_t i = star; i < end; ++i) {
    for (size_t k = star; k < columns.size(); ++k) {
      if (columns[k].star)
        WriteColumn(target, columns[k], names_.Text(names[i]), static_cast<uint32_t>(i));
    }
  }
  for (size_t i = end; stars == 1 && i < names.size(); ++i) {
    WriteColumn(target, columns[star + 1 + (i - end)], names_.Text(names[i]),
                static_cast<uint32_t>(i));
  }
}

// Columns that INSERT's list leaves out get their default, which has no source.
void AnalyzerImpl::WriteDefaults(const Target& written, const ast::InsertTarget& target,
                                 const std::vector<NameId>& names) {
  if (!written.table->columns_known()) return;
  std::vector<NameId> partition;
  for (const ast::PartitionItem& item : target.partition)
    partition.push_back(names_.Intern(item.name.text));
  uint32_t ordinal = static_cast<uint32_t>(names.size());
  for (NameId name : written.table->columns) {
    if (Contains(names, name) || Contains(partition, name)) continue;
    WriteColumn(written, OutputColumn(), names_.Text(name), ordinal++);
  }
}

// What a temporary table holds: the last overwrite, and what was added to it, in that order.
void AnalyzerImpl::UpdateTemporary(TableInfo* table, const ast::InsertTarget& target,
                                   const std::vector<NameId>& names, const Relation& relation) {
  std::shared_ptr<StoredRelation> stored = Store(relation, names);
  const bool replace = target.mode != ast::InsertMode::kInto && target.partition.empty();
  if (!replace && table->content != nullptr) stored = Appended(*table->content, *stored);
  // The table's own columns, in its order.
  if (table->columns_known()) {
    std::vector<StoredColumn> ordered;
    for (NameId name : table->columns) {
      StoredColumn column;
      column.name = name;
      for (const StoredColumn& other : stored->columns) {
        if (other.name == name) column = other;
      }
      ordered.push_back(std::move(column));
    }
    stored->columns = std::move(ordered);
    stored->open.clear();
  }
  table->content = std::move(stored);
}

}  // namespace headwater::analyze
