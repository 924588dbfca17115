// DataX jobs.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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

// Plain names, or objects: {"name": ..}, {"index": 3}, {"value": ".."} (a constant, which has no
// source).
std::vector<std::string> ColumnsOf(const Json& parameter) {
  std::vector<std::string> columns;
  bool by_position_only = true;
  for (const Json* column : Elements(Member(parameter, "column"))) {
    if (!column->has_struct_value()) {
      columns.push_back(absl::StrCat(JsonText(*column)));
      by_position_only = false;
      continue;
    }
    const std::string name = JsonText(Member(*column, "name"));
    columns.push_back(name);
    by_position_only = by_position_only && name.empty();
  }
  for (std::string& column : columns) {
    if (column.size() > 1 && column.front() == '`' && column.back() == '`') {
      column = column.substr(1, column.size() - 2);
    }
  }
  if (by_position_only) columns.clear();
  return columns;
}

TransferEnd EndOf(const Json& plugin) {
  TransferEnd end;
  const Json& parameter = Member(plugin, "parameter");
  end.columns = ColumnsOf(parameter);
  const auto first = [](const Json& value) {
    const auto elements = Elements(value);
    return elements.empty() ? "" : JsonText(*elements[0]);
  };
  const auto connections = Elements(Member(parameter, "connection"));
  if (!connections.empty()) {
    // Shards of one table: the first stands for all.
    const Json& connection = *connections[0];
    end.query = first(Member(connection, "querySql"));
    end.url = first(Member(connection, "jdbcUrl"));
    const std::string table = first(Member(connection, "table"));
    end.name = catalog::JdbcTable(end.url, table);
    const std::string database = JsonText(Member(connection, "selectedDatabase"));
    const bool doris = absl::StartsWith(JsonText(Member(plugin, "name")), "doris");
    if (!database.empty() && (doris || end.name.empty() || !absl::StrContains(end.url, ':'))) {
      end.name = absl::StrCat(database, ".", table);
    } else if (doris) {
      end.name = catalog::WithoutSystem(end.name);
    }
    return end;
  }
  const std::string path = first(Member(parameter, "path"));
  if (!path.empty()) {
    end.name = catalog::PathName(path);
    return end;
  }
  const std::string plugin_name = JsonText(Member(plugin, "name"));
  std::string system = plugin_name;
  for (const absl::string_view suffix : {"reader", "writer"}) {
    if (absl::EndsWith(system, suffix)) system.resize(system.size() - suffix.size());
  }
  const std::string database = JsonText(Member(parameter, "database"));
  for (const char* field : {"table", "collectionName", "index", "topic"}) {
    const std::string table = first(Member(parameter, field));
    if (table.empty()) continue;
    end.name = absl::StrCat(system, ".", database.empty() ? "" : database + ".", table);
    if (system == "doris") end.name = catalog::WithoutSystem(end.name);
    break;
  }
  return end;
}

}  // namespace

absl::StatusOr<Imported> ReadDataX(absl::string_view text, absl::string_view name) {
  const auto json = catalog::ParseJson(text);
  if (!json.ok()) return json.status();
  const auto contents = Elements(Member(Member(*json, "job"), "content"));
  if (contents.empty()) return absl::InvalidArgumentError("there is no job.content");
  Imported imported;
  v1::TaskVersion* task = imported.publication.add_tasks();
  task->set_name(std::string(name));
  task->set_transfer("datax");
  for (const Json* content : contents) {
    const TransferEnd from = EndOf(Member(*content, "reader"));
    const TransferEnd to = EndOf(Member(*content, "writer"));
    if (to.name.empty() || (from.name.empty() && from.query.empty())) {
      return absl::InvalidArgumentError(
          absl::StrCat("the ", to.name.empty() ? "writer" : "reader", " names no table or path"));
    }
    catalog::AddTransfer(from, to, task);
  }
  return imported;
}

}  // namespace headwater
