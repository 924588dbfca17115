// Rows of a dumped table, and JSON documents as trees.

#ifndef HEADWATER_LIB_CATALOG_IMPORT_ROWS_H_
#define HEADWATER_LIB_CATALOG_IMPORT_ROWS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

namespace headwater::catalog {

// One row: values by column name in lower case. SQL's NULL (\N, NULL, null) is an empty value.
class Row {
 public:
  const std::string& operator[](absl::string_view column) const;
  void Set(absl::string_view column, std::string value);

 private:
  absl::flat_hash_map<std::string, std::string> values_;
};

// CSV (RFC 4180; tabs where the first line has tabs and no commas) with a line of names, or one
// JSON object a line. InvalidArgument names the line.
absl::StatusOr<std::vector<Row>> ReadRows(absl::string_view text);

// Visits lines with their numbers from 1; empty ones are passed over.
void ForEachLine(absl::string_view text,
                 absl::FunctionRef<void(size_t number, absl::string_view line)> visit);

using Json = google::protobuf::Value;

absl::StatusOr<Json> ParseJson(absl::string_view text);
// The member at a path of names; a null value where there is none.
const Json& Member(const Json& object, absl::string_view name);
std::string JsonText(const Json& value);
// The elements of an array; a single value as one element; nothing for null.
std::vector<const Json*> Elements(const Json& value);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_IMPORT_ROWS_H_
