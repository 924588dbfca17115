// What holds for every lineage, whatever the SQL.

#ifndef HEADWATER_TESTS_GOLDEN_INVARIANTS_H_
#define HEADWATER_TESTS_GOLDEN_INVARIANTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::golden {

// One sentence for each breach:
//  * sources and influences are of datasets among the inputs (a statement that changes rows in
//  place also
//    reads its outputs); targets are columns of outputs;
//  * types and subtypes belong together, certainty is always set;
//  * statements' spans lie inside the script, everything else's inside its statement; line and
//  column
//    fit the offset; a column written by its own name has a span that says so;
//  * no diagnostic with the code "internal";
//  * JSON and back is the same message.
std::vector<std::string> FindBreaches(absl::string_view sql, const v1::ScriptLineage& script);

}  // namespace headwater::golden

#endif  // HEADWATER_TESTS_GOLDEN_INVARIANTS_H_
