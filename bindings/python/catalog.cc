// The catalog for Python: each call takes a lease, lets go of the interpreter lock, and hands its
// answer over as a message behind a handle or as a named tuple. Manners are in
// headwater/catalog.py.

#include <pybind11/stl.h>

#include <atomic>
#include <deque>
#include <optional>
#include <thread>

#include "absl/strings/match.h"
#include "catalog_handle.h"
#include "google/protobuf/util/json_util.h"
#include "headwater/catalog_import.h"
#include "message_record.h"
#include "values.h"

namespace py = pybind11;

namespace headwater {
namespace {

// An answer: its long lists are read element by element, never made as a whole.
class Answer {
 public:
  explicit Answer(std::unique_ptr<google::protobuf::Message> message)
      : message_(std::move(message)) {}

  py::object Field(const std::string& name) const { return FieldOf(*message_, name); }
  size_t Size(const std::string& name) const { return SizeOf(*message_, name); }
  py::object Element(const std::string& name, size_t i) const {
    return ElementOf(*message_, name, i);
  }
  py::object Record() const { return ToRecord(*message_); }
  const google::protobuf::Message& message() const { return *message_; }

  py::str Json() const {
    std::string json;
    {
      py::gil_scoped_release release;
      google::protobuf::util::JsonPrintOptions options;
      options.preserve_proto_field_names = true;
      // Of a message in memory it cannot fail.
      (void)google::protobuf::util::MessageToJsonString(*message_, &json, options);
    }
    return ToPython(json);
  }

 private:
  const std::unique_ptr<google::protobuf::Message> message_;
};

template <typename Message>
std::unique_ptr<Answer> AnswerOf(absl::StatusOr<Message> result) {
  ThrowStatus(result.status());
  return std::make_unique<Answer>(std::make_unique<Message>(*std::move(result)));
}

AsOf AsOfText(const std::string& text) {
  if (text.empty()) return {};
  const auto as_of = ParseAsOf(text);
  ThrowStatus(as_of.status());
  return *as_of;
}

Direction DirectionOf(bool upstream) {
  return upstream ? Direction::kUpstream : Direction::kDownstream;
}

WalkOptions OptionsOf(const py::tuple& given) {
  WalkOptions options;
  options.kind = static_cast<EdgeKind>(py::cast<int>(given[0]));
  if (!py::object(given[1]).is_none()) options.depth = py::cast<uint32_t>(given[1]);
  options.limit = py::cast<size_t>(given[2]);
  options.as_of = AsOfText(StringOf(given[3]));
  return options;
}

// Ids for array.array("Q"): eight bytes each, in the machine's order.
py::bytes PackedIds(const std::vector<NodeId>& ids) {
  return py::bytes(reinterpret_cast<const char*>(ids.data()), ids.size() * sizeof(NodeId));
}

// All assets, a few hundred ahead of the reader, by a thread of its own.
class AssetIterator {
 public:
  AssetIterator(std::shared_ptr<CatalogHandle> handle, const std::string& as_of)
      : handle_(std::move(handle)), state_(std::make_shared<State>()) {
    const AsOf time = AsOfText(as_of);
    id_ = handle_->AddIterator([state = state_] { state->Stop(); });
    if (id_ == 0) {
      handle_->Take();  // raises
      return;
    }
    // The catalog stays open until RemoveIterator.
    CatalogHandle* open = handle_.get();
    Catalog* catalog = handle_->CatalogOfIterator();
    thread_ = std::thread([open, catalog, time, id = id_, state = state_] {
      absl::Status status =
          catalog->ForEachAsset(time, [&](const v1::Asset& asset) { return state->Put(asset); });
      open->RemoveIterator(id);
      state->End(std::move(status));
    });
  }

  ~AssetIterator() {
    py::gil_scoped_release release;
    state_->Stop();
    if (thread_.joinable()) thread_.join();
  }

  AssetIterator(const AssetIterator&) = delete;
  AssetIterator& operator=(const AssetIterator&) = delete;

  // None at the end.
  py::object Next() {
    std::optional<v1::Asset> asset;
    absl::Status status;
    {
      py::gil_scoped_release release;
      status = state_->Get(&asset);
    }
    if (handle_->closed()) status = absl::CancelledError("the catalog is closed");
    ThrowStatus(status);
    return asset.has_value() ? ToRecord(*asset) : py::none();
  }

 private:
  struct State {
    static constexpr size_t kAhead = 256;

    bool Put(const v1::Asset& asset) {
      std::unique_lock<std::mutex> lock(mutex);
      changed.wait(lock, [this] { return stopped || ahead.size() < kAhead; });
      if (stopped) return false;
      ahead.push_back(asset);
      changed.notify_all();
      return true;
    }

    absl::Status Get(std::optional<v1::Asset>* asset) {
      std::unique_lock<std::mutex> lock(mutex);
      changed.wait(lock, [this] { return stopped || ended || !ahead.empty(); });
      if (!ahead.empty()) {
        *asset = std::move(ahead.front());
        ahead.pop_front();
        changed.notify_all();
        return absl::OkStatus();
      }
      return result;
    }

    void Stop() {
      const std::lock_guard<std::mutex> lock(mutex);
      stopped = true;
      changed.notify_all();
    }

    void End(absl::Status status) {
      const std::lock_guard<std::mutex> lock(mutex);
      ended = true;
      result = std::move(status);
      changed.notify_all();
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<v1::Asset> ahead;
    bool stopped = false;
    bool ended = false;
    absl::Status result;
  };

  const std::shared_ptr<CatalogHandle> handle_;
  const std::shared_ptr<State> state_;
  uint64_t id_ = 0;
  std::thread thread_;
};

// What an import read, on its way into a catalog.
struct ImportedHandle {
  Imported imported;
  std::vector<ManifestScript> scripts;
};

// The catalog with the calls that Python sees.
class PythonCatalog {
  // Without the interpreter lock, and with the catalog kept open.
  template <typename Function>
  auto Call(Function function) {
    const CatalogHandle::Lease lease = handle_->Take();
    py::gil_scoped_release release;
    return function(*lease);
  }

 public:
  PythonCatalog(const std::string& folder, int mode, const std::string& holder, size_t memory_bytes,
                size_t graph_bytes, bool sync, bool own_clock) {
    CatalogOptions options;
    options.mode = static_cast<CatalogMode>(mode);
    options.holder = holder;
    options.memory_bytes = memory_bytes;
    options.graph_bytes = graph_bytes;
    options.sync = sync;
    // Publications of one catalog stand in a line, so one number is enough.
    if (own_clock) options.clock = [time = time_ms_] { return time->load(); };
    absl::StatusOr<std::unique_ptr<Catalog>> catalog = absl::UnknownError("not opened");
    {
      py::gil_scoped_release release;
      catalog = Catalog::Open(folder, options);
    }
    ThrowStatus(catalog.status());
    handle_ = std::make_shared<CatalogHandle>(*std::move(catalog));
  }

  const std::shared_ptr<CatalogHandle>& handle() const { return handle_; }
  bool closed() const { return handle_->closed(); }

  void Close() {
    py::gil_scoped_release release;
    handle_->Close();
  }

  std::unique_ptr<Answer> Publish(const py::object& publication, std::optional<int64_t> time_ms) {
    v1::Publication message;
    Fill(publication, &message);
    return PublishMessage(message, time_ms);
  }

  std::unique_ptr<Answer> PublishImported(ImportedHandle* imported, const std::string& actor,
                                          std::optional<int64_t> time_ms) {
    imported->imported.publication.set_actor(actor);
    return PublishMessage(imported->imported.publication, time_ms);
  }

  py::dict Fingerprints() {
    const auto result = Call([](Catalog& catalog) { return catalog.Fingerprints(); });
    ThrowStatus(result.status());
    py::dict made;
    for (const auto& [name, fingerprint] : *result) made[ToPython(name)] = py::bytes(fingerprint);
    return made;
  }

  std::unique_ptr<Answer> Find(const std::string& name, const std::string& as_of) {
    const AsOf time = AsOfText(as_of);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.Find(name, time); }));
  }

  std::unique_ptr<Answer> Walk(const std::string& name, bool upstream, const py::tuple& given) {
    const WalkOptions options = OptionsOf(given);
    return AnswerOf(
        Call([&](Catalog& catalog) { return catalog.Walk(name, DirectionOf(upstream), options); }));
  }

  std::unique_ptr<Answer> Path(const std::string& from, const std::string& to, bool all_paths,
                               const py::tuple& given) {
    const WalkOptions options = OptionsOf(given);
    return AnswerOf(
        Call([&](Catalog& catalog) { return catalog.Path(from, to, all_paths, options); }));
  }

  std::unique_ptr<Answer> Impact(const std::string& name, const py::tuple& given) {
    const WalkOptions options = OptionsOf(given);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.Impact(name, options); }));
  }

  std::unique_ptr<Answer> Describe(const std::string& name, const std::string& as_of) {
    const AsOf time = AsOfText(as_of);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.Describe(name, time); }));
  }

  std::unique_ptr<Answer> Search(const std::string& words, size_t limit, const std::string& as_of) {
    const AsOf time = AsOfText(as_of);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.Search(words, limit, time); }));
  }

  std::unique_ptr<Answer> History(const std::string& name, const std::string& as_of, size_t limit) {
    const AsOf time = AsOfText(as_of);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.History(name, time, limit); }));
  }

  std::unique_ptr<Answer> Diff(const std::string& from, const std::string& to, size_t limit) {
    const AsOf begin = AsOfText(from);
    const AsOf end = AsOfText(to);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.Diff(begin, end, limit); }));
  }

  std::unique_ptr<Answer> EpochAt(const std::string& as_of) {
    const AsOf time = AsOfText(as_of);
    return AnswerOf(Call([&](Catalog& catalog) { return catalog.EpochAt(time); }));
  }

  std::unique_ptr<AssetIterator> Assets(const std::string& as_of) {
    return std::make_unique<AssetIterator>(handle_, as_of);
  }

  std::shared_ptr<const Graph> LoadGraph() {
    auto graph = Call([](Catalog& catalog) { return catalog.LoadGraph(); });
    ThrowStatus(graph.status());
    return *std::move(graph);
  }

  py::bytes Neighbours(NodeId node, bool upstream, int kind, const std::string& as_of) {
    const AsOf time = AsOfText(as_of);
    const auto ids = Call([&](Catalog& catalog) {
      return catalog.Neighbours(node, DirectionOf(upstream), static_cast<EdgeKind>(kind), time);
    });
    ThrowStatus(ids.status());
    return PackedIds(*ids);
  }

  NodeId FindNode(const std::string& name, const std::string& as_of) {
    const AsOf time = AsOfText(as_of);
    const auto node = Call([&](Catalog& catalog) { return catalog.FindNode(name, time); });
    ThrowStatus(node.status());
    return *node;
  }

  std::unique_ptr<Answer> Stats() {
    return AnswerOf(Call([](Catalog& catalog) { return catalog.Stats(); }));
  }
  std::unique_ptr<Answer> Verify() {
    return AnswerOf(Call([](Catalog& catalog) { return catalog.Verify(); }));
  }
  void Compact() {
    ThrowStatus(Call([](Catalog& catalog) { return catalog.Compact(); }));
  }
  void Backup(const std::string& folder) {
    ThrowStatus(Call([&](Catalog& catalog) { return catalog.Backup(folder); }));
  }

  // `write` gets pieces of about a megabyte that end with a line.
  void Export(const py::object& write) {
    std::string piece;
    std::exception_ptr error;
    const auto flush = [&] {
      py::gil_scoped_acquire acquire;
      try {
        write(py::bytes(piece));
      } catch (...) {
        error = std::current_exception();
        return absl::CancelledError("the writer raised");
      }
      piece.clear();
      return absl::OkStatus();
    };
    const absl::Status status = Call([&](Catalog& catalog) {
      absl::Status exported = catalog.Export([&](absl::string_view line) {
        absl::StrAppend(&piece, line);
        if (!absl::EndsWith(line, "\n")) piece.push_back('\n');
        return piece.size() < kPiece ? absl::OkStatus() : flush();
      });
      return exported.ok() && !piece.empty() ? flush() : exported;
    });
    if (error) std::rethrow_exception(error);
    ThrowStatus(status);
  }

  // `lines` is an iterator of str or bytes.
  void Import(const py::iterator& lines) {
    std::exception_ptr error;
    const absl::Status status = Call([&](Catalog& catalog) {
      return catalog.Import([&](std::string* line) {
        py::gil_scoped_acquire acquire;
        try {
          PyObject* next = PyIter_Next(lines.ptr());
          if (next == nullptr && PyErr_Occurred() != nullptr) throw py::error_already_set();
          if (next == nullptr) return false;
          *line = StringOf(py::reinterpret_steal<py::object>(next));
          while (!line->empty() && (line->back() == '\n' || line->back() == '\r')) line->pop_back();
        } catch (...) {
          error = std::current_exception();
          *line = "the iterator raised";  // no JSON: the import ends with an error
        }
        return true;
      });
    });
    handle_->ForgetSchema();
    if (error) std::rethrow_exception(error);
    ThrowStatus(status);
  }

 private:
  static constexpr size_t kPiece = size_t{1} << 20;

  std::unique_ptr<Answer> PublishMessage(const v1::Publication& publication,
                                         std::optional<int64_t> time_ms) {
    auto summary = Call([&](Catalog& catalog) {
      const std::lock_guard<std::mutex> lock(publish_mutex_);
      if (time_ms.has_value()) *time_ms_ = *time_ms;
      return catalog.Publish(publication);
    });
    handle_->ForgetSchema();
    return AnswerOf(std::move(summary));
  }

  std::shared_ptr<CatalogHandle> handle_;
  std::mutex publish_mutex_;
  const std::shared_ptr<std::atomic<int64_t>> time_ms_ = std::make_shared<std::atomic<int64_t>>(0);
};

std::unique_ptr<ImportedHandle> HandleOf(absl::StatusOr<Imported> imported) {
  ThrowStatus(imported.status());
  auto made = std::make_unique<ImportedHandle>();
  made->imported = *std::move(imported);
  return made;
}

Dialect DialectNamed(const std::string& name) {
  const auto dialect = DialectFromName(name);
  ThrowStatus(dialect.status());
  return *dialect;
}

template <typename Read>
std::unique_ptr<ImportedHandle> ReadText(const py::object& text, Read read) {
  const absl::string_view view = TextOf(text);
  absl::StatusOr<Imported> imported = absl::UnknownError("not read");
  {
    py::gil_scoped_release release;
    imported = read(view);
  }
  return HandleOf(std::move(imported));
}

std::unique_ptr<ImportedHandle> ReadManifestText(const py::object& text, const std::string& file) {
  std::vector<ManifestScript> scripts;
  auto made =
      ReadText(text, [&](absl::string_view view) { return ReadManifest(view, file, &scripts); });
  made->scripts = std::move(scripts);
  return made;
}

template <typename Dump>
void BindDump(py::module_* module, const char* name) {
  py::class_<Dump>(*module, name)
      .def(py::init<>())
      .def("add",
           [](Dump& dump, const py::object& text, const std::string& table) {
             const absl::string_view view = TextOf(text);
             absl::Status status;
             {
               py::gil_scoped_release release;
               status = dump.Add(view, table);
             }
             ThrowStatus(status);
           })
      .def("finish", [](Dump& dump) {
        absl::StatusOr<Imported> imported = absl::UnknownError("not read");
        {
          py::gil_scoped_release release;
          imported = dump.Finish();
        }
        return HandleOf(std::move(imported));
      });
}

void BindImports(py::module_* module) {
  py::class_<ImportedHandle>(*module, "Imported")
      .def("problems",
           [](const ImportedHandle& handle) {
             py::list problems;
             for (const std::string& problem : handle.imported.problems) {
               problems.append(ToPython(problem));
             }
             return problems;
           })
      .def("assets",
           [](const ImportedHandle& handle) {
             return FieldOf(handle.imported.publication, "assets");
           })
      .def("tasks",
           [](const ImportedHandle& handle) {
             py::list tasks;
             for (const v1::TaskVersion& task : handle.imported.publication.tasks()) {
               tasks.append(
                   py::make_tuple(ToPython(task.name()), py::bytes(task.SerializeAsString())));
             }
             return tasks;
           })
      .def("task_field",
           [](const ImportedHandle& handle, int task, const std::string& name) {
             return FieldOf(handle.imported.publication.tasks(task), name);
           })
      .def("scripts", [](const ImportedHandle& handle) {
        py::list scripts;
        for (const ManifestScript& script : handle.scripts) {
          scripts.append(
              py::make_tuple(script.task, ToPython(script.path), ToPython(script.dialect)));
        }
        return scripts;
      });
  module->def("read_manifest", &ReadManifestText);
  module->def("read_sqoop", [](const py::object& text, const std::string& name) {
    return ReadText(text, [&](absl::string_view view) { return ReadSqoop(view, name); });
  });
  module->def("read_datax", [](const py::object& text, const std::string& name) {
    return ReadText(text, [&](absl::string_view view) { return ReadDataX(view, name); });
  });
  module->def("read_seatunnel", [](const py::object& text, const std::string& name) {
    return ReadText(text, [&](absl::string_view view) { return ReadSeaTunnel(view, name); });
  });
  module->def("read_openlineage", [](const py::object& text) {
    return ReadText(text, [](absl::string_view view) { return ReadOpenLineage(view); });
  });
  module->def("read_ddl",
              [](const py::object& text, const std::string& dialect, const std::string& database) {
                const Dialect known = DialectNamed(dialect);
                return ReadText(text, [&](absl::string_view view) {
                  return ReadCreateStatements(view, known, database);
                });
              });
  BindDump<HiveMetastoreDump>(module, "HiveMetastoreDump");
  BindDump<DorisSchemaDump>(module, "DorisSchemaDump");
}

void BindGraph(py::module_* module) {
  py::class_<Graph, std::shared_ptr<Graph>>(*module, "Graph")
      .def("epoch", &Graph::epoch)
      .def("node_count", &Graph::node_count)
      .def("edge_count", &Graph::edge_count)
      .def("memory_bytes", &Graph::memory_bytes)
      .def("closure",
           [](const Graph& graph, NodeId start, bool upstream, int kind,
              std::optional<uint32_t> depth) {
             std::vector<NodeId> ids;
             {
               py::gil_scoped_release release;
               ids = graph.Closure(start, DirectionOf(upstream), static_cast<EdgeKind>(kind),
                                   depth.value_or(UINT32_MAX));
             }
             return PackedIds(ids);
           })
      .def("neighbours", [](const Graph& graph, NodeId node, bool upstream, int kind) {
        return PackedIds(
            graph.Neighbours(node, DirectionOf(upstream), static_cast<EdgeKind>(kind)));
      });
}

}  // namespace

void BindCatalog(py::module_* module) {
  module->def("register_messages", &RegisterMessages);
  const CatalogOptions defaults;
  module->attr("default_catalog_memory") =
      py::make_tuple(defaults.memory_bytes, defaults.graph_bytes);

  py::class_<Answer>(*module, "Answer")
      .def("field", &Answer::Field)
      .def("size", &Answer::Size)
      .def("element", &Answer::Element)
      .def("record", &Answer::Record)
      .def("json", &Answer::Json);
  py::class_<AssetIterator>(*module, "AssetIterator").def("next", &AssetIterator::Next);
  BindGraph(module);
  BindImports(module);

  // What a Schema asks: nothing but an identity for Python.
  py::class_<CatalogHandle, std::shared_ptr<CatalogHandle>>(*module, "CatalogHandle")
      .def("closed", &CatalogHandle::closed);
  py::class_<PythonCatalog>(*module, "Catalog")
      .def(py::init<const std::string&, int, const std::string&, size_t, size_t, bool, bool>())
      .def("handle", &PythonCatalog::handle)
      .def("closed", &PythonCatalog::closed)
      .def("close", &PythonCatalog::Close)
      .def("publish", &PythonCatalog::Publish)
      .def("publish_imported", &PythonCatalog::PublishImported)
      .def("fingerprints", &PythonCatalog::Fingerprints)
      .def("find", &PythonCatalog::Find)
      .def("walk", &PythonCatalog::Walk)
      .def("path", &PythonCatalog::Path)
      .def("impact", &PythonCatalog::Impact)
      .def("describe", &PythonCatalog::Describe)
      .def("search", &PythonCatalog::Search)
      .def("history", &PythonCatalog::History)
      .def("diff", &PythonCatalog::Diff)
      .def("epoch_at", &PythonCatalog::EpochAt)
      .def("assets", &PythonCatalog::Assets)
      .def("graph",
           [](PythonCatalog& catalog) {
             return std::const_pointer_cast<Graph>(catalog.LoadGraph());
           })
      .def("neighbours", &PythonCatalog::Neighbours)
      .def("find_node", &PythonCatalog::FindNode)
      .def("stats", &PythonCatalog::Stats)
      .def("verify", &PythonCatalog::Verify)
      .def("compact", &PythonCatalog::Compact)
      .def("backup", &PythonCatalog::Backup)
      .def("export", &PythonCatalog::Export)
      .def("import_lines", &PythonCatalog::Import);

  module->def("restore", [](const std::string& backup, const std::string& folder) {
    absl::Status status;
    {
      py::gil_scoped_release release;
      status = RestoreCatalog(backup, folder);
    }
    ThrowStatus(status);
  });
  module->def("fingerprint", [](const py::sequence& parts) {
    std::vector<std::string> texts;
    for (const py::handle part : parts) texts.push_back(StringOf(part));
    const std::vector<absl::string_view> views(texts.begin(), texts.end());
    return py::bytes(Fingerprint(views));
  });
}

}  // namespace headwater
