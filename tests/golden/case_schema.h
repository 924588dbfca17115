// The schema of a golden case, from its [schema: ..] options.

#ifndef HEADWATER_TESTS_GOLDEN_CASE_SCHEMA_H_
#define HEADWATER_TESTS_GOLDEN_CASE_SCHEMA_H_

#include <string>

#include "absl/status/status.h"
#include "golden_file.h"
#include "headwater/schema.h"

namespace headwater::golden {

// Adds every [schema: ..] of a case; `folder` is where .sql files are found.
absl::Status AddCaseSchema(const CaseOptions& options, Dialect dialect, const std::string& folder,
                           MemorySchema* schema);

}  // namespace headwater::golden

#endif  // HEADWATER_TESTS_GOLDEN_CASE_SCHEMA_H_
