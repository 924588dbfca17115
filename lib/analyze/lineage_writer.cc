// The graph's answers as a message.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"
#include "lib/ast/expression_text.h"

namespace headwater::analyze {
namespace {

void SetText(absl::string_view text, std::string* field) {
  field->assign(text.data(), text.size());
}

v1::Source::Subtype SubtypeOf(Step step) {
  return static_cast<v1::Source::Subtype>((step & kSubtypeMask) + 1);
}

static_assert(v1::Source::IDENTITY == kIdentity + 1 && v1::Source::CONDITIONAL == kConditional + 1,
              "the steps stand in the order of the message's subtypes");

v1::Source::Certainty CertaintyOf(const FlatSource& source) {
  if (source.unresolved) return v1::Source::UNRESOLVED;
  return (source.step & kAmbiguous) != 0 ? v1::Source::AMBIGUOUS : v1::Source::CERTAIN;
}

// The fields that Source and Influence share.
template <typename Message>
void FillSource(const FlatSource& source, const LineageGraph& graph, const NameTable& names,
                PositionTable* positions, Message* message) {
  const BaseColumn& column = graph.column(source.column);
  const TableInfo* table = graph.dataset(column.dataset).table;
  if (table != nullptr) message->set_dataset(table->name);
  SetText(names.Text(column.name), message->mutable_column());
  if (!column.path.empty()) SetText(column.path, message->mutable_field_path());
  message->set_type(IsIndirect(source.step) ? v1::Source::INDIRECT : v1::Source::DIRECT);
  message->set_subtype(SubtypeOf(source.step));
  if ((source.step & kMasking) != 0) message->set_masking(true);
  message->set_certainty(CertaintyOf(source));
  positions->Fill(source.range, message->mutable_span());
}

}  // namespace

void AnalyzerImpl::FillDataset(const TableInfo& table, ast::SourceRange range,
                               v1::Dataset* dataset) {
  dataset->set_name(table.name);
  dataset->set_kind(table.kind);
  if (!table.display_name.empty()) dataset->set_display_name(table.display_name);
  positions_.Fill(range, dataset->mutable_span());
}

v1::Dataset* AnalyzerImpl::AddOutput(const TableInfo& table, ast::SourceRange range) {
  v1::Dataset* dataset = lineage_->add_outputs();
  FillDataset(table, range, dataset);
  return dataset;
}

void AnalyzerImpl::WriteColumn(const Target& target, const OutputColumn& column,
                               absl::string_view name, uint32_t ordinal) {
  v1::ColumnLineage* message = lineage_->add_columns();
  if (!target.name.empty()) message->set_target(absl::StrCat(target.name, ".", name));
  SetText(name, message->mutable_name());
  message->set_ordinal(ordinal);
  if (options_.expression_text && column.expression != nullptr) {
    ast::ExpressionTextOptions options;
    options.dialect = options_.dialect;
    ast::AppendExpressionText(*column.expression, options, message->mutable_expression());
  } else if (options_.expression_text && column.star) {
    message->set_expression("*");
  } else if (options_.expression_text && column.by_star) {
    SetText(names_.Text(column.name), message->mutable_expression());
  }
  if (column.range.end > 0) positions_.Fill(column.range, message->mutable_span());
  if (column.value.node == kNoNode) return;
  flat_.clear();
  graph_.Flatten(column.value.node, kIdentity, &flat_);
  source_count_ += flat_.size();
  if (source_count_ > options_.max_sources) {
    if (!limit_reported_) {
      AddDiagnostic(Severity::kWarning, "limit",
                    "The statement has too many column sources; the rest is left out",
                    column.range);
    }
    limit_reported_ = true;
    return;
  }
  message->mutable_sources()->Reserve(static_cast<int>(flat_.size()));
  for (const FlatSource& source : flat_)
    FillSource(source, graph_, names_, &positions_, message->add_sources());
}

void AnalyzerImpl::WriteInfluences(const Target& target, NodeId influences) {
  if (influences == kNoNode) return;
  flat_.clear();
  graph_.Flatten(influences, kIdentity, &flat_);
  lineage_->mutable_influences()->Reserve(lineage_->influences_size() +
                                          static_cast<int>(flat_.size()));
  for (const FlatSource& source : flat_) {
    if (!IsIndirect(source.step)) continue;
    v1::Influence* message = lineage_->add_influences();
    FillSource(source, graph_, names_, &positions_, message);
    SetText(target.name, message->mutable_output());
  }
}

// Every dataset that was read, in the order of the text.
void AnalyzerImpl::WriteInputs() {
  absl::InlinedVector<DatasetId, 16> inputs;
  for (DatasetId id = 1; id < graph_.dataset_count(); ++id) {
    if (graph_.dataset(id).input) inputs.push_back(id);
  }
  std::stable_sort(inputs.begin(), inputs.end(), [this](DatasetId left, DatasetId right) {
    return graph_.dataset(left).range.begin < graph_.dataset(right).range.begin;
  });
  // A table and its metadata (db.t, db.t.snapshots) are one input.
  absl::flat_hash_set<absl::string_view> seen;
  const bool metadata = std::any_of(inputs.begin(), inputs.end(), [this](DatasetId id) {
    return graph_.dataset(id).table->metadata;
  });
  for (DatasetId id : inputs) {
    const Dataset& dataset = graph_.dataset(id);
    if (metadata && !seen.insert(dataset.table->name).second) continue;
    v1::Dataset* message = lineage_->add_inputs();
    FillDataset(*dataset.table, dataset.range, message);
    for (const ast::Name& partition : dataset.partitions) {
      SetText(partition.text, message->add_partitions()->mutable_value());
    }
  }
}

v1::Change* AnalyzerImpl::AddChange(v1::Change::Kind kind, const TableInfo& table) {
  v1::Change* change = lineage_->add_changes();
  change->set_kind(kind);
  change->set_dataset(table.name);
  change->set_dataset_kind(table.kind);
  return change;
}

void AnalyzerImpl::FillColumn(const ColumnSchema& column, v1::Column* message) {
  message->set_name(column.name);
  message->set_type(column.type);
  message->set_comment(column.comment);
  message->set_partition(column.partition);
}

}  // namespace headwater::analyze
