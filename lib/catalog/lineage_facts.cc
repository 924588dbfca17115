#include "lib/catalog/lineage_facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/catalog/edge_block.h"
#include "lib/render/edges.h"

namespace headwater::catalog {
namespace {

constexpr uint8_t kAssetEdge = MakeAttributes(0, false, v1::Source::CERTAIN);
// A chain of renames longer than this is a cycle.
constexpr int kMostRenames = 16;

// v1::Source and v1::Influence.
template <typename End>
uint8_t AttributesOf(const End& end) {
  return MakeAttributes(end.subtype(), end.masking(), end.certainty());
}

bool IsStar(absl::string_view column) { return column.empty() || column == "*"; }

}  // namespace

v1::Asset::Kind KindOf(v1::Dataset::Kind kind, absl::string_view name) {
  switch (kind) {
    case v1::Dataset::VIEW:
      return v1::Asset::VIEW;
    case v1::Dataset::MATERIALIZED_VIEW:
      return v1::Asset::MATERIALIZED_VIEW;
    case v1::Dataset::PATH:
      return v1::Asset::PATH;
    case v1::Dataset::FUNCTION:
      return v1::Asset::FUNCTION;
    default:
      return name.find('/') == absl::string_view::npos ? v1::Asset::TABLE : v1::Asset::PATH;
  }
}

absl::Status EnsureDatabase(absl::string_view name, v1::Asset::Kind kind, RecordCache* records) {
  if (kind != v1::Asset::TABLE && kind != v1::Asset::VIEW && kind != v1::Asset::MATERIALIZED_VIEW) {
    return absl::OkStatus();
  }
  const size_t dot = name.rfind('.');
  if (dot == absl::string_view::npos || dot == 0) return absl::OkStatus();
  return records->Ensure(DatasetName(name.substr(0, dot)), v1::Asset::DATABASE).status();
}

void DeclareColumns(const google::protobuf::RepeatedPtrField<v1::Column>& columns, Draft* draft) {
  for (v1::AssetColumn& column : *draft->record.mutable_columns()) {
    if (column.declared()) column.set_dropped(true);
    column.set_position(0);
  }
  uint32_t position = 0;
  for (const v1::Column& column : columns) {
    const uint32_t slot = draft->EnsureColumn(column.name());
    if (slot == 0) return;
    v1::AssetColumn* record = draft->column(slot);
    record->set_name(column.name());
    if (!column.type().empty()) record->set_type(column.type());
    if (!column.comment().empty()) record->set_comment(column.comment());
    record->set_partition(column.partition());
    record->set_declared(true);
    record->set_dropped(false);
    record->set_position(++position);
  }
  draft->record.set_schema_known(position > 0);
}

// First pass. `written` holds what the script itself fills; renaming such a table only gives the
// result its name, while renaming any other moves an asset.
void LineageFacts::FindFinalNames(const v1::ScriptLineage& script) {
  absl::flat_hash_set<absl::string_view> written;
  absl::flat_hash_set<absl::string_view> moved;
  for (const v1::StatementLineage& statement : script.statements()) {
    for (const v1::Dataset& output : statement.outputs()) written.insert(output.name());
    for (const v1::Change& change : statement.changes()) {
      const bool made = written.contains(change.dataset());
      if (change.kind() == v1::Change::RENAME) {
        if (made) {
          final_names_[change.dataset()] = change.new_name();
        } else {
          moved.insert(change.dataset());
        }
        if (moved.contains(change.new_name())) retaken_.insert(change.new_name());
      } else if (change.kind() == v1::Change::SWAP) {
        if (written.contains(change.new_name())) {
          final_names_[change.new_name()] = change.dataset();
        } else if (made) {
          final_names_[change.dataset()] = change.new_name();
        }
      } else if (change.kind() == v1::Change::CREATE || change.kind() == v1::Change::REPLACE) {
        written.insert(change.dataset());
        if (moved.contains(change.dataset())) retaken_.insert(change.dataset());
      }
    }
  }
}

absl::string_view LineageFacts::FinalName(absl::string_view name) const {
  for (int i = 0; i < kMostRenames; ++i) {
    const auto found = final_names_.find(name);
    if (found == final_names_.end() || found->second == name) return name;
    name = found->second;
  }
  return name;
}

absl::StatusOr<Draft*> LineageFacts::Dataset(absl::string_view name) {
  if (name.empty()) return nullptr;
  const auto found = kinds_.find(name);
  if (found != kinds_.end() && found->second == v1::Dataset::TEMPORARY) return nullptr;
  const absl::string_view final_name = FinalName(name);
  const v1::Asset::Kind kind =
      KindOf(found == kinds_.end() ? v1::Dataset::TABLE : found->second, final_name);
  absl::StatusOr<Draft*> draft = records_->Ensure(DatasetName(final_name), kind);
  if (!draft.ok()) return draft;
  // A reader may know more of a table than whoever named it first.
  if ((*draft)->record.kind() == v1::Asset::TABLE && kind != v1::Asset::TABLE) {
    (*draft)->record.set_kind(kind);
    records_->Touch(*draft);
  }
  if ((*draft)->stored.empty()) {
    const absl::Status status = EnsureDatabase(final_name, kind, records_);
    if (!status.ok()) return status;
  }
  return draft;
}

absl::StatusOr<Draft*> LineageFacts::EdgeEnd(absl::string_view name) {
  const auto found = ends_.find(name);
  if (found != ends_.end()) return found->second;
  absl::StatusOr<Draft*> draft = Dataset(name);
  if (draft.ok()) ends_.emplace(name, *draft);
  return draft;
}

absl::StatusOr<Draft*> LineageFacts::Output(const v1::Dataset& dataset) {
  absl::StatusOr<Draft*> draft = Dataset(dataset.name());
  if (!draft.ok() || *draft == nullptr) return draft;
  if ((*draft)->record.dropped()) {
    (*draft)->record.set_dropped(false);
    records_->Touch(*draft);
  }
  if ((*draft)->record.display_name().empty() && !dataset.display_name().empty() &&
      FinalName(dataset.name()) == dataset.name()) {
    (*draft)->record.set_display_name(dataset.display_name());
    records_->Touch(*draft);
  }
  return draft;
}

NodeId LineageFacts::ColumnNode(Draft* draft, absl::string_view column) {
  if (IsStar(column)) return MakeNode(draft->record.id(), 0);
  const int before = draft->record.columns_size();
  const uint32_t slot = draft->EnsureColumn(column);
  if (slot == 0) {
    warnings_.push_back(absl::StrCat(draft->record.name(), " has more columns than can be kept"));
  }
  if (draft->record.columns_size() != before) records_->Touch(draft);
  return MakeNode(draft->record.id(), slot);
}

void LineageFacts::NoteKinds(const v1::StatementLineage& statement) {
  kinds_.clear();
  ends_.clear();
  for (const v1::Dataset& input : statement.inputs()) kinds_.emplace(input.name(), input.kind());
  for (const v1::Dataset& output : statement.outputs()) {
    kinds_.emplace(output.name(), output.kind());
  }
}

absl::Status LineageFacts::AssetEdges(const v1::StatementLineage& statement) {
  const std::vector<std::vector<int>> inputs = render::InputsOfOutputs(statement);
  // A query whose result goes nowhere is read by its task.
  const bool bare = statement.outputs_size() == 0;
  for (int i = 0; i < std::max(1, statement.outputs_size()); ++i) {
    if (bare && statement.inputs_size() == 0) break;
    absl::StatusOr<Draft*> output = bare ? task_ : Output(statement.outputs(i));
    if (!output.ok()) return output.status();
    if (*output == nullptr) continue;
    const NodeId to = MakeNode((*output)->record.id(), 0);
    bool any = false;
    for (const int number : inputs[i]) {
      absl::StatusOr<Draft*> input = EdgeEnd(statement.inputs(number).name());
      if (!input.ok()) return input.status();
      if (*input == nullptr) continue;
      edges_.push_back({MakeNode((*input)->record.id(), 0), to, kAssetEdge});
      any = true;
    }
    // INSERT .. VALUES: the task itself is the source.
    const bool writes = statement.kind() == v1::StatementLineage::INSERT ||
                        statement.kind() == v1::StatementLineage::MERGE ||
                        statement.kind() == v1::StatementLineage::CREATE_TABLE_AS_SELECT;
    if (!any && !bare && writes) {
      edges_.push_back({MakeNode(task_->record.id(), 0), to, kAssetEdge});
    }
  }
  return absl::OkStatus();
}

absl::Status LineageFacts::ColumnEdges(const v1::StatementLineage& statement) {
  for (const v1::ColumnLineage& column : statement.columns()) {
    if (column.target().empty()) continue;
    absl::StatusOr<Draft*> target = EdgeEnd(render::TargetDataset(column));
    if (!target.ok()) return target.status();
    if (*target == nullptr) continue;
    const NodeId to = ColumnNode(*target, column.name());
    for (const v1::Source& source : column.sources()) {
      absl::StatusOr<Draft*> draft = EdgeEnd(source.dataset());
      if (!draft.ok()) return draft.status();
      if (*draft == nullptr || source.subtype() == 0) continue;
      edges_.push_back({ColumnNode(*draft, source.column()), to, AttributesOf(source)});
    }
  }
  return absl::OkStatus();
}

absl::Status LineageFacts::Influences(const v1::StatementLineage& statement) {
  for (const v1::Influence& influence : statement.influences()) {
    if (influence.output().empty() || influence.subtype() == 0) continue;
    absl::StatusOr<Draft*> target = EdgeEnd(influence.output());
    if (!target.ok()) return target.status();
    absl::StatusOr<Draft*> source = EdgeEnd(influence.dataset());
    if (!source.ok()) return source.status();
    if (*target == nullptr || *source == nullptr) continue;
    edges_.push_back({ColumnNode(*source, influence.column()), MakeNode((*target)->record.id(), 0),
                      AttributesOf(influence)});
  }
  return absl::OkStatus();
}

absl::Status LineageFacts::Rename(const v1::Change& change) {
  if (retaken_.contains(change.dataset())) return absl::OkStatus();
  if (final_names_.contains(change.dataset())) {
    // The name was made free by a DROP before, and is taken again.
    absl::StatusOr<Draft*> taker = records_->Find(DatasetName(FinalName(change.dataset())));
    if (!taker.ok() || *taker == nullptr) return taker.status();
    (*taker)->record.set_dropped(false);
    records_->Touch(*taker);
    return absl::OkStatus();
  }
  absl::StatusOr<Draft*> draft = records_->Find(DatasetName(change.dataset()));
  if (!draft.ok() || *draft == nullptr) return draft.status();
  // Published again, the table has gone already.
  if ((*draft)->record.name() != change.dataset()) return absl::OkStatus();
  absl::StatusOr<Draft*> taken = records_->Find(DatasetName(change.new_name()));
  if (!taken.ok()) return taken.status();
  if (*taken != nullptr && !(*taken)->record.dropped() && (*taken)->record.schema_known()) {
    warnings_.push_back(
        absl::StrCat(change.dataset(), " is not renamed: there is a ", change.new_name()));
    return absl::OkStatus();
  }
  if (*taken != nullptr) {
    // What only lineage had named becomes part of the past, under the name it had.
    (*taken)->record.set_dropped(true);
    records_->Touch(*taken);
  }
  (*draft)->record.set_name(change.new_name());
  (*draft)->record.clear_display_name();
  records_->Touch(*draft);
  records_->Bind(DatasetName(change.new_name()), (*draft)->record.id());
  return absl::OkStatus();
}

absl::Status LineageFacts::Apply(const v1::StatementLineage& statement, const v1::Change& change) {
  if (change.dataset().empty() || change.dataset_kind() == v1::Dataset::TEMPORARY) {
    return absl::OkStatus();
  }
  if (change.kind() == v1::Change::RENAME) return Rename(change);
  // Data changes places, names and ids stay with their readers.
  if (change.kind() == v1::Change::SWAP) return absl::OkStatus();
  if (statement.kind() == v1::StatementLineage::CREATE_DATABASE ||
      statement.kind() == v1::StatementLineage::DROP_DATABASE) {
    absl::StatusOr<Draft*> database =
        records_->Ensure(DatasetName(change.dataset()), v1::Asset::DATABASE);
    if (!database.ok()) return database.status();
    (*database)->record.set_dropped(change.kind() == v1::Change::DROP);
    records_->Touch(*database);
    return absl::OkStatus();
  }
  const auto found = kinds_.find(change.dataset());
  if (found != kinds_.end() && found->second == v1::Dataset::TEMPORARY) return absl::OkStatus();
  if (change.kind() == v1::Change::DROP) {
    absl::StatusOr<Draft*> draft = records_->Find(DatasetName(FinalName(change.dataset())));
    if (!draft.ok() || *draft == nullptr) return draft.status();
    if (FinalName(change.dataset()) != change.dataset()) return absl::OkStatus();
    (*draft)->record.set_dropped(true);
    records_->Touch(*draft);
    return absl::OkStatus();
  }
  if (found == kinds_.end()) kinds_.emplace(change.dataset(), change.dataset_kind());
  absl::StatusOr<Draft*> got = Dataset(change.dataset());
  if (!got.ok() || *got == nullptr) return got.status();
  Draft* draft = *got;
  switch (change.kind()) {
    case v1::Change::CREATE:
    case v1::Change::REPLACE: {
      draft->record.set_dropped(false);
      // CREATE TABLE IF NOT EXISTS of what has grown since takes nothing away.
      const bool covered = change.kind() == v1::Change::CREATE && draft->record.schema_known() &&
                           std::all_of(change.columns().begin(), change.columns().end(),
                                       [&](const v1::Column& column) {
                                         const uint32_t slot = draft->FindColumn(column.name());
                                         return slot != 0 && draft->column(slot)->declared() &&
                                                !draft->column(slot)->dropped();
                                       });
      if (!covered && change.columns_size() > 0) DeclareColumns(change.columns(), draft);
      break;
    }
    case v1::Change::REPLACE_COLUMNS:
      DeclareColumns(change.columns(), draft);
      break;
    case v1::Change::ADD_COLUMNS:
    case v1::Change::CHANGE_COLUMN:
    case v1::Change::RENAME_COLUMN: {
      uint32_t last = 0;
      for (const v1::AssetColumn& column : draft->record.columns()) {
        last = std::max(last, column.position());
      }
      for (int i = 0; i < change.columns_size(); ++i) {
        const v1::Column& column = change.columns(i);
        if (i < change.old_columns_size() && change.old_columns(i) != column.name()) {
          draft->RenameColumn(change.old_columns(i), column.name());
        }
        const uint32_t slot = draft->EnsureColumn(column.name());
        if (slot == 0) break;
        v1::AssetColumn* record = draft->column(slot);
        if (!column.type().empty()) record->set_type(column.type());
        if (!column.comment().empty()) record->set_comment(column.comment());
        record->set_declared(true);
        record->set_dropped(false);
        if (record->position() == 0) record->set_position(++last);
      }
      break;
    }
    case v1::Change::DROP_COLUMNS:
      for (const std::string& name : change.old_columns()) {
        const uint32_t slot = draft->FindColumn(name);
        if (slot != 0) draft->column(slot)->set_dropped(true);
      }
      break;
    default:
      return absl::OkStatus();
  }
  records_->Touch(draft);
  return absl::OkStatus();
}

absl::Status LineageFacts::Statement(const v1::StatementLineage& statement) {
  NoteKinds(statement);
  if (statement.kind() == v1::StatementLineage::INVALID ||
      statement.kind() == v1::StatementLineage::EXPLAIN) {
    return absl::OkStatus();
  }
  absl::Status status = AssetEdges(statement);
  if (status.ok()) status = ColumnEdges(statement);
  if (status.ok()) status = Influences(statement);
  for (const v1::Change& change : statement.changes()) {
    if (!status.ok()) return status;
    status = Apply(statement, change);
  }
  return status;
}

absl::Status LineageFacts::Collect(const v1::ScriptLineage& script) {
  FindFinalNames(script);
  for (const v1::StatementLineage& statement : script.statements()) {
    const absl::Status status = Statement(statement);
    if (!status.ok()) return status;
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  return absl::OkStatus();
}

}  // namespace headwater::catalog
