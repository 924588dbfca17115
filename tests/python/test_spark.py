"""headwater.spark in a real cluster of two worker processes (local-cluster)."""

import os
import pathlib
import shutil

import pytest

import headwater

pytest.importorskip("pyspark", reason="pyspark is not there: pip install headwater[spark]")
pytest.importorskip("pyarrow", reason="pyarrow is not there: pip install headwater[spark]")
pytestmark = pytest.mark.connectors

PACKAGE = pathlib.Path(headwater.__file__).parents[1]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    if shutil.which("java") is None:
        pytest.skip("no Java here (Debian: default-jre-headless)")
    import sys

    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    made = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "512m")
        .config("spark.executorEnv.PYTHONPATH", f"{PACKAGE}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    made.sql("CREATE DATABASE dwd")
    made.sql("CREATE TABLE dwd.orders (id BIGINT, amount DECIMAL(10,2) COMMENT '金额', dt STRING) USING parquet PARTITIONED BY (dt)")
    made.sql("CREATE VIEW dwd.paid AS SELECT id, amount FROM dwd.orders")
    yield made
    made.stop()


def scripts(session):
    rows = [(i, f"INSERT INTO dws.t{i} SELECT amount + {i} AS x FROM dwd.orders", "spark" if i % 2 else "hive") for i in range(1000)]
    rows += [(1000, "SELECT a b c FROM t", "hive"), (1001, None, "spark"), (1002, "SELECT * FROM dwd.orders", None)]
    return session.createDataFrame(rows, "id BIGINT, sql STRING, dialect STRING").repartition(4)


def test_edges_are_those_of_the_library(session):
    schema = headwater.spark.schema(session, ["dwd"])
    frame = headwater.spark.lineage(scripts(session), "sql", "dialect", keep=["id"], schema=schema)
    assert frame.columns == ["id", *(field for field in headwater.Edge._fields if field != "file")]
    rows = frame.collect()
    for id in (0, 1, 567):
        mine = headwater.lineage(f"INSERT INTO dws.t{id} SELECT amount + {id} AS x FROM dwd.orders", schema=schema).edges()
        assert [tuple(row)[1:] for row in rows if row.id == id] == [tuple(edge)[1:] for edge in mine]
    assert sorted(row.target_column for row in rows if row.id == 1002) == ["amount", "dt", "id"]
    assert {row.id for row in rows} == {*range(1000), 1002}


def test_findings(session):
    rows = headwater.spark.diagnostics(scripts(session), keep=["id"]).where("severity = 'ERROR'").collect()
    assert [(row.id, row.code, row.line, row.column) for row in rows] == [(1000, "syntax", 1, 12)]


def test_one_dialect_for_all_and_tables(session):
    frame = session.createDataFrame([("INSERT INTO b SELECT x FROM a",)], "text STRING")
    rows = headwater.spark.lineage(frame, "text", "doris", level="table").collect()
    assert [(row.source, row.target) for row in rows] == [("a", "b")]


def test_schemas_of_the_catalog(session):
    schema = headwater.spark.schema(session)
    script = headwater.lineage("SELECT * FROM dwd.orders; SELECT * FROM dwd.nothing", schema=schema)
    assert [column.name for column in script[0].columns] == ["id", "amount", "dt"]
    assert script[1].columns[0].sources[0].certainty == "UNRESOLVED"
    loaded = headwater.spark.schema(session, ["dwd"])
    view = headwater.lineage("SELECT amount FROM dwd.paid", schema=loaded, expand_views=True)
    assert view[0].columns[0].sources[0].name == "dwd.orders.amount"


def test_wrong_arguments(session):
    frame = scripts(session)
    with pytest.raises(ValueError, match="no column 'text'"):
        headwater.spark.lineage(frame, "text")
    with pytest.raises(headwater.UnknownDialectError):
        headwater.spark.lineage(frame, "sql", "oracle")
    with pytest.raises(TypeError, match="broadcast"):
        headwater.spark.lineage(frame, schema=headwater.spark.schema(session))
    with pytest.raises(ValueError, match="keep"):
        headwater.spark.lineage(frame.withColumn("line", frame.id), keep=["line"])


def test_the_catalog_reads_what_was_written(session, tmp_path):
    """As many files as there are partitions, whose edges are those of the same scripts read here."""
    schema = headwater.spark.schema(session, ["dwd"])
    folder = tmp_path / "edges"
    headwater.spark.lineage(scripts(session), keep=["id"], schema=schema).write.parquet(str(folder))
    with headwater.Catalog(tmp_path / "catalog", "create") as catalog:
        done = catalog.import_spark(folder, task="id")
        assert (done.tasks_changed, done.problems) == (1001, ())  # all but the one with an error and the NULL
        places = catalog.upstream("dws.t567.x", kind="direct")
        assert [str(place) for place in places] == ["dwd.orders.amount"] and places.edges[0].task == "567"
        # The query writes nothing, so its task itself is where the data ends.
        assert [place.kind for place in catalog.downstream("dwd.orders", depth=1)].count("TABLE") == 1000
        assert len(catalog.describe("dwd.orders").consumers) == 1001
        assert catalog.import_spark(folder, task="id").epoch == 0
        assert catalog.verify().problems == ()
