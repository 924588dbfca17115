// The RocksDB folder behind a catalog: opening, the writer's lock, statuses. Exceptions and types
// of RocksDB stay behind lib/catalog.

#ifndef HEADWATER_LIB_CATALOG_STORE_H_
#define HEADWATER_LIB_CATALOG_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "headwater/catalog.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"

namespace headwater::catalog {

enum class Area : uint8_t { kDefault, kAssets, kEdges, kHistory, kSearch };
inline constexpr int kAreaCount = 5;
absl::string_view AreaName(Area area);

absl::Status FromRocks(const rocksdb::Status& status, absl::string_view what);
inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

class Store {
 public:
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& folder,
                                                     const CatalogOptions& options);
  ~Store();

  rocksdb::DB* db() { return db_.get(); }
  rocksdb::ColumnFamilyHandle* area(Area area) { return handles_[static_cast<int>(area)]; }
  bool writable() const { return writable_; }
  const std::string& folder() const { return folder_; }
  rocksdb::Cache* cache() { return cache_.get(); }

  // False in the value: there is no such key.
  absl::StatusOr<bool> Get(const rocksdb::Snapshot* snapshot, Area area, absl::string_view key,
                           std::string* value);
  std::unique_ptr<rocksdb::Iterator> Iterate(const rocksdb::Snapshot* snapshot, Area area,
                                             bool fill_cache = true);
  // After a failure nothing is written any more until the catalog is opened again: RocksDB's log
  // has a torn end then, which opening repairs.
  absl::Status Write(rocksdb::WriteBatch* batch, bool sync);

 private:
  Store() = default;
  absl::Status CheckFormat();

  std::string folder_;
  bool writable_ = false;
  absl::Status failed_;  // the first failure of Write
  std::shared_ptr<rocksdb::Cache> cache_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

// A consistent view: all reads of one call see one state of the store.
class View {
 public:
  explicit View(Store* store) : store_(store), snapshot_(store->db()->GetSnapshot()) {}
  ~View() { store_->db()->ReleaseSnapshot(snapshot_); }
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  Store* store() const { return store_; }
  absl::StatusOr<bool> Get(Area area, absl::string_view key, std::string* value) const {
    return store_->Get(snapshot_, area, key, value);
  }
  std::unique_ptr<rocksdb::Iterator> Iterate(Area area, bool fill_cache = true) const {
    return store_->Iterate(snapshot_, area, fill_cache);
  }

 private:
  Store* const store_;
  const rocksdb::Snapshot* const snapshot_;
};

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_STORE_H_
