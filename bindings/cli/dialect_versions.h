// The value of --dialect-version.

#ifndef HEADWATER_BINDINGS_CLI_DIALECT_VERSIONS_H_
#define HEADWATER_BINDINGS_CLI_DIALECT_VERSIONS_H_

#include <array>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/string_view.h"
#include "headwater/dialect.h"

namespace headwater::cli {

// One a dialect; the default is no version in particular.
using DialectVersions = std::array<DialectVersion, kDialectCount>;

// Adds the option; its values are read later, when --dialect is known.
void AddDialectVersionOption(CLI::App* app, std::vector<std::string>* values);

// Reads "hive=3.1", or "3.1" for `dialect`, the value of --dialect. Returns what is wrong with
// them; empty: nothing.
std::string ReadDialectVersions(const std::vector<std::string>& values, absl::string_view dialect,
                                DialectVersions* versions);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_DIALECT_VERSIONS_H_
