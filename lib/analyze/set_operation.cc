// UNION, INTERSECT, EXCEPT.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

// Duplicates are found by all columns, like DISTINCT.
NodeId AnalyzerImpl::DistinctInfluence(absl::Span<const OutputColumn> columns, NodeId influences) {
  const size_t mark = edges_.size();
  Push(influences, kIdentity);
  for (const OutputColumn& column : columns) Push(column.value.node, kGroupBy);
  return TakeNode(mark);
}

// A chain is folded from the left. Each column's node has an edge to each input, so an n-ary chain
// of UNION ALL is gathered first and makes one node a column.
const Relation* AnalyzerImpl::AnalyzeSetOperation(const ast::SetOperationBody& body,
                                                  const Scope* outer) {
  const Relation* left = AnalyzeBody(*body.inputs[0], nullptr, outer);
  for (size_t k = 1; k < body.inputs.size(); ++k) {
    const Relation* right = AnalyzeBody(*body.inputs[k], nullptr, outer);
    const size_t left_count = left->columns.size();
    if (left->open.empty() && right->open.empty() && left_count != right->columns.size() &&
        !body.ops[k - 1].by_name) {
      AddDiagnostic(Severity::kWarning, "column_count",
                    absl::StrCat("A set operation joins ", left_count, " and ",
                                 right->columns.size(), " columns"),
                    body.inputs[k]->range);
    }
    left = Union(left, right, body.ops[k - 1]);
  }
  return left;
}

const Relation* AnalyzerImpl::Union(const Relation* left, const Relation* right,
                                    const ast::SetOperation& operation) {
  const size_t mark = edges_.size();
  Push(left->influences, kIdentity);
  Push(right->influences, kIdentity);
  if (operation.op != ast::SetOperator::kUnion) {
    // Only the left side's rows come through; the right side decides which.
    for (const OutputColumn& column : right->columns) Push(column.value.node, kFilter);
    if (!operation.all) {
      for (const OutputColumn& column : left->columns) Push(column.value.node, kGroupBy);
    }
    Relation* result = graph_.arena().New<Relation>();
    *result = *left;
    result->influences = TakeNode(mark);
    return result;
  }
  const NodeId influences = TakeNode(mark);
  Push(left->rows, kIdentity);
  Push(right->rows, kIdentity);
  const NodeId rows = TakeNode(mark);
  const Relation* result;
  if (operation.by_name) {
    result = UnionByName(left, right, influences, rows);
  } else if (!left->open.empty() || !right->open.empty()) {
    result = UnionOpen(left, right, influences, rows);
  } else {
    const size_t column_mark = columns_.size();
    for (size_t i = 0; i < left->columns.size(); ++i) {
      OutputColumn column = left->columns[i];
      if (i < right->columns.size())
        column.value = Combine({column.value, right->columns[i].value});
      columns_.push_back(column);
    }
    result = MakeRelation(column_mark, {}, influences, rows);
  }
  if (operation.all) return result;
  Relation* distinct = graph_.arena().New<Relation>();
  *distinct = *result;
  distinct->influences = DistinctInfluence(result->columns, influences);
  return distinct;
}

const Relation* AnalyzerImpl::UnionByName(const Relation* left, const Relation* right,
                                          NodeId influences, NodeId rows) {
  const size_t mark = columns_.size();
  std::vector<bool> used(right->columns.size());
  for (const OutputColumn& written : left->columns) {
    OutputColumn column = written;
    for (size_t i = 0; i < right->columns.size(); ++i) {
      if (right->columns[i].name != column.name || used[i]) continue;
      used[i] = true;
      column.value = Combine({column.value, right->columns[i].value});
      break;
    }
    columns_.push_back(column);
  }
  for (size_t i = 0; i < right->columns.size(); ++i) {
    if (!used[i]) columns_.push_back(right->columns[i]);
  }
  std::vector<const OpenColumns*> open(left->open.begin(), left->open.end());
  open.insert(open.end(), right->open.begin(), right->open.end());
  return MakeRelation(mark, open, influences, rows);
}

// Columns in front of the first star go by position; those behind it are known by name only.
const Relation* AnalyzerImpl::UnionOpen(const Relation* left, const Relation* right,
                                        NodeId influences, NodeId rows) {
  const auto first_star = [](const Relation& relation) {
    size_t i = 0;
    while (i < relation.columns.size() && !relation.columns[i].star) ++i;
    return i;
  };
  const size_t mark = columns_.size();
  const size_t plain = std::min(first_star(*left), first_star(*right));
  for (size_t i = 0; i < plain; ++i) {
    OutputColumn column = left->columns[i];
    column.value = Combine({column.value, right->columns[i].value});
    columns_.push_back(column);
  }
  const size_t edge_mark = edges_.size();
  if (left->open.empty()) {
    // The left side names the columns; the right side's are somewhere behind its star.
    for (size_t i = plain; i < left->columns.size(); ++i) {
      OutputColumn column = left->columns[i];
      Push(column.value.node, kIdentity);
      for (size_t k = plain; k < right->columns.size(); ++k) {
        if (right->columns[k].star) Push(right->columns[k].value.node, kIdentity);
      }
      column.value = Value{TakeNode(edge_mark), nullptr};
      columns_.push_back(column);
    }
    return MakeRelation(mark, {}, influences, rows);
  }
  for (size_t i = plain; i < left->columns.size(); ++i)
    Push(left->columns[i].value.node, kIdentity);
  for (size_t i = plain; i < right->columns.size(); ++i)
    Push(right->columns[i].value.node, kIdentity);
  OutputColumn column;
  column.name = names_.Intern("*");
  column.star = true;
  column.value.node = TakeNode(edge_mark);
  columns_.push_back(column);
  OpenColumns* open = graph_.arena().New<OpenColumns>();
  const Relation* branches[] = {left, right};
  open->branches = graph_.arena().CopyOf<const Relation*>(branches);
  open->id = ++open_count_;
  const OpenColumns* list[] = {open};
  return MakeRelation(mark, list, influences, rows);
}

}  // namespace headwater::analyze
