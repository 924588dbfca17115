// Which catalog a command works on, and what commands on catalogs share.

#ifndef HEADWATER_BINDINGS_CLI_CATALOG_FOLDER_H_
#define HEADWATER_BINDINGS_CLI_CATALOG_FOLDER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "headwater/catalog.h"

namespace CLI {
class App;
}  // namespace CLI

namespace headwater::cli {

// The options of all commands that read a catalog.
struct CatalogArguments {
  std::string folder;
  std::string as_of;
  std::string format = "text";
  size_t limit = 1000;
};

void AddCatalogFolder(CLI::App* app, std::string* folder);
void AddAsOf(CLI::App* app, CatalogArguments* arguments);
void AddLimit(CLI::App* app, CatalogArguments* arguments, const std::string& what);

// --catalog, else HEADWATER_CATALOG, else empty.
std::string CatalogFolder(const std::string& option);

// Opens the catalog of `arguments` and calls `run`; its errors, and all others, are told on stderr
// as those of `command`. Returns the exit status.
int WithCatalog(const std::string& command, const std::string& folder, CatalogMode mode,
                const std::function<absl::Status(Catalog*)>& run);

// Tells an error. A name that is not there and the like: kTrouble; a wrong argument: kWrongUsage.
int ReportError(const std::string& command, const absl::Status& status);

// Reads --as-of; empty means now.
absl::Status ReadAsOf(const CatalogArguments& arguments, AsOf* as_of);

// One line of JSON.
std::string ToJson(const google::protobuf::Message& message);

absl::Status PrintAll(const std::string& text);

// "2024-06-01 12:30:00", in UTC; "-" for 0.
std::string TimeText(int64_t time_ms);

constexpr char kCatalogFooter[] =
    "EXIT STATUS\n"
    "  0       all fine\n"
    "  1       there is no such name, or the catalog cannot be read\n"
    "  2       wrong usage\n"
    "\n"
    "ENVIRONMENT\n"
    "  HEADWATER_CATALOG  the catalog's folder where --catalog is not given\n";

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_CATALOG_FOLDER_H_
