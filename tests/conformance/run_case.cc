#include "run_case.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "headwater/analyzer.h"
#include "headwater/parser.h"

namespace headwater::conformance {
namespace {

std::string ErrorText(const v1::StatementLineage& lineage) {
  for (const v1::Diagnostic& diagnostic : lineage.diagnostics()) {
    if (diagnostic.severity() != v1::Diagnostic::ERROR) continue;
    return absl::StrCat(diagnostic.span().line(), ":", diagnostic.span().column(), ": ",
                        diagnostic.message());
  }
  return "invalid without a diagnostic";
}

AnalyzeOptions OptionsFor(const Case& test, Dialect dialect) {
  AnalyzeOptions options;
  options.dialect = dialect;
  options.default_database = test.names.default_database;
  if (!test.names.default_catalog.empty()) {
    options.default_database =
        absl::StrCat(test.names.default_catalog, ".", options.default_database);
  }
  // Hive reports a session's temporary tables like any other, and a view with what it reads.
  options.keep_temporary = test.meaning == Meaning::kHive;
  // Spark resolves views before anybody asks.
  options.expand_views =
      test.meaning == Meaning::kHive || absl::StartsWith(test.line.file->source, "kyuubi");
  return options;
}

}  // namespace

std::vector<StatementResult> RunCase(const Case& test) { return RunCaseBehind(test, test.context); }

std::vector<StatementResult> RunCaseBehind(const Case& test,
                                           const std::vector<std::string>& context) {
  std::vector<StatementResult> results(test.statements.size());
  auto dialect = DialectFromName(test.dialect);
  if (!dialect.ok()) {
    for (StatementResult& result : results) result.error = "valid in none of our dialects";
    return results;
  }
  std::string script;
  for (const std::string& sql : context) absl::StrAppend(&script, sql, "\n;\n");
  std::vector<size_t> begins;  // of each statement in the script
  for (const Statement& statement : test.statements) {
    begins.push_back(script.size());
    absl::StrAppend(&script, statement.sql, "\n;\n");
  }
  ParseOptions parse_options;
  parse_options.dialect = *dialect;
  ScriptParser parser(script, std::move(parse_options));
  Analyzer analyzer(script, &test.schema, OptionsFor(test, *dialect));
  ParsedStatement parsed;
  while (true) {
    const auto start = std::chrono::steady_clock::now();
    if (!parser.Next(&parsed)) break;
    v1::StatementLineage lineage = analyzer.Analyze(parsed);
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    const auto next = std::upper_bound(begins.begin(), begins.end(), parsed.range().begin);
    if (next == begins.begin()) continue;  // the context
    StatementResult& result = results[next - begins.begin() - 1];
    result.milliseconds += elapsed.count();
    if (lineage.kind() == v1::StatementLineage::INVALID && result.error.empty()) {
      result.error = ErrorText(lineage);
    }
    result.lineages.push_back(std::move(lineage));
  }
  for (StatementResult& result : results) {
    if (result.lineages.empty()) result.error = "no statement found";
  }
  return results;
}

}  // namespace headwater::conformance
