#include <string>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "headwater/render.h"
#include "unit/render_sample.h"

namespace headwater {
namespace {

RenderOptions At(Level level) {
  RenderOptions options;
  options.level = level;
  return options;
}

TEST(RenderCsv, ColumnLevel) {
  EXPECT_EQ(
      RenderScript(SampleScript(), "", Format::kCsv),
      std::string(CsvHeader()) +
          "dwd/orders.sql,0,3,dwd.orders,id,ods.orders,id,,DIRECT,IDENTITY,false,CERTAIN,o.id\r\n"
          "dwd/orders.sql,0,3,dwd.orders,金额,ods.orders,pay,,DIRECT,TRANSFORMATION,false,CERTAIN,"
          "\"if(o.ok, \"\"a,b\"\", o.pay)\"\r\n"
          "dwd/orders.sql,0,3,dwd.orders,金额,ods.orders,ok,,INDIRECT,CONDITIONAL,false,CERTAIN,"
          "\"if(o.ok, \"\"a,b\"\", o.pay)\"\r\n"
          "dwd/orders.sql,0,3,dwd.orders,phone,ods.orders,mobile,,DIRECT,TRANSFORMATION,true,"
          "AMBIGUOUS,md5(mobile)\r\n"
          "dwd/orders.sql,0,3,dwd.orders,phone,dim.学生,mobile,,DIRECT,TRANSFORMATION,true,"
          "AMBIGUOUS,md5(mobile)\r\n"
          "dwd/orders.sql,0,3,dwd.orders,n,ods.orders,,,DIRECT,AGGREGATION,true,CERTAIN,"
          "count(*)\r\n"
          "dwd/orders.sql,0,3,dwd.orders,,ods.orders,dt,,INDIRECT,FILTER,false,CERTAIN,\r\n"
          "dwd/orders.sql,0,3,dwd.orders,,dim.学生,id,,INDIRECT,JOIN,false,CERTAIN,\r\n"
          "dwd/orders.sql,1,12,x,a.dotted,a,dotted,,DIRECT,IDENTITY,false,CERTAIN,a.dotted\r\n"
          "dwd/orders.sql,1,12,s3://bucket/y.z,k,b,m,k,DIRECT,IDENTITY,false,CERTAIN,k\r\n"
          "dwd/"
          "orders.sql,3,22,,*,\"we\"\"ird[]`;\\n\n\",*,,DIRECT,IDENTITY,false,UNRESOLVED,*\r\n");
}

TEST(RenderCsv, TableLevelTellsTheInputsOfEachTarget) {
  EXPECT_EQ(RenderScript(SampleScript(), "", Format::kCsv, At(Level::kTable)),
            std::string(CsvHeader()) +
                "dwd/orders.sql,0,3,dwd.orders,,ods.orders,,,,,,,\r\n"
                "dwd/orders.sql,0,3,dwd.orders,,dim.学生,,,,,,,\r\n"
                "dwd/orders.sql,1,12,x,,a,,,,,,,\r\n"
                "dwd/orders.sql,1,12,x,,c,,,,,,,\r\n"
                "dwd/orders.sql,1,12,s3://bucket/y.z,,b,,,,,,,\r\n"
                "dwd/orders.sql,1,12,s3://bucket/y.z,,c,,,,,,,\r\n"
                "dwd/orders.sql,3,22,,,\"we\"\"ird[]`;\\n\n\",,,,,,,\r\n");
}

TEST(RenderGraph, DotEscapesNames) {
  const std::string dot = RenderScript(SampleScript(), "", Format::kDot, At(Level::kTable));
  EXPECT_NE(dot.find("label=\"dim.学生\", shape=component"), std::string::npos);
  EXPECT_NE(dot.find("label=\"we\\\"ird[]`;\\\\n\""), std::string::npos) << dot;
  EXPECT_NE(dot.find("label=\"dwd/orders.sql:22\", shape=note"), std::string::npos);
  EXPECT_NE(dot.find("  t0 -> t2;\n"), std::string::npos);
}

TEST(RenderGraph, MermaidEscapesNames) {
  const std::string chart = RenderScript(SampleScript(), "", Format::kMermaid, At(Level::kTable));
  EXPECT_NE(chart.find("[[\"dim.学生\"]]"), std::string::npos) << chart;
  EXPECT_NE(chart.find("[\"we#34;ird#91;#93;#96;#59;#92;n\"]"), std::string::npos) << chart;
  const std::string columns =
      RenderScript(SampleScript(), "", Format::kMermaid, At(Level::kColumn));
  EXPECT_NE(columns.find(" -.-> "), std::string::npos);
}

TEST(LineageGraph, MergingPartsEqualsTheWhole) {
  for (const Level level : {Level::kTable, Level::kColumn}) {
    const v1::ScriptLineage script = SampleScript();
    LineageGraph whole(level);
    LineageGraph merged(level);
    for (int round = 0; round < 2; ++round) {
      for (const v1::StatementLineage& statement : script.statements()) {
        LineageGraph part(level);
        part.Add(statement, script.source());
        merged.Merge(part);
        whole.Add(statement, script.source());
      }
    }
    EXPECT_EQ(merged.ToDot(), whole.ToDot());
    EXPECT_EQ(merged.ToMermaid(), whole.ToMermaid());
    EXPECT_EQ(whole.ToDot(), RenderScript(script, "", Format::kDot, At(level)));
  }
}

TEST(RenderOpenLineage, OneEventForEachStatementThatWrites) {
  RenderOptions options;
  options.job_namespace = "prod";
  options.event_time = "2024-01-31T00:00:00Z";
  const std::string text = "SELECT 1, '订单' FROM";
  std::string rest = RenderScript(SampleScript(), text, Format::kOpenLineage, options);
  std::vector<google::protobuf::Struct> events;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    ASSERT_NE(end, std::string::npos);
    events.emplace_back();
    const auto read =
        google::protobuf::util::JsonStringToMessage(rest.substr(0, end), &events.back());
    ASSERT_TRUE(read.ok()) << read.ToString() << "\n" << rest.substr(0, end);
    rest.erase(0, end + 1);
  }
  ASSERT_EQ(events.size(), 2u);
  const auto& event = events[0].fields();
  EXPECT_EQ(event.at("eventTime").string_value(), "2024-01-31T00:00:00Z");
  const auto& job = event.at("job").struct_value().fields();
  EXPECT_EQ(job.at("name").string_value(), "dwd/orders.sql#0");
  const auto& facets =
      event.at("outputs").list_value().values(0).struct_value().fields().at("facets");
  const auto& lineage = facets.struct_value().fields().at("columnLineage").struct_value().fields();
  const auto& fields = lineage.at("fields").struct_value().fields();
  EXPECT_EQ(fields.size(), 5u);
  EXPECT_EQ(fields.at("金额").struct_value().fields().at("inputFields").list_value().values_size(),
            2);
  EXPECT_EQ(lineage.at("dataset").list_value().values_size(), 2);
  const auto& path = events[1].fields().at("outputs").list_value().values(1).struct_value();
  EXPECT_EQ(path.fields().at("namespace").string_value(), "s3://bucket");
  EXPECT_EQ(path.fields().at("name").string_value(), "y.z");
}

}  // namespace
}  // namespace headwater
