// The command line of headwater_conformance.

#ifndef HEADWATER_TESTS_CONFORMANCE_OPTIONS_H_
#define HEADWATER_TESTS_CONFORMANCE_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace headwater::conformance {

struct Options {
  bool help = false;
  bool parse = false;                // --parse: a corpus of statements instead of lineage cases
  std::string data;                  // the file or folder
  std::vector<std::string> sources;  // --source NAME: only files whose name holds one of these
  std::string explain;               // --explain ID
  std::string json;                  // --json FILE
  std::string diff_old;              // --diff OLD NEW
  std::string diff_new;
  std::vector<std::string> without;  // --without NAME: normalisations that are switched off
  std::string disputed;              // --disputed FILE
  std::string kind;                  // --kind WORDS: only statements that start so
  std::string tag;                   // --tag NAME: only cases with this tag
  int failures = 0;                  // --failures [N]: list as many failing cases or groups
  bool wrongly_accepted = false;     // --wrongly-accepted: statements that ought to be refused
  int jobs = 0;                      // --jobs N; 0: as many as there are processors

  // Whether a file of this name is asked for.
  bool Wants(absl::string_view source) const;
};

// `arguments` without the program's name. InvalidArgument is one line for the user.
absl::StatusOr<Options> ParseOptionsFrom(const std::vector<std::string>& arguments);

// The text of --help.
absl::string_view Usage();

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_OPTIONS_H_
