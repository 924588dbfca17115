// The walk behind AppendTree: one Print() for each node, in a file for each header of the tree.

#ifndef HEADWATER_LIB_AST_TREE_PRINTER_H_
#define HEADWATER_LIB_AST_TREE_PRINTER_H_

#include <string>

#include "headwater/ast/statement.h"
#include "lib/ast/tree_writer.h"

namespace headwater::ast {

// `orders`, with back quotes where it was quoted.
std::string NameText(const Name& name);
std::string NameText(const List<Name>& path, absl::string_view separator);

// Recursion is bounded: the parser refuses trees deeper than ParseLimits::nesting_depth.
class TreePrinter {
 public:
  explicit TreePrinter(TreeWriter* writer) : writer_(writer) {}

  // `source` is a field of the root; empty: left out.
  void Print(const Statement& statement, absl::string_view source = "");

 private:
  // statement.h: print_statement.cc
  void Fields(const QueryStatement& node);
  void Fields(const InsertStatement& node);
  void Fields(const CreateTableStatement& node);
  void Fields(const CreateViewStatement& node);
  void Fields(const MergeStatement& node);
  void Fields(const UpdateStatement& node);
  void Fields(const DeleteStatement& node);
  void Fields(const LoadStatement& node);
  void Fields(const ExportStatement& node);
  void Fields(const ImportStatement& node);
  void Fields(const DropStatement& node);
  void Fields(const TruncateStatement& node);
  void Fields(const DatabaseStatement& node);
  void Fields(const UseStatement& node);
  void Fields(const SetStatement& node);
  void Fields(const AlterStatement& node);
  void Fields(const CacheStatement& node);
  void Fields(const OtherStatement& node);
  void Print(const TouchedAsset& node);
  void Print(const InsertBranch& node);
  void Print(const InsertTarget& node);
  void Print(const ColumnDefinition& node);
  void Print(const Assignment& node);
  void Print(const MergeClause& node);

  // query.h: print_query.cc, print_relation.cc
  void Print(const Query& node);
  void Print(const WithClause& node);
  void Print(const CommonTable& node);
  void Print(const QueryBody& node);
  void Fields(const SelectBody& node);
  void Print(const SelectItem& node);
  void Print(const TransformClause& node);
  void Print(const GroupBy& node);
  void Print(const GroupingSet& node);
  void Print(const NamedWindow& node);
  void Print(const ExpressionList& row);
  void Print(const Relation& node);
  void Fields(const JoinRelation& node);
  void Fields(const PivotRelation& node);
  void Fields(const UnpivotRelation& node);
  void Print(const PartitionItem& node);
  void Print(const PivotValue& node);
  void Print(const UnpivotColumn& node);

  // expression.h: print_expression.cc
  void Print(const Expression& node);
  void Fields(const StarExpr& node);
  void Fields(const LiteralExpr& node);
  void Fields(const IntervalExpr& node);
  void Fields(const UnaryExpr& node);
  void Fields(const BetweenExpr& node);
  void Fields(const CastExpr& node);
  void Fields(const SubqueryExpr& node);
  void Fields(const LambdaExpr& node);
  void Fields(const FieldExpr& node);
  void Fields(const SubscriptExpr& node);
  void Fields(const CallExpr& node);
  void Fields(const ChainExpr& node);
  void Fields(const CaseExpr& node);
  void Print(const NamedExpr& node);
  void Print(const WhenClause& node);
  void Print(const SortKey& node);
  void Print(const WindowSpec& node);

  void Attribute(absl::string_view name, absl::string_view value) {
    writer_->Attribute(name, value);
  }
  void Flag(absl::string_view name, bool value) { writer_->Flag(name, value); }
  void NameAttribute(absl::string_view field, const Name& name) {
    writer_->Attribute(field, NameText(name));
  }
  void PathAttribute(absl::string_view field, const NamePath& path) {
    writer_->Attribute(field, NameText(path, "."));
  }
  void NamesAttribute(absl::string_view field, const List<Name>& names) {
    writer_->Attribute(field, NameText(names, ","));
  }

  // A child that may be absent.
  template <typename T>
  void Child(absl::string_view field, const T* node) {
    if (node == nullptr) return;
    writer_->Label(field);
    Print(*node);
  }

  template <typename T>
  void Children(absl::string_view field, const List<T>& nodes) {
    if (nodes.empty()) return;
    writer_->BeginList(field);
    for (size_t i = 0; i < nodes.size(); ++i) {
      writer_->Item(field, i);
      Element(nodes[i]);
    }
    writer_->EndList();
  }

  template <typename T>
  void Element(const T& node) {
    Print(node);
  }
  template <typename T>
  void Element(const T* node) {
    Print(*node);
  }

  TreeWriter* writer_;
};

}  // namespace headwater::ast

#endif  // HEADWATER_LIB_AST_TREE_PRINTER_H_
