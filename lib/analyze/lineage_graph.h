// The lineage of one statement as a graph of integers.
//
// One column followed from text to edge. The script is
//
//   WITH p AS (SELECT x + 1 AS y FROM t a) SELECT sum(y) AS s FROM p
//
//   1. `FROM t a` adds dataset 0 ("t"). Its columns get base column ids; say t.x is column 7.
//   2. `x` in the CTE makes node 1, a leaf: column 7, written at bytes 18-19.
//   3. `x + 1` makes node 2: one edge to node 1 with the step TRANSFORMATION. It is the value of
//   p's
//      column y. Everybody who reads p.y shares node 2; a bare copy makes no node of its own.
//   4. `sum(y)` makes node 3: one edge to node 2 with the step AGGREGATION.
//   5. At the end Flatten(3) walks down. On the way it composes the steps: AGGREGATION over
//      TRANSFORMATION is AGGREGATION. At the leaf it hands out "column 7, DIRECT AGGREGATION, bytes
//      18-19", which becomes a Source of the output column `s`.
//
// Because nodes are shared and Flatten visits each node once for each composed step, a chain of
// queries that each read the last one twice costs linear time.

#ifndef HEADWATER_LIB_ANALYZE_LINEAGE_GRAPH_H_
#define HEADWATER_LIB_ANALYZE_LINEAGE_GRAPH_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "headwater/ast/node.h"
#include "lib/analyze/arena.h"
#include "lib/analyze/name_table.h"
#include "lib/analyze/table_info.h"

namespace headwater::analyze {

using NodeId = uint32_t;     // 0: no sources
using ColumnId = uint32_t;   // a base column, or a field path below one
using DatasetId = uint32_t;  // a dataset of the statement

inline constexpr NodeId kNoNode = 0;
inline constexpr DatasetId kNoDataset = 0;

// How a value is made of another one: a subtype in the low four bits, in the order of weight, and
// flags. Steps compose from the output (outer) towards the source (inner).
using Step = uint8_t;
inline constexpr Step kIdentity = 0;
inline constexpr Step kTransformation = 1;
inline constexpr Step kAggregation = 2;
inline constexpr Step kJoin = 3;  // INDIRECT from here on
inline constexpr Step kGroupBy = 4;
inline constexpr Step kFilter = 5;
inline constexpr Step kSort = 6;
inline constexpr Step kWindow = 7;
inline constexpr Step kConditional = 8;
inline constexpr Step kSubtypeMask = 0x0f;
inline constexpr Step kMasking = 0x10;    // a hash or a count stands between
inline constexpr Step kAmbiguous = 0x20;  // one candidate of several
inline constexpr Step kElement =
    0x40;  // an element of the child: its fields are the child's fields

inline bool IsIndirect(Step step) { return (step & kSubtypeMask) >= kJoin; }

// The outermost indirect step decides; among direct ones the heavier wins.
inline Step Compose(Step outer, Step inner) {
  const Step flags = (outer | inner) & (kMasking | kAmbiguous);
  const Step outer_type = outer & kSubtypeMask;
  const Step inner_type = inner & kSubtypeMask;
  if (outer_type >= kJoin) return outer_type | flags;
  return (inner_type > outer_type ? inner_type : outer_type) | flags;
}

struct Edge {
  NodeId child = kNoNode;
  Step step = kIdentity;
};

// A table, view or path as the statement mentions it.
struct Dataset {
  const TableInfo* table = nullptr;
  ast::SourceRange range;     // the first mention
  ColumnId first_column = 0;  // where the table's columns are known: theirs, in order
  ColumnId rows_column = 0;   // the empty column: the row set; 0: not asked for yet
  bool input = false;
  absl::Span<const ast::Name> partitions;  // named by the query (Doris)
};

struct BaseColumn {
  DatasetId dataset = kNoDataset;
  NameId name = kNoName;
  absl::string_view path;  // below the column, "a.b"
};

// One answer of Flatten.
struct FlatSource {
  ColumnId column = 0;
  Step step = kIdentity;
  bool unresolved = false;
  ast::SourceRange range;
};

class LineageGraph {
 public:
  LineageGraph();

  // Forgets everything but its memory.
  void Reset();

  // The dataset of `table`, the same for each mention.
  DatasetId AddDataset(const TableInfo* table, ast::SourceRange range);
  Dataset& dataset(DatasetId id) { return datasets_[id]; }
  const Dataset& dataset(DatasetId id) const { return datasets_[id]; }
  size_t dataset_count() const { return datasets_.size(); }  // ids are 1 .. count - 1

  // The base column of that name; it need not be known to the table's schema.
  ColumnId ColumnOf(DatasetId dataset, NameId name);
  ColumnId RowsOf(DatasetId dataset);
  ColumnId FieldOf(ColumnId column, absl::string_view field);
  const BaseColumn& column(ColumnId id) const { return columns_[id]; }
  absl::string_view TypeOf(ColumnId id) const;

  // Nodes. `unresolved` marks a column that no schema vouches for.
  NodeId AddLeaf(ColumnId column, ast::SourceRange range, bool unresolved = false);
  // A node over `edges`; the one child itself where that is all it would be.
  NodeId AddNode(absl::Span<const Edge> edges);
  // A node whose edges come later by SetEdges: a column of a recursive CTE.
  NodeId AddOpenNode();
  void SetEdges(NodeId node, absl::Span<const Edge> edges);
  // `child` with all its sources said to be written at `range`: what it reads stands in the text of
  // another statement.
  NodeId AddRelocated(NodeId child, ast::SourceRange range);
  // The struct field `field` of `node`, found through bare copies and elements.
  NodeId AddField(NodeId node, NameId field, absl::string_view field_text);

  bool IsLeaf(NodeId node) const { return nodes_[node].kind == Node::kLeaf; }
  // The base column that `node` copies, or 0.
  ColumnId CopiedColumn(NodeId node) const;

  // Appends the sources of `node`, each (column, step) once, in order of first mention. `start` is
  // composed over all of them.
  void Flatten(NodeId node, Step start, std::vector<FlatSource>* sources);
  // The same over several nodes, deduplicated together.
  void Flatten(absl::Span<const Edge> edges, std::vector<FlatSource>* sources);

  Arena& arena() { return arena_; }

 private:
  struct Node {
    enum Kind : uint32_t { kLeaf, kUnresolvedLeaf, kDerived, kRelocated };
    uint32_t kind : 2;
    uint32_t edge_count : 30;
    uint32_t target = 0;  // leaf: the column; derived: the first edge; relocated: the child
    ast::SourceRange range;
  };
  struct Visit {
    uint32_t epoch = 0;
    uint64_t steps = 0;  // a bit for each composed step
  };
  struct Frame {
    NodeId node;
    Step step;
    NodeId relocated;  // the outermost relocating node above; 0: none
  };

  bool FirstVisit(std::vector<Visit>* visits, uint32_t id, Step step);
  void Walk(std::vector<FlatSource>* sources);

  Arena arena_;
  std::vector<Dataset> datasets_;
  absl::flat_hash_map<const TableInfo*, DatasetId> dataset_ids_;
  std::vector<BaseColumn> columns_;
  absl::flat_hash_map<uint64_t, ColumnId> extra_columns_;  // (dataset, name) without a schema
  absl::flat_hash_map<std::pair<ColumnId, absl::string_view>, ColumnId> fields_;
  absl::flat_hash_map<uint64_t, NodeId> field_nodes_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<Visit> node_visits_;
  std::vector<Visit> column_visits_;
  std::vector<Frame> stack_;
  uint32_t epoch_ = 0;
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_LINEAGE_GRAPH_H_
