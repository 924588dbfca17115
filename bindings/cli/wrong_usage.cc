#include "wrong_usage.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "program.h"

namespace headwater::cli {
namespace {

// Insertions, deletions, replacements and swaps of neighbours that make `a` of `b`.
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string NearestWord(absl::string_view word, const std::vector<std::string>& words) {
  const std::string written = absl::AsciiStrToLower(word);
  std::string nearest;
  size_t fewest = std::max<size_t>(1, written.size() / 3) + 1;
  for (const std::string& candidate : words) {
    const size_t distance = EditDistance(written, absl::AsciiStrToLower(candidate));
    if (distance < fewest) {
      fewest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string NoSuchWord(absl::string_view what, absl::string_view word,
                       const std::vector<std::string>& words) {
  const std::string nearest = NearestWord(word, words);
  return absl::StrCat("there is no ", what, " \"", word, "\"",
                      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?"), " (",
                      absl::StrJoin(words, ", "), ")");
}

int ReportWrongUsage(absl::string_view command, absl::string_view message) {
  const std::string text =
      absl::StrCat(command, ": ", message, "\n", "Try '", command, " --help'.\n");
  std::fwrite(text.data(), 1, text.size(), stderr);
  return kWrongUsage;
}

}  // namespace headwater::cli
