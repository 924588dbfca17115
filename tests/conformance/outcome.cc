#include "outcome.h"

#include <stdio.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "normalisations.h"
#include "sql_words.h"

namespace headwater::conformance {
namespace {

bool HidesColumns(const v1::StatementLineage& lineage) {
  return std::any_of(lineage.columns().begin(), lineage.columns().end(),
                     [](const v1::ColumnLineage& column) { return column.name() == "*"; });
}

// Output columns and their plain names, where the reference tells them. The statements before it in
// its file tell tables and views; a star over a table that none of them made cannot be compared.
void JudgeNames(const Case& test, Outcome* outcome) {
  if (test.output_names.empty()) return;
  const std::vector<StatementResult> results = RunCaseBehind(test, test.definitions);
  if (results.size() != 1 || results.front().lineages.size() != 1) return;
  const v1::StatementLineage& lineage = results.front().lineages.front();
  if (lineage.kind() != v1::StatementLineage::QUERY || HidesColumns(lineage)) return;
  outcome->compares_names = true;
  const int count = lineage.columns_size();
  outcome->names_exact = count == static_cast<int>(test.output_names.size());
  for (int i = 0; outcome->names_exact && i < count; ++i) {
    const std::string& name = test.output_names[i];
    if (name.empty()) continue;
    outcome->names_exact = absl::AsciiStrToLower(lineage.columns(i).name()) == name;
  }
}

void CountDifference(const Difference& difference, Outcome* outcome) {
  outcome->missing = static_cast<int>(difference.missing_in.size() + difference.missing_out.size() +
                                      difference.missing_influences.size());
  outcome->extra = static_cast<int>(difference.extra_in.size() + difference.extra_out.size() +
                                    difference.extra_influences.size());
  for (const ColumnDifference& column : difference.columns) {
    outcome->missing += static_cast<int>(column.missing.size()) + column.missing_column;
    outcome->extra += static_cast<int>(column.extra.size()) + column.extra_column;
  }
}

Outcome JudgeStatement(const Case& test, const Statement& statement, const StatementResult& result,
                       const std::vector<std::string>& without) {
  Outcome outcome;
  outcome.source = test.line.file->source;
  outcome.features = FeaturesOf(statement.sql);
  outcome.features.insert(outcome.features.end(), test.tags.begin(), test.tags.end());
  outcome.milliseconds = result.milliseconds;
  outcome.error = result.error;
  outcome.outside = test.dialect.empty();
  Comparison comparison = MakeComparison(test, statement, result);
  outcome.raw_exact = result.error.empty() && Compare(comparison).exact();
  const Difference difference = Normalise(without, &comparison, &outcome.normalisations);
  outcome.compares_columns = comparison.compares_columns;
  outcome.columns_compared = difference.columns_compared;
  outcome.summary = difference.Summary();
  CountDifference(difference, &outcome);
  if (result.error.empty()) {
    outcome.exact = difference.exact();
    outcome.tables_exact = difference.tables_exact();
    outcome.columns_exact = difference.columns_all_exact();
    outcome.columns_right = difference.columns_exact;
    JudgeNames(test, &outcome);
  } else {
    outcome.summary = result.error;
    outcome.normalisations.clear();
  }
  return outcome;
}

std::string StatementId(const Case& test, size_t index) {
  return test.session ? absl::StrCat(test.id, "#", index) : test.id;
}

void PrintAnswer(const char* title, const Answer& answer) {
  printf("%s\n  in   %s\n  out  %s\n", title, absl::StrJoin(answer.tables_in, ", ").c_str(),
         absl::StrJoin(answer.tables_out, ", ").c_str());
  const auto print_sources = [](const TypedSources& sources) {
    std::vector<std::string> texts;
    for (const auto& [source, types] : sources) {
      texts.push_back(types.empty() ? source
                                    : absl::StrCat(source, " [", absl::StrJoin(types, ","), "]"));
    }
    return absl::StrJoin(texts, ", ");
  };
  for (const AnswerColumn& column : answer.columns) {
    printf("  %s <- %s\n", column.target.c_str(), print_sources(column.sources).c_str());
  }
  if (!answer.influences.empty()) {
    printf("  <~ %s\n", print_sources(answer.influences).c_str());
  }
}

}  // namespace

std::vector<Outcome> JudgeCase(const Case& test, const std::vector<StatementResult>& results,
                               const std::vector<std::string>& without,
                               const DisputedCases& disputed) {
  std::vector<Outcome> outcomes;
  for (size_t i = 0; i < test.statements.size(); ++i) {
    if (!test.statements[i].compared) continue;
    Outcome outcome = JudgeStatement(test, test.statements[i], results[i], without);
    outcome.id = StatementId(test, i);
    outcome.key = test.session ? absl::StrCat(test.line.Key(), "#", i) : test.line.Key();
    outcome.disputed = disputed.Find(outcome.id) != nullptr;
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

void ExplainStatement(const Case& test, const Statement& statement, const StatementResult& result,
                      const std::vector<std::string>& without, const Dispute* dispute) {
  printf("%s\n\n", statement.sql.c_str());
  Comparison comparison = MakeComparison(test, statement, result);
  PrintAnswer("expected", comparison.expected);
  PrintAnswer("got", comparison.got);
  for (const v1::StatementLineage& lineage : result.lineages) {
    for (const v1::Diagnostic& diagnostic : lineage.diagnostics()) {
      printf("  %s %s: %s\n", v1::Diagnostic::Severity_Name(diagnostic.severity()).c_str(),
             diagnostic.code().c_str(), diagnostic.message().c_str());
    }
  }
  std::vector<absl::string_view> used;
  const std::string before = Compare(comparison).Summary();
  const Difference difference = Normalise(without, &comparison, &used);
  if (!result.error.empty()) printf("error: %s\n", result.error.c_str());
  printf("difference: %s\n", before.empty() ? "none" : before.c_str());
  if (!used.empty()) {
    const std::string after = difference.Summary();
    printf("after %s: %s\n", absl::StrJoin(used, ", ").c_str(),
           after.empty() ? "none" : after.c_str());
  }
  if (dispute != nullptr) {
    printf("disputed: %s\nproof: %s\n", dispute->reason.c_str(), dispute->proof.c_str());
  }
  printf("%.3f ms\n\n", result.milliseconds);
}

}  // namespace headwater::conformance
