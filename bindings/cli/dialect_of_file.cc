#include "dialect_of_file.h"

#include <unistd.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr int kLinesRead = 20;

std::vector<std::string> DialectNames() {
  std::vector<std::string> names;
  names.reserve(kDialectCount);
  for (int i = 0; i < kDialectCount; ++i) {
    names.emplace_back(DialectName(static_cast<Dialect>(i)));
  }
  return names;
}

// Sets `*dialect` and returns true if `name` is one.
bool ByName(absl::string_view name, Dialect* dialect) {
  const absl::StatusOr<Dialect> found = DialectFromName(name);
  if (found.ok()) *dialect = *found;
  return found.ok();
}

// The name in `-- dialect: NAME`; empty where the line says nothing of it.
absl::string_view NameInLine(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "--")) return "";
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::StartsWithIgnoreCase(line, "dialect")) return "";
  line = absl::StripLeadingAsciiWhitespace(line.substr(7));
  if (!absl::ConsumePrefix(&line, ":")) return "";
  return absl::StripAsciiWhitespace(line);
}

// The name that the first lines of `text` give, a view into `text`.
absl::string_view NameInText(absl::string_view text, uint32_t* line_number) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  for (uint32_t line = 1; line <= kLinesRead && !text.empty(); ++line) {
    const size_t end = text.find('\n');
    const absl::string_view name = NameInLine(text.substr(0, end));
    if (!name.empty()) {
      *line_number = line;
      return name;
    }
    if (end == absl::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return "";
}

bool ByEnding(absl::string_view path, Dialect* dialect) {
  if (absl::EndsWithIgnoreCase(path, ".hql") || absl::EndsWithIgnoreCase(path, ".hive")) {
    return ByName("hive", dialect);
  }
  for (const std::string& name : DialectNames()) {
    if (absl::EndsWithIgnoreCase(path, "." + name + ".sql")) return ByName(name, dialect);
  }
  return false;
}

bool ByFolder(const std::string& path, Dialect* dialect) {
  std::string absolute = path;
  if (!absl::StartsWith(path, "/")) {
    char* folder = getcwd(nullptr, 0);
    if (folder != nullptr) absolute = std::string(folder) + "/" + path;
    free(folder);
  }
  std::vector<absl::string_view> folders;
  for (const absl::string_view part : absl::StrSplit(absolute, '/', absl::SkipEmpty())) {
    if (part == "..") {
      if (!folders.empty()) folders.pop_back();
    } else if (part != ".") {
      folders.push_back(part);
    }
  }
  if (!folders.empty()) folders.pop_back();  // the file's own name
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    if (ByName(*folder, dialect)) return true;
  }
  return false;
}

}  // namespace

bool DialectOfFile(absl::string_view option, const std::string& path, absl::string_view text,
                   Dialect* dialect, v1::Diagnostic* error) {
  *dialect = Dialect::kSpark;
  if (!option.empty() && ByName(option, dialect)) return true;
  uint32_t line = 0;
  const absl::string_view name = NameInText(text, &line);
  if (!name.empty()) {
    if (ByName(name, dialect)) return true;
    error->set_severity(v1::Diagnostic::ERROR);
    error->set_code("dialect");
    error->set_message(NoSuchWord("dialect", name, DialectNames()));
    v1::Span* span = error->mutable_span();
    span->set_offset(static_cast<uint32_t>(name.data() - text.data()));
    span->set_length(static_cast<uint32_t>(name.size()));
    span->set_line(line);
    const size_t begin = text.substr(0, span->offset()).rfind('\n');
    span->set_column(span->offset() -
                     (begin == absl::string_view::npos ? 0 : static_cast<uint32_t>(begin) + 1) + 1);
    return false;
  }
  if (path == "-") return true;
  if (!ByEnding(path, dialect)) ByFolder(path, dialect);
  return true;
}

}  // namespace headwater::cli
