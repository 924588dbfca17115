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
    case ExpressionKind::kStar: {
      const auto& star = node.As<StarExpr>();
      PathAttribute("qualifier", star.qualifier);
      NamesAttribute("except", star.except);
      Children("replace", star.replace);
      break;
    }
    case ExpressionKind::kLiteral: {
      const auto& literal = node.As<LiteralExpr>();
      Attribute("literal_kind", NameOf(literal.literal_kind));
      Attribute("type", literal.type);
      Attribute("text", literal.text);
      break;
    }
    case ExpressionKind::kInterval: {
      const auto& interval = node.As<IntervalExpr>();
      Attribute("unit", interval.unit);
      Child("value", interval.value);
      Children("more_values", interval.more_values);
      break;
    }
    case ExpressionKind::kTemplate:
      Attribute("text", node.As<TemplateExpr>().text);
      break;
    case ExpressionKind::kUnary:
      Attribute("op", NameOf(node.As<UnaryExpr>().op));
      Child("operand", node.As<UnaryExpr>().operand);
      break;
    case ExpressionKind::kChain:
      Fields(node.As<ChainExpr>());
      break;
    case ExpressionKind::kBetween: {
      const auto& between = node.As<BetweenExpr>();
      Flag("negated", between.negated);
      Child("operand", between.operand);
      Child("low", between.low);
      Child("high", between.high);
      break;
    }
    case ExpressionKind::kCase:
      Fields(node.As<CaseExpr>());
      break;
    case ExpressionKind::kCast: {
      const auto& cast = node.As<CastExpr>();
      Attribute("function", cast.function);
      Attribute("type", cast.type);
      Child("operand", cast.operand);
      break;
    }
    case ExpressionKind::kCall:
      Fields(node.As<CallExpr>());
      break;
    case ExpressionKind::kSubquery:
      Flag("exists", node.As<SubqueryExpr>().exists);
      Child("query", node.As<SubqueryExpr>().query);
      break;
    case ExpressionKind::kTuple:
      Children("items", node.As<TupleExpr>().items);
      break;
    case ExpressionKind::kLambda:
      NamesAttribute("parameters", node.As<LambdaExpr>().parameters);
      Child("body", node.As<LambdaExpr>().body);
      break;
    case ExpressionKind::kField:
      NameAttribute("field", node.As<FieldExpr>().field);
      Child("base", node.As<FieldExpr>().base);
      break;
    case ExpressionKind::kSubscript: {
      const auto& subscript = node.As<SubscriptExpr>();
      Child("base", subscript.base);
      Child("index", subscript.index);
      Child("end", subscript.end);
      break;
    }
  }
  writer_->End();
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
