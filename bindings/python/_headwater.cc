// The native half of the Python package: a flat module over the public headers. It converts, calls
// and lets go of the interpreter lock; everything that is manners (defaults, exceptions, types of
// arguments, repr) is Python's, in headwater/*.py.
//
// Lineage stays a protobuf message behind a handle. Python objects are made for what is read, one
// statement's field at a time, as instances of the named tuples of headwater/model.py.

#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "catalog_handle.h"
#include "headwater/ast/print.h"
#include "headwater/headwater.h"
#include "headwater/render.h"
#include "headwater/source.h"
#include "values.h"

namespace py = pybind11;

namespace headwater {
namespace {

// ---- Values ---------------------------------------------------------------------------------

void ThrowIfError(const absl::Status& status) {
  if (!status.ok()) throw py::value_error(std::string(status.message()));
}

// The named tuples of headwater/model.py, in the order in which it registers them.
enum RecordType : uint8_t {
  kSpan,
  kPartition,
  kDataset,
  kSource,
  kInfluence,
  kColumn,
  kChange,
  kDiagnostic,
  kSchemaColumn,
  kEdge,
  kRecordTypeCount
};

// Set once, when the package is imported. They live as long as the process, as the module does.
std::array<PyTypeObject*, kRecordTypeCount> record_types{};

void RegisterRecords(const py::tuple& types) {
  if (types.size() != kRecordTypeCount) throw py::value_error("one type for each record");
  for (size_t i = 0; i < types.size(); ++i) {
    const py::object type = types[i];
    if (!PyType_Check(type.ptr()) ||
        !PyType_IsSubtype(reinterpret_cast<PyTypeObject*>(type.ptr()), &PyTuple_Type)) {
      throw py::type_error("records are named tuples");
    }
    record_types[i] = reinterpret_cast<PyTypeObject*>(type.inc_ref().ptr());
  }
}

// An instance of a named tuple, without the detour over its __new__.
template <typename... Fields>
py::object Record(RecordType type, Fields&&... fields) {
  PyTypeObject* cls = record_types[type];
  if (cls == nullptr) throw py::import_error("import headwater, not its native module");
  PyObject* made = cls->tp_alloc(cls, sizeof...(fields));
  if (made == nullptr) throw py::error_already_set();
  Py_ssize_t i = 0;
  (PyTuple_SET_ITEM(made, i++, py::object(std::forward<Fields>(fields)).release().ptr()), ...);
  return py::reinterpret_steal<py::object>(made);
}

template <typename Messages, typename Convert>
py::tuple TupleOf(const Messages& messages, Convert convert) {
  py::tuple made(messages.size());
  size_t i = 0;
  for (const auto& message : messages) made[i++] = convert(message);
  return made;
}

// Names of enum values are asked for often and are few: one str each.
template <typename Name>
py::object EnumName(int value, Name name) {
  static std::array<PyObject*, 32> known{};
  if (value < 0 || value >= static_cast<int>(known.size())) return ToPython(name(value));
  if (known[value] == nullptr) known[value] = ToPython(name(value)).release().ptr();
  return py::reinterpret_borrow<py::object>(known[value]);
}

py::object DatasetKind(v1::Dataset::Kind kind) {
  return EnumName(kind, [](int value) -> const std::string& {
    return v1::Dataset::Kind_Name(static_cast<v1::Dataset::Kind>(value));
  });
}

py::object SpanRecord(const v1::Span& span) {
  return Record(kSpan, py::int_(span.offset()), py::int_(span.length()), py::int_(span.line()),
                py::int_(span.column()));
}

py::object PartitionRecord(const v1::Partition& partition) {
  return Record(kPartition, ToPython(partition.column()), ToPython(partition.value()),
                py::bool_(partition.dynamic()));
}

py::object DatasetRecord(const v1::Dataset& dataset) {
  return Record(kDataset, ToPython(dataset.name()), DatasetKind(dataset.kind()),
                TupleOf(dataset.partitions(), PartitionRecord),
                ToPython(dataset.display_name().empty() ? dataset.name() : dataset.display_name()),
                SpanRecord(dataset.span()));
}

py::object SourceType(int type) {
  return EnumName(type, [](int value) -> const std::string& {
    return v1::Source::Type_Name(static_cast<v1::Source::Type>(value));
  });
}

py::object SourceSubtype(int subtype) {
  return EnumName(subtype, [](int value) -> const std::string& {
    return v1::Source::Subtype_Name(static_cast<v1::Source::Subtype>(value));
  });
}

py::object SourceCertainty(int certainty) {
  return EnumName(certainty, [](int value) -> const std::string& {
    return v1::Source::Certainty_Name(static_cast<v1::Source::Certainty>(value));
  });
}

py::object SourceRecord(const v1::Source& source) {
  return Record(kSource, ToPython(source.dataset()), ToPython(source.column()),
                ToPython(source.field_path()), SourceType(source.type()),
                SourceSubtype(source.subtype()), py::bool_(source.masking()),
                SourceCertainty(source.certainty()), SpanRecord(source.span()));
}

py::object InfluenceRecord(const v1::Influence& influence) {
  return Record(kInfluence, ToPython(influence.dataset()), ToPython(influence.column()),
                ToPython(influence.field_path()), SourceType(influence.type()),
                SourceSubtype(influence.subtype()), py::bool_(influence.masking()),
                SourceCertainty(influence.certainty()), SpanRecord(influence.span()),
                ToPython(influence.output()));
}

py::object ColumnRecord(const v1::ColumnLineage& column) {
  return Record(kColumn, ToPython(column.target()), ToPython(column.name()),
                py::int_(column.ordinal()), ToPython(column.expression()),
                TupleOf(column.sources(), SourceRecord), SpanRecord(column.span()));
}

py::object SchemaColumnRecord(const v1::Column& column) {
  return Record(kSchemaColumn, ToPython(column.name()), ToPython(column.type()),
                ToPython(column.comment()), py::bool_(column.partition()));
}

py::object ChangeRecord(const v1::Change& change) {
  return Record(kChange, ToPython(v1::Change::Kind_Name(change.kind())), ToPython(change.dataset()),
                DatasetKind(change.dataset_kind()), ToPython(change.new_name()),
                TupleOf(change.columns(), SchemaColumnRecord),
                TupleOf(change.old_columns(), [](const std::string& n) { return ToPython(n); }),
                TupleOf(change.partitions(), PartitionRecord));
}

py::object DiagnosticRecord(const v1::Diagnostic& diagnostic) {
  return Record(kDiagnostic, ToPython(v1::Diagnostic::Severity_Name(diagnostic.severity())),
                ToPython(diagnostic.code()), ToPython(diagnostic.message()),
                SpanRecord(diagnostic.span()), ToPython(diagnostic.hint()));
}

// ---- Schemas --------------------------------------------------------------------------------

// A table as headwater/schema.py hands it over:
// (name, kind, [(column, type, comment, partition)...], view query).
TableSchema TableOf(const py::handle& object) {
  const auto fields = py::cast<py::tuple>(object);
  TableSchema table;
  table.name = StringOf(fields[0]);
  const int kind = py::cast<int>(fields[1]);
  table.kind = kind == 1   ? TableKind::kView
               : kind == 2 ? TableKind::kMaterializedView
                           : TableKind::kTable;
  for (const py::handle item : py::cast<py::sequence>(fields[2])) {
    const auto column = py::cast<py::tuple>(item);
    table.columns.push_back(
        {StringOf(column[0]), StringOf(column[1]), StringOf(column[2]), py::cast<bool>(column[3])});
  }
  table.view_query = StringOf(fields[3]);
  table.BuildIndex();
  return table;
}

// Tables in memory, and behind them a Python callable that is asked once for each other name. The
// lock is never held while Python runs, so that it cannot stand against the interpreter's own.
class PythonSchema {
 public:
  explicit PythonSchema(py::object lookup) : lookup_(std::move(lookup)) {}

  void Add(const py::object& table) { tables_.Add(TableOf(table)); }

  void AddDdl(const py::object& sql, const std::string& dialect, const std::string& database) {
    const auto known = DialectFromName(dialect);
    ThrowIfError(known.status());
    const absl::string_view text = TextOf(sql);
    absl::Status status;
    {
      py::gil_scoped_release release;
      status = tables_.AddDdl(text, *known, database);
    }
    ThrowIfError(status);
  }

  size_t size() const { return tables_.size(); }

  // The table or null. Called without the interpreter lock. An exception of the callable is put
  // into `*error`.
  const TableSchema* Find(absl::string_view name, std::exception_ptr* error) const {
    const TableSchema* table = tables_.FindTable(name);
    if (table != nullptr || !has_lookup()) return table;
    const std::string key(name.data(), name.size());
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (const auto found = asked_.find(key); found != asked_.end()) return found->second.get();
    }
    std::unique_ptr<TableSchema> answer;
    {
      py::gil_scoped_acquire acquire;
      try {
        const py::object made = lookup_(ToPython(name));
        if (!made.is_none()) answer = std::make_unique<TableSchema>(TableOf(made));
      } catch (...) {
        *error = std::current_exception();
        return nullptr;
      }
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    return asked_.emplace(key, std::move(answer)).first->second.get();
  }

  bool has_lookup() const { return lookup_.ptr() != nullptr && !lookup_.is_none(); }

  // The catalog that is asked for what is not found otherwise, or null.
  void SetCatalog(std::shared_ptr<CatalogHandle> catalog) { catalog_ = std::move(catalog); }
  const std::shared_ptr<CatalogHandle>& catalog() const { return catalog_; }

 private:
  MemorySchema tables_;
  const py::object lookup_;
  std::shared_ptr<CatalogHandle> catalog_;
  mutable std::mutex mutex_;
  mutable absl::flat_hash_map<std::string, std::unique_ptr<TableSchema>> asked_;
};

// One call's view of a schema: the first exception of the callable ends the asking, and a catalog
// stays open until the call ends. Made with the interpreter lock; raises CatalogClosedError.
class SchemaOfCall : public SchemaProvider {
 public:
  explicit SchemaOfCall(const PythonSchema* schema) : schema_(schema) {
    if (schema == nullptr || schema->catalog() == nullptr) return;
    lease_.emplace(schema->catalog()->Take());
    tables_ = lease_->Schema();
  }

  const TableSchema* FindTable(absl::string_view name) const override {
    if (schema_ == nullptr || error_) return nullptr;
    const TableSchema* table = schema_->Find(name, &error_);
    if (table != nullptr || error_ || tables_ == nullptr) return table;
    return tables_->FindTable(name);
  }

  std::exception_ptr TakeError() { return std::exchange(error_, nullptr); }

 private:
  const PythonSchema* const schema_;
  std::optional<CatalogHandle::Lease> lease_;
  std::shared_ptr<const SchemaProvider> tables_;  // ends before the lease
  mutable std::exception_ptr error_;
};

// ---- Options --------------------------------------------------------------------------------

struct Options {
  LineageOptions lineage;  // `schema` is set for each call
  std::shared_ptr<PythonSchema> schema;
};

std::unique_ptr<Options> MakeOptions(const std::string& dialect, const std::string& dialect_version,
                                     const std::string& default_db, const py::dict& variables,
                                     std::shared_ptr<PythonSchema> schema, bool keep_temporary,
                                     bool expand_views, bool expression_text,
                                     const py::tuple& limits) {
  auto options = std::make_unique<Options>();
  const auto known = DialectFromName(dialect);
  ThrowIfError(known.status());
  options->lineage.dialect = *known;
  if (!dialect_version.empty()) {
    const auto version = DialectVersionFromText(*known, dialect_version);
    ThrowIfError(version.status());
    options->lineage.dialect_version = *version;
  }
  options->lineage.default_database = default_db;
  for (const auto& [name, value] : variables) {
    options->lineage.variables[StringOf(name)] = StringOf(value);
  }
  options->schema = std::move(schema);
  options->lineage.keep_temporary = keep_temporary;
  options->lineage.expand_views = expand_views;
  options->lineage.expression_text = expression_text;
  options->lineage.limits.statement_bytes = py::cast<size_t>(limits[0]);
  options->lineage.limits.statement_tokens = py::cast<size_t>(limits[1]);
  options->lineage.limits.nesting_depth = py::cast<int>(limits[2]);
  return options;
}

// ---- Lineage --------------------------------------------------------------------------------

// Takes one field and what ends it (a comma or CRLF) off RFC 4180 text.
void TakeCsvField(absl::string_view* rest, std::string* field) {
  field->clear();
  if (absl::ConsumePrefix(rest, "\"")) {
    for (size_t quote = rest->find('"'); quote != absl::string_view::npos;
         quote = rest->find('"')) {
      field->append(rest->data(), quote);
      rest->remove_prefix(quote + 1);
      if (!absl::ConsumePrefix(rest, "\"")) break;
      field->push_back('"');
    }
  } else {
    const size_t size = std::min(rest->find_first_of(",\r"), rest->size());
    field->assign(rest->data(), size);
    rest->remove_prefix(size);
  }
  if (!absl::ConsumePrefix(rest, ",")) absl::ConsumePrefix(rest, "\r\n");
}

py::int_ NumberOf(const std::string& digits) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(digits, &number)) number = 0;
  return py::int_(number);
}

// The lineage of one script with the text it was read from.
class Lineage {
 public:
  Lineage(v1::ScriptLineage message, py::object text)
      : message_(std::move(message)), text_(std::move(text)) {}

  size_t size() const { return message_.statements_size(); }
  py::str dialect() const { return ToPython(message_.dialect()); }
  py::str source() const { return ToPython(message_.source()); }
  py::object text() const { return text_; }

  const v1::StatementLineage& At(size_t i) const {
    if (i >= size()) throw py::index_error("no such statement");
    return message_.statements(static_cast<int>(i));
  }

  py::tuple Head(size_t i) const {
    const v1::StatementLineage& statement = At(i);
    return py::make_tuple(statement.index(),
                          EnumName(statement.kind(),
                                   [](int value) -> const std::string& {
                                     return v1::StatementLineage::Kind_Name(
                                         static_cast<v1::StatementLineage::Kind>(value));
                                   }),
                          SpanRecord(statement.span()), ToPython(statement.statement_name()));
  }

  py::tuple Inputs(size_t i) const { return TupleOf(At(i).inputs(), DatasetRecord); }
  py::tuple Outputs(size_t i) const { return TupleOf(At(i).outputs(), DatasetRecord); }
  py::tuple Columns(size_t i) const { return TupleOf(At(i).columns(), ColumnRecord); }
  py::tuple Influences(size_t i) const { return TupleOf(At(i).influences(), InfluenceRecord); }
  py::tuple Changes(size_t i) const { return TupleOf(At(i).changes(), ChangeRecord); }
  py::tuple Diagnostics(size_t i) const { return TupleOf(At(i).diagnostics(), DiagnosticRecord); }

  // Findings that belong to no statement.
  py::tuple ScriptDiagnostics() const { return TupleOf(message_.diagnostics(), DiagnosticRecord); }

  // Index of the first statement that has an error, or -1.
  int FirstError() const {
    for (int i = 0; i < message_.statements_size(); ++i) {
      for (const v1::Diagnostic& diagnostic : message_.statements(i).diagnostics()) {
        if (diagnostic.severity() == v1::Diagnostic::ERROR) return i;
      }
    }
    return -1;
  }

  // One statement as a script of its own.
  std::unique_ptr<Lineage> Select(size_t i) const {
    v1::ScriptLineage one;
    one.set_source(message_.source());
    one.set_dialect(message_.dialect());
    *one.add_statements() = At(i);
    return std::make_unique<Lineage>(std::move(one), text_);
  }

  py::str Render(const std::string& format, bool columns, int width,
                 const std::string& job_namespace, const std::string& event_time,
                 const std::shared_ptr<PythonSchema>& schema) const {
    static constexpr std::array<std::pair<absl::string_view, Format>, 6> kFormats = {{
        {"text", Format::kText},
        {"json", Format::kJson},
        {"csv", Format::kCsv},
        {"openlineage", Format::kOpenLineage},
        {"dot", Format::kDot},
        {"mermaid", Format::kMermaid},
    }};
    const auto found = std::find_if(kFormats.begin(), kFormats.end(),
                                    [&](const auto& known) { return known.first == format; });
    if (found == kFormats.end()) throw py::value_error(absl::StrCat("unknown format ", format));
    SchemaOfCall provider(schema.get());
    RenderOptions options;
    options.level = columns ? Level::kColumn : Level::kTable;
    options.width = width;
    options.job_namespace = job_namespace;
    options.event_time = event_time;
    options.schema = schema == nullptr ? nullptr : &provider;
    const absl::string_view text = TextOf(text_);
    std::string out;
    {
      py::gil_scoped_release release;
      out = RenderScript(message_, text, found->second, options);
    }
    if (const auto error = provider.TakeError()) std::rethrow_exception(error);
    return ToPython(out);
  }

  // The rows of the CSV format.
  py::list Edges(bool columns) const {
    RenderOptions options;
    options.level = columns ? Level::kColumn : Level::kTable;
    std::string csv;
    {
      py::gil_scoped_release release;
      csv = RenderScript(message_, "", Format::kCsv, options);
    }
    absl::string_view rest = csv;
    if (absl::StartsWith(rest, CsvHeader())) rest.remove_prefix(CsvHeader().size());
    py::list edges;
    std::array<std::string, 13> row;
    while (!rest.empty()) {
      for (std::string& field : row) TakeCsvField(&rest, &field);
      edges.append(Record(kEdge, ToPython(row[0]), NumberOf(row[1]), NumberOf(row[2]),
                          ToPython(row[3]), ToPython(row[4]), ToPython(row[5]), ToPython(row[6]),
                          ToPython(row[7]), ToPython(row[8]), ToPython(row[9]),
                          py::bool_(row[10] == "true"), ToPython(row[11]), ToPython(row[12])));
    }
    return edges;
  }

  // The findings as compilers write them, each with its line of the script.
  py::str Report(bool errors_only) const {
    const absl::string_view text = TextOf(text_);
    absl::string_view source = message_.source();
    if (source.empty()) source = "sql";
    std::string out;
    const auto append = [&](const auto& diagnostics) {
      for (const v1::Diagnostic& diagnostic : diagnostics) {
        if (errors_only && diagnostic.severity() != v1::Diagnostic::ERROR) continue;
        AppendDiagnostic(diagnostic, source, text, /*color=*/false, &out);
      }
    };
    append(message_.diagnostics());
    for (const v1::StatementLineage& statement : message_.statements()) {
      append(statement.diagnostics());
    }
    return ToPython(out);
  }

  py::bytes Serialize() const { return message_.SerializeAsString(); }

 private:
  const v1::ScriptLineage message_;
  const py::object text_;
};

// A script that could not be read at all: no statements, one finding.
std::unique_ptr<Lineage> Failed(const std::string& dialect, const std::string& source,
                                const std::string& code, const std::string& message, uint32_t line,
                                uint32_t column) {
  v1::ScriptLineage script;
  script.set_dialect(dialect);
  script.set_source(source);
  v1::Diagnostic* diagnostic = script.add_diagnostics();
  diagnostic->set_severity(v1::Diagnostic::ERROR);
  diagnostic->set_code(code);
  diagnostic->set_message(message);
  diagnostic->mutable_span()->set_line(line);
  diagnostic->mutable_span()->set_column(column);
  return std::make_unique<Lineage>(std::move(script), py::str());
}

std::unique_ptr<Lineage> Deserialize(const py::bytes& bytes, py::object text) {
  v1::ScriptLineage message;
  const absl::string_view data = TextOf(bytes);
  if (!message.ParseFromArray(data.data(), static_cast<int>(data.size()))) {
    throw py::value_error("not a pickled lineage");
  }
  return std::make_unique<Lineage>(std::move(message), std::move(text));
}

// One script to read and what came of it.
struct Job {
  absl::string_view text;
  std::string source;
  const Options* options = nullptr;
  absl::StatusOr<v1::ScriptLineage> lineage = absl::UnknownError("not run");
  std::exception_ptr error;
  std::unique_ptr<SchemaOfCall> schema;

  // With the interpreter lock.
  void Prepare() {
    if (options->schema != nullptr) schema = std::make_unique<SchemaOfCall>(options->schema.get());
  }

  // Without the interpreter lock.
  void Run() {
    if (error) return;
    if (schema == nullptr) {
      lineage = ExtractLineage(text, options->lineage);
    } else {
      LineageOptions lineage_options = options->lineage;
      lineage_options.schema = schema.get();
      lineage = ExtractLineage(text, lineage_options);
      error = schema->TakeError();
    }
    if (lineage.ok()) lineage->set_source(source);
  }

  // With it; throws what Python is to see.
  std::unique_ptr<Lineage> Result(py::object script) {
    if (error) std::rethrow_exception(std::exchange(error, nullptr));
    ThrowIfError(lineage.status());
    return std::make_unique<Lineage>(*std::move(lineage), std::move(script));
  }
};

std::unique_ptr<Lineage> Extract(py::object text, const Options& options,
                                 const std::string& source) {
  Job job;
  job.text = TextOf(text);
  job.source = source;
  job.options = &options;
  job.Prepare();
  {
    py::gil_scoped_release release;
    job.Run();
  }
  return job.Result(std::move(text));
}

// The lineages of (text, options, source) tuples, in their order, by `threads` threads. A script
// that fails has its exception in its place.
py::list ExtractMany(const py::list& items, unsigned threads) {
  std::vector<Job> jobs(items.size());
  for (size_t i = 0; i < jobs.size(); ++i) {
    const auto item = py::cast<py::tuple>(items[i]);
    jobs[i].options = py::cast<const Options*>(item[1]);
    jobs[i].source = StringOf(item[2]);
    try {
      jobs[i].text = TextOf(item[0]);
      jobs[i].Prepare();
    } catch (...) {
      jobs[i].error = std::current_exception();
    }
  }
  {
    py::gil_scoped_release release;
    std::atomic<size_t> next{0};
    const auto work = [&] {
      for (size_t i = next++; i < jobs.size(); i = next++) jobs[i].Run();
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < std::min<size_t>(threads, jobs.size()); ++i) others.emplace_back(work);
    work();
    for (std::thread& thread : others) thread.join();
  }
  py::list results(jobs.size());
  for (size_t i = 0; i < jobs.size(); ++i) {
    try {
      results[i] = jobs[i].Result(py::cast<py::tuple>(items[i])[0]);
    } catch (py::error_already_set& error) {
      results[i] = error.value();
    } catch (const py::builtin_exception& error) {
      error.set_error();
      results[i] = py::error_already_set().value();
    }
  }
  return results;
}

// ---- Syntax trees ---------------------------------------------------------------------------

// One parsed statement with the script's text, which its tree points into.
struct Statement {
  ParsedStatement parsed;
  py::object text;

  py::object Range() const {
    LineIndex lines(TextOf(text));
    const LineColumn at = lines.Find(parsed.range().begin);
    return Record(kSpan, py::int_(parsed.range().begin),
                  py::int_(parsed.range().end - parsed.range().begin), py::int_(at.line),
                  py::int_(at.column));
  }

  py::tuple Diagnostics() const {
    static constexpr std::array<const char*, 3> kSeverities = {"NOTE", "WARNING", "ERROR"};
    LineIndex lines(TextOf(text));
    return TupleOf(parsed.diagnostics(), [&](const Diagnostic& diagnostic) {
      const LineColumn at = lines.Find(diagnostic.range.begin);
      return Record(kDiagnostic, ToPython(kSeverities[static_cast<size_t>(diagnostic.severity)]),
                    ToPython(diagnostic.code), ToPython(diagnostic.message),
                    Record(kSpan, py::int_(diagnostic.range.begin),
                           py::int_(diagnostic.range.end - diagnostic.range.begin),
                           py::int_(at.line), py::int_(at.column)),
                    ToPython(diagnostic.hint));
    });
  }

  py::str Sql() const {
    return ToPython(
        TextOf(text).substr(parsed.range().begin, parsed.range().end - parsed.range().begin));
  }

  py::object Tree(bool json) const {
    if (!parsed.ok()) return py::none();
    LineIndex lines(TextOf(text));
    std::string out;
    ast::AppendTree(*parsed.ast(), "", &lines,
                    json ? ast::TreeFormat::kJson : ast::TreeFormat::kText, &out);
    return ToPython(out);
  }
};

// Statements one after the other, so that memory follows the largest one.
class Statements {
 public:
  Statements(py::object text, const Options& options)
      : text_(std::move(text)), parser_(View(text_), ParseOptionsOf(options)) {}

  std::unique_ptr<Statement> Next() {
    auto statement = std::make_unique<Statement>();
    bool more = false;
    {
      const std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
      if (!lock.owns_lock()) throw py::value_error("another thread is using this iterator");
      py::gil_scoped_release release;
      more = parser_.Next(&statement->parsed);
    }
    if (!more) return nullptr;
    statement->text = text_;
    return statement;
  }

 private:
  static absl::string_view View(const py::object& text) {
    const absl::string_view view = TextOf(text);
    if (view.size() >= UINT32_MAX) throw py::value_error("the script is larger than 4 GiB");
    return view;
  }

  static ParseOptions ParseOptionsOf(const Options& options) {
    return {options.lineage.dialect, options.lineage.dialect_version, options.lineage.variables,
            options.lineage.limits};
  }

  const py::object text_;
  ScriptParser parser_;
  std::mutex mutex_;
};

py::list FeatureList() {
  py::list rows;
  for (const FeatureInfo& feature : Features()) {
    py::dict row;
    py::dict since;
    row["name"] = ToPython(feature.name);
    row["description"] = ToPython(feature.description);
    for (int i = 0; i < kDialectCount; ++i) {
      const py::object dialect = ToPython(DialectName(static_cast<Dialect>(i)));
      row[dialect] = feature.supported[i];
      if (!feature.since[i].empty()) since[dialect] = ToPython(feature.since[i]);
    }
    row["since"] = since;
    rows.append(row);
  }
  return rows;
}

py::tuple DialectNames() {
  py::tuple names(kDialectCount);
  for (int i = 0; i < kDialectCount; ++i) {
    names[i] = ToPython(DialectName(static_cast<Dialect>(i)));
  }
  return names;
}

}  // namespace

PYBIND11_MODULE(_headwater, module) {
  module.attr("version") = ToPython(Version());
  const ParseLimits limits;
  module.attr("default_limits") =
      py::make_tuple(limits.statement_bytes, limits.statement_tokens, limits.nesting_depth);
  module.def("register_records", &RegisterRecords);
  module.def("dialects", &DialectNames);
  module.def("features", &FeatureList);
  BindCatalog(&module);

  py::class_<PythonSchema, std::shared_ptr<PythonSchema>>(module, "Schema")
      .def(py::init<py::object>())
      .def("add", &PythonSchema::Add)
      .def("add_ddl", &PythonSchema::AddDdl)
      .def("set_catalog", &PythonSchema::SetCatalog)
      .def("__len__", &PythonSchema::size);

  py::class_<Options>(module, "Options").def(py::init(&MakeOptions));

  py::class_<Lineage>(module, "Lineage")
      .def("__len__", &Lineage::size)
      .def("dialect", &Lineage::dialect)
      .def("source", &Lineage::source)
      .def("text", &Lineage::text)
      .def("head", &Lineage::Head)
      .def("inputs", &Lineage::Inputs)
      .def("outputs", &Lineage::Outputs)
      .def("columns", &Lineage::Columns)
      .def("influences", &Lineage::Influences)
      .def("changes", &Lineage::Changes)
      .def("diagnostics", &Lineage::Diagnostics)
      .def("script_diagnostics", &Lineage::ScriptDiagnostics)
      .def("edges", &Lineage::Edges)
      .def("first_error", &Lineage::FirstError)
      .def("select", &Lineage::Select)
      .def("render", &Lineage::Render)
      .def("report", &Lineage::Report)
      .def("serialize", &Lineage::Serialize);
  module.def("failed", &Failed);
  module.def("deserialize", &Deserialize);
  module.def("extract", &Extract);
  module.def("extract_many", &ExtractMany);

  py::class_<Statement>(module, "Statement")
      .def("ok", [](const Statement& statement) { return statement.parsed.ok(); })
      .def("span", &Statement::Range)
      .def("diagnostics", &Statement::Diagnostics)
      .def("sql", &Statement::Sql)
      .def("tree", &Statement::Tree);
  py::class_<Statements>(module, "Statements")
      .def(py::init<py::object, const Options&>())
      .def("next", &Statements::Next);
}

}  // namespace headwater
