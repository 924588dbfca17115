// LOAD, EXPORT, IMPORT: between files and tables.

#include <algorithm>

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

ast::SourceRange RangeOf(ast::NamePath name) {
  if (name.empty()) return ast::SourceRange();
  return ast::SourceRange{name.front().range.begin, name.back().range.end};
}

}  // namespace

// Each column of `to` is the column of `from` at its position where both are known, else the one of
// that name; files take the columns of the table they go to or come from.
void AnalyzerImpl::CopyColumns(TableInfo* from, TableInfo* to,
                               ast::List<ast::PartitionItem> partition, ast::SourceRange range) {
  const DatasetId dataset = AddInput(from, range);
  const std::vector<NameId>& names = to->columns_known() ? to->columns : from->columns;
  const Target target{to, to->name};
  uint32_t ordinal = 0;
  const bool by_position = from->columns.size() == to->columns.size();
  for (NameId name : names) {
    const bool named_partition =
        std::any_of(partition.begin(), partition.end(), [&](const ast::PartitionItem& item) {
          return item.value != nullptr && names_.Intern(item.name.text) == name;
        });
    if (named_partition) {
      // Its value stands in the statement.
      ++ordinal;
      continue;
    }
    OutputColumn column;
    column.name = name;
    const NameId source = by_position ? from->columns[ordinal] : name;
    column.value.node = graph_.AddLeaf(graph_.ColumnOf(dataset, source), range);
    column.range = range;
    column.by_star = true;
    WriteColumn(target, column, names_.Text(name), ordinal++);
  }
}

void AnalyzerImpl::AnalyzeLoad(const ast::LoadStatement& load) {
  lineage_->set_kind(v1::StatementLineage::LOAD);
  TableInfo* table = session_.Find(load.table);
  TableInfo* path = session_.FindPath(load.path, v1::Dataset::PATH);
  AddPartitions(load.partition, AddOutput(*table, RangeOf(load.table)));
  CopyColumns(path, table, load.partition, load.range);
}

// LOAD LABEL l (DATA INFILE('s3://b/*') INTO TABLE t): a statement that reads one thing and writes
// another moves data. Its columns are not followed.
void AnalyzerImpl::AnalyzeAssets(const ast::OtherStatement& other) {
  const auto some = [&other](ast::AssetAccess access) {
    return std::any_of(other.assets.begin(), other.assets.end(),
                       [access](const ast::TouchedAsset& asset) { return asset.access == access; });
  };
  if (!some(ast::AssetAccess::kRead) || !some(ast::AssetAccess::kWritten)) return;
  lineage_->set_kind(v1::StatementLineage::LOAD);
  for (const ast::TouchedAsset& asset : other.assets) {
    if (asset.access == ast::AssetAccess::kNamed || asset.name.empty()) continue;
    TableInfo* table = nullptr;
    if (asset.kind == ast::AssetKind::kFile)
      table = session_.FindPath(asset.name[0].text, v1::Dataset::PATH);
    if (asset.kind == ast::AssetKind::kTable) table = session_.Find(asset.name);
    if (table == nullptr) continue;
    if (asset.access == ast::AssetAccess::kRead) {
      AddInput(table, asset.range);
    } else {
      AddOutput(*table, asset.range);
    }
  }
}

void AnalyzerImpl::AnalyzeExport(const ast::ExportStatement& statement) {
  lineage_->set_kind(v1::StatementLineage::EXPORT);
  TableInfo* table = session_.Find(statement.table);
  TableInfo* path = session_.FindPath(statement.path, v1::Dataset::PATH);
  const ast::SourceRange range = RangeOf(statement.table);
  const DatasetId dataset = AddInput(table, range);
  AddOutput(*path, statement.range);
  CopyColumns(table, path, {}, range);
  // A named partition chooses rows by its column.
  for (const ast::PartitionItem& item : statement.partition) {
    const NodeId node =
        graph_.AddLeaf(graph_.ColumnOf(dataset, names_.Intern(item.name.text)), item.name.range);
    influences_.push_back(Edge{node, kFilter});
  }
  graph_.dataset(dataset).partitions = statement.partition_names;
  WriteInfluences(Target{path, path->name}, TakeInfluences(0));
}

void AnalyzerImpl::AnalyzeImport(const ast::ImportStatement& import) {
  lineage_->set_kind(v1::StatementLineage::IMPORT);
  TableInfo* path = session_.FindPath(import.path, v1::Dataset::PATH);
  if (import.table.empty()) {
    // The exported table's own name: only the files know it.
    AddInput(path, import.range);
    return;
  }
  TableInfo* table = session_.Find(import.table);
  AddPartitions(import.partition, AddOutput(*table, RangeOf(import.table)));
  CopyColumns(path, table, import.partition, import.range);
}

}  // namespace headwater::analyze
