#include "lib/analyze/type_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace headwater::analyze {
namespace {

// What stands between `prefix` and the last '>'.
absl::string_view Inside(absl::string_view type, absl::string_view prefix) {
  type = absl::StripAsciiWhitespace(type);
  if (!absl::StartsWithIgnoreCase(type, prefix) || !absl::EndsWith(type, ">")) return {};
  return type.substr(prefix.size(), type.size() - prefix.size() - 1);
}

// What the commas separate.
std::vector<absl::string_view> Parts(absl::string_view inside) {
  std::vector<absl::string_view> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= inside.size(); ++i) {
    const char c = i < inside.size() ? inside[i] : ',';
    if (c == '<' || c == '(') ++depth;
    if (c == '>' || c == ')') --depth;
    if (c != ',' || depth != 0) continue;
    const absl::string_view part = absl::StripAsciiWhitespace(inside.substr(begin, i - begin));
    if (!part.empty()) parts.push_back(part);
    begin = i + 1;
  }
  return parts;
}

// "a" of "a:int" and of "a int".
absl::string_view NameOf(absl::string_view field) {
  return field.substr(0, field.find_first_of(": "));
}

}  // namespace

std::vector<absl::string_view> StructFields(absl::string_view type) {
  std::vector<absl::string_view> fields = Parts(Inside(type, "struct<"));
  for (absl::string_view& field : fields) field = NameOf(field);
  return fields;
}

absl::string_view FieldType(absl::string_view type, absl::string_view name) {
  while (!ElementType(type).empty()) type = ElementType(type);
  const std::vector<absl::string_view> entry = Parts(Inside(type, "map<"));
  if (entry.size() == 2) return entry[1];
  for (absl::string_view field : Parts(Inside(type, "struct<"))) {
    const absl::string_view own = NameOf(field);
    if (!absl::EqualsIgnoreCase(own, name)) continue;
    absl::string_view rest = absl::StripAsciiWhitespace(field.substr(own.size()));
    absl::ConsumePrefix(&rest, ":");
    return absl::StripAsciiWhitespace(rest);
  }
  return {};
}

absl::string_view ElementType(absl::string_view type) { return Inside(type, "array<"); }

}  // namespace headwater::analyze
