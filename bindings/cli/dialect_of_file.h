// Which dialect a file is written in.

#ifndef HEADWATER_BINDINGS_CLI_DIALECT_OF_FILE_H_
#define HEADWATER_BINDINGS_CLI_DIALECT_OF_FILE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::cli {

// The first of these that says something:
//   1. `option`, the value of --dialect; empty: not given
//   2. a line `-- dialect: NAME` among the first 20 lines of `text`
//   3. the ending: .hql and .hive are hive, .hive.sql, .spark.sql and .doris.sql as they say
//   4. the nearest folder above the file that is named hive, spark or doris, in the absolute path,
//      so that the answer does not depend on where the program was started
//   5. spark
// False when line 2 names a dialect that there is not; `*error` says so and where.
bool DialectOfFile(absl::string_view option, const std::string& path, absl::string_view text,
                   Dialect* dialect, v1::Diagnostic* error);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_DIALECT_OF_FILE_H_
