// `headwater completion`: completion scripts written from the program's own options, so that they
// cannot go stale.

#include <algorithm>
#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "commands.h"
#include "help_formatter.h"
#include "output_file.h"
#include "program.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr char kName[] = "headwater completion";

constexpr char kDescription[] =
    "print a completion script for a shell\n"
    "\n"
    "The script completes commands, options, the values of options that take one of a few words, "
    "and file names.";

constexpr char kFooter[] =
    "EXAMPLES\n"
    "  source <(headwater completion bash)\n"
    "          For this shell; put the line into ~/.bashrc for all.\n"
    "  headwater completion zsh > \"${fpath[1]}/_headwater\"\n"
    "  headwater completion fish > ~/.config/fish/completions/headwater.fish\n"
    "\n"
    "EXIT STATUS\n"
    "  0       all fine\n"
    "  2       wrong usage\n";

// An option as shells see it.
struct ShellOption {
  std::vector<std::string> short_names;  // "f"
  std::vector<std::string> long_names;   // "format"
  std::vector<std::string> words;        // what it takes, where that is one of a few
  bool takes_value = false;
  bool takes_file = false;
  std::string description;

  std::vector<std::string> Flags() const {
    std::vector<std::string> flags;
    for (const std::string& name : short_names) flags.push_back("-" + name);
    for (const std::string& name : long_names) flags.push_back("--" + name);
    return flags;
  }
};

struct ShellCommand {
  std::string name;
  std::string description;
  std::vector<ShellOption> options;
  std::vector<std::string> words;  // of its first argument, where that is one of a few
  bool takes_files = false;        // as its other arguments, or all
};

// A type name tells what an option takes: "text|json" words, "FILE", "DIR" or "FILE|DIR" files, "N"
// neither.
void ReadTypeName(const std::string& type, std::vector<std::string>* words, bool* takes_file) {
  *takes_file = absl::StrContains(type, "FILE") || absl::StrContains(type, "DIR");
  const bool lower = std::any_of(type.begin(), type.end(), absl::ascii_islower);
  if (!*takes_file && lower) *words = absl::StrSplit(type, '|');
}

// The first sentence: completion lists have little room.
std::string FirstSentence(const std::string& text) {
  const size_t end = text.find_first_of(".;:");
  return end == std::string::npos ? text : text.substr(0, end);
}

ShellCommand ReadCommand(const CLI::App& app) {
  ShellCommand command;
  command.name = app.get_name();
  command.description = Summary(app);
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      ReadTypeName(option->get_type_name(), &command.words, &command.takes_files);
      continue;
    }
    ShellOption shell;
    shell.short_names = option->get_snames();
    shell.long_names = option->get_lnames();
    shell.takes_value = option->get_items_expected_max() > 0;
    shell.description = FirstSentence(option->get_description());
    if (shell.takes_value) ReadTypeName(option->get_type_name(), &shell.words, &shell.takes_file);
    command.options.push_back(shell);
  }
  return command;
}

std::vector<ShellCommand> ReadCommands(const CLI::App& program) {
  std::vector<ShellCommand> commands;
  for (const CLI::App* app : program.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(ReadCommand(*app));
  }
  return commands;
}

std::string CommandNames(const std::vector<ShellCommand>& commands) {
  return absl::StrJoin(commands, " ", [](std::string* out, const ShellCommand& command) {
    out->append(command.name);
  });
}

std::string AllFlags(const std::vector<ShellOption>& options) {
  return absl::StrJoin(options, " ", [](std::string* out, const ShellOption& option) {
    out->append(absl::StrJoin(option.Flags(), " "));
  });
}

std::string BashCommand(const ShellCommand& command) {
  std::string out = absl::StrCat("    ", command.name, ")\n      case \"$previous\" in\n");
  for (const ShellOption& option : command.options) {
    if (!option.takes_value) continue;
    absl::StrAppend(&out, "        ", absl::StrJoin(option.Flags(), "|"), ") ");
    if (option.takes_file) {
      out.append("_headwater_files; return ;;\n");
    } else {
      absl::StrAppend(&out, "COMPREPLY=($(compgen -W '", absl::StrJoin(option.words, " "),
                      "' -- \"$current\")); return ;;\n");
    }
  }
  absl::StrAppend(&out, "      esac\n      if [[ $current == -* ]]; then\n",
                  "        COMPREPLY=($(compgen -W '", AllFlags(command.options),
                  "' -- \"$current\"))\n");
  if (!command.words.empty()) {
    if (command.takes_files) {
      absl::StrAppend(&out, "      elif [[ \" ${COMP_WORDS[*]:2:COMP_CWORD-2} \" =~ \" \"(",
                      absl::StrJoin(command.words, "|"),
                      ")\" \" ]]; then\n        _headwater_files\n");
    }
    absl::StrAppend(&out, "      else\n        COMPREPLY=($(compgen -W '",
                    absl::StrJoin(command.words, " "), "' -- \"$current\"))\n");
  } else if (command.takes_files) {
    out.append("      else\n        _headwater_files\n");
  }
  out.append("      fi ;;\n");
  return out;
}

std::string BashScript(const CLI::App& program) {
  const std::vector<ShellCommand> commands = ReadCommands(program);
  std::string out = absl::StrCat(
      "# bash completion for headwater; written by `headwater completion bash`\n"
      "_headwater_files() {\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "}\n"
      "_headwater() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n"
      "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
      "    COMPREPLY=($(compgen -W '",
      CommandNames(commands), " ", AllFlags(ReadCommand(program).options),
      "' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${COMP_WORDS[1]}\" in\n");
  for (const ShellCommand& command : commands) out.append(BashCommand(command));
  out.append("  esac\n}\ncomplete -F _headwater headwater\n");
  return out;
}

// For zsh's _arguments inside single quotes.
std::string ZshText(const std::string& text) {
  return absl::StrReplaceAll(text, {{"'", "'\\''"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}});
}

std::string ZshValue(const ShellOption& option) {
  if (!option.takes_value) return "";
  if (option.takes_file) return ":file:_files";
  if (option.words.empty()) return ":value:";
  return absl::StrCat(":word:(", absl::StrJoin(option.words, " "), ")");
}

std::string ZshCommand(const ShellCommand& command) {
  std::string out = absl::StrCat("    ", command.name, ")\n      _arguments");
  for (const ShellOption& option : command.options) {
    for (const std::string& flag : option.Flags()) {
      absl::StrAppend(&out, " \\\n        '*", flag, "[", ZshText(option.description), "]",
                      ZshValue(option), "'");
    }
  }
  if (!command.words.empty()) {
    absl::StrAppend(&out, " \\\n        '1:word:(", absl::StrJoin(command.words, " "), ")'");
  }
  if (command.takes_files) out.append(" \\\n        '*:file:_files'");
  out.append(" ;;\n");
  return out;
}

std::string ZshScript(const CLI::App& program) {
  const std::vector<ShellCommand> commands = ReadCommands(program);
  std::string out =
      "#compdef headwater\n"
      "# zsh completion for headwater; written by `headwater completion zsh`\n"
      "_headwater() {\n"
      "  if (( CURRENT == 2 )); then\n"
      "    local -a commands\n"
      "    commands=(\n";
  for (const ShellCommand& command : commands) {
    absl::StrAppend(&out, "      '", command.name, ":", ZshText(command.description), "'\n");
  }
  absl::StrAppend(&out,
                  "    )\n"
                  "    _describe command commands\n"
                  "    compadd -- ",
                  AllFlags(ReadCommand(program).options),
                  "\n"
                  "    return\n"
                  "  fi\n"
                  "  local command=$words[2]\n"
                  "  shift words\n"
                  "  (( CURRENT-- ))\n"
                  "  case $command in\n");
  for (const ShellCommand& command : commands) out.append(ZshCommand(command));
  // Read from $fpath the function is called by its name; sourced it registers itself.
  out.append(
      "  esac\n"
      "}\n"
      "if [[ $funcstack[1] == _headwater ]]; then _headwater \"$@\"; else compdef _headwater "
      "headwater; fi\n");
  return out;
}

std::string FishText(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

void AppendFishOption(const std::string& condition, const ShellOption& option, std::string* out) {
  absl::StrAppend(out, "complete -c headwater -n ", FishText(condition));
  for (const std::string& name : option.short_names) absl::StrAppend(out, " -s ", name);
  for (const std::string& name : option.long_names) absl::StrAppend(out, " -l ", name);
  if (option.takes_file) {
    out->append(" -r -F");
  } else if (option.takes_value) {
    absl::StrAppend(out, " -x");
    if (!option.words.empty()) {
      absl::StrAppend(out, " -a ", FishText(absl::StrJoin(option.words, " ")));
    }
  }
  absl::StrAppend(out, " -d ", FishText(option.description), "\n");
}

std::string FishScript(const CLI::App& program) {
  std::string out = "# fish completion for headwater; written by `headwater completion fish`\n";
  for (const ShellOption& option : ReadCommand(program).options) {
    AppendFishOption("__fish_use_subcommand", option, &out);
  }
  for (const ShellCommand& command : ReadCommands(program)) {
    absl::StrAppend(&out, "complete -c headwater -f -n __fish_use_subcommand -a ", command.name,
                    " -d ", FishText(command.description), "\n");
    const std::string condition = "__fish_seen_subcommand_from " + command.name;
    for (const ShellOption& option : command.options) AppendFishOption(condition, option, &out);
    if (!command.words.empty()) {
      absl::StrAppend(&out, "complete -c headwater ", command.takes_files ? "" : "-f ", "-n ",
                      FishText(condition), " -a ", FishText(absl::StrJoin(command.words, " ")),
                      "\n");
    }
  }
  return out;
}

int Run(const CLI::App& program, const std::string& shell) {
  if (shell.empty()) return ReportWrongUsage(kName, "name a shell: bash, zsh or fish");
  OutputFile output;
  absl::Status status = output.Open("");
  output.Write(shell == "zsh"    ? ZshScript(program)
               : shell == "fish" ? FishScript(program)
                                 : BashScript(program));
  status.Update(output.Close());
  return status.ok() ? kFine : kTrouble;
}

}  // namespace

Command AddCompletionCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("completion", kDescription);
  const auto shell = std::make_shared<std::string>();
  app->footer(kFooter);
  AddWordOption(app, "shell", shell.get(), "shell", {"bash", "zsh", "fish"}, "");
  return {app, [program, shell] { return Run(*program, *shell); }};
}

}  // namespace headwater::cli
