// The verdict on one statement of the data.

#ifndef HEADWATER_TESTS_CONFORMANCE_OUTCOME_H_
#define HEADWATER_TESTS_CONFORMANCE_OUTCOME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "case.h"
#include "comparison.h"
#include "disputed.h"
#include "run_case.h"

namespace headwater::conformance {

struct Outcome {
  std::string key;     // "source:line", "source:line#n" in a session
  std::string id;      // the case's, "id#n" in a session
  std::string source;  // the file
  std::vector<std::string> features;

  std::string error;     // a syntax error of ours, or none
  bool outside = false;  // valid in none of our dialects, by the engines' own grammars
  bool compares_columns = false;
  bool raw_exact = false;  // without any normalisation
  bool exact = false;
  bool tables_exact = false;
  bool columns_exact = false;
  int columns_compared = 0;
  int columns_right = 0;
  int missing = 0;  // sources and columns that we lack
  int extra = 0;    // sources and columns that we have too much
  bool compares_names = false;
  bool names_exact = false;
  double milliseconds = 0;
  std::string summary;  // of the difference that is left
  std::vector<absl::string_view> normalisations;
  bool disputed = false;
};

// Judges every compared statement of a case.
std::vector<Outcome> JudgeCase(const Case& test, const std::vector<StatementResult>& results,
                               const std::vector<std::string>& without,
                               const DisputedCases& disputed);

// Prints a statement with both answers and their difference.
void ExplainStatement(const Case& test, const Statement& statement, const StatementResult& result,
                      const std::vector<std::string>& without, const Dispute* dispute);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_OUTCOME_H_
