// Expressions back to SQL text.

#ifndef HEADWATER_LIB_AST_EXPRESSION_TEXT_H_
#define HEADWATER_LIB_AST_EXPRESSION_TEXT_H_

#include <cstddef>
#include <string>

#include "headwater/ast/expression.h"
#include "headwater/dialect.h"

namespace headwater::ast {

enum class ExpressionTextStyle : uint8_t {
  // Keywords in upper case, function names in lower case, one space, parentheses only where
  // precedence needs them, strings quoted as the dialect does: `sum(a + b * 2)`.
  kNormalised,
  // The name Spark gives an unnamed column: `sum((a + (b * 2)))`, columns without qualifier,
  // strings without quotes.
  kSparkColumnName,
};

struct ExpressionTextOptions {
  Dialect dialect = Dialect::kSpark;
  ExpressionTextStyle style = ExpressionTextStyle::kNormalised;
  // A longer text is cut there and ends in "...".
  size_t max_bytes = size_t{64} << 10;
};

// Appends the text of `expression`. Subqueries are written `(SELECT ...)`. Linear in the text.
void AppendExpressionText(const Expression& expression, const ExpressionTextOptions& options,
                          std::string* text);

}  // namespace headwater::ast

#endif  // HEADWATER_LIB_AST_EXPRESSION_TEXT_H_
