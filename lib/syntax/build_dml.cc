// INSERT, MERGE, UPDATE, DELETE: grammar/Dml.g4.

#include "absl/strings/match.h"
#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::Expression;
using ast::ExpressionKind;
using ast::StatementKind;

// dt = 'x' and hour of PARTITION (..) are parsed as expressions.
void AstBuilder::BuildPartition(Grammar::PartitionClauseContext* context,
                                ast::List<ast::PartitionItem>* items, ast::List<ast::Name>* names,
                                bool* all) {
  if (context == nullptr) return;
  if (context->name != nullptr) {
    ast::Name name = MakeName(context->name);
    *names = arena_->Copy(&name, 1);
    return;
  }
  std::vector<ast::PartitionItem> list;
  std::vector<ast::Name> plain;
  bool only_names = true;
  for (const Expression* item : BuildList(context->items)) {
    ast::PartitionItem partition;
    const Expression* column = item;
    if (item->kind == ExpressionKind::kStar) {
      *all = true;
      continue;
    }
    if (item->kind == ExpressionKind::kChain) {
      const auto& chain = item->As<ast::ChainExpr>();
      column = chain.operands[0];
      partition.value = chain.operands[1];
      switch (chain.ops[0]) {
        case ast::Operator::kEqual:
          partition.op = "=";
          break;
        case ast::Operator::kLess:
          partition.op = "<";
          break;
        case ast::Operator::kLessEqual:
          partition.op = "<=";
          break;
        case ast::Operator::kGreater:
          partition.op = ">";
          break;
        case ast::Operator::kGreaterEqual:
          partition.op = ">=";
          break;
        default:
          partition.op = "<>";
      }
      only_names = false;
    }
    if (column->kind == ExpressionKind::kColumn) {
      partition.name = column->As<ast::ColumnExpr>().path.back();
    } else if (column->kind == ExpressionKind::kLiteral) {
      partition.name.text = column->As<ast::LiteralExpr>().text;
      partition.name.range = column->range;
    } else {
      partition.name.text =
          script_.substr(column->range.begin, column->range.end - column->range.begin);
      partition.name.range = column->range;
    }
    list.push_back(partition);
    plain.push_back(partition.name);
  }
  // Doris names its partitions; Hive and Spark name the columns.
  if (dialect_ == Dialect::kDoris && only_names) {
    *names = arena_->Copy(plain);
  } else {
    *items = arena_->Copy(list);
  }
}

ast::InsertTarget AstBuilder::BuildInsertTarget(Grammar::InsertTargetContext* context) {
  ast::InsertTarget target;
  target.range = RangeOf(context);
  if (context->overwrite != nullptr) target.mode = ast::InsertMode::kOverwrite;
  if (context->directory != nullptr) {
    target.is_directory = true;
    target.local = context->local != nullptr;
    target.directory = TextOf(context->path);
    Require(Feature::kInsertDirectory, target.range);
    return target;
  }
  target.table = MakePath(context->into->table);
  for (Grammar::InsertOptionContext* option : context->into->options)
    BuildInsertOption(option, &target);
  if (context->into->replacing != nullptr) target.mode = ast::InsertMode::kReplaceWhere;
  return target;
}

void AstBuilder::BuildInsertOption(Grammar::InsertOptionContext* option,
                                   ast::InsertTarget* target) {
  Grammar::PartitionClauseContext* partition =
      option->partition != nullptr ? option->partition : option->temporaryPartition;
  BuildPartition(partition, &target->partition, &target->partition_names, &target->all_partitions);
  if (option->reference != nullptr && !absl::EqualsIgnoreCase(TextOf(option->reference), "branch"))
    Refuse({option->reference->begin, option->reference->end}, "rows go into a branch only");
  if (option->columns != nullptr) target->columns = MakeNames(option->columns);
  if (option->byName != nullptr) {
    target->by_name = true;
    Require(Feature::kInsertByName, RangeOf(option));
  }
  if (option->label != nullptr) {
    target->label = MakeName(option->label);
    Require(Feature::kInsertLabel, RangeOf(option));
  }
}

const ast::Statement* AstBuilder::BuildInsert(const ast::WithClause* with,
                                              Grammar::InsertStatementContext* context) {
  auto* insert = New<ast::InsertStatement>(StatementKind::kInsert, context);
  insert->with = with;
  ast::InsertBranch branch{BuildInsertTarget(context->target), BuildQuery(context->source)};
  insert->branches = arena_->Copy(&branch, 1);
  return insert;
}

const ast::Statement* AstBuilder::BuildMultiInsert(const ast::WithClause* with,
                                                   Grammar::MultiInsertContext* context) {
  auto* insert = New<ast::InsertStatement>(StatementKind::kInsert, context);
  Require(Feature::kMultiInsert, insert->range);
  insert->with = with;
  insert->from = BuildRelations(context->from);
  std::vector<ast::InsertBranch> branches;
  for (Grammar::InsertBranchContext* branch : context->branches) {
    branches.push_back(
        {BuildInsertTarget(branch->target), BuildSpecification(nullptr, branch->source)});
  }
  insert->branches = arena_->Copy(branches);
  return insert;
}

ast::List<ast::Assignment> AstBuilder::BuildAssignments(Grammar::AssignmentListContext* context) {
  std::vector<ast::Assignment> assignments;
  for (Grammar::AssignmentContext* item : context->items) {
    ast::Assignment assignment;
    assignment.target = MakePath(item->target);
    const Expression* value = BuildExpression(item->value);
    bool is_default = value->kind == ExpressionKind::kLiteral &&
                      value->As<ast::LiteralExpr>().literal_kind == ast::LiteralKind::kDefault;
    if (!is_default) assignment.value = value;
    assignments.push_back(assignment);
  }
  return arena_->Copy(assignments);
}

ast::MergeClause AstBuilder::BuildMergeClause(Grammar::MergeClauseContext* context) {
  ast::MergeClause clause;
  if (context->not_ != nullptr) {
    clause.match = context->bySource != nullptr ? ast::MergeMatch::kNotMatchedBySource
                                                : ast::MergeMatch::kNotMatched;
  }
  if (context->condition != nullptr) clause.condition = BuildExpression(context->condition);
  clause.star = context->star != nullptr;
  if (clause.star) Require(Feature::kMergeStar, RangeOf(context));
  if (context->update != nullptr) {
    clause.action = ast::MergeAction::kUpdate;
    if (context->assignments != nullptr)
      clause.assignments = BuildAssignments(context->assignments);
  } else if (context->delete_ != nullptr) {
    clause.action = ast::MergeAction::kDelete;
  } else {
    clause.action = ast::MergeAction::kInsert;
    std::vector<ast::NamePath> columns;
    for (Grammar::QualifiedNameContext* column : context->columns)
      columns.push_back(MakePath(column));
    clause.columns = arena_->Copy(columns);
    clause.values = BuildList(context->values);
  }
  return clause;
}

const ast::Statement* AstBuilder::BuildMerge(const ast::WithClause* with,
                                             Grammar::MergeStatementContext* context) {
  auto* merge = New<ast::MergeStatement>(StatementKind::kMerge, context);
  merge->with = with;
  merge->target = MakePath(context->table);
  Require(Feature::kMerge, RangeOf(context->table));
  if (context->alias != nullptr) merge->target_alias = MakeName(context->alias->name);
  merge->source = BuildPrimary(context->source);
  merge->on = BuildExpression(context->on);
  std::vector<ast::MergeClause> clauses;
  for (Grammar::MergeClauseContext* clause : context->clauses)
    clauses.push_back(BuildMergeClause(clause));
  merge->clauses = arena_->Copy(clauses);
  return merge;
}

const ast::Statement* AstBuilder::BuildUpdate(const ast::WithClause* with,
                                              Grammar::UpdateStatementContext* context) {
  auto* update = New<ast::UpdateStatement>(StatementKind::kUpdate, context);
  update->with = with;
  update->target = MakePath(context->table);
  if (context->alias != nullptr) update->target_alias = MakeName(context->alias->name);
  if (context->alias != nullptr && context->alias->columns != nullptr)
    Refuse(RangeOf(context->alias), "the alias of an updated table names no columns");
  update->assignments = BuildAssignments(context->assignments);
  if (context->from != nullptr) {
    update->from = BuildRelations(context->from);
    Require(Feature::kUpdateFrom, RangeOf(context->from));
  }
  if (context->where != nullptr) update->where = BuildExpression(context->where);
  return update;
}

const ast::Statement* AstBuilder::BuildDelete(const ast::WithClause* with,
                                              Grammar::DeleteStatementContext* context) {
  auto* node = New<ast::DeleteStatement>(StatementKind::kDelete, context);
  node->with = with;
  node->target = MakePath(context->table);
  if (context->alias != nullptr) node->target_alias = MakeName(context->alias->name);
  if (context->partition != nullptr) {
    if (context->partition->names != nullptr) {
      node->partitions = MakeNames(context->partition->names);
    } else {
      ast::Name name = MakeName(context->partition->name);
      node->partitions = arena_->Copy(&name, 1);
    }
  }
  if (context->usingRelations != nullptr) {
    node->using_relation = BuildRelations(context->usingRelations);
    Require(Feature::kDeleteUsing, RangeOf(context->usingRelations));
  }
  if (context->where != nullptr) node->where = BuildExpression(context->where);
  return node;
}

}  // namespace headwater::syntax
