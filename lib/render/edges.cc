#include "lib/render/edges.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace headwater::render {
namespace {

int FindOutput(const v1::StatementLineage& statement, absl::string_view name) {
  for (int i = 0; i < statement.outputs_size(); ++i) {
    if (statement.outputs(i).name() == name) return i;
  }
  return -1;
}

// What each output names, by output; the last element is for those that belong to no output.
std::vector<absl::flat_hash_set<absl::string_view>> DatasetsOfOutputs(
    const v1::StatementLineage& statement) {
  std::vector<absl::flat_hash_set<absl::string_view>> datasets(statement.outputs_size() + 1);
  const auto slot = [&](int output) -> absl::flat_hash_set<absl::string_view>& {
    return output < 0 ? datasets.back() : datasets[output];
  };
  for (const v1::ColumnLineage& column : statement.columns()) {
    auto& set = slot(OutputOf(statement, column));
    for (const v1::Source& source : column.sources()) set.insert(source.dataset());
  }
  for (const v1::Influence& influence : statement.influences()) {
    slot(OutputOf(statement, influence)).insert(influence.dataset());
  }
  return datasets;
}

}  // namespace

absl::string_view TargetDataset(const v1::ColumnLineage& column) {
  absl::string_view target = column.target();
  // The column's name may hold dots itself, so its length decides, not the last dot.
  if (target.size() > column.name().size() + 1 && absl::EndsWithIgnoreCase(target, column.name()) &&
      target[target.size() - column.name().size() - 1] == '.') {
    return target.substr(0, target.size() - column.name().size() - 1);
  }
  const size_t dot = target.rfind('.');
  return dot == absl::string_view::npos ? absl::string_view() : target.substr(0, dot);
}

int OutputOf(const v1::StatementLineage& statement, const v1::ColumnLineage& column) {
  return column.target().empty() ? -1 : FindOutput(statement, TargetDataset(column));
}

int OutputOf(const v1::StatementLineage& statement, const v1::Influence& influence) {
  return influence.output().empty() ? -1 : FindOutput(statement, influence.output());
}

std::vector<std::vector<int>> InputsOfOutputs(const v1::StatementLineage& statement) {
  const int outputs = std::max(1, statement.outputs_size());
  std::vector<std::vector<int>> result(outputs);
  if (outputs == 1) {
    for (int i = 0; i < statement.inputs_size(); ++i) result[0].push_back(i);
    return result;
  }
  const auto named = DatasetsOfOutputs(statement);
  for (int i = 0; i < statement.inputs_size(); ++i) {
    const absl::string_view name = statement.inputs(i).name();
    const bool nobody = std::none_of(named.begin(), named.end() - 1,
                                     [&](const auto& set) { return set.contains(name); });
    for (int output = 0; output < outputs; ++output) {
      if (nobody || named[output].contains(name)) result[output].push_back(i);
    }
  }
  return result;
}

std::string KindName(const v1::StatementLineage& statement) {
  if (statement.kind() == v1::StatementLineage::OTHER && !statement.statement_name().empty()) {
    return statement.statement_name();
  }
  return absl::StrReplaceAll(v1::StatementLineage::Kind_Name(statement.kind()), {{"_", " "}});
}

absl::string_view SubtypeName(v1::Source::Subtype subtype) {
  switch (subtype) {
    case v1::Source::IDENTITY:
      return "identity";
    case v1::Source::TRANSFORMATION:
      return "transformation";
    case v1::Source::AGGREGATION:
      return "aggregation";
    case v1::Source::JOIN:
      return "join";
    case v1::Source::GROUP_BY:
      return "group by";
    case v1::Source::FILTER:
      return "filter";
    case v1::Source::SORT:
      return "sort";
    case v1::Source::WINDOW:
      return "window";
    case v1::Source::CONDITIONAL:
      return "conditional";
    default:
      return "";
  }
}

}  // namespace headwater::render
