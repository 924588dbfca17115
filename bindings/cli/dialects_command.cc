// `headwater dialects`: what each dialect has.

#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "commands.h"
#include "diagnostic_output.h"
#include "headwater/dialect.h"
#include "headwater/render.h"
#include "headwater/utility_statements.h"
#include "help_formatter.h"
#include "output_file.h"
#include "program.h"

namespace headwater::cli {
namespace {

constexpr char kDescription[] =
    "print which dialect has which construct\n"
    "\n"
    "A construct that is not in a file's dialect is reported when a script uses it, with the "
    "dialects that have it. Constructs that all dialects share are not listed. A second table has "
    "the utility statements (SHOW, GRANT, ...); 4.0+ is the first version that has one.";

constexpr char kFooter[] =
    "EXAMPLES\n"
    "  headwater dialects\n"
    "  headwater dialects --format json | jq -r '.[] | select(.dialects == [\"doris\"]).name'\n"
    "\n"
    "EXIT STATUS\n"
    "  0       all fine\n"
    "  2       wrong usage\n";

int Run(const std::string& format) {
  OutputFile output;
  absl::Status status = output.Open("");
  output.Write(RenderConstructs(Features(), UtilityStatements(),
                                format == "json" ? Format::kJson : Format::kText));
  status.Update(output.Close());
  if (status.ok()) return kFine;
  WriteDiagnostics(absl::StrCat("headwater dialects: ", status.message(), "\n"));
  return kTrouble;
}

}  // namespace

Command AddDialectsCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("dialects", kDescription);
  const auto format = std::make_shared<std::string>("text");
  app->footer(kFooter);
  AddWordOption(app, "-f,--format", format.get(), "format", {"text", "json"},
                "text (default) or json.");
  return {app, [format] { return Run(*format); }};
}

}  // namespace headwater::cli
