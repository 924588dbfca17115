// From ANTLR's contexts to the syntax tree: a typed walk that reads labels and the token array.
// One file for each group of rules; a build_*.cc matches a grammar/*.g4.

#ifndef HEADWATER_LIB_SYNTAX_AST_BUILDER_H_
#define HEADWATER_LIB_SYNTAX_AST_BUILDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/arena.h"
#include "headwater/ast/statement.h"
#include "headwater/parser.h"
#include "syntax/features.h"
#include "syntax/generated/SqlParser.h"
#include "syntax/lookahead.h"
#include "syntax/token.h"

namespace headwater::syntax {

using Grammar = generated::SqlParser;

// Builds the tree of one statement in the arena. Recursion follows the contexts, whose depth the
// parser has bounded. Constructs that the dialect lacks are reported, not refused: the tree is
// still the best answer.
class AstBuilder {
 public:
  AstBuilder(absl::string_view script, const ParseOptions& options, const StatementTokens& tokens,
             base::Arena* arena, std::vector<Diagnostic>* diagnostics)
      : script_(script),
        dialect_(options.dialect),
        version_(options.dialect_version),
        tokens_(tokens),
        nesting_depth_(static_cast<size_t>(options.limits.nesting_depth)),
        arena_(arena),
        diagnostics_(diagnostics) {}

  const ast::Statement* BuildStatement(Grammar::StatementContext* context);

  // A statement of the client (SET, ADD JAR, ..) or one that is known by its name only.
  const ast::Statement* BuildRaw();
  ast::OtherStatement* BuildOther(absl::string_view name);
  // Words of control of a script.
  const ast::Statement* BuildBlock();

 private:
  // build_statement.cc
  const ast::Statement* BuildQueryStatement(Grammar::StatementContext* context);
  const ast::Statement* BuildDeclare(Grammar::DeclareStatementContext* context);
  const ast::Statement* BuildSetVariable(Grammar::SetVariableStatementContext* context);
  const ast::Statement* BuildExecute(Grammar::ExecuteStatementContext* context);
  // What a variable is made from: a query of one row, as `SELECT value AS name`.
  const ast::Statement* BuildVariables(const std::vector<ast::SelectItem>& items,
                                       const RuleNode* context);
  const ast::Statement* BuildUse(Grammar::UseStatementContext* context);
  const ast::Statement* BuildCache(Grammar::CacheStatementContext* context);
  const ast::Statement* BuildLoad(Grammar::LoadStatementContext* context);
  const ast::Statement* BuildExport(Grammar::ExportStatementContext* context);
  const ast::Statement* BuildImport(Grammar::ImportStatementContext* context);

  // build_dml.cc
  const ast::Statement* BuildInsert(const ast::WithClause* with,
                                    Grammar::InsertStatementContext* context);
  const ast::Statement* BuildMultiInsert(const ast::WithClause* with,
                                         Grammar::MultiInsertContext* context);
  const ast::Statement* BuildMerge(const ast::WithClause* with,
                                   Grammar::MergeStatementContext* context);
  const ast::Statement* BuildUpdate(const ast::WithClause* with,
                                    Grammar::UpdateStatementContext* context);
  const ast::Statement* BuildDelete(const ast::WithClause* with,
                                    Grammar::DeleteStatementContext* context);
  ast::InsertTarget BuildInsertTarget(Grammar::InsertTargetContext* context);
  void BuildInsertOption(Grammar::InsertOptionContext* option, ast::InsertTarget* target);
  void BuildPartition(Grammar::PartitionClauseContext* context,
                      ast::List<ast::PartitionItem>* items, ast::List<ast::Name>* names, bool* all);
  ast::List<ast::Assignment> BuildAssignments(Grammar::AssignmentListContext* context);
  ast::MergeClause BuildMergeClause(Grammar::MergeClauseContext* context);

  // build_ddl.cc
  const ast::Statement* BuildCreate(Grammar::CreateStatementContext* context);
  const ast::Statement* BuildCreateTable(Grammar::CreateStatementContext* create,
                                         Grammar::CreateTableContext* context);
  const ast::Statement* BuildCreateView(Grammar::CreateStatementContext* create,
                                        Grammar::CreateViewContext* context);
  const ast::Statement* BuildCreateDatabase(Grammar::CreateDatabaseContext* context);
  const ast::Statement* BuildDrop(Grammar::DropStatementContext* context);
  const ast::Statement* BuildTruncate(Grammar::TruncateStatementContext* context);
  const ast::Statement* BuildAlter(Grammar::AlterStatementContext* context);
  void BuildAlterAction(Grammar::AlterActionContext* context, ast::AlterStatement* alter);
  void Place(const SqlToken* token, ast::ColumnDefinition* column);
  void ChangeColumn(Grammar::QualifiedNameContext* path, const ast::ColumnDefinition& column,
                    ast::AlterStatement* alter);
  ast::List<ast::ColumnDefinition> BuildColumns(Grammar::TableElementsContext* context);
  void RefuseFields(Grammar::TableElementsContext* context);
  absl::string_view ColumnType(Grammar::TypeContext* context);
  ast::ColumnDefinition BuildColumn(Grammar::ColumnDefinitionContext* context);

  // build_query.cc
  const ast::WithClause* BuildWith(Grammar::WithClauseContext* context);
  const ast::Query* BuildQuery(Grammar::QueryContext* context);
  const ast::Query* BuildSpecification(const ast::WithClause* with,
                                       Grammar::QuerySpecificationContext* context);
  void BuildTail(Grammar::QueryTailContext* context, ast::Query* query);
  const ast::QueryBody* BuildSetOperations(Grammar::QuerySpecificationContext* context);
  // One more operation, behind a pipe.
  const ast::QueryBody* BuildSetOperation(const ast::QueryBody* left,
                                          Grammar::SetOperationContext* context);
  const ast::QueryBody* BuildTerm(Grammar::QueryTermContext* context);
  const ast::QueryBody* BuildSelect(Grammar::SelectClauseContext* context);
  const ast::QueryBody* BuildFromFirst(Grammar::FromFirstClauseContext* context);
  // What SELECT and FROM .. SELECT have in common: all but FROM and what filters its rows.
  template <typename Context>
  ast::SelectBody* BuildSelectList(Context* context);
  void BuildFilters(Grammar::SelectFiltersContext* context, ast::SelectBody* select);
  ast::List<ast::SelectItem> BuildItems(const std::vector<Grammar::SelectItemContext*>& items);
  // `aliases`: of the plain keys, behind a pipe; null where there may be none.
  const ast::GroupBy* BuildGroupBy(Grammar::GroupByClauseContext* context,
                                   std::vector<ast::Name>* aliases = nullptr);
  void AddGroupingSets(Grammar::GroupingSetsContext* context, std::vector<ast::GroupingSet>* sets);
  const ast::ValuesBody* BuildValues(const std::vector<Grammar::ExpressionContext*>& rows,
                                     ast::SourceRange range);
  const ast::TransformClause* BuildTransform(Grammar::TupleItemsContext* arguments,
                                             Grammar::ScriptClauseContext* script);
  ast::List<ast::NamedWindow> BuildWindows(
      const std::vector<Grammar::NamedWindowContext*>& contexts);
  ast::List<absl::string_view> BuildHints(const std::vector<SqlToken*>& hints);

  // build_pipe.cc
  ast::Query* BuildPipes(ast::Query* input, Grammar::QuerySpecificationContext* context);
  friend class PipeBuilder;

  // build_relation.cc
  const ast::Relation* BuildRelations(Grammar::RelationListContext* context);
  const ast::Relation* BuildRelation(Grammar::RelationContext* context);
  const ast::Relation* BuildPrimary(Grammar::RelationPrimaryContext* context);
  const ast::Relation* BuildJoin(const ast::Relation* left, Grammar::JoinSuffixContext* context);
  const ast::Relation* BuildLateralView(const ast::Relation* input,
                                        Grammar::LateralViewSuffixContext* context);
  const ast::Relation* BuildPivot(const ast::Relation* input, Grammar::PivotSuffixContext* context);
  const ast::Relation* BuildUnpivot(const ast::Relation* input,
                                    Grammar::UnpivotSuffixContext* context);
  const ast::Relation* BuildNamedTable(Grammar::RelationPrimaryContext* context);
  // SELECT * FROM relation
  ast::Query* SelectStar(const ast::Relation* relation);
  const ast::Relation* BuildUniqueJoin(Grammar::UniqueJoinContext* context);
  void SetAlias(Grammar::RelationAliasContext* context, ast::Relation* relation);
  // The conditions joined by AND; null if there are none.
  const ast::Expression* AllOf(const std::vector<const ast::Expression*>& conditions);
  const ast::Relation* CrossJoin(const ast::Relation* left, const ast::Relation* right);

  // build_expression.cc
  const ast::Expression* BuildExpression(Grammar::ExpressionContext* context);
  ast::ExpressionList BuildList(Grammar::ExpressionListContext* context);
  const ast::Expression* BuildOperand(Grammar::OperandContext* context, bool keep_tuple);
  const ast::Expression* BuildPrimaryOperand(Grammar::OperandContext* context, bool keep_tuple);
  const ast::Expression* BuildPath(Grammar::ColumnPathContext* context);
  const ast::Expression* BuildLiteral(Grammar::LiteralContext* context);
  const ast::Expression* BuildInterval(Grammar::IntervalLiteralContext* context);
  const ast::Expression* BuildCase(Grammar::CaseExpressionContext* context);
  const ast::Expression* BuildTuple(Grammar::OperandContext* context, bool keep_tuple);
  const ast::Expression* BuildCollection(Grammar::OperandContext* context);
  const ast::Expression* BuildPostfix(const ast::Expression* base,
                                      Grammar::PostfixContext* context);
  const ast::Expression* BuildNamed(const ast::Expression* value, SqlToken* alias);
  const ast::StarExpr* BuildStar(ast::NamePath qualifier, Grammar::StarSuffixContext* context,
                                 ast::SourceRange range);
  ast::List<ast::NamedExpr> BuildNamedList(
      const std::vector<Grammar::NamedExpressionContext*>& items);
  ast::List<ast::SortKey> BuildSortList(Grammar::SortListContext* context);
  friend class OperatorBinder;

  // build_call.cc
  const ast::CallExpr* BuildCall(ast::NamePath name, Grammar::CallSuffixContext* context,
                                 uint32_t begin);
  void TakeUnit(ast::CallExpr* call, std::vector<const ast::Expression*>* arguments);
  ast::List<const ast::Query*> BuildPartitionedInput(Grammar::PartitionedInputContext* context);
  void AddArgument(Grammar::ArgumentContext* context, ast::CallExpr* call,
                   std::vector<const ast::Expression*>* arguments);
  const ast::WindowSpec* BuildWindowSpec(Grammar::WindowSpecContext* context);

  // check_rules.cc
  void CheckTypedLiteral(const ast::LiteralExpr& literal);
  void CheckInterval(Grammar::IntervalLiteralContext* context);
  void CheckType(const SqlToken* first, const SqlToken* last, bool one_word);
  void CheckCommonTables(const std::vector<Grammar::CommonTableContext*>& tables);
  void CheckTail(Grammar::QueryTailContext* context);
  void CheckJoin(Grammar::JoinSuffixContext* context, bool natural, bool cross);
  void CheckWindows(const std::vector<Grammar::NamedWindowContext*>& windows);
  void CheckWindowSpec(Grammar::WindowSpecContext* context);
  void CheckRows(const ast::ValuesBody& values, Grammar::RelationAliasContext* alias);
  void CheckSample(Grammar::TableSampleContext* context);
  void CheckTransform(Grammar::TupleItemsContext* arguments, Grammar::ScriptClauseContext* script);
  void CheckCall(const ast::CallExpr& call);
  void CheckTemporaryName(const ast::NamePath& name);
  void CheckTableClauses(const std::vector<Grammar::TableClauseContext*>& clauses);
  void CheckPartitionColumns(const Grammar::TableClauseContext* clause);
  void CheckOptions(const Grammar::TableClauseContext* clause);
  void CheckRowFormat(const Grammar::TableClauseContext* format,
                      const Grammar::TableClauseContext* stored);
  void CheckColumn(const Grammar::ColumnDefinitionContext* context);
  void CheckAlterColumn(Grammar::AlterActionContext* context);
  void CheckIdentity(const Grammar::ColumnDefinitionContext* context);
  void CheckPipeAggregate(Grammar::PipeOperationContext* context);
  void CheckPipeTail(Grammar::QueryTailContext* context);
  void CheckHint(const SqlToken* hint);
  void CheckExecuted(const SqlToken* text);
  void CheckTimeZone(absl::string_view zone, ast::SourceRange range);
  // Every OVER w since the first of `window_names_` has its w among the windows.
  void CheckWindowNames(size_t first, const ast::List<ast::NamedWindow>& windows);
  void CheckGroupBy(Grammar::GroupByClauseContext* context);
  void CheckReplacedColumns(Grammar::TableElementsContext* context);

  // Pieces.
  ast::SourceRange RangeOf(const RuleNode* node) const {
    return {node->First()->begin, node->Last()->end};
  }
  absl::string_view TextOf(const SqlToken* token) const {
    return token == nullptr ? absl::string_view() : TokenText(script_, tokens_, *token);
  }
  bool IsBareFunction(const SqlToken* token) const;
  ast::Name MakeName(const SqlToken* token);
  ast::NamePath MakePath(const SqlToken* first, const SqlToken* last);
  ast::NamePath MakePath(const RuleNode* node) {
    return node == nullptr ? ast::NamePath() : MakePath(node->First(), node->Last());
  }
  ast::List<ast::Name> MakeNames(Grammar::NameListContext* context);
  ast::List<ast::Name> MakeNames(const std::vector<SqlToken*>& tokens);
  // Words with one blank between them, brackets tight; in the written case.
  absl::string_view JoinTokens(const SqlToken* first, const SqlToken* last);
  absl::string_view TypeText(const RuleNode* node);
  absl::string_view LowerCase(absl::string_view text);

  void Require(Feature feature, ast::SourceRange range);
  // A rule that the grammar does not tell is broken, so that the engine refuses the statement. Its
  // tree is still the best answer.
  void Refuse(ast::SourceRange range, std::string message, std::string hint = {}) {
    Report("rule", range, std::move(message), std::move(hint));
  }
  // What the grammar lets pass is no statement: there is no tree.
  void RefuseSyntax(ast::SourceRange range, std::string message, std::string hint) {
    Report("syntax", range, std::move(message), std::move(hint));
  }
  void Report(absl::string_view code, ast::SourceRange range, std::string message,
              std::string hint);
  // Whether so many nodes one in another are past the limit, which is reported. Brackets and rules
  // are counted before; this is for what nests without them: NOT NOT a, a[1][1], x -> y -> z.
  bool IsTooDeep(size_t levels, ast::SourceRange range);

  template <typename T>
  T* New(ast::ExpressionKind kind, ast::SourceRange range) {
    T* node = arena_->New<T>();
    node->kind = kind;
    node->range = range;
    return node;
  }
  template <typename T>
  T* New(ast::StatementKind kind, const RuleNode* context) {
    T* node = arena_->New<T>();
    node->kind = kind;
    node->range = RangeOf(context);
    return node;
  }

  absl::string_view script_;
  Dialect dialect_;
  DialectVersion version_;
  bool naming_function_ =
      false;  // names of functions and units may be reserved words: if(..), current_date
  const StatementTokens& tokens_;
  size_t nesting_depth_;
  std::vector<ast::Name> window_names_;  // of OVER w in the SELECT at hand
  int call_depth_ = 0;                   // calls around the expression at hand
  base::Arena* arena_;
  std::vector<Diagnostic>* diagnostics_;
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_AST_BUILDER_H_
