// SeaTunnel configs, which are HOCON.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "headwater/catalog_import.h"
#include "lib/catalog/import_rows.h"
#include "lib/catalog/import_transfer.h"

namespace headwater {
namespace {

using catalog::Elements;
using catalog::Json;
using catalog::JsonText;
using catalog::Member;
using catalog::TransferEnd;

constexpr int kDeepest = 50;

// The part of HOCON that configs use: JSON with comments, keys without quotes, `=` or nothing
// before an object, line breaks for commas, texts without and with (three) quotes. Substitutions
// stay as they are written. Plugins of one name do not replace each other: an object's members are
// a list.
class HoconReader {
 public:
  explicit HoconReader(absl::string_view text) : text_(text) {}

  // A document is an object, with braces or without. Each member becomes {"key":..,"value":..}.
  absl::StatusOr<Json> Read() {
    Json json;
    Skip(true);
    const bool braces = Take('{');
    const absl::Status status = Object(braces ? '}' : '\0', 0, &json);
    if (!status.ok()) return status;
    return json;
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    size_t line = 1;
    for (size_t i = 0; i < at_ && i < text_.size(); ++i) line += text_[i] == '\n' ? 1 : 0;
    return absl::InvalidArgumentError(absl::StrCat(line, ": ", what));
  }

  // Blanks and comments; line breaks too where they mean nothing.
  void Skip(bool lines) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#' || (c == '/' && text_.substr(at_, 2) == "//")) {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (c == ' ' || c == '\t' || c == '\r' || (lines && (c == '\n' || c == ','))) {
        ++at_;
      } else {
        return;
      }
    }
  }

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  absl::Status Quoted(std::string* out) {
    const bool three = text_.substr(at_, 3) == "\"\"\"";
    const absl::string_view end = three ? "\"\"\"" : "\"";
    at_ += end.size();
    while (at_ < text_.size() && text_.substr(at_, end.size()) != end) {
      char c = text_[at_++];
      if (!three && c == '\\' && at_ < text_.size()) {
        c = text_[at_++];
        if (c == 'n') c = '\n';
        if (c == 't') c = '\t';
      }
      out->push_back(c);
    }
    if (at_ >= text_.size()) return Wrong("a text that does not end");
    at_ += end.size();
    return absl::OkStatus();
  }

  absl::Status Key(std::string* key) {
    if (at_ < text_.size() && text_[at_] == '"') return Quoted(key);
    while (at_ < text_.size() && (absl::ascii_isalnum(static_cast<unsigned char>(text_[at_])) ||
                                  absl::StrContains("_-.$", text_.substr(at_, 1)))) {
      key->push_back(text_[at_++]);
    }
    return key->empty() ? Wrong(absl::StrCat("expected a key, found '", text_.substr(at_, 1), "'"))
                        : absl::OkStatus();
  }

  absl::Status Object(char close, int depth, Json* json) {
    auto* members = json->mutable_list_value();
    if (depth > kDeepest) return Wrong("nested too deep");
    for (;;) {
      Skip(true);
      if (close != '\0' && Take(close)) return absl::OkStatus();
      if (at_ >= text_.size()) {
        return close == '\0' ? absl::OkStatus() : Wrong("an object that does not end");
      }
      std::string key;
      absl::Status status = Key(&key);
      if (!status.ok()) return status;
      Skip(false);
      if (!Take('=')) Take(':');
      Skip(true);
      auto* fields = members->add_values()->mutable_struct_value()->mutable_fields();
      (*fields)["key"].set_string_value(key);
      status = Value(depth, &(*fields)["value"]);
      if (!status.ok()) return status;
    }
  }

  absl::Status Value(int depth, Json* json) {
    if (Take('{')) {
      const absl::Status status = Object('}', depth + 1,
                                         json->mutable_struct_value()
                                             ->mutable_fields()
                                             ->
                                             operator[]("members")
                                             .mutable_list_value()
                                             ->add_values());
      return status;
    }
    if (Take('[')) return List(depth + 1, json);
    std::string text;
    if (at_ < text_.size() && text_[at_] == '"') {
      const absl::Status status = Quoted(&text);
      if (!status.ok()) return status;
    }
    while (at_ < text_.size() && !absl::StrContains("\n,}]#", text_.substr(at_, 1))) {
      text.push_back(text_[at_++]);
    }
    json->set_string_value(std::string(absl::StripAsciiWhitespace(text)));
    return absl::OkStatus();
  }

  absl::Status List(int depth, Json* json) {
    auto* list = json->mutable_list_value();
    if (depth > kDeepest) return Wrong("nested too deep");
    for (;;) {
      Skip(true);
      if (Take(']')) return absl::OkStatus();
      if (at_ >= text_.size()) return Wrong("a list that does not end");
      const absl::Status status = Value(depth, list->add_values());
      if (!status.ok()) return status;
    }
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

// The members of a block.
std::vector<const Json*> MembersOf(const Json& value) {
  const auto blocks = Elements(Member(value, "members"));
  return blocks.empty() ? std::vector<const Json*>() : Elements(*blocks[0]);
}

// One plugin of `source` or `sink`.
struct Plugin {
  std::string name;
  const Json* settings;

  std::string Text(absl::string_view key) const {
    for (const Json* member : MembersOf(*settings)) {
      if (JsonText(Member(*member, "key")) == key) {
        const auto elements = Elements(Member(*member, "value"));
        return elements.empty() ? "" : JsonText(*elements[0]);
      }
    }
    return "";
  }
};

std::vector<Plugin> PluginsOf(const Json& document, absl::string_view block) {
  std::vector<Plugin> plugins;
  for (const Json* member : Elements(document)) {
    if (JsonText(Member(*member, "key")) != block) continue;
    const Json& value = Member(*member, "value");
    for (const Json* plugin : MembersOf(value)) {
      plugins.push_back({JsonText(Member(*plugin, "key")), &Member(*plugin, "value")});
    }
    // JSON configs: a list of objects with plugin_name.
    if (!value.has_list_value()) continue;
    for (const Json* plugin : Elements(value)) {
      plugins.push_back({"", plugin});
      plugins.back().name = plugins.back().Text("plugin_name");
    }
  }
  return plugins;
}

TransferEnd EndOf(const Plugin& plugin) {
  TransferEnd end;
  const std::string url = plugin.Text("url").empty() ? plugin.Text("base-url") : plugin.Text("url");
  end.query = plugin.Text("query");
  end.url = url;
  std::string table;
  for (const char* key :
       {"table_path", "table_name", "table", "table-names", "collection", "index"}) {
    if (table.empty()) table = plugin.Text(key);
  }
  std::string database = plugin.Text("database");
  if (!database.empty() && !table.empty() && !absl::StrContains(table, '.')) {
    table = absl::StrCat(database, ".", table);
  }
  if (!url.empty()) {
    end.name = catalog::JdbcTable(url, table);
  } else if (absl::EqualsIgnoreCase(plugin.name, "Hive") ||
             absl::EqualsIgnoreCase(plugin.name, "Doris")) {
    end.name = absl::AsciiStrToLower(table);
  } else if (!table.empty()) {
    end.name = absl::StrCat(absl::AsciiStrToLower(plugin.name), ".", table);
  } else if (!plugin.Text("topic").empty()) {
    end.name = absl::StrCat(absl::AsciiStrToLower(plugin.name), ".", plugin.Text("topic"));
  } else {
    end.name = catalog::PathName(plugin.Text("path"));
  }
  // A sink's query is its INSERT statement, not a source.
  if (!end.name.empty() && !absl::StartsWithIgnoreCase(end.query, "select")) end.query.clear();
  return end;
}

}  // namespace

absl::StatusOr<Imported> ReadSeaTunnel(absl::string_view text, absl::string_view name) {
  auto document = HoconReader(text).Read();
  if (!document.ok()) return document.status();
  const std::vector<Plugin> sources = PluginsOf(*document, "source");
  const std::vector<Plugin> sinks = PluginsOf(*document, "sink");
  if (sources.empty() || sinks.empty()) {
    return absl::InvalidArgumentError("the config needs a source and a sink");
  }
  Imported imported;
  v1::TaskVersion* task = imported.publication.add_tasks();
  task->set_name(std::string(name));
  task->set_transfer("seatunnel");
  for (const Plugin& sink : sinks) {
    const TransferEnd to = EndOf(sink);
    // Which source feeds which sink is told by names of results; without them all do.
    std::string wanted = sink.Text("source_table_name");
    if (wanted.empty()) wanted = sink.Text("plugin_input");
    bool any = false;
    for (const bool exact : {true, false}) {
      for (const Plugin& source : sources) {
        std::string offered = source.Text("result_table_name");
        if (offered.empty()) offered = source.Text("plugin_output");
        // With a transform in between the sink names that one's result.
        if (exact && (wanted.empty() || offered != wanted)) continue;
        const TransferEnd from = EndOf(source);
        if (to.name.empty() || (from.name.empty() && from.query.empty())) {
          imported.problems.push_back(absl::StrCat(
              "1: the ", to.name.empty() ? sink.name : source.name,
              to.name.empty() ? " sink" : " source", " names no table, topic or path"));
          any = true;
          continue;
        }
        catalog::AddTransfer(from, to, task);
        any = true;
      }
      if (any) break;
    }
  }
  return imported;
}

}  // namespace headwater
