// From the lineage of a script to what it means for the catalog: which records it makes and
// changes, and the edges of its task.

#ifndef HEADWATER_LIB_CATALOG_LINEAGE_FACTS_H_
#define HEADWATER_LIB_CATALOG_LINEAGE_FACTS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "headwater/catalog.h"
#include "headwater/v1/lineage.pb.h"
#include "lib/catalog/record_cache.h"

namespace headwater::catalog {

struct RawEdge {
  NodeId from;
  NodeId to;
  uint8_t attributes;
  friend auto operator<=>(const RawEdge& a, const RawEdge& b) = default;
};

// One script's facts, in the drafts of `records`. Three habits of scripts are understood:
//   * what is temporary, by keyword, is never seen;
//   * a table that is written and then renamed, or swapped with another, was that other all along:
//     edges end in the final name, and the other's id stays;
//   * a table that is dropped at the end keeps its edges, so that lineage goes through it.
class LineageFacts {
 public:
  LineageFacts(RecordCache* records, Draft* task) : records_(records), task_(task) {}

  absl::Status Collect(const v1::ScriptLineage& script);

  // Sorted, each once; after Collect.
  std::vector<RawEdge>& edges() { return edges_; }
  std::vector<std::string>& warnings() { return warnings_; }

 private:
  void FindFinalNames(const v1::ScriptLineage& script);
  absl::string_view FinalName(absl::string_view name) const;
  absl::Status Statement(const v1::StatementLineage& statement);
  absl::Status AssetEdges(const v1::StatementLineage& statement);
  absl::Status ColumnEdges(const v1::StatementLineage& statement);
  absl::Status Influences(const v1::StatementLineage& statement);
  absl::Status Apply(const v1::StatementLineage& statement, const v1::Change& change);
  absl::Status Rename(const v1::Change& change);
  absl::StatusOr<Draft*> Dataset(absl::string_view name);
  // Dataset() of an edge's end, remembered within a statement: its edges share few datasets.
  absl::StatusOr<Draft*> EdgeEnd(absl::string_view name);
  absl::StatusOr<Draft*> Output(const v1::Dataset& dataset);
  NodeId ColumnNode(Draft* draft, absl::string_view column);
  void NoteKinds(const v1::StatementLineage& statement);

  RecordCache* const records_;
  Draft* const task_;
  absl::flat_hash_map<std::string, std::string> final_names_;
  absl::flat_hash_set<std::string> retaken_;  // renamed away, and there again at the end
  absl::flat_hash_map<absl::string_view, v1::Dataset::Kind> kinds_;  // of one statement's datasets
  absl::flat_hash_map<absl::string_view, Draft*> ends_;              // likewise
  std::vector<RawEdge> edges_;
  std::vector<std::string> warnings_;
};

v1::Asset::Kind KindOf(v1::Dataset::Kind kind, absl::string_view name);

// Makes the declared columns of `draft` those of `columns`, in their order.
void DeclareColumns(const google::protobuf::RepeatedPtrField<v1::Column>& columns, Draft* draft);

// The asset of a name's database, "db" of "db.table"; nothing for paths and bare names.
absl::Status EnsureDatabase(absl::string_view name, v1::Asset::Kind kind, RecordCache* records);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_LINEAGE_FACTS_H_
