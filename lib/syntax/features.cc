#include "syntax/features.h"

#include "absl/strings/str_cat.h"

namespace headwater::syntax {

Diagnostic TooNew(absl::string_view name, Dialect dialect, DialectVersion version,
                  absl::string_view since, ast::SourceRange range, absl::string_view instead) {
  Diagnostic diagnostic;
  diagnostic.code = "feature";
  diagnostic.message = absl::StrCat(name, " is not in ", DialectName(dialect), " ",
                                    DialectVersionText(version), ", but since ", since);
  diagnostic.hint = std::string(instead);
  diagnostic.range = range;
  return diagnostic;
}

}  // namespace headwater::syntax
