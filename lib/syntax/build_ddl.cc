// CREATE, ALTER, DROP, TRUNCATE: grammar/Ddl.g4.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::StatementKind;

namespace {

// Words that may follow the first one of a type: double precision, int unsigned, interval day.
bool ContinuesType(absl::string_view word) {
  for (absl::string_view known : {"precision", "unsigned", "signed", "varying", "year", "month",
                                  "day", "hour", "minute", "second"}) {
    if (absl::EqualsIgnoreCase(word, known)) return true;
  }
  return false;
}

// Doris: how the values of one key are merged; CASCADE and RESTRICT of Hive's ADD COLUMNS.
bool FollowsType(absl::string_view word) {
  for (absl::string_view known :
       {"sum", "max", "min", "replace", "replace_if_not_null", "hll_union", "bitmap_union",
        "quantile_union", "generic", "cascade", "restrict", "key", "auto_increment"}) {
    if (absl::EqualsIgnoreCase(word, known)) return true;
  }
  return false;
}

}  // namespace

// The grammar takes words in a row for a type; here it is decided what they are.
absl::string_view AstBuilder::ColumnType(Grammar::TypeContext* context) {
  const RuleNode* last = context->words[0];
  for (size_t i = 1; i < context->words.size(); ++i) {
    absl::string_view word = TextOf(context->words[i]->First());
    if (ContinuesType(word)) {
      last = context->words[i];
    } else if (!FollowsType(word)) {
      const SqlToken* token = context->words[i]->First();
      RefuseSyntax({token->begin, token->end},
                   absl::StrCat("found '", word, "', expected ',' or ')'"),
                   absl::StrCat("is a comma missing before '", word, "'?"));
      break;
    }
  }
  CheckType(context->First(), context->words[0]->Last(), true);
  const SqlToken* end = context->zone != nullptr ? context->zone->Last() : last->Last();
  return LowerCase(JoinTokens(context->First(), end));
}

// FIRST, AFTER c
void AstBuilder::Place(const SqlToken* token, ast::ColumnDefinition* column) {
  if (token->type == T_KW_FIRST) column->first = true;
  if (token->type == T_KW_AFTER) column->after = MakeName(token + 1);
}

ast::ColumnDefinition AstBuilder::BuildColumn(Grammar::ColumnDefinitionContext* context) {
  ast::ColumnDefinition column;
  column.name = MakeName(context->name);
  column.range = RangeOf(context);
  CheckColumn(context);
  CheckIdentity(context);
  if (context->columnType != nullptr) column.type = ColumnType(context->columnType);
  for (Grammar::ColumnOptionContext* option : context->options) {
    Place(option->First(), &column);
    if (option->comment != nullptr) column.comment = TextOf(option->text);
    if (option->defaultValue != nullptr)
      column.default_value = BuildExpression(option->defaultValue);
    if (option->generated != nullptr) {
      column.generated = true;
      Require(
          option->generatedValue != nullptr ? Feature::kGeneratedColumn : Feature::kIdentityColumn,
          RangeOf(option));
      if (option->generatedValue != nullptr)
        column.default_value = BuildExpression(option->generatedValue);
    }
  }
  return column;
}

ast::List<ast::ColumnDefinition> AstBuilder::BuildColumns(Grammar::TableElementsContext* context) {
  if (context == nullptr) return {};
  std::vector<ast::ColumnDefinition> columns;
  for (Grammar::TableElementContext* element : context->items) {
    // ADD COLUMNS (point.z double): a field of a struct, not a column of the table
    if (element->column != nullptr && element->column->path.empty())
      columns.push_back(BuildColumn(element->column));
  }
  return arena_->Copy(columns);
}

// CREATE TABLE t (a.b int): fields of structs are only ever altered.
void AstBuilder::RefuseFields(Grammar::TableElementsContext* context) {
  if (context == nullptr) return;
  for (Grammar::TableElementContext* element : context->items) {
    if (element->column == nullptr || element->column->path.empty()) continue;
    Refuse(RangeOf(element->column), "the name of a new column has no dot",
           "a name with a dot in it needs back-quotes");
  }
}

const ast::Statement* AstBuilder::BuildCreate(Grammar::CreateStatementContext* context) {
  if (context->table != nullptr) return BuildCreateTable(context, context->table);
  if (context->view != nullptr) return BuildCreateView(context, context->view);
  return BuildCreateDatabase(context->database);
}

const ast::Statement* AstBuilder::BuildCreateTable(Grammar::CreateStatementContext* create,
                                                   Grammar::CreateTableContext* context) {
  auto* table = New<ast::CreateTableStatement>(StatementKind::kCreateTable, create);
  table->name = MakePath(context->name);
  table->temporary = create->temporary != nullptr;
  if (table->temporary)
    Require(Feature::kTemporaryTable, {create->temporary->begin, create->temporary->end});
  for (const SqlToken* token = create->First(); token < context->First(); ++token) {
    if (token->type == T_KW_TRANSACTIONAL || token->type == T_KW_MANAGED)
      Require(Feature::kTransactionalTable, {token->begin, token->end});
  }
  table->external = create->external != nullptr;
  table->or_replace = create->orReplace != nullptr;
  table->if_not_exists = context->ifNot != nullptr;
  table->columns = BuildColumns(context->elements);
  RefuseFields(context->elements);
  CheckTableClauses(context->clauses);
  std::vector<ast::ColumnDefinition> partitions;
  for (Grammar::TableClauseContext* clause : context->clauses) {
    if (clause->comment != nullptr) table->comment = TextOf(clause->comment);
    if (clause->location != nullptr) table->location = TextOf(clause->location);
    if (clause->likeFile != nullptr) {
      table->like_file = TextOf(clause->likeFile);
    } else if (clause->like != nullptr) {
      table->like = MakePath(clause->like);
    }
    for (Grammar::PartitionColumnContext* column : clause->partitions) {
      ast::ColumnDefinition partition;
      naming_function_ = column->columnType == nullptr;  // truncate(3, b)
      partition.name = MakeName(column->name);
      naming_function_ = false;
      partition.range = RangeOf(column);
      if (column->columnType != nullptr) partition.type = ColumnType(column->columnType);
      for (Grammar::ColumnOptionContext* option : column->options) {
        if (option->comment != nullptr) partition.comment = TextOf(option->text);
      }
      bool transform = column->Last()->type == T_RPAREN && column->columnType == nullptr;
      if (!transform) partitions.push_back(partition);
    }
    const SqlToken* first = clause->First();
    if (first[1].type == T_KW_KEY) Require(Feature::kTableKeys, RangeOf(clause));
  }
  table->partition_columns = arena_->Copy(partitions);
  if (context->source != nullptr) table->query = BuildQuery(context->source);
  return table;
}

namespace {

bool IsGlobal(Grammar::CreateStatementContext* create) {
  return std::any_of(create->First(), create->First() + 4,
                     [](const SqlToken& token) { return token.type == T_KW_GLOBAL; });
}

}  // namespace

const ast::Statement* AstBuilder::BuildCreateView(Grammar::CreateStatementContext* create,
                                                  Grammar::CreateViewContext* context) {
  auto* view = New<ast::CreateViewStatement>(StatementKind::kCreateView, create);
  view->name = MakePath(context->name);
  view->temporary = create->temporary != nullptr;
  if (view->temporary && dialect_ == Dialect::kSpark) CheckTemporaryName(view->name);
  if (view->temporary && dialect_ == Dialect::kSpark && view->name.size() == 1 &&
      IsGlobal(create)) {
    ast::Name schema = view->name[0];
    schema.text = "global_temp";  // where Spark keeps the views that sessions share
    schema.quoted = false;
    const ast::Name parts[] = {schema, view->name[0]};
    view->name = arena_->Copy(parts, 2);
  }
  view->materialized = create->materialized != nullptr;
  view->or_replace = create->orReplace != nullptr;
  view->if_not_exists = context->ifNot != nullptr;
  view->columns = BuildColumns(context->elements);
  for (Grammar::TableClauseContext* clause : context->clauses) {
    if (clause->comment != nullptr) view->comment = TextOf(clause->comment);
  }
  if (context->source != nullptr) view->query = BuildQuery(context->source);
  return view;
}

const ast::Statement* AstBuilder::BuildCreateDatabase(Grammar::CreateDatabaseContext* context) {
  auto* database = New<ast::DatabaseStatement>(StatementKind::kCreateDatabase, context);
  database->name = MakePath(context->name);
  database->if_not_exists = context->ifNot != nullptr;
  for (Grammar::DatabaseClauseContext* clause : context->clauses) {
    if (clause->comment != nullptr) database->comment = TextOf(clause->comment);
    if (clause->location != nullptr) database->location = TextOf(clause->location);
  }
  return database;
}

const ast::Statement* AstBuilder::BuildDrop(Grammar::DropStatementContext* context) {
  auto* drop = New<ast::DropStatement>(StatementKind::kDrop, context);
  drop->name = MakePath(context->name);
  drop->if_exists = context->exists != nullptr;
  const SqlToken* token = context->First() + 1;
  if (token->type == T_KW_TEMPORARY) {
    drop->temporary = true;
    ++token;
  }
  switch (token->type) {
    case T_KW_VIEW:
      drop->object = ast::ObjectKind::kView;
      break;
    case T_KW_MATERIALIZED:
      drop->object = ast::ObjectKind::kMaterializedView;
      break;
    case T_KW_DATABASE:
    case T_KW_SCHEMA:
      drop->object = ast::ObjectKind::kDatabase;
      break;
    default:
      drop->object = ast::ObjectKind::kTable;
  }
  return drop;
}

const ast::Statement* AstBuilder::BuildTruncate(Grammar::TruncateStatementContext* context) {
  auto* truncate = New<ast::TruncateStatement>(StatementKind::kTruncate, context);
  truncate->table = MakePath(context->table);
  bool all = false;
  BuildPartition(context->partition, &truncate->partition, &truncate->partition_names, &all);
  return truncate;
}

const ast::Statement* AstBuilder::BuildAlter(Grammar::AlterStatementContext* context) {
  const SqlToken* object = context->First() + 1;
  ast::ObjectKind kind = ast::ObjectKind::kTable;
  if (object->type == T_KW_VIEW) kind = ast::ObjectKind::kView;
  if (object->type == T_KW_MATERIALIZED) kind = ast::ObjectKind::kMaterializedView;
  auto make = [&] {
    auto* alter = New<ast::AlterStatement>(StatementKind::kAlter, context);
    alter->object = kind;
    alter->name = MakePath(context->name);
    return alter;
  };
  ast::AlterStatement* first = make();
  if (context->source != nullptr) {
    first->action = ast::AlterAction::kSetQuery;
    first->columns = BuildColumns(context->viewColumns);
    first->query = BuildQuery(context->source);
    return first;
  }
  ast::AlterStatement* last = nullptr;
  for (Grammar::AlterActionContext* action : context->actions) {
    ast::AlterStatement* alter = last == nullptr ? first : make();
    BuildAlterAction(action, alter);
    if (last != nullptr) last->next = alter;
    last = alter;
  }
  return first;
}

// Fields of structs, a.b, are no columns of the table.
void AstBuilder::ChangeColumn(Grammar::QualifiedNameContext* path,
                              const ast::ColumnDefinition& column, ast::AlterStatement* alter) {
  const bool field = path->First() != path->Last();
  const bool changes = !column.type.empty() || column.first || !column.after.text.empty() ||
                       column.name.text != MakePath(path).back().text;
  if (field || !changes) return;
  const ast::Name old_name = MakePath(path).back();
  alter->action = ast::AlterAction::kChangeColumn;
  alter->names = arena_->Copy(&old_name, 1);
  alter->columns = arena_->Copy(&column, 1);
}

void AstBuilder::BuildAlterAction(Grammar::AlterActionContext* context,
                                  ast::AlterStatement* alter) {
  bool all = false;
  auto one_name = [this](ast::Name name) { return arena_->Copy(&name, 1); };
  auto one_column = [this](ast::ColumnDefinition column) { return arena_->Copy(&column, 1); };
  auto column_name = [this](Grammar::QualifiedNameContext* path) { return MakePath(path).back(); };
  alter->text = JoinTokens(context->First(),
                           std::min<const SqlToken*>(context->First() + 2, context->Last()));
  if (context->addColumns != nullptr || context->addColumn != nullptr) {
    alter->action = ast::AlterAction::kAddColumns;
    if (context->addColumns != nullptr) {
      alter->columns = BuildColumns(context->addColumns);
    } else if (context->addColumn->path.empty()) {  // not ADD COLUMN point.z, a struct's field
      alter->columns = one_column(BuildColumn(context->addColumn));
    }
  } else if (!context->addPartitions.empty()) {
    alter->action = ast::AlterAction::kAddPartition;
    std::vector<ast::PartitionItem> items;
    for (Grammar::AddPartitionContext* add : context->addPartitions) {
      BuildPartition(add->partition, &alter->partition, &alter->partition_names, &all);
      items.insert(items.end(), alter->partition.begin(), alter->partition.end());
      if (add->location != nullptr) alter->location = TextOf(add->location);
    }
    alter->partition = arena_->Copy(items);
  } else if (context->dropColumns != nullptr || context->dropColumn != nullptr) {
    alter->action = ast::AlterAction::kDropColumns;
    alter->names = context->dropColumn != nullptr ? one_name(column_name(context->dropColumn))
                                                  : MakeNames(context->dropColumns);
  } else if (!context->dropPartitions.empty()) {
    alter->action = ast::AlterAction::kDropPartition;
    std::vector<ast::PartitionItem> items;
    for (Grammar::PartitionClauseContext* partition : context->dropPartitions) {
      BuildPartition(partition, &alter->partition, &alter->partition_names, &all);
      items.insert(items.end(), alter->partition.begin(), alter->partition.end());
    }
    alter->partition = arena_->Copy(items);
  } else if (context->renameTo != nullptr) {
    alter->action = ast::AlterAction::kRenameTable;
    alter->new_name = MakePath(context->renameTo);
  } else if (context->fromColumn != nullptr) {
    alter->action = ast::AlterAction::kRenameColumn;
    alter->names = one_name(column_name(context->fromColumn));
    ast::ColumnDefinition column;
    column.name = MakeName(context->toColumn);
    alter->columns = one_column(column);
  } else if (context->changed != nullptr) {
    ast::ColumnDefinition column;
    if (context->changedTo != nullptr) {
      CheckAlterColumn(context);
      column = BuildColumn(context->changedTo);
    }
    // Spark's CHANGE gives no new name: CHANGE c TYPE bigint
    if (context->changedTo == nullptr || dialect_ == Dialect::kSpark)
      column.name = column_name(context->changed);
    for (Grammar::AlterColumnActionContext* step : context->steps) Place(step->First(), &column);
    ChangeColumn(context->changed, column, alter);
  } else if (context->modified != nullptr) {
    const ast::ColumnDefinition column = BuildColumn(context->modified);
    if (context->modified->path.empty()) {
      alter->action = ast::AlterAction::kChangeColumn;
      alter->names = one_name(column.name);
      alter->columns = one_column(column);
    }
  } else if (context->partitionTyped != nullptr) {
    BuildColumns(context->partitionTyped);  // for what is wrong in it
  } else if (context->alteredTo != nullptr) {
    CheckAlterColumn(context);
    ast::ColumnDefinition column;
    column.name = column_name(context->alteredColumn);
    if (context->alteredTo->newType != nullptr)
      column.type = ColumnType(context->alteredTo->newType);
    Place(context->alteredTo->First(), &column);
    ChangeColumn(context->alteredColumn, column, alter);
  } else if (context->replaceColumns != nullptr) {
    alter->action = ast::AlterAction::kReplaceColumns;
    alter->columns = BuildColumns(context->replaceColumns);
    RefuseFields(context->replaceColumns);
    CheckReplacedColumns(context->replaceColumns);
  } else if (context->swap != nullptr) {
    alter->action = ast::AlterAction::kSwapTable;
    alter->new_name = MakePath(context->swap);
    if (context->swapProperties != nullptr) {
      absl::string_view properties =
          JoinTokens(context->swapProperties->First(), context->swapProperties->Last());
      alter->swap = !absl::StrContains(absl::AsciiStrToLower(properties), "false");
    }
  } else if (context->exchange != nullptr) {
    alter->action = ast::AlterAction::kExchangePartition;
    BuildPartition(context->exchange, &alter->partition, &alter->partition_names, &all);
    alter->new_name = MakePath(context->exchangeTable);
    Require(Feature::kExchangePartition, RangeOf(context));
  } else if (context->location != nullptr) {
    alter->action = ast::AlterAction::kSetLocation;
    alter->location = TextOf(context->location);
  } else if (context->partition != nullptr) {
    BuildPartition(context->partition, &alter->partition, &alter->partition_names, &all);
    int step = context->partitionStep->First()->type;
    if (dialect_ == Dialect::kSpark && (step == T_KW_CHANGE || step == T_KW_REPLACE))
      Refuse(RangeOf(context), "Spark changes the columns of a table, not of a partition");
    if (context->partitionStep->renamedPartition != nullptr) {
      alter->action = ast::AlterAction::kRenamePartition;
    } else if (context->partitionStep->location != nullptr) {
      alter->action = ast::AlterAction::kSetLocation;
      alter->location = TextOf(context->partitionStep->location);
    }
  }
  if (alter->action == ast::AlterAction::kSwapTable)
    Require(Feature::kReplaceWithTable, RangeOf(context));
}

}  // namespace headwater::syntax
