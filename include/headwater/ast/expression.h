// Expressions of the syntax tree.
//
// Chains of operators of one precedence are one node (`a + b - c` is one ChainExpr of three
// operands), so the depth of a tree follows its parentheses, never the length of a chain.

#ifndef HEADWATER_AST_EXPRESSION_H_
#define HEADWATER_AST_EXPRESSION_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "headwater/ast/node.h"

namespace headwater::ast {

struct Query;

enum class ExpressionKind : uint8_t {
  kColumn,     // ColumnExpr      a, t.a, db.t.a.field
  kStar,       // StarExpr        *, t.*, * EXCEPT (a), * REPLACE (b AS c)
  kLiteral,    // LiteralExpr     1, 'x', NULL, DATE '2024-01-01'
  kInterval,   // IntervalExpr    INTERVAL 1 DAY
  kTemplate,   // TemplateExpr    ${x}, {{ ds }}, $[yyyyMMdd-1] standing alone; ?, :name, @var
  kUnary,      // UnaryExpr       -a, NOT a, a IS NULL
  kChain,      // ChainExpr       a + b - c, a AND b, a LIKE b, a = b, a IN (..) (see Operator)
  kBetween,    // BetweenExpr
  kCase,       // CaseExpr
  kCast,       // CastExpr        CAST(a AS t), TRY_CAST, a :: t
  kCall,       // CallExpr        f(a), count(DISTINCT a) OVER w
  kSubquery,   // SubqueryExpr    (SELECT ..), EXISTS (SELECT ..)
  kTuple,      // TupleExpr       (a, b); the right side of IN
  kLambda,     // LambdaExpr      x -> x + 1, (x, y) -> x + y
  kField,      // FieldExpr       f(a).b, a[0].b (a path that starts with a name is a ColumnExpr)
  kSubscript,  // SubscriptExpr   a[0], m['key']
};

struct Expression {
  ExpressionKind kind;
  SourceRange range;

  template <typename T>
  const T& As() const {
    return static_cast<const T&>(*this);
  }
};

using ExpressionList = List<const Expression*>;

// A dotted path. Whether the first parts name a database, a table, a column or a struct column is
// the analyzer's question.
struct ColumnExpr : Expression {
  NamePath path;
};

struct NamedExpr {
  const Expression* value = nullptr;
  Name alias;  // empty: none
};

struct StarExpr : Expression {
  NamePath qualifier;       // empty: a bare star
  List<Name> except;        // EXCEPT (a, b)
  List<NamedExpr> replace;  // REPLACE (expr AS name)
};

enum class LiteralKind : uint8_t { kNull, kBoolean, kNumber, kString, kTyped, kDefault };

struct LiteralExpr : Expression {
  LiteralKind literal_kind;
  absl::string_view
      text;  // numbers as written; strings unquoted, escapes undone; kTyped: the string
  absl::string_view type;  // kTyped: "DATE", "TIMESTAMP", "X", ...
};

struct IntervalExpr : Expression {
  const Expression* value = nullptr;
  absl::string_view unit;              // "DAY", "YEAR TO MONTH"; empty where the string holds it
  ExpressionList more_values;          // INTERVAL 1 DAY 2 HOURS: the further values
  List<absl::string_view> more_units;  // one for each of them
};

struct TemplateExpr : Expression {
  absl::string_view text;  // as written
};

// Operators, in the groups the builder binds them by (loosest first).
enum class Operator : uint8_t {
  kOr,
  kXor,
  kAnd,
  kNot,
  kEqual,
  kNullSafeEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kNotIn,
  kLike,
  kNotLike,
  kILike,
  kNotILike,
  kRLike,
  kNotRLike,
  kSimilar,
  kMatch,
  kIsNull,
  kIsNotNull,
  kIsTrue,
  kIsNotTrue,
  kIsFalse,
  kIsNotFalse,
  kIsUnknown,
  kIsNotUnknown,
  kIsDistinctFrom,
  kIsNotDistinctFrom,
  kEscape,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShiftLeft,
  kShiftRight,
  kShiftRightUnsigned,
  kAdd,
  kSubtract,
  kConcat,
  kMultiply,
  kDivide,
  kModulo,
  kIntegerDivide,
  kNegate,
  kPlus,
  kBitNot,
  kArrow,
  kNamedArgument,
  kAtTimeZone,
  kCollate,
  kAssign,
};

enum class Quantifier : uint8_t { kNone, kAny, kAll };

struct UnaryExpr : Expression {
  Operator op;
  const Expression* operand = nullptr;
};

// operands[0] op[0] operands[1] op[1] ... ; ops.size() + 1 == operands.size(). The operators of one
// chain share one precedence. `a IN (1, 2)` has a TupleExpr or a SubqueryExpr on the right.
struct ChainExpr : Expression {
  ExpressionList operands;
  List<Operator> ops;
  Quantifier quantifier = Quantifier::kNone;  // = ANY (..), LIKE ALL (..)
};

struct BetweenExpr : Expression {
  bool negated = false;
  const Expression* operand = nullptr;
  const Expression* low = nullptr;
  const Expression* high = nullptr;
};

struct WhenClause {
  const Expression* condition = nullptr;
  const Expression* result = nullptr;
};

struct CaseExpr : Expression {
  const Expression* operand = nullptr;  // CASE x WHEN ..; null: a searched CASE
  List<WhenClause> whens;
  const Expression* otherwise = nullptr;  // null: none
};

struct CastExpr : Expression {
  const Expression* operand = nullptr;
  absl::string_view type;      // the type's text, one space between words, lower case
  absl::string_view function;  // "CAST", "TRY_CAST"; "::" for the operator
};

struct SortKey {
  const Expression* value = nullptr;
  bool descending = false;
  absl::string_view nulls;  // "FIRST", "LAST" or empty
};

// OVER (PARTITION BY .. ORDER BY .. ROWS ..), or the body of a named window.
struct WindowSpec {
  Name base;  // OVER w, OVER (w ORDER BY ..); empty: none
  ExpressionList partition_by;
  List<SortKey> order_by;       // SORT BY counts as ORDER BY, DISTRIBUTE BY as PARTITION BY
  absl::string_view frame;      // "ROWS BETWEEN .. AND ..", one space between words; empty: none
  ExpressionList frame_bounds;  // the expressions inside the frame
};

struct CallExpr : Expression {
  NamePath name;
  ExpressionList arguments;            // a star argument is a StarExpr; `k => v` a ChainExpr
  List<const Query*> table_arguments;  // TABLE(t), TABLE (SELECT ..) of a table function
  bool distinct = false;
  List<SortKey> order_by;  // inside the parentheses, or WITHIN GROUP
  const Expression* filter = nullptr;
  const Expression* separator = nullptr;  // GROUP_CONCAT(.. SEPARATOR ',')
  const WindowSpec* over = nullptr;
  absl::string_view null_treatment;  // "IGNORE NULLS", "RESPECT NULLS" or empty
  absl::string_view
      keyword;  // the word between arguments of EXTRACT, TRIM, ...: "YEAR", "BOTH"; or empty
};

struct SubqueryExpr : Expression {
  const Query* query = nullptr;
  bool exists = false;
};

struct TupleExpr : Expression {
  ExpressionList items;  // may be empty or of one (the right side of IN)
};

struct LambdaExpr : Expression {
  List<Name> parameters;
  const Expression* body = nullptr;
};

struct FieldExpr : Expression {
  const Expression* base = nullptr;
  Name field;
};

struct SubscriptExpr : Expression {
  const Expression* base = nullptr;
  const Expression* index = nullptr;
  const Expression* end = nullptr;  // a[1:2] of Doris; null: none
};

}  // namespace headwater::ast

#endif  // HEADWATER_AST_EXPRESSION_H_
