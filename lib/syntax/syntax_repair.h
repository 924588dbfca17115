// Guesses what was meant: parses the statement again with a small change, as many times as there
// are likely changes. The first that makes it right is the hint; else the first that gets further.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_REPAIR_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_REPAIR_H_

#include "syntax/syntax_scene.h"

namespace headwater::syntax {

// With `sure_only`, only changes that nobody would call a guess: misspelt words, names without
// back-quotes.
Finding FindRepair(SyntaxScene* scene, bool sure_only);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_REPAIR_H_
