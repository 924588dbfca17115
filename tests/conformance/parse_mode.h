// `headwater_conformance --parse`: does the parser accept what the engines accept?
//
// Rows have `id`, `dialect`, `sql` (one statement), `expect` parse_ok | parse_error | unknown and,
// where the engine's own grammar was run over the text, `grammar` ok | error. A row counts as
// accepted when the parser finds at least one statement and no error in any.

#ifndef HEADWATER_TESTS_CONFORMANCE_PARSE_MODE_H_
#define HEADWATER_TESTS_CONFORMANCE_PARSE_MODE_H_

#include <deque>
#include <string>

#include "data_file.h"
#include "options.h"

namespace headwater::conformance {

// Prints the tables and groups of failures; the return value is the program's exit status.
int RunParseMode(const std::deque<DataFile>& files, const Options& options);

// The words that tell a statement's kind before it is parsed: "SELECT", "CREATE TABLE",
// "ALTER TABLE". Comments and opening parentheses are passed over.
std::string LeadingWords(absl::string_view sql);

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_PARSE_MODE_H_
