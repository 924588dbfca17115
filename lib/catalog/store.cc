#include "lib/catalog/store.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "lib/catalog/format.h"
#include "rocksdb/convenience.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace headwater::catalog {
namespace {

namespace fs = std::filesystem;

constexpr char kHolderFile[] = "WRITER";
constexpr absl::string_view kAreaNames[kAreaCount] = {"default", "assets", "edges", "history",
                                                      "search"};
// A reader that opens while the writer drops a file it is about to open tries again.
constexpr int kReadAttempts = 5;

rocksdb::BlockBasedTableOptions TableOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 8 << 10;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  // Index and filters count against the cache, so that its size bounds them, too.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  return table;
}

rocksdb::ColumnFamilyOptions AreaOptions(Area area, const CatalogOptions& options,
                                         const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions result;
  result.table_factory.reset(rocksdb::NewBlockBasedTableFactory(TableOptions(cache)));
  result.write_buffer_size = std::max<size_t>(options.memory_bytes / 8, 1 << 20);
  const auto compressions = rocksdb::GetSupportedCompressions();
  const auto has = [&](rocksdb::CompressionType type) {
    return std::find(compressions.begin(), compressions.end(), type) != compressions.end();
  };
  result.compression =
      has(rocksdb::kLZ4Compression) ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  if (has(rocksdb::kZSTD)) result.bottommost_compression = rocksdb::kZSTD;
  // Most names that a publication asks for are not there.
  if (area == Area::kAssets) {
    result.memtable_prefix_bloom_size_ratio = 0.05;
    result.memtable_whole_key_filtering = true;
  }
  // Direction and asset: one hop's blocks share them.
  if (area == Area::kEdges || area == Area::kHistory) {
    result.prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(5));
    result.bottommost_compression = rocksdb::kLZ4Compression;
    if (!has(rocksdb::kLZ4Compression)) result.bottommost_compression = rocksdb::kNoCompression;
  }
  return result;
}

rocksdb::DBOptions DatabaseOptions(const CatalogOptions& options) {
  rocksdb::DBOptions result;
  result.create_if_missing = options.mode == CatalogMode::kCreate;
  result.create_missing_column_families = result.create_if_missing;
  result.db_write_buffer_size = std::max<size_t>(options.memory_bytes / 4, 4 << 20);
  result.max_background_jobs = 2;
  result.max_bgerror_resume_count = 0;  // see Store::Write
  result.keep_log_file_num = 2;
  result.max_open_files = -1;
  // A torn record at the log's end was never acknowledged. Damage before it is an error: with
  // the default, RocksDB would quietly forget all that follows.
  result.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  result.max_total_wal_size = std::max<size_t>(options.memory_bytes / 4, 8 << 20);
  result.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  return result;
}

std::string HolderText(const CatalogOptions& options) {
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  char time[32];
  std::strftime(time, sizeof(time), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return absl::StrCat(options.holder, " (process ", getpid(), " on ", host, ", since ", time, ")");
}

std::string ReadHolder(const std::string& folder) {
  std::ifstream file(fs::path(folder) / kHolderFile);
  std::string text;
  std::getline(file, text);
  return text.empty() ? "another process" : text;
}

bool IsCatalog(const std::string& folder) {
  std::error_code error;
  return fs::exists(fs::path(folder) / "CURRENT", error);
}

// Empty or with a CURRENT file: whatever else is there is not ours to write into.
absl::Status CheckFolder(const std::string& folder, CatalogMode mode) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (fs::exists(status) && !fs::is_directory(status)) {
    return absl::FailedPreconditionError(absl::StrCat(folder, " is a file, not a catalog folder"));
  }
  if (fs::exists(status) && mode != CatalogMode::kRead && access(folder.c_str(), W_OK) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write into ", folder, ": ", std::strerror(errno),
                     IsCatalog(folder) ? "; the catalog in it can be read all the same" : ""));
  }
  if (IsCatalog(folder)) return absl::OkStatus();
  if (mode != CatalogMode::kCreate) {
    return absl::NotFoundError(
        absl::StrCat("there is no catalog in ", folder, "; `headwater ingest` makes one"));
  }
  if (!fs::exists(status)) {
    fs::create_directories(folder, error);
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot make the folder ", folder, ": ", error.message()));
    }
    return absl::OkStatus();
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    // What a crash during the very first opening leaves behind.
    if (name == "LOG" || name == "LOCK" || name == "IDENTITY" || name == kHolderFile ||
        absl::StartsWith(name, "LOG.old") || absl::StartsWith(name, "MANIFEST-") ||
        absl::EndsWith(name, ".dbtmp") || absl::EndsWith(name, ".log")) {
      continue;
    }
    return absl::FailedPreconditionError(
        absl::StrCat(folder, " is no catalog and not empty (", name, " is in it)"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view AreaName(Area area) { return kAreaNames[static_cast<int>(area)]; }

absl::Status FromRocks(const rocksdb::Status& status, absl::string_view what) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat(what, ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(text);
  if (status.IsNotFound()) return absl::NotFoundError(text);
  if (status.IsNoSpace() || absl::StrContains(text, "No space left") ||
      absl::StrContains(text, "File too large") || absl::StrContains(text, "quota")) {
    return absl::ResourceExhaustedError(
        absl::StrCat(what, ": the disk is full (", status.ToString(), ")"));
  }
  if (status.IsNotSupported()) return absl::FailedPreconditionError(text);
  return absl::UnavailableError(text);
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& folder,
                                                   const CatalogOptions& options) {
  absl::Status checked = CheckFolder(folder, options.mode);
  if (!checked.ok()) return checked;
  std::unique_ptr<Store> store(new Store());
  store->folder_ = folder;
  store->writable_ = options.mode != CatalogMode::kRead;
  store->cache_ = rocksdb::NewLRUCache(options.memory_bytes * 3 / 4);
  std::vector<rocksdb::ColumnFamilyDescriptor> areas;
  areas.reserve(kAreaCount);
  for (int i = 0; i < kAreaCount; ++i) {
    areas.emplace_back(std::string(kAreaNames[i]),
                       AreaOptions(static_cast<Area>(i), options, store->cache_));
  }
  const rocksdb::DBOptions database = DatabaseOptions(options);
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  for (int attempt = 0; attempt < (store->writable_ ? 1 : kReadAttempts); ++attempt) {
    if (attempt > 0) usleep(20'000 << attempt);
    status = store->writable_
                 ? rocksdb::DB::Open(database, folder, areas, &store->handles_, &db)
                 : rocksdb::DB::OpenForReadOnly(database, folder, areas, &store->handles_, &db);
    if (status.ok()) break;
    store->handles_.clear();
  }
  if (!status.ok()) {
    const std::string text = status.ToString();
    if (absl::StrContains(text, "/LOCK: Resource temporarily unavailable") ||
        absl::StrContains(text, "lock hold by current process")) {
      return absl::FailedPreconditionError(
          absl::StrCat("the catalog ", folder, " is being written by ", ReadHolder(folder)));
    }
    return FromRocks(status, absl::StrCat("cannot open the catalog ", folder));
  }
  store->db_.reset(db);
  if (store->writable_) {
    std::ofstream(fs::path(folder) / kHolderFile) << HolderText(options) << "\n";
  }
  const absl::Status format = store->CheckFormat();
  if (!format.ok()) return format;
  return store;
}

Store::~Store() {
  if (db_ == nullptr) return;
  // RocksDB 7.8 asserts when a log that could not be written is closed, so it is left to the end of
  // the process, which frees the lock; the next opening repairs the log.
  if (!failed_.ok()) {
    static_cast<void>(db_.release());
    return;
  }
  if (writable_) {
    // Readers replay the log each time they open; after a clean end there is none.
    rocksdb::FlushOptions flush;
    db_->Flush(flush, handles_).PermitUncheckedError();
    std::error_code error;
    fs::remove(fs::path(folder_) / kHolderFile, error);
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

absl::Status Store::CheckFormat() {
  std::string value;
  const auto found = Get(nullptr, Area::kDefault, kFormatKey, &value);
  if (!found.ok()) return found.status();
  if (*found) {
    absl::string_view bytes = value;
    uint64_t version = 0;
    if (!TakeVarint(&bytes, &version) || !bytes.empty() || version == 0) {
      return absl::DataLossError(absl::StrCat("the format version of ", folder_, " is damaged"));
    }
    if (version > kFormatVersion) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the catalog ", folder_, " has format version ", version,
          "; this program knows versions up to ", kFormatVersion, ": a newer headwater is needed"));
    }
    return absl::OkStatus();
  }
  // Nothing was ever published: a fresh folder, or one whose making was cut short.
  if (!writable_) return absl::OkStatus();
  rocksdb::WriteBatch batch;
  std::string version;
  PutVarint(kFormatVersion, &version);
  std::string counters;
  PutVarint(1, &counters);
  PutVarint(1, &counters);
  batch.Put(area(Area::kDefault), kFormatKey, version);
  batch.Put(area(Area::kDefault), kCountersKey, counters);
  return Write(&batch, true);
}

absl::StatusOr<bool> Store::Get(const rocksdb::Snapshot* snapshot, Area area, absl::string_view key,
                                std::string* value) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  const rocksdb::Status status = db_->Get(options, this->area(area), ToSlice(key), value);
  if (status.ok()) return true;
  if (status.IsNotFound()) return false;
  return FromRocks(status, absl::StrCat("reading ", folder_));
}

std::unique_ptr<rocksdb::Iterator> Store::Iterate(const rocksdb::Snapshot* snapshot, Area area,
                                                  bool fill_cache) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  // A scan of everything neither uses prefix filters nor pushes other blocks out of the cache.
  options.total_order_seek = !fill_cache;
  options.fill_cache = fill_cache;
  return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, this->area(area)));
}

absl::Status Store::Write(rocksdb::WriteBatch* batch, bool sync) {
  if (!failed_.ok()) return failed_;
  rocksdb::WriteOptions options;
  options.sync = sync;
  failed_ = FromRocks(db_->Write(options, batch), absl::StrCat("writing ", folder_));
  return failed_;
}

}  // namespace headwater::catalog
