// Diagnostics of files on stderr.

#ifndef HEADWATER_BINDINGS_CLI_DIAGNOSTIC_OUTPUT_H_
#define HEADWATER_BINDINGS_CLI_DIAGNOSTIC_OUTPUT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "headwater/parser.h"
#include "headwater/source.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::cli {

// "orders.sql: error: no such file or folder" and a line break, for `path` as a whole.
std::string FileError(absl::string_view path, absl::string_view message, bool color);

// A parser's finding as the data model has it; `lines` is over the script.
v1::Diagnostic ToMessage(const Diagnostic& diagnostic, LineIndex* lines);

// Writes to stderr.
void WriteDiagnostics(absl::string_view text);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_DIAGNOSTIC_OUTPUT_H_
