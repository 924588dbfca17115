// The commands. Each adds itself to the program's CLI11 app and returns what runs it.

#ifndef HEADWATER_BINDINGS_CLI_COMMANDS_H_
#define HEADWATER_BINDINGS_CLI_COMMANDS_H_

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}  // namespace CLI

namespace headwater::cli {

struct Command {
  CLI::App* app;
  std::function<int()> run;  // the exit status; called after the arguments were parsed
};

Command AddLineageCommand(CLI::App* program);
Command AddParseCommand(CLI::App* program);
Command AddDialectsCommand(CLI::App* program);
Command AddIngestCommand(CLI::App* program);
Command AddImportCommand(CLI::App* program);
Command AddUpstreamCommand(CLI::App* program);
Command AddDownstreamCommand(CLI::App* program);
Command AddPathCommand(CLI::App* program);
Command AddImpactCommand(CLI::App* program);
Command AddDescribeCommand(CLI::App* program);
Command AddSearchCommand(CLI::App* program);
Command AddHistoryCommand(CLI::App* program);
Command AddDiffCommand(CLI::App* program);
Command AddCatalogCommand(CLI::App* program);
// Must come last: completion scripts are written from the commands that `program` has then.
Command AddCompletionCommand(CLI::App* program);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_COMMANDS_H_
