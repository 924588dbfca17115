// Runs tests/golden/cases/**/*.test; golden_file.h has the format, each case in each of its
// dialects is a test of its own.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "case_schema.h"
#include "golden_file.h"
#include "headwater/headwater.h"
#include "invariants.h"
#include "lineage_text.h"
#include "metamorphic.h"

namespace headwater::golden {
namespace {

const char kFolder[] = HEADWATER_SOURCE_DIR "/tests/golden";

struct GoldenRun {
  const GoldenFile* file = nullptr;
  size_t index = 0;  // of the case
  Dialect dialect = Dialect::kHive;
  std::string error;  // the file cannot be read

  const GoldenCase& golden() const { return file->cases[index]; }
};

// GoogleTest prints a parameter it cannot print otherwise as bytes.
void PrintTo(const GoldenRun& run, std::ostream* out) {
  if (run.file == nullptr)
    *out << run.error;
  else
    *out << run.file->path << ": case " << run.index + 1 << ", " << DialectName(run.dialect);
}

// Every file, kept for the whole program.
const std::vector<GoldenRun>& AllRuns() {
  static const std::vector<GoldenRun>& runs = *[] {
    std::vector<std::string> paths;
    const std::string folder = absl::StrCat(kFolder, "/cases");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".test") paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    auto* all = new std::vector<GoldenRun>;
    for (const std::string& path : paths) {
      auto file = ReadGoldenFile(path);
      if (!file.ok()) {
        all->push_back({nullptr, 0, Dialect::kHive, std::string(file.status().message())});
        continue;
      }
      const auto* kept = new GoldenFile(*std::move(file));
      for (size_t i = 0; i < kept->cases.size(); ++i) {
        for (Dialect dialect : kept->cases[i].options.dialects) {
          all->push_back({kept, i, dialect, ""});
        }
      }
    }
    return all;
  }();
  return runs;
}

std::string TestName(const testing::TestParamInfo<GoldenRun>& info) {
  const GoldenRun& run = info.param;
  if (run.file == nullptr) return absl::StrCat("unreadable_", info.index);
  std::string name = absl::StrCat(run.file->topic, "_", run.index + 1, "_",
                                  run.golden().options.name, "_", DialectName(run.dialect));
  for (char& c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

absl::StatusOr<v1::ScriptLineage> Extract(const std::string& sql, const GoldenRun& run,
                                          const MemorySchema& schema) {
  const CaseOptions& options = run.golden().options;
  LineageOptions lineage_options;
  lineage_options.dialect = run.dialect;
  if (!options.version.empty()) {
    auto version = DialectVersionFromText(run.dialect, options.version);
    if (!version.ok()) return version.status();
    lineage_options.dialect_version = *version;
  }
  lineage_options.default_database = options.default_database;
  lineage_options.variables = options.variables;
  lineage_options.schema = &schema;
  lineage_options.keep_temporary = options.keep_temporary;
  lineage_options.expand_views = options.expand_views;
  return ExtractLineage(sql, lineage_options);
}

bool HasInvalidStatement(const v1::ScriptLineage& script) {
  return std::any_of(script.statements().begin(), script.statements().end(),
                     [](const v1::StatementLineage& statement) {
                       return statement.kind() == v1::StatementLineage::INVALID;
                     });
}

// Reads the file again, since tests before this one may have rewritten other cases of it.
void UpdateCase(const GoldenRun& run, const std::string& got) {
  auto file = ReadGoldenFile(run.file->path);
  ASSERT_TRUE(file.ok()) << file.status();
  GoldenCase& golden = file->cases[run.index];
  std::map<Dialect, std::string> outputs;
  for (Dialect dialect : golden.options.dialects) {
    const std::string* expected = golden.Expected(dialect);
    outputs[dialect] = dialect == run.dialect ? got : expected == nullptr ? "" : *expected;
  }
  SetExpected(outputs, &golden);
  ASSERT_TRUE(WriteGoldenFile(*file).ok());
}

class GoldenTest : public testing::TestWithParam<GoldenRun> {
 protected:
  void SetUp() override {
    ASSERT_NE(GetParam().file, nullptr) << GetParam().error;
    const absl::Status status =
        AddCaseSchema(GetParam().golden().options, GetParam().dialect, kFolder, &schema_);
    ASSERT_TRUE(status.ok()) << status;
  }

  MemorySchema schema_;
};

TEST_P(GoldenTest, Lineage) {
  const GoldenRun& run = GetParam();
  const GoldenCase& golden = run.golden();
  auto script = Extract(golden.sql, run, schema_);
  ASSERT_TRUE(script.ok()) << script.status();

  const TextOptions text_options{.expressions = golden.options.show_expressions,
                                 .spans = golden.options.show_spans,
                                 .display = golden.options.show_display};
  const std::string got = LineageText(*script, text_options);
  const std::string* expected = golden.Expected(run.dialect);
  if (expected == nullptr || got != *expected) {
    if (getenv("HEADWATER_UPDATE_GOLDEN") != nullptr) {
      UpdateCase(run, got);
    } else {
      EXPECT_EQ(expected == nullptr ? "(no expected part)" : *expected, got) << golden.sql;
    }
  }
  const std::vector<std::string> breaches = FindBreaches(golden.sql, *script);
  EXPECT_TRUE(breaches.empty()) << golden.sql << absl::StrJoin(breaches, "\n");

  if (golden.options.only_print || HasInvalidStatement(*script)) return;
  const TextOptions lasting{.expressions = true, .display = true, .positions = false};
  const std::string before = LineageText(*script, lasting);
  for (const Rewriting& rewriting : Rewritings()) {
    const std::string sql = rewriting.rewrite(golden.sql);
    auto after = Extract(sql, run, schema_);
    ASSERT_TRUE(after.ok()) << after.status();
    EXPECT_EQ(before, LineageText(*after, lasting)) << rewriting.name << ":\n" << sql;
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, GoldenTest, testing::ValuesIn(AllRuns()), TestName);

}  // namespace
}  // namespace headwater::golden
