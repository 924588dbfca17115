// What jobs of Sqoop, DataX and SeaTunnel have in common: they copy columns from one end to
// another.

#ifndef HEADWATER_LIB_CATALOG_IMPORT_TRANSFER_H_
#define HEADWATER_LIB_CATALOG_IMPORT_TRANSFER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/catalog_import.h"
#include "headwater/v1/catalog.pb.h"

namespace headwater::catalog {

// One end of a transfer. `columns` may be empty (all of them) or hold "*".
struct TransferEnd {
  std::string name;
  std::string query;  // instead of a name: SQL that is sent to the source
  std::string url;    // of the source, where the query's tables are
  std::vector<std::string> columns;
};

// Adds what flows from `from` to `to`: columns by position where both sides name them, or the
// query's lineage.
void AddTransfer(const TransferEnd& from, const TransferEnd& to, v1::TaskVersion* task);

// "mysql.shop.orders" for jdbc:mysql://host:3306/shop?x=y and orders: the system, the database and
// the table. A table that names its database keeps it. Without a URL the table as it is.
std::string JdbcTable(absl::string_view url, absl::string_view table);

// Adds what the views among the assets are made of, a task "view:NAME" for each. A query that
// cannot be read is a problem at line 1, as dumps of rows have no lines for it.
void AddViews(Dialect dialect, absl::string_view transfer, Imported* imported);

// The Hive table ods.orders for hdfs://nn/user/hive/warehouse/ods.db/orders/dt=1; other paths as
// they are.
std::string PathName(const std::string& path);

// "ods.orders" for "doris.ods.orders": tables of a warehouse that is read here are named as in SQL.
std::string WithoutSystem(const std::string& name);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_IMPORT_TRANSFER_H_
