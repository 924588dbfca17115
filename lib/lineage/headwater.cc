#include "headwater/headwater.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "google/protobuf/arena.h"

namespace headwater {

#ifndef HEADWATER_VERSION
#define HEADWATER_VERSION "0.1.0"
#endif

absl::string_view Version() { return HEADWATER_VERSION; }

namespace {

// Runs the phases over a script; `next` gives the message for a statement, `done` is told when it
// is filled and returns whether to go on.
template <typename Next, typename Done>
absl::Status Run(absl::string_view sql, const LineageOptions& options, Next next, Done done) {
  if (sql.size() >= std::numeric_limits<uint32_t>::max()) {
    return absl::InvalidArgumentError("the script is larger than 4 GiB");
  }
  ParseOptions parse_options;
  parse_options.dialect = options.dialect;
  parse_options.dialect_version = options.dialect_version;
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
  while (parser.Next(&statement)) {
    v1::StatementLineage* lineage = next();
    analyzer.Analyze(statement, lineage);
    if (!done(*lineage)) break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VisitLineage(absl::string_view sql, const LineageOptions& options,
                          const std::function<bool(const v1::StatementLineage&)>& visit) {
  // A statement's messages are freed at once; most statements fit the first block.
  google::protobuf::ArenaOptions arena_options;
  arena_options.start_block_size = 16 << 10;
  arena_options.max_block_size = 256 << 10;
  google::protobuf::Arena arena(arena_options);
  return Run(
      sql, options,
      [&arena] {
        arena.Reset();
        return google::protobuf::Arena::CreateMessage<v1::StatementLineage>(&arena);
      },
      visit);
}

absl::StatusOr<v1::ScriptLineage> ExtractLineage(absl::string_view sql,
                                                 const LineageOptions& options) {
  v1::ScriptLineage script;
  const absl::string_view dialect = DialectName(options.dialect);
  script.set_dialect(std::string(dialect));
  const absl::Status status = Run(
      sql, options, [&script] { return script.add_statements(); },
      [](const v1::StatementLineage&) { return true; });
  if (!status.ok()) return status;
  return script;
}

}  // namespace headwater
