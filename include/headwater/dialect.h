// The SQL dialects that Headwater reads. A dialect is data: a column of the keyword table
// (grammar/keywords.def) and a column of the feature table (lib/syntax/features.def).

#ifndef HEADWATER_DIALECT_H_
#define HEADWATER_DIALECT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace headwater {

enum class Dialect : uint8_t {
  kHive,   // HiveQL, Hive 3.1 to 4.0
  kSpark,  // Spark SQL 3.5 to 4.0, with the DML of Delta, Iceberg and Paimon
  kDoris,  // Apache Doris 2.1 to 4.0
};

inline constexpr int kDialectCount = 3;

// "hive", "spark" or "doris".
absl::string_view DialectName(Dialect dialect);

// Case-insensitive. InvalidArgument with the known names for any other.
absl::StatusOr<Dialect> DialectFromName(absl::string_view name);

// A construct that not every dialect has.
struct FeatureInfo {
  absl::string_view name;         // "LATERAL VIEW"
  absl::string_view description;  // one line
  bool supported[kDialectCount];  // by Dialect's value
};

// The whole feature table, in the order of the documentation.
absl::Span<const FeatureInfo> Features();

}  // namespace headwater

#endif  // HEADWATER_DIALECT_H_
