"""Asks a relational database for hops and closures: graph_runner.py sqlite|duckdb FOLDER

FOLDER has edges.csv (source,target) and questions.csv, as `headwater_catalog --peers=FOLDER` writes them. Prints lines of
JSON: what loading took, then for each question its node, the number of nodes found, and the least microseconds of some
calls, the fetching of all rows counted. Edges are indexed by their source; the database has the machine to itself.
"""

import csv
import json
import os
import sys
import time

HOP = "SELECT DISTINCT target FROM edges WHERE source = ?"
CLOSURE = """
WITH RECURSIVE reached(node) AS (
  SELECT target FROM edges WHERE source = ?
  UNION
  SELECT edges.target FROM edges JOIN reached ON edges.source = reached.node
)
SELECT node FROM reached WHERE node <> ?"""


def open_sqlite(folder):
    import sqlite3

    path = os.path.join(folder, "edges.sqlite")
    if os.path.exists(path):
        os.remove(path)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -1000000")
    database.execute("CREATE TABLE edges (source INTEGER, target INTEGER, PRIMARY KEY (source, target)) WITHOUT ROWID")
    with open(os.path.join(folder, "edges.csv"), newline="") as file:
        database.executemany("INSERT OR IGNORE INTO edges VALUES (?, ?)", csv.reader(file))
    database.commit()
    database.execute("ANALYZE")
    return database, sqlite3.sqlite_version


def open_duckdb(folder):
    import duckdb

    path = os.path.join(folder, "edges.duckdb")
    if os.path.exists(path):
        os.remove(path)
    database = duckdb.connect(path)
    database.execute("CREATE TABLE edges (source BIGINT, target BIGINT)")
    # Sorted, so that the block statistics help beside the index.
    database.execute(
        "INSERT INTO edges SELECT * FROM read_csv(?, columns = {'source': 'BIGINT', 'target': 'BIGINT'}) ORDER BY ALL",
        [os.path.join(folder, "edges.csv")],
    )
    database.execute("CREATE INDEX by_source ON edges (source)")
    database.execute("CHECKPOINT")
    return database, duckdb.__version__


def ask(database, sql, parameters, calls):
    best, rows = None, []
    for _ in range(calls):
        start = time.perf_counter_ns()
        rows = database.execute(sql, parameters).fetchall()
        took = time.perf_counter_ns() - start
        best = took if best is None else min(best, took)
    return {"found": len(rows), "us": best / 1000}


def main():
    name, folder = sys.argv[1:]
    start = time.perf_counter()
    database, version = {"sqlite": open_sqlite, "duckdb": open_duckdb}[name](folder)
    print(json.dumps({"version": version, "load_s": time.perf_counter() - start}), flush=True)
    with open(os.path.join(folder, "questions.csv"), newline="") as file:
        for question, node, _, _ in csv.reader(file):
            if question == "hop-storage":
                continue
            if question == "hop":
                answer = ask(database, HOP, [int(node)], 5)
            else:
                answer = ask(database, CLOSURE, [int(node), int(node)], 3)
            print(json.dumps({"question": question, "node": node, **answer}), flush=True)


if __name__ == "__main__":
    main()
