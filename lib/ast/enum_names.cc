#include "lib/ast/enum_names.h"

namespace headwater::ast {

// No default labels: the compiler names the enumerator that a new construct forgot here.

absl::string_view NameOf(Operator op) {
  switch (op) {
    case Operator::kOr:
      return "OR";
    case Operator::kXor:
      return "XOR";
    case Operator::kAnd:
      return "AND";
    case Operator::kNot:
      return "NOT";
    case Operator::kEqual:
      return "=";
    case Operator::kNullSafeEqual:
      return "<=>";
    case Operator::kNotEqual:
      return "<>";
    case Operator::kLess:
      return "<";
    case Operator::kLessEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterEqual:
      return ">=";
    case Operator::kIn:
      return "IN";
    case Operator::kNotIn:
      return "NOT IN";
    case Operator::kLike:
      return "LIKE";
    case Operator::kNotLike:
      return "NOT LIKE";
    case Operator::kILike:
      return "ILIKE";
    case Operator::kNotILike:
      return "NOT ILIKE";
    case Operator::kRLike:
      return "RLIKE";
    case Operator::kNotRLike:
      return "NOT RLIKE";
    case Operator::kSimilar:
      return "SIMILAR TO";
    case Operator::kMatch:
      return "MATCH";
    case Operator::kIsNull:
      return "IS NULL";
    case Operator::kIsNotNull:
      return "IS NOT NULL";
    case Operator::kIsTrue:
      return "IS TRUE";
    case Operator::kIsNotTrue:
      return "IS NOT TRUE";
    case Operator::kIsFalse:
      return "IS FALSE";
    case Operator::kIsNotFalse:
      return "IS NOT FALSE";
    case Operator::kIsUnknown:
      return "IS UNKNOWN";
    case Operator::kIsNotUnknown:
      return "IS NOT UNKNOWN";
    case Operator::kIsDistinctFrom:
      return "IS DISTINCT FROM";
    case Operator::kIsNotDistinctFrom:
      return "IS NOT DISTINCT FROM";
    case Operator::kEscape:
      return "ESCAPE";
    case Operator::kBitOr:
      return "|";
    case Operator::kBitXor:
      return "^";
    case Operator::kBitAnd:
      return "&";
    case Operator::kShiftLeft:
      return "<<";
    case Operator::kShiftRight:
      return ">>";
    case Operator::kShiftRightUnsigned:
      return ">>>";
    case Operator::kAdd:
      return "+";
    case Operator::kSubtract:
      return "-";
    case Operator::kConcat:
      return "||";
    case Operator::kMultiply:
      return "*";
    case Operator::kDivide:
      return "/";
    case Operator::kModulo:
      return "%";
    case Operator::kIntegerDivide:
      return "DIV";
    case Operator::kNegate:
      return "-";
    case Operator::kPlus:
      return "+";
    case Operator::kBitNot:
      return "~";
    case Operator::kArrow:
      return "->";
    case Operator::kNamedArgument:
      return "=>";
    case Operator::kAtTimeZone:
      return "AT TIME ZONE";
    case Operator::kCollate:
      return "COLLATE";
    case Operator::kAssign:
      return ":=";
  }
  return "";
}

absl::string_view NameOf(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::kNone:
      return "";
    case Quantifier::kAny:
      return "any";
    case Quantifier::kAll:
      return "all";
  }
  return "";
}

absl::string_view NameOf(LiteralKind kind) {
  switch (kind) {
    case LiteralKind::kNull:
      return "null";
    case LiteralKind::kBoolean:
      return "boolean";
    case LiteralKind::kNumber:
      return "number";
    case LiteralKind::kString:
      return "string";
    case LiteralKind::kTyped:
      return "typed";
    case LiteralKind::kDefault:
      return "default";
  }
  return "";
}

absl::string_view NameOf(GroupingKind kind) {
  switch (kind) {
    case GroupingKind::kPlain:
      return "";
    case GroupingKind::kRollup:
      return "rollup";
    case GroupingKind::kCube:
      return "cube";
    case GroupingKind::kGroupingSets:
      return "grouping_sets";
    case GroupingKind::kAll:
      return "all";
  }
  return "";
}

absl::string_view NameOf(SetOperator op) {
  switch (op) {
    case SetOperator::kUnion:
      return "union";
    case SetOperator::kIntersect:
      return "intersect";
    case SetOperator::kExcept:
      return "except";
  }
  return "";
}

absl::string_view NameOf(JoinKind kind) {
  switch (kind) {
    case JoinKind::kInner:
      return "inner";
    case JoinKind::kCross:
      return "cross";
    case JoinKind::kComma:
      return "comma";
    case JoinKind::kLeft:
      return "left";
    case JoinKind::kRight:
      return "right";
    case JoinKind::kFull:
      return "full";
    case JoinKind::kLeftSemi:
      return "left_semi";
    case JoinKind::kRightSemi:
      return "right_semi";
    case JoinKind::kLeftAnti:
      return "left_anti";
    case JoinKind::kRightAnti:
      return "right_anti";
    case JoinKind::kAsof:
      return "asof";
  }
  return "";
}

absl::string_view NameOf(InsertMode mode) {
  switch (mode) {
    case InsertMode::kInto:
      return "into";
    case InsertMode::kOverwrite:
      return "overwrite";
    case InsertMode::kReplaceWhere:
      return "replace_where";
  }
  return "";
}

absl::string_view NameOf(MergeMatch match) {
  switch (match) {
    case MergeMatch::kMatched:
      return "matched";
    case MergeMatch::kNotMatched:
      return "not_matched";
    case MergeMatch::kNotMatchedBySource:
      return "not_matched_by_source";
  }
  return "";
}

absl::string_view NameOf(MergeAction action) {
  switch (action) {
    case MergeAction::kUpdate:
      return "update";
    case MergeAction::kDelete:
      return "delete";
    case MergeAction::kInsert:
      return "insert";
  }
  return "";
}

absl::string_view NameOf(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kTable:
      return "table";
    case ObjectKind::kView:
      return "view";
    case ObjectKind::kMaterializedView:
      return "materialized_view";
    case ObjectKind::kDatabase:
      return "database";
    case ObjectKind::kFunction:
      return "function";
    case ObjectKind::kOther:
      return "other";
  }
  return "";
}

absl::string_view NameOf(AlterAction action) {
  switch (action) {
    case AlterAction::kAddColumns:
      return "add_columns";
    case AlterAction::kDropColumns:
      return "drop_columns";
    case AlterAction::kRenameColumn:
      return "rename_column";
    case AlterAction::kChangeColumn:
      return "change_column";
    case AlterAction::kReplaceColumns:
      return "replace_columns";
    case AlterAction::kRenameTable:
      return "rename_table";
    case AlterAction::kSwapTable:
      return "swap_table";
    case AlterAction::kAddPartition:
      return "add_partition";
    case AlterAction::kDropPartition:
      return "drop_partition";
    case AlterAction::kRenamePartition:
      return "rename_partition";
    case AlterAction::kExchangePartition:
      return "exchange_partition";
    case AlterAction::kSetLocation:
      return "set_location";
    case AlterAction::kSetQuery:
      return "set_query";
    case AlterAction::kOther:
      return "other";
  }
  return "";
}

absl::string_view NameOf(AssetKind kind) {
  switch (kind) {
    case AssetKind::kTable:
      return "table";
    case AssetKind::kDatabase:
      return "database";
    case AssetKind::kCatalog:
      return "catalog";
    case AssetKind::kFunction:
      return "function";
    case AssetKind::kFile:
      return "file";
    case AssetKind::kUser:
      return "user";
    case AssetKind::kRole:
      return "role";
  }
  return "";
}

absl::string_view NameOf(AssetAccess access) {
  switch (access) {
    case AssetAccess::kNamed:
      return "named";
    case AssetAccess::kRead:
      return "read";
    case AssetAccess::kWritten:
      return "written";
  }
  return "";
}

}  // namespace headwater::ast
