// `headwater upstream`, `downstream`, `path` and `impact`.

#include <algorithm>
#include <memory>
#include <set>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "catalog_folder.h"
#include "commands.h"
#include "headwater/render.h"
#include "help_formatter.h"
#include "wrong_usage.h"

namespace headwater::cli {
namespace {

struct WalkArguments : CatalogArguments {
  std::string name;
  std::string to;
  std::string kind = "all";
  uint32_t depth = 0;
  bool all_paths = false;
};

std::string NodeText(const v1::Node& node) {
  return node.column().empty() ? node.name() : absl::StrCat(node.name(), ".", node.column());
}

std::string KindWord(v1::Asset::Kind kind) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(v1::Asset::Kind_Name(kind)), {{"_", " "}});
}

std::string SubtypeWord(const v1::Edge& edge) {
  if (edge.subtype() == 0) return "";
  std::string word = absl::StrReplaceAll(
      absl::AsciiStrToLower(v1::Source::Subtype_Name(edge.subtype())), {{"_", " "}});
  if (edge.masking()) word.append(" masked");
  if (edge.certainty() > v1::Source::CERTAIN) word.append(" ?");
  return word;
}

// Each node stands once, below the node that it was first reached from.
class TreeText {
 public:
  TreeText(const v1::WalkResult& result, Direction direction) : result_(result) {
    absl::flat_hash_map<std::string, const v1::Node*> nodes;
    for (const v1::Node& node : result.nodes()) nodes[NodeText(node)] = &node;
    nodes[NodeText(result.start())] = &result.start();
    absl::flat_hash_set<std::string> placed = {NodeText(result.start())};
    std::vector<const v1::Edge*> edges;
    for (const v1::Edge& edge : result.edges()) edges.push_back(&edge);
    const auto near = [&](const v1::Edge& edge) {
      return direction == Direction::kUpstream ? edge.to() : edge.from();
    };
    const auto far = [&](const v1::Edge& edge) {
      return direction == Direction::kUpstream ? edge.from() : edge.to();
    };
    for (const v1::Edge* edge : edges) {
      const std::string child = NodeText(far(*edge));
      std::string parent = NodeText(near(*edge));
      // An edge of a table's rows, or of a column that was reached as part of them.
      if (!nodes.contains(parent)) {
        for (const v1::Edge* other : edges) {
          if (near(*other).asset() == near(*edge).asset() &&
              nodes.contains(NodeText(near(*other)))) {
            parent = NodeText(near(*other));
            break;
          }
        }
        if (!nodes.contains(parent)) {
          parent = near(*edge).name();
        }
        if (!nodes.contains(parent)) parent = FirstOfAsset(near(*edge).asset());
      }
      const auto child_at = nodes.find(child);
      const auto parent_at = nodes.find(parent);
      if (child_at == nodes.end() || parent_at == nodes.end()) continue;
      if (child_at->second->distance() != parent_at->second->distance() + 1) continue;
      if (!placed.insert(child).second) continue;
      children_[parent].push_back({child_at->second, edge});
    }
    for (const v1::Node& node : result.nodes()) {
      if (placed.insert(NodeText(node)).second) {
        children_[NodeText(result.start())].push_back({&node, nullptr});
      }
    }
  }

  std::string Text() {
    std::string out = absl::StrCat(NodeText(result_.start()), "\n");
    // A stack of its own: a chain of tasks may be long.
    struct Frame {
      std::string name;
      size_t next;
      std::string indent;
    };
    std::vector<Frame> stack = {{NodeText(result_.start()), 0, ""}};
    while (!stack.empty()) {
      Frame& frame = stack.back();
      const auto& children = children_[frame.name];
      if (frame.next >= children.size()) {
        stack.pop_back();
        continue;
      }
      const auto& [node, edge] = children[frame.next++];
      const bool last = frame.next == children.size();
      absl::StrAppend(&out, frame.indent, last ? "└─ " : "├─ ", NodeText(*node), Notes(*node, edge),
                      "\n");
      stack.push_back({NodeText(*node), 0, absl::StrCat(frame.indent, last ? "   " : "│  ")});
    }
    return out;
  }

 private:
  struct Child {
    const v1::Node* node;
    const v1::Edge* edge;
  };

  std::string FirstOfAsset(uint32_t asset) const {
    for (const v1::Node& node : result_.nodes()) {
      if (node.asset() == asset) return NodeText(node);
    }
    return NodeText(result_.start());
  }

  static std::string Notes(const v1::Node& node, const v1::Edge* edge) {
    std::vector<std::string> notes;
    if (node.kind() != v1::Asset::TABLE && node.column().empty())
      notes.push_back(KindWord(node.kind()));
    if (edge != nullptr && edge->subtype() != 0) notes.push_back(SubtypeWord(*edge));
    if (edge != nullptr) notes.push_back(absl::StrCat("by ", edge->task()));
    if (node.dropped()) notes.push_back("dropped");
    return notes.empty() ? "" : absl::StrCat("  (", absl::StrJoin(notes, ", "), ")");
  }

  const v1::WalkResult& result_;
  absl::flat_hash_map<std::string, std::vector<Child>> children_;
};

// The edges as lineage, for the renderer of graphs.
std::string GraphText(const google::protobuf::RepeatedPtrField<v1::Edge>& edges, bool columns,
                      bool mermaid) {
  LineageGraph graph(columns ? Level::kColumn : Level::kTable);
  for (const v1::Edge& edge : edges) {
    v1::StatementLineage statement;
    statement.set_kind(v1::StatementLineage::INSERT);
    statement.add_inputs()->set_name(edge.from().name());
    statement.add_outputs()->set_name(edge.to().name());
    const auto fill = [&](auto* end) {
      end->set_dataset(edge.from().name());
      end->set_column(edge.from().column());
      end->set_type(edge.type());
      end->set_subtype(edge.subtype());
    };
    if (edge.type() != 0 && !edge.to().column().empty()) {
      v1::ColumnLineage* column = statement.add_columns();
      column->set_name(edge.to().column());
      column->set_target(NodeText(edge.to()));
      fill(column->add_sources());
    } else if (edge.type() != 0) {
      v1::Influence* influence = statement.add_influences();
      influence->set_output(edge.to().name());
      fill(influence);
    }
    graph.Add(statement, edge.task());
  }
  return mermaid ? graph.ToMermaid() : graph.ToDot();
}

std::string More(bool truncated) { return truncated ? "... there is more: raise --limit\n" : ""; }

absl::Status ReadWalkOptions(const WalkArguments& arguments, WalkOptions* options) {
  options->limit = arguments.limit;
  if (arguments.depth > 0) options->depth = arguments.depth;
  if (arguments.kind == "direct") options->kind = EdgeKind::kDirect;
  if (arguments.kind == "indirect") options->kind = EdgeKind::kIndirect;
  return ReadAsOf(arguments, &options->as_of);
}

absl::Status RunWalk(Catalog* catalog, const WalkArguments& arguments, Direction direction) {
  WalkOptions options;
  absl::Status status = ReadWalkOptions(arguments, &options);
  if (!status.ok()) return status;
  const auto result = catalog->Walk(arguments.name, direction, options);
  if (!result.ok()) return result.status();
  if (arguments.format == "json") return PrintAll(ToJson(*result));
  if (arguments.format != "text") {
    return PrintAll(GraphText(result->edges(), !result->start().column().empty(),
                              arguments.format == "mermaid"));
  }
  return PrintAll(absl::StrCat(TreeText(*result, direction).Text(), More(result->truncated())));
}

absl::Status RunPath(Catalog* catalog, const WalkArguments& arguments) {
  WalkOptions options;
  absl::Status status = ReadWalkOptions(arguments, &options);
  if (!status.ok()) return status;
  const auto result = catalog->Path(arguments.name, arguments.to, arguments.all_paths, options);
  if (!result.ok()) return result.status();
  if (arguments.format == "json") return PrintAll(ToJson(*result));
  if (arguments.format != "text") {
    return PrintAll(GraphText(result->edges(), !result->from().column().empty(),
                              arguments.format == "mermaid"));
  }
  if (result->length() == 0) {
    return PrintAll(absl::StrCat("no data flows from ", NodeText(result->from()), " to ",
                                 NodeText(result->to()), "\n", More(result->truncated())));
  }
  std::string out = absl::StrCat(NodeText(result->from()), " to ", NodeText(result->to()), ": ",
                                 result->length(), result->length() == 1 ? " hop\n" : " hops\n");
  for (const v1::Edge& edge : result->edges()) {
    const std::string subtype = SubtypeWord(edge);
    absl::StrAppend(&out, "  ", NodeText(edge.from()), " -> ", NodeText(edge.to()), "  (",
                    subtype.empty() ? "" : subtype + ", ", "by ", edge.task(), ")\n");
  }
  return PrintAll(absl::StrCat(out, More(result->truncated())));
}

absl::Status RunImpact(Catalog* catalog, const WalkArguments& arguments) {
  WalkOptions options;
  absl::Status status = ReadWalkOptions(arguments, &options);
  if (!status.ok()) return status;
  const auto result = catalog->Impact(arguments.name, options);
  if (!result.ok()) return result.status();
  if (arguments.format == "json") return PrintAll(ToJson(*result));
  std::string out = absl::StrCat("A change of ", NodeText(result->start()), " touches ",
                                 result->assets_size(), " assets, ", result->tasks_size(),
                                 " tasks, ", result->exposures_size(), " exposures\n");
  for (const auto& item : result->assets()) {
    std::vector<std::string> columns;
    for (const std::string& column : item.columns()) {
      columns.push_back(column.empty() ? "(rows)" : column);
    }
    absl::StrAppend(&out, "  ", item.node().distance(), "  ", item.node().name());
    if (item.node().kind() != v1::Asset::TABLE)
      absl::StrAppend(&out, "  ", KindWord(item.node().kind()));
    if (!item.owner().empty()) absl::StrAppend(&out, "  owner ", item.owner());
    if (!columns.empty()) absl::StrAppend(&out, "  ", absl::StrJoin(columns, ", "));
    absl::StrAppend(&out, "\n");
  }
  if (result->tasks_size() > 0) absl::StrAppend(&out, "Tasks\n");
  for (const v1::Node& task : result->tasks()) {
    absl::StrAppend(&out, "  ", task.distance(), "  ", task.name(), "\n");
  }
  if (result->owners_size() > 0) {
    absl::StrAppend(&out, "Owners\n  ", absl::StrJoin(result->owners(), ", "), "\n");
  }
  return PrintAll(absl::StrCat(out, More(result->truncated())));
}

using Runner = absl::Status (*)(Catalog*, const WalkArguments&);

Command AddWalk(CLI::App* program, const std::string& command, const std::string& description,
                const std::string& examples, const std::vector<std::string>& formats, bool to,
                Runner run) {
  CLI::App* app = program->add_subcommand(command, description);
  const auto arguments = std::make_shared<WalkArguments>();
  app->footer(absl::StrCat("EXAMPLES\n", examples, "\n", kCatalogFooter));
  app->add_option("name", arguments->name, "")->type_name("NAME[.COLUMN]")->required();
  if (to) app->add_option("to", arguments->to, "")->type_name("NAME[.COLUMN]")->required();
  AddCatalogFolder(app, &arguments->folder);
  AddAsOf(app, arguments.get());
  AddWordOption(app, "-k,--kind", &arguments->kind, "kind", {"direct", "indirect", "all"},
                "Of column edges: values that flow, columns that only decide, or both (default).");
  TakeNumber(app->add_option("--depth", arguments->depth, "At most so many hops; else all."), 1,
             1'000'000);
  AddWordOption(app, "-f,--format", &arguments->format, "format", formats,
                "text (default) is for eyes, json one message.");
  if (to) {
    app->add_flag("--all", arguments->all_paths,
                  "Every edge on any path; else those of all shortest paths.");
  }
  AddLimit(app, arguments.get(), to ? "edges" : "nodes");
  const std::string name = absl::StrCat("headwater ", command);
  return {app, [arguments, name, run] {
            return WithCatalog(name, arguments->folder, CatalogMode::kRead,
                               [&](Catalog* catalog) { return run(catalog, *arguments); });
          }};
}

}  // namespace

Command AddUpstreamCommand(CLI::App* program) {
  return AddWalk(program, "upstream",
                 "print what a table or column is made of\n\nWalks the catalog's edges against the "
                 "flow of data: from table to table, or from column to column. Each name stands "
                 "once, below the one it was first reached from.",
                 "  headwater upstream dws.orders.amount --kind direct\n"
                 "  headwater upstream dws.orders --depth 2 --format mermaid\n",
                 {"text", "json", "dot", "mermaid"}, false,
                 [](Catalog* catalog, const WalkArguments& arguments) {
                   return RunWalk(catalog, arguments, Direction::kUpstream);
                 });
}

Command AddDownstreamCommand(CLI::App* program) {
  return AddWalk(program, "downstream",
                 "print what is made of a table or column\n\nThe opposite of `headwater upstream`.",
                 "  headwater downstream ods.orders\n"
                 "  headwater downstream ods.orders.price --as-of 2024-06-01\n",
                 {"text", "json", "dot", "mermaid"}, false,
                 [](Catalog* catalog, const WalkArguments& arguments) {
                   return RunWalk(catalog, arguments, Direction::kDownstream);
                 });
}

Command AddPathCommand(CLI::App* program) {
  return AddWalk(
      program, "path",
      "print how data comes from one table or column to another\n\nPrints the edges of "
      "all shortest paths. Where one of the names is a table, tables are walked. From a "
      "name to itself the shortest cycle is printed.",
      "  headwater path ods.orders.price ads.report.revenue\n"
      "  headwater path ods.orders ads.report --all --format dot | dot -Tsvg > paths.svg\n",
      {"text", "json", "dot", "mermaid"}, true, RunPath);
}

Command AddImpactCommand(CLI::App* program) {
  return AddWalk(program, "impact",
                 "print what a change of a table or column touches\n\nAssets with their columns, "
                 "tasks, owners and exposures, nearest first.",
                 "  headwater impact ods.orders.price\n"
                 "  headwater impact ods.orders --format json | jq -r '.owners[]'\n",
                 {"text", "json"}, false, RunImpact);
}

}  // namespace headwater::cli
