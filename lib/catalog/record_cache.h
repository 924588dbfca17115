// The writer's asset records: what a publication reads, changes and writes back.

#ifndef HEADWATER_LIB_CATALOG_RECORD_CACHE_H_
#define HEADWATER_LIB_CATALOG_RECORD_CACHE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/arena.h"
#include "headwater/v1/catalog.pb.h"
#include "lib/catalog/store.h"

namespace headwater::catalog {

// One asset while it is worked on.
struct Draft {
  // A record is many small pieces; in an arena they lie together and go at once.
  google::protobuf::Arena arena;
  v1::Asset& record = *google::protobuf::Arena::CreateMessage<v1::Asset>(&arena);
  std::string stored;  // the bytes on disk; empty: a new asset
  bool touched = false;
  // The column's slot or 0.
  uint32_t FindColumn(absl::string_view name) const;
  // Adds the column where it is not there; 0: the asset has as many as there can be.
  uint32_t EnsureColumn(absl::string_view name);
  v1::AssetColumn* column(uint32_t slot) {
    return record.mutable_columns(static_cast<int>(slot) - 1);
  }
  void RenameColumn(absl::string_view from, absl::string_view to);
  // After the names of columns were changed otherwise than by the above.
  void BuildIndex();

 private:
  // A place in `names_`; slot 0: free.
  struct Entry {
    uint32_t begin = 0;
    uint32_t size = 0;
    uint32_t slot = 0;
  };
  void IndexColumn(uint32_t slot);

  // An open hash table of columns over names that lie together, as this is looked into twice for
  // every edge, and each look elsewhere is a cache miss.
  std::vector<Entry> index_;
  std::string names_;
};

// Keeps records between publications, as popular tables come back in each. Not thread-safe.
class RecordCache {
 public:
  // Holds `most` records between publications: those that were used again outlive others.
  RecordCache(Store* store, size_t most) : store_(store), most_(most) {}

  absl::Status Load();  // the counters
  uint32_t next_asset() const { return next_asset_; }
  uint64_t next_epoch() const { return next_epoch_; }

  // `name` has its class in front. Null: there is no such asset.
  absl::StatusOr<Draft*> Find(absl::string_view name);
  absl::StatusOr<Draft*> Ensure(absl::string_view name, v1::Asset::Kind kind);
  absl::StatusOr<Draft*> ById(uint32_t id);

  // Binds `name` to the asset from this publication on; what had the name loses it.
  void Bind(const std::string& name, uint32_t id);
  void Touch(Draft* draft);

  // What this publication changed.
  const std::vector<Draft*>& touched() const { return touched_; }
  struct Binding {
    uint32_t asset = 0;
    bool fresh = false;  // the name is not on disk
  };
  const absl::flat_hash_map<std::string, Binding>& bound() const { return bound_; }

  // After the write; `ok` false forgets everything that was read.
  void Finish(bool ok, bool used_epoch);

 private:
  Store* const store_;
  const size_t most_;
  uint32_t next_asset_ = 1;
  uint64_t next_epoch_ = 1;
  uint32_t stored_next_asset_ = 1;
  // Two generations: what is used comes into the young one. When that is half of all, it becomes
  // the old one, and the old one is forgotten.
  absl::flat_hash_map<std::string, uint32_t> names_;
  absl::flat_hash_map<std::string, uint32_t> old_names_;
  absl::flat_hash_map<uint32_t, std::unique_ptr<Draft>> drafts_;
  absl::flat_hash_map<uint32_t, std::unique_ptr<Draft>> old_drafts_;
  std::vector<Draft*> touched_;
  absl::flat_hash_map<std::string, Binding> bound_;
};

std::string DatasetName(absl::string_view name);
std::string TaskName(absl::string_view name);
std::string ClassedName(const v1::Asset& asset);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_RECORD_CACHE_H_
