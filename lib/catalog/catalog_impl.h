// The implementation of Catalog, one file for each group of calls.

#ifndef HEADWATER_LIB_CATALOG_CATALOG_IMPL_H_
#define HEADWATER_LIB_CATALOG_CATALOG_IMPL_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "headwater/catalog.h"
#include "lib/catalog/memory_graph.h"
#include "lib/catalog/publisher.h"
#include "lib/catalog/reader.h"
#include "lib/catalog/record_cache.h"
#include "lib/catalog/store.h"

namespace headwater::catalog {

class CatalogImpl : public Catalog {
 public:
  CatalogImpl(std::unique_ptr<Store> store, CatalogOptions options);

  absl::StatusOr<v1::PublishSummary> Publish(const v1::Publication& publication) override;
  absl::StatusOr<absl::flat_hash_map<std::string, std::string>> Fingerprints() override;

  absl::StatusOr<v1::Asset> Find(absl::string_view name, const AsOf& as_of) override;
  absl::StatusOr<v1::WalkResult> Walk(absl::string_view name, Direction direction,
                                      const WalkOptions& options) override;
  absl::StatusOr<v1::PathResult> Path(absl::string_view from, absl::string_view to, bool all_paths,
                                      const WalkOptions& options) override;
  absl::StatusOr<v1::ImpactResult> Impact(absl::string_view name,
                                          const WalkOptions& options) override;
  absl::StatusOr<v1::Description> Describe(absl::string_view name, const AsOf& as_of) override;
  absl::StatusOr<v1::SearchResult> Search(absl::string_view words, size_t limit,
                                          const AsOf& as_of) override;
  absl::StatusOr<v1::HistoryResult> History(absl::string_view name, const AsOf& as_of,
                                            size_t limit) override;
  absl::StatusOr<v1::HistoryResult> Diff(const AsOf& from, const AsOf& to, size_t limit) override;
  absl::StatusOr<v1::Epoch> EpochAt(const AsOf& as_of) override;
  absl::Status ForEachAsset(const AsOf& as_of,
                            const std::function<bool(const v1::Asset&)>& visit) override;
  absl::StatusOr<std::shared_ptr<const Graph>> LoadGraph() override;
  absl::StatusOr<std::vector<NodeId>> Neighbours(NodeId node, Direction direction, EdgeKind kind,
                                                 const AsOf& as_of) override;
  absl::StatusOr<NodeId> FindNode(absl::string_view name, const AsOf& as_of) override;
  std::unique_ptr<SchemaProvider> Schema() override;

  absl::StatusOr<v1::CatalogStats> Stats() override;
  absl::StatusOr<v1::VerifyReport> Verify() override;
  absl::Status Compact() override;
  absl::Status Backup(const std::string& folder) override;
  absl::Status Export(const std::function<absl::Status(absl::string_view)>& write) override;
  absl::Status Import(const std::function<bool(std::string*)>& next) override;

 private:
  absl::Status NeedWriter() const;

  const CatalogOptions options_;
  const std::unique_ptr<Store> store_;

  std::mutex write_mutex_;  // one publication at a time
  std::unique_ptr<RecordCache> records_;
  TermMemory known_terms_;
  int64_t last_time_ms_ = 0;

  std::mutex graph_mutex_;
  std::shared_ptr<const MemoryGraph> graph_;
  DirtyAssets dirty_;  // since graph_ was made
  uint64_t published_epoch_ = 0;
};

// What a name in a call means.
struct Place {
  v1::Asset asset;
  uint32_t slot = 0;
  NodeId node() const { return MakeNode(asset.id(), slot); }
};

// Longest dataset name first: "a.b.c" is the dataset a.b.c, the column c of a.b, or a task.
// NotFound names the nearest three.
absl::StatusOr<Place> FindPlace(Reader* reader, absl::string_view name);

// The three names nearest to `name`, best first.
absl::StatusOr<std::vector<std::string>> NearestNames(Reader* reader, absl::string_view name);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_CATALOG_IMPL_H_
