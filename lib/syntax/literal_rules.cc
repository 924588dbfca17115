#include "syntax/literal_rules.h"

#include <re2/re2.h>

#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace headwater::syntax {
namespace {

re2::StringPiece Piece(absl::string_view text) { return {text.data(), text.size()}; }

bool Matches(absl::string_view text, const re2::RE2& pattern) {
  return re2::RE2::FullMatch(Piece(text), pattern);
}

// --- dates and times: the formats of Spark's "Literals" reference -------------------------------

bool IsSpecialTime(absl::string_view text) {
  static const re2::RE2 kSpecial(R"((?i)(epoch|now|today|tomorrow|yesterday)(\s+\S+)?)");
  return Matches(text, kSpecial);
}

bool IsDay(int month, int day) {
  constexpr std::array<int, 13> kDays = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<size_t>(month)];
}

// [+-]yyyy*[-[m]m[-[d]d]] and what follows it.
bool TakeDate(absl::string_view text, absl::string_view* rest) {
  static const re2::RE2 kDate(R"([+-]?\d{4,7}(?:-(\d{1,2})(?:-(\d{1,2}))?)?((?:[ T](?s:.*))?))");
  std::string month;
  std::string day;
  re2::StringPiece behind;
  if (!re2::RE2::FullMatch(Piece(text), kDate, &month, &day, &behind)) return false;
  int month_number = 1;
  int day_number = 1;
  if (!month.empty() && !absl::SimpleAtoi(month, &month_number)) return false;
  if (!day.empty() && !absl::SimpleAtoi(day, &day_number)) return false;
  if (!behind.empty() && day.empty()) return false;
  *rest = {behind.data(), behind.size()};
  return IsDay(month_number, day_number);
}

// [h]h[:[m]m[:[s]s[.fraction]]][zone]
bool IsClock(absl::string_view text) {
  static const re2::RE2 kClock(
      R"((\d{1,2})(?::(\d{0,2})(?::(\d{0,2})(?:\.\d*)?)?)?\s*(?:[A-Za-z+-][ -~]*)?)");
  std::array<std::string, 3> digits;
  if (!re2::RE2::FullMatch(Piece(text), kClock, &digits[0], &digits[1], &digits[2])) return false;
  constexpr std::array<int, 3> kMost = {23, 59, 59};
  for (size_t i = 0; i < digits.size(); ++i) {
    int value = 0;
    if (!digits[i].empty() && (!absl::SimpleAtoi(digits[i], &value) || value > kMost[i]))
      return false;
  }
  return true;
}

bool IsTimestamp(absl::string_view text) {
  absl::string_view rest;
  if (IsSpecialTime(text)) return true;
  if (TakeDate(text, &rest)) return rest.size() <= 1 || IsClock(rest.substr(1));
  if (absl::StartsWith(text, "T")) text.remove_prefix(1);
  return absl::StrContains(text, ':') && IsClock(text);
}

// hh:mm:ss[.fraction] [AM|PM]
bool IsTime(absl::string_view text) {
  static const re2::RE2 kTime(
      R"((\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d{0,9})?)?(\s*(?i:[AP]M))?)");
  std::string hour;
  std::string minute;
  std::string second;
  std::string half;
  if (!re2::RE2::FullMatch(Piece(text), kTime, &hour, &minute, &second, &half)) return false;
  int h = 0;
  int m = 0;
  int s = 0;
  if (!absl::SimpleAtoi(hour, &h) || !absl::SimpleAtoi(minute, &m)) return false;
  if (!second.empty() && !absl::SimpleAtoi(second, &s)) return false;
  bool hour_fits = half.empty() ? h <= 23 : h >= 1 && h <= 12;
  return hour_fits && m <= 59 && s <= 59;
}

// --- intervals ----------------------------------------------------------------------------------

enum class Unit { kYear, kMonth, kWeek, kDay, kHour, kMinute, kSecond, kFraction, kNone };

Unit UnitOf(absl::string_view word) {
  struct Entry {
    absl::string_view name;
    Unit unit;
  };
  static constexpr Entry kUnits[] = {{"year", Unit::kYear},
                                     {"month", Unit::kMonth},
                                     {"week", Unit::kWeek},
                                     {"day", Unit::kDay},
                                     {"hour", Unit::kHour},
                                     {"minute", Unit::kMinute},
                                     {"second", Unit::kSecond},
                                     {"millisecond", Unit::kFraction},
                                     {"microsecond", Unit::kFraction},
                                     {"nanosecond", Unit::kFraction}};
  if (!word.empty() && (word.back() == 's' || word.back() == 'S')) word.remove_suffix(1);
  for (const Entry& entry : kUnits) {
    if (absl::EqualsIgnoreCase(word, entry.name)) return entry.unit;
  }
  return Unit::kNone;
}

bool CountsMonths(Unit unit) { return unit == Unit::kYear || unit == Unit::kMonth; }

constexpr absl::string_view kMixed = "an interval has years and months or days and times, not both";

// '1 day 2 hours'
std::string WhyNoIntervalText(absl::string_view text) {
  static const re2::RE2 kPart(R"(\s*[+-]?\s*(?:\d+(?:\.\d*)?|\.\d+)\s*([A-Za-z]+)\s*)");
  text = absl::StripAsciiWhitespace(text);
  if (absl::StartsWithIgnoreCase(text, "interval")) text.remove_prefix(8);
  re2::StringPiece rest = Piece(text);
  bool months = false;
  bool days = false;
  std::string word;
  do {
    if (!re2::RE2::Consume(&rest, kPart, &word) || UnitOf(word) == Unit::kNone)
      return "the interval's string is no list of numbers and units";
    (CountsMonths(UnitOf(word)) ? months : days) = true;
  } while (!rest.empty());
  return months && days ? std::string(kMixed) : std::string();
}

// The fields of '12 10:30:59.5' and the largest first field that 64 bits of microseconds hold.
struct RangePattern {
  Unit from;
  Unit to;
  const char* pattern;  // its groups are the fields
  int64_t most_first;
};

std::string WhyNoRange(const IntervalPart& part) {
  static constexpr RangePattern kRanges[] = {
      {Unit::kYear, Unit::kMonth, R"(\s*[+-]?(\d+)-(\d+)\s*)", 178956970},
      {Unit::kDay, Unit::kHour, R"(\s*[+-]?(\d+) +(\d{1,2})\s*)", 106751991},
      {Unit::kDay, Unit::kMinute, R"(\s*[+-]?(\d+) +(\d{1,2}):(\d{1,2})\s*)", 106751991},
      {Unit::kDay, Unit::kSecond,
       R"(\s*[+-]?(\d+) +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d{1,9})?\s*)", 106751991},
      {Unit::kHour, Unit::kMinute, R"(\s*[+-]?(\d+):(\d{1,2})\s*)", 2562047788},
      {Unit::kHour, Unit::kSecond, R"(\s*[+-]?(\d+):(\d{1,2}):(\d{1,2})(?:\.\d{1,9})?\s*)",
       2562047788},
      {Unit::kMinute, Unit::kSecond, R"(\s*[+-]?(\d+):(\d{1,2})(?:\.\d{1,9})?\s*)", 153722867280},
  };
  for (const RangePattern& range : kRanges) {
    if (UnitOf(part.unit) != range.from || UnitOf(part.to_unit) != range.to) continue;
    if (!part.is_string) return "an interval with TO has its fields in a string";
    re2::RE2 pattern(range.pattern);
    std::array<std::string, 4> fields;
    std::array<re2::RE2::Arg, 4> arguments;
    std::array<const re2::RE2::Arg*, 4> pointers{};
    for (size_t i = 0; i < fields.size(); ++i) {
      arguments[i] = re2::RE2::Arg(&fields[i]);
      pointers[i] = &arguments[i];
    }
    int groups = pattern.NumberOfCapturingGroups();
    if (!re2::RE2::FullMatchN(Piece(part.value), pattern, pointers.data(), groups)) {
      return absl::StrCat("the interval's string has not the fields of ",
                          absl::AsciiStrToUpper(part.unit), " TO ",
                          absl::AsciiStrToUpper(part.to_unit));
    }
    int64_t first = 0;
    if (!absl::SimpleAtoi(fields[0], &first) || first > range.most_first)
      return "the interval is too long";
    for (size_t i = 1; i < static_cast<size_t>(groups); ++i) {
      int most = range.from == Unit::kYear ? 11 : range.from == Unit::kDay && i == 1 ? 23 : 59;
      int field = 0;
      if (!absl::SimpleAtoi(fields[i], &field) || field > most)
        return absl::StrCat("a field of the interval is more than ", most);
    }
    bool at_most = first == range.most_first;
    bool negative = part.negative || absl::StrContains(part.value.substr(0, 1), '-');
    if (at_most && range.from == Unit::kYear && fields[1] > (negative ? "8" : "7"))
      return "the interval is too long";
    return {};
  }
  return absl::StrCat("there is no interval ", absl::AsciiStrToUpper(part.unit), " TO ",
                      absl::AsciiStrToUpper(part.to_unit));
}

}  // namespace

std::string WhyNoLiteral(absl::string_view type, absl::string_view text) {
  absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  auto is = [&](absl::string_view name) { return absl::EqualsIgnoreCase(type, name); };
  absl::string_view rest;
  if (is("date")) {
    if (TakeDate(trimmed, &rest) || IsSpecialTime(trimmed)) return {};
    return "the string is no date: write it as DATE '2024-01-31'";
  }
  if (is("timestamp") || is("timestamp_ltz") || is("timestamp_ntz")) {
    if (IsTimestamp(trimmed)) return {};
    return "the string is no timestamp: write it as TIMESTAMP '2024-01-31 12:30:00'";
  }
  if (is("time"))
    return IsTime(trimmed) ? "" : "the string is no time of day: write it as TIME '12:30:00'";
  if (is("x")) {
    for (char c : text) {
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(c)))
        return "the string of X'..' has hexadecimal digits only";
    }
  }
  if (is("interval")) return WhyNoIntervalText(text);
  return {};
}

std::string WhyNoInterval(const std::vector<IntervalPart>& parts) {
  static const re2::RE2 kNumber(R"(\s*[+-]?\s*(\d+(\.\d*)?|\.\d+)\s*)");
  bool months = false;
  bool days = false;
  for (const IntervalPart& part : parts) {
    if (!part.to_unit.empty()) {
      if (parts.size() > 1) return "an interval with TO has one part";
      return WhyNoRange(part);
    }
    Unit unit = UnitOf(part.unit);
    if (unit == Unit::kNone) continue;
    (CountsMonths(unit) ? months : days) = true;
    if (part.is_string && !Matches(part.value, kNumber))
      return absl::StrCat("the value before ", absl::AsciiStrToUpper(part.unit), " is no number");
  }
  return months && days ? std::string(kMixed) : std::string();
}

}  // namespace headwater::syntax
