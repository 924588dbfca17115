// What changed, and when.

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/format.h"
#include "lib/catalog/hop_reader.h"

namespace headwater::catalog {
namespace {

using Changes = google::protobuf::RepeatedPtrField<std::string>;

void Note(std::string text, Changes* changes) { *changes->Add() = std::move(text); }

void CompareText(absl::string_view what, const std::string& before, const std::string& after,
                 Changes* changes) {
  if (before == after) return;
  if (before.empty()) return Note(absl::StrCat(what, " set: ", after), changes);
  if (after.empty()) return Note(absl::StrCat(what, " removed: ", before), changes);
  Note(absl::StrCat(what, " changed: ", before, " -> ", after), changes);
}

std::string TypeText(const v1::AssetColumn& column) {
  return column.type().empty() ? "" : absl::StrCat(": ", column.type());
}

void CompareColumns(const v1::Asset& before, const v1::Asset& after, Changes* changes) {
  for (int i = 0; i < after.columns_size(); ++i) {
    const v1::AssetColumn& now = after.columns(i);
    const bool was_there = i < before.columns_size() && !before.columns(i).dropped();
    if (!was_there) {
      if (!now.dropped())
        Note(absl::StrCat("column ", now.name(), " added", TypeText(now)), changes);
      continue;
    }
    const v1::AssetColumn& then = before.columns(i);
    if (now.dropped()) {
      Note(absl::StrCat("column ", then.name(), " dropped"), changes);
      continue;
    }
    if (now.name() != then.name()) {
      Note(absl::StrCat("column ", then.name(), " renamed to ", now.name()), changes);
    }
    CompareText(absl::StrCat("type of column ", now.name()), then.type(), now.type(), changes);
    CompareText(absl::StrCat("comment of column ", now.name()), then.comment(), now.comment(),
                changes);
  }
}

// Null `before`: the asset is new.
void CompareAssets(const v1::Asset* before, const v1::Asset& after, Changes* changes) {
  static const v1::Asset& nothing = v1::Asset::default_instance();
  const v1::Asset& then = before == nullptr ? nothing : *before;
  if (before == nullptr) {
    Note(absl::StrCat("created as ", v1::Asset::Kind_Name(after.kind())), changes);
  } else {
    CompareText("name", then.name(), after.name(), changes);
    if (then.kind() != after.kind()) {
      CompareText("kind", v1::Asset::Kind_Name(then.kind()), v1::Asset::Kind_Name(after.kind()),
                  changes);
    }
  }
  if (!then.dropped() && after.dropped()) {
    Note(after.kind() == v1::Asset::TASK ? "retired" : "dropped", changes);
  }
  if (then.dropped() && !after.dropped()) Note("is back", changes);
  CompareText("owner", then.owner(), after.owner(), changes);
  CompareText("comment", then.comment(), after.comment(), changes);
  CompareText("tier", then.tier(), after.tier(), changes);
  CompareText("tags", absl::StrJoin(then.tags(), ", "), absl::StrJoin(after.tags(), ", "), changes);
  CompareText("location", then.location(), after.location(), changes);
  CompareText("schedule", then.task().schedule(), after.task().schedule(), changes);
  if (before != nullptr && then.view_query() != after.view_query()) {
    Note("view query changed", changes);
  }
  if (before != nullptr && then.task().text_hash() != after.task().text_hash()) {
    Note("SQL changed", changes);
  }
  CompareColumns(then, after, changes);
}

std::string NodeText(const v1::Node& node) {
  return node.column().empty() ? node.name() : absl::StrCat(node.name(), ".", node.column());
}

absl::StatusOr<std::string> EdgeText(const BlockEdge& edge, uint32_t asset, absl::string_view what,
                                     const std::string& task, NodeNames* names) {
  v1::Node from;
  v1::Node to;
  absl::Status status = names->Fill(edge.other, 0, &from);
  if (status.ok()) status = names->Fill(MakeNode(asset, edge.slot), 0, &to);
  if (!status.ok()) return status;
  const int subtype = SubtypeOf(edge.attributes);
  const std::string kind =
      subtype == 0
          ? ""
          : absl::StrCat(" ", v1::Source::Subtype_Name(static_cast<v1::Source::Subtype>(subtype)));
  return absl::StrCat("edge ", NodeText(from), " -> ", NodeText(to), kind, " ", what, " (task ",
                      task, ")");
}

// What `task` changed at `asset` from one epoch to the other.
absl::Status CompareEdges(Reader* before, Reader* after, uint32_t asset, uint32_t task,
                          NodeNames* names, Changes* changes) {
  std::vector<BlockEdge> then;
  std::vector<BlockEdge> now;
  absl::Status status = before->TaskEdges(Direction::kUpstream, asset, task, &then);
  if (status.ok()) status = after->TaskEdges(Direction::kUpstream, asset, task, &now);
  if (!status.ok()) return status;
  const auto record = names->Record(task);
  if (!record.ok()) return record.status();
  const auto tell = [&](const std::vector<BlockEdge>& a, const std::vector<BlockEdge>& b,
                        absl::string_view what) -> absl::Status {
    std::vector<BlockEdge> only;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only));
    for (const BlockEdge& edge : only) {
      auto text = EdgeText(edge, asset, what, (*record)->name(), names);
      if (!text.ok()) return text.status();
      Note(*std::move(text), changes);
    }
    return absl::OkStatus();
  };
  status = tell(then, now, "removed");
  return status.ok() ? tell(now, then, "added") : status;
}

// The assets that a task wrote at the epoch of `reader`.
absl::Status AddWrites(Reader* reader, uint32_t task, std::set<uint32_t>* assets) {
  v1::Asset record;
  const auto found = reader->AssetAt(task, &record);
  if (!found.ok()) return found.status();
  if (*found) assets->insert(record.task().writes().begin(), record.task().writes().end());
  return absl::OkStatus();
}

absl::Status AppendEvent(Store* store, const v1::Epoch& from, const v1::Epoch& to,
                         const std::set<uint32_t>& assets, const std::set<uint32_t>& tasks,
                         const std::set<uint32_t>* only, size_t limit, v1::HistoryResult* result) {
  AsOf then_at;
  then_at.epoch = from.number();
  AsOf now_at;
  now_at.epoch = to.number();
  auto before = Reader::Make(store, then_at);
  if (!before.ok()) return before.status();
  auto after = Reader::Make(store, now_at);
  if (!after.ok()) return after.status();
  NodeNames names(after->get());
  std::map<uint32_t, Changes> changes;
  for (const uint32_t id : assets) {
    if (only != nullptr && !only->contains(id)) continue;
    v1::Asset then;
    v1::Asset now;
    const auto was = (*before)->AssetAt(id, &then);
    if (!was.ok()) return was.status();
    const auto is = (*after)->AssetAt(id, &now);
    if (!is.ok()) return is.status();
    if (*is) CompareAssets(*was ? &then : nullptr, now, &changes[id]);
  }
  for (const uint32_t task : tasks) {
    std::set<uint32_t> written;
    absl::Status status = AddWrites(before->get(), task, &written);
    if (status.ok()) status = AddWrites(after->get(), task, &written);
    if (!status.ok()) return status;
    for (const uint32_t asset : written) {
      if (only != nullptr && !only->contains(asset) && !only->contains(task)) continue;
      // A task's own history has its edges, an asset's those that end in it.
      const uint32_t owner = only != nullptr && only->contains(task) ? task : asset;
      status = CompareEdges(before->get(), after->get(), asset, task, &names, &changes[owner]);
      if (!status.ok()) return status;
    }
  }
  for (auto& [id, list] : changes) {
    if (list.empty()) continue;
    if (result->events_size() >= static_cast<int>(limit)) {
      result->set_truncated(true);
      return absl::OkStatus();
    }
    const auto record = names.Record(id);
    if (!record.ok()) return record.status();
    v1::HistoryEvent* event = result->add_events();
    event->set_epoch(to.number());
    event->set_time_ms(to.time_ms());
    event->set_actor(to.actor());
    event->set_name((*record)->name());
    *event->mutable_changes() = std::move(list);
  }
  return absl::OkStatus();
}

// The epochs in which the record of `id` or one of its blocks began or ended.
absl::Status CollectEpochs(Reader* reader, uint32_t id, std::set<uint64_t>* epochs) {
  const auto add_record = [&](absl::string_view bytes) {
    v1::Asset asset;
    if (!asset.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
    epochs->insert(asset.since_epoch());
    return true;
  };
  const auto add_block = [&](absl::string_view bytes) {
    BlockView block;
    if (!SplitBlock(bytes, &block)) return false;
    epochs->insert(block.since);
    return true;
  };
  const auto scan = [&](Area area, const std::string& prefix, bool record) -> absl::Status {
    const auto iterator = reader->view().Iterate(area, false);
    for (iterator->Seek(prefix);
         iterator->Valid() && ToView(iterator->key()).substr(0, prefix.size()) == prefix;
         iterator->Next()) {
      const absl::string_view value = ToView(iterator->value());
      if (!(record ? add_record(value) : add_block(value))) return Damaged("a record of history");
      if (area == Area::kHistory) {
        epochs->insert(GetU64(ToView(iterator->key()).substr(iterator->key().size() - 8)));
      }
    }
    return FromRocks(iterator->status(), "reading history");
  };
  absl::Status status = scan(Area::kAssets, AssetKey(id), true);
  if (status.ok()) status = scan(Area::kHistory, AssetKey(id), true);
  if (status.ok()) status = scan(Area::kEdges, BlockPrefix(kUpstreamTag, id), false);
  if (status.ok()) status = scan(Area::kHistory, BlockPrefix(kUpstreamTag, id), false);
  return status;
}

}  // namespace

absl::StatusOr<v1::HistoryResult> CatalogImpl::History(absl::string_view name, const AsOf& as_of,
                                                       size_t limit) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  const auto place = FindPlace(reader->get(), name);
  if (!place.ok()) return place.status();
  const uint32_t id = place->asset.id();
  std::set<uint64_t> epochs;
  absl::Status status = CollectEpochs(reader->get(), id, &epochs);
  if (!status.ok()) return status;
  v1::HistoryResult result;
  const std::set<uint32_t> only = {id};
  for (const uint64_t epoch : epochs) {
    if (epoch == 0 || epoch > (*reader)->epoch() || result.truncated()) break;
    const auto record = ReadEpoch((*reader)->view(), epoch);
    if (!record.ok()) return record.status();
    v1::Epoch before;
    before.set_number(epoch - 1);
    status = AppendEvent(store_.get(), before, *record,
                         {record->assets().begin(), record->assets().end()},
                         {record->tasks().begin(), record->tasks().end()}, &only, limit, &result);
    if (!status.ok()) return status;
  }
  return result;
}

absl::StatusOr<v1::HistoryResult> CatalogImpl::Diff(const AsOf& from, const AsOf& to,
                                                    size_t limit) {
  const View view(store_.get());
  const auto first = ResolveEpoch(view, from);
  if (!first.ok()) return first.status();
  const auto last = ResolveEpoch(view, to);
  if (!last.ok()) return last.status();
  if (*first > *last) return absl::InvalidArgumentError("--from is later than --to");
  v1::Epoch before;
  before.set_number(*first);
  v1::Epoch after;
  after.set_number(*last);
  std::set<uint32_t> assets;
  std::set<uint32_t> tasks;
  for (uint64_t epoch = *first + 1; epoch <= *last; ++epoch) {
    const auto record = ReadEpoch(view, epoch);
    if (!record.ok()) return record.status();
    assets.insert(record->assets().begin(), record->assets().end());
    tasks.insert(record->tasks().begin(), record->tasks().end());
    if (epoch == *last) after = *record;
  }
  v1::HistoryResult result;
  const absl::Status status =
      AppendEvent(store_.get(), before, after, assets, tasks, nullptr, limit, &result);
  if (!status.ok()) return status;
  return result;
}

}  // namespace headwater::catalog
