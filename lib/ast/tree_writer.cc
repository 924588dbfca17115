#include "lib/ast/tree_writer.h"

#include "absl/strings/str_cat.h"

namespace headwater::ast {
namespace {

// Values with blanks are quoted, so that the end of each is seen; line breaks are shown as escapes,
// so that a node stays on its line.
bool NeedsQuotes(absl::string_view value) {
  for (const char c : value) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == 0x7F) return true;
  }
  return value.empty();
}

}  // namespace

void TreeWriter::FinishLine() {
  if (line_open_) out_->push_back('\n');
  line_open_ = false;
}

void TreeWriter::Begin(absl::string_view kind) {
  if (!text_) {
    json_.BeginObject();
    json_.Field("kind", kind);
    return;
  }
  FinishLine();
  out_->append(2 * static_cast<size_t>(depth_++), ' ');
  if (!label_.empty()) absl::StrAppend(out_, label_, " ");
  label_.clear();
  out_->append(kind.data(), kind.size());
  line_open_ = true;
}

void TreeWriter::Begin(absl::string_view kind, SourceRange range) {
  Begin(kind);
  const LineColumn place = lines_->Find(range.begin);
  if (text_) {
    absl::StrAppend(out_, " ", place.line, ":", place.column);
    return;
  }
  json_.Key("line");
  json_.Number(place.line);
  json_.Key("column");
  json_.Number(place.column);
  json_.Key("offset");
  json_.Number(range.begin);
  json_.Key("length");
  json_.Number(range.end - range.begin);
}

void TreeWriter::End() {
  if (!text_) return json_.EndObject();
  FinishLine();
  --depth_;
}

void TreeWriter::Attribute(absl::string_view name, absl::string_view value) {
  if (value.empty()) return;
  if (!text_) return json_.Field(name, value);
  absl::StrAppend(out_, " ", name, "=");
  if (NeedsQuotes(value)) {
    base::AppendJsonString(value, out_);
  } else {
    out_->append(value.data(), value.size());
  }
}

void TreeWriter::Flag(absl::string_view name, bool value) {
  if (!value) return;
  if (text_) {
    absl::StrAppend(out_, " ", name);
    return;
  }
  json_.Key(name);
  json_.Boolean(true);
}

void TreeWriter::Label(absl::string_view name) {
  if (!text_) return json_.Key(name);
  label_.assign(name.data(), name.size());
}

void TreeWriter::BeginList(absl::string_view name) {
  if (text_) return;
  json_.Key(name);
  json_.BeginArray();
}

void TreeWriter::Item(absl::string_view name, size_t index) {
  if (text_) label_ = absl::StrCat(name, "[", index, "]");
}

void TreeWriter::EndList() {
  if (!text_) json_.EndArray();
}

}  // namespace headwater::ast
