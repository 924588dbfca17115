// Sums of outcomes, printed.

#ifndef HEADWATER_TESTS_CONFORMANCE_SCOREBOARD_H_
#define HEADWATER_TESTS_CONFORMANCE_SCOREBOARD_H_

#include <vector>

#include "outcome.h"

namespace headwater::conformance {

// Per source: statements and columns exact, with and without normalisations and disputed cases.
void PrintScoreboard(const std::vector<Outcome>& outcomes);

// Statements exact by construct and tag, the worst first.
void PrintFeatures(const std::vector<Outcome>& outcomes);

// How often each normalisation changed something, with its reason.
void PrintNormalisations(const std::vector<Outcome>& outcomes);

// The first `limit` statements that are not exact.
void PrintFailures(const std::vector<Outcome>& outcomes, int limit);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_SCOREBOARD_H_
