// The `headwater` program: its commands, and how wrong usage is told.

#ifndef HEADWATER_BINDINGS_CLI_PROGRAM_H_
#define HEADWATER_BINDINGS_CLI_PROGRAM_H_

namespace headwater::cli {

// The program's exit statuses, the same for all commands.
inline constexpr int kFine = 0;
inline constexpr int kTrouble = 1;     // a statement with an error, a file that cannot be read
inline constexpr int kWrongUsage = 2;  // nothing was done

// Runs the command that `argv` names; the result is the exit status.
int Run(int argc, char** argv);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_PROGRAM_H_
