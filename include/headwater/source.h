// Positions in a script. Tokens and nodes hold byte offsets; lines and columns are computed here,
// when somebody asks.

#ifndef HEADWATER_SOURCE_H_
#define HEADWATER_SOURCE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace headwater {

struct LineColumn {
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in characters (UTF-8 code points), a tab counts as one
};

// Finds lines and columns in one text. Lookups in rising order of offset cost only the distance
// from the last one, so a whole script is walked once. Not thread-safe; holds a view of the text,
// which must outlive it.
class LineIndex {
 public:
  // `first_line` is the number of the text's first line, for a text that is part of a larger one.
  explicit LineIndex(absl::string_view text, uint32_t first_line = 1);

  // An offset past the end means the end.
  LineColumn Find(uint32_t offset);

  // The whole line that holds `offset`, without its line break.
  absl::string_view LineAt(uint32_t offset) const;

 private:
  absl::string_view text_;
  uint32_t first_line_;
  uint32_t last_offset_ = 0;
  LineColumn last_;
};

}  // namespace headwater

#endif  // HEADWATER_SOURCE_H_
