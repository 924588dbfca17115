#include "syntax/variables.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace headwater::syntax {

const std::string* Variables::Find(absl::string_view name) const {
  name = absl::StripAsciiWhitespace(name);
  absl::ConsumePrefix(&name, "hivevar:");
  auto found = values_.find(std::string(name));
  if (found == values_.end() && absl::ConsumePrefix(&name, "hiveconf:")) {
    found = values_.find(std::string(name));
  }
  return found == values_.end() ? nullptr : &found->second;
}

void Variables::Set(absl::string_view name, absl::string_view value) {
  name = absl::StripAsciiWhitespace(name);
  absl::ConsumePrefix(&name, "hivevar:");
  absl::ConsumePrefix(&name, "hiveconf:");
  if (!name.empty()) values_[std::string(name)] = std::string(absl::StripAsciiWhitespace(value));
}

}  // namespace headwater::syntax
