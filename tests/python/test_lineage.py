"""headwater.lineage and the objects it returns."""

import csv
import io
import json
import os
import pickle
import subprocess
import threading
import time

import pytest

import headwater


def sources(statement):
    return {
        column.name: [(source.name, source.subtype) for source in column.sources if source.type == "DIRECT"]
        for column in statement.columns
    }


def test_a_statement_says_all_that_the_data_model_has(orders):
    script = headwater.lineage(orders, "hive", source="sales.hql")
    assert (len(script), script.dialect, script.source, script.ok) == (1, "hive", "sales.hql", True)
    statement = script[0]
    assert (statement.index, statement.kind, statement.span.line) == (0, "INSERT", 2)
    assert statement.sql == orders.strip()
    assert [dataset.name for dataset in statement.inputs] == ["dwd.orders", "dim.course"]
    assert statement.outputs[0].partitions == (headwater.Partition("dt", "${bizdate}", False),)
    assert sources(statement) == {
        "course_name": [("dim.course.course_name", "IDENTITY")],
        "revenue": [("dwd.orders.price", "AGGREGATION"), ("dwd.orders.seats", "AGGREGATION")],
        "学员数": [("dwd.orders.student_id", "AGGREGATION")],
    }
    assert statement.columns[2].target == "dws.course_sales.学员数"
    assert statement.columns[2].sources[0].masking
    assert {(i.name, i.subtype, i.output) for i in statement.influences} == {
        ("dwd.orders.status", "FILTER", "dws.course_sales"),
        ("dwd.orders.dt", "FILTER", "dws.course_sales"),
        ("dwd.orders.course_id", "JOIN", "dws.course_sales"),
        ("dim.course.course_id", "JOIN", "dws.course_sales"),
        ("dim.course.course_name", "GROUP_BY", "dws.course_sales"),
    }


def test_the_result_is_a_sequence():
    script = headwater.lineage("SELECT 1; SELECT 2; SELECT 3")
    assert [s.index for s in script] == [0, 1, 2] == [s.index for s in script.statements]
    assert script[-1].sql == "SELECT 3"
    assert [s.sql for s in script[1:]] == ["SELECT 2", "SELECT 3"]
    assert script[0] is script[0]
    with pytest.raises(IndexError):
        script[3]


def test_changes_of_the_schema():
    script = headwater.lineage("CREATE TABLE dw.t (a INT COMMENT 'key') PARTITIONED BY (dt STRING); DROP TABLE dw.u", "hive")
    create, drop = script[0].changes[0], script[1].changes[0]
    assert (create.kind, create.dataset) == ("CREATE", "dw.t")
    assert create.columns == (
        headwater.SchemaColumn("a", "int", "key", False),
        headwater.SchemaColumn("dt", "string", "", True),
    )
    assert (drop.kind, drop.dataset) == ("DROP", "dw.u")


def test_variables_default_database_and_temporary_tables():
    sql = "CREATE TEMPORARY VIEW v AS SELECT a FROM s; INSERT INTO ${target} SELECT a FROM v"
    script = headwater.lineage(sql, variables={"target": "t"}, default_db="dw")
    assert script[1].outputs[0].name == "dw.t"
    assert [i.name for i in script[1].inputs] == ["dw.s"]
    kept = headwater.lineage(sql, variables={"target": "t"}, default_db="dw", keep_temporary=True)
    assert [i.kind for i in kept[1].inputs] == ["TEMPORARY"]
    assert headwater.lineage("SELECT a + 1 AS b FROM t", expressions=False)[0].columns[0].expression == ""


def test_equality_hash_and_pickle(orders):
    script = headwater.lineage(orders, "hive")
    assert script == headwater.lineage(orders, "hive") != headwater.lineage("SELECT 1")
    assert hash(script) == hash(headwater.lineage(orders, "hive"))
    again = pickle.loads(pickle.dumps(script))
    assert again == script and again[0].sql == script[0].sql and again[0].columns == script[0].columns
    assert pickle.loads(pickle.dumps(script[0])) == script[0]


def test_reprs_can_be_read(orders):
    script = headwater.lineage(orders, "hive")
    assert repr(script) == (
        "ScriptLineage(hive, 1 statement)\n  0  <INSERT dws.course_sales <- dwd.orders, dim.course: 3 columns>"
    )
    assert repr(script[0].columns[0]) == "ColumnLineage('dws.course_sales.course_name' <- dim.course.course_name)"
    assert "<~ dwd.orders.status" in str(script)
    many = headwater.lineage("SELECT 1;" * 30)
    assert repr(many).endswith("... and 10 more")


def test_dict_json_and_csv_are_those_of_the_program(orders, tmp_path):
    script = headwater.lineage(orders, "hive", source="sales.hql")
    assert json.loads(script.to_json()) == script.to_dict()
    assert script.to_dict()["statements"][0]["columns"][1]["sources"][0]["subtype"] == "AGGREGATION"
    assert script[0].to_dict()["statements"] == script.to_dict()["statements"]
    program = os.environ.get("HEADWATER_PROGRAM")
    if not program:
        pytest.skip("HEADWATER_PROGRAM is not set: nothing to compare with")
    path = tmp_path / "sales.hql"
    path.write_text(orders, encoding="utf-8")
    for format, mine in (("json", script.to_json()), ("csv", script.to_csv())):
        printed = subprocess.run(
            [program, "lineage", "--format", format, "sales.hql"], cwd=tmp_path, capture_output=True, check=True
        )
        assert printed.stdout.decode().split() == mine.split()


@pytest.mark.parametrize("level", ["table", "column"])
def test_edges_are_the_rows_of_the_csv(warehouse, level):
    texts = [path.read_text(encoding="utf-8") for path in sorted((warehouse / "hive").rglob("*.sql"))]
    texts.append("INSERT INTO t SELECT concat('a,\"b\"', x, '\\r\\n', \"y\n\") AS z FROM s WHERE k = 'q\rr'")
    assert len(texts) > 5
    for text in texts:
        script = headwater.lineage(text, "hive", on_error="collect")
        rows = list(csv.reader(io.StringIO(script.to_csv(level), newline="")))
        header = list(headwater.Edge._fields)
        if rows and rows[0] == header:
            rows = rows[1:]
        edges = [
            [("true" if value else "false" if level == "column" else "") if isinstance(value, bool) else str(value) for value in edge]
            for edge in script.edges(level)
        ]
        assert edges == rows


def test_openlineage_has_an_event_for_each_output(orders):
    script = headwater.lineage(orders + "; SELECT 1", "hive", source="sales")
    events = script.to_openlineage(namespace="hive://prod", event_time="2024-06-01T00:00:00Z")
    assert len(events) == 1
    assert events[0]["outputs"][0]["namespace"] == "hive://prod"
    facet = events[0]["outputs"][0]["facets"]["columnLineage"]["fields"]["revenue"]
    assert {field["field"] for field in facet["inputFields"]} == {"price", "seats"}
    typed = script.to_openlineage(schema={"dim.course": {"course_id": "bigint", "course_name": "string"}})
    course = next(i for i in typed[0]["inputs"] if i["name"] == "dim.course")
    assert course["facets"]["schema"]["fields"][0] == {"name": "course_id", "type": "bigint", "ordinal_position": 1}


def test_pandas(orders):
    pandas = pytest.importorskip("pandas")
    frame = headwater.lineage(orders, "hive").to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(headwater.Edge._fields)
    assert set(frame[frame.target_column == "revenue"].source_column) == {"price", "seats"}
    assert len(headwater.lineage("SELECT 1").to_pandas().columns) == len(headwater.Edge._fields)


def test_networkx(orders):
    networkx = pytest.importorskip("networkx")
    script = headwater.lineage(orders + "; INSERT INTO ads.top SELECT revenue AS r FROM dws.course_sales", "hive")
    graph = script.to_networkx()
    assert "dwd.orders.price" in networkx.ancestors(graph, "ads.top.r")
    assert graph.nodes["ads.top.r"] == {"dataset": "ads.top", "column": "r"}
    tables = script.to_networkx("table")
    assert networkx.descendants(tables, "dwd.orders") == {"dws.course_sales", "ads.top"}


def test_other_forms(orders):
    script = headwater.lineage(orders, "hive")
    assert script.to_dot("table").startswith("digraph")
    assert script.to_mermaid().startswith("flowchart")
    with pytest.raises(headwater.HeadwaterError, match="level"):
        script.to_dot("row")


def test_the_drawing_is_well_formed_and_has_everything(orders):
    import xml.etree.ElementTree

    script = headwater.lineage(orders + ";SELECT a AS `<&>` FROM `x<y`.t", "hive")
    tree = xml.etree.ElementTree.fromstring(script._repr_svg_())
    texts = {element.text for element in tree.iter() if element.tag.endswith("text")}
    assert {"dws.course_sales", "dwd.orders", "revenue", "学员数", "price", "<&>"} <= texts
    assert "<svg" in script._repr_html_()
    empty = xml.etree.ElementTree.fromstring(headwater.lineage("SELECT 1").to_svg())
    assert "no lineage" in "".join(empty.itertext())
    circle = headwater.lineage("INSERT INTO a SELECT x FROM b; INSERT INTO b SELECT x FROM a; INSERT INTO a SELECT x FROM a")
    xml.etree.ElementTree.fromstring(circle.to_svg())
    wide = "INSERT INTO w SELECT " + ", ".join(f"c{i}" for i in range(1000)) + " FROM s"
    assert len(headwater.lineage(wide).to_svg()) < 5000  # tables only


def test_the_interpreter_lock_is_released():
    """A long call leaves another thread running."""
    sql = "SELECT " + " + ".join(f"c{i}" for i in range(300_000)) + " AS s FROM t"
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    begin = time.monotonic()
    headwater.lineage(sql)
    end = time.monotonic()
    stop.set()
    thread.join()
    during = [at for at in ticks if begin < at < end]
    assert len(during) >= min(10, (end - begin) / 0.02)


def test_bytes_and_str_give_the_same(orders):
    assert headwater.lineage(orders.encode(), "hive")[0].to_dict() == headwater.lineage(orders, "hive")[0].to_dict()
    assert headwater.lineage(orders.encode(), "hive")[0].sql == headwater.lineage(orders, "hive")[0].sql
