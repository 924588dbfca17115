// Structs, arrays and maps: values whose members are known are seen through.

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {

Value AnalyzerImpl::Evaluate(const ast::Expression& expression) {
  switch (expression.kind) {
    case ast::ExpressionKind::kColumn:
      return ResolveColumn(expression.As<ast::ColumnExpr>());
    case ast::ExpressionKind::kField: {
      const auto& field = expression.As<ast::FieldExpr>();
      return FieldOf(Evaluate(*field.base), field.field);
    }
    case ast::ExpressionKind::kSubscript: {
      const auto& subscript = expression.As<ast::SubscriptExpr>();
      Value value = ElementOf(Evaluate(*subscript.base), subscript.index);
      if (subscript.index == nullptr || subscript.index->kind == ast::ExpressionKind::kLiteral)
        return value;
      const size_t mark = edges_.size();
      Push(value.node, kTransformation | kElement);
      Walk(*subscript.index, kTransformation);
      if (subscript.end != nullptr) Walk(*subscript.end, kTransformation);
      value.node = TakeNode(mark);
      return value;
    }
    case ast::ExpressionKind::kCall:
      return EvaluateCall(expression.As<ast::CallExpr>());
    case ast::ExpressionKind::kSubquery: {
      const auto& subquery = expression.As<ast::SubqueryExpr>();
      if (subquery.exists) break;
      const Relation* relation = AnalyzeQuery(*subquery.query, scope_);
      const size_t mark = edges_.size();
      for (const OutputColumn& column : relation->columns) Push(column.value.node, kIdentity);
      Push(relation->influences, kIdentity);
      Value value;
      if (relation->columns.size() == 1) value.shape = relation->columns[0].value.shape;
      value.node = TakeNode(mark);
      return value;
    }
    default:
      break;
  }
  return Value{NodeOf(expression, kIdentity), nullptr};
}

// max(struct(ts, v)).v and collect_list(struct(a, b)): the aggregate hands members on.
Value AnalyzerImpl::EvaluateChosen(const ast::CallExpr& call, FunctionTraits traits) {
  const Value argument = Evaluate(*call.arguments[0]);
  const size_t mark = edges_.size();
  for (size_t i = 1; i < call.arguments.size(); ++i) Walk(*call.arguments[i], kAggregation);
  WalkClauses(call, traits, kIdentity);
  const Value value = Through(argument, kAggregation, TakeNode(mark));
  if (traits.kind == FunctionKind::kChoosing || argument.shape == nullptr) return value;
  const Member member{kNoName, value};
  return Value{value.node, NewShape(Shape::kArray, absl::MakeConstSpan(&member, 1))};
}

// `value` and its members behind one more step. `others` is what else the result is made of.
Value AnalyzerImpl::Through(const Value& value, Step step, NodeId others) {
  const size_t mark = edges_.size();
  Push(value.node, step | kElement);
  Push(others, kIdentity);
  Value through{TakeNode(mark), nullptr};
  if (value.shape == nullptr) return through;
  absl::InlinedVector<Member, 8> members;
  for (const Member& member : value.shape->members)
    members.push_back(Member{member.name, Through(member.value, step, others)});
  through.shape = NewShape(value.shape->kind, members);
  return through;
}

Value AnalyzerImpl::EvaluateCall(const ast::CallExpr& call) {
  const FunctionTraits traits = TraitsOf(call);
  switch (traits.kind) {
    case FunctionKind::kChoosing:
    case FunctionKind::kCollecting: {
      // Only a struct has members to hand on.
      if (call.arguments.empty() || !call.keyword.empty()) break;
      const ast::ExpressionKind kind = call.arguments[0]->kind;
      if (kind != ast::ExpressionKind::kCall && kind != ast::ExpressionKind::kColumn) break;
      if (kind == ast::ExpressionKind::kCall) {
        const FunctionKind inner = TraitsOf(call.arguments[0]->As<ast::CallExpr>()).kind;
        if (inner != FunctionKind::kStruct && inner != FunctionKind::kNamedStruct) break;
      }
      return EvaluateChosen(call, traits);
    }
    case FunctionKind::kStruct:
      return MakeStruct(call, /*named=*/false);
    case FunctionKind::kNamedStruct:
      return MakeStruct(call, /*named=*/true);
    case FunctionKind::kArray:
      return MakeArray(call);
    case FunctionKind::kMap:
      return MakeMap(call);
    case FunctionKind::kSameArray: {
      if (call.arguments.empty() || HasLambda(call)) break;
      const Value argument = Evaluate(*call.arguments[0]);
      const size_t mark = edges_.size();
      for (size_t i = 1; i < call.arguments.size(); ++i) Walk(*call.arguments[i], kTransformation);
      return Through(argument, kTransformation, TakeNode(mark));
    }
    case FunctionKind::kElementAt: {
      if (call.arguments.size() != 2) break;
      Value value = ElementOf(Evaluate(*call.arguments[0]), call.arguments[1]);
      const size_t mark = edges_.size();
      Push(value.node, kTransformation | kElement);
      Walk(*call.arguments[1], kTransformation);
      value.node = TakeNode(mark);
      return value;
    }
    default:
      break;
  }
  return Value{NodeOf(call, kIdentity), nullptr};
}

// Null for more than kMaxShapeSize members.
const Shape* AnalyzerImpl::NewShape(Shape::Kind kind, absl::Span<const Member> members) {
  uint32_t size = 1;
  for (const Member& member : members)
    size += member.value.shape == nullptr ? 1 : member.value.shape->size;
  if (size > kMaxShapeSize) return nullptr;
  Shape* shape = graph_.arena().New<Shape>();
  shape->kind = kind;
  shape->size = size;
  shape->members = graph_.arena().CopyOf<Member>(members);
  return shape;
}

Value AnalyzerImpl::MakeShape(Shape::Kind kind, absl::Span<const Member> members) {
  const Shape* shape = NewShape(kind, members);
  const size_t mark = edges_.size();
  for (const Member& member : members) Push(member.value.node, kTransformation);
  return Value{TakeNode(mark), shape};
}

Value AnalyzerImpl::MakeStruct(const ast::CallExpr& call, bool named) {
  absl::InlinedVector<Member, 8> members;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    Member member;
    const ast::Expression* argument = call.arguments[i];
    if (argument->kind == ast::ExpressionKind::kStar)
      return Value{NodeOf(call, kIdentity), nullptr};
    if (named) {
      if (argument->kind != ast::ExpressionKind::kLiteral || i + 1 >= call.arguments.size()) {
        return Value{NodeOf(call, kIdentity), nullptr};
      }
      member.name = names_.Intern(argument->As<ast::LiteralExpr>().text);
      argument = call.arguments[++i];
    } else if (argument->kind == ast::ExpressionKind::kChain &&
               argument->As<ast::ChainExpr>().ops[0] == ast::Operator::kNamedArgument &&
               argument->As<ast::ChainExpr>().operands[0]->kind == ast::ExpressionKind::kColumn) {
      // struct(a AS x)
      const auto& pair = argument->As<ast::ChainExpr>();
      member.name = names_.Intern(pair.operands[0]->As<ast::ColumnExpr>().path.back().text);
      argument = pair.operands[1];
    } else if (argument->kind == ast::ExpressionKind::kColumn && !Hive()) {
      member.name = names_.Intern(argument->As<ast::ColumnExpr>().path.back().text);
    } else {
      member.name = names_.Intern(absl::StrCat("col", i + 1));
    }
    member.value = Evaluate(*argument);
    members.push_back(member);
  }
  return MakeShape(Shape::kStruct, members);
}

Value AnalyzerImpl::MakeArray(const ast::CallExpr& call) {
  absl::InlinedVector<Value, 8> elements;
  for (const ast::Expression* argument : call.arguments) {
    if (argument->kind != ast::ExpressionKind::kLiteral) elements.push_back(Evaluate(*argument));
  }
  const Member member{kNoName, Combine(elements)};
  return MakeShape(Shape::kArray, absl::MakeConstSpan(&member, 1));
}

Value AnalyzerImpl::MakeMap(const ast::CallExpr& call) {
  absl::InlinedVector<Value, 8> keys;
  absl::InlinedVector<Value, 8> values;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    if (call.arguments[i]->kind == ast::ExpressionKind::kLiteral) continue;
    (i % 2 == 0 ? keys : values).push_back(Evaluate(*call.arguments[i]));
  }
  const Member members[] = {{kNoName, Combine(keys)}, {kNoName, Combine(values)}};
  return MakeShape(Shape::kMap, members);
}

// One value that may be any of several: a column of a union, an element of an array.
Value AnalyzerImpl::Combine(absl::Span<const Value> values) {
  if (values.empty()) return Value();
  if (values.size() == 1) return values[0];
  const size_t mark = edges_.size();
  for (const Value& value : values) Push(value.node, kIdentity);
  Value result;
  result.node = TakeNode(mark);
  const Shape* first = values[0].shape;
  if (first == nullptr) return result;
  for (const Value& value : values) {
    if (value.shape == nullptr || value.shape->kind != first->kind ||
        value.shape->members.size() != first->members.size()) {
      return result;
    }
  }
  absl::InlinedVector<Member, 8> members;
  for (size_t i = 0; i < first->members.size(); ++i) {
    absl::InlinedVector<Value, 8> parts;
    for (const Value& value : values) parts.push_back(value.shape->members[i].value);
    members.push_back(Member{first->members[i].name, Combine(parts)});
  }
  result.shape = NewShape(first->kind, members);
  return result;
}

Value AnalyzerImpl::FieldOf(const Value& value, const ast::Name& field) {
  const NameId name = names_.Intern(field.text);
  const Shape* shape = value.shape;
  bool element = false;
  // Spark: a field of an array of structs is the array of that field.
  if (shape != nullptr && shape->kind == Shape::kArray) {
    shape = shape->members[0].value.shape;
    element = true;
  }
  if (shape != nullptr && shape->kind == Shape::kStruct) {
    for (const Member& member : shape->members) {
      if (member.name != name) continue;
      if (!element) return member.value;
      const Edge edge{member.value.node, kTransformation};
      return Value{graph_.AddNode(absl::MakeConstSpan(&edge, member.value.node == kNoNode ? 0 : 1)),
                   nullptr};
    }
  }
  if (shape != nullptr && shape->kind == Shape::kMap) return shape->members[1].value;
  return Value{graph_.AddField(value.node, name, names_.Text(name)), nullptr};
}

// a[0], m['key']. A map's literal key goes on as a field path.
Value AnalyzerImpl::ElementOf(const Value& value, const ast::Expression* index) {
  const Shape* shape = value.shape;
  if (shape != nullptr && shape->kind == Shape::kArray) return shape->members[0].value;
  if (shape != nullptr && shape->kind == Shape::kMap) return shape->members[1].value;
  if (shape != nullptr && index != nullptr && index->kind == ast::ExpressionKind::kLiteral) {
    // Doris: s['a'], struct_element(s, 'a'), struct_element(s, 1).
    const absl::string_view text = index->As<ast::LiteralExpr>().text;
    const NameId name = names_.Intern(text);
    size_t position = 0;
    if (!absl::SimpleAtoi(text, &position)) position = 0;
    for (size_t i = 0; i < shape->members.size(); ++i) {
      if (shape->members[i].name == name || i + 1 == position) return shape->members[i].value;
    }
  }
  NodeId node = value.node;
  if (index != nullptr && index->kind == ast::ExpressionKind::kLiteral &&
      index->As<ast::LiteralExpr>().literal_kind == ast::LiteralKind::kString) {
    const NameId key = names_.Intern(index->As<ast::LiteralExpr>().text);
    node = graph_.AddField(node, key, index->As<ast::LiteralExpr>().text);
  }
  if (node == kNoNode) return Value();
  const Edge edge{node, kTransformation | kElement};
  return Value{graph_.AddNode(absl::MakeConstSpan(&edge, 1)), nullptr};
}

}  // namespace headwater::analyze
