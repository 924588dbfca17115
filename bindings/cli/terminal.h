// What is known of the terminal behind a file descriptor.

#ifndef HEADWATER_BINDINGS_CLI_TERMINAL_H_
#define HEADWATER_BINDINGS_CLI_TERMINAL_H_

#include "absl/strings/string_view.h"

namespace headwater::cli {

bool IsTerminal(int fd);

// Its columns; 0 where there is no terminal or it does not say.
int TerminalWidth(int fd);

// Whether to colour what goes to `fd`. `choice` is "always", "never" or "auto": a terminal that is
// not "dumb", and no NO_COLOR in the environment (https://no-color.org).
bool UseColor(absl::string_view choice, int fd);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_TERMINAL_H_
