#include "lib/catalog/import_transfer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "headwater/headwater.h"

namespace headwater::catalog {
namespace {

// Sources are asked in their own SQL; plain queries read alike in Spark's dialect.
v1::StatementLineage QueryLineage(const std::string& query) {
  LineageOptions options;
  options.dialect = Dialect::kSpark;
  // Sqoop's placeholder for the rows of one mapper.
  const std::string sql =
      absl::StrReplaceAll(query, {{"$CONDITIONS", "1 = 1"}, {"\\$CONDITIONS", "1 = 1"}});
  const auto script = ExtractLineage(sql, options);
  return script.ok() && script->statements_size() == 1 ? script->statements(0)
                                                       : v1::StatementLineage();
}

bool AllColumns(const std::vector<std::string>& columns) {
  return columns.empty() || (columns.size() == 1 && columns[0] == "*");
}

// "mysql" and "shop" of jdbc:mysql://host:3306/shop?useSSL=false; what is not there stays empty.
void SplitUrl(absl::string_view url, std::string* system, std::string* database) {
  absl::ConsumePrefix(&url, "jdbc:");
  const size_t colon = url.find(':');
  if (colon == absl::string_view::npos) return;
  *system = std::string(url.substr(0, colon));
  if (*system == "mariadb") *system = "mysql";
  const size_t name = url.find("databaseName=");
  if (name != absl::string_view::npos) {
    *database = std::string(url.substr(name + 13, url.find_first_of(";&", name) - name - 13));
    return;
  }
  const size_t slashes = url.find("//");
  const size_t slash = slashes == absl::string_view::npos ? slashes : url.find('/', slashes + 2);
  if (slash == absl::string_view::npos) return;
  const size_t end = url.find_first_of("?;", slash);
  *database =
      std::string(url.substr(slash + 1, end == absl::string_view::npos ? end : end - slash - 1));
}

// The tables of a query are those of its source: orders is mysql.shop.orders there.
void NameTables(const std::string& url, v1::StatementLineage* query) {
  const auto rename = [&](auto* end) { end->set_dataset(JdbcTable(url, end->dataset())); };
  for (v1::Dataset& input : *query->mutable_inputs()) {
    input.set_name(JdbcTable(url, input.name()));
    input.clear_display_name();
  }
  for (v1::ColumnLineage& column : *query->mutable_columns()) {
    for (v1::Source& source : *column.mutable_sources()) rename(&source);
  }
  for (v1::Influence& influence : *query->mutable_influences()) rename(&influence);
}

}  // namespace

std::string JdbcTable(absl::string_view url, absl::string_view table) {
  if (table.empty()) return "";
  std::string name = absl::StrReplaceAll(table, {{"`", ""}, {"\"", ""}});
  std::string system;
  std::string database;
  SplitUrl(url, &system, &database);
  if (!database.empty() && !absl::StrContains(name, '.')) name = absl::StrCat(database, ".", name);
  return system.empty() ? name : absl::StrCat(system, ".", name);
}

std::string PathName(const std::string& path) {
  const size_t database = path.find(".db/");
  if (database == std::string::npos) return path;
  const size_t begin = path.rfind('/', database);
  const size_t table = database + 4;
  const size_t end = path.find('/', table);
  return absl::AsciiStrToLower(
      absl::StrCat(path.substr(begin + 1, database - begin - 1), ".",
                   path.substr(table, end == std::string::npos ? end : end - table)));
}

void AddViews(Dialect dialect, absl::string_view transfer, Imported* imported) {
  MemorySchema schema;
  for (const v1::Asset& asset : imported->publication.assets()) {
    TableSchema table;
    table.name = asset.name();
    for (const v1::AssetColumn& column : asset.columns()) {
      table.columns.push_back({column.name(), column.type(), column.comment(), column.partition()});
    }
    if (!table.columns.empty()) schema.Add(std::move(table));
  }
  LineageOptions options;
  options.dialect = dialect;
  options.schema = &schema;
  for (const v1::Asset& asset : imported->publication.assets()) {
    if (asset.view_query().empty()) continue;
    const size_t dot = asset.name().rfind('.');
    options.default_database = dot == std::string::npos ? "" : asset.name().substr(0, dot);
    const std::string sql =
        absl::StrCat("CREATE VIEW `", absl::StrReplaceAll(asset.name(), {{".", "`.`"}}), "` AS ",
                     absl::StripTrailingAsciiWhitespace(asset.view_query()));
    const auto script = ExtractLineage(sql, options);
    if (!script.ok() || script->statements_size() == 0 ||
        script->statements(0).kind() == v1::StatementLineage::INVALID ||
        script->statements(0).outputs_size() != 1) {
      imported->problems.push_back(
          absl::StrCat("1: the query of the view ", asset.name(), " cannot be read"));
      continue;
    }
    v1::TaskVersion* task = imported->publication.add_tasks();
    task->set_name(absl::StrCat("view:", asset.name()));
    task->set_transfer(std::string(transfer));
    v1::StatementLineage* statement = task->mutable_lineage()->add_statements();
    *statement = script->statements(0);
    // The columns are those of the dump.
    statement->clear_changes();
  }
}

std::string WithoutSystem(const std::string& name) {
  const size_t dot = name.find('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

void AddTransfer(const TransferEnd& from, const TransferEnd& to, v1::TaskVersion* task) {
  v1::StatementLineage* statement = task->mutable_lineage()->add_statements();
  statement->set_kind(v1::StatementLineage::INSERT);
  if (!to.name.empty()) statement->add_outputs()->set_name(to.name);
  if (!from.query.empty()) {
    v1::StatementLineage query = QueryLineage(from.query);
    NameTables(from.url, &query);
    *statement->mutable_inputs() = query.inputs();
    for (int i = 0; i < query.columns_size(); ++i) {
      v1::ColumnLineage* column = statement->add_columns();
      *column = query.columns(i);
      if (!AllColumns(to.columns) && i < static_cast<int>(to.columns.size())) {
        column->set_name(to.columns[i]);
      }
      column->set_target(absl::StrCat(to.name, ".", column->name()));
    }
    for (v1::Influence influence : query.influences()) {
      influence.set_output(to.name);
      *statement->add_influences() = influence;
    }
    return;
  }
  if (from.name.empty()) return;
  statement->add_inputs()->set_name(from.name);
  const auto add = [&](const std::string& source, const std::string& target,
                       v1::Source::Certainty certainty) {
    v1::ColumnLineage* column = statement->add_columns();
    column->set_name(target);
    column->set_target(absl::StrCat(to.name, ".", target));
    v1::Source* added = column->add_sources();
    added->set_dataset(from.name);
    added->set_column(source);
    added->set_type(v1::Source::DIRECT);
    added->set_subtype(v1::Source::IDENTITY);
    added->set_certainty(certainty);
  };
  const bool all_from = AllColumns(from.columns);
  const bool all_to = AllColumns(to.columns);
  if (all_from && all_to) return add("*", "*", v1::Source::UNRESOLVED);
  // Where only one side names its columns, the other's are taken to have the same names.
  const std::vector<std::string>& sources = all_from ? to.columns : from.columns;
  const std::vector<std::string>& targets = all_to ? from.columns : to.columns;
  for (size_t i = 0; i < sources.size() && i < targets.size(); ++i) {
    if (!sources[i].empty()) add(sources[i], targets[i], v1::Source::CERTAIN);
  }
}

}  // namespace headwater::catalog
