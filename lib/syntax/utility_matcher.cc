#include "syntax/utility_matcher.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "syntax/keywords.h"
#include "syntax/lookahead.h"

namespace headwater::syntax {
namespace {

using Op = PatternInstruction::Op;

constexpr uint32_t kNone = 0xFFFFFFFF;

// One way through a pattern: where it stands, and the last of the holes it has filled.
struct Thread {
  uint32_t pc = 0;
  uint32_t touch = kNone;
};

struct TouchNode {
  UtilityTouch touch;
  uint32_t previous = kNone;
};

// What a hole makes of the tokens from some place on.
struct Taken {
  bool ok = false;
  size_t at = 0;  // past the hole; or the token that did not fit
};

constexpr absl::string_view kOperatorWords[] = {
    "DIV",
    "ILIKE",
    "RLIKE",
    "REGEXP",
    "MATCH",
    "MATCH_ANY",
    "MATCH_ALL",
    "MATCH_PHRASE",
    "MATCH_PHRASE_PREFIX",
    "MATCH_REGEXP",
    "MATCH_PHRASE_EDGE",
    "MATCH_ELEMENT_EQ",
    "XOR",
    "ESCAPE",
    "COLLATE",
    "IN",
    "IS",
    "LIKE",
    "BETWEEN",
    "AND",
    "OR",
    "NOT",
    "SOUNDS",
    "AT",
};

class Matcher {
 public:
  Matcher(absl::string_view script, Dialect dialect, const StatementTokens& tokens,
          const UtilityTable& table)
      : script_(script),
        dialect_(dialect),
        all_(tokens),
        tokens_(tokens.tokens),
        table_(table),
        program_(table.program),
        marks_(table.program.code.size(), 0) {}

  UtilityMatch Run(size_t start) {
    UtilityMatch match;
    uint32_t word = WordAt(start);
    if (word == kNone || program_.starts[word].empty()) {
      match.failed_at = start;
      return match;
    }
    MatchBrackets(start);
    std::vector<Thread>& first = waiting_[start];
    for (uint32_t pc : program_.starts[word]) first.push_back({pc, kNone});
    while (!waiting_.empty()) {
      at_ = waiting_.begin()->first;
      std::vector<Thread> arrived = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      Fail(at_, {});
      FollowSplits(arrived);
      word_ = WordAt(at_);
      for (const Thread& thread : ready_) {
        if (Step(thread, &match)) return match;
      }
    }
    match.failed_at = failed_at_;
    match.expected = std::move(expected_);
    return match;
  }

 private:
  int Type(size_t i) const { return tokens_[i].type; }
  bool Quoted(size_t i) const { return (tokens_[i].flags & SqlToken::kQuoted) != 0; }
  absl::string_view Text(size_t i) const { return TokenText(script_, all_, tokens_[i]); }
  bool IsWord(size_t i) const {
    return (Type(i) == T_IDENTIFIER && !Quoted(i)) || IsKeyword(Type(i));
  }
  bool IsTemplate(size_t i) const { return Type(i) == T_TEMPLATE; }

  // The index of the token's word in the program; kNone: no pattern has it.
  uint32_t WordAt(size_t i) const {
    constexpr size_t kLongestWord = 32;
    if (!IsWord(i)) return kNone;
    absl::string_view text = Text(i);
    if (text.size() > kLongestWord) return kNone;
    auto id = program_.word_ids.find(absl::AsciiStrToUpper(text));
    return id == program_.word_ids.end() ? kNone : id->second;
  }

  bool WordIs(size_t i, absl::string_view word) const {
    return IsWord(i) && absl::EqualsIgnoreCase(Text(i), word);
  }

  void MatchBrackets(size_t start) {
    partner_.assign(tokens_.size(), kNone);
    std::vector<uint32_t> open;
    for (size_t i = start; i < tokens_.size(); ++i) {
      int type = Type(i);
      if (type == T_LPAREN || type == T_LBRACKET || type == T_LBRACE) {
        open.push_back(static_cast<uint32_t>(i));
      } else if (type == T_RPAREN || type == T_RBRACKET || type == T_RBRACE) {
        if (open.empty()) return;
        partner_[open.back()] = static_cast<uint32_t>(i);
        open.pop_back();
      }
    }
  }

  // What could have stood at the furthest token.
  void Fail(size_t at, absl::string_view expected) {
    if (at < failed_at_) return;
    if (at > failed_at_) expected_.clear();
    failed_at_ = at;
    if (!expected.empty() &&
        std::find(expected_.begin(), expected_.end(), expected) == expected_.end())
      expected_.push_back(expected);
  }

  void FollowSplits(const std::vector<Thread>& arrived) {
    ++generation_;
    ready_.clear();
    for (auto thread = arrived.rbegin(); thread != arrived.rend(); ++thread)
      open_.push_back(*thread);
    while (!open_.empty()) {
      Thread thread = open_.back();
      open_.pop_back();
      if (marks_[thread.pc] == generation_) continue;
      marks_[thread.pc] = generation_;
      const PatternInstruction& instruction = program_.code[thread.pc];
      if (instruction.op == Op::kSplit) {
        open_.push_back({instruction.other, thread.touch});
        open_.push_back({instruction.next, thread.touch});
      } else if (instruction.op == Op::kEndOfUnits) {
        if (MayEndExpression(at_)) open_.push_back({instruction.next, thread.touch});
      } else {
        ready_.push_back(thread);
      }
    }
  }

  // True: the statement is matched.
  bool Step(Thread thread, UtilityMatch* match) {
    const PatternInstruction& instruction = program_.code[thread.pc];
    switch (instruction.op) {
      case Op::kWord:
        if (word_ == instruction.argument) {
          waiting_[at_ + 1].push_back({instruction.next, thread.touch});
        } else {
          Fail(at_, program_.words[instruction.argument]);
        }
        return false;
      case Op::kSymbol:
        if (IsSymbol(at_, static_cast<int>(instruction.argument))) {
          waiting_[at_ + 1].push_back({instruction.next, thread.touch});
        } else {
          Fail(at_, TokenTypeName(static_cast<int>(instruction.argument)));
        }
        return false;
      case Op::kMoreUnits:
        if (Taken taken = TakeUnit(at_, instruction.argument != 0); taken.ok)
          waiting_[taken.at].push_back({instruction.next, thread.touch});
        return false;
      case Op::kHole:
        TakeHole(instruction, thread);
        return false;
      case Op::kMatch:
        if (Type(at_) != kEndOfStatement) {
          Fail(at_, TokenTypeName(kEndOfStatement));
          return false;
        }
        match->statement = &table_.statements[instruction.argument];
        for (uint32_t i = thread.touch; i != kNone; i = touches_[i].previous)
          match->touched.push_back(touches_[i].touch);
        std::reverse(match->touched.begin(), match->touched.end());
        return true;
      case Op::kSplit:
      case Op::kEndOfUnits:
        return false;
    }
    return false;
  }

  void TakeHole(const PatternInstruction& instruction, Thread thread) {
    Hole hole = static_cast<Hole>(instruction.argument);
    Taken taken = Take(hole, at_);
    if (!taken.ok) {
      Fail(taken.at, taken.at == at_ ? GetHole(hole).expected : GetHole(Hole::kName).expected);
      return;
    }
    if (IsTold(hole)) {
      UtilityTouch touch = {hole, instruction.access, static_cast<uint32_t>(at_),
                            static_cast<uint32_t>(taken.at)};
      touches_.push_back({touch, thread.touch});
      thread.touch = static_cast<uint32_t>(touches_.size() - 1);
    }
    waiting_[taken.at].push_back({instruction.next, thread.touch});
  }

  static bool IsTold(Hole hole) {
    switch (hole) {
      case Hole::kTable:
      case Hole::kDatabase:
      case Hole::kCatalog:
      case Hole::kFunction:
      case Hole::kFunctionName:
      case Hole::kUser:
      case Hole::kRole:
      case Hole::kFile:
      case Hole::kQuery:
      case Hole::kStatement:
        return true;
      default:
        return false;
    }
  }

  bool IsSymbol(size_t i, int type) const {
    if (Type(i) == type) return true;
    // 'u' @ 'h': the scanner takes an @ behind a blank for a variable's.
    return type == T_AT_SIGN && Type(i) == T_PARAMETER && Text(i) == "@";
  }

  bool IsName(size_t i) const {
    int type = Type(i);
    if (type == T_TEMPLATE || Quoted(i)) return true;
    if (type == T_IDENTIFIER) return !IsReserved(Text(i), dialect_);
    if (!IsKeyword(type)) return false;
    return dialect_ == Dialect::kSpark ||
           GetKeyword(type).dialects[static_cast<int>(dialect_)] != KeywordClass::R;
  }

  bool StartsStatement(size_t at) const {
    static constexpr absl::string_view kWords[] = {"INSERT", "UPDATE", "DELETE",  "MERGE",
                                                   "CREATE", "ALTER",  "DROP",    "TRUNCATE",
                                                   "LOAD",   "EXPORT", "REPLACE", "EXPLAIN"};
    if (Type(at) == T_KW_FROM) return dialect_ != Dialect::kDoris;
    return StartsQuery(at) || (IsWord(at) && IsOneOf(at, kWords)) ||
           (IsWord(at) && BeginsUtilityStatement(Text(at)));
  }

  bool IsText(size_t i) const { return IsName(i) || Type(i) == T_STRING; }

  static Taken One(bool ok, size_t at) { return {ok, ok ? at + 1 : at}; }

  Taken Take(Hole hole, size_t at) const {
    switch (hole) {
      case Hole::kName:
      case Hole::kCatalog:
        return One(IsName(at), at);
      case Hole::kPath:
      case Hole::kTable:
      case Hole::kDatabase:
      case Hole::kFunction:
      case Hole::kColumn:
        return TakePath(at);
      case Hole::kFunctionName: {
        Taken taken = TakePath(at);
        if (taken.ok && Type(taken.at - 1) != T_RPAREN && taken.at > at + 1) return {false, at + 1};
        return taken;
      }
      case Hole::kUser:
      case Hole::kRole:
      case Hole::kText:
        return One(IsText(at), at);
      case Hole::kWord:
        return One(Type(at) == T_IDENTIFIER || IsKeyword(Type(at)) || IsTemplate(at), at);
      case Hole::kString:
      case Hole::kFile:
        return One(Type(at) == T_STRING || IsTemplate(at), at);
      case Hole::kNumber:
        return One(Type(at) == T_NUMBER || IsTemplate(at), at);
      case Hole::kValue:
        return TakeValue(at);
      case Hole::kExpression:
        return StartsExpression(at) ? TakeUnit(at, true) : Taken{false, at};
      case Hole::kQuery:
        return StartsQuery(at) ? TakeUnit(at, true) : Taken{false, at};
      case Hole::kStatement:
        return StartsStatement(at) ? TakeUnit(at, true) : Taken{false, at};
      case Hole::kType:
        return TakeType(at);
      case Hole::kGroup:
        if (Type(at) != T_LPAREN || partner_[at] == kNone) return {false, at};
        return {true, size_t{partner_[at]} + 1};
    }
    return {false, at};
  }

  // a.b.c; in Spark also IDENTIFIER(..).b
  Taken TakePath(size_t at) const {
    if (!IsName(at)) return {false, at};
    size_t end = at + 1;
    if (dialect_ == Dialect::kSpark && WordIs(at, "IDENTIFIER") && Type(end) == T_LPAREN &&
        partner_[end] != kNone) {
      end = size_t{partner_[end]} + 1;
    }
    while (Type(end) == T_DOT) {
      ++end;
      bool part = Type(end) == T_IDENTIFIER || IsKeyword(Type(end)) || IsTemplate(end) ||
                  Type(end) == T_NUMBER;
      if (!part) return {false, end};
      ++end;
    }
    return {true, end};
  }

  Taken TakeValue(size_t at) const {
    switch (Type(at)) {
      case T_STRING:
      case T_NUMBER:
      case T_TEMPLATE:
      case T_PARAMETER:
        return {true, at + 1};
      case T_MINUS:
      case T_PLUS:
        return Type(at + 1) == T_NUMBER ? Taken{true, at + 2} : Taken{false, at};
      default:
        break;
    }
    if (WordIs(at, "TRUE") || WordIs(at, "FALSE") || WordIs(at, "NULL")) return {true, at + 1};
    // DATE '2024-01-01', X'1F'
    if (IsWord(at) && Type(at + 1) == T_STRING) return {true, at + 2};
    return {false, at};
  }

  // array<map<string,int>>, decimal(10, 2), timestamp with local time zone
  Taken TakeType(size_t at) const {
    if (!(Type(at) == T_IDENTIFIER || IsKeyword(Type(at)))) return {false, at};
    size_t end = at + 1;
    if (Type(end) == T_LPAREN && partner_[end] != kNone) end = size_t{partner_[end]} + 1;
    if (Type(end) == T_NEQ) return {true, end + 1};  // struct<>
    if (Type(end) == T_LT) {
      int depth = 0;
      do {
        int type = Type(end);
        if (type == kEndOfStatement) return {false, end};
        if (type == T_LT) ++depth;
        if (type == T_GT) --depth;
        ++end;
      } while (depth > 0);
      return {true, end};
    }
    if (WordIs(at, "DOUBLE") && WordIs(end, "PRECISION")) return {true, end + 1};
    if (!WordIs(at, "TIMESTAMP") || !(WordIs(end, "WITH") || WordIs(end, "WITHOUT")))
      return {true, end};
    size_t zone = WordIs(end + 1, "LOCAL") ? end + 2 : end + 1;
    if (!WordIs(zone, "TIME") || !WordIs(zone + 1, "ZONE")) return {true, end};
    return {true, zone + 2};
  }

  // --- expressions and what is kept as text ---------------------------------------------------

  bool StartsQuery(size_t at) const {
    switch (Type(at)) {
      case T_KW_SELECT:
      case T_KW_WITH:
      case T_KW_FROM:
      case T_KW_VALUES:
      case T_KW_TABLE:
      case T_KW_MAP:
      case T_KW_REDUCE:
      case T_LPAREN:
      case T_TEMPLATE:
        return true;
      default:
        return false;
    }
  }

  // Words of clauses, which no expression holds outside its brackets.
  bool IsClauseWord(size_t at) const {
    switch (Type(at)) {
      case T_KW_SELECT:
      case T_KW_FROM:
      case T_KW_INTO:
      case T_KW_WHERE:
      case T_KW_GROUP:
      case T_KW_HAVING:
      case T_KW_ORDER:
      case T_KW_LIMIT:
      case T_KW_UNION:
      case T_KW_JOIN:
      case T_KW_INSERT:
      case T_KW_CREATE:
      case T_KW_TABLE:
        return true;
      default:
        return false;
    }
  }

  bool StartsExpression(size_t at) const {
    switch (Type(at)) {
      case T_STRING:
      case T_NUMBER:
      case T_TEMPLATE:
      case T_PARAMETER:
      case T_LPAREN:
      case T_LBRACKET:
      case T_LBRACE:
      case T_MINUS:
      case T_PLUS:
      case T_TILDE:
      case T_BANG:
      case T_ASTERISK:
        return true;
      default:
        return (IsWord(at) && !IsClauseWord(at)) || Quoted(at);
    }
  }

  bool IsOneOf(size_t i, absl::Span<const absl::string_view> words) const {
    absl::string_view text = Text(i);
    return std::any_of(words.begin(), words.end(),
                       [&](absl::string_view word) { return absl::EqualsIgnoreCase(text, word); });
  }

  bool IsOperatorWord(size_t i) const { return IsWord(i) && IsOneOf(i, kOperatorWords); }

  // Whether the token ends an operand and its own words do not go on.
  bool EndsOperand(size_t i) const {
    switch (Type(i)) {
      case T_STRING:
      case T_NUMBER:
      case T_RPAREN:
      case T_RBRACKET:
      case T_RBRACE:
        return true;
      default:
        return Type(i) == T_IDENTIFIER && !IsOperatorWord(i);
    }
  }

  // Two operands with nothing between them: `a b`, `1 'x'`. DATE '..' and INTERVAL 1 DAY are one.
  bool TwoOperands(size_t at) const {
    if (at == 0 || !EndsOperand(at - 1)) return false;
    bool name = Type(at - 1) == T_IDENTIFIER;
    if (Type(at) == T_STRING || Type(at) == T_NUMBER)
      return !(name && !Quoted(at - 1)) && !(Type(at - 1) == T_STRING && Type(at) == T_STRING);
    if (Type(at) != T_IDENTIFIER || IsOperatorWord(at)) return false;
    return !(at >= 2 && WordIs(at - 2, "INTERVAL"));
  }

  bool MayEndExpression(size_t at) const {
    if (at == 0) return true;
    switch (Type(at - 1)) {
      case T_EQ:
      case T_NULL_SAFE_EQ:
      case T_NEQ:
      case T_LT:
      case T_LE:
      case T_GT:
      case T_GE:
      case T_PLUS:
      case T_MINUS:
      case T_SLASH:
      case T_PERCENT:
      case T_CONCAT:
      case T_AMP:
      case T_PIPE:
      case T_CARET:
      case T_DOT:
      case T_ARROW:
      case T_DOUBLE_COLON:
        return false;
      default:
        return !IsOperatorWord(at - 1);
    }
  }

  // One token, or a bracket with all in it.
  Taken TakeUnit(size_t at, bool text) const {
    switch (Type(at)) {
      case kEndOfStatement:
      case T_RPAREN:
      case T_RBRACKET:
      case T_RBRACE:
        return {false, at};
      case T_COMMA:
        return One(text, at);
      case T_LPAREN:
      case T_LBRACKET:
      case T_LBRACE:
        if (partner_[at] == kNone) return {false, at};
        return {true, size_t{partner_[at]} + 1};
      default:
        return One(text || !(TwoOperands(at) || IsClauseWord(at)), at);
    }
  }

  absl::string_view script_;
  Dialect dialect_;
  const StatementTokens& all_;
  const std::vector<SqlToken>& tokens_;
  const UtilityTable& table_;
  const PatternProgram& program_;

  std::vector<uint32_t> partner_;  // of an opening bracket
  // By token: the ways that go on there. A bracket is jumped over, so there may be several.
  std::map<size_t, std::vector<Thread>> waiting_;
  std::vector<uint32_t> marks_;  // by instruction: the generation that has seen it
  uint32_t generation_ = 0;
  std::vector<Thread> open_;   // splits to follow
  std::vector<Thread> ready_;  // at an instruction that takes a token
  std::vector<TouchNode> touches_;
  size_t at_ = 0;
  uint32_t word_ = kNone;  // of the token at_
  size_t failed_at_ = 0;
  std::vector<absl::string_view> expected_;
};

}  // namespace

UtilityMatch MatchUtility(absl::string_view script, Dialect dialect, const StatementTokens& tokens,
                          size_t start, const UtilityTable& table) {
  return Matcher(script, dialect, tokens, table).Run(start);
}

}  // namespace headwater::syntax
