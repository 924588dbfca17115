#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lib/ast/enum_names.h"
#include "lib/ast/tree_printer.h"

namespace headwater::ast {
namespace {

absl::string_view KindOf(const Expression& node) {
  switch (node.kind) {
    case ExpressionKind::kColumn:
      return "ColumnExpr";
    case ExpressionKind::kStar:
      return "StarExpr";
    case ExpressionKind::kLiteral:
      return "LiteralExpr";
    case ExpressionKind::kInterval:
      return "IntervalExpr";
    case ExpressionKind::kTemplate:
      return "TemplateExpr";
    case ExpressionKind::kUnary:
      return "UnaryExpr";
    case ExpressionKind::kChain:
      return "ChainExpr";
    case ExpressionKind::kBetween:
      return "BetweenExpr";
    case ExpressionKind::kCase:
      return "CaseExpr";
    case ExpressionKind::kCast:
      return "CastExpr";
    case ExpressionKind::kCall:
      return "CallExpr";
    case ExpressionKind::kSubquery:
      return "SubqueryExpr";
    case ExpressionKind::kTuple:
      return "TupleExpr";
    case ExpressionKind::kLambda:
      return "LambdaExpr";
    case ExpressionKind::kField:
      return "FieldExpr";
    case ExpressionKind::kSubscript:
      return "SubscriptExpr";
  }
  return "";
}

}  // namespace

std::string NameText(const Name& name) {
  return name.quoted ? absl::StrCat("`", name.text, "`") : std::string(name.text);
}

std::string NameText(const List<Name>& path, absl::string_view separator) {
  return absl::StrJoin(path, separator,
                       [](std::string* out, const Name& name) { out->append(NameText(name)); });
}

void TreePrinter::Print(const Expression& node) {
  writer_->Begin(KindOf(node), node.range);
  switch (node.kind) {
    case ExpressionKind::kColumn:
      PathAttribute("path", node.As<ColumnExpr>().path);
      break;
    case ExpressionKind::kTemplate:
      Attribute("text", node.As<TemplateExpr>().text);
      break;
    case ExpressionKind::kTuple:
      Children("items", node.As<TupleExpr>().items);
      break;
    case ExpressionKind::kStar:
      Fields(node.As<StarExpr>());
      break;
    case ExpressionKind::kLiteral:
      Fields(node.As<LiteralExpr>());
      break;
    case ExpressionKind::kInterval:
      Fields(node.As<IntervalExpr>());
      break;
    case ExpressionKind::kUnary:
      Fields(node.As<UnaryExpr>());
      break;
    case ExpressionKind::kChain:
      Fields(node.As<ChainExpr>());
      break;
    case ExpressionKind::kBetween:
      Fields(node.As<BetweenExpr>());
      break;
    case ExpressionKind::kCase:
      Fields(node.As<CaseExpr>());
      break;
    case ExpressionKind::kCast:
      Fields(node.As<CastExpr>());
      break;
    case ExpressionKind::kCall:
      Fields(node.As<CallExpr>());
      break;
    case ExpressionKind::kSubquery:
      Fields(node.As<SubqueryExpr>());
      break;
    case ExpressionKind::kLambda:
      Fields(node.As<LambdaExpr>());
      break;
    case ExpressionKind::kField:
      Fields(node.As<FieldExpr>());
      break;
    case ExpressionKind::kSubscript:
      Fields(node.As<SubscriptExpr>());
      break;
  }
  writer_->End();
}

void TreePrinter::Fields(const StarExpr& node) {
  PathAttribute("qualifier", node.qualifier);
  NamesAttribute("except", node.except);
  Children("replace", node.replace);
}

void TreePrinter::Fields(const LiteralExpr& node) {
  Attribute("literal_kind", NameOf(node.literal_kind));
  Attribute("type", node.type);
  Attribute("text", node.text);
}

void TreePrinter::Fields(const IntervalExpr& node) {
  Attribute("unit", node.unit);
  Child("value", node.value);
  Children("more_values", node.more_values);
}

void TreePrinter::Fields(const UnaryExpr& node) {
  Attribute("op", NameOf(node.op));
  Child("operand", node.operand);
}

void TreePrinter::Fields(const BetweenExpr& node) {
  Flag("negated", node.negated);
  Child("operand", node.operand);
  Child("low", node.low);
  Child("high", node.high);
}

void TreePrinter::Fields(const CastExpr& node) {
  Attribute("function", node.function);
  Attribute("type", node.type);
  Child("operand", node.operand);
}

void TreePrinter::Fields(const SubqueryExpr& node) {
  Flag("exists", node.exists);
  Child("query", node.query);
}

void TreePrinter::Fields(const LambdaExpr& node) {
  NamesAttribute("parameters", node.parameters);
  Child("body", node.body);
}

void TreePrinter::Fields(const FieldExpr& node) {
  NameAttribute("field", node.field);
  Child("base", node.base);
}

void TreePrinter::Fields(const SubscriptExpr& node) {
  Child("base", node.base);
  Child("index", node.index);
  Child("end", node.end);
}

void TreePrinter::Fields(const ChainExpr& node) {
  // A long chain mostly repeats one operator; it is said once then.
  bool same = true;
  for (const Operator op : node.ops) same = same && op == node.ops.front();
  Attribute("ops", same && !node.ops.empty()
                       ? std::string(NameOf(node.ops.front()))
                       : absl::StrJoin(node.ops, ",", [](std::string* out, Operator op) {
                           absl::StrAppend(out, NameOf(op));
                         }));
  Attribute("quantifier", NameOf(node.quantifier));
  Children("operands", node.operands);
}

void TreePrinter::Fields(const CaseExpr& node) {
  Child("operand", node.operand);
  Children("whens", node.whens);
  Child("otherwise", node.otherwise);
}

void TreePrinter::Fields(const CallExpr& node) {
  PathAttribute("name", node.name);
  Flag("distinct", node.distinct);
  Attribute("keyword", node.keyword);
  Attribute("null_treatment", node.null_treatment);
  Children("arguments", node.arguments);
  Children("table_arguments", node.table_arguments);
  Children("order_by", node.order_by);
  Child("separator", node.separator);
  Child("filter", node.filter);
  Child("over", node.over);
}

void TreePrinter::Print(const NamedExpr& node) {
  writer_->Begin("NamedExpr");
  NameAttribute("alias", node.alias);
  Child("value", node.value);
  writer_->End();
}

void TreePrinter::Print(const WhenClause& node) {
  writer_->Begin("WhenClause");
  Child("condition", node.condition);
  Child("result", node.result);
  writer_->End();
}

void TreePrinter::Print(const SortKey& node) {
  writer_->Begin("SortKey");
  Flag("descending", node.descending);
  Attribute("nulls", node.nulls);
  Child("value", node.value);
  writer_->End();
}

void TreePrinter::Print(const WindowSpec& node) {
  writer_->Begin("WindowSpec");
  NameAttribute("base", node.base);
  Attribute("frame", node.frame);
  Children("partition_by", node.partition_by);
  Children("order_by", node.order_by);
  Children("frame_bounds", node.frame_bounds);
  writer_->End();
}

}  // namespace headwater::ast
