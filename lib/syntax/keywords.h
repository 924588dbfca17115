// The keyword table of grammar/keywords.def as the scanner and the lookahead pass use it.

#ifndef HEADWATER_LIB_SYNTAX_KEYWORDS_H_
#define HEADWATER_LIB_SYNTAX_KEYWORDS_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"

namespace headwater::syntax {

enum class KeywordClass : uint8_t { A, N, R };  // absent, non-reserved, reserved

// How a keyword is told from a name: see keywords.def.
enum class KeywordUse : uint8_t {
  Always,
  BeforeBy,
  BeforeParen,
  BeforeText,
  Clause,
  Operator,
  Object,
  Ddl,
  Special
};

struct KeywordInfo {
  absl::string_view word;  // upper case
  KeywordClass dialects[kDialectCount];
  KeywordUse use;
};

// The entry of a keyword's token type.
const KeywordInfo& GetKeyword(int token_type);

// The token type of a word in any ASCII case, or T_IDENTIFIER if it is no keyword of the dialect.
int FindKeyword(absl::string_view word, Dialect dialect);

// Whether the word, in any ASCII case, is no name in the dialect unless it is quoted. By default
// Spark reserves nothing.
bool IsReserved(absl::string_view word, Dialect dialect);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_KEYWORDS_H_
