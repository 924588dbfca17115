// From bytes to tokens, one statement at a time. Hand-written: a token costs tens of nanoseconds,
// and Chinese text no more than English.

#ifndef HEADWATER_LIB_SYNTAX_SCANNER_H_
#define HEADWATER_LIB_SYNTAX_SCANNER_H_

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

// Reads one script from its start to its end. Keeps a view of the text.
class Scanner {
 public:
  Scanner(absl::string_view text, Dialect dialect, const ParseLimits& limits, Variables* variables);

  // Scans the next statement that has a token; false at the end of the script. Texts that differ
  // from the script's are made in `arena`. Keywords still have their raw types: see lookahead.h.
  bool NextStatement(base::Arena* arena, StatementTokens* out);

 private:
  friend class ValueScanner;

  // What a quote or comment that nobody closed does: the statement ends at the first line that
  // ends in a semicolon, so that those after it survive.
  void RecoverFrom(uint32_t begin);

  void SkipBlanks();
  bool SkipComment();
  void SkipBlockComment();
  bool SkipJinjaTag();
  bool AtRawStatement() const;
  void ScanRawStatement();
  void ScanToken();
  void ScanWord();
  void ScanWordWithTemplate(uint32_t begin);
  void ScanNumber();
  void ScanString(char quote, bool raw_text);
  void ScanQuotedName();
  void ScanHint();
  void ScanTemplate();
  bool ScanPrefixedString();
  void ScanSymbol();
  void ScanNonAscii();
  void InsertValue(absl::string_view value, uint32_t begin, uint32_t end);

  bool AtTemplate(uint32_t at) const;
  uint32_t TemplateEnd(uint32_t at) const;
  std::string FillTemplates(absl::string_view text, bool* unfilled) const;
  absl::string_view Unescape(absl::string_view body, char quote);
  void Push(int type, uint32_t begin, uint32_t end);
  void PushText(int type, uint32_t begin, uint32_t end, absl::string_view text, uint8_t flags);
  char At(uint32_t at) const { return at < size_ ? text_[at] : '\0'; }

  absl::string_view text_;
  uint32_t size_;
  Dialect dialect_;
  ParseLimits limits_;
  Variables* variables_;
  uint32_t at_ = 0;
  int value_depth_ = 0;  // values of variables inside values of variables
  ScriptBlocks blocks_;
  base::Arena* arena_ = nullptr;
  StatementTokens* out_ = nullptr;
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SCANNER_H_
