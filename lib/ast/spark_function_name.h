// What Spark makes of a call before it names an unnamed column after it.

#ifndef HEADWATER_LIB_AST_SPARK_FUNCTION_NAME_H_
#define HEADWATER_LIB_AST_SPARK_FUNCTION_NAME_H_

#include "absl/strings/string_view.h"
#include "headwater/ast/expression.h"

namespace headwater::ast {

// Whether the call is of the one function of that name, in any case.
bool Named(const CallExpr& call, absl::string_view name);

// double(x), date(x): casts that are not written as such, and left out of names.
bool IsSparkTypeFunction(const CallExpr& call);

// The text of the arguments that the call leaves out and Spark fills in: ", -1" for split(a, b).
absl::string_view SparkDefaultArguments(const CallExpr& call);

}  // namespace headwater::ast

#endif  // HEADWATER_LIB_AST_SPARK_FUNCTION_NAME_H_
