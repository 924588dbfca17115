// Reads what lineage needs of a column's type: the fields of a struct.

#ifndef HEADWATER_LIB_ANALYZE_TYPE_TEXT_H_
#define HEADWATER_LIB_ANALYZE_TYPE_TEXT_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace headwater::analyze {

// The field names of "struct<a:int,b:array<string>>", in order; views of `type`. Empty for any
// other type, and for "".
std::vector<absl::string_view> StructFields(absl::string_view type);

// The type of the field `name` of "struct<a:int,b:array<string>>", through arrays around it; of any
// field of a map, its value's; empty for any other type.
absl::string_view FieldType(absl::string_view type, absl::string_view name);

// "struct<a:int>" of "array<struct<a:int>>"; empty for any other type.
absl::string_view ElementType(absl::string_view type);

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_TYPE_TEXT_H_
