// Writes JSON piece by piece into a string.
//
// The renderers stream: a statement's JSON is written while it is visited and no document is ever
// held as a tree, which a DOM library would need. Commas and escapes are taken care of; the
// caller sees to it that every Begin has its End.

#ifndef HEADWATER_LIB_BASE_JSON_WRITER_H_
#define HEADWATER_LIB_BASE_JSON_WRITER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace headwater::base {

class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(out) {}

  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }

  // The next value's name. Inside objects only.
  void Key(absl::string_view name);

  void String(absl::string_view value);
  void Number(uint64_t value);
  void Boolean(bool value);

  // Key() and value in one.
  void Field(absl::string_view name, absl::string_view value) { Key(name), String(value); }

 private:
  void Open(char bracket);
  void Close(char bracket);
  void Separate();

  std::string* out_;
  bool first_ = true;  // nothing was written since the last Open or Key
};

// Appends `text` in quotes, escaped. Bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(absl::string_view text, std::string* out);

}  // namespace headwater::base

#endif  // HEADWATER_LIB_BASE_JSON_WRITER_H_
