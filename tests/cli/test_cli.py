#!/usr/bin/env python3
"""The headwater program from outside: arguments, files, formats, exit statuses.

    HEADWATER_PROGRAM=build/release/bin/headwater tests/cli/test_cli.py [unittest arguments]

Standard library only. What the lineage of a statement is, the golden tests say; here each statement
is so simple that nobody can doubt its lineage.
"""

import csv
import io
import json
import os
import pty
import select
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.environ.get("HEADWATER_PROGRAM", "headwater")
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

INSERT = "INSERT INTO dw.b SELECT x + y AS z FROM dw.a;\n"
BROKEN = "SELECT a, FROM WHERE t;\n"


class CliTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headwater_cli_")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return path

    def run_program(self, *arguments, stdin=b"", status=0, env=None):
        """Runs in the test's folder and returns (stdout, stderr)."""
        done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, timeout=120,
                              cwd=self.folder, env={**os.environ, **(env or {})})
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, f"{arguments}\n{out[:2000]}\n{err[:2000]}")
        return out, err

    def lineage_json(self, *arguments, **options):
        out, err = self.run_program("lineage", "--format", "json", *arguments, **options)
        return [json.loads(line) for line in out.splitlines()], err


class Formats(CliTest):
    def test_text_has_the_edge_and_its_line(self):
        self.write("a.sql", "\n\n" + INSERT)
        out, err = self.run_program("lineage", "a.sql")
        self.assertEqual(err, "")
        self.assertIn("a.sql (spark)", out)
        self.assertRegex(out, r"(?m)^ +3  INSERT  dw\.b$")
        self.assertRegex(out, r"(?m)^ +3    z +<- dw\.a\.x +transformation  x \+ y$")
        self.assertRegex(out, r"(?m)^ +<- dw\.a\.y +transformation$")

    def test_table_level(self):
        self.write("a.sql", INSERT)
        out, _ = self.run_program("lineage", "--level", "table", "a.sql")
        self.assertRegex(out, r"(?m)^ +1  INSERT  dw\.b\n +1? +<- dw\.a$")
        self.assertNotIn("transformation", out)

    def test_json_is_one_script_a_line(self):
        self.write("a.sql", INSERT * 2)
        self.write("b.sql", "")
        scripts, _ = self.lineage_json("a.sql", "b.sql")
        self.assertEqual([script["source"] for script in scripts], ["a.sql", "b.sql"])
        self.assertEqual(len(scripts[0]["statements"]), 2)
        self.assertNotIn("statements", scripts[1])
        column = scripts[0]["statements"][1]["columns"][0]
        self.assertEqual(column["target"], "dw.b.z")
        self.assertEqual([(s["dataset"], s["column"], s["subtype"]) for s in column["sources"]],
                         [("dw.a", "x", "TRANSFORMATION"), ("dw.a", "y", "TRANSFORMATION")])

    def test_csv(self):
        self.write("a.sql", INSERT)
        out, _ = self.run_program("lineage", "--format", "csv", "a.sql")
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertEqual([(r["target"], r["target_column"], r["source"], r["source_column"],
                           r["type"], r["masking"], r["certainty"]) for r in rows],
                         [("dw.b", "z", "dw.a", "x", "DIRECT", "false", "CERTAIN"),
                          ("dw.b", "z", "dw.a", "y", "DIRECT", "false", "CERTAIN")])
        self.assertTrue(all(line.endswith("\r\n") for line in out.splitlines(keepends=True)))
        out, _ = self.run_program("lineage", "--format", "csv", "--level", "table", "a.sql")
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertEqual([(r["target"], r["source"], r["source_column"]) for r in rows],
                         [("dw.b", "dw.a", "")])

    def test_one_graph_of_all_files(self):
        self.write("a.sql", INSERT)
        self.write("b.sql", "INSERT INTO `dw`.`订单` SELECT z FROM dw.b")
        out, _ = self.run_program("lineage", "--format", "dot", "--jobs", "2", ".")
        self.assertEqual(out.count("digraph"), 1)
        self.assertEqual(out.count('"dw.b"'), 1)
        self.assertIn('"dw.订单"', out)
        self.assertEqual(out.count(" -> "), 2)
        if shutil.which("dot"):
            subprocess.run(["dot", "-Tsvg"], input=out.encode(), check=True, capture_output=True)
        out, _ = self.run_program("lineage", "--format", "mermaid", "--level", "column", ".")
        self.assertTrue(out.startswith("flowchart LR\n"))
        self.assertEqual(out.count("subgraph"), out.count("  end\n"))

    def test_openlineage(self):
        self.write("a.sql", INSERT + "SELECT 1;\n" + INSERT)
        out, _ = self.run_program("lineage", "--format", "openlineage", "--namespace", "prod",
                                  "--event-time", "2024-01-31T00:00:00Z", "a.sql")
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([event["job"]["name"] for event in events], ["a.sql#0", "a.sql#2"])
        event = events[0]
        self.assertEqual(event["eventTime"], "2024-01-31T00:00:00Z")
        self.assertEqual(event["job"]["facets"]["sql"]["query"], INSERT.strip().rstrip(";"))
        self.assertEqual(event["inputs"][0]["namespace"], "prod")
        facet = event["outputs"][0]["facets"]["columnLineage"]
        self.assertEqual([field["field"] for field in facet["fields"]["z"]["inputFields"]],
                         ["x", "y"])
        again, _ = self.run_program("lineage", "--format", "openlineage", "--namespace", "prod",
                                    "--event-time", "2024-01-31T00:00:00Z", "a.sql")
        self.assertEqual(out, again)

    def test_output_file(self):
        self.write("a.sql", INSERT)
        out, _ = self.run_program("lineage", "-f", "json", "--output", "x.json", "a.sql")
        self.assertEqual(out, "")
        with open(os.path.join(self.folder, "x.json")) as file:
            self.assertEqual(json.load(file)["source"], "a.sql")
        _, err = self.run_program("lineage", "--output", "./a.sql", "a.sql", status=2)
        self.assertIn("overwrite", err)
        if os.path.exists("/dev/full"):
            _, err = self.run_program("lineage", "--output", "/dev/full", "a.sql", status=1)
            self.assertIn("No space left", err)


class Inputs(CliTest):
    def test_folder_is_sorted_and_hidden_files_are_passed_over(self):
        for name in ["b.sql", "a/z.hql", "a/y.SQL", "c.hive", ".hidden.sql", ".git/x.sql", "n.txt"]:
            self.write(name, INSERT)
        scripts, _ = self.lineage_json("--jobs", "4", ".")
        self.assertEqual([script["source"] for script in scripts],
                         ["./a/y.SQL", "./a/z.hql", "./b.sql", "./c.hive"])

    def test_standard_input(self):
        out, _ = self.run_program("lineage", "-", stdin=INSERT.encode())
        self.assertIn("<stdin> (spark)", out)
        self.assertIn("dw.a.x", out)

    def test_dialect_option_line_ending_folder_default(self):
        for name, text in {"x/hive/t.sql": "", "x/hive/spark/t.sql": "", "doris/t.hql": "",
                           "hive/t.doris.sql": "", "hive/t.spark.sql": "", "hive/u.sql": "-- hi\n--Dialect: Doris \n",
                           "plain.sql": "", "late.sql": "\n" * 20 + "-- dialect: hive\n"}.items():
            self.write(name, text)
        scripts, _ = self.lineage_json(".")
        self.assertEqual({script["source"][2:]: script["dialect"] for script in scripts},
                         {"x/hive/t.sql": "hive", "x/hive/spark/t.sql": "spark",
                          "doris/t.hql": "hive", "hive/t.doris.sql": "doris",
                          "hive/t.spark.sql": "spark", "hive/u.sql": "doris", "plain.sql": "spark",
                          "late.sql": "spark"})
        scripts, _ = self.lineage_json("--dialect", "doris", ".")
        self.assertEqual({script["dialect"] for script in scripts}, {"doris"})

    def test_unknown_dialect_in_the_file(self):
        self.write("a.sql", "-- first\n-- dialect: hve\n" + INSERT)
        out, err = self.run_program("lineage", "a.sql", status=1)
        self.assertIn('a.sql:2:13: error: there is no dialect "hve"; did you mean hive?', err)
        self.assertNotIn("dw.a", out)

    def test_what_cannot_be_read_does_not_stop_the_others(self):
        self.write("a.sql", INSERT)
        os.mkdir(os.path.join(self.folder, "empty"))
        scripts, err = self.lineage_json("missing.sql", "empty", "a.sql", status=1)
        self.assertEqual([script["source"] for script in scripts], ["a.sql"])
        self.assertIn("missing.sql: error: no such file or folder\n", err)
        self.assertIn("empty: error: no .sql, .hql or .hive file in this folder\n", err)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_no_permission(self):
        self.write("a.sql", INSERT)
        self.write("locked/b.sql", INSERT)
        os.chmod(os.path.join(self.folder, "locked"), 0)
        self.addCleanup(os.chmod, os.path.join(self.folder, "locked"), stat.S_IRWXU)
        scripts, err = self.lineage_json(".", status=1)
        self.assertEqual(len(scripts), 1)
        self.assertIn("./locked: error: no permission to read it\n", err)

    def test_odd_files(self):
        self.write("empty.sql", "")
        self.write("bom.sql", b"\xef\xbb\xbf" + INSERT.encode())
        self.write("crlf.sql", INSERT.replace("\n", "\r\n").encode() * 3)
        scripts, _ = self.lineage_json(".")
        self.assertEqual([len(s.get("statements", [])) for s in scripts], [1, 3, 0])
        for order in ["utf-16-le", "utf-16-be"]:
            self.write("utf16.sql", ("\ufeff" + INSERT).encode(order))
            _, err = self.run_program("lineage", "utf16.sql", status=1)
            self.assertIn("utf16.sql:1:1: error: the text here is not valid UTF-8", err)
            self.assertIn("from UTF-16", err)
        self.write("bad/nul.sql", b"SELECT a\0b FROM t;\n" + INSERT.encode())
        self.write("bad/latin1.sql", b"-- caf\xe9\nSELECT '\xe9' FROM t;\n" + INSERT.encode())
        for name in ["bad/nul.sql", "bad/latin1.sql"]:
            done = subprocess.run([PROGRAM, "lineage", "-f", "json", name], cwd=self.folder,
                                  capture_output=True, timeout=60)
            self.assertIn(done.returncode, (0, 1))
            self.assertEqual(json.loads(done.stdout)["statements"][-1]["outputs"][0]["name"], "dw.b")

    def test_schema_resolves_stars(self):
        self.write("ddl/hive/a.sql", "CREATE TABLE dw.a (x int, y string) PARTITIONED BY (dt string);\n")
        self.write("etl.sql", "INSERT INTO dw.b SELECT * FROM dw.a")
        scripts, _ = self.lineage_json("--schema", "ddl", "etl.sql")
        sources = [column["sources"][0]["column"]
                   for column in scripts[0]["statements"][0]["columns"]]
        self.assertEqual(sources, ["x", "y", "dt"])

    def test_schema_errors_have_a_place(self):
        self.write("ddl.sql", "CREATE TABLE dw.a (x int);\nCREATE TABLE (x int);\n")
        self.write("etl.sql", INSERT)
        _, err = self.run_program("lineage", "--schema", "ddl.sql", "-s", "none.sql", "etl.sql", status=1)
        self.assertRegex(err, r"(?m)^ddl\.sql:2:\d+: error: ")
        self.assertIn("none.sql: error: no such file or folder", err)

    def test_variables_and_default_database(self):
        self.write("a.hql", "INSERT INTO ods_${env}.b SELECT x FROM a WHERE dt = '${dt}'")
        scripts, _ = self.lineage_json("--var", "env=prod", "-v", "dt=a=b", "--default-db", "dw",
                                       "a.hql")
        statement = scripts[0]["statements"][0]
        self.assertEqual(statement["outputs"][0]["name"], "ods_prod.b")
        self.assertEqual(statement["inputs"][0]["name"], "dw.a")

    def test_large_file_is_mapped(self):
        self.write("big.sql", INSERT * 40000)
        out, _ = self.run_program("lineage", "-f", "csv", "big.sql")
        self.assertEqual(out.count("\r\n"), 80001)


class Errors(CliTest):
    def test_statement_with_an_error_does_not_stop_the_others(self):
        self.write("a.sql", INSERT + BROKEN + INSERT)
        scripts, err = self.lineage_json("a.sql", status=1)
        kinds = [statement["kind"] for statement in scripts[0]["statements"]]
        self.assertEqual(kinds, ["INSERT", "INVALID", "INSERT"])
        self.assertRegex(err, r"(?m)^a\.sql:2:\d+: error: .+\n  SELECT a, FROM WHERE t;\n  +\^")

    def test_results_and_diagnostics_keep_their_order(self):
        for i in range(50):
            self.write(f"{i:02}.sql", BROKEN if i % 2 else INSERT)
        done = subprocess.run([PROGRAM, "lineage", "-f", "json", "-j", "8", "."],
                              cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=60)
        self.assertEqual(done.returncode, 1)
        seen = []
        for line in done.stdout.decode().splitlines():
            if line.startswith("{"):
                seen.append(json.loads(line)["source"])
            elif ": error: " in line:
                seen.append(line.split(":")[0] + "!")
        expected = []
        for i in range(50):
            expected += [f"./{i:02}.sql"] + ([f"./{i:02}.sql!"] if i % 2 else [])
        self.assertEqual(seen, expected)

    def test_quiet(self):
        self.write("a.sql", BROKEN)
        _, err = self.run_program("lineage", "--quiet", "a.sql", status=1)
        self.assertEqual(err, "")

    def test_limits(self):
        self.write("a.sql", "SELECT " + "(" * 50 + "1" + ")" * 50 + ";\n" + INSERT)
        self.run_program("lineage", "a.sql")
        _, err = self.run_program("lineage", "--max-nesting", "20", "a.sql", status=1)
        self.assertIn("a.sql:1:", err)
        deep = "SELECT " + "(" * 100000 + "1" + ")" * 100000 + ";\n" + INSERT
        self.write("deep.sql", deep)
        out, _ = self.run_program("lineage", "deep.sql", status=1)
        self.assertIn("dw.b", out)
        self.run_program("lineage", "--max-statement-bytes", "10", "a.sql", status=1)
        self.run_program("lineage", "--max-statement-tokens", "5", "a.sql", status=1)

    def test_long_statements(self):
        columns = ", ".join(f"c{i % 50} AS x{i}" for i in range(50000))
        rows = ",\n".join(f"({i}, 'n{i}')" for i in range(100000))
        self.write("a.sql", f"INSERT INTO dw.b SELECT {columns} FROM dw.a;\nINSERT INTO dw.c (k, v) VALUES {rows};\n")
        scripts, _ = self.lineage_json("a.sql")
        wide, values = scripts[0]["statements"]
        self.assertEqual(len(wide["columns"]), 50000)
        self.assertEqual(wide["columns"][49999]["sources"][0]["column"], "c49")
        self.assertEqual([column["name"] for column in values["columns"]], ["k", "v"])
        out, _ = self.run_program("lineage", "-", stdin=b"INSERT INTO dw.c (k, v) VALUES (1, 2), (3, 4)")
        self.assertRegex(out, r"(?m)^     1    k$")

    def test_closed_pipe_ends_quietly(self):
        for i in range(200):
            self.write(f"{i:03}.sql", INSERT * 200)
        program = subprocess.Popen([PROGRAM, "lineage", "."], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        program.stdout.read(10)
        program.stdout.close()
        err = program.stderr.read().decode()
        program.stderr.close()
        self.assertIn(program.wait(timeout=60), (0, 1))
        self.assertEqual(err, "")

    def test_wrong_usage(self):
        self.write("a.sql", INSERT)
        for arguments, words in [
            ([], "name a command: lineage, parse, ingest"),
            (["linage"], "did you mean lineage?"),
            (["lineage"], "name a file or a folder"),
            (["lineage", "--fromat", "json", "a.sql"], "did you mean --format?"),
            (["lineage", "--format", "jsn", "a.sql"], "did you mean json?"),
            (["lineage", "--dialect", "hvie", "a.sql"], "did you mean hive?"),
            (["lineage", "--level", "colum", "a.sql"], "did you mean column?"),
            (["lineage", "--var", "bizdate", "a.sql"], "NAME=VALUE"),
            (["lineage", "--jobs", "0", "a.sql"], "whole number from 1 to 1024"),
            (["lineage", "--jobs"], "--jobs needs a value"),
            (["lineage", "--max-nesting", "x", "a.sql"], "whole number"),
            (["lineage", "--event-time", "yesterday", "a.sql"], "2024-01-31T00:00:00Z"),
            (["lineage", "-", "-"], "once"),
            (["parse"], "name a file"),
            (["completion"], "bash, zsh or fish"),
            (["completion", "tcsh"], "there is no shell"),
            (["dialects", "hive"], "hive"),
        ]:
            out, err = self.run_program(*arguments, status=2)
            self.assertEqual(out, "", arguments)
            self.assertIn(words, err, arguments)
            self.assertEqual(len(err.splitlines()), 2, err)


class OtherCommands(CliTest):
    def test_parse(self):
        self.write("a.sql", "SELECT o.id AS k,\n  1 + 2\nFROM dw.o;\n" + BROKEN)
        out, err = self.run_program("parse", "a.sql", status=1)
        self.assertTrue(out.startswith("QueryStatement 1:1\n"))
        self.assertRegex(out, r"(?m)^ +value ColumnExpr 1:8 path=o\.id$")
        self.assertRegex(out, r"(?m)^ +value ChainExpr 2:3 ops=\+$")
        self.assertIn("a.sql:4:", err)
        out, _ = self.run_program("parse", "--format", "json", "-",
                                  stdin=b"SELECT 'a\"b' FROM t; USE x;")
        trees = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([tree["kind"] for tree in trees], ["QueryStatement", "UseStatement"])

    def test_dialects(self):
        out, _ = self.run_program("dialects", "--format", "json")
        features = json.loads(out)
        self.assertGreater(len(features), 10)
        text, _ = self.run_program("dialects")
        # Two tables with a header each and a blank line between them.
        self.assertEqual(len(text.splitlines()), len(features) + 3)
        grants = [feature for feature in features if feature["name"] == "GRANT"]
        self.assertEqual([grant["dialects"] for grant in grants], [["hive", "doris"]])

    def test_help_and_version(self):
        out, _ = self.run_program("--version")
        self.assertRegex(out, r"^headwater \d+\.\d+\.\d+\n$")
        for command in [[], ["lineage"], ["parse"], ["dialects"], ["completion"]]:
            out, err = self.run_program(*command, "--help")
            self.assertEqual(err, "")
            for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS"]:
                self.assertRegex(out, rf"(?m)^{section}$", command)
            self.assertLess(max(len(line) for line in out.splitlines()), 100)

    def test_completion(self):
        self.write("here.sql", INSERT)
        for shell in ["bash", "zsh", "fish"]:
            script, _ = self.run_program("completion", shell)
            for word in ["lineage", "keep-temporary", "openlineage", "dialect"]:
                self.assertIn(word, script)
            if shutil.which(shell):
                path = self.write("completion." + shell, script)
                subprocess.run([shell, "-n", path], check=True, timeout=30)
        if shutil.which("bash"):
            self.assertEqual(self.complete("lin"), ["lineage"])
            self.assertEqual(self.complete("lineage", "--for"), ["--format"])
            self.assertEqual(self.complete("lineage", "--format", "me"), ["mermaid"])
            self.assertEqual(self.complete("lineage", "he"), ["here.sql"])
            self.assertEqual(self.complete("completion", "z"), ["zsh"])
            self.assertEqual(self.complete("lineage", "--catalog", "he"), ["here.sql"])
            self.assertEqual(self.complete("import", "hi"), ["hive"])
            self.assertEqual(self.complete("import", "hive", "he"), ["here.sql"])

    def complete(self, *words):
        script, _ = self.run_program("completion", "bash")
        line = " ".join(f"'{word}'" for word in ("headwater",) + words)
        script += (f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _headwater\n"
                   'printf "%s\\n" "${COMPREPLY[@]}"\n')
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True,
                              timeout=30)
        return done.stdout.decode().split()


class Terminal(CliTest):
    def on_terminal(self, *arguments, env=None):
        """The bytes that a terminal gets from stdout and stderr."""
        reader, writer = pty.openpty()
        program = subprocess.Popen([PROGRAM, *arguments], stdout=writer, stderr=writer,
                                   cwd=self.folder,
                                   env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **(env or {})})
        os.close(writer)
        received = b""
        end = time.time() + 60
        while time.time() < end:
            if not select.select([reader], [], [], 1)[0]:
                continue
            try:
                piece = os.read(reader, 65536)
            except OSError:
                break
            if not piece:
                break
            received += piece
        os.close(reader)
        program.wait(timeout=60)
        return received

    def test_colours_only_where_wanted(self):
        self.write("a.sql", INSERT)
        self.assertIn(b"\x1b[", self.on_terminal("lineage", "a.sql"))
        self.assertNotIn(b"\x1b[", self.on_terminal("lineage", "a.sql", env={"NO_COLOR": "1"}))
        self.assertNotIn(b"\x1b[", self.on_terminal("lineage", "a.sql", env={"TERM": "dumb"}))
        self.assertNotIn(b"\x1b[", self.on_terminal("lineage", "--color", "never", "a.sql"))
        out, _ = self.run_program("lineage", "a.sql")
        self.assertNotIn("\x1b[", out)
        out, _ = self.run_program("lineage", "--color", "always", "a.sql")
        self.assertIn("\x1b[", out)

    def test_lines_of_a_statement_stay_beside_its_diagnostics(self):
        self.write("a.sql", INSERT + BROKEN + INSERT)
        text = self.on_terminal("lineage", "--color", "never", "a.sql").decode()
        self.assertLess(text.index("INSERT"), text.index("error:"))
        self.assertLess(text.index("error:"), text.rindex("INSERT"))


if __name__ == "__main__":
    PROGRAM = shutil.which(PROGRAM) or PROGRAM
    PROGRAM = os.path.abspath(PROGRAM)
    unittest.main()
