#!/usr/bin/env python3
"""The lineage of examples/warehouse, which the README shows and the benchmarks run over.

    HEADWATER_PROGRAM=build/release/bin/headwater tests/examples/test_warehouse.py

No statement has a finding, no source is in doubt, and the tables are those of warehouse_tables.txt;
HEADWATER_UPDATE_GOLDEN=1 writes that file anew. Standard library only.
"""

import json
import os
import subprocess
import unittest

PROGRAM = os.environ.get("HEADWATER_PROGRAM", "headwater")
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXPECTED = os.path.join(SOURCE, "tests", "examples", "warehouse_tables.txt")


def lineage(*arguments):
    done = subprocess.run([PROGRAM, "lineage", "--schema", "examples/warehouse/ddl", *arguments,
                           "examples/warehouse"], capture_output=True, cwd=SOURCE, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Warehouse(unittest.TestCase):
    maxDiff = None

    def test_tables(self):
        status, out, err = lineage("--level", "table")
        self.assertEqual(status, 0, err)
        self.assertNotIn("error", err)
        if os.environ.get("HEADWATER_UPDATE_GOLDEN"):
            with open(EXPECTED, "w", encoding="utf-8") as file:
                file.write(out)
        with open(EXPECTED, encoding="utf-8") as file:
            self.assertEqual(out.splitlines(), file.read().splitlines())

    def test_no_finding_and_no_doubt(self):
        _, out, _ = lineage("--format", "json")
        scripts = [json.loads(line) for line in out.splitlines()]
        self.assertGreaterEqual(len(scripts), 60)
        sources = 0
        for script in scripts:
            for statement in script["statements"]:
                place = f'{script["source"]}:{statement["span"]["line"]}'
                self.assertEqual(statement.get("diagnostics", []), [], place)
                written = {dataset["name"] for dataset in statement.get("outputs", [])}
                read = {dataset["name"] for dataset in statement.get("inputs", [])}
                for column in statement.get("columns", []):
                    if column.get("target"):
                        self.assertIn(column["target"].rpartition(".")[0], written, place)
                    for source in column.get("sources", []):
                        self.assertEqual(source["certainty"], "CERTAIN", f"{place} {column}")
                        self.assertIn(source["dataset"], read, place)
                        sources += 1
        self.assertGreater(sources, 800)


if __name__ == "__main__":
    unittest.main()
