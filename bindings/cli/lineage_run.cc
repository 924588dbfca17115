#include "lineage_run.h"

#include <pthread.h>

#include <atomic>
#include <deque>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "diagnostic_output.h"
#include "dialect_of_file.h"
#include "file_text.h"
#include "ordered_output.h"
#include "program.h"
#include "progress.h"

namespace headwater::cli {
namespace {

// A file's results are handed on in pieces of about this size.
constexpr size_t kPieceBytes = size_t{256} << 10;

// What is said at the end of a run over several files.
struct Totals {
  std::atomic<size_t> files{0};
  std::atomic<size_t> statements{0};
  std::atomic<size_t> errors{0};
  std::atomic<size_t> warnings{0};
  std::atomic<size_t> unreadable{0};
};

bool IsGraph(Format format) { return format == Format::kDot || format == Format::kMermaid; }

// One thread's work on one file after the other.
class FileWorker {
 public:
  FileWorker(const LineageRun& run, OrderedOutput* output, LineageGraph* whole, Totals* totals)
      : run_(run),
        output_(output),
        whole_(whole),
        totals_(totals),
        options_(run.lineage),
        renderer_(NewRenderer(run.format, run.render)) {}

  void Run() {
    size_t number = 0;
    while (output_->Take(&number)) {
      number_ = number;
      const InputFile& file = run_.files[number];
      name_ = DisplayName(file.path);
      graph_ = IsGraph(run_.format) ? std::make_shared<LineageGraph>(run_.render.level) : nullptr;
      Read(file);
      HandOn();
      const std::shared_ptr<LineageGraph> graph = std::move(graph_);
      LineageGraph* const whole = whole_;
      std::function<void()> merge;
      if (graph != nullptr) merge = [graph, whole] { whole->Merge(*graph); };
      output_->Finish(number, std::move(merge));
    }
  }

 private:
  void Read(const InputFile& file) {
    if (!file.error.empty()) return Unreadable(file.error);
    absl::StatusOr<FileText> text = FileText::Open(file.path);
    if (!text.ok()) return Unreadable(text.status().message());
    v1::Diagnostic error;
    if (!DialectOfFile(run_.dialect, file.path, text->text(), &options_.dialect, &error)) {
      totals_->unreadable++;
      return Report(error, text->text());
    }
    options_.dialect_version = run_.dialect_versions[static_cast<size_t>(options_.dialect)];
    Visit(&*text);
  }

  void Visit(FileText* text) {
    const ScriptInfo script = {name_, DialectName(options_.dialect), text->text()};
    if (renderer_ != nullptr) renderer_->BeginScript(script, &results_);
    const auto visit = [&](const v1::StatementLineage& statement) {
      return Statement(statement, text);
    };
    const absl::Status status = VisitLineage(text->text(), options_, visit);
    if (renderer_ != nullptr) renderer_->EndScript(&results_);
    KeepOrder(std::move(held_back_));
    held_back_.clear();
    if (!status.ok()) return Unreadable(status.message());
    totals_->files++;
  }

  bool Statement(const v1::StatementLineage& statement, FileText* text) {
    totals_->statements++;
    if (graph_ != nullptr) {
      graph_->Add(statement, name_);
    } else {
      renderer_->Statement(statement, &results_);
    }
    for (const v1::Diagnostic& diagnostic : statement.diagnostics()) {
      if (diagnostic.severity() == v1::Diagnostic::ERROR) totals_->errors++;
      if (diagnostic.severity() == v1::Diagnostic::WARNING) totals_->warnings++;
      Report(diagnostic, text->text());
    }
    text->Release(statement.span().offset());
    if (results_.size() + waiting_bytes_ < kPieceBytes) return true;
    return HandOn();
  }

  // Doubts are for people; programs read them in the JSON and get errors only.
  void Report(const v1::Diagnostic& diagnostic, absl::string_view text) {
    if (run_.quiet) return;
    if (run_.format != Format::kText && diagnostic.severity() != v1::Diagnostic::ERROR) return;
    std::string report;
    AppendDiagnostic(diagnostic, name_, text, run_.color_errors, &report);
    // A script's JSON is one line, which must not be torn where both streams end in one file.
    if (run_.format == Format::kJson && held_back_.size() < kPieceBytes) {
      held_back_.append(report);
    } else {
      KeepOrder(std::move(report));
    }
  }

  void Unreadable(absl::string_view reason) {
    totals_->unreadable++;
    KeepOrder(FileError(name_, reason, run_.color_errors));
  }

  void KeepOrder(std::string diagnostic) {
    waiting_bytes_ += results_.size() + diagnostic.size();
    AppendPiece(false, &results_, &pieces_);
    AppendPiece(true, &diagnostic, &pieces_);
  }

  bool HandOn() {
    AppendPiece(false, &results_, &pieces_);
    waiting_bytes_ = 0;
    std::vector<OutputPiece> pieces;
    pieces.swap(pieces_);
    return output_->Write(number_, std::move(pieces));
  }

  const LineageRun& run_;
  OrderedOutput* const output_;
  LineageGraph* const whole_;
  Totals* const totals_;
  LineageOptions options_;
  const std::unique_ptr<Renderer> renderer_;

  // Of the file at hand.
  size_t number_ = 0;
  std::string name_;
  std::shared_ptr<LineageGraph> graph_;
  std::string results_;
  std::string held_back_;  // diagnostics that wait for the end of the script
  std::vector<OutputPiece> pieces_;
  size_t waiting_bytes_ = 0;  // in pieces_
};

void* RunWorker(void* worker) {
  static_cast<FileWorker*>(worker)->Run();
  return nullptr;
}

// A stack for the nesting that is allowed: the parser, the builder and the analyzer need about
// 3 kB a level, sanitizers a multiple. What is not used is never backed by memory.
size_t StackBytes(int nesting_depth) {
  return (size_t{16} << 20) + static_cast<size_t>(nesting_depth) * (size_t{16} << 10);
}

// std::thread cannot choose its stack.
void RunThreads(std::deque<FileWorker>* workers, size_t stack_bytes) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes);
  std::vector<pthread_t> threads;
  for (FileWorker& worker : *workers) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, RunWorker, &worker) == 0) threads.push_back(thread);
  }
  pthread_attr_destroy(&attributes);
  // Without a thread to be had the work is done here: slower, and with the stack that there is.
  if (threads.empty()) workers->front().Run();
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);
}

std::string Plural(size_t count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

void WriteTotals(const Totals& totals) {
  std::string text =
      absl::StrCat(Plural(totals.files, "file"), ", ", Plural(totals.statements, "statement"));
  if (totals.errors > 0) absl::StrAppend(&text, ", ", Plural(totals.errors, "error"));
  if (totals.warnings > 0) absl::StrAppend(&text, ", ", Plural(totals.warnings, "warning"));
  if (totals.unreadable > 0) absl::StrAppend(&text, ", ", totals.unreadable.load(), " not read");
  WriteDiagnostics(text + "\n");
}

}  // namespace

int RunLineage(const LineageRun& run, OutputFile* output) {
  Totals totals;
  {
    Progress progress(run.progress, run.files.size());
    OrderedOutput ordered(run.files.size(), output, &progress);
    LineageGraph graph(run.render.level);
    if (run.format == Format::kCsv) output->Write(CsvHeader());
    std::deque<FileWorker> workers;
    for (int i = 0; i < run.jobs; ++i) workers.emplace_back(run, &ordered, &graph, &totals);
    RunThreads(&workers, StackBytes(run.lineage.limits.nesting_depth));
    if (run.format == Format::kDot) output->Write(graph.ToDot());
    if (run.format == Format::kMermaid) output->Write(graph.ToMermaid());
  }
  const absl::Status closed = output->Close();
  if (!closed.ok()) {
    WriteDiagnostics(absl::StrCat("headwater lineage: ", closed.message(), "\n"));
    return kTrouble;
  }
  if (run.files.size() > 1 && !run.quiet && !output->failed() &&
      (run.format == Format::kText || run.progress)) {
    WriteTotals(totals);
  }
  return totals.errors + totals.unreadable > 0 ? kTrouble : kFine;
}

}  // namespace headwater::cli
