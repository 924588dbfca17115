// The SQL dialects that Headwater reads. A dialect is data: a column of the keyword table
// (grammar/keywords.def) and a column of the feature table (lib/syntax/features.def).

#ifndef HEADWATER_DIALECT_H_
#define HEADWATER_DIALECT_H_

#include <compare>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

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

// An engine's version, as far as its SQL depends on it: {4, 0} is every 4.0. The default, {0, 0},
// is no version in particular: a construct of any version is accepted.
struct DialectVersion {
  int major = 0;
  int minor = 0;

  friend bool operator==(DialectVersion, DialectVersion) = default;
  friend auto operator<=>(DialectVersion, DialectVersion) = default;
};

// "3.1", "v4.0.1" (what follows the minor number does not count). InvalidArgument for what is no
// version, and for one older than Hive 3.1, Spark 3.5, Doris 2.1: what those lack is not known. A
// version newer than those known has every construct of its dialect.
absl::StatusOr<DialectVersion> DialectVersionFromText(Dialect dialect, absl::string_view text);

// "4.0".
std::string DialectVersionText(DialectVersion version);

// A construct that not every dialect, or not every version of one, has.
struct FeatureInfo {
  absl::string_view name;                  // "LATERAL VIEW"
  absl::string_view description;           // one line
  bool supported[kDialectCount];           // by Dialect's value
  absl::string_view since[kDialectCount];  // the first version that has it; empty: all
};

// Whether a construct of `since` (FeatureInfo, UtilityStatementInfo) is in the version.
bool IsInVersion(absl::string_view since, DialectVersion version);

// The whole feature table, in the order of the documentation.
absl::Span<const FeatureInfo> Features();

}  // namespace headwater

#endif  // HEADWATER_DIALECT_H_
