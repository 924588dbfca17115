#include "scoreboard.h"

#include <stdio.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "normalisations.h"

namespace headwater::conformance {
namespace {

struct Share {
  int right = 0;
  int all = 0;

  void Add(bool is_right) { Add(is_right, 1); }
  void Add(int right_count, int count) {
    right += right_count;
    all += count;
  }

  // Rounded down, so that only a full score reads 100.
  std::string Percent() const {
    if (all == 0) return "-";
    char text[32];
    snprintf(text, sizeof text, "%.2f", static_cast<int>(right * 10000.0 / all) / 100.0);
    return text;
  }
};

struct Score {
  Share raw, exact, undisputed, tables, with_columns, columns, names;
  int missing = 0, extra = 0, errors = 0, outside = 0;
  double slowest = 0;

  void Add(const Outcome& outcome) {
    if (outcome.outside) {
      ++outside;
      return;
    }
    raw.Add(outcome.raw_exact);
    exact.Add(outcome.exact);
    if (!outcome.disputed) undisputed.Add(outcome.exact);
    tables.Add(outcome.tables_exact);
    if (outcome.compares_columns) with_columns.Add(outcome.error.empty() && outcome.columns_exact);
    columns.Add(outcome.columns_right, outcome.columns_compared);
    if (outcome.compares_names) names.Add(outcome.names_exact);
    missing += outcome.missing;
    extra += outcome.extra;
    errors += !outcome.error.empty();
    slowest = std::max(slowest, outcome.milliseconds);
  }
};

void PrintScore(const std::string& name, const Score& score) {
  printf("%-24s %6d %7s %7s %7s %7s %7s %7s %7s %6d %6d %6d %5d %7.2f\n", name.c_str(),
         score.exact.all, score.raw.Percent().c_str(), score.exact.Percent().c_str(),
         score.undisputed.Percent().c_str(), score.tables.Percent().c_str(),
         score.with_columns.Percent().c_str(), score.columns.Percent().c_str(),
         score.names.Percent().c_str(), score.missing, score.extra, score.errors, score.outside,
         score.slowest);
}

}  // namespace

void PrintScoreboard(const std::vector<Outcome>& outcomes) {
  std::map<std::string, Score> by_source;
  Score all;
  for (const Outcome& outcome : outcomes) {
    by_source[outcome.source].Add(outcome);
    all.Add(outcome);
  }
  printf("%-24s %6s %7s %7s %7s %7s %7s %7s %7s %6s %6s %6s %5s %7s\n", "source", "stmts", "raw%",
         "exact%", "undisp%", "tables%", "st/col%", "cols%", "names%", "miss", "extra", "errors",
         "other", "max ms");
  for (const auto& [source, score] : by_source) PrintScore(source, score);
  if (by_source.size() > 1) PrintScore("all", all);
  printf(
      "raw: no normalisation; exact: after them; undisp: without disputed cases; st/col: "
      "statements\n"
      "whose columns are exact, of those that have any; names: queries whose columns have the\n"
      "reference's number and plain names, where no star hides them; other: valid in none of our\n"
      "dialects\n");
}

void PrintFeatures(const std::vector<Outcome>& outcomes) {
  std::map<std::string, Share> by_feature;
  for (const Outcome& outcome : outcomes) {
    if (outcome.outside) continue;
    for (const std::string& feature : outcome.features) by_feature[feature].Add(outcome.exact);
  }
  std::vector<std::pair<std::string, Share>> sorted(by_feature.begin(), by_feature.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.all - a.second.right > b.second.all - b.second.right;
  });
  printf("\nby feature, most failures first: exact/statements\n ");
  for (const auto& [feature, share] : sorted) {
    if (share.right == share.all) continue;
    printf(" %s %d/%d (%s%%);", feature.c_str(), share.right, share.all, share.Percent().c_str());
  }
  printf("\n");
}

void PrintNormalisations(const std::vector<Outcome>& outcomes) {
  printf("\nnormalisations (statements changed, of them exact)\n");
  for (const Normalisation& each : Normalisations()) {
    Share share;
    for (const Outcome& outcome : outcomes) {
      const auto& used = outcome.normalisations;
      if (std::find(used.begin(), used.end(), each.name) != used.end()) share.Add(outcome.exact);
    }
    printf("  %-32s %5d %5d  %s\n", std::string(each.name).c_str(), share.all, share.right,
           std::string(each.reason).c_str());
  }
}

void PrintFailures(const std::vector<Outcome>& outcomes, int limit) {
  int count = 0;
  printf("\nstatements that are not exact\n");
  for (const Outcome& outcome : outcomes) {
    if (outcome.exact || outcome.outside || ++count > limit) continue;
    printf("%s%s  %s\n    %s\n", outcome.key.c_str(), outcome.disputed ? " (disputed)" : "",
           outcome.id.c_str(), outcome.summary.substr(0, 400).c_str());
  }
  printf("%d in all\n", count);
}

}  // namespace headwater::conformance
