#include <array>

#include "absl/strings/match.h"
#include "syntax/byte_class.h"
#include "syntax/keywords.h"
#include "syntax/scanner.h"

namespace headwater::syntax {

namespace {

struct Symbol {
  absl::string_view text;
  int type;
};
// Longer ones first.
constexpr Symbol kSymbols[] = {
    {"<=>", T_NULL_SAFE_EQ},
    {"==", T_EQ},
    {"!=", T_NEQ},
    {"<>", T_NEQ},
    {"<=", T_LE},
    {">=", T_GE},
    {"!<", T_GE},
    {"!>", T_LE},
    {"||", T_CONCAT},
    {"|>", T_PIPE_GT},
    {"&&", T_AMP_AMP},
    {"->", T_ARROW},
    {"=>", T_FAT_ARROW},
    {"::", T_DOUBLE_COLON},
    {":=", T_ASSIGN},
    {"<<", T_SHIFT_LEFT},
    {"(", T_LPAREN},
    {")", T_RPAREN},
    {",", T_COMMA},
    {".", T_DOT},
    {"*", T_ASTERISK},
    {"=", T_EQ},
    {"<", T_LT},
    {">", T_GT},
    {"+", T_PLUS},
    {"-", T_MINUS},
    {"/", T_SLASH},
    {"%", T_PERCENT},
    {"&", T_AMP},
    {"|", T_PIPE},
    {"^", T_CARET},
    {"~", T_TILDE},
    {"!", T_BANG},
    {"[", T_LBRACKET},
    {"]", T_RBRACKET},
    {"{", T_LBRACE},
    {"}", T_RBRACE},
    {":", T_COLON},
    {"?", T_PARAMETER},
    {"@", T_AT_SIGN},
};
constexpr std::array<uint8_t, 128> kSingle = [] {
  std::array<uint8_t, 128> table{};
  for (const Symbol& symbol : kSymbols) {
    if (symbol.text.size() == 1)
      table[static_cast<size_t>(symbol.text[0])] = static_cast<uint8_t>(symbol.type);
  }
  return table;
}();

}  // namespace

void Scanner::ScanSymbol() {
  const uint32_t begin = at_;
  const char c = text_[at_];
  // The common ones cannot begin a longer symbol.
  if (c == ',' || c == '(' || c == ')' || c == '.' || c == '*' || c == '+') {
    ++at_;
    return Push(kSingle[static_cast<size_t>(c)], begin, at_);
  }
  if ((c == '@' || c == ':') && ScanParameter()) return;
  for (const Symbol& symbol : kSymbols) {
    if (symbol.text[0] == c && absl::StartsWith(text_.substr(at_), symbol.text)) {
      at_ += static_cast<uint32_t>(symbol.text.size());
      return Push(symbol.type, begin, at_);
    }
  }
  ++at_;
  Push(T_UNKNOWN_CHARACTER, begin, at_);
}

// @x, @@session.x, :x
bool Scanner::ScanParameter() {
  const uint32_t begin = at_;
  if (text_[at_] == '@') {
    if (BehindOperand()) return false;  // a table's version: t@v1
    while (At(at_) == '@') ++at_;
    while (IsNameByte(At(at_)) || At(at_) == '.') ++at_;
    PushIfUtf8(T_PARAMETER, begin);
    return true;
  }
  if (ClassOf(At(at_ + 1)) != kWordByte || out_->tokens.empty()) return false;
  // {'key' :value}, struct<a :int> and a:b are no parameters.
  const int last = out_->tokens.back().type;
  if (last == T_STRING || last == T_NUMBER || BehindOperand()) return false;
  ++at_;
  while (IsNameByte(At(at_))) ++at_;
  PushIfUtf8(T_PARAMETER, begin);
  return true;
}

// Whether the last token may end an operand, and ends here.
bool Scanner::BehindOperand() const {
  if (out_->tokens.empty() || out_->tokens.back().end != at_) return false;
  const int last = out_->tokens.back().type;
  return last == T_RPAREN || last == T_RBRACKET || last == T_STRING || last == T_NUMBER ||
         BehindName();
}

}  // namespace headwater::syntax
