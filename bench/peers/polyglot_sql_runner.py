"""polyglot-sql (the Python package of the Rust crate): parse, columns. Speaks the protocol in README.md.

Columns by openlineage_column_lineage, its one call for all columns of a statement, which gives unnamed columns no
source. It has no call for the tables of a statement: its walk reaches neither the written table nor WITH.
"""

import importlib.metadata
import re

import polyglot_sql

from protocol import Unsupported, serve, with_database


def validation_schema(tables, database):
    entries = []
    for full, columns in tables.items():
        schema, _, name = full.rpartition(".")
        entry = {"name": name, "columns": [{"name": column, "type": "string"} for column in columns]}
        if schema and schema != database:
            entry["schema"] = schema
        entries.append(entry)
    return {"tables": entries}


def prepare(header):
    dialect, operation = header["dialect"], header["operation"]
    if operation == "tables":
        raise Unsupported("no call for the tables of a statement")
    by_database = {}

    def options_of(database):
        if database not in by_database:
            by_database[database] = {
                "dialect": dialect,
                "producer": "https://example.org/headwater-bench",
                "datasetNamespace": "n",
                "outputDataset": {"namespace": "n", "name": "headwater_output"},
                "schema": validation_schema(header["schema"], database),
            }
        return by_database[database]

    def statement_of(statement):
        sql, database = statement["sql"], statement.get("database")

        def parsed(tree):
            if tree.kind in ("command", "raw"):
                raise Unsupported("kept as opaque text, not parsed")

        def columns(value):
            pairs = set()
            for target, field in value["facet"]["fields"].items():
                target = re.sub(r"^_(\d+)$", r"_c\1", target.lower())
                for source in field["inputFields"]:
                    table = with_database(source["name"].replace("`", "").lower(), database)
                    pairs.add(f"{target}<-{table}.{source['field'].lower()}")
            return sorted(pairs)

        if operation == "parse":
            return lambda: polyglot_sql.parse_one(sql, dialect), parsed
        options = options_of(database)
        return lambda: polyglot_sql.openlineage_column_lineage(sql, options), columns

    return statement_of


serve(importlib.metadata.version("polyglot-sql"), prepare)
