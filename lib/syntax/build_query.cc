// Queries: grammar/Queries.g4.

#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::Expression;
using ast::ExpressionKind;

const ast::WithClause* AstBuilder::BuildWith(Grammar::WithClauseContext* context) {
  if (context == nullptr) return nullptr;
  auto* with = arena_->New<ast::WithClause>();
  with->recursive = context->recursive != nullptr;
  if (with->recursive)
    Require(Feature::kRecursive, {context->recursive->begin, context->recursive->end});
  CheckCommonTables(context->tables);
  std::vector<ast::CommonTable> tables;
  for (Grammar::CommonTableContext* table : context->tables) {
    if (table->columns != nullptr) Require(Feature::kCommonTableColumns, RangeOf(table->columns));
    tables.push_back({MakeName(table->name), MakeNames(table->columns), BuildQuery(table->source),
                      RangeOf(table)});
  }
  with->tables = arena_->Copy(tables);
  return with;
}

const ast::Query* AstBuilder::BuildQuery(Grammar::QueryContext* context) {
  const ast::WithClause* with = BuildWith(context->with);
  const ast::Query* query = BuildSpecification(with, context->body);
  if (with == nullptr) return query;
  // A view is kept by its query's text: the text has the WITH.
  auto* whole = arena_->New<ast::Query>();
  *whole = *query;
  whole->range.begin = RangeOf(context->with).begin;
  return whole;
}

const ast::Query* AstBuilder::BuildSpecification(const ast::WithClause* with,
                                                 Grammar::QuerySpecificationContext* context) {
  auto* query = arena_->New<ast::Query>();
  query->range = RangeOf(context);
  query->body = BuildSetOperations(context);
  if (context->tail != nullptr) BuildTail(context->tail, query);
  if (!context->pipes.empty()) query = BuildPipes(query, context);
  query->with = with;
  return query;
}

void AstBuilder::BuildTail(Grammar::QueryTailContext* context, ast::Query* query) {
  CheckTail(context);
  for (Grammar::TailClauseContext* clause : context->clauses) {
    if (clause->order != nullptr) query->order_by = BuildSortList(clause->order);
    if (clause->sort != nullptr) query->sort_by = BuildSortList(clause->sort);
    if (clause->distribute != nullptr) query->distribute_by = BuildList(clause->distribute);
    if (clause->cluster != nullptr) {
      std::vector<ast::SortKey> sort;
      query->distribute_by = BuildList(clause->cluster);
      for (const Expression* key : query->distribute_by) sort.push_back({key, false, {}});
      query->sort_by = arena_->Copy(sort);
    }
    if (clause->sort != nullptr || clause->distribute != nullptr || clause->cluster != nullptr) {
      Require(Feature::kClusterBy, RangeOf(clause));
    }
    if (!clause->windows.empty()) query->windows = BuildWindows(clause->windows);
    if (clause->offset != nullptr) query->offset = BuildExpression(clause->offset);
    if (clause->limit2 != nullptr) {  // LIMIT offset, count
      query->offset = BuildExpression(clause->limit);
      query->limit = BuildExpression(clause->limit2);
    } else if (clause->limit != nullptr) {
      query->limit = BuildExpression(clause->limit);
    }
  }
}

namespace {

ast::SetOperation DecodeSetOperation(Grammar::SetOperationContext* context) {
  ast::SetOperation operation{};
  switch (context->First()->type) {
    case T_KW_UNION:
      operation.op = ast::SetOperator::kUnion;
      break;
    case T_KW_INTERSECT:
      operation.op = ast::SetOperator::kIntersect;
      break;
    default:
      operation.op = ast::SetOperator::kExcept;
  }
  operation.all = context->quantifier != nullptr && context->quantifier->type == T_KW_ALL;
  operation.by_name = context->byName != nullptr;
  return operation;
}

}  // namespace

// One flat chain; INTERSECT binds tighter, as in all three engines, so runs of it become chains of
// their own first.
const ast::QueryBody* AstBuilder::BuildSetOperations(Grammar::QuerySpecificationContext* context) {
  if (context->rest.empty()) return BuildTerm(context->first);
  struct Chain {
    std::vector<const ast::QueryBody*> inputs;
    std::vector<ast::SetOperation> ops;
  };
  auto finish = [this](const Chain& chain) -> const ast::QueryBody* {
    if (chain.inputs.size() == 1) return chain.inputs[0];
    auto* body = arena_->New<ast::SetOperationBody>();
    body->kind = ast::QueryBodyKind::kSetOperation;
    body->range = {chain.inputs.front()->range.begin, chain.inputs.back()->range.end};
    body->inputs = arena_->Copy(chain.inputs);
    body->ops = arena_->Copy(chain.ops);
    return body;
  };
  Chain outer;
  Chain tight;
  tight.inputs.push_back(BuildTerm(context->first));
  for (Grammar::SetOperationContext* rest : context->rest) {
    ast::SetOperation operation = DecodeSetOperation(rest);
    if (operation.by_name) Require(Feature::kUnionByName, RangeOf(rest));
    const ast::QueryBody* term = BuildTerm(rest->term);
    if (operation.op == ast::SetOperator::kIntersect) {
      tight.ops.push_back(operation);
    } else {
      outer.inputs.push_back(finish(tight));
      outer.ops.push_back(operation);
      tight = Chain();
    }
    tight.inputs.push_back(term);
  }
  outer.inputs.push_back(finish(tight));
  return finish(outer);
}

const ast::QueryBody* AstBuilder::BuildSetOperation(const ast::QueryBody* left,
                                                    Grammar::SetOperationContext* context) {
  ast::SetOperation operation = DecodeSetOperation(context);
  if (operation.by_name) Require(Feature::kUnionByName, RangeOf(context));
  const ast::QueryBody* inputs[] = {left, BuildTerm(context->term)};
  auto* body = arena_->New<ast::SetOperationBody>();
  body->kind = ast::QueryBodyKind::kSetOperation;
  body->range = {left->range.begin, inputs[1]->range.end};
  body->inputs = arena_->Copy(inputs, 2);
  body->ops = arena_->Copy(&operation, 1);
  return body;
}

const ast::QueryBody* AstBuilder::BuildTerm(Grammar::QueryTermContext* context) {
  if (context->select != nullptr) return BuildSelect(context->select);
  if (context->fromFirst != nullptr) return BuildFromFirst(context->fromFirst);
  if (context->values != nullptr) {
    const ast::ValuesBody* values =
        BuildValues(context->values->rows->items, RangeOf(context->values));
    CheckRows(*values, context->values->alias);
    if (context->values->alias == nullptr) return values;
    auto* relation = arena_->New<ast::ValuesRelation>();  // VALUES (1, 2) AS t(a, b)
    relation->kind = ast::RelationKind::kValues;
    relation->range = values->range;
    relation->values = values;
    SetAlias(context->values->alias, relation);
    return SelectStar(relation)->body;
  }
  if (context->table != nullptr) {
    auto* body = arena_->New<ast::TableBody>();
    body->kind = ast::QueryBodyKind::kTable;
    body->range = RangeOf(context);
    body->name = MakePath(context->table);
    return body;
  }
  const ast::Query* nested = BuildQuery(context->nested);
  bool plain = nested->with == nullptr && nested->order_by.empty() && nested->sort_by.empty() &&
               nested->distribute_by.empty() && nested->limit == nullptr &&
               nested->offset == nullptr;
  if (plain) return nested->body;  // redundant parentheses
  auto* body = arena_->New<ast::ParenthesisedBody>();
  body->kind = ast::QueryBodyKind::kParenthesised;
  body->range = RangeOf(context);
  body->query = nested;
  return body;
}

template <typename Context>
ast::SelectBody* AstBuilder::BuildSelectList(Context* context) {
  auto* select = arena_->New<ast::SelectBody>();
  select->kind = ast::QueryBodyKind::kSelect;
  select->range = RangeOf(context);
  select->distinct = context->quantifier != nullptr && context->quantifier->type == T_KW_DISTINCT;
  select->hints = BuildHints(context->hints);
  if (context->transform != nullptr) {
    select->transform = BuildTransform(context->transform->arguments, context->transform->script);
  } else if (context->mapReduce != nullptr) {
    select->transform = BuildTransform(context->mapReduce->arguments, context->mapReduce->script);
  }
  select->items = BuildItems(context->items);
  return select;
}

const ast::QueryBody* AstBuilder::BuildSelect(Grammar::SelectClauseContext* context) {
  const size_t first_window = window_names_.size();
  ast::SelectBody* select = BuildSelectList(context);
  if (context->from != nullptr) select->from = BuildRelations(context->from);
  for (Grammar::LateralViewSuffixContext* view : context->lateralViews) {
    select->from = BuildLateralView(select->from, view);  // over the FROM of a multi-insert
  }
  BuildFilters(context->filters, select);
  CheckWindowNames(first_window, select->windows);
  return select;
}

const ast::QueryBody* AstBuilder::BuildFromFirst(Grammar::FromFirstClauseContext* context) {
  Require(Feature::kFromFirst, RangeOf(context));
  if (context->filters == nullptr) {  // FROM t
    Require(Feature::kFromOnly, RangeOf(context));
    return SelectStar(BuildRelations(context->from))->body;
  }
  ast::SelectBody* select = BuildSelectList(context);
  select->from = BuildRelations(context->from);
  BuildFilters(context->filters, select);
  return select;
}

void AstBuilder::BuildFilters(Grammar::SelectFiltersContext* context, ast::SelectBody* select) {
  if (context->where != nullptr) select->where = BuildExpression(context->where);
  if (context->groupBy != nullptr) select->group_by = BuildGroupBy(context->groupBy);
  if (context->having != nullptr) select->having = BuildExpression(context->having);
  if (context->qualify != nullptr) {
    select->qualify = BuildExpression(context->qualify);
    Require(Feature::kQualify, RangeOf(context->qualify));
  }
  if (context->windows != nullptr) select->windows = BuildWindows(context->windows->windows);
}

ast::List<ast::SelectItem> AstBuilder::BuildItems(
    const std::vector<Grammar::SelectItemContext*>& items) {
  absl::InlinedVector<ast::SelectItem, 32> list;
  list.reserve(items.size());
  for (Grammar::SelectItemContext* item : items) {
    ast::SelectItem& select = list.emplace_back();
    select.value = BuildExpression(item->value);
    select.range = RangeOf(item);
    if (item->alias != nullptr) {
      ast::Name alias = MakeName(item->alias);
      select.aliases = arena_->Copy(&alias, 1);
    } else if (item->aliases != nullptr) {
      select.aliases = MakeNames(item->aliases);
    }
  }
  return arena_->Copy(list.data(), list.size());
}

ast::List<ast::NamedWindow> AstBuilder::BuildWindows(
    const std::vector<Grammar::NamedWindowContext*>& contexts) {
  CheckWindows(contexts);
  std::vector<ast::NamedWindow> windows;
  for (Grammar::NamedWindowContext* window : contexts) {
    const ast::WindowSpec* spec;
    if (window->spec != nullptr) {
      spec = BuildWindowSpec(window->spec);
    } else {
      auto* alias = arena_->New<ast::WindowSpec>();
      alias->base = MakeName(window->base);
      spec = alias;
    }
    windows.push_back({MakeName(window->name), spec});
  }
  return arena_->Copy(windows);
}

ast::List<absl::string_view> AstBuilder::BuildHints(const std::vector<SqlToken*>& hints) {
  std::vector<absl::string_view> texts;
  for (const SqlToken* hint : hints) {
    CheckHint(hint);
    texts.push_back(TextOf(hint));
  }
  return arena_->Copy(texts);
}

// GROUP BY a, ROLLUP(b, c); a, b WITH CUBE; a, b GROUPING SETS ((a), (a, b)); ALL
const ast::GroupBy* AstBuilder::BuildGroupBy(Grammar::GroupByClauseContext* context,
                                             std::vector<ast::Name>* aliases) {
  auto* group = arena_->New<ast::GroupBy>();
  if (context->all != nullptr) {
    group->kind = ast::GroupingKind::kAll;
    Require(Feature::kGroupByAll, RangeOf(context));
    return group;
  }
  CheckGroupBy(context);
  std::vector<const Expression*> keys;
  std::vector<ast::GroupingSet> sets;
  for (Grammar::GroupItemContext* item : context->items) {
    if (item->sets != nullptr) {
      group->kind = ast::GroupingKind::kGroupingSets;
      AddGroupingSets(item->sets, &sets);
      continue;
    }
    if (item->alias != nullptr && aliases == nullptr) {
      RefuseSyntax({item->alias->begin, item->alias->end}, "a key of GROUP BY has no alias",
                   "is a comma missing?");
    }
    const Expression* key = BuildExpression(item->value);
    absl::string_view function = key->kind == ExpressionKind::kCall
                                     ? key->As<ast::CallExpr>().name.back().text
                                     : absl::string_view();
    bool rollup = absl::EqualsIgnoreCase(function, "rollup");
    if (rollup || absl::EqualsIgnoreCase(function, "cube")) {
      group->kind = rollup ? ast::GroupingKind::kRollup : ast::GroupingKind::kCube;
      for (const Expression* argument : key->As<ast::CallExpr>().arguments) {
        if (argument->kind == ExpressionKind::kTuple && dialect_ == Dialect::kSpark &&
            argument->As<ast::TupleExpr>().items.empty()) {
          Refuse(argument->range, "ROLLUP and CUBE have no empty set",
                 "GROUPING SETS may have one");
        }
        if (argument->kind != ExpressionKind::kTuple) {
          keys.push_back(argument);
          continue;
        }
        for (const Expression* part : argument->As<ast::TupleExpr>().items) keys.push_back(part);
      }
    } else if (key->kind == ExpressionKind::kTuple) {  // GROUP BY (a, b)
      for (const Expression* part : key->As<ast::TupleExpr>().items) keys.push_back(part);
    } else {
      if (item->alias != nullptr && aliases != nullptr) {
        aliases->resize(keys.size() + 1);
        aliases->back() = MakeName(item->alias);
      }
      keys.push_back(key);
    }
  }
  if (context->withGrouping != nullptr) {
    group->kind = context->withGrouping->Last()->type == T_KW_ROLLUP ? ast::GroupingKind::kRollup
                                                                     : ast::GroupingKind::kCube;
  }
  if (context->sets != nullptr) {
    group->kind = ast::GroupingKind::kGroupingSets;
    AddGroupingSets(context->sets, &sets);
  }
  group->expressions = arena_->Copy(keys);
  group->sets = arena_->Copy(sets);
  return group;
}

void AstBuilder::AddGroupingSets(Grammar::GroupingSetsContext* context,
                                 std::vector<ast::GroupingSet>* sets) {
  for (Grammar::GroupingSetContext* item : context->items) {
    if (item->nested != nullptr) {
      AddGroupingSets(item->nested, sets);
      continue;
    }
    const Expression* set = BuildExpression(item->value);
    if (set->kind == ExpressionKind::kTuple) {
      sets->push_back({set->As<ast::TupleExpr>().items});
    } else {
      sets->push_back({arena_->Copy(&set, 1)});
    }
  }
}

const ast::ValuesBody* AstBuilder::BuildValues(const std::vector<Grammar::ExpressionContext*>& rows,
                                               ast::SourceRange range) {
  auto* values = arena_->New<ast::ValuesBody>();
  values->kind = ast::QueryBodyKind::kValues;
  values->range = range;
  std::vector<ast::ExpressionList> list;
  list.reserve(rows.size());
  for (Grammar::ExpressionContext* row : rows) {
    // (1, 2) is a row of two, (1) and 1 are rows of one.
    const Expression* value = BuildExpression(row);
    if (value->kind == ExpressionKind::kTuple) {
      list.push_back(value->As<ast::TupleExpr>().items);
    } else {
      list.push_back(arena_->Copy(&value, 1));
    }
  }
  values->rows = arena_->Copy(list);
  return values;
}

const ast::TransformClause* AstBuilder::BuildTransform(Grammar::TupleItemsContext* arguments,
                                                       Grammar::ScriptClauseContext* script) {
  auto* transform = arena_->New<ast::TransformClause>();
  Require(Feature::kTransform, RangeOf(script));
  CheckTransform(arguments, script);
  std::vector<const Expression*> values;
  for (Grammar::NamedExpressionContext* argument : arguments->items)
    values.push_back(BuildExpression(argument->value));
  transform->arguments = arena_->Copy(values);
  transform->script = TextOf(script->path);
  std::vector<ast::Name> columns;
  for (Grammar::ScriptColumnContext* column : script->columns)
    columns.push_back(MakeName(column->name));
  transform->columns = arena_->Copy(columns);
  return transform;
}

}  // namespace headwater::syntax
