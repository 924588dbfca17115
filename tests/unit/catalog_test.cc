// The catalog through its public header: what is published is found again, also in the past.

#include "headwater/catalog.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "headwater/headwater.h"

namespace headwater {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class CatalogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (fs::path(::testing::TempDir()) /
               absl::StrCat("catalog_", getpid(), "_",
                            ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string();
    fs::remove_all(folder_);
    Open(CatalogMode::kCreate);
  }
  void TearDown() override {
    catalog_.reset();
    fs::remove_all(folder_);
    fs::remove_all(folder_ + ".copy");
  }

  CatalogOptions Options(CatalogMode mode) {
    CatalogOptions options;
    options.mode = mode;
    options.holder = "test writer";
    options.sync = false;
    options.clock = [this] { return time_ms_ += 1000; };
    return options;
  }
  void Open(CatalogMode mode) {
    catalog_.reset();
    auto catalog = Catalog::Open(folder_, Options(mode));
    ASSERT_TRUE(catalog.ok()) << catalog.status();
    catalog_ = *std::move(catalog);
  }

  v1::TaskVersion Task(const std::string& name, const std::string& sql) {
    LineageOptions options;
    options.dialect = Dialect::kHive;
    const auto schema = catalog_->Schema();
    options.schema = schema.get();
    v1::TaskVersion task;
    task.set_name(name);
    task.set_text(sql);
    task.set_fingerprint(sql);
    *task.mutable_lineage() = *ExtractLineage(sql, options);
    return task;
  }
  v1::PublishSummary Publish(const std::string& name, const std::string& sql) {
    v1::Publication publication;
    *publication.add_tasks() = Task(name, sql);
    return Publish(publication);
  }
  v1::PublishSummary Publish(const v1::Publication& publication) {
    auto summary = catalog_->Publish(publication);
    EXPECT_TRUE(summary.ok()) << summary.status();
    return summary.value_or(v1::PublishSummary());
  }

  static std::string Text(const v1::Node& node) {
    return node.column().empty() ? node.name() : absl::StrCat(node.name(), ".", node.column());
  }
  std::vector<std::string> Walk(const std::string& name, Direction direction,
                                WalkOptions options = {}) {
    const auto walk = catalog_->Walk(name, direction, options);
    EXPECT_TRUE(walk.ok()) << walk.status();
    std::vector<std::string> nodes;
    if (!walk.ok()) return nodes;
    for (const v1::Node& node : walk->nodes()) nodes.push_back(Text(node));
    return nodes;
  }
  std::vector<std::string> Up(const std::string& name, WalkOptions options = {}) {
    return Walk(name, Direction::kUpstream, options);
  }
  std::vector<std::string> Down(const std::string& name, WalkOptions options = {}) {
    return Walk(name, Direction::kDownstream, options);
  }
  void ExpectClean() {
    const auto report = catalog_->Verify();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->problems_size(), 0) << absl::StrJoin(report->problems(), "\n");
  }
  static AsOf Epoch(uint64_t number) {
    AsOf as_of;
    as_of.epoch = number;
    return as_of;
  }

  std::string folder_;
  int64_t time_ms_ = 1'700'000'000'000;
  std::unique_ptr<Catalog> catalog_;
};

constexpr char kDwd[] =
    "INSERT OVERWRITE TABLE dwd.orders SELECT id, price * seats AS amount FROM ods.orders "
    "WHERE status = 'paid'";
constexpr char kDws[] =
    "INSERT OVERWRITE TABLE dws.sales SELECT c.name AS course, sum(o.amount) AS revenue "
    "FROM dwd.orders o JOIN dim.course c ON o.id = c.id GROUP BY c.name";

TEST_F(CatalogTest, WalksTablesAndColumns) {
  Publish("dwd_orders", kDwd);
  Publish("dws_sales", kDws);
  EXPECT_THAT(Up("dws.sales"), ElementsAre("dim.course", "dwd.orders", "ods.orders"));
  EXPECT_THAT(Down("ods.orders"), ElementsAre("dwd.orders", "dws.sales"));
  WalkOptions direct;
  direct.kind = EdgeKind::kDirect;
  EXPECT_THAT(Up("dws.sales.revenue", direct),
              ElementsAre("dwd.orders.amount", "ods.orders.price", "ods.orders.seats"));
  // What chooses the rows of dwd.orders decides dws.sales.revenue, too.
  EXPECT_THAT(Up("dws.sales.revenue"), Contains("ods.orders.status"));
  EXPECT_THAT(Up("dws.sales.revenue"), Contains("dim.course.id"));
  EXPECT_THAT(Down("ods.orders.status"), Contains("dwd.orders"));
  EXPECT_THAT(Down("ods.orders.status"), Contains("dws.sales.revenue"));
  direct.depth = 1;
  EXPECT_THAT(Up("dws.sales.revenue", direct), ElementsAre("dwd.orders.amount"));
  ExpectClean();
}

TEST_F(CatalogTest, RepublishingIsFreeAndCostsOnlyTheChange) {
  EXPECT_GT(Publish("dwd_orders", kDwd).edges_added(), 0u);
  const auto again = Publish("dwd_orders", kDwd);
  EXPECT_EQ(again.epoch(), 0u);
  EXPECT_EQ(again.tasks_unchanged(), 1u);
  const auto changed = Publish(
      "dwd_orders",
      "INSERT OVERWRITE TABLE dwd.orders SELECT id, price * seats AS amount, city FROM ods.orders "
      "WHERE status = 'paid'");
  EXPECT_EQ(changed.edges_added(), 1u);
  EXPECT_EQ(changed.edges_removed(), 0u);
  ExpectClean();
}

TEST_F(CatalogTest, TwoTasksOfOneTableKeepTheirOwnEdges) {
  Publish("a", "INSERT INTO dw.t SELECT x FROM src.a");
  Publish("b", "INSERT INTO dw.t SELECT x FROM src.b");
  EXPECT_THAT(Up("dw.t"), ElementsAre("src.a", "src.b"));
  v1::Publication retire;
  retire.add_retired_tasks("a");
  EXPECT_EQ(Publish(retire).tasks_retired(), 1u);
  EXPECT_THAT(Up("dw.t"), ElementsAre("src.b"));
  ExpectClean();
}

TEST_F(CatalogTest, ThePastStays) {
  Publish("t", "INSERT INTO dw.t SELECT a FROM src.one");     // epoch 1
  Publish("t", "INSERT INTO dw.t SELECT a FROM src.two");     // epoch 2
  Publish("t", "INSERT INTO dw.t SELECT a, b FROM src.two");  // epoch 3
  WalkOptions then;
  then.as_of = Epoch(1);
  EXPECT_THAT(Up("dw.t", then), ElementsAre("src.one"));
  EXPECT_THAT(Down("src.one", then), ElementsAre("dw.t"));
  EXPECT_THAT(Down("src.one"), IsEmpty());
  then.as_of = Epoch(2);
  EXPECT_THAT(Up("dw.t", then), ElementsAre("src.two"));
  EXPECT_FALSE(catalog_->Walk("dw.t.b", Direction::kUpstream, then).ok());
  EXPECT_THAT(Up("dw.t.b"), ElementsAre("src.two.b"));
  then.as_of = AsOf();
  then.as_of.time_ms = 1'700'000'001'500;
  EXPECT_THAT(Up("dw.t", then), ElementsAre("src.one"));
  then.as_of.time_ms = 5;
  EXPECT_EQ(catalog_->Walk("dw.t", Direction::kUpstream, then).status().code(),
            absl::StatusCode::kNotFound);

  const auto history = catalog_->History("dw.t", {}, 100);
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->events_size(), 3);
  EXPECT_THAT(history->events(0).changes(), Contains("created as TABLE"));
  EXPECT_THAT(history->events(1).changes(),
              Contains("edge src.one.a -> dw.t.a IDENTITY removed (task t)"));
  EXPECT_THAT(history->events(2).changes(), Contains("column b added"));
  const auto diff = catalog_->Diff(Epoch(1), Epoch(2), 100);
  ASSERT_TRUE(diff.ok());
  std::vector<std::string> all;
  for (const auto& event : diff->events()) {
    all.insert(all.end(), event.changes().begin(), event.changes().end());
  }
  EXPECT_THAT(all, Contains("edge src.two -> dw.t added (task t)"));
  EXPECT_THAT(all, Contains("edge src.one -> dw.t removed (task t)"));
  ExpectClean();
}

TEST_F(CatalogTest, IdsAreStableThroughRenameAndDrop) {
  Publish("ddl", "CREATE TABLE dw.old (a INT COMMENT 'first', b STRING) COMMENT 'x'");
  Publish("fill", "INSERT INTO dw.old SELECT a, b FROM src.s");
  const uint32_t id = catalog_->Find("dw.old", {})->id();
  Publish("move", "ALTER TABLE dw.old RENAME TO dw.new_name");
  EXPECT_EQ(catalog_->Find("dw.new_name", {})->id(), id);
  EXPECT_THAT(Up("dw.new_name.a"), ElementsAre("src.s.a"));
  EXPECT_EQ(catalog_->Find("dw.old", Epoch(2))->id(), id);
  Publish("away", "DROP TABLE dw.new_name");
  EXPECT_TRUE(catalog_->Find("dw.new_name", {})->dropped());
  Publish("back", "CREATE TABLE dw.new_name (a INT)");
  EXPECT_EQ(catalog_->Find("dw.new_name", {})->id(), id);
  EXPECT_FALSE(catalog_->Find("dw.new_name", {})->dropped());
  ExpectClean();
}

TEST_F(CatalogTest, ADailySwapEndsInTheFinalName) {
  Publish("t",
          "DROP TABLE IF EXISTS dw.t_new; CREATE TABLE dw.t_new AS SELECT a FROM src.s;"
          "DROP TABLE IF EXISTS dw.t; ALTER TABLE dw.t_new RENAME TO dw.t");
  EXPECT_THAT(Up("dw.t.a"), ElementsAre("src.s.a"));
  EXPECT_FALSE(catalog_->Find("dw.t", {})->dropped());
  ExpectClean();
}

TEST_F(CatalogTest, TemporaryTablesNeverLeak) {
  Publish(
      "t",
      "CREATE TEMPORARY TABLE tmp_x AS SELECT a FROM src.s; INSERT INTO dw.t SELECT a FROM tmp_x");
  EXPECT_FALSE(catalog_->Find("tmp_x", {}).ok());
  EXPECT_THAT(Up("dw.t.a"), ElementsAre("src.s.a"));
}

TEST_F(CatalogTest, CyclesAreNormal) {
  Publish("self",
          "INSERT OVERWRITE TABLE dw.a SELECT a.x FROM dw.a a LEFT JOIN dw.b b ON a.x = b.x");
  Publish("mutual", "INSERT OVERWRITE TABLE dw.b SELECT x FROM dw.a");
  EXPECT_THAT(Up("dw.a.x"), UnorderedElementsAre("dw.b.x"));
  EXPECT_THAT(Down("dw.b.x"), Contains("dw.a.x"));
  const auto path = catalog_->Path("dw.b", "dw.a", true, {});
  ASSERT_TRUE(path.ok());
  EXPECT_EQ(path->length(), 1u);
}

TEST_F(CatalogTest, PathsAndImpact) {
  Publish("dwd_orders", kDwd);
  Publish("dws_sales", kDws);
  v1::Publication board;
  v1::Asset* asset = board.add_assets();
  asset->set_name("board/sales");
  asset->set_kind(v1::Asset::EXPOSURE);
  asset->set_owner("bi");
  Publish(board);
  v1::Publication read;
  v1::TaskVersion* task = read.add_tasks();
  task->set_name("board_sales");
  auto* statement = task->mutable_lineage()->add_statements();
  statement->set_kind(v1::StatementLineage::INSERT);
  statement->add_inputs()->set_name("dws.sales");
  statement->add_outputs()->set_name("board/sales");
  Publish(read);
  const auto path = catalog_->Path("ods.orders.price", "dws.sales.revenue", false, {});
  ASSERT_TRUE(path.ok());
  EXPECT_EQ(path->length(), 2u);
  ASSERT_EQ(path->edges_size(), 2);
  EXPECT_EQ(Text(path->edges(0).to()), "dwd.orders.amount");
  EXPECT_EQ(catalog_->Path("dws.sales", "ods.orders", false, {})->length(), 0u);
  const auto impact = catalog_->Impact("ods.orders", {});
  ASSERT_TRUE(impact.ok());
  ASSERT_EQ(impact->assets_size(), 3);
  EXPECT_EQ(impact->assets(0).node().name(), "dwd.orders");
  EXPECT_THAT(impact->assets(0).columns(), Contains("amount"));
  EXPECT_EQ(impact->exposures(0).name(), "board/sales");
  EXPECT_THAT(impact->owners(), ElementsAre("bi"));
  ASSERT_EQ(impact->tasks_size(), 3);
}

TEST_F(CatalogTest, SearchFindsWordsPrefixesPartsAndChinese) {
  Publish(
      "ddl",
      "CREATE TABLE dws.trade_student_1d (student_id BIGINT COMMENT '学员编号', pay DECIMAL(16,2)) "
      "COMMENT '学生交易日汇总'; CREATE TABLE dim.student (id BIGINT)");
  const auto names = [&](const std::string& words) {
    const auto result = catalog_->Search(words, 10, {});
    EXPECT_TRUE(result.ok()) << result.status();
    std::vector<std::string> hits;
    for (const auto& hit : result->hits()) {
      if (hit.node().kind() == v1::Asset::TABLE) hits.push_back(hit.node().name());
    }
    return hits;
  };
  EXPECT_THAT(names("student"), UnorderedElementsAre("dim.student", "dws.trade_student_1d"));
  EXPECT_EQ(names("student")[0], "dim.student");
  EXPECT_THAT(names("trad"), ElementsAre("dws.trade_student_1d"));
  EXPECT_THAT(names("uden trade"), ElementsAre("dws.trade_student_1d"));
  EXPECT_THAT(names("学员"), ElementsAre("dws.trade_student_1d"));
  EXPECT_THAT(names("nothing"), IsEmpty());
}

TEST_F(CatalogTest, NamesThatAreNotThereGetSuggestions) {
  Publish("dws_sales", kDws);
  const auto table = catalog_->Find("dws.sale", {}).status();
  EXPECT_EQ(table.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(table.message()), HasSubstr("dws.sales"));
  const auto column = catalog_->Walk("dws.sales.revenu", Direction::kUpstream, {}).status();
  EXPECT_THAT(std::string(column.message()), HasSubstr("dws.sales.revenue"));
}

TEST_F(CatalogTest, ThereAreAlwaysThreeSuggestions) {
  Publish("dwd_orders", kDwd);
  Publish("dws_sales", kDws);
  const auto message = [&](const std::string& name, const AsOf& as_of = {}) {
    return std::string(catalog_->Find(name, as_of).status().message());
  };
  EXPECT_THAT(message("sales"), HasSubstr("did you mean dws.sales, dws_sales, "));
  EXPECT_THAT(message("quite.another"), HasSubstr("did you mean "));
  EXPECT_THAT(message("task:dwd_order"), HasSubstr("did you mean dwd_orders, dws_sales?"));
  // What came later is no suggestion, and the name itself says when it came.
  EXPECT_EQ(message("dws.sales", Epoch(1)),
            "there was no \"dws.sales\" as of epoch 1; it came with epoch 2");
  EXPECT_THAT(message("dws.sale", Epoch(1)), Not(HasSubstr("dws.sales")));
}

TEST_F(CatalogTest, APathToItselfIsTheShortestCycle) {
  Publish("ab", "INSERT OVERWRITE TABLE m.b SELECT x FROM m.a");
  Publish("bc", "INSERT OVERWRITE TABLE m.c SELECT x FROM m.b");
  Publish("ca", "INSERT OVERWRITE TABLE m.a SELECT x FROM m.c");
  Publish("ba", "INSERT OVERWRITE TABLE m.a SELECT x FROM m.b");
  for (const char* name : {"m.a", "m.a.x"}) {
    const auto path = catalog_->Path(name, name, false, {});
    ASSERT_TRUE(path.ok()) << path.status();
    EXPECT_EQ(path->length(), 2u);
    EXPECT_EQ(path->edges_size(), 2);
  }
  const auto none = catalog_->Path("m.a", "m.d", false, {});
  EXPECT_FALSE(none.ok());
}

TEST_F(CatalogTest, APathIsFoundThroughMoreNodesThanItsLimit) {
  std::string fan;
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&fan, "INSERT OVERWRITE TABLE w.t", i, " SELECT x FROM ods.s;\n");
  }
  Publish("fan", fan + "INSERT OVERWRITE TABLE z.mid SELECT x FROM ods.s;");
  Publish("last", "INSERT OVERWRITE TABLE z.end SELECT x FROM z.mid");
  WalkOptions options;
  options.limit = 5;
  const auto path = catalog_->Path("ods.s.x", "z.end.x", false, options);
  ASSERT_TRUE(path.ok()) << path.status();
  EXPECT_EQ(path->length(), 2u);
  EXPECT_FALSE(path->truncated());
}

TEST_F(CatalogTest, AColumnsChangeTouchesWorkWithoutColumnLineage) {
  Publish("dws_sales", kDws);
  v1::Publication publication;
  const auto declare = [&](const std::string& name, const std::string& from,
                           const std::string& to) {
    v1::TaskVersion* task = publication.add_tasks();
    task->set_name(name);
    task->set_owner("owner of " + name);
    auto* statement = task->mutable_lineage()->add_statements();
    statement->set_kind(v1::StatementLineage::INSERT);
    statement->add_inputs()->set_name(from);
    statement->add_outputs()->set_name(to);
  };
  declare("train", "dws.sales", "model.churn");
  declare("board", "model.churn", "board/sales");
  declare("other", "dim.other", "board/other");
  v1::Asset* board = publication.add_assets();
  board->set_name("board/sales");
  board->set_kind(v1::Asset::EXPOSURE);
  Publish(publication);
  const auto impact = catalog_->Impact("dwd.orders.amount", {});
  ASSERT_TRUE(impact.ok()) << impact.status();
  std::vector<std::string> assets;
  for (const auto& item : impact->assets()) {
    assets.push_back(absl::StrCat(item.node().distance(), " ", item.node().name()));
  }
  EXPECT_THAT(assets, ElementsAre("1 dws.sales", "2 model.churn", "3 board/sales"));
  EXPECT_EQ(impact->exposures_size(), 1);
  EXPECT_THAT(impact->owners(), ElementsAre("owner of board", "owner of train"));
  WalkOptions near;
  near.depth = 2;
  EXPECT_EQ(catalog_->Impact("dwd.orders.amount", near)->assets_size(), 2);
}

TEST_F(CatalogTest, SearchTellsTheColumnOfAComment) {
  Publish("ddl",
          "CREATE TABLE dim.student (id bigint COMMENT '主键', nick string COMMENT '学员昵称')");
  const auto result = catalog_->Search("昵称", 10, {});
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_EQ(result->hits_size(), 1);
  EXPECT_EQ(Text(result->hits(0).node()), "dim.student.nick");
  EXPECT_EQ(result->hits(0).field(), "comment");
  // A comment that changes is found by its new words.
  Publish("ddl2", "ALTER TABLE dim.student CHANGE COLUMN nick nick string COMMENT '花名'");
  const auto renamed = catalog_->Search("花名", 10, {});
  ASSERT_TRUE(renamed.ok()) << renamed.status();
  EXPECT_EQ(renamed->hits_size(), 1);
  ExpectClean();
}

TEST_F(CatalogTest, SchemaResolvesStars) {
  Publish("ddl", "CREATE TABLE src.s (a INT, b STRING)");
  Publish("t", "INSERT INTO dw.t SELECT * FROM src.s");
  EXPECT_THAT(Up("dw.t.b"), ElementsAre("src.s.b"));
}

TEST_F(CatalogTest, ExportAndImportAreExact) {
  Publish("ddl", "CREATE TABLE dw.t (a INT COMMENT '甲')");
  Publish("t", "INSERT INTO dw.t SELECT a FROM src.one");
  Publish("t", "INSERT INTO dw.t SELECT a FROM src.two JOIN src.one ON two.k = one.k");
  Publish("u", "INSERT INTO dw.u SELECT a FROM dw.t");
  v1::Publication retire;
  retire.add_retired_tasks("u");
  Publish(retire);
  const auto text_of = [](Catalog* catalog) {
    std::string text;
    EXPECT_TRUE(catalog
                    ->Export([&](absl::string_view line) {
                      text.append(line.data(), line.size());
                      return absl::OkStatus();
                    })
                    .ok());
    return text;
  };
  const std::string text = text_of(catalog_.get());
  CatalogOptions options = Options(CatalogMode::kCreate);
  auto copy = Catalog::Open(folder_ + ".copy", options);
  ASSERT_TRUE(copy.ok());
  size_t at = 0;
  const absl::Status imported = (*copy)->Import([&](std::string* line) {
    if (at >= text.size()) return false;
    const size_t end = text.find('\n', at);
    *line = text.substr(at, end - at);
    at = end + 1;
    return true;
  });
  ASSERT_TRUE(imported.ok()) << imported;
  EXPECT_EQ(text_of(copy->get()), text);
  const auto report = (*copy)->Verify();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->problems_size(), 0) << absl::StrJoin(report->problems(), "\n");
  WalkOptions then;
  then.as_of = Epoch(4);
  EXPECT_EQ((*copy)->Walk("src.one", Direction::kDownstream, then)->nodes_size(), 2);
  EXPECT_FALSE((*copy)->Import([](std::string*) { return false; }).ok());
}

TEST_F(CatalogTest, OneWriterAnyReaders) {
  Publish("dwd_orders", kDwd);
  CatalogOptions reading;
  const auto reader = Catalog::Open(folder_, reading);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_TRUE((*reader)->Find("dwd.orders", {}).ok());
  EXPECT_EQ((*reader)->Publish({}).status().code(), absl::StatusCode::kFailedPrecondition);
  Publish("dws_sales", kDws);
  EXPECT_FALSE((*reader)->Find("dws.sales", {}).ok());  // what was there when it was opened
  EXPECT_TRUE((*Catalog::Open(folder_, reading))->Find("dws.sales", {}).ok());
  const auto second = Catalog::Open(folder_, Options(CatalogMode::kWrite));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("test writer (process "));
}

TEST_F(CatalogTest, WrongFolders) {
  EXPECT_EQ(Catalog::Open(folder_ + "/nowhere", {}).status().code(), absl::StatusCode::kNotFound);
  std::ofstream(folder_ + ".copy") << "x";
  EXPECT_EQ(Catalog::Open(folder_ + ".copy", Options(CatalogMode::kCreate)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  fs::remove(folder_ + ".copy");
  fs::create_directory(folder_ + ".copy");
  std::ofstream(folder_ + ".copy/thesis.txt") << "x";
  EXPECT_THAT(
      std::string(
          Catalog::Open(folder_ + ".copy", Options(CatalogMode::kCreate)).status().message()),
      HasSubstr("thesis.txt"));
}

TEST_F(CatalogTest, NothingIsHalfPublished) {
  v1::Publication publication;
  *publication.add_tasks() = Task("a", "INSERT INTO dw.t SELECT x FROM src.a");
  *publication.add_tasks() = Task("a", "INSERT INTO dw.t SELECT x FROM src.b");
  EXPECT_EQ(catalog_->Publish(publication).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(catalog_->Find("dw.t", {}).ok());
  Publish("b", "INSERT INTO dw.t SELECT x FROM src.b");
  EXPECT_THAT(Up("dw.t"), ElementsAre("src.b"));
  ExpectClean();
}

TEST_F(CatalogTest, AFlippedByteIsFound) {
  for (int i = 0; i < 20; ++i) {
    Publish(absl::StrCat("t", i), absl::StrCat("INSERT INTO dw.t", i, " SELECT x FROM src.a", i));
  }
  ASSERT_TRUE(catalog_->Compact().ok());
  catalog_.reset();
  int flips = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() != ".sst") continue;
    const auto size = static_cast<int64_t>(entry.file_size());
    for (const int64_t at : {int64_t{7}, size / 3, size - 60}) {
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(at);
      const char byte = static_cast<char>(file.get());
      file.seekp(at);
      file.put(static_cast<char>(byte ^ 0x10));
      file.close();
      const auto damaged = Catalog::Open(folder_, {});
      if (damaged.ok()) {
        const auto report = (*damaged)->Verify();
        EXPECT_TRUE(!report.ok() || report->problems_size() > 0) << entry.path() << " " << at;
      } else {
        EXPECT_EQ(damaged.status().code(), absl::StatusCode::kDataLoss) << damaged.status();
      }
      std::fstream again(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      again.seekp(at);
      again.put(byte);
      ++flips;
    }
  }
  EXPECT_GE(flips, 9);
  Open(CatalogMode::kRead);
  ExpectClean();
}

TEST_F(CatalogTest, BackupAndRestore) {
  Publish("dwd_orders", kDwd);
  ASSERT_TRUE(catalog_->Backup(folder_ + ".copy").ok());
  Publish("dws_sales", kDws);
  const std::string restored = folder_ + ".copy/../" + fs::path(folder_).filename().string() + ".r";
  fs::remove_all(restored);
  const absl::Status status = RestoreCatalog(folder_ + ".copy", restored);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_TRUE((*Catalog::Open(restored, {}))->Find("dwd.orders", {}).ok());
  EXPECT_FALSE((*Catalog::Open(restored, {}))->Find("dws.sales", {}).ok());
  EXPECT_EQ(RestoreCatalog(folder_ + ".copy", restored).code(),
            absl::StatusCode::kFailedPrecondition);
  fs::remove_all(restored);
}

TEST_F(CatalogTest, TheGraphInMemoryAgreesWithStorageAfterEachPublication) {
  Publish("dwd_orders", kDwd);
  const auto first = catalog_->LoadGraph();
  ASSERT_TRUE(first.ok());
  Publish("dws_sales", kDws);
  Publish("x", "INSERT INTO ads.x SELECT max(revenue) AS best FROM dws.sales WHERE course <> ''");
  const auto graph = catalog_->LoadGraph();
  ASSERT_TRUE(graph.ok());
  EXPECT_EQ((*graph)->epoch(), 3u);
  for (const std::string name : {"ods.orders", "ods.orders.price", "ods.orders.status",
                                 "ads.x.best", "dws.sales", "dws.sales.course"}) {
    for (const Direction direction : {Direction::kUpstream, Direction::kDownstream}) {
      for (const EdgeKind kind : {EdgeKind::kAll, EdgeKind::kDirect, EdgeKind::kIndirect}) {
        WalkOptions options;
        options.kind = kind;
        const auto walk = catalog_->Walk(name, direction, options);
        ASSERT_TRUE(walk.ok());
        const NodeId node = *catalog_->FindNode(name, {});
        auto closure = (*graph)->Closure(node, direction, kind);
        EXPECT_EQ(closure.size(), static_cast<size_t>(walk->nodes_size())) << name;
        EXPECT_EQ((*graph)->Neighbours(node, direction, kind),
                  *catalog_->Neighbours(node, direction, kind, {}))
            << name;
      }
    }
  }
}

TEST_F(CatalogTest, ANewerFormatIsRefused) {
  catalog_.reset();
  // The version is a number in the log or a table; making one takes a writer of the future, so the
  // export's header stands for it here.
  Open(CatalogMode::kWrite);
  const absl::Status status = catalog_->Import([done = false](std::string* line) mutable {
    if (done) return false;
    done = true;
    *line = R"({"header":{"format_version":99,"next_epoch":"2","next_asset":2}})";
    return true;
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
}

TEST(ParseAsOfTest, Times) {
  EXPECT_EQ(ParseAsOf("@17")->epoch, 17u);
  EXPECT_EQ(ParseAsOf("1970-01-02T00:00:00Z")->time_ms, 86'400'000);
  EXPECT_EQ(ParseAsOf("1970-01-02T00:00:00.5+08:00")->time_ms, 57'600'500);
  EXPECT_EQ(ParseAsOf("1970-01-01")->time_ms, 86'399'999);
  EXPECT_FALSE(ParseAsOf("yesterday").ok());
  EXPECT_FALSE(ParseAsOf("@x").ok());
  EXPECT_FALSE(ParseAsOf("2024-02-30").ok());
}

}  // namespace
}  // namespace headwater
