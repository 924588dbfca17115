#include "syntax/script_blocks.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace headwater::syntax {

bool ScriptBlocks::Is(const SqlToken& token, absl::string_view word) const {
  return (token.type == T_IDENTIFIER || IsKeyword(token.type)) &&
         (token.flags & SqlToken::kQuoted) == 0 && absl::EqualsIgnoreCase(Text(token), word);
}

// Empty: another character.
absl::string_view ScriptBlocks::WordAt(uint32_t at) const {
  uint32_t end = at;
  while (end < script_.size() &&
         (absl::ascii_isalnum(static_cast<unsigned char>(script_[end])) || script_[end] == '_')) {
    ++end;
  }
  return script_.substr(at, end - at);
}

absl::string_view ScriptBlocks::BlockName(Block kind) {
  switch (kind) {
    case Block::kBegin:
      return "";
    case Block::kIf:
      return "IF";
    case Block::kCase:
      return "CASE";
    case Block::kWhile:
      return "WHILE";
    case Block::kRepeat:
      return "REPEAT";
    case Block::kLoop:
      return "LOOP";
    case Block::kFor:
      return "FOR";
  }
  return "";
}

bool ScriptBlocks::Open(Block kind, const SqlToken& first, Until until) {
  open_.push_back({kind, first.begin, first.end});
  control_ = true;
  until_ = until;
  return until == Until::kSemicolon;  // the word is a statement of its own
}

void ScriptBlocks::StartStatement() {
  control_ = false;
  until_ = query_of_for_ ? Until::kDo : Until::kSemicolon;
  query_of_for_ = false;
  brackets_ = cases_ = 0;
}

// The first token of a statement: what kind is it, and does it end here already?
bool ScriptBlocks::Begin(const SqlToken& first, uint32_t next) {
  if (Is(first, "begin")) {
    absl::string_view word = WordAt(next);
    bool transaction = word.empty() || absl::EqualsIgnoreCase(word, "transaction") ||
                       absl::EqualsIgnoreCase(word, "work");
    return !(open_.empty() && transaction) && Open(Block::kBegin, first, Until::kSemicolon);
  }
  if (open_.empty() || until_ == Until::kDo) return false;
  if (Is(first, "if")) return Open(Block::kIf, first, Until::kThen);
  if (Is(first, "case")) return Open(Block::kCase, first, Until::kThen);
  if (Is(first, "while")) return Open(Block::kWhile, first, Until::kDo);
  if (Is(first, "repeat")) return Open(Block::kRepeat, first, Until::kSemicolon);
  if (Is(first, "loop")) return Open(Block::kLoop, first, Until::kSemicolon);
  if (Is(first, "for")) {
    absl::string_view word = WordAt(next);
    bool query = word.empty();  // FOR (SELECT ..) DO
    for (absl::string_view begins : {"select", "with", "values", "table", "from"})
      query |= absl::EqualsIgnoreCase(word, begins);
    query_of_for_ = true;
    return Open(Block::kFor, first, query ? Until::kSemicolon : Until::kAs);
  }
  if (Is(first, "declare")) {
    until_ = Until::kHandler;
    return false;
  }
  control_ = true;
  if (Is(first, "elseif") || Is(first, "when")) {
    until_ = Until::kThen;
    return false;
  }
  if (Is(first, "else")) return true;
  if (Is(first, "atomic")) return true;  // BEGIN [NOT] ATOMIC
  control_ = Is(first, "until") || Is(first, "end") || Is(first, "not");
  return false;
}

// DECLARE EXIT HANDLER FOR NOT FOUND, SQLSTATE '22012' statement
bool ScriptBlocks::EndsHandler(const StatementTokens& tokens, uint32_t next) const {
  size_t condition = 0;
  for (size_t i = 1; i + 1 < tokens.tokens.size() && i < 4; ++i) {
    if (Is(tokens.tokens[i], "handler") && Is(tokens.tokens[i + 1], "for")) condition = i + 2;
  }
  if (condition == 0 || condition >= tokens.tokens.size()) return false;
  const SqlToken& last = tokens.tokens.back();
  if (last.type == T_COMMA || Is(last, "not") || Is(last, "sqlstate") || Is(last, "value"))
    return false;
  return next >= script_.size() || script_[next] != ',';
}

bool ScriptBlocks::EndsStatement(StatementTokens* tokens, uint32_t next) {
  std::vector<SqlToken>& all = tokens->tokens;
  const SqlToken& last = all.back();
  if (all.size() == 1) {
    bool ends = Begin(last, next);
    if (control_) tokens->block = "SQL BLOCK";
    return ends;
  }
  if (open_.empty() && all.size() > 2) return false;
  if (all.size() == 2 && last.type == T_COLON && all[0].type == T_IDENTIFIER) {
    absl::string_view word = WordAt(next);  // label: BEGIN
    bool label = absl::EqualsIgnoreCase(word, "begin");
    for (absl::string_view begins : {"while", "repeat", "loop", "for"})
      label |= !open_.empty() && absl::EqualsIgnoreCase(word, begins);
    if (label) tokens->block = "SQL BLOCK";
    return label;
  }
  if (last.type == T_LPAREN) ++brackets_;
  if (last.type == T_RPAREN) --brackets_;
  if (Is(last, "case")) ++cases_;
  if (Is(last, "end") && cases_ > 0) --cases_;
  if (brackets_ > 0 || cases_ > 0) return false;
  switch (until_) {
    case Until::kThen:
      return Is(last, "then");
    case Until::kAs:
      return Is(last, "as");
    case Until::kHandler:
      if (!EndsHandler(*tokens, next)) return false;
      tokens->block = "SQL BLOCK";
      return true;
    case Until::kDo:
      if (!Is(last, "do")) return false;
      if (!control_) all.pop_back();  // of FOR's query
      return true;
    case Until::kSemicolon:
      return control_ && Is(all[0], "not") && Is(last, "atomic");
  }
  return false;
}

void ScriptBlocks::Finish(StatementTokens* tokens) {
  if (!control_ || tokens->tokens.empty()) return;
  const SqlToken& first = tokens->tokens[0];
  bool repeat = Is(first, "until");
  if (!repeat && !Is(first, "end")) return;
  control_ = false;
  size_t at = 1;  // of the word behind END
  if (repeat) {
    while (at < tokens->tokens.size() &&
           !(Is(tokens->tokens[at - 1], "end") && Is(tokens->tokens[at], "repeat"))) {
      ++at;
    }
  }
  absl::string_view word =
      at < tokens->tokens.size() ? Text(tokens->tokens[at]) : absl::string_view();
  // Never empty: outside a block END is no word of control.
  absl::string_view expected = BlockName(open_.back().kind);
  bool plain = open_.back().kind == Block::kBegin;
  bool other = false;  // the word of another block; anything else is BEGIN's label
  for (absl::string_view name : {"if", "case", "while", "repeat", "loop", "for"})
    other |= absl::EqualsIgnoreCase(word, name);
  if (plain ? other : !absl::EqualsIgnoreCase(word, expected)) {
    tokens->block_error = absl::StrCat("expected END", plain ? "" : " ", expected,
                                       ", the end of the block that is open here");
  }
  open_.pop_back();
}

bool ScriptBlocks::ReportOpenBlock(StatementTokens* tokens) {
  if (open_.empty()) return false;
  SqlToken& token = tokens->tokens.emplace_back();
  token.type = T_IDENTIFIER;
  token.begin = open_.back().begin;
  token.end = open_.back().end;
  tokens->block = "SQL BLOCK";
  tokens->block_error = absl::StrCat("this ", absl::AsciiStrToUpper(Text(token)), " has no END");
  open_.clear();
  return true;
}

}  // namespace headwater::syntax
