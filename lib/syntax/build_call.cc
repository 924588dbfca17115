// Function calls and windows: grammar/Expressions.g4, section "calls".

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::Expression;
using ast::ExpressionKind;

const ast::CallExpr* AstBuilder::BuildCall(ast::NamePath name, Grammar::CallSuffixContext* context,
                                           uint32_t begin) {
  auto* call = New<ast::CallExpr>(ExpressionKind::kCall, {begin, context->Last()->end});
  call->name = name;
  if (context->quantifier != nullptr) call->distinct = context->quantifier->type == T_KW_DISTINCT;
  if (context->partitioned != nullptr) {
    call->table_arguments = BuildPartitionedInput(context->partitioned);
    return call;
  }
  std::vector<const Expression*> arguments;
  std::vector<const ast::Query*> tables;
  ++call_depth_;
  for (Grammar::ArgumentContext* argument : context->arguments) {
    AddArgument(argument, call, &arguments);
    const SqlToken* first = argument->First();
    if (first->type == T_KW_TABLE && !arguments.empty() &&
        arguments.back()->kind == ExpressionKind::kSubquery) {
      tables.push_back(arguments.back()->As<ast::SubqueryExpr>().query);
      arguments.pop_back();
    }
  }
  --call_depth_;
  TakeUnit(call, &arguments);
  call->arguments = arena_->Copy(arguments);
  call->table_arguments = arena_->Copy(tables);
  CheckCall(*call);
  if (context->order != nullptr) call->order_by = BuildSortList(context->order->keys);
  if (context->separator != nullptr) {
    call->separator = BuildExpression(context->separator);
    Require(Feature::kGroupConcatSeparator, call->range);
  }
  for (const SqlToken* token = context->First(); token < context->Last(); ++token) {
    if (token->type == T_NULLS_INSIDE) {
      call->null_treatment =
          absl::EqualsIgnoreCase(TextOf(token), "ignore") ? "IGNORE NULLS" : "RESPECT NULLS";
    }
    if (token->type == T_LPAREN_QUERY) break;
  }
  if (!call->null_treatment.empty()) Require(Feature::kNullTreatment, call->range);
  for (Grammar::CallTailContext* tail : context->tails) {
    if (tail->filter != nullptr) call->filter = BuildExpression(tail->filter);
    if (tail->order != nullptr) call->order_by = BuildSortList(tail->order->keys);
    if (tail->nulls != nullptr) {
      call->null_treatment =
          tail->nulls->First()->type == T_KW_IGNORE ? "IGNORE NULLS" : "RESPECT NULLS";
      Require(Feature::kNullTreatment, RangeOf(tail->nulls));
    }
    if (tail->spec != nullptr) call->over = BuildWindowSpec(tail->spec);
    if (tail->windowName != nullptr) {
      auto* window = arena_->New<ast::WindowSpec>();
      window->base = MakeName(tail->windowName);
      window_names_.push_back(window->base);
      call->over = window;
    }
  }
  return call;
}

// TIMESTAMPDIFF(MINUTE, a, b): the first argument is a unit, not a column.
void AstBuilder::TakeUnit(ast::CallExpr* call, std::vector<const Expression*>* arguments) {
  if (arguments->size() != 3 || arguments->front()->kind != ExpressionKind::kColumn) return;
  const auto& path = arguments->front()->As<ast::ColumnExpr>().path;
  if (path.size() != 1 || path[0].quoted) return;
  for (absl::string_view name : {"timestampdiff", "timestampadd", "dateadd", "date_add", "datediff",
                                 "date_diff", "date_sub", "timestamp_diff", "timestamp_add"}) {
    if (!absl::EqualsIgnoreCase(call->name.back().text, name)) continue;
    call->keyword = path[0].text;
    arguments->erase(arguments->begin());
    return;
  }
}

// noop(ON t PARTITION BY a): the function reads all of t.
ast::List<const ast::Query*> AstBuilder::BuildPartitionedInput(
    Grammar::PartitionedInputContext* context) {
  const ast::Query* query = SelectStar(BuildPrimary(context->source));
  return arena_->Copy(&query, 1);
}

void AstBuilder::AddArgument(Grammar::ArgumentContext* context, ast::CallExpr* call,
                             std::vector<const Expression*>* arguments) {
  size_t first_value = 0;
  if (context->side != nullptr) call->keyword = TextOf(context->side);
  Grammar::WordedRestContext* rest = context->rest;
  bool worded = rest != nullptr && !rest->values.empty();
  if (worded && context->side == nullptr && context->values.size() == 1) {
    // EXTRACT(YEAR FROM x): the first value is a word.
    naming_function_ = true;  // DAYOFWEEK
    const Expression* unit = BuildExpression(context->values[0]);
    naming_function_ = false;
    bool extract = absl::EqualsIgnoreCase(call->name.back().text, "extract") &&
                   unit->kind == ExpressionKind::kColumn;
    if (extract) {
      call->keyword = unit->As<ast::ColumnExpr>().path.back().text;
      first_value = 1;
    }
  }
  for (size_t i = first_value; i < context->values.size(); ++i) {
    const Expression* value = BuildExpression(context->values[i]);
    if (context->alias != nullptr) value = BuildNamed(value, context->alias);
    arguments->push_back(value);
  }
  if (context->table != nullptr) Require(Feature::kTableArgument, RangeOf(context->table));
  if (rest == nullptr) return;
  for (Grammar::ExpressionContext* value : rest->values)
    arguments->push_back(BuildExpression(value));
}

const ast::WindowSpec* AstBuilder::BuildWindowSpec(Grammar::WindowSpecContext* context) {
  auto* window = arena_->New<ast::WindowSpec>();
  CheckWindowSpec(context);
  window->base = MakeName(context->base);
  window->partition_by = BuildList(context->partition);
  window->order_by = BuildSortList(context->order);
  if (context->cluster != nullptr) {  // CLUSTER BY partitions and sorts
    window->partition_by = BuildList(context->cluster);
    std::vector<ast::SortKey> keys;
    for (const Expression* key : window->partition_by) keys.push_back({key, false, {}});
    window->order_by = arena_->Copy(keys);
  }
  if (context->frame != nullptr) {
    window->frame = JoinTokens(context->frame->First(), context->frame->Last());
    std::vector<const Expression*> bounds;
    for (Grammar::FrameBoundContext* bound : context->frame->bounds) {
      if (bound->value != nullptr) bounds.push_back(BuildExpression(bound->value));
    }
    window->frame_bounds = arena_->Copy(bounds);
  }
  return window;
}

}  // namespace headwater::syntax
