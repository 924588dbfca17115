"""The records that lineage is made of: named tuples, so immutable, hashable, comparable and cheap.

Read their fields by name; new fields are added at the end. All strings; kinds and types are upper-case
names, as in the JSON (``"TABLE"``, ``"INDIRECT"``, ``"GROUP_BY"``).
"""

from __future__ import annotations

from typing import NamedTuple, Tuple

from headwater import _headwater


class Span(NamedTuple):
    """A place in the script. `offset` and `length` count bytes of UTF-8 from 0, `line` and `column`
    (characters) count from 1; a span of line 0 is not known.
    """

    offset: int
    length: int
    line: int
    column: int

    def __repr__(self) -> str:
        return f"Span({self.line}:{self.column})"


class Partition(NamedTuple):
    """A partition value that the statement names (``dt='2024-01-01'``), or a dynamic partition column."""

    column: str
    value: str
    dynamic: bool


class Dataset(NamedTuple):
    """A table, view or path that a statement reads or writes.

    `kind` is ``TABLE``, ``VIEW``, ``MATERIALIZED_VIEW``, ``TEMPORARY``, ``PATH`` or ``FUNCTION``; `name` is
    ``"db.table"`` in lower case where the dialect ignores case, `display_name` has the written case.
    """

    name: str
    kind: str
    partitions: Tuple[Partition, ...]
    display_name: str
    span: Span

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, {self.kind})"


class Source(NamedTuple):
    """A column that a value is made of (`type` ``DIRECT``) or that decides about it (``INDIRECT``).

    `column` is empty for a whole row set (``count(*)``) and ``"*"`` for a star that could not be resolved.
    `subtype` is that of OpenLineage: ``IDENTITY``, ``TRANSFORMATION``, ``AGGREGATION``, or ``WINDOW``,
    ``CONDITIONAL``, ... `masking` is true where a hash, a mask function or count stands between.
    `certainty` is ``CERTAIN``, ``AMBIGUOUS`` or ``UNRESOLVED``.
    """

    dataset: str
    column: str
    field_path: str
    type: str
    subtype: str
    masking: bool
    certainty: str
    span: Span

    @property
    def name(self) -> str:
        """``"db.table.column"``, or the dataset's name for a whole row set."""
        return ".".join(part for part in (self.dataset, self.column, self.field_path) if part)

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {_words(self.type, self.subtype, self.masking, self.certainty)})"


class Influence(NamedTuple):
    """A source that decides which rows `output` gets, or their order: joins, filters, grouping, sorting.
    The fields of `Source`, and `output`, which is empty for a bare query.
    """

    dataset: str
    column: str
    field_path: str
    type: str
    subtype: str
    masking: bool
    certainty: str
    span: Span
    output: str

    @property
    def name(self) -> str:
        """``"db.table.column"``, or the dataset's name for a whole row set."""
        return ".".join(part for part in (self.dataset, self.column, self.field_path) if part)

    def __repr__(self) -> str:
        return f"Influence({self.name!r}, {_words(self.type, self.subtype, self.masking, self.certainty)})"


class ColumnLineage(NamedTuple):
    """One output column: `target` is ``"db.table.column"`` (empty for a bare query), `ordinal` counts from 0,
    `expression` is the defining expression in normal form.
    """

    target: str
    name: str
    ordinal: int
    expression: str
    sources: Tuple[Source, ...]
    span: Span

    def __repr__(self) -> str:
        sources = ", ".join(source.name for source in self.sources if source.type == "DIRECT")
        return f"ColumnLineage({self.target or self.name!r} <- {sources or 'nothing'})"


class SchemaColumn(NamedTuple):
    """A column of a table's definition. `type` and `comment` are empty where they are not known."""

    name: str
    type: str = ""
    comment: str = ""
    partition: bool = False


class Change(NamedTuple):
    """A change to the schema or to the graph's nodes: ``CREATE``, ``DROP``, ``RENAME``, ``SWAP``, ``ADD_COLUMNS``, ...

    `new_name` is the other dataset of a RENAME, SWAP or EXCHANGE_PARTITION; `columns` are those of the new
    shape or those added, `old_columns` the names dropped or renamed.
    """

    kind: str
    dataset: str
    dataset_kind: str
    new_name: str
    columns: Tuple[SchemaColumn, ...]
    old_columns: Tuple[str, ...]
    partitions: Tuple[Partition, ...]

    def __repr__(self) -> str:
        return f"Change({self.kind}, {self.dataset!r}{', ' + repr(self.new_name) if self.new_name else ''})"


class Diagnostic(NamedTuple):
    """A finding. `severity` is ``ERROR``, ``WARNING`` or ``NOTE``; `code` is stable (``"syntax"``, ``"limit"``,
    ``"ambiguous_column"``, ...); `message` is one sentence; `hint` says what to do and may be empty.
    """

    severity: str
    code: str
    message: str
    span: Span
    hint: str

    def __repr__(self) -> str:
        return f"Diagnostic({self.severity}, {self.code}, {self.span.line}:{self.span.column}, {self.message!r})"


class Edge(NamedTuple):
    """One edge as a row, the same fields as in ``headwater lineage --format csv``.

    At table level `target_column`, `source_column` and the fields after them are empty. `target` is empty for a
    bare query. `line` is that of the source column where it is known, else the statement's.
    """

    file: str
    statement: int
    line: int
    target: str
    target_column: str
    source: str
    source_column: str
    field_path: str
    type: str
    subtype: str
    masking: bool
    certainty: str
    expression: str


def _words(type: str, subtype: str, masking: bool, certainty: str) -> str:
    words = [type, subtype]
    if masking:
        words.append("masking")
    if certainty != "CERTAIN":
        words.append(certainty)
    return " ".join(words)


_headwater.register_records(
    (Span, Partition, Dataset, Source, Influence, ColumnLineage, Change, Diagnostic, SchemaColumn, Edge)
)
