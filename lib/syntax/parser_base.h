// The base classes of the generated parser: what makes ANTLR's output fast and bounded.
//
// The generated code calls match(), consume(), enterRule(), exitRule(), setState(), finally(),
// _input, _tracker and _errHandler unqualified and names its contexts' base in the grammar; the
// build takes the rest of the runtime out of it (cmake/PostprocessParser.cmake). So there is no
// parse tree (the contexts hang together by their labels), contexts are plain structs in an arena,
// the first error ends the parse, and depth has a limit. What is left of the runtime is the ATN,
// and that is asked only for an error message.

#ifndef HEADWATER_LIB_SYNTAX_PARSER_BASE_H_
#define HEADWATER_LIB_SYNTAX_PARSER_BASE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "antlr4-runtime.h"
#include "base/arena.h"
#include "syntax/token.h"

namespace headwater::syntax {

// The token array as the generated code reads it.
class SqlTokenStream {
 public:
  void Reset(SqlToken* tokens, size_t size) {
    tokens_ = tokens;
    size_ = size;
    at_ = 0;
  }

  SqlToken* Current() const { return tokens_ + at_; }
  SqlToken* Last() const { return tokens_ + (at_ == 0 ? 0 : at_ - 1); }
  size_t index() const { return at_; }

  // The type or the token i places on, from 1 for the current one; behind the end is the end.
  size_t LA(size_t i) const { return LT(i)->type; }
  SqlToken* LT(size_t i) const { return tokens_ + std::min(at_ + i, size_) - 1; }

  // The array ends with kEndOfStatement, which is never passed.
  void consume() {
    if (at_ + 1 < size_) ++at_;
  }

 private:
  SqlToken* tokens_ = nullptr;
  size_t size_ = 0;
  size_t at_ = 0;
};

// The base of all contexts. They live in the parser's arena.
class RuleNode {
 public:
  RuleNode() = default;
  RuleNode(RuleNode* parent, size_t invoking_state)
      : parent(parent), invokingState(static_cast<uint32_t>(invoking_state)) {}
  RuleNode(const RuleNode&) = delete;
  RuleNode& operator=(const RuleNode&) = delete;

  const SqlToken* First() const { return start; }
  // The last token; before First() for a rule that matched nothing.
  const SqlToken* Last() const { return stop; }

  // The generated contexts have accessors that would search a parse tree. There is none.
  antlr4::tree::TerminalNode* getToken(size_t, size_t) { return nullptr; }
  std::vector<antlr4::tree::TerminalNode*> getTokens(size_t) { return {}; }
  template <typename T>
  T* getRuleContext(size_t) {
    return nullptr;
  }
  template <typename T>
  std::vector<T*> getRuleContexts() {
    return {};
  }

  RuleNode* parent = nullptr;
  SqlToken* start = nullptr;
  SqlToken* stop = nullptr;
  uint32_t invokingState = 0;
};

// Thrown to leave the parse at the first error, past the generated handlers; caught where the
// parse was started.
struct ParseStopped {};

class ParserBase {
 public:
  static constexpr size_t EOF = kEndOfStatement;  // the generated code's name for it

  explicit ParserBase(SqlTokenStream* input) : _input(input) {}
  ParserBase(const ParserBase&) = delete;
  ParserBase& operator=(const ParserBase&) = delete;

  // Makes the parser ready for the tokens its stream holds now. Frees all contexts. expected() is
  // filled at an error only where somebody will read it: it takes longer than the parse.
  void Restart(int deepest_rule, bool find_expected) {
    find_expected_ = find_expected;
    _tracker.Clear();
    _ctx = nullptr;
    setState(0);
    depth_ = 0;
    deepest_rule_ = deepest_rule;
    too_deep_ = false;
    expected_.clear();
    mark_index_ = static_cast<size_t>(-1);
  }

  bool too_deep() const { return too_deep_; }
  // Types that could have stood where the parse stopped.
  const std::vector<size_t>& expected() const { return expected_; }

 protected:
  ~ParserBase() = default;
  virtual const antlr4::atn::ATN& getATN() const = 0;

  // Stands in for antlr4::Parser's ParseTreeTracker.
  class ContextArena {
   public:
    ContextArena() = default;
    ContextArena(const ContextArena&) = delete;
    ContextArena& operator=(const ContextArena&) = delete;
    ~ContextArena() { Clear(); }

    template <typename T, typename... Args>
    T* createInstance(Args&&... args) {
      T* context = new (arena_.Allocate(sizeof(T), alignof(T))) T(args...);
      // Contexts with lists (labels with +=) own vectors.
      if constexpr (!std::is_trivially_destructible_v<T>) {
        auto* owner = new (arena_.Allocate(sizeof(Owner), alignof(Owner))) Owner;
        *owner = {context, [](void* object) { static_cast<T*>(object)->~T(); }, owners_};
        owners_ = owner;
      }
      return context;
    }
    void Clear() {
      for (const Owner* owner = owners_; owner != nullptr; owner = owner->next)
        owner->destroy(owner->context);
      owners_ = nullptr;
      arena_.Reset();
    }

   private:
    struct Owner {
      void* context;
      void (*destroy)(void*);
      Owner* next;
    };
    base::Arena arena_;
    Owner* owners_ = nullptr;  // in the arena, like what they own
  };

  // Stands in for antlr4::ANTLRErrorStrategy. No recovery: statements are split beforehand.
  class StopAtFirstError {
   public:
    StopAtFirstError* operator->() { return this; }
    void sync(ParserBase* parser) { parser->Mark(); }
    void reportMatch(ParserBase*) {}
    SqlToken* recoverInline(ParserBase* parser) {
      parser->Stop();
      return nullptr;
    }
  };

  // Stands in for antlrcpp::finally, which goes through a std::function.
  template <typename Action>
  class AtExit {
   public:
    explicit AtExit(Action action) : action_(std::move(action)) {}
    AtExit(const AtExit&) = delete;
    AtExit& operator=(const AtExit&) = delete;
    ~AtExit() { action_(); }

   private:
    Action action_;
  };
  template <typename Action>
  static AtExit<Action> finally(Action action) {
    return AtExit<Action>(std::move(action));
  }

  SqlToken* match(size_t type) {
    if (_input->LA(1) != type) Stop();
    return consume();
  }

  SqlToken* consume() {
    SqlToken* token = _input->Current();
    _input->consume();
    return token;
  }

  void setState(size_t state) { state_ = state; }
  size_t getState() const { return state_; }

  void enterRule(RuleNode* context, size_t state, size_t) {
    state_ = state;
    _ctx = context;
    context->start = _input->Current();
    if (++depth_ > deepest_rule_) {
      too_deep_ = true;
      throw ParseStopped();
    }
  }

  void exitRule() {
    --depth_;
    _ctx->stop = _input->Last();
    state_ = _ctx->invokingState;
    _ctx = _ctx->parent;
  }

  void enterOuterAlt(RuleNode* context, size_t) { _ctx = context; }

  // Called before each decision: remembers the first one behind the last token. When an optional
  // part is passed over and the parse stops later, that decision knows all that could have stood
  // here, while the place where it stops knows only the last of it.
  void Mark() {
    if (_input->index() == mark_index_) return;
    mark_index_ = _input->index();
    mark_state_ = state_;
    mark_context_ = _ctx;
  }

  [[noreturn]] void Stop() {
    if (find_expected_ && expected_.empty()) {
      const bool marked = mark_index_ == _input->index();
      FindExpected(marked ? mark_state_ : state_, marked ? mark_context_ : _ctx);
    }
    throw ParseStopped();
  }

  SqlTokenStream* _input;
  RuleNode* _ctx = nullptr;
  ContextArena _tracker;
  StopAtFirstError _errHandler;

 private:
  // The ATN follows the rules that are open at `state` through contexts of the runtime's own kind.
  void FindExpected(size_t state, const RuleNode* open) {
    std::deque<antlr4::ParserRuleContext> contexts;
    for (; open != nullptr; open = open->parent) {
      antlr4::ParserRuleContext& context = contexts.emplace_back();
      context.invokingState = open->parent == nullptr ? kNoState : open->invokingState;
      if (contexts.size() > 1) contexts[contexts.size() - 2].parent = &context;
    }
    antlr4::RuleContext* innermost = contexts.empty() ? nullptr : &contexts.front();
    for (ssize_t type : getATN().getExpectedTokens(state, innermost).toList()) {
      expected_.push_back(type < 0 ? kEndOfStatement : static_cast<size_t>(type));
    }
  }

  static constexpr size_t kNoState = static_cast<size_t>(-1);  // of a context that nothing invoked

  size_t state_ = 0;
  size_t mark_index_ = static_cast<size_t>(-1);
  size_t mark_state_ = 0;
  RuleNode* mark_context_ = nullptr;
  int depth_ = 0;
  int deepest_rule_ = 0;
  bool too_deep_ = false;
  bool find_expected_ = true;
  std::vector<size_t> expected_;
};

}  // namespace headwater::syntax

// The generated code names them unqualified.
using headwater::syntax::ParserBase;      // NOLINT
using headwater::syntax::RuleNode;        // NOLINT
using headwater::syntax::SqlToken;        // NOLINT
using headwater::syntax::SqlTokenStream;  // NOLINT

#endif  // HEADWATER_LIB_SYNTAX_PARSER_BASE_H_
