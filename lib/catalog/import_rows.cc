#include "lib/catalog/import_rows.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"

namespace headwater::catalog {
namespace {

// Takes one CSV record from the front of `*text`; quotes may hold line breaks. False: a quote that
// never ends.
bool TakeRecord(absl::string_view* text, char separator, std::vector<std::string>* fields,
                size_t* lines) {
  fields->assign(1, "");
  size_t at = 0;
  bool quoted = false;
  for (; at < text->size(); ++at) {
    const char c = (*text)[at];
    if (c == '\n') ++*lines;
    if (quoted) {
      if (c != '"') {
        fields->back().push_back(c);
      } else if (at + 1 < text->size() && (*text)[at + 1] == '"') {
        fields->back().push_back('"');
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields->back().empty()) {
      quoted = true;
    } else if (c == separator) {
      fields->emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      fields->back().push_back(c);
    }
  }
  text->remove_prefix(at);
  return !quoted;
}

absl::StatusOr<std::vector<Row>> ReadCsv(absl::string_view text) {
  const absl::string_view head = text.substr(0, text.find('\n'));
  const char separator =
      head.find(',') == absl::string_view::npos && head.find('\t') != absl::string_view::npos ? '\t'
                                                                                              : ',';
  std::vector<std::string> names;
  size_t line = 0;
  if (!TakeRecord(&text, separator, &names, &line)) {
    return absl::InvalidArgumentError("1: a quote that does not end");
  }
  std::vector<Row> rows;
  std::vector<std::string> fields;
  while (!text.empty()) {
    const size_t first = line + 1;
    if (!TakeRecord(&text, separator, &fields, &line)) {
      return absl::InvalidArgumentError(absl::StrCat(first, ": a quote that does not end"));
    }
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (fields.size() != names.size()) {
      return absl::InvalidArgumentError(absl::StrCat(first, ": ", fields.size(), " fields, but ",
                                                     names.size(), " names in the first line"));
    }
    Row row;
    for (size_t i = 0; i < names.size(); ++i) row.Set(names[i], std::move(fields[i]));
    rows.push_back(std::move(row));
  }
  return rows;
}

absl::StatusOr<std::vector<Row>> ReadJsonLines(absl::string_view text) {
  std::vector<Row> rows;
  absl::Status status;
  ForEachLine(text, [&](size_t number, absl::string_view line) {
    if (!status.ok()) return;
    const auto json = ParseJson(line);
    if (!json.ok() || !json->has_struct_value()) {
      status = absl::InvalidArgumentError(absl::StrCat(
          number, ": ", json.ok() ? "this is no JSON object" : json.status().message()));
      return;
    }
    Row row;
    for (const auto& [name, value] : json->struct_value().fields()) row.Set(name, JsonText(value));
    rows.push_back(std::move(row));
  });
  if (!status.ok()) return status;
  return rows;
}

}  // namespace

const std::string& Row::operator[](absl::string_view column) const {
  static const std::string& nothing = *new std::string();
  const auto found = values_.find(column);
  return found == values_.end() ? nothing : found->second;
}

void Row::Set(absl::string_view column, std::string value) {
  if (value == "\\N" || value == "NULL" || value == "null") value.clear();
  values_[absl::AsciiStrToLower(absl::StripAsciiWhitespace(column))] = std::move(value);
}

void ForEachLine(absl::string_view text,
                 absl::FunctionRef<void(size_t number, absl::string_view line)> visit) {
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const absl::string_view line = absl::StripAsciiWhitespace(text.substr(0, end));
    if (!line.empty()) visit(number, line);
    text.remove_prefix(end == absl::string_view::npos ? text.size() : end + 1);
  }
}

absl::StatusOr<std::vector<Row>> ReadRows(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  const absl::string_view trimmed = absl::StripLeadingAsciiWhitespace(text);
  if (trimmed.empty()) return std::vector<Row>();
  return trimmed[0] == '{' ? ReadJsonLines(text) : ReadCsv(text);
}

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  Json value;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(text.data(), text.size()), &value);
  if (status.ok()) return value;
  return absl::InvalidArgumentError(absl::StrCat(
      "broken JSON: ",
      absl::string_view(status.message().data(),
                        std::min<size_t>(status.message().find('\n'), status.message().size()))));
}

const Json& Member(const Json& object, absl::string_view name) {
  if (object.has_struct_value()) {
    const auto found = object.struct_value().fields().find(std::string(name));
    if (found != object.struct_value().fields().end()) return found->second;
  }
  return Json::default_instance();
}

std::string JsonText(const Json& value) {
  switch (value.kind_case()) {
    case Json::kStringValue:
      return value.string_value();
    case Json::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case Json::kNumberValue: {
      const double number = value.number_value();
      if (number == std::floor(number) && std::fabs(number) < 9e15) {
        return absl::StrCat(static_cast<int64_t>(number));
      }
      return absl::StrCat(number);
    }
    default:
      return "";
  }
}

std::vector<const Json*> Elements(const Json& value) {
  std::vector<const Json*> elements;
  if (value.has_list_value()) {
    for (const Json& element : value.list_value().values()) elements.push_back(&element);
  } else if (value.kind_case() != Json::KIND_NOT_SET && value.kind_case() != Json::kNullValue) {
    elements.push_back(&value);
  }
  return elements;
}

}  // namespace headwater::catalog
