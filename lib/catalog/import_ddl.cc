// What SHOW CREATE TABLE printed.

#include "absl/strings/str_cat.h"
#include "headwater/catalog_import.h"
#include "headwater/headwater.h"
#include "lib/catalog/lineage_facts.h"

namespace headwater {
namespace {

void AddAsset(const v1::Change& change, Imported* imported) {
  v1::Asset* asset = imported->publication.add_assets();
  asset->set_name(change.dataset());
  asset->set_kind(catalog::KindOf(change.dataset_kind(), change.dataset()));
  for (const v1::Column& column : change.columns()) {
    v1::AssetColumn* added = asset->add_columns();
    added->set_name(column.name());
    added->set_type(column.type());
    added->set_comment(column.comment());
    added->set_partition(column.partition());
  }
}

}  // namespace

absl::StatusOr<Imported> ReadCreateStatements(absl::string_view text, Dialect dialect,
                                              absl::string_view default_database) {
  Imported imported;
  LineageOptions options;
  options.dialect = dialect;
  options.default_database = std::string(default_database);
  const absl::Status status =
      VisitLineage(text, options, [&](const v1::StatementLineage& statement) {
        for (const v1::Diagnostic& diagnostic : statement.diagnostics()) {
          if (diagnostic.severity() == v1::Diagnostic::ERROR) {
            imported.problems.push_back(
                absl::StrCat(diagnostic.span().line(), ": ", diagnostic.message()));
          }
        }
        for (const v1::Change& change : statement.changes()) {
          if ((change.kind() == v1::Change::CREATE || change.kind() == v1::Change::REPLACE) &&
              statement.kind() != v1::StatementLineage::CREATE_DATABASE) {
            AddAsset(change, &imported);
          }
        }
        if (statement.outputs_size() == 1 && statement.inputs_size() > 0 &&
            (statement.kind() == v1::StatementLineage::CREATE_VIEW ||
             statement.kind() == v1::StatementLineage::CREATE_MATERIALIZED_VIEW)) {
          v1::TaskVersion* task = imported.publication.add_tasks();
          task->set_name(absl::StrCat("view:", statement.outputs(0).name()));
          task->set_transfer("ddl");
          *task->mutable_lineage()->add_statements() = statement;
        }
        return true;
      });
  if (!status.ok()) return status;
  return imported;
}

}  // namespace headwater
