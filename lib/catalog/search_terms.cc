#include "lib/catalog/search_terms.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "lib/base/utf8.h"

namespace headwater::catalog {
namespace {

// Longer words are found by their beginning.
constexpr size_t kTermBytes = 64;
// Ideographs, kana and hangul begin here; scripts below it are written with blanks.
constexpr uint32_t kFirstIdeographic = 0x2e80;

// Punctuation among them: ideographic and full-width.
bool IsIdeographic(uint32_t value) {
  return value >= kFirstIdeographic && !(value >= 0x3000 && value <= 0x3020) &&
         !(value >= 0xff00 && value <= 0xff0f) && !(value >= 0xff1a && value <= 0xff20) &&
         !(value >= 0xff3b && value <= 0xff40) && !(value >= 0xff5b && value <= 0xff65) &&
         value != 0xfffd;
}

bool IsWord(const base::CodePoint& point) {
  return point.value < 0x80 ? absl::ascii_isalnum(static_cast<unsigned char>(point.value))
                            : point.value >= 0xc0 && point.value < kFirstIdeographic &&
                                  !(point.value >= 0x2000 && point.value <= 0x2bff);
}

using Visit = absl::FunctionRef<void(absl::string_view)>;

void VisitWord(absl::string_view word, Visit visit) {
  char lower[kTermBytes];
  const size_t size = std::min(word.size(), kTermBytes);
  for (size_t i = 0; i < size; ++i) {
    lower[i] = absl::ascii_tolower(static_cast<unsigned char>(word[i]));
  }
  visit(absl::string_view(lower, size));
}

// `starts` has the offset of each character of the run, and its end.
void VisitRun(absl::string_view text, const std::vector<size_t>& starts, Visit visit) {
  if (starts.size() < 2) return;
  if (starts.size() == 2) visit(text.substr(starts[0], starts[1] - starts[0]));
  for (size_t i = 0; i + 2 < starts.size(); ++i) {
    visit(text.substr(starts[i], starts[i + 2] - starts[i]));
  }
}

void VisitTerms(absl::string_view text, Visit visit) {
  std::vector<size_t> run;
  size_t word = 0;
  bool in_word = false;
  for (size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::DecodeFront(text.substr(at));
    const bool ideographic = IsIdeographic(point.value);
    const bool letter = !ideographic && IsWord(point);
    if (in_word && !letter) VisitWord(text.substr(word, at - word), visit), in_word = false;
    if (!run.empty() && !ideographic) {
      run.push_back(at);
      VisitRun(text, run, visit);
      run.clear();
    }
    if (letter && !in_word) word = at, in_word = true;
    if (ideographic) run.push_back(at);
    at += point.bytes;
  }
  if (in_word) VisitWord(text.substr(word), visit);
  if (!run.empty()) {
    run.push_back(text.size());
    VisitRun(text, run, visit);
  }
}

}  // namespace

void AppendTerms(absl::string_view text, std::vector<std::string>* terms) {
  VisitTerms(text, [terms](absl::string_view term) { terms->emplace_back(term); });
}

void ForEachTerm(const v1::Asset& asset, absl::FunctionRef<void(absl::string_view)> visit) {
  VisitTerms(asset.name(), visit);
  VisitTerms(asset.comment(), visit);
  VisitTerms(asset.owner(), visit);
  for (const std::string& tag : asset.tags()) VisitTerms(tag, visit);
  for (const v1::AssetColumn& column : asset.columns()) {
    VisitTerms(column.name(), visit);
    VisitTerms(column.comment(), visit);
  }
}

std::vector<std::string> TermsOf(const v1::Asset& asset) {
  std::vector<std::string> terms;
  ForEachTerm(asset, [&terms](absl::string_view term) { terms.emplace_back(term); });
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::vector<std::string> Trigrams(absl::string_view term) {
  std::vector<size_t> starts;
  for (size_t at = 0; at < term.size(); at += base::DecodeFront(term.substr(at)).bytes) {
    starts.push_back(at);
  }
  starts.push_back(term.size());
  std::vector<std::string> trigrams;
  for (size_t i = 0; i + 3 < starts.size(); ++i) {
    trigrams.emplace_back(term.substr(starts[i], starts[i + 3] - starts[i]));
  }
  std::sort(trigrams.begin(), trigrams.end());
  trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
  return trigrams;
}

}  // namespace headwater::catalog
