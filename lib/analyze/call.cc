// Calls: aggregates, windows, conditional functions.

#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

// The literal constants among count's arguments: count(1) counts rows.
bool OnlyLiterals(ast::ExpressionList arguments) {
  for (const ast::Expression* argument : arguments) {
    if (argument->kind != ast::ExpressionKind::kLiteral &&
        argument->kind != ast::ExpressionKind::kTemplate)
      return false;
  }
  return true;
}

}  // namespace

FunctionTraits AnalyzerImpl::TraitsOf(const ast::CallExpr& call) {
  if (call.name.size() != 1) return FunctionTraits();
  const NameId name = names_.Intern(call.name[0].text);
  if (traits_.size() <= name) traits_.resize(names_.size() + 64, 0);
  if (traits_[name] == 0) {
    const FunctionTraits traits = FindFunction(names_.Text(name));
    traits_[name] = static_cast<uint16_t>(static_cast<unsigned>(traits.kind) << 2 |
                                          (traits.masking ? 2u : 0u) | 1u);
  }
  return FunctionTraits{static_cast<FunctionKind>(traits_[name] >> 2), (traits_[name] & 2) != 0};
}

void AnalyzerImpl::WalkCall(const ast::CallExpr& call, Step step) {
  FunctionTraits traits = TraitsOf(call);
  // DISTINCT and FILTER belong to aggregates, listed or not.
  if (traits.kind == FunctionKind::kScalar && (call.distinct || call.filter != nullptr)) {
    traits.kind = FunctionKind::kAggregate;
  }
  // An unlisted function with OVER is an aggregate of the user's own.
  if (traits.kind == FunctionKind::kScalar && call.over != nullptr)
    traits.kind = FunctionKind::kAggregate;
  WalkArguments(call, traits, traits.masking ? step | kMasking : step);
  WalkClauses(call, traits, step);
}

// FILTER, ORDER BY, OVER and TABLE arguments.
void AnalyzerImpl::WalkClauses(const ast::CallExpr& call, FunctionTraits traits, Step outer) {
  const Step step = traits.masking ? outer | kMasking : outer;
  if (call.filter != nullptr) Walk(*call.filter, Compose(step, kConditional));
  const Step order =
      traits.kind == FunctionKind::kOrderedSet ? Compose(step, kAggregation) : Compose(step, kSort);
  for (const ast::SortKey& key : call.order_by) Walk(*key.value, order);
  if (call.over != nullptr) WalkWindow(*call.over, Compose(outer, kWindow), 0);
  for (const ast::Query* query : call.table_arguments) {
    const Relation* relation = AnalyzeQuery(*query, scope_);
    for (const OutputColumn& column : relation->columns)
      Push(column.value.node, Compose(step, kTransformation));
    Push(relation->influences, step);
  }
}

void AnalyzerImpl::WalkArguments(const ast::CallExpr& call, FunctionTraits traits, Step step) {
  const ast::ExpressionList& arguments = call.arguments;
  const Step value = Compose(step, kTransformation);
  const Step condition = Compose(step, kConditional);
  switch (traits.kind) {
    case FunctionKind::kAggregate:
    case FunctionKind::kChoosing:
    case FunctionKind::kCollecting:
    case FunctionKind::kOrderedSet:
      if (!arguments.empty() && OnlyLiterals(arguments) &&
          traits.kind != FunctionKind::kOrderedSet) {
        // sum(1) counts rows as count(1) does.
        WalkRows(Compose(step, kAggregation));
        break;
      }
      for (const ast::Expression* argument : arguments)
        Walk(*argument, Compose(step, kAggregation));
      break;
    case FunctionKind::kCount:
      WalkCount(call, Compose(step, kAggregation));
      break;
    case FunctionKind::kRanking:
      for (const ast::Expression* argument : arguments) Walk(*argument, value);
      break;
    case FunctionKind::kGrouping:
      break;
    case FunctionKind::kIf:
      for (size_t i = 0; i < arguments.size(); ++i) Walk(*arguments[i], i == 0 ? condition : value);
      break;
    case FunctionKind::kNvl2:
      for (size_t i = 0; i < arguments.size(); ++i) Walk(*arguments[i], i == 0 ? condition : value);
      break;
    case FunctionKind::kCoalesce:
      // Walked once: walking twice would double the work at each level of nesting.
      for (const ast::Expression* argument : arguments) {
        const NodeId node = NodeOf(*argument, kIdentity);
        Push(node, value);
        Push(node, condition);
      }
      break;
    case FunctionKind::kNullIf:
      for (size_t i = 0; i < arguments.size(); ++i) {
        const NodeId node = NodeOf(*arguments[i], kIdentity);
        if (i == 0) Push(node, value);
        Push(node, condition);
      }
      break;
    case FunctionKind::kDecode:
      // decode(bytes, charset) is another function.
      for (size_t i = 0; i < arguments.size(); ++i) {
        const bool last = i + 1 == arguments.size();
        const bool decides = arguments.size() > 2 && (i == 0 || (i % 2 == 1 && !last));
        Walk(*arguments[i], decides ? condition : value);
      }
      break;
    default:
      if (HasLambda(call)) {
        WalkLambdaCall(call, value);
        break;
      }
      for (const ast::Expression* argument : arguments) Walk(*argument, value);
      break;
  }
}

void AnalyzerImpl::WalkCount(const ast::CallExpr& call, Step step) {
  bool star = call.arguments.empty() || OnlyLiterals(call.arguments);
  for (const ast::Expression* argument : call.arguments) {
    star = star || (argument->kind == ast::ExpressionKind::kStar &&
                    argument->As<ast::StarExpr>().qualifier.empty() && !call.distinct);
  }
  if (star) {
    WalkRows(step);
    return;
  }
  for (const ast::Expression* argument : call.arguments) Walk(*argument, step);
}

// The row sets of the query's relations.
void AnalyzerImpl::WalkRows(Step step) {
  if (scope_ == nullptr) return;
  for (uint32_t i = scope_->first; i < scope_->last; ++i) {
    const Binding& binding = binder_.bindings()[i];
    if (binding.visible) Push(binding.relation->rows, step);
  }
}

const ast::WindowSpec* AnalyzerImpl::FindWindow(NameId name) const {
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (const auto& windows : scope->windows) {
      for (const ast::NamedWindow& window : windows) {
        if (const_cast<NameTable&>(names_).Intern(window.name.text) == name) return window.spec;
      }
    }
  }
  return nullptr;
}

void AnalyzerImpl::WalkWindow(const ast::WindowSpec& window, Step step, int depth) {
  constexpr int kMaxWindowChain = 32;  // WINDOW a AS (b), b AS (a)
  if (!window.base.empty() && depth < kMaxWindowChain) {
    const ast::WindowSpec* base = FindWindow(names_.Intern(window.base.text));
    if (base != nullptr) WalkWindow(*base, step, depth + 1);
  }
  for (const ast::Expression* key : window.partition_by) Walk(*key, step);
  for (const ast::SortKey& key : window.order_by) Walk(*key.value, step);
}

}  // namespace headwater::analyze
