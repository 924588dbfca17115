// How much slower is the first statement of a process than its thousandth?
//
//   headwater_first_statement [FILE_OR_DIR [DIALECT]]
//
// For each file a process of its own extracts the column lineage of that file, then of the other
// files in turn, and of that file again as the thousandth. Each is done in five processes and the
// medians count. The default is examples/warehouse/hive. There is no schema: reading its DDL would
// be the process' first statement.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "headwater/headwater.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kProcesses = 5;
constexpr size_t kThousandth = 1000;

std::vector<std::string> ReadScripts(const fs::path& path) {
  std::vector<fs::path> files = {path};
  if (fs::is_directory(path)) {
    files.clear();
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".sql") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
  }
  std::vector<std::string> scripts;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (in.good()) scripts.push_back(text.str());
  }
  return scripts;
}

// Microseconds of one call.
double Time(const std::string& sql, const headwater::LineageOptions& options) {
  const Clock::time_point begin = Clock::now();
  const auto lineage = headwater::ExtractLineage(sql, options);
  const std::chrono::duration<double, std::micro> time = Clock::now() - begin;
  return lineage.ok() ? time.count() : 0;
}

// One process: prints the times of script `at` as the first and as the thousandth.
void Measure(const std::vector<std::string>& scripts, size_t at,
             const headwater::LineageOptions& options) {
  const double first = Time(scripts[at], options);
  for (size_t i = 1; i + 1 < kThousandth; ++i) Time(scripts[(at + i) % scripts.size()], options);
  std::printf("%.2f %.2f\n", first, Time(scripts[at], options));
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Runs this program again for one script.
bool RunProcess(const std::string& command, double* first, double* late) {
  FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return false;
  const int read = std::fscanf(output, "%lf %lf", first, late);
  return pclose(output) == 0 && read == 2;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : HEADWATER_SOURCE_DIR "/examples/warehouse/hive";
  const std::string dialect_name = argc > 2 ? argv[2] : argc > 1 ? "spark" : "hive";
  const auto dialect = headwater::DialectFromName(dialect_name);
  const std::vector<std::string> scripts = ReadScripts(path);
  if (!dialect.ok() || scripts.empty()) {
    std::cerr << "no such dialect, or no SQL in " << path << "\n";
    return 2;
  }
  headwater::LineageOptions options;
  options.dialect = *dialect;
  size_t at = 0;
  if (argc > 3) {  // one of the processes below
    if (!absl::SimpleAtoi(argv[3], &at) || at >= scripts.size()) return 2;
    Measure(scripts, at, options);
    return 0;
  }
  double first_sum = 0;
  double late_sum = 0;
  std::vector<double> ratios;
  for (at = 0; at < scripts.size(); ++at) {
    const std::string command =
        absl::StrCat("exec ", Quoted(argv[0]), " ", Quoted(path), " ", dialect_name, " ", at);
    std::vector<double> first(kProcesses);
    std::vector<double> late(kProcesses);
    for (int i = 0; i < kProcesses; ++i) {
      if (!RunProcess(command, &first[i], &late[i])) return 1;
    }
    first_sum += Median(first);
    late_sum += Median(late);
    ratios.push_back(Median(first) / Median(late));
  }
  std::printf(
      "%zu scripts: first %.0f us, thousandth %.0f us on average: %.2f times; median %.2f\n",
      scripts.size(), first_sum / static_cast<double>(scripts.size()),
      late_sum / static_cast<double>(scripts.size()), first_sum / late_sum, Median(ratios));
  return 0;
}
