"""sqllineage (with sqlfluff, its default parser): tables, columns. Speaks the protocol in README.md."""

import importlib.metadata
import logging
import re

from sqllineage.config import SQLLineageConfig
from sqllineage.core.metadata.dummy import DummyMetaDataProvider
from sqllineage.core.models import Column, Table
from sqllineage.runner import LineageRunner

from protocol import Unsupported, serve, with_database

logging.disable(logging.CRITICAL)

DIALECTS = {"hive": "hive", "spark": "sparksql", "doris": "doris"}
# sqllineage reports columns only of statements that write: a query is given a table to write
OUTPUT = "headwater_output"
QUERY = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/)*(select|with|\()", re.IGNORECASE | re.DOTALL)


def plain(name):
    return re.sub(r"[`\"]", "", str(name)).lower().replace("<default>.", "")


def prepare(header):
    operation = header["operation"]
    if operation == "parse":
        raise Unsupported("sqllineage offers no parse of its own")
    dialect = DIALECTS[header["dialect"]]
    schema = {(name if "." in name else f"main.{name}"): columns for name, columns in header["schema"].items()}
    metadata = DummyMetaDataProvider(schema)

    def call(sql, database):
        with SQLLineageConfig(DEFAULT_SCHEMA=database or "main", LATERAL_COLUMN_ALIAS_REFERENCE=dialect == "sparksql"):
            runner = LineageRunner(sql, dialect=dialect, metadata_provider=metadata)
            if operation == "tables":
                return runner.source_tables + runner.target_tables + runner.intermediate_tables
            return runner.get_column_lineage()

    def statement_of(statement):
        sql, database = statement["sql"], statement.get("database")
        if operation == "columns" and QUERY.match(sql):
            sql = f"CREATE TABLE {OUTPUT} AS\n{sql}"

        def named(name):
            name = plain(name)
            return name[5:] if not database and name.startswith("main.") else with_database(name, database)

        def result(value):
            if operation == "tables":
                return sorted({named(table) for table in value if isinstance(table, Table)} - {OUTPUT})
            pairs = set()
            for path in value:
                source, target = path[0], path[-1]
                if isinstance(source, Column) and isinstance(source.parent, Table):
                    pairs.add(f"{plain(target.raw_name)}<-{named(source.parent)}.{plain(source.raw_name)}")
            return sorted(pairs)

        return lambda: call(sql, database), result

    return statement_of


serve(importlib.metadata.version("sqllineage"), prepare)
