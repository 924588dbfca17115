#include "lib/catalog/publisher.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "absl/strings/str_cat.h"
#include "lib/catalog/format.h"
#include "lib/catalog/reader.h"
#include "lib/catalog/search_terms.h"

namespace headwater::catalog {
namespace {

constexpr size_t kMostKnownTerms = 200'000;
// Past it a name is a mistake; keys and messages stay handy.
constexpr size_t kNameBytes = 4096;

absl::Status CheckName(absl::string_view name, absl::string_view what) {
  if (name.empty()) return absl::InvalidArgumentError(absl::StrCat("a ", what, " without a name"));
  if (name.size() > kNameBytes || name.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("the name of a ", what, " is longer than ", kNameBytes,
                     " bytes or has a zero byte: ", name.substr(0, 60)));
  }
  return absl::OkStatus();
}

void SetProperty(const v1::Property& property, v1::Asset* asset) {
  auto* properties = asset->mutable_properties();
  auto at =
      std::lower_bound(properties->begin(), properties->end(), property.key(),
                       [](const v1::Property& a, const std::string& key) { return a.key() < key; });
  if (at != properties->end() && at->key() == property.key()) {
    at->set_value(property.value());
    return;
  }
  const int place = static_cast<int>(at - properties->begin());
  *properties->Add() = property;
  for (int i = properties->size() - 1; i > place; --i) properties->SwapElements(i, i - 1);
}

// Owner, tags and the like: what is empty in the update stays.
template <typename Update>
void MergeCommon(const Update& update, v1::Asset* asset) {
  if (!update.owner().empty()) asset->set_owner(update.owner());
  if (!update.tier().empty()) asset->set_tier(update.tier());
  if (!update.comment().empty()) asset->set_comment(update.comment());
  if (update.tags_size() > 0) *asset->mutable_tags() = update.tags();
  for (const v1::Property& property : update.properties()) SetProperty(property, asset);
}

void MergeColumns(const v1::Asset& update, Draft* draft) {
  if (update.columns_size() == 0) return;
  google::protobuf::RepeatedPtrField<v1::Column> columns;
  for (const v1::AssetColumn& column : update.columns()) {
    v1::Column* added = columns.Add();
    added->set_name(column.name());
    added->set_type(column.type());
    added->set_comment(column.comment());
    added->set_partition(column.partition());
  }
  DeclareColumns(columns, draft);
}

}  // namespace

std::string TextHash(absl::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  std::string bytes;
  PutU64(hash.high64, &bytes);
  PutU64(hash.low64, &bytes);
  return bytes;
}

absl::Status Publisher::MergeAsset(const v1::Asset& update) {
  absl::Status status = CheckName(update.name(), "asset");
  if (!status.ok()) return status;
  const v1::Asset::Kind kind =
      update.kind() != v1::Asset::KIND_UNSPECIFIED ? update.kind() : v1::Asset::TABLE;
  const bool task = kind == v1::Asset::TASK;
  absl::StatusOr<Draft*> found =
      records_->Ensure(task ? TaskName(update.name()) : DatasetName(update.name()), kind);
  if (!found.ok()) return found.status();
  Draft* draft = *found;
  v1::Asset* asset = &draft->record;
  records_->Touch(draft);
  if (update.kind() != v1::Asset::KIND_UNSPECIFIED) asset->set_kind(kind);
  asset->set_dropped(update.dropped());
  MergeCommon(update, asset);
  if (!update.display_name().empty()) asset->set_display_name(update.display_name());
  if (!update.location().empty()) asset->set_location(update.location());
  if (!update.view_query().empty()) asset->set_view_query(update.view_query());
  if (update.row_count() > 0) asset->set_row_count(update.row_count());
  if (update.size_bytes() > 0) asset->set_size_bytes(update.size_bytes());
  if (update.data_time_ms() > 0) asset->set_data_time_ms(update.data_time_ms());
  if (update.partition_count() > 0) asset->set_partition_count(update.partition_count());
  if (!update.last_partition().empty()) asset->set_last_partition(update.last_partition());
  MergeColumns(update, draft);
  return EnsureDatabase(update.name(), asset->kind(), records_);
}

void Publisher::WriteText(const v1::TaskVersion& version, v1::Task* task) {
  task->clear_text_hash();
  if (version.text().empty()) return;
  task->set_text_hash(TextHash(version.text()));
  batch_.Put(store_->area(Area::kDefault),
             absl::StrCat(std::string(1, kTextTag), task->text_hash()), version.text());
}

absl::Status Publisher::PublishTask(const v1::TaskVersion& version) {
  absl::Status status = CheckName(version.name(), "task");
  if (!status.ok()) return status;
  if (!published_.insert(version.name()).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("the task ", version.name(), " stands twice in one publication"));
  }
  absl::StatusOr<Draft*> found = records_->Ensure(TaskName(version.name()), v1::Asset::TASK);
  if (!found.ok()) return found.status();
  Draft* draft = *found;
  v1::Asset* asset = &draft->record;
  const bool fresh = draft->stored.empty();
  if (!fresh && !asset->dropped() && !version.fingerprint().empty() &&
      asset->task().fingerprint() == version.fingerprint()) {
    summary_.set_tasks_unchanged(summary_.tasks_unchanged() + 1);
    return absl::OkStatus();
  }
  records_->Touch(draft);
  asset->set_dropped(false);
  MergeCommon(version, asset);
  LineageFacts facts(records_, draft);
  status = facts.Collect(version.lineage());
  if (!status.ok()) return status;
  for (std::string& warning : facts.warnings()) summary_.add_warnings(std::move(warning));

  v1::Task* task = asset->mutable_task();
  const uint64_t added = summary_.edges_added();
  const uint64_t removed = summary_.edges_removed();
  status = ReplaceEdges(draft, facts.edges());
  if (!status.ok()) return status;
  task->set_source(version.source());
  task->set_dialect(version.lineage().dialect());
  task->set_schedule(version.schedule());
  task->set_transfer(version.transfer());
  task->set_fingerprint(version.fingerprint());
  task->set_edges(facts.edges().size());
  task->set_statements(static_cast<uint32_t>(version.lineage().statements_size()));
  uint32_t errors = 0;
  for (const v1::StatementLineage& statement : version.lineage().statements()) {
    if (statement.kind() == v1::StatementLineage::INVALID) ++errors;
  }
  task->set_errors(errors);
  WriteText(version, task);
  const bool same_edges = added == summary_.edges_added() && removed == summary_.edges_removed();
  if (!fresh && same_edges && asset->SerializeAsString() == draft->stored) {
    summary_.set_tasks_unchanged(summary_.tasks_unchanged() + 1);
  } else {
    summary_.set_tasks_changed(summary_.tasks_changed() + 1);
  }
  return absl::OkStatus();
}

absl::Status Publisher::Retire(const std::string& name) {
  absl::StatusOr<Draft*> found = records_->Find(TaskName(name));
  if (!found.ok()) return found.status();
  if (*found == nullptr) return absl::NotFoundError(absl::StrCat("there is no task ", name));
  if ((*found)->record.dropped()) return absl::OkStatus();
  const absl::Status status = ReplaceEdges(*found, {});
  if (!status.ok()) return status;
  (*found)->record.set_dropped(true);
  (*found)->record.mutable_task()->set_edges(0);
  (*found)->record.mutable_task()->clear_fingerprint();
  records_->Touch(*found);
  summary_.set_tasks_retired(summary_.tasks_retired() + 1);
  return absl::OkStatus();
}

absl::Status Publisher::DropAsset(const std::string& name) {
  absl::StatusOr<Draft*> found = records_->Find(DatasetName(name));
  if (!found.ok()) return found.status();
  if (*found == nullptr) return absl::NotFoundError(absl::StrCat("there is no ", name));
  (*found)->record.set_dropped(true);
  records_->Touch(*found);
  return absl::OkStatus();
}

absl::Status Publisher::ReplaceBlock(Direction direction, uint32_t asset, uint32_t task, bool there,
                                     std::vector<BlockEdge> edges) {
  const char tag = direction == Direction::kUpstream ? kUpstreamTag : kDownstreamTag;
  const std::string key = BlockKey(tag, asset, task);
  std::sort(edges.begin(), edges.end());
  const std::string body = edges.empty() ? "" : BlockBody(edges);
  std::string old;
  BlockView view;
  absl::StatusOr<bool> found = false;
  if (there) found = store_->Get(nullptr, Area::kEdges, key, &old);
  if (!found.ok()) return found.status();
  if (*found && !SplitBlock(old, &view)) return Damaged("a block of edges");
  if (*found ? view.body == body : edges.empty()) return absl::OkStatus();
  changed_ = true;
  dirty_.insert({direction, asset});
  changed_tasks_.insert(task);
  if (direction == Direction::kUpstream) {
    std::vector<BlockEdge> before;
    if (*found && !ReadBody(view.body, &before)) return Damaged("a block of edges");
    std::vector<BlockEdge> added;
    std::set_difference(edges.begin(), edges.end(), before.begin(), before.end(),
                        std::back_inserter(added));
    summary_.set_edges_added(summary_.edges_added() + added.size());
    summary_.set_edges_removed(summary_.edges_removed() + before.size() -
                               (edges.size() - added.size()));
  }
  if (*found) batch_.Put(store_->area(Area::kHistory), HistoryKey(key, epoch()), old);
  if (edges.empty()) {
    batch_.Delete(store_->area(Area::kEdges), key);
  } else {
    batch_.Put(store_->area(Area::kEdges), key, MakeBlock(epoch(), body));
  }
  return absl::OkStatus();
}

absl::Status Publisher::ReplaceEdges(Draft* draft, const std::vector<RawEdge>& edges) {
  v1::Task* task = draft->record.mutable_task();
  const uint32_t id = draft->record.id();
  // What was there before gets an empty list, which takes its block away.
  struct Block {
    bool there = false;
    std::vector<BlockEdge> edges;
  };
  std::map<uint32_t, Block> up;
  std::map<uint32_t, Block> down;
  for (const uint32_t asset : task->writes()) up[asset].there = true;
  for (const uint32_t asset : task->reads()) down[asset].there = true;
  for (const RawEdge& edge : edges) {
    up[AssetOf(edge.to)].edges.push_back({SlotOf(edge.to), edge.from, edge.attributes});
    down[AssetOf(edge.from)].edges.push_back({SlotOf(edge.from), edge.to, edge.attributes});
  }
  task->clear_writes();
  task->clear_reads();
  for (auto& [asset, block] : up) {
    if (!block.edges.empty()) task->add_writes(asset);
    const absl::Status status =
        ReplaceBlock(Direction::kUpstream, asset, id, block.there, std::move(block.edges));
    if (!status.ok()) return status;
  }
  for (auto& [asset, block] : down) {
    if (!block.edges.empty()) task->add_reads(asset);
    const absl::Status status =
        ReplaceBlock(Direction::kDownstream, asset, id, block.there, std::move(block.edges));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

void Publisher::Post(absl::string_view term, uint32_t asset) {
  std::vector<uint32_t>& assets = postings_[term];
  if (assets.empty() || assets.back() != asset) assets.push_back(asset);
}

// An older version of the record: it goes to the past. What it had is searched already, so only
// texts that differ are posted; most changes are a column more.
absl::Status Publisher::KeepOldRecord(const Draft& draft) {
  summary_.set_assets_changed(summary_.assets_changed() + 1);
  v1::Asset old;
  if (!old.ParseFromString(draft.stored)) return Damaged("the record of an asset");
  v1::Asset changed = draft.record;
  if (changed.name() == old.name()) changed.clear_name();
  if (changed.comment() == old.comment()) changed.clear_comment();
  if (changed.owner() == old.owner()) changed.clear_owner();
  for (int i = 0; i < std::min(changed.columns_size(), old.columns_size()); ++i) {
    v1::AssetColumn* column = changed.mutable_columns(i);
    if (column->name() == old.columns(i).name()) column->clear_name();
    if (column->comment() == old.columns(i).comment()) column->clear_comment();
  }
  ForEachTerm(changed, [&](absl::string_view term) { Post(term, draft.record.id()); });
  batch_.Put(store_->area(Area::kHistory), HistoryKey(AssetKey(draft.record.id()), epoch()),
             draft.stored);
  return absl::OkStatus();
}

absl::Status Publisher::WriteRecords() {
  rocksdb::ColumnFamilyHandle* const area = store_->area(Area::kAssets);
  for (Draft* draft : records_->touched()) {
    v1::Asset* record = &draft->record;
    if (draft->stored.empty()) {
      summary_.set_assets_created(summary_.assets_created() + 1);
      ForEachTerm(*record, [&](absl::string_view term) { Post(term, record->id()); });
    } else {
      if (record->SerializeAsString() == draft->stored) continue;
      const absl::Status status = KeepOldRecord(*draft);
      if (!status.ok()) return status;
    }
    changed_ = true;
    changed_assets_.push_back(record->id());
    record->set_since_epoch(epoch());
    draft->stored = record->SerializeAsString();
    batch_.Put(area, AssetKey(record->id()), draft->stored);
    if (record->kind() == v1::Asset::TASK) {
      const std::string key = absl::StrCat(std::string(1, kFingerprintTag), record->name());
      if (!record->task().fingerprint().empty()) {
        batch_.Put(area, key, record->task().fingerprint());
      } else {
        batch_.Delete(area, key);
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Publisher::WriteNames() {
  std::vector<std::pair<absl::string_view, RecordCache::Binding>> names;
  for (const auto& [name, binding] : records_->bound()) names.emplace_back(name, binding);
  // Sorted keys go into RocksDB's skip list each beside the last.
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, binding] : names) {
    const std::string key = NameKey(name);
    if (!binding.fresh) {
      std::string old;
      const auto found = store_->Get(nullptr, Area::kAssets, key, &old);
      if (!found.ok()) return found.status();
      if (*found) batch_.Put(store_->area(Area::kHistory), HistoryKey(key, epoch()), old);
    }
    batch_.Put(store_->area(Area::kAssets), key, NameValue(binding.asset, epoch()));
    changed_ = true;
  }
  return absl::OkStatus();
}

absl::Status Publisher::WriteTerms() {
  rocksdb::ColumnFamilyHandle* const area = store_->area(Area::kSearch);
  std::vector<std::pair<absl::string_view, std::vector<uint32_t>*>> postings;
  for (auto& [term, ids] : postings_) postings.emplace_back(term, &ids);
  std::sort(postings.begin(), postings.end());
  std::vector<std::string> trigrams;
  for (auto& [term, asset_ids] : postings) {
    std::vector<uint32_t>& ids = *asset_ids;
    std::sort(ids.begin(), ids.end());
    std::string value;
    uint32_t last = 0;
    for (const uint32_t id : ids) {
      PutVarint(id - last, &value);
      last = id;
    }
    std::string key = absl::StrCat(std::string(1, kTermTag), term);
    key.push_back('\0');
    PutU64(epoch(), &key);
    batch_.Put(area, key, value);
    if (known_terms_->contains(term)) continue;
    for (const std::string& trigram : Trigrams(term)) {
      trigrams.push_back(absl::StrCat(std::string(1, kTrigramTag), trigram, term));
    }
    if (known_terms_->size() >= kMostKnownTerms) known_terms_->clear();
    known_terms_->emplace(term);
  }
  std::sort(trigrams.begin(), trigrams.end());
  for (const std::string& key : trigrams) batch_.Put(area, key, "");
  return absl::OkStatus();
}

absl::Status Publisher::Apply(const v1::Publication& publication) {
  absl::Status status;
  for (const v1::Asset& asset : publication.assets()) {
    if (status.ok()) status = MergeAsset(asset);
  }
  for (const v1::TaskVersion& task : publication.tasks()) {
    if (status.ok()) status = PublishTask(task);
  }
  for (const std::string& name : publication.retired_tasks()) {
    if (status.ok()) status = Retire(name);
  }
  for (const std::string& name : publication.dropped_assets()) {
    if (status.ok()) status = DropAsset(name);
  }
  return status;
}

absl::Status Publisher::Write(absl::string_view actor, int64_t time_ms, bool sync) {
  absl::Status status = WriteRecords();
  if (status.ok()) status = WriteNames();
  if (status.ok()) status = WriteTerms();
  if (!status.ok() || !changed_) return status;
  v1::Epoch record;
  record.set_number(epoch());
  record.set_time_ms(time_ms);
  record.set_actor(std::string(actor));
  std::sort(changed_assets_.begin(), changed_assets_.end());
  record.mutable_assets()->Add(changed_assets_.begin(), changed_assets_.end());
  record.mutable_tasks()->Add(changed_tasks_.begin(), changed_tasks_.end());
  std::sort(record.mutable_tasks()->begin(), record.mutable_tasks()->end());
  rocksdb::ColumnFamilyHandle* const area = store_->area(Area::kDefault);
  batch_.Put(area, EpochKey(epoch()), record.SerializeAsString());
  batch_.Put(area, TimeKey(time_ms, epoch()), "");
  std::string counters;
  PutVarint(records_->next_asset(), &counters);
  PutVarint(epoch() + 1, &counters);
  batch_.Put(area, kCountersKey, counters);
  status = store_->Write(&batch_, sync);
  if (status.ok()) summary_.set_epoch(epoch());
  return status;
}

}  // namespace headwater::catalog
