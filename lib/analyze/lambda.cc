// Lambda functions: transform(items, x -> x.sku), array_map(x -> x + 1, a), aggregate(..).

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

// In these the result is what the lambda makes; the arrays only feed its parameters. In all others,
// filter or array_sort, the elements come through, too.
bool OnlyLambdaResult(absl::string_view function) {
  for (absl::string_view name : {"transform", "array_map", "zip_with", "aggregate", "reduce"}) {
    if (function == name) return true;
  }
  return false;
}

bool Accumulates(absl::string_view function) {
  return function == "aggregate" || function == "reduce";
}

}  // namespace

bool HasLambda(const ast::CallExpr& call) {
  for (const ast::Expression* argument : call.arguments) {
    if (argument->kind == ast::ExpressionKind::kLambda) return true;
  }
  return false;
}

// A parameter stands for an element of the array at its place; two parameters over one map for key
// and value; the rest (an index, an accumulator, whose start is walked as an argument) for nothing.
void AnalyzerImpl::WalkLambdaCall(const ast::CallExpr& call, Step step) {
  const absl::string_view function =
      call.name.empty() ? absl::string_view() : names_.Text(names_.Intern(call.name[0].text));
  const bool accumulates = Accumulates(function);
  absl::InlinedVector<Value, 4> arrays;
  for (const ast::Expression* argument : call.arguments) {
    if (argument->kind != ast::ExpressionKind::kLambda) arrays.push_back(Evaluate(*argument));
  }
  uint32_t read = 0;  // a bit for each array whose elements a lambda reads
  for (const ast::Expression* argument : call.arguments) {
    if (argument->kind != ast::ExpressionKind::kLambda) continue;
    const auto& lambda = argument->As<ast::LambdaExpr>();
    const size_t mark = lambda_parameters_.size();
    for (size_t i = 0; i < lambda.parameters.size(); ++i) {
      LambdaParameter parameter;
      parameter.name = names_.Intern(lambda.parameters[i].text);
      if (accumulates) {
        if (i == 1 && !arrays.empty()) parameter.value = ElementOf(arrays[0], nullptr);
      } else if (arrays.size() == 1 && arrays[0].shape != nullptr &&
                 arrays[0].shape->kind == Shape::kMap) {
        if (i < 2) parameter.value = arrays[0].shape->members[i].value;
      } else if (i < arrays.size()) {
        parameter.value = ElementOf(arrays[i], nullptr);
      }
      lambda_parameters_.push_back(parameter);
    }
    Walk(*lambda.body, step);
    for (size_t i = mark; i < lambda_parameters_.size(); ++i) {
      const size_t array = accumulates ? 0 : i - mark;
      if (lambda_parameters_[i].read && array < 32 && (!accumulates || i - mark == 1))
        read |= uint32_t{1} << array;
    }
    lambda_parameters_.resize(mark);
  }
  const bool only_result = OnlyLambdaResult(function);
  for (size_t i = 0; i < arrays.size(); ++i) {
    if (only_result && i < 32 && (read & uint32_t{1} << i) != 0) continue;
    Push(arrays[i].node, step);
  }
}

// A lambda that is no function's argument.
void AnalyzerImpl::WalkLambda(const ast::LambdaExpr& lambda, Step step) {
  const size_t mark = lambda_parameters_.size();
  for (const ast::Name& name : lambda.parameters) {
    LambdaParameter parameter;
    parameter.name = names_.Intern(name.text);
    lambda_parameters_.push_back(parameter);
  }
  Walk(*lambda.body, step);
  lambda_parameters_.resize(mark);
}

}  // namespace headwater::analyze
