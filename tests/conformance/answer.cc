#include "answer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace headwater::conformance {
namespace {

using v1::Dataset;
using v1::Source;

int PartsOf(absl::string_view name) {
  return 1 + static_cast<int>(std::count(name.begin(), name.end(), '.'));
}

template <typename SourceOrInfluence>
std::string TypeName(const SourceOrInfluence& source) {
  return absl::StrCat(Source::Type_Name(source.type()), ":",
                      Source::Subtype_Name(source.subtype()));
}

template <typename SourceOrInfluence>
SourceName NameOfSource(const SourceOrInfluence& source, const NameRule& names) {
  const std::string column = source.column().empty() ? kRowSet : source.column();
  const std::string table = source.dataset().empty() ? "?" : names.Table(source.dataset());
  return absl::AsciiStrToLower(absl::StrCat(table, ".", column));
}

bool IsPath(Dataset::Kind kind) { return kind == Dataset::PATH || kind == Dataset::FUNCTION; }

}  // namespace

std::string NameRule::Table(absl::string_view name) const {
  absl::ConsumePrefix(&name, "path:");  // sqllineage's mark
  std::string result = absl::AsciiStrToLower(name);
  if (!result.empty() && result[0] == '/') return result;  // a path
  if (PartsOf(result) == 1 && !default_database.empty()) {
    result = absl::StrCat(default_database, ".", result);
  }
  if (PartsOf(result) == 2 && !default_catalog.empty()) {
    result = absl::StrCat(default_catalog, ".", result);
  }
  return result;
}

std::string NameRule::Column(absl::string_view name) const {
  if (name.find('.') == absl::string_view::npos) return absl::AsciiStrToLower(name);
  return absl::StrCat(Table(TableOf(name)), ".", absl::AsciiStrToLower(ColumnOf(name)));
}

std::string TableOf(absl::string_view column) {
  const size_t dot = column.rfind('.');
  return std::string(column.substr(0, dot == absl::string_view::npos ? 0 : dot));
}

std::string ColumnOf(absl::string_view column) {
  const size_t dot = column.rfind('.');
  return std::string(dot == absl::string_view::npos ? column : column.substr(dot + 1));
}

void AddLineage(const v1::StatementLineage& lineage, const NameRule& names, bool with_paths,
                Answer* answer) {
  for (const Dataset& input : lineage.inputs()) {
    if (with_paths || !IsPath(input.kind())) answer->tables_in.insert(names.Table(input.name()));
  }
  for (const Dataset& output : lineage.outputs()) {
    if (with_paths || !IsPath(output.kind())) answer->tables_out.insert(names.Table(output.name()));
  }
  for (const v1::ColumnLineage& column : lineage.columns()) {
    AnswerColumn& added = answer->columns.emplace_back();
    added.target = column.target().empty() ? absl::AsciiStrToLower(column.name())
                                           : names.Column(column.target());
    added.expression = column.expression();
    for (const Source& source : column.sources()) {
      const SourceName name = NameOfSource(source, names);
      added.sources[name].insert(TypeName(source));
      if (source.certainty() == Source::AMBIGUOUS) added.candidates.insert(name);
    }
  }
  for (const v1::Influence& influence : lineage.influences()) {
    answer->influences[NameOfSource(influence, names)].insert(TypeName(influence));
  }
}

}  // namespace headwater::conformance
