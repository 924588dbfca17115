#include "syntax/syntax_repair.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "syntax/keywords.h"

namespace headwater::syntax {
namespace {

using Outcome = SyntaxScene::Outcome;

// Two swapped neighbours count as one change. At most `most` changes matter.
int EditDistance(absl::string_view a, absl::string_view b) {
  constexpr size_t kLongest = 24;
  if (a.size() > kLongest || b.size() > kLongest) return static_cast<int>(kLongest);
  int rows[kLongest + 1][kLongest + 1];
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = static_cast<int>(i + j);
        continue;
      }
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

struct Correction {
  absl::string_view word;
  int distance;
  bool common;
};

// Words of everyday statements: of two corrections as near, the one that people write more.
bool IsCommon(int type) {
  switch (type) {
    case T_KW_SELECT:
    case T_KW_FROM:
    case T_KW_WHERE:
    case T_KW_GROUP:
    case T_KW_ORDER:
    case T_KW_BY:
    case T_KW_ON:
    case T_KW_AS:
    case T_KW_AND:
    case T_KW_JOIN:
    case T_KW_LEFT:
    case T_KW_INSERT:
    case T_KW_INTO:
    case T_KW_TABLE:
    case T_KW_PARTITION:
    case T_KW_PARTITIONED:
    case T_KW_WHEN:
    case T_KW_THEN:
    case T_KW_VALUES:
    case T_KW_HAVING:
    case T_KW_LIMIT:
      return true;
    default:
      return false;
  }
}

// The first words of statements that the grammar does not have.
void CorrectFirstWord(absl::string_view upper, std::vector<Correction>* all) {
  for (absl::string_view word : {"SHOW", "DESCRIBE", "GRANT", "REVOKE", "ANALYZE", "REFRESH",
                                 "MSCK", "KILL", "BACKUP", "RESTORE", "CANCEL", "ADMIN"}) {
    const int distance = EditDistance(upper, word);
    if (distance <= (word.size() > 5 ? 2 : 1)) all->push_back({word, distance, true});
  }
}

std::vector<Correction> Corrections(absl::string_view word, bool first, Dialect dialect) {
  const std::string upper = absl::AsciiStrToUpper(word);
  std::vector<Correction> all;
  if (word.size() < 2) return all;
  if (first) CorrectFirstWord(upper, &all);
  for (int type = T_KW_ADD; type < kTokenTypeCount; ++type) {
    const KeywordInfo& keyword = GetKeyword(type);
    if (keyword.dialects[static_cast<int>(dialect)] == KeywordClass::A) continue;
    const int distance = EditDistance(upper, keyword.word);
    // Two changes leave little of a short word: its first letter has to be right at least.
    const bool short_word = keyword.word.size() < 6;
    const bool two = !short_word || (keyword.word.size() > 3 && keyword.word[0] == upper[0] &&
                                     upper.size() >= keyword.word.size());
    const int most = two ? 2 : 1;
    if (distance <= most) all.push_back({keyword.word, distance, IsCommon(type)});
  }
  std::stable_sort(all.begin(), all.end(), [](const Correction& a, const Correction& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.common > b.common;
  });
  constexpr size_t kMost = 4;
  if (all.size() > kMost) all.resize(kMost);
  return all;
}

bool BeginsStatement(const SyntaxScene& scene, size_t i) {
  static constexpr absl::string_view kFirstWords[] = {
      "INSERT", "CREATE",  "DROP",   "ALTER",  "SELECT", "WITH",    "SET",     "USE",
      "MERGE",  "UPDATE",  "DELETE", "LOAD",   "SHOW",   "ANALYZE", "MSCK",    "GRANT",
      "ADD",    "REFRESH", "CACHE",  "EXPORT", "IMPORT", "EXPLAIN", "TRUNCATE"};
  for (absl::string_view word : kFirstWords) {
    if (scene.Is(i, word)) return true;
  }
  return false;
}

// A word that a person would not have meant as a name.
bool BeginsClause(int type) {
  switch (type) {
    case T_KW_FROM:
    case T_KW_WHERE:
    case T_KW_SELECT:
    case T_KW_JOIN:
    case T_KW_ON:
    case T_KW_GROUP:
    case T_KW_HAVING:
    case T_KW_AND:
    case T_KW_OR:
    case T_KW_AS:
    case T_KW_THEN:
    case T_KW_WHEN:
    case T_KW_ELSE:
    case T_KW_END:
    case T_KW_CASE:
    case T_KW_DISTINCT:
    case T_KW_UNION:
    case T_KW_ALL:
    case T_KW_NOT:
    case T_KW_IN:
    case T_KW_SET:
    case T_KW_VALUES:
    case T_KW_INTO:
    case T_KW_PARTITION:
    case T_KW_INSERT:
    case T_KW_BY:
      return true;
    default:
      return false;
  }
}

class Repair {
 public:
  Repair(SyntaxScene* scene, bool sure_only)
      : scene_(*scene), at_(scene->at()), sure_only_(sure_only) {}

  Finding Find() {
    // Those before the first guess change what nobody would have written on purpose.
    static constexpr bool (Repair::*kRules[])() = {
        &Repair::JoinedWords,  &Repair::MisspeltWord,     &Repair::Symbol,
        &Repair::CommaForWord, &Repair::NameInQuotes,     &Repair::NameWithDash,
        &Repair::ReservedWord, &Repair::MissingSemicolon, &Repair::MissingSecondWord,
        &Repair::MissingFrom,  &Repair::OpenParenthesis,  &Repair::ParenthesisTooMany,
        &Repair::MissingWord,  &Repair::MissingEarlier,   &Repair::WordTooMany,
    };
    constexpr size_t kFirstGuess = 7;
    size_t left = sure_only_ ? kFirstGuess : std::size(kRules);
    // No index: GCC's bounds check of an array of member pointers takes a wrong one.
    for (const auto rule : kRules) {
      if (left-- == 0 || (this->*rule)()) break;
    }
    return std::move(best_);
  }

 private:
  // Whether the change makes the statement right. One that only gets further is kept for the case
  // that none does.
  bool Offer(const TextEdit& edit, const Finding& finding, bool further_helps = true) {
    const Outcome outcome = scene_.Try(edit);
    if (outcome == Outcome::kNoBetter) return false;
    if (outcome == Outcome::kParses || (further_helps && best_.empty())) best_ = finding;
    return outcome == Outcome::kParses;
  }

  TextEdit Replace(size_t first, size_t last, std::string text) const {
    return {scene_.Token(first).begin, scene_.Token(last).end, std::move(text)};
  }
  TextEdit InsertBefore(size_t i, absl::string_view text) const {
    const uint32_t place = scene_.Token(i).begin;
    return {place, place, absl::StrCat(" ", text, " ")};
  }
  std::string ShownToken(size_t i) const {
    return scene_.Type(i) == kEndOfStatement ? std::string("the end") : Shown(scene_.Text(i));
  }

  // The tokens that may hold the slip: names swallow a misspelt word, so the parse stops later.
  std::vector<size_t> Suspects() const {
    std::vector<size_t> all;
    for (size_t i : {at_, at_ - 1, at_ - 2, at_ + 1}) {
      if (i < scene_.size()) all.push_back(i);
    }
    return all;
  }

  // GROUPBY, LEFTJOIN
  bool JoinedWords() {
    static constexpr std::pair<absl::string_view, absl::string_view> kPairs[] = {
        {"GROUPBY", "GROUP BY"},
        {"ORDERBY", "ORDER BY"},
        {"PARTITIONBY", "PARTITION BY"},
        {"LEFTJOIN", "LEFT JOIN"},
        {"RIGHTJOIN", "RIGHT JOIN"},
        {"INNERJOIN", "INNER JOIN"},
        {"UNIONALL", "UNION ALL"},
        {"INSERTINTO", "INSERT INTO"},
        {"NOTIN", "NOT IN"},
        {"ISNOT", "IS NOT"},
        {"CREATETABLE", "CREATE TABLE"},
        {"PARTITIONEDBY", "PARTITIONED BY"},
        {"STOREDAS", "STORED AS"}};
    for (size_t i : Suspects()) {
      for (const auto& [joined, apart] : kPairs) {
        if (scene_.Is(i, joined) &&
            Offer(Replace(i, i, std::string(apart)),
                  {absl::StrCat("write ", apart),
                   absl::StrCat(Shown(scene_.Text(i)), " is two words"), scene_.Range(i)}))
          return true;
      }
    }
    return false;
  }

  bool MisspeltWord() {
    for (size_t i : Suspects()) {
      if (scene_.Type(i) != T_IDENTIFIER || !scene_.IsWord(i)) continue;
      if (scene_.Token(i).flags & SqlToken::kKeywordName) continue;
      for (const Correction& correction : Corrections(scene_.Text(i), i == 0, scene_.dialect())) {
        // Short words and distant ones resemble a keyword by chance.
        const bool sure = correction.distance == 1 && correction.word.size() > 2;
        if (Offer(Replace(i, i, std::string(correction.word)),
                  {absl::StrCat("did you mean ", correction.word, "?"),
                   absl::StrCat(Shown(scene_.Text(i)), " is not a keyword"), scene_.Range(i)},
                  sure))
          return true;
      }
    }
    return false;
  }

  // =>, =<, ! =, ===
  bool Symbol() {
    static constexpr std::pair<absl::string_view, absl::string_view> kSymbols[] = {
        {"=>", ">="}, {"=<", "<="},  {"=!", "<>"},  {"===", "="},  {"!==", "<>"}, {"= =", "="},
        {"==", "="},  {"! =", "<>"}, {"> =", ">="}, {"< =", "<="}, {"&&", "AND"}, {"><", "<>"}};
    for (size_t first : {at_ - 2, at_ - 1, at_}) {
      for (size_t last = first; last < first + 2 && last < scene_.size(); ++last) {
        const absl::string_view written = scene_.failure().script.substr(
            scene_.Token(first).begin, scene_.Token(last).end - scene_.Token(first).begin);
        for (const auto& [wrong, right] : kSymbols) {
          if (written == wrong &&
              Offer(Replace(first, last, std::string(right)),
                    {absl::StrCat("did you mean ", right, "?"),
                     absl::StrCat(Shown(written), " is no operator"), scene_.Range(first)}))
            return true;
        }
      }
      if (first >= scene_.size()) break;
    }
    return false;
  }

  // WHERE a = 1, b = 2; cast(a, int)
  bool CommaForWord() {
    if (scene_.Found() != T_COMMA) return false;
    if (Offer(Replace(at_, at_, " AND "),
              {"conditions are joined by AND or OR", "a comma between conditions", {}}, false))
      return true;
    return Offer(Replace(at_, at_, " AS "), {"write cast(value AS type)", "a comma in CAST", {}},
                 false);
  }

  // user-id
  bool NameWithDash() {
    if (scene_.Found() != T_MINUS || at_ == 0 || !scene_.IsWord(at_ - 1) ||
        (!scene_.IsWord(at_ + 1) && scene_.Type(at_ + 1) != T_NUMBER) ||
        scene_.Token(at_ - 1).end != scene_.Token(at_).begin ||
        scene_.Token(at_).end != scene_.Token(at_ + 1).begin)
      return false;
    const std::string name =
        absl::StrCat("`", scene_.Text(at_ - 1), "-", scene_.Text(at_ + 1), "`");
    return Offer(Replace(at_ - 1, at_ + 1, name),
                 {absl::StrCat("a name with a dash needs back-quotes: ", name), "a '-' in a name",
                  scene_.Range(at_ - 1)});
  }

  // "ods"."users", [ods].[users]
  bool NameInQuotes() {
    for (size_t i : {at_, at_ - 1, at_ - 2}) {
      if (i >= scene_.size()) continue;
      const bool string = scene_.Type(i) == T_STRING;
      if (!string && scene_.Type(i) != T_LBRACKET) continue;
      if (string && scene_.Expects(T_COMMA)) continue;  // a value, rather
      std::string path;
      const size_t last = string ? StringPath(i, &path) : BracketPath(i, &path);
      if (last == SyntaxScene::kNowhere) continue;
      if (Offer(Replace(i, last, path),
                {absl::StrCat("a name is quoted with back-quotes: ", path),
                 string ? absl::StrCat("a string where a name stands: ", Shown(scene_.Text(i)))
                        : "a name in brackets, as in T-SQL",
                 scene_.Range(i)}))
        return true;
    }
    return false;
  }

  size_t StringPath(size_t i, std::string* path) const {
    while (true) {
      const absl::string_view text = scene_.Text(i);
      if (text.size() < 3) return SyntaxScene::kNowhere;
      absl::StrAppend(path, "`", text.substr(1, text.size() - 2), "`");
      if (!scene_.Is(i + 1, ".") || scene_.Type(i + 2) != T_STRING) return i;
      path->push_back('.');
      i += 2;
    }
  }

  size_t BracketPath(size_t i, std::string* path) const {
    while (true) {
      if (!scene_.IsWord(i + 1) || scene_.Type(i + 2) != T_RBRACKET) return SyntaxScene::kNowhere;
      absl::StrAppend(path, "`", scene_.Text(i + 1), "`");
      if (!scene_.Is(i + 3, ".") || scene_.Type(i + 4) != T_LBRACKET) return i + 2;
      path->push_back('.');
      i += 4;
    }
  }

  bool ReservedWord() {
    for (size_t i : {at_, at_ - 1, at_ - 2}) {
      if (i >= scene_.size() || !IsKeyword(scene_.Type(i)) || !scene_.IsWord(i)) continue;
      const absl::string_view word = scene_.Text(i);
      if (BeginsClause(scene_.Type(i)) && !StandsAsName(i)) continue;
      const bool reserved =
          GetKeyword(scene_.Type(i)).dialects[static_cast<int>(scene_.dialect())] ==
              KeywordClass::R &&
          scene_.dialect() != Dialect::kSpark;
      if (Offer(Replace(i, i, absl::StrCat("`", word, "`")),
                {absl::StrCat("as a name, write it in back-quotes: `", word, "`"),
                 absl::StrCat(Shown(word), reserved ? " is a reserved word" : " is a keyword here"),
                 scene_.Range(i)},
                reserved))
        return true;
    }
    return false;
  }

  // SELECT a, from, to FROM t: whether even a word like FROM must be meant as a name.
  bool StandsAsName(size_t i) const {
    const int before = scene_.Type(i - 1);
    if (before != T_COMMA && before != T_KW_SELECT && before != T_KW_AS && before != T_LPAREN)
      return false;
    const int next = scene_.Type(i + 1);
    return next == T_COMMA || next == T_RPAREN || next == T_EQ || next == T_KW_FROM;
  }

  // GROUP city, PARTITIONED (dt string), STORED ORC: words that go in pairs.
  bool MissingSecondWord() {
    for (size_t i : {at_ - 1, at_}) {
      if (i + 1 >= scene_.size() || !scene_.IsWord(i)) continue;
      const int type = FindKeyword(scene_.Text(i), scene_.dialect());
      if (!IsKeyword(type)) continue;
      const KeywordUse use = GetKeyword(type).use;
      const bool by = use == KeywordUse::BeforeBy || type == T_KW_GROUP || type == T_KW_PARTITION;
      const absl::string_view second =
          by                     ? "BY"
          : type == T_KW_STORED  ? "AS"
          : type == T_KW_LATERAL ? "VIEW"
          : type == T_KW_LEFT || type == T_KW_RIGHT || type == T_KW_FULL || type == T_KW_INNER ||
                  type == T_KW_CROSS || type == T_KW_SEMI || type == T_KW_ANTI || type == T_KW_OUTER
              ? "JOIN"
              : "";
      if (second.empty()) continue;
      if (Offer(InsertBefore(i + 1, second),
                {absl::StrCat("write ", absl::AsciiStrToUpper(scene_.Text(i)), " ", second),
                 absl::StrCat(Shown(scene_.Text(i)), " without ", second), scene_.Range(i)},
                false))
        return true;
    }
    return false;
  }

  // A word that is missing before the token or the bracket before.
  bool MissingEarlier() {
    if (MissingWhere()) return true;
    if (at_ > 1 && scene_.Type(0) == T_KW_UPDATE && OfferWord("SET", at_ - 1)) return true;
    for (size_t i : {at_ - 1, at_ - 2, at_ - 3}) {
      if (scene_.Type(0) == T_KW_DROP && scene_.Is(i, "EXISTS") && OfferWord("IF", i)) return true;
    }
    if (scene_.depth() == 0 || scene_.Type(0) != T_KW_INSERT) return false;
    for (absl::string_view word : {"PARTITION", "VALUES"}) {
      if (OfferWord(word, scene_.open().back())) return true;
    }
    return false;
  }

  // FROM t dt = '2024-01-01': the condition's first name was read as an alias.
  bool MissingWhere() {
    if (at_ == 0 || IsKeyword(FindKeyword(scene_.Text(at_ - 1), scene_.dialect()))) return false;
    const int found = scene_.Found();
    if (found != T_EQ && found != T_GT && found != T_LT && found != T_GE && found != T_LE &&
        found != T_NEQ && found != T_KW_IN && found != T_KW_IS && found != T_NAME_DOT)
      return false;
    const size_t clause = scene_.FindBack(at_, {T_KW_FROM, T_KW_JOIN, T_KW_WHERE, T_KW_SELECT});
    if (clause == SyntaxScene::kNowhere || at_ < clause + 2) return false;
    if (scene_.Type(clause) == T_KW_JOIN && OfferWord("ON", at_ - 1)) return true;
    return scene_.Type(clause) != T_KW_SELECT && OfferWord("WHERE", at_ - 1);
  }

  // round(sum(a)) / 2, 1): a ')' before the error closes more than it should.
  bool ParenthesisTooMany() {
    if (scene_.unopened() == SyntaxScene::kNowhere) return false;
    constexpr size_t kFar = 40;
    for (size_t i = at_ + 1; i-- > 0 && at_ - i < kFar;) {
      if (scene_.Type(i) != T_RPAREN || (i > 0 && scene_.Type(i - 1) != T_RPAREN)) continue;
      if (Offer(Replace(i, i, " "), {"remove it", "a ')' too many", scene_.Range(i)}, false))
        return true;
    }
    return false;
  }

  bool MissingSemicolon() {
    if (scene_.unopened() != SyntaxScene::kNowhere) return false;
    for (size_t i : {at_, at_ - 1, at_ - 2}) {
      if (i == 0 || i >= scene_.size() || !BeginsStatement(scene_, i)) continue;
      const absl::string_view between = scene_.failure().script.substr(
          scene_.Token(i - 1).end, scene_.Token(i).begin - scene_.Token(i - 1).end);
      // On the same line most of these words are something else.
      const bool query = scene_.Is(i, "SELECT");
      const bool sure = i == at_ && (scene_.Is(i, "INSERT") || scene_.Is(i, "CREATE"));
      if (!sure && between.find('\n') == absl::string_view::npos) continue;
      const std::string message = absl::StrCat("a new statement begins at ", Shown(scene_.Text(i)));
      if (scene_.depth() == 0 &&
          Offer(InsertBefore(i, ";\n"),
                {absl::StrCat("is a ';' ", query ? "or UNION ALL " : "", "missing before it?"),
                 message, scene_.Range(i)}))
        return true;
      if (query && Offer(InsertBefore(i, "UNION ALL"),
                         {"is UNION ALL missing before it?", "a second SELECT", scene_.Range(i)}))
        return true;
    }
    return false;
  }

  bool MissingFrom() {
    const size_t select = scene_.FindBack(at_, {T_KW_SELECT, T_KW_FROM, T_FROM_INSERT});
    if (select == SyntaxScene::kNowhere || scene_.Type(select) != T_KW_SELECT) return false;
    for (size_t i : {at_, at_ - 1, at_ - 2}) {
      if (i <= select + 1 || i >= scene_.size()) continue;
      if (scene_.Type(i) != T_IDENTIFIER && scene_.Type(i) != T_LPAREN_QUERY) continue;
      if (Offer(InsertBefore(i, "FROM"),
                {absl::StrCat("is FROM missing before ", Shown(scene_.Text(i)), "?"),
                 absl::StrCat("found ", Shown(scene_.Text(i)), ", expected ',' or FROM"),
                 scene_.Range(i)}))
        return true;
    }
    return false;
  }

  bool OpenParenthesis() {
    constexpr size_t kMost = 3;  // of many that are open, the innermost
    const std::vector<size_t>& unclosed = scene_.unclosed();
    for (size_t k = 0; k < std::min(kMost, unclosed.size()); ++k) {
      const size_t open = unclosed[unclosed.size() - 1 - k];
      if (open >= at_) continue;
      for (size_t place : ClosingPlaces(open)) {
        if (Close(open, place)) return true;
      }
      if (CloseInside(open) || Close(open, scene_.size() - 1)) return true;
    }
    return false;
  }

  bool Close(size_t open, size_t place) {
    return Offer(InsertBefore(place, ")"),
                 {absl::StrCat("is a ')' missing before ", ShownToken(place), "?"),
                  "this '(' is never closed", scene_.Range(open)});
  }

  // VARCHAR(64, age INT): the ')' that was meant for the parenthesis around closes this one.
  bool CloseInside(size_t open) {
    constexpr size_t kMost = 6;
    size_t tried = 0;
    for (size_t i = at_; i-- > open + 1 && tried < kMost;) {
      if (scene_.Type(i) != T_LPAREN) continue;
      ++tried;
      std::vector<size_t> places;
      AddDividers(i, 2, &places);
      for (size_t place : places) {
        if (Close(i, place)) return true;
      }
    }
    return false;
  }

  // Where a parenthesis that nothing closes may have been meant to end, the likely places first:
  // where a line is indented no more than the one that opens it, before the clauses behind it,
  // before what a comma or AND divides.
  std::vector<size_t> ClosingPlaces(size_t open) const {
    constexpr size_t kMost = 16;
    std::vector<size_t> places;
    const size_t line = LineBack(open);
    if (line != SyntaxScene::kNowhere) places.push_back(line);
    const bool query = scene_.Type(open) == T_LPAREN_QUERY;
    const size_t end = scene_.size() - 1;
    if (query) {
      places.push_back(at_);
      places.push_back(end);
    }
    AddPlaces(open, true, kMost, &places);
    if (!query && at_ != end) places.push_back(at_);
    AddDividers(open, kMost, &places);
    return places;
  }

  // Before commas, AND and OR; first before those that a parenthesis follows: (1, 'a', (2, 'b').
  void AddDividers(size_t open, size_t most, std::vector<size_t>* places) const {
    std::vector<size_t> dividers;
    AddPlaces(open, false, most, &dividers);
    std::stable_partition(dividers.begin(), dividers.end(),
                          [this](size_t i) { return scene_.Type(i + 1) == T_LPAREN; });
    places->insert(places->end(), dividers.begin(), dividers.end());
  }

  void AddPlaces(size_t open, bool clauses, size_t most, std::vector<size_t>* places) const {
    int depth = 0;
    for (size_t i = open + 1; i < at_ && places->size() < most; ++i) {
      const int type = scene_.Type(i);
      if (type == T_LPAREN || type == T_LPAREN_QUERY) ++depth;
      if (type == T_RPAREN) --depth;
      if (depth > 0) continue;
      const bool clause = type == T_KW_AS || BehindRelation(type);
      const bool divides = type == T_COMMA || type == T_KW_AND || type == T_KW_OR;
      if (clauses ? clause : divides) places->push_back(i);
    }
  }

  static bool BehindRelation(int type) {
    return type == T_KW_FROM || type == T_KW_WHERE || type == T_KW_GROUP || type == T_KW_ORDER ||
           type == T_KW_THEN || type == T_KW_JOIN || type == T_KW_LIMIT || type == T_KW_UNION;
  }

  // A '(' at the end of its line: the first line behind it that is indented no more.
  size_t LineBack(size_t open) const {
    const absl::string_view script = scene_.failure().script;
    if (Indent(open + 1) < 0) return SyntaxScene::kNowhere;
    const size_t begin = script.rfind('\n', scene_.Token(open).begin);
    const size_t line = begin == absl::string_view::npos ? 0 : begin + 1;
    const size_t text = script.find_first_not_of(" \t", line);
    const int indent = static_cast<int>(text - line);
    for (size_t i = open + 2; i <= at_ && i < scene_.size(); ++i) {
      const int own = Indent(i);
      if (own >= 0 && own <= indent) return i;
    }
    return SyntaxScene::kNowhere;
  }

  // How far the token is indented; negative if it is not the first of its line.
  int Indent(size_t i) const {
    const absl::string_view script = scene_.failure().script;
    const size_t begin = scene_.Token(i).begin;
    const size_t line = script.substr(0, begin).rfind('\n');
    if (line == absl::string_view::npos) return -1;
    const absl::string_view blank = script.substr(line + 1, begin - line - 1);
    if (blank.find_first_not_of(" \t") != absl::string_view::npos) return -1;
    return static_cast<int>(blank.size());
  }

  // A word or symbol that could stand here.
  bool MissingWord() {
    static constexpr std::pair<absl::string_view, int> kWords[] = {{",", T_COMMA},
                                                                   {"AND", T_KW_AND},
                                                                   {"THEN", T_KW_THEN},
                                                                   {"END", T_KW_END},
                                                                   {"AS", T_KW_AS},
                                                                   {"ON", T_KW_ON},
                                                                   {"BY", T_KW_BY},
                                                                   {"SELECT", T_KW_SELECT},
                                                                   {"INTO", T_KW_INTO},
                                                                   {"SET", T_KW_SET},
                                                                   {"USING", T_KW_USING},
                                                                   {"MATCHED", T_KW_MATCHED},
                                                                   {"NOT", T_KW_NOT},
                                                                   {"OR", T_KW_OR},
                                                                   {"WHEN", T_KW_WHEN},
                                                                   {"TO", T_KW_TO},
                                                                   {"INPATH", T_KW_INPATH},
                                                                   {"DELIMITED", T_KW_DELIMITED},
                                                                   {"COMMENT", T_KW_COMMENT},
                                                                   {"CASE", T_KW_CASE},
                                                                   {"IN", T_KW_IN},
                                                                   {"=", T_EQ},
                                                                   {"(", T_LPAREN},
                                                                   {">", T_GT}};
    if (at_ == 0) return false;
    if (scene_.Found() == kEndOfStatement) return scene_.Expects(T_KW_END) && OfferWord("END", at_);
    for (const auto& [word, type] : kWords) {
      if (type == T_KW_SELECT && scene_.Type(0) != T_KW_INSERT) continue;
      if (type == T_KW_COMMENT && scene_.Found() != T_STRING) continue;
      if (type == T_KW_CASE && scene_.Found() != T_KW_WHEN) continue;
      if (type == T_KW_IN && scene_.Found() != T_LPAREN && scene_.Found() != T_LPAREN_QUERY)
        continue;
      if (scene_.Expects(type) && OfferWord(word, at_)) return true;
    }
    const bool operand = at_ > 1 && (scene_.IsWord(at_ - 1) || scene_.Before() == T_NUMBER ||
                                     scene_.Before() == T_STRING);
    return operand && OfferWord(",", at_ - 1);
  }

  bool OfferWord(absl::string_view word, size_t i) {
    const bool symbol = word == "=" || word == "(" || word == ">";
    const std::string shown = word == "," ? std::string("a comma")
                              : symbol    ? absl::StrCat("'", word, "'")
                                          : std::string(word);
    Finding finding;
    finding.hint = absl::StrCat("is ", shown, " missing before ", ShownToken(i), "?");
    if (i != at_) {
      finding.message =
          absl::StrCat("found ", ShownToken(i), ", expected ", word == "," ? "','" : shown);
      finding.range = scene_.Range(i);
    }
    return Offer(InsertBefore(i, word), finding, word == "," && InList());
  }

  // Whether commas are what divides the things around the error: behind FROM, it is rather JOIN.
  bool InList() const {
    const size_t clause = scene_.FindBack(at_, {T_KW_FROM, T_KW_JOIN, T_KW_WHERE, T_KW_SELECT});
    return clause == SyntaxScene::kNowhere || scene_.Type(clause) == T_KW_SELECT;
  }

  // The word at the error is one too many, or what should follow the word before is missing.
  bool WordTooMany() {
    for (size_t i : {at_, at_ - 1}) {
      if (i >= scene_.size() || scene_.Type(i) == kEndOfStatement) continue;
      if (scene_.Type(i) == T_STRING || scene_.Type(i) == T_NUMBER || scene_.Is(i, ".")) continue;
      if (i == at_ && !MayBeTooMany()) continue;
      const std::string shown = Shown(scene_.Text(i));
      std::string hint = i == at_ ? absl::StrCat("remove ", shown)
                                  : absl::StrCat("something is missing behind ", shown);
      if (Offer(Replace(i, i, " "), {std::move(hint), "", {}}, false)) return true;
    }
    return false;
  }

  // A clause is there because somebody wants it; what it lacks stands before it.
  bool MayBeTooMany() const {
    const int found = scene_.Found();
    const int before = scene_.Before();
    if (found == T_KW_AND || found == T_KW_OR)
      return before == T_KW_WHERE || before == T_KW_ON || before == T_KW_HAVING;
    if (found == T_COMMA) return before != T_KW_AS;
    if (found == T_KW_FROM) return scene_.Type(0) == T_KW_UPDATE;
    if (found == T_WITH_GROUPING || found == T_KW_WITH) return before == T_COMMA;
    return !BeginsClause(found) || found == T_KW_ELSE || found == T_KW_INTO;
  }

  SyntaxScene& scene_;
  const size_t at_;
  const bool sure_only_;
  Finding best_;
};

}  // namespace

Finding FindRepair(SyntaxScene* scene, bool sure_only) { return Repair(scene, sure_only).Find(); }

}  // namespace headwater::syntax
