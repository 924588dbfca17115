// What stands in FROM: grammar/Queries.g4, section "FROM".

#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::Relation;
using ast::RelationKind;

namespace {

template <typename T>
T* NewRelation(base::Arena* arena, RelationKind kind, ast::SourceRange range) {
  T* node = arena->New<T>();
  node->kind = kind;
  node->range = range;
  return node;
}

}  // namespace

const Relation* AstBuilder::CrossJoin(const Relation* left, const Relation* right) {
  auto* join = NewRelation<ast::JoinRelation>(arena_, RelationKind::kJoin,
                                              {left->range.begin, right->range.end});
  join->join_kind = ast::JoinKind::kComma;
  join->left = left;
  join->right = right;
  return join;
}

const Relation* AstBuilder::BuildRelations(Grammar::RelationListContext* context) {
  if (context->unique != nullptr) return BuildUniqueJoin(context->unique);
  const Relation* all = nullptr;
  for (Grammar::RelationContext* relation : context->relations) {
    const Relation* built = BuildRelation(relation);
    all = all == nullptr ? built : CrossJoin(all, built);
  }
  return all;
}

// UNIQUEJOIN PRESERVE a x (x.k, x.v), b y (y.k, y.v): x.k = y.k AND x.v = y.v
const Relation* AstBuilder::BuildUniqueJoin(Grammar::UniqueJoinContext* context) {
  Require(Feature::kUniqueJoin, RangeOf(context));
  const Relation* all = nullptr;
  ast::ExpressionList first_keys;
  bool preserved = false;
  for (Grammar::UniqueJoinSourceContext* source : context->sources) {
    auto* table = NewRelation<ast::TableRelation>(arena_, RelationKind::kTable, RangeOf(source));
    table->name = MakePath(source->table);
    table->alias = MakeName(source->alias);
    preserved |= source->preserve != nullptr;
    ast::ExpressionList keys = BuildList(source->keys);
    if (all == nullptr) {
      all = table;
      first_keys = keys;
      continue;
    }
    auto* join = NewRelation<ast::JoinRelation>(arena_, RelationKind::kJoin,
                                                {all->range.begin, table->range.end});
    join->join_kind = preserved ? ast::JoinKind::kFull : ast::JoinKind::kInner;
    join->left = all;
    join->right = table;
    std::vector<const ast::Expression*> conditions;
    for (size_t i = 0; i < keys.size() && i < first_keys.size(); ++i) {
      const ast::Expression* pair[] = {first_keys[i], keys[i]};
      ast::Operator equal = ast::Operator::kEqual;
      auto* chain = New<ast::ChainExpr>(ast::ExpressionKind::kChain, keys[i]->range);
      chain->operands = arena_->Copy(pair, 2);
      chain->ops = arena_->Copy(&equal, 1);
      conditions.push_back(chain);
    }
    join->on = AllOf(conditions);
    all = join;
  }
  return all;
}

const Relation* AstBuilder::BuildRelation(Grammar::RelationContext* context) {
  const Relation* relation = BuildPrimary(context->first);
  size_t pivots = 0;
  for (Grammar::RelationSuffixContext* suffix : context->suffixes) {
    const bool pivot = suffix->pivot != nullptr || suffix->unpivot != nullptr;
    if (pivot && IsTooDeep(++pivots, RangeOf(suffix))) break;
    if (suffix->join != nullptr) relation = BuildJoin(relation, suffix->join);
    if (suffix->lateralView != nullptr) relation = BuildLateralView(relation, suffix->lateralView);
    if (suffix->pivot != nullptr) relation = BuildPivot(relation, suffix->pivot);
    if (suffix->unpivot != nullptr) relation = BuildUnpivot(relation, suffix->unpivot);
  }
  return relation;
}

void AstBuilder::SetAlias(Grammar::RelationAliasContext* context, Relation* relation) {
  if (context == nullptr) return;
  relation->alias = MakeName(context->name);
  relation->column_aliases = MakeNames(context->columns);
}

ast::Query* AstBuilder::SelectStar(const Relation* relation) {
  auto* star = New<ast::StarExpr>(ast::ExpressionKind::kStar, relation->range);
  ast::SelectItem item{star, {}, relation->range};
  auto* select = arena_->New<ast::SelectBody>();
  select->kind = ast::QueryBodyKind::kSelect;
  select->range = relation->range;
  select->items = arena_->Copy(&item, 1);
  select->from = relation;
  auto* query = arena_->New<ast::Query>();
  query->range = relation->range;
  query->body = select;
  return query;
}

const Relation* AstBuilder::BuildPrimary(Grammar::RelationPrimaryContext* context) {
  ast::SourceRange range = RangeOf(context);
  bool lateral = context->lateral != nullptr;
  for (Grammar::TableSampleContext* sample : context->sample) CheckSample(sample);
  if (context->subquery != nullptr) {
    auto* relation = NewRelation<ast::SubqueryRelation>(arena_, RelationKind::kSubquery, range);
    relation->query = BuildQuery(context->subquery);
    relation->lateral = lateral;
    SetAlias(context->alias, relation);
    return relation;
  }
  if (context->nested != nullptr) {
    const Relation* nested = BuildRelations(context->nested);
    if (context->alias == nullptr) return nested;
    // (t JOIN s) AS x: a subquery of everything in it
    auto* relation = NewRelation<ast::SubqueryRelation>(arena_, RelationKind::kSubquery, range);
    relation->query = SelectStar(nested);
    SetAlias(context->alias, relation);
    return relation;
  }
  if (context->values != nullptr) {
    auto* relation = NewRelation<ast::ValuesRelation>(arena_, RelationKind::kValues, range);
    relation->values = BuildValues(context->values->rows, RangeOf(context->values));
    CheckRows(*relation->values, context->alias);
    SetAlias(context->alias, relation);
    return relation;
  }
  Grammar::CallSuffixContext* call = context->call != nullptr ? context->call : context->tableCall;
  if (call != nullptr) {
    const RuleNode* name = context->table != nullptr ? context->table : context->tableFunction;
    auto* relation = NewRelation<ast::FunctionRelation>(arena_, RelationKind::kFunction, range);
    relation->call = BuildCall(MakePath(name), call, name->First()->begin);
    if (!call->tails.empty())
      Refuse(RangeOf(call->tails.front()), "a table function has no OVER or FILTER");
    relation->lateral = lateral;
    SetAlias(context->alias, relation);
    return relation;
  }
  return BuildNamedTable(context);
}

const Relation* AstBuilder::BuildNamedTable(Grammar::RelationPrimaryContext* context) {
  auto* table = NewRelation<ast::TableRelation>(arena_, RelationKind::kTable, RangeOf(context));
  table->name = MakePath(context->table != nullptr ? context->table : context->tableFunction);
  table->sampled = !context->sample.empty();
  for (Grammar::TableOptionContext* option : context->options) {
    if (option->partitions != nullptr) table->partitions = MakeNames(option->partitions);
    if (option->single != nullptr) {
      ast::Name name = MakeName(option->single);
      table->partitions = arena_->Copy(&name, 1);
    }
    if (option->asOf == nullptr) continue;
    table->as_of = BuildExpression(option->asOf);
    Require(Feature::kTimeTravel, RangeOf(option));
  }
  SetAlias(context->alias, table);
  return table;
}

const Relation* AstBuilder::BuildJoin(const Relation* left, Grammar::JoinSuffixContext* context) {
  auto* join = NewRelation<ast::JoinRelation>(arena_, RelationKind::kJoin,
                                              {left->range.begin, context->Last()->end});
  join->left = left;
  join->right = BuildPrimary(context->right);
  bool side_left = true;
  bool semi = false;
  bool anti = false;
  for (const SqlToken* token = context->First(); token->type != T_KW_JOIN; ++token) {
    switch (token->type) {
      case T_KW_NATURAL:
        join->natural = true;
        break;
      case T_KW_CROSS:
        join->join_kind = ast::JoinKind::kCross;
        break;
      case T_KW_LEFT:
        join->join_kind = ast::JoinKind::kLeft;
        break;
      case T_KW_RIGHT:
        join->join_kind = ast::JoinKind::kRight;
        side_left = false;
        break;
      case T_KW_FULL:
        join->join_kind = ast::JoinKind::kFull;
        break;
      case T_KW_ASOF:
        join->join_kind = ast::JoinKind::kAsof;
        Require(Feature::kAsofJoin, join->range);
        break;
      case T_KW_SEMI:
        semi = true;
        break;
      case T_KW_ANTI:
        anti = true;
        break;
      default:
        break;
    }
  }
  if (join->natural) Require(Feature::kNaturalJoin, join->range);
  CheckJoin(context, join->natural, join->join_kind == ast::JoinKind::kCross);
  if (semi) join->join_kind = side_left ? ast::JoinKind::kLeftSemi : ast::JoinKind::kRightSemi;
  if (anti) join->join_kind = side_left ? ast::JoinKind::kLeftAnti : ast::JoinKind::kRightAnti;
  std::vector<const ast::Expression*> conditions;
  for (Grammar::JoinConditionContext* condition : context->conditions) {
    if (condition->columns != nullptr) join->using_columns = MakeNames(condition->columns);
    if (condition->on != nullptr) conditions.push_back(BuildExpression(condition->on));
  }
  join->on = AllOf(conditions);  // a JOIN b JOIN c ON .. ON ..
  return join;
}

const ast::Expression* AstBuilder::AllOf(const std::vector<const ast::Expression*>& conditions) {
  if (conditions.empty()) return nullptr;
  if (conditions.size() == 1) return conditions[0];
  std::vector<ast::Operator> ops(conditions.size() - 1, ast::Operator::kAnd);
  auto* all = New<ast::ChainExpr>(ast::ExpressionKind::kChain,
                                  {conditions.front()->range.begin, conditions.back()->range.end});
  all->operands = arena_->Copy(conditions);
  all->ops = arena_->Copy(ops);
  return all;
}

const Relation* AstBuilder::BuildLateralView(const Relation* input,
                                             Grammar::LateralViewSuffixContext* context) {
  auto* view = NewRelation<ast::LateralViewRelation>(
      arena_, RelationKind::kLateralView,
      {input == nullptr ? context->First()->begin : input->range.begin, context->Last()->end});
  view->input = input;
  view->outer = context->outer != nullptr;
  view->call =
      BuildCall(MakePath(context->function), context->call, context->function->First()->begin);
  view->alias = MakeName(context->alias);
  view->column_aliases = MakeNames(context->columns);
  return view;
}

const Relation* AstBuilder::BuildPivot(const Relation* input,
                                       Grammar::PivotSuffixContext* context) {
  auto* pivot = NewRelation<ast::PivotRelation>(arena_, RelationKind::kPivot,
                                                {input->range.begin, context->Last()->end});
  Require(Feature::kPivot, RangeOf(context));
  pivot->input = input;
  pivot->aggregates = BuildNamedList(context->aggregates);
  if (context->column != nullptr) {
    ast::Name column = MakeName(context->column);
    pivot->columns = arena_->Copy(&column, 1);
  } else {
    pivot->columns = MakeNames(context->columns);
  }
  std::vector<ast::PivotValue> values;
  for (Grammar::NamedExpressionContext* value : context->values) {
    values.push_back({BuildExpression(value->value), MakeName(value->alias)});
  }
  pivot->values = arena_->Copy(values);
  SetAlias(context->alias, pivot);
  return pivot;
}

const Relation* AstBuilder::BuildUnpivot(const Relation* input,
                                         Grammar::UnpivotSuffixContext* context) {
  auto* unpivot = NewRelation<ast::UnpivotRelation>(arena_, RelationKind::kUnpivot,
                                                    {input->range.begin, context->Last()->end});
  Require(Feature::kUnpivot, RangeOf(context));
  unpivot->input = input;
  if (context->value != nullptr) {
    ast::Name value = MakeName(context->value);
    unpivot->value_columns = arena_->Copy(&value, 1);
  } else {
    unpivot->value_columns = MakeNames(context->valueColumns);
  }
  unpivot->name_column = MakeName(context->name);
  std::vector<ast::UnpivotColumn> columns;
  for (Grammar::UnpivotColumnContext* column : context->columns) {
    std::vector<ast::NamePath> paths;
    if (column->column != nullptr) paths.push_back(MakePath(column->column));
    for (Grammar::QualifiedNameContext* part : column->group) paths.push_back(MakePath(part));
    columns.push_back({arena_->Copy(paths), MakeName(column->alias)});
  }
  unpivot->columns = arena_->Copy(columns);
  SetAlias(context->alias, unpivot);
  return unpivot;
}

}  // namespace headwater::syntax
