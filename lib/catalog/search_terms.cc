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

void AppendWord(absl::string_view word, std::vector<std::string>* terms) {
  if (word.empty()) return;
  terms->push_back(absl::AsciiStrToLower(word.substr(0, kTermBytes)));
}

// `starts` has the offset of each character of the run, and its end.
void AppendRun(absl::string_view text, const std::vector<size_t>& starts,
               std::vector<std::string>* terms) {
  if (starts.size() < 2) return;
  if (starts.size() == 2) terms->emplace_back(text.substr(starts[0], starts[1] - starts[0]));
  for (size_t i = 0; i + 2 < starts.size(); ++i) {
    terms->emplace_back(text.substr(starts[i], starts[i + 2] - starts[i]));
  }
}

}  // namespace

void AppendTerms(absl::string_view text, std::vector<std::string>* terms) {
  std::vector<size_t> run;
  size_t word = 0;
  bool in_word = false;
  for (size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::DecodeFront(text.substr(at));
    const bool ideographic = IsIdeographic(point.value);
    const bool letter = !ideographic && IsWord(point);
    if (in_word && !letter) AppendWord(text.substr(word, at - word), terms), in_word = false;
    if (!run.empty() && !ideographic) {
      run.push_back(at);
      AppendRun(text, run, terms);
      run.clear();
    }
    if (letter && !in_word) word = at, in_word = true;
    if (ideographic) run.push_back(at);
    at += point.bytes;
  }
  if (in_word) AppendWord(text.substr(word), terms);
  if (!run.empty()) {
    run.push_back(text.size());
    AppendRun(text, run, terms);
  }
}

std::vector<std::string> TermsOf(const v1::Asset& asset) {
  std::vector<std::string> terms;
  AppendTerms(asset.name(), &terms);
  AppendTerms(asset.comment(), &terms);
  AppendTerms(asset.owner(), &terms);
  for (const std::string& tag : asset.tags()) AppendTerms(tag, &terms);
  for (const v1::AssetColumn& column : asset.columns()) {
    AppendTerms(column.name(), &terms);
    AppendTerms(column.comment(), &terms);
  }
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
