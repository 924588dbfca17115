// Tokens: 16 bytes each, in one array for a statement.

#ifndef HEADWATER_LIB_SYNTAX_TOKEN_H_
#define HEADWATER_LIB_SYNTAX_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

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

// The token of a statement's array.
struct SqlToken {
  static constexpr uint8_t kQuoted = 1;       // back-quoted, or a Doris string used as a name
  static constexpr uint8_t kHasText = 2;      // `link` indexes the texts of the statement
  static constexpr uint8_t kHasTemplate = 4;  // holds a variable that nothing filled
  static constexpr uint8_t kKeywordName = 8;  // a keyword that the lookahead pass made a name

  uint32_t begin = 0;  // byte offsets into the script
  uint32_t end = 0;
  uint32_t link = 0;  // a bracket: the index of its partner (its own where there is none)
  uint16_t type = kInvalidToken;
  uint8_t flags = 0;
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
  bool too_large = false;  // past a limit: the tokens are cut off
  // A word of control of Spark's SQL scripting (script_blocks.h), not a statement of the grammar:
  // what it is called. Empty: a statement.
  absl::string_view block;
  std::string block_error;    // why the block is wrong; empty: it is not
  bool invalid_utf8 = false;  // in a comment only; elsewhere it is a token of its own
  uint32_t invalid_utf8_at = 0;
  // Where comments nest: the first /* of one whose inner comments are not all closed. It was taken
  // to end at its first */.
  uint32_t unclosed_comment = 0;
  bool has_unclosed_comment = false;

  size_t size() const { return tokens.size() - 1; }  // without the end

  void Clear() {
    tokens.clear();
    texts.assign(1, absl::string_view());
    block = absl::string_view();
    block_error.clear();
    raw = too_large = invalid_utf8 = has_unclosed_comment = false;
    begin = end = invalid_utf8_at = unclosed_comment = 0;
  }
};

// What a message calls the token: "a name", "','", "SELECT".
absl::string_view TokenTypeName(int type);

// Whether the type is a keyword.
inline bool IsKeyword(int type) { return type >= T_KW_ADD && type < kTokenTypeCount; }

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_TOKEN_H_
