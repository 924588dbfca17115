// A dump of the Hive Metastore's tables.

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "headwater/catalog_import.h"
#include "lib/catalog/import_rows.h"
#include "lib/catalog/import_transfer.h"

namespace headwater {

using catalog::Row;

struct HiveMetastoreDump::Impl {
  std::map<std::string, std::vector<Row>> tables;  // by name in upper case

  const std::vector<Row>& Of(const std::string& name) { return tables[name]; }
};

namespace {

constexpr absl::string_view kKnown[] = {"TBLS",         "DBS",
                                        "SDS",          "COLUMNS_V2",
                                        "PARTITIONS",   "PARTITION_KEYS",
                                        "TABLE_PARAMS", "PARTITION_PARAMS"};

uint64_t Number(const std::string& text) {
  uint64_t value = 0;
  return absl::SimpleAtoi(text, &value) ? value : 0;
}

// Rows by one column's value, in the order of another where one is named.
std::map<std::string, std::vector<const Row*>> GroupBy(const std::vector<Row>& rows,
                                                       absl::string_view column,
                                                       absl::string_view order = "") {
  std::map<std::string, std::vector<const Row*>> groups;
  for (const Row& row : rows) groups[row[column]].push_back(&row);
  if (order.empty()) return groups;
  for (auto& [key, group] : groups) {
    std::stable_sort(group.begin(), group.end(), [&](const Row* a, const Row* b) {
      return Number((*a)[order]) < Number((*b)[order]);
    });
  }
  return groups;
}

void AddColumn(const std::string& name, const std::string& type, const std::string& comment,
               bool partition, v1::Asset* asset) {
  v1::AssetColumn* column = asset->add_columns();
  column->set_name(name);
  column->set_type(absl::AsciiStrToLower(type));
  column->set_comment(comment);
  column->set_partition(partition);
}

// Parameters that the Metastore keeps for itself.
bool IsNoise(const std::string& key) {
  return key == "COLUMN_STATS_ACCURATE" || key == "bucketing_version" ||
         key == "last_modified_by" || key == "last_modified_time" || key.size() > 200;
}

struct Sizes {
  uint64_t rows = 0;
  uint64_t bytes = 0;
  uint64_t modified_s = 0;

  void Add(const std::string& key, const std::string& value) {
    if (key == "numRows") rows += Number(value);
    if (key == "totalSize") bytes += Number(value);
    if (key == "transient_lastDdlTime") modified_s = std::max(modified_s, Number(value));
  }
};

}  // namespace

HiveMetastoreDump::HiveMetastoreDump() : impl_(std::make_unique<Impl>()) {}
HiveMetastoreDump::~HiveMetastoreDump() = default;

absl::Status HiveMetastoreDump::Add(absl::string_view text, absl::string_view table) {
  const std::string name = absl::AsciiStrToUpper(table);
  // Other tables of a whole dump say nothing that the catalog has room for.
  if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) {
    return absl::OkStatus();
  }
  auto rows = catalog::ReadRows(text);
  if (!rows.ok()) return rows.status();
  auto& all = impl_->tables[name];
  for (Row& row : *rows) all.push_back(std::move(row));
  return absl::OkStatus();
}

absl::StatusOr<Imported> HiveMetastoreDump::Finish() {
  if (impl_->Of("TBLS").empty() || impl_->Of("DBS").empty()) {
    return absl::InvalidArgumentError("the dump needs TBLS and DBS at least");
  }
  Imported imported;
  const auto databases = GroupBy(impl_->Of("DBS"), "db_id");
  const auto storages = GroupBy(impl_->Of("SDS"), "sd_id");
  const auto columns = GroupBy(impl_->Of("COLUMNS_V2"), "cd_id", "integer_idx");
  const auto keys = GroupBy(impl_->Of("PARTITION_KEYS"), "tbl_id", "integer_idx");
  const auto parameters = GroupBy(impl_->Of("TABLE_PARAMS"), "tbl_id");
  const auto partitions = GroupBy(impl_->Of("PARTITIONS"), "tbl_id");
  const auto partition_parameters = GroupBy(impl_->Of("PARTITION_PARAMS"), "part_id");
  for (const Row& row : impl_->Of("DBS")) {
    v1::Asset* asset = imported.publication.add_assets();
    asset->set_name(absl::AsciiStrToLower(row["name"]));
    asset->set_kind(v1::Asset::DATABASE);
    asset->set_comment(row["desc"]);
    asset->set_location(row["db_location_uri"]);
    asset->set_owner(row["owner_name"]);
  }
  for (const Row& table : impl_->Of("TBLS")) {
    const auto database = databases.find(table["db_id"]);
    if (database == databases.end()) {
      imported.problems.push_back(absl::StrCat("TBLS: table ", table["tbl_name"],
                                               " is in database ", table["db_id"],
                                               ", which DBS does not have"));
      continue;
    }
    v1::Asset* asset = imported.publication.add_assets();
    asset->set_name(absl::AsciiStrToLower(
        absl::StrCat((*database->second.front())["name"], ".", table["tbl_name"])));
    asset->set_owner(table["owner"]);
    asset->set_kind(table["tbl_type"] == "VIRTUAL_VIEW"        ? v1::Asset::VIEW
                    : table["tbl_type"] == "MATERIALIZED_VIEW" ? v1::Asset::MATERIALIZED_VIEW
                                                               : v1::Asset::TABLE);
    asset->set_view_query(table["view_expanded_text"].empty() ? table["view_original_text"]
                                                              : table["view_expanded_text"]);
    const auto storage = storages.find(table["sd_id"]);
    if (storage != storages.end()) {
      const Row& sd = *storage->second.front();
      asset->set_location(sd["location"]);
      const auto own = columns.find(sd["cd_id"]);
      if (own != columns.end()) {
        for (const Row* column : own->second) {
          AddColumn((*column)["column_name"], (*column)["type_name"], (*column)["comment"], false,
                    asset);
        }
      }
    }
    const auto key_rows = keys.find(table["tbl_id"]);
    if (key_rows != keys.end()) {
      for (const Row* key : key_rows->second) {
        AddColumn((*key)["pkey_name"], (*key)["pkey_type"], (*key)["pkey_comment"], true, asset);
      }
    }
    Sizes sizes;
    const auto table_parameters = parameters.find(table["tbl_id"]);
    std::map<std::string, std::string> properties;
    if (table_parameters != parameters.end()) {
      for (const Row* parameter : table_parameters->second) {
        const std::string& key = (*parameter)["param_key"];
        const std::string& value = (*parameter)["param_value"];
        sizes.Add(key, value);
        if (key == "comment") asset->set_comment(value);
        if (key != "comment" && key != "numRows" && key != "totalSize" && !IsNoise(key)) {
          properties[key] = value;
        }
      }
    }
    const auto own_partitions = partitions.find(table["tbl_id"]);
    if (own_partitions != partitions.end()) {
      asset->set_partition_count(own_partitions->second.size());
      for (const Row* partition : own_partitions->second) {
        if ((*partition)["part_name"] > asset->last_partition()) {
          asset->set_last_partition((*partition)["part_name"]);
        }
        sizes.modified_s = std::max(sizes.modified_s, Number((*partition)["create_time"]));
        const auto its = partition_parameters.find((*partition)["part_id"]);
        if (its == partition_parameters.end()) continue;
        for (const Row* parameter : its->second) {
          sizes.Add((*parameter)["param_key"], (*parameter)["param_value"]);
        }
      }
    }
    asset->set_row_count(sizes.rows);
    asset->set_size_bytes(sizes.bytes);
    asset->set_data_time_ms(static_cast<int64_t>(sizes.modified_s) * 1000);
    for (const auto& [key, value] : properties) {
      v1::Property* property = asset->add_properties();
      property->set_key(key);
      property->set_value(value);
    }
  }
  catalog::AddViews(Dialect::kHive, "hive", &imported);
  return imported;
}

}  // namespace headwater
