// Queries and relations of the syntax tree.

#ifndef HEADWATER_AST_QUERY_H_
#define HEADWATER_AST_QUERY_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "headwater/ast/expression.h"
#include "headwater/ast/node.h"

namespace headwater::ast {

struct QueryBody;
struct Relation;

// name [(a, b)] AS ( query )
struct CommonTable {
  Name name;
  List<Name> columns;
  const Query* query = nullptr;
  SourceRange range;
};

struct WithClause {
  bool recursive = false;
  List<CommonTable> tables;
};

struct NamedWindow {
  Name name;
  const WindowSpec* spec = nullptr;
};

// [WITH ..] body [ORDER BY ..] [CLUSTER BY | DISTRIBUTE BY | SORT BY ..] [LIMIT ..].
struct Query {
  SourceRange range;
  const WithClause* with = nullptr;
  const QueryBody* body = nullptr;
  List<SortKey> order_by;
  ExpressionList distribute_by;  // also CLUSTER BY's keys
  List<SortKey> sort_by;         // also CLUSTER BY's keys
  List<NamedWindow> windows;     // a WINDOW clause behind a set operation
  const Expression* limit = nullptr;
  const Expression* offset = nullptr;
};

enum class QueryBodyKind : uint8_t {
  kSelect,         // SelectBody
  kSetOperation,   // SetOperationBody
  kValues,         // ValuesBody
  kTable,          // TableBody      TABLE t
  kParenthesised,  // ParenthesisedBody  a query in parentheses with clauses of its own
};

struct QueryBody {
  QueryBodyKind kind;
  SourceRange range;

  template <typename T>
  const T& As() const {
    return static_cast<const T&>(*this);
  }
};

// An output column of a select list; several aliases belong to a table function:
// `SELECT stack(2, ..) AS (a, b)`, `SELECT explode(m) AS (k, v)`.
struct SelectItem {
  const Expression* value = nullptr;
  List<Name> aliases;  // none, one, or several
  SourceRange range;
};

enum class GroupingKind : uint8_t { kPlain, kRollup, kCube, kGroupingSets, kAll };

struct GroupingSet {
  ExpressionList expressions;
};

struct GroupBy {
  GroupingKind kind = GroupingKind::kPlain;  // kAll: GROUP BY ALL
  ExpressionList expressions;                // the plain keys, and the keys of ROLLUP/CUBE
  List<GroupingSet> sets;                    // GROUPING SETS ((a), (a, b)): their keys
};

// SELECT TRANSFORM(a, b) [ROW FORMAT ..] USING 'script' [AS (c [type], ..)]; MAP, REDUCE.
struct TransformClause {
  ExpressionList arguments;
  absl::string_view script;
  List<Name> columns;  // empty: (key, value)
};

struct SelectBody : QueryBody {
  bool distinct = false;
  List<absl::string_view> hints;               // the text inside /*+ */
  const TransformClause* transform = nullptr;  // non-null: `items` is empty
  List<SelectItem> items;
  const Relation* from = nullptr;  // null: no FROM; a comma list is a chain of cross joins
  const Expression* where = nullptr;
  const GroupBy* group_by = nullptr;
  const Expression* having = nullptr;
  const Expression* qualify = nullptr;
  List<NamedWindow> windows;
};

enum class SetOperator : uint8_t { kUnion, kIntersect, kExcept };

struct SetOperation {
  SetOperator op;
  bool all = false;
  bool by_name = false;  // UNION BY NAME
};

// inputs[0] ops[0] inputs[1] ops[1] ...; one chain has operators of one precedence (INTERSECT
// binds tighter where the dialect says so).
struct SetOperationBody : QueryBody {
  List<const QueryBody*> inputs;
  List<SetOperation> ops;
};

struct ValuesBody : QueryBody {
  List<ExpressionList> rows;
};

struct TableBody : QueryBody {
  NamePath name;
};

struct ParenthesisedBody : QueryBody {
  const Query* query = nullptr;
};

enum class RelationKind : uint8_t {
  kTable,        // TableRelation
  kSubquery,     // SubqueryRelation
  kFunction,     // FunctionRelation   explode(..) t, numbers('number' = '10'), TABLE(f(..))
  kValues,       // ValuesRelation     VALUES (1, 2) AS t(a, b)
  kJoin,         // JoinRelation
  kLateralView,  // LateralViewRelation
  kPivot,        // PivotRelation
  kUnpivot,      // UnpivotRelation
};

struct Relation {
  RelationKind kind;
  SourceRange range;
  Name alias;                 // empty: none
  List<Name> column_aliases;  // t(a, b)

  template <typename T>
  const T& As() const {
    return static_cast<const T&>(*this);
  }
};

// One `name [= value]` of a partition specification. Null value: a dynamic partition.
struct PartitionItem {
  Name name;
  absl::string_view op;  // "=", or another comparison (ALTER TABLE DROP PARTITION (dt < '..'))
  const Expression* value = nullptr;
};

struct TableRelation : Relation {
  NamePath name;
  List<Name> partitions;              // Doris: FROM t PARTITION (p1, p2)
  bool sampled = false;               // TABLESAMPLE
  const Expression* as_of = nullptr;  // VERSION | TIMESTAMP AS OF ..
};

struct SubqueryRelation : Relation {
  const Query* query = nullptr;
  bool lateral = false;
};

struct FunctionRelation : Relation {
  const CallExpr* call = nullptr;
  bool lateral = false;
};

struct ValuesRelation : Relation {
  const ValuesBody* values = nullptr;
};

enum class JoinKind : uint8_t {
  kInner,
  kCross,
  kComma,
  kLeft,
  kRight,
  kFull,
  kLeftSemi,
  kRightSemi,
  kLeftAnti,
  kRightAnti,
  kAsof,
};

struct JoinRelation : Relation {
  JoinKind join_kind;
  bool natural = false;
  const Relation* left = nullptr;
  const Relation* right = nullptr;
  const Expression* on = nullptr;
  List<Name> using_columns;
};

// input LATERAL VIEW [OUTER] f(args) alias [AS a, b]. `alias` is the table alias. A null input: a
// branch of a multi-insert, whose statement's FROM is the input.
struct LateralViewRelation : Relation {
  const Relation* input = nullptr;
  const CallExpr* call = nullptr;
  bool outer = false;
  // column_aliases holds the names after AS.
};

struct PivotValue {
  const Expression* value = nullptr;  // a TupleExpr for several pivot columns
  Name alias;
};

// input PIVOT (agg [AS a], .. FOR col | (cols) IN (value [AS a], ..))
struct PivotRelation : Relation {
  const Relation* input = nullptr;
  List<NamedExpr> aggregates;
  List<Name> columns;
  List<PivotValue> values;
};

struct UnpivotColumn {
  List<NamePath> columns;  // one, or as many as there are value names
  Name alias;
};

// input UNPIVOT [INCLUDE | EXCLUDE NULLS] (value | (values) FOR name IN (column [AS a], ..))
struct UnpivotRelation : Relation {
  const Relation* input = nullptr;
  List<Name> value_columns;
  Name name_column;
  List<UnpivotColumn> columns;
};

}  // namespace headwater::ast

#endif  // HEADWATER_AST_QUERY_H_
