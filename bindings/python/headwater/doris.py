"""Schemas from Apache Doris, over the MySQL protocol. Needs ``headwater[doris]``.

>>> schema = headwater.doris.schema("doris.internal", user="reader", password="...")   # doctest: +SKIP
>>> headwater.lineage("INSERT INTO dw.a SELECT * FROM ods.b", "doris", schema=schema)  # doctest: +SKIP
"""

from __future__ import annotations

import threading
from typing import Any, Dict, Iterable, List, Optional, Tuple

from headwater.errors import HeadwaterError
from headwater.model import SchemaColumn
from headwater.schema import Schema, Table

_COLUMNS = (
    "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_COMMENT FROM information_schema.columns "
    "WHERE {} ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION"
)
_TABLES = "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.tables WHERE {}"
_VIEWS = "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION FROM information_schema.views WHERE {}"


def schema(
    host: str = "localhost",
    port: int = 9030,
    user: str = "root",
    password: str = "",
    databases: Optional[Iterable[str]] = None,
    **connection: Any,
) -> Schema:
    """The tables of a Doris cluster: all of `databases`, read now, or (None) each when it is asked for.

    Reads information_schema's `columns`, `tables` and `views`, for which SELECT on the tables is enough. `connection`
    goes to `pymysql.connect` (``ssl``, ``unix_socket``, ...). Raises `HeadwaterError` with code ``"doris"``.
    """
    arguments = {"host": host, "port": port, "user": user, "password": password, "charset": "utf8mb4", **connection}
    if databases is None:
        reader = _Reader(arguments)
        return Schema(reader.table)
    made = Schema()
    reader = _Reader(arguments)
    try:
        for database in databases:
            for name, table in reader.tables("TABLE_SCHEMA = %s", (database,)).items():
                made.add_table(name, table)
    finally:
        reader.close()
    return made


class _Reader:
    """One connection, used by one thread at a time."""

    def __init__(self, arguments: Dict[str, Any]) -> None:
        self._arguments = arguments
        self._lock = threading.Lock()
        self._connection: Any = None
        self._query("SELECT 1", ())

    def table(self, name: str) -> Optional[Table]:
        database, _, table = name.rpartition(".")
        where = ("TABLE_SCHEMA = %s AND TABLE_NAME = %s", (database.rpartition(".")[2], table))
        return next(iter(self.tables(*where).values()), None)

    def tables(self, where: str, values: Tuple[str, ...]) -> Dict[str, Table]:
        columns: Dict[str, List[SchemaColumn]] = {}
        for database, table, column, type, comment in self._query(_COLUMNS.format(where), values):
            made = SchemaColumn(_text(column), _text(type).lower(), _text(comment))
            columns.setdefault(f"{_text(database)}.{_text(table)}", []).append(made)
        kinds = {
            f"{_text(database)}.{_text(table)}": _text(kind)
            for database, table, kind in self._query(_TABLES.format(where), values)
        }
        queries = {
            f"{_text(database)}.{_text(table)}": _text(query)
            for database, table, query in self._query(_VIEWS.format(where), values)
        }
        return {
            name: Table(found, "VIEW", queries.get(name, ""))
            if "VIEW" in kinds.get(name, "") and kinds.get(name) != "SYSTEM VIEW"
            else Table(found)
            for name, found in columns.items()
        }

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    def _query(self, text: str, values: Tuple[str, ...]) -> List[Tuple[Any, ...]]:
        import pymysql

        with self._lock:
            try:
                if self._connection is None:
                    self._connection = pymysql.connect(**self._arguments)
                else:
                    self._connection.ping(reconnect=True)
                with self._connection.cursor() as cursor:
                    cursor.execute(text, values)
                    return list(cursor.fetchall())
            except (pymysql.MySQLError, OSError) as error:
                place = f"{self._arguments['host']}:{self._arguments['port']}"
                raise HeadwaterError(f"Doris at {place}: {error}", code="doris") from error


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, (bytes, bytearray)) else str(value or "")
