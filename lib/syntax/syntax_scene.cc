#include "syntax/syntax_scene.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/syntax_trial.h"

namespace headwater::syntax {
namespace {

// A message may take as long as parsing this many tokens: some tens of milliseconds. Of a statement
// that is larger than that nothing is tried.
constexpr size_t kTrialTokens = 400'000;
// What a trial of a few tokens counts: so there are at most a hundred.
constexpr size_t kSmallestTrial = 4'000;

bool Opens(int type) {
  return type == T_LPAREN || type == T_LPAREN_QUERY || type == T_LBRACKET || type == T_LBRACE ||
         type == T_SORT_OPEN || type == T_HINT_OPEN;
}

bool Closes(int type) { return type == T_RPAREN || type == T_RBRACKET || type == T_RBRACE; }

}  // namespace

absl::string_view SyntaxScene::Text(size_t i) const {
  const SqlToken& token = Token(i);
  return failure_.script.substr(token.begin, token.end - token.begin);
}

bool SyntaxScene::IsWord(size_t i) const {
  if (i >= size() || (Token(i).flags & SqlToken::kQuoted)) return false;
  const int type = Type(i);
  if (type == T_STRING || type == T_NUMBER || type == T_HINT || type == kEndOfStatement)
    return false;
  const absl::string_view text = Text(i);
  if (text.empty()) return false;
  const auto c = static_cast<unsigned char>(text[0]);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

bool SyntaxScene::Is(size_t i, absl::string_view word) const {
  if (i >= size() || (Token(i).flags & SqlToken::kQuoted) || Type(i) == T_STRING) return false;
  return absl::EqualsIgnoreCase(Text(i), word);
}

bool SyntaxScene::Expects(int type) const {
  const std::vector<size_t>& expected = failure_.expected;
  return std::find(expected.begin(), expected.end(), static_cast<size_t>(type)) != expected.end();
}

void SyntaxScene::FindBrackets() {
  partner_.assign(size(), kNowhere);
  std::vector<size_t> open;
  for (size_t i = 0; i < size(); ++i) {
    if (i == at()) open_ = open;
    const int type = Type(i);
    if (Opens(type)) {
      open.push_back(i);
    } else if (Closes(type)) {
      if (open.empty()) {
        if (unopened_ == kNowhere) unopened_ = i;
        continue;
      }
      partner_[i] = open.back();
      open.pop_back();
    }
  }
  unclosed_ = std::move(open);
}

size_t SyntaxScene::PreviousOnLevel(size_t i) const {
  if (i == 0 || i >= size()) return kNowhere;
  const size_t before = i - 1;
  if (Opens(Type(before))) return kNowhere;
  return partner_[before] == kNowhere ? before : partner_[before];
}

size_t SyntaxScene::FindBack(size_t i, std::initializer_list<int> types) const {
  for (size_t k = PreviousOnLevel(i); k != kNowhere; k = PreviousOnLevel(k)) {
    if (std::find(types.begin(), types.end(), Type(k)) != types.end()) return k;
  }
  return kNowhere;
}

bool SyntaxScene::InCast() const {
  if (open_.empty() || open_.back() == 0) return false;
  const int call = Type(open_.back() - 1);
  return call == T_KW_CAST || call == T_KW_TRY_CAST;
}

bool SyntaxScene::Spend() {
  const size_t cost = std::max(size(), kSmallestTrial);
  if (cost > kTrialTokens - spent_) return false;
  spent_ += cost;
  return true;
}

SyntaxScene::Outcome SyntaxScene::Try(const TextEdit& edit) {
  if (!Spend()) return Outcome::kNoBetter;
  const uint32_t begin = failure_.tokens.begin;
  const uint32_t end = failure_.tokens.end;
  const absl::string_view script = failure_.script;
  const std::string text =
      absl::StrCat(script.substr(begin, edit.begin - begin), edit.text,
                   script.substr(edit.end, end > edit.end ? end - edit.end : 0));
  const TrialResult result = TryParse(text, dialect(), failure_.variables);
  if (result.parsed) return Outcome::kParses;
  // The place where it stopped, in the script as it is. A few tokens further is no chance.
  size_t stopped = begin + result.stopped_at;
  if (stopped >= edit.begin + edit.text.size()) stopped += edit.end - edit.begin - edit.text.size();
  constexpr size_t kFurther = 3;
  const size_t enough = std::min(at() + kFurther, size() - 1);
  const bool to_the_end = enough == size() - 1;
  if (to_the_end ? result.feature_missing : stopped >= Token(enough).begin)
    return Outcome::kGetsFurther;
  return Outcome::kNoBetter;
}

bool SyntaxScene::ParsesIn(Dialect dialect) {
  if (!Spend()) return false;
  const uint32_t begin = failure_.tokens.begin;
  const absl::string_view text = failure_.script.substr(begin, failure_.tokens.end - begin);
  return TryParse(text, dialect, failure_.variables).parsed;
}

}  // namespace headwater::syntax
