// `headwater describe`, `search`, `history` and `diff`.

#include <algorithm>
#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "catalog_folder.h"
#include "commands.h"
#include "help_formatter.h"

namespace headwater::cli {
namespace {

struct LookupArguments : CatalogArguments {
  std::string name;
  std::vector<std::string> words;
  std::string from;
  std::string to;
};

std::string KindWord(v1::Asset::Kind kind) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(v1::Asset::Kind_Name(kind)), {{"_", " "}});
}

void Line(absl::string_view what, const std::string& value, std::string* out) {
  if (!value.empty())
    absl::StrAppend(out, "  ", what, std::string(12 - what.size(), ' '), value, "\n");
}

std::string Names(const google::protobuf::RepeatedPtrField<v1::Node>& nodes, size_t limit) {
  std::vector<std::string> names;
  for (const v1::Node& node : nodes) {
    if (names.size() >= limit) {
      names.push_back(absl::StrCat("and ", nodes.size() - static_cast<int>(limit), " more"));
      break;
    }
    names.push_back(node.name());
  }
  return absl::StrJoin(names, ", ");
}

void AppendColumns(const v1::Asset& asset, std::string* out) {
  std::vector<const v1::AssetColumn*> columns;
  for (const v1::AssetColumn& column : asset.columns()) {
    if (!column.dropped()) columns.push_back(&column);
  }
  if (columns.empty()) return;
  // Declared ones in their order, then those that only lineage names.
  std::stable_sort(columns.begin(), columns.end(), [](const auto* a, const auto* b) {
    return a->position() - 1 < b->position() - 1;
  });
  absl::StrAppend(out, "  columns\n");
  for (const v1::AssetColumn* column : columns) {
    absl::StrAppend(out, "    ", column->name());
    if (!column->type().empty()) absl::StrAppend(out, "  ", column->type());
    if (column->partition()) absl::StrAppend(out, "  partition");
    if (!column->comment().empty()) absl::StrAppend(out, "  -- ", column->comment());
    absl::StrAppend(out, "\n");
  }
}

std::string DescriptionText(const v1::Description& description, size_t limit) {
  const v1::Asset& asset = description.asset();
  std::string out = absl::StrCat(asset.name(), "  (", KindWord(asset.kind()),
                                 asset.dropped() ? ", dropped)\n" : ")\n");
  Line("comment", asset.comment(), &out);
  Line("owner", asset.owner(), &out);
  Line("tier", asset.tier(), &out);
  Line("tags", absl::StrJoin(asset.tags(), ", "), &out);
  Line("location", asset.location(), &out);
  if (asset.row_count() > 0) Line("rows", absl::StrCat(asset.row_count()), &out);
  if (asset.size_bytes() > 0) Line("bytes", absl::StrCat(asset.size_bytes()), &out);
  if (asset.data_time_ms() > 0) Line("fresh as of", TimeText(asset.data_time_ms()), &out);
  if (asset.partition_count() > 0) {
    Line("partitions",
         absl::StrCat(asset.partition_count(), asset.last_partition().empty() ? "" : ", last ",
                      asset.last_partition()),
         &out);
  }
  Line("source", asset.task().source(), &out);
  Line("schedule", asset.task().schedule(), &out);
  for (const v1::Property& property : asset.properties()) {
    absl::StrAppend(&out, "  ", property.key(), " = ", property.value(), "\n");
  }
  AppendColumns(asset, &out);
  Line("made by", Names(description.producers(), limit), &out);
  Line("made of", Names(description.upstream(), limit), &out);
  Line("read by", Names(description.consumers(), limit), &out);
  Line("goes into", Names(description.downstream(), limit), &out);
  if (!description.sql().empty()) {
    absl::StrAppend(
        &out, "  sql\n    ",
        absl::StrReplaceAll(absl::StripAsciiWhitespace(description.sql()), {{"\n", "\n    "}}),
        "\n");
  }
  if (!asset.view_query().empty())
    absl::StrAppend(&out, "  view query\n    ", asset.view_query(), "\n");
  return out;
}

absl::Status RunDescribe(Catalog* catalog, const LookupArguments& arguments) {
  AsOf as_of;
  absl::Status status = ReadAsOf(arguments, &as_of);
  if (!status.ok()) return status;
  const auto description = catalog->Describe(arguments.name, as_of);
  if (!description.ok()) return description.status();
  if (arguments.format == "json") return PrintAll(ToJson(*description));
  return PrintAll(DescriptionText(*description, arguments.limit));
}

absl::Status RunSearch(Catalog* catalog, const LookupArguments& arguments) {
  AsOf as_of;
  absl::Status status = ReadAsOf(arguments, &as_of);
  if (!status.ok()) return status;
  const auto result = catalog->Search(absl::StrJoin(arguments.words, " "), arguments.limit, as_of);
  if (!result.ok()) return result.status();
  if (arguments.format == "json") return PrintAll(ToJson(*result));
  std::string out;
  for (const auto& hit : result->hits()) {
    absl::StrAppend(&out, hit.node().name(),
                    hit.node().column().empty() ? "" : absl::StrCat(".", hit.node().column()),
                    "  (", KindWord(hit.node().kind()), hit.node().dropped() ? ", dropped)" : ")");
    if (hit.field() != "name" && hit.field() != "column") {
      absl::StrAppend(&out, "  ", hit.field(), ": ", hit.text());
    }
    absl::StrAppend(&out, "\n");
  }
  if (result->hits_size() == 0) out = "nothing found\n";
  if (result->truncated()) absl::StrAppend(&out, "... there is more: raise --limit\n");
  return PrintAll(out);
}

absl::Status PrintHistory(const v1::HistoryResult& result, const std::string& format, bool times) {
  if (format == "json") return PrintAll(ToJson(result));
  std::string out;
  for (const v1::HistoryEvent& event : result.events()) {
    if (times) {
      absl::StrAppend(&out, "@", event.epoch(), "  ", TimeText(event.time_ms()), "  ",
                      event.name());
      if (!event.actor().empty()) absl::StrAppend(&out, "  by ", event.actor());
    } else {
      absl::StrAppend(&out, event.name());
    }
    absl::StrAppend(&out, "\n");
    for (const std::string& change : event.changes()) absl::StrAppend(&out, "    ", change, "\n");
  }
  if (result.events_size() == 0) out = "nothing changed\n";
  if (result.truncated()) absl::StrAppend(&out, "... there is more: raise --limit\n");
  return PrintAll(out);
}

absl::Status RunHistory(Catalog* catalog, const LookupArguments& arguments) {
  AsOf as_of;
  absl::Status status = ReadAsOf(arguments, &as_of);
  if (!status.ok()) return status;
  const auto result = catalog->History(arguments.name, as_of, arguments.limit);
  if (!result.ok()) return result.status();
  return PrintHistory(*result, arguments.format, true);
}

absl::Status RunDiff(Catalog* catalog, const LookupArguments& arguments) {
  AsOf from;
  AsOf to;
  for (const auto& [text, as_of] : {std::pair{&arguments.from, &from}, {&arguments.to, &to}}) {
    if (text->empty()) continue;
    const auto parsed = ParseAsOf(*text);
    if (!parsed.ok()) return parsed.status();
    *as_of = *parsed;
  }
  const auto result = catalog->Diff(from, to, arguments.limit);
  if (!result.ok()) return result.status();
  return PrintHistory(*result, arguments.format, false);
}

using Runner = absl::Status (*)(Catalog*, const LookupArguments&);

struct Made {
  CLI::App* app;
  std::shared_ptr<LookupArguments> arguments;
};

Made AddLookup(CLI::App* program, const std::string& command, const std::string& description,
               const std::string& examples, const std::string& limited) {
  CLI::App* app = program->add_subcommand(command, description);
  const auto arguments = std::make_shared<LookupArguments>();
  if (command == "search") arguments->limit = 20;
  app->footer(absl::StrCat("EXAMPLES\n", examples, "\n", kCatalogFooter));
  AddCatalogFolder(app, &arguments->folder);
  if (command != "diff") AddAsOf(app, arguments.get());
  AddWordOption(app, "-f,--format", &arguments->format, "format", {"text", "json"},
                "text (default) is for eyes, json one message.");
  AddLimit(app, arguments.get(), limited);
  return {app, arguments};
}

Command Finish(const Made& made, Runner run) {
  const std::string name = absl::StrCat("headwater ", made.app->get_name());
  return {made.app, [arguments = made.arguments, name, run] {
            return WithCatalog(name, arguments->folder, CatalogMode::kRead,
                               [&](Catalog* catalog) { return run(catalog, *arguments); });
          }};
}

}  // namespace

Command AddDescribeCommand(CLI::App* program) {
  const Made made = AddLookup(
      program, "describe",
      "print what is known of a table, task or any other asset\n\nColumns, types, comments, owner, "
      "partitions, size, who makes and who reads it, and the SQL that makes it. A task that has "
      "the "
      "name of a table is task:NAME.",
      "  headwater describe dws.orders\n  headwater describe task:dws_orders_1d\n", "names a line");
  made.app->add_option("name", made.arguments->name, "")->type_name("NAME")->required();
  return Finish(made, RunDescribe);
}

Command AddSearchCommand(CLI::App* program) {
  const Made made = AddLookup(
      program, "search",
      "find assets by words\n\nAll words must stand in the name, the comment, the owner, the tags "
      "or the columns: as a word, as the beginning of one, or inside one. The best come first.",
      "  headwater search student amount\n  headwater search 学员\n", "assets");
  made.app->add_option("words", made.arguments->words, "")->type_name("WORD")->required();
  return Finish(made, RunSearch);
}

Command AddHistoryCommand(CLI::App* program) {
  const Made made = AddLookup(program, "history",
                              "print how an asset's schema and lineage changed\n\nOldest first.",
                              "  headwater history dws.orders\n"
                              "  headwater history task:dws_orders_1d --limit 10\n",
                              "changes");
  made.app->add_option("name", made.arguments->name, "")->type_name("NAME")->required();
  return Finish(made, RunHistory);
}

Command AddDiffCommand(CLI::App* program) {
  const Made made = AddLookup(
      program, "diff",
      "print what changed in the catalog between two times\n\nTimes are written as for --as-of.",
      "  headwater diff --from 2024-06-01 --to 2024-06-02\n  headwater diff --from @17\n",
      "assets");
  made.app->add_option("--from", made.arguments->from, "The earlier time.")
      ->type_name("TIME")
      ->required();
  made.app->add_option("--to", made.arguments->to, "The later time; else now.")->type_name("TIME");
  return Finish(made, RunDiff);
}

}  // namespace headwater::cli
