// The catalog at the size of a company: bulk ingest, one publication, hops, closures, the past.
//
//   headwater_catalog [--edges=10000000] [--folder=DIR] [--keep] [--peers=DIR]
//
// A synthetic warehouse: five layers from ODS to ADS, 30 columns a table, each table made by one
// task of one to four tables of the layers below, chosen by a power law: few tables feed very many.
// Every column has one or two sources, by a power law too: keys and dates go into most of what is
// made. Figures are printed, one a line; percentiles are over single calls. `bench/compare
// --catalog` asks SQLite and DuckDB the same questions of the same edges.

#include "headwater/catalog.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr int kColumns = 30;
// Tasks of one publication of the bulk ingest.
constexpr int kBatch = 2000;
constexpr const char* kLayers[] = {"ods", "dim", "dwd", "dws", "ads"};
constexpr const char* kWords[] = {
    "order",    "refund", "student",  "teacher", "course",  "lesson",  "city",   "channel",
    "lead",     "coupon", "payment",  "invoice", "device",  "session", "page",   "click",
    "search",   "video",  "homework", "exam",    "score",   "label",   "points", "member",
    "contract", "store",  "stock",    "supply",  "price",   "promo",   "live",   "comment",
    "ticket",   "agent",  "call",     "quality", "finance", "budget",  "cost",   "revenue",
    "region",   "campus", "class",    "grade",   "parent",  "message", "push",   "feature"};
// Shares of the tables, in hundredths, from below.
constexpr int kShare[] = {30, 5, 30, 20, 15};

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Of this thread; what RocksDB does beside it is not in it.
double CpuSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

class Warehouse {
 public:
  explicit Warehouse(uint64_t edges) {
    // 45 column edges for each table that is made.
    tables_ = static_cast<uint64_t>(static_cast<double>(edges) / 45.0 / 0.7);
    uint64_t first = 0;
    for (int layer = 0; layer < 5; ++layer) {
      first_.push_back(first);
      first += tables_ * static_cast<uint64_t>(kShare[layer]) / 100;
    }
    first_.push_back(first);
  }

  uint64_t made_begin() const { return first_[1]; }
  uint64_t end() const { return first_[5]; }

  std::string Name(uint64_t table) const {
    int layer = 0;
    while (first_[layer + 1] <= table) ++layer;
    // Words as people put them together, the layer in front: dwd.dwd_order_refund_city_di.
    const uint64_t number = table - first_[layer];
    const uint64_t words = std::size(kWords);
    return absl::StrCat(kLayers[layer], ".", kLayers[layer], "_", kWords[number % words], "_",
                        kWords[number / words % words], "_", kWords[number / words / words % words],
                        number < words * words * words ? "_di" : "_df");
  }

  // The task that makes `table`; `version` changes a few of its edges.
  void Fill(uint64_t table, int version, headwater::v1::TaskVersion* task) const {
    std::mt19937_64 random(table * 7919);
    int layer = 0;
    while (first_[layer + 1] <= table) ++layer;
    const std::string name = Name(table);
    task->set_name(absl::StrCat("make_", name));
    task->set_fingerprint(absl::StrCat(table, ".", version));
    auto* statement = task->mutable_lineage()->add_statements();
    statement->set_kind(headwater::v1::StatementLineage::INSERT);
    statement->add_outputs()->set_name(name);
    std::vector<std::string> inputs;
    const int count = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < count; ++i) {
      // u^4 puts half of all reads on a sixteenth of the tables below.
      const double u = static_cast<double>(random() >> 11) * 0x1p-53;
      inputs.push_back(
          Name(static_cast<uint64_t>(std::pow(u, 4) * static_cast<double>(first_[layer]))));
      if (std::find(inputs.begin(), inputs.end() - 1, inputs.back()) != inputs.end() - 1) {
        inputs.pop_back();
        continue;
      }
      statement->add_inputs()->set_name(inputs.back());
    }
    for (int i = 0; i < kColumns; ++i) {
      auto* column = statement->add_columns();
      column->set_name(ColumnName(i));
      column->set_target(absl::StrCat(name, ".", ColumnName(i)));
      const int sources = 1 + static_cast<int>(random() % 2);
      for (int s = 0; s < sources; ++s) {
        auto* source = column->add_sources();
        source->set_dataset(inputs[random() % inputs.size()]);
        const double u = static_cast<double>(random() >> 11) * 0x1p-53;
        source->set_column(
            ColumnName((static_cast<int>(u * u * kColumns) + (i < 3 ? version : 0)) % kColumns));
        source->set_type(headwater::v1::Source::DIRECT);
        source->set_subtype(s == 0 ? headwater::v1::Source::IDENTITY
                                   : headwater::v1::Source::TRANSFORMATION);
        source->set_certainty(headwater::v1::Source::CERTAIN);
      }
    }
  }

 private:
  static const std::string& ColumnName(int i) {
    static const std::vector<std::string>& names = *[] {
      auto* list = new std::vector<std::string>();
      for (int c = 0; c < kColumns; ++c) list->push_back(absl::StrCat("field_", c));
      return list;
    }();
    return names[static_cast<size_t>(i)];
  }

  uint64_t tables_ = 0;
  std::vector<uint64_t> first_;
};

struct Times {
  std::vector<double> us;
  template <typename Call>
  void Measure(const Call& call) {
    const Clock::time_point start = Clock::now();
    call();
    us.push_back(SecondsSince(start) * 1e6);
  }
  double At(double part) {
    std::sort(us.begin(), us.end());
    return us.empty() ? 0
                      : us[std::min(us.size() - 1,
                                    static_cast<size_t>(part * static_cast<double>(us.size())))];
  }
  void Print(const char* what) {
    std::printf("%-52s least %9.1f us   p50 %9.1f us   p99 %9.1f us   (%zu calls)\n", what, At(0),
                At(0.5), At(0.99), us.size());
    std::fflush(stdout);
  }
};

headwater::CatalogOptions Options(headwater::CatalogMode mode) {
  headwater::CatalogOptions options;
  options.mode = mode;
  options.memory_bytes = size_t{1} << 30;
  options.holder = "headwater_catalog benchmark";
  return options;
}

std::unique_ptr<headwater::Catalog> Open(const std::string& folder, headwater::CatalogMode mode,
                                         bool sync = true) {
  headwater::CatalogOptions options = Options(mode);
  options.sync = sync;
  auto catalog = headwater::Catalog::Open(folder, options);
  Check(catalog.status());
  return *std::move(catalog);
}

uint64_t Ingest(const Warehouse& warehouse, headwater::Catalog* catalog) {
  uint64_t edges = 0;
  double seconds = 0;
  double cpu = 0;
  headwater::v1::Publication publication;
  for (uint64_t table = warehouse.made_begin(); table < warehouse.end(); ++table) {
    warehouse.Fill(table, 0, publication.add_tasks());
    if (publication.tasks_size() < kBatch && table + 1 < warehouse.end()) continue;
    const Clock::time_point start = Clock::now();
    const double cpu_start = CpuSeconds();
    const auto summary = catalog->Publish(publication);
    seconds += SecondsSince(start);
    cpu += CpuSeconds() - cpu_start;
    Check(summary.status());
    edges += summary->edges_added();
    publication.Clear();
  }
  std::printf("%-52s %.0f edges/s (%llu edges, %.1f s; %.0f edges a second of CPU time)\n",
              "bulk ingest of ready lineage, fsync each 2,000 tasks",
              static_cast<double>(edges) / seconds, static_cast<unsigned long long>(edges), seconds,
              static_cast<double>(edges) / cpu);
  std::fflush(stdout);
  return edges;
}

// What one small write and fsync takes on this device.
void MeasureSync(const std::string& folder) {
  Times times;
  const std::string path = folder + ".sync";
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return;
  for (int i = 0; i < 300; ++i) {
    times.Measure([&] {
      std::fputs(std::string(4096, 'x').c_str(), file);
      std::fflush(file);
      fdatasync(fileno(file));
    });
  }
  std::fclose(file);
  fs::remove(path);
  times.Print("the device: write of 4 kB and fdatasync");
}

// Every other time the same task, so that there is one with a long past. Returns the tables.
std::vector<uint64_t> MeasurePublish(const Warehouse& warehouse, int first_version,
                                     const char* what, headwater::Catalog* catalog) {
  std::mt19937_64 random(static_cast<uint64_t>(first_version));
  Times times;
  std::vector<uint64_t> tables;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t table =
        i % 2 == 0 ? warehouse.made_begin()
                   : warehouse.made_begin() + random() % (warehouse.end() - warehouse.made_begin());
    headwater::v1::Publication publication;
    warehouse.Fill(table, first_version + i, publication.add_tasks());
    times.Measure([&] { Check(catalog->Publish(publication).status()); });
    tables.push_back(table);
  }
  times.Print(what);
  return tables;
}

// edges.csv, and questions.csv with Headwater's own answers: the question, the node, how many nodes
// were found, microseconds. Column edges alone, so that another database's `edges(source, target)`
// means the same.
void WriteForPeers(const headwater::Graph& graph, const std::vector<headwater::NodeId>& nodes,
                   headwater::NodeId start, const std::string& folder,
                   headwater::Catalog* catalog) {
  constexpr auto kDown = headwater::Direction::kDownstream;
  constexpr auto kAll = headwater::EdgeKind::kAll;
  fs::create_directories(folder);
  std::ofstream edges(folder + "/edges.csv");
  Check(catalog->ForEachAsset({}, [&](const headwater::v1::Asset& asset) {
    for (const auto& column : asset.columns()) {
      const headwater::NodeId source = headwater::MakeNode(asset.id(), column.slot());
      for (const headwater::NodeId target : graph.Neighbours(source, kDown, kAll)) {
        edges << source << ',' << target << '\n';
      }
    }
    return true;
  }));
  std::ofstream questions(folder + "/questions.csv");
  const auto ask = [&](const char* question, headwater::NodeId node, const auto& call) {
    Times times;
    size_t found = 0;
    for (int i = 0; i < 5; ++i) times.Measure([&] { found = call(); });
    questions << question << ',' << node << ',' << found << ',' << times.At(0) << '\n';
  };
  for (const headwater::NodeId node : nodes) {
    ask("hop-storage", node, [&] {
      const auto found = catalog->Neighbours(node, kDown, kAll, {});
      Check(found.status());
      return found->size();
    });
    ask("hop", node, [&] { return graph.Neighbours(node, kDown, kAll).size(); });
  }
  ask("closure", start, [&] { return graph.Closure(start, kDown, kAll).size(); });
}

// `changed` was published in the last 1,000 epochs; as many other tables were not.
void MeasureReads(const Warehouse& warehouse, const std::vector<uint64_t>& changed,
                  const std::string& peers, headwater::Catalog* catalog) {
  std::mt19937_64 random(2);
  std::vector<headwater::NodeId> nodes;
  for (size_t i = 0; i < 2 * changed.size(); ++i) {
    const uint64_t table =
        i < changed.size()
            ? changed[i]
            : warehouse.made_begin() + random() % (warehouse.end() - warehouse.made_begin());
    const auto node =
        catalog->FindNode(absl::StrCat(warehouse.Name(table), ".field_", i % kColumns), {});
    Check(node.status());
    nodes.push_back(*node);
  }
  headwater::AsOf past;
  past.epoch = 1;
  const auto last = catalog->EpochAt({});
  Check(last.status());
  past.epoch = last->number() - 1000;
  for (const bool warm : {false, true}) {
    Times now;
    Times then;
    for (const headwater::NodeId node : nodes) {
      for (const auto direction :
           {headwater::Direction::kUpstream, headwater::Direction::kDownstream}) {
        now.Measure([&] {
          Check(catalog->Neighbours(node, direction, headwater::EdgeKind::kAll, {}).status());
        });
      }
    }
    for (const headwater::NodeId node : nodes) {
      for (const auto direction :
           {headwater::Direction::kUpstream, headwater::Direction::kDownstream}) {
        then.Measure([&] {
          Check(catalog->Neighbours(node, direction, headwater::EdgeKind::kAll, past).status());
        });
      }
    }
    if (!warm) continue;
    now.Print("one hop from storage, warm");
    then.Print("the same, 1,000 epochs ago");
  }
  const Clock::time_point start = Clock::now();
  const auto graph = catalog->LoadGraph();
  Check(graph.status());
  std::printf("%-52s %.2f s, %.1f MB\n", "loading the graph into memory", SecondsSince(start),
              static_cast<double>((*graph)->memory_bytes()) / 1e6);
  Times hop;
  for (const headwater::NodeId node : nodes) {
    for (const auto direction :
         {headwater::Direction::kUpstream, headwater::Direction::kDownstream}) {
      hop.Measure([&] { (*graph)->Neighbours(node, direction, headwater::EdgeKind::kAll); });
    }
  }
  hop.Print("one hop in the graph");
  // The start whose closure is nearest to 100,000 nodes, of the popular tables.
  headwater::NodeId best = 0;
  size_t best_size = 0;
  for (uint64_t table = 0; table < 200; ++table) {
    const auto node =
        catalog->FindNode(absl::StrCat(warehouse.Name(table / 4), ".field_", table % 4 * 5), {});
    if (!node.ok()) continue;
    const size_t size =
        (*graph)
            ->Closure(*node, headwater::Direction::kDownstream, headwater::EdgeKind::kAll)
            .size();
    const auto off = [](size_t n) { return n > 100'000 ? n - 100'000 : 100'000 - n; };
    if (best == 0 || off(size) < off(best_size)) best = *node, best_size = size;
  }
  if (best == 0) return;
  Times closure;
  for (int i = 0; i < 50; ++i) {
    closure.Measure([&] {
      (*graph)->Closure(best, headwater::Direction::kDownstream, headwater::EdgeKind::kAll);
    });
  }
  closure.Print(absl::StrCat("closure of ", best_size, " nodes in the graph").c_str());
  if (peers.empty()) return;
  std::vector<headwater::NodeId> asked;
  for (uint64_t table = 0; table < 100; ++table) {
    // Both popular tables and those that few read.
    const uint64_t chosen = table < 50 ? table * 7 : warehouse.end() / 100 * table;
    const auto node = catalog->FindNode(absl::StrCat(warehouse.Name(chosen), ".field_3"), {});
    if (node.ok()) asked.push_back(*node);
  }
  WriteForPeers(**graph, asked, best, peers, catalog);
}

void MeasureOpen(const Warehouse& warehouse, const std::string& folder) {
  Times times;
  for (int i = 0; i < 10; ++i) {
    times.Measure([&] {
      auto catalog = Open(folder, headwater::CatalogMode::kRead);
      headwater::WalkOptions options;
      options.depth = 1;
      Check(catalog
                ->Walk(warehouse.Name(warehouse.made_begin()), headwater::Direction::kUpstream,
                       options)
                .status());
    });
  }
  times.Print("opening, with the first answer");
}

}  // namespace

int main(int argc, char** argv) {
  uint64_t edges = 10'000'000;
  std::string folder = (fs::temp_directory_path() / "headwater_catalog_bench").string();
  std::string peers;
  bool keep = false;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--edges=")) {
      if (!absl::SimpleAtoi(argument, &edges) || edges < 10'000) return 2;
    } else if (absl::ConsumePrefix(&argument, "--folder=")) {
      folder = std::string(argument);
    } else if (absl::ConsumePrefix(&argument, "--peers=")) {
      peers = std::string(argument);
    } else if (argument == "--keep") {
      keep = true;
    } else {
      std::fprintf(stderr,
                   "usage: headwater_catalog [--edges=N] [--folder=DIR] [--keep] [--peers=DIR]\n");
      return 2;
    }
  }
  fs::remove_all(folder);
  const Warehouse warehouse(edges);
  {
    auto catalog = Open(folder, headwater::CatalogMode::kCreate);
    const uint64_t stored = Ingest(warehouse, catalog.get());
    Check(catalog->Compact());
    const auto stats = catalog->Stats();
    Check(stats.status());
    for (const auto& area : stats->areas()) {
      if (area.name() != "edges") continue;
      std::printf("%-52s %.2f bytes\n", "on disk, an edge and direction",
                  static_cast<double>(area.disk_bytes()) / 2 / static_cast<double>(stored));
    }
    std::printf("%-52s %.1f MB\n", "on disk, everything",
                static_cast<double>(stats->disk_bytes()) / 1e6);
    MeasureSync(folder);
    catalog.reset();
    catalog = Open(folder, headwater::CatalogMode::kWrite, false);
    MeasurePublish(warehouse, 1, "publish one changed task, without fsync", catalog.get());
    catalog.reset();
    catalog = Open(folder, headwater::CatalogMode::kWrite);
    const auto changed =
        MeasurePublish(warehouse, 1001, "publish one changed task, with fsync", catalog.get());
    MeasureReads(warehouse, changed, peers, catalog.get());
  }
  MeasureOpen(warehouse, folder);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-52s %.1f MB\n", "memory at the peak", static_cast<double>(usage.ru_maxrss) / 1e3);
  if (!keep) fs::remove_all(folder);
  return 0;
}
