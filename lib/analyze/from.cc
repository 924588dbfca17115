// FROM: tables, subqueries, functions, lateral views.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

// Hive's t('acid.fetch.deleted.rows'='true'): a table with properties for this one query.
bool HasOnlyProperties(const ast::CallExpr& call) {
  if (call.arguments.empty() || call.name.empty()) return false;
  for (const ast::Expression* argument : call.arguments) {
    if (argument->kind != ast::ExpressionKind::kChain) return false;
    const auto& pair = argument->As<ast::ChainExpr>();
    if (pair.operands.size() != 2 || pair.ops[0] != ast::Operator::kEqual ||
        pair.operands[0]->kind != ast::ExpressionKind::kLiteral ||
        pair.operands[1]->kind != ast::ExpressionKind::kLiteral) {
      return false;
    }
  }
  return true;
}

}  // namespace

DatasetId AnalyzerImpl::AddInput(const TableInfo* table, ast::SourceRange range) {
  const DatasetId id = graph_.AddDataset(table, range);
  Dataset& dataset = graph_.dataset(id);
  if (!dataset.input) dataset.range = range;
  dataset.input = true;
  return id;
}

// The columns of a table that stays a dataset.
const Relation* AnalyzerImpl::BaseRelation(TableInfo* table, ast::SourceRange range) {
  const DatasetId id = AddInput(table, range);
  if (base_relations_.size() <= id) base_relations_.resize(id + 1, nullptr);
  if (base_relations_[id] != nullptr) return base_relations_[id];
  Relation* relation = graph_.arena().New<Relation>();
  if (table->columns_known()) {
    relation->dataset = id;
  } else {
    OpenColumns* open = graph_.arena().New<OpenColumns>();
    open->dataset = id;
    open->id = ++open_count_;
    const OpenColumns* list[] = {open};
    relation->open = graph_.arena().CopyOf<const OpenColumns*>(list);
  }
  relation->rows = graph_.AddLeaf(graph_.RowsOf(id), range);
  base_relations_[id] = relation;
  return relation;
}

// A temporary table or an expanded view is what its query reads; any other is itself.
const Relation* AnalyzerImpl::ReadTable(TableInfo* table, ast::SourceRange range) {
  if (table->temporary && !options_.keep_temporary) {
    if (table->content != nullptr) return Import(*table->content, range);
    if (table->schema != nullptr) {
      // Nothing was written into it yet: columns without sources.
      const size_t mark = columns_.size();
      for (NameId name : table->columns) {
        OutputColumn column;
        column.name = name;
        columns_.push_back(column);
      }
      return MakeRelation(mark, {}, kNoNode, kNoNode);
    }
  }
  if (options_.expand_views && !table->temporary) {
    ExpandView(table);
    if (table->content != nullptr) {
      AddInput(table, range);
      return Import(*table->content, range);
    }
  }
  return BaseRelation(table, range);
}

// Spark reads files as parquet.`path`.
TableInfo* AnalyzerImpl::FileTable(ast::NamePath name) {
  if (options_.dialect != Dialect::kSpark || name.size() != 2 || !name[1].quoted) return nullptr;
  static constexpr absl::string_view kFormats[] = {"parquet", "orc",     "csv",   "json",
                                                   "text",    "avro",    "delta", "binaryfile",
                                                   "xml",     "iceberg", "hudi",  "paimon"};
  for (absl::string_view format : kFormats) {
    if (!absl::EqualsIgnoreCase(name[0].text, format)) continue;
    if (name[1].text.find('/') == absl::string_view::npos && format != "csv") return nullptr;
    return session_.FindPath(name[1].text, v1::Dataset::PATH);
  }
  return nullptr;
}

const Relation* AnalyzerImpl::ResolveTable(ast::NamePath name, ast::SourceRange range,
                                           const TableInfo** table) {
  if (name.size() == 1 && !common_tables_.empty()) {
    if (const Relation* common = FindCommonTable(names_.Intern(name[0].text))) return common;
  }
  TableInfo* found = FileTable(name);
  if (found == nullptr) found = session_.Find(name);
  *table = found;
  return ReadTable(found, range);
}

void AnalyzerImpl::Bind(const ast::Relation& node, const Relation* relation, const TableInfo* table,
                        Scope* scope) {
  Binding binding;
  binding.relation = RenameColumns(relation, node.column_aliases);
  if (!node.alias.empty()) {
    binding.alias = names_.Intern(node.alias.text);
    binding.aliased = true;
  }
  binding.table = table;
  if (relation->influences != kNoNode) influences_.push_back(Edge{relation->influences, kIdentity});
  binder_.bindings().push_back(binding);
  scope->last = static_cast<uint32_t>(binder_.bindings().size());
}

void AnalyzerImpl::BindTable(const ast::TableRelation& table, Scope* scope) {
  const TableInfo* info = nullptr;
  const ast::SourceRange range{table.name.front().range.begin, table.name.back().range.end};
  const Relation* relation = ResolveTable(table.name, range, &info);
  if (info != nullptr && !table.partitions.empty()) {
    graph_.dataset(graph_.AddDataset(info, range)).partitions = table.partitions;
  }
  Bind(table, relation, info, scope);
  if (table.alias.empty()) binder_.bindings().back().alias = names_.Intern(table.name.back().text);
}

// The tree of joins and lateral views is left-deep and may be thousands deep, so its left spine is
// walked with a loop.
void AnalyzerImpl::BindRelation(const ast::Relation& top, Scope* scope) {
  absl::InlinedVector<const ast::Relation*, 16> spine;
  const ast::Relation* at = &top;
  while (at != nullptr) {
    spine.push_back(at);
    switch (at->kind) {
      case ast::RelationKind::kJoin:
        at = at->As<ast::JoinRelation>().left;
        break;
      case ast::RelationKind::kLateralView:
        at = at->As<ast::LateralViewRelation>().input;
        break;
      case ast::RelationKind::kPivot:
        at = at->As<ast::PivotRelation>().input;
        break;
      case ast::RelationKind::kUnpivot:
        at = at->As<ast::UnpivotRelation>().input;
        break;
      default:
        at = nullptr;
        break;
    }
  }
  for (size_t i = spine.size(); i > 0; --i) BindOne(*spine[i - 1], scope);
}

void AnalyzerImpl::BindOne(const ast::Relation& relation, Scope* scope) {
  switch (relation.kind) {
    case ast::RelationKind::kTable:
      BindTable(relation.As<ast::TableRelation>(), scope);
      break;
    case ast::RelationKind::kSubquery: {
      const auto& subquery = relation.As<ast::SubqueryRelation>();
      // Only a LATERAL subquery sees its siblings.
      const Scope* outer = subquery.lateral ? scope : scope->outer;
      ScopeGuard guard(this, outer);
      Bind(relation, AnalyzeQuery(*subquery.query, outer), nullptr, scope);
      break;
    }
    case ast::RelationKind::kFunction: {
      const auto& function = relation.As<ast::FunctionRelation>();
      if (Hive() && HasOnlyProperties(*function.call)) {
        const TableInfo* info = nullptr;
        const ast::NamePath name = function.call->name;
        const Relation* rows = ResolveTable(name, function.call->range, &info);
        Bind(relation, rows, info, scope);
        if (relation.alias.empty())
          binder_.bindings().back().alias = names_.Intern(name.back().text);
        break;
      }
      ScopeGuard guard(this, scope);
      const Relation* rows;
      if (TraitsOf(*function.call).kind == FunctionKind::kFiles) {
        rows = AnalyzeFileFunction(*function.call, relation.range);
      } else {
        rows = AnalyzeTableFunction(*function.call, relation.column_aliases, *scope);
      }
      Bind(relation, rows, nullptr, scope);
      if (relation.alias.empty() && !function.call->name.empty()) {
        binder_.bindings().back().alias = names_.Intern(function.call->name.back().text);
      }
      break;
    }
    case ast::RelationKind::kValues:
      Bind(relation, AnalyzeValues(*relation.As<ast::ValuesRelation>().values, scope->outer),
           nullptr, scope);
      break;
    case ast::RelationKind::kJoin:
      BindJoin(relation.As<ast::JoinRelation>(), scope);
      if (!relation.alias.empty()) Collapse(relation, scope);
      break;
    case ast::RelationKind::kLateralView:
      BindLateralView(relation.As<ast::LateralViewRelation>(), scope);
      break;
    case ast::RelationKind::kPivot:
      BindPivot(relation.As<ast::PivotRelation>(), scope);
      break;
    case ast::RelationKind::kUnpivot:
      BindUnpivot(relation.As<ast::UnpivotRelation>(), scope);
      break;
  }
}

void AnalyzerImpl::BindLateralView(const ast::LateralViewRelation& view, Scope* scope) {
  ScopeGuard guard(this, scope);
  const Relation* rows = AnalyzeTableFunction(*view.call, view.column_aliases, *scope);
  Binding binding;
  binding.relation = rows;
  if (!view.alias.empty()) binding.alias = names_.Intern(view.alias.text);
  const uint32_t first = static_cast<uint32_t>(binder_.bindings().size());
  binder_.bindings().push_back(binding);
  scope->last = first + 1;
  if (scope->merged) AppendEntries(first, first + 1, &scope->star_entries, view.range);
}

// `(a JOIN b ON ..) AS t`: one relation of all their columns.
void AnalyzerImpl::Collapse(const ast::Relation& node, Scope* scope) {
  const size_t mark = columns_.size();
  std::vector<const OpenColumns*> open;
  {
    ScopeGuard guard(this, scope);
    ExpandAll(node.range, scope, &open);
  }
  const Relation* relation = MakeRelation(mark, open, kNoNode, RowsOf(*scope));
  binder_.bindings().resize(scope->first);
  scope->merged = false;
  scope->star_entries.clear();
  Bind(node, relation, nullptr, scope);
}

}  // namespace headwater::analyze
