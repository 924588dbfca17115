// `headwater lineage`: its options and their check.

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <thread>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "catalog_folder.h"
#include "commands.h"
#include "headwater/catalog.h"
#include "help_formatter.h"
#include "layered_schema.h"
#include "lineage_run.h"
#include "program.h"
#include "schema_files.h"
#include "terminal.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr char kName[] = "headwater lineage";

constexpr char kDescription[] =
    "print where tables and columns come from\n"
    "\n"
    "Reads SQL scripts and prints, for each statement, the tables it reads and writes and the "
    "columns that each output column is made of. `<-` is a value that flows, `<~` a column that "
    "only decides: by a join, a filter, a grouping, an order, a condition. `?` marks what is not "
    "certain.\n"
    "\n"
    "A FILE is read whatever its name; of a DIR all *.sql, *.hql and *.hive files in it and below "
    "are, in the order of their names, hidden ones passed over; - is standard input. Each file is "
    "a script of its own: its USE, SET and temporary tables end with it. Results come in the order "
    "of the arguments, diagnostics go to standard error.\n"
    "\n"
    "The dialect of a file is that of --dialect, else of a line `-- dialect: NAME` among its first "
    "20 lines, else of its ending (.hql and .hive are hive; .hive.sql, .spark.sql, .doris.sql), "
    "else of the nearest folder above it named hive, spark or doris, else spark.";

constexpr char kFooter[] =
    "EXAMPLES\n"
    "  headwater lineage orders.sql\n"
    "          Column lineage for eyes.\n"
    "  headwater lineage --schema ddl/ --level table warehouse/\n"
    "          Table lineage of all scripts of a folder; DDL resolves stars and bare names.\n"
    "  headwater lineage --dialect hive --dialect-version 3.1 job.hql\n"
    "          What only Hive 4 has is an error.\n"
    "  headwater lineage --catalog lineage/ changed.hql\n"
    "          Before a script is published: the tables are those of the catalog.\n"
    "  headwater lineage --dialect hive --var bizdate=20240101 --default-db dw a.hql b.hql\n"
    "  headwater lineage --format json warehouse/ | jq -c '.statements[]?.columns[]?.target'\n"
    "  headwater lineage --format dot warehouse/ | dot -Tsvg > warehouse.svg\n"
    "  headwater lineage --format openlineage --namespace prod --output events.ndjson warehouse/\n"
    "  echo 'INSERT INTO b SELECT x + y AS z FROM a' | headwater lineage -\n"
    "\n"
    "EXIT STATUS\n"
    "  0       all fine; warnings may have been given\n"
    "  1       a statement had an error or a file could not be read; all others were printed\n"
    "  2       wrong usage; nothing was done\n"
    "\n"
    "ENVIRONMENT\n"
    "  NO_COLOR  when not empty, --color auto gives no colours\n"
    "  TERM      likewise when it is \"dumb\"\n";

struct Arguments {
  std::vector<std::string> files;
  std::string dialect;
  std::vector<std::string> dialect_versions;
  std::vector<std::string> schema;
  std::string catalog;
  std::string default_database;
  std::vector<std::string> variables;
  std::string level;
  std::string format = "text";
  std::string job_namespace = "default";
  std::string event_time;
  bool keep_temporary = false;
  bool expand_views = false;
  int jobs = 0;
  std::string color = "auto";
  std::string output;
  bool no_progress = false;
  bool quiet = false;
  ParseLimits limits;
};

void AddReadingOptions(CLI::App* app, Arguments* arguments) {
  AddWordOption(app, "-d,--dialect", &arguments->dialect, "dialect", {"hive", "spark", "doris"},
                "The dialect of all files, --schema's too.");
  AddDialectVersionOption(app, &arguments->dialect_versions);
  app->add_option("-s,--schema", arguments->schema,
                  "DDL that makes tables known: a file, or a folder of them. May be given again. "
                  "Their dialects are found as those of scripts.")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
  app->add_option("-c,--catalog", arguments->catalog,
                  "A catalog's folder, which `headwater ingest` makes: its tables are known, too, "
                  "after those of --schema.")
      ->type_name("DIR");
  app->add_option("--default-db", arguments->default_database,
                  "The database of names without one, until a USE statement.")
      ->type_name("NAME");
  app->add_option("-v,--var", arguments->variables,
                  "The value of ${NAME}, ${hivevar:NAME} and ${hiveconf:NAME}. May be given again. "
                  "A variable without a value stays as it is written.")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app->add_flag("--keep-temporary", arguments->keep_temporary,
                "Temporary tables and views are tables of their own; else one looks through them.");
  app->add_flag("--expand-views", arguments->expand_views,
                "Columns come from the tables behind a view whose query is known; else from it.");
}

void AddWritingOptions(CLI::App* app, Arguments* arguments) {
  AddWordOption(app, "-f,--format", &arguments->format, "format",
                {"text", "json", "dot", "mermaid", "csv", "openlineage"},
                "text (default) is for eyes; json is one ScriptLineage a line; csv one edge a row; "
                "openlineage one JobEvent a line for each statement that writes something; dot "
                "(Graphviz) and mermaid are one graph of all files.");
  AddWordOption(app, "-l,--level", &arguments->level, "level", {"table", "column"},
                "How deep text, csv and graphs go. The default is column, for graphs table.");
  app->add_option("-o,--output", arguments->output, "Write to this file.")->type_name("FILE");
  AddWordOption(app, "--color", &arguments->color, "choice", {"auto", "always", "never"},
                "Colours in text; auto (default) gives them to terminals.");
  app->add_option("--namespace", arguments->job_namespace,
                  "openlineage: the namespace of jobs and tables; \"default\" when not given.")
      ->type_name("NAME");
  app->add_option("--event-time", arguments->event_time,
                  "openlineage: the time of all events, 2024-01-31T00:00:00Z; else now.")
      ->type_name("TIME");
  app->add_flag("-q,--quiet", arguments->quiet,
                "No diagnostics and no totals on standard error; files that cannot be read are "
                "still told.");
}

void AddRunningOptions(CLI::App* app, Arguments* arguments) {
  TakeNumber(app->add_option("-j,--jobs", arguments->jobs,
                             "Files read at a time; else one for each core."),
             1, 1024);
  app->add_flag("--no-progress", arguments->no_progress,
                "No progress line, which is on standard error where that is a terminal and the "
                "results go elsewhere.");
}

void AddLimitOptions(CLI::App* app, ParseLimits* limits) {
  const auto add = [&](const char* name, auto* limit, const char* what, uint64_t most) {
    CLI::Option* option =
        app->add_option(name, *limit, absl::StrCat(what, " ", *limit, " when not given."));
    TakeNumber(option->group("Limits"), 1, most);
  };
  add("--max-statement-bytes", &limits->statement_bytes, "Longer statements are errors;",
      uint64_t{1} << 32);
  add("--max-statement-tokens", &limits->statement_tokens, "Likewise with more tokens;",
      uint64_t{1} << 32);
  // Each level takes stack; see RunLineage.
  add("--max-nesting", &limits->nesting_depth, "Likewise nested deeper;", 100000);
}

Format FormatOf(const std::string& name) {
  if (name == "json") return Format::kJson;
  if (name == "dot") return Format::kDot;
  if (name == "mermaid") return Format::kMermaid;
  if (name == "csv") return Format::kCsv;
  if (name == "openlineage") return Format::kOpenLineage;
  return Format::kText;
}

std::string NowUtc() {
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

// RFC 3339: the date and time, a fraction, and Z or an offset.
bool IsTime(const std::string& text) {
  std::tm fields = {};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &fields);
  if (rest == nullptr) return false;
  if (*rest == '.') {
    ++rest;
    if (*rest < '0' || *rest > '9') return false;
    while (*rest >= '0' && *rest <= '9') ++rest;
  }
  if (absl::string_view(rest) == "Z") return true;
  int hours = 0;
  int minutes = 0;
  int used = 0;
  return (*rest == '+' || *rest == '-') &&
         std::sscanf(rest + 1, "%2d:%2d%n", &hours, &minutes, &used) == 2 && used == 5 &&
         rest[6] == '\0';
}

// Empty: all was right.
std::string ReadVariables(const std::vector<std::string>& arguments,
                          std::map<std::string, std::string>* variables) {
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      return absl::StrCat("--var ", argument, ": write it as NAME=VALUE, e.g. bizdate=20240101");
    }
    (*variables)[argument.substr(0, equals)] = argument.substr(equals + 1);
  }
  return "";
}

void SetRendering(const Arguments& arguments, const OutputFile& output, LineageRun* run) {
  run->format = FormatOf(arguments.format);
  const bool graph = run->format == Format::kDot || run->format == Format::kMermaid;
  const std::string level = !arguments.level.empty() ? arguments.level : graph ? "table" : "column";
  run->render.level = level == "table" ? Level::kTable : Level::kColumn;
  run->render.color = UseColor(arguments.color, output.fd());
  run->render.width = TerminalWidth(output.fd());
  run->render.job_namespace = arguments.job_namespace;
  run->render.event_time = arguments.event_time.empty() ? NowUtc() : arguments.event_time;
  run->color_errors = UseColor(arguments.color, STDERR_FILENO);
  run->quiet = arguments.quiet;
  run->progress = !arguments.no_progress && !arguments.quiet && IsTerminal(STDERR_FILENO) &&
                  !IsTerminal(output.fd());
}

int Jobs(const Arguments& arguments, size_t files) {
  const int wanted = arguments.jobs > 0
                         ? arguments.jobs
                         : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return static_cast<int>(
      std::min<size_t>(static_cast<size_t>(wanted), std::max<size_t>(1, files)));
}

int Run(const Arguments& arguments) {
  LineageRun run;
  if (arguments.files.empty()) {
    return ReportWrongUsage(kName, "name a file or a folder to read, or - for standard input");
  }
  if (std::count(arguments.files.begin(), arguments.files.end(), "-") > 1) {
    return ReportWrongUsage(kName, "standard input (-) can be read once only");
  }
  std::string trouble = ReadVariables(arguments.variables, &run.lineage.variables);
  if (trouble.empty()) {
    trouble =
        ReadDialectVersions(arguments.dialect_versions, arguments.dialect, &run.dialect_versions);
  }
  if (!trouble.empty()) return ReportWrongUsage(kName, trouble);
  if (!arguments.event_time.empty() && !IsTime(arguments.event_time)) {
    return ReportWrongUsage(kName, absl::StrCat("--event-time ", arguments.event_time,
                                                ": write it as 2024-01-31T00:00:00Z"));
  }
  run.files = FindInputFiles(arguments.files);
  if (ReadsFile(run.files, arguments.output)) {
    return ReportWrongUsage(kName, absl::StrCat("--output ", arguments.output,
                                                " would overwrite a file that is to be read"));
  }
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<SchemaProvider> catalog_schema;
  if (!arguments.catalog.empty()) {
    auto found = Catalog::Open(arguments.catalog, {});
    if (!found.ok()) return ReportError(kName, found.status());
    catalog = *std::move(found);
    catalog_schema = catalog->Schema();
  }
  OutputFile output;
  const absl::Status opened = output.Open(arguments.output);
  if (!opened.ok()) return ReportWrongUsage(kName, opened.message());

  MemorySchema schema;
  const bool schema_fine =
      ReadSchemaFiles(arguments.schema, arguments.dialect, arguments.default_database, &schema);
  const LayeredSchema layered(&schema, catalog_schema.get());
  const SchemaProvider* const known =
      catalog == nullptr ? static_cast<const SchemaProvider*>(&schema) : &layered;
  run.dialect = arguments.dialect;
  run.lineage.default_database = arguments.default_database;
  run.lineage.schema = known;
  run.lineage.keep_temporary = arguments.keep_temporary;
  run.lineage.expand_views = arguments.expand_views;
  run.lineage.limits = arguments.limits;
  run.render.schema = known;
  run.jobs = Jobs(arguments, run.files.size());
  SetRendering(arguments, output, &run);
  const int status = RunLineage(run, &output);
  return schema_fine ? status : std::max(status, kTrouble);
}

}  // namespace

Command AddLineageCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("lineage", kDescription);
  const auto arguments = std::make_shared<Arguments>();
  app->footer(kFooter);
  app->add_option("files", arguments->files, "")->type_name("FILE|DIR|-");
  AddReadingOptions(app, arguments.get());
  AddWritingOptions(app, arguments.get());
  AddRunningOptions(app, arguments.get());
  AddLimitOptions(app, &arguments->limits);
  return {app, [arguments] { return Run(*arguments); }};
}

}  // namespace headwater::cli
