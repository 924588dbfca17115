#include "headwater/analyzer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater {
namespace analyze {

AnalyzerImpl::AnalyzerImpl(absl::string_view text, const SchemaProvider* schema,
                           AnalyzeOptions options)
    : text_(text),
      options_(std::move(options)),
      session_(schema, options_.dialect, options_.default_database, &names_),
      schema_(schema),
      positions_(text) {}

void AnalyzerImpl::AddDiagnostic(Severity severity, absl::string_view code, std::string message,
                                 ast::SourceRange range, std::string hint) {
  v1::Diagnostic* diagnostic = lineage_->add_diagnostics();
  diagnostic->set_severity(static_cast<v1::Diagnostic::Severity>(static_cast<int>(severity) + 1));
  diagnostic->set_code(std::string(code));
  diagnostic->set_message(std::move(message));
  if (!hint.empty()) diagnostic->set_hint(std::move(hint));
  positions_.Fill(range, diagnostic->mutable_span());
}

void AnalyzerImpl::StartStatement(const ParsedStatement& parsed) {
  graph_.Reset();
  binder_.Reset();
  scope_ = nullptr;
  shared_from_ = nullptr;
  shared_influences_ = kNoNode;
  edges_.clear();
  influences_.clear();
  columns_.clear();
  lambda_parameters_.clear();
  with_stack_.clear();
  if (!common_tables_.empty()) common_tables_.clear();
  base_relations_.clear();
  if (!imported_.empty()) imported_.clear();
  if (!diagnosed_.empty()) diagnosed_.clear();
  if (!unresolved_stars_.empty()) unresolved_stars_.clear();
  indexes_.clear();
  assigned_.clear();
  source_count_ = 0;
  limit_reported_ = false;
  open_count_ = 0;
  positions_.StartStatement(parsed.range());
  lineage_->set_index(next_index_++);
  positions_.Fill(parsed.range(), lineage_->mutable_span());
  for (const Diagnostic& diagnostic : parsed.diagnostics()) {
    AddDiagnostic(diagnostic.severity, diagnostic.code, diagnostic.message, diagnostic.range);
    if (!diagnostic.hint.empty()) {
      lineage_->mutable_diagnostics(lineage_->diagnostics_size() - 1)->set_hint(diagnostic.hint);
    }
  }
}

void AnalyzerImpl::Analyze(const ParsedStatement& parsed, v1::StatementLineage* lineage) {
  lineage->Clear();
  lineage_ = lineage;
  StartStatement(parsed);
  if (parsed.ok()) {
    AnalyzeStatement(*parsed.ast());
    WriteInputs();
  } else {
    lineage_->set_kind(v1::StatementLineage::INVALID);
  }
  lineage_ = nullptr;
}

void AnalyzerImpl::AnalyzeStatement(const ast::Statement& statement) {
  switch (statement.kind) {
    case ast::StatementKind::kQuery:
      Declare(statement.As<ast::QueryStatement>().variables);
      return AnalyzeQueryStatement(statement.As<ast::QueryStatement>());
    case ast::StatementKind::kInsert:
      return AnalyzeInsert(statement.As<ast::InsertStatement>());
    case ast::StatementKind::kCreateTable:
      return AnalyzeCreateTable(statement.As<ast::CreateTableStatement>());
    case ast::StatementKind::kCreateView:
      return AnalyzeCreateView(statement.As<ast::CreateViewStatement>());
    case ast::StatementKind::kMerge:
      return AnalyzeMerge(statement.As<ast::MergeStatement>());
    case ast::StatementKind::kUpdate:
      return AnalyzeUpdate(statement.As<ast::UpdateStatement>());
    case ast::StatementKind::kDelete:
      return AnalyzeDelete(statement.As<ast::DeleteStatement>());
    case ast::StatementKind::kLoad:
      return AnalyzeLoad(statement.As<ast::LoadStatement>());
    case ast::StatementKind::kExport:
      return AnalyzeExport(statement.As<ast::ExportStatement>());
    case ast::StatementKind::kImport:
      return AnalyzeImport(statement.As<ast::ImportStatement>());
    case ast::StatementKind::kDrop:
      return AnalyzeDrop(statement.As<ast::DropStatement>());
    case ast::StatementKind::kTruncate:
      return AnalyzeTruncate(statement.As<ast::TruncateStatement>());
    case ast::StatementKind::kAlter:
      return AnalyzeAlter(statement.As<ast::AlterStatement>());
    case ast::StatementKind::kCache:
      return AnalyzeCache(statement.As<ast::CacheStatement>());
    case ast::StatementKind::kCreateDatabase:
      lineage_->set_kind(v1::StatementLineage::CREATE_DATABASE);
      AddDatabaseChange(v1::Change::CREATE, statement.As<ast::DatabaseStatement>().name);
      return;
    case ast::StatementKind::kUse: {
      lineage_->set_kind(v1::StatementLineage::USE);
      const auto& use = statement.As<ast::UseStatement>();
      session_.Use(use.name, use.catalog);
      return;
    }
    case ast::StatementKind::kSet:
      lineage_->set_kind(v1::StatementLineage::SET);
      return;
    case ast::StatementKind::kExplain:
      return AnalyzeExplain(statement.As<ast::ExplainStatement>());
    case ast::StatementKind::kOther:
      lineage_->set_kind(v1::StatementLineage::OTHER);
      lineage_->set_statement_name(std::string(statement.As<ast::OtherStatement>().name));
      Declare(statement.As<ast::OtherStatement>().variables);
      AnalyzeAssets(statement.As<ast::OtherStatement>());
      return AnalyzeCarried(statement.As<ast::OtherStatement>());
  }
}

void AnalyzerImpl::Declare(ast::List<ast::Name> variables) {
  for (const ast::Name& name : variables) variables_.insert(names_.Intern(name.text));
}

// A job's statement runs later, again and again: its data flows. A query that is described is read
// for its columns only.
void AnalyzerImpl::AnalyzeCarried(const ast::OtherStatement& other) {
  if (other.carried == nullptr) return;
  switch (other.carried->kind) {
    case ast::StatementKind::kInsert:
    case ast::StatementKind::kMerge:
    case ast::StatementKind::kUpdate:
    case ast::StatementKind::kDelete:
      if (other.runs_carried) return AnalyzeStatement(*other.carried);
      break;
    case ast::StatementKind::kQuery:
      explaining_ = true;
      AnalyzeStatement(*other.carried);
      explaining_ = false;
      lineage_->clear_columns();
      lineage_->clear_influences();
      lineage_->set_kind(v1::StatementLineage::OTHER);
      break;
    default:
      break;
  }
}

// The plan of a statement is no run of it: no data flows and nothing changes. It needs the tables
// all the same, so who wants to drop one must hear of it: they are inputs.
void AnalyzerImpl::AnalyzeExplain(const ast::ExplainStatement& explain) {
  const ast::Statement* statement = explain.statement;
  const ast::Query* query = nullptr;
  if (statement != nullptr) {
    switch (statement->kind) {
      case ast::StatementKind::kCreateTable:
        query = statement->As<ast::CreateTableStatement>().query;
        break;
      case ast::StatementKind::kCreateView:
        query = statement->As<ast::CreateViewStatement>().query;
        break;
      case ast::StatementKind::kQuery:
      case ast::StatementKind::kInsert:
      case ast::StatementKind::kMerge:
      case ast::StatementKind::kUpdate:
      case ast::StatementKind::kDelete:
        explaining_ = true;
        AnalyzeStatement(*statement);
        explaining_ = false;
        break;
      default:
        break;
    }
  }
  if (query != nullptr) AnalyzeQuery(*query, nullptr);
  lineage_->clear_outputs();
  lineage_->clear_columns();
  lineage_->clear_influences();
  lineage_->clear_changes();
  lineage_->set_kind(v1::StatementLineage::EXPLAIN);
}

}  // namespace analyze

Analyzer::Analyzer(absl::string_view text, const SchemaProvider* schema, AnalyzeOptions options)
    : impl_(std::make_unique<analyze::AnalyzerImpl>(text, schema, std::move(options))) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

v1::StatementLineage Analyzer::Analyze(const ParsedStatement& statement) {
  v1::StatementLineage lineage;
  impl_->Analyze(statement, &lineage);
  return lineage;
}

void Analyzer::Analyze(const ParsedStatement& statement, v1::StatementLineage* lineage) {
  impl_->Analyze(statement, lineage);
}

}  // namespace headwater
