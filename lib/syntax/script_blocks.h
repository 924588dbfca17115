// Spark's SQL scripting: BEGIN .. END with DECLARE, IF, WHILE, FOR and their kin around statements.
//
// A block is not one statement to Headwater. The scanner ends a statement at each word of control,
// so that every INSERT or SELECT in a block has lineage of its own, as it had without the block:
//
//   BEGIN  |  DECLARE n INT DEFAULT 0  |  IF n > 0 THEN  |  INSERT INTO t SELECT a FROM s  |  END
//   IF  |  END

#ifndef HEADWATER_LIB_SYNTAX_SCRIPT_BLOCKS_H_
#define HEADWATER_LIB_SYNTAX_SCRIPT_BLOCKS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "syntax/token.h"

namespace headwater::syntax {

// Where the statements of a script with blocks end, and whether blocks are closed in order. Sees
// each token when it is scanned.
class ScriptBlocks {
 public:
  explicit ScriptBlocks(absl::string_view script) : script_(script) {}

  void StartStatement();

  bool inside() const { return !open_.empty(); }

  // Whether the tokens matter: in a block, or where one may begin.
  bool Watches(const StatementTokens& tokens) const {
    return !open_.empty() || tokens.tokens.size() <= 2;
  }

  // Whether the last of `tokens`, the statement so far, ends the statement without a semicolon.
  // `next` is where the next token begins. May take the last token away (the DO behind FOR's
  // query).
  bool EndsStatement(StatementTokens* tokens, uint32_t next);

  // The statement is complete: closes its block if it begins with END, and says what is wrong.
  void Finish(StatementTokens* tokens);

  // The script is at its end. Whether a block is still open; if so `*tokens` is made of its first
  // word, with the error.
  bool ReportOpenBlock(StatementTokens* tokens);

 private:
  enum class Block : uint8_t { kBegin, kIf, kCase, kWhile, kRepeat, kLoop, kFor };
  // What ends the statement at hand.
  enum class Until : uint8_t { kSemicolon, kThen, kDo, kAs, kHandler };

  struct OpenBlock {
    Block kind;
    uint32_t begin;  // of its first word
    uint32_t end;
  };

  bool Begin(const SqlToken& first, uint32_t next);
  bool Open(Block kind, const SqlToken& first, Until until);
  bool EndsHandler(const StatementTokens& tokens, uint32_t next) const;
  absl::string_view Text(const SqlToken& token) const {
    return script_.substr(token.begin, token.end - token.begin);
  }
  bool Is(const SqlToken& token, absl::string_view word) const;
  absl::string_view WordAt(uint32_t at) const;
  static absl::string_view BlockName(Block kind);

  absl::string_view script_;
  std::vector<OpenBlock> open_;
  Until until_ = Until::kSemicolon;
  bool control_ = false;       // the statement is a word of control, with its condition
  bool query_of_for_ = false;  // the next statement is FOR's query
  int brackets_ = 0;
  int cases_ = 0;  // CASE expressions around the token
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_SCRIPT_BLOCKS_H_
