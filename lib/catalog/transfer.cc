// Export to lines of JSON, and the inverse.

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/format.h"
#include "lib/catalog/search_terms.h"
#include "rocksdb/write_batch.h"

namespace headwater::catalog {
namespace {

// An import writes this much at a time.
constexpr size_t kBatchBytes = size_t{4} << 20;

class Exporter {
 public:
  Exporter(Reader* reader, const std::function<absl::Status(absl::string_view)>& write)
      : reader_(reader), write_(write) {}

  absl::Status Run() {
    v1::CatalogLine line;
    uint32_t next_asset = 0;
    uint64_t next_epoch = 0;
    absl::Status status = ReadCounters(reader_->view(), &next_asset, &next_epoch);
    line.mutable_header()->set_format_version(kFormatVersion);
    line.mutable_header()->set_next_asset(next_asset);
    line.mutable_header()->set_next_epoch(next_epoch);
    if (status.ok()) status = Put(line);
    for (const auto& [area, tag] : {std::pair{Area::kDefault, kEpochTag},
                                    {Area::kDefault, kTextTag},
                                    {Area::kAssets, kAssetTag},
                                    {Area::kHistory, kAssetTag},
                                    {Area::kAssets, kNameTag},
                                    {Area::kHistory, kNameTag},
                                    {Area::kEdges, kUpstreamTag},
                                    {Area::kHistory, kUpstreamTag}}) {
      if (status.ok()) status = Scan(area, tag);
    }
    line.mutable_footer()->set_lines(lines_);
    return status.ok() ? Put(line) : status;
  }

 private:
  absl::Status Put(const v1::CatalogLine& line) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    const auto status = google::protobuf::util::MessageToJsonString(line, &json, options);
    if (!status.ok()) return absl::InternalError(status.ToString());
    json.push_back('\n');
    ++lines_;
    return write_(json);
  }

  absl::Status Scan(Area area, char tag) {
    const auto iterator = reader_->view().Iterate(area, false);
    for (iterator->Seek(std::string(1, tag)); iterator->Valid() && iterator->key()[0] == tag;
         iterator->Next()) {
      v1::CatalogLine line;
      const absl::string_view key = ToView(iterator->key());
      const uint64_t until = area == Area::kHistory ? GetU64(key.substr(key.size() - 8)) : 0;
      if (!Fill(tag, key, ToView(iterator->value()), until, &line)) {
        return Damaged(absl::StrCat("a record of ", AreaName(area)));
      }
      const absl::Status status = Put(line);
      if (!status.ok()) return status;
    }
    return FromRocks(iterator->status(), "exporting");
  }

  bool Fill(char tag, absl::string_view key, absl::string_view value, uint64_t until,
            v1::CatalogLine* line) {
    const auto parse = [&](google::protobuf::Message* message) {
      return message->ParseFromArray(value.data(), static_cast<int>(value.size()));
    };
    switch (tag) {
      case kEpochTag:
        return parse(line->mutable_epoch());
      case kTextTag:
        line->mutable_text()->set_hash(std::string(key.substr(1)));
        line->mutable_text()->set_text(std::string(value));
        return true;
      case kAssetTag:
        line->mutable_asset()->set_until_epoch(until);
        return parse(line->mutable_asset()->mutable_asset());
      case kNameTag: {
        uint32_t id = 0;
        uint64_t since = 0;
        if (!ParseNameValue(value, &id, &since)) return false;
        key.remove_prefix(1);
        if (until > 0) key.remove_suffix(9);
        line->mutable_name()->set_name(std::string(key));
        line->mutable_name()->set_asset(id);
        line->mutable_name()->set_since_epoch(since);
        line->mutable_name()->set_until_epoch(until);
        return true;
      }
      default: {
        BlockView view;
        std::vector<BlockEdge> edges;
        if (!SplitBlock(value, &view) || !ReadBody(view.body, &edges)) return false;
        v1::CatalogLine::EdgeBlock* block = line->mutable_block();
        block->set_target(GetU32(key.substr(1)));
        block->set_task(GetU32(key.substr(5)));
        block->set_since_epoch(view.since);
        block->set_until_epoch(until);
        for (const BlockEdge& edge : edges) {
          block->add_edges(edge.slot);
          block->add_edges(AssetOf(edge.other));
          block->add_edges(SlotOf(edge.other));
          block->add_edges(edge.attributes);
        }
        return true;
      }
    }
  }

  Reader* const reader_;
  const std::function<absl::Status(absl::string_view)>& write_;
  uint64_t lines_ = 0;
};

// Everything but the counters is written as it comes; without them the catalog counts as empty,
// so that an import that was cut short is begun again.
class Importer {
 public:
  explicit Importer(Store* store) : store_(store) {}

  absl::Status Run(const std::function<bool(std::string*)>& next) {
    absl::Status wiped = Wipe();
    if (!wiped.ok()) return wiped;
    std::string text;
    for (uint64_t number = 1; next(&text); ++number) {
      if (text.empty()) continue;
      v1::CatalogLine line;
      const auto parsed = google::protobuf::util::JsonStringToMessage(text, &line);
      absl::Status status = parsed.ok() ? Put(line)
                                        : absl::InvalidArgumentError(std::string(
                                              parsed.message().data(), parsed.message().size()));
      if (status.ok() && batch_.GetDataSize() > kBatchBytes) status = Flush(false);
      if (!status.ok()) {
        return absl::Status(status.code(), absl::StrCat("line ", number, ": ", status.message()));
      }
    }
    if (header_.next_epoch() == 0) return absl::InvalidArgumentError("there is no header line");
    if (!ended_) {
      return absl::InvalidArgumentError(
          absl::StrCat("the export ends after ", lines_, " lines, without its last"));
    }
    absl::Status status = PutDownstream();
    PutTerms();
    std::string counters;
    PutVarint(header_.next_asset(), &counters);
    PutVarint(header_.next_epoch(), &counters);
    batch_.Put(store_->area(Area::kDefault), kCountersKey, counters);
    return status.ok() ? Flush(true) : status;
  }

 private:
  // What an import that was cut short has left.
  absl::Status Wipe() {
    for (int i = 0; i < kAreaCount; ++i) {
      const Area area = static_cast<Area>(i);
      const auto tags =
          area == Area::kDefault
              ? std::vector<char>{kEpochTag, kTimeTag, kTextTag}
              : std::vector<char>{kAssetTag,      kNameTag, kFingerprintTag, kUpstreamTag,
                                  kDownstreamTag, kTermTag, kTrigramTag};
      const auto iterator = store_->Iterate(nullptr, area, false);
      for (const char tag : tags) {
        const std::string begin(1, tag);
        iterator->Seek(begin);
        if (!iterator->status().ok()) return FromRocks(iterator->status(), "importing");
        if (!iterator->Valid() || iterator->key()[0] != tag) continue;
        const std::string end(1, static_cast<char>(tag + 1));
        const absl::Status status =
            FromRocks(batch_.DeleteRange(store_->area(area), begin, end), "importing");
        if (!status.ok()) return status;
      }
    }
    return Flush(false);
  }

  absl::Status Flush(bool sync) {
    const absl::Status status = store_->Write(&batch_, sync);
    batch_.Clear();
    return status;
  }

  void PutVersion(Area area, const std::string& key, uint64_t until, const std::string& value) {
    batch_.Put(store_->area(until == 0 ? area : Area::kHistory),
               until == 0 ? key : HistoryKey(key, until), value);
  }

  absl::Status Put(const v1::CatalogLine& line) {
    if (line.line_case() != v1::CatalogLine::kHeader && header_.next_epoch() == 0) {
      return absl::InvalidArgumentError("the header must come first");
    }
    if (ended_) return absl::InvalidArgumentError("a line after the last");
    if (line.line_case() != v1::CatalogLine::kFooter) ++lines_;
    switch (line.line_case()) {
      case v1::CatalogLine::kFooter:
        if (line.footer().lines() != lines_) {
          return absl::InvalidArgumentError(absl::StrCat("the export had ", line.footer().lines(),
                                                         " lines, and ", lines_, " are here"));
        }
        ended_ = true;
        break;
      case v1::CatalogLine::kHeader:
        header_ = line.header();
        if (header_.format_version() > kFormatVersion) {
          return absl::FailedPreconditionError("the export is of a newer format version");
        }
        break;
      case v1::CatalogLine::kEpoch:
        batch_.Put(store_->area(Area::kDefault), EpochKey(line.epoch().number()),
                   line.epoch().SerializeAsString());
        batch_.Put(store_->area(Area::kDefault),
                   TimeKey(line.epoch().time_ms(), line.epoch().number()), "");
        break;
      case v1::CatalogLine::kText:
        batch_.Put(store_->area(Area::kDefault),
                   absl::StrCat(std::string(1, kTextTag), line.text().hash()), line.text().text());
        break;
      case v1::CatalogLine::kAsset:
        PutAsset(line.asset());
        break;
      case v1::CatalogLine::kName:
        if (line.name().name().empty()) return absl::InvalidArgumentError("an empty name");
        PutVersion(Area::kAssets, NameKey(line.name().name()), line.name().until_epoch(),
                   NameValue(line.name().asset(), line.name().since_epoch()));
        break;
      case v1::CatalogLine::kBlock:
        return PutBlock(line.block());
      default:
        return absl::InvalidArgumentError("a line of no known kind");
    }
    return absl::OkStatus();
  }

  void PutAsset(const v1::CatalogLine::AssetVersion& version) {
    const v1::Asset& asset = version.asset();
    PutVersion(Area::kAssets, AssetKey(asset.id()), version.until_epoch(),
               asset.SerializeAsString());
    // Past records too: answers about the past are found by the words of the past.
    for (const std::string& term : TermsOf(asset)) {
      postings_[term][asset.since_epoch()].push_back(asset.id());
    }
    if (version.until_epoch() == 0 && !asset.task().fingerprint().empty()) {
      batch_.Put(store_->area(Area::kAssets),
                 absl::StrCat(std::string(1, kFingerprintTag), asset.name()),
                 asset.task().fingerprint());
    }
  }

  absl::Status PutBlock(const v1::CatalogLine::EdgeBlock& block) {
    if (block.edges_size() % 4 != 0) return absl::InvalidArgumentError("a torn block of edges");
    std::vector<BlockEdge> edges;
    for (int i = 0; i < block.edges_size(); i += 4) {
      if (block.edges(i) > kMostColumns || block.edges(i + 2) > kMostColumns ||
          block.edges(i + 3) > 0x7f) {
        return absl::InvalidArgumentError("an edge with numbers that cannot be");
      }
      edges.push_back({block.edges(i), MakeNode(block.edges(i + 1), block.edges(i + 2)),
                       static_cast<uint8_t>(block.edges(i + 3))});
    }
    std::sort(edges.begin(), edges.end());
    PutVersion(Area::kEdges, BlockKey(kUpstreamTag, block.target(), block.task()),
               block.until_epoch(), MakeBlock(block.since_epoch(), BlockBody(edges)));
    for (const BlockEdge& edge : edges) {
      History& history = downstream_[{AssetOf(edge.other), block.task()}];
      const BlockEdge mirrored = {SlotOf(edge.other), MakeNode(block.target(), edge.slot),
                                  edge.attributes};
      history.push_back({block.since_epoch(), block.until_epoch(), mirrored});
    }
    return absl::OkStatus();
  }

  struct Span {
    uint64_t since;
    uint64_t until;
    BlockEdge edge;
  };
  using History = std::vector<Span>;

  // The other direction follows: between two epochs in which some edge begins or ends, a block is
  // what holds then.
  absl::Status PutDownstream() {
    for (auto& [key, history] : downstream_) {
      std::map<uint64_t, bool> bounds;
      for (const Span& span : history) {
        bounds[span.since] = true;
        bounds[span.until == 0 ? UINT64_MAX : span.until] = true;
      }
      std::string last_body;
      uint64_t last_since = 0;
      for (auto at = bounds.begin(); at != bounds.end(); ++at) {
        std::vector<BlockEdge> edges;
        for (const Span& span : history) {
          if (span.since <= at->first && (span.until == 0 || at->first < span.until)) {
            edges.push_back(span.edge);
          }
        }
        std::sort(edges.begin(), edges.end());
        const std::string body = edges.empty() || at->first == UINT64_MAX ? "" : BlockBody(edges);
        if (body == last_body && at->first != UINT64_MAX) continue;
        const std::string block_key = BlockKey(kDownstreamTag, key.first, key.second);
        if (!last_body.empty()) {
          PutVersion(Area::kEdges, block_key, at->first == UINT64_MAX ? 0 : at->first,
                     MakeBlock(last_since, last_body));
        }
        last_body = body;
        last_since = at->first;
      }
      if (batch_.GetDataSize() > kBatchBytes) {
        const absl::Status status = Flush(false);
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  void PutTerms() {
    for (auto& [term, by_epoch] : postings_) {
      for (auto& [epoch, ids] : by_epoch) {
        std::sort(ids.begin(), ids.end());
        std::string value;
        uint32_t last = 0;
        for (const uint32_t id : ids) {
          PutVarint(id - last, &value);
          last = id;
        }
        std::string key = absl::StrCat(std::string(1, kTermTag), term);
        key.push_back('\0');
        PutU64(epoch, &key);
        batch_.Put(store_->area(Area::kSearch), key, value);
      }
      for (const std::string& trigram : Trigrams(term)) {
        batch_.Put(store_->area(Area::kSearch),
                   absl::StrCat(std::string(1, kTrigramTag), trigram, term), "");
      }
    }
  }

  Store* const store_;
  v1::CatalogLine::Header header_;
  uint64_t lines_ = 0;
  bool ended_ = false;
  rocksdb::WriteBatch batch_;
  std::map<std::string, std::map<uint64_t, std::vector<uint32_t>>> postings_;
  std::map<std::pair<uint32_t, uint32_t>, History> downstream_;
};

}  // namespace

absl::Status CatalogImpl::Export(const std::function<absl::Status(absl::string_view)>& write) {
  auto reader = Reader::Make(store_.get(), {});
  if (!reader.ok()) return reader.status();
  return Exporter(reader->get(), write).Run();
}

absl::Status CatalogImpl::Import(const std::function<bool(std::string*)>& next) {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  absl::Status status = NeedWriter();
  if (!status.ok()) return status;
  status = records_->Load();
  if (!status.ok()) return status;
  if (records_->next_epoch() != 1 || records_->next_asset() != 1) {
    return absl::FailedPreconditionError("an export can be imported into an empty catalog only");
  }
  status = Importer(store_.get()).Run(next);
  records_ = std::make_unique<RecordCache>(store_.get(), 1024);
  last_time_ms_ = 0;
  return status;
}

}  // namespace headwater::catalog
