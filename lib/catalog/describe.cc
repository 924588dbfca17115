// What is known of one asset.

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/format.h"
#include "lib/catalog/hop_reader.h"

namespace headwater::catalog {
namespace {

using Nodes = google::protobuf::RepeatedPtrField<v1::Node>;

void SortByName(Nodes* nodes) {
  std::sort(nodes->begin(), nodes->end(),
            [](const v1::Node& a, const v1::Node& b) { return a.name() < b.name(); });
}

// The tasks at `asset` and the assets at the other ends of their asset edges.
absl::Status Around(Reader* reader, Direction direction, uint32_t asset, NodeNames* names,
                    Nodes* tasks, Nodes* assets) {
  absl::flat_hash_map<uint32_t, bool> others;
  std::vector<BlockEdge> edges;
  absl::Status status =
      reader->Blocks(direction, asset, [&](uint32_t task, const BlockView& block) -> absl::Status {
        edges.clear();
        if (!ReadSlot(block.body, 0, &edges)) return Damaged("a block of edges");
        for (const BlockEdge& edge : edges) {
          if (IsAssetEdge(edge.attributes)) others[AssetOf(edge.other)] = true;
        }
        return names->Fill(MakeNode(task, 0), 1, tasks->Add());
      });
  for (const auto& [other, unused] : others) {
    if (!status.ok()) return status;
    status = names->Fill(MakeNode(other, 0), 1, assets->Add());
  }
  SortByName(tasks);
  SortByName(assets);
  return status;
}

absl::Status ReadText(Reader* reader, const v1::Asset& task, std::string* text) {
  if (task.task().text_hash().empty()) return absl::OkStatus();
  const auto found = reader->view().Get(
      Area::kDefault, absl::StrCat(std::string(1, kTextTag), task.task().text_hash()), text);
  if (!found.ok()) return found.status();
  return *found ? absl::OkStatus() : Damaged(absl::StrCat("the text of task ", task.name()));
}

}  // namespace

absl::StatusOr<v1::Description> CatalogImpl::Describe(absl::string_view name, const AsOf& as_of) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  auto place = FindPlace(reader->get(), name);
  if (!place.ok()) return place.status();
  v1::Description result;
  result.set_epoch((*reader)->epoch());
  *result.mutable_asset() = place->asset;
  NodeNames names(reader->get());
  absl::Status status;
  if (place->asset.kind() == v1::Asset::TASK) {
    for (const uint32_t id : place->asset.task().reads()) {
      if (status.ok() && id != place->asset.id())
        status = names.Fill(MakeNode(id, 0), 1, result.add_upstream());
    }
    for (const uint32_t id : place->asset.task().writes()) {
      if (status.ok() && id != place->asset.id())
        status = names.Fill(MakeNode(id, 0), 1, result.add_downstream());
    }
    if (status.ok()) status = ReadText(reader->get(), place->asset, result.mutable_sql());
    if (!status.ok()) return status;
    return result;
  }
  status = Around(reader->get(), Direction::kUpstream, place->asset.id(), &names,
                  result.mutable_producers(), result.mutable_upstream());
  if (status.ok()) {
    status = Around(reader->get(), Direction::kDownstream, place->asset.id(), &names,
                    result.mutable_consumers(), result.mutable_downstream());
  }
  if (status.ok() && result.producers_size() == 1) {
    const auto task = names.Record(result.producers(0).asset());
    status = task.ok() ? ReadText(reader->get(), **task, result.mutable_sql()) : task.status();
  }
  if (!status.ok()) return status;
  return result;
}

}  // namespace headwater::catalog
