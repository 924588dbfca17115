// Which names are types in a dialect whose parser knows them all.

#ifndef HEADWATER_LIB_SYNTAX_TYPE_RULES_H_
#define HEADWATER_LIB_SYNTAX_TYPE_RULES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"

namespace headwater::syntax {

// Why `name`, with or without arguments in parentheses, is no type of the dialect; empty: it is
// one, or the dialect's parser accepts any name (Doris).
std::string WhyNoType(Dialect dialect, absl::string_view name, bool has_arguments);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_TYPE_RULES_H_
