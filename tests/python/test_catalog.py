"""headwater.Catalog: what is published is found again, also later and by others."""

import datetime
import io
import json
import os
import pathlib
import subprocess
import sys
import threading

import pytest

import headwater

PACKAGE = pathlib.Path(headwater.__file__).parents[1]
TASKS = [
    {
        "name": "dwd_orders",
        "owner": "li",
        "tags": ["core"],
        "sql": "INSERT OVERWRITE TABLE dwd.orders SELECT id, price * seats AS amount, status FROM ods.orders WHERE status = 'paid'",
    },
    {"name": "dws_sales", "owner": "wang", "tier": "1", "sql": "INSERT INTO dws.sales SELECT SUM(amount) AS 收入 FROM dwd.orders"},
]


@pytest.fixture
def catalog(tmp_path):
    with headwater.Catalog(tmp_path / "catalog", "create") as made:
        summary = made.ingest(TASKS, "hive")
        assert (summary.tasks_changed, summary.problems) == (2, ())
        yield made


def names(places):
    return [str(place) for place in places]


class TestReading:
    def test_walks(self, catalog):
        walk = catalog.upstream("dws.sales.收入")
        assert set(names(walk)) >= {"dwd.orders.amount", "ods.orders.price", "ods.orders.seats"}
        assert walk.start.column == "收入" and walk[0].distance == 1 and not walk.truncated and walk.epoch == 1
        assert names(catalog.upstream("dws.sales.收入", kind="direct", depth=1)) == ["dwd.orders.amount"]
        assert names(catalog.downstream("ods.orders")) == ["dwd.orders", "dws.sales"]
        flow = catalog.upstream("dws.sales.收入", kind="direct", depth=1).edges[0]
        assert (str(flow.from_), str(flow.to)) == ("dwd.orders.amount", "dws.sales.收入")
        assert (flow.type, flow.subtype, flow.certainty, flow.task) == ("DIRECT", "AGGREGATION", "CERTAIN", "dws_sales")
        assert catalog.downstream("ods.orders", limit=1).truncated

    def test_lists_are_made_as_they_are_read(self, catalog):
        walk = catalog.downstream("ods.orders")
        assert names(walk[-1:]) == ["dws.sales"] and walk[1] == list(walk)[1] and walk.edges[:1] == tuple(walk.edges)[:1]
        assert walk.edges == list(walk.edges) and len(walk.edges) == 2
        with pytest.raises(IndexError):
            walk[2]
        assert "2 places, 2 edges" in repr(walk)

    def test_other_forms(self, catalog):
        walk = catalog.upstream("dws.sales")
        assert walk.to_dict()["start"]["name"] == "dws.sales" and json.loads(walk.to_json()) == walk.to_dict()
        assert walk._repr_svg_().startswith("<svg") and "ods.orders" in walk._repr_html_()
        pytest.importorskip("networkx")
        assert sorted(walk.to_networkx().nodes) == ["dwd.orders", "dws.sales", "ods.orders"]
        pytest.importorskip("pandas")
        frame = catalog.upstream("dws.sales.收入", kind="direct").to_pandas()
        assert list(frame["source_column"]) and frame.shape[1] == 9

    def test_path(self, catalog):
        path = catalog.path("ods.orders.price", "dws.sales.收入")
        assert path and path.length == 2 and len(path.edges) == 2
        assert not catalog.path("dws.sales", "ods.orders")
        assert len(catalog.path("ods.orders", "dws.sales", all_paths=True).edges) == 2

    def test_impact(self, catalog):
        impact = catalog.impact("ods.orders.price")
        assert impact.owners == ("li", "wang") and set(names(impact.tasks)) == {"dwd_orders", "dws_sales"}
        assert [item.node.name for item in impact.assets] == ["dwd.orders", "dws.sales"]
        assert impact.assets[0].columns == ("amount",) and list(impact.exposures) == []

    def test_describe_and_find(self, catalog):
        described = catalog.describe("dwd.orders")
        assert names(described.producers) == ["dwd_orders"] and names(described.consumers) == ["dws_sales"]
        assert names(described.upstream) == ["ods.orders"] and "price * seats" in described.sql
        task = catalog.find("task:dwd_orders")
        assert (task.kind, task.owner, task.tags) == ("TASK", "li", ("core",))
        assert task.task.dialect == "hive" and task.task.statements == 1 and task.task.errors == 0
        assert "dwd.orders" in catalog and "dwd.order" not in catalog

    def test_search(self, catalog):
        hits = catalog.search("收入")
        assert [(hit.node.name, hit.field, hit.text) for hit in hits] == [("dws.sales", "column", "收入")]
        assert not catalog.search("nothing of the kind")

    def test_assets(self, catalog):
        found = {asset.name: asset.kind for asset in catalog.assets()}
        assert found["dwd_orders"] == "TASK" and found["dwd.orders"] == "TABLE" and found["dwd"] == "DATABASE"
        some = catalog.assets()
        next(some)
        del some  # ends the thread behind it

    def test_graph(self, catalog):
        graph = catalog.graph()
        node = catalog.node("dws.sales")
        assert (graph.epoch, graph.node_count > 0, graph.edge_count > 0, graph.memory_bytes > 0) == (1, True, True, True)
        near = graph.closure(node, upstream=True)
        assert near.typecode == "Q" and [n >> 16 for n in near] == [catalog.find(n).id for n in ("dwd.orders", "ods.orders")]
        assert catalog.neighbours(node, upstream=True) == graph.neighbours(node, upstream=True) == near[:1]
        catalog.close()
        assert graph.closure(node, upstream=True, depth=1) == near[:1]

    def test_the_past(self, tmp_path):
        clock = iter(range(1_700_000_000_000, 1_800_000_000_000, 86_400_000))
        with headwater.Catalog(tmp_path / "c", "create", clock=lambda: next(clock)) as catalog:
            catalog.ingest([{"name": "t", "sql": "INSERT INTO b SELECT x FROM a"}])
            catalog.ingest([{"name": "t", "sql": "INSERT INTO b SELECT x FROM other"}])
            assert names(catalog.upstream("b")) == ["other"]
            before = datetime.datetime.fromtimestamp(1_700_000_000, datetime.timezone.utc)
            for as_of in (1, "@1", before, before.replace(tzinfo=None).date(), "2023-11-14T23:00:00Z"):
                assert names(catalog.upstream("b", as_of=as_of)) == ["a"], as_of
            assert names(catalog.upstream("b", as_of=before.astimezone().replace(tzinfo=None))) == ["a"]
            assert catalog.epoch().number == 2 and catalog.epoch(1).time_ms == 1_700_000_000_000
            assert catalog.epoch(1).actor == "headwater (Python)"
            assert [event.epoch for event in catalog.history("task:t")] == [1, 2]
            changes = [change for event in catalog.diff(1, 2) for change in event.changes]
            assert any("other" in change for change in changes), changes


class TestWriting:
    def test_publish(self, catalog):
        script = headwater.lineage("INSERT INTO ads.top SELECT 收入 FROM dws.sales", source="ads/top.sql")
        summary = catalog.publish(
            [headwater.TaskVersion("ads_top", script, owner="zhao", properties={"team": "bi"}, fingerprint=b"1")],
            assets=[
                headwater.Asset("ads.top", comment="榜单", columns=(headwater.AssetColumn("收入", "decimal(18,2)"),)),
                headwater.Asset("board", "EXPOSURE", properties={"url": "https://bi/1"}),
            ],
            actor="me",
        )
        assert (summary.epoch, summary.tasks_changed) == (2, 1) and catalog.epoch().actor == "me"
        task = catalog.find("ads_top")
        assert task.properties == (headwater.Property("team", "bi"),) and task.task.source == "ads/top.sql"
        assert catalog.describe("task:ads_top").sql == "INSERT INTO ads.top SELECT 收入 FROM dws.sales"
        top = catalog.find("ads.top")
        assert top.comment == "榜单" and top.columns[0].type == "decimal(18,2)" and top.schema_known
        assert catalog.fingerprints()["ads_top"] == b"1"
        summary = catalog.publish(retire=["ads_top"], drop=["board"])
        assert summary.tasks_retired == 1 and catalog.find("board").dropped
        assert not catalog.upstream("ads.top") and names(catalog.upstream("ads.top", as_of=2))

    def test_ingest_again(self, catalog):
        again = catalog.ingest(TASKS, "hive")
        assert (again.epoch, again.tasks_changed, again.tasks_unchanged) == (0, 0, 2)
        forced = catalog.ingest(TASKS, "hive", again=True)
        assert forced.tasks_unchanged + forced.tasks_changed == 2 and forced.edges_added == 0
        assert catalog.ingest(TASKS, "hive").tasks_unchanged == 2
        changed = catalog.ingest([TASKS[0], {**TASKS[1], "sql": TASKS[1]["sql"] + " WHERE amount > 0"}], "hive")
        assert (changed.tasks_changed, changed.tasks_unchanged) == (1, 1)
        other = catalog.ingest([{**TASKS[0], "owner": "sun"}], "hive")
        assert other.tasks_changed == 1 and catalog.find("dwd_orders").owner == "sun"

    def test_a_bad_script_loses_no_other(self, catalog):
        done = catalog.ingest([{"name": "bad", "sql": "SELECT a b c FROM t; INSERT INTO x.y SELECT p FROM x.z"}, {"name": "odd", "sql": "\ud800"}])
        assert [(name, found.code) for name, found in done.problems] == [("bad", "syntax"), ("odd", "encoding")]
        catalog.ingest([{"name": "dws_sales", "sql": "SELECT '\udcff'"}])  # not read: what was known stays
        assert names(catalog.upstream("dws.sales", depth=1)) == ["dwd.orders"]
        assert names(catalog.upstream("x.y")) == ["x.z"] and catalog.find("task:bad").task.errors == 1

    def test_twice_in_one_call(self, catalog):
        done = catalog.ingest([{"name": "a", "sql": "SELECT 1"}, {"name": "a", "sql": "SELECT 2"}])
        assert done.problems == (("a", "another script is this task already"),)

    def test_a_folder(self, tmp_path, warehouse):
        with headwater.Catalog(tmp_path / "c", "create") as catalog:
            done = catalog.ingest(warehouse, schema=str(warehouse / "ddl"))
            assert done.tasks_changed > 50 and not [p for p in done.problems if p[1].code != "syntax"]
            assert catalog.verify().problems == ()
            assert catalog.stats().tasks == done.tasks_changed and catalog.stats().edges > 500
            assert catalog.ingest(warehouse, schema=str(warehouse / "ddl")).tasks_changed == 0

    def test_retire(self, tmp_path):
        folder = tmp_path / "jobs"
        folder.mkdir()
        (folder / "a.hql").write_text("INSERT INTO b SELECT x FROM a")
        (folder / "c.spark.sql").write_text("INSERT INTO d SELECT x FROM c")
        with headwater.Catalog(tmp_path / "c", "create") as catalog:
            assert catalog.ingest(folder).tasks_changed == 2
            (folder / "a.hql").unlink()
            assert catalog.ingest(folder, retire=True).tasks_retired == 1
            assert catalog.find("task:a").dropped and not catalog.find("task:c").dropped

    def test_many_tasks_are_read_as_they_come(self, tmp_path):
        ahead = 0

        def scripts():
            nonlocal ahead
            for ahead in range(3000):
                yield {"name": f"t{ahead}", "sql": f"INSERT INTO d.b{ahead + 1} SELECT x FROM d.b{ahead}"}

        with headwater.Catalog(tmp_path / "c", "create", sync=False) as catalog:
            assert catalog.ingest(scripts()).tasks_changed == 3000
            assert len(catalog.upstream("d.b3000")) == 3000
            assert len(catalog.upstream("d.b3000", depth=3)) == 3
            assert sum(1 for asset in catalog.assets() if asset.kind == "TABLE") == 3001


class TestSchema:
    def test_lineage_asks_the_catalog(self, catalog):
        catalog.publish(assets=[headwater.Asset("ods.users", columns=(headwater.AssetColumn("id"), headwater.AssetColumn("name", "string")))])
        assert [c.name for c in headwater.lineage("SELECT * FROM ods.users", schema=catalog)[0].columns] == ["id", "name"]
        catalog.publish(assets=[headwater.Asset("ods.users", columns=(headwater.AssetColumn("id"),))])
        assert len(headwater.lineage("SELECT * FROM ods.users", schema=catalog)[0].columns) == 1
        many = headwater.lineage_many(["SELECT * FROM ods.users"] * 50, schema=catalog)
        assert all(len(script[0].columns) == 1 for script in many)

    def test_a_schema_before_the_catalog(self, catalog):
        catalog.publish(assets=[headwater.Asset("ods.a", columns=(headwater.AssetColumn("x"),))])
        schema = headwater.Schema({"ods.b": ["y"]})
        schema.add(catalog)
        script = headwater.lineage("SELECT * FROM ods.a, ods.b", schema=schema)
        assert [c.name for c in script[0].columns] == ["x", "y"]
        assert "a catalog" in repr(schema) and schema.has_lookup
        done = catalog.ingest([{"name": "t", "sql": "INSERT INTO ods.c SELECT * FROM ods.a, ods.b"}], schema={"ods.b": ["y"]})
        assert done.problems == () and names(catalog.upstream("ods.c.y")) == ["ods.b.y"]
        with pytest.raises(TypeError, match="pickle"):
            headwater.Schema(catalog).__reduce__()

    def test_in_memory(self, catalog):
        catalog.ingest([{"name": "ddl", "sql": "CREATE TABLE ods.t (id INT, name STRING) PARTITIONED BY (dt STRING)"}], "hive")
        schema = catalog.schema(["ods"])
        catalog.close()
        assert [c.name for c in headwater.lineage("SELECT * FROM ods.t", "hive", schema=schema)[0].columns] == ["id", "name", "dt"]

    def test_closed(self, catalog):
        schema = headwater.Schema(catalog)
        catalog.close()
        with pytest.raises(headwater.CatalogClosedError):
            headwater.lineage("SELECT * FROM ods.a", schema=schema)


class TestErrors:
    def test_closed(self, catalog):
        some = catalog.assets()
        next(some)
        catalog.close()
        catalog.close()
        assert catalog.closed and "closed" in repr(catalog)
        with pytest.raises(headwater.CatalogClosedError) as caught:
            next(some)
        assert caught.value.code == "closed"
        for call in (
            lambda: catalog.find("a"),
            lambda: catalog.publish(),
            lambda: catalog.ingest([]),
            lambda: catalog.stats(),
            lambda: catalog.assets(),
            lambda: catalog.graph(),
            lambda: "a" in catalog,
        ):
            with pytest.raises(headwater.CatalogClosedError):
                call()

    def test_names(self, catalog):
        with pytest.raises(headwater.NotFoundError, match="dwd.orders") as caught:
            catalog.upstream("dwd.order")
        assert caught.value.code == "not_found" and isinstance(caught.value, LookupError)
        with pytest.raises(headwater.EncodingError):
            catalog.find("\ud800")
        for wrong in (None, 5, b"dwd.orders"):
            with pytest.raises(TypeError, match="name"):
                catalog.find(wrong)

    def test_arguments(self, catalog):
        for call in (
            lambda: catalog.upstream("dwd.orders", kind="some"),
            lambda: catalog.upstream("dwd.orders", as_of="yesterday"),
            lambda: catalog.upstream("dwd.orders", as_of=-1),
            lambda: catalog.upstream("dwd.orders", depth=-1),
            lambda: catalog.search("a", limit=-5),
            lambda: headwater.Catalog(catalog.folder, "append"),
            lambda: catalog.publish(assets=[headwater.Asset("")]),
        ):
            with pytest.raises(headwater.CatalogArgumentError) as caught:
                call()
            assert caught.value.code == "argument"
        for call in (
            lambda: headwater.Catalog(5),
            lambda: catalog.upstream("dwd.orders", depth="2"),
            lambda: catalog.upstream("dwd.orders", as_of=1.5),
            lambda: catalog.publish(["t"]),
            lambda: catalog.publish(assets=[{"name": "a"}]),
            lambda: catalog.publish(assets=[headwater.Asset("a", row_count="many")]),
            lambda: catalog.publish(assets=[headwater.Asset("a", tags="core")]),
            lambda: catalog.ingest([{"sql": "SELECT 1"}]),
            lambda: catalog.ingest([{"name": "a", "sql": 5}]),
        ):
            with pytest.raises(TypeError):
                call()
        with pytest.raises(ValueError, match="TABLE, VIEW"):
            catalog.publish(assets=[headwater.Asset("a", "TABEL")])
        with pytest.raises(headwater.UnknownDialectError):
            catalog.ingest([], "oracle")
        with pytest.raises(headwater.EncodingError):
            catalog.publish(assets=[headwater.Asset("a\ud800")])

    def test_folders(self, tmp_path, catalog):
        for mode in ("read", "write"):
            with pytest.raises(headwater.NotFoundError):
                headwater.Catalog(tmp_path / "nothing", mode)
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "a.txt").write_text("a")
        with pytest.raises(headwater.CatalogError) as caught:
            headwater.Catalog(tmp_path / "full", "create")
        assert caught.value.code == "state"

    def test_second_writer_and_readers(self, catalog):
        with pytest.raises(headwater.CatalogLockedError, match=str(os.getpid())) as caught:
            headwater.Catalog(catalog.folder, "write")
        assert caught.value.code == "locked"
        with headwater.Catalog(catalog.folder) as reader:
            assert names(reader.upstream("dws.sales")) == ["dwd.orders", "ods.orders"]
            for call in (lambda: reader.publish(), lambda: reader.ingest([]), reader.compact, lambda: reader.import_ddl([])):
                with pytest.raises(headwater.ReadOnlyError):
                    call()
        catalog.close()
        headwater.Catalog(catalog.folder, "write").close()

    def test_permission(self, tmp_path, catalog):
        catalog.close()
        code = f"""
import os
import headwater.catalog
if os.getuid() == 0: os.setgid(65534); os.setuid(65534)
for path, mode in (({catalog.folder!r}, "read"), ({catalog.folder!r}, "write"), ({str(tmp_path / "locked" / "c")!r}, "create")):
    try: headwater.Catalog(path, mode)
    except (headwater.CatalogAccessError, headwater.NotFoundError) as error: print(type(error).__name__, error.code)
"""
        (tmp_path / "locked").mkdir(mode=0o500)
        for file in pathlib.Path(catalog.folder).iterdir():
            file.chmod(0)
        for folder in (tmp_path, *list(tmp_path.parents)[:3]):
            if folder != pathlib.Path("/tmp"):
                folder.chmod(0o755)
        environment = {**os.environ, "PYTHONPATH": f"{PACKAGE}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
        if "ModuleNotFoundError" in done.stderr or "PermissionError" in done.stderr:
            pytest.skip("the other user may not read this Python")
        assert done.stdout.splitlines() == ["CatalogAccessError permission"] * 3, done.stderr

    def test_damage(self, tmp_path, catalog):
        catalog.close()
        for file in pathlib.Path(catalog.folder).glob("*.sst"):
            data = bytearray(file.read_bytes())
            data[10:60] = b"\xff" * 50
            file.write_bytes(bytes(data))
        try:
            with headwater.Catalog(catalog.folder) as damaged:
                problems = damaged.verify().problems
        except headwater.DataLossError as error:
            problems = (error.code,)
        assert problems

    def test_pickle(self, catalog):
        import pickle

        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(catalog)
        error = headwater.CatalogAccessError("no", code="permission")
        assert pickle.loads(pickle.dumps(error)).code == "permission" and isinstance(error, OSError)


class TestThreads:
    def test_close_waits_for_the_others(self, catalog):
        failures = []

        def read():
            try:
                while True:
                    assert names(catalog.upstream("dws.sales")) == ["dwd.orders", "ods.orders"]
                    assert len(list(catalog.assets())) > 5
                    headwater.lineage("SELECT * FROM ods.orders", schema=catalog)
            except headwater.CatalogClosedError:
                pass
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for i in range(20):
            catalog.publish(assets=[headwater.Asset(f"x.t{i}")])
        catalog.close()
        for thread in threads:
            thread.join(30)
        assert not failures and not any(thread.is_alive() for thread in threads)
        headwater.Catalog(catalog.folder, "write").close()

    def test_closing_inside_a_call(self, catalog):
        def write(data):
            catalog.close()
            return len(data)

        class File:
            pass

        file = File()
        file.write = write
        catalog.export_to(file)
        assert catalog.closed


class TestCare:
    def test_backup_and_restore(self, tmp_path, catalog):
        catalog.compact()
        catalog.backup(tmp_path / "backup")
        with pytest.raises(headwater.CatalogError):
            catalog.backup(tmp_path / "backup")
        headwater.restore_catalog(tmp_path / "backup", tmp_path / "again")
        with headwater.Catalog(tmp_path / "again") as again:
            assert names(again.upstream("dws.sales")) == ["dwd.orders", "ods.orders"]

    def test_export_and_import(self, tmp_path, catalog):
        catalog.export_to(tmp_path / "all.jsonl")
        stream = io.BytesIO()
        catalog.export_to(stream)
        assert stream.getvalue() == (tmp_path / "all.jsonl").read_bytes() and b"header" in stream.getvalue().splitlines()[0]
        for given in (tmp_path / "all.jsonl", stream.getvalue().decode().splitlines()):
            with headwater.Catalog(tmp_path / f"c{type(given).__name__}", "create") as other:
                other.import_from(given)
                again = io.BytesIO()
                other.export_to(again)
                assert again.getvalue() == stream.getvalue()
                with pytest.raises(headwater.CatalogError):
                    other.import_from(given)

    def test_what_callbacks_raise(self, tmp_path, catalog):
        class Full:
            def write(self, data):
                raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space"):
            catalog.export_to(Full())

        def lines():
            raise KeyError("mine")
            yield ""

        with headwater.Catalog(tmp_path / "other", "create") as other, pytest.raises(KeyError, match="mine"):
            other.import_from(lines())

    def test_verify_and_stats(self, catalog):
        assert catalog.verify().problems == () and catalog.verify().tasks == 2
        stats = catalog.stats()
        assert stats.tasks == 2 and stats.epoch == 1 and stats.folder == catalog.folder and stats.areas[0].name


class TestImports:
    def test_ddl(self, tmp_path, catalog):
        (tmp_path / "t.hql").write_text("CREATE TABLE ods.orders (id BIGINT COMMENT '编号', price DECIMAL(10,2));")
        done = catalog.import_ddl(tmp_path / "t.hql")
        assert done.assets_changed >= 1 and catalog.find("ods.orders").columns[0].comment == "编号"
        assert catalog.import_ddl([tmp_path / "t.hql"]).epoch == 0

    def test_manifest(self, tmp_path, catalog):
        (tmp_path / "c.sql").write_text("INSERT INTO ads.c SELECT 收入 FROM dws.sales")
        (tmp_path / "tasks.yaml").write_text(
            "tasks:\n"
            "  - {name: ads_c, sql: c.sql, dialect: hive, owner: zhao, tier: '2'}\n"
            "  - {name: load, transfer: script, reads: [mysql.shop.orders], writes: [ods.orders]}\n"
            "exposures:\n  - {name: board, reads: [ads.c], owner: qian}\n"
        )
        done = catalog.import_manifest(tmp_path / "tasks.yaml")
        assert done.problems == () and done.tasks_changed >= 2
        assert catalog.find("task:ads_c").owner == "zhao"
        assert names(catalog.impact("mysql.shop.orders").exposures) == ["board"]
        assert catalog.import_manifest(tmp_path / "tasks.yaml").edges_added == 0
        (tmp_path / "bad.yaml").write_text("tasks:\n  - nam: x\n")
        with pytest.raises(headwater.CatalogArgumentError, match="bad.yaml"):
            catalog.import_manifest(tmp_path / "bad.yaml")

    def test_openlineage(self, tmp_path, catalog):
        script = headwater.lineage("INSERT INTO ads.d SELECT 收入 FROM dws.sales", source="ads_d")
        events = script.to_openlineage("hive://prod")
        (tmp_path / "events.ndjson").write_text("\n".join(json.dumps(event) for event in events) + "\nno json\n")
        done = catalog.import_openlineage(tmp_path / "events.ndjson")
        assert done.tasks_changed == 1 and len(done.problems) == 1
        assert names(catalog.upstream("ads.d", depth=1)) == ["dws.sales"]

    def test_transfers(self, tmp_path, catalog):
        (tmp_path / "jobs.sh").write_text(
            "sqoop import --connect jdbc:mysql://db/shop --table orders --hive-import --hive-table ods.orders\n"
        )
        assert catalog.import_sqoop(tmp_path / "jobs.sh").tasks_changed == 1
        assert len(catalog.upstream("ods.orders")) == 1
        job = {
            "job": {
                "content": [
                    {
                        "reader": {"name": "mysqlreader", "parameter": {"column": ["id"], "connection": [{"table": ["users"], "jdbcUrl": ["jdbc:mysql://db/shop"]}]}},
                        "writer": {"name": "hdfswriter", "parameter": {"path": "/warehouse/ods.db/users", "column": [{"name": "id", "type": "bigint"}]}},
                    }
                ]
            }
        }
        (tmp_path / "users.json").write_text(json.dumps(job))
        assert catalog.import_datax(tmp_path / "users.json").tasks_changed == 1
        (tmp_path / "st.conf").write_text(
            'source { Jdbc { url = "jdbc:mysql://db/shop", query = "select id from pay" } }\nsink { Hive { table_name = "ods.pay" } }\n'
        )
        assert catalog.import_seatunnel(tmp_path / "st.conf").tasks_changed == 1

    def test_hive_and_doris(self, tmp_path, catalog):
        (tmp_path / "DBS.csv").write_text("DB_ID,NAME\n1,ods\n")
        (tmp_path / "SDS.csv").write_text("SD_ID,CD_ID,LOCATION\n1,1,hdfs://nn/ods.db/pay\n")
        (tmp_path / "TBLS.csv").write_text("TBL_ID,DB_ID,SD_ID,TBL_NAME,TBL_TYPE,OWNER\n1,1,1,pay,MANAGED_TABLE,sun\n")
        (tmp_path / "COLUMNS_V2.csv").write_text("CD_ID,COLUMN_NAME,TYPE_NAME,INTEGER_IDX,COMMENT\n1,id,bigint,0,\n1,fee,double,1,费用\n")
        done = catalog.import_hive(sorted(tmp_path.glob("*.csv")))
        assert done.problems == () and [c.name for c in catalog.find("ods.pay").columns] == ["id", "fee"]
        folder = tmp_path / "doris"
        folder.mkdir()
        (folder / "tables.csv").write_text("TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,TABLE_TYPE,TABLE_COMMENT\ninternal,ads,rank,BASE TABLE,排行\n")
        (folder / "columns.csv").write_text(
            "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,COLUMN_TYPE,COLUMN_COMMENT\ninternal,ads,rank,id,1,bigint,\n"
        )
        catalog.import_doris(sorted(folder.glob("*.csv")))
        assert catalog.find("ads.rank").comment == "排行"

    def test_spark_parquet(self, tmp_path, catalog):
        pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not there: pip install headwater[spark]")
        import pyarrow.parquet

        sql = "INSERT INTO p.b SELECT x + y AS z FROM p.a WHERE dt = '1'; INSERT INTO p.c SELECT * FROM p.b; SELECT q FROM p.c"
        rows = [{"id": f"task {i}", **edge._asdict()} for i in range(2) for edge in headwater.lineage(sql).edges()]
        for row in rows:
            del row["file"]
        folder = tmp_path / "edges"
        folder.mkdir()
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "part-0.parquet")
        done = catalog.import_spark(folder, task="id")
        assert done.tasks_changed == 2 and catalog.import_spark(folder, task="id").epoch == 0
        catalog.ingest([{"name": "same", "sql": sql}])

        def flows(task):
            return sorted(str(flow) for flow in catalog.upstream("p.b.z").edges if flow.task == task)

        assert flows("task 0") == [flow.replace("same", "task 0") for flow in flows("same")] != []
        assert {str(p) for p in catalog.describe("p.c").producers} == {"task 0", "task 1", "same"}
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows[::2] + rows[::3]), folder / "part-0.parquet")
        with pytest.raises(headwater.CatalogArgumentError, match="stand together"):
            catalog.import_spark(folder, task="id")
        with pytest.raises(headwater.CatalogArgumentError, match="no column 'name'"):
            catalog.import_spark(folder, task="name")
