// Walks UTF-8 text and measures how many terminal columns it takes.

#ifndef HEADWATER_LIB_BASE_UTF8_H_
#define HEADWATER_LIB_BASE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace headwater::base {

struct CodePoint {
  uint32_t value;  // U+FFFD for a byte that starts no valid sequence
  size_t bytes;    // 1 for such a byte
  bool valid;
};

// The code point at the front of `text`, which must not be empty. Overlong forms and surrogates
// are not valid.
CodePoint DecodeFront(absl::string_view text);

bool IsValidUtf8(absl::string_view text);

// Columns that a code point takes on a terminal: 0 for combining marks, 2 for East Asian wide and
// full-width characters and emoji, 1 for others. Independent of the locale.
int DisplayWidth(uint32_t code_point);
int DisplayWidth(absl::string_view text);

// `text` on one line and at most `columns` wide: runs of white space and control characters become
// one blank, and a cut is marked by "…".
std::string OneLine(absl::string_view text, int columns);

}  // namespace headwater::base

#endif  // HEADWATER_LIB_BASE_UTF8_H_
