#include "parse_mode.h"

#include <stdio.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "disputed.h"
#include "google/protobuf/util/json_util.h"
#include "headwater/parser.h"
#include "headwater/source.h"
#include "verdict_file.h"

namespace headwater::conformance {
namespace {

// What is asked of the parser for one row.
enum class Demand { kAccept, kRefuse, kMayAccept, kMayRefuse, kNone };

struct Row {
  DataLine line;
  std::string id;
  std::string sql;
  std::string words;
  std::string dialect;
  Demand demand = Demand::kNone;
  bool skipped = false;
  bool accepted = false;
  bool disputed = false;
  double milliseconds = 0;
  std::string message;  // of the first error
  std::string code;
  std::string hint;
  std::string token;  // where the error stands
  ast::SourceRange range;
};

Demand DemandOf(const google::protobuf::Struct& object) {
  const absl::string_view expect = StringMember(object, "expect");
  const absl::string_view grammar = StringMember(object, "grammar");
  if (expect == "parse_ok") return Demand::kAccept;
  if (expect == "parse_error") return Demand::kRefuse;
  if (grammar == "ok") return Demand::kMayAccept;
  if (grammar == "error") return Demand::kMayRefuse;
  return Demand::kNone;
}

bool Fulfilled(const Row& row) {
  switch (row.demand) {
    case Demand::kAccept:
    case Demand::kMayAccept:
      return row.accepted;
    case Demand::kRefuse:
    case Demand::kMayRefuse:
      return !row.accepted;
    case Demand::kNone:
      return true;
  }
  return true;
}

// The text an error points at, as the key of its group: words in upper case, the rest as it is.
std::string TokenAt(absl::string_view sql, ast::SourceRange range) {
  if (range.begin >= sql.size()) return "<end>";
  size_t end = std::min<size_t>(range.end, sql.size());
  end = std::min<size_t>(std::max<size_t>(end, range.begin + 1), range.begin + 24);
  return absl::AsciiStrToUpper(sql.substr(range.begin, end - range.begin));
}

void ParseRow(Row& row) {
  auto dialect = DialectFromName(row.dialect);
  if (!dialect.ok()) {
    row.message = std::string(dialect.status().message());
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  ParseOptions options;
  options.dialect = *dialect;
  ScriptParser parser(row.sql, std::move(options));
  ParsedStatement statement;
  int statements = 0;
  bool failed = false;
  while (parser.Next(&statement)) {
    ++statements;
    if (failed) continue;
    // A construct that the dialect lacks is an error of a statement that has a tree.
    failed = !statement.ok();
    for (const Diagnostic& diagnostic : statement.diagnostics()) {
      if (diagnostic.severity != Severity::kError) continue;
      failed = true;
      row.message = diagnostic.message;
      row.code = diagnostic.code;
      row.hint = diagnostic.hint;
      row.range = diagnostic.range;
      row.token = TokenAt(row.sql, diagnostic.range);
      break;
    }
    if (failed && row.message.empty()) row.message = "(no diagnostic)";
  }
  if (statements == 0) row.message = "(no statement)";
  row.accepted = statements > 0 && !failed;
  row.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::vector<Row> ParseAll(const std::deque<DataFile>& files, const Options& options) {
  std::vector<Row> rows;
  for (const DataLine& line : NonBlankLines(files)) {
    if (!options.Wants(line.file->source)) continue;
    rows.emplace_back();
    rows.back().line = line;
  }
  std::mutex stderr_mutex;
  RunInParallel(options.jobs, rows.size(), [&](size_t i, int) {
    Row& row = rows[i];
    google::protobuf::Struct object;
    if (absl::Status status = ParseDataLine(row.line, &object); !status.ok()) {
      std::lock_guard<std::mutex> lock(stderr_mutex);
      fprintf(stderr, "%s\n", std::string(status.message()).c_str());
      row.skipped = true;
      return;
    }
    row.id = std::string(StringMember(object, "id"));
    row.sql = std::string(StringMember(object, "sql"));
    row.dialect = std::string(StringMember(object, "dialect"));
    row.demand = DemandOf(object);
    row.words = LeadingWords(row.sql);
    if (!options.kind.empty() && !absl::StartsWithIgnoreCase(row.words, options.kind)) {
      row.skipped = true;
      return;
    }
    SetCurrentCase(&row.line);
    ParseRow(row);
    SetCurrentCase(nullptr);
  });
  rows.erase(std::remove_if(rows.begin(), rows.end(), [](const Row& row) { return row.skipped; }),
             rows.end());
  return rows;
}

struct Tally {
  int rows = 0;
  int asked[4] = {};  // by Demand
  int right[4] = {};
  int disputed_asked[4] = {};
  int disputed_right[4] = {};
  double milliseconds = 0;
  double slowest = 0;
  const Row* slowest_row = nullptr;

  void Add(const Row& row) {
    ++rows;
    milliseconds += row.milliseconds;
    if (row.milliseconds > slowest) {
      slowest = row.milliseconds;
      slowest_row = &row;
    }
    if (row.demand == Demand::kNone) return;
    ++asked[static_cast<int>(row.demand)];
    right[static_cast<int>(row.demand)] += Fulfilled(row);
    if (!row.disputed) return;
    ++disputed_asked[static_cast<int>(row.demand)];
    disputed_right[static_cast<int>(row.demand)] += Fulfilled(row);
  }

  // The same without the disputed rows.
  Tally Undisputed() const {
    Tally result = *this;
    for (int i = 0; i < 4; ++i) {
      result.asked[i] -= disputed_asked[i];
      result.right[i] -= disputed_right[i];
      result.rows -= disputed_asked[i];
    }
    return result;
  }

  std::string Share(Demand demand) const {
    const int all = asked[static_cast<int>(demand)];
    const int good = right[static_cast<int>(demand)];
    if (all == 0) return "-";
    char text[64];
    // Rounded down, so that only a full score reads 100.
    snprintf(text, sizeof text, "%d/%d %.2f%%", good, all, int(good * 10000.0 / all) / 100.0);
    return text;
  }
};

void PrintTally(const std::string& name, const Tally& tally) {
  printf("%-30s %6d  %-22s %-18s %-20s %-18s %8.1f %7.2f\n", name.c_str(), tally.rows,
         tally.Share(Demand::kAccept).c_str(), tally.Share(Demand::kRefuse).c_str(),
         tally.Share(Demand::kMayAccept).c_str(), tally.Share(Demand::kMayRefuse).c_str(),
         tally.rows == 0 ? 0 : tally.milliseconds * 1000 / tally.rows, tally.slowest);
}

void PrintScores(const std::vector<Row>& rows) {
  std::map<std::string, Tally> by_file;
  Tally all;
  for (const Row& row : rows) {
    by_file[absl::StrCat(row.dialect, " ", row.line.file->source)].Add(row);
    all.Add(row);
  }
  printf("%-30s %6s  %-22s %-18s %-20s %-18s %8s %7s\n", "file", "rows", "parse_ok accepted",
         "error refused", "unknown, grammar ok", "grammar error", "us/stmt", "max ms");
  for (const auto& [name, tally] : by_file) PrintTally(name, tally);
  PrintTally("all", all);
  PrintTally("all without the disputed", all.Undisputed());
  if (all.slowest_row != nullptr) {
    printf("slowest: %.2f ms %s (%s)\n", all.slowest, all.slowest_row->line.Key().c_str(),
           all.slowest_row->id.c_str());
  }
}

void PrintKinds(const std::vector<Row>& rows) {
  std::map<std::string, std::map<std::string, Tally>> by_kind;  // dialect, words
  for (const Row& row : rows) by_kind[row.dialect][row.words].Add(row);
  printf("\nstatement kinds with refused statements (accepted of those the engine accepts)\n");
  for (const auto& [dialect, kinds] : by_kind) {
    std::vector<std::pair<int, std::string>> lines;
    for (const auto& [words, tally] : kinds) {
      const int asked = tally.asked[0] + tally.asked[2];
      const int missed = asked - tally.right[0] - tally.right[2];
      if (missed == 0) continue;
      lines.emplace_back(-missed, absl::StrCat(words, " ", asked - missed, "/", asked));
    }
    std::sort(lines.begin(), lines.end());
    printf("  %s:", dialect.c_str());
    for (const auto& [missed, text] : lines) printf("  %s;", text.c_str());
    printf("%s\n", lines.empty() ? " none" : "");
  }
}

// The text around an error, on one line, with the place marked.
std::string Excerpt(const Row& row) {
  const size_t at = std::min<size_t>(row.range.begin, row.sql.size());
  const size_t begin = at < 60 ? 0 : at - 60;
  std::string text =
      absl::StrCat(begin == 0 ? "" : "...", row.sql.substr(begin, at - begin), " >>> ",
                   row.sql.substr(at, 60), at + 60 < row.sql.size() ? "..." : "");
  return absl::StrReplaceAll(text, {{"\n", " "}, {"\r", " "}, {"\t", " "}});
}

void PrintGroups(const std::vector<Row>& rows, int limit) {
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<const Row*>> groups;
  for (const Row& row : rows) {
    const bool wanted = row.demand == Demand::kAccept || row.demand == Demand::kMayAccept;
    if (!wanted || row.accepted || row.disputed) continue;
    groups[{row.dialect, row.message, row.token}].push_back(&row);
  }
  std::vector<std::pair<std::tuple<std::string, std::string, std::string>, std::vector<const Row*>>>
      sorted(groups.begin(), groups.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  printf("\n%zu groups of wrongly refused statements\n", sorted.size());
  for (size_t i = 0; i < sorted.size() && static_cast<int>(i) < limit; ++i) {
    const auto& [dialect, message, token] = sorted[i].first;
    const Row& first = *sorted[i].second.front();
    printf("%5zu  [%s] %s  | at %s\n       %s  %s\n       %s\n", sorted[i].second.size(),
           dialect.c_str(), message.c_str(), token.c_str(), first.line.Key().c_str(),
           first.id.c_str(), Excerpt(first).c_str());
  }
}

void PrintWronglyAccepted(const std::vector<Row>& rows, int limit) {
  int count = 0;
  for (const Row& row : rows) {
    const bool wrong = row.demand == Demand::kRefuse && row.accepted && !row.disputed;
    if (!wrong || ++count > limit) continue;
    printf("\n%s  %s\n  %s\n", row.line.Key().c_str(), row.id.c_str(),
           absl::StrReplaceAll(row.sql.substr(0, 400), {{"\n", "\n  "}}).c_str());
  }
  printf("\n%d statements accepted that their engine refuses\n", count);
}

void ExplainRow(const Row& row) {
  printf("%s  %s  [%s]\n%s\n\n", row.line.Place().c_str(), row.id.c_str(), row.dialect.c_str(),
         row.sql.c_str());
  if (row.accepted) {
    printf("accepted\n\n");
    return;
  }
  LineIndex index(row.sql);
  const LineColumn place = index.Find(row.range.begin);
  const std::string line(index.LineAt(row.range.begin));
  printf("%u:%u: %s [%s]\n  %s\n  %*s^\n", place.line, place.column, row.message.c_str(),
         row.code.c_str(), line.c_str(), static_cast<int>(place.column) - 1, "");
  if (!row.hint.empty()) printf("hint: %s\n", row.hint.c_str());
  printf("\n");
}

void WriteVerdicts(const std::vector<Row>& rows, const std::string& path) {
  VerdictFileWriter writer(path);
  for (const Row& row : rows) {
    Verdict verdict;
    verdict.key = row.line.Key();
    verdict.id = row.id;
    verdict.right = Fulfilled(row);
    if (!row.accepted) verdict.detail = absl::StrCat(row.message, " at ", row.token);
    writer.Write(verdict);
  }
}

// The reasons of disputed rows that Headwater reads in another way than the reference says.
void PrintDisputed(const std::vector<Row>& rows, const DisputedCases& disputed) {
  std::map<std::string, std::vector<const Row*>> by_reason;
  for (const Row& row : rows) {
    if (row.disputed && !Fulfilled(row)) by_reason[disputed.Find(row.id)->reason].push_back(&row);
  }
  if (!by_reason.empty()) printf("\ndisputed: the reference's answer holds elsewhere\n");
  for (const auto& [reason, of_reason] : by_reason) {
    printf("%5zu  %s\n       %s ..\n", of_reason.size(), reason.c_str(),
           of_reason.front()->id.c_str());
  }
}

// Passes over blanks, comments and opening parentheses.
absl::string_view SkipToWord(absl::string_view sql) {
  while (!sql.empty()) {
    if (absl::ascii_isspace(sql[0]) || sql[0] == '(') {
      sql.remove_prefix(1);
    } else if (absl::StartsWith(sql, "--")) {
      const size_t end = sql.find('\n');
      sql.remove_prefix(end == absl::string_view::npos ? sql.size() : end);
    } else if (absl::StartsWith(sql, "/*")) {
      const size_t end = sql.find("*/");
      sql.remove_prefix(end == absl::string_view::npos ? sql.size() : end + 2);
    } else {
      break;
    }
  }
  return sql;
}

}  // namespace

std::string LeadingWords(absl::string_view sql) {
  std::string result;
  for (int words = 0; words < 2;) {
    sql = SkipToWord(sql);
    size_t length = 0;
    while (length < sql.size() && (absl::ascii_isalnum(sql[length]) || sql[length] == '_')) {
      ++length;
    }
    if (length == 0) break;
    const std::string word = absl::AsciiStrToUpper(sql.substr(0, length));
    sql.remove_prefix(length);
    // Words that do not tell the kind apart.
    if (word == "OR" || word == "REPLACE" || word == "TEMPORARY" || word == "EXTERNAL" ||
        word == "GLOBAL" || word == "TEMP") {
      if (words > 0) continue;
    }
    absl::StrAppend(&result, words == 0 ? "" : " ", word);
    ++words;
    static constexpr absl::string_view kTwoWords[] = {"CREATE", "ALTER",  "DROP",   "SHOW",
                                                      "ADMIN",  "INSERT", "REFRESH"};
    if (std::find(std::begin(kTwoWords), std::end(kTwoWords), word) == std::end(kTwoWords)) break;
  }
  return result.empty() ? "(other)" : result;
}

int RunParseMode(const std::deque<DataFile>& files, const Options& options) {
  auto disputed = DisputedCases::Load(options.disputed);
  if (!disputed.ok()) {
    fprintf(stderr, "headwater_conformance: %s\n",
            std::string(disputed.status().message()).c_str());
    return 2;
  }
  std::vector<Row> rows = ParseAll(files, options);
  for (Row& row : rows) row.disputed = disputed->Find(row.id) != nullptr;
  if (!options.explain.empty()) {
    int found = 0;
    for (const Row& row : rows) {
      if (row.line.Key() != options.explain && !absl::EndsWith(row.id, options.explain)) continue;
      ExplainRow(row);
      ++found;
    }
    if (found == 0) fprintf(stderr, "no statement has the id %s\n", options.explain.c_str());
    return found > 0 ? 0 : 1;
  }
  PrintScores(rows);
  PrintKinds(rows);
  PrintDisputed(rows, *disputed);
  if (options.failures > 0) PrintGroups(rows, options.failures);
  if (options.wrongly_accepted) PrintWronglyAccepted(rows, std::max(options.failures, 20));
  if (!options.json.empty()) WriteVerdicts(rows, options.json);
  return 0;
}

}  // namespace headwater::conformance
