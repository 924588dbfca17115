#include "comparison.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace headwater::conformance {
namespace {

std::vector<std::string> Without(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> result;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

void CompareTables(const Comparison& c, Difference* difference) {
  std::set<std::string> got_in = c.got.tables_in;
  if (c.test->all_tables) got_in.insert(c.got.tables_out.begin(), c.got.tables_out.end());
  if (c.statement->compares_tables_in) {
    difference->missing_in = Without(c.expected.tables_in, got_in);
    if (!c.test->lower_bound) difference->extra_in = Without(got_in, c.expected.tables_in);
  }
  if (c.statement->compares_tables_out && !c.test->all_tables) {
    difference->missing_out = Without(c.expected.tables_out, c.got.tables_out);
    difference->extra_out = Without(c.got.tables_out, c.expected.tables_out);
  }
}

bool IsDirect(const TypeSet& types) {
  return std::any_of(types.begin(), types.end(),
                     [](const std::string& type) { return type.rfind("DIRECT:", 0) == 0; });
}

// The sources as they are compared: "source" for direct ones, or "source TYPE" for every type.
std::set<std::string> Flatten(const TypedSources& sources, bool typed, bool ours) {
  std::set<std::string> result;
  for (const auto& [source, types] : sources) {
    if (!typed) {
      if (!ours || IsDirect(types)) result.insert(source);
      continue;
    }
    for (const std::string& type : types) result.insert(absl::StrCat(source, " ", type));
  }
  return result;
}

struct ColumnSources {
  std::string target;
  std::set<std::string> sources;
};

std::vector<ColumnSources> FlattenColumns(const Answer& answer, bool typed, bool ours) {
  std::vector<ColumnSources> result;
  for (const AnswerColumn& column : answer.columns) {
    result.push_back({column.target, Flatten(column.sources, typed, ours)});
  }
  return result;
}

// Pairs columns: by name, several of one name in order; a bare query's by position where the names
// differ, since engines name expressions each in its own way.
class ColumnPairing {
 public:
  ColumnPairing(const std::vector<ColumnSources>& expected, const std::vector<ColumnSources>& got,
                bool by_position) {
    partner_.assign(expected.size(), -1);
    taken_.assign(got.size(), false);
    if (by_position && expected.size() == got.size() && Names(expected) != Names(got)) {
      for (size_t i = 0; i < got.size(); ++i) Pair(i, i);
      return;
    }
    std::map<std::string, std::vector<size_t>> by_name;
    for (size_t i = 0; i < got.size(); ++i) by_name[got[i].target].push_back(i);
    for (size_t i = 0; i < expected.size(); ++i) {
      for (size_t candidate : by_name[expected[i].target]) {
        if (taken_[candidate]) continue;
        Pair(i, candidate);
        break;
      }
    }
  }

  int partner(size_t expected) const { return partner_[expected]; }
  bool taken(size_t got) const { return taken_[got]; }

 private:
  static std::multiset<std::string> Names(const std::vector<ColumnSources>& columns) {
    std::multiset<std::string> names;
    for (const ColumnSources& column : columns) names.insert(column.target);
    return names;
  }

  void Pair(size_t expected, size_t got) {
    partner_[expected] = static_cast<int>(got);
    taken_[got] = true;
  }

  std::vector<int> partner_;
  std::vector<bool> taken_;
};

bool IsBareQuery(const Comparison& c) {
  return c.expected.tables_out.empty() && c.got.tables_out.empty();
}

void CompareColumns(const Comparison& c, Difference* difference) {
  const bool typed = c.test->meaning == Meaning::kTyped;
  const bool trace = c.test->meaning == Meaning::kTrace;
  const auto expected = FlattenColumns(c.expected, typed, false);
  const auto got = FlattenColumns(c.got, typed, true);
  const ColumnPairing pairing(expected, got, IsBareQuery(c) && !c.test->columns_partial);
  for (size_t i = 0; i < expected.size(); ++i) {
    ++difference->columns_compared;
    ColumnDifference column;
    column.target = expected[i].target;
    const int partner = pairing.partner(i);
    if (partner < 0) {
      column.missing_column = true;
      column.missing.assign(expected[i].sources.begin(), expected[i].sources.end());
      difference->columns.push_back(column);
      continue;
    }
    const std::set<std::string>& ours = got[partner].sources;
    if (!trace) column.missing = Without(expected[i].sources, ours);
    if (trace && ours.empty()) column.missing.assign({"any source"});
    column.extra = Without(ours, expected[i].sources);
    if (column.missing.empty() && column.extra.empty()) {
      ++difference->columns_exact;
    } else {
      difference->columns.push_back(column);
    }
  }
  if (c.test->columns_partial) return;
  for (size_t i = 0; i < got.size(); ++i) {
    if (pairing.taken(i)) continue;
    ColumnDifference column;
    column.target = got[i].target;
    column.extra_column = true;
    column.extra.assign(got[i].sources.begin(), got[i].sources.end());
    difference->columns.push_back(column);
  }
}

void AppendNames(const char* sign, const std::vector<std::string>& names, std::string* text) {
  for (const std::string& name : names) absl::StrAppend(text, " ", sign, name);
}

}  // namespace

Comparison MakeComparison(const Case& test, const Statement& statement,
                          const StatementResult& result) {
  Comparison comparison;
  comparison.test = &test;
  comparison.statement = &statement;
  comparison.result = &result;
  comparison.expected = statement.expected;
  comparison.compares_columns = statement.compares_columns;
  for (const v1::StatementLineage& lineage : result.lineages) {
    AddLineage(lineage, test.names, test.with_paths, &comparison.got);
  }
  return comparison;
}

Difference Compare(const Comparison& comparison) {
  Difference difference;
  CompareTables(comparison, &difference);
  if (!comparison.compares_columns) return difference;
  CompareColumns(comparison, &difference);
  if (comparison.test->meaning == Meaning::kTyped) {
    const auto expected = Flatten(comparison.expected.influences, true, false);
    const auto got = Flatten(comparison.got.influences, true, true);
    difference.missing_influences = Without(expected, got);
    difference.extra_influences = Without(got, expected);
  }
  return difference;
}

std::string Difference::Summary() const {
  std::vector<std::string> parts;
  std::string in, out, around;
  AppendNames("-", missing_in, &in);
  AppendNames("+", extra_in, &in);
  AppendNames("-", missing_out, &out);
  AppendNames("+", extra_out, &out);
  AppendNames("-", missing_influences, &around);
  AppendNames("+", extra_influences, &around);
  if (!in.empty()) parts.push_back(absl::StrCat("in", in));
  if (!out.empty()) parts.push_back(absl::StrCat("out", out));
  for (const ColumnDifference& column : columns) {
    std::string text = absl::StrCat(column.missing_column ? "-"
                                    : column.extra_column ? "+"
                                                          : "",
                                    column.target, column.missing_column ? " (column)" : "");
    AppendNames("-", column.missing, &text);
    AppendNames("+", column.extra, &text);
    parts.push_back(text);
  }
  if (!around.empty()) parts.push_back(absl::StrCat("influences", around));
  return absl::StrJoin(parts, "; ");
}

}  // namespace headwater::conformance
