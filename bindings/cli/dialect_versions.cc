#include "dialect_versions.h"

#include "absl/strings/str_cat.h"

namespace headwater::cli {

void AddDialectVersionOption(CLI::App* app, std::vector<std::string>* values) {
  app->add_option("--dialect-version", *values,
                  "Report what only later versions of the engine have: 3.1 with --dialect, or "
                  "hive=3.1. May be given again for another dialect. `headwater dialects` tells "
                  "which version brought what; the default is any version.")
      ->type_name("[DIALECT=]VERSION")
      ->allow_extra_args(false);
}

std::string ReadDialectVersions(const std::vector<std::string>& values, absl::string_view dialect,
                                DialectVersions* versions) {
  for (const std::string& value : values) {
    const size_t equals = value.find('=');
    const bool named = equals != std::string::npos;
    const std::string name = named ? value.substr(0, equals) : std::string(dialect);
    if (name.empty()) {
      return absl::StrCat("--dialect-version ", value, ": of which dialect? Write hive=", value,
                          ", or give --dialect, too");
    }
    const absl::StatusOr<Dialect> of = DialectFromName(name);
    if (!of.ok()) return absl::StrCat("--dialect-version ", value, ": ", of.status().message());
    const absl::StatusOr<DialectVersion> version =
        DialectVersionFromText(*of, named ? value.substr(equals + 1) : value);
    if (!version.ok())
      return absl::StrCat("--dialect-version ", value, ": ", version.status().message());
    (*versions)[static_cast<size_t>(*of)] = *version;
  }
  return "";
}

}  // namespace headwater::cli
