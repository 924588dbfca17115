#include "syntax/features.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace headwater::syntax {
namespace {

constexpr DialectVersion kUsualNewest[] = {{4, 0}, {4, 0}, {4, 0}};

}  // namespace

void CheckVersion(absl::string_view name, Dialect dialect, DialectVersion version,
                  absl::string_view since, ast::SourceRange range, absl::string_view instead,
                  std::vector<Diagnostic>* diagnostics) {
  const bool any = version == DialectVersion();
  if (IsInVersion(since, any ? kUsualNewest[static_cast<int>(dialect)] : version)) return;
  Diagnostic& diagnostic = diagnostics->emplace_back();
  diagnostic.severity = any ? Severity::kWarning : Severity::kError;
  diagnostic.code = "feature";
  diagnostic.message = absl::StrCat(name, " needs ", DialectName(dialect), " ", since);
  if (!any) {
    absl::StrAppend(&diagnostic.message, "; the script is checked for ",
                    DialectVersionText(version));
  }
  diagnostic.hint = std::string(instead);
  diagnostic.range = range;
}

}  // namespace headwater::syntax
