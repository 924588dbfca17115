// --help in the form of a manual page.

#ifndef HEADWATER_BINDINGS_CLI_HELP_FORMATTER_H_
#define HEADWATER_BINDINGS_CLI_HELP_FORMATTER_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/FormatterFwd.hpp"
#include "absl/strings/string_view.h"

namespace headwater::cli {

// NAME, SYNOPSIS, DESCRIPTION, the options by group with their text wrapped, COMMANDS, and the
// app's footer (EXAMPLES, EXIT STATUS, ENVIRONMENT) as it is. An app's description is one line for
// NAME, an empty line, and the paragraphs of DESCRIPTION.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
};

// The first line of an app's description.
std::string Summary(const CLI::App& app);

// "lineage", or "headwater lineage" with the program's name in front.
std::string FullName(const CLI::App& app);

// Adds an option that takes one of `words`; its type name, "text|json", is also where the
// completion scripts find them. Another word is wrong usage, with a suggestion.
CLI::Option* AddWordOption(CLI::App* app, const std::string& name, std::string* value,
                           const std::string& what, const std::vector<std::string>& words,
                           const std::string& description);

// Makes anything but a whole number from `least` to `most` wrong usage.
void TakeNumber(CLI::Option* option, uint64_t least, uint64_t most);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_HELP_FORMATTER_H_
