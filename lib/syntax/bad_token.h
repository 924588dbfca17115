// What to say of a token that is none: a stray character, an unclosed quote or comment, bytes that
// are not UTF-8.

#ifndef HEADWATER_LIB_SYNTAX_BAD_TOKEN_H_
#define HEADWATER_LIB_SYNTAX_BAD_TOKEN_H_

#include <cstdint>
#include <string>

#include "headwater/parser.h"
#include "syntax/syntax_error.h"

namespace headwater::syntax {

// The ASCII text that was meant by a full-width character; empty if there is none.
std::string AsciiOf(uint32_t code_point);

Diagnostic DescribeBadToken(const SyntaxFailure& failure);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_BAD_TOKEN_H_
