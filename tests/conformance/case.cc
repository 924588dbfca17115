#include "case.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "sql_words.h"

namespace headwater::conformance {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

Meaning MeaningOf(absl::string_view source) {
  static constexpr struct {
    absl::string_view prefix;
    Meaning meaning;
  } kMeanings[] = {
      {"hive-qout", Meaning::kHive},
      {"openlineage-sql", Meaning::kAllReferences},
      {"openlineage-", Meaning::kTyped},
      {"kyuubi", Meaning::kAllReferences},
      {"sqllineage", Meaning::kAllReferences},
      {"datahub", Meaning::kAllReferences},
      {"doris-partition-trace", Meaning::kTrace},
  };
  for (const auto& each : kMeanings) {
    if (absl::StartsWith(source, each.prefix)) return each.meaning;
  }
  return Meaning::kPlain;
}

// A generic case is run in the first dialect whose own grammar takes it.
std::string DialectOf(const Struct& object) {
  const std::string dialect(StringMember(object, "dialect"));
  if (dialect != "generic") return dialect;
  if (StringMember(object, "grammar_spark") == "ok") return "spark";
  if (StringMember(object, "grammar_doris") == "ok") return "doris";
  return "";
}

TableSchema MakeTable(const std::string& name, const std::vector<std::string>& columns) {
  TableSchema table;
  table.name = name;
  for (const std::string& column : columns) {
    table.columns.emplace_back();
    table.columns.back().name = column;
  }
  table.BuildIndex();
  return table;
}

std::vector<std::string> Strings(const Value& value) {
  std::vector<std::string> result;
  for (const Value& each : value.list_value().values()) result.push_back(each.string_value());
  return result;
}

void ReadSchema(const Struct& object, Case* result) {
  const Value* schema = FindMember(object, "schema");
  if (schema == nullptr) return;
  for (const auto& [name, columns] : schema->struct_value().fields()) {
    if (absl::StartsWith(name, "/")) continue;
    result->schema.Add(MakeTable(result->names.Table(name), Strings(columns)));
  }
}

// "t.__count__" is Kyuubi's count(*); "?.c" is sqllineage's column of an unknown table.
SourceName ReadSourceName(const std::string& name, const NameRule& names) {
  if (absl::StartsWith(name, "/")) return absl::AsciiStrToLower(name);
  if (absl::EndsWith(name, ".__count__")) {
    return absl::StrCat(names.Table(TableOf(name)), ".", kRowSet);
  }
  if (absl::StartsWith(name, "?.")) return absl::AsciiStrToLower(name);
  return names.Column(name);
}

void ReadTyped(const Value& list, const NameRule& names, TypedSources* sources) {
  for (const Value& each : list.list_value().values()) {
    const Struct& typed = each.struct_value();
    TypeSet& types = (*sources)[ReadSourceName(std::string(StringMember(typed, "source")), names)];
    for (std::string& type : StringListMember(typed, "types")) types.insert(std::move(type));
  }
}

AnswerColumn ReadColumn(const Struct& object, const Case& context) {
  AnswerColumn column;
  const std::string target(StringMember(object, "target"));
  column.target =
      absl::StartsWith(target, "/") ? absl::AsciiStrToLower(target) : context.names.Column(target);
  for (const std::string& source : StringListMember(object, "sources")) {
    column.sources[ReadSourceName(source, context.names)];
  }
  for (const std::string& table : StringListMember(object, "row_sources")) {
    column.sources[absl::StrCat(context.names.Table(table), ".", kRowSet)];
  }
  if (const Value* typed = FindMember(object, "typed")) {
    column.sources.clear();
    ReadTyped(*typed, context.names, &column.sources);
  }
  return column;
}

// "file" and 7 of "file#7"; -1 without a number.
std::pair<std::string, int> SplitNumber(absl::string_view id) {
  const size_t hash = id.rfind('#');
  int number = -1;
  if (hash == absl::string_view::npos || !absl::SimpleAtoi(id.substr(hash + 1), &number))
    return {std::string(id), -1};
  return {std::string(id.substr(0, hash)), number};
}

bool OpensType(absl::string_view before) {
  return absl::EndsWith(before, "array") || absl::EndsWith(before, "map") ||
         absl::EndsWith(before, "struct");
}

// "struct<a:int,CAST(b AS INT):int>" gives {"a", ""}: only plain names are compared, since Spark's
// own names for expressions are no lineage.
std::vector<std::string> ReadOutputNames(absl::string_view schema) {
  std::vector<std::string> names;
  if (!absl::ConsumePrefix(&schema, "struct<") || !absl::ConsumeSuffix(&schema, ">")) return names;
  std::string open;  // brackets; `<` and `>` also compare in an expression's name
  size_t begin = 0;
  for (size_t i = 0; i <= schema.size(); ++i) {
    if (i == schema.size() || (schema[i] == ',' && open.empty())) {
      absl::string_view field = schema.substr(begin, i - begin);
      const size_t colon = field.find(':');
      std::string name(field.substr(0, colon));
      const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return absl::ascii_isalnum(c) || c == '_';
      });
      if (!field.empty()) names.push_back(plain ? absl::AsciiStrToLower(name) : "");
      begin = i + 1;
    } else if (schema[i] == '(' || (schema[i] == '<' && OpensType(schema.substr(0, i)))) {
      open.push_back(schema[i]);
    } else if (!open.empty() &&
               (schema[i] == ')' ? open.back() == '(' : schema[i] == '>' && open.back() == '<')) {
      open.pop_back();
    }
  }
  return names;
}

void InsertTables(const std::vector<std::string>& tables, const NameRule& names,
                  std::set<std::string>* result) {
  for (const std::string& table : tables) result->insert(names.Table(table));
}

void ReadExpected(const Struct& object, Case* result) {
  Statement& statement = result->statements.emplace_back();
  statement.sql = std::string(StringMember(object, "sql"));
  statement.kind = std::string(StringMember(object, "stmt_type"));
  statement.compares_tables_in = FindMember(object, "tables_in") != nullptr;
  statement.compares_tables_out = FindMember(object, "tables_out") != nullptr;
  InsertTables(StringListMember(object, "tables_in"), result->names, &statement.expected.tables_in);
  InsertTables(StringListMember(object, "tables_out"), result->names,
               &statement.expected.tables_out);
  if (FindMember(object, "tables_all") != nullptr) {
    result->all_tables = true;
    statement.compares_tables_in = true;
    InsertTables(StringListMember(object, "tables_all"), result->names,
                 &statement.expected.tables_in);
  }
  const Value* columns = FindMember(object, "columns");
  statement.compares_columns = columns != nullptr;
  if (columns != nullptr) {
    for (const Value& each : columns->list_value().values()) {
      statement.expected.columns.push_back(ReadColumn(each.struct_value(), *result));
      if (FindMember(each.struct_value(), "partition_write") != nullptr) {
        statement.writes_partition = true;
      }
    }
  }
  if (const Value* dependencies = FindMember(object, "dataset_dependencies")) {
    ReadTyped(*dependencies, result->names, &statement.expected.influences);
  }
}

// One line of Hive's own report: "t PARTITION(ds=1).c SIMPLE [(src)s.FieldSchema(name:key,
// type:string, comment:null), ]". "(src)src.null" stands for the row set. False for a line
// that is masked or has a name which breaks the form.
bool ReadLineageLine(absl::string_view text, const std::string& database, AnswerColumn* column) {
  const size_t open = text.find(" [");
  if (open == absl::string_view::npos || !absl::EndsWith(text, "]")) return false;
  absl::string_view head = text.substr(0, open);
  const size_t kind = head.rfind(' ');
  if (kind == absl::string_view::npos) return false;
  head = head.substr(0, kind);
  std::string table;
  if (const size_t partition = head.find(" PARTITION("); partition != absl::string_view::npos) {
    const size_t close = head.rfind(").");
    if (close == absl::string_view::npos) return false;
    table = std::string(head.substr(0, partition));
    column->target = std::string(head.substr(close + 2));
  } else {
    const size_t dot = head.find('.');
    if (dot == absl::string_view::npos) return false;
    table = std::string(head.substr(0, dot));
    column->target = std::string(head.substr(dot + 1));
  }
  column->target = absl::AsciiStrToLower(absl::StrCat(database, ".", table, ".", column->target));
  absl::string_view list = text.substr(open + 2);
  while (absl::ConsumePrefix(&list, "(")) {
    const size_t end_table = list.find(')');
    if (end_table == absl::string_view::npos) return false;
    const std::string source(list.substr(0, end_table));
    list.remove_prefix(end_table + 1);
    const size_t end = list.find("), ");
    const size_t end_null = list.find(".null, ");
    std::string name = kRowSet;
    if (end_null != absl::string_view::npos && (end == absl::string_view::npos || end_null < end)) {
      list.remove_prefix(end_null + 7);
    } else {
      const size_t begin_name = list.find("FieldSchema(name:");
      if (begin_name == absl::string_view::npos || end == absl::string_view::npos) return false;
      const size_t end_name = list.find(", type:", begin_name);
      name = std::string(list.substr(begin_name + 17, end_name - begin_name - 17));
      list.remove_prefix(end + 3);
    }
    // Hive's line has the bare table name; its database is settled when compared.
    column->sources[absl::AsciiStrToLower(absl::StrCat("?.", source, ".", name))];
  }
  return absl::StartsWith(list, "]");
}

// EXPLAIN has the inputs of the statement it explains, but moves no data.
bool ComparesStatement(absl::string_view type, absl::string_view sql) {
  static constexpr absl::string_view kTypes[] = {
      "QUERY",        "CREATETABLE_AS_SELECT",    "CREATEVIEW",
      "ALTERVIEW_AS", "CREATE_MATERIALIZED_VIEW", "LOAD"};
  if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes)) return false;
  for (const Word& word : SplitWords(sql)) {
    if (word.kind == Word::kName) return word.text != "explain" && word.text != "describe";
  }
  return false;
}

// Completes "?.table.column" by the statement's own tables.
void SettleDatabases(Statement* statement) {
  std::map<std::string, std::string> full;
  for (const std::string& table : statement->expected.tables_in) full[ColumnOf(table)] = table;
  for (AnswerColumn& column : statement->expected.columns) {
    TypedSources settled;
    for (const auto& [source, types] : column.sources) {
      const std::string table = absl::StrReplaceAll(TableOf(source), {{"?.", ""}});
      auto it = full.find(table);
      settled[it == full.end() ? source : absl::StrCat(it->second, ".", ColumnOf(source))] = types;
    }
    column.sources = std::move(settled);
  }
}

absl::Status ReadSession(const Struct& object, const OriginSchemas& origins, Case* result) {
  result->session = true;
  result->names.default_database = "default";
  origins.AddTo(std::string(StringMember(object, "origin")), &result->schema);
  for (const Value& each : FindMember(object, "statements")->list_value().values()) {
    const Struct& fields = each.struct_value();
    Statement& statement = result->statements.emplace_back();
    statement.sql = std::string(StringMember(fields, "sql"));
    statement.kind = std::string(StringMember(fields, "type"));
    statement.compared = ComparesStatement(statement.kind, statement.sql);
    InsertTables(StringListMember(fields, "inputs"), {}, &statement.expected.tables_in);
    InsertTables(StringListMember(fields, "outputs"), {}, &statement.expected.tables_out);
    std::set<std::string> seen;
    const std::vector<std::string> lines = StringListMember(fields, "lineage");
    statement.compares_columns = !lines.empty();
    for (const std::string& text : lines) {
      AnswerColumn column;
      if (absl::StrContains(text, " PARTITION(")) statement.writes_partition = true;
      const std::string database = statement.expected.tables_out.empty()
                                       ? "default"
                                       : TableOf(*statement.expected.tables_out.begin());
      if (!ReadLineageLine(text, database, &column)) {
        statement.compares_columns = false;
        break;
      }
      // A dynamic-partition insert repeats every column for every partition it met.
      if (seen.insert(column.target).second) statement.expected.columns.push_back(column);
      for (AnswerColumn& known : statement.expected.columns) {
        if (known.target == column.target) known.sources.merge(column.sources);
      }
    }
    SettleDatabases(&statement);
  }
  return absl::OkStatus();
}

}  // namespace

bool Case::HasTag(absl::string_view tag) const {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

void OriginSchemas::Learn(const Struct& object) {
  const Value* schema = FindMember(object, "schema");
  if (schema == nullptr) return;
  const std::string origin(StringMember(object, "origin"));
  for (const auto& [name, columns] : schema->struct_value().fields()) {
    std::vector<std::string> names = Strings(columns);
    shapes_[name][names].insert(origin);
    tables_[origin].emplace(name, std::move(names));
  }
}

void OriginSchemas::AddTo(const std::string& origin, MemorySchema* schema) const {
  // A table that many test files use in one and the same shape belongs to the test bench.
  constexpr size_t kManyFiles = 5;
  for (const auto& [name, shapes] : shapes_) {
    if (shapes.size() != 1 || shapes.begin()->second.size() < kManyFiles) continue;
    schema->Add(MakeTable(name, shapes.begin()->first));
  }
  auto own = tables_.find(origin);
  if (own == tables_.end()) return;
  for (const auto& [name, columns] : own->second) schema->Add(MakeTable(name, columns));
}

void OriginSchemas::LearnDefinition(const Struct& object) {
  const absl::string_view word = StringMember(object, "first_word");
  bool defines = false;
  for (absl::string_view definer : {"create", "drop", "alter", "use", "cache", "uncache"})
    defines = defines || absl::EqualsIgnoreCase(word, definer);
  const std::pair<std::string, int> place = SplitNumber(StringMember(object, "id"));
  if (defines && place.second >= 0)
    definitions_[place.first][place.second] = std::string(StringMember(object, "sql"));
}

std::vector<std::string> OriginSchemas::DefinitionsBefore(const std::string& id) const {
  std::vector<std::string> definitions;
  const std::pair<std::string, int> place = SplitNumber(id);
  const auto file = definitions_.find(place.first);
  if (file == definitions_.end()) return definitions;
  for (const auto& [number, sql] : file->second) {
    if (number < place.second) definitions.push_back(sql);
  }
  return definitions;
}

absl::Status ReadCase(const DataLine& line, const Struct& object, const OriginSchemas& origins,
                      Case* result) {
  result->line = line;
  result->id = std::string(StringMember(object, "id"));
  result->dialect = DialectOf(object);
  result->tags = StringListMember(object, "tags");
  result->meaning = MeaningOf(line.file->source);
  result->names.default_database = std::string(StringMember(object, "default_db"));
  result->names.default_catalog = std::string(StringMember(object, "default_catalog"));
  if (FindMember(object, "statements") != nullptr) return ReadSession(object, origins, result);
  if (FindMember(object, "sql") == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(line.Place(), ": no `sql` and no `statements`"));
  }
  result->lower_bound = StringMember(object, "truth_kind") == "lower_bound";
  result->with_paths = absl::StartsWith(line.file->source, "openlineage-hive") ||
                       absl::StartsWith(line.file->source, "sqllineage");
  if (const Value* partial = FindMember(object, "partial")) {
    result->columns_partial = partial->bool_value();
  }
  if (FindMember(object, "dbt_model") != nullptr) result->tags.push_back("dbt");
  result->context = StringListMember(object, "context_sql");
  result->output_names = ReadOutputNames(StringMember(object, "result_schema"));
  if (!result->output_names.empty()) result->definitions = origins.DefinitionsBefore(result->id);
  ReadSchema(object, result);
  ReadExpected(object, result);
  return absl::OkStatus();
}

}  // namespace headwater::conformance
