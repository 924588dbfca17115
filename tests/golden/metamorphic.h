// Rewritings of SQL that must not change its lineage.

#ifndef HEADWATER_TESTS_GOLDEN_METAMORPHIC_H_
#define HEADWATER_TESTS_GOLDEN_METAMORPHIC_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace headwater::golden {

struct Rewriting {
  absl::string_view name;
  std::string (*rewrite)(absl::string_view sql);
};

// Comments between tokens, other white space, Windows line ends, the other keyword case,
// parentheses around select items.
absl::Span<const Rewriting> Rewritings();

}  // namespace headwater::golden

#endif  // HEADWATER_TESTS_GOLDEN_METAMORPHIC_H_
