#include "syntax/syntax_error.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "syntax/syntax_expectation.h"
#include "syntax/syntax_hints.h"
#include "syntax/syntax_repair.h"

namespace headwater::syntax {
namespace {

// "spark", "spark and doris": the dialects in which the statement would be right as it is.
std::string DialectsThatTakeIt(SyntaxScene* scene) {
  std::string names;
  for (int d = 0; d < kDialectCount; ++d) {
    const Dialect other = static_cast<Dialect>(d);
    if (other == scene->dialect() || !scene->ParsesIn(other)) continue;
    absl::StrAppend(&names, names.empty() ? "" : " and ", DialectName(other));
  }
  return names;
}

void AddOtherDialects(const std::string& others, Dialect dialect, std::string* hint) {
  if (others.empty()) return;
  if (hint->empty()) {
    *hint =
        absl::StrCat("it parses as ", others, ": is ", DialectName(dialect), " the right dialect?");
    return;
  }
  absl::StrAppend(hint, " (it parses as ", others, ")");
}

// A statement that another dialect takes as it is needs no bold guess.
Finding FindCause(SyntaxScene* scene, bool right_elsewhere) {
  Finding finding = FindForeignConstruct(*scene);
  if (finding.empty()) finding = FindPlainSlip(*scene);
  if (finding.empty()) finding = FindRepair(scene, right_elsewhere);
  if (finding.empty() && !right_elsewhere) finding = FindLastResort(*scene);
  return finding;
}

std::string FoundAndExpected(const SyntaxScene& scene) {
  const bool end = scene.Found() == kEndOfStatement;
  std::string found =
      end ? "the statement ends" : absl::StrCat("found ", Shown(scene.Text(scene.at())));
  const std::string wanted = Expectation(scene);
  if (wanted.empty()) return found;
  return absl::StrCat(found, end ? ", but expected " : ", expected ", wanted);
}

}  // namespace

std::string Shown(absl::string_view text) {
  constexpr size_t kLongestShown = 40;
  size_t end = 0;
  while (end < text.size() && end < kLongestShown) end += base::DecodeFront(text.substr(end)).bytes;
  const absl::string_view mark =
      !text.empty() && absl::StrContains("'\"`", text[0]) ? "" : "'";  // it has its own
  return absl::StrCat(mark, text.substr(0, end), end < text.size() ? "..." : "", mark);
}

bool NearlyEqual(absl::string_view a, absl::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a.size() < 3) return false;
  size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
  if (i == a.size()) return false;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

Diagnostic DescribeSyntaxError(const SyntaxFailure& failure) {
  SyntaxScene scene(failure);
  const std::string others = DialectsThatTakeIt(&scene);
  Finding finding = FindCause(&scene, !others.empty());
  Diagnostic diagnostic;
  diagnostic.code = "syntax";
  diagnostic.range = finding.range.end > 0 ? finding.range : scene.Range(failure.at);
  diagnostic.message =
      finding.message.empty() ? FoundAndExpected(scene) : std::move(finding.message);
  diagnostic.hint = std::move(finding.hint);
  if (!finding.everywhere) AddOtherDialects(others, failure.dialect, &diagnostic.hint);
  return diagnostic;
}

}  // namespace headwater::syntax
