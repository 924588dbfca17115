// What is said about arguments that cannot be right.

#ifndef HEADWATER_BINDINGS_CLI_WRONG_USAGE_H_
#define HEADWATER_BINDINGS_CLI_WRONG_USAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace headwater::cli {

// The word nearest to `word` by edits, where a slip of the keyboard explains the difference;
// else empty.
std::string NearestWord(absl::string_view word, const std::vector<std::string>& words);

// `there is no format "jsn"; did you mean json? (text, json, dot)`.
std::string NoSuchWord(absl::string_view what, absl::string_view word,
                       const std::vector<std::string>& words);

// Writes "headwater lineage: MESSAGE", and where to read more, to stderr. Returns kWrongUsage.
int ReportWrongUsage(absl::string_view command, absl::string_view message);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_WRONG_USAGE_H_
