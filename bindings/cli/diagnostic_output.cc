#include "diagnostic_output.h"

#include <unistd.h>

#include "headwater/render.h"
#include "output_file.h"

namespace headwater::cli {

std::string FileError(absl::string_view path, absl::string_view message, bool color) {
  v1::Diagnostic diagnostic;
  diagnostic.set_severity(v1::Diagnostic::ERROR);
  diagnostic.set_message(std::string(message));
  std::string out;
  AppendDiagnostic(diagnostic, path, "", color, &out);
  return out;
}

v1::Diagnostic ToMessage(const Diagnostic& diagnostic, LineIndex* lines) {
  v1::Diagnostic message;
  message.set_severity(diagnostic.severity == Severity::kNote      ? v1::Diagnostic::NOTE
                       : diagnostic.severity == Severity::kWarning ? v1::Diagnostic::WARNING
                                                                   : v1::Diagnostic::ERROR);
  message.set_code(diagnostic.code);
  message.set_message(diagnostic.message);
  message.set_hint(diagnostic.hint);
  const LineColumn place = lines->Find(diagnostic.range.begin);
  message.mutable_span()->set_offset(diagnostic.range.begin);
  message.mutable_span()->set_length(diagnostic.range.end - diagnostic.range.begin);
  message.mutable_span()->set_line(place.line);
  message.mutable_span()->set_column(place.column);
  return message;
}

void WriteDiagnostics(absl::string_view text) { WriteAll(STDERR_FILENO, text); }

}  // namespace headwater::cli
