// Runs one case through the library.

#ifndef HEADWATER_TESTS_CONFORMANCE_RUN_CASE_H_
#define HEADWATER_TESTS_CONFORMANCE_RUN_CASE_H_

#include <string>
#include <vector>

#include "case.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::conformance {

// What the library says of one Statement of a case.
struct StatementResult {
  std::vector<v1::StatementLineage> lineages;  // usually one; a case's text may hold several
  std::string error;                           // the first syntax error; empty: none
  double milliseconds = 0;                     // parsing and analysis
};

// One result for each of the case's statements. All of them, and the context before them, are one
// script with one analyzer.
std::vector<StatementResult> RunCase(const Case& test);

// The same behind another context.
std::vector<StatementResult> RunCaseBehind(const Case& test,
                                           const std::vector<std::string>& context);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_RUN_CASE_H_
