// Names of columns and what they mean at one place of a query.
//
// A name `a` in a select list may be, in this order:
//   1. a parameter of a lambda around it (handled by the expression walk);
//   2. a column that USING or NATURAL merged: `a` of `t JOIN u USING (a)`;
//   3. the column of the one relation of FROM that is known to have it;
//   4. a column of the one relation of FROM whose columns are not known;
//   5. an alias of the same select list, where clause and dialect allow that (ORDER BY looks here
//      first);
//   6. the same again in the query around, and so on outward: a correlated reference;
//   7. nothing: the edge is UNRESOLVED.
// Two known relations that have it, or two unknown ones, are ambiguous: every candidate is listed.
// A path `t.a.f` is tried as qualifier and column first, then as a column and its fields.

#ifndef HEADWATER_LIB_ANALYZE_NAME_SCOPE_H_
#define HEADWATER_LIB_ANALYZE_NAME_SCOPE_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "headwater/ast/query.h"
#include "lib/analyze/lineage_graph.h"
#include "lib/analyze/relation.h"

namespace headwater::analyze {

// A relation under the name by which the query calls it.
struct Binding {
  NameId alias = kNoName;            // empty for a derived table without one
  const TableInfo* table = nullptr;  // also found as db.table, if it has no alias
  bool aliased = false;
  const Relation* relation = nullptr;
  bool visible = true;  // false: the right side of a semi or anti join
};

// One entry of what `*` means after USING or NATURAL.
struct StarEntry {
  NameId name = kNoName;
  Value value;
  bool merged = false;
  const OpenColumns* open = nullptr;
};

// A named item of the select list.
struct SelectAlias {
  NameId name = kNoName;
  Value value;
  bool written = false;  // by AS; else the column's own name, which only ORDER BY looks at
};

// The named items of a select list, in order. A long list is indexed: each item may be asked for by
// each after it.
class SelectAliases {
 public:
  void Add(const SelectAlias& alias);
  // The value of the first item of that name, of those with AS only when `written`; or null.
  const Value* Find(NameId name, bool written) const;

 private:
  static uint64_t Key(NameId name, bool written) { return uint64_t{name} << 1 | uint64_t{written}; }
  void Index(size_t position);

  std::vector<SelectAlias> aliases_;
  absl::flat_hash_map<uint64_t, size_t> first_;
};

enum class AliasUse : uint8_t { kNone, kAfterColumns, kBeforeColumns };

// The names visible in one query block.
struct Scope {
  const Scope* outer = nullptr;
  uint32_t first = 0;  // its bindings in the binder's stack
  uint32_t last = 0;
  bool merged = false;  // star_entries says what `*` is, and merged columns come first
  std::vector<StarEntry> star_entries;
  AliasUse alias_use = AliasUse::kNone;
  SelectAliases aliases;
  std::vector<absl::Span<const ast::NamedWindow>> windows;
};

enum class LookupStatus : uint8_t {
  kFound,      // one candidate
  kAmbiguous,  // several, all listed
  kUnknown,    // one candidate, in a relation whose columns are not known
  kNotFound,
};

struct LookupResult {
  LookupStatus status = LookupStatus::kNotFound;
  absl::InlinedVector<Value, 2> candidates;
};

// Binds names to nodes. Holds the stack of bindings of all open query blocks.
class NameBinder {
 public:
  NameBinder(LineageGraph* graph, NameTable* names) : graph_(graph), names_(names) {}

  void Reset();

  std::vector<Binding>& bindings() { return bindings_; }
  const std::vector<Binding>& bindings() const { return bindings_; }

  // A column of one relation. `range` is where the reference is written.
  LookupResult FindIn(const Relation& relation, NameId name, ast::SourceRange range);

  // A bare name among the bindings [first, last).
  LookupResult FindAmong(uint32_t first, uint32_t last, NameId name, ast::SourceRange range);

  // A bare name in one scope: merged columns, bindings and aliases, not outward.
  LookupResult FindInScope(const Scope& scope, NameId name, ast::SourceRange range);

  // The binding called `parts` (alias, table, db.table, ...) in one scope, or null. With
  // `behind_alias` a table that has an alias is found by its own name: engines refuse that, people
  // write it all the same.
  const Binding* FindBinding(const Scope& scope, absl::Span<const NameId> parts,
                             bool behind_alias = false) const;

  // The column of a relation at a position, for stars and set operations.
  Value ColumnAt(const Relation& relation, size_t position, ast::SourceRange range);
  size_t ColumnCount(const Relation& relation) const;
  NameId ColumnName(const Relation& relation, size_t position) const;
  bool IsOpen(const Relation& relation) const { return !relation.open.empty(); }

  // The column `name` of a set of unknown columns.
  Value ColumnOfOpen(const OpenColumns& open, NameId name, ast::SourceRange range);
  // What a star over a set of unknown columns leads to.
  NodeId StarOfOpen(const OpenColumns& open, ast::SourceRange range);

  // Whether a reference to `name` was bound to an unknown relation of this statement before.
  bool WasSeenUnknown(NameId name) const;

 private:
  Value Refer(const Relation& relation, const Value& value, ast::SourceRange range);
  Value Relocated(const Value& value, ast::SourceRange range);

  LineageGraph* graph_;
  NameTable* names_;
  std::vector<Binding> bindings_;
  absl::flat_hash_map<uint64_t, Value> open_columns_;  // (union, name)
  absl::flat_hash_map<NameId, bool> seen_unknown_;
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_NAME_SCOPE_H_
