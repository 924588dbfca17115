#include "lib/ast/enum_names.h"
#include "lib/ast/tree_printer.h"

namespace headwater::ast {
namespace {

absl::string_view KindOf(const Relation& node) {
  switch (node.kind) {
    case RelationKind::kTable:
      return "TableRelation";
    case RelationKind::kSubquery:
      return "SubqueryRelation";
    case RelationKind::kFunction:
      return "FunctionRelation";
    case RelationKind::kValues:
      return "ValuesRelation";
    case RelationKind::kJoin:
      return "JoinRelation";
    case RelationKind::kLateralView:
      return "LateralViewRelation";
    case RelationKind::kPivot:
      return "PivotRelation";
    case RelationKind::kUnpivot:
      return "UnpivotRelation";
  }
  return "";
}

}  // namespace

void TreePrinter::Print(const Relation& node) {
  writer_->Begin(KindOf(node), node.range);
  if (node.kind == RelationKind::kTable) PathAttribute("name", node.As<TableRelation>().name);
  NameAttribute("alias", node.alias);
  NamesAttribute("column_aliases", node.column_aliases);
  switch (node.kind) {
    case RelationKind::kTable: {
      const auto& table = node.As<TableRelation>();
      NamesAttribute("partitions", table.partitions);
      Flag("sampled", table.sampled);
      Child("as_of", table.as_of);
      break;
    }
    case RelationKind::kSubquery:
      Flag("lateral", node.As<SubqueryRelation>().lateral);
      Child("query", node.As<SubqueryRelation>().query);
      break;
    case RelationKind::kFunction:
      Flag("lateral", node.As<FunctionRelation>().lateral);
      // A CallExpr is an Expression like any other; its own kind is printed.
      Child<Expression>("call", node.As<FunctionRelation>().call);
      break;
    case RelationKind::kValues:
      Child<QueryBody>("values", node.As<ValuesRelation>().values);
      break;
    case RelationKind::kJoin:
      Fields(node.As<JoinRelation>());
      break;
    case RelationKind::kLateralView: {
      const auto& view = node.As<LateralViewRelation>();
      Flag("outer", view.outer);
      Child("input", view.input);
      Child<Expression>("call", view.call);
      break;
    }
    case RelationKind::kPivot:
      Fields(node.As<PivotRelation>());
      break;
    case RelationKind::kUnpivot:
      Fields(node.As<UnpivotRelation>());
      break;
  }
  writer_->End();
}

void TreePrinter::Fields(const JoinRelation& node) {
  Attribute("join", NameOf(node.join_kind));
  Flag("natural", node.natural);
  NamesAttribute("using", node.using_columns);
  Child("left", node.left);
  Child("right", node.right);
  Child("on", node.on);
}

void TreePrinter::Fields(const PivotRelation& node) {
  NamesAttribute("columns", node.columns);
  Child("input", node.input);
  Children("aggregates", node.aggregates);
  Children("values", node.values);
}

void TreePrinter::Fields(const UnpivotRelation& node) {
  NamesAttribute("value_columns", node.value_columns);
  NameAttribute("name_column", node.name_column);
  Child("input", node.input);
  Children("columns", node.columns);
}

void TreePrinter::Print(const PartitionItem& node) {
  writer_->Begin("PartitionItem", node.name.range);
  NameAttribute("name", node.name);
  Attribute("op", node.op);
  Child("value", node.value);
  writer_->End();
}

void TreePrinter::Print(const PivotValue& node) {
  writer_->Begin("PivotValue");
  NameAttribute("alias", node.alias);
  Child("value", node.value);
  writer_->End();
}

void TreePrinter::Print(const UnpivotColumn& node) {
  writer_->Begin("UnpivotColumn");
  std::string columns;
  for (const NamePath& path : node.columns) {
    if (!columns.empty()) columns.push_back(',');
    columns.append(NameText(path, "."));
  }
  Attribute("columns", columns);
  NameAttribute("alias", node.alias);
  writer_->End();
}

}  // namespace headwater::ast
