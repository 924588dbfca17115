// Tables of --schema, and behind them those of a catalog.

#ifndef HEADWATER_BINDINGS_CLI_LAYERED_SCHEMA_H_
#define HEADWATER_BINDINGS_CLI_LAYERED_SCHEMA_H_

#include "headwater/schema.h"

namespace headwater::cli {

// What files say goes before what the catalog knows. Both must outlive it.
class LayeredSchema : public SchemaProvider {
 public:
  LayeredSchema(const SchemaProvider* files, const SchemaProvider* catalog)
      : files_(files), catalog_(catalog) {}
  const TableSchema* FindTable(absl::string_view name) const override {
    const TableSchema* table = files_->FindTable(name);
    return table != nullptr ? table : catalog_->FindTable(name);
  }

 private:
  const SchemaProvider* const files_;
  const SchemaProvider* const catalog_;
};

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_LAYERED_SCHEMA_H_
