#include "metamorphic.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "sql_tokens.h"

namespace headwater::golden {
namespace {

std::string AddComments(absl::string_view sql) {
  std::string result;
  for (const Token& token : Tokenize(sql)) {
    absl::StrAppend(&result, token.text);
    if (token.kind == TokenKind::kSpace)
      absl::StrAppend(&result, "/* a; 'b */ -- c \"d\n");
    else if (token.text == "," || token.text == "(")
      absl::StrAppend(&result, "/**/");
  }
  return result;
}

std::string ChangeSpace(absl::string_view sql) {
  std::string result;
  for (const Token& token : Tokenize(sql)) {
    absl::StrAppend(&result, token.kind == TokenKind::kSpace ? "\n\t  \n" : token.text);
  }
  return result;
}

std::string WindowsLineEnds(absl::string_view sql) {
  std::string result;
  for (const Token& token : Tokenize(sql)) {
    if (token.kind == TokenKind::kSpace) {
      absl::StrAppend(&result, absl::StrReplaceAll(token.text, {{"\n", "\r\n"}}));
    } else {
      absl::StrAppend(&result, token.text);
    }
  }
  return result;
}

// Words that are reserved in all three dialects, so never the name of anything.
bool IsReserved(absl::string_view word) {
  static const std::set<std::string> kReserved = {
      "select", "from",   "where",   "join",    "inner",  "outer",  "cross", "on",       "group",
      "by",     "order",  "having",  "union",   "all",    "insert", "into",  "table",    "as",
      "case",   "when",   "then",    "else",    "end",    "and",    "or",    "not",      "in",
      "is",     "null",   "between", "lateral", "exists", "create", "with",  "distinct", "set",
      "update", "delete", "merge",   "using",   "values", "like",   "over",  "limit",    "drop"};
  return kReserved.count(absl::AsciiStrToLower(word)) != 0;
}

std::string ChangeKeywordCase(absl::string_view sql) {
  const std::vector<Token> tokens = Tokenize(sql);
  std::string result;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool part = (i > 0 && tokens[i - 1].text == ".") ||
                      (i + 1 < tokens.size() && tokens[i + 1].text == ".");
    std::string text = tokens[i].text;
    if (tokens[i].kind == TokenKind::kWord && !part && IsReserved(text)) {
      for (size_t k = 0; k < text.size(); ++k) {
        text[k] = k % 2 == 0 ? absl::ascii_tolower(text[k]) : absl::ascii_toupper(text[k]);
      }
    }
    absl::StrAppend(&result, text);
  }
  return result;
}

// Puts `expr AS name` of a select list into parentheses: `(expr) AS name`. Items without AS are
// left alone, since an engine may name them by their text; so are stars and table functions.
class Parenthesiser {
 public:
  explicit Parenthesiser(absl::string_view sql) : tokens_(Tokenize(sql)) {}

  std::string Run() {
    std::vector<std::string> before(tokens_.size()), after(tokens_.size());
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (Is(i, "select")) MarkItems(i, &before, &after);
    }
    std::string result;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      absl::StrAppend(&result, before[i], tokens_[i].text, after[i]);
    }
    return result;
  }

 private:
  bool Is(size_t i, absl::string_view word) const {
    return tokens_[i].kind == TokenKind::kWord && absl::EqualsIgnoreCase(tokens_[i].text, word);
  }

  bool IsCode(size_t i) const {
    return tokens_[i].kind != TokenKind::kSpace && tokens_[i].kind != TokenKind::kComment;
  }

  // The next token that is code, from `i` on.
  size_t Skip(size_t i) const {
    while (i < tokens_.size() && !IsCode(i)) ++i;
    return i;
  }

  bool EndsList(size_t i) const {
    static constexpr absl::string_view kWords[] = {
        "from",       "where",   "union",     "lateral", "insert", "group",
        "order",      "limit",   "intersect", "except",  "minus",  "having",
        "distribute", "cluster", "sort",      "window",  "qualify"};
    return tokens_[i].text == ";" ||
           std::any_of(std::begin(kWords), std::end(kWords),
                       [&](absl::string_view word) { return Is(i, word); });
  }

  void MarkItems(size_t select, std::vector<std::string>* before,
                 std::vector<std::string>* after) const {
    size_t begin = Skip(select + 1);
    if (begin < tokens_.size() && (Is(begin, "distinct") || Is(begin, "all"))) {
      begin = Skip(begin + 1);
    }
    int depth = 0;
    int cases = 0;
    size_t as = 0;
    size_t last = begin;  // the last code token before AS
    for (size_t i = begin; i < tokens_.size(); ++i) {
      if (!IsCode(i)) continue;
      const std::string& text = tokens_[i].text;
      const bool ends = depth == 0 && (text == ")" || (cases == 0 && EndsList(i)));
      if (ends || (depth == 0 && text == ",")) {
        if (as != 0 && MayWrap(begin, as, i)) {
          absl::StrAppend(&(*before)[begin], "(");
          (*after)[last] = absl::StrCat(")", (*after)[last]);
        }
        if (ends) return;
        begin = Skip(i + 1);
        as = 0;
        last = begin;
        continue;
      }
      if (text == "(") ++depth;
      if (text == ")") --depth;
      if (depth == 0 && Is(i, "case")) ++cases;
      if (depth == 0 && Is(i, "end")) --cases;
      if (depth == 0 && as == 0 && Is(i, "as")) as = i;
      if (as == 0) last = i;
    }
  }

  // Not a star, a hint, a struct star, a TRANSFORM or a table function with several names.
  bool MayWrap(size_t begin, size_t as, size_t end) const {
    const size_t alias = Skip(as + 1);
    if (alias >= end || tokens_[alias].text == "(" || Skip(alias + 1) != end) return false;
    static constexpr absl::string_view kTableFunctions[] = {
        "explode",    "explode_outer", "posexplode", "inline", "stack",
        "json_tuple", "transform",     "map",        "reduce", "parse_url_tuple"};
    for (absl::string_view name : kTableFunctions) {
      if (Is(begin, name)) return false;
    }
    for (size_t i = begin; i < as; ++i) {
      if (absl::StartsWith(tokens_[i].text, "/*+")) return false;
    }
    return tokens_[begin].text != "*";
  }

  std::vector<Token> tokens_;
};

std::string AddParentheses(absl::string_view sql) { return Parenthesiser(sql).Run(); }

constexpr Rewriting kRewritings[] = {
    {"comments between tokens", AddComments},
    {"other white space", ChangeSpace},
    {"Windows line ends", WindowsLineEnds},
    {"other keyword case", ChangeKeywordCase},
    {"parentheses around select items", AddParentheses},
};

}  // namespace

absl::Span<const Rewriting> Rewritings() { return kRewritings; }

}  // namespace headwater::golden
