"""Schemas from a Hive Metastore, over Thrift. Needs ``headwater[hive]``.

>>> schema = headwater.hive.schema("metastore.internal", 9083)                        # doctest: +SKIP
>>> headwater.lineage("INSERT INTO dw.a SELECT * FROM ods.b", "hive", schema=schema)  # doctest: +SKIP
"""

from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import Any, Iterable, List, Optional, Tuple, Type, Union

from headwater.errors import HeadwaterError
from headwater.model import SchemaColumn
from headwater.schema import Schema, Table


class Metastore:
    """A connection to a metastore, for use with ``with``; its methods may be called from any thread.

    `timeout` is in seconds, for connecting and for each answer. A connection that the metastore closed is opened anew
    once. Raises `HeadwaterError` with code ``"metastore"`` for what the metastore or the network refuses. Authentication
    is none: put a proxy before a metastore that wants Kerberos.
    """

    def __init__(self, host: str = "localhost", port: int = 9083, timeout: float = 30) -> None:
        self._place = (host, port, timeout)
        self._lock = threading.Lock()
        self._client: Any = None
        with self._lock:
            self._connect()

    def databases(self) -> List[str]:
        """All databases, sorted."""
        return sorted(self._call("get_all_databases"))

    def tables(self, database: str) -> List[str]:
        """The names of a database's tables and views, without the database, sorted."""
        return sorted(self._call("get_all_tables", database))

    def table(self, database: str, name: str) -> Optional[Table]:
        """A table with its columns, partition columns last; None if there is none of that name."""
        thrift = _thrift()
        try:
            found = self._call("get_table", database, name)
        except thrift.NoSuchObjectException:
            return None
        columns = list(found.sd.cols or []) if found.sd is not None else []
        if not columns and found.tableType != "VIRTUAL_VIEW":
            partitions = {column.name for column in found.partitionKeys or []}
            # A serializer that keeps the columns to itself (Avro by URL) has to be asked.
            columns = [c for c in self._call("get_schema", database, name) if c.name not in partitions]
        made = [SchemaColumn(c.name, c.type or "", c.comment or "") for c in columns]
        made += [SchemaColumn(c.name, c.type or "", c.comment or "", True) for c in found.partitionKeys or []]
        kind = {"VIRTUAL_VIEW": "VIEW", "MATERIALIZED_VIEW": "MATERIALIZED_VIEW"}.get(found.tableType, "TABLE")
        query = found.viewExpandedText or found.viewOriginalText or ""
        return Table(made, kind, query if kind != "TABLE" else "")

    def close(self) -> None:
        """Ends the connection. Later calls raise."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None
            self._place = ("", 0, 0.0)

    def __enter__(self) -> Metastore:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def _connect(self) -> None:
        host, port, timeout = self._place
        if not port:
            raise HeadwaterError("the connection to the metastore is closed", code="closed")
        from thriftpy2.rpc import make_client

        try:
            self._client = make_client(
                _thrift().ThriftHiveMetastore, host, port, timeout=int(timeout * 1000)
            )
        except Exception as error:
            raise HeadwaterError(f"no metastore at {host}:{port}: {error}", code="metastore") from error

    def _call(self, method: str, *arguments: str) -> Any:
        from thriftpy2.thrift import TApplicationException, TException
        from thriftpy2.transport import TTransportException

        thrift = _thrift()
        with self._lock:
            for attempt in (1, 2):
                if self._client is None:
                    self._connect()
                try:
                    return getattr(self._client, method)(*arguments)
                except (TTransportException, OSError) as error:
                    self._client.close()
                    self._client = None
                    if attempt == 2:
                        raise HeadwaterError(f"the metastore does not answer: {error}", code="metastore") from error
                except (thrift.MetaException, TApplicationException) as error:
                    raise HeadwaterError(f"the metastore refuses {method}: {error}", code="metastore") from error
                except thrift.NoSuchObjectException:
                    raise
                except TException as error:
                    raise HeadwaterError(f"the metastore refuses {method}: {error}", code="metastore") from error


def schema(
    host: Union[str, Metastore] = "localhost", port: int = 9083, databases: Optional[Iterable[str]] = None
) -> Schema:
    """The tables of a metastore: all of `databases`, read now (the result pickles and travels to Spark), or (None) each
    when it is asked for. `host` may be a `Metastore`, which stays the caller's to close.
    """
    if databases is None:
        store = host if isinstance(host, Metastore) else Metastore(host, port)
        return Schema(lambda name: _lookup(store, name))
    if not isinstance(host, Metastore):
        with Metastore(host, port) as store:
            return schema(store, databases=databases)
    made = Schema()
    for database in databases:
        for name in host.tables(database):
            table = host.table(database, name)
            if table is not None:  # dropped meanwhile
                made.add_table(f"{database}.{name}", table)
    return made


def _lookup(store: Metastore, name: str) -> Optional[Table]:
    database, table = _split(name)
    return store.table(database, table)


def _split(name: str) -> Tuple[str, str]:
    database, _, table = name.rpartition(".")
    return database.rpartition(".")[2] or "default", table


def _thrift() -> Any:
    global _module
    if _module is None:
        import thriftpy2

        _module = thriftpy2.load(
            os.path.join(os.path.dirname(__file__), "metastore.thrift"), module_name="headwater_metastore_thrift"
        )
    return _module


_module: Any = None
