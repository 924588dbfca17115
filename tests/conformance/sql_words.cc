#include "sql_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace headwater::conformance {
namespace {

bool IsNameByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || (c & 0x80);
}

// The end of a quoted text that begins at `at`; a backslash escapes.
size_t EndOfQuoted(absl::string_view sql, size_t at) {
  const char quote = sql[at];
  for (size_t i = at + 1; i < sql.size(); ++i) {
    if (sql[i] == '\\' && quote != '`') {
      ++i;
    } else if (sql[i] == quote) {
      return i + 1;
    }
  }
  return sql.size();
}

// The end of a comment that begins at `at`, or `at`.
size_t EndOfComment(absl::string_view sql, size_t at) {
  if (absl::StartsWith(sql.substr(at), "--")) return std::min(sql.find('\n', at), sql.size());
  if (absl::StartsWith(sql.substr(at), "/*")) {
    const size_t end = sql.find("*/", at + 2);
    return end == absl::string_view::npos ? sql.size() : end + 2;
  }
  return at;
}

bool IsPair(const std::vector<Word>& words, size_t i, absl::string_view first,
            absl::string_view second) {
  return i + 1 < words.size() && words[i].text == first && words[i + 1].text == second;
}

// The word after a constant that begins at `i`, or `i`. Takes signs, CAST('x' AS t) and DATE 'x'.
size_t EndOfConstant(const std::vector<Word>& words, size_t i) {
  if (i >= words.size()) return i;
  if (words[i].kind == Word::kConstant) return i + 1;
  if (words[i].text == "-" || words[i].text == "+" || words[i].text == "(") {
    const size_t end = EndOfConstant(words, i + 1);
    if (end == i + 1) return i;
    return words[i].text == "(" && end < words.size() && words[end].text == ")" ? end + 1 : end;
  }
  static constexpr absl::string_view kWords[] = {"null", "true", "false"};
  if (std::find(std::begin(kWords), std::end(kWords), words[i].text) != std::end(kWords)) {
    return i + 1;
  }
  const bool typed = words[i].text == "date" || words[i].text == "timestamp";
  if (typed && i + 1 < words.size() && words[i + 1].kind == Word::kConstant) return i + 2;
  if (IsPair(words, i, "cast", "(")) {
    size_t end = EndOfConstant(words, i + 2);
    if (end == i + 2) return i;
    while (end < words.size() && words[end].text != ")") ++end;
    return std::min(end + 1, words.size());
  }
  return i;
}

}  // namespace

std::vector<Word> SplitWords(absl::string_view sql) {
  std::vector<Word> words;
  for (size_t i = 0; i < sql.size();) {
    const char c = sql[i];
    size_t end = EndOfComment(sql, i);
    if (end != i || absl::ascii_isspace(static_cast<unsigned char>(c))) {
      i = std::max(end, i + 1);
    } else if (c == '\'' || c == '"') {
      end = EndOfQuoted(sql, i);
      words.push_back({Word::kConstant, "''"});
      i = end;
    } else if (c == '`') {
      end = EndOfQuoted(sql, i);
      words.push_back({Word::kName, absl::AsciiStrToLower(sql.substr(i + 1, end - i - 2))});
      i = end;
    } else if (IsNameByte(c)) {
      end = i;
      const bool number = absl::ascii_isdigit(static_cast<unsigned char>(c));
      while (end < sql.size() && (IsNameByte(sql[end]) || (number && sql[end] == '.'))) ++end;
      words.push_back(
          {number ? Word::kConstant : Word::kName, absl::AsciiStrToLower(sql.substr(i, end - i))});
      i = end;
    } else {
      words.push_back({Word::kSymbol, std::string(1, c)});
      ++i;
    }
  }
  return words;
}

std::set<std::string> WordsOf(absl::string_view sql) {
  std::set<std::string> result;
  for (Word& word : SplitWords(sql)) {
    if (word.kind == Word::kName) result.insert(std::move(word.text));
  }
  return result;
}

bool HasWord(absl::string_view sql, absl::string_view word) {
  return WordsOf(sql).count(std::string(word)) != 0;
}

std::set<std::string> ColumnsEqualToConstants(absl::string_view sql) {
  const std::vector<Word> words = SplitWords(sql);
  std::set<std::string> result;
  std::vector<std::pair<std::string, std::string>> equals;
  const auto is_comparison = [&](size_t i) {
    return i > 0 && i + 1 < words.size() && words[i].text == "=" && words[i - 1].text != "<" &&
           words[i - 1].text != ">" && words[i - 1].text != "!";
  };
  for (size_t i = 0; i < words.size(); ++i) {
    if (IsPair(words, i, "is", "null") && i > 0) result.insert(words[i - 1].text);
    if (IsPair(words, i, "in", "(") && i > 0) {
      const size_t end = EndOfConstant(words, i + 2);
      if (end != i + 2 && end < words.size() && words[end].text == ")") {
        result.insert(words[i - 1].text);
      }
    }
    if (!is_comparison(i)) continue;
    size_t right = i + 1;
    if (words[right].text == "=") ++right;
    size_t left = i - 1;
    if (words[left].text == ")" && left > 1) --left;  // (key) = 1
    if (EndOfConstant(words, right) != right) {
      result.insert(words[left].text);
      continue;
    }
    while (right + 2 < words.size() && words[right + 1].text == ".") right += 2;
    if (right >= words.size()) continue;
    if (words[left].kind == Word::kConstant)
      result.insert(words[right].text);
    else
      equals.emplace_back(words[left].text, words[right].text);
  }
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [a, b] : equals) {
      if (result.count(a) != 0) grown |= result.insert(b).second;
      if (result.count(b) != 0) grown |= result.insert(a).second;
    }
  }
  return result;
}

std::set<std::string> PartitionedNames(absl::string_view sql) {
  const std::vector<Word> words = SplitWords(sql);
  std::set<std::string> names;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!IsPair(words, i, "partitioned", "by") && !IsPair(words, i, "partitioned", "on")) continue;
    for (i += 2; i < words.size() && words[i].text != ")"; ++i) {
      if (words[i].kind == Word::kName) names.insert(words[i].text);
    }
  }
  return names;
}

bool IsAlwaysEmpty(absl::string_view sql) {
  const std::vector<Word> words = SplitWords(sql);
  for (size_t i = 0; i < words.size(); ++i) {
    if (IsPair(words, i, "where", "false") || IsPair(words, i, "limit", "0")) return true;
    if (words[i].text != "=" || i == 0 || i + 1 == words.size()) continue;
    const Word& left = words[i - 1];
    const Word& right = words[i + 1];
    if (left.text == "null" || right.text == "null") return true;
    const bool numbers = left.kind == Word::kConstant && right.kind == Word::kConstant;
    if (numbers && left.text != right.text) return true;
  }
  return false;
}

std::vector<std::string> FeaturesOf(absl::string_view sql) {
  const std::vector<Word> words = SplitWords(sql);
  std::set<std::string> found;
  int inserts = 0;
  int selects = 0;
  static constexpr struct {
    absl::string_view word;
    absl::string_view feature;
  } kWords[] = {
      {"join", "join"},
      {"union", "union"},
      {"intersect", "intersect/except"},
      {"except", "intersect/except"},
      {"minus", "intersect/except"},
      {"over", "window"},
      {"case", "case"},
      {"exists", "exists"},
      {"transform", "transform"},
      {"values", "values"},
      {"distinct", "distinct"},
      {"having", "having"},
      {"tablesample", "tablesample"},
      {"rollup", "grouping sets"},
      {"cube", "grouping sets"},
      {"grouping", "grouping sets"},
      {"partition", "partition"},
      {"pivot", "pivot"},
      {"unpivot", "pivot"},
      {"qualify", "qualify"},
      {"named_struct", "struct"},
      {"explode", "explode"},
      {"using", "using"},
      {"group", "group by"},
  };
  for (size_t i = 0; i < words.size(); ++i) {
    for (const auto& each : kWords) {
      if (words[i].text == each.word) found.insert(std::string(each.feature));
    }
    inserts += words[i].text == "insert";
    selects += words[i].text == "select";
    if (IsPair(words, i, "lateral", "view")) found.insert("lateral view");
    if (words[i].text == "with" && i + 2 < words.size() &&
        (words[i + 2].text == "as" || words[i + 2].text == "(")) {
      found.insert("cte");
    }
    if (words[i].text == "(" && i + 1 < words.size() && words[i + 1].text == "select") {
      found.insert("subquery");
    }
    if (words[i].text == "*" && i > 0 &&
        (words[i - 1].text == "select" || words[i - 1].text == ".")) {
      found.insert("star");
    }
  }
  if (inserts > 1 && !words.empty() && words[0].text != "insert") found.insert("multi-insert");
  if (selects > 3) found.insert("4+ selects");
  return {found.begin(), found.end()};
}

}  // namespace headwater::conformance
