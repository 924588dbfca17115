"""Lineage as Python objects: a script and its statements, made for what is read of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple, Union, overload

from headwater import _headwater
from headwater.errors import HeadwaterError, SqlError
from headwater.model import Change, ColumnLineage, Dataset, Diagnostic, Edge, Influence, Span
from headwater.schema import Schema, SchemaLike

if TYPE_CHECKING:
    import networkx
    import pandas

_LEVELS = {"table": False, "column": True}


class _Rendered:
    """What a script and a single statement have in common: other forms of the same lineage."""

    __slots__ = ("_lineage",)

    _lineage: _headwater.Lineage

    def _native(self) -> _headwater.Lineage:
        return self._lineage

    def edges(self, level: str = "column") -> List[Edge]:
        """The lineage as flat rows, one an edge; `level` is ``"column"`` or ``"table"``."""
        return self._native().edges(_of_level(level))

    def to_text(self, level: str = "column", width: int = 0) -> str:
        """For eyes, as ``headwater lineage`` prints it. `width`: characters a line may take; 0: no limit."""
        return self._render("text", level, width)

    def to_json(self) -> str:
        """One line of JSON, protobuf's mapping of ``headwater.v1.ScriptLineage`` with snake_case names. Fields with
        default values are left out.
        """
        return self._render("json", "column").rstrip("\n")

    def to_dict(self) -> Dict[str, Any]:
        """`to_json()` as a dict."""
        made: Dict[str, Any] = json.loads(self.to_json())
        return made

    def to_openlineage(
        self,
        namespace: str = "default",
        event_time: Optional[str] = None,
        schema: SchemaLike = None,
    ) -> List[Dict[str, Any]]:
        """OpenLineage job events, one for each statement that writes something.

        `namespace` is that of jobs and tables, `event_time` RFC 3339 (default: now, UTC). With `schema`, datasets
        have their columns and types.
        """
        if event_time is None:
            import datetime

            event_time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        made = Schema.of(schema, self._native().dialect())
        text = self._native().render(
            "openlineage", True, 0, namespace, event_time, made._native if made is not None else None
        )
        return [json.loads(line) for line in text.splitlines() if line]

    def to_csv(self, level: str = "column") -> str:
        """RFC 4180 with a header, one edge a row."""
        return self._render("csv", level)

    def to_dot(self, level: str = "column") -> str:
        """A Graphviz graph."""
        return self._render("dot", level)

    def to_mermaid(self, level: str = "column") -> str:
        """A Mermaid flowchart."""
        return self._render("mermaid", level)

    def to_pandas(self, level: str = "column") -> pandas.DataFrame:
        """A DataFrame with a row an edge and the fields of `Edge` as columns. Needs pandas."""
        import pandas

        return pandas.DataFrame.from_records(self.edges(level), columns=list(Edge._fields))

    def to_networkx(self, level: str = "column") -> networkx.MultiDiGraph[str]:
        """A directed multigraph from sources to targets. Needs networkx.

        Nodes are ``"db.table"`` at table level, ``"db.table.column"`` at column level, with the attributes `dataset`
        and `column`; influences lead to the target's table. A bare query is a node ``"<query N>"``. Edges have the
        other fields of `Edge` as attributes.
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for edge in self.edges(level):
            target = edge.target or f"<query {edge.statement}>"
            source = _node(graph, edge.source, ".".join(p for p in (edge.source_column, edge.field_path) if p))
            graph.add_edge(source, _node(graph, target, edge.target_column), **_attributes(edge))
        return graph

    def to_svg(self, level: str = "column") -> str:
        """A drawing: tables as boxes, their columns in them, edges from left to right."""
        from headwater.drawing import svg

        return svg(self.edges(level))

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def _repr_html_(self) -> str:
        from headwater.drawing import html

        return html(self.edges("column"), self._native().report(False))

    def __str__(self) -> str:
        return self.to_text().rstrip("\n")

    def _render(self, format: str, level: str, width: int = 0) -> str:
        return self._native().render(format, _of_level(level), width, "default", "1970-01-01T00:00:00Z", None)


class StatementLineage(_Rendered):
    """What one statement does.

    Fields are made when they are first read. Two are equal if all they say is equal.

    >>> statement = lineage("INSERT INTO dw.b SELECT x + y AS z FROM ods.a")[0]
    >>> statement
    <INSERT dw.b <- ods.a: 1 column>
    >>> statement.columns[0].sources
    (Source('ods.a.x', DIRECT TRANSFORMATION), Source('ods.a.y', DIRECT TRANSFORMATION))
    """

    __slots__ = ("_at", "_head", "_cache")

    def __init__(self, native: _headwater.Lineage, at: int) -> None:
        self._lineage = native
        self._at = at
        self._head: Optional[Tuple[int, str, Span, str]] = None
        self._cache: Dict[str, Tuple[Any, ...]] = {}

    def _native(self) -> _headwater.Lineage:
        return self._lineage if len(self._lineage) == 1 else self._lineage.select(self._at)

    def _heading(self) -> Tuple[int, str, Span, str]:
        if self._head is None:
            self._head = self._lineage.head(self._at)
        return self._head

    def _field(self, name: str) -> Tuple[Any, ...]:
        made = self._cache.get(name)
        if made is None:
            made = self._cache[name] = getattr(self._lineage, name)(self._at)
        return made

    @property
    def index(self) -> int:
        """Position in the script, from 0."""
        return self._heading()[0]

    @property
    def kind(self) -> str:
        """``"QUERY"``, ``"INSERT"``, ``"CREATE_TABLE_AS_SELECT"``, ... ``"INVALID"`` where there is a syntax error."""
        return self._heading()[1]

    @property
    def span(self) -> Span:
        """Where the statement stands in the script."""
        return self._heading()[2]

    @property
    def name(self) -> str:
        """The kind in words; of a statement of kind ``OTHER`` its own name (``"SHOW"``)."""
        return self._heading()[3] or self.kind.replace("_", " ")

    @property
    def inputs(self) -> Tuple[Dataset, ...]:
        """Tables, views and paths that it reads."""
        return self._field("inputs")

    @property
    def outputs(self) -> Tuple[Dataset, ...]:
        """Tables, views and paths that it writes; several for a multi-insert."""
        return self._field("outputs")

    @property
    def columns(self) -> Tuple[ColumnLineage, ...]:
        """Each output column with its sources."""
        return self._field("columns")

    @property
    def influences(self) -> Tuple[Influence, ...]:
        """What decides which rows there are."""
        return self._field("influences")

    @property
    def changes(self) -> Tuple[Change, ...]:
        """What it changes in the schema."""
        return self._field("changes")

    @property
    def diagnostics(self) -> Tuple[Diagnostic, ...]:
        """Findings: errors, and notes of what could not be known."""
        return self._field("diagnostics")

    @property
    def ok(self) -> bool:
        """Whether it has no error."""
        return all(diagnostic.severity != "ERROR" for diagnostic in self.diagnostics)

    @property
    def sql(self) -> str:
        """The statement's text, without its semicolon."""
        text = self._lineage.text()
        data = text if isinstance(text, bytes) else text.encode()
        return data[self.span.offset : self.span.offset + self.span.length].decode(errors="replace")

    def __repr__(self) -> str:
        outputs = ", ".join(dataset.name for dataset in self.outputs)
        inputs = ", ".join(dataset.name for dataset in self.inputs)
        flow = " <- ".join(part for part in (outputs, inputs) if part)
        count = len(self.columns)
        if not self.ok:
            first = next(d for d in self.diagnostics if d.severity == "ERROR")
            return f"<{self.name} {first.span.line}:{first.span.column}: {first.message}>"
        columns = f": {count} column{'' if count == 1 else 's'}" if count else ""
        return f"<{self.name}{' ' + flow if flow else ''}{columns}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StatementLineage):
            return NotImplemented
        return self._native().serialize() == other._native().serialize()

    def __hash__(self) -> int:
        return hash(self._native().serialize())

    def __reduce__(self) -> Tuple[Any, ...]:
        native = self._native()
        return _statement, (native.serialize(), native.text())


class ScriptLineage(_Rendered, Sequence[StatementLineage]):
    """The lineage of a script: a sequence of its statements.

    >>> script = lineage("CREATE TABLE t AS SELECT a FROM ods.s; INSERT INTO u SELECT a FROM t", "hive")
    >>> script
    ScriptLineage(hive, 2 statements)
      0  <CREATE TABLE AS SELECT t <- ods.s: 1 column>
      1  <INSERT u <- t: 1 column>
    >>> [statement.kind for statement in script]
    ['CREATE_TABLE_AS_SELECT', 'INSERT']
    >>> script.edges("table")[0].source
    'ods.s'
    """

    __slots__ = ("_statements",)

    def __init__(self, native: _headwater.Lineage) -> None:
        self._lineage = native
        self._statements: Dict[int, StatementLineage] = {}

    @property
    def dialect(self) -> str:
        """``"hive"``, ``"spark"`` or ``"doris"``."""
        return self._lineage.dialect()

    @property
    def source(self) -> str:
        """The script's name as given, or empty."""
        return self._lineage.source()

    @property
    def statements(self) -> Tuple[StatementLineage, ...]:
        """All statements."""
        return tuple(self)

    @property
    def diagnostics(self) -> Tuple[Diagnostic, ...]:
        """The findings of the script and of all its statements."""
        found = list(self._lineage.script_diagnostics())
        for statement in self:
            found.extend(statement.diagnostics)
        return tuple(found)

    @property
    def errors(self) -> Tuple[Diagnostic, ...]:
        """The findings of severity ERROR."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "ERROR")

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return self._lineage.first_error() < 0 and not self._lineage.script_diagnostics()

    def raise_for_errors(self) -> None:
        """Raises `SqlError`, with this lineage in it, if there is an error."""
        if self.ok:
            return
        errors = self.errors
        if not errors:
            return
        first = errors[0]
        report = self._lineage.report(True) if len(errors) <= 10 else _line(self.source, first)
        more = f"\n{len(errors)} errors in all" if len(errors) > 10 else ""
        raise SqlError(
            f"{report.rstrip()}{more}",
            code=first.code,
            line=first.span.line or None,
            column=first.span.column or None,
            hint=first.hint,
            diagnostics=errors,
            lineage=self,
        )

    @overload
    def __getitem__(self, at: int) -> StatementLineage: ...

    @overload
    def __getitem__(self, at: slice) -> Tuple[StatementLineage, ...]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[StatementLineage, Tuple[StatementLineage, ...]]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        i = at + len(self) if at < 0 else at
        if not 0 <= i < len(self):
            raise IndexError(f"statement {at} of {len(self)}")
        made = self._statements.get(i)
        if made is None:
            made = self._statements[i] = StatementLineage(self._lineage, i)
        return made

    def __len__(self) -> int:
        return len(self._lineage)

    def __iter__(self) -> Iterator[StatementLineage]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        count = len(self)
        name = f"{self.source}, " if self.source else ""
        lines = [f"ScriptLineage({name}{self.dialect}, {count} statement{'' if count == 1 else 's'})"]
        lines += [f"  {self[i].index}  {self[i]!r}" for i in range(min(count, 20))]
        if count > 20:
            lines.append(f"  ... and {count - 20} more")
        return "\n".join(lines)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ScriptLineage):
            return NotImplemented
        return self._lineage.serialize() == other._lineage.serialize()

    def __hash__(self) -> int:
        return hash(self._lineage.serialize())

    def __reduce__(self) -> Tuple[Any, ...]:
        return _script, (self._lineage.serialize(), self._lineage.text())


def _line(source: str, diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.span.line}:{diagnostic.span.column}: "
    return f"{source + ':' if source else ''}{place}{diagnostic.message}"


def _script(data: bytes, text: Union[str, bytes]) -> ScriptLineage:
    return ScriptLineage(_headwater.deserialize(data, text))


def _statement(data: bytes, text: Union[str, bytes]) -> StatementLineage:
    return StatementLineage(_headwater.deserialize(data, text), 0)


def _of_level(level: str) -> bool:
    try:
        return _LEVELS[level]
    except (KeyError, TypeError):
        raise HeadwaterError(f'level is "table" or "column", not {level!r}', code="argument") from None


def _node(graph: networkx.MultiDiGraph[str], dataset: str, column: str) -> str:
    name = f"{dataset}.{column}" if column else dataset
    graph.add_node(name, dataset=dataset, column=column)
    return name


def _attributes(edge: Edge) -> Dict[str, Any]:
    fields = ("file", "statement", "line", "type", "subtype", "masking", "certainty", "expression")
    return {field: getattr(edge, field) for field in fields}
