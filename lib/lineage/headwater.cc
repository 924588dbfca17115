#include "headwater/headwater.h"

#include <limits>

namespace headwater {

#ifndef HEADWATER_VERSION
#define HEADWATER_VERSION "0.1.0"
#endif

absl::string_view Version() { return HEADWATER_VERSION; }

absl::Status VisitLineage(absl::string_view sql, const LineageOptions& options,
                          const std::function<bool(const v1::StatementLineage&)>& visit) {
  if (sql.size() >= std::numeric_limits<uint32_t>::max()) {
    return absl::InvalidArgumentError("the script is larger than 4 GiB");
  }
  ParseOptions parse_options;
  parse_options.dialect = options.dialect;
  parse_options.variables = options.variables;
  parse_options.limits = options.limits;
  AnalyzeOptions analyze_options;
  analyze_options.dialect = options.dialect;
  analyze_options.default_database = options.default_database;
  analyze_options.keep_temporary = options.keep_temporary;
  analyze_options.expand_views = options.expand_views;
  analyze_options.expression_text = options.expression_text;
  ScriptParser parser(sql, std::move(parse_options));
  Analyzer analyzer(sql, options.schema, std::move(analyze_options));
  ParsedStatement statement;
  v1::StatementLineage lineage;
  while (parser.Next(&statement)) {
    analyzer.Analyze(statement, &lineage);
    if (!visit(lineage)) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ScriptLineage> ExtractLineage(absl::string_view sql,
                                                 const LineageOptions& options) {
  v1::ScriptLineage script;
  const absl::string_view dialect = DialectName(options.dialect);
  script.set_dialect(std::string(dialect));
  const absl::Status status =
      VisitLineage(sql, options, [&script](const v1::StatementLineage& lineage) {
        *script.add_statements() = lineage;
        return true;
      });
  if (!status.ok()) return status;
  return script;
}

}  // namespace headwater
