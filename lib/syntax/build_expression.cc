// Expressions: grammar/Expressions.g4. The grammar's flat operands and operators are bound here.

#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/ast_builder.h"

namespace headwater::syntax {

using ast::Expression;
using ast::ExpressionKind;
using ast::Operator;

namespace {

// How tightly an operator binds; a chain holds operators of one level.
enum Level : int {
  kLambdaLevel,
  kOrLevel,
  kXorLevel,
  kAndLevel,
  kNotLevel,
  kComparisonLevel,
  kBitOrLevel,
  kBitXorLevel,
  kBitAndLevel,
  kShiftLevel,
  kSumLevel,
  kProductLevel,
  kTightLevel,
};

struct OperatorInfo {
  Operator op;
  Level level;
};

// One decoded operation of the flat list.
struct Operation {
  Operator op = Operator::kAdd;
  Level level = kSumLevel;
  ast::Quantifier quantifier = ast::Quantifier::kNone;
  bool between = false;
  bool negated = false;
  bool postfix = false;  // IS NULL and the like: no right side
  Grammar::OperandContext* value = nullptr;
  uint32_t end = 0;
};

OperatorInfo Symbol(int type) {
  switch (type) {
    case T_KW_OR:
      return {Operator::kOr, kOrLevel};
    case T_KW_XOR:
      return {Operator::kXor, kXorLevel};
    case T_KW_AND:
    case T_AMP_AMP:
      return {Operator::kAnd, kAndLevel};
    case T_EQ:
      return {Operator::kEqual, kComparisonLevel};
    case T_NULL_SAFE_EQ:
      return {Operator::kNullSafeEqual, kComparisonLevel};
    case T_NEQ:
      return {Operator::kNotEqual, kComparisonLevel};
    case T_LT:
      return {Operator::kLess, kComparisonLevel};
    case T_LE:
      return {Operator::kLessEqual, kComparisonLevel};
    case T_GT:
      return {Operator::kGreater, kComparisonLevel};
    case T_GE:
      return {Operator::kGreaterEqual, kComparisonLevel};
    case T_KW_IN:
      return {Operator::kIn, kComparisonLevel};
    case T_KW_LIKE:
      return {Operator::kLike, kComparisonLevel};
    case T_KW_ILIKE:
      return {Operator::kILike, kComparisonLevel};
    case T_KW_RLIKE:
    case T_KW_REGEXP:
      return {Operator::kRLike, kComparisonLevel};
    case T_KW_ESCAPE:
      return {Operator::kEscape, kComparisonLevel};
    case T_KW_MATCH:
    case T_KW_MATCH_ALL:
    case T_KW_MATCH_ANY:
    case T_KW_MATCH_PHRASE:
    case T_KW_MATCH_PHRASE_EDGE:
    case T_KW_MATCH_PHRASE_PREFIX:
    case T_KW_MATCH_REGEXP:
      return {Operator::kMatch, kComparisonLevel};
    case T_PIPE:
      return {Operator::kBitOr, kBitOrLevel};
    case T_CARET:
      return {Operator::kBitXor, kBitXorLevel};
    case T_AMP:
      return {Operator::kBitAnd, kBitAndLevel};
    case T_SHIFT_LEFT:
      return {Operator::kShiftLeft, kShiftLevel};
    case T_PLUS:
      return {Operator::kAdd, kSumLevel};
    case T_MINUS:
      return {Operator::kSubtract, kSumLevel};
    case T_CONCAT:
      return {Operator::kConcat, kSumLevel};
    case T_ASTERISK:
      return {Operator::kMultiply, kProductLevel};
    case T_SLASH:
      return {Operator::kDivide, kProductLevel};
    case T_PERCENT:
    case T_KW_MOD:
      return {Operator::kModulo, kProductLevel};
    case T_KW_DIV:
      return {Operator::kIntegerDivide, kProductLevel};
    case T_KW_AT:
      return {Operator::kAtTimeZone, kTightLevel};
    case T_KW_COLLATE:
      return {Operator::kCollate, kTightLevel};
    case T_FAT_ARROW:
      return {Operator::kNamedArgument, kLambdaLevel};
    case T_ASSIGN:
      return {Operator::kAssign, kLambdaLevel};
    default:
      return {Operator::kArrow, kLambdaLevel};
  }
}

Operator Negated(Operator op) {
  switch (op) {
    case Operator::kIn:
      return Operator::kNotIn;
    case Operator::kLike:
      return Operator::kNotLike;
    case Operator::kILike:
      return Operator::kNotILike;
    case Operator::kRLike:
      return Operator::kNotRLike;
    default:
      return op;
  }
}

// IS [NOT] what
Operator IsOperator(int what, bool negated) {
  switch (what) {
    case T_KW_NULL:
      return negated ? Operator::kIsNotNull : Operator::kIsNull;
    case T_KW_TRUE:
      return negated ? Operator::kIsNotTrue : Operator::kIsTrue;
    case T_KW_FALSE:
      return negated ? Operator::kIsNotFalse : Operator::kIsFalse;
    case T_KW_UNKNOWN:
      return negated ? Operator::kIsNotUnknown : Operator::kIsUnknown;
    default:
      return negated ? Operator::kIsNotDistinctFrom : Operator::kIsDistinctFrom;
  }
}

Operation Decode(Grammar::OperationContext* context) {
  const SqlToken* token = context->First();
  Operation operation;
  operation.value = context->value;
  operation.end = context->Last()->end;
  if (token->type == T_KW_IS) {
    const bool negated = token[1].type == T_KW_NOT;
    operation.op = IsOperator(token[negated ? 2 : 1].type, negated);
    operation.level = kComparisonLevel;
    operation.postfix = context->value == nullptr;
    return operation;
  }
  if (token->type == T_KW_NOT) {
    operation.negated = true;
    ++token;
  }
  if (token->type == T_KW_BETWEEN) {
    operation.between = true;
    operation.level = kComparisonLevel;
    return operation;
  }
  OperatorInfo info = Symbol(token->type);
  operation.op = operation.negated ? Negated(info.op) : info.op;
  operation.level = info.level;
  operation.postfix = context->value == nullptr;
  if (token->type == T_GT && token[1].type == T_GT) {  // two adjacent ones are a shift
    bool unsigned_shift = token[2].type == T_GT;
    operation.op = unsigned_shift ? Operator::kShiftRightUnsigned : Operator::kShiftRight;
    operation.level = kShiftLevel;
    token += unsigned_shift ? 2 : 1;
  }
  int after = token[1].type;
  if (after == T_KW_ANY || after == T_KW_SOME) operation.quantifier = ast::Quantifier::kAny;
  if (after == T_KW_ALL) operation.quantifier = ast::Quantifier::kAll;
  return operation;
}

bool HasNotPrefix(Grammar::OperandContext* operand) { return operand->First()->type == T_KW_NOT; }

}  // namespace

// Precedence climbing over the flat list. A chain of one level becomes one node, by a loop.
class OperatorBinder {
 public:
  OperatorBinder(AstBuilder* builder, Grammar::ExpressionContext* context)
      : builder_(*builder), context_(*context) {}

  const Expression* Bind() { return Parse(kLambdaLevel, context_.first, 0); }

 private:
  using Operands = absl::InlinedVector<const Expression*, 8>;
  using Operators = absl::InlinedVector<Operator, 8>;

  bool AtEnd() const { return next_ >= context_.rest.size(); }
  Operation Peek() const { return Decode(context_.rest[next_]); }

  // Binds from `operand` on while operators are at least as tight as `level`. `skipped_nots` are
  // the leading NOTs of the operand that a caller has taken.
  const Expression* Parse(int level, Grammar::OperandContext* operand, int skipped_nots) {
    ++depth_;
    const Expression* parsed = ParseDeeper(level, operand, skipped_nots);
    --depth_;
    return parsed;
  }

  const Expression* ParseDeeper(int level, Grammar::OperandContext* operand, int skipped_nots) {
    const SqlToken* first = operand->First() + skipped_nots;
    const Expression* left;
    if (first->type == T_KW_NOT && level <= kNotLevel && !IsTooDeep(1)) {
      const Expression* inner = Parse(kNotLevel, operand, skipped_nots + 1);
      auto* unary =
          builder_.New<ast::UnaryExpr>(ExpressionKind::kUnary, {first->begin, inner->range.end});
      unary->op = Operator::kNot;
      unary->operand = inner;
      left = unary;
    } else {
      left = BuildOperand(operand, skipped_nots, false);
    }
    for (size_t wrapped = 1; !AtEnd(); ++wrapped) {
      Operation operation = Peek();
      if (operation.level < level || IsTooDeep(wrapped)) break;
      left = Extend(left, operation);
    }
    return left;
  }

  // Whether so many nodes more are past the limit. Then the rest of the expression is passed over.
  bool IsTooDeep(size_t more) {
    if (!builder_.IsTooDeep(depth_ + more, builder_.RangeOf(&context_))) return false;
    next_ = context_.rest.size();
    return true;
  }

  const Expression* Extend(const Expression* left, const Operation& operation) {
    if (operation.postfix) {
      ++next_;
      if (operation.op == Operator::kCollate) {  // changes the order of text, not its origin
        builder_.Require(Feature::kCollate, {left->range.begin, operation.end});
        return left;
      }
      auto* unary =
          builder_.New<ast::UnaryExpr>(ExpressionKind::kUnary, {left->range.begin, operation.end});
      unary->op = operation.op;
      unary->operand = left;
      return unary;
    }
    if (operation.between) return Between(left, operation);
    if (operation.op == Operator::kArrow && operation.level == kLambdaLevel)
      return Lambda(left, operation);
    return Chain(left, operation);
  }

  const Expression* Chain(const Expression* left, const Operation& first) {
    Operands operands{left};
    Operators ops;
    ast::Quantifier quantifier = ast::Quantifier::kNone;
    Operation operation = first;
    while (true) {
      ++next_;
      bool keep_tuple = operation.op == Operator::kIn || operation.op == Operator::kNotIn ||
                        operation.quantifier != ast::Quantifier::kNone;
      if (operation.quantifier != ast::Quantifier::kNone) quantifier = operation.quantifier;
      ops.push_back(operation.op);
      operands.push_back(keep_tuple ? BuildOperand(operation.value, 0, true)
                                    : Parse(operation.level + 1, operation.value, 0));
      if (keep_tuple && operands.back()->kind == ExpressionKind::kTuple &&
          operands.back()->As<ast::TupleExpr>().items.empty()) {
        builder_.Refuse(operands.back()->range, "the list in parentheses is empty");
      }
      if (AtEnd()) break;
      operation = Peek();
      if (operation.level != first.level || operation.postfix || operation.between ||
          operation.op == Operator::kArrow)
        break;
    }
    auto* chain = builder_.New<ast::ChainExpr>(ExpressionKind::kChain,
                                               {left->range.begin, operands.back()->range.end});
    chain->operands = builder_.arena_->Copy(operands.data(), operands.size());
    chain->ops = builder_.arena_->Copy(ops.data(), ops.size());
    chain->quantifier = quantifier;
    if (quantifier != ast::Quantifier::kNone && operands.back()->kind == ExpressionKind::kSubquery)
      builder_.Require(Feature::kQuantified, chain->range);
    return chain;
  }

  const Expression* Between(const Expression* left, const Operation& operation) {
    ++next_;
    const Expression* low = Parse(kComparisonLevel + 1, operation.value, 0);
    auto* between = builder_.New<ast::BetweenExpr>(ExpressionKind::kBetween,
                                                   {left->range.begin, low->range.end});
    between->negated = operation.negated;
    between->operand = left;
    between->low = low;
    between->high = low;
    if (!AtEnd() && Peek().op == Operator::kAnd && !Peek().between) {
      Grammar::OperandContext* high = context_.rest[next_]->value;
      ++next_;
      between->high = Parse(kComparisonLevel + 1, high, 0);
      between->range.end = between->high->range.end;
    } else {
      builder_.RefuseSyntax(between->range, "BETWEEN without its AND",
                            "write `x BETWEEN low AND high`");
    }
    return between;
  }

  const Expression* Lambda(const Expression* left, const Operation& operation) {
    ++next_;
    const Expression* body = Parse(kLambdaLevel, operation.value, 0);
    std::vector<ast::Name> parameters;
    auto add = [&](const Expression* parameter) {
      if (parameter->kind == ExpressionKind::kColumn &&
          parameter->As<ast::ColumnExpr>().path.size() == 1) {
        parameters.push_back(parameter->As<ast::ColumnExpr>().path[0]);
      }
    };
    if (left->kind == ExpressionKind::kTuple) {
      for (const Expression* item : left->As<ast::TupleExpr>().items) add(item);
    } else {
      add(left);
    }
    if (builder_.dialect_ == Dialect::kDoris && builder_.call_depth_ == 0)
      builder_.Refuse(left->range, "a lambda is an argument of a function");
    builder_.Require(Feature::kLambda, {left->range.begin, body->range.end});
    auto* lambda = builder_.New<ast::LambdaExpr>(ExpressionKind::kLambda,
                                                 {left->range.begin, body->range.end});
    lambda->parameters = builder_.arena_->Copy(parameters);
    lambda->body = body;
    return lambda;
  }

  // An operand with its prefix signs; `skipped_nots` NOTs of it are already taken.
  const Expression* BuildOperand(Grammar::OperandContext* operand, int skipped_nots,
                                 bool keep_tuple) {
    const SqlToken* token = operand->First() + skipped_nots;
    const SqlToken* primary = token;
    while (primary->type == T_MINUS || primary->type == T_PLUS || primary->type == T_TILDE ||
           primary->type == T_BANG || primary->type == T_KW_NOT) {
      ++primary;
    }
    const Expression* value = builder_.BuildOperand(operand, keep_tuple);
    if (IsTooDeep(static_cast<size_t>(primary - token))) return value;
    while (primary != token) {
      --primary;
      auto* unary =
          builder_.New<ast::UnaryExpr>(ExpressionKind::kUnary, {primary->begin, value->range.end});
      switch (primary->type) {
        case T_MINUS:
          unary->op = Operator::kNegate;
          break;
        case T_PLUS:
          unary->op = Operator::kPlus;
          break;
        case T_TILDE:
          unary->op = Operator::kBitNot;
          break;
        default:
          unary->op = Operator::kNot;
      }
      unary->operand = value;
      value = unary;
    }
    return value;
  }

  AstBuilder& builder_;
  Grammar::ExpressionContext& context_;
  size_t next_ = 0;
  size_t depth_ = 0;
};

const Expression* AstBuilder::BuildExpression(Grammar::ExpressionContext* context) {
  if (context->rest.empty() && !HasNotPrefix(context->first)) {
    const SqlToken* first = context->first->First();
    bool prefixed = first->type == T_MINUS || first->type == T_PLUS || first->type == T_TILDE ||
                    first->type == T_BANG;
    if (!prefixed) return BuildOperand(context->first, false);
  }
  return OperatorBinder(this, context).Bind();
}

ast::ExpressionList AstBuilder::BuildList(Grammar::ExpressionListContext* context) {
  if (context == nullptr) return {};
  absl::InlinedVector<const Expression*, 16> items;
  items.reserve(context->items.size());
  for (Grammar::ExpressionContext* item : context->items) items.push_back(BuildExpression(item));
  return arena_->Copy(items.data(), items.size());
}

// The operand without its prefix.
const Expression* AstBuilder::BuildOperand(Grammar::OperandContext* context, bool keep_tuple) {
  const Expression* value = BuildPrimaryOperand(context, keep_tuple && context->postfixes.empty());
  if (IsTooDeep(context->postfixes.size(), RangeOf(context))) return value;
  for (Grammar::PostfixContext* postfix : context->postfixes) value = BuildPostfix(value, postfix);
  return value;
}

const Expression* AstBuilder::BuildPrimaryOperand(Grammar::OperandContext* context,
                                                  bool keep_tuple) {
  if (context->path != nullptr) return BuildPath(context->path);
  if (context->constant != nullptr) return BuildLiteral(context->constant);
  if (context->star != nullptr) return BuildStar({}, context->star->suffix, RangeOf(context->star));
  if (context->interval != nullptr) return BuildInterval(context->interval);
  if (context->case_ != nullptr) return BuildCase(context->case_);
  if (context->cast != nullptr) {
    Grammar::CastExpressionContext* cast = context->cast;
    auto* node = New<ast::CastExpr>(ExpressionKind::kCast, RangeOf(cast));
    node->operand = BuildExpression(cast->value);
    node->type = TypeText(cast->target);
    CheckType(cast->target->First(), cast->target->Last(),
              cast->target->words.size() == 1 || cast->target->zone != nullptr);
    node->function = cast->First()->type == T_KW_CAST ? "CAST" : "TRY_CAST";
    return node;
  }
  if (context->subquery != nullptr || context->tableQuery != nullptr) {
    Grammar::QueryContext* query =
        context->subquery != nullptr ? context->subquery : context->tableQuery;
    ast::SourceRange range = {query->First()[-1].begin, query->Last()[1].end};
    auto* node = New<ast::SubqueryExpr>(ExpressionKind::kSubquery, range);
    node->query = BuildQuery(query);
    node->exists = context->exists != nullptr;
    if (node->exists) node->range.begin = context->exists->begin;
    return node;
  }
  if (context->tableName != nullptr) {
    auto* body = arena_->New<ast::TableBody>();
    body->kind = ast::QueryBodyKind::kTable;
    body->range = RangeOf(context->tableName);
    body->name = MakePath(context->tableName);
    auto* query = arena_->New<ast::Query>();
    query->range = body->range;
    query->body = body;
    auto* node = New<ast::SubqueryExpr>(ExpressionKind::kSubquery, body->range);
    node->query = query;
    return node;
  }
  const SqlToken* open = context->First();
  while (open->type == T_MINUS || open->type == T_PLUS || open->type == T_TILDE ||
         open->type == T_BANG || open->type == T_KW_NOT) {
    ++open;
  }
  if (open->type == T_LPAREN) return BuildTuple(context, keep_tuple);
  return BuildCollection(context);
}

// (a) is a; (a, b) is a tuple; the right side of IN is a tuple always.
const Expression* AstBuilder::BuildTuple(Grammar::OperandContext* context, bool keep_tuple) {
  Grammar::TupleItemsContext* items = context->tuple;
  if (items != nullptr && items->items.size() == 1 && !keep_tuple)
    return BuildExpression(items->items[0]->value);
  auto* tuple = New<ast::TupleExpr>(ExpressionKind::kTuple, RangeOf(context));
  if (items == nullptr) return tuple;
  tuple->range = {items->First()[-1].begin, items->Last()[1].end};
  absl::InlinedVector<const Expression*, 16> values;
  values.reserve(items->items.size());
  for (Grammar::NamedExpressionContext* item : items->items)
    values.push_back(BuildExpression(item->value));
  tuple->items = arena_->Copy(values.data(), values.size());
  return tuple;
}

// [1, 2] is array(1, 2); {'a': 1} is map('a', 1); {1, 2} is struct(1, 2).
const Expression* AstBuilder::BuildCollection(Grammar::OperandContext* context) {
  ast::SourceRange range = RangeOf(context);
  Require(Feature::kCollectionLiteral, range);
  auto* call = New<ast::CallExpr>(ExpressionKind::kCall, range);
  ast::Name name;
  std::vector<const Expression*> values;
  if (context->object.empty() && context->array != nullptr) {
    name.text = "array";
    call->arguments = BuildList(context->array);
  } else {
    bool is_struct = !context->object.empty() && context->object[0]->value == nullptr;
    name.text = context->First()->type != T_LBRACE ? "array" : is_struct ? "struct" : "map";
    for (Grammar::ObjectItemContext* item : context->object) {
      values.push_back(BuildExpression(item->key));
      if (item->value != nullptr) values.push_back(BuildExpression(item->value));
    }
    call->arguments = arena_->Copy(values);
  }
  name.range = {range.begin, range.begin + 1};
  call->name = arena_->Copy(&name, 1);
  return call;
}

// Functions that are called without parentheses, though their names are reserved.
bool AstBuilder::IsBareFunction(const SqlToken* token) const {
  const absl::string_view word = TextOf(token);
  for (absl::string_view function : {"current_date", "current_timestamp", "current_time",
                                     "current_user", "localtime", "localtimestamp"}) {
    if (absl::EqualsIgnoreCase(word, function)) return true;
  }
  return false;
}

const Expression* AstBuilder::BuildPath(Grammar::ColumnPathContext* context) {
  const SqlToken* first = context->First();
  const SqlToken* last = first;
  while (last[1].type == T_NAME_DOT && last + 2 <= context->Last()) last += 2;
  const bool outer = naming_function_;
  naming_function_ |= context->call != nullptr || (first == last && IsBareFunction(first));
  ast::NamePath path = MakePath(first, last);
  naming_function_ = outer;
  if (context->call != nullptr) return BuildCall(path, context->call, first->begin);
  if (context->suffix != nullptr) return BuildStar(path, context->suffix, RangeOf(context));
  auto* column = New<ast::ColumnExpr>(ExpressionKind::kColumn, {first->begin, last->end});
  column->path = path;
  return column;
}

const ast::StarExpr* AstBuilder::BuildStar(ast::NamePath qualifier,
                                           Grammar::StarSuffixContext* context,
                                           ast::SourceRange range) {
  auto* star = New<ast::StarExpr>(ExpressionKind::kStar, range);
  star->qualifier = qualifier;
  std::vector<ast::Name> except;
  for (Grammar::QualifiedNameContext* name : context->except)
    except.push_back(MakePath(name).back());
  star->except = arena_->Copy(except);
  star->replace = BuildNamedList(context->replace);
  if (!star->except.empty()) Require(Feature::kStarExcept, range);
  if (!star->replace.empty()) Require(Feature::kStarReplace, range);
  return star;
}

const Expression* AstBuilder::BuildLiteral(Grammar::LiteralContext* context) {
  const SqlToken* first = context->First();
  const SqlToken* last = context->Last();
  if (first->type == T_TEMPLATE || first->type == T_PARAMETER) {
    auto* node = New<ast::TemplateExpr>(ExpressionKind::kTemplate, RangeOf(context));
    node->text = TextOf(first);
    return node;
  }
  auto* literal = New<ast::LiteralExpr>(ExpressionKind::kLiteral, RangeOf(context));
  literal->text = TextOf(first);
  switch (first->type) {
    case T_NUMBER:
      literal->literal_kind = ast::LiteralKind::kNumber;
      break;
    case T_KW_NULL:
      literal->literal_kind = ast::LiteralKind::kNull;
      break;
    case T_KW_TRUE:
    case T_KW_FALSE:
      literal->literal_kind = ast::LiteralKind::kBoolean;
      break;
    case T_KW_DEFAULT:
      literal->literal_kind = ast::LiteralKind::kDefault;
      break;
    case T_TYPE_PREFIX:
      literal->literal_kind = ast::LiteralKind::kTyped;
      literal->type = literal->text;
      literal->text = TextOf(last);
      if ((last->flags & SqlToken::kHasTemplate) == 0) CheckTypedLiteral(*literal);
      break;
    default: {
      literal->literal_kind = ast::LiteralKind::kString;
      if (first == last) break;
      std::string joined;  // 'a' 'b' is 'ab'
      for (const SqlToken* token = first; token <= last; ++token)
        joined += std::string(TextOf(token));
      literal->text = arena_->Copy(joined);
    }
  }
  return literal;
}

const Expression* AstBuilder::BuildInterval(Grammar::IntervalLiteralContext* context) {
  auto* interval = New<ast::IntervalExpr>(ExpressionKind::kInterval, RangeOf(context));
  interval->value = BuildExpression(context->value);
  CheckInterval(context);
  const SqlToken* unit = context->value->Last() + 1;
  interval->unit = unit + 2 <= context->Last() && unit[1].type == T_ZONE_WORD
                       ? JoinTokens(unit, unit + 2)
                       : TextOf(unit);
  std::vector<const Expression*> more;
  std::vector<absl::string_view> units;
  for (const SqlToken* token : context->more) {
    auto* literal = New<ast::LiteralExpr>(ExpressionKind::kLiteral, {token->begin, token->end});
    literal->literal_kind =
        token->type == T_STRING ? ast::LiteralKind::kString : ast::LiteralKind::kNumber;
    literal->text = TextOf(token);
    if (token[-1].type == T_INTERVAL_SIGN) {
      literal->range.begin = token[-1].begin;
      literal->text = arena_->Copy(absl::StrCat("-", literal->text));
    }
    more.push_back(literal);
    units.push_back(TextOf(token + 1));
  }
  interval->more_units = arena_->Copy(units);
  interval->more_values = arena_->Copy(more);
  return interval;
}

const Expression* AstBuilder::BuildCase(Grammar::CaseExpressionContext* context) {
  auto* node = New<ast::CaseExpr>(ExpressionKind::kCase, RangeOf(context));
  if (context->operandValue != nullptr) node->operand = BuildExpression(context->operandValue);
  absl::InlinedVector<ast::WhenClause, 8> whens;
  for (Grammar::WhenClauseContext* when : context->whens) {
    whens.push_back({BuildExpression(when->condition), BuildExpression(when->result)});
  }
  node->whens = arena_->Copy(whens.data(), whens.size());
  if (context->otherwise != nullptr) node->otherwise = BuildExpression(context->otherwise);
  return node;
}

const Expression* AstBuilder::BuildPostfix(const Expression* base,
                                           Grammar::PostfixContext* context) {
  ast::SourceRange range = {base->range.begin, context->Last()->end};
  const SqlToken* first = context->First();
  if (first->type == T_LBRACKET) {
    auto* node = New<ast::SubscriptExpr>(ExpressionKind::kSubscript, range);
    node->base = base;
    if (context->index != nullptr) node->index = BuildExpression(context->index);
    if (context->end != nullptr) node->end = BuildExpression(context->end);
    return node;
  }
  if (first->type == T_DOUBLE_COLON) {
    auto* node = New<ast::CastExpr>(ExpressionKind::kCast, range);
    node->operand = base;
    node->type = TypeText(context->target);
    CheckType(context->target->First(), context->target->Last(), true);
    node->function = "::";
    Require(Feature::kDoubleColon, range);
    return node;
  }
  for (const SqlToken* token = first + 1; token <= context->Last(); token += 2) {
    auto* node = New<ast::FieldExpr>(ExpressionKind::kField, {range.begin, token->end});
    node->base = base;
    node->field = MakeName(token);
    base = node;
  }
  return base;
}

// `value AS name` among arguments: a named argument.
const Expression* AstBuilder::BuildNamed(const Expression* value, SqlToken* alias) {
  auto* name = New<ast::ColumnExpr>(ExpressionKind::kColumn, {alias->begin, alias->end});
  ast::Name part = MakeName(alias);
  name->path = arena_->Copy(&part, 1);
  const Expression* operands[] = {name, value};
  Operator op = Operator::kNamedArgument;
  auto* chain = New<ast::ChainExpr>(ExpressionKind::kChain, {value->range.begin, name->range.end});
  chain->operands = arena_->Copy(operands, 2);
  chain->ops = arena_->Copy(&op, 1);
  return chain;
}

ast::List<ast::NamedExpr> AstBuilder::BuildNamedList(
    const std::vector<Grammar::NamedExpressionContext*>& items) {
  std::vector<ast::NamedExpr> list;
  list.reserve(items.size());
  for (Grammar::NamedExpressionContext* item : items) {
    list.push_back({BuildExpression(item->value), MakeName(item->alias)});
  }
  return arena_->Copy(list);
}

ast::List<ast::SortKey> AstBuilder::BuildSortList(Grammar::SortListContext* context) {
  if (context == nullptr) return {};
  std::vector<ast::SortKey> keys;
  for (Grammar::SortKeyContext* key : context->keys) {
    ast::SortKey sort;
    sort.value = BuildExpression(key->value);
    sort.descending = key->desc != nullptr;
    const SqlToken* last = key->Last();
    if (last->type == T_KW_FIRST) sort.nulls = "FIRST";
    if (last->type == T_KW_LAST) sort.nulls = "LAST";
    keys.push_back(sort);
  }
  return arena_->Copy(keys);
}

}  // namespace headwater::syntax
