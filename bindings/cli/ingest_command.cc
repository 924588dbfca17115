// `headwater ingest`: scripts and manifests into a catalog.

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "catalog_folder.h"
#include "commands.h"
#include "diagnostic_output.h"
#include "dialect_of_file.h"
#include "file_text.h"
#include "headwater/catalog_import.h"
#include "headwater/headwater.h"
#include "headwater/render.h"
#include "help_formatter.h"
#include "input_files.h"
#include "layered_schema.h"
#include "output_file.h"
#include "program.h"
#include "progress.h"
#include "schema_files.h"
#include "terminal.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kName[] = "headwater ingest";

constexpr char kDescription[] =
    "publish the lineage of scripts in a catalog\n"
    "\n"
    "Each script is a task, named by its path below the DIR, without its ending; a FILE alone by "
    "its "
    "name. A script is analyzed when it is new, or when it, --schema, --var, --dialect or "
    "--default-db has changed; others cost next to nothing. Tables that are known from --schema or "
    "from the catalog resolve stars and bare names; after their columns change, --again analyzes "
    "all scripts.\n"
    "\n"
    "A task of a DIR whose script has disappeared is told; --retire takes its edges out of the "
    "present. A manifest (*.yaml, *.yml) names tasks with their owners and schedules, tasks "
    "without "
    "SQL and what they read and write, dashboards, and properties of assets.\n"
    "\n"
    "Many scripts are published at a time, each time all or nothing.";

constexpr char kFooter[] =
    "EXAMPLES\n"
    "  headwater ingest --catalog lineage/ --schema ddl/ warehouse/\n"
    "  headwater ingest --retire warehouse/\n"
    "  headwater ingest tasks.yaml\n\n";

// Scripts of one publication: enough that a sync costs little for each, few enough that threads
// share the work.
constexpr size_t kChunk = 64;

struct Arguments {
  std::vector<std::string> files;
  std::string folder;
  std::string dialect;
  std::vector<std::string> schema;
  std::string default_database;
  std::vector<std::string> variables;
  bool retire = false;
  bool again = false;
  bool quiet = false;
  int jobs = 0;
};

// What is to be read for one task.
struct Script {
  InputFile file;
  v1::TaskVersion task;  // from a manifest, or only the name
  std::string dialect;   // empty: the file's own
};

std::string Absolute(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(path, error);
  return error ? path : absolute.string();
}

// "hive/orders" for warehouse/hive/orders.hql below warehouse/.
std::string TaskName(const std::string& path, const std::string& root) {
  fs::path name =
      root.empty() ? fs::path(path).filename() : fs::path(path).lexically_relative(root);
  name.replace_extension();
  for (const char* dialect : {".hive", ".spark", ".doris"}) {
    if (name.extension() == dialect) name.replace_extension();
  }
  return name.generic_string();
}

class Ingest {
 public:
  Ingest(const Arguments& arguments, Catalog* catalog) : arguments_(arguments), catalog_(catalog) {}

  absl::Status Run() {
    const auto start = std::chrono::steady_clock::now();
    absl::Status status = Prepare();
    if (status.ok()) status = FindScripts();
    if (status.ok()) status = PublishDeclared();
    if (status.ok()) status = PublishScripts();
    if (status.ok()) status = Retire();
    if (!status.ok()) return status;
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!arguments_.quiet) WriteDiagnostics(Summary(seconds));
    return absl::OkStatus();
  }

  bool trouble() const { return trouble_; }

 private:
  absl::Status Prepare() {
    for (const std::string& argument : arguments_.variables) {
      const size_t equals = argument.find('=');
      if (equals == std::string::npos || equals == 0) {
        return absl::InvalidArgumentError(
            absl::StrCat("--var ", argument, ": write it as NAME=VALUE, e.g. bizdate=20240101"));
      }
      options_.variables[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
    // A changed schema file changes what lineage is made from.
    std::string context = absl::StrCat(Version(), "\n", arguments_.default_database, "\n",
                                       absl::StrJoin(arguments_.variables, "\n"));
    for (const InputFile& file : FindInputFiles(arguments_.schema)) {
      const auto text = FileText::Open(file.path);
      if (text.ok()) absl::StrAppend(&context, "\n", Fingerprint({text->text()}));
    }
    context_ = Fingerprint({context});
    options_.default_database = arguments_.default_database;
    catalog_schema_ = catalog_->Schema();
    layered_ = std::make_unique<LayeredSchema>(&schema_, catalog_schema_.get());
    options_.schema = layered_.get();
    options_.expression_text = false;
    auto known = catalog_->Fingerprints();
    if (!known.ok()) return known.status();
    known_ = *std::move(known);
    return absl::OkStatus();
  }

  absl::Status FindScripts() {
    for (const std::string& argument : arguments_.files) {
      const std::string ending = fs::path(argument).extension().string();
      if (ending == ".yaml" || ending == ".yml") {
        const absl::Status status = ReadTasks(argument);
        if (!status.ok()) return status;
        continue;
      }
      std::error_code error;
      const bool folder = fs::is_directory(argument, error);
      if (folder) roots_.push_back(Absolute(argument));
      for (InputFile& file : FindInputFiles({argument})) {
        Script script;
        script.task.set_name(TaskName(file.path, folder ? argument : ""));
        script.task.set_source(Absolute(file.path));
        script.file = std::move(file);
        AddScript(std::move(script));
      }
    }
    return absl::OkStatus();
  }

  void AddScript(Script script) {
    if (!names_.insert(script.task.name()).second) {
      Tell(FileError(script.file.path,
                     absl::StrCat("another script is the task ", script.task.name(), " already"),
                     false));
      return;
    }
    scripts_.push_back(std::move(script));
  }

  absl::Status ReadTasks(const std::string& path) {
    const auto text = FileText::Open(path);
    if (!text.ok()) return absl::NotFoundError(absl::StrCat(path, ": ", text.status().message()));
    std::vector<ManifestScript> sql;
    auto imported = ReadManifest(text->text(), path, &sql);
    if (!imported.ok()) return imported.status();
    std::set<int> with_sql;
    for (const ManifestScript& item : sql) {
      Script script;
      script.task = imported->publication.tasks(item.task);
      script.dialect = item.dialect;
      script.file.path = (fs::path(path).parent_path() / item.path).string();
      script.task.set_source(Absolute(script.file.path));
      with_sql.insert(item.task);
      AddScript(std::move(script));
    }
    *declared_.mutable_assets() = imported->publication.assets();
    for (int i = 0; i < imported->publication.tasks_size(); ++i) {
      if (with_sql.contains(i)) continue;
      v1::TaskVersion task = imported->publication.tasks(i);
      task.set_source(Absolute(path));
      names_.insert(task.name());
      *declared_.add_tasks() = std::move(task);
    }
    return absl::OkStatus();
  }

  absl::Status PublishDeclared() {
    if (declared_.assets_size() == 0 && declared_.tasks_size() == 0) return absl::OkStatus();
    declared_.set_actor(kName);
    return Count(catalog_->Publish(declared_));
  }

  absl::Status Count(const absl::StatusOr<v1::PublishSummary>& summary) {
    if (!summary.ok()) return summary.status();
    total_.set_epoch(std::max(total_.epoch(), summary->epoch()));
    total_.set_tasks_changed(total_.tasks_changed() + summary->tasks_changed());
    total_.set_tasks_unchanged(total_.tasks_unchanged() + summary->tasks_unchanged());
    total_.set_tasks_retired(total_.tasks_retired() + summary->tasks_retired());
    total_.set_edges_added(total_.edges_added() + summary->edges_added());
    total_.set_edges_removed(total_.edges_removed() + summary->edges_removed());
    for (const std::string& warning : summary->warnings()) {
      if (!arguments_.quiet) WriteDiagnostics(absl::StrCat("warning: ", warning, "\n"));
    }
    return absl::OkStatus();
  }

  // ---- Scripts: threads analyze chunks, which are published in their order.

  static void* Work(void* self) {
    static_cast<Ingest*>(self)->WorkOnChunks();
    return nullptr;
  }

  absl::Status PublishScripts() {
    const size_t chunks = (scripts_.size() + kChunk - 1) / kChunk;
    Progress progress(!arguments_.quiet && IsTerminal(STDERR_FILENO), scripts_.size());
    progress_ = &progress;
    const size_t wanted = arguments_.jobs > 0 ? static_cast<size_t>(arguments_.jobs)
                                              : std::max(1u, std::thread::hardware_concurrency());
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    // As for `headwater lineage`: nesting to the limit needs a few megabytes.
    pthread_attr_setstacksize(&attributes, size_t{32} << 20);
    std::vector<pthread_t> threads;
    for (size_t i = 0; i < std::min(wanted, chunks); ++i) {
      pthread_t thread;
      if (pthread_create(&thread, &attributes, Work, this) == 0) threads.push_back(thread);
    }
    pthread_attr_destroy(&attributes);
    if (threads.empty()) WorkOnChunks();
    for (const pthread_t thread : threads) pthread_join(thread, nullptr);
    progress_ = nullptr;
    return status_;
  }

  void WorkOnChunks() {
    for (;;) {
      size_t chunk = 0;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (!status_.ok() || next_chunk_ * kChunk >= scripts_.size()) return;
        chunk = next_chunk_++;
      }
      const size_t begin = chunk * kChunk;
      const size_t end = std::min(begin + kChunk, scripts_.size());
      v1::Publication publication;
      publication.set_actor(kName);
      std::string diagnostics;
      size_t unchanged = 0;
      for (size_t i = begin; i < end; ++i) {
        if (!Read(&scripts_[i], &publication, &diagnostics)) ++unchanged;
      }
      std::unique_lock<std::mutex> lock(mutex_);
      turn_.wait(lock, [&] { return turn_chunk_ == chunk; });
      Tell(diagnostics);
      if (status_.ok() && publication.tasks_size() > 0) {
        status_ = Count(catalog_->Publish(publication));
      }
      total_.set_tasks_unchanged(total_.tasks_unchanged() + unchanged);
      progress_->Update(end);
      ++turn_chunk_;
      turn_.notify_all();
    }
  }

  // When the first script is analyzed: where none has changed, the text of the schema is enough.
  void ReadSchema() {
    std::call_once(schema_read_, [this] {
      if (ReadSchemaFiles(arguments_.schema, arguments_.dialect, arguments_.default_database,
                          &schema_)) {
        return;
      }
      const std::lock_guard<std::mutex> lock(mutex_);
      trouble_ = true;
    });
  }

  // False: the script is what it was.
  bool Read(Script* script, v1::Publication* publication, std::string* diagnostics) {
    const std::string name = DisplayName(script->file.path);
    const auto complain = [&](absl::string_view reason) {
      diagnostics->append(FileError(name, reason, false));
      return true;
    };
    if (!script->file.error.empty()) return complain(script->file.error);
    const auto text = FileText::Open(script->file.path);
    if (!text.ok()) return complain(text.status().message());
    LineageOptions options = options_;
    v1::Diagnostic error;
    const std::string dialect = script->dialect.empty() ? arguments_.dialect : script->dialect;
    if (!DialectOfFile(dialect, script->file.path, text->text(), &options.dialect, &error)) {
      AppendDiagnostic(error, name, text->text(), false, diagnostics);
      return true;
    }
    const std::string fingerprint = Fingerprint(
        {context_, DialectName(options.dialect), script->task.SerializeAsString(), text->text()});
    const auto known = known_.find(script->task.name());
    if (!arguments_.again && known != known_.end() && known->second == fingerprint) return false;
    ReadSchema();
    auto lineage = ExtractLineage(text->text(), options);
    if (!lineage.ok()) return complain(lineage.status().message());
    for (const v1::StatementLineage& statement : lineage->statements()) {
      for (const v1::Diagnostic& diagnostic : statement.diagnostics()) {
        if (diagnostic.severity() == v1::Diagnostic::ERROR) {
          AppendDiagnostic(diagnostic, name, text->text(), false, diagnostics);
        }
      }
    }
    v1::TaskVersion* task = publication->add_tasks();
    *task = script->task;
    // --again: compared edge by edge, and not skipped for its fingerprint. The new one is stored.
    task->set_fingerprint(arguments_.again ? Fingerprint({fingerprint, "again"}) : fingerprint);
    task->set_text(std::string(text->text()));
    *task->mutable_lineage() = *std::move(lineage);
    return true;
  }

  void Tell(const std::string& diagnostics) {
    if (diagnostics.empty()) return;
    trouble_ = true;
    if (progress_ != nullptr) progress_->Clear();
    WriteDiagnostics(diagnostics);
  }

  // Tasks of the folders that were read, whose scripts were not found any more.
  absl::Status Retire() {
    v1::Publication publication;
    publication.set_actor(kName);
    const absl::Status status = catalog_->ForEachAsset({}, [&](const v1::Asset& asset) {
      if (asset.kind() != v1::Asset::TASK || asset.dropped() || names_.contains(asset.name())) {
        return true;
      }
      for (const std::string& root : roots_) {
        if (absl::StartsWith(asset.task().source(), root + "/")) {
          publication.add_retired_tasks(asset.name());
          break;
        }
      }
      return true;
    });
    if (!status.ok()) return status;
    gone_ = publication.retired_tasks_size();
    if (gone_ == 0 || !arguments_.retire) return absl::OkStatus();
    return Count(catalog_->Publish(publication));
  }

  std::string Summary(double seconds) const {
    std::string text = absl::StrCat(total_.tasks_changed(), " tasks new or changed, ",
                                    total_.tasks_unchanged(), " unchanged; ", total_.edges_added(),
                                    " edges added, ", total_.edges_removed(), " removed");
    if (arguments_.retire) {
      absl::StrAppend(&text, "; ", total_.tasks_retired(), " tasks retired");
    } else if (gone_ > 0) {
      absl::StrAppend(&text, "; ", gone_, " tasks have no script any more (--retire)");
    }
    if (total_.epoch() > 0) absl::StrAppend(&text, "; epoch ", total_.epoch());
    char time[32];
    std::snprintf(time, sizeof(time), "; %.2f s\n", seconds);
    return text + time;
  }

  const Arguments& arguments_;
  Catalog* const catalog_;
  LineageOptions options_;
  std::once_flag schema_read_;
  MemorySchema schema_;
  std::unique_ptr<SchemaProvider> catalog_schema_;
  std::unique_ptr<LayeredSchema> layered_;
  std::string context_;
  absl::flat_hash_map<std::string, std::string> known_;
  std::vector<Script> scripts_;
  std::vector<std::string> roots_;
  std::set<std::string> names_;
  v1::Publication declared_;
  v1::PublishSummary total_;
  int gone_ = 0;
  bool trouble_ = false;

  std::mutex mutex_;
  std::condition_variable turn_;
  size_t next_chunk_ = 0;
  size_t turn_chunk_ = 0;
  absl::Status status_;
  Progress* progress_ = nullptr;
};

int Run(const Arguments& arguments) {
  if (arguments.files.empty()) {
    return ReportWrongUsage(kName, "name a file, a folder or a manifest to ingest");
  }
  bool trouble = false;
  const int status =
      WithCatalog(kName, arguments.folder, CatalogMode::kCreate, [&](Catalog* catalog) {
        Ingest ingest(arguments, catalog);
        const absl::Status result = ingest.Run();
        trouble = ingest.trouble();
        return result;
      });
  return trouble ? std::max(status, kTrouble) : status;
}

}  // namespace

Command AddIngestCommand(CLI::App* program) {
  CLI::App* app = program->add_subcommand("ingest", kDescription);
  const auto arguments = std::make_shared<Arguments>();
  app->footer(absl::StrCat(kFooter, kCatalogFooter));
  app->add_option("files", arguments->files, "")->type_name("FILE|DIR");
  AddCatalogFolder(app, &arguments->folder);
  AddWordOption(
      app, "-d,--dialect", &arguments->dialect, "dialect", {"hive", "spark", "doris"},
      "The dialect of all scripts; else each file's own, as `headwater lineage` finds it.");
  app->add_option("-s,--schema", arguments->schema,
                  "DDL that makes tables known: a file, or a folder. May be given again.")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
  app->add_option("--default-db", arguments->default_database,
                  "The database of names without one, until a USE statement.")
      ->type_name("NAME");
  app->add_option("-v,--var", arguments->variables, "The value of ${NAME}. May be given again.")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app->add_flag("--retire", arguments->retire,
                "Retire the tasks of a DIR whose scripts have disappeared.");
  app->add_flag("--again", arguments->again, "Analyze all scripts, changed or not.");
  app->add_flag("-q,--quiet", arguments->quiet, "No progress and no summary.");
  TakeNumber(app->add_option("-j,--jobs", arguments->jobs,
                             "Files read at a time; else one for each core."),
             1, 1024);
  return {app, [arguments] { return Run(*arguments); }};
}

}  // namespace headwater::cli
