#include "lib/ast/expression_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lib/ast/spark_function_name.h"

namespace headwater::ast {
namespace {

// How tightly an expression holds together; a looser one inside a tighter one needs parentheses.
enum Precedence : int {
  kLambdaLevel,
  kOrLevel,
  kXorLevel,
  kAndLevel,
  kNotLevel,
  kPredicateLevel,
  kBitOrLevel,
  kBitXorLevel,
  kBitAndLevel,
  kShiftLevel,
  kAddLevel,
  kMultiplyLevel,
  kUnaryLevel,
  kPostfixLevel,
  kPrimaryLevel,
};

struct OperatorInfo {
  absl::string_view text;
  int level;
};

OperatorInfo InfoOf(Operator op) {
  switch (op) {
    case Operator::kOr:
      return {"OR", kOrLevel};
    case Operator::kXor:
      return {"XOR", kXorLevel};
    case Operator::kAnd:
      return {"AND", kAndLevel};
    case Operator::kNot:
      return {"NOT", kNotLevel};
    case Operator::kEqual:
      return {"=", kPredicateLevel};
    case Operator::kNullSafeEqual:
      return {"<=>", kPredicateLevel};
    case Operator::kNotEqual:
      return {"<>", kPredicateLevel};
    case Operator::kLess:
      return {"<", kPredicateLevel};
    case Operator::kLessEqual:
      return {"<=", kPredicateLevel};
    case Operator::kGreater:
      return {">", kPredicateLevel};
    case Operator::kGreaterEqual:
      return {">=", kPredicateLevel};
    case Operator::kIn:
      return {"IN", kPredicateLevel};
    case Operator::kNotIn:
      return {"NOT IN", kPredicateLevel};
    case Operator::kLike:
      return {"LIKE", kPredicateLevel};
    case Operator::kNotLike:
      return {"NOT LIKE", kPredicateLevel};
    case Operator::kILike:
      return {"ILIKE", kPredicateLevel};
    case Operator::kNotILike:
      return {"NOT ILIKE", kPredicateLevel};
    case Operator::kRLike:
      return {"RLIKE", kPredicateLevel};
    case Operator::kNotRLike:
      return {"NOT RLIKE", kPredicateLevel};
    case Operator::kSimilar:
      return {"SIMILAR TO", kPredicateLevel};
    case Operator::kMatch:
      return {"MATCH", kPredicateLevel};
    case Operator::kIsNull:
      return {"IS NULL", kPredicateLevel};
    case Operator::kIsNotNull:
      return {"IS NOT NULL", kPredicateLevel};
    case Operator::kIsTrue:
      return {"IS TRUE", kPredicateLevel};
    case Operator::kIsNotTrue:
      return {"IS NOT TRUE", kPredicateLevel};
    case Operator::kIsFalse:
      return {"IS FALSE", kPredicateLevel};
    case Operator::kIsNotFalse:
      return {"IS NOT FALSE", kPredicateLevel};
    case Operator::kIsUnknown:
      return {"IS UNKNOWN", kPredicateLevel};
    case Operator::kIsNotUnknown:
      return {"IS NOT UNKNOWN", kPredicateLevel};
    case Operator::kIsDistinctFrom:
      return {"IS DISTINCT FROM", kPredicateLevel};
    case Operator::kIsNotDistinctFrom:
      return {"IS NOT DISTINCT FROM", kPredicateLevel};
    case Operator::kEscape:
      return {"ESCAPE", kPredicateLevel};
    case Operator::kBitOr:
      return {"|", kBitOrLevel};
    case Operator::kBitXor:
      return {"^", kBitXorLevel};
    case Operator::kBitAnd:
      return {"&", kBitAndLevel};
    case Operator::kShiftLeft:
      return {"<<", kShiftLevel};
    case Operator::kShiftRight:
      return {">>", kShiftLevel};
    case Operator::kShiftRightUnsigned:
      return {">>>", kShiftLevel};
    case Operator::kAdd:
      return {"+", kAddLevel};
    case Operator::kSubtract:
      return {"-", kAddLevel};
    case Operator::kConcat:
      return {"||", kAddLevel};
    case Operator::kMultiply:
      return {"*", kMultiplyLevel};
    case Operator::kDivide:
      return {"/", kMultiplyLevel};
    case Operator::kModulo:
      return {"%", kMultiplyLevel};
    case Operator::kIntegerDivide:
      return {"DIV", kMultiplyLevel};
    case Operator::kNegate:
      return {"-", kUnaryLevel};
    case Operator::kPlus:
      return {"+", kUnaryLevel};
    case Operator::kBitNot:
      return {"~", kUnaryLevel};
    case Operator::kArrow:
      return {"->", kPostfixLevel};
    case Operator::kNamedArgument:
      return {"=>", kLambdaLevel};
    case Operator::kAtTimeZone:
      return {"AT TIME ZONE", kPostfixLevel};
    case Operator::kCollate:
      return {"COLLATE", kPostfixLevel};
    case Operator::kAssign:
      return {":=", kLambdaLevel};
  }
  return {"?", kPrimaryLevel};
}

bool IsPostfix(Operator op) {
  switch (op) {
    case Operator::kIsNull:
    case Operator::kIsNotNull:
    case Operator::kIsTrue:
    case Operator::kIsNotTrue:
    case Operator::kIsFalse:
    case Operator::kIsNotFalse:
    case Operator::kIsUnknown:
    case Operator::kIsNotUnknown:
      return true;
    default:
      return false;
  }
}

int LevelOf(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::kUnary:
      return InfoOf(expression.As<UnaryExpr>().op).level;
    case ExpressionKind::kChain: {
      const auto& chain = expression.As<ChainExpr>();
      return chain.ops.empty() ? kPrimaryLevel : InfoOf(chain.ops[0]).level;
    }
    case ExpressionKind::kBetween:
      return kPredicateLevel;
    case ExpressionKind::kLambda:
      return kLambdaLevel;
    case ExpressionKind::kCast:
      return expression.As<CastExpr>().function == "::" ? kPostfixLevel : kPrimaryLevel;
    default:
      return kPrimaryLevel;
  }
}

bool IsPlainName(absl::string_view text) {
  if (text.empty() || absl::ascii_isdigit(text[0])) return false;
  for (char c : text) {
    if (!absl::ascii_isalnum(c) && c != '_' && static_cast<unsigned char>(c) < 0x80 && c != '$' &&
        c != '{' && c != '}') {
      return false;
    }
  }
  return true;
}

class Writer {
 public:
  Writer(const ExpressionTextOptions& options, std::string* text)
      : options_(options), text_(text), limit_(text->size() + options.max_bytes) {}

  void Write(const Expression& expression, int outer_level);
  bool full() const { return text_->size() > limit_; }
  size_t limit() const { return limit_; }

 private:
  bool spark() const { return options_.style == ExpressionTextStyle::kSparkColumnName; }
  void Put(absl::string_view text) { text_->append(text.data(), text.size()); }
  void PutName(const Name& name);
  void PutPath(NamePath path);
  void PutString(absl::string_view text);
  void PutList(ExpressionList list);
  void WriteChain(const ChainExpr& chain);
  void WriteSparkChain(const ChainExpr& chain);
  void WriteUnary(const UnaryExpr& unary);
  void WriteBetween(const BetweenExpr& between);
  void WriteCase(const CaseExpr& expression);
  void WriteCast(const CastExpr& cast);
  void WriteCall(const CallExpr& call);
  void PutArguments(const CallExpr& call);
  void WriteWindow(const WindowSpec& window);
  void WriteSortKeys(List<SortKey> keys);
  void WriteStar(const StarExpr& star);
  void WriteLiteral(const LiteralExpr& literal);
  void WriteBody(const Expression& expression);

  const ExpressionTextOptions& options_;
  std::string* text_;
  const size_t limit_;
};

void Writer::PutName(const Name& name) {
  const bool quote = name.quoted && !IsPlainName(name.text) && !spark();
  if (quote) Put("`");
  Put(name.text);
  if (quote) Put("`");
}

void Writer::PutPath(NamePath path) {
  if (spark()) {
    PutName(path.back());
    return;
  }
  for (size_t i = 0; i < path.size(); ++i) {
    if (i > 0) Put(".");
    PutName(path[i]);
  }
}

void Writer::PutString(absl::string_view text) {
  Put("'");
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    absl::string_view escaped;
    switch (text[i]) {
      case '\'':
        escaped = options_.dialect == Dialect::kDoris ? "''" : "\\'";
        break;
      case '\\':
        escaped = "\\\\";
        break;
      case '\n':
        escaped = "\\n";
        break;
      case '\t':
        escaped = "\\t";
        break;
      case '\r':
        escaped = "\\r";
        break;
      case '\0':
        escaped = "\\0";
        break;
      default:
        continue;
    }
    Put(text.substr(begin, i - begin));
    Put(escaped);
    begin = i + 1;
  }
  Put(text.substr(begin));
  Put("'");
}

void Writer::PutList(ExpressionList list) {
  for (size_t i = 0; i < list.size() && !full(); ++i) {
    if (i > 0) Put(", ");
    Write(*list[i], kLambdaLevel);
  }
}

void Writer::Write(const Expression& expression, int outer_level) {
  if (full()) return;
  const bool parenthesise = !spark() && LevelOf(expression) < outer_level;
  if (parenthesise) Put("(");
  WriteBody(expression);
  if (parenthesise) Put(")");
}

void Writer::WriteBody(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::kColumn:
      PutPath(expression.As<ColumnExpr>().path);
      break;
    case ExpressionKind::kStar:
      WriteStar(expression.As<StarExpr>());
      break;
    case ExpressionKind::kLiteral:
      WriteLiteral(expression.As<LiteralExpr>());
      break;
    case ExpressionKind::kInterval: {
      const auto& interval = expression.As<IntervalExpr>();
      Put("INTERVAL ");
      if (interval.value != nullptr) Write(*interval.value, kUnaryLevel);
      if (!interval.unit.empty()) text_->append(" ").append(absl::AsciiStrToUpper(interval.unit));
      for (size_t i = 0; i < interval.more_values.size(); ++i) {
        Put(" ");
        Write(*interval.more_values[i], kUnaryLevel);
        text_->append(" ").append(absl::AsciiStrToUpper(interval.more_units[i]));
      }
      break;
    }
    case ExpressionKind::kTemplate:
      Put(expression.As<TemplateExpr>().text);
      break;
    case ExpressionKind::kUnary:
      WriteUnary(expression.As<UnaryExpr>());
      break;
    case ExpressionKind::kChain:
      WriteChain(expression.As<ChainExpr>());
      break;
    case ExpressionKind::kBetween:
      WriteBetween(expression.As<BetweenExpr>());
      break;
    case ExpressionKind::kCase:
      WriteCase(expression.As<CaseExpr>());
      break;
    case ExpressionKind::kCast:
      WriteCast(expression.As<CastExpr>());
      break;
    case ExpressionKind::kCall:
      WriteCall(expression.As<CallExpr>());
      break;
    case ExpressionKind::kSubquery:
      if (spark()) {
        Put(expression.As<SubqueryExpr>().exists ? "exists()" : "scalarsubquery()");
      } else {
        Put(expression.As<SubqueryExpr>().exists ? "EXISTS (SELECT ...)" : "(SELECT ...)");
      }
      break;
    case ExpressionKind::kTuple:
      Put("(");
      PutList(expression.As<TupleExpr>().items);
      Put(")");
      break;
    case ExpressionKind::kLambda: {
      const auto& lambda = expression.As<LambdaExpr>();
      const bool list = lambda.parameters.size() != 1;
      if (spark()) Put("lambdafunction(");
      if (spark()) Write(*lambda.body, kLambdaLevel);
      if (spark()) Put(", ");
      if (list && !spark()) Put("(");
      for (size_t i = 0; i < lambda.parameters.size(); ++i) {
        if (i > 0) Put(", ");
        PutName(lambda.parameters[i]);
      }
      if (list && !spark()) Put(")");
      if (spark()) {
        Put(")");
        break;
      }
      Put(" -> ");
      Write(*lambda.body, kOrLevel);
      break;
    }
    case ExpressionKind::kField: {
      const auto& field = expression.As<FieldExpr>();
      Write(*field.base, kPostfixLevel);
      Put(".");
      PutName(field.field);
      break;
    }
    case ExpressionKind::kSubscript: {
      const auto& subscript = expression.As<SubscriptExpr>();
      Write(*subscript.base, kPostfixLevel);
      Put("[");
      if (subscript.index != nullptr) Write(*subscript.index, kLambdaLevel);
      if (subscript.end != nullptr) {
        Put(":");
        Write(*subscript.end, kLambdaLevel);
      }
      Put("]");
      break;
    }
  }
}

void Writer::WriteLiteral(const LiteralExpr& literal) {
  switch (literal.literal_kind) {
    case LiteralKind::kNull:
      Put("NULL");
      break;
    case LiteralKind::kDefault:
      Put("DEFAULT");
      break;
    case LiteralKind::kBoolean:
      text_->append(spark() ? absl::AsciiStrToLower(literal.text)
                            : absl::AsciiStrToUpper(literal.text));
      break;
    case LiteralKind::kNumber: {
      absl::string_view digits = literal.text;
      // Spark's names leave a literal's type away: 10L is 10, 2.0BD is 2.0.
      while (spark() && digits.size() > 1 && absl::ascii_isalpha(digits.back()) &&
             !absl::StartsWithIgnoreCase(digits, "0x")) {
        digits.remove_suffix(1);
      }
      Put(digits);
      break;
    }
    case LiteralKind::kString:
      if (spark()) {
        Put(literal.text);
      } else {
        PutString(literal.text);
      }
      break;
    case LiteralKind::kTyped:
      text_->append(absl::AsciiStrToUpper(literal.type));
      if (literal.type.size() > 1) Put(" ");  // but X'1F'
      PutString(literal.text);
      break;
  }
}

void Writer::WriteStar(const StarExpr& star) {
  for (const Name& part : star.qualifier) {
    PutName(part);
    Put(".");
  }
  Put("*");
  if (!star.except.empty()) {
    Put(" EXCEPT (");
    for (size_t i = 0; i < star.except.size(); ++i) {
      if (i > 0) Put(", ");
      PutName(star.except[i]);
    }
    Put(")");
  }
  if (!star.replace.empty()) {
    Put(" REPLACE (");
    for (size_t i = 0; i < star.replace.size(); ++i) {
      if (i > 0) Put(", ");
      Write(*star.replace[i].value, kLambdaLevel);
      Put(" AS ");
      PutName(star.replace[i].alias);
    }
    Put(")");
  }
}

void Writer::WriteUnary(const UnaryExpr& unary) {
  const OperatorInfo info = InfoOf(unary.op);
  const bool wrap = spark() && unary.op != Operator::kNegate && unary.op != Operator::kPlus &&
                    unary.op != Operator::kBitNot;
  if (wrap) Put("(");
  if (IsPostfix(unary.op)) {
    Write(*unary.operand, info.level + 1);
    Put(" ");
    Put(info.text);
  } else {
    if (spark() && unary.op == Operator::kNegate &&
        unary.operand->kind != ExpressionKind::kLiteral) {
      Put("(- ");
      Write(*unary.operand, info.level);
      Put(")");
      return;
    }
    Put(info.text);
    if (unary.op == Operator::kNot) Put(" ");
    // `- -a` must not become a comment.
    if (unary.operand->kind == ExpressionKind::kUnary && info.level == kUnaryLevel) Put(" ");
    Write(*unary.operand, info.level);
  }
  if (wrap) Put(")");
}

// Spark's binary operators are all in parentheses: `((a + b) + c)`.
void Writer::WriteSparkChain(const ChainExpr& chain) {
  const size_t count = chain.ops.size();
  for (size_t i = 0; i < count && !full(); ++i) Put("(");
  for (size_t i = 0; i <= count && !full(); ++i) {
    if (i > 0) {
      const Operator op = chain.ops[i - 1];
      absl::string_view text = InfoOf(op).text;
      if (op == Operator::kNotEqual) {
        // Spark reads `a <> b` as NOT (a = b).
        text = "=";
      }
      absl::StrAppend(text_, " ", text == "DIV" ? "div" : text, " ");
    }
    Write(*chain.operands[i], kLambdaLevel);
    if (i > 0) Put(")");
  }
}

void Writer::WriteChain(const ChainExpr& chain) {
  if (spark()) {
    if (!chain.ops.empty() && chain.ops[0] == Operator::kConcat) {
      // `a || b || c` is concat(concat(a, b), c).
      for (size_t i = 0; i < chain.ops.size() && !full(); ++i) Put("concat(");
      for (size_t i = 0; i < chain.operands.size() && !full(); ++i) {
        if (i > 0) Put(", ");
        Write(*chain.operands[i], kLambdaLevel);
        if (i > 0) Put(")");
      }
      return;
    }
    if (chain.ops.size() == 1) {
      const Operator op = chain.ops[0];
      if (op == Operator::kCollate) {
        Put("collate(");
        Write(*chain.operands[0], kLambdaLevel);
        Put(", ");
        Write(*chain.operands[1], kLambdaLevel);
        Put(")");
        return;
      }
      if (op == Operator::kLike || op == Operator::kNotLike) {
        if (op == Operator::kNotLike) Put("(NOT ");
        Write(*chain.operands[0], kLambdaLevel);
        Put(" LIKE ");
        Write(*chain.operands[1], kLambdaLevel);
        if (op == Operator::kNotLike) Put(")");
        return;
      }
      if (op == Operator::kRLike) {
        Put("RLIKE(");
        Write(*chain.operands[0], kLambdaLevel);
        Put(", ");
        Write(*chain.operands[1], kLambdaLevel);
        Put(")");
        return;
      }
      const bool negated = op == Operator::kNotIn || op == Operator::kNotLike ||
                           op == Operator::kNotEqual || op == Operator::kNotRLike ||
                           op == Operator::kNotILike;
      if (negated) {
        Put("(NOT (");
        Write(*chain.operands[0], kLambdaLevel);
        const absl::string_view text = op == Operator::kNotEqual ? "=" : InfoOf(op).text.substr(4);
        absl::StrAppend(text_, " ", text, " ");
        Write(*chain.operands[1], kLambdaLevel);
        Put("))");
        return;
      }
    }
    WriteSparkChain(chain);
    return;
  }
  const int level = chain.ops.empty() ? kPrimaryLevel : InfoOf(chain.ops[0]).level;
  for (size_t i = 0; i < chain.operands.size() && !full(); ++i) {
    if (i > 0) {
      Put(" ");
      Put(InfoOf(chain.ops[i - 1]).text);
      Put(" ");
      if (chain.quantifier == Quantifier::kAny) Put("ANY ");
      if (chain.quantifier == Quantifier::kAll) Put("ALL ");
    }
    Write(*chain.operands[i], i == 0 ? level : level + 1);
  }
}

void Writer::WriteBetween(const BetweenExpr& between) {
  if (spark()) Put(between.negated ? "(NOT between(" : "between(");
  Write(*between.operand, kBitOrLevel);
  Put(spark() ? ", " : between.negated ? " NOT BETWEEN " : " BETWEEN ");
  Write(*between.low, kBitOrLevel);
  Put(spark() ? ", " : " AND ");
  Write(*between.high, kBitOrLevel);
  if (spark()) Put(between.negated ? "))" : ")");
}

void Writer::WriteCase(const CaseExpr& expression) {
  Put("CASE");
  if (expression.operand != nullptr && !spark()) {
    Put(" ");
    Write(*expression.operand, kLambdaLevel);
  }
  for (const WhenClause& when : expression.whens) {
    if (full()) return;
    Put(" WHEN ");
    if (expression.operand != nullptr && spark()) {
      Put("(");
      Write(*expression.operand, kLambdaLevel);
      Put(" = ");
    }
    Write(*when.condition, kLambdaLevel);
    if (expression.operand != nullptr && spark()) Put(")");
    Put(" THEN ");
    Write(*when.result, kLambdaLevel);
  }
  if (expression.otherwise != nullptr) {
    Put(" ELSE ");
    Write(*expression.otherwise, kLambdaLevel);
  }
  Put(" END");
}

void Writer::WriteCast(const CastExpr& cast) {
  if (cast.function == "::" && !spark()) {
    Write(*cast.operand, kPostfixLevel);
    Put("::");
    text_->append(absl::AsciiStrToUpper(cast.type));
    return;
  }
  text_->append(cast.function == "::" ? "CAST" : absl::AsciiStrToUpper(cast.function)).append("(");
  Write(*cast.operand, kLambdaLevel);
  Put(" AS ");
  text_->append(absl::AsciiStrToUpper(cast.type)).append(")");
}

void Writer::WriteSortKeys(List<SortKey> keys) {
  for (size_t i = 0; i < keys.size() && !full(); ++i) {
    if (i > 0) Put(", ");
    Write(*keys[i].value, kLambdaLevel);
    if (keys[i].descending) {
      Put(" DESC");
    } else if (spark()) {
      Put(" ASC");
    }
    if (!keys[i].nulls.empty()) {
      Put(" NULLS ");
      text_->append(absl::AsciiStrToUpper(keys[i].nulls));
    } else if (spark()) {
      Put(keys[i].descending ? " NULLS LAST" : " NULLS FIRST");
    }
  }
}

void Writer::WriteWindow(const WindowSpec& window) {
  Put(" OVER ");
  if (!window.base.empty() && window.partition_by.empty() && window.order_by.empty() &&
      window.frame.empty()) {
    PutName(window.base);
    return;
  }
  Put("(");
  absl::string_view separator;
  if (!window.base.empty()) {
    PutName(window.base);
    separator = " ";
  }
  if (!window.partition_by.empty()) {
    Put(separator);
    Put("PARTITION BY ");
    PutList(window.partition_by);
    separator = " ";
  }
  if (!window.order_by.empty()) {
    Put(separator);
    Put("ORDER BY ");
    WriteSortKeys(window.order_by);
    separator = " ";
  }
  if (!window.frame.empty()) {
    Put(separator);
    text_->append(absl::AsciiStrToUpper(window.frame));
  } else if (spark()) {
    Put(separator);
    Put(window.order_by.empty() ? "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
                                : "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
  }
  Put(")");
}

// Functions that sort their input by a clause behind the parentheses.
bool SortsWithinGroup(NamePath name) {
  for (absl::string_view function :
       {"percentile_cont", "percentile_disc", "listagg", "string_agg", "mode"}) {
    if (name.size() == 1 && absl::EqualsIgnoreCase(name[0].text, function)) return true;
  }
  return false;
}

// struct(a AS x) is written with AS, other functions' named arguments with an arrow.
void Writer::PutArguments(const CallExpr& call) {
  if (spark() || !Named(call, "struct")) {
    PutList(call.arguments);
    return;
  }
  for (size_t i = 0; i < call.arguments.size() && !full(); ++i) {
    if (i > 0) Put(", ");
    const Expression& argument = *call.arguments[i];
    if (argument.kind == ExpressionKind::kChain &&
        argument.As<ChainExpr>().ops[0] == Operator::kNamedArgument) {
      Write(*argument.As<ChainExpr>().operands[1], kLambdaLevel);
      Put(" AS ");
      Write(*argument.As<ChainExpr>().operands[0], kLambdaLevel);
    } else {
      Write(argument, kLambdaLevel);
    }
  }
}

void Writer::WriteCall(const CallExpr& call) {
  if (spark() && Named(call, "if")) {
    Put("(IF(");
    PutList(call.arguments);
    Put("))");
    return;
  }
  if (spark() && IsSparkTypeFunction(call)) {
    // double(x) is a cast that the user did not write as one: Spark's names leave it out.
    Write(*call.arguments[0], kLambdaLevel);
    return;
  }
  for (size_t i = 0; i < call.name.size(); ++i) {
    if (i > 0) Put(".");
    text_->append(absl::AsciiStrToLower(call.name[i].text));
  }
  Put("(");
  if (call.distinct) Put("DISTINCT ");
  if (!call.keyword.empty()) {
    text_->append(absl::AsciiStrToUpper(call.keyword)).append(" ");
    if (!call.arguments.empty() && call.arguments.size() == 1) Put("FROM ");
  }
  const bool count_star = spark() && call.arguments.size() == 1 && Named(call, "count") &&
                          call.arguments[0]->kind == ExpressionKind::kStar &&
                          call.arguments[0]->As<StarExpr>().qualifier.empty();
  if (count_star) {
    Put("1");
  } else {
    PutArguments(call);
    if (spark()) Put(SparkDefaultArguments(call));
  }
  for (size_t i = 0; i < call.table_arguments.size(); ++i) {
    if (i > 0 || !call.arguments.empty()) Put(", ");
    Put("TABLE (SELECT ...)");
  }
  const bool within_group =
      !call.order_by.empty() && SortsWithinGroup(call.name) && options_.dialect == Dialect::kSpark;
  if (!call.order_by.empty() && !within_group) {
    Put(" ORDER BY ");
    WriteSortKeys(call.order_by);
  }
  if (call.separator != nullptr) {
    Put(" SEPARATOR ");
    Write(*call.separator, kLambdaLevel);
  }
  Put(")");
  if (within_group) {
    Put(" WITHIN GROUP (ORDER BY ");
    for (size_t i = 0; i < call.order_by.size(); ++i) {
      if (i > 0) Put(", ");
      Write(*call.order_by[i].value, kLambdaLevel);
      if (call.order_by[i].descending) Put(" DESC");
    }
    Put(")");
  }
  if (!call.null_treatment.empty())
    text_->append(" ").append(absl::AsciiStrToUpper(call.null_treatment));
  if (call.filter != nullptr) {
    Put(" FILTER (WHERE ");
    Write(*call.filter, kLambdaLevel);
    Put(")");
  }
  if (call.over != nullptr) WriteWindow(*call.over);
}

}  // namespace

void AppendExpressionText(const Expression& expression, const ExpressionTextOptions& options,
                          std::string* text) {
  Writer writer(options, text);
  writer.Write(expression, kLambdaLevel);
  if (!writer.full()) return;
  size_t end = writer.limit();
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0) == 0x80) --end;
  text->resize(end);
  text->append("...");
}

}  // namespace headwater::ast
