// What could have stood where a parse stopped: a few things, as people call them.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_EXPECTATION_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_EXPECTATION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "syntax/syntax_scene.h"

namespace headwater::syntax {

// What a person calls a token type: "GROUP BY" for the GROUP that begins a clause.
absl::string_view SpokenName(int type);

// "',' or FROM"; empty where nothing telling can be said.
std::string Expectation(const SyntaxScene& scene);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_EXPECTATION_H_
