// How much slower is the first statement of a process than its thousandth?
//
//   headwater_first_statement [FILE [DIALECT]]
//
// Runs itself 21 times; each process extracts the column lineage of FILE a thousand times. Printed
// are the medians over the processes. The default is a script of examples/warehouse. There is no
// schema: reading its DDL would be the process' first statement.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "headwater/headwater.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kProcesses = 21;
constexpr int kCalls = 1000;
constexpr size_t kTail = 100;

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// One process: prints the microseconds of the first call, of the second, and of a late one.
int Measure(const std::string& path, const std::string& dialect_name) {
  const auto dialect = headwater::DialectFromName(dialect_name);
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  const std::string sql = text.str();
  if (!dialect.ok() || sql.empty()) return 2;
  headwater::LineageOptions options;
  options.dialect = *dialect;
  std::vector<double> times;
  for (int i = 0; i < kCalls; ++i) {
    const Clock::time_point begin = Clock::now();
    const auto lineage = headwater::ExtractLineage(sql, options);
    const std::chrono::duration<double, std::micro> time = Clock::now() - begin;
    if (!lineage.ok() || lineage->statements_size() == 0) return 2;
    times.push_back(time.count());
  }
  std::printf("%.1f %.1f %.1f\n", times[0], times[1], Median({times.end() - kTail, times.end()}));
  return 0;
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--measure") return Measure(argv[2], argv[3]);
  const std::string path =
      argc > 1 ? argv[1] : HEADWATER_SOURCE_DIR "/examples/warehouse/hive/dws_trade_student_1d.sql";
  const std::string dialect = argc > 2 ? argv[2] : argc > 1 ? "spark" : "hive";
  const std::string command =
      absl::StrCat("exec ", Quoted(argv[0]), " --measure ", Quoted(path), " ", Quoted(dialect));
  std::vector<double> first;
  std::vector<double> second;
  std::vector<double> late;
  for (int i = 0; i < kProcesses; ++i) {
    FILE* output = popen(command.c_str(), "r");
    double times[3];
    const bool read = output != nullptr &&
                      std::fscanf(output, "%lf %lf %lf", &times[0], &times[1], &times[2]) == 3;
    if (output != nullptr) pclose(output);
    if (!read) {
      std::cerr << "cannot measure " << path << ": no such dialect, no such file or no statement\n";
      return 1;
    }
    first.push_back(times[0]);
    second.push_back(times[1]);
    late.push_back(times[2]);
  }
  std::printf("first %.0f us, second %.0f us, thousandth %.0f us: first/thousandth %.2f\n",
              Median(first), Median(second), Median(late), Median(first) / Median(late));
  return 0;
}
