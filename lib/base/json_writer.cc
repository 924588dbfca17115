#include "lib/base/json_writer.h"

#include "absl/strings/str_cat.h"
#include "lib/base/utf8.h"

namespace headwater::base {
namespace {

void AppendEscape(unsigned char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default: {
      static constexpr char kHex[] = "0123456789abcdef";
      out->append("\\u00");
      out->push_back(kHex[c >> 4]);
      out->push_back(kHex[c & 15]);
    }
  }
}

bool NeedsEscape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\' || c == 0x7F; }

}  // namespace

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  size_t copied = 0;  // text[copied, i) goes over as it is
  size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80 && !NeedsEscape(c)) {
      ++i;
      continue;
    }
    const CodePoint front = DecodeFront(text.substr(i));
    if (c >= 0x80 && front.valid) {
      i += front.bytes;
      continue;
    }
    out->append(text.data() + copied, i - copied);
    if (c < 0x80) {
      AppendEscape(c, out);
    } else {
      out->append("\xEF\xBF\xBD");
    }
    copied = ++i;
  }
  out->append(text.data() + copied, text.size() - copied);
  out->push_back('"');
}

void JsonWriter::Key(absl::string_view name) {
  Separate();
  AppendJsonString(name, out_);
  out_->push_back(':');
  first_ = true;
}

void JsonWriter::String(absl::string_view value) {
  Separate();
  AppendJsonString(value, out_);
}

void JsonWriter::Number(uint64_t value) {
  Separate();
  absl::StrAppend(out_, value);
}

void JsonWriter::Boolean(bool value) {
  Separate();
  out_->append(value ? "true" : "false");
}

void JsonWriter::Open(char bracket) {
  Separate();
  out_->push_back(bracket);
  first_ = true;
}

void JsonWriter::Close(char bracket) {
  out_->push_back(bracket);
  first_ = false;
}

void JsonWriter::Separate() {
  if (!first_) out_->push_back(',');
  first_ = false;
}

}  // namespace headwater::base
