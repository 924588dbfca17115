// From SQL text to syntax trees, statement by statement.
//
//   headwater::ScriptParser parser(sql, {.dialect = headwater::Dialect::kHive});
//   headwater::ParsedStatement statement;
//   while (parser.Next(&statement)) {
//     if (statement.ok()) Use(*statement.ast());
//     else Report(statement.diagnostics());
//   }
//
// A statement with a syntax error is reported and does not touch its neighbours. Nothing here
// throws or prints.

#ifndef HEADWATER_PARSER_H_
#define HEADWATER_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/ast/statement.h"
#include "headwater/dialect.h"

namespace headwater {

// Limits guard against hostile or damaged input; past one, the statement ends in a diagnostic with
// code "limit". Each default is far above what people write.
struct ParseLimits {
  // A statement's text. 256 MiB: the largest INSERT .. VALUES dumps seen are tens of megabytes.
  size_t statement_bytes = size_t{256} << 20;
  // Tokens of a statement. A million rows of ten values are 21 million tokens.
  size_t statement_tokens = size_t{32} << 20;
  // Nesting of parentheses, CASE, subqueries and types. 400 levels need about 1 MiB of stack in
  // the parser, the builder and the analyzer; people write fewer than 40.
  int nesting_depth = 400;
};

struct ParseOptions {
  Dialect dialect = Dialect::kSpark;
  // A construct that only later versions have is an error of code "feature". Default: any version.
  DialectVersion dialect_version;
  // Values of ${name}, ${hivevar:name} and ${hiveconf:name}, replaced before parsing; SET
  // statements of the script add to them. A variable without a value stays in place, visible as it
  // is written.
  std::map<std::string, std::string> variables;
  ParseLimits limits;
};

enum class Severity : uint8_t { kNote, kWarning, kError };

// A finding with its place in the script.
struct Diagnostic {
  Severity severity = Severity::kError;
  // Stable. Of the parser: "syntax" and "limit" (the statement has no tree), "feature" (a construct
  // of another dialect or a later version) and "rule" (the engine's parser refuses it; both have a
  // tree), "setting" (right under a setting only), "encoding".
  std::string code;
  std::string message;  // one sentence, without the place
  std::string hint;     // what to do about it; may be empty
  ast::SourceRange range;
};

namespace syntax {
class StatementStorage;
class ScriptParserImpl;
}  // namespace syntax

// One statement of a script: its tree or why there is none. Owns the tree; reusing one object
// for all statements of a script reuses its memory. Movable, not copyable. Reading a finished
// one from several threads is safe.
class ParsedStatement {
 public:
  ParsedStatement();
  ~ParsedStatement();
  ParsedStatement(ParsedStatement&&) noexcept;
  ParsedStatement& operator=(ParsedStatement&&) noexcept;

  // Whether there is a tree. Warnings may accompany one.
  bool ok() const { return ast_ != nullptr; }

  // The tree, or null. Lives as long as this object is neither destroyed nor passed to Next()
  // again; the script's text must live as long.
  const ast::Statement* ast() const { return ast_; }

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

  // The statement in the script, without its semicolon.
  ast::SourceRange range() const { return range_; }

 private:
  friend class syntax::ScriptParserImpl;
  std::unique_ptr<syntax::StatementStorage> storage_;
  const ast::Statement* ast_ = nullptr;
  std::vector<Diagnostic> diagnostics_;
  ast::SourceRange range_;
};

// Splits a script into statements and parses them one after the other; memory follows the largest
// statement. The text (UTF-8, at most 4 GiB - 1) must outlive the parser and its statements. Use
// one parser in one thread; different parsers are independent.
class ScriptParser {
 public:
  ScriptParser(absl::string_view text, ParseOptions options);
  ~ScriptParser();
  ScriptParser(ScriptParser&&) noexcept;
  ScriptParser& operator=(ScriptParser&&) noexcept;

  // Parses the next statement into `*statement`. False at the end of the script. Empty statements
  // are passed over.
  bool Next(ParsedStatement* statement);

 private:
  std::unique_ptr<syntax::ScriptParserImpl> impl_;
};

}  // namespace headwater

#endif  // HEADWATER_PARSER_H_
