// headwater_conformance: Headwater against the engines' own answers. `--help` shows the usage.

#include <stdio.h>

#include <deque>
#include <string>
#include <vector>

#include "data_file.h"
#include "lineage_mode.h"
#include "options.h"
#include "parse_mode.h"
#include "verdict_file.h"

namespace headwater::conformance {
namespace {

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
  InstallCrashReport();
  if (options->disputed.empty()) {
    options->disputed = HEADWATER_SOURCE_DIR "/tests/conformance/disputed.jsonl";
  }
  return options->parse ? RunParseMode(*files, *options) : RunLineageMode(*files, *options);
}

}  // namespace
}  // namespace headwater::conformance

int main(int argc, char** argv) { return headwater::conformance::Main({argv + 1, argv + argc}); }
