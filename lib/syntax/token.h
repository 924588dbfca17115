// Tokens: 24 bytes each, in one array for a statement.

#ifndef HEADWATER_LIB_SYNTAX_TOKEN_H_
#define HEADWATER_LIB_SYNTAX_TOKEN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "antlr4-runtime.h"
#include "base/arena.h"

namespace headwater::syntax {

// Types of tokens, numbered as in SqlTokens.tokens: 1 for the first line of keywords.def.
enum TokenType : uint16_t {
  kInvalidToken = 0,
#define HEADWATER_TOKEN(name, text) T_##name,
#define HEADWATER_KEYWORD(word, hive, spark, doris, use) T_KW_##word,
#include "grammar/keywords.def"
#undef HEADWATER_TOKEN
#undef HEADWATER_KEYWORD
  kTokenTypeCount,
  kEndOfStatement = 0xFFFF,
};

// The token of a statement's array. It is an antlr4::Token, so that ANTLR's contexts can point
// into the array; the parser itself reads the fields.
class SqlToken final : public antlr4::Token {
 public:
  static constexpr uint8_t kQuoted = 1;       // back-quoted, or a Doris string used as a name
  static constexpr uint8_t kHasText = 2;      // `link` indexes the texts of the statement
  static constexpr uint8_t kHasTemplate = 4;  // holds a variable that nothing filled
  static constexpr uint8_t kKeywordName = 8;  // a keyword that the lookahead pass made a name

  uint32_t begin = 0;  // byte offsets into the script
  uint32_t end = 0;
  uint16_t type = kInvalidToken;
  uint8_t flags = 0;
  uint32_t link = 0;  // a bracket: the index of its partner (its own where there is none)

  // antlr4::Token, for its runtime only.
  std::string getText() const override { return std::string(); }
  size_t getType() const override { return type == kEndOfStatement ? EOF : type; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return begin; }
  size_t getChannel() const override { return 0; }
  size_t getTokenIndex() const override { return 0; }
  size_t getStartIndex() const override { return begin; }
  size_t getStopIndex() const override { return end; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return std::string(); }
};

// What the scanner found of one statement.
struct StatementTokens {
  // Ends with a token of type kEndOfStatement.
  std::vector<SqlToken> tokens;
  // Texts that differ from the script's: unescaped strings, filled variables. Index 0 is unused.
  std::vector<absl::string_view> texts;
  uint32_t begin = 0;  // of the first token; of the text after the last semicolon if there is none
  uint32_t end = 0;    // past the last token, before the semicolon
  // A statement of the client rather than the engine: SET, ADD JAR, !sh, dfs. The tokens are the
  // first word and the rest as one RAW token.
  bool raw = false;
  bool too_large = false;     // past a limit: the tokens are cut off
  bool invalid_utf8 = false;  // in a comment only; elsewhere it is a token of its own
  uint32_t invalid_utf8_at = 0;

  size_t size() const { return tokens.size() - 1; }  // without the end

  void Clear() {
    tokens.clear();
    texts.assign(1, absl::string_view());
    raw = too_large = invalid_utf8 = false;
    begin = end = invalid_utf8_at = 0;
  }
};

// What a message calls the token: "a name", "','", "SELECT".
absl::string_view TokenTypeName(int type);

// Whether the type is a keyword.
inline bool IsKeyword(int type) { return type >= T_KW_ADD && type < kTokenTypeCount; }

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_TOKEN_H_
