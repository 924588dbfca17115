// A Mermaid flowchart. Nodes have numbers for identifiers; labels are quoted and what Mermaid or
// the HTML around it could read as markup is written as a numeric entity.

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
    const bool plain = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
                       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       absl::string_view(" _.-:/,(){}$=").find(c) != absl::string_view::npos;
    if (plain) {
      quoted.push_back(c);
    } else {
      absl::StrAppend(&quoted, "#", static_cast<int>(c), ";");
    }
  }
  quoted.push_back('"');
  return quoted;
}

// Brackets that draw the shape of a table's kind.
std::pair<absl::string_view, absl::string_view> BracketsOf(const GraphTable& table) {
  if (table.query) return {">", "]"};
  switch (table.kind) {
    case v1::Dataset::VIEW:
    case v1::Dataset::MATERIALIZED_VIEW:
      return {"[[", "]]"};
    case v1::Dataset::TEMPORARY:
      return {"(", ")"};
    case v1::Dataset::PATH:
      return {"[/", "/]"};
    case v1::Dataset::FUNCTION:
      return {"{{", "}}"};
    default:
      return {"[", "]"};
  }
}

void AppendTables(const Graph& graph, std::string* out) {
  for (size_t i = 0; i < graph.tables.size(); ++i) {
    const auto [open, close] = BracketsOf(graph.tables[i]);
    absl::StrAppend(out, "  t", i, open, Quoted(graph.tables[i].name), close, "\n");
  }
}

void AppendSubgraphs(const Graph& graph, std::string* out) {
  for (size_t i = 0; i < graph.tables.size(); ++i) {
    const GraphTable& table = graph.tables[i];
    absl::StrAppend(out, "  subgraph t", i, "[", Quoted(table.name), "]\n");
    absl::StrAppend(out, "    t", i, "c0([\"(rows)\"])\n");
    for (size_t column = 1; column < table.columns.size(); ++column) {
      absl::StrAppend(out, "    t", i, "c", column, "[", Quoted(table.columns[column]), "]\n");
    }
    out->append("  end\n");
  }
}

}  // namespace

std::string MermaidText(const Graph& graph, Level level) {
  std::string out = "flowchart LR\n";
  if (level == Level::kColumn) {
    AppendSubgraphs(graph, &out);
  } else {
    AppendTables(graph, &out);
  }
  for (const GraphEdge& edge : graph.edges) {
    const absl::string_view arrow = edge.influence ? " -.-> " : " --> ";
    if (level == Level::kColumn) {
      absl::StrAppend(&out, "  t", edge.from.table, "c", edge.from.column, arrow, "t",
                      edge.to.table, "c", edge.to.column, "\n");
    } else {
      absl::StrAppend(&out, "  t", edge.from.table, arrow, "t", edge.to.table, "\n");
    }
  }
  return out;
}

}  // namespace headwater::render
