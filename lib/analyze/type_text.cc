#include "lib/analyze/type_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace headwater::analyze {
namespace {

// What stands between `prefix` and the last '>'.
absl::string_view Inside(absl::string_view type, absl::string_view prefix) {
  type = absl::StripAsciiWhitespace(type);
  if (!absl::StartsWithIgnoreCase(type, prefix) || !absl::EndsWith(type, ">")) return {};
  return type.substr(prefix.size(), type.size() - prefix.size() - 1);
}

}  // namespace

std::vector<absl::string_view> StructFields(absl::string_view type) {
  const absl::string_view inside = Inside(type, "struct<");
  std::vector<absl::string_view> fields;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= inside.size(); ++i) {
    const char c = i < inside.size() ? inside[i] : ',';
    if (c == '<' || c == '(') ++depth;
    if (c == '>' || c == ')') --depth;
    if (c != ',' || depth != 0) continue;
    absl::string_view field = absl::StripAsciiWhitespace(inside.substr(begin, i - begin));
    const size_t end = field.find_first_of(": ");
    if (end != absl::string_view::npos) field = field.substr(0, end);
    if (!field.empty()) fields.push_back(field);
    begin = i + 1;
  }
  return fields;
}

absl::string_view ElementType(absl::string_view type) { return Inside(type, "array<"); }

}  // namespace headwater::analyze
