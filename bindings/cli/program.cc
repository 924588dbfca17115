#include "program.h"

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "commands.h"
#include "headwater/headwater.h"
#include "help_formatter.h"
#include "output_file.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr char kDescription[] =
    "where every table and column of a SQL warehouse comes from\n"
    "\n"
    "Reads HiveQL, Spark SQL and Apache Doris SQL. `headwater COMMAND --help` explains a command.";

constexpr char kFooter[] =
    "EXAMPLES\n"
    "  headwater lineage --schema ddl/ warehouse/\n"
    "  echo 'INSERT INTO b SELECT x + y AS z FROM a' | headwater lineage -\n"
    "  headwater ingest --catalog lineage/ --schema ddl/ warehouse/\n"
    "  headwater impact --catalog lineage/ ods.orders.price\n"
    "\n"
    "EXIT STATUS\n"
    "  0       all fine\n"
    "  1       a statement had an error or a file could not be read; all others were done\n"
    "  2       wrong usage; nothing was done\n"
    "\n"
    "ENVIRONMENT\n"
    "  HEADWATER_CATALOG  the catalog's folder where --catalog is not given\n"
    "  NO_COLOR           when not empty, no colours unless they are asked for\n";

std::vector<std::string> NamesOf(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const Command& command : commands) names.push_back(command.app->get_name());
  return names;
}

// The app whose arguments were wrong: the command where one was named, else the program.
const CLI::App& Parsed(const CLI::App& program) {
  const std::vector<CLI::App*> parsed = program.get_subcommands();
  return parsed.empty() ? program : *parsed.front();
}

std::string UnknownArgument(const CLI::App& app, const std::string& argument) {
  if (argument.empty() || argument[0] != '-') {
    return absl::StrCat("there is nothing that ", argument, " could mean here");
  }
  const std::string name = argument.substr(0, argument.find('='));
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& flag : option->get_lnames()) flags.push_back("--" + flag);
  }
  const std::string nearest = NearestWord(name, flags);
  return absl::StrCat("there is no option ", name,
                      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?"));
}

int WriteToStdout(const std::string& text) { return WriteAll(1, text) == 0 ? kFine : kTrouble; }

int ExplainParseError(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App& app = Parsed(program);
  if (error.get_exit_code() == 0) {
    const bool version = dynamic_cast<const CLI::CallForVersion*>(&error) != nullptr;
    return WriteToStdout(version ? absl::StrCat(error.what(), "\n") : app.help());
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::vector<std::string> extras = program.remaining(true);
    if (!extras.empty()) {
      return ReportWrongUsage(FullName(app), UnknownArgument(app, extras.front()));
    }
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const std::string text = error.what();
    return ReportWrongUsage(FullName(app), text.substr(0, text.find(':')) + " needs a value");
  }
  return ReportWrongUsage(FullName(app), error.what());
}

// CLI11 takes an unknown command for a stray argument; a better answer is possible before.
int CheckCommandName(int argc, char** argv, const std::vector<std::string>& names) {
  if (argc < 2) {
    return ReportWrongUsage("headwater",
                            absl::StrCat("name a command: ", absl::StrJoin(names, ", ")));
  }
  const std::string name = argv[1];
  if (name.empty() || name[0] == '-') return kFine;
  for (const std::string& known : names) {
    if (name == known) return kFine;
  }
  return ReportWrongUsage("headwater", NoSuchWord("command", name, names));
}

}  // namespace

int Run(int argc, char** argv) {
  // A reader that went away is seen by write(), which ends the run quietly.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App program(kDescription, "headwater");
  program.formatter(std::make_shared<HelpFormatter>());
  program.set_help_flag("-h,--help", "Explain and exit.");
  program.set_version_flag("--version", absl::StrCat("headwater ", Version()));
  program.get_option("--version")->description("Print the version and exit.");
  program.footer(kFooter);
  std::vector<Command> commands = {
      AddLineageCommand(&program), AddParseCommand(&program),    AddIngestCommand(&program),
      AddImportCommand(&program),  AddUpstreamCommand(&program), AddDownstreamCommand(&program),
      AddPathCommand(&program),    AddImpactCommand(&program),   AddDescribeCommand(&program),
      AddSearchCommand(&program),  AddHistoryCommand(&program),  AddDiffCommand(&program),
      AddCatalogCommand(&program), AddDialectsCommand(&program), AddCompletionCommand(&program)};
  const int usage = CheckCommandName(argc, argv, NamesOf(commands));
  if (usage != kFine) return usage;
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExplainParseError(program, error);
  }
  for (const Command& command : commands) {
    if (command.app->parsed()) return command.run();
  }
  return ReportWrongUsage("headwater", "name a command");
}

}  // namespace headwater::cli
