"""Lineage as a drawing for notebooks: tables as boxes in layers, their columns as rows, edges from left to right.

Plain SVG, no scripts, so that every notebook shows it; large graphs belong into `to_dot` or `to_networkx`.
"""

from __future__ import annotations

from html import escape
from typing import Dict, Iterable, List, NamedTuple, Sequence, Set, Tuple

from headwater.model import Edge

#: Past so many boxes or rows a drawing is of use to nobody: tables only, then none.
MAX_ROWS = 400
MAX_TABLES = 150

_ROW, _HEAD, _GAP_X, _GAP_Y, _MARGIN = 18, 24, 110, 22, 10
_COLORS = {"IDENTITY": "#3572b0", "TRANSFORMATION": "#2e8b57", "AGGREGATION": "#b5651d"}
_OTHER = "#9a9a9a"
_STYLE = (
    ".hw text{font:12px sans-serif;fill:#222}.hw .t{font-weight:bold}.hw rect{fill:#fff;stroke:#888}"
    ".hw .h{fill:#eef2f7}.hw path{fill:none;stroke-opacity:.75}"
)


class _Box(NamedTuple):
    name: str
    rows: Dict[str, int]
    x: int
    y: int
    width: int
    height: int

    def port(self, column: str) -> int:
        """The height at which a column's edges end; the table's own are at its head."""
        at = self.rows.get(column)
        return self.y + (_HEAD // 2 if at is None else _HEAD + at * _ROW + _ROW // 2)


def svg(edges: Sequence[Edge]) -> str:
    """The drawing of the edges; of the tables alone where there are too many columns."""
    tables = _tables(edges)
    if len(tables) > MAX_TABLES:
        return _note(f"{len(tables)} tables: too many to draw; see to_dot() and to_networkx()")
    if not tables:
        return _note("no lineage")
    if sum(map(len, tables.values())) > MAX_ROWS:
        tables = {name: {} for name in tables}
        edges = [edge._replace(source_column="", target_column="", type="", subtype="") for edge in edges]
    boxes = _placed(tables, _layers(tables, edges))
    width = max(box.x + box.width for box in boxes.values()) + _MARGIN
    height = max(box.y + box.height for box in boxes.values()) + _MARGIN
    body = "".join([*_curves(boxes, edges), *map(_box, boxes.values())])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hw" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><style>{_STYLE}</style>{body}</svg>'
    )


def html(edges: Sequence[Edge], report: str) -> str:
    """The drawing, and below it the findings."""
    findings = f"<pre>{escape(report)}</pre>" if report else ""
    return f'<div style="overflow-x:auto">{svg(edges)}</div>{findings}'


def _target(edge: Edge) -> str:
    return edge.target or f"query {edge.statement}"


def _tables(edges: Iterable[Edge]) -> Dict[str, Dict[str, int]]:
    """Each table's columns with their rows; sources before targets."""
    tables: Dict[str, Dict[str, int]] = {}
    for edge in edges:
        for name, column in ((edge.source, edge.source_column), (_target(edge), edge.target_column)):
            rows = tables.setdefault(name, {})
            if column:
                rows.setdefault(column, len(rows))
    return tables


def _layers(tables: Iterable[str], edges: Iterable[Edge]) -> Dict[str, int]:
    """The longest way to each table from one without sources; edges that close a circle are passed over."""
    upstream: Dict[str, Set[str]] = {name: set() for name in tables}
    for edge in edges:
        if edge.source != _target(edge):
            upstream[_target(edge)].add(edge.source)
    layers: Dict[str, int] = {}
    for start in upstream:
        stack: List[Tuple[str, bool]] = [(start, False)]
        on_way: Set[str] = set()
        while stack:
            name, leave = stack.pop()
            if leave:
                on_way.discard(name)
                layers[name] = 1 + max((layers.get(above, -1) for above in upstream[name]), default=-1)
            elif name not in layers and name not in on_way:
                on_way.add(name)
                stack.append((name, True))
                stack.extend((above, False) for above in sorted(upstream[name]) if above not in layers)
    return layers


def _placed(tables: Dict[str, Dict[str, int]], layers: Dict[str, int]) -> Dict[str, _Box]:
    boxes: Dict[str, _Box] = {}
    x = _MARGIN
    for layer in range(max(layers.values()) + 1):
        y, widest = _MARGIN, 0
        for name in (name for name in tables if layers[name] == layer):
            rows = tables[name]
            width = 20 + max(_width(name) + 8, *map(_width, rows), 60)
            height = _HEAD + _ROW * len(rows)
            boxes[name] = _Box(name, rows, x, y, width, height)
            y, widest = y + height + _GAP_Y, max(widest, width)
        x += widest + _GAP_X
    return boxes


def _width(text: str) -> int:
    """About as many pixels as the text takes: wide characters count twice."""
    return sum(7 if ord(char) < 0x1100 else 13 for char in text)


def _curves(boxes: Dict[str, _Box], edges: Iterable[Edge]) -> Iterable[str]:
    drawn: Set[Tuple[str, str, str, str, str]] = set()
    for edge in edges:
        key = (edge.source, edge.source_column, _target(edge), edge.target_column, edge.subtype)
        if key in drawn:
            continue
        drawn.add(key)
        source, target = boxes[edge.source], boxes[_target(edge)]
        x1, y1 = source.x + source.width, source.port(edge.source_column)
        x2, y2 = target.x, target.port(edge.target_column)
        bend = max(40, abs(x2 - x1) // 2)
        dash = ' stroke-dasharray="4 3"' if edge.type == "INDIRECT" else ""
        said = " ".join(part for part in (edge.type, edge.subtype) if part).lower().replace("_", " ")
        title = escape(f"{edge.source}.{edge.source_column} -> {_target(edge)}.{edge.target_column} {said}")
        yield (
            f'<path d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}" '
            f'stroke="{_COLORS.get(edge.subtype, _OTHER)}"{dash}><title>{title}</title></path>'
        )


def _box(box: _Box) -> str:
    parts = [
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="3"/>',
        f'<rect class="h" x="{box.x}" y="{box.y}" width="{box.width}" height="{_HEAD}" rx="3"/>',
        f'<text class="t" x="{box.x + 10}" y="{box.y + 16}">{escape(box.name)}</text>',
    ]
    for column, row in box.rows.items():
        parts.append(f'<text x="{box.x + 10}" y="{box.y + _HEAD + row * _ROW + 13}">{escape(column)}</text>')
    return "".join(parts)


def _note(text: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hw" width="{20 + _width(text)}" height="30">'
        f'<style>{_STYLE}</style><text x="10" y="20">{escape(text)}</text></svg>'
    )
