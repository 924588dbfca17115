// From bytes to tokens, one statement at a time. Hand-written: a token costs tens of nanoseconds,
// and Chinese text no more than English.

#ifndef HEADWATER_LIB_SYNTAX_SCANNER_H_
#define HEADWATER_LIB_SYNTAX_SCANNER_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/arena.h"
#include "headwater/parser.h"
#include "syntax/script_blocks.h"
#include "syntax/token.h"
#include "syntax/variables.h"

namespace headwater::syntax {

// Finds a closing mark, and remembers where the last one was found: a script of a million openings
// and one closing, or none, is searched once.
class NextOccurrence {
 public:
  explicit constexpr NextOccurrence(absl::string_view mark) : mark_(mark) {}

  // Where the mark stands in `text`, which is the same in each call, from `begin` on; npos if
  // nowhere.
  size_t Find(absl::string_view text, size_t begin) {
    if (begin < known_from_ || begin > found_) {
      known_from_ = begin;
      found_ = text.find(mark_, begin);
    }
    return found_;
  }

 private:
  absl::string_view mark_;
  // No mark stands between these two.
  size_t known_from_ = absl::string_view::npos;
  size_t found_ = 0;
};

// Reads one script from its start to its end. Keeps a view of the text.
class Scanner {
 public:
  Scanner(absl::string_view text, Dialect dialect, const ParseLimits& limits, Variables* variables);

  // Scans the next statement that has a token; false at the end of the script. Texts that differ
  // from the script's are made in `arena`. Keywords still have their raw types: see lookahead.h.
  bool NextStatement(base::Arena* arena, StatementTokens* out);

  // Goes on from there.
  void StartAt(uint32_t at) { at_ = at; }

  // From now on "a" is a name, as `a` is, and no string: a setting of the session.
  void SetDoubleQuotesName(bool name) { double_quotes_name_ = name; }

 private:
  // What a quote or comment that nobody closed does: the statement ends at the first line that
  // ends in a semicolon, so that those after it survive.
  void RecoverFrom(uint32_t begin);

  void SkipBlanks();
  bool SkipComment();
  void SkipBlockComment();
  void SkipLineComment();
  bool SkipJinja();
  void SkipToEndOfJinjaIf();
  // The first word of the tag at `at`; *end is set behind the tag, or to npos if it is not closed.
  absl::string_view JinjaTag(size_t at, size_t* end);
  bool AtRawStatement() const;
  bool SetsVariable(uint32_t after_set) const;
  void ScanRawStatement();
  uint32_t EndOfRawStatement() const;
  void ScanToken();
  void ScanWord();
  void ScanWordWithTemplate(uint32_t begin);
  void ScanNumber();
  bool ScanHexNumber();
  void ScanExponent();
  void ScanDigits();
  void ScanString(char quote, bool raw_text);
  void ScanQuotedName();
  void ScanHint();
  void ScanTemplate();
  bool ScanPrefixedString();
  void ScanSymbol();
  void ScanNonAscii();
  bool AtMemberWord() const;
  bool ScanDollarText();
  void InsertValue(absl::string_view value, uint32_t begin, uint32_t end);

  bool ScanParameter();
  bool BehindName() const;
  bool BehindOperand() const;

  // Whether the quote at `at` is known to have no partner.
  bool IsUnclosed(uint32_t at) const;
  void PushUnclosed(uint32_t begin);

  // Whether a template begins here: ${x}, $[yyyyMMdd-1], {{ x }}.
  bool AtTemplate(uint32_t at) {
    const char c = At(at);
    return (c == '$' || c == '{') && TemplateEnd(at) != at;
  }
  // Past the template's end, or `at` if there is none.
  uint32_t TemplateEnd(uint32_t at);
  std::string FillTemplates(absl::string_view text, bool* unfilled) const;
  absl::string_view Unescape(absl::string_view body, char quote);
  void Push(int type, uint32_t begin, uint32_t end);
  // Pushes [begin, at_) as a token of the type, or as one that is an error.
  void PushIfUtf8(int type, uint32_t begin);
  void PushText(int type, uint32_t begin, uint32_t end, absl::string_view text, uint8_t flags);
  char At(uint32_t at) const { return at < size_ ? text_[at] : '\0'; }

  static constexpr uint32_t kNowhere = 0xFFFFFFFF;

  absl::string_view text_;
  uint32_t size_;
  Dialect dialect_;
  ParseLimits limits_;
  Variables* variables_;
  uint32_t at_ = 0;
  int value_depth_ = 0;  // values of variables inside values of variables
  NextOccurrence comment_end_{"*/"};
  NextOccurrence jinja_comment_end_{"#}"};
  NextOccurrence jinja_tag_end_{"%}"};
  NextOccurrence jinja_value_end_{"}}"};
  bool comments_nest_;
  // The last quote of each kind (', ", `) that nobody closed.
  std::array<uint32_t, 3> unclosed_{kNowhere, kNowhere, kNowhere};
  ScriptBlocks blocks_;
  bool double_quotes_name_ = false;
  base::Arena* arena_ = nullptr;
  StatementTokens* out_ = nullptr;
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SCANNER_H_
