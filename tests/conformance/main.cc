// headwater_conformance: Headwater against the engines' own answers. `--help` shows the usage.

#include <stdio.h>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "data_file.h"
#include "options.h"
#include "parse_mode.h"
#include "verdict_file.h"

namespace headwater::conformance {
namespace {

bool Wanted(const DataFile& file, const std::vector<std::string>& sources) {
  if (sources.empty()) return true;
  return std::any_of(sources.begin(), sources.end(), [&](const std::string& source) {
    return absl::StrContains(file.source, source);
  });
}

int Main(const std::vector<std::string>& arguments) {
  auto options = ParseOptionsFrom(arguments);
  if (!options.ok()) {
    fprintf(stderr, "headwater_conformance: %s\n", std::string(options.status().message()).c_str());
    return 2;
  }
  if (options->help) {
    printf("%s", std::string(Usage()).c_str());
    return 0;
  }
  if (!options->diff_old.empty()) {
    return CompareVerdictFiles(options->diff_old, options->diff_new,
                               options->failures > 0 ? options->failures : 20);
  }
  auto files = LoadDataFiles(options->data);
  if (!files.ok()) {
    fprintf(stderr, "headwater_conformance: %s\n", std::string(files.status().message()).c_str());
    return 2;
  }
  // Blank the files that are not asked for rather than erase them: lines point into the deque.
  for (DataFile& file : *files) {
    if (!Wanted(file, options->sources)) file.lines.clear();
  }
  InstallCrashReport();
  return RunParseMode(*files, *options);
}

}  // namespace
}  // namespace headwater::conformance

int main(int argc, char** argv) {
  return headwater::conformance::Main({argv + 1, argv + argc});
}
