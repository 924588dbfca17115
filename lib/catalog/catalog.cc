// Opening, publishing, and finding things by name.

#include "headwater/catalog.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <deque>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/format.h"

namespace headwater::catalog {
namespace {

// A record of 30 columns takes about 8 kB with its index.
constexpr size_t kRecordBytes = 8'000;
// Names looked at for suggestions: a tenth of a second.
constexpr int kMostNames = 200'000;

int64_t SystemTime() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Insertions, deletions and replacements; more than `most` is all the same.
size_t EditDistance(absl::string_view a, absl::string_view b, size_t most) {
  if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > most) return most + 1;
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
  }
  return row[b.size()];
}

// The best three, with the distance.
class Nearest {
 public:
  explicit Nearest(absl::string_view wanted) : wanted_(absl::AsciiStrToLower(wanted)) {}

  void Consider(absl::string_view name) {
    const std::string lower = absl::AsciiStrToLower(name);
    const size_t distance = Distance(lower);
    if (distance > most_) return;
    best_.emplace_back(distance, std::string(name));
    std::sort(best_.begin(), best_.end());
    best_.erase(std::unique(best_.begin(), best_.end()), best_.end());
    if (best_.size() > 3) {
      best_.pop_back();
      most_ = best_.back().first;
    }
  }

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& [distance, name] : best_) result.push_back(name);
    return result;
  }

 private:
  // The right name without its database is nearer than any misspelling, then comes one that has
  // the wanted one in it.
  size_t Distance(absl::string_view name) const {
    if (absl::EndsWith(name, absl::StrCat(".", wanted_))) return 0;
    if (!wanted_.empty() && absl::StrContains(name, wanted_)) return 1;
    size_t distance = EditDistance(wanted_, name, most_);
    const size_t dot = name.rfind('.');
    if (dot != absl::string_view::npos && !absl::StrContains(wanted_, '.')) {
      distance = std::min(distance, EditDistance(wanted_, name.substr(dot + 1), most_) + 1);
    }
    return distance;
  }

  const std::string wanted_;
  size_t most_ = SIZE_MAX - 1;  // falls when there are three
  std::vector<std::pair<size_t, std::string>> best_;
};

absl::Status NoSuch(absl::string_view what, const std::vector<std::string>& nearest) {
  return absl::NotFoundError(absl::StrCat(
      "there is no ", what,
      nearest.empty() ? "" : absl::StrCat("; did you mean ", absl::StrJoin(nearest, ", "), "?")));
}

// The column of `asset`, or NotFound with the nearest.
absl::StatusOr<uint32_t> FindColumn(const v1::Asset& asset, absl::string_view name) {
  Nearest nearest(name);
  for (const v1::AssetColumn& column : asset.columns()) {
    if (absl::EqualsIgnoreCase(column.name(), name)) return column.slot();
    nearest.Consider(column.name());
  }
  std::vector<std::string> names = nearest.names();
  for (std::string& column : names) column = absl::StrCat(asset.name(), ".", column);
  return NoSuch(absl::StrCat("column ", name, " in ", asset.name()), names);
}

// Reads tables when somebody asks, and keeps them: pointers must stay good.
class CatalogSchema : public SchemaProvider {
 public:
  explicit CatalogSchema(Store* store) : store_(store) {}

  const TableSchema* FindTable(absl::string_view name) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = tables_.find(name);
    if (found != tables_.end()) return found->second.get();
    std::unique_ptr<TableSchema> table = Read(name);
    return tables_.emplace(std::string(name), std::move(table)).first->second.get();
  }

 private:
  // Null where there is nothing to be had, by damage too: lineage is then uncertain, and says so.
  std::unique_ptr<TableSchema> Read(absl::string_view name) const {
    auto reader = Reader::Make(store_, {});
    if (!reader.ok()) return nullptr;
    auto id = (*reader)->IdOf(DatasetName(name));
    if (id.ok() && !id->has_value()) id = (*reader)->IdOf(DatasetName(absl::AsciiStrToLower(name)));
    v1::Asset asset;
    if (!id.ok() || !id->has_value() || !(*reader)->AssetAt(**id, &asset).value_or(false) ||
        asset.dropped() || !asset.schema_known()) {
      return nullptr;
    }
    auto table = std::make_unique<TableSchema>();
    table->name = asset.display_name().empty() ? asset.name() : asset.display_name();
    if (asset.kind() == v1::Asset::VIEW) table->kind = TableKind::kView;
    if (asset.kind() == v1::Asset::MATERIALIZED_VIEW) table->kind = TableKind::kMaterializedView;
    table->view_query = asset.view_query();
    std::vector<const v1::AssetColumn*> columns;
    for (const v1::AssetColumn& column : asset.columns()) {
      if (column.position() > 0 && !column.dropped()) columns.push_back(&column);
    }
    std::sort(columns.begin(), columns.end(),
              [](const auto* a, const auto* b) { return a->position() < b->position(); });
    for (const v1::AssetColumn* column : columns) {
      table->columns.push_back(
          {column->name(), column->type(), column->comment(), column->partition()});
    }
    table->BuildIndex();
    return table;
  }

  Store* const store_;
  mutable std::mutex mutex_;
  mutable absl::flat_hash_map<std::string, std::unique_ptr<TableSchema>> tables_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> NearestNames(Reader* reader, absl::string_view name) {
  const bool tasks_only = absl::ConsumePrefix(&name, "task:");
  Nearest nearest(name);
  int count = 0;
  const auto iterator = reader->view().Iterate(Area::kAssets, false);
  const auto scan = [&](const std::string& classed) {
    const std::string prefix = NameKey(classed);
    for (iterator->Seek(prefix);
         iterator->Valid() && absl::StartsWith(ToView(iterator->key()), prefix) &&
         count < kMostNames;
         iterator->Next(), ++count) {
      uint32_t id = 0;
      uint64_t since = 0;
      if (!ParseNameValue(ToView(iterator->value()), &id, &since)) continue;
      if (since <= reader->epoch()) nearest.Consider(ToView(iterator->key()).substr(2));
    }
  };
  // Names of the same database first, so that they are seen where there are very many.
  const size_t dot = name.find('.');
  if (dot != absl::string_view::npos && !tasks_only) scan(DatasetName(name.substr(0, dot + 1)));
  if (!tasks_only) scan(std::string(1, kDatasetClass));
  scan(std::string(1, kTaskClass));
  if (!iterator->status().ok()) return FromRocks(iterator->status(), "reading names");
  return nearest.names();
}

namespace {

// NotFound: with the epoch that brought the name where the answer is of an older one, else with the
// nearest names.
absl::Status NoSuchName(Reader* reader, absl::string_view name) {
  const bool task = absl::StartsWith(name, "task:");
  for (const std::string& classed :
       {task ? TaskName(name.substr(5)) : DatasetName(name), TaskName(name)}) {
    std::string value;
    uint32_t id = 0;
    uint64_t since = 0;
    const auto found = reader->view().Get(Area::kAssets, NameKey(classed), &value);
    if (!found.ok()) return found.status();
    if (*found && ParseNameValue(value, &id, &since) && since > reader->epoch()) {
      return absl::NotFoundError(absl::StrCat("there was no \"", name, "\" as of epoch ",
                                              reader->epoch(), "; it came with epoch ", since));
    }
  }
  const auto nearest = NearestNames(reader, name);
  if (!nearest.ok()) return nearest.status();
  return NoSuch(
      task ? absl::StrCat("task ", name.substr(5)) : absl::StrCat("\"", name, "\" in the catalog"),
      *nearest);
}

}  // namespace

absl::StatusOr<Place> FindPlace(Reader* reader, absl::string_view name) {
  Place place;
  const auto find = [&](const std::string& classed) -> absl::StatusOr<bool> {
    const auto id = reader->IdOf(classed);
    if (!id.ok()) return id.status();
    if (!id->has_value()) return false;
    return reader->AssetAt(**id, &place.asset);
  };
  if (absl::StartsWith(name, "task:")) {
    const auto found = find(TaskName(name.substr(5)));
    if (!found.ok()) return found.status();
    if (*found) return place;
    return NoSuchName(reader, name);
  }
  const std::string lower = absl::AsciiStrToLower(name);
  for (const std::string& spelling : {std::string(name), lower}) {
    auto found = find(DatasetName(spelling));
    if (!found.ok()) return found.status();
    if (*found) return place;
    found = find(TaskName(spelling));
    if (!found.ok()) return found.status();
    if (*found) return place;
    // A column's name may hold dots itself.
    for (size_t dot = spelling.rfind('.'); dot != std::string::npos && dot > 0;
         dot = spelling.rfind('.', dot - 1)) {
      found = find(DatasetName(absl::string_view(spelling).substr(0, dot)));
      if (!found.ok()) return found.status();
      if (!*found || place.asset.kind() == v1::Asset::DATABASE) continue;
      const auto slot = FindColumn(place.asset, absl::string_view(spelling).substr(dot + 1));
      if (!slot.ok()) return slot.status();
      place.slot = *slot;
      return place;
    }
  }
  return NoSuchName(reader, name);
}

CatalogImpl::CatalogImpl(std::unique_ptr<Store> store, CatalogOptions options)
    : options_(std::move(options)),
      store_(std::move(store)),
      records_(std::make_unique<RecordCache>(
          store_.get(), std::max<size_t>(options_.memory_bytes / kRecordBytes, 256))) {}

absl::Status CatalogImpl::NeedWriter() const {
  if (store_->writable()) return absl::OkStatus();
  return absl::FailedPreconditionError("the catalog is open for reading only");
}

absl::StatusOr<v1::PublishSummary> CatalogImpl::Publish(const v1::Publication& publication) {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  absl::Status status = NeedWriter();
  if (!status.ok()) return status;
  if (last_time_ms_ == 0) {
    status = records_->Load();
    if (!status.ok()) return status;
    if (records_->next_epoch() > 1) {
      const auto last = EpochAt({});
      if (!last.ok()) return last.status();
      last_time_ms_ = last->time_ms();
    }
  }
  const int64_t now = options_.clock ? options_.clock() : SystemTime();
  last_time_ms_ = std::max({last_time_ms_, now, int64_t{1}});
  Publisher publisher(store_.get(), records_.get(), &known_terms_);
  status = publisher.Apply(publication);
  if (status.ok()) status = publisher.Write(publication.actor(), last_time_ms_, options_.sync);
  records_->Finish(status.ok(), publisher.summary().epoch() > 0);
  if (!status.ok()) {
    known_terms_.clear();
    return status;
  }
  if (publisher.summary().epoch() > 0) {
    const std::lock_guard<std::mutex> graph_lock(graph_mutex_);
    published_epoch_ = publisher.summary().epoch();
    if (graph_ != nullptr) dirty_.insert(publisher.dirty().begin(), publisher.dirty().end());
  }
  return publisher.summary();
}

absl::StatusOr<absl::flat_hash_map<std::string, std::string>> CatalogImpl::Fingerprints() {
  absl::flat_hash_map<std::string, std::string> result;
  const View view(store_.get());
  const auto iterator = view.Iterate(Area::kAssets, false);
  for (iterator->Seek(std::string(1, kFingerprintTag));
       iterator->Valid() && iterator->key()[0] == kFingerprintTag; iterator->Next()) {
    result.emplace(ToView(iterator->key()).substr(1), ToView(iterator->value()));
  }
  if (!iterator->status().ok()) return FromRocks(iterator->status(), "reading fingerprints");
  return result;
}

absl::StatusOr<v1::Asset> CatalogImpl::Find(absl::string_view name, const AsOf& as_of) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  auto place = FindPlace(reader->get(), name);
  if (!place.ok()) return place.status();
  return std::move(place->asset);
}

absl::StatusOr<NodeId> CatalogImpl::FindNode(absl::string_view name, const AsOf& as_of) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  const auto place = FindPlace(reader->get(), name);
  if (!place.ok()) return place.status();
  return place->node();
}

absl::StatusOr<v1::Epoch> CatalogImpl::EpochAt(const AsOf& as_of) {
  const View view(store_.get());
  const auto epoch = ResolveEpoch(view, as_of);
  if (!epoch.ok()) return epoch.status();
  if (*epoch == 0) return v1::Epoch();
  return ReadEpoch(view, *epoch);
}

absl::Status CatalogImpl::ForEachAsset(const AsOf& as_of,
                                       const std::function<bool(const v1::Asset&)>& visit) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  return (*reader)->ForEachAsset(visit);
}

absl::StatusOr<std::shared_ptr<const Graph>> CatalogImpl::LoadGraph() {
  const std::lock_guard<std::mutex> lock(graph_mutex_);
  if (graph_ != nullptr && graph_->epoch() >= published_epoch_) return graph_;
  auto reader = Reader::Make(store_.get(), {});
  if (!reader.ok()) return reader.status();
  absl::StatusOr<std::shared_ptr<const MemoryGraph>> graph = nullptr;
  if (graph_ != nullptr) graph = graph_->Update(reader->get(), dirty_);
  if (graph.ok() && *graph == nullptr) {
    graph = MemoryGraph::Load(reader->get(), options_.graph_bytes);
  }
  if (!graph.ok()) return graph.status();
  graph_ = *std::move(graph);
  dirty_.clear();
  return graph_;
}

std::unique_ptr<SchemaProvider> CatalogImpl::Schema() {
  return std::make_unique<CatalogSchema>(store_.get());
}

}  // namespace headwater::catalog

namespace headwater {

absl::StatusOr<std::unique_ptr<Catalog>> Catalog::Open(const std::string& folder,
                                                       const CatalogOptions& options) {
  auto store = catalog::Store::Open(folder, options);
  if (!store.ok()) return store.status();
  return std::make_unique<catalog::CatalogImpl>(*std::move(store), options);
}

std::string Fingerprint(absl::Span<const absl::string_view> parts) {
  std::string all;
  for (const absl::string_view part : parts) {
    catalog::PutVarint(part.size(), &all);
    all.append(part.data(), part.size());
  }
  return catalog::TextHash(all);
}

absl::StatusOr<AsOf> ParseAsOf(absl::string_view text) {
  AsOf as_of;
  if (absl::StartsWith(text, "@")) {
    if (absl::SimpleAtoi(text.substr(1), &as_of.epoch)) return as_of;
  } else {
    const std::string copy(text);
    std::tm fields = {};
    int64_t seconds = 0;
    const char* rest = strptime(copy.c_str(), "%Y-%m-%d", &fields);
    std::tm normal = fields;
    // 2024-02-30 would be a day of March.
    if (rest != nullptr && (timegm(&normal), normal.tm_mday != fields.tm_mday)) rest = nullptr;
    if (rest != nullptr && *rest == '\0') {
      // A day means its end: what was published that day is seen.
      as_of.time_ms = (timegm(&fields) + 24 * 60 * 60) * int64_t{1000} - 1;
      return as_of;
    }
    if (rest != nullptr && (*rest == 'T' || *rest == ' ')) {
      rest = strptime(rest + 1, "%H:%M:%S", &fields);
      int64_t fraction_ms = 0;
      if (rest != nullptr && *rest == '.') {
        int64_t unit = 100;
        for (++rest; absl::ascii_isdigit(static_cast<unsigned char>(*rest)); ++rest) {
          fraction_ms += (*rest - '0') * unit;
          unit /= 10;
        }
      }
      int hours = 0;
      int minutes = 0;
      int used = 0;
      if (rest != nullptr && (*rest == '\0' || absl::string_view(rest) == "Z")) {
        seconds = timegm(&fields);
        as_of.time_ms = seconds * 1000 + fraction_ms;
        return as_of;
      }
      if (rest != nullptr && (*rest == '+' || *rest == '-') &&
          std::sscanf(rest + 1, "%2d:%2d%n", &hours, &minutes, &used) == 2 &&
          rest[1 + used] == '\0') {
        const int64_t offset = (hours * 60 + minutes) * int64_t{60} * (*rest == '-' ? -1 : 1);
        as_of.time_ms = (timegm(&fields) - offset) * int64_t{1000} + fraction_ms;
        return as_of;
      }
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" is no time: write 2024-06-01, 2024-06-01T12:30:00Z, or @17 for epoch 17"));
}

}  // namespace headwater
