// The two shapes of a printed tree behind one interface, so that the walk is written once.

#ifndef HEADWATER_LIB_AST_TREE_WRITER_H_
#define HEADWATER_LIB_AST_TREE_WRITER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "headwater/ast/node.h"
#include "headwater/ast/print.h"
#include "headwater/source.h"
#include "lib/base/json_writer.h"

namespace headwater::ast {

// The walk calls Begin, then Attribute and Flag, then Label or List before each child, then End.
class TreeWriter {
 public:
  TreeWriter(LineIndex* lines, TreeFormat format, std::string* out)
      : lines_(lines), text_(format == TreeFormat::kText), json_(out), out_(out) {}

  void Begin(absl::string_view kind);
  void Begin(absl::string_view kind, SourceRange range);
  void End();

  // A plain field; nothing is written where `value` is empty.
  void Attribute(absl::string_view name, absl::string_view value);
  void Flag(absl::string_view name, bool value);

  // Names the field of the next child.
  void Label(absl::string_view name);

  // Children of a list stand between BeginList and EndList; Item, with its number, precedes each.
  void BeginList(absl::string_view name);
  void Item(absl::string_view name, size_t index);
  void EndList();

 private:
  void FinishLine();

  LineIndex* lines_;
  const bool text_;
  base::JsonWriter json_;
  std::string* out_;
  int depth_ = 0;
  bool line_open_ = false;
  std::string label_;
};

}  // namespace headwater::ast

#endif  // HEADWATER_LIB_AST_TREE_WRITER_H_
