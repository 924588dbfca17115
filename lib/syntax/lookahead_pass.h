// The lookahead pass at work: what it knows while it walks over one statement's tokens.
//
// lookahead.cc has the walk, the brackets and the symbols; lookahead_words.cc tells keywords from
// names; lookahead_constructs.cc has the looks that go further than two tokens.

#ifndef HEADWATER_LIB_SYNTAX_LOOKAHEAD_PASS_H_
#define HEADWATER_LIB_SYNTAX_LOOKAHEAD_PASS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/match.h"
#include "syntax/keywords.h"
#include "syntax/lookahead.h"
#include "syntax/token.h"

namespace headwater::syntax {

// One pass over one statement; see lookahead.h.
class Lookahead {
 public:
  Lookahead(absl::string_view script, Dialect dialect, StatementTokens* tokens)
      : script_(script), dialect_(dialect), all_(*tokens), tokens_(tokens->tokens) {}

  LookaheadResult Run();

 private:
  static constexpr uint32_t kNoMatch = 0xFFFFFFFF;
  static bool IsOpen(int type) {
    return type == T_LPAREN || type == T_LPAREN_QUERY || type == T_LBRACKET;
  }

  int Type(size_t i) const {
    return i < tokens_.size() ? int{tokens_[i].type} : int{kEndOfStatement};
  }
  int Previous() const { return at_ == 0 ? int{kInvalidToken} : int{tokens_[at_ - 1].type}; }
  int Next(size_t n = 1) const { return Type(at_ + n); }
  absl::string_view Text(size_t i) const { return TokenText(script_, all_, tokens_[i]); }
  bool TextIs(size_t i, absl::string_view word) const {
    return i < tokens_.size() && (Type(i) == T_IDENTIFIER || IsKeyword(Type(i))) &&
           absl::EqualsIgnoreCase(Text(i), word);
  }
  void MatchBrackets();
  bool OpensQuery(size_t i) const;
  void Retag(int type) { tokens_[at_].type = static_cast<uint16_t>(type); }

  void VisitSymbol();
  void VisitWord();
  void VisitIdentifier();
  void VisitString();
  bool IsKeywordHere(int type);
  // The words of use Special, by what they are about. Each may retag the token to a type of its
  // own.
  bool IsSpecialKeyword(int type);
  bool IsJoinKeyword(int type);
  bool IsClauseKeyword(int type);
  bool IsOperandKeyword(int type);
  bool IsTargetKeyword(int type);
  bool IsTableKeyword(int type);
  bool IsJoinWord(int type) const;
  bool IsDdlWord() const;
  bool IsVariableWord() const;
  bool BeginsPipeOperation(int type) const;
  static bool NamesPipeOperation(int type);
  bool IsPipe() const;
  // Whether the parenthesis before ends `EXCEPT (..)` or `REPLACE (..)` of a star.
  bool EndsStarSuffix(int suffix) const {
    return Previous() == T_RPAREN && match_[at_ - 1] != kNoMatch && match_[at_ - 1] > 0 &&
           Type(match_[at_ - 1] - 1) == suffix;
  }
  // Whether a token of this type can only stand behind a relation.
  bool EndsRelation(int type) const {
    return type == kEndOfStatement || type == T_KW_LIMIT || type == T_KW_WHERE ||
           type == T_KW_ORDER || type == T_KW_GROUP || type == T_KW_JOIN || type == T_RPAREN;
  }

  // Whether a value, a name or a closing bracket has just ended: what follows is an operator, an
  // alias or the next clause, not an operand.
  bool AfterOperand() const { return AfterOperandAt(at_); }
  bool AfterOperandAt(size_t i) const;
  bool StartsOperand(int type) const;
  bool StartsQuery(size_t i) const;
  bool IsWordToken(int type) const { return type == T_IDENTIFIER || IsKeyword(type); }
  bool IsUnit(size_t i) const;
  // f(ON t ..): whether the parenthesis around is such a function's.
  bool InPartitionedInput(size_t levels) const {
    return levels > 0 && Type(open_[levels - 1] + 1) == T_KW_ON;
  }
  // t@branch(..) of a query, not of an INSERT.
  bool AfterFrom() const { return Type(start_) != T_KW_INSERT || seen_select_; }
  bool AliasPosition(int type) const;
  bool NamesColumn(int type) const;

  bool BehindQueryTail() const;
  bool InFromList() const;
  bool MarkTableArgument(int type);
  void MarkInterval();
  void MarkLateralView();
  void MarkValuesRelation();
  bool IsScriptTransform() const;
  bool MultiInsertFollows() const;
  size_t MatchOf(size_t i) const { return match_[i] == kNoMatch ? tokens_.size() - 1 : match_[i]; }

  absl::string_view script_;
  Dialect dialect_;
  StatementTokens& all_;
  std::vector<SqlToken>& tokens_;
  std::vector<uint32_t> match_;
  size_t at_ = 0;
  size_t start_ = 0;            // of the statement behind EXPLAIN
  std::vector<uint32_t> open_;  // the parentheses around `at_`
  int depth_ = 0;
  int deepest_ = 0;
  int type_depth_ = 0;  // open '<' of types
  // The parentheses around `at_` where a table argument's PARTITION BY was seen.
  size_t table_argument_ = 0;
  bool ddl_ = false;  // in the part of a DDL statement that is no query
  bool seen_select_ = false;
  bool seen_body_ = false;  // SELECT, INSERT, UPDATE, ... at the statement's own level
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_LOOKAHEAD_PASS_H_
