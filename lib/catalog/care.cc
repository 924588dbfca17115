// Statistics, verification, compaction, backup and restore.

#include <algorithm>
#include <filesystem>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/format.h"
#include "lib/catalog/search_terms.h"
#include "rocksdb/convenience.h"
#include "rocksdb/utilities/checkpoint.h"

namespace headwater::catalog {
namespace {

namespace fs = std::filesystem;

// A damaged catalog has a problem everywhere; nobody reads a million lines.
constexpr int kMostProblems = 100;

uint64_t DiskBytes(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const uint64_t size = entry.is_regular_file(error) ? entry.file_size(error) : 0;
    if (!error) bytes += size;
  }
  return bytes;
}

uint64_t IntProperty(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* area, const std::string& name) {
  uint64_t value = 0;
  return db->GetIntProperty(area, name, &value) ? value : 0;
}

// Every invariant of format.h. Reads the whole store.
class Verifier {
 public:
  Verifier(Store* store, Reader* reader, v1::VerifyReport* report)
      : store_(store), reader_(reader), report_(report) {}

  void Run() {
    Check(FromRocks(store_->db()->VerifyChecksum(), "checksums of blocks"));
    Check(
        FromRocks(store_->db()->VerifyFileChecksums(rocksdb::ReadOptions()), "checksums of files"));
    Check(ReadCounters(reader_->view(), &next_asset_, &next_epoch_));
    Check(Epochs());
    Check(Assets());
    Check(Names());
    Check(Blocks(kUpstreamTag));
    Check(Blocks(kDownstreamTag));
    Check(History());
    Check(SearchEntries());
    Tasks();
    if (balance_ != 0 || edges_[0] != edges_[1]) {
      Problem("edges do not stand in both directions");
    }
    report_->set_edges(edges_[0]);
  }

 private:
  struct AssetFacts {
    uint32_t columns = 0;
    bool task = false;
  };

  void Problem(std::string text) {
    if (report_->problems_size() < kMostProblems) report_->add_problems(std::move(text));
  }
  void Check(const absl::Status& status) {
    if (!status.ok()) Problem(std::string(status.message()));
  }

  absl::Status Scan(Area area, absl::FunctionRef<void(absl::string_view, absl::string_view)> visit,
                    const std::string& prefix = "") {
    const auto iterator = reader_->view().Iterate(area, false);
    for (iterator->Seek(prefix);
         iterator->Valid() && ToView(iterator->key()).substr(0, prefix.size()) == prefix;
         iterator->Next()) {
      visit(ToView(iterator->key()), ToView(iterator->value()));
    }
    return FromRocks(iterator->status(), absl::StrCat("reading ", AreaName(area)));
  }

  absl::Status Epochs() {
    uint64_t expected = 1;
    int64_t last_time = 0;
    absl::Status status = Scan(
        Area::kDefault,
        [&](absl::string_view key, absl::string_view value) {
          v1::Epoch epoch;
          if (key.size() != 9 || GetU64(key.substr(1)) != expected ||
              !epoch.ParseFromArray(value.data(), static_cast<int>(value.size())) ||
              epoch.number() != expected || epoch.time_ms() < last_time) {
            Problem(absl::StrCat("epoch ", expected, " is missing or damaged"));
          }
          std::string marker;
          if (!reader_->view()
                   .Get(Area::kDefault, TimeKey(epoch.time_ms(), epoch.number()), &marker)
                   .value_or(false)) {
            Problem(absl::StrCat("epoch ", expected, " cannot be found by its time"));
          }
          last_time = epoch.time_ms();
          expected = GetU64(key.substr(1)) + 1;
          report_->set_epochs(report_->epochs() + 1);
        },
        std::string(1, kEpochTag));
    if (expected != next_epoch_) Problem("the last epoch is not the counter's");
    if (!status.ok()) return status;
    return Scan(
        Area::kDefault,
        [&](absl::string_view key, absl::string_view value) {
          if (TextHash(value) != key.substr(1)) Problem("a task's text is not that of its hash");
        },
        std::string(1, kTextTag));
  }

  absl::Status Assets() {
    return Scan(
        Area::kAssets,
        [&](absl::string_view key, absl::string_view value) {
          v1::Asset asset;
          const uint32_t id = key.size() == 5 ? GetU32(key.substr(1)) : 0;
          if (!asset.ParseFromArray(value.data(), static_cast<int>(value.size())) ||
              asset.id() != id || id == 0 || id >= next_asset_ ||
              asset.since_epoch() >= next_epoch_) {
            return Problem(absl::StrCat("the record of asset ", id, " is damaged"));
          }
          for (int i = 0; i < asset.columns_size(); ++i) {
            if (asset.columns(i).slot() != static_cast<uint32_t>(i) + 1) {
              Problem(absl::StrCat("the columns of ", asset.name(), " are out of order"));
            }
          }
          assets_[id] = {static_cast<uint32_t>(asset.columns_size()),
                         asset.kind() == v1::Asset::TASK};
          if (asset.kind() == v1::Asset::TASK) {
            report_->set_tasks(report_->tasks() + 1);
            tasks_[id] = asset.task();
            std::string text;
            if (!asset.task().text_hash().empty() &&
                !reader_->view()
                     .Get(Area::kDefault,
                          absl::StrCat(std::string(1, kTextTag), asset.task().text_hash()), &text)
                     .value_or(false)) {
              Problem(absl::StrCat("the text of task ", asset.name(), " is missing"));
            }
          } else {
            report_->set_assets(report_->assets() + 1);
          }
          for (const std::string& term : TermsOf(asset)) terms_[term].insert(id);
        },
        std::string(1, kAssetTag));
  }

  absl::Status Names() {
    absl::flat_hash_set<uint32_t> named;
    absl::Status status = Scan(
        Area::kAssets,
        [&](absl::string_view key, absl::string_view value) {
          uint32_t id = 0;
          uint64_t since = 0;
          if (!ParseNameValue(value, &id, &since) || since >= next_epoch_ ||
              !assets_.contains(id)) {
            Problem(absl::StrCat("the name ", key.substr(1), " leads to no asset"));
          }
          named.insert(id);
        },
        std::string(1, kNameTag));
    for (const auto& [id, facts] : assets_) {
      // One that lost its name to another is reached by its id.
      v1::Asset asset;
      if (!named.contains(id) && reader_->AssetAt(id, &asset).value_or(false) && !asset.dropped()) {
        Problem(absl::StrCat("asset ", id, " has no name that leads to it"));
      }
    }
    return status;
  }

  void Edges(absl::string_view where, char tag, uint32_t asset, uint32_t task,
             absl::string_view value, bool current) {
    BlockView block;
    std::vector<BlockEdge> edges;
    if (!SplitBlock(value, &block) || !ReadBody(block.body, &edges) || edges.empty() ||
        block.since == 0 || block.since >= next_epoch_) {
      return Problem(absl::StrCat(where, " of asset ", asset, " and task ", task, " is damaged"));
    }
    const auto at = assets_.find(asset);
    const auto by = assets_.find(task);
    if (at == assets_.end() || by == assets_.end() || !by->second.task) {
      return Problem(absl::StrCat(where, " has the asset ", asset, " or task ", task,
                                  ", which are not there"));
    }
    const bool upstream = tag == kUpstreamTag;
    for (const BlockEdge& edge : edges) {
      const auto other = assets_.find(AssetOf(edge.other));
      if (other == assets_.end() || SlotOf(edge.other) > other->second.columns ||
          edge.slot > at->second.columns) {
        Problem(absl::StrCat(where, " of asset ", asset, " has an edge that ends nowhere"));
      }
      if (!current) continue;
      ++edges_[upstream ? 0 : 1];
      // The same number for both copies of an edge, added and taken away.
      const NodeId here = MakeNode(asset, edge.slot);
      const uint64_t hash = absl::HashOf(upstream ? edge.other : here, upstream ? here : edge.other,
                                         edge.attributes, task);
      balance_ += upstream ? hash : 0 - hash;
    }
    if (current) {
      (upstream ? writes_ : reads_)[task].push_back(asset);
      if (upstream) task_edges_[task] += edges.size();
    }
  }

  absl::Status Blocks(char tag) {
    return Scan(
        Area::kEdges,
        [&](absl::string_view key, absl::string_view value) {
          if (key.size() != 9) return Problem("a key of edges is damaged");
          Edges("a block", tag, GetU32(key.substr(1)), GetU32(key.substr(5)), value, true);
        },
        std::string(1, tag));
  }

  void Tasks() {
    for (const auto& [id, task] : tasks_) {
      const auto same = [](const auto& recorded, const std::vector<uint32_t>& found) {
        return std::equal(recorded.begin(), recorded.end(), found.begin(), found.end());
      };
      if (!same(task.writes(), writes_[id]) || !same(task.reads(), reads_[id]) ||
          task.edges() != task_edges_[id]) {
        Problem(absl::StrCat("the record of task ", id, " does not agree with its edges"));
      }
    }
  }

  absl::Status History() {
    return Scan(Area::kHistory, [&](absl::string_view key, absl::string_view value) {
      report_->set_history_records(report_->history_records() + 1);
      const uint64_t end = key.size() > 9 ? GetU64(key.substr(key.size() - 8)) : 0;
      if (end == 0 || end >= next_epoch_) return Problem("a record of history ends in no epoch");
      v1::Asset asset;
      uint32_t id = 0;
      uint64_t since = 0;
      switch (key[0]) {
        case kAssetTag:
          if (!asset.ParseFromArray(value.data(), static_cast<int>(value.size())) ||
              asset.id() != GetU32(key.substr(1)) || asset.since_epoch() >= end) {
            Problem("a past record of an asset is damaged");
          }
          break;
        case kNameTag:
          if (!ParseNameValue(value, &id, &since) || since >= end) {
            Problem("a past name is damaged");
          }
          break;
        case kUpstreamTag:
        case kDownstreamTag:
          if (key.size() != 17) return Problem("a key of past edges is damaged");
          Edges("a past block", key[0], GetU32(key.substr(1)), GetU32(key.substr(5)), value, false);
          break;
        default:
          Problem("history has a record of no known kind");
      }
    });
  }

  // Entries may be too many, never too few.
  absl::Status SearchEntries() {
    absl::Status status = Scan(
        Area::kSearch,
        [&](absl::string_view key, absl::string_view value) {
          if (key.size() < 10) return Problem("a key of search is damaged");
          const auto found = terms_.find(key.substr(1, key.size() - 10));
          uint64_t id = 0;
          uint64_t distance = 0;
          while (!value.empty()) {
            if (!TakeVarint(&value, &distance)) return Problem("a search entry is damaged");
            id += distance;
            if (found != terms_.end()) found->second.erase(static_cast<uint32_t>(id));
          }
        },
        std::string(1, kTermTag));
    for (const auto& [term, ids] : terms_) {
      if (!ids.empty()) Problem(absl::StrCat("the search does not know ", term));
    }
    return status;
  }

  Store* const store_;
  Reader* const reader_;
  v1::VerifyReport* const report_;
  uint32_t next_asset_ = 0;
  uint64_t next_epoch_ = 0;
  uint64_t edges_[2] = {0, 0};
  uint64_t balance_ = 0;
  absl::flat_hash_map<uint32_t, AssetFacts> assets_;
  absl::flat_hash_map<uint32_t, v1::Task> tasks_;
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> writes_;
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> reads_;
  absl::flat_hash_map<uint32_t, uint64_t> task_edges_;
  absl::flat_hash_map<std::string, absl::flat_hash_set<uint32_t>> terms_;
};

}  // namespace

absl::StatusOr<v1::VerifyReport> CatalogImpl::Verify() {
  auto reader = Reader::Make(store_.get(), {});
  if (!reader.ok()) return reader.status();
  v1::VerifyReport report;
  Verifier(store_.get(), reader->get(), &report).Run();
  return report;
}

absl::StatusOr<v1::CatalogStats> CatalogImpl::Stats() {
  auto reader = Reader::Make(store_.get(), {});
  if (!reader.ok()) return reader.status();
  v1::CatalogStats stats;
  stats.set_folder(store_->folder());
  stats.set_format_version(kFormatVersion);
  stats.set_epoch((*reader)->epoch());
  const auto epoch = EpochAt({});
  if (!epoch.ok()) return epoch.status();
  stats.set_time_ms(epoch->time_ms());
  const absl::Status status = (*reader)->ForEachAsset([&](const v1::Asset& asset) {
    if (asset.dropped()) return true;
    if (asset.kind() == v1::Asset::TASK) {
      stats.set_tasks(stats.tasks() + 1);
      stats.set_edges(stats.edges() + asset.task().edges());
    } else {
      stats.set_assets(stats.assets() + 1);
    }
    stats.set_columns(stats.columns() + static_cast<uint64_t>(asset.columns_size()));
    return true;
  });
  if (!status.ok()) return status;
  rocksdb::DB* const db = store_->db();
  for (int i = 0; i < kAreaCount; ++i) {
    rocksdb::ColumnFamilyHandle* const handle = store_->area(static_cast<Area>(i));
    v1::CatalogStats::Area* area = stats.add_areas();
    area->set_name(std::string(AreaName(static_cast<Area>(i))));
    area->set_keys(IntProperty(db, handle, rocksdb::DB::Properties::kEstimateNumKeys));
    area->set_disk_bytes(IntProperty(db, handle, rocksdb::DB::Properties::kLiveSstFilesSize));
    stats.set_write_buffer_bytes(
        stats.write_buffer_bytes() +
        IntProperty(db, handle, rocksdb::DB::Properties::kCurSizeAllMemTables));
    stats.set_index_bytes(
        stats.index_bytes() +
        IntProperty(db, handle, rocksdb::DB::Properties::kEstimateTableReadersMem));
  }
  stats.set_cache_bytes(store_->cache()->GetUsage());
  stats.set_memory_limit_bytes(options_.memory_bytes);
  stats.set_disk_bytes(DiskBytes(store_->folder()));
  const std::lock_guard<std::mutex> lock(graph_mutex_);
  if (graph_ != nullptr) stats.set_graph_bytes(graph_->memory_bytes());
  return stats;
}

absl::Status CatalogImpl::Compact() {
  absl::Status status = NeedWriter();
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (int i = 0; i < kAreaCount && status.ok(); ++i) {
    status = FromRocks(
        store_->db()->CompactRange(options, store_->area(static_cast<Area>(i)), nullptr, nullptr),
        "compacting");
  }
  return status;
}

absl::Status CatalogImpl::Backup(const std::string& folder) {
  absl::Status status = NeedWriter();
  if (!status.ok()) return status;
  std::error_code error;
  if (fs::exists(folder, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder, " is there already; a backup is made in a new folder"));
  }
  rocksdb::Checkpoint* made = nullptr;
  status = FromRocks(rocksdb::Checkpoint::Create(store_->db(), &made), "making a backup");
  if (!status.ok()) return status;
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  return FromRocks(checkpoint->CreateCheckpoint(folder),
                   absl::StrCat("making the backup ", folder));
}

}  // namespace headwater::catalog

namespace headwater {

absl::Status RestoreCatalog(const std::string& backup, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(folder, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder, " is there already; a backup is restored to a new folder"));
  }
  {
    CatalogOptions options;
    const auto source = Catalog::Open(backup, options);
    if (!source.ok()) return source.status();
  }
  // Under another name until all is there and found good.
  const std::string making = folder + ".restoring";
  fs::remove_all(making, error);
  fs::copy(backup, making, fs::copy_options::recursive, error);
  if (error) {
    std::error_code ignored;
    fs::remove_all(making, ignored);
    return absl::UnavailableError(absl::StrCat("copying ", backup, ": ", error.message()));
  }
  absl::Status status;
  {
    const auto copy = Catalog::Open(making, {});
    if (!copy.ok()) return copy.status();
    const auto report = (*copy)->Verify();
    status = report.status();
    if (report.ok() && report->problems_size() > 0) {
      status = absl::DataLossError(absl::StrCat("the backup is damaged: ", report->problems(0)));
    }
  }
  if (status.ok()) {
    fs::rename(making, folder, error);
    if (error) status = absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  }
  if (!status.ok()) fs::remove_all(making, error);
  return status;
}

}  // namespace headwater
