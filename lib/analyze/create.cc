// Bare queries, CREATE TABLE [AS], CREATE VIEW, CACHE TABLE.

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

ast::SourceRange RangeOf(ast::NamePath name) {
  if (name.empty()) return ast::SourceRange();
  return ast::SourceRange{name.front().range.begin, name.back().range.end};
}

}  // namespace

std::vector<NameId> AnalyzerImpl::OwnNames(const Relation& relation) const {
  std::vector<NameId> names;
  names.reserve(relation.columns.size());
  for (const OutputColumn& column : relation.columns) names.push_back(column.name);
  return names;
}

// The columns that the query gives a table; none where a star hides some.
std::vector<ColumnSchema> AnalyzerImpl::SchemaOf(const Relation& relation) const {
  std::vector<ColumnSchema> columns;
  for (const OutputColumn& column : relation.columns) {
    if (column.star) return {};
    ColumnSchema schema;
    schema.name = std::string(names_.Text(column.name));
    const ColumnId copied = graph_.CopiedColumn(column.value.node);
    if (copied != 0) schema.type = std::string(graph_.TypeOf(copied));
    columns.push_back(std::move(schema));
  }
  return columns;
}

void AnalyzerImpl::WriteQueryColumns(const Target& target, const Relation& relation) {
  WriteMapped(target, relation, OwnNames(relation), /*by_position=*/false);
}

void AnalyzerImpl::AnalyzeQueryStatement(const ast::QueryStatement& statement) {
  lineage_->set_kind(v1::StatementLineage::QUERY);
  const Relation* relation = AnalyzeQuery(*statement.query, nullptr);
  Target target;
  if (!statement.outfile.empty()) {
    target.table = session_.FindPath(statement.outfile, v1::Dataset::PATH);
    target.name = target.table->name;
    AddOutput(*target.table, statement.range);
  }
  WriteQueryColumns(target, *relation);
  WriteInfluences(target, relation->influences);
}

// Columns under the names that a statement gives them by position.
const Relation* AnalyzerImpl::Named(const Relation* relation,
                                    ast::List<ast::ColumnDefinition> columns,
                                    ast::SourceRange range) {
  if (columns.empty()) return relation;
  ast::Name* names = graph_.arena().NewArray<ast::Name>(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) names[i] = columns[i].name;
  const Relation* named = RenameColumns(relation, absl::MakeConstSpan(names, columns.size()));
  if (relation->open.empty() && relation->columns.size() != columns.size()) {
    AddDiagnostic(Severity::kWarning, "column_count",
                  absl::StrCat("The query has ", relation->columns.size(),
                               " columns, the column list ", columns.size()),
                  range);
  }
  // The expression is the query's, not the list's.
  OutputColumn* copies = const_cast<OutputColumn*>(named->columns.data());
  for (size_t i = 0; i < named->columns.size() && i < relation->columns.size(); ++i) {
    copies[i].range = relation->columns[i].range;
    copies[i].expression = relation->columns[i].expression;
  }
  return named;
}

void AnalyzerImpl::AnalyzeCreateTable(const ast::CreateTableStatement& create) {
  if (create.query != nullptr) {
    AnalyzeCreateTableAs(create);
    return;
  }
  lineage_->set_kind(v1::StatementLineage::CREATE_TABLE);
  TableInfo* old_table = session_.Find(create.name);
  const bool keep = create.if_not_exists && old_table->columns_known() &&
                    old_table->temporary == create.temporary;
  std::vector<ColumnSchema> columns;
  const auto add = [&columns](const ast::ColumnDefinition& definition, bool partition) {
    for (ColumnSchema& column : columns) {
      // Spark: PARTITIONED BY (dt) names a column of the list.
      if (partition && definition.type.empty() && column.name == definition.name.text) {
        column.partition = true;
        return;
      }
    }
    columns.push_back(ColumnSchema{std::string(definition.name.text), std::string(definition.type),
                                   std::string(definition.comment), partition});
  };
  for (const ast::ColumnDefinition& definition : create.columns) add(definition, false);
  for (const ast::ColumnDefinition& definition : create.partition_columns) add(definition, true);
  if (!create.like.empty()) {
    lineage_->set_kind(v1::StatementLineage::CREATE_TABLE_LIKE);
    TableInfo* like = session_.Find(create.like);
    AddInput(like, RangeOf(create.like));
    if (like->schema != nullptr) columns = like->schema->columns;
  }
  TableInfo* table =
      keep ? old_table : session_.Create(create.name, v1::Dataset::TABLE, create.temporary);
  // Only partition columns: an Avro schema in the properties says what the others are.
  const bool told = !columns.empty() && !(Hive() && columns.front().partition);
  if (!keep && told) session_.SetColumns(table, columns);
  AddOutput(*table, RangeOf(create.name));
  v1::Change* change =
      AddChange(create.or_replace ? v1::Change::REPLACE : v1::Change::CREATE, *table);
  for (const ColumnSchema& column : columns) FillColumn(column, change->add_columns());
}

void AnalyzerImpl::AnalyzeCreateTableAs(const ast::CreateTableStatement& create) {
  lineage_->set_kind(v1::StatementLineage::CREATE_TABLE_AS_SELECT);
  const Relation* relation =
      Named(AnalyzeQuery(*create.query, nullptr), create.columns, create.range);
  TableInfo* table = session_.Create(create.name, v1::Dataset::TABLE, create.temporary);
  std::vector<ColumnSchema> columns = SchemaOf(*relation);
  // Partition columns come last: CREATE TABLE t PARTITIONED BY (dt) AS SELECT dt, a ...
  for (const ast::ColumnDefinition& definition : create.partition_columns) {
    const NameId name = names_.Intern(definition.name.text);
    for (size_t i = 0; i < columns.size(); ++i) {
      if (names_.Intern(columns[i].name) != name) continue;
      ColumnSchema column = columns[i];
      column.partition = true;
      columns.erase(columns.begin() + i);
      columns.push_back(column);
      break;
    }
  }
  if (!columns.empty()) session_.SetColumns(table, columns);
  AddOutput(*table, RangeOf(create.name));
  const Target target{table, table->name};
  WriteQueryColumns(target, *relation);
  WriteInfluences(target, relation->influences);
  v1::Change* change =
      AddChange(create.or_replace ? v1::Change::REPLACE : v1::Change::CREATE, *table);
  for (const ColumnSchema& column : columns) FillColumn(column, change->add_columns());
  if (create.temporary) table->content = Store(*relation, OwnNames(*relation));
}

void AnalyzerImpl::DefineView(TableInfo* table, const Relation& relation, const ast::Query& query) {
  session_.SetColumns(table, SchemaOf(relation));
  table->owned->view_query =
      std::string(text_.substr(query.range.begin, query.range.end - query.range.begin));
  // Any other view is its query at the time when somebody reads it.
  if (table->temporary) table->content = Store(relation, OwnNames(relation));
}

void AnalyzerImpl::AnalyzeCreateView(const ast::CreateViewStatement& create) {
  lineage_->set_kind(create.materialized ? v1::StatementLineage::CREATE_MATERIALIZED_VIEW
                                         : v1::StatementLineage::CREATE_VIEW);
  const v1::Dataset::Kind kind =
      create.materialized ? v1::Dataset::MATERIALIZED_VIEW : v1::Dataset::VIEW;
  const v1::Change::Kind change_kind = create.or_replace ? v1::Change::REPLACE : v1::Change::CREATE;
  if (create.query == nullptr) {
    // CREATE TEMPORARY VIEW v USING csv OPTIONS (..)
    TableInfo* table = session_.Create(create.name, kind, create.temporary);
    AddOutput(*table, RangeOf(create.name));
    AddChange(change_kind, *table);
    return;
  }
  const Relation* relation =
      Named(AnalyzeQuery(*create.query, nullptr), create.columns, create.range);
  // Only now: the query may read the view's older self.
  TableInfo* table = session_.Create(create.name, kind, create.temporary);
  AddOutput(*table, RangeOf(create.name));
  const Target target{table, table->name};
  WriteQueryColumns(target, *relation);
  WriteInfluences(target, relation->influences);
  v1::Change* change = AddChange(change_kind, *table);
  for (const ColumnSchema& column : SchemaOf(*relation)) FillColumn(column, change->add_columns());
  DefineView(table, *relation, *create.query);
}

// CACHE TABLE t AS query makes a temporary view; of an existing table it changes nothing.
void AnalyzerImpl::AnalyzeCache(const ast::CacheStatement& cache) {
  lineage_->set_kind(v1::StatementLineage::CACHE_TABLE);
  if (cache.query == nullptr || cache.uncache) {
    if (!cache.uncache && !cache.name.empty())
      AddInput(session_.Find(cache.name), RangeOf(cache.name));
    return;
  }
  const Relation* relation = AnalyzeQuery(*cache.query, nullptr);
  TableInfo* table = session_.Create(cache.name, v1::Dataset::VIEW, /*temporary=*/true);
  AddOutput(*table, RangeOf(cache.name));
  const Target target{table, table->name};
  WriteQueryColumns(target, *relation);
  WriteInfluences(target, relation->influences);
  DefineView(table, *relation, *cache.query);
}

}  // namespace headwater::analyze
