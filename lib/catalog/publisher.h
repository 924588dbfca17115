// Makes one RocksDB batch of one publication.

#ifndef HEADWATER_LIB_CATALOG_PUBLISHER_H_
#define HEADWATER_LIB_CATALOG_PUBLISHER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "headwater/catalog.h"
#include "lib/catalog/edge_block.h"
#include "lib/catalog/lineage_facts.h"
#include "lib/catalog/record_cache.h"
#include "lib/catalog/store.h"
#include "rocksdb/write_batch.h"

namespace headwater::catalog {

// Terms whose trigrams are on disk; forgets all when it is full.
using TermMemory = absl::flat_hash_set<std::string>;

// Assets whose edges in a direction changed.
using DirtyAssets = absl::flat_hash_set<std::pair<Direction, uint32_t>>;

// Used once. Nothing is written before Write(); until then the drafts of `records` are changed, so
// a publication that fails must end with records->Finish(false, false).
class Publisher {
 public:
  Publisher(Store* store, RecordCache* records, TermMemory* known_terms)
      : store_(store), records_(records), known_terms_(known_terms) {}

  absl::Status Apply(const v1::Publication& publication);

  // Writes what has changed, if anything has, as one batch.
  absl::Status Write(absl::string_view actor, int64_t time_ms, bool sync);

  const v1::PublishSummary& summary() const { return summary_; }
  const DirtyAssets& dirty() const { return dirty_; }

 private:
  absl::Status MergeAsset(const v1::Asset& update);
  absl::Status PublishTask(const v1::TaskVersion& version);
  absl::Status Retire(const std::string& name);
  absl::Status DropAsset(const std::string& name);
  // Replaces the blocks of `task` by those of `edges`; counts what was added and taken away.
  absl::Status ReplaceEdges(Draft* task, const std::vector<RawEdge>& edges);
  // `there`: the task's last version had edges here.
  absl::Status ReplaceBlock(Direction direction, uint32_t asset, uint32_t task, bool there,
                            std::vector<BlockEdge> edges);
  // The term appears in the asset's record in this epoch.
  void Post(absl::string_view term, uint32_t asset);
  absl::Status KeepOldRecord(const Draft& draft);
  absl::Status WriteRecords();
  absl::Status WriteNames();
  absl::Status WriteTerms();
  void WriteText(const v1::TaskVersion& version, v1::Task* task);
  uint64_t epoch() const { return records_->next_epoch(); }

  Store* const store_;
  RecordCache* const records_;
  TermMemory* const known_terms_;
  rocksdb::WriteBatch batch_;
  bool changed_ = false;
  v1::PublishSummary summary_;
  DirtyAssets dirty_;
  std::vector<uint32_t> changed_assets_;
  absl::flat_hash_set<uint32_t> changed_tasks_;
  absl::flat_hash_set<std::string> published_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> postings_;
};

// The hash that texts are kept by: 128 bits of XXH3.
std::string TextHash(absl::string_view text);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_PUBLISHER_H_
