"""openlineage-sql (a Rust extension on sqlparser-rs): tables, columns. Speaks the protocol in README.md.

Its one call answers both; it takes no schema, so that unqualified columns of joins stay without a source.
"""

import importlib.metadata
import re

from openlineage_sql import parse

from protocol import Unsupported, serve, with_database

DIALECTS = {"hive": "hive", "spark": "spark", "doris": "mysql"}


def prepare(header):
    operation = header["operation"]
    if operation == "parse":
        raise Unsupported("openlineage-sql offers no parse of its own")
    dialect = DIALECTS[header["dialect"]]

    def statement_of(statement):
        sql, database = [statement["sql"]], statement.get("database")

        def name_of(table):
            return with_database(str(table.qualified_name).replace("`", "").lower(), database)

        def result(meta):
            if meta is None:
                raise Unsupported("no answer")
            if meta.errors:
                raise ValueError(meta.errors[0].message)
            if operation == "tables":
                return sorted({name_of(table) for table in [*meta.in_tables, *meta.out_tables]})
            pairs = set()
            for column in meta.column_lineage:
                for source in column.lineage:
                    if source.origin is not None:
                        target = re.sub(r"^_(\d+)$", r"_c\1", column.descendant.name.lower())
                        pairs.add(f"{target}<-{name_of(source.origin)}.{source.name.lower()}")
            return sorted(pairs)

        return lambda: parse(sql, dialect=dialect), result

    return statement_of


serve(importlib.metadata.version("openlineage-sql"), prepare)
