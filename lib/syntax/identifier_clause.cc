#include "syntax/identifier_clause.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/lookahead.h"

namespace headwater::syntax {
namespace {

class ClauseFolder {
 public:
  ClauseFolder(absl::string_view script, base::Arena* arena, StatementTokens* tokens)
      : script_(script), arena_(arena), all_(*tokens) {}

  ast::SourceRange Run(size_t first) {
    std::vector<SqlToken>& tokens = all_.tokens;
    folded_.assign(tokens.begin(), tokens.begin() + static_cast<ptrdiff_t>(first));
    for (size_t i = first; i < tokens.size(); ++i) {
      size_t end = BeginsClause(i) ? EndOf(i + 1) : 0;
      if (end == 0) {
        folded_.push_back(tokens[i]);
      } else if (Fold(i, end)) {
        i = end;
      } else {
        return {tokens[i].begin, tokens[end].end};
      }
    }
    tokens.swap(folded_);
    return {};
  }

  bool BeginsClause(size_t i) const {
    const std::vector<SqlToken>& tokens = all_.tokens;
    return tokens[i].type == T_IDENTIFIER && tokens[i].end - tokens[i].begin == 10 &&
           i + 1 < tokens.size() && tokens[i + 1].type == T_LPAREN &&
           absl::EqualsIgnoreCase(TokenText(script_, all_, tokens[i]), "identifier");
  }

 private:
  // The parenthesis that closes `open`; 0 if there is none.
  size_t EndOf(size_t open) const {
    int depth = 0;
    for (size_t i = open; i < all_.size(); ++i) {
      if (all_.tokens[i].type == T_LPAREN) ++depth;
      if (all_.tokens[i].type == T_RPAREN && --depth == 0) return i;
    }
    return 0;
  }

  // 'a' || 'b' 'c'
  bool IsConstant(size_t begin, size_t end, std::string* text) const {
    bool after_string = false;
    for (size_t i = begin; i < end; ++i) {
      const SqlToken& token = all_.tokens[i];
      if (token.type == T_STRING) {
        absl::StrAppend(text, TokenText(script_, all_, token));
        after_string = true;
      } else if (token.type == T_CONCAT && after_string && i + 1 < end) {
        after_string = false;
      } else {
        return false;
      }
    }
    return after_string;
  }

  bool Fold(size_t first, size_t last) {
    size_t begin = first + 2;
    if (begin == last) return false;
    std::string text;
    if (IsConstant(begin, last, &text)) return PushPath(first, last, text);
    text.clear();
    for (size_t i = first; i <= last; ++i) {
      const SqlToken& part = all_.tokens[i];
      absl::StrAppend(&text, script_.substr(part.begin, part.end - part.begin));
    }
    SqlToken& token = PushName(first, last, arena_->Copy(text));
    token.flags |= SqlToken::kHasTemplate;
    return true;
  }

  // `a`.b of the string. False: it is no name.
  bool PushPath(size_t first, size_t last, absl::string_view text) {
    std::vector<absl::string_view> parts;
    size_t at = 0;
    while (at < text.size()) {
      size_t end;
      bool quoted = text[at] == '`';
      if (text[at] == '`') {
        end = text.find('`', at + 1);
        if (end == absl::string_view::npos) return false;
        parts.push_back(text.substr(at + 1, end - at - 1));
        ++end;
      } else {
        end = std::min(text.find('.', at), text.size());
        parts.push_back(text.substr(at, end - at));
      }
      if (!quoted && (parts.back().empty() || absl::StrContains(parts.back(), ' '))) return false;
      if (end < text.size() && (text[end] != '.' || end + 1 == text.size())) return false;
      at = end + 1;
    }
    if (parts.empty()) return false;
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) {
        SqlToken dot = all_.tokens[first];
        dot.type = T_DOT;
        dot.end = all_.tokens[last].end;
        folded_.push_back(dot);
      }
      PushName(first, last, arena_->Copy(parts[i]));
    }
    return true;
  }

  SqlToken& PushName(size_t first, size_t last, absl::string_view text) {
    SqlToken token = all_.tokens[first];
    token.type = T_IDENTIFIER;
    token.end = all_.tokens[last].end;
    token.flags = SqlToken::kHasText | SqlToken::kQuoted;
    token.link = static_cast<uint32_t>(all_.texts.size());
    all_.texts.push_back(text);
    folded_.push_back(token);
    return folded_.back();
  }

  absl::string_view script_;
  base::Arena* arena_;
  StatementTokens& all_;
  std::vector<SqlToken> folded_;
};

}  // namespace

ast::SourceRange FoldIdentifierClauses(absl::string_view script, base::Arena* arena,
                                       StatementTokens* tokens) {
  ClauseFolder folder(script, arena, tokens);
  for (size_t i = 0; i < tokens->size(); ++i) {
    if (folder.BeginsClause(i)) return folder.Run(i);
  }
  return {};
}

}  // namespace headwater::syntax
