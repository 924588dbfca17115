// The one place where the phases of the parser meet and where ANTLR's exceptions stop.

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/arena.h"
#include "headwater/parser.h"
#include "syntax/ast_builder.h"
#include "syntax/bad_token.h"
#include "syntax/generated/SqlParser.h"
#include "syntax/identifier_clause.h"
#include "syntax/lookahead.h"
#include "syntax/scanner.h"
#include "syntax/syntax_error.h"
#include "syntax/syntax_trial.h"
#include "syntax/utility_statement.h"
#include "syntax/variables.h"

namespace headwater {
namespace syntax {

// What a ParsedStatement owns: the tree's arena.
class StatementStorage {
 public:
  base::Arena arena;
};

class ScriptParserImpl {
 public:
  // Without `explain` a diagnostic for the syntax has a place and a code, no more.
  ScriptParserImpl(absl::string_view text, ParseOptions options, bool explain = true)
      : text_(text),
        options_(std::move(options)),
        explain_(explain),
        variables_(options_.variables),
        scanner_(text_, options_.dialect, options_.limits, &variables_),
        parser_(&stream_) {}

  bool Next(ParsedStatement* statement) {
    if (statement->storage_ == nullptr) statement->storage_ = std::make_unique<StatementStorage>();
    base::Arena* arena = &statement->storage_->arena;
    arena->Reset();
    statement->ast_ = nullptr;
    statement->diagnostics_.clear();
    if (!scanner_.NextStatement(arena, &tokens_)) return false;
    statement->range_ = {tokens_.begin, tokens_.end};
    statement->ast_ = Parse(arena, &statement->diagnostics_);
    if (explain_ && statement->ast_ == nullptr && HasDoubleQuotes())
      RetryWithQuotedNames(statement);
    if (tokens_.has_unclosed_comment) {
      Diagnostic& diagnostic = statement->diagnostics_.emplace_back();
      diagnostic.code = "rule";
      diagnostic.message = "a comment within this comment is never closed";
      diagnostic.hint = "Spark's comments nest: write a */ for each /*";
      diagnostic.range = {tokens_.unclosed_comment, tokens_.unclosed_comment + 2};
    }
    if (tokens_.invalid_utf8) {
      Diagnostic& diagnostic = statement->diagnostics_.emplace_back();
      diagnostic.severity = Severity::kWarning;
      diagnostic.code = "encoding";
      diagnostic.message = "a comment is not valid UTF-8";
      diagnostic.hint = "convert the file to UTF-8 (from GBK, perhaps)";
      diagnostic.range = {tokens_.invalid_utf8_at, tokens_.invalid_utf8_at + 2};
    }
    return true;
  }

 private:
  const ast::Statement* Parse(base::Arena* arena, std::vector<Diagnostic>* diagnostics) {
    if (tokens_.too_large)
      return Limit("the statement is larger than the limit",
                   "raise the limit of tokens or bytes if it is meant", diagnostics);
    for (size_t i = 0; i < tokens_.tokens.size(); ++i) {
      int type = tokens_.tokens[i].type;
      if (type == T_UNKNOWN_CHARACTER || type == T_END_OF_QUOTE) {
        diagnostics->push_back(explain_ ? DescribeBadToken(Failure(i)) : BareError(i));
        return nullptr;
      }
    }
    AstBuilder builder(text_, options_, tokens_, arena, diagnostics);
    if (tokens_.raw) {
      const ast::Statement* raw = builder.BuildRaw();
      if (raw->kind == ast::StatementKind::kSet) {
        const auto& set = raw->As<ast::SetStatement>();
        if (!set.value.empty()) variables_.Set(set.key, set.value);
        ApplySetting(set);
      }
      return IsRefused(*diagnostics) ? nullptr : raw;
    }
    if (!tokens_.block.empty()) return BuildBlock(&builder, diagnostics);
    if (options_.dialect == Dialect::kSpark) {
      ast::SourceRange bad = FoldIdentifierClauses(text_, arena, &tokens_);
      if (bad.end > bad.begin) return BadIdentifierClause(bad, diagnostics);
    }
    return ParseTokens(&builder, arena, 0, diagnostics);
  }

  // A statement of the grammar or a utility statement; `level`: how many of the latter carry it.
  const ast::Statement* ParseTokens(AstBuilder* builder, base::Arena* arena, int level,
                                    std::vector<Diagnostic>* diagnostics) {
    LookaheadResult lookahead = RunLookahead(text_, options_.dialect, &tokens_);
    if (lookahead.utility) {
      const UtilityResult result =
          BuildUtility(text_, options_, tokens_, lookahead.start, arena, diagnostics);
      if (result.carried == 0) return result.statement;
      if (level >= options_.limits.nesting_depth) return TooDeep(diagnostics);
      const auto first = tokens_.tokens.begin();
      tokens_.tokens.erase(first, first + static_cast<ptrdiff_t>(result.carried));
      tokens_.begin = tokens_.tokens.front().begin;
      result.other->carried = ParseTokens(builder, arena, level + 1, diagnostics);
      return result.other->carried == nullptr ? nullptr : result.statement;
    }
    if (lookahead.deepest_nesting > options_.limits.nesting_depth) return TooDeep(diagnostics);
    Grammar::SingleStatementContext* context = RunGrammar(diagnostics);
    if (context == nullptr) return nullptr;
    const ast::Statement* statement = builder->BuildStatement(context->body);
    return IsRefused(*diagnostics) ? nullptr : statement;
  }

  static bool IsRefused(const std::vector<Diagnostic>& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
      return diagnostic.code == "syntax" || diagnostic.code == "limit";
    });
  }

  // Settings of the session that change how the rest of the script is read.
  void ApplySetting(const ast::SetStatement& set) {
    auto is = [&](absl::string_view key) { return absl::EqualsIgnoreCase(set.key, key); };
    if (is("spark.sql.ansi.doubleQuotedIdentifiers"))
      scanner_.SetDoubleQuotesName(absl::EqualsIgnoreCase(set.value, "true"));
    if (is("hive.support.quoted.identifiers"))
      scanner_.SetDoubleQuotesName(absl::EqualsIgnoreCase(set.value, "standard"));
    if (is("sql_mode"))
      scanner_.SetDoubleQuotesName(
          absl::StrContains(absl::AsciiStrToUpper(set.value), "ANSI_QUOTES"));
  }

  bool HasDoubleQuotes() const {
    if (options_.dialect == Dialect::kDoris) return false;
    return std::any_of(tokens_.tokens.begin(), tokens_.tokens.end(), [&](const SqlToken& token) {
      return token.type == T_STRING && token.begin < text_.size() && text_[token.begin] == '"';
    });
  }

  // Spark and Hive have a setting that makes "a" a name. A script need not say that the cluster has
  // it: what is right only then is read so, with a warning.
  void RetryWithQuotedNames(ParsedStatement* statement) {
    Scanner scanner(text_, options_.dialect, options_.limits, &variables_);
    scanner.StartAt(tokens_.begin);
    scanner.SetDoubleQuotesName(true);
    base::Arena* arena = &statement->storage_->arena;
    std::vector<Diagnostic> diagnostics;
    std::swap(tokens_, again_);
    const bool found = scanner.NextStatement(arena, &tokens_) && tokens_.end == again_.end;
    const ast::Statement* ast = found ? Parse(arena, &diagnostics) : nullptr;
    if (ast == nullptr) {
      std::swap(tokens_, again_);
      return;
    }
    statement->ast_ = ast;
    Diagnostic& warning = diagnostics.emplace_back();
    warning.severity = Severity::kWarning;
    warning.code = "setting";
    warning.message = "double quotes around names need a setting";
    warning.hint = options_.dialect == Dialect::kSpark
                       ? "SET spark.sql.ansi.doubleQuotedIdentifiers = true, or write `name`"
                       : "SET hive.support.quoted.identifiers = standard, or write `name`";
    warning.range = FirstQuotedName();
    statement->diagnostics_ = std::move(diagnostics);
  }

  ast::SourceRange FirstQuotedName() const {
    for (const SqlToken& token : tokens_.tokens) {
      if ((token.flags & SqlToken::kQuoted) && text_[token.begin] == '"')
        return {token.begin, token.end};
    }
    return {tokens_.begin, tokens_.end};
  }

  // BEGIN, IF .. THEN, END of SQL scripting.
  const ast::Statement* BuildBlock(AstBuilder* builder, std::vector<Diagnostic>* diagnostics) {
    if (tokens_.block_error.empty()) return builder->BuildBlock();
    Diagnostic& diagnostic = diagnostics->emplace_back();
    diagnostic.code = "syntax";
    diagnostic.message = tokens_.block_error;
    diagnostic.hint = "each BEGIN, IF, CASE, WHILE, REPEAT, LOOP and FOR has an END of its own";
    diagnostic.range = {tokens_.begin, tokens_.end};
    return nullptr;
  }

  const ast::Statement* BadIdentifierClause(ast::SourceRange range,
                                            std::vector<Diagnostic>* diagnostics) {
    Diagnostic& diagnostic = diagnostics->emplace_back();
    diagnostic.code = "syntax";
    diagnostic.message = "the string of IDENTIFIER(..) is no name";
    diagnostic.hint = "its parts are divided by dots; one with other characters needs back-quotes";
    diagnostic.range = range;
    return nullptr;
  }

  Grammar::SingleStatementContext* RunGrammar(std::vector<Diagnostic>* diagnostics) {
    // A level of parentheses takes two rules of an expression or about seven of a subquery.
    constexpr int kRulesPerLevel = 8;
    stream_.Reset(tokens_.tokens.data(), tokens_.tokens.size());
    parser_.Restart(options_.limits.nesting_depth * kRulesPerLevel, explain_);
    try {
      return parser_.singleStatement();
    } catch (const ParseStopped&) {
      if (parser_.too_deep()) {
        TooDeep(diagnostics);
      } else {
        diagnostics->push_back(explain_ ? DescribeSyntaxError(Failure(stream_.index()))
                                        : BareError(stream_.index()));
      }
    } catch (const std::exception& error) {
      Diagnostic& diagnostic = diagnostics->emplace_back();
      diagnostic.code = "internal";
      diagnostic.message = absl::StrCat("the parser failed: ", error.what());
      diagnostic.hint = "please report this statement";
      diagnostic.range = {tokens_.begin, tokens_.end};
    }
    return nullptr;
  }

  SyntaxFailure Failure(size_t at) const {
    return {text_, options_.dialect, variables_, tokens_, at, parser_.expected()};
  }

  Diagnostic BareError(size_t at) const {
    Diagnostic diagnostic;
    diagnostic.code = "syntax";
    diagnostic.range = {tokens_.tokens[at].begin, tokens_.tokens[at].end};
    return diagnostic;
  }

  const ast::Statement* TooDeep(std::vector<Diagnostic>* diagnostics) {
    return Limit(absl::StrCat("the statement is nested deeper than ", options_.limits.nesting_depth,
                              " levels"),
                 "raise the limit of nesting if it is meant", diagnostics);
  }

  const ast::Statement* Limit(std::string message, std::string hint,
                              std::vector<Diagnostic>* diagnostics) {
    Diagnostic& diagnostic = diagnostics->emplace_back();
    diagnostic.code = "limit";
    diagnostic.message = std::move(message);
    diagnostic.hint = std::move(hint);
    diagnostic.range = {tokens_.begin, std::min(tokens_.begin + 1, tokens_.end)};
    return nullptr;
  }

  absl::string_view text_;
  ParseOptions options_;
  bool explain_;
  Variables variables_;
  Scanner scanner_;
  StatementTokens tokens_;
  StatementTokens again_;  // what `tokens_` were while a statement is tried in another way
  SqlTokenStream stream_;
  generated::SqlParser parser_;
};

TrialResult TryParse(absl::string_view text, Dialect dialect, const Variables& variables) {
  ParseOptions options;
  options.dialect = dialect;
  options.variables = variables.values();
  ScriptParserImpl parser(text, std::move(options), /*explain=*/false);
  TrialResult result;
  ParsedStatement statement;
  while (parser.Next(&statement)) {
    ++result.statements;
    for (const Diagnostic& diagnostic : statement.diagnostics()) {
      // A rule that is broken elsewhere does not tell that the guess is wrong.
      if (diagnostic.severity != Severity::kError || diagnostic.code == "rule") continue;
      result.feature_missing = diagnostic.code == "feature";
      result.stopped_at = result.feature_missing ? text.size() : diagnostic.range.begin;
      return result;
    }
  }
  result.parsed = true;
  result.stopped_at = text.size();
  return result;
}

}  // namespace syntax

ParsedStatement::ParsedStatement() = default;
ParsedStatement::~ParsedStatement() = default;
ParsedStatement::ParsedStatement(ParsedStatement&&) noexcept = default;
ParsedStatement& ParsedStatement::operator=(ParsedStatement&&) noexcept = default;

ScriptParser::ScriptParser(absl::string_view text, ParseOptions options)
    : impl_(std::make_unique<syntax::ScriptParserImpl>(text, std::move(options))) {}
ScriptParser::~ScriptParser() = default;
ScriptParser::ScriptParser(ScriptParser&&) noexcept = default;
ScriptParser& ScriptParser::operator=(ScriptParser&&) noexcept = default;

bool ScriptParser::Next(ParsedStatement* statement) { return impl_->Next(statement); }

}  // namespace headwater
