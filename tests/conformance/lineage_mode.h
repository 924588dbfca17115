// `headwater_conformance DATA`: our lineage against other people's, as a scoreboard.

#ifndef HEADWATER_TESTS_CONFORMANCE_LINEAGE_MODE_H_
#define HEADWATER_TESTS_CONFORMANCE_LINEAGE_MODE_H_

#include <deque>

#include "data_file.h"
#include "options.h"

namespace headwater::conformance {

// `files` are those of `options.data`; the ones that are not asked for are there too, for
// what sessions learn from them. The return value is the program's exit status.
int RunLineageMode(const std::deque<DataFile>& files, const Options& options);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_LINEAGE_MODE_H_
