// What a FROM clause's item, a subquery or a CTE offers to the query around it.

#ifndef HEADWATER_LIB_ANALYZE_RELATION_H_
#define HEADWATER_LIB_ANALYZE_RELATION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "headwater/ast/query.h"
#include "lib/analyze/lineage_graph.h"

namespace headwater::analyze {

struct Shape;

// A value of the query: its sources, and what is known of its members.
struct Value {
  NodeId node = kNoNode;
  const Shape* shape = nullptr;  // null: a scalar, or its members are not known
};

struct Member {
  NameId name = kNoName;
  Value value;
};

// The members of a struct, or the one element of an array, or a map's key and value: what
// `named_struct('a', x).a` and `explode(array(struct(..)))` see through.
struct Shape {
  enum Kind : uint8_t { kStruct, kArray, kMap };
  Kind kind = kStruct;
  uint32_t size = 1;                 // with all members below it, each as often as it occurs
  absl::Span<const Member> members;  // kArray: the element; kMap: key, value
};

// A struct that holds another one twice, and so on, doubles with each level. Behind so many members
// a value is a whole: its members have all of its sources.
inline constexpr uint32_t kMaxShapeSize = 4096;

// An output column.
struct OutputColumn {
  NameId name = kNoName;
  bool star = false;     // an unresolved star: any number of columns
  bool by_star = false;  // written as a star: its text is its name
  Value value;
  absl::string_view display_name;  // of an unnamed expression, in its own case; else empty
  const ast::Expression* expression = nullptr;  // null: a star's, a set operation's, ...
  ast::SourceRange range;                       // of the defining expression
};

struct Relation;

// A set of columns that no schema tells: all columns of an unknown table, or of a union of
// relations of which at least one is unknown.
struct OpenColumns {
  DatasetId dataset = kNoDataset;              // an unknown table
  absl::Span<const Relation* const> branches;  // or a union
  uint32_t id = 0;
};

// Immutable once built; shared by all who read it.
struct Relation {
  // A table of known columns has a dataset and no `columns`: nodes are made for those that are
  // used.
  DatasetId dataset = kNoDataset;
  absl::Span<const OutputColumn> columns;
  absl::Span<const OpenColumns* const> open;  // columns besides `columns`
  NodeId influences = kNoNode;                // what decides its rows: JOIN, FILTER, GROUP_BY, SORT
  NodeId rows = kNoNode;                      // the row sets of its tables
  bool foreign = false;                       // its nodes were written in another statement
  // Positions by name, where there are many columns; -2: more than one.
  const absl::flat_hash_map<NameId, int>* index = nullptr;
};

// A source of a column of another statement.
struct StoredSource {
  uint32_t dataset = 0;  // in StoredRelation::tables
  NameId column = kNoName;
  std::string path;
  Step step = kIdentity;
  bool unresolved = false;
};

struct StoredColumn {
  NameId name = kNoName;
  bool star = false;
  std::vector<StoredSource> sources;
  bool shaped = false;  // `members` are those of a Shape
  Shape::Kind shape = Shape::kStruct;
  std::vector<StoredColumn> members;
};

// A relation that outlives its statement: the content of a temporary view, flattened.
struct StoredRelation {
  std::vector<const TableInfo*> tables;
  std::vector<StoredColumn> columns;
  std::vector<StoredSource> influences;
  std::vector<uint32_t> inputs;  // in `tables`: what the query reads
  std::vector<uint32_t> rows;    // in `tables`
  std::vector<uint32_t> open;    // in `tables`: unknown tables behind a star
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_RELATION_H_
