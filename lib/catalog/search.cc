// Words to assets.

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lib/catalog/catalog_impl.h"
#include "lib/catalog/format.h"
#include "lib/catalog/search_terms.h"

namespace headwater::catalog {
namespace {

// Terms that one word of the query may stand for, and assets that are looked at for ranking:
// together a few tenths of a second. Past them the result says that there is more.
constexpr size_t kMostTerms = 2'000;
constexpr size_t kMostCandidates = 20'000;

using Ids = absl::flat_hash_set<uint32_t>;

class Lookup {
 public:
  explicit Lookup(Reader* reader)
      : reader_(reader), iterator_(reader->view().Iterate(Area::kSearch, false)) {}

  bool truncated() const { return truncated_; }

  // Assets with a term that begins with `word`; then, where the word is long enough, with one that
  // has it inside.
  absl::Status Find(const std::string& word, Ids* ids) {
    absl::Status status = FindPrefix(word, ids);
    if (!status.ok()) return status;
    const std::vector<std::string> trigrams = Trigrams(word);
    if (trigrams.empty()) return absl::OkStatus();
    std::vector<std::string> terms;
    const std::string prefix = absl::StrCat(std::string(1, kTrigramTag), trigrams.front());
    for (iterator_->Seek(prefix);
         iterator_->Valid() && absl::StartsWith(ToView(iterator_->key()), prefix);
         iterator_->Next()) {
      const absl::string_view term = ToView(iterator_->key()).substr(prefix.size());
      if (!absl::StrContains(term, word) || absl::StartsWith(term, word)) continue;
      if (terms.size() >= kMostTerms) {
        truncated_ = true;
        break;
      }
      terms.emplace_back(term);
    }
    for (const std::string& term : terms) {
      status = FindPrefix(term + '\0', ids);
      if (!status.ok()) return status;
    }
    return FromRocks(iterator_->status(), "searching");
  }

 private:
  absl::Status FindPrefix(const std::string& start, Ids* ids) {
    const std::string prefix = absl::StrCat(std::string(1, kTermTag), start);
    for (iterator_->Seek(prefix);
         iterator_->Valid() && absl::StartsWith(ToView(iterator_->key()), prefix);
         iterator_->Next()) {
      absl::string_view value = ToView(iterator_->value());
      uint64_t id = 0;
      uint64_t distance = 0;
      while (!value.empty()) {
        if (!TakeVarint(&value, &distance)) return Damaged("a search entry");
        id += distance;
        ids->insert(static_cast<uint32_t>(id));
      }
    }
    return FromRocks(iterator_->status(), "searching");
  }

  Reader* const reader_;
  const std::unique_ptr<rocksdb::Iterator> iterator_;
  bool truncated_ = false;
};

// How well `word` matches `text`, which is in lower case: as a whole, as a word of it, as the
// beginning of a word, inside a word.
double Match(absl::string_view text, absl::string_view word) {
  if (text == word) return 4;
  double best = 0;
  for (size_t at = text.find(word); at != absl::string_view::npos; at = text.find(word, at + 1)) {
    const auto boundary = [&](size_t i) {
      return i >= text.size() || !absl::ascii_isalnum(static_cast<unsigned char>(text[i]));
    };
    const bool begins = at == 0 || boundary(at - 1);
    const bool ends = boundary(at + word.size());
    best = std::max(best, begins && ends ? 3.0 : begins ? 2.0 : 1.0);
    if (best == 3.0) break;
  }
  return best;
}

struct Field {
  absl::string_view name;
  double weight;
  std::string text;
  absl::string_view column;  // whose name or comment it is
};

std::vector<Field> FieldsOf(const v1::Asset& asset) {
  std::vector<Field> fields;
  fields.push_back({"name", 10, asset.name(), ""});
  fields.push_back({"comment", 4, asset.comment(), ""});
  fields.push_back({"owner", 4, asset.owner(), ""});
  for (const std::string& tag : asset.tags()) fields.push_back({"tag", 4, tag, ""});
  for (const v1::AssetColumn& column : asset.columns()) {
    if (column.dropped()) continue;
    fields.push_back({"column", 3, column.name(), column.name()});
    if (!column.comment().empty())
      fields.push_back({"comment", 2, column.comment(), column.name()});
  }
  return fields;
}

// 0: some word does not match at all, its search entry is of the past.
double Score(const v1::Asset& asset, const std::vector<std::string>& words,
             v1::SearchResult::Hit* hit) {
  double total = 0;
  double best_of_all = 0;
  const std::vector<Field> fields = FieldsOf(asset);
  for (const std::string& word : words) {
    double best = 0;
    for (const Field& field : fields) {
      const double score = field.weight * Match(absl::AsciiStrToLower(field.text), word);
      if (score > best_of_all) {
        best_of_all = score;
        hit->set_field(std::string(field.name));
        hit->set_text(field.text);
        hit->mutable_node()->set_column(std::string(field.column));
      }
      best = std::max(best, score);
    }
    if (best == 0) return 0;
    total += best;
  }
  // A short name that matches says more than a long one.
  total /= 1 + std::log1p(static_cast<double>(asset.name().size())) / 10;
  if (asset.dropped()) total /= 4;
  if (asset.kind() == v1::Asset::TASK) total *= 0.9;
  return total;
}

}  // namespace

absl::StatusOr<v1::SearchResult> CatalogImpl::Search(absl::string_view words, size_t limit,
                                                     const AsOf& as_of) {
  auto reader = Reader::Make(store_.get(), as_of);
  if (!reader.ok()) return reader.status();
  std::vector<std::string> terms;
  AppendTerms(words, &terms);
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  if (terms.empty()) return absl::InvalidArgumentError("there is no word to search for");
  Lookup lookup(reader->get());
  Ids candidates;
  for (size_t i = 0; i < terms.size(); ++i) {
    Ids ids;
    const absl::Status status = lookup.Find(terms[i], &ids);
    if (!status.ok()) return status;
    if (i == 0) {
      candidates = std::move(ids);
    } else {
      absl::erase_if(candidates, [&](uint32_t id) { return !ids.contains(id); });
    }
  }
  v1::SearchResult result;
  std::vector<uint32_t> order(candidates.begin(), candidates.end());
  std::sort(order.begin(), order.end());
  result.set_truncated(lookup.truncated() || order.size() > kMostCandidates);
  if (order.size() > kMostCandidates) order.resize(kMostCandidates);
  std::vector<v1::SearchResult::Hit> hits;
  for (const uint32_t id : order) {
    v1::Asset asset;
    const auto found = (*reader)->AssetAt(id, &asset);
    if (!found.ok()) return found.status();
    v1::SearchResult::Hit hit;
    const double score = *found ? Score(asset, terms, &hit) : 0;
    if (score == 0) continue;
    hit.set_score(std::round(score * 100) / 100);
    hit.mutable_node()->set_asset(id);
    hit.mutable_node()->set_name(asset.name());
    hit.mutable_node()->set_kind(asset.kind());
    hit.mutable_node()->set_dropped(asset.dropped());
    hits.push_back(std::move(hit));
  }
  std::sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) {
    return std::make_pair(-a.score(), a.node().name()) <
           std::make_pair(-b.score(), b.node().name());
  });
  if (hits.size() > limit) {
    hits.resize(limit);
    result.set_truncated(true);
  }
  for (auto& hit : hits) *result.add_hits() = std::move(hit);
  return result;
}

}  // namespace headwater::catalog
