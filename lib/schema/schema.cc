#include "headwater/schema.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "headwater/analyzer.h"
#include "headwater/parser.h"
#include "headwater/source.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater {

int TableSchema::FindColumn(absl::string_view column) const {
  if (index_.empty()) {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (absl::EqualsIgnoreCase(columns[i].name, column)) return static_cast<int>(i);
    }
    return -1;
  }
  const auto found = index_.find(absl::AsciiStrToLower(column));
  return found == index_.end() ? -1 : found->second;
}

void TableSchema::BuildIndex() {
  index_.clear();
  for (size_t i = 0; i < columns.size(); ++i) {
    index_.try_emplace(absl::AsciiStrToLower(columns[i].name), static_cast<int>(i));
  }
}

MemorySchema::MemorySchema() = default;
MemorySchema::~MemorySchema() = default;
MemorySchema::MemorySchema(MemorySchema&&) noexcept = default;
MemorySchema& MemorySchema::operator=(MemorySchema&&) noexcept = default;

void MemorySchema::Add(TableSchema table) {
  std::string key = absl::AsciiStrToLower(table.name);
  table.BuildIndex();
  tables_.insert_or_assign(std::move(key), std::make_unique<TableSchema>(std::move(table)));
}

const TableSchema* MemorySchema::FindTable(absl::string_view name) const {
  const auto found = tables_.find(absl::AsciiStrToLower(name));
  return found == tables_.end() ? nullptr : found->second.get();
}

size_t MemorySchema::size() const { return tables_.size(); }

// The analyzer's session is what knows DDL; its tables at the end of the script are kept.
absl::Status MemorySchema::AddDdl(absl::string_view sql, Dialect dialect,
                                  absl::string_view default_database) {
  ParseOptions parse_options;
  parse_options.dialect = dialect;
  AnalyzeOptions options;
  options.dialect = dialect;
  options.default_database = std::string(default_database);
  options.expression_text = false;
  ScriptParser parser(sql, parse_options);
  analyze::AnalyzerImpl analyzer(sql, this, options);
  ParsedStatement statement;
  v1::StatementLineage lineage;
  absl::Status status;
  while (parser.Next(&statement)) {
    analyzer.Analyze(statement, &lineage);
    if (statement.ok() || !status.ok()) continue;
    const Diagnostic* first = nullptr;
    for (const Diagnostic& diagnostic : statement.diagnostics()) {
      if (first == nullptr && diagnostic.severity == Severity::kError) first = &diagnostic;
    }
    LineIndex lines(sql);
    const LineColumn place =
        lines.Find(first == nullptr ? statement.range().begin : first->range.begin);
    status = absl::InvalidArgumentError(absl::StrCat(
        place.line, ":", place.column, ": ", first == nullptr ? "syntax error" : first->message));
  }
  for (const std::string& name : analyzer.session().Dropped())
    tables_.erase(absl::AsciiStrToLower(name));
  for (const analyze::TableInfo* table : analyzer.session().Tables()) {
    TableSchema schema;
    schema.name = table->display_name.empty() ? table->name : table->display_name;
    schema.kind = table->schema->kind;
    schema.columns = table->schema->columns;
    schema.view_query = table->schema->view_query;
    Add(std::move(schema));
  }
  return status;
}

}  // namespace headwater
