// What to write where a dialect lacks a construct.

#ifndef HEADWATER_LIB_SYNTAX_FEATURE_ALTERNATIVE_H_
#define HEADWATER_LIB_SYNTAX_FEATURE_ALTERNATIVE_H_

#include "absl/strings/string_view.h"
#include "syntax/features.h"

namespace headwater::syntax {

// "write CAST(x AS type)"; empty where there is no short answer.
absl::string_view FeatureAlternative(Feature feature, Dialect dialect);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_FEATURE_ALTERNATIVE_H_
