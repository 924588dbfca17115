// `headwater import`: the metadata of other systems into a catalog.

#include <algorithm>
#include <filesystem>
#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "catalog_folder.h"
#include "commands.h"
#include "diagnostic_output.h"
#include "dialect_of_file.h"
#include "file_text.h"
#include "headwater/catalog_import.h"
#include "help_formatter.h"
#include "program.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kName[] = "headwater import";

constexpr char kDescription[] =
    "take over what other systems know\n"
    "\n"
    "hive: dumps of the Hive Metastore's tables, one FILE each, named as the table is (TBLS.csv, "
    "COLUMNS_V2.jsonl; DBS, SDS, PARTITION_KEYS, PARTITIONS, TABLE_PARAMS, PARTITION_PARAMS). "
    "doris: dumps of information_schema (tables.csv, columns.csv, views, partitions). ddl: what "
    "SHOW "
    "CREATE TABLE printed. openlineage: events, one a line. sqoop: command lines. datax: a job's "
    "JSON. seatunnel: a job's config. CSV has a line of names; JSON is one object a line.\n"
    "\n"
    "Importing again what has not changed changes nothing. What cannot be understood is told with "
    "its line and passed over.";

struct Arguments {
  std::string source;
  std::vector<std::string> files;
  std::string folder;
  std::string dialect;
  std::string default_database;
};

class Import {
 public:
  Import(const Arguments& arguments, Catalog* catalog) : arguments_(arguments), catalog_(catalog) {}

  absl::Status Run() {
    for (const std::string& file : arguments_.files) {
      const auto text = FileText::Open(file);
      if (!text.ok()) return absl::NotFoundError(absl::StrCat(file, ": ", text.status().message()));
      const absl::Status status = Read(file, text->text());
      if (!status.ok()) {
        return absl::Status(status.code(), absl::StrCat(file, ": ", status.message()));
      }
    }
    absl::Status status;
    if (arguments_.source == "hive") status = Publish("", hive_.Finish());
    if (arguments_.source == "doris") status = Publish("", doris_.Finish());
    if (!status.ok()) return status;
    WriteDiagnostics(absl::StrCat(assets_, " assets and ", tasks_, " tasks read; ", changed_,
                                  " records new or changed, ", edges_,
                                  " edges added or removed\n"));
    return absl::OkStatus();
  }

  bool trouble() const { return trouble_; }

 private:
  absl::Status Read(const std::string& file, absl::string_view text) {
    const std::string stem = fs::path(file).stem().string();
    const std::string& source = arguments_.source;
    if (source == "hive") return hive_.Add(text, stem);
    if (source == "doris") return doris_.Add(text, stem);
    if (source == "openlineage") return Publish(file, ReadOpenLineage(text));
    if (source == "sqoop") return Publish(file, ReadSqoop(text, stem));
    if (source == "datax") return Publish(file, ReadDataX(text, stem));
    if (source == "seatunnel") return Publish(file, ReadSeaTunnel(text, stem));
    Dialect dialect = Dialect::kSpark;
    v1::Diagnostic error;
    if (!DialectOfFile(arguments_.dialect, file, text, &dialect, &error)) {
      return absl::InvalidArgumentError(error.message());
    }
    return Publish(file, ReadCreateStatements(text, dialect, arguments_.default_database));
  }

  absl::Status Publish(const std::string& file, absl::StatusOr<Imported> imported) {
    if (!imported.ok()) return imported.status();
    for (const std::string& problem : imported->problems) {
      trouble_ = true;
      WriteDiagnostics(absl::StrCat(file.empty() ? "" : file + ":", problem, "\n"));
    }
    imported->publication.set_actor(absl::StrCat(kName, " ", arguments_.source));
    assets_ += imported->publication.assets_size();
    tasks_ += imported->publication.tasks_size();
    const auto summary = catalog_->Publish(imported->publication);
    if (!summary.ok()) return summary.status();
    changed_ += summary->assets_created() + summary->assets_changed();
    edges_ += summary->edges_added() + summary->edges_removed();
    return absl::OkStatus();
  }

  const Arguments& arguments_;
  Catalog* const catalog_;
  HiveMetastoreDump hive_;
  DorisSchemaDump doris_;
  int assets_ = 0;
  int tasks_ = 0;
  uint64_t changed_ = 0;
  uint64_t edges_ = 0;
  bool trouble_ = false;
};

int Run(const Arguments& arguments) {
  const std::vector<std::string> sources = {"hive",  "doris", "ddl",      "openlineage",
                                            "sqoop", "datax", "seatunnel"};
  if (std::find(sources.begin(), sources.end(), arguments.source) == sources.end()) {
    return ReportWrongUsage(kName, NoSuchWord("source", arguments.source, sources));
  }
  bool trouble = false;
  const int status =
      WithCatalog(kName, arguments.folder, CatalogMode::kCreate, [&](Catalog* catalog) {
        Import import(arguments, catalog);
        const absl::Status result = import.Run();
        trouble = import.trouble();
        return result;
      });
  return trouble ? std::max(status, kTrouble) : status;
}

}  // namespace

Command AddImportCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("import", kDescription);
  const auto arguments = std::make_shared<Arguments>();
  app->footer(
      absl::StrCat("EXAMPLES\n"
                   "  headwater import hive dump/*.csv\n"
                   "  headwater import openlineage events.ndjson\n"
                   "  headwater import ddl --dialect doris show_create.sql\n\n",
                   kCatalogFooter));
  app->add_option("source", arguments->source, "")
      ->type_name("hive|doris|ddl|openlineage|sqoop|datax|seatunnel")
      ->required();
  app->add_option("files", arguments->files, "")->type_name("FILE")->required();
  AddCatalogFolder(app, &arguments->folder);
  AddWordOption(app, "-d,--dialect", &arguments->dialect, "dialect", {"hive", "spark", "doris"},
                "Of ddl: the dialect; else the file's own, as `headwater lineage` finds it.");
  app->add_option("--default-db", arguments->default_database,
                  "Of ddl: the database of names without one.")
      ->type_name("NAME");
  return {app, [arguments] { return Run(*arguments); }};
}

}  // namespace headwater::cli
