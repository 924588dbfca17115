// A dump of Doris' information_schema.

#include <algorithm>
#include <ctime>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "headwater/catalog_import.h"
#include "lib/catalog/import_rows.h"
#include "lib/catalog/import_transfer.h"

namespace headwater {

using catalog::Row;

struct DorisSchemaDump::Impl {
  std::map<std::string, std::vector<Row>> tables;  // by name in lower case
};

namespace {

uint64_t Number(const std::string& text) {
  uint64_t value = 0;
  return absl::SimpleAtoi(text, &value) ? value : 0;
}

// "2024-06-01 12:30:00"; the dump does not tell the zone, UTC is taken.
int64_t TimeMs(const std::string& text) {
  std::tm fields = {};
  const char* rest = strptime(text.c_str(), "%Y-%m-%d %H:%M:%S", &fields);
  return rest == nullptr ? 0 : timegm(&fields) * int64_t{1000};
}

// Tables of the internal catalog go without its name, as scripts write them.
std::string NameOf(const Row& row) {
  const std::string& catalog = row["table_catalog"];
  const std::string name = absl::StrCat(row["table_schema"], ".", row["table_name"]);
  if (catalog.empty() || catalog == "internal" || catalog == "def") return name;
  return absl::StrCat(catalog, ".", name);
}

bool IsSystem(const Row& row) {
  const std::string schema = absl::AsciiStrToLower(row["table_schema"]);
  return schema == "information_schema" || schema == "mysql" || schema == "__internal_schema";
}

}  // namespace

DorisSchemaDump::DorisSchemaDump() : impl_(std::make_unique<Impl>()) {}
DorisSchemaDump::~DorisSchemaDump() = default;

absl::Status DorisSchemaDump::Add(absl::string_view text, absl::string_view table) {
  const std::string name = absl::AsciiStrToLower(table);
  if (name != "tables" && name != "columns" && name != "views" && name != "partitions") {
    return absl::OkStatus();
  }
  auto rows = catalog::ReadRows(text);
  if (!rows.ok()) return rows.status();
  auto& all = impl_->tables[name];
  for (Row& row : *rows) all.push_back(std::move(row));
  return absl::OkStatus();
}

absl::StatusOr<Imported> DorisSchemaDump::Finish() {
  if (impl_->tables["tables"].empty()) {
    return absl::InvalidArgumentError("the dump needs information_schema.tables at least");
  }
  std::map<std::string, std::vector<const Row*>> columns;
  for (const Row& row : impl_->tables["columns"]) columns[NameOf(row)].push_back(&row);
  std::map<std::string, std::vector<const Row*>> partitions;
  for (const Row& row : impl_->tables["partitions"]) partitions[NameOf(row)].push_back(&row);
  std::map<std::string, const Row*> views;
  for (const Row& row : impl_->tables["views"]) views[NameOf(row)] = &row;
  Imported imported;
  for (const Row& row : impl_->tables["tables"]) {
    if (IsSystem(row)) continue;
    const std::string name = NameOf(row);
    v1::Asset* asset = imported.publication.add_assets();
    asset->set_name(name);
    asset->set_kind(absl::StrContains(row["table_type"], "VIEW") ? v1::Asset::VIEW
                                                                 : v1::Asset::TABLE);
    asset->set_comment(row["table_comment"]);
    asset->set_row_count(Number(row["table_rows"]));
    asset->set_size_bytes(Number(row["data_length"]));
    asset->set_data_time_ms(TimeMs(row["update_time"]));
    const auto view = views.find(name);
    if (view != views.end()) asset->set_view_query((*view->second)["view_definition"]);
    auto& own = columns[name];
    std::stable_sort(own.begin(), own.end(), [](const Row* a, const Row* b) {
      return Number((*a)["ordinal_position"]) < Number((*b)["ordinal_position"]);
    });
    for (const Row* column : own) {
      v1::AssetColumn* added = asset->add_columns();
      added->set_name((*column)["column_name"]);
      const std::string& type = (*column)["column_type"];
      added->set_type(absl::AsciiStrToLower(type.empty() ? (*column)["data_type"] : type));
      added->set_comment((*column)["column_comment"]);
    }
    const auto& parts = partitions[name];
    asset->set_partition_count(parts.size());
    for (const Row* part : parts) {
      asset->set_last_partition(std::max(asset->last_partition(), (*part)["partition_name"]));
    }
  }
  catalog::AddViews(Dialect::kDoris, "doris", &imported);
  return imported;
}

}  // namespace headwater
