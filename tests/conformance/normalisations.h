// What a reference adds to or loses from the lineage that a statement's text has.
//
// A normalisation is tried only on a statement whose answers differ, in the order of the list,
// until they agree; the report counts how often each one changed something. `--without NAME`
// switches one off. Anything that is not in this list counts as a difference.

#ifndef HEADWATER_TESTS_CONFORMANCE_NORMALISATIONS_H_
#define HEADWATER_TESTS_CONFORMANCE_NORMALISATIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "comparison.h"

namespace headwater::conformance {

struct Normalisation {
  absl::string_view name;
  absl::string_view reason;  // one or two sentences: what the reference does, and why ours stays
  bool (*applies)(const Case& test);
  bool (*apply)(Comparison* comparison);  // true: it changed one of the answers
};

absl::Span<const Normalisation> Normalisations();

// Applies them until the answers agree. `used` gets the names of those that changed something.
// Returns the difference that is left.
Difference Normalise(const std::vector<std::string>& without, Comparison* comparison,
                     std::vector<absl::string_view>* used);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_NORMALISATIONS_H_
