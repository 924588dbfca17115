"""Text to syntax trees."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple, Union

from headwater import _headwater
from headwater.errors import SqlError
from headwater.extract import Limits, _check_on_error, _limit, _options
from headwater.model import Diagnostic, Span
from headwater.text import check_text, raise_encoding


class Node:
    """A node of a syntax tree: `kind` (``"SelectBody"``), `line`, `column`, and its other fields by name.

    >>> tree = parse("SELECT a + 1 FROM t")[0].tree
    >>> [node["path"] for node in tree.find_all("ColumnExpr")]
    ['a']
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Dict[str, Any]) -> None:
        self._fields = fields

    @property
    def kind(self) -> str:
        """The node's kind."""
        return str(self._fields["kind"])

    @property
    def line(self) -> Optional[int]:
        """Line, from 1, or None."""
        return self._fields.get("line")

    @property
    def column(self) -> Optional[int]:
        """Column in characters, from 1, or None."""
        return self._fields.get("column")

    def __getitem__(self, name: str) -> Any:
        return _wrapped(self._fields[name])

    def get(self, name: str, otherwise: Any = None) -> Any:
        """The field, or `otherwise` where it is empty: empty and false fields are left out."""
        return _wrapped(self._fields[name]) if name in self._fields else otherwise

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def fields(self) -> Tuple[str, ...]:
        """The names of its fields."""
        return tuple(self._fields)

    def children(self) -> Iterator[Node]:
        """The nodes directly below it."""
        for value in self._fields.values():
            yield from _nodes(value)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order of the text; without recursion."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(list(node.children())))

    def find_all(self, *kinds: str) -> Iterator[Node]:
        """All nodes of these kinds, itself included."""
        return (node for node in self.walk() if node.kind in kinds)

    def to_dict(self) -> Dict[str, Any]:
        """The tree as nested dicts and lists."""
        return self._fields

    def __repr__(self) -> str:
        place = f" {self.line}:{self.column}" if self.line else ""
        return f"<{self.kind}{place}>"


class Statement:
    """One statement: its syntax tree, or why there is none."""

    __slots__ = ("_native", "_tree")

    def __init__(self, native: _headwater.Statement) -> None:
        self._native = native
        self._tree: Optional[Node] = None

    @property
    def ok(self) -> bool:
        """Whether there is a tree."""
        return self._native.ok()

    @property
    def tree(self) -> Optional[Node]:
        """The root, or None where there is a syntax error."""
        if self._tree is None:
            text = self._native.tree(True)
            self._tree = None if text is None else Node(json.loads(text))
        return self._tree

    @property
    def kind(self) -> str:
        """The root's kind, or ``"INVALID"``."""
        tree = self.tree
        return "INVALID" if tree is None else tree.kind

    @property
    def span(self) -> Span:
        """Where the statement stands in the script."""
        return self._native.span()

    @property
    def sql(self) -> str:
        """Its text, without the semicolon."""
        return self._native.sql()

    @property
    def diagnostics(self) -> Tuple[Diagnostic, ...]:
        """Findings."""
        return self._native.diagnostics()

    def __str__(self) -> str:
        text = self._native.tree(False)
        return repr(self) if text is None else text.rstrip("\n")

    def __repr__(self) -> str:
        return f"<{self.kind} {self.span.line}:{self.span.column}>"


def parse(
    sql: Union[str, bytes],
    dialect: str = "spark",
    *,
    dialect_version: str = "",
    variables: Optional[Mapping[str, str]] = None,
    limits: Optional[Limits] = None,
    on_error: str = "raise",
) -> List[Statement]:
    """The statements of a script with their syntax trees. Arguments and errors are those of `headwater.lineage`.

    >>> parse("USE dw; SELECT a FROM t", "hive")
    [<UseStatement 1:1>, <QueryStatement 1:9>]
    """
    _check_on_error(on_error)
    statements = list(iter_parse(sql, dialect, dialect_version=dialect_version, variables=variables, limits=limits))
    if on_error == "raise":
        errors = [d for statement in statements for d in statement.diagnostics if d.severity == "ERROR"]
        if errors:
            first = errors[0]
            raise SqlError(
                f"{first.span.line}:{first.span.column}: {first.message}",
                code=first.code,
                line=first.span.line,
                column=first.span.column,
                hint=first.hint,
                diagnostics=tuple(errors),
            )
    return statements


def iter_parse(
    sql: Union[str, bytes],
    dialect: str = "spark",
    *,
    dialect_version: str = "",
    variables: Optional[Mapping[str, str]] = None,
    limits: Optional[Limits] = None,
) -> Iterator[Statement]:
    """The same one at a time, so that memory follows the largest statement. A statement with a syntax error is
    yielded with ``ok`` False.
    """
    options = _options(dialect, dialect_version, None, "", variables, False, False, True, limits)
    try:
        statements = _headwater.Statements(check_text(sql), options)
    except UnicodeEncodeError as error:
        raise_encoding(error)
    except ValueError as error:
        raise _limit(error) from error
    return _each(statements)


def _each(statements: _headwater.Statements) -> Iterator[Statement]:
    while True:
        native = statements.next()
        if native is None:
            return
        yield Statement(native)


def _wrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return Node(value) if "kind" in value else value
    if isinstance(value, list):
        return [_wrapped(item) for item in value]
    return value


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, dict) and "kind" in value:
        yield Node(value)
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _nodes(item)
