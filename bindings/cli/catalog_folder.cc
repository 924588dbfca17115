#include "catalog_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <ctime>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "diagnostic_output.h"
#include "google/protobuf/util/json_util.h"
#include "help_formatter.h"
#include "output_file.h"
#include "program.h"
#include "wrong_usage.h"

namespace headwater::cli {

void AddCatalogFolder(CLI::App* app, std::string* folder) {
  app->add_option("-c,--catalog", *folder,
                  "The catalog's folder; else that of the environment's HEADWATER_CATALOG.")
      ->type_name("DIR");
}

void AddAsOf(CLI::App* app, CatalogArguments* arguments) {
  app->add_option("--as-of", arguments->as_of,
                  "Answer as of that time: 2024-06-01 (its end), 2024-06-01T12:30:00Z, or @17 for "
                  "epoch 17; else now.")
      ->type_name("TIME");
}

void AddLimit(CLI::App* app, CatalogArguments* arguments, const std::string& what) {
  TakeNumber(app->add_option("--limit", arguments->limit,
                             absl::StrCat("At most so many ", what, "; ", arguments->limit,
                                          " when not given. The answer says when there are more.")),
             1, 1'000'000'000);
}

std::string CatalogFolder(const std::string& option) {
  if (!option.empty()) return option;
  const char* value = std::getenv("HEADWATER_CATALOG");
  return value == nullptr ? "" : value;
}

int ReportError(const std::string& command, const absl::Status& status) {
  if (status.ok()) return kFine;
  if (status.code() == absl::StatusCode::kInvalidArgument) {
    return ReportWrongUsage(command, status.message());
  }
  WriteDiagnostics(absl::StrCat(command, ": ", status.message(), "\n"));
  return kTrouble;
}

int WithCatalog(const std::string& command, const std::string& folder, CatalogMode mode,
                const std::function<absl::Status(Catalog*)>& run) {
  const std::string path = CatalogFolder(folder);
  if (path.empty()) {
    return ReportWrongUsage(command, "name the catalog: --catalog DIR, or HEADWATER_CATALOG");
  }
  CatalogOptions options;
  options.mode = mode;
  options.holder = command;
  const auto catalog = Catalog::Open(path, options);
  if (!catalog.ok()) return ReportError(command, catalog.status());
  return ReportError(command, run(catalog->get()));
}

absl::Status ReadAsOf(const CatalogArguments& arguments, AsOf* as_of) {
  if (arguments.as_of.empty()) return absl::OkStatus();
  const auto parsed = ParseAsOf(arguments.as_of);
  if (!parsed.ok()) return parsed.status();
  *as_of = *parsed;
  return absl::OkStatus();
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails for text that is not UTF-8 only, which proto3 keeps out.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  json.push_back('\n');
  return json;
}

absl::Status PrintAll(const std::string& text) {
  OutputFile output;
  absl::Status status = output.Open("");
  output.Write(text);
  status.Update(output.Close());
  return status;
}

std::string TimeText(int64_t time_ms) {
  if (time_ms == 0) return "-";
  const std::time_t seconds = time_ms / 1000;
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &utc);
  return text;
}

}  // namespace headwater::cli
