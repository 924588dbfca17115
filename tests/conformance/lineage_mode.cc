#include "lineage_mode.h"

#include <stdio.h>
#include <stdlib.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "case.h"
#include "disputed.h"
#include "outcome.h"
#include "run_case.h"
#include "scoreboard.h"
#include "verdict_file.h"

namespace headwater::conformance {
namespace {

bool Matches(const Case& test, const std::string& id) {
  return test.line.Key() == id || test.id == id || (!id.empty() && absl::EndsWith(test.id, id));
}

bool Selected(const Case& test, const Options& options) {
  if (!options.tag.empty() && !test.HasTag(options.tag)) return false;
  return true;
}

// Spark's files of statements: what earlier ones define for later ones.
void LearnDefinitions(const std::deque<DataFile>& files, const Options& options,
                      OriginSchemas* origins) {
  for (const DataFile& file : files) {
    if (!options.Wants(file.source) || !absl::StartsWith(file.source, "spark-analyzer")) continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      google::protobuf::Struct object;
      if (!file.lines[i].empty() && ParseDataLine({&file, i + 1}, &object).ok())
        origins->LearnDefinition(object);
    }
  }
}

// The tables of Hive's test bench, from the single statements beside the sessions. Learned only
// where a session file is to be run.
OriginSchemas LearnOrigins(const std::deque<DataFile>& files, const Options& options) {
  OriginSchemas origins;
  LearnDefinitions(files, options, &origins);
  const bool sessions = std::any_of(files.begin(), files.end(), [&](const DataFile& file) {
    return options.Wants(file.source) && absl::StrContains(file.source, "sessions");
  });
  if (!sessions) return origins;
  for (const DataFile& file : files) {
    if (file.source != "hive-qout") continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      google::protobuf::Struct object;
      if (!file.lines[i].empty() && ParseDataLine({&file, i + 1}, &object).ok()) {
        origins.Learn(object);
      }
    }
  }
  return origins;
}

// "id#3" names a statement of a session; `*statement` is -1 for a whole case.
std::string SplitStatementId(const std::string& id, int* statement) {
  *statement = -1;
  const size_t hash = id.rfind('#');
  if (hash == std::string::npos) return id;
  *statement = atoi(id.c_str() + hash + 1);
  return id.substr(0, hash);
}

void ExplainCase(const Case& test, int only_statement, const Options& options,
                 const DisputedCases& disputed) {
  const std::vector<StatementResult> results = RunCase(test);
  printf("%s  %s  [%s]\n\n", test.line.Place().c_str(), test.id.c_str(),
         test.dialect.empty() ? "valid in none of our dialects" : test.dialect.c_str());
  for (const std::string& sql : test.context) printf("(before) %s\n", sql.c_str());
  for (size_t i = 0; i < test.statements.size(); ++i) {
    if (only_statement >= 0 && static_cast<int>(i) != only_statement) continue;
    const std::string id = test.session ? absl::StrCat(test.id, "#", i) : test.id;
    if (test.session) printf("---- #%zu %s\n", i, test.statements[i].kind.c_str());
    ExplainStatement(test, test.statements[i], results[i], options.without, disputed.Find(id));
  }
}

class LineageRun {
 public:
  LineageRun(const std::deque<DataFile>& files, const Options& options, DisputedCases disputed)
      : options_(options), disputed_(std::move(disputed)), origins_(LearnOrigins(files, options)) {
    for (DataLine& line : NonBlankLines(files)) {
      if (options.Wants(line.file->source)) lines_.push_back(line);
    }
  }

  // Prints the cases of one id; the number found.
  int Explain() {
    int statement = -1;
    const std::string session_id = SplitStatementId(options_.explain, &statement);
    int found = 0;
    for (const DataLine& line : lines_) {
      Case test;
      if (!Read(line, &test)) continue;
      if (Matches(test, options_.explain)) {
        ExplainCase(test, -1, options_, disputed_);
      } else if (test.session && statement >= 0 && Matches(test, session_id)) {
        ExplainCase(test, statement, options_, disputed_);
      } else {
        continue;
      }
      ++found;
    }
    return found;
  }

  std::vector<Outcome> RunAll() {
    std::vector<std::vector<Outcome>> by_line(lines_.size());
    RunInParallel(options_.jobs, lines_.size(), [&](size_t i, int) {
      Case test;
      if (!Read(lines_[i], &test) || !Selected(test, options_)) return;
      SetCurrentCase(&lines_[i]);
      by_line[i] = JudgeCase(test, RunCase(test), options_.without, disputed_);
      SetCurrentCase(nullptr);
    });
    std::vector<Outcome> all;
    for (auto& outcomes : by_line) {
      all.insert(all.end(), std::make_move_iterator(outcomes.begin()),
                 std::make_move_iterator(outcomes.end()));
    }
    return all;
  }

  int bad_lines() const { return bad_lines_; }

 private:
  // False, and a line on stderr, for a line that holds no case.
  bool Read(const DataLine& line, Case* test) {
    google::protobuf::Struct object;
    absl::Status status = ParseDataLine(line, &object);
    if (status.ok()) status = ReadCase(line, object, origins_, test);
    if (status.ok()) return true;
    std::lock_guard<std::mutex> lock(mutex_);
    ++bad_lines_;
    fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return false;
  }

  const Options& options_;
  DisputedCases disputed_;
  OriginSchemas origins_;
  std::vector<DataLine> lines_;
  std::mutex mutex_;
  int bad_lines_ = 0;
};

int WriteVerdicts(const std::vector<Outcome>& outcomes, const std::string& path) {
  VerdictFileWriter writer(path);
  for (const Outcome& outcome : outcomes) {
    writer.Write({outcome.key, outcome.id, outcome.exact, outcome.summary});
  }
  if (writer.ok()) return 0;
  fprintf(stderr, "cannot write %s\n", path.c_str());
  return 2;
}

}  // namespace

int RunLineageMode(const std::deque<DataFile>& files, const Options& options) {
  auto disputed = DisputedCases::Load(options.disputed);
  if (!disputed.ok()) {
    fprintf(stderr, "headwater_conformance: %s\n",
            std::string(disputed.status().message()).c_str());
    return 2;
  }
  LineageRun run(files, options, *std::move(disputed));
  if (!options.explain.empty()) {
    if (run.Explain() > 0) return 0;
    fprintf(stderr, "no case has the id %s\n", options.explain.c_str());
    return 1;
  }
  const std::vector<Outcome> outcomes = run.RunAll();
  PrintScoreboard(outcomes);
  PrintFeatures(outcomes);
  PrintNormalisations(outcomes);
  if (options.failures > 0) PrintFailures(outcomes, options.failures);
  if (run.bad_lines() > 0) printf("\n%d lines hold no case, see above\n", run.bad_lines());
  return options.json.empty() ? 0 : WriteVerdicts(outcomes, options.json);
}

}  // namespace headwater::conformance
