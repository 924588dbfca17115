#include <string>

#include "gtest/gtest.h"
#include "headwater/render.h"
#include "lib/base/utf8.h"
#include "unit/render_sample.h"

namespace headwater {
namespace {

RenderOptions At(Level level) {
  RenderOptions options;
  options.level = level;
  return options;
}

TEST(RenderText, ColumnLevel) {
  EXPECT_EQ(RenderScript(SampleScript(), "", Format::kText), R"(dwd/orders.sql (hive)

     3  INSERT  dwd.orders  partition (dt=${bizdate}, hour)
        from ods.orders, dim.学生

     4    id       <- ods.orders.id
     5    金额     <- ods.orders.pay       transformation                   if(o.ok, "a,b", o.pay)
                   <~ ods.orders.ok        conditional
     6    phone    <- ods.orders.mobile ?  transformation masked ambiguous  md5(mobile)
                   <- dim.学生.mobile ?    transformation masked ambiguous
     7    channel  =  'app'
     8    n        <- ods.orders (rows)    aggregation masked               count(*)
          (rows)   <~ ods.orders.dt        filter
                   <~ dim.学生.id          join

    12  INSERT  x
        from a, c

    13    a.dotted  <- a.dotted

    12  INSERT  s3://bucket/y.z  path
        from b, c

    14    k  <- b.m.k

    20  DROP  tmp.t

    22  QUERY
        from we"ird[]`;\n

    22    *  <- we"ird[]`;\n .* ?  unresolved

)");
}

TEST(RenderText, TableLevel) {
  EXPECT_EQ(RenderScript(SampleScript(), "", Format::kText, At(Level::kTable)),
            R"(dwd/orders.sql (hive)

     3  INSERT  dwd.orders  partition (dt=${bizdate}, hour)
          <- ods.orders
          <- dim.学生    view

    12  INSERT  x
          <- a
          <- c

    12  INSERT  s3://bucket/y.z  path
          <- b
          <- c

    20  DROP  tmp.t

    22  QUERY
          <- we"ird[]`;\n

)");
}

TEST(RenderText, ColoursAreTheOnlyDifference) {
  RenderOptions options;
  options.color = true;
  std::string colored = RenderScript(SampleScript(), "", Format::kText, options);
  std::string plain;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b') {
      i = colored.find('m', i);
    } else {
      plain.push_back(colored[i]);
    }
  }
  EXPECT_NE(colored, plain);
  EXPECT_EQ(plain, RenderScript(SampleScript(), "", Format::kText));
}

TEST(RenderText, NarrowTerminalCutsExpressions) {
  RenderOptions options;
  options.width = 100;
  const std::string text = RenderScript(SampleScript(), "", Format::kText, options);
  EXPECT_NE(text.find("if(o.ok, \"a,b\", o.pay)\n"), std::string::npos);
  v1::ScriptLineage wide = SampleScript();
  wide.mutable_statements(0)->mutable_columns(1)->set_expression(std::string(500, 'x'));
  EXPECT_NE(RenderScript(wide, "", Format::kText, options).find("xxx…\n"), std::string::npos);
}

TEST(RenderText, ScriptWithoutLineage) {
  v1::ScriptLineage script;
  script.set_source("set.sql");
  script.set_dialect("spark");
  script.add_statements()->set_kind(v1::StatementLineage::SET);
  EXPECT_EQ(RenderScript(script, "", Format::kText),
            "set.sql (spark)\n\n        no statement reads or writes a table\n\n");
}

v1::Diagnostic At(uint32_t offset, uint32_t length, uint32_t line, uint32_t column) {
  v1::Diagnostic diagnostic;
  diagnostic.set_severity(v1::Diagnostic::ERROR);
  diagnostic.set_message("expected FROM");
  diagnostic.mutable_span()->set_offset(offset);
  diagnostic.mutable_span()->set_length(length);
  diagnostic.mutable_span()->set_line(line);
  diagnostic.mutable_span()->set_column(column);
  return diagnostic;
}

std::string Shown(const v1::Diagnostic& diagnostic, absl::string_view text) {
  std::string out;
  AppendDiagnostic(diagnostic, "a.sql", text, false, &out);
  return out;
}

TEST(AppendDiagnostic, CaretStandsBelowWideCharactersAndTabs) {
  v1::Diagnostic diagnostic = At(21, 4, 2, 13);
  diagnostic.set_hint("FORM looks like FROM");
  EXPECT_EQ(Shown(diagnostic, "select 1;\n\t'订单', FORM t\r\nx"),
            "a.sql:2:13: error: expected FROM\n"
            "   '订单', FORM t\n"
            "           ^~~~\n"
            "  hint: FORM looks like FROM\n");
}

TEST(AppendDiagnostic, EndOfText) {
  EXPECT_EQ(Shown(At(8, 0, 1, 9), "select a"),
            "a.sql:1:9: error: expected FROM\n  select a\n          ^\n");
  EXPECT_EQ(Shown(At(0, 0, 1, 1), "\n"), "a.sql:1:1: error: expected FROM\n  \n  ^\n");
  EXPECT_EQ(Shown(At(9, 0, 1, 1), "select a"), "a.sql:1:1: error: expected FROM\n");
  EXPECT_EQ(Shown(At(0, 0, 1, 1), ""), "a.sql:1:1: error: expected FROM\n");
}

TEST(AppendDiagnostic, LongLinesAreCutAroundTheCaret) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text.append("订单,");
  const std::string shown = Shown(At(350000, 7, 1, 150001), text);
  EXPECT_LT(shown.size(), 600u);
  const size_t quoted = shown.find("  …");
  ASSERT_NE(quoted, std::string::npos);
  const std::string line = shown.substr(quoted, shown.find('\n', quoted) - quoted);
  const size_t caret_line = shown.find('\n', quoted) + 1;
  const std::string caret = shown.substr(caret_line, shown.find('\n', caret_line) - caret_line);
  EXPECT_LE(base::DisplayWidth(line), 105);
  EXPECT_EQ(caret.substr(caret.find('^')), "^~~~~");
}

TEST(AppendDiagnostic, EscapeSequencesOfTheScriptDoNotReachTheTerminal) {
  EXPECT_EQ(Shown(At(5, 1, 1, 6), "\x1b[31mFORM\x9b"),
            "a.sql:1:6: error: expected FROM\n   [31mFORM\uFFFD\n       ^\n");
}

TEST(DisplayWidth, WideCombiningAndBroken) {
  EXPECT_EQ(base::DisplayWidth("abc"), 3);
  EXPECT_EQ(base::DisplayWidth("订单"), 4);
  EXPECT_EQ(base::DisplayWidth("e\u0301"), 1);
  EXPECT_EQ(base::DisplayWidth("\xe8\xae"), 2);
  EXPECT_EQ(base::OneLine("a \n\t b  ", 80), "a b");
  EXPECT_EQ(base::OneLine("订单表", 5), "订单…");
  EXPECT_EQ(base::OneLine("订单", 4), "订单");
  EXPECT_EQ(base::OneLine("", 4), "");
}

}  // namespace
}  // namespace headwater
