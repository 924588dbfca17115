// Google Benchmark of the phases: scan, parse, analyze and the whole path, over a folder of SQL.
//
//   headwater_phases [--inputs=DIR_OR_FILE] [--dialect=hive|spark|doris] [--schema=FILE_OR_DIR]
//   [--check] [benchmark flags]
//
// The default is examples/warehouse. No statement may have an error: a benchmark of the error path
// says nothing, so the program refuses such inputs. --check does that alone; the tests
// bench_inputs_* run it, and tests/examples says what the lineage is.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/arena.h"
#include "google/protobuf/arena.h"
#include "headwater/headwater.h"
#include "syntax/lookahead.h"
#include "syntax/scanner.h"

namespace {

namespace fs = std::filesystem;

struct Inputs {
  headwater::Dialect dialect = headwater::Dialect::kSpark;
  std::vector<std::string> scripts;
  headwater::MemorySchema schema;
  size_t bytes = 0;
  size_t statements = 0;
};

Inputs& GetInputs() {
  static Inputs inputs;
  return inputs;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> SqlFiles(const fs::path& path) {
  std::vector<fs::path> files;
  if (!fs::is_directory(path)) return {path};
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.path().extension() == ".sql") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

headwater::ParseOptions Options() {
  headwater::ParseOptions options;
  options.dialect = GetInputs().dialect;
  return options;
}

void BM_Scan(benchmark::State& state) {
  headwater::base::Arena arena;
  headwater::syntax::StatementTokens tokens;
  size_t count = 0;
  for (auto _ : state) {
    for (const std::string& script : GetInputs().scripts) {
      headwater::syntax::Variables variables({});
      headwater::syntax::Scanner scanner(script, GetInputs().dialect, {}, &variables);
      while (scanner.NextStatement(&arena, &tokens)) {
        if (!tokens.raw) headwater::syntax::RunLookahead(script, GetInputs().dialect, &tokens);
        count += tokens.size();
        arena.Reset();
      }
    }
  }
  state.counters["tokens"] =
      benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsRate);
}

void BM_Parse(benchmark::State& state) {
  headwater::ParsedStatement statement;
  for (auto _ : state) {
    for (const std::string& script : GetInputs().scripts) {
      headwater::ScriptParser parser(script, Options());
      while (parser.Next(&statement)) benchmark::DoNotOptimize(statement.ast());
    }
  }
}

void BM_Analyze(benchmark::State& state) {
  std::vector<std::vector<headwater::ParsedStatement>> parsed;
  for (const std::string& script : GetInputs().scripts) {
    auto& statements = parsed.emplace_back();
    headwater::ScriptParser parser(script, Options());
    headwater::ParsedStatement statement;
    while (parser.Next(&statement)) statements.push_back(std::move(statement));
  }
  headwater::AnalyzeOptions options;
  options.dialect = GetInputs().dialect;
  headwater::v1::StatementLineage lineage;
  for (auto _ : state) {
    for (size_t i = 0; i < parsed.size(); ++i) {
      headwater::Analyzer analyzer(GetInputs().scripts[i], &GetInputs().schema, options);
      for (const auto& statement : parsed[i]) {
        lineage.Clear();
        analyzer.Analyze(statement, &lineage);
      }
    }
  }
}

// Text to StatementLineage.
void BM_Lineage(benchmark::State& state) {
  headwater::LineageOptions options;
  options.dialect = GetInputs().dialect;
  options.schema = &GetInputs().schema;
  for (auto _ : state) {
    for (const std::string& script : GetInputs().scripts) {
      auto status = headwater::VisitLineage(script, options,
                                            [](const headwater::v1::StatementLineage& lineage) {
                                              benchmark::DoNotOptimize(lineage.columns_size());
                                              return true;
                                            });
      benchmark::DoNotOptimize(status);
    }
  }
}

void Finish(benchmark::State& state) {
  double passes = static_cast<double>(state.iterations()) * state.threads();
  double statements = passes * static_cast<double>(GetInputs().statements);
  state.SetBytesProcessed(static_cast<int64_t>(static_cast<double>(state.iterations()) *
                                               static_cast<double>(GetInputs().bytes)));
  state.counters["statements"] =
      benchmark::Counter(statements / state.threads(), benchmark::Counter::kIsRate);
}

template <void (*kBody)(benchmark::State&)>
void Run(benchmark::State& state) {
  kBody(state);
  Finish(state);
}

// Reads a script. Returns its first error, or nothing.
std::string AddScript(std::string script) {
  Inputs& inputs = GetInputs();
  headwater::LineageOptions options;
  options.dialect = inputs.dialect;
  options.schema = &inputs.schema;
  std::string error;
  const absl::Status status =
      headwater::VisitLineage(script, options, [&](const headwater::v1::StatementLineage& lineage) {
        ++inputs.statements;
        for (const auto& diagnostic : lineage.diagnostics()) {
          if (diagnostic.severity() == headwater::v1::Diagnostic::ERROR)
            error = diagnostic.message();
        }
        return error.empty();
      });
  if (!status.ok()) return std::string(status.message());
  inputs.bytes += script.size();
  inputs.scripts.push_back(std::move(script));
  return error;
}

// Empty: all went well.
std::string LoadInputs(const std::string& path, const std::string& schema) {
  Inputs& inputs = GetInputs();
  for (const fs::path& file : SqlFiles(schema)) {
    absl::Status status = inputs.schema.AddDdl(ReadFile(file), inputs.dialect);
    if (!status.ok()) return absl::StrCat(file.string(), ": ", std::string(status.message()));
  }
  for (const fs::path& file : SqlFiles(path)) {
    const std::string error = AddScript(ReadFile(file));
    if (!error.empty()) return absl::StrCat(file.string(), ": ", error);
  }
  return inputs.scripts.empty() ? absl::StrCat(path, " holds no .sql file") : std::string();
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::string source_dir = HEADWATER_SOURCE_DIR;
  std::string dialect = "hive";
  std::string path;
  std::string schema;
  bool only_check = false;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--inputs=")) {
      path = std::string(argument);
    } else if (absl::ConsumePrefix(&argument, "--dialect=")) {
      dialect = std::string(argument);
    } else if (absl::ConsumePrefix(&argument, "--schema=")) {
      schema = std::string(argument);
    } else if (argument == "--check") {
      only_check = true;
    } else {
      std::cerr << "unknown argument " << argument << ": see the head of bench/phases.cc\n";
      return 2;
    }
  }
  auto parsed_dialect = headwater::DialectFromName(dialect);
  if (!parsed_dialect.ok()) {
    std::cerr << parsed_dialect.status().message() << "\n";
    return 2;
  }
  GetInputs().dialect = *parsed_dialect;
  if (path.empty()) {
    path = absl::StrCat(source_dir, "/examples/warehouse/", dialect);
    if (schema.empty()) schema = absl::StrCat(source_dir, "/examples/warehouse/ddl/", dialect);
  }
  std::string error = schema.empty() ? LoadInputs(path, path) : LoadInputs(path, schema);
  if (!error.empty()) {
    std::cerr << error << "\n";
    return 1;
  }
  std::cout << GetInputs().scripts.size() << " scripts, " << GetInputs().statements
            << " statements, " << GetInputs().bytes << " bytes\n";
  if (only_check) return 0;
  benchmark::RegisterBenchmark("scan", Run<BM_Scan>)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("parse", Run<BM_Parse>)
      ->Unit(benchmark::kMicrosecond)
      ->ThreadRange(1, 2)
      ->UseRealTime();
  benchmark::RegisterBenchmark("analyze", Run<BM_Analyze>)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("lineage", Run<BM_Lineage>)
      ->Unit(benchmark::kMicrosecond)
      ->ThreadRange(1, 2)
      ->UseRealTime();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
