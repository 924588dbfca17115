#include "headwater/dialect.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

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

namespace {

// The oldest version of each dialect that the tables of constructs tell from later ones.
constexpr DialectVersion kOldest[] = {{3, 1}, {3, 5}, {2, 1}};

// "4" or "4.0"; what follows the minor number does not matter. False: it is no version.
bool ReadVersion(absl::string_view text, DialectVersion* version) {
  if (!text.empty() && (text[0] == 'v' || text[0] == 'V')) text.remove_prefix(1);
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('.', 2));
  return absl::SimpleAtoi(parts[0], &version->major) && version->major >= 0 &&
         (parts.size() == 1 ||
          (absl::SimpleAtoi(parts[1], &version->minor) && version->minor >= 0));
}

constexpr FeatureInfo MakeFeature(absl::string_view name, absl::string_view description,
                                  const char* hive, const char* spark, const char* doris) {
  auto since = [](const char* entry) { return entry == nullptr ? "" : entry; };
  return {name,
          description,
          {hive != nullptr, spark != nullptr, doris != nullptr},
          {since(hive), since(spark), since(doris)}};
}

}  // namespace

absl::StatusOr<DialectVersion> DialectVersionFromText(Dialect dialect, absl::string_view text) {
  const DialectVersion oldest = kOldest[static_cast<int>(dialect)];
  DialectVersion version;
  if (!ReadVersion(text, &version)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is no version: write it as ", DialectVersionText(oldest)));
  }
  if (version < oldest) {
    return absl::InvalidArgumentError(absl::StrCat("the oldest version of ", DialectName(dialect),
                                                   " that can be checked is ",
                                                   DialectVersionText(oldest)));
  }
  return version;
}

std::string DialectVersionText(DialectVersion version) {
  return absl::StrCat(version.major, ".", version.minor);
}

bool IsInVersion(absl::string_view since, DialectVersion version) {
  DialectVersion first;
  return since.empty() || version == DialectVersion() || !ReadVersion(since, &first) ||
         !(version < first);
}

absl::Span<const FeatureInfo> Features() {
  static constexpr FeatureInfo kFeatures[] = {
#define HEADWATER_FEATURE(id, name, description, hive, spark, doris) \
  MakeFeature(name, description, hive, spark, doris),
#include "syntax/features.def"
#undef HEADWATER_FEATURE
  };
  return kFeatures;
}

}  // namespace headwater
