// ANSI colours, or none.

#ifndef HEADWATER_LIB_RENDER_STYLE_H_
#define HEADWATER_LIB_RENDER_STYLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace headwater::render {

inline constexpr absl::string_view kBold = "1";
inline constexpr absl::string_view kDim = "2";
inline constexpr absl::string_view kRed = "1;31";
inline constexpr absl::string_view kGreen = "32";
inline constexpr absl::string_view kYellow = "33";
inline constexpr absl::string_view kMagenta = "35";
inline constexpr absl::string_view kCyan = "36";

// Appends text in a style when colours are on, else the text alone.
class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}

  void Paint(absl::string_view style, absl::string_view text, std::string* out) const {
    if (color_ && !text.empty()) {
      out->append("\x1b[").append(style.data(), style.size()).push_back('m');
    }
    out->append(text.data(), text.size());
    if (color_ && !text.empty()) out->append("\x1b[0m");
  }

 private:
  bool color_;
};

}  // namespace headwater::render

#endif  // HEADWATER_LIB_RENDER_STYLE_H_
