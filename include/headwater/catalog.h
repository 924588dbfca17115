// The catalog: every asset, column and edge of a warehouse with its history, in one folder.
//
//   auto catalog = headwater::Catalog::Open("/data/lineage", {.mode =
//   headwater::CatalogMode::kWrite}); if (!catalog.ok()) return catalog.status();
//   headwater::v1::Publication publication;
//   auto* task = publication.add_tasks();
//   task->set_name("dws_orders_1d");
//   *task->mutable_lineage() = *headwater::ExtractLineage(sql, options);
//   auto summary = (*catalog)->Publish(publication);       // on disk when it returns
//   auto walk = (*catalog)->Walk("dws.orders.amount", headwater::Direction::kUpstream, {});
//
// A publication is atomic: a reader sees all of it or nothing, also after a crash. It gets a
// number, its epoch, and nothing of an older epoch is ever lost: every reading call takes a point
// in time.
//
// Names are those of lineage: "db.table", "db.table.column", a path, the name of a task. Where a
// name means both a dataset and a task, the dataset is meant; "task:NAME" is always the task.

#ifndef HEADWATER_CATALOG_H_
#define HEADWATER_CATALOG_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "headwater/schema.h"
#include "headwater/v1/catalog.pb.h"

namespace headwater {

enum class CatalogMode : uint8_t {
  kRead,    // what was there when it was opened; beside a writer, never blocked by it
  kWrite,   // must exist; one writer at a time
  kCreate,  // kWrite, and makes the folder where there is none
};

struct CatalogOptions {
  CatalogMode mode = CatalogMode::kRead;

  // Told to whoever wants to write meanwhile, beside the process and the machine.
  std::string holder = "headwater";

  // The bound of cache and write buffers together. 256 MiB hold the working set of some hundred
  // thousand tables. The in-memory graph has a bound of its own, since it is all or nothing.
  size_t memory_bytes = size_t{256} << 20;
  size_t graph_bytes = size_t{4} << 30;

  // False: an acknowledged publication survives the process, but not the machine.
  bool sync = true;

  // Milliseconds since 1970 of a publication; null: the system's clock.
  std::function<int64_t()> clock;
};

// A point in time: the newest epoch that is not after both.
struct AsOf {
  uint64_t epoch = UINT64_MAX;
  int64_t time_ms = INT64_MAX;
};

enum class Direction : uint8_t { kUpstream, kDownstream };
enum class EdgeKind : uint8_t { kAll, kDirect, kIndirect };

struct WalkOptions {
  AsOf as_of;
  EdgeKind kind = EdgeKind::kAll;  // of column edges; edges from asset to asset have no kind
  uint32_t depth = UINT32_MAX;
  // Nodes of a result; past it the result says so. What people look at is far smaller.
  size_t limit = 100'000;
};

// A node's number: the asset's id, and the slot of its column or 0.
using NodeId = uint64_t;
constexpr NodeId MakeNode(uint32_t asset, uint32_t slot) { return NodeId{asset} << 16 | slot; }
constexpr uint32_t AssetOf(NodeId node) { return static_cast<uint32_t>(node >> 16); }
constexpr uint32_t SlotOf(NodeId node) { return static_cast<uint32_t>(node & 0xffff); }

// The whole graph at one epoch in memory, for work that touches much of it. Immutable and safe to
// use from any number of threads; lives as long as somebody holds it.
class Graph {
 public:
  virtual ~Graph() = default;
  virtual uint64_t epoch() const = 0;
  virtual size_t node_count() const = 0;
  virtual size_t edge_count() const = 0;
  virtual size_t memory_bytes() const = 0;
  // All nodes that can be reached from `start`, which is not among them, nearest first. A slot of
  // 0 walks from asset to asset, others walk columns.
  virtual std::vector<NodeId> Closure(NodeId start, Direction direction, EdgeKind kind,
                                      uint32_t depth = UINT32_MAX) const = 0;
  // One hop, each neighbour once.
  virtual std::vector<NodeId> Neighbours(NodeId node, Direction direction, EdgeKind kind) const = 0;
};

// One open catalog. Thread-safe. Errors: NotFound (no such name, with the nearest three; no such
// folder), FailedPrecondition (another writer; a newer format; not open for writing), DataLoss (a
// damaged file), ResourceExhausted (the disk is full, a limit), Unavailable (other input and
// output).
class Catalog {
 public:
  static absl::StatusOr<std::unique_ptr<Catalog>> Open(const std::string& folder,
                                                       const CatalogOptions& options);
  virtual ~Catalog() = default;
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  // ---- Writing

  // After a failure to write (a full disk) nothing can be written any more: end the process and
  // open the catalog again. What was acknowledged before is there.
  virtual absl::StatusOr<v1::PublishSummary> Publish(const v1::Publication& publication) = 0;

  // The fingerprints of all current tasks by name, for callers that skip what has not changed.
  virtual absl::StatusOr<absl::flat_hash_map<std::string, std::string>> Fingerprints() = 0;

  // ---- Reading

  virtual absl::StatusOr<v1::Asset> Find(absl::string_view name, const AsOf& as_of) = 0;
  virtual absl::StatusOr<v1::WalkResult> Walk(absl::string_view name, Direction direction,
                                              const WalkOptions& options) = 0;
  // All shortest paths that data takes, or with `all_paths` every edge on any path.
  virtual absl::StatusOr<v1::PathResult> Path(absl::string_view from, absl::string_view to,
                                              bool all_paths, const WalkOptions& options) = 0;
  virtual absl::StatusOr<v1::ImpactResult> Impact(absl::string_view name,
                                                  const WalkOptions& options) = 0;
  virtual absl::StatusOr<v1::Description> Describe(absl::string_view name, const AsOf& as_of) = 0;
  // Words in names, comments, owners, tags and columns; all must match, as a word, as its
  // beginning, or inside it. Chinese needs no blanks.
  virtual absl::StatusOr<v1::SearchResult> Search(absl::string_view words, size_t limit,
                                                  const AsOf& as_of) = 0;
  virtual absl::StatusOr<v1::HistoryResult> History(absl::string_view name, const AsOf& as_of,
                                                    size_t limit) = 0;
  virtual absl::StatusOr<v1::HistoryResult> Diff(const AsOf& from, const AsOf& to,
                                                 size_t limit) = 0;
  virtual absl::StatusOr<v1::Epoch> EpochAt(const AsOf& as_of) = 0;

  // Visits all assets, tasks too, by id; false from `visit` ends it.
  virtual absl::Status ForEachAsset(const AsOf& as_of,
                                    const std::function<bool(const v1::Asset&)>& visit) = 0;

  // The graph as it is now. Made at the first call, kept, and brought up to date after each
  // publication of this object. ResourceExhausted past CatalogOptions::graph_bytes.
  virtual absl::StatusOr<std::shared_ptr<const Graph>> LoadGraph() = 0;

  // One hop from storage, each neighbour once.
  virtual absl::StatusOr<std::vector<NodeId>> Neighbours(NodeId node, Direction direction,
                                                         EdgeKind kind, const AsOf& as_of) = 0;
  virtual absl::StatusOr<NodeId> FindNode(absl::string_view name, const AsOf& as_of) = 0;

  // Tables whose columns are known. Must not outlive the catalog; thread-safe.
  virtual std::unique_ptr<SchemaProvider> Schema() = 0;

  // ---- Care of the store

  virtual absl::StatusOr<v1::CatalogStats> Stats() = 0;
  // Reads every byte and checks every invariant. Problems are in the report.
  virtual absl::StatusOr<v1::VerifyReport> Verify() = 0;
  virtual absl::Status Compact() = 0;
  // A copy that can be opened; files are linked where the file system can. `folder` must not be.
  virtual absl::Status Backup(const std::string& folder) = 0;
  // Lines of JSON (v1.CatalogLine) to `write`, which may fail.
  virtual absl::Status Export(const std::function<absl::Status(absl::string_view)>& write) = 0;
  // The inverse, into an empty catalog. `next` gives a line, or false at the end.
  virtual absl::Status Import(const std::function<bool(std::string*)>& next) = 0;

 protected:
  Catalog() = default;
};

// Copies a backup to `folder`, which must not be there, and verifies it.
absl::Status RestoreCatalog(const std::string& backup, const std::string& folder);

// A task's fingerprint, of all that its lineage is made from: text, dialect, variables, schema.
std::string Fingerprint(absl::Span<const absl::string_view> parts);

// "2024-06-01", "2024-06-01T12:30:00Z" (other offsets too), "@17" for epoch 17.
absl::StatusOr<AsOf> ParseAsOf(absl::string_view text);

}  // namespace headwater

#endif  // HEADWATER_CATALOG_H_
