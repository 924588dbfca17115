// `headwater parse`: the syntax trees of scripts.

#include <unistd.h>

#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "commands.h"
#include "diagnostic_output.h"
#include "dialect_of_file.h"
#include "dialect_versions.h"
#include "file_text.h"
#include "headwater/ast/print.h"
#include "headwater/parser.h"
#include "headwater/render.h"
#include "help_formatter.h"
#include "input_files.h"
#include "output_file.h"
#include "program.h"
#include "terminal.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr char kName[] = "headwater parse";

constexpr char kDescription[] =
    "print the syntax trees of statements\n"
    "\n"
    "For people who extend the grammar. Text has a node on each line: the field of its parent that "
    "holds it, its kind (a struct of include/headwater/ast/), line:column where it begins, and its "
    "plain fields. JSON has a statement on each line. Files and dialects "
    "are found as `headwater lineage` finds them.";

constexpr char kFooter[] =
    "EXAMPLES\n"
    "  echo 'SELECT a FROM t' | headwater parse -\n"
    "  headwater parse --dialect hive --format json etl.hql | jq .kind\n"
    "\n"
    "EXIT STATUS\n"
    "  0       all statements were parsed\n"
    "  1       a statement had an error or a file could not be read; all others were printed\n"
    "  2       wrong usage; nothing was done\n"
    "\n"
    "ENVIRONMENT\n"
    "  NO_COLOR  when not empty, no colours in diagnostics\n";

struct Arguments {
  std::vector<std::string> files;
  std::string dialect;
  std::vector<std::string> dialect_version_values;
  DialectVersions dialect_versions;
  std::string format = "text";
};

// Prints the trees of one file after the other.
class TreeRun {
 public:
  TreeRun(const Arguments& arguments, OutputFile* output)
      : arguments_(arguments), output_(output), color_(UseColor("auto", STDERR_FILENO)) {}

  // Whether all was fine.
  bool File(const InputFile& file) {
    const std::string name = DisplayName(file.path);
    if (!file.error.empty()) return Unreadable(name, file.error);
    const absl::StatusOr<FileText> text = FileText::Open(file.path);
    if (!text.ok()) return Unreadable(name, text.status().message());
    ParseOptions options;
    v1::Diagnostic error;
    if (!DialectOfFile(arguments_.dialect, file.path, text->text(), &options.dialect, &error)) {
      return Report(name, text->text(), error);
    }
    options.dialect_version = arguments_.dialect_versions[static_cast<size_t>(options.dialect)];
    return Script(name, text->text(), options);
  }

 private:
  bool Script(const std::string& name, absl::string_view text, const ParseOptions& options) {
    bool fine = true;
    LineIndex lines(text);
    ScriptParser parser(text, options);
    ParsedStatement statement;
    while (!output_->failed() && parser.Next(&statement)) {
      if (statement.ok()) Tree(name, *statement.ast(), &lines);
      for (const Diagnostic& diagnostic : statement.diagnostics()) {
        fine = Report(name, text, ToMessage(diagnostic, &lines)) && fine;
      }
    }
    return fine;
  }

  void Tree(const std::string& name, const ast::Statement& statement, LineIndex* lines) {
    std::string out;
    if (arguments_.format == "json") {
      ast::AppendTree(statement, name, lines, ast::TreeFormat::kJson, &out);
      out.push_back('\n');
    } else {
      ast::AppendTree(statement, name, lines, ast::TreeFormat::kText, &out);
    }
    output_->Write(out);
  }

  // True for what is no error.
  bool Report(const std::string& name, absl::string_view text, const v1::Diagnostic& diagnostic) {
    std::string out;
    AppendDiagnostic(diagnostic, name, text, color_, &out);
    output_->WriteDiagnostic(out);
    return diagnostic.severity() != v1::Diagnostic::ERROR;
  }

  bool Unreadable(const std::string& name, absl::string_view reason) {
    output_->WriteDiagnostic(FileError(name, reason, color_));
    return false;
  }

  const Arguments& arguments_;
  OutputFile* const output_;
  const bool color_;
};

int Run(const Arguments& arguments) {
  if (arguments.files.empty()) {
    return ReportWrongUsage(kName, "name a file to read, or - for standard input");
  }
  OutputFile output;
  const absl::Status opened = output.Open("");
  if (!opened.ok()) return ReportWrongUsage(kName, opened.message());
  TreeRun run(arguments, &output);
  bool fine = true;
  for (const InputFile& file : FindInputFiles(arguments.files)) {
    if (!output.failed()) fine = run.File(file) && fine;
  }
  const absl::Status closed = output.Close();
  if (!closed.ok()) {
    WriteDiagnostics(absl::StrCat(kName, ": ", closed.message(), "\n"));
    fine = false;
  }
  return fine ? kFine : kTrouble;
}

}  // namespace

Command AddParseCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("parse", kDescription);
  const auto arguments = std::make_shared<Arguments>();
  app->footer(kFooter);
  app->add_option("files", arguments->files, "")->type_name("FILE|DIR|-");
  AddWordOption(app, "-d,--dialect", &arguments->dialect, "dialect", {"hive", "spark", "doris"},
                "The dialect of all files.");
  AddDialectVersionOption(app, &arguments->dialect_version_values);
  AddWordOption(app, "-f,--format", &arguments->format, "format", {"text", "json"},
                "text (default) or json.");
  return {app, [arguments] {
            const std::string trouble =
                ReadDialectVersions(arguments->dialect_version_values, arguments->dialect,
                                    &arguments->dialect_versions);
            return trouble.empty() ? Run(*arguments) : ReportWrongUsage(kName, trouble);
          }};
}

}  // namespace headwater::cli
