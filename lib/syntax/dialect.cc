#include "headwater/dialect.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace headwater {

absl::string_view DialectName(Dialect dialect) {
  switch (dialect) {
    case Dialect::kHive:
      return "hive";
    case Dialect::kSpark:
      return "spark";
    case Dialect::kDoris:
      return "doris";
  }
  return "unknown";
}

absl::StatusOr<Dialect> DialectFromName(absl::string_view name) {
  for (int i = 0; i < kDialectCount; ++i) {
    Dialect dialect = static_cast<Dialect>(i);
    if (absl::EqualsIgnoreCase(name, DialectName(dialect))) return dialect;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown dialect \"", name, "\": it is one of hive, spark, doris"));
}

absl::Span<const FeatureInfo> Features() {
  static constexpr FeatureInfo kFeatures[] = {
#define HEADWATER_FEATURE(id, name, description, hive, spark, doris) \
  {name, description, {hive, spark, doris}},
#include "syntax/features.def"
#undef HEADWATER_FEATURE
  };
  return kFeatures;
}

}  // namespace headwater
