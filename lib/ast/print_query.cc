#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lib/ast/enum_names.h"
#include "lib/ast/tree_printer.h"

namespace headwater::ast {
namespace {

absl::string_view KindOf(const QueryBody& node) {
  switch (node.kind) {
    case QueryBodyKind::kSelect:
      return "SelectBody";
    case QueryBodyKind::kSetOperation:
      return "SetOperationBody";
    case QueryBodyKind::kValues:
      return "ValuesBody";
    case QueryBodyKind::kTable:
      return "TableBody";
    case QueryBodyKind::kParenthesised:
      return "ParenthesisedBody";
  }
  return "";
}

std::string SetOperationText(const SetOperation& operation) {
  return absl::StrCat(NameOf(operation.op), operation.all ? "_all" : "",
                      operation.by_name ? "_by_name" : "");
}

}  // namespace

void TreePrinter::Print(const Query& node) {
  writer_->Begin("Query", node.range);
  Child("with", node.with);
  Child("body", node.body);
  Children("windows", node.windows);
  Children("order_by", node.order_by);
  Children("distribute_by", node.distribute_by);
  Children("sort_by", node.sort_by);
  Child("limit", node.limit);
  Child("offset", node.offset);
  writer_->End();
}

void TreePrinter::Print(const WithClause& node) {
  writer_->Begin("WithClause");
  Flag("recursive", node.recursive);
  Children("tables", node.tables);
  writer_->End();
}

void TreePrinter::Print(const CommonTable& node) {
  writer_->Begin("CommonTable", node.range);
  NameAttribute("name", node.name);
  NamesAttribute("columns", node.columns);
  Child("query", node.query);
  writer_->End();
}

void TreePrinter::Print(const QueryBody& node) {
  writer_->Begin(KindOf(node), node.range);
  switch (node.kind) {
    case QueryBodyKind::kSelect:
      Fields(node.As<SelectBody>());
      break;
    case QueryBodyKind::kSetOperation: {
      const auto& body = node.As<SetOperationBody>();
      Attribute("ops", absl::StrJoin(body.ops, ",", [](std::string* out, const SetOperation& op) {
                  out->append(SetOperationText(op));
                }));
      Children("inputs", body.inputs);
      break;
    }
    case QueryBodyKind::kValues:
      Children("rows", node.As<ValuesBody>().rows);
      break;
    case QueryBodyKind::kTable:
      PathAttribute("name", node.As<TableBody>().name);
      break;
    case QueryBodyKind::kParenthesised:
      Child("query", node.As<ParenthesisedBody>().query);
      break;
  }
  writer_->End();
}

void TreePrinter::Fields(const SelectBody& node) {
  Flag("distinct", node.distinct);
  Attribute("hints", absl::StrJoin(node.hints, " "));
  Child("transform", node.transform);
  Children("items", node.items);
  Child("from", node.from);
  Child("where", node.where);
  Child("group_by", node.group_by);
  Child("having", node.having);
  Child("qualify", node.qualify);
  Children("windows", node.windows);
}

void TreePrinter::Print(const SelectItem& node) {
  writer_->Begin("SelectItem", node.range);
  NamesAttribute("aliases", node.aliases);
  Child("value", node.value);
  writer_->End();
}

void TreePrinter::Print(const TransformClause& node) {
  writer_->Begin("TransformClause");
  Attribute("script", node.script);
  NamesAttribute("columns", node.columns);
  Children("arguments", node.arguments);
  writer_->End();
}

void TreePrinter::Print(const GroupBy& node) {
  writer_->Begin("GroupBy");
  Attribute("grouping", NameOf(node.kind));
  Children("expressions", node.expressions);
  Children("sets", node.sets);
  writer_->End();
}

void TreePrinter::Print(const GroupingSet& node) {
  writer_->Begin("GroupingSet");
  Children("expressions", node.expressions);
  writer_->End();
}

void TreePrinter::Print(const NamedWindow& node) {
  writer_->Begin("NamedWindow");
  NameAttribute("name", node.name);
  Child("spec", node.spec);
  writer_->End();
}

void TreePrinter::Print(const ExpressionList& row) {
  writer_->Begin("Row");
  Children("values", row);
  writer_->End();
}

}  // namespace headwater::ast
