"""Lineage inside a Spark cluster, and schemas from a Spark session's catalog. Needs ``headwater[spark]``.

The workers need the package, too: ``spark-submit --archives`` with a packed environment, or pip on the nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence

from headwater.extract import Limits, lineage_many
from headwater.model import SchemaColumn
from headwater.schema import Schema, SchemaLike, Table
from headwater.script import ScriptLineage
from headwater.text import check_dialect

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

_NUMBERS = ("statement", "line", "column")

#: Rows of a record batch that goes back to Spark.
_BATCH = 8192


def lineage(
    df: DataFrame,
    sql: str = "sql",
    dialect: str = "dialect",
    *,
    keep: Sequence[str] = (),
    level: str = "column",
    schema: SchemaLike = None,
    default_db: str = "",
    variables: Optional[Mapping[str, str]] = None,
    limits: Optional[Limits] = None,
) -> DataFrame:
    """The edges of all scripts in a DataFrame, extracted where its partitions are (Arrow, `mapInArrow`).

    `sql` names the column of scripts; `dialect` the column of their dialects or, where there is no such column, the
    one dialect of them all. `keep` names columns that every edge of a script repeats, such as its id. `schema` is
    broadcast; it must be in memory (`schema(session, databases=[...])`), a lookup cannot travel. The result has
    `keep` and the fields of `headwater.Edge` (`file` is left out), a row an edge.

    Scripts that cannot be read have no edges; `diagnostics` says why. A NULL script has none of either.
    """
    from headwater.model import Edge

    fields = [field for field in Edge._fields if field != "file"]

    def rows(script: ScriptLineage) -> Iterator[List[Any]]:
        for edge in script.edges(level):
            yield [getattr(edge, field) for field in fields]

    return _map(df, sql, dialect, keep, fields, rows, schema, default_db, variables, limits)


def diagnostics(
    df: DataFrame,
    sql: str = "sql",
    dialect: str = "dialect",
    *,
    keep: Sequence[str] = (),
    schema: SchemaLike = None,
    default_db: str = "",
    variables: Optional[Mapping[str, str]] = None,
    limits: Optional[Limits] = None,
) -> DataFrame:
    """The findings of all scripts: `keep`, `severity`, `code`, `message`, `line`, `column`, `hint`. See `lineage`."""
    fields = ["severity", "code", "message", "line", "column", "hint"]

    def rows(script: ScriptLineage) -> Iterator[List[Any]]:
        for found in script.diagnostics:
            yield [found.severity, found.code, found.message, found.span.line, found.span.column, found.hint]

    return _map(df, sql, dialect, keep, fields, rows, schema, default_db, variables, limits)


def schema(session: SparkSession, databases: Optional[Iterable[str]] = None) -> Schema:
    """The tables of a session's catalog: all of `databases`, read now, or (None) each when it is asked for.

    Only the former can be broadcast. Names are ``"db.table"``; temporary views are left out.
    """
    if databases is None:
        return Schema(lambda name: _table(session, name) if session.catalog.tableExists(name) else None)
    made = Schema()
    for database in databases:
        for entry in session.catalog.listTables(database):
            if not entry.isTemporary:
                name = f"{database}.{entry.name}"
                made.add_table(name, _table(session, name))
    return made


def _table(session: SparkSession, name: str) -> Table:
    quoted = ".".join(f"`{part.replace('`', '``')}`" for part in name.split("."))
    rows = session.sql(f"DESCRIBE TABLE EXTENDED {quoted}").collect()
    columns: Dict[str, SchemaColumn] = {}
    details: Dict[str, str] = {}
    section = "columns"
    for row in rows:
        first, second = row[0] or "", row[1] or ""
        if first.startswith("# Partition"):
            section = "partitions"
        elif first.startswith("# Detailed") or first.startswith("# Metadata"):
            section = "details"
        elif not first or first.startswith("#"):
            continue
        elif section == "columns":
            columns[first] = SchemaColumn(first, second, row[2] or "")
        elif section == "partitions" and first in columns:
            columns[first] = columns[first]._replace(partition=True)
        elif section == "details":
            details.setdefault(first, second)
    if details.get("Type", "").upper() == "VIEW":
        return Table(list(columns.values()), "VIEW", details.get("View Text", ""))
    return Table(list(columns.values()))


def _map(
    df: DataFrame,
    sql: str,
    dialect: str,
    keep: Sequence[str],
    fields: Sequence[str],
    rows: Callable[[ScriptLineage], Iterator[List[Any]]],
    schema: SchemaLike,
    default_db: str,
    variables: Optional[Mapping[str, str]],
    limits: Optional[Limits],
) -> DataFrame:
    from pyspark.sql.types import BooleanType, IntegerType, StringType, StructField, StructType

    for name in (sql, *keep):
        if name not in df.columns:
            raise ValueError(f"no column {name!r} among {', '.join(df.columns)}")
    clash = sorted(set(keep) & set(fields))
    if clash:
        raise ValueError(f"keep: the result has a column {clash[0]!r} of its own; rename it first")
    given = dialect in df.columns
    if not given:
        check_dialect(dialect)
    made = Schema.of(schema, "spark" if given else dialect, default_db)
    if made is not None and made.has_lookup:
        raise TypeError("schema: a lookup cannot be broadcast; load the databases that are needed")

    types: Dict[str, Any] = {"masking": BooleanType(), **{name: IntegerType() for name in _NUMBERS}}
    result = StructType(
        [df.schema[name] for name in keep]
        + [StructField(name, types.get(name, StringType()), False) for name in fields]
    )
    shared = _broadcast(df, made)
    names = list(fields)
    kept = list(keep)
    values = dict(variables or {})

    def extract(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            scripts = _scripts(batch, sql, dialect if given else None)
            lineages = lineage_many(
                (script for _, script in scripts),
                "spark" if given else dialect,
                jobs=1,  # Spark runs as many tasks as there are cores
                schema=shared(),
                default_db=default_db,
                variables=values,
                limits=limits,
            )
            origin: List[int] = []
            found: List[List[Any]] = []
            for (at, _), script in zip(scripts, lineages):
                for row in rows(script):
                    origin.append(at)
                    found.append(row)
                    if len(found) >= _BATCH:
                        yield _batch(batch, kept, origin, names, found)
                        origin, found = [], []
            if found:
                yield _batch(batch, kept, origin, names, found)

    columns = list(dict.fromkeys([sql, *([dialect] if given else []), *keep]))
    return df.select(*columns).mapInArrow(extract, result)


def _scripts(batch: pyarrow.RecordBatch, sql: str, dialect: Optional[str]) -> List[Any]:
    texts = batch.column(batch.schema.get_field_index(sql)).to_pylist()
    if dialect is None:
        return [(at, text) for at, text in enumerate(texts) if text is not None]
    dialects = batch.column(batch.schema.get_field_index(dialect)).to_pylist()
    return [
        (at, {"sql": text, "dialect": name or "spark"})
        for at, (text, name) in enumerate(zip(texts, dialects))
        if text is not None
    ]


def _batch(
    batch: pyarrow.RecordBatch, keep: Sequence[str], origin: List[int], fields: Sequence[str], rows: List[List[Any]]
) -> pyarrow.RecordBatch:
    import pyarrow

    arrays = [batch.column(batch.schema.get_field_index(name)).take(pyarrow.array(origin)) for name in keep]
    for name, values in zip(fields, zip(*rows)):
        type = pyarrow.int32() if name in _NUMBERS else pyarrow.bool_() if name == "masking" else pyarrow.string()
        arrays.append(pyarrow.array(values, type))
    return pyarrow.RecordBatch.from_arrays(arrays, names=[*keep, *fields])


def _broadcast(df: DataFrame, schema: Optional[Schema]) -> Callable[[], Optional[Schema]]:
    """What gives the workers the schema: a broadcast, or the function itself under Spark Connect, which has none."""
    if schema is None:
        return lambda: None
    try:
        broadcast = df.sparkSession.sparkContext.broadcast(schema)
    except Exception:  # Connect raises a type of its own
        return lambda: schema
    return lambda: broadcast.value
