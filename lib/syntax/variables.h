// The variables of a script: given from outside, and set by its SET statements.

#ifndef HEADWATER_LIB_SYNTAX_VARIABLES_H_
#define HEADWATER_LIB_SYNTAX_VARIABLES_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace headwater::syntax {

// Names are case-sensitive. `hivevar:x` and `x` are one variable; `hiveconf:x` is looked up as
// itself first, so a setting and a variable of one name do not mix.
class Variables {
 public:
  explicit Variables(std::map<std::string, std::string> values) : values_(std::move(values)) {}

  // The value of what stands between the braces of `${...}`, or null.
  const std::string* Find(absl::string_view name) const;

  void Set(absl::string_view name, absl::string_view value);

  const std::map<std::string, std::string>& values() const { return values_; }

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_VARIABLES_H_
