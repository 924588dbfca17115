// The base classes of the generated parser: what makes ANTLR's output fast and bounded.
//
// The generated code calls match(), consume(), enterRule(), exitRule(), _input, _tracker and
// _errHandler unqualified, so the members here stand in for antlr4::Parser's: direct instead of
// virtual, no parse tree (the contexts hang together by their labels), contexts in an arena, the
// first error ends the parse, and a depth limit. The ATN is asked only for an error message.

#ifndef HEADWATER_LIB_SYNTAX_PARSER_BASE_H_
#define HEADWATER_LIB_SYNTAX_PARSER_BASE_H_

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "antlr4-runtime.h"
#include "base/arena.h"
#include "syntax/token.h"

namespace headwater::syntax {

// The token array as ANTLR sees it.
class SqlTokenStream final : public antlr4::TokenStream {
 public:
  void Reset(SqlToken* tokens, size_t size) {
    tokens_ = tokens;
    size_ = size;
    at_ = 0;
  }

  SqlToken* Current() const { return tokens_ + at_; }
  SqlToken* Last() const { return tokens_ + (at_ == 0 ? 0 : at_ - 1); }

  // The array ends with kEndOfStatement, which consume() never passes.
  size_t LA(ssize_t i) override {
    size_t type = tokens_[at_ + static_cast<size_t>(i) - 1].type;
    return type == kEndOfStatement ? antlr4::Token::EOF : type;
  }
  antlr4::Token* LT(ssize_t i) override {
    return i > 0
               ? tokens_ + at_ + i - 1
               : tokens_ + (static_cast<ssize_t>(at_) + i < 0 ? 0 : static_cast<ssize_t>(at_) + i);
  }
  void consume() override {
    if (at_ + 1 < size_) ++at_;
  }
  antlr4::Token* get(size_t i) const override { return tokens_ + i; }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return at_; }
  void seek(size_t i) override { at_ = i; }
  size_t size() override { return size_; }
  std::string getSourceName() const override { return std::string(); }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return std::string(); }
  std::string getText() override { return std::string(); }
  std::string getText(antlr4::RuleContext*) override { return std::string(); }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return std::string(); }

 private:
  SqlToken* tokens_ = nullptr;
  size_t size_ = 0;
  size_t at_ = 0;
};

// The base of all contexts. They live in the parser's arena.
class RuleNode : public antlr4::ParserRuleContext {
 public:
  RuleNode() = default;
  RuleNode(antlr4::ParserRuleContext* parent, size_t invoking_state)
      : antlr4::ParserRuleContext(parent, invoking_state) {}

  static void* operator new(size_t, void* place) { return place; }
  static void operator delete(void*) {}
  static void operator delete(void*, void*) {}

  SqlToken* First() const { return static_cast<SqlToken*>(start); }
  // The last token; before First() for a rule that matched nothing.
  SqlToken* Last() const { return static_cast<SqlToken*>(stop); }
};

// Thrown to leave the parse at the first error, past the generated handlers; caught where the
// parse was started.
struct ParseStopped {};

class ParserBase : public antlr4::Parser {
 public:
  explicit ParserBase(antlr4::TokenStream* input)
      : antlr4::Parser(input), _input(static_cast<SqlTokenStream*>(input)) {
    _buildParseTrees = false;
    removeErrorListeners();
  }
  ~ParserBase() override { _tracker.Clear(); }

  // Makes the parser ready for the tokens its stream holds now. Frees all contexts.
  void Restart(int deepest_rule) {
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
  // Stands in for antlr4::Parser's ParseTreeTracker.
  class ContextArena {
   public:
    template <typename T, typename... Args>
    T* createInstance(Args&&... args) {
      T* context = new (arena_.Allocate(sizeof(T), alignof(T))) T(args...);
      contexts_.push_back(context);
      return context;
    }
    // Contexts own vectors (labels with +=), so they need their destructors.
    void Clear() {
      for (antlr4::tree::ParseTree* context : contexts_) context->~ParseTree();
      contexts_.clear();
      if (contexts_.capacity() > kKeptContexts) contexts_.shrink_to_fit();
      arena_.Reset();
    }

   private:
    static constexpr size_t kKeptContexts = 1 << 16;
    base::Arena arena_;
    std::vector<antlr4::tree::ParseTree*> contexts_;
  };

  // Stands in for antlr4::ANTLRErrorStrategy. No recovery: statements are split beforehand.
  class StopAtFirstError {
   public:
    StopAtFirstError* operator->() { return this; }
    void sync(ParserBase* parser) { parser->Mark(); }
    void reportMatch(antlr4::Parser*) {}
    void reportError(ParserBase* parser, const std::exception&) { parser->Stop(); }
    void recover(ParserBase* parser, std::exception_ptr) { parser->Stop(); }
    antlr4::Token* recoverInline(ParserBase* parser) {
      parser->Stop();
      return nullptr;
    }
  };

  antlr4::Token* match(size_t type) {
    SqlToken* token = _input->Current();
    if (token->getType() != type) Stop();
    _input->consume();
    return token;
  }

  antlr4::Token* consume() {
    SqlToken* token = _input->Current();
    _input->consume();
    return token;
  }

  void enterRule(antlr4::ParserRuleContext* context, size_t state, size_t) {
    setState(state);
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
    setState(_ctx->invokingState);
    _ctx = static_cast<antlr4::ParserRuleContext*>(_ctx->parent);
  }

  void enterOuterAlt(antlr4::ParserRuleContext* context, size_t) { _ctx = context; }

  // Called before each decision: remembers the first one behind the last token. When an optional
  // part is passed over and the parse stops later, that decision knows all that could have stood
  // here, while the place where it stops knows only the last of it.
  void Mark() {
    if (_input->index() == mark_index_) return;
    mark_index_ = _input->index();
    mark_state_ = getState();
    mark_context_ = _ctx;
  }

  [[noreturn]] void Stop() {
    if (expected_.empty()) {
      bool marked = mark_index_ == _input->index();
      size_t state = marked ? mark_state_ : getState();
      for (ssize_t type :
           getATN().getExpectedTokens(state, marked ? mark_context_ : _ctx).toList()) {
        expected_.push_back(static_cast<size_t>(type));
      }
    }
    throw ParseStopped();
  }

  SqlTokenStream* _input;
  ContextArena _tracker;
  StopAtFirstError _errHandler;

 private:
  size_t mark_index_ = static_cast<size_t>(-1);
  size_t mark_state_ = 0;
  antlr4::ParserRuleContext* mark_context_ = nullptr;
  int depth_ = 0;
  int deepest_rule_ = 0;
  bool too_deep_ = false;
  std::vector<size_t> expected_;
};

}  // namespace headwater::syntax

// The generated code names them unqualified.
using headwater::syntax::ParserBase;  // NOLINT
using headwater::syntax::RuleNode;    // NOLINT

#endif  // HEADWATER_LIB_SYNTAX_PARSER_BASE_H_
