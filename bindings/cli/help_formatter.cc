#include "help_formatter.h"

#include <algorithm>

#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr size_t kColumns = 88;

// `text` in lines of at most kColumns, each with `indent` blanks in front. Line breaks stay.
std::string Wrapped(absl::string_view text, size_t indent) {
  std::string out;
  for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    for (const absl::string_view word : absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      if (!line.empty() && indent + line.size() + 1 + word.size() > kColumns) {
        absl::StrAppend(&out, std::string(indent, ' '), line, "\n");
        line.clear();
      }
      absl::StrAppend(&line, line.empty() ? "" : " ", word);
    }
    if (!line.empty()) absl::StrAppend(&out, std::string(indent, ' '), line);
    out.push_back('\n');
  }
  return out;
}

// "-j, --jobs N".
std::string OptionHead(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  std::string head = absl::StrJoin(names, ", ");
  const std::string type = option.get_type_name();
  if (option.get_items_expected_max() > 0 && !type.empty()) absl::StrAppend(&head, " ", type);
  return head;
}

std::string OptionGroup(const CLI::App& app, const std::string& group) {
  std::string out;
  const std::vector<const CLI::Option*> options = app.get_options([&](const CLI::Option* option) {
    return option->get_group() == group && option->nonpositional();
  });
  for (const CLI::Option* option : options) {
    absl::StrAppend(&out, "  ", OptionHead(*option), "\n");
    out.append(Wrapped(option->get_description(), 10));
  }
  return out;
}

std::string Synopsis(const CLI::App& app) {
  std::string out = absl::StrCat("  ", FullName(app));
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  out.append(commands.empty() ? " [OPTION]..." : " COMMAND [OPTION]... ");
  if (!commands.empty()) absl::StrAppend(&out, "[FILE|DIR|-]...");
  for (const CLI::Option* option :
       app.get_options([](const CLI::Option* option) { return option->get_positional(); })) {
    absl::StrAppend(&out, " ", option->get_type_name());
    if (option->get_expected_max() > 1) out.append("...");
  }
  return out;
}

}  // namespace

std::string Summary(const CLI::App& app) {
  const std::string description = app.get_description();
  return description.substr(0, description.find('\n'));
}

std::string FullName(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : absl::StrCat(FullName(*parent), " ", app.get_name());
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
  std::string out =
      absl::StrCat("NAME\n  ", FullName(*app), " - ", Summary(*app), "\n\nSYNOPSIS\n");
  absl::StrAppend(&out, Synopsis(*app), "\n");
  const std::string description = app->get_description();
  const size_t body = description.find("\n\n");
  if (body != std::string::npos) {
    absl::StrAppend(&out, "\nDESCRIPTION\n", Wrapped(description.substr(body + 2), 2));
  }
  const auto commands = app->get_subcommands([](const CLI::App*) { return true; });
  if (!commands.empty()) out.append("\nCOMMANDS\n");
  for (const CLI::App* command : commands) {
    const std::string& name = command->get_name();
    absl::StrAppend(&out, "  ", name, std::string(name.size() < 12 ? 12 - name.size() : 1, ' '),
                    Summary(*command), "\n");
  }
  for (const std::string& group : app->get_groups()) {
    const std::string options = OptionGroup(*app, group);
    if (options.empty()) continue;
    absl::StrAppend(&out, "\n", absl::AsciiStrToUpper(group), "\n", options);
  }
  const std::string footer = app->get_footer();
  if (!footer.empty()) absl::StrAppend(&out, "\n", footer);
  return out;
}

CLI::Option* AddWordOption(CLI::App* app, const std::string& name, std::string* value,
                           const std::string& what, const std::vector<std::string>& words,
                           const std::string& description) {
  CLI::Option* option = app->add_option(name, *value, description);
  option->type_name(absl::StrJoin(words, "|"));
  option->check([what, words](const std::string& word) {
    const bool known = std::find(words.begin(), words.end(), word) != words.end();
    return known ? std::string() : NoSuchWord(what, word, words);
  });
  return option;
}

void TakeNumber(CLI::Option* option, uint64_t least, uint64_t most) {
  option->type_name("N");
  option->check([least, most](const std::string& text) {
    uint64_t number = 0;
    const bool fine = absl::SimpleAtoi(text, &number) && number >= least && number <= most;
    return fine ? std::string()
                : absl::StrCat("\"", text, "\" is no whole number from ", least, " to ", most);
  });
}

}  // namespace headwater::cli
