// Spark's pipes, `t |> WHERE a > 1 |> SELECT b`: grammar/Queries.g4, section "pipes". The tree has
// no node for them: each operation is the SELECT that it stands for, over what came before.

#include <algorithm>

#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::Expression;
using ast::ExpressionKind;

// The query that the operations so far amount to.
//
//   t |> WHERE a > 1      SELECT * FROM t WHERE a > 1            open: another WHERE or JOIN goes
//   in
//     |> EXTEND a AS b    SELECT *, a AS b FROM t WHERE a > 1    closed: what follows wraps it
//     |> DROP a           SELECT * EXCEPT (a) FROM (..) AS t
//
// A wrapped query keeps the name of the one relation it came from, because operations that keep
// rows keep it, too.
class PipeBuilder {
 public:
  PipeBuilder(AstBuilder* builder, ast::Query* input) : builder_(builder), query_(input) {}

  void Open(ast::SelectBody* select) {
    open_ = select;
    name_ = NameOf(select->from);
  }

  void Apply(Grammar::PipeOperationContext* context);

  ast::Query* query() const { return query_; }

 private:
  static ast::Name NameOf(const ast::Relation* relation);
  ast::SelectBody* Wrap(ast::Name name);
  ast::SelectBody* Opened() { return open_ != nullptr ? open_ : Wrap(name_); }
  // `items` over what came before; what follows sees them only.
  void Close(ast::SelectBody* select, const std::vector<ast::SelectItem>& items) {
    select->items = builder_->arena_->Copy(items);
    open_ = nullptr;
  }
  ast::SelectItem Star(ast::List<ast::Name> except, ast::List<ast::NamedExpr> replace) const;
  const ast::Relation* Relation();
  void Filter(const Expression* condition);
  void Extend(Grammar::PipeOperationContext* context);
  void Set(Grammar::AssignmentListContext* context);
  void Drop(Grammar::PipeOperationContext* context);
  void Aggregate(Grammar::PipeOperationContext* context);
  void Combine(Grammar::SetOperationContext* context);
  void Tail(Grammar::QueryTailContext* context);

  AstBuilder* builder_;
  ast::Query* query_;
  ast::SelectBody* open_ = nullptr;
  ast::Name name_;  // of the one relation whose rows these are; empty: none
  ast::SourceRange range_;
};

ast::Name PipeBuilder::NameOf(const ast::Relation* relation) {
  if (!relation->alias.text.empty() || relation->kind != ast::RelationKind::kTable)
    return relation->alias;
  return relation->As<ast::TableRelation>().name.back();
}

// SELECT * FROM (query) AS name
ast::SelectBody* PipeBuilder::Wrap(ast::Name name) {
  auto* relation = builder_->arena_->New<ast::SubqueryRelation>();
  relation->kind = ast::RelationKind::kSubquery;
  relation->range = query_->range;
  relation->query = query_;
  relation->alias = name;
  query_ = builder_->SelectStar(relation);
  query_->range.end = range_.end;
  // SelectStar has just made the body.
  open_ = const_cast<ast::SelectBody*>(&static_cast<const ast::SelectBody&>(*query_->body));
  name_ = name;
  return open_;
}

ast::SelectItem PipeBuilder::Star(ast::List<ast::Name> except,
                                  ast::List<ast::NamedExpr> replace) const {
  auto* star = builder_->New<ast::StarExpr>(ExpressionKind::kStar, range_);
  star->except = except;
  star->replace = replace;
  return {star, {}, range_};
}

// What came before as a relation that a join or a pivot may continue.
const ast::Relation* PipeBuilder::Relation() {
  ast::SelectBody* select = Opened();
  if (select->where != nullptr) select = Wrap(name_);
  return select->from;
}

void PipeBuilder::Filter(const Expression* condition) {
  ast::SelectBody* select = Opened();
  if (select->where == nullptr) {
    select->where = condition;
    return;
  }
  const Expression* both[] = {select->where, condition};
  ast::Operator op = ast::Operator::kAnd;
  auto* chain = builder_->New<ast::ChainExpr>(ExpressionKind::kChain,
                                              {both[0]->range.begin, condition->range.end});
  chain->operands = builder_->arena_->Copy(both, 2);
  chain->ops = builder_->arena_->Copy(&op, 1);
  select->where = chain;
}

void PipeBuilder::Extend(Grammar::PipeOperationContext* context) {
  ast::SelectBody* select = Opened();
  std::vector<ast::SelectItem> items = {Star({}, {})};
  for (const ast::SelectItem& item : builder_->BuildItems(context->items)) items.push_back(item);
  Close(select, items);
}

// SET a = x, b = y: one after the other, because y may read the new a.
void PipeBuilder::Set(Grammar::AssignmentListContext* context) {
  for (const ast::Assignment& assignment : builder_->BuildAssignments(context)) {
    if (assignment.target.size() > 1) {
      builder_->Refuse(assignment.target.front().range,
                       "SET of a pipe assigns to a column, not to a field of one");
    }
    ast::NamedExpr replace = {assignment.value, assignment.target.back()};
    Close(Opened(), {Star({}, builder_->arena_->Copy(&replace, 1))});
  }
}

void PipeBuilder::Drop(Grammar::PipeOperationContext* context) {
  std::vector<ast::Name> names;
  for (Grammar::QualifiedNameContext* name : context->dropped)
    names.push_back(builder_->MakePath(name).back());
  Close(Opened(), {Star(builder_->arena_->Copy(names), {})});
}

// AGGREGATE sum(a) AS s GROUP BY b: the keys come first.
void PipeBuilder::Aggregate(Grammar::PipeOperationContext* context) {
  builder_->CheckPipeAggregate(context);
  ast::SelectBody* select = Opened();
  name_ = {};
  std::vector<ast::SelectItem> items;
  if (context->groupBy != nullptr) {
    std::vector<ast::Name> aliases;
    select->group_by = builder_->BuildGroupBy(context->groupBy, &aliases);
    aliases.resize(std::max(aliases.size(), select->group_by->expressions.size()));
    for (size_t i = 0; i < select->group_by->expressions.size(); ++i) {
      ast::SelectItem& item = items.emplace_back();
      item.value = select->group_by->expressions[i];
      item.range = item.value->range;
      if (!aliases[i].text.empty()) item.aliases = builder_->arena_->Copy(&aliases[i], 1);
    }
  }
  for (const ast::SelectItem& item : builder_->BuildItems(context->items)) items.push_back(item);
  Close(select, items);
}

void PipeBuilder::Combine(Grammar::SetOperationContext* context) {
  const ast::QueryBody* left = query_->body;
  if (!query_->order_by.empty() || query_->limit != nullptr || query_->offset != nullptr)
    left = Wrap({});
  query_ = builder_->arena_->New<ast::Query>();
  query_->range = {left->range.begin, range_.end};
  query_->body = builder_->BuildSetOperation(left, context);
  open_ = nullptr;
  name_ = {};
}

void PipeBuilder::Tail(Grammar::QueryTailContext* context) {
  builder_->CheckPipeTail(context);
  bool has_tail = !query_->order_by.empty() || !query_->sort_by.empty() ||
                  !query_->distribute_by.empty() || query_->limit != nullptr ||
                  query_->offset != nullptr;
  if (has_tail) Wrap(name_);
  builder_->BuildTail(context, query_);
  open_ = nullptr;
}

void PipeBuilder::Apply(Grammar::PipeOperationContext* context) {
  range_ = builder_->RangeOf(context);
  if (context->select != nullptr) {
    ast::SelectBody* select = Opened();
    select->distinct = context->quantifier != nullptr && context->quantifier->type == T_KW_DISTINCT;
    select->hints = builder_->BuildHints(context->hints);
    if (context->windows != nullptr)
      select->windows = builder_->BuildWindows(context->windows->windows);
    if (context->groupBy != nullptr) select->group_by = builder_->BuildGroupBy(context->groupBy);
    select->items = builder_->BuildItems(context->items);
    open_ = nullptr;
    name_ = {};
  } else if (context->extend != nullptr) {
    Extend(context);
  } else if (context->assignments != nullptr) {
    Set(context->assignments);
  } else if (!context->dropped.empty()) {
    Drop(context);
  } else if (context->alias != nullptr) {
    Wrap(builder_->MakeName(context->alias));
  } else if (context->where != nullptr) {
    Filter(builder_->BuildExpression(context->where));
  } else if (context->pivot != nullptr) {
    const ast::Relation* input = Relation();
    open_->from = builder_->BuildPivot(input, context->pivot);
    name_ = open_->from->alias;
  } else if (context->unpivot != nullptr) {
    const ast::Relation* input = Relation();
    open_->from = builder_->BuildUnpivot(input, context->unpivot);
    name_ = open_->from->alias;
  } else if (context->join != nullptr) {
    const ast::Relation* left = Relation();
    open_->from = builder_->BuildJoin(left, context->join);
    name_ = {};
  } else if (context->combine != nullptr) {
    Combine(context->combine);
  } else if (context->tail != nullptr) {
    Tail(context->tail);
  } else if (context->aggregate != nullptr) {
    Aggregate(context);
  } else if (context->sample != nullptr) {
    builder_->CheckSample(context->sample);  // fewer rows of the same
  }
  query_->range.end = range_.end;
}

// `input` is the query before the first pipe; `FROM t`, `TABLE t` and `VALUES .. AS t` are open to
// further clauses.
ast::Query* AstBuilder::BuildPipes(ast::Query* input, Grammar::QuerySpecificationContext* context) {
  Require(Feature::kPipe, RangeOf(context->pipes.front()));
  for (const Grammar::PipeOperationContext* pipe : context->pipes) {
    const SqlToken* bar = pipe->First();
    if (bar->end - bar->begin > 1) continue;
    Require(Feature::kSinglePipe, {bar->begin, bar->end});
    break;  // once is enough
  }
  PipeBuilder pipes(this, input);
  Grammar::QueryTermContext* first = context->first;
  if (context->rest.empty() && context->tail == nullptr) {
    const ast::QueryBody& body = *input->body;
    bool from_only = first->fromFirst != nullptr && first->fromFirst->filters == nullptr;
    if (body.kind == ast::QueryBodyKind::kTable) {
      auto* table = arena_->New<ast::TableRelation>();
      table->kind = ast::RelationKind::kTable;
      table->range = body.range;
      table->name = body.As<ast::TableBody>().name;
      input->body = SelectStar(table)->body;
      from_only = true;
    }
    if (from_only || (first->values != nullptr && body.kind == ast::QueryBodyKind::kSelect))
      pipes.Open(const_cast<ast::SelectBody*>(&static_cast<const ast::SelectBody&>(*input->body)));
  }
  for (Grammar::PipeOperationContext* pipe : context->pipes) pipes.Apply(pipe);
  return pipes.query();
}

}  // namespace headwater::syntax
