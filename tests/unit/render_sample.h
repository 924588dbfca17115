// A script's lineage by hand: every renderer's test shows the same one.

#ifndef HEADWATER_TESTS_UNIT_RENDER_SAMPLE_H_
#define HEADWATER_TESTS_UNIT_RENDER_SAMPLE_H_

#include <string>

#include "headwater/v1/lineage.pb.h"

namespace headwater {

template <typename Edge>
Edge* SetEdge(Edge* edge, const std::string& dataset, const std::string& column,
              v1::Source::Subtype subtype) {
  edge->set_dataset(dataset);
  edge->set_column(column);
  edge->set_type(subtype <= v1::Source::AGGREGATION ? v1::Source::DIRECT : v1::Source::INDIRECT);
  edge->set_subtype(subtype);
  edge->set_certainty(v1::Source::CERTAIN);
  return edge;
}

inline v1::ColumnLineage* AddColumn(v1::StatementLineage* statement, const std::string& table,
                                    const std::string& name, const std::string& expression,
                                    uint32_t line) {
  v1::ColumnLineage* column = statement->add_columns();
  column->set_target(table.empty() ? "" : table + "." + name);
  column->set_name(name);
  column->set_ordinal(static_cast<uint32_t>(statement->columns_size() - 1));
  column->set_expression(expression);
  column->mutable_span()->set_line(line);
  return column;
}

inline v1::Dataset* SetDataset(v1::Dataset* dataset, const std::string& name,
                               v1::Dataset::Kind kind) {
  dataset->set_name(name);
  dataset->set_kind(kind);
  return dataset;
}

// An INSERT with everything; a two-target insert; a DROP; a bare query over odd names.
inline v1::ScriptLineage SampleScript() {
  v1::ScriptLineage script;
  script.set_source("dwd/orders.sql");
  script.set_dialect("hive");

  v1::StatementLineage* insert = script.add_statements();
  insert->set_kind(v1::StatementLineage::INSERT);
  insert->mutable_span()->set_line(3);
  insert->mutable_span()->set_column(1);
  insert->mutable_span()->set_length(20);
  SetDataset(insert->add_inputs(), "ods.orders", v1::Dataset::TABLE);
  SetDataset(insert->add_inputs(), "dim.学生", v1::Dataset::VIEW);
  v1::Dataset* target = SetDataset(insert->add_outputs(), "dwd.orders", v1::Dataset::TABLE);
  target->add_partitions()->set_column("dt");
  target->mutable_partitions(0)->set_value("${bizdate}");
  target->add_partitions()->set_column("hour");
  target->mutable_partitions(1)->set_dynamic(true);
  v1::ColumnLineage* column = AddColumn(insert, "dwd.orders", "id", "o.id", 4);
  SetEdge(column->add_sources(), "ods.orders", "id", v1::Source::IDENTITY);
  column = AddColumn(insert, "dwd.orders", "金额", "if(o.ok, \"a,b\", o.pay)", 5);
  SetEdge(column->add_sources(), "ods.orders", "pay", v1::Source::TRANSFORMATION);
  SetEdge(column->add_sources(), "ods.orders", "ok", v1::Source::CONDITIONAL);
  column = AddColumn(insert, "dwd.orders", "phone", "md5(mobile)", 6);
  for (const char* table : {"ods.orders", "dim.学生"}) {
    auto* source = SetEdge(column->add_sources(), table, "mobile", v1::Source::TRANSFORMATION);
    source->set_masking(true);
    source->set_certainty(v1::Source::AMBIGUOUS);
  }
  AddColumn(insert, "dwd.orders", "channel", "'app'", 7);
  column = AddColumn(insert, "dwd.orders", "n", "count(*)", 8);
  SetEdge(column->add_sources(), "ods.orders", "", v1::Source::AGGREGATION)->set_masking(true);
  SetEdge(insert->add_influences(), "ods.orders", "dt", v1::Source::FILTER)
      ->set_output("dwd.orders");
  SetEdge(insert->add_influences(), "dim.学生", "id", v1::Source::JOIN)->set_output("dwd.orders");

  v1::StatementLineage* multi = script.add_statements();
  multi->set_index(1);
  multi->set_kind(v1::StatementLineage::INSERT);
  multi->mutable_span()->set_line(12);
  for (const char* table : {"a", "b", "c"}) {
    SetDataset(multi->add_inputs(), table, v1::Dataset::TABLE);
  }
  SetDataset(multi->add_outputs(), "x", v1::Dataset::TABLE);
  SetDataset(multi->add_outputs(), "s3://bucket/y.z", v1::Dataset::PATH);
  column = AddColumn(multi, "x", "a.dotted", "a.dotted", 13);
  SetEdge(column->add_sources(), "a", "dotted", v1::Source::IDENTITY);
  column = AddColumn(multi, "s3://bucket/y.z", "k", "k", 14);
  SetEdge(column->add_sources(), "b", "m", v1::Source::IDENTITY)->set_field_path("k");

  v1::StatementLineage* drop = script.add_statements();
  drop->set_index(2);
  drop->set_kind(v1::StatementLineage::DROP);
  drop->mutable_span()->set_line(20);
  drop->add_changes()->set_kind(v1::Change::DROP);
  drop->mutable_changes(0)->set_dataset("tmp.t");

  v1::StatementLineage* query = script.add_statements();
  query->set_index(3);
  query->set_kind(v1::StatementLineage::QUERY);
  query->mutable_span()->set_line(22);
  SetDataset(query->add_inputs(), "we\"ird[]`;\\n\n", v1::Dataset::TABLE);
  column = AddColumn(query, "", "*", "*", 22);
  SetEdge(column->add_sources(), "we\"ird[]`;\\n\n", "*", v1::Source::IDENTITY)
      ->set_certainty(v1::Source::UNRESOLVED);
  return script;
}

}  // namespace headwater

#endif  // HEADWATER_TESTS_UNIT_RENDER_SAMPLE_H_
