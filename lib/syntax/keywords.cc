#include "syntax/keywords.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "syntax/token.h"

namespace headwater::syntax {
namespace {

constexpr KeywordInfo kKeywords[] = {
#define HEADWATER_TOKEN(name, text)
#define HEADWATER_KEYWORD(word, hive, spark, doris, use) \
  {#word, {KeywordClass::hive, KeywordClass::spark, KeywordClass::doris}, KeywordUse::use},
#include "grammar/keywords.def"
#undef HEADWATER_TOKEN
#undef HEADWATER_KEYWORD
};

constexpr absl::string_view kNames[] = {
    "nothing",
#define HEADWATER_TOKEN(name, text) text,
#define HEADWATER_KEYWORD(word, hive, spark, doris, use) #word,
#include "grammar/keywords.def"
#undef HEADWATER_TOKEN
#undef HEADWATER_KEYWORD
};

constexpr size_t kKeywordCount = sizeof(kKeywords) / sizeof(kKeywords[0]);
constexpr int kFirstKeyword = T_KW_ADD;
constexpr size_t kLongestKeyword = 24;

constexpr char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

constexpr uint32_t Hash(const char* word, size_t size) {
  uint32_t hash = static_cast<uint32_t>(size);
  for (size_t i = 0; i < size; ++i)
    hash = (hash ^ static_cast<uint8_t>(Upper(word[i]))) * 0x01000193u;
  return hash ^ (hash >> 15);
}

// Open addressing over a power of two; the table is made by the compiler.
constexpr size_t kSlots = 1024;
static_assert(kKeywordCount * 3 < kSlots);

constexpr std::array<uint16_t, kSlots> MakeTable() {
  std::array<uint16_t, kSlots> table{};
  for (size_t i = 0; i < kKeywordCount; ++i) {
    size_t slot = Hash(kKeywords[i].word.data(), kKeywords[i].word.size()) % kSlots;
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<uint16_t>(i + 1);
  }
  return table;
}

constexpr std::array<uint16_t, kSlots> kTable = MakeTable();

bool EqualsUpper(absl::string_view word, absl::string_view upper) {
  if (word.size() != upper.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (Upper(word[i]) != upper[i]) return false;
  }
  return true;
}

}  // namespace

const KeywordInfo& GetKeyword(int token_type) {
  return kKeywords[static_cast<size_t>(token_type - kFirstKeyword)];
}

int FindKeyword(absl::string_view word, Dialect dialect) {
  if (word.size() > kLongestKeyword) return T_IDENTIFIER;
  for (size_t slot = Hash(word.data(), word.size()) % kSlots; kTable[slot] != 0;
       slot = (slot + 1) % kSlots) {
    size_t index = kTable[slot] - 1u;
    if (!EqualsUpper(word, kKeywords[index].word)) continue;
    bool absent = kKeywords[index].dialects[static_cast<int>(dialect)] == KeywordClass::A;
    return absent ? T_IDENTIFIER : kFirstKeyword + static_cast<int>(index);
  }
  return T_IDENTIFIER;
}

absl::string_view TokenTypeName(int type) {
  if (type == kEndOfStatement || type < 0) return "the end of the statement";
  if (static_cast<size_t>(type) >= sizeof(kNames) / sizeof(kNames[0])) return "nothing";
  return kNames[type];
}

namespace {

// Reserved in Hive, but no keywords of the grammar, whose table has only words that it uses.
constexpr absl::string_view kHiveReserved[] = {
    "ARRAY",    "AUTHORIZATION", "BIGINT",    "BINARY",       "BOOLEAN",
    "CHAR",     "COMMIT",        "CONF",      "CURRENT_DATE", "CURRENT_TIMESTAMP",
    "CURSOR",   "DAYOFWEEK",     "DECIMAL",   "DOUBLE",       "EXTENDED",
    "EXTRACT",  "FLOAT",         "FLOOR",     "FUNCTION",     "GRANT",
    "INT",      "INTEGER",       "LESS",      "MACRO",        "MORE",
    "NONE",     "NUMERIC",       "ONLY",      "OUT",          "PARTIALSCAN",
    "PERCENT",  "PRECISION",     "PROCEDURE", "READS",        "REVOKE",
    "ROLLBACK", "SMALLINT",      "START",     "SYNC",         "TRIGGER",
    "OF",       "DESCRIBE",      "REGEXP",    "RLIKE",        "CACHE",
    "TIME",     "USER",          "VARCHAR"};

// A bit for each length of the words that begin with each letter: most names are told from them
// without a comparison.
struct LengthsByLetter {
  uint32_t bits[26] = {};
  constexpr LengthsByLetter() {
    for (absl::string_view word : kHiveReserved) bits[word[0] - 'A'] |= 1u << word.size();
  }
};
constexpr LengthsByLetter kHiveLengths;

bool IsHiveReserved(absl::string_view word) {
  constexpr size_t kLongest = 31;
  if (word.empty() || word.size() > kLongest || !absl::ascii_isalpha(word[0])) return false;
  if ((kHiveLengths.bits[absl::ascii_toupper(word[0]) - 'A'] >> word.size() & 1) == 0) return false;
  return std::any_of(
      std::begin(kHiveReserved), std::end(kHiveReserved),
      [word](absl::string_view reserved) { return absl::EqualsIgnoreCase(word, reserved); });
}

}  // namespace

bool IsReserved(absl::string_view word, Dialect dialect) {
  if (dialect == Dialect::kSpark) return false;
  if (dialect == Dialect::kHive && IsHiveReserved(word)) return true;
  const int type = FindKeyword(word, dialect);
  return type != T_IDENTIFIER &&
         GetKeyword(type).dialects[static_cast<int>(dialect)] == KeywordClass::R;
}

}  // namespace headwater::syntax
