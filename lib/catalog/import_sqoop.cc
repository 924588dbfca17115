// Sqoop command lines.

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "headwater/catalog_import.h"
#include "lib/catalog/import_rows.h"
#include "lib/catalog/import_transfer.h"

namespace headwater {
namespace {

using catalog::TransferEnd;

// Words as a shell has them: quotes join, a backslash takes the next character as it is.
std::vector<std::string> ShellWords(absl::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool any = false;
  char quote = '\0';
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else if (c == '\\' && quote == '"' && i + 1 < line.size()) {
        // Only what a shell would expand is hidden this way.
        const char next = line[i + 1];
        if (next != '$' && next != '"' && next != '\\' && next != '`') word.push_back(c);
        word.push_back(line[++i]);
      } else {
        word.push_back(c);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      any = true;
    } else if (c == '\\' && i + 1 < line.size()) {
      word.push_back(line[++i]);
      any = true;
    } else if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      if (any) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word.push_back(c);
      any = true;
    }
  }
  if (any) words.push_back(word);
  return words;
}

using Options = absl::flat_hash_map<std::string, std::string>;

// "--table orders" and "--table=orders"; a flag has an empty value. Short forms of what matters.
Options ReadOptions(const std::vector<std::string>& words, size_t first) {
  Options options;
  for (size_t i = first; i < words.size(); ++i) {
    std::string name = words[i];
    if (name == "-e") name = "--query";
    if (name == "-D" && i + 1 < words.size()) {
      name = "-D" + words[++i];
    }
    if (absl::StartsWith(name, "-Dmapreduce.job.name=") ||
        absl::StartsWith(name, "-Dmapred.job.name=")) {
      options["--mapreduce-job-name"] = name.substr(name.find('=') + 1);
      continue;
    }
    if (!absl::StartsWith(name, "--") || name == "--") continue;
    const size_t equals = name.find('=');
    if (equals != std::string::npos) {
      options[name.substr(0, equals)] = name.substr(equals + 1);
    } else if (i + 1 < words.size() && !absl::StartsWith(words[i + 1], "--")) {
      options[name] = words[++i];
    } else {
      options[name] = "";
    }
  }
  return options;
}

std::string Get(const Options& options, const std::string& name) {
  const auto found = options.find(name);
  return found == options.end() ? "" : found->second;
}

std::string HiveTable(const Options& options) {
  std::string table = Get(options, "--hcatalog-table");
  std::string database = Get(options, "--hcatalog-database");
  if (table.empty()) {
    table = Get(options, "--hive-table");
    database = Get(options, "--hive-database");
    if (table.empty() && options.contains("--hive-import")) table = Get(options, "--table");
  }
  if (!table.empty() && !absl::StrContains(table, '.') && !database.empty()) {
    table = absl::StrCat(database, ".", table);
  }
  return absl::AsciiStrToLower(table);
}

// "id, amount" to its names.
std::vector<std::string> Columns(const Options& options) {
  std::vector<std::string> columns;
  for (absl::string_view column :
       absl::StrSplit(Get(options, "--columns"), ',', absl::SkipWhitespace())) {
    columns.emplace_back(absl::StripAsciiWhitespace(column));
  }
  return columns;
}

absl::Status ReadCommand(const std::vector<std::string>& words, const std::string& fallback_name,
                         Imported* imported) {
  size_t at = 0;
  while (at < words.size() && words[at] != "sqoop" && !absl::EndsWith(words[at], "/sqoop") &&
         words[at] != "sqoop-import" && words[at] != "sqoop-export") {
    ++at;
  }
  if (at == words.size()) return absl::InvalidArgumentError("this is no sqoop command");
  std::string tool = words[at] == "sqoop-import"   ? "import"
                     : words[at] == "sqoop-export" ? "export"
                     : at + 1 < words.size()       ? words[at + 1]
                                                   : "";
  std::string name = fallback_name;
  if (tool == "job") {
    const Options options = ReadOptions(words, at);
    if (!Get(options, "--create").empty()) name = Get(options, "--create");
    tool.clear();
    for (size_t i = at + 2; i < words.size(); ++i) {
      if (words[i] == "import" || words[i] == "export") tool = words[i];
    }
  }
  if (tool != "import" && tool != "export") {
    return absl::InvalidArgumentError(absl::StrCat("sqoop ", tool, " moves no table"));
  }
  const Options options = ReadOptions(words, at);
  if (!Get(options, "--mapreduce-job-name").empty()) name = Get(options, "--mapreduce-job-name");
  TransferEnd database;
  database.name = catalog::JdbcTable(Get(options, "--connect"), Get(options, "--table"));
  database.query = Get(options, "--query");
  database.url = Get(options, "--connect");
  database.columns = Columns(options);
  TransferEnd warehouse;
  warehouse.name = HiveTable(options);
  if (warehouse.name.empty()) {
    warehouse.name =
        catalog::PathName(Get(options, tool == "import" ? "--target-dir" : "--export-dir"));
  }
  if (warehouse.name.empty() && tool == "import" && !Get(options, "--warehouse-dir").empty()) {
    warehouse.name = absl::StrCat(Get(options, "--warehouse-dir"), "/", Get(options, "--table"));
  }
  if (warehouse.name.empty() || (database.name.empty() && database.query.empty())) {
    return absl::InvalidArgumentError("the command names no table on one of its sides");
  }
  v1::TaskVersion* task = imported->publication.add_tasks();
  task->set_name(name);
  task->set_transfer("sqoop");
  if (tool == "import") {
    catalog::AddTransfer(database, warehouse, task);
  } else {
    catalog::AddTransfer(warehouse, database, task);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Imported> ReadSqoop(absl::string_view text, absl::string_view name) {
  Imported imported;
  std::string command;
  size_t first = 0;
  catalog::ForEachLine(text, [&](size_t number, absl::string_view line) {
    if (line[0] == '#') return;
    if (command.empty()) first = number;
    const bool more = line.back() == '\\';
    if (more) line.remove_suffix(1);
    absl::StrAppend(&command, line, " ");
    if (more) return;
    // The rest of a shell script is not ours.
    if (!absl::StrContains(command, "sqoop")) return command.clear();
    const absl::Status status =
        ReadCommand(ShellWords(command), absl::StrCat(name, ".", first), &imported);
    if (!status.ok()) {
      imported.problems.push_back(absl::StrCat(first, ": ", status.message()));
    }
    command.clear();
  });
  if (absl::StrContains(command, "sqoop")) {
    imported.problems.push_back(absl::StrCat(first, ": the command does not end"));
  }
  return imported;
}

}  // namespace headwater
