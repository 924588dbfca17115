#include "lib/ast/spark_function_name.h"

#include "absl/strings/match.h"

namespace headwater::ast {

bool Named(const CallExpr& call, absl::string_view name) {
  return call.name.size() == 1 && absl::EqualsIgnoreCase(call.name[0].text, name);
}

bool IsSparkTypeFunction(const CallExpr& call) {
  if (call.arguments.size() != 1 || call.distinct || call.over != nullptr) return false;
  for (absl::string_view type : {"boolean", "tinyint", "smallint", "int", "bigint", "float",
                                 "double", "decimal", "date", "timestamp", "binary", "string"}) {
    if (Named(call, type)) return true;
  }
  return false;
}

absl::string_view SparkDefaultArguments(const CallExpr& call) {
  struct Default {
    absl::string_view function;
    size_t arguments;
    absl::string_view text;
  };
  static constexpr Default kDefaults[] = {
      {"substring", 2, ", 2147483647"},
      {"substr", 2, ", 2147483647"},
      {"split", 2, ", -1"},
      {"sort_array", 1, ", true"},
      {"lpad", 2, ",  "},
      {"rpad", 2, ",  "},
      {"locate", 2, ", 1"},
      {"overlay", 3, ", -1"},
  };
  if (!call.keyword.empty()) return {};
  for (const Default& missing : kDefaults) {
    if (call.arguments.size() == missing.arguments && Named(call, missing.function))
      return missing.text;
  }
  return {};
}

}  // namespace headwater::ast
