// Expressions: which columns they read and by what step.

#include <algorithm>

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

NodeId AnalyzerImpl::TakeNode(size_t mark) {
  const NodeId node =
      graph_.AddNode(absl::MakeConstSpan(edges_.data() + mark, edges_.size() - mark));
  edges_.resize(mark);
  return node;
}

NodeId AnalyzerImpl::NodeOf(const ast::Expression& expression, Step step) {
  const size_t mark = edges_.size();
  Walk(expression, step);
  return TakeNode(mark);
}

void AnalyzerImpl::Walk(const ast::Expression& expression, Step step) {
  const Step inner = Compose(step, kTransformation);
  switch (expression.kind) {
    case ast::ExpressionKind::kLiteral:
    case ast::ExpressionKind::kTemplate:
      break;
    case ast::ExpressionKind::kColumn:
    case ast::ExpressionKind::kField:
    case ast::ExpressionKind::kSubscript:
      Push(Evaluate(expression).node, step);
      break;
    case ast::ExpressionKind::kStar:
      WalkStar(expression.As<ast::StarExpr>(), inner);
      break;
    case ast::ExpressionKind::kInterval: {
      const auto& interval = expression.As<ast::IntervalExpr>();
      if (interval.value != nullptr) Walk(*interval.value, inner);
      for (const ast::Expression* value : interval.more_values) Walk(*value, inner);
      break;
    }
    case ast::ExpressionKind::kUnary:
      Walk(*expression.As<ast::UnaryExpr>().operand, inner);
      break;
    case ast::ExpressionKind::kChain:
      WalkChain(expression.As<ast::ChainExpr>(), inner);
      break;
    case ast::ExpressionKind::kBetween: {
      const auto& between = expression.As<ast::BetweenExpr>();
      Walk(*between.operand, inner);
      Walk(*between.low, inner);
      Walk(*between.high, inner);
      break;
    }
    case ast::ExpressionKind::kCase:
      WalkCase(expression.As<ast::CaseExpr>(), step);
      break;
    case ast::ExpressionKind::kCast:
      Walk(*expression.As<ast::CastExpr>().operand, inner);
      break;
    case ast::ExpressionKind::kCall:
      WalkCall(expression.As<ast::CallExpr>(), step);
      break;
    case ast::ExpressionKind::kSubquery:
      WalkSubquery(expression.As<ast::SubqueryExpr>(), step);
      break;
    case ast::ExpressionKind::kTuple:
      for (const ast::Expression* item : expression.As<ast::TupleExpr>().items) Walk(*item, inner);
      break;
    case ast::ExpressionKind::kLambda:
      WalkLambda(expression.As<ast::LambdaExpr>(), inner);
      break;
  }
}

void AnalyzerImpl::WalkChain(const ast::ChainExpr& chain, Step step) {
  size_t first = 0;
  // `name => value`: the name is no column.
  if (!chain.ops.empty() && chain.ops[0] == ast::Operator::kNamedArgument) first = 1;
  for (size_t i = first; i < chain.operands.size(); ++i) Walk(*chain.operands[i], step);
}

// Conditions decide, branches are the value.
void AnalyzerImpl::WalkCase(const ast::CaseExpr& expression, Step step) {
  const Step condition = Compose(step, kConditional);
  const Step branch = Compose(step, kTransformation);
  if (expression.operand != nullptr) Walk(*expression.operand, condition);
  for (const ast::WhenClause& when : expression.whens) {
    Walk(*when.condition, condition);
    Walk(*when.result, branch);
  }
  if (expression.otherwise != nullptr) Walk(*expression.otherwise, branch);
}

// A star inside an expression, `struct(*)`: all columns.
void AnalyzerImpl::WalkStar(const ast::StarExpr& star, Step step) {
  if (scope_ == nullptr) return;
  Scope scope = *scope_;
  std::vector<const OpenColumns*> open;
  const size_t mark = columns_.size();
  ExpandStar(star, &scope, &open);
  for (size_t i = mark; i < columns_.size(); ++i) Push(columns_[i].value.node, step);
  columns_.resize(mark);
}

}  // namespace headwater::analyze
