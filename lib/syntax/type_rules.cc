#include "syntax/type_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace headwater::syntax {
namespace {

struct TypeName {
  absl::string_view name;
  bool hive;
  bool spark;
};

// The types of HiveQL's and Spark SQL's references, with their synonyms.
constexpr TypeName kTypes[] = {
    {"array", true, true},
    {"bigint", true, true},
    {"binary", true, true},
    {"boolean", true, true},
    {"byte", false, true},
    {"char", true, true},
    {"character", false, true},
    {"date", true, true},
    {"datetime", true, false},
    {"dec", true, true},
    {"decimal", true, true},
    {"double", true, true},
    {"float", true, true},
    {"geography", false, true},
    {"geometry", false, true},
    {"int", true, true},
    {"integer", true, true},
    {"interval", true, true},
    {"interval_day_time", true, false},
    {"interval_year_month", true, false},
    {"long", false, true},
    {"map", true, true},
    {"numeric", true, true},
    {"real", true, true},
    {"short", false, true},
    {"smallint", true, true},
    {"string", true, true},
    {"struct", true, true},
    {"time", false, true},
    {"timestamp", true, true},
    {"timestamp_ltz", false, true},
    {"timestamp_ntz", false, true},
    {"timestamplocaltz", true, false},
    {"tinyint", true, true},
    {"uniontype", true, false},
    {"varchar", true, true},
    {"variant", true, true},
    {"void", true, true},
};

}  // namespace

std::string WhyNoType(Dialect dialect, absl::string_view name, bool has_arguments) {
  if (dialect == Dialect::kDoris) return {};
  for (const TypeName& type : kTypes) {
    if (!absl::EqualsIgnoreCase(type.name, name)) continue;
    if (!(dialect == Dialect::kHive ? type.hive : type.spark)) break;
    bool text = type.name == "char" || type.name == "character" || type.name == "varchar";
    if (text && !has_arguments) {
      return absl::StrCat(absl::AsciiStrToUpper(name),
                          " needs a length: ", absl::AsciiStrToUpper(name), "(20)");
    }
    return {};
  }
  return absl::StrCat(name, " is no type of ", DialectName(dialect));
}

}  // namespace headwater::syntax
