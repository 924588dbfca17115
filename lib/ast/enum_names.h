// The words for the enumerations of the syntax tree.

#ifndef HEADWATER_LIB_AST_ENUM_NAMES_H_
#define HEADWATER_LIB_AST_ENUM_NAMES_H_

#include "absl/strings/string_view.h"
#include "headwater/ast/statement.h"

namespace headwater::ast {

absl::string_view NameOf(Operator op);  // "+", "AND", "IS NOT NULL"
absl::string_view NameOf(Quantifier quantifier);
absl::string_view NameOf(LiteralKind kind);
absl::string_view NameOf(GroupingKind kind);
absl::string_view NameOf(SetOperator op);
absl::string_view NameOf(JoinKind kind);
absl::string_view NameOf(InsertMode mode);
absl::string_view NameOf(MergeMatch match);
absl::string_view NameOf(MergeAction action);
absl::string_view NameOf(ObjectKind kind);
absl::string_view NameOf(AlterAction action);
absl::string_view NameOf(AssetKind kind);
absl::string_view NameOf(AssetAccess access);

}  // namespace headwater::ast

#endif  // HEADWATER_LIB_AST_ENUM_NAMES_H_
