#include "case_schema.h"

#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace headwater::golden {
namespace {

// Where the bracket that opens at `open` closes; npos: nowhere.
size_t FindClose(absl::string_view text, size_t open) {
  int depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '<') ++depth;
    if ((text[i] == ')' || text[i] == '>') && --depth == 0) return i;
  }
  return absl::string_view::npos;
}

// "a int, s struct<x:int,y:int>" to columns.
void AddColumns(absl::string_view text, bool partition, std::vector<ColumnSchema>* columns) {
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && (text[i] == '<' || text[i] == '(')) ++depth;
    if (i < text.size() && (text[i] == '>' || text[i] == ')')) --depth;
    if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
    absl::string_view one = absl::StripAsciiWhitespace(text.substr(begin, i - begin));
    begin = i + 1;
    if (one.empty()) continue;
    const size_t space = one.find(' ');
    ColumnSchema column;
    column.name = std::string(one.substr(0, space));
    if (space != absl::string_view::npos) {
      column.type = std::string(absl::StripAsciiWhitespace(one.substr(space)));
    }
    column.partition = partition;
    columns->push_back(std::move(column));
  }
}

// "ods.b(x, y | dt) ods.c(k)".
absl::Status AddShorthand(absl::string_view text, MemorySchema* schema) {
  while (!(text = absl::StripLeadingAsciiWhitespace(text)).empty()) {
    const size_t open = text.find('(');
    const size_t close = open == absl::string_view::npos ? open : FindClose(text, open);
    if (close == absl::string_view::npos) {
      return absl::InvalidArgumentError(absl::StrCat("[schema: no table(columns) in ", text, "]"));
    }
    TableSchema table;
    table.name = std::string(absl::StripAsciiWhitespace(text.substr(0, open)));
    absl::string_view columns = text.substr(open + 1, close - open - 1);
    const size_t bar = columns.find('|');
    AddColumns(columns.substr(0, bar), false, &table.columns);
    if (bar != absl::string_view::npos) AddColumns(columns.substr(bar + 1), true, &table.columns);
    table.BuildIndex();
    schema->Add(std::move(table));
    text.remove_prefix(close + 1);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddCaseSchema(const CaseOptions& options, Dialect dialect, const std::string& folder,
                           MemorySchema* schema) {
  for (const std::string& text : options.schemas) {
    absl::Status status;
    if (absl::EndsWith(text, ".sql")) {
      std::ifstream in(absl::StrCat(folder, "/", text));
      if (!in) return absl::NotFoundError(absl::StrCat("[schema: cannot read ", text, "]"));
      const std::string ddl((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      status = schema->AddDdl(ddl, dialect, options.default_database);
    } else if (absl::StartsWithIgnoreCase(text, "create")) {
      status = schema->AddDdl(text, dialect, options.default_database);
    } else {
      status = AddShorthand(text, schema);
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace headwater::golden
