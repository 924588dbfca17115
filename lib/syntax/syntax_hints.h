// Slips that no change of one word mends, told from the words around the error: clauses in the
// wrong order, commas too many, constructs of other systems.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_HINTS_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_HINTS_H_

#include "syntax/syntax_scene.h"

namespace headwater::syntax {

// Sure of itself: no guess is better.
Finding FindPlainSlip(const SyntaxScene& scene);

// Those of expressions and windows, expression_hints.cc, and of the frame of a statement,
// statement_hints.cc.
Finding ExpressionSlip(const SyntaxScene& scene);
Finding WindowSlip(const SyntaxScene& scene);
Finding StatementSlip(const SyntaxScene& scene);

// When nothing else helped.
Finding FindLastResort(const SyntaxScene& scene);

// A construct of another database that people bring along; foreign_construct.cc.
Finding FindForeignConstruct(const SyntaxScene& scene);

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_HINTS_H_
