#!/usr/bin/env python3
"""The catalog's commands from outside.

    HEADWATER_PROGRAM=build/release/bin/headwater tests/cli/test_catalog.py [unittest arguments]

Standard library only.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("HEADWATER_PROGRAM", "headwater")

DWD = "INSERT OVERWRITE TABLE dwd.orders SELECT id, price * seats AS amount FROM ods.orders WHERE ok = 1;\n"
DWS = "INSERT OVERWRITE TABLE dws.sales SELECT sum(amount) AS revenue FROM dwd.orders;\n"


class CatalogTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headwater_catalog_")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def run_program(self, *arguments, status=0, file_bytes=None):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

        done = subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=300, cwd=self.folder,
                              preexec_fn=limit if file_bytes else None,
                              env={**os.environ, "HEADWATER_CATALOG": os.path.join(self.folder, "catalog")})
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, f"{arguments}\n{out[:2000]}\n{err[:2000]}")
        return out, err

    def read_json(self, *arguments):
        return json.loads(self.run_program(*arguments, "--format", "json")[0])

    def ingest_warehouse(self):
        self.write("sql/dwd/orders.hql", DWD)
        self.write("sql/dws/sales.hql", DWS)
        return self.run_program("ingest", "sql")[1]

    def test_ingest_walk_and_ingest_again(self):
        self.assertIn("2 tasks new or changed, 0 unchanged", self.ingest_warehouse())
        self.assertIn("0 tasks new or changed, 2 unchanged; 0 edges added, 0 removed",
                      self.run_program("ingest", "sql")[1])
        walk = self.read_json("upstream", "dws.sales.revenue", "--kind", "direct")
        self.assertEqual([(node["name"], node["column"], node["distance"]) for node in walk["nodes"]],
                         [("dwd.orders", "amount", 1), ("ods.orders", "price", 2), ("ods.orders", "seats", 2)])
        out, _ = self.run_program("downstream", "ods.orders")
        self.assertEqual(out, "ods.orders\n└─ dwd.orders  (by dwd/orders)\n   └─ dws.sales  (by dws/sales)\n")
        self.assertIn("flowchart", self.run_program("downstream", "ods.orders", "--format", "mermaid")[0])
        path, _ = self.run_program("path", "ods.orders.price", "dws.sales.revenue")
        self.assertIn("2 hops", path)
        self.assertEqual(len(self.read_json("impact", "ods.orders")["tasks"]), 2)

    def test_retire_history_diff_and_the_past(self):
        self.ingest_warehouse()
        os.remove(os.path.join(self.folder, "sql/dws/sales.hql"))
        self.assertIn("1 tasks have no script any more", self.run_program("ingest", "sql")[1])
        self.assertIn("1 tasks retired", self.run_program("ingest", "--retire", "sql")[1])
        self.assertEqual(self.run_program("upstream", "dws.sales")[0], "dws.sales\n")
        self.assertIn("dwd.orders", self.run_program("upstream", "dws.sales", "--as-of", "@1")[0])
        self.assertIn("removed", self.run_program("history", "dws.sales")[0])
        self.assertIn("retired", self.run_program("diff", "--from", "@1")[0])

    def test_describe_and_search(self):
        self.ingest_warehouse()
        self.write("manifest.yaml", "assets:\n  - {name: dws.sales, owner: 交易组, comment: 销售汇总, tags: [core]}\n"
                   "exposures:\n  - {name: board/sales, owner: bi, reads: [dws.sales]}\n"
                   "tasks:\n  - {name: train, transfer: python, reads: [dws.sales], writes: [model.churn]}\n")
        self.run_program("ingest", "manifest.yaml")
        out, _ = self.run_program("describe", "dws.sales")
        for part in ("交易组", "revenue", "made by     dws/sales", "INSERT OVERWRITE", "board/sales"):
            self.assertIn(part, out)
        self.assertEqual(self.read_json("search", "销售")["hits"][0]["node"]["name"], "dws.sales")
        impact = self.read_json("impact", "dwd.orders")
        self.assertEqual([node["name"] for node in impact["exposures"]], ["board/sales"])

    def test_lineage_takes_schemas_from_the_catalog(self):
        self.write("ddl.hql", "CREATE TABLE ods.users (id bigint, name string);\n")
        self.run_program("import", "ddl", "ddl.hql")
        self.write("q.hql", "INSERT OVERWRITE TABLE dwd.users SELECT * FROM ods.users;\n")
        self.assertIn("*", self.run_program("lineage", "--format", "csv", "q.hql")[0])
        out, _ = self.run_program("lineage", "--format", "csv", "--catalog", "catalog", "q.hql")
        self.assertIn("dwd.users,name,ods.users,name,,DIRECT", out)
        # --schema goes before what the catalog knows.
        self.write("newer.hql", "CREATE TABLE ods.users (id bigint, nick string);\n")
        out, _ = self.run_program("lineage", "--format", "csv", "--catalog", "catalog", "--schema", "newer.hql", "q.hql")
        self.assertIn("nick", out)
        self.assertNotIn("ods.users,name", out)
        _, err = self.run_program("lineage", "--catalog", "nowhere", "q.hql", status=1)
        self.assertIn("there is no catalog in nowhere", err)

    def test_bad_input(self):
        self.ingest_warehouse()
        _, err = self.run_program("upstream", "dws.sale", status=1)
        self.assertIn("did you mean dws.sales", err)
        self.write("bad.yaml", "tasks:\n  - name: x\n    raeds: [a]\n")
        _, err = self.run_program("ingest", "bad.yaml", status=2)
        self.assertIn("bad.yaml:3: a task has no field \"raeds\"", err)
        for text, message in (("assets: [{name: a, kind: tabel}]", ":1: \"kind\": there is no tabel (database, table"),
                              ("assets:\n- {name: a, columns: [{typ: int}]}", ":2: a column has no field \"typ\""),
                              ("tasks: [{name: a, sql: x.sql, dialect: oracle}]", "no oracle (hive, spark, doris)"),
                              ("", ":1: an empty manifest"), ("tasks: [{name: a", "bad.yaml:")):
            self.write("bad.yaml", text)
            self.assertIn(message, self.run_program("ingest", "bad.yaml", status=2)[1])
        self.write("good.yaml", "assets:\n- {name: kafka.t, kind: topic, columns: [id, {name: v, type: string, comment: 值}]}\n")
        self.run_program("ingest", "good.yaml")
        self.assertIn("v  string  -- 值", self.run_program("describe", "kafka.t")[0])
        self.run_program("upstream", "dws.sales", "--as-of", "tomorrow", status=2)
        self.run_program("upstream", "--catalog", "nowhere", "x", status=1)

    def test_a_full_disk_is_a_clear_error_and_the_catalog_still_opens(self):
        self.ingest_warehouse()
        for i in range(200):
            self.write(f"sql/more/t{i}.hql", "".join(f"INSERT INTO m.t{i} SELECT c{i}_{j} FROM m.s{j};\n" for j in range(20)))
        # A limit on the size of files fails in the middle of a write, as a disk without room does.
        _, err = self.run_program("ingest", "sql", status=1, file_bytes=200_000)
        self.assertIn("the disk is full", err)
        self.assertIn("clean: ", self.run_program("catalog", "verify")[0])
        self.assertIn("dwd.orders", self.run_program("upstream", "dws.sales")[0])
        self.run_program("ingest", "sql")
        self.assertIn("clean: ", self.run_program("catalog", "verify")[0])

    def test_store(self):
        self.ingest_warehouse()
        self.assertIn("clean: ", self.run_program("catalog", "verify")[0])
        self.assertEqual(self.read_json("catalog", "stats")["tasks"], "2")
        export, _ = self.run_program("catalog", "export")
        self.write("export.jsonl", export)
        self.run_program("catalog", "import", "export.jsonl", "--catalog", "copy")
        self.assertEqual(self.run_program("catalog", "export", "--catalog", "copy")[0], export)
        # An export that was cut short is no catalog, and the whole one can be imported after it.
        lines = export.splitlines(keepends=True)
        self.write("cut.jsonl", "".join(lines[:-1]))
        _, err = self.run_program("catalog", "import", "cut.jsonl", "--catalog", "cut", status=2)
        self.assertIn("without its last", err)
        self.write("lost.jsonl", "".join(lines[:3] + lines[4:]))
        _, err = self.run_program("catalog", "import", "lost.jsonl", "--catalog", "cut", status=2)
        self.assertIn("lines, and", err)
        self.run_program("catalog", "import", "export.jsonl", "--catalog", "cut")
        self.assertEqual(self.run_program("catalog", "export", "--catalog", "cut")[0], export)
        self.run_program("catalog", "backup", "saved")
        _, err = self.run_program("catalog", "backup", "saved", status=1)
        self.assertIn("saved is there already", err)
        self.run_program("catalog", "restore", "saved", "--catalog", "restored")
        self.assertIn("clean: ", self.run_program("catalog", "verify", "--catalog", "restored")[0])
        self.run_program("catalog", "compact")
        self.run_program("catalog", "polish", status=2)

    def test_imports(self):
        self.write("DBS.csv", "DB_ID,NAME,DESC\n1,dw,warehouse\n")
        self.write("TBLS.csv", "TBL_ID,DB_ID,SD_ID,TBL_NAME,OWNER,TBL_TYPE,VIEW_EXPANDED_TEXT\n7,1,9,Orders,li,MANAGED_TABLE,\\N\n"
                   "8,1,10,v_sum,li,VIRTUAL_VIEW,\"SELECT sum(`orders`.`a`) AS `total` FROM `dw`.`orders`\"\n")
        self.write("SDS.jsonl", '{"SD_ID": 9, "CD_ID": 4, "LOCATION": "hdfs://nn/dw.db/orders"}\n{"SD_ID": 10, "CD_ID": 5}\n')
        self.write("COLUMNS_V2.csv", "CD_ID,COLUMN_NAME,TYPE_NAME,COMMENT,INTEGER_IDX\n4,b,STRING,\\N,1\n4,a,INT,\"编号, x\",0\n5,total,bigint,,0\n")
        self.write("PARTITION_KEYS.csv", "TBL_ID,PKEY_NAME,PKEY_TYPE,PKEY_COMMENT,INTEGER_IDX\n7,dt,string,,0\n")
        self.write("TABLE_PARAMS.csv", "TBL_ID,PARAM_KEY,PARAM_VALUE\n7,comment,订单\n7,numRows,12\n")
        files = ["DBS.csv", "TBLS.csv", "SDS.jsonl", "COLUMNS_V2.csv", "PARTITION_KEYS.csv", "TABLE_PARAMS.csv"]
        self.run_program("import", "hive", *files)
        _, err = self.run_program("import", "hive", *files)
        self.assertIn("0 records new or changed", err)
        asset = self.read_json("describe", "dw.orders")["asset"]
        self.assertEqual([(c["name"], c["type"]) for c in asset["columns"]],
                         [("a", "int"), ("b", "string"), ("dt", "string")])
        self.assertEqual((asset["owner"], asset["comment"], asset["row_count"]), ("li", "订单", "12"))
        self.assertIn("dw.orders.a  (aggregation, by view:dw.v_sum)", self.run_program("upstream", "dw.v_sum.total")[0])

        event = {"eventType": "COMPLETE", "job": {"namespace": "n", "name": "ol"},
                 "inputs": [{"namespace": "hive", "name": "dw.orders"}],
                 "outputs": [{"namespace": "hive", "name": "dw.sum", "facets": {"columnLineage": {"fields": {
                     "total": {"inputFields": [{"namespace": "hive", "name": "dw.orders", "field": "a",
                               "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}]}]}}}}}]}
        event["eventTime"] = "2024-06-01T02:00:00Z"
        start = {"eventType": "START", "job": {"namespace": "n", "name": "ol", "facets": {
                     "sql": {"query": "insert into dw.sum select sum(a) from dw.orders"},
                     "ownership": {"owners": [{"name": "team:trade"}]}}}, "inputs": event["inputs"],
                 "outputs": [{"namespace": "hive", "name": "dw.sum"}]}
        late = {**event, "eventType": "OTHER", "outputs": [{"namespace": "hive", "name": "dw.sum"}]}
        self.write("run.ndjson", "\n".join(json.dumps(one) for one in (start, event, late)))
        self.run_program("import", "openlineage", "run.ndjson")
        task = self.read_json("describe", "task:ol")
        self.assertEqual((task["asset"]["owner"], task["sql"][:11]), ("team:trade", "insert into"))
        self.assertIn("fresh as of 2024-06-01 02:00:00", self.run_program("describe", "dw.sum")[0])
        self.assertIn("aggregation", self.run_program("upstream", "dw.sum.total")[0])
        self.write("events.ndjson", "{broken\n" + json.dumps(event) + "\n")
        _, err = self.run_program("import", "openlineage", "events.ndjson", status=1)
        self.assertIn("events.ndjson:1: broken JSON", err)
        self.assertIn("aggregation", self.run_program("upstream", "dw.sum.total")[0])

        self.write("s.sh", "# daily\nsqoop import --connect jdbc:mysql://h:3306/shop --table orders \\\n"
                   "  --columns id,pay --hive-import --hive-table ods.orders\n")
        self.run_program("import", "sqoop", "s.sh")
        self.write("e.sh", "set -e\nsqoop export --connect jdbc:mysql://h/rpt --table day --columns a "
                   "--export-dir /user/hive/warehouse/ads.db/day/dt=1\nsqoop import --connect jdbc:mysql://h/shop "
                   "--query 'select id from orders where $CONDITIONS' --target-dir /data/o\n")
        self.run_program("import", "sqoop", "e.sh")
        self.assertIn("ads.day.a", self.run_program("upstream", "mysql.rpt.day.a")[0])
        self.assertIn("mysql.shop.orders.id", self.run_program("upstream", "/data/o.id")[0])
        self.write("broken.sh", "sqoop import --connect jdbc:mysql://h/shop\n")
        _, err = self.run_program("import", "sqoop", "broken.sh", status=1)
        self.assertIn("broken.sh:1: the command names no table", err)
        self.assertIn("mysql.shop.orders.pay", self.run_program("upstream", "ods.orders.pay")[0])
        self.write("d.json", json.dumps({"job": {"content": [{
            "reader": {"name": "mysqlreader", "parameter": {"column": ["id", "n"], "connection": [
                {"jdbcUrl": ["jdbc:mysql://h/shop"], "table": ["users"]}]}},
            "writer": {"name": "hdfswriter", "parameter": {
                "path": "/user/hive/warehouse/ods.db/users/dt=1",
                "column": [{"name": "user_id", "type": "bigint"}, {"name": "name", "type": "string"}]}}}]}}))
        self.run_program("import", "datax", "d.json")
        self.assertIn("mysql.shop.users.id", self.run_program("upstream", "ods.users.user_id")[0])
        self.write("t.conf", "env { parallelism = 1 }\nsource {\n  Jdbc {\n    url = \"jdbc:mysql://h/shop\"\n"
                   "    query = \"select id, pay from shop.pays\"\n  }\n}\n"
                   "sink {\n  Doris {\n    database = ods\n    table = pays\n  }\n}\n")
        self.run_program("import", "seatunnel", "t.conf")
        # Named as in Doris' own SQL, so that lineage goes on; the query's table is the source's.
        self.assertIn("mysql.shop.pays.pay", self.run_program("upstream", "ods.pays.pay")[0])
        self.write("tables.csv", "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,TABLE_TYPE,TABLE_ROWS\ninternal,rpt,day,BASE TABLE,5\n")
        self.write("columns.csv", "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,DATA_TYPE\n"
                   "internal,rpt,day,k,1,INT\n")
        self.run_program("import", "doris", "tables.csv", "columns.csv")
        self.assertIn("k  int", self.run_program("describe", "rpt.day")[0])
        self.write("show.sql", "CREATE TABLE `dw`.`shown` (`a` int COMMENT 'x') PARTITIONED BY (`dt` string);\n")
        self.run_program("import", "ddl", "--dialect", "hive", "show.sql")
        self.assertIn("dt  string  partition", self.run_program("describe", "dw.shown")[0])
        self.assertIn("clean: ", self.run_program("catalog", "verify")[0])


if __name__ == "__main__":
    unittest.main()
