// Graphviz. Nodes have numbers for identifiers, so that names are labels only and need no more
// than the escapes of a quoted string.

#include "absl/strings/str_cat.h"
#include "lib/base/utf8.h"
#include "lib/render/graph.h"

namespace headwater::render {

using base::OneLine;

namespace {

constexpr int kLabelColumns = 120;

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : OneLine(text, kLabelColumns)) {
    // A backslash begins Graphviz' own escapes (\n, \N), so it is doubled, too.
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

absl::string_view ShapeOf(const GraphTable& table) {
  if (table.query) return "note";
  switch (table.kind) {
    case v1::Dataset::VIEW:
    case v1::Dataset::MATERIALIZED_VIEW:
      return "component";
    case v1::Dataset::PATH:
      return "folder";
    case v1::Dataset::FUNCTION:
      return "cds";
    default:
      return "box";
  }
}

absl::string_view StyleOf(const GraphTable& table) {
  return table.kind == v1::Dataset::TEMPORARY ? "rounded,dashed" : "rounded,filled";
}

void AppendTables(const Graph& graph, std::string* out) {
  for (size_t i = 0; i < graph.tables.size(); ++i) {
    const GraphTable& table = graph.tables[i];
    absl::StrAppend(out, "  t", i, " [label=", Quoted(table.name));
    if (ShapeOf(table) != "box") absl::StrAppend(out, ", shape=", ShapeOf(table));
    if (table.kind == v1::Dataset::TEMPORARY) {
      absl::StrAppend(out, ", style=\"", StyleOf(table), "\"");
    }
    out->append("];\n");
  }
}

void AppendClusters(const Graph& graph, std::string* out) {
  for (size_t i = 0; i < graph.tables.size(); ++i) {
    const GraphTable& table = graph.tables[i];
    absl::StrAppend(out, "  subgraph cluster_t", i, " {\n    label=", Quoted(table.name), ";\n");
    absl::StrAppend(out, "    style=\"", StyleOf(table), "\";\n");
    // The rows' node is always there: a cluster without a node is not drawn.
    absl::StrAppend(out, "    t", i, "c0 [label=\"(rows)\", shape=ellipse];\n");
    for (size_t column = 1; column < table.columns.size(); ++column) {
      absl::StrAppend(out, "    t", i, "c", column, " [label=", Quoted(table.columns[column]),
                      "];\n");
    }
    out->append("  }\n");
  }
}

}  // namespace

std::string DotText(const Graph& graph, Level level) {
  std::string out =
      "digraph headwater {\n"
      "  rankdir=LR;\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef3fa\", fontname=\"sans\", "
      "fontsize=11];\n"
      "  edge [color=\"#4a6785\"];\n";
  if (level == Level::kColumn) {
    out.append("  graph [fontname=\"sans\", fontsize=12, fillcolor=\"#f8f8f4\"];\n");
    AppendClusters(graph, &out);
  } else {
    AppendTables(graph, &out);
  }
  for (const GraphEdge& edge : graph.edges) {
    if (level == Level::kColumn) {
      absl::StrAppend(&out, "  t", edge.from.table, "c", edge.from.column, " -> t", edge.to.table,
                      "c", edge.to.column, edge.influence ? " [style=dashed]" : "", ";\n");
    } else {
      absl::StrAppend(&out, "  t", edge.from.table, " -> t", edge.to.table, ";\n");
    }
  }
  out.append("}\n");
  return out;
}

}  // namespace headwater::render
