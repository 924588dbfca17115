// The merged graph behind LineageGraph: datasets, their columns, and the edges between them.

#ifndef HEADWATER_LIB_RENDER_GRAPH_H_
#define HEADWATER_LIB_RENDER_GRAPH_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "headwater/render.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::render {

// A table, or a bare query's result. Its columns are those that some edge names; column 0 stands
// for its rows: the end of table edges and of influences.
struct GraphTable {
  std::string name;
  v1::Dataset::Kind kind = v1::Dataset::TABLE;
  bool query = false;
  std::vector<std::string> columns = {""};
  absl::flat_hash_map<std::string, int> column_index = {{"", 0}};
};

struct GraphEnd {
  int table;
  int column;
  friend bool operator==(const GraphEnd& a, const GraphEnd& b) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const GraphEnd& end) {
    return H::combine(std::move(hash), end.table, end.column);
  }
};

struct GraphEdge {
  GraphEnd from;
  GraphEnd to;
  bool influence;
  friend bool operator==(const GraphEdge& a, const GraphEdge& b) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const GraphEdge& edge) {
    return H::combine(std::move(hash), edge.from, edge.to, edge.influence);
  }
};

// Tables and edges in the order of their first mention, which makes the output stable.
struct Graph {
  int Table(absl::string_view name, v1::Dataset::Kind kind, bool query);
  GraphEnd Column(int table, absl::string_view column);
  void Edge(const GraphEdge& edge);

  std::vector<GraphTable> tables;
  std::vector<GraphEdge> edges;

 private:
  absl::flat_hash_map<std::pair<std::string, bool>, int> table_index_;
  absl::flat_hash_set<GraphEdge> edge_set_;
};

std::string DotText(const Graph& graph, Level level);
std::string MermaidText(const Graph& graph, Level level);

}  // namespace headwater::render

#endif  // HEADWATER_LIB_RENDER_GRAPH_H_
