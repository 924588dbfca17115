// SELECT blocks: items, filters, grouping, ordering.

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"
#include "lib/ast/expression_text.h"

namespace headwater::analyze {

NodeId AnalyzerImpl::TakeInfluences(size_t mark) {
  const NodeId node =
      graph_.AddNode(absl::MakeConstSpan(influences_.data() + mark, influences_.size() - mark));
  influences_.resize(mark);
  return node;
}

NodeId AnalyzerImpl::RowsOf(const Scope& scope) {
  const size_t mark = edges_.size();
  for (uint32_t i = scope.first; i < scope.last; ++i) {
    const Binding& binding = binder_.bindings()[i];
    if (binding.visible) Push(binding.relation->rows, kIdentity);
  }
  return TakeNode(mark);
}

void AnalyzerImpl::WalkInfluence(const ast::Expression& expression, const Scope& scope, Step step) {
  ScopeGuard guard(this, &scope);
  const size_t mark = edges_.size();
  Walk(expression, step);
  influences_.insert(influences_.end(), edges_.begin() + mark, edges_.end());
  edges_.resize(mark);
}

const Relation* AnalyzerImpl::AnalyzeSelect(const ast::SelectBody& select,
                                            const ast::Query* clauses, const Scope* outer) {
  const size_t influence_mark = influences_.size();
  const size_t column_mark = columns_.size();
  const uint32_t binding_mark = static_cast<uint32_t>(binder_.bindings().size());
  Scope scope;
  scope.outer = outer;
  scope.first = scope.last = binding_mark;
  if (shared_from_ != nullptr && clauses == shared_query_ &&
      (select.from == nullptr || select.from->kind == ast::RelationKind::kLateralView)) {
    // A branch of a multi-insert reads the statement's FROM.
    scope = *shared_from_;
    shared_from_ = nullptr;
    influences_.push_back(Edge{shared_influences_, kIdentity});
    for (uint32_t i = scope.first; i < scope.last; ++i) {
      const Binding copy = binder_.bindings()[i];
      binder_.bindings().push_back(copy);
    }
    const uint32_t count = scope.last - scope.first;
    scope.first = binding_mark;
    scope.last = binding_mark + count;
  }
  if (select.from != nullptr) BindRelation(*select.from, &scope);
  scope.last = static_cast<uint32_t>(binder_.bindings().size());
  scope.windows.push_back(select.windows);
  if (clauses != nullptr) scope.windows.push_back(clauses->windows);
  if (select.where != nullptr) WalkInfluence(*select.where, scope, kFilter);

  std::vector<const OpenColumns*> open;
  {
    ScopeGuard guard(this, &scope);
    scope.alias_use = Hive() ? AliasUse::kNone : AliasUse::kAfterColumns;
    if (select.transform != nullptr) {
      AnalyzeTransform(*select.transform, select.range);
      for (size_t i = column_mark; i < columns_.size(); ++i)
        scope.aliases.Add(SelectAlias{columns_[i].name, columns_[i].value, true});
    } else {
      for (size_t i = 0; i < select.items.size(); ++i) {
        if (!ExpandGroupedStar(select, select.items[i]))
          AnalyzeItem(select.items[i], i, &scope, &open);
      }
    }
    scope.alias_use = AliasUse::kAfterColumns;
    if (select.group_by != nullptr) AnalyzeGroupBy(*select.group_by, select, column_mark);
    if (select.having != nullptr) WalkInfluence(*select.having, scope, kFilter);
    if (select.qualify != nullptr) WalkInfluence(*select.qualify, scope, kFilter);
    if (select.distinct) {
      for (size_t i = column_mark; i < columns_.size(); ++i) {
        if (columns_[i].value.node != kNoNode)
          influences_.push_back(Edge{columns_[i].value.node, kGroupBy});
      }
    }
    if (clauses != nullptr) {
      scope.alias_use = AliasUse::kBeforeColumns;
      AddOrderInfluences(*clauses, column_mark);
    }
  }
  const NodeId rows = RowsOf(scope);
  binder_.bindings().resize(binding_mark);
  return MakeRelation(column_mark, open, TakeInfluences(influence_mark), rows);
}

void AnalyzerImpl::AddOrderInfluences(const ast::Query& query, size_t column_mark) {
  for (const ast::SortKey& key : query.order_by) AnalyzeOrderKey(*key.value, column_mark, kSort);
  for (const ast::SortKey& key : query.sort_by) AnalyzeOrderKey(*key.value, column_mark, kSort);
}

// A literal number that names an output column by its position.
bool AnalyzerImpl::WalkOrdinal(const ast::Expression& key, size_t column_mark, Step step) {
  if (key.kind != ast::ExpressionKind::kLiteral) return false;
  const auto& literal = key.As<ast::LiteralExpr>();
  size_t position = 0;
  if (literal.literal_kind != ast::LiteralKind::kNumber) return true;  // a constant: no influence
  if (!absl::SimpleAtoi(literal.text, &position)) return true;
  if (position == 0 || column_mark + position > columns_.size()) return true;
  const NodeId node = columns_[column_mark + position - 1].value.node;
  if (node != kNoNode) influences_.push_back(Edge{node, step});
  return true;
}

void AnalyzerImpl::AnalyzeOrderKey(const ast::Expression& key, size_t column_mark, Step step) {
  if (!WalkOrdinal(key, column_mark, step)) WalkInfluence(key, *scope_, step);
}

void AnalyzerImpl::AnalyzeGroupBy(const ast::GroupBy& group_by, const ast::SelectBody& select,
                                  size_t column_mark) {
  if (group_by.kind == ast::GroupingKind::kAll) {
    // The items without an aggregate. A star's columns are keys, too.
    for (const ast::SelectItem& item : select.items) {
      if (item.value == nullptr || ContainsAggregate(*item.value)) continue;
      if (item.value->kind != ast::ExpressionKind::kLiteral)
        WalkInfluence(*item.value, *scope_, kGroupBy);
    }
    return;
  }
  for (const ast::Expression* key : group_by.expressions)
    AnalyzeOrderKey(*key, column_mark, kGroupBy);
  for (const ast::GroupingSet& set : group_by.sets) {
    for (const ast::Expression* key : set.expressions) AnalyzeOrderKey(*key, column_mark, kGroupBy);
  }
}

bool AnalyzerImpl::ContainsAggregate(const ast::Expression& expression) {
  switch (expression.kind) {
    case ast::ExpressionKind::kUnary:
      return ContainsAggregate(*expression.As<ast::UnaryExpr>().operand);
    case ast::ExpressionKind::kCast:
      return ContainsAggregate(*expression.As<ast::CastExpr>().operand);
    case ast::ExpressionKind::kField:
      return ContainsAggregate(*expression.As<ast::FieldExpr>().base);
    case ast::ExpressionKind::kSubscript:
      return ContainsAggregate(*expression.As<ast::SubscriptExpr>().base);
    case ast::ExpressionKind::kChain:
      for (const ast::Expression* operand : expression.As<ast::ChainExpr>().operands) {
        if (ContainsAggregate(*operand)) return true;
      }
      return false;
    case ast::ExpressionKind::kBetween:
      return ContainsAggregate(*expression.As<ast::BetweenExpr>().operand);
    case ast::ExpressionKind::kCase: {
      const auto& cases = expression.As<ast::CaseExpr>();
      for (const ast::WhenClause& when : cases.whens) {
        if (ContainsAggregate(*when.condition) || ContainsAggregate(*when.result)) return true;
      }
      return cases.otherwise != nullptr && ContainsAggregate(*cases.otherwise);
    }
    case ast::ExpressionKind::kCall: {
      const auto& call = expression.As<ast::CallExpr>();
      if (call.over == nullptr && (call.distinct || IsAggregate(TraitsOf(call).kind))) return true;
      for (const ast::Expression* argument : call.arguments) {
        if (ContainsAggregate(*argument)) return true;
      }
      return false;
    }
    default:
      return false;
  }
}

// The name of an item without alias: the column's own, in Spark also through a cast; in Hive `_c1`
// by the item's position (a star is one item); the expression's text elsewhere.
void AnalyzerImpl::NameItem(const ast::SelectItem& item, size_t position, OutputColumn* column) {
  const bool cast_column =
      options_.dialect == Dialect::kSpark && item.aliases.empty() &&
      item.value->kind == ast::ExpressionKind::kCast &&
      item.value->As<ast::CastExpr>().operand->kind == ast::ExpressionKind::kColumn;
  const ast::Expression& value =
      cast_column ? *item.value->As<ast::CastExpr>().operand : *item.value;
  if (!item.aliases.empty()) {
    column->name = names_.Intern(item.aliases[0].text);
  } else if (value.kind == ast::ExpressionKind::kColumn) {
    column->name = names_.Intern(value.As<ast::ColumnExpr>().path.back().text);
  } else if (value.kind == ast::ExpressionKind::kField) {
    column->name = names_.Intern(value.As<ast::FieldExpr>().field.text);
  } else if (Hive()) {
    column->name = names_.Intern(absl::StrCat("_c", position));
  } else {
    expression_buffer_.clear();
    ast::ExpressionTextOptions options;
    options.dialect = options_.dialect;
    options.style = options_.dialect == Dialect::kSpark ? ast::ExpressionTextStyle::kSparkColumnName
                                                        : ast::ExpressionTextStyle::kNormalised;
    options.max_bytes = 1024;
    ast::AppendExpressionText(value, options, &expression_buffer_);
    column->display_name = graph_.arena().CopyOf(absl::string_view(expression_buffer_));
    column->name = names_.Intern(column->display_name);
  }
}

// Hive's star over GROUP BY: the keys, which have lost their names.
bool AnalyzerImpl::ExpandGroupedStar(const ast::SelectBody& select, const ast::SelectItem& item) {
  if (!Hive() || select.group_by == nullptr || item.value->kind != ast::ExpressionKind::kStar ||
      !item.value->As<ast::StarExpr>().qualifier.empty() || select.group_by->expressions.empty()) {
    return false;
  }
  for (size_t i = 0; i < select.group_by->expressions.size(); ++i) {
    const ast::Expression& key = *select.group_by->expressions[i];
    OutputColumn column;
    column.name = names_.Intern(absl::StrCat("_col", i));
    column.value = Evaluate(key);
    column.expression = &key;
    column.range = item.value->range;
    columns_.push_back(column);
  }
  return true;
}

void AnalyzerImpl::AnalyzeItem(const ast::SelectItem& item, size_t position, Scope* scope,
                               std::vector<const OpenColumns*>* open) {
  const ast::Expression& value = *item.value;
  if (value.kind == ast::ExpressionKind::kStar) {
    ExpandStar(value.As<ast::StarExpr>(), scope, open);
    return;
  }
  if (Hive() && value.kind == ast::ExpressionKind::kColumn && item.aliases.empty() &&
      ExpandRegex(value.As<ast::ColumnExpr>(), scope, open)) {
    return;
  }
  if (value.kind == ast::ExpressionKind::kCall) {
    const auto& call = value.As<ast::CallExpr>();
    const FunctionKind kind = TraitsOf(call).kind;
    if (item.aliases.size() > 1 || (IsTableFunction(kind) && kind != FunctionKind::kGenerator &&
                                    kind != FunctionKind::kFiles)) {
      PushTableFunction(call, item.aliases);
      return;
    }
  }
  OutputColumn column;
  column.value = Evaluate(value);
  column.expression = &value;
  column.range = value.range;
  NameItem(item, position, &column);
  columns_.push_back(column);
  scope->aliases.Add(SelectAlias{column.name, column.value, !item.aliases.empty()});
}

void AnalyzerImpl::AnalyzeTransform(const ast::TransformClause& transform, ast::SourceRange range) {
  const size_t mark = edges_.size();
  for (const ast::Expression* argument : transform.arguments) Walk(*argument, kTransformation);
  const NodeId node = TakeNode(mark);
  OutputColumn column;
  column.value.node = node;
  column.range = range;
  if (transform.columns.empty()) {
    for (absl::string_view name : {"key", "value"}) {
      column.name = names_.Intern(name);
      columns_.push_back(column);
    }
  }
  for (const ast::Name& name : transform.columns) {
    column.name = names_.Intern(name.text);
    column.range = name.range;
    columns_.push_back(column);
  }
}

}  // namespace headwater::analyze
