// What Spark's parser asks of typed literals and intervals. Hive and Doris read them when the
// statement is analyzed, so their parsers accept any text.

#ifndef HEADWATER_LIB_SYNTAX_LITERAL_RULES_H_
#define HEADWATER_LIB_SYNTAX_LITERAL_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace headwater::syntax {

// Why DATE 'text', TIMESTAMP 'text', TIME 'text', X 'text' or INTERVAL 'text' is no literal; empty:
// it is one. `type` in any case; a type that is none of these says nothing.
std::string WhyNoLiteral(absl::string_view type, absl::string_view text);

// One part of INTERVAL 1 YEAR '2' MONTHS, or of INTERVAL '1-2' YEAR TO MONTH.
struct IntervalPart {
  absl::string_view value;  // the number, or the string's text
  bool is_string = false;
  absl::string_view unit;
  absl::string_view to_unit;  // empty: none
  bool negative = false;      // a minus stands before the value
};

// Why the parts make no interval; empty: they do.
std::string WhyNoInterval(const std::vector<IntervalPart>& parts);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_LITERAL_RULES_H_
