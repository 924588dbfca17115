// A writer is killed at random moments: nothing that was acknowledged is lost, nothing is half
// there.
//
// The writer is this program again, started for one disabled test. HEADWATER_KILLS sets how often
// it is killed.

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "headwater/catalog.h"

extern char** environ;

namespace headwater {
namespace {

namespace fs = std::filesystem;

constexpr int kDefaultKills = 200;

// A task that reads a table and writes `number`'s; each fifth changes an older one.
v1::Publication Publication(int number) {
  v1::Publication publication;
  publication.set_actor("crash");
  v1::TaskVersion* task = publication.add_tasks();
  const int table = number % 5 == 0 ? number / 5 : number;
  task->set_name(absl::StrCat("task_", table));
  v1::Asset* asset = publication.add_assets();
  asset->set_name("crash.last");
  asset->set_comment(absl::StrCat("number ", number));
  v1::StatementLineage* statement = task->mutable_lineage()->add_statements();
  statement->set_kind(v1::StatementLineage::INSERT);
  const std::string from = absl::StrCat("ods.s_", number % 7);
  const std::string to = absl::StrCat("dwd.t_", table);
  statement->add_inputs()->set_name(from);
  statement->add_outputs()->set_name(to);
  for (int i = 0; i < 5; ++i) {
    v1::ColumnLineage* column = statement->add_columns();
    column->set_name(absl::StrCat("c", i));
    column->set_target(absl::StrCat(to, ".c", i));
    v1::Source* source = column->add_sources();
    source->set_dataset(from);
    source->set_column(absl::StrCat("x", (i + number) % 9));
    source->set_type(v1::Source::DIRECT);
    source->set_subtype(v1::Source::IDENTITY);
    source->set_certainty(v1::Source::CERTAIN);
  }
  return publication;
}

CatalogOptions Options(CatalogMode mode) {
  CatalogOptions options;
  options.mode = mode;
  options.memory_bytes = size_t{16} << 20;
  return options;
}

// The child: publishes from the number it is told on, and writes each number to file descriptor 3
// once Publish() has returned.
TEST(CatalogCrash, DISABLED_Writer) {
  const char* folder = std::getenv("HEADWATER_CRASH_FOLDER");
  const char* first = std::getenv("HEADWATER_CRASH_FIRST");
  ASSERT_TRUE(folder != nullptr && first != nullptr);
  auto catalog = Catalog::Open(folder, Options(CatalogMode::kCreate));
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  for (int number = std::atoi(first);; ++number) {
    const auto summary = (*catalog)->Publish(Publication(number));
    ASSERT_TRUE(summary.ok()) << summary.status();
    const std::string line = absl::StrCat(number, "\n");
    if (write(3, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(1);
  }
}

// Starts the writer, kills it after `delay_us`; returns the last number that was acknowledged.
int KillWriter(const std::string& folder, int first, int delay_us) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  std::vector<std::string> settings = {absl::StrCat("HEADWATER_CRASH_FOLDER=", folder),
                                       absl::StrCat("HEADWATER_CRASH_FIRST=", first)};
  std::vector<char*> environment;
  for (char** at = environ; *at != nullptr; ++at) environment.push_back(*at);
  for (std::string& setting : settings) environment.push_back(setting.data());
  environment.push_back(nullptr);
  std::vector<std::string> words = {"writer", "--gtest_filter=CatalogCrash.DISABLED_Writer",
                                    "--gtest_also_run_disabled_tests"};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 3);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(),
                                 environment.data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) {
    close(ends[0]);
    return -1;
  }
  usleep(static_cast<useconds_t>(delay_us));
  kill(child, SIGKILL);
  std::string text;
  char buffer[4096];
  ssize_t got = 0;
  while ((got = read(ends[0], buffer, sizeof(buffer))) > 0)
    text.append(buffer, static_cast<size_t>(got));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself";
  int last = first - 1;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    if (end == std::string::npos) break;
    EXPECT_TRUE(absl::SimpleAtoi(text.substr(at, end - at), &last));
    at = end + 1;
  }
  return last;
}

TEST(CatalogCrash, NothingAcknowledgedIsLost) {
  const std::string folder =
      (fs::path(::testing::TempDir()) / absl::StrCat("catalog_crash_", getpid())).string();
  fs::remove_all(folder);
  const char* wanted = std::getenv("HEADWATER_KILLS");
  const int kills = wanted == nullptr ? kDefaultKills : std::atoi(wanted);
  std::mt19937 random(20240601);
  int next = 1;
  int published = 0;
  for (int i = 0; i < kills; ++i) {
    // From before the folder is made to some dozen publications later.
    const int delay_us = std::uniform_int_distribution<int>(500, 150'000)(random);
    const int last = KillWriter(folder, next, delay_us);
    ASSERT_GE(last, next - 1);
    published += last - (next - 1);
    const auto catalog = Catalog::Open(folder, Options(CatalogMode::kRead));
    if (!catalog.ok()) {
      ASSERT_EQ(last, 0) << catalog.status();  // killed while the folder was made
      continue;
    }
    const auto report = (*catalog)->Verify();
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_EQ(report->problems_size(), 0) << absl::StrJoin(report->problems(), "\n");
    if (last == 0) continue;
    // One more may be on disk whose acknowledgement did not come through.
    const auto asset = (*catalog)->Find("crash.last", {});
    ASSERT_TRUE(asset.ok()) << asset.status();
    int stored = 0;
    ASSERT_TRUE(absl::SimpleAtoi(asset->comment().substr(7), &stored)) << asset->comment();
    ASSERT_TRUE(stored == last || stored == last + 1) << stored << " of " << last;
    ASSERT_EQ(report->epochs(), static_cast<uint64_t>(stored));
    const int table = stored % 5 == 0 ? stored / 5 : stored;
    const auto walk =
        (*catalog)->Walk(absl::StrCat("dwd.t_", table), Direction::kUpstream, WalkOptions());
    ASSERT_TRUE(walk.ok()) << walk.status();
    ASSERT_EQ(walk->nodes(0).name(), absl::StrCat("ods.s_", stored % 7));
    next = stored + 1;
  }
  EXPECT_GT(published, kills / 10);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace headwater
