// The syntax tree's ground: source ranges, names, lists and the arena rule.
//
// Every node lives in the arena of the ParsedStatement that owns it and dies with it. Nodes are
// plain data: no destructors, no virtual functions, immutable once built, so any number of threads
// may read one tree. Text is a view into the script or into the arena.

#ifndef HEADWATER_AST_NODE_H_
#define HEADWATER_AST_NODE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace headwater::ast {

// A half-open range of byte offsets into the script's text. Line and column are computed from it
// only when somebody asks (see headwater/source.h).
struct SourceRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// An immutable list in the arena.
template <typename T>
using List = absl::Span<T const>;

// One part of a name, without its quotes. `orders`, `订单`, `ods_${env}`.
struct Name {
  absl::string_view text;  // as written, unquoted, doubled quotes undone
  SourceRange range;       // with its quotes
  bool quoted = false;
  bool has_template = false;  // holds a `${...}` or `{{...}}` that no variable filled

  bool empty() const { return text.empty(); }
};

// `catalog.db.table`, `t.a`, `f`. Parts in written order; at least one.
using NamePath = List<Name>;

}  // namespace headwater::ast

#endif  // HEADWATER_AST_NODE_H_
