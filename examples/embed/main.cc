#include <iostream>

#include "headwater/headwater.h"

int main() {
  headwater::LineageOptions options;
  options.dialect = headwater::Dialect::kHive;
  const auto lineage = headwater::ExtractLineage(
      "INSERT OVERWRITE TABLE dws.course_sales SELECT o.course_id, SUM(o.price * o.seats) revenue "
      "FROM dwd.orders o WHERE o.status = 'paid' GROUP BY o.course_id",
      options);
  if (!lineage.ok()) {
    std::cerr << lineage.status() << "\n";
    return 1;
  }
  for (const auto& statement : lineage->statements())
    for (const auto& column : statement.columns())
      for (const auto& from : column.sources())
        std::cout << from.dataset() << "." << from.column() << " -> " << column.target() << "\n";
}
