#include "syntax/utility_table.h"

#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/types/span.h"
#include "headwater/utility_statements.h"

namespace headwater::syntax {
namespace {

struct Line {
  bool part;
  absl::string_view name;
  absl::string_view since;
  absl::string_view pattern;
};

#define HEADWATER_UTILITY_PART(name, pattern) {true, name, "", pattern},
#define HEADWATER_UTILITY(name, since, pattern) {false, name, since, pattern},

constexpr Line kHive[] = {
#include "syntax/utility/hive.def"
};
constexpr Line kSpark[] = {
#include "syntax/utility/spark.def"
};
constexpr Line kDoris[] = {
#include "syntax/utility/doris.def"
};

#undef HEADWATER_UTILITY_PART
#undef HEADWATER_UTILITY

UtilityTable Compile(absl::Span<const Line> lines) {
  UtilityTable table;
  PatternCompiler compiler;
  for (const Line& line : lines) {
    if (line.part) compiler.AddPart(line.name, line.pattern);
  }
  for (const Line& line : lines) {
    if (line.part) continue;
    table.status.Update(
        compiler.AddStatement(line.pattern, static_cast<uint32_t>(table.statements.size())));
    table.statements.push_back({line.name, line.since});
  }
  table.program = compiler.Finish();
  return table;
}

}  // namespace

const UtilityTable& GetUtilityTable(Dialect dialect) {
  switch (dialect) {
    case Dialect::kHive: {
      static const UtilityTable* const table = new UtilityTable(Compile(kHive));
      return *table;
    }
    case Dialect::kSpark: {
      static const UtilityTable* const table = new UtilityTable(Compile(kSpark));
      return *table;
    }
    case Dialect::kDoris:
      break;
  }
  static const UtilityTable* const table = new UtilityTable(Compile(kDoris));
  return *table;
}

bool BeginsUtilityStatement(absl::string_view word) {
  constexpr size_t kLongestWord = 32;
  if (word.size() > kLongestWord) return false;
  std::string upper = absl::AsciiStrToUpper(word);
  for (int i = 0; i < kDialectCount; ++i) {
    const PatternProgram& program = GetUtilityTable(static_cast<Dialect>(i)).program;
    auto id = program.word_ids.find(upper);
    if (id != program.word_ids.end() && !program.starts[id->second].empty()) return true;
  }
  return false;
}

}  // namespace headwater::syntax

namespace headwater {

std::vector<UtilityStatementInfo> UtilityStatements() {
  std::map<absl::string_view, UtilityStatementInfo> by_name;
  for (int i = 0; i < kDialectCount; ++i) {
    for (const syntax::UtilityStatement& statement :
         syntax::GetUtilityTable(static_cast<Dialect>(i)).statements) {
      UtilityStatementInfo& info = by_name[statement.name];
      info.name = statement.name;
      // Of several forms the oldest counts.
      if (!info.supported[i] || statement.since < info.since[i]) info.since[i] = statement.since;
      info.supported[i] = true;
    }
  }
  std::vector<UtilityStatementInfo> statements;
  statements.reserve(by_name.size());
  for (const auto& [name, info] : by_name) statements.push_back(info);
  return statements;
}

}  // namespace headwater
