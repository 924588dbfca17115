// The analyzer of one script: a walk over syntax trees that builds a LineageGraph and writes it
// out.
//
// One construct, one file: query.cc, select.cc, from.cc, join.cc, star.cc, set_operation.cc,
// values.cc, pivot.cc, table_function.cc, expression.cc, call.cc, lambda.cc,
// nested_value.cc, column_reference.cc, subquery.cc read; insert.cc, create.cc, merge.cc,
// update.cc, file_transfer.cc, ddl.cc write; temporary.cc and view_expansion.cc carry relations
// from statement to statement; lineage_writer.cc makes the message.

#ifndef HEADWATER_LIB_ANALYZE_ANALYZER_IMPL_H_
#define HEADWATER_LIB_ANALYZE_ANALYZER_IMPL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "headwater/analyzer.h"
#include "headwater/ast/statement.h"
#include "lib/analyze/function_catalog.h"
#include "lib/analyze/lineage_graph.h"
#include "lib/analyze/name_scope.h"
#include "lib/analyze/name_table.h"
#include "lib/analyze/position_table.h"
#include "lib/analyze/relation.h"
#include "lib/analyze/session.h"

namespace headwater::analyze {

class AnalyzerImpl {
 public:
  AnalyzerImpl(absl::string_view text, const SchemaProvider* schema, AnalyzeOptions options);

  void Analyze(const ParsedStatement& parsed, v1::StatementLineage* lineage);

  Session& session() { return session_; }
  NameTable& names() { return names_; }

  // The content of a view's query, whose text is this analyzer's text; null: no query.
  std::shared_ptr<const StoredRelation> AnalyzeViewQuery(const ast::Query& query);

 private:
  friend class ScopeGuard;

  // A statement's target while its columns are written.
  struct Target {
    TableInfo* table = nullptr;  // null: a bare query
    absl::string_view name;      // the dataset's name, "" for a bare query
  };

  // --- analyzer.cc
  void StartStatement(const ParsedStatement& parsed);
  void FinishStatement();
  void AnalyzeStatement(const ast::Statement& statement);
  void Declare(ast::List<ast::Name> variables);
  void AnalyzeAssets(const ast::OtherStatement& other);
  void AnalyzeCarried(const ast::OtherStatement& other);
  void AnalyzeExplain(const ast::ExplainStatement& explain);
  void AddDiagnostic(Severity severity, absl::string_view code, std::string message,
                     ast::SourceRange range, std::string hint = "");
  bool Hive() const { return options_.dialect == Dialect::kHive; }

  // --- query.cc
  const Relation* AnalyzeQuery(const ast::Query& query, const Scope* outer);
  const Relation* AnalyzeBody(const ast::QueryBody& body, const ast::Query* clauses,
                              const Scope* outer);
  const Relation* AddOrdering(const Relation* relation, const ast::Query& query,
                              const Scope* outer);
  size_t BindWith(const ast::WithClause* with, const Scope* outer);
  void UnbindWith(size_t mark);
  const Relation* AnalyzeRecursive(const ast::CommonTable& table, const Scope* outer);
  const Relation* RenameColumns(const Relation* relation, ast::List<ast::Name> names);
  const Relation* MakeRelation(size_t column_mark, absl::Span<const OpenColumns* const> open,
                               NodeId influences, NodeId rows);
  const Relation* FindCommonTable(NameId name) const;

  // --- select.cc
  const Relation* AnalyzeSelect(const ast::SelectBody& select, const ast::Query* clauses,
                                const Scope* outer);
  void AnalyzeItem(const ast::SelectItem& item, size_t position, Scope* scope,
                   std::vector<const OpenColumns*>* open);
  bool ExpandGroupedStar(const ast::SelectBody& select, const ast::SelectItem& item);
  void AnalyzeTransform(const ast::TransformClause& transform, ast::SourceRange range);
  void AnalyzeGroupBy(const ast::GroupBy& group_by, const ast::SelectBody& select,
                      size_t column_mark);
  void AnalyzeOrderKey(const ast::Expression& key, size_t column_mark, Step step);
  bool WalkOrdinal(const ast::Expression& key, size_t column_mark, Step step);
  bool ContainsAggregate(const ast::Expression& expression);
  void NameItem(const ast::SelectItem& item, size_t position, OutputColumn* column);
  void AddOrderInfluences(const ast::Query& query, size_t column_mark);
  NodeId RowsOf(const Scope& scope);
  NodeId TakeInfluences(size_t mark);

  // --- star.cc
  void ExpandStar(const ast::StarExpr& star, Scope* scope, std::vector<const OpenColumns*>* open);
  void ExpandAll(ast::SourceRange range, Scope* scope, std::vector<const OpenColumns*>* open);
  void ExpandRelation(const Relation& relation, const ast::StarExpr* star, ast::SourceRange range,
                      std::vector<const OpenColumns*>* open);
  void ExpandEntry(const StarEntry& entry, const ast::StarExpr* star, ast::SourceRange range,
                   std::vector<const OpenColumns*>* open);
  void PushStarColumn(NameId name, Value value, const ast::StarExpr* star, ast::SourceRange range);
  void PushOpenStar(const OpenColumns& column, ast::SourceRange range,
                    std::vector<const OpenColumns*>* open);
  bool ExpandRegex(const ast::ColumnExpr& column, Scope* scope,
                   std::vector<const OpenColumns*>* open);

  // --- from.cc
  void BindRelation(const ast::Relation& relation, Scope* scope);
  void BindOne(const ast::Relation& relation, Scope* scope);
  void BindTable(const ast::TableRelation& table, Scope* scope);
  void BindLateralView(const ast::LateralViewRelation& view, Scope* scope);
  void Bind(const ast::Relation& node, const Relation* relation, const TableInfo* table,
            Scope* scope);
  void Collapse(const ast::Relation& node, Scope* scope);
  const Relation* ResolveTable(ast::NamePath name, ast::SourceRange range, const TableInfo** table);
  const Relation* ReadTable(TableInfo* table, ast::SourceRange range);
  const Relation* BaseRelation(TableInfo* table, ast::SourceRange range);
  DatasetId AddInput(const TableInfo* table, ast::SourceRange range);
  TableInfo* FileTable(ast::NamePath name);

  // --- join.cc
  void BindJoin(const ast::JoinRelation& join, Scope* scope);
  void MergeJoinColumns(const ast::JoinRelation& join, uint32_t right_first,
                        const Scope& right_scope, Scope* scope);
  void AppendEntries(uint32_t first, uint32_t last, std::vector<StarEntry>* entries,
                     ast::SourceRange range);
  void UseEntries(Scope* scope, uint32_t last, ast::SourceRange range);

  // --- set_operation.cc, values.cc, pivot.cc
  const Relation* AnalyzeSetOperation(const ast::SetOperationBody& body, const Scope* outer);
  const Relation* Union(const Relation* left, const Relation* right,
                        const ast::SetOperation& operation);
  const Relation* UnionByName(const Relation* left, const Relation* right, NodeId influences,
                              NodeId rows);
  const Relation* UnionOpen(const Relation* left, const Relation* right, NodeId influences,
                            NodeId rows);
  NodeId DistinctInfluence(absl::Span<const OutputColumn> columns, NodeId influences);
  const Relation* AnalyzeValues(const ast::ValuesBody& values, const Scope* outer);
  void BindPivot(const ast::PivotRelation& pivot, Scope* scope);
  void BindUnpivot(const ast::UnpivotRelation& unpivot, Scope* scope);

  // --- table_function.cc
  const Relation* AnalyzeTableFunction(const ast::CallExpr& call, ast::List<ast::Name> names,
                                       const Scope& scope);
  void PushTableFunction(const ast::CallExpr& call, ast::List<ast::Name> names);
  void PushTableArguments(const ast::CallExpr& call);
  void PushGenerated(NameId name, Value value, const ast::Expression& origin);
  void PushExplode(const ast::CallExpr& call, size_t name_count, bool position);
  void PushInline(const ast::CallExpr& call, size_t name_count);
  void PushStack(const ast::CallExpr& call);
  const Relation* AnalyzeFileFunction(const ast::CallExpr& call, ast::SourceRange range);
  NodeId ArgumentsNode(const ast::CallExpr& call, Step step);

  // --- expression.cc, call.cc, subquery.cc
  // Appends to edges_ what `expression` reads; `step` is composed over it.
  void Walk(const ast::Expression& expression, Step step);
  void WalkChain(const ast::ChainExpr& chain, Step step);
  void WalkCase(const ast::CaseExpr& expression, Step step);
  void WalkLambda(const ast::LambdaExpr& lambda, Step step);
  void WalkLambdaCall(const ast::CallExpr& call, Step step);
  void WalkStar(const ast::StarExpr& star, Step step);
  void WalkCall(const ast::CallExpr& call, Step step);
  void WalkArguments(const ast::CallExpr& call, FunctionTraits traits, Step step);
  void WalkClauses(const ast::CallExpr& call, FunctionTraits traits, Step outer);
  Value EvaluateChosen(const ast::CallExpr& call, FunctionTraits traits);
  void WalkCount(const ast::CallExpr& call, Step step);
  void WalkWindow(const ast::WindowSpec& window, Step step, int depth);
  const ast::WindowSpec* FindWindow(NameId name) const;
  void WalkRows(Step step);
  void WalkSubquery(const ast::SubqueryExpr& subquery, Step step);
  FunctionTraits TraitsOf(const ast::CallExpr& call);
  void Push(NodeId node, Step step) {
    if (node != kNoNode) edges_.push_back(Edge{node, step});
  }
  // The edges that were pushed since `mark`, as a node.
  NodeId TakeNode(size_t mark);
  NodeId NodeOf(const ast::Expression& expression, Step step);
  // What `expression` reads, as influences of the query being analyzed.
  void WalkInfluence(const ast::Expression& expression, const Scope& scope, Step step);

  // --- nested_value.cc
  Value Evaluate(const ast::Expression& expression);
  Value EvaluateCall(const ast::CallExpr& call);
  Value MakeStruct(const ast::CallExpr& call, bool named);
  Value MakeArray(const ast::CallExpr& call);
  Value MakeMap(const ast::CallExpr& call);
  const Shape* NewShape(Shape::Kind kind, absl::Span<const Member> members);
  Value MakeShape(Shape::Kind kind, absl::Span<const Member> members);
  Value Through(const Value& value, Step step, NodeId others);
  Value FieldOf(const Value& value, const ast::Name& field);
  Value ElementOf(const Value& value, const ast::Expression* index);
  Value Combine(absl::Span<const Value> values);

  // --- column_reference.cc
  Value ResolveColumn(const ast::ColumnExpr& column);
  Value ResolvePath(ast::NamePath path, ast::SourceRange range);
  Value Settle(const LookupResult& result, ast::NamePath path, ast::SourceRange range);
  Value WithFields(Value value, ast::NamePath path, size_t first_field);
  Value VirtualColumn(ast::NamePath path, ast::SourceRange range, const Binding* owner);
  Value Unresolved(ast::NamePath path, ast::SourceRange range, const Binding* owner);

  // --- insert.cc
  void AnalyzeInsert(const ast::InsertStatement& insert);
  void AnalyzeBranch(const ast::InsertBranch& branch);
  std::vector<NameId> InsertColumnNames(const ast::InsertTarget& target, const TableInfo& table,
                                        const Relation& relation, bool* by_position);
  void WriteMapped(const Target& target, const Relation& relation, const std::vector<NameId>& names,
                   bool by_position);
  void AddPartitions(ast::List<ast::PartitionItem> items, v1::Dataset* dataset);
  void WriteDefaults(const Target& written, const ast::InsertTarget& target,
                     const std::vector<NameId>& names);
  void UpdateTemporary(TableInfo* table, const ast::InsertTarget& target,
                       const std::vector<NameId>& names, const Relation& relation);
  const Relation* Named(const Relation* relation, ast::List<ast::ColumnDefinition> columns,
                        ast::SourceRange range);

  // --- create.cc, merge.cc, update.cc, file_transfer.cc, ddl.cc
  void AnalyzeQueryStatement(const ast::QueryStatement& statement);
  void AnalyzeCreateTable(const ast::CreateTableStatement& create);
  void AnalyzeCreateTableAs(const ast::CreateTableStatement& create);
  void AnalyzeCreateView(const ast::CreateViewStatement& create);
  void AnalyzeCache(const ast::CacheStatement& cache);
  void WriteQueryColumns(const Target& target, const Relation& relation);
  std::vector<NameId> OwnNames(const Relation& relation) const;
  std::vector<ColumnSchema> SchemaOf(const Relation& relation) const;
  void DefineView(TableInfo* table, const Relation& relation, const ast::Query& query);
  void AnalyzeMerge(const ast::MergeStatement& merge);
  void MergeUpdate(const ast::MergeClause& clause, const TableInfo& target, const Scope& source);
  void MergeInsert(const ast::MergeClause& clause, const TableInfo& target, const Scope& source);
  void AssignByName(const TableInfo& target, const Scope& source, ast::SourceRange range);
  void AssignAll(ast::List<ast::Assignment> assignments);
  void AnalyzeUpdate(const ast::UpdateStatement& update);
  void AnalyzeDelete(const ast::DeleteStatement& statement);
  const Relation* BindTarget(ast::NamePath name, const ast::Name& alias, Scope* scope,
                             TableInfo** table);
  void Assign(NameId column, Value value, const ast::Expression* expression,
              ast::SourceRange range);
  void WriteAssigned(const Target& target);
  void AnalyzeLoad(const ast::LoadStatement& load);
  void AnalyzeExport(const ast::ExportStatement& statement);
  void AnalyzeImport(const ast::ImportStatement& import);
  void CopyColumns(TableInfo* from, TableInfo* to, ast::List<ast::PartitionItem> partition,
                   ast::SourceRange range);
  void AddDatabaseChange(v1::Change::Kind kind, ast::NamePath name);
  void AnalyzeDrop(const ast::DropStatement& drop);
  void AnalyzeTruncate(const ast::TruncateStatement& truncate);
  void AnalyzeAlter(const ast::AlterStatement& alter);
  void AnalyzeAction(const ast::AlterStatement& alter, ast::NamePath name);
  void AlterColumns(const ast::AlterStatement& alter, TableInfo* table, v1::Change* change);
  void AnalyzeExchange(const ast::AlterStatement& alter, TableInfo* table);

  // --- temporary.cc, view_expansion.cc
  std::shared_ptr<StoredRelation> Store(const Relation& relation, const std::vector<NameId>& names);
  void StoreSources(NodeId node, StoredRelation* stored, std::vector<StoredSource>* sources);
  void StoreValue(const Value& value, StoredRelation* stored, StoredColumn* column);
  const Relation* Import(const StoredRelation& stored, ast::SourceRange range);
  NodeId ImportSources(const std::vector<StoredSource>& sources,
                       const std::vector<DatasetId>& datasets);
  Value ImportValue(const StoredColumn& column, const std::vector<DatasetId>& datasets);
  void ExpandView(TableInfo* view);
  void AdoptView(const StoredRelation& found, const AnalyzerImpl& inner, TableInfo* view);

  // --- lineage_writer.cc
  v1::Dataset* AddOutput(const TableInfo& table, ast::SourceRange range);
  void FillDataset(const TableInfo& table, ast::SourceRange range, v1::Dataset* dataset);
  void WriteColumn(const Target& target, const OutputColumn& column, absl::string_view name,
                   uint32_t ordinal);
  void WriteInfluences(const Target& target, NodeId influences);
  void WriteInputs();
  v1::Change* AddChange(v1::Change::Kind kind, const TableInfo& table);
  void FillColumn(const ColumnSchema& column, v1::Column* message);

  const absl::string_view text_;
  const AnalyzeOptions options_;
  NameTable names_;
  Session session_;
  const SchemaProvider* const schema_;
  PositionTable positions_;
  uint32_t next_index_ = 0;

  // --- of the statement being analyzed; memory is kept
  LineageGraph graph_;
  NameBinder binder_{&graph_, &names_};
  v1::StatementLineage* lineage_ = nullptr;
  const Scope* scope_ = nullptr;              // where Walk looks names up
  const Scope* shared_from_ = nullptr;        // multi-insert: what a SELECT without FROM reads
  const ast::Query* shared_query_ = nullptr;  // the branch's query
  NodeId shared_influences_ = kNoNode;
  std::vector<Edge> edges_;            // a stack: an expression's edges so far
  std::vector<Edge> influences_;       // a stack: the query blocks' influences so far
  std::vector<OutputColumn> columns_;  // a stack: the query blocks' columns so far
  struct LambdaParameter {
    NameId name = kNoName;
    Value value;
    bool read = false;
  };
  std::vector<LambdaParameter> lambda_parameters_;  // a stack
  struct CommonTableFrame {
    NameId name;
    const Relation* shadowed;
  };
  std::vector<CommonTableFrame> with_stack_;
  absl::flat_hash_map<NameId, const Relation*> common_tables_;
  std::vector<const Relation*> base_relations_;  // by dataset
  absl::flat_hash_map<const StoredRelation*, const Relation*> imported_;
  absl::flat_hash_set<NameId> variables_;  // of the session: DECLARE
  absl::flat_hash_set<NameId> diagnosed_;
  absl::flat_hash_set<DatasetId> unresolved_stars_;
  std::vector<std::unique_ptr<absl::flat_hash_map<NameId, int>>> indexes_;
  std::vector<const OpenColumns*> table_function_open_;
  std::vector<FlatSource> flat_;
  std::vector<OutputColumn> assigned_;  // MERGE, UPDATE: columns in order of assignment
  size_t source_count_ = 0;
  bool limit_reported_ = false;
  bool explaining_ = false;  // nothing is written, so nothing is kept
  uint32_t open_count_ = 0;
  std::vector<uint16_t> traits_;  // by function's NameId; 0: not looked up
  std::string expression_buffer_;
};

bool HasLambda(const ast::CallExpr& call);

// Sets the scope for a block of code.
class ScopeGuard {
 public:
  ScopeGuard(AnalyzerImpl* analyzer, const Scope* scope)
      : analyzer_(analyzer), saved_(analyzer->scope_) {
    analyzer->scope_ = scope;
  }
  ~ScopeGuard() { analyzer_->scope_ = saved_; }
  ScopeGuard(const ScopeGuard&) = delete;
  ScopeGuard& operator=(const ScopeGuard&) = delete;

 private:
  AnalyzerImpl* analyzer_;
  const Scope* saved_;
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_ANALYZER_IMPL_H_
