// Prints syntax trees, for people who extend the grammar and for tests.

#ifndef HEADWATER_AST_PRINT_H_
#define HEADWATER_AST_PRINT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "headwater/ast/statement.h"
#include "headwater/source.h"

namespace headwater::ast {

enum class TreeFormat : uint8_t {
  // One node a line: the field that holds it, its kind, where it begins, its plain fields.
  //
  //   InsertStatement 1:1
  //     branches[0] InsertBranch
  //       target InsertTarget 1:1 table=dw.orders mode=overwrite
  //       query Query 2:1
  //         body SelectBody 2:1
  //           items[0] SelectItem 2:8
  //             value ColumnExpr 2:8 path=o.id
  kText,
  // One object a node, on one line: {"kind":"ColumnExpr","line":2,"column":8,"offset":31,
  // "length":4,"path":"o.id"}; lists of nodes are arrays.
  kJson,
};

// Appends the tree of `statement`. Fields that are empty or false are left out; names with quotes
// are shown in back quotes. `lines` is over the whole script; `source`, the script's name, is a
// field of the statement in JSON and may be empty. Text ends with a line break, JSON does not.
// Neither depends on memory addresses: equal scripts print equally.
void AppendTree(const Statement& statement, absl::string_view source, LineIndex* lines,
                TreeFormat format, std::string* out);

}  // namespace headwater::ast

#endif  // HEADWATER_AST_PRINT_H_
