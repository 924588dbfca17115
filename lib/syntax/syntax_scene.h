// The statement around a syntax error, as those who guess what was meant look at it.

#ifndef HEADWATER_LIB_SYNTAX_SYNTAX_SCENE_H_
#define HEADWATER_LIB_SYNTAX_SYNTAX_SCENE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/parser.h"
#include "syntax/syntax_error.h"
#include "syntax/token.h"

namespace headwater::syntax {

// A guess put in words. What is empty stays as the parser found it.
struct Finding {
  std::string hint;
  std::string message;
  ast::SourceRange range;
  bool everywhere = false;  // a slip in any dialect, even in one that makes something of it

  bool empty() const { return hint.empty() && message.empty(); }
};

// A change of the statement's text: bytes of the script.
struct TextEdit {
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string text;
};

class SyntaxScene {
 public:
  static constexpr size_t kNowhere = static_cast<size_t>(-1);

  explicit SyntaxScene(const SyntaxFailure& failure) : failure_(failure) { FindBrackets(); }

  const SyntaxFailure& failure() const { return failure_; }
  Dialect dialect() const { return failure_.dialect; }
  size_t at() const { return failure_.at; }
  size_t size() const { return tokens().size(); }  // with the end
  const SqlToken& Token(size_t i) const { return tokens()[i]; }

  // The type of a token; kInvalidToken outside the statement.
  int Type(size_t i) const { return i < size() ? int{tokens()[i].type} : int{kInvalidToken}; }
  // The types at and before the error.
  int Found() const { return Type(at()); }
  int Before() const { return Type(at() - 1); }

  // As written.
  absl::string_view Text(size_t i) const;
  // Whether the token is this word, unquoted, in any case, keyword or not; or this symbol.
  bool Is(size_t i, absl::string_view word) const;
  bool IsWord(size_t i) const;  // a name without quotes or a keyword
  bool Expects(int type) const;
  ast::SourceRange Range(size_t i) const { return {Token(i).begin, Token(i).end}; }

  // The parentheses and brackets that are open where the parse stopped, outermost first.
  const std::vector<size_t>& open() const { return open_; }
  // Of the whole statement: those that nothing closes, and the first that nothing opened.
  const std::vector<size_t>& unclosed() const { return unclosed_; }
  size_t unopened() const { return unopened_; }
  // The token before `i` at its level of brackets: a whole bracket counts as its opening token.
  // kNowhere where the level begins.
  size_t PreviousOnLevel(size_t i) const;
  // The nearest of `types` before `i` on its level; kNowhere: none.
  size_t FindBack(size_t i, std::initializer_list<int> types) const;
  // How deep in parentheses the error is.
  size_t depth() const { return open_.size(); }
  bool InCast() const;  // the innermost of them is that of CAST

  // What the statement is like with a change.
  enum class Outcome { kNoBetter, kGetsFurther, kParses };
  Outcome Try(const TextEdit& edit);
  // Whether it would parse in another dialect, as it is.
  bool ParsesIn(Dialect dialect);

 private:
  const std::vector<SqlToken>& tokens() const { return failure_.tokens.tokens; }
  void FindBrackets();
  bool Spend();

  const SyntaxFailure& failure_;
  std::vector<size_t> open_;
  std::vector<size_t> unclosed_;
  std::vector<size_t> partner_;  // of a closing bracket: its opening one, else kNowhere
  size_t unopened_ = kNowhere;
  size_t spent_ = 0;  // tokens parsed in trials
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SYNTAX_SCENE_H_
