#include "lib/render/graph.h"

#include "absl/strings/str_cat.h"
#include "lib/render/edges.h"

namespace headwater::render {

int Graph::Table(absl::string_view name, v1::Dataset::Kind kind, bool query) {
  const auto [found, inserted] =
      table_index_.try_emplace({std::string(name), query}, static_cast<int>(tables.size()));
  if (inserted) {
    tables.emplace_back();
    tables.back().name.assign(name.data(), name.size());
    tables.back().kind = kind;
    tables.back().query = query;
  } else if (kind > v1::Dataset::TABLE) {
    // Another script may know better what a name is than the one that mentioned it first.
    tables[found->second].kind = kind;
  }
  return found->second;
}

GraphEnd Graph::Column(int table, absl::string_view column) {
  GraphTable& owner = tables[table];
  const auto [found, inserted] =
      owner.column_index.try_emplace(std::string(column), static_cast<int>(owner.columns.size()));
  if (inserted) owner.columns.emplace_back(column.data(), column.size());
  return {table, found->second};
}

void Graph::Edge(const GraphEdge& edge) {
  if (edge_set_.insert(edge).second) edges.push_back(edge);
}

}  // namespace headwater::render

namespace headwater {

using render::Graph;
using render::GraphEdge;
using render::GraphEnd;
using render::GraphTable;

struct LineageGraph::Impl {
  Level level;
  Graph graph;

  // Outputs of a statement as tables; a bare query is one of its own.
  std::vector<int> Targets(const v1::StatementLineage& statement, absl::string_view source) {
    std::vector<int> targets;
    for (const v1::Dataset& output : statement.outputs()) {
      targets.push_back(graph.Table(output.name(), output.kind(), false));
    }
    if (targets.empty()) {
      const std::string name = absl::StrCat(source, ":", statement.span().line());
      targets.push_back(graph.Table(name, v1::Dataset::TABLE, true));
    }
    return targets;
  }

  void AddColumns(const v1::StatementLineage& statement, const std::vector<int>& targets) {
    for (const v1::ColumnLineage& column : statement.columns()) {
      const int output = std::max(0, render::OutputOf(statement, column));
      const GraphEnd to = graph.Column(targets[output], column.name());
      for (const v1::Source& source : column.sources()) {
        Connect(source, to, source.type() == v1::Source::INDIRECT);
      }
    }
    for (const v1::Influence& influence : statement.influences()) {
      const int output = std::max(0, render::OutputOf(statement, influence));
      Connect(influence, graph.Column(targets[output], ""), true);
    }
  }

  template <typename Edge>
  void Connect(const Edge& edge, const GraphEnd& to, bool influence) {
    const int table = graph.Table(edge.dataset(), v1::Dataset::KIND_UNSPECIFIED, false);
    graph.Edge({graph.Column(table, edge.column()), to, influence});
  }
};

LineageGraph::LineageGraph(Level level) : impl_(new Impl{level, {}}) {}
LineageGraph::~LineageGraph() = default;
LineageGraph::LineageGraph(LineageGraph&&) noexcept = default;
LineageGraph& LineageGraph::operator=(LineageGraph&&) noexcept = default;

void LineageGraph::Add(const v1::StatementLineage& statement, absl::string_view source) {
  // What neither reads nor writes, and what only changes the schema, has no place in the picture.
  if (statement.inputs_size() == 0 && statement.columns_size() == 0) return;
  for (const v1::Dataset& input : statement.inputs()) {
    impl_->graph.Table(input.name(), input.kind(), false);
  }
  const std::vector<int> targets = impl_->Targets(statement, source);
  if (impl_->level == Level::kColumn) return impl_->AddColumns(statement, targets);
  const auto inputs = render::InputsOfOutputs(statement);
  for (size_t output = 0; output < inputs.size(); ++output) {
    for (const int input : inputs[output]) {
      const v1::Dataset& dataset = statement.inputs(input);
      const int from = impl_->graph.Table(dataset.name(), dataset.kind(), false);
      impl_->graph.Edge({{from, 0}, {targets[output], 0}, false});
    }
  }
}

void LineageGraph::Merge(const LineageGraph& other) {
  const Graph& from = other.impl_->graph;
  Graph& into = impl_->graph;
  std::vector<int> tables;
  for (const GraphTable& table : from.tables) {
    tables.push_back(into.Table(table.name, table.kind, table.query));
    for (const std::string& column : table.columns) into.Column(tables.back(), column);
  }
  const auto translate = [&](const GraphEnd& end) {
    return into.Column(tables[end.table], from.tables[end.table].columns[end.column]);
  };
  for (const GraphEdge& edge : from.edges) {
    into.Edge({translate(edge.from), translate(edge.to), edge.influence});
  }
}

std::string LineageGraph::ToDot() const { return render::DotText(impl_->graph, impl_->level); }

std::string LineageGraph::ToMermaid() const {
  return render::MermaidText(impl_->graph, impl_->level);
}

}  // namespace headwater
