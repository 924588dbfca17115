#include "headwater/ast/print.h"
#include "lib/ast/enum_names.h"
#include "lib/ast/tree_printer.h"

namespace headwater::ast {
namespace {

absl::string_view KindOf(const Statement& node) {
  switch (node.kind) {
    case StatementKind::kQuery:
      return "QueryStatement";
    case StatementKind::kInsert:
      return "InsertStatement";
    case StatementKind::kCreateTable:
      return "CreateTableStatement";
    case StatementKind::kCreateView:
      return "CreateViewStatement";
    case StatementKind::kMerge:
      return "MergeStatement";
    case StatementKind::kUpdate:
      return "UpdateStatement";
    case StatementKind::kDelete:
      return "DeleteStatement";
    case StatementKind::kLoad:
      return "LoadStatement";
    case StatementKind::kExport:
      return "ExportStatement";
    case StatementKind::kImport:
      return "ImportStatement";
    case StatementKind::kDrop:
      return "DropStatement";
    case StatementKind::kTruncate:
      return "TruncateStatement";
    case StatementKind::kAlter:
      return "AlterStatement";
    case StatementKind::kCreateDatabase:
      return "DatabaseStatement";
    case StatementKind::kUse:
      return "UseStatement";
    case StatementKind::kSet:
      return "SetStatement";
    case StatementKind::kCache:
      return "CacheStatement";
    case StatementKind::kExplain:
      return "ExplainStatement";
    case StatementKind::kOther:
      return "OtherStatement";
  }
  return "";
}

}  // namespace

void AppendTree(const Statement& statement, absl::string_view source, LineIndex* lines,
                TreeFormat format, std::string* out) {
  TreeWriter writer(lines, format, out);
  TreePrinter(&writer).Print(statement, format == TreeFormat::kJson ? source : "");
}

void TreePrinter::Print(const Statement& node, absl::string_view source) {
  writer_->Begin(KindOf(node), node.range);
  Attribute("source", source);
  switch (node.kind) {
    case StatementKind::kQuery:
      Fields(node.As<QueryStatement>());
      break;
    case StatementKind::kInsert:
      Fields(node.As<InsertStatement>());
      break;
    case StatementKind::kCreateTable:
      Fields(node.As<CreateTableStatement>());
      break;
    case StatementKind::kCreateView:
      Fields(node.As<CreateViewStatement>());
      break;
    case StatementKind::kMerge:
      Fields(node.As<MergeStatement>());
      break;
    case StatementKind::kUpdate:
      Fields(node.As<UpdateStatement>());
      break;
    case StatementKind::kDelete:
      Fields(node.As<DeleteStatement>());
      break;
    case StatementKind::kLoad:
      Fields(node.As<LoadStatement>());
      break;
    case StatementKind::kExport:
      Fields(node.As<ExportStatement>());
      break;
    case StatementKind::kImport:
      Fields(node.As<ImportStatement>());
      break;
    case StatementKind::kDrop:
      Fields(node.As<DropStatement>());
      break;
    case StatementKind::kTruncate:
      Fields(node.As<TruncateStatement>());
      break;
    case StatementKind::kAlter:
      Fields(node.As<AlterStatement>());
      break;
    case StatementKind::kCreateDatabase:
      Fields(node.As<DatabaseStatement>());
      break;
    case StatementKind::kUse:
      Fields(node.As<UseStatement>());
      break;
    case StatementKind::kSet:
      Fields(node.As<SetStatement>());
      break;
    case StatementKind::kCache:
      Fields(node.As<CacheStatement>());
      break;
    case StatementKind::kExplain:
      Child("statement", node.As<ExplainStatement>().statement);
      break;
    case StatementKind::kOther:
      Fields(node.As<OtherStatement>());
      break;
  }
  writer_->End();
}

void TreePrinter::Fields(const QueryStatement& node) {
  Attribute("outfile", node.outfile);
  NamesAttribute("variables", node.variables);
  Child("query", node.query);
}

void TreePrinter::Fields(const InsertStatement& node) {
  Child("with", node.with);
  Child("from", node.from);
  Children("branches", node.branches);
}

void TreePrinter::Print(const InsertBranch& node) {
  writer_->Begin("InsertBranch");
  Child("target", &node.target);
  Child("query", node.query);
  writer_->End();
}

void TreePrinter::Print(const InsertTarget& node) {
  writer_->Begin("InsertTarget", node.range);
  PathAttribute("table", node.table);
  Flag("is_directory", node.is_directory);
  Attribute("directory", node.directory);
  Flag("local", node.local);
  Attribute("mode", NameOf(node.mode));
  Flag("by_name", node.by_name);
  NamesAttribute("columns", node.columns);
  NamesAttribute("partition_names", node.partition_names);
  Flag("all_partitions", node.all_partitions);
  NameAttribute("label", node.label);
  Children("partition", node.partition);
  writer_->End();
}

void TreePrinter::Fields(const CreateTableStatement& node) {
  PathAttribute("name", node.name);
  Flag("temporary", node.temporary);
  Flag("external", node.external);
  Flag("if_not_exists", node.if_not_exists);
  Flag("or_replace", node.or_replace);
  PathAttribute("like", node.like);
  Attribute("like_file", node.like_file);
  Attribute("location", node.location);
  Attribute("comment", node.comment);
  Children("columns", node.columns);
  Children("partition_columns", node.partition_columns);
  Child("query", node.query);
}

void TreePrinter::Fields(const CreateViewStatement& node) {
  PathAttribute("name", node.name);
  Flag("temporary", node.temporary);
  Flag("materialized", node.materialized);
  Flag("or_replace", node.or_replace);
  Flag("if_not_exists", node.if_not_exists);
  PathAttribute("on_table", node.on_table);
  Attribute("comment", node.comment);
  Children("columns", node.columns);
  Child("query", node.query);
}

void TreePrinter::Print(const ColumnDefinition& node) {
  writer_->Begin("ColumnDefinition", node.range);
  NameAttribute("name", node.name);
  Attribute("type", node.type);
  Flag("generated", node.generated);
  Attribute("comment", node.comment);
  Child("default_value", node.default_value);
  writer_->End();
}

void TreePrinter::Fields(const MergeStatement& node) {
  PathAttribute("target", node.target);
  NameAttribute("target_alias", node.target_alias);
  Child("with", node.with);
  Child("source", node.source);
  Child("on", node.on);
  Children("clauses", node.clauses);
}

void TreePrinter::Print(const MergeClause& node) {
  writer_->Begin("MergeClause");
  Attribute("match", NameOf(node.match));
  Attribute("action", NameOf(node.action));
  Flag("star", node.star);
  std::string columns;
  for (const NamePath& path : node.columns) {
    if (!columns.empty()) columns.push_back(',');
    columns.append(NameText(path, "."));
  }
  Attribute("columns", columns);
  Child("condition", node.condition);
  Children("assignments", node.assignments);
  Children("values", node.values);
  writer_->End();
}

void TreePrinter::Print(const Assignment& node) {
  writer_->Begin("Assignment");
  PathAttribute("target", node.target);
  Child("value", node.value);
  writer_->End();
}

void TreePrinter::Fields(const UpdateStatement& node) {
  PathAttribute("target", node.target);
  NameAttribute("target_alias", node.target_alias);
  Child("with", node.with);
  Children("assignments", node.assignments);
  Child("from", node.from);
  Child("where", node.where);
}

void TreePrinter::Fields(const DeleteStatement& node) {
  PathAttribute("target", node.target);
  NameAttribute("target_alias", node.target_alias);
  NamesAttribute("partitions", node.partitions);
  Child("with", node.with);
  Child("using", node.using_relation);
  Child("where", node.where);
}

void TreePrinter::Fields(const LoadStatement& node) {
  Attribute("path", node.path);
  Flag("local", node.local);
  Flag("overwrite", node.overwrite);
  PathAttribute("table", node.table);
  Children("partition", node.partition);
}

void TreePrinter::Fields(const ExportStatement& node) {
  PathAttribute("table", node.table);
  Attribute("path", node.path);
  NamesAttribute("partition_names", node.partition_names);
  Children("partition", node.partition);
}

void TreePrinter::Fields(const ImportStatement& node) {
  PathAttribute("table", node.table);
  Attribute("path", node.path);
  Children("partition", node.partition);
}

void TreePrinter::Fields(const DropStatement& node) {
  Attribute("object", NameOf(node.object));
  PathAttribute("name", node.name);
  Flag("temporary", node.temporary);
  Flag("if_exists", node.if_exists);
}

void TreePrinter::Fields(const TruncateStatement& node) {
  PathAttribute("table", node.table);
  NamesAttribute("partition_names", node.partition_names);
  Children("partition", node.partition);
}

void TreePrinter::Fields(const DatabaseStatement& node) {
  PathAttribute("name", node.name);
  Flag("if_not_exists", node.if_not_exists);
  Attribute("location", node.location);
  Attribute("comment", node.comment);
}

void TreePrinter::Fields(const UseStatement& node) {
  PathAttribute("name", node.name);
  Flag("catalog", node.catalog);
}

void TreePrinter::Fields(const SetStatement& node) {
  Attribute("key", node.key);
  Attribute("value", node.value);
}

void TreePrinter::Fields(const AlterStatement& node) {
  Attribute("object", NameOf(node.object));
  PathAttribute("name", node.name);
  Attribute("action", NameOf(node.action));
  Attribute("text", node.text);
  NamesAttribute("names", node.names);
  PathAttribute("new_name", node.new_name);
  if (node.action == AlterAction::kSwapTable) Flag("swap", node.swap);
  Attribute("location", node.location);
  NamesAttribute("partition_names", node.partition_names);
  Children("columns", node.columns);
  Children("partition", node.partition);
  Child("query", node.query);
}

void TreePrinter::Fields(const CacheStatement& node) {
  PathAttribute("name", node.name);
  Flag("uncache", node.uncache);
  Flag("lazy", node.lazy);
  Child("query", node.query);
}

void TreePrinter::Fields(const OtherStatement& node) {
  Attribute("name", node.name);
  Children("assets", node.assets);
  NamesAttribute("variables", node.variables);
  Flag("runs_carried", node.runs_carried);
  Child("carried", node.carried);
}

void TreePrinter::Print(const TouchedAsset& node) {
  writer_->Begin("TouchedAsset", node.range);
  Attribute("kind", NameOf(node.kind));
  if (node.access != AssetAccess::kNamed) Attribute("access", NameOf(node.access));
  PathAttribute("name", node.name);
  writer_->End();
}

}  // namespace headwater::ast
