// Lines and columns inside one statement, in any order.

#ifndef HEADWATER_LIB_ANALYZE_POSITION_TABLE_H_
#define HEADWATER_LIB_ANALYZE_POSITION_TABLE_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/ast/node.h"
#include "headwater/source.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::analyze {

// Finds the statement's first line by walking the script once, and indexes the statement's own
// lines only when somebody asks.
class PositionTable {
 public:
  explicit PositionTable(absl::string_view text) : text_(text), lines_(text) {}

  void StartStatement(ast::SourceRange range);

  void Fill(ast::SourceRange range, v1::Span* span);

 private:
  void IndexLines();
  uint32_t ColumnAt(size_t line, uint32_t offset);

  absl::string_view text_;
  LineIndex lines_;
  ast::SourceRange statement_;
  LineColumn first_;
  bool indexed_ = false;
  bool ascii_ = true;
  std::vector<uint32_t> line_starts_;
  // The last answer in a text with wide characters; the next one is often near.
  uint32_t last_offset_ = 0;
  uint32_t last_column_ = 1;
  size_t last_line_ = 0;
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_POSITION_TABLE_H_
