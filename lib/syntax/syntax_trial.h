// Parses text that nobody wrote, to see whether a guess about an error is right.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_TRIAL_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_TRIAL_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "syntax/variables.h"

namespace headwater::syntax {

struct TrialResult {
  bool parsed = false;           // all of it, without an error
  bool feature_missing = false;  // it parses, but has a construct that the dialect lacks
  size_t stopped_at = 0;         // byte of the first error; the text's size if there is none
  size_t statements = 0;         // up to there
};

// Parses without saying why it fails: no message is made, so a guess costs what a parse costs.
TrialResult TryParse(absl::string_view text, Dialect dialect, const Variables& variables);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_TRIAL_H_
