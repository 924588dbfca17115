#include "schema_files.h"

#include <unistd.h>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "diagnostic_output.h"
#include "dialect_of_file.h"
#include "file_text.h"
#include "headwater/render.h"
#include "input_files.h"
#include "terminal.h"

namespace headwater::cli {
namespace {

// "12:3: expected a type" from AddDdl becomes "ddl.sql:12:3: error: expected a type".
std::string DdlError(const std::string& name, absl::string_view message, bool color) {
  size_t end = 0;
  int colons = 0;
  while (end < message.size() && colons < 2) {
    const char c = message[end];
    if (c == ':') ++colons;
    if (c != ':' && (c < '0' || c > '9')) break;
    ++end;
  }
  if (colons < 2) return FileError(name, message, color);
  absl::string_view rest = message.substr(end);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  return FileError(absl::StrCat(name, ":", message.substr(0, end - 1)), rest, color);
}

// Empty: all was right.
std::string ReadSchemaFile(const InputFile& file, const std::string& option,
                           const std::string& default_database, bool color, MemorySchema* schema) {
  const std::string name = DisplayName(file.path);
  if (!file.error.empty()) return FileError(name, file.error, color);
  const absl::StatusOr<FileText> text = FileText::Open(file.path);
  if (!text.ok()) return FileError(name, text.status().message(), color);
  Dialect dialect;
  v1::Diagnostic error;
  if (!DialectOfFile(option, file.path, text->text(), &dialect, &error)) {
    std::string out;
    AppendDiagnostic(error, name, text->text(), color, &out);
    return out;
  }
  const absl::Status added = schema->AddDdl(text->text(), dialect, default_database);
  return added.ok() ? "" : DdlError(name, added.message(), color);
}

}  // namespace

bool ReadSchemaFiles(const std::vector<std::string>& arguments, const std::string& dialect,
                     const std::string& default_database, MemorySchema* schema) {
  const bool color = UseColor("auto", STDERR_FILENO);
  bool fine = true;
  for (const InputFile& file : FindInputFiles(arguments)) {
    const std::string trouble = ReadSchemaFile(file, dialect, default_database, color, schema);
    fine = fine && trouble.empty();
    WriteDiagnostics(trouble);
  }
  return fine;
}

}  // namespace headwater::cli
