// Functions that make rows: explode and its kin, in LATERAL VIEW, FROM and the select list.

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"
#include "lib/analyze/type_text.h"

namespace headwater::analyze {

NodeId AnalyzerImpl::ArgumentsNode(const ast::CallExpr& call, Step step) {
  const size_t mark = edges_.size();
  for (const ast::Expression* argument : call.arguments) Walk(*argument, step);
  for (const ast::Query* query : call.table_arguments) {
    // TABLE(..) arguments: every column of theirs may come out anywhere.
    const Relation* relation = AnalyzeQuery(*query, scope_);
    for (const OutputColumn& column : relation->columns) Push(column.value.node, step);
    if (relation->influences != kNoNode)
      influences_.push_back(Edge{relation->influences, kIdentity});
  }
  return TakeNode(mark);
}

// The engine sees a black box that hands rows on: every input to every output, under the input's
// names.
void AnalyzerImpl::PushTableArguments(const ast::CallExpr& call) {
  const size_t edge_mark = edges_.size();
  const size_t column_mark = columns_.size();
  for (const ast::Query* query : call.table_arguments) {
    const Relation* relation = AnalyzeQuery(*query, scope_);
    for (const OutputColumn& column : relation->columns) {
      Push(column.value.node, kTransformation);
      columns_.push_back(column);
    }
    for (const OpenColumns* open : relation->open) table_function_open_.push_back(open);
    if (relation->influences != kNoNode)
      influences_.push_back(Edge{relation->influences, kIdentity});
  }
  for (const ast::Expression* argument : call.arguments) Walk(*argument, kTransformation);
  const NodeId node = TakeNode(edge_mark);
  for (size_t i = column_mark; i < columns_.size(); ++i) columns_[i].value = Value{node, nullptr};
}

void AnalyzerImpl::PushGenerated(NameId name, Value value, const ast::Expression& origin) {
  OutputColumn column;
  column.name = name;
  column.value = value;
  column.expression = &origin;
  column.range = origin.range;
  columns_.push_back(column);
}

const Relation* AnalyzerImpl::AnalyzeTableFunction(const ast::CallExpr& call,
                                                   ast::List<ast::Name> names, const Scope& scope) {
  ScopeGuard guard(this, &scope);
  const size_t mark = columns_.size();
  table_function_open_.clear();
  PushTableFunction(call, names);
  return MakeRelation(mark, table_function_open_, kNoNode, kNoNode);
}

// Pushes the function's columns under `names`, or under the function's own names.
void AnalyzerImpl::PushTableFunction(const ast::CallExpr& call, ast::List<ast::Name> names) {
  const size_t mark = columns_.size();
  switch (TraitsOf(call).kind) {
    case FunctionKind::kExplode:
      PushExplode(call, names.size(), /*position=*/false);
      break;
    case FunctionKind::kPosExplode:
      PushExplode(call, names.size(), /*position=*/true);
      break;
    case FunctionKind::kInline:
      PushInline(call, names.size());
      break;
    case FunctionKind::kStack:
      PushStack(call);
      break;
    case FunctionKind::kJsonTuple:
    case FunctionKind::kParseUrlTuple: {
      // Each output is a part of the first argument; the others name the parts.
      if (call.arguments.empty()) break;
      const NodeId node = NodeOf(*call.arguments[0], kTransformation);
      for (size_t i = 1; i < call.arguments.size(); ++i) {
        PushGenerated(names_.Intern(absl::StrCat("c", i - 1)), Value{node, nullptr}, call);
      }
      break;
    }
    case FunctionKind::kGenerator: {
      // Rows from nothing: range(10), numbers('number' = '10').
      const NodeId node = ArgumentsNode(call, kTransformation);
      const bool numbers =
          call.name.size() == 1 && absl::EqualsIgnoreCase(call.name[0].text, "numbers");
      PushGenerated(names_.Intern(numbers ? "number" : "id"), Value{node, nullptr}, call);
      break;
    }
    default: {
      if (!call.table_arguments.empty() && names.empty()) {
        // A function over a table whose result nobody names: most keep its columns.
        PushTableArguments(call);
        break;
      }
      // Every input to every output.
      const NodeId node = ArgumentsNode(call, kTransformation);
      const size_t count = std::max<size_t>(names.size(), 1);
      for (size_t i = 0; i < count; ++i)
        PushGenerated(names_.Intern("col"), Value{node, nullptr}, call);
      break;
    }
  }
  // More names than columns: the function is not what it seemed.
  while (columns_.size() - mark < names.size()) {
    PushGenerated(kNoName, Value{ArgumentsNode(call, kTransformation), nullptr}, call);
  }
  for (size_t i = 0; i < names.size(); ++i) {
    columns_[mark + i].name = names_.Intern(names[i].text);
    if (names.size() > 1) columns_[mark + i].range = call.range;
  }
}

// explode(array) has one column, explode(map) two; a position has no source. unnest(a, b) zips. A
// table function is an expression, also where an element passes it unchanged.
void AnalyzerImpl::PushExplode(const ast::CallExpr& call, size_t name_count, bool position) {
  if (position) {
    PushGenerated(names_.Intern("pos"), Value(), call);
    if (name_count > 0) --name_count;
  }
  for (const ast::Expression* argument : call.arguments) {
    const Value value = Evaluate(*argument);
    const ColumnId column = graph_.CopiedColumn(value.node);
    bool map = name_count == 2 && call.arguments.size() == 1;
    if (value.shape != nullptr) map = value.shape->kind == Shape::kMap;
    if (column != 0 && absl::StartsWith(graph_.TypeOf(column), "map<")) map = true;
    if (map && value.shape != nullptr) {
      PushGenerated(names_.Intern("key"),
                    Through(value.shape->members[0].value, kTransformation, kNoNode), *argument);
      PushGenerated(names_.Intern("value"),
                    Through(value.shape->members[1].value, kTransformation, kNoNode), *argument);
    } else if (map) {
      const Value element = ElementOf(value, nullptr);
      PushGenerated(names_.Intern("key"), element, *argument);
      PushGenerated(names_.Intern("value"), element, *argument);
    } else {
      PushGenerated(names_.Intern("col"),
                    Through(ElementOf(value, nullptr), kTransformation, kNoNode), *argument);
    }
  }
}

// inline(array of structs): a column for each member.
void AnalyzerImpl::PushInline(const ast::CallExpr& call, size_t name_count) {
  if (call.arguments.empty()) return;
  const Value array = Evaluate(*call.arguments[0]);
  const Value element = ElementOf(array, nullptr);
  if (element.shape != nullptr && element.shape->kind == Shape::kStruct) {
    for (const Member& member : element.shape->members)
      PushGenerated(member.name, Through(member.value, kTransformation, kNoNode), call);
    return;
  }
  const ColumnId column = graph_.CopiedColumn(array.node);
  if (column != 0) {
    const std::vector<absl::string_view> fields = StructFields(ElementType(graph_.TypeOf(column)));
    for (absl::string_view field : fields) {
      ast::Name name;
      name.text = field;
      PushGenerated(names_.Intern(field), FieldOf(element, name), call);
    }
    if (!fields.empty()) return;
  }
  for (size_t i = 0; i < std::max<size_t>(name_count, 1); ++i) {
    PushGenerated(names_.Intern(absl::StrCat("col", i + 1)), element, call);
  }
}

// stack(n, v1, ..): n rows; output i takes every argument of its position.
void AnalyzerImpl::PushStack(const ast::CallExpr& call) {
  if (call.arguments.size() < 2) return;
  size_t rows = 0;
  if (call.arguments[0]->kind == ast::ExpressionKind::kLiteral) {
    if (!absl::SimpleAtoi(call.arguments[0]->As<ast::LiteralExpr>().text, &rows)) rows = 0;
  }
  const size_t values = call.arguments.size() - 1;
  if (rows == 0) {
    const NodeId node = ArgumentsNode(call, kTransformation);
    for (size_t i = 0; i < values; ++i)
      PushGenerated(names_.Intern(absl::StrCat("col", i)), Value{node, nullptr}, call);
    return;
  }
  const size_t width = (values + rows - 1) / rows;
  for (size_t i = 0; i < width; ++i) {
    const size_t mark = edges_.size();
    for (size_t k = i; k < values; k += width) Walk(*call.arguments[k + 1], kTransformation);
    PushGenerated(names_.Intern(absl::StrCat("col", i)), Value{TakeNode(mark), nullptr}, call);
  }
}

// s3('uri' = '..'): a dataset outside the warehouse, whose columns nobody knows.
const Relation* AnalyzerImpl::AnalyzeFileFunction(const ast::CallExpr& call,
                                                  ast::SourceRange range) {
  absl::string_view path;
  for (const ast::Expression* argument : call.arguments) {
    const ast::Expression* value = argument;
    absl::string_view key;
    if (argument->kind == ast::ExpressionKind::kChain) {
      const auto& pair = argument->As<ast::ChainExpr>();
      value = pair.operands.back();
      if (pair.operands[0]->kind == ast::ExpressionKind::kLiteral)
        key = pair.operands[0]->As<ast::LiteralExpr>().text;
    }
    if (value->kind != ast::ExpressionKind::kLiteral) continue;
    const bool names_path = key.empty() || absl::EqualsIgnoreCase(key, "uri") ||
                            absl::EqualsIgnoreCase(key, "file_path") ||
                            absl::EqualsIgnoreCase(key, "table") ||
                            absl::EqualsIgnoreCase(key, "query");
    if (names_path && path.empty()) path = value->As<ast::LiteralExpr>().text;
  }
  const std::string name =
      absl::StrCat(names_.Text(names_.Intern(call.name.back().text)), "(", path, ")");
  return BaseRelation(session_.FindPath(name, v1::Dataset::FUNCTION), range);
}

}  // namespace headwater::analyze
