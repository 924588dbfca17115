// Statements: grammar/SqlParser.g4. Also the pieces that all files of the builder share.

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/ast_builder.h"
#include "syntax/feature_alternative.h"
#include "syntax/keywords.h"
#include "syntax/utility_statement.h"

namespace headwater::syntax {

using ast::StatementKind;

const ast::Statement* AstBuilder::BuildStatement(Grammar::StatementContext* context) {
  if (context->explain != nullptr) {
    auto* explain = New<ast::ExplainStatement>(StatementKind::kExplain, context);
    explain->statement = BuildStatement(context->explain->body);
    const SqlToken* word = context->explain->First() + 1;
    if (dialect_ == Dialect::kSpark && word->type == T_IDENTIFIER &&
        absl::EqualsIgnoreCase(TextOf(word), "logical")) {
      Refuse({word->begin, word->end}, "EXPLAIN LOGICAL is read, but refused, by Spark",
             "EXPLAIN EXTENDED shows the logical plans, too");
    }
    return explain;
  }
  if (context->create != nullptr) return BuildCreate(context->create);
  if (context->drop != nullptr) return BuildDrop(context->drop);
  if (context->truncate != nullptr) return BuildTruncate(context->truncate);
  if (context->alter != nullptr) return BuildAlter(context->alter);
  if (context->use != nullptr) return BuildUse(context->use);
  if (context->load != nullptr) return BuildLoad(context->load);
  if (context->export_ != nullptr) return BuildExport(context->export_);
  if (context->import_ != nullptr) return BuildImport(context->import_);
  if (context->cache != nullptr) return BuildCache(context->cache);
  if (context->declare != nullptr) return BuildDeclare(context->declare);
  if (context->setVariable != nullptr) return BuildSetVariable(context->setVariable);
  if (context->execute != nullptr) return BuildExecute(context->execute);
  return BuildQueryStatement(context);
}

const ast::Statement* AstBuilder::BuildQueryStatement(Grammar::StatementContext* context) {
  const ast::WithClause* with = BuildWith(context->with);
  if (context->insert != nullptr) return BuildInsert(with, context->insert);
  if (context->multi != nullptr) return BuildMultiInsert(with, context->multi);
  if (context->merge != nullptr) return BuildMerge(with, context->merge);
  if (context->update != nullptr) return BuildUpdate(with, context->update);
  if (context->delete_ != nullptr) return BuildDelete(with, context->delete_);
  auto* statement = New<ast::QueryStatement>(StatementKind::kQuery, context);
  statement->query = BuildSpecification(with, context->select);
  if (context->outfile != nullptr) {
    statement->outfile = TextOf(context->outfile->path);
    Require(Feature::kOutfile, RangeOf(context->outfile));
  }
  return statement;
}

const ast::Statement* AstBuilder::BuildVariables(const std::vector<ast::SelectItem>& items,
                                                 const RuleNode* context) {
  auto* select = arena_->New<ast::SelectBody>();
  select->kind = ast::QueryBodyKind::kSelect;
  select->range = RangeOf(context);
  select->items = arena_->Copy(items);
  auto* query = arena_->New<ast::Query>();
  query->range = select->range;
  query->body = select;
  auto* statement = New<ast::QueryStatement>(StatementKind::kQuery, context);
  statement->query = query;
  std::vector<ast::Name> names;
  names.reserve(items.size());
  for (const ast::SelectItem& item : items) names.push_back(item.aliases[0]);
  statement->variables = arena_->Copy(names);
  return statement;
}

namespace {

bool HoldsQuery(const RuleNode* node) {
  return std::any_of(node->First(), node->Last() + 1,
                     [](const SqlToken& token) { return token.type == T_LPAREN_QUERY; });
}

}  // namespace

const ast::Statement* AstBuilder::BuildDeclare(Grammar::DeclareStatementContext* context) {
  Require(Feature::kSessionVariable, RangeOf(context));
  if (context->value == nullptr || !HoldsQuery(context->value)) {
    std::vector<ast::Name> names;
    for (Grammar::QualifiedNameContext* path : context->names)
      names.push_back(MakePath(path).back());
    ast::OtherStatement* declare = BuildOther("DECLARE");
    declare->variables = arena_->Copy(names);
    return declare;
  }
  ast::Name name = MakePath(context->names[0]).back();
  return BuildVariables(
      {{BuildExpression(context->value), arena_->Copy(&name, 1), RangeOf(context)}}, context);
}

const ast::Statement* AstBuilder::BuildSetVariable(Grammar::SetVariableStatementContext* context) {
  Require(Feature::kSessionVariable, RangeOf(context));
  if (context->source != nullptr) {
    auto* statement = New<ast::QueryStatement>(StatementKind::kQuery, context);
    statement->query = BuildQuery(context->source);
    return statement;
  }
  if (!HoldsQuery(context->assignments)) return BuildOther("SET VARIABLE");
  std::vector<ast::SelectItem> items;
  for (const ast::Assignment& assignment : BuildAssignments(context->assignments)) {
    ast::Name name = assignment.target.back();
    if (assignment.value != nullptr)
      items.push_back({assignment.value, arena_->Copy(&name, 1), assignment.value->range});
  }
  return BuildVariables(items, context);
}

const ast::Statement* AstBuilder::BuildBlock() {
  for (const SqlToken& token : tokens_.tokens) {
    if (absl::EqualsIgnoreCase(TextOf(&token), "begin"))
      Require(Feature::kScriptBlock, {token.begin, token.end});
  }
  return BuildOther(tokens_.block);
}

const ast::Statement* AstBuilder::BuildExecute(Grammar::ExecuteStatementContext* context) {
  Require(Feature::kExecuteImmediate, RangeOf(context));
  CheckExecuted(context->text->First());
  std::vector<absl::string_view> names;
  if (context->arguments != nullptr) {
    for (Grammar::NamedExpressionContext* argument : context->arguments->items) {
      if (argument->alias == nullptr) continue;
      absl::string_view name = TextOf(argument->alias);
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        Refuse({argument->alias->begin, argument->alias->end},
               absl::StrCat("USING has two arguments of the name ", name));
      }
      names.push_back(name);
    }
  }
  return BuildOther("EXECUTE IMMEDIATE");
}

const ast::Statement* AstBuilder::BuildUse(Grammar::UseStatementContext* context) {
  auto* use = New<ast::UseStatement>(StatementKind::kUse, context);
  use->catalog = context->catalog != nullptr;
  use->name = context->name != nullptr ? MakePath(context->name)
                                       : MakePath(context->Last(), context->Last());
  return use;
}

const ast::Statement* AstBuilder::BuildCache(Grammar::CacheStatementContext* context) {
  auto* cache = New<ast::CacheStatement>(StatementKind::kCache, context);
  Require(Feature::kCacheTable, cache->range);
  cache->name = MakePath(context->name);
  cache->uncache = context->uncache != nullptr;
  cache->lazy = context->lazy != nullptr;
  if (context->source != nullptr) cache->query = BuildQuery(context->source);
  return cache;
}

const ast::Statement* AstBuilder::BuildLoad(Grammar::LoadStatementContext* context) {
  auto* load = New<ast::LoadStatement>(StatementKind::kLoad, context);
  Require(Feature::kLoadData, load->range);
  load->path = TextOf(context->path);
  load->local = context->local != nullptr;
  load->overwrite = context->overwrite != nullptr;
  load->table = MakePath(context->table);
  ast::List<ast::Name> names;
  bool all = false;
  BuildPartition(context->partition, &load->partition, &names, &all);
  return load;
}

const ast::Statement* AstBuilder::BuildExport(Grammar::ExportStatementContext* context) {
  auto* node = New<ast::ExportStatement>(StatementKind::kExport, context);
  Require(Feature::kExport, node->range);
  node->table = MakePath(context->table);
  node->path = TextOf(context->path);
  bool all = false;
  BuildPartition(context->partition, &node->partition, &node->partition_names, &all);
  return node;
}

const ast::Statement* AstBuilder::BuildImport(Grammar::ImportStatementContext* context) {
  auto* node = New<ast::ImportStatement>(StatementKind::kImport, context);
  Require(Feature::kImport, node->range);
  node->table = MakePath(context->table);
  node->path = TextOf(context->path);
  ast::List<ast::Name> names;
  bool all = false;
  BuildPartition(context->partition, &node->partition, &names, &all);
  return node;
}

const ast::Statement* AstBuilder::BuildRaw() {
  const SqlToken& word = tokens_.tokens[0];
  const SqlToken& rest = tokens_.tokens[1];
  ast::SourceRange range = {tokens_.begin, tokens_.end};
  if (!absl::EqualsIgnoreCase(TextOf(&word), "set"))
    return BuildClientStatement(script_, tokens_, arena_);
  absl::string_view rest_text = rest.type == T_RAW ? TextOf(&rest) : absl::string_view();
  if (absl::StartsWithIgnoreCase(rest_text, "catalog ") && !absl::StrContains(rest_text, '=')) {
    auto* use = arena_->New<ast::UseStatement>();  // Spark: SET CATALOG c
    use->kind = StatementKind::kUse;
    use->range = range;
    use->catalog = true;
    ast::Name name;
    name.text = absl::StripAsciiWhitespace(rest_text.substr(8));
    if (name.text.size() >= 2 && (name.text[0] == '`' || name.text[0] == '\''))
      name.text = name.text.substr(1, name.text.size() - 2);
    name.range = {rest.begin, rest.end};
    use->name = arena_->Copy(&name, 1);
    return use;
  }
  if (dialect_ == Dialect::kSpark && absl::StartsWithIgnoreCase(rest_text, "time zone"))
    CheckTimeZone(rest_text.substr(9), range);
  auto* set = arena_->New<ast::SetStatement>();
  set->kind = StatementKind::kSet;
  set->range = range;
  absl::string_view text = rest_text;
  size_t equals = text.find('=');
  if (equals == absl::string_view::npos) {
    set->key = text;
  } else {
    set->key = absl::StripAsciiWhitespace(text.substr(0, equals));
    set->value = absl::StripAsciiWhitespace(text.substr(equals + 1));
  }
  return set;
}

ast::OtherStatement* AstBuilder::BuildOther(absl::string_view name) {
  auto* other = arena_->New<ast::OtherStatement>();
  other->kind = StatementKind::kOther;
  other->range = {tokens_.begin, tokens_.end};
  other->name = name;
  return other;
}

// --- pieces -----------------------------------------------------------------------------------

ast::Name AstBuilder::MakeName(const SqlToken* token) {
  ast::Name name;
  if (token == nullptr) return name;
  name.text = TextOf(token);
  name.range = {token->begin, token->end};
  name.quoted = (token->flags & SqlToken::kQuoted) != 0 || token->type == T_STRING;
  name.has_template = (token->flags & SqlToken::kHasTemplate) != 0;
  if (!name.quoted && !name.has_template && token->type == T_IDENTIFIER && !naming_function_ &&
      IsReserved(name.text, dialect_)) {
    Refuse(name.range, absl::StrCat("'", name.text, "' is a reserved word"),
           absl::StrCat("write `", name.text, "` if it is a name"));
  }
  return name;
}

ast::NamePath AstBuilder::MakePath(const SqlToken* first, const SqlToken* last) {
  ast::Name parts[8];
  std::vector<ast::Name> more;
  size_t count = 0;
  for (const SqlToken* token = first; token <= last; ++token) {
    if (token->type != T_IDENTIFIER && token->type != T_TEMPLATE && token->type != T_KW_DEFAULT)
      continue;
    if (count == 8 && more.empty()) more.assign(parts, parts + 8);
    if (count >= 8) {
      more.push_back(MakeName(token));
    } else {
      parts[count] = MakeName(token);
    }
    ++count;
  }
  if (IsTooDeep(count, {first->begin, last->end})) return {};
  return count > 8 ? arena_->Copy(more) : arena_->Copy(parts, count);
}

ast::List<ast::Name> AstBuilder::MakeNames(Grammar::NameListContext* context) {
  return context == nullptr ? ast::List<ast::Name>() : MakeNames(context->names);
}

ast::List<ast::Name> AstBuilder::MakeNames(const std::vector<SqlToken*>& tokens) {
  std::vector<ast::Name> names;
  names.reserve(tokens.size());
  for (const SqlToken* token : tokens) names.push_back(MakeName(token));
  return arena_->Copy(names);
}

absl::string_view AstBuilder::JoinTokens(const SqlToken* first, const SqlToken* last) {
  if (first == last) return TextOf(first);
  std::string text;
  const SqlToken* previous = nullptr;
  for (const SqlToken* token = first; token <= last; ++token) {
    bool tight = token->type == T_LPAREN || token->type == T_RPAREN || token->type == T_COMMA ||
                 token->type == T_GT || token->type == T_TYPE_LT || token->type == T_COLON ||
                 token->type == T_TYPE_EMPTY || token->type == T_NAME_DOT;
    bool after_open =
        previous != nullptr &&
        (previous->type == T_LPAREN || previous->type == T_TYPE_LT || previous->type == T_COMMA ||
         previous->type == T_COLON || previous->type == T_NAME_DOT);
    if (previous != nullptr && !tight && !after_open) text += ' ';
    if (token->type == T_STRING) {
      absl::StrAppend(&text, "'", TextOf(token), "'");
    } else {
      absl::StrAppend(&text, TextOf(token));
    }
    previous = token;
  }
  return arena_->Copy(text);
}

absl::string_view AstBuilder::TypeText(const RuleNode* node) {
  return LowerCase(JoinTokens(node->First(), node->Last()));
}

absl::string_view AstBuilder::LowerCase(absl::string_view text) {
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') return arena_->Copy(absl::AsciiStrToLower(text));
  }
  return text;
}

void AstBuilder::Require(Feature feature, ast::SourceRange range) {
  const FeatureInfo& info = Features()[static_cast<size_t>(feature)];
  const int dialect = static_cast<int>(dialect_);
  if (info.supported[dialect]) {
    if (info.since[dialect].empty()) return;
    return CheckVersion(info.name, dialect_, version_, info.since[dialect], range,
                        FeatureAlternative(feature, dialect_), diagnostics_);
  }
  std::string others;
  for (int i = 0; i < kDialectCount; ++i) {
    if (!info.supported[i]) continue;
    absl::StrAppend(&others, others.empty() ? "" : " and ", DialectName(static_cast<Dialect>(i)));
  }
  Diagnostic& diagnostic = diagnostics_->emplace_back();
  diagnostic.code = "feature";
  diagnostic.message = absl::StrCat(info.name, " is not in ", DialectName(dialect_));
  if (!others.empty()) {
    absl::StrAppend(&others, absl::StrContains(others, ' ') ? " have it" : " has it");
    const absl::string_view instead = FeatureAlternative(feature, dialect_);
    diagnostic.hint = instead.empty() ? absl::StrCat(others, ": is the dialect right?")
                                      : absl::StrCat(instead, " (", others, ")");
  }
  diagnostic.range = range;
}

bool AstBuilder::IsTooDeep(size_t levels, ast::SourceRange range) {
  if (levels <= nesting_depth_) return false;
  if (diagnostics_->empty() || diagnostics_->back().code != "limit") {
    Diagnostic& diagnostic = diagnostics_->emplace_back();
    diagnostic.code = "limit";
    diagnostic.message =
        absl::StrCat("the statement is nested deeper than ", nesting_depth_, " levels");
    diagnostic.hint = "raise the limit of nesting if it is meant";
    diagnostic.range = range;
  }
  return true;
}

void AstBuilder::Report(absl::string_view code, ast::SourceRange range, std::string message,
                        std::string hint) {
  Diagnostic& diagnostic = diagnostics_->emplace_back();
  diagnostic.code = std::string(code);
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.range = range;
}

}  // namespace headwater::syntax
