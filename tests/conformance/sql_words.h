// What the measuring needs of a statement's text, without the library that is being measured.

#ifndef HEADWATER_TESTS_CONFORMANCE_SQL_WORDS_H_
#define HEADWATER_TESTS_CONFORMANCE_SQL_WORDS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace headwater::conformance {

struct Word {
  enum Kind { kName, kConstant, kSymbol };
  Kind kind;
  std::string text;  // lower case; names without quotes; of a string only that it is one
};

// Words of a text, comments left out.
std::vector<Word> SplitWords(absl::string_view sql);

// All names, in lower case.
std::set<std::string> WordsOf(absl::string_view sql);
bool HasWord(absl::string_view sql, absl::string_view word);

// Last parts of names that the text sets equal to a constant (`a.key = 1`, `1 = key`, `key is
// null`), and of those set equal to them (`a.key = b.id`).
std::set<std::string> ColumnsEqualToConstants(absl::string_view sql);

// Names in PARTITIONED BY (..) and PARTITIONED ON (..).
std::set<std::string> PartitionedNames(absl::string_view sql);

// Whether a condition is false whatever the data: WHERE FALSE, 1 = 2, NULL = NULL; or LIMIT 0.
bool IsAlwaysEmpty(absl::string_view sql);

// Constructs that the text uses, for the scoreboard: "join", "union", "window", ...
std::vector<std::string> FeaturesOf(absl::string_view sql);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_SQL_WORDS_H_
