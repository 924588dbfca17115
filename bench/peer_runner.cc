// Headwater as a peer of bench/compare: the protocol is in bench/peers/README.md.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "headwater/headwater.h"

namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using Clock = std::chrono::steady_clock;

int64_t NanosecondsSince(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count();
}

bool ReadLine(Struct* line) {
  std::string text;
  while (std::getline(std::cin, text)) {
    if (text.empty()) continue;
    return google::protobuf::util::JsonStringToMessage(text, line).ok();
  }
  return false;
}

std::string StringField(const Struct& line, const std::string& name) {
  auto found = line.fields().find(name);
  return found == line.fields().end() ? std::string() : found->second.string_value();
}

double NumberField(const Struct& line, const std::string& name, double otherwise) {
  auto found = line.fields().find(name);
  return found == line.fields().end() ? otherwise : found->second.number_value();
}

struct Header {
  headwater::Dialect dialect = headwater::Dialect::kSpark;
  std::string operation;
  int rounds = 1;
  int warmup = 0;
  double budget_seconds = 10;
  headwater::MemorySchema schema;
};

bool ReadHeader(Header* header) {
  Struct line;
  if (!ReadLine(&line)) return false;
  auto dialect = headwater::DialectFromName(StringField(line, "dialect"));
  if (!dialect.ok()) return false;
  header->dialect = *dialect;
  header->operation = StringField(line, "operation");
  header->rounds = static_cast<int>(NumberField(line, "rounds", 1));
  header->warmup = static_cast<int>(NumberField(line, "warmup", 0));
  header->budget_seconds = NumberField(line, "statement_budget", 10);
  auto schema = line.fields().find("schema");
  if (schema == line.fields().end()) return true;
  for (const auto& [name, columns] : schema->second.struct_value().fields()) {
    headwater::TableSchema table;
    table.name = name;
    for (const Value& column : columns.list_value().values()) {
      table.columns.push_back({column.string_value(), "", "", false});
    }
    header->schema.Add(std::move(table));
  }
  return true;
}

// Text to trees. True if every statement has one that is no opaque text.
bool Parse(const Header& header, const std::string& sql) {
  headwater::ParseOptions options;
  options.dialect = header.dialect;
  headwater::ScriptParser parser(sql, options);
  headwater::ParsedStatement statement;
  bool ok = true;
  while (parser.Next(&statement)) {
    ok = ok && statement.ok() && statement.ast()->kind != headwater::ast::StatementKind::kOther;
  }
  return ok;
}

headwater::v1::ScriptLineage Lineage(const Header& header, const std::string& sql,
                                     const std::string& database) {
  headwater::LineageOptions options;
  options.dialect = header.dialect;
  options.schema = &header.schema;
  options.default_database = database;
  auto lineage = headwater::ExtractLineage(sql, options);
  return lineage.ok() ? *std::move(lineage) : headwater::v1::ScriptLineage();
}

std::set<std::string> Tables(const headwater::v1::ScriptLineage& lineage) {
  std::set<std::string> names;
  for (const auto& statement : lineage.statements()) {
    for (const auto& dataset : statement.inputs())
      names.insert(absl::AsciiStrToLower(dataset.name()));
    for (const auto& dataset : statement.outputs())
      names.insert(absl::AsciiStrToLower(dataset.name()));
  }
  return names;
}

std::set<std::string> Columns(const headwater::v1::ScriptLineage& lineage) {
  std::set<std::string> edges;
  for (const auto& statement : lineage.statements()) {
    for (const auto& column : statement.columns()) {
      for (const auto& source : column.sources()) {
        if (source.type() != headwater::v1::Source::DIRECT || source.column().empty()) continue;
        edges.insert(absl::AsciiStrToLower(
            absl::StrCat(column.name(), "<-", source.dataset(), ".", source.column())));
      }
    }
  }
  return edges;
}

bool AllValid(const headwater::v1::ScriptLineage& lineage) {
  return lineage.statements_size() > 0 &&
         std::none_of(lineage.statements().begin(), lineage.statements().end(),
                      [](const auto& statement) {
                        return statement.kind() == headwater::v1::StatementLineage::INVALID;
                      });
}

Value MakeValue(const std::string& text) {
  Value value;
  value.set_string_value(text);
  return value;
}

void Print(const Struct& line) {
  std::string json;
  if (google::protobuf::util::MessageToJsonString(line, &json).ok()) std::cout << json << std::endl;
}

Struct Answer(const Header& header, const Struct& line, int64_t* first_ns) {
  const std::string sql = StringField(line, "sql");
  const std::string database = StringField(line, "database");
  std::vector<int64_t> times;
  bool ok = false;
  headwater::v1::ScriptLineage lineage;
  const Clock::time_point begin_all = Clock::now();
  for (int round = 0; round < header.warmup + header.rounds; ++round) {
    const Clock::time_point begin = Clock::now();
    if (header.operation == "parse") {
      ok = Parse(header, sql);
    } else {
      lineage = Lineage(header, sql, database);
    }
    const int64_t time = NanosecondsSince(begin);
    if (*first_ns == 0) *first_ns = time;
    if (round >= header.warmup) times.push_back(time);
    if (static_cast<double>(NanosecondsSince(begin_all)) > header.budget_seconds * 1e9 &&
        !times.empty())
      break;
  }
  std::sort(times.begin(), times.end());
  if (header.operation != "parse") ok = AllValid(lineage);
  Struct answer;
  auto& fields = *answer.mutable_fields();
  fields["id"] = line.fields().at("id");
  fields["ok"].set_bool_value(ok);
  fields["error"] = ok ? Value() : MakeValue("a statement did not parse");
  if (ok) fields["error"].set_null_value(google::protobuf::NULL_VALUE);
  fields["best_ns"].set_number_value(static_cast<double>(times.front()));
  fields["median_ns"].set_number_value(static_cast<double>(times[times.size() / 2]));
  if (header.operation == "parse" || !ok) {
    fields["result"].set_null_value(google::protobuf::NULL_VALUE);
  } else {
    auto* list = fields["result"].mutable_list_value();
    for (const std::string& item :
         header.operation == "tables" ? Tables(lineage) : Columns(lineage)) {
      list->add_values()->set_string_value(item);
    }
  }
  return answer;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  Header header;
  if (!ReadHeader(&header)) {
    std::cerr << "the first line must be the header of bench/peers/README.md\n";
    return 2;
  }
  int64_t first_ns = 0;
  Struct line;
  while (ReadLine(&line)) {
    Print(Answer(header, line, &first_ns));
    line.Clear();
  }
  Struct last;
  (*last.mutable_fields())["version"] = MakeValue(std::string(headwater::Version()));
  (*last.mutable_fields())["first_ns"].set_number_value(static_cast<double>(first_ns));
  Print(last);
  return 0;
}
