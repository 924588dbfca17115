"""What is known of tables before a script runs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from headwater import _headwater
from headwater.errors import SchemaError
from headwater.model import SchemaColumn
from headwater.text import check_dialect, check_text

if TYPE_CHECKING:
    from headwater.catalog import Catalog

#: The columns of a table: names, ``{name: type}``, ``(name, type)`` pairs or `SchemaColumn` records; None: not known.
Columns = Union[Mapping[str, str], Iterable[Union[str, Tuple[str, ...], SchemaColumn]]]


class Table(NamedTuple):
    """A table or view with more to say of it than its columns. `kind` is ``TABLE``, ``VIEW`` or
    ``MATERIALIZED_VIEW``; `view_query` lets ``expand_views`` look through a view.
    """

    columns: Columns
    kind: str = "TABLE"
    view_query: str = ""


#: Asked for a table by name; None says that it is not known.
Lookup = Callable[[str], Union[Columns, Table, None]]
#: What every function of the package takes as `schema`.
SchemaLike = Union["Schema", "Catalog", str, "os.PathLike[str]", Mapping[str, Any], Lookup, None]

_KINDS = {"TABLE": 0, "VIEW": 1, "MATERIALIZED_VIEW": 2}
_ENDINGS = (".sql", ".ddl", ".hql", ".hive")
_DIALECT_LINE = re.compile(r"^\s*--\s*dialect:\s*(\w+)\s*$", re.MULTILINE)


class Schema:
    """Tables and their columns: from DDL text, a dict, a file or folder of DDL, a callable for lookups on demand, or a
    `Catalog`, which is asked on demand for what is not found otherwise, and must be open then.

    A str is DDL text if there is white space in it, else a path. Make one and pass it to many calls: a dict or
    a text is converted anew in each call. Once it is filled, any number of threads may share it. Pickles if
    what it was made from does.

    >>> schema = Schema({"ods.orders": {"id": "bigint", "amount": "decimal(10,2)"}, "ods.users": ["id", "name"]})
    >>> len(schema)
    2
    >>> schema = Schema("CREATE TABLE ods.orders (id BIGINT, amount DECIMAL(10,2))", dialect="hive")
    >>> schema
    Schema(1 table)

    A callable gets the qualified name (``"db.table"``, in lower case for Hive and Spark) and returns columns or
    None. It is asked once for each name and must not be asked to do lineage itself. What it raises ends the call
    that needed the table.

    >>> Schema(lambda name: ["id", "amount"] if name == "ods.orders" else None)
    Schema(0 tables, and a lookup)

    Raises `SchemaError` for DDL with a syntax error (with line and column; tables of the other statements are
    kept) and for a dict of another shape, OSError for a path that cannot be read, TypeError otherwise.
    """

    __slots__ = ("_native", "_parts", "_lookup", "_catalog", "_options")

    def __init__(self, source: SchemaLike = None, dialect: str = "spark", default_db: str = "") -> None:
        self._lookup: Optional[Lookup] = None
        if callable(source) and not isinstance(source, (Schema, Mapping)):
            self._lookup = source
            self._native = _headwater.Schema(lambda name: _looked_up(source, name))
        else:
            self._native = _headwater.Schema(None)
        self._parts: List[Tuple[Any, ...]] = []
        self._catalog: Optional[_headwater.CatalogHandle] = None
        self._options: Dict[Tuple[Any, ...], _headwater.Options] = {}  # extract.py's, for the calls with this schema
        if source is not None and self._lookup is None:
            self.add(source, dialect, default_db)

    @classmethod
    def of(cls, source: SchemaLike, dialect: str = "spark", default_db: str = "") -> Optional[Schema]:
        """`source` itself if it is a Schema or None, else a Schema made of it."""
        if source is None or isinstance(source, Schema):
            return source
        return cls(source, dialect, default_db)

    def add(self, source: SchemaLike, dialect: str = "spark", default_db: str = "") -> None:
        """Adds DDL text, a dict, the tables of a path, another Schema's, or a Catalog (the last one is asked). Tables of the
        same name are replaced.
        """
        dialect = check_dialect(dialect)
        native = getattr(source, "_native", None)
        if isinstance(native, _headwater.Catalog):
            self._catalog = native.handle()
            self._native.set_catalog(self._catalog)
        elif isinstance(source, Schema):
            if source.has_lookup:
                raise TypeError("a schema with a lookup or a catalog cannot be added to another")
            for part in list(source._parts):
                self._apply(part)
        elif isinstance(source, Mapping):
            for name, columns in source.items():
                self._add_entry(name, columns, default_db)
        elif isinstance(source, str) and re.search(r"\s", source):
            self._apply(("ddl", check_text(source), dialect, default_db, ""))
        elif isinstance(source, (str, os.PathLike)):
            self._add_path(os.fspath(source), dialect, default_db)
        else:
            raise TypeError(f"schema: expected DDL text, a dict, a path or a Schema, not {type(source).__name__}")

    def add_table(self, name: str, columns: Union[Columns, Table]) -> None:
        """Adds one table or view."""
        self._apply(("table", _table(name, columns)))

    def __len__(self) -> int:
        return len(self._native)

    def __repr__(self) -> str:
        count = len(self)
        lookup = (", and a lookup" if self._lookup else "") + (", and a catalog" if self._catalog else "")
        return f"Schema({count} table{'' if count == 1 else 's'}{lookup})"

    def __reduce__(self) -> Tuple[Any, ...]:
        if self._catalog is not None:
            raise TypeError("a schema that asks a catalog cannot be pickled; Catalog.schema() makes one that can")
        return _rebuild, (self._lookup, self._parts)

    @property
    def has_lookup(self) -> bool:
        """Whether tables are asked of a callable or a catalog, on demand."""
        return self._lookup is not None or self._catalog is not None

    def _before(self, catalog: _headwater.CatalogHandle) -> Schema:
        """A copy that asks `catalog` for what it does not know itself."""
        made = _rebuild(self._lookup, self._parts)
        if self._catalog is None:
            made._catalog = catalog
            made._native.set_catalog(catalog)
        else:
            made._catalog = self._catalog
            made._native.set_catalog(self._catalog)
        return made

    def _apply(self, part: Tuple[Any, ...]) -> None:
        self._parts.append(part)
        if part[0] == "table":
            self._native.add(part[1])
            return
        _, text, dialect, default_db, file = part
        try:
            self._native.add_ddl(text, dialect, default_db)
        except ValueError as error:
            place = re.match(r"(\d+):(\d+): ", str(error))
            raise SchemaError(
                f"{file}: {error}" if file else f"schema: {error}",
                code="schema",
                line=int(place.group(1)) if place else None,
                column=int(place.group(2)) if place else None,
            ) from None

    def _add_entry(self, name: Any, columns: Any, database: str) -> None:
        if not isinstance(name, str):
            raise SchemaError(f"schema: names are str, not {type(name).__name__}", code="schema")
        if isinstance(columns, Mapping) and any(_is_columns(value) for value in columns.values()):
            for table, inner in columns.items():  # {"db": {"table": columns}}
                self._add_entry(f"{name}.{table}", inner, "")
            return
        qualified = name if "." in name or not database else f"{database}.{name}"
        self._apply(("table", _table(qualified, columns)))

    def _add_path(self, path: str, dialect: str, default_db: str) -> None:
        files = [path]
        if os.path.isdir(path):
            files = sorted(
                os.path.join(folder, file)
                for folder, _, names in os.walk(path)
                for file in names
                if file.endswith(_ENDINGS)
            )
        for file in files:
            with open(file, encoding="utf-8-sig") as stream:
                try:
                    text = stream.read()
                except UnicodeDecodeError as error:
                    raise SchemaError(f"{file}: not UTF-8 ({error.reason})", code="schema") from error
            if file.endswith(".json"):
                self._add_json(file, text, default_db)
            else:
                self._apply(("ddl", text, dialect_of(file, text, dialect), default_db, file))

    def _add_json(self, file: str, text: str, default_db: str) -> None:
        import json

        try:
            tables = json.loads(text)
        except ValueError as error:
            raise SchemaError(f"{file}: {error}", code="schema") from error
        if not isinstance(tables, dict):
            raise SchemaError(f"{file}: not a JSON object of tables", code="schema")
        self.add(tables, default_db=default_db)


def dialect_of(file: str, text: str, otherwise: str = "spark") -> str:
    """The dialect of a script, as the command line finds it: a line ``-- dialect: NAME`` among the first 20, the file's
    ending (``.hql``, ``.hive``, ``.spark.sql``, ``.doris.sql``), a folder of its path so named, else `otherwise`.

    >>> dialect_of("jobs/hive/orders.sql", "select 1")
    'hive'
    """
    names = _headwater.dialects()
    written = _DIALECT_LINE.search("\n".join(text.split("\n", 20)[:20]))
    if written and written.group(1).lower() in names:
        return written.group(1).lower()
    if file.endswith((".hql", ".hive")):
        return "hive"
    for name in names:
        if file.endswith(f".{name}.sql"):
            return name
    for folder in reversed(os.path.dirname(os.path.abspath(file)).split(os.sep)):
        if folder.lower() in names:
            return folder.lower()
    return otherwise


def _rebuild(lookup: Optional[Lookup], parts: List[Tuple[Any, ...]]) -> Schema:
    schema = Schema(lookup)
    for part in parts:
        schema._apply(part)
    return schema


def _is_columns(value: Any) -> bool:
    return not isinstance(value, (str, bytes)) and isinstance(value, (Mapping, list, tuple))


def _table(name: str, given: Any) -> Tuple[Any, ...]:
    columns, kind, view_query = given if isinstance(given, Table) else Table(given)
    if kind not in _KINDS:
        raise SchemaError(f"schema: the kind of {name} is none of {', '.join(_KINDS)}: {kind!r}", code="schema")
    if isinstance(columns, (str, bytes)) or not isinstance(columns, (Mapping, Iterable)):
        raise SchemaError(
            f"schema: the columns of {name} are a {type(columns).__name__}, not a dict or list", code="schema"
        )
    if isinstance(columns, Mapping):
        pairs = [SchemaColumn(column, type or "") for column, type in columns.items()]
    else:
        pairs = [SchemaColumn(*column) if isinstance(column, tuple) else SchemaColumn(column) for column in columns]
    for column in pairs:
        if not all(isinstance(field, str) for field in column[:3]):
            raise SchemaError(f"schema: not a column of {name}: {column[:3]!r}", code="schema")
    rows = [(column.name, column.type, column.comment, bool(column.partition)) for column in pairs]
    return name, _KINDS[kind], rows, view_query


def _looked_up(lookup: Lookup, name: str) -> Optional[Tuple[Any, ...]]:
    columns = lookup(name)
    return None if columns is None else _table(name, columns)
