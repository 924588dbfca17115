"""headwater.hive against a Hive Metastore, started by the test from the jars that PySpark brings, with an embedded Derby."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

import pytest

import headwater

pytest.importorskip("thriftpy2", reason="thriftpy2 is not there: pip install headwater[hive]")
pytestmark = pytest.mark.connectors

CREATE = """
CREATE DATABASE dwd;
CREATE TABLE dwd.orders (id BIGINT, amount DECIMAL(10,2) COMMENT '金额') PARTITIONED BY (dt STRING) STORED AS PARQUET;
CREATE VIEW dwd.paid AS SELECT id, amount FROM dwd.orders WHERE dt > '2024';
"""

# Tables are made by Hive's own code, in Spark, in the metastore's database before it starts.
MAKE = """
import sys
from pyspark.sql import SparkSession
spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
         .config("spark.sql.warehouse.dir", sys.argv[1] + "/warehouse")
         .config("spark.hadoop.javax.jdo.option.ConnectionURL", "jdbc:derby:;databaseName=" + sys.argv[1] + "/db;create=true")
         .enableHiveSupport().getOrCreate())
for statement in sys.argv[2].split(";"):
    if statement.strip():
        spark.sql(statement)
spark.stop()
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not there, which brings the metastore's jars")
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java here (Debian: default-jre-headless)")
    jars = pathlib.Path(pyspark.__file__).parent / "jars"
    if not list(jars.glob("hive-metastore-*.jar")):
        pytest.skip("this PySpark brings no metastore")
    folder = tmp_path_factory.mktemp("metastore")
    import sys

    subprocess.run([sys.executable, "-c", MAKE, str(folder), CREATE], check=True, cwd=folder, capture_output=True, timeout=300)
    found = free_port()
    command = [
        java, "-Xmx512m", "-cp", f"{jars}/*",
        f"-Djavax.jdo.option.ConnectionURL=jdbc:derby:;databaseName={folder}/db",
        f"-Dhive.metastore.warehouse.dir={folder}/warehouse",
        "-Dhive.metastore.schema.verification=false",
        "-Dhive.async.log.enabled=false",  # would need a jar that PySpark does not bring
        "org.apache.hadoop.hive.metastore.HiveMetaStore", "-p", str(found),
    ]  # fmt: skip
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "HOME": str(folder)})
    try:
        for _ in range(600):
            try:
                with headwater.hive.Metastore("localhost", found, timeout=5) as store:
                    store.databases()
                    break
            except headwater.HeadwaterError:
                assert process.poll() is None, (folder / "log").read_text()[-3000:]
                time.sleep(0.2)
        else:
            pytest.fail("the metastore does not answer: " + (folder / "log").read_text()[-3000:])
        yield found
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_the_metastore(port):
    with headwater.hive.Metastore("localhost", port) as store:
        assert "dwd" in store.databases()
        assert store.tables("dwd") == ["orders", "paid"]
        orders = store.table("dwd", "orders")
        assert orders.kind == "TABLE"
        assert orders.columns == [
            headwater.SchemaColumn("id", "bigint"),
            headwater.SchemaColumn("amount", "decimal(10,2)", "金额"),
            headwater.SchemaColumn("dt", "string", "", True),
        ]
        assert store.table("dwd", "paid").kind == "VIEW" and "orders" in store.table("dwd", "paid").view_query
        assert store.table("dwd", "nothing") is None
    with pytest.raises(headwater.HeadwaterError) as caught:
        store.databases()
    assert caught.value.code == "closed"


def test_lineage_on_demand(port):
    schema = headwater.hive.schema("localhost", port)
    script = headwater.lineage("SELECT * FROM dwd.orders o JOIN dwd.nothing n ON o.id = n.id", "hive", schema=schema)
    assert [column.name for column in script[0].columns][:3] == ["id", "amount", "dt"]


def test_whole_databases(port):
    schema = headwater.hive.schema("localhost", port, databases=["dwd"])
    script = headwater.lineage("INSERT INTO a SELECT amount FROM dwd.paid", "hive", schema=schema, expand_views=True)
    assert script[0].columns[0].sources[0].name == "dwd.orders.amount"


def test_no_metastore():
    with pytest.raises(headwater.HeadwaterError) as caught:
        headwater.hive.schema("localhost", free_port())
    assert caught.value.code == "metastore"
