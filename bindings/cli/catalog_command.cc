// `headwater catalog`: care of the store.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "catalog_folder.h"
#include "commands.h"
#include "diagnostic_output.h"
#include "help_formatter.h"
#include "output_file.h"
#include "program.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

constexpr char kName[] = "headwater catalog";

constexpr char kDescription[] =
    "look after a catalog folder\n"
    "\n"
    "stats: sizes, counts and memory. verify: read every byte and check every invariant. compact: "
    "bring the files into their smallest form. backup DIR: a copy that can be opened, its files "
    "linked where the file system can. restore DIR: the backup in DIR becomes the catalog, which "
    "must not be there. "
    "export [FILE]: everything, with ids and history, as lines of JSON. import [FILE]: the "
    "inverse, "
    "into a new catalog.";

struct Arguments {
  std::string folder;
  std::string action;
  std::string path;
  std::string format = "text";
};

std::string StatsText(const v1::CatalogStats& stats) {
  std::string out = absl::StrCat(
      stats.folder(), "  (format ", stats.format_version(), ")\n", "  epoch     ", stats.epoch(),
      "  ", TimeText(stats.time_ms()), "\n", "  assets    ", stats.assets(), "\n", "  columns   ",
      stats.columns(), "\n", "  tasks     ", stats.tasks(), "\n", "  edges     ", stats.edges(),
      "\n", "  on disk   ", stats.disk_bytes(), " bytes\n");
  for (const auto& area : stats.areas()) {
    absl::StrAppend(&out, "    ", area.name(), std::string(8 - area.name().size(), ' '),
                    area.disk_bytes(), " bytes, about ", area.keys(), " keys\n");
  }
  absl::StrAppend(&out, "  memory    cache ", stats.cache_bytes(), ", write buffers ",
                  stats.write_buffer_bytes(), ", indexes ", stats.index_bytes(), ", graph ",
                  stats.graph_bytes(), " bytes; limit of cache and buffers ",
                  stats.memory_limit_bytes(), "\n");
  return out;
}

absl::Status RunVerify(Catalog* catalog, const Arguments& arguments) {
  const auto report = catalog->Verify();
  if (!report.ok()) return report.status();
  std::string out;
  if (arguments.format == "json") {
    out = ToJson(*report);
  } else {
    for (const std::string& problem : report->problems()) absl::StrAppend(&out, problem, "\n");
    absl::StrAppend(&out, report->problems_size() == 0 ? "clean: " : "DAMAGED: ", report->assets(),
                    " assets, ", report->tasks(), " tasks, ", report->edges(), " edges, ",
                    report->epochs(), " epochs, ", report->history_records(), " past records\n");
  }
  const absl::Status printed = PrintAll(out);
  if (!printed.ok() || report->problems_size() == 0) return printed;
  return absl::DataLossError("the catalog is damaged; restore a backup");
}

absl::Status RunImport(Catalog* catalog, const std::string& path) {
  std::ifstream file;
  if (!path.empty() && path != "-") {
    file.open(path);
    if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  }
  std::istream& in = file.is_open() ? file : std::cin;
  return catalog->Import(
      [&in](std::string* line) { return static_cast<bool>(std::getline(in, *line)); });
}

absl::Status RunExport(Catalog* catalog, const std::string& path) {
  OutputFile output;
  absl::Status status = output.Open(path == "-" ? "" : path);
  if (!status.ok()) return status;
  status = catalog->Export([&output](absl::string_view line) {
    output.Write(line);
    return output.failed() ? absl::CancelledError("") : absl::OkStatus();
  });
  const absl::Status closed = output.Close();
  if (!closed.ok() || output.failed()) return closed;
  return status;
}

absl::Status RunAction(Catalog* catalog, const Arguments& arguments) {
  if (arguments.action == "verify") return RunVerify(catalog, arguments);
  if (arguments.action == "compact") return catalog->Compact();
  if (arguments.action == "backup") return catalog->Backup(arguments.path);
  if (arguments.action == "export") return RunExport(catalog, arguments.path);
  if (arguments.action == "import") return RunImport(catalog, arguments.path);
  const auto stats = catalog->Stats();
  if (!stats.ok()) return stats.status();
  return PrintAll(arguments.format == "json" ? ToJson(*stats) : StatsText(*stats));
}

int Run(const Arguments& arguments) {
  const std::vector<std::string> actions = {"stats",   "verify", "compact", "backup",
                                            "restore", "export", "import"};
  if (std::find(actions.begin(), actions.end(), arguments.action) == actions.end()) {
    return ReportWrongUsage(kName, NoSuchWord("action", arguments.action, actions));
  }
  const bool needs_path = arguments.action == "backup" || arguments.action == "restore";
  if (needs_path && arguments.path.empty()) {
    return ReportWrongUsage(kName, absl::StrCat(arguments.action, " needs a folder"));
  }
  if (arguments.action == "restore") {
    const std::string folder = CatalogFolder(arguments.folder);
    if (folder.empty()) return ReportWrongUsage(kName, "name the catalog: --catalog DIR");
    return ReportError(kName, RestoreCatalog(arguments.path, folder));
  }
  CatalogMode mode = CatalogMode::kRead;
  if (arguments.action == "compact" || arguments.action == "backup") mode = CatalogMode::kWrite;
  if (arguments.action == "import") mode = CatalogMode::kCreate;
  return WithCatalog(absl::StrCat(kName, " ", arguments.action), arguments.folder, mode,
                     [&](Catalog* catalog) { return RunAction(catalog, arguments); });
}

}  // namespace

Command AddCatalogCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("catalog", kDescription);
  const auto arguments = std::make_shared<Arguments>();
  app->footer(
      absl::StrCat("EXAMPLES\n"
                   "  headwater catalog stats\n"
                   "  headwater catalog verify --format json\n"
                   "  headwater catalog backup /backup/lineage-2024-06-01\n"
                   "  headwater catalog restore /backup/lineage-2024-06-01 --catalog lineage/\n"
                   "  headwater catalog export | gzip > lineage.jsonl.gz\n"
                   "  gunzip -c lineage.jsonl.gz | headwater catalog import - --catalog copy/\n\n",
                   kCatalogFooter));
  app->add_option("action", arguments->action, "")
      ->type_name("stats|verify|compact|backup|restore|export|import")
      ->required();
  app->add_option("path", arguments->path, "")->type_name("[FILE|DIR]");
  AddCatalogFolder(app, &arguments->folder);
  AddWordOption(app, "-f,--format", &arguments->format, "format", {"text", "json"},
                "Of stats and verify: text (default) or json.");
  return {app, [arguments] { return Run(*arguments); }};
}

}  // namespace headwater::cli
