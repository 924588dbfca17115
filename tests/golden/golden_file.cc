#include "golden_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace headwater::golden {
namespace {

absl::StatusOr<std::vector<Dialect>> ParseDialects(absl::string_view text) {
  std::vector<Dialect> dialects;
  for (absl::string_view name : absl::StrSplit(text, '|')) {
    auto dialect = DialectFromName(absl::StripAsciiWhitespace(name));
    if (!dialect.ok()) return dialect.status();
    dialects.push_back(*dialect);
  }
  return dialects;
}

// Takes one option, without its brackets.
absl::Status ApplyOption(absl::string_view text, CaseOptions* options) {
  const struct {
    absl::string_view name;
    bool* flag;
  } flags[] = {
      {"keep_temporary", &options->keep_temporary},     {"expand_views", &options->expand_views},
      {"show=expressions", &options->show_expressions}, {"show=spans", &options->show_spans},
      {"show=display", &options->show_display},         {"only_print", &options->only_print},
  };
  for (const auto& each : flags) {
    if (text != each.name) continue;
    *each.flag = true;
    return absl::OkStatus();
  }
  if (absl::ConsumePrefix(&text, "name=")) {
    options->name = std::string(text);
  } else if (absl::ConsumePrefix(&text, "schema:")) {
    options->schemas.emplace_back(absl::StripAsciiWhitespace(text));
  } else if (absl::ConsumePrefix(&text, "default_db=")) {
    options->default_database = std::string(text);
  } else if (absl::ConsumePrefix(&text, "version=")) {
    options->version = std::string(text);
  } else if (absl::ConsumePrefix(&text, "var ")) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    options->variables[parts.first] = parts.second;
  } else {
    return absl::InvalidArgumentError(absl::StrCat("unknown option [", text, "]"));
  }
  return absl::OkStatus();
}

// Takes the comments and options at the front of a case and leaves the SQL in `*lines`.
absl::Status ParseHead(std::vector<std::string>* lines, CaseOptions* defaults, GoldenCase* golden) {
  golden->options = *defaults;
  size_t at = 0;
  while (at < lines->size()) {
    std::string text = (*lines)[at];
    absl::StrAppend(&golden->head, text, "\n");
    ++at;
    if (absl::StripAsciiWhitespace(text).empty() || text[0] == '#') continue;
    if (absl::StartsWith(text, "{{") && absl::EndsWith(text, "}}")) {
      auto dialects = ParseDialects(absl::string_view(text).substr(2, text.size() - 4));
      if (!dialects.ok()) return dialects.status();
      golden->options.dialects = *std::move(dialects);
      continue;
    }
    if (text[0] != '[') {
      golden->head.resize(golden->head.size() - text.size() - 1);
      --at;
      break;
    }
    while (!absl::EndsWith(text, "]") && at < lines->size()) {
      absl::StrAppend(&golden->head, (*lines)[at], "\n");
      absl::StrAppend(&text, "\n", (*lines)[at++]);
    }
    if (!absl::EndsWith(text, "]")) return absl::InvalidArgumentError("an option has no ]");
    absl::string_view option = absl::string_view(text).substr(1, text.size() - 2);
    if (absl::ConsumePrefix(&option, "default ")) {
      if (absl::Status status = ApplyOption(option, defaults); !status.ok()) return status;
    }
    if (absl::Status status = ApplyOption(option, &golden->options); !status.ok()) return status;
  }
  lines->erase(lines->begin(), lines->begin() + static_cast<ptrdiff_t>(at));
  return absl::OkStatus();
}

// Whether a line heads an expected part; `*dialects` are those it names.
bool IsPartHead(absl::string_view line, std::vector<Dialect>* dialects) {
  dialects->clear();
  if (line == "--") return true;
  if (!absl::ConsumePrefix(&line, "-- ")) return false;
  auto parsed = ParseDialects(line);
  if (!parsed.ok()) return false;
  *dialects = *std::move(parsed);
  return true;
}

absl::Status ParseCase(std::vector<std::string> lines, CaseOptions* defaults, GoldenCase* golden) {
  if (absl::Status status = ParseHead(&lines, defaults, golden); !status.ok()) return status;
  if (golden->options.dialects.empty()) return absl::InvalidArgumentError("no {{dialects}}");
  std::string* text = &golden->sql;
  for (const std::string& line : lines) {
    std::vector<Dialect> dialects;
    if (IsPartHead(line, &dialects)) {
      golden->expected.emplace_back(std::move(dialects), "");
      text = &golden->expected.back().second;
    } else {
      absl::StrAppend(text, line, "\n");
    }
  }
  return absl::OkStatus();
}

std::string JoinDialects(const std::vector<Dialect>& dialects) {
  return absl::StrJoin(dialects, "|", [](std::string* out, Dialect dialect) {
    absl::StrAppend(out, DialectName(dialect));
  });
}

}  // namespace

const std::string* GoldenCase::Expected(Dialect dialect) const {
  for (const auto& [dialects, text] : expected) {
    const bool named = std::find(dialects.begin(), dialects.end(), dialect) != dialects.end();
    if (dialects.empty() || named) return &text;
  }
  return nullptr;
}

absl::StatusOr<GoldenFile> ReadGoldenFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (absl::EndsWith(text, "\n")) text.pop_back();
  GoldenFile file;
  file.path = path;
  file.topic = std::filesystem::path(path).stem().string();
  std::vector<std::vector<std::string>> sections(1);
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line == "==")
      sections.emplace_back();
    else
      sections.back().emplace_back(line);
  }
  CaseOptions defaults;
  for (size_t i = 0; i < sections.size(); ++i) {
    file.cases.emplace_back();
    absl::Status status = ParseCase(std::move(sections[i]), &defaults, &file.cases.back());
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": case ", i + 1, ": ", status.message()));
    }
  }
  return file;
}

void SetExpected(const std::map<Dialect, std::string>& outputs, GoldenCase* golden) {
  std::vector<std::pair<std::vector<Dialect>, std::string>> parts;
  for (Dialect dialect : golden->options.dialects) {
    const std::string& text = outputs.at(dialect);
    auto same = std::find_if(parts.begin(), parts.end(),
                             [&](const auto& part) { return part.second == text; });
    if (same == parts.end())
      parts.push_back({{dialect}, text});
    else
      same->first.push_back(dialect);
  }
  if (parts.size() == 1) parts[0].first.clear();
  golden->expected = std::move(parts);
}

absl::Status WriteGoldenFile(const GoldenFile& file) {
  std::ofstream out(file.path, std::ios::binary);
  for (size_t i = 0; i < file.cases.size(); ++i) {
    const GoldenCase& golden = file.cases[i];
    out << (i == 0 ? "" : "==\n") << golden.head << golden.sql;
    for (const auto& [dialects, text] : golden.expected) {
      out << "--" << (dialects.empty() ? "" : " ") << JoinDialects(dialects) << "\n" << text;
    }
  }
  out.close();
  return out ? absl::OkStatus() : absl::InternalError(absl::StrCat("cannot write ", file.path));
}

}  // namespace headwater::golden
