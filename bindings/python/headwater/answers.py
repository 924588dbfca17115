"""What a catalog answers: handles to results whose long lists are made element by element, as they are read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, Generic, Iterator, List, Sequence, Tuple, TypeVar, Union, overload

from headwater import _headwater
from headwater.catalog_model import Flow, HistoryEvent, Hit, ImpactItem, Place
from headwater.model import Edge

if TYPE_CHECKING:
    import networkx
    import pandas

T = TypeVar("T")


class Records(Sequence[T], Generic[T]):
    """A list of an answer. Its elements are made when they are read and not kept."""

    __slots__ = ("_answer", "_field")

    def __init__(self, answer: _headwater.Answer, field: str) -> None:
        self._answer = answer
        self._field = field

    def __len__(self) -> int:
        return self._answer.size(self._field)

    def __iter__(self) -> Iterator[T]:
        return (self._answer.element(self._field, i) for i in range(len(self)))

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Tuple[T, ...]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[T, Tuple[T, ...]]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        i = at + len(self) if at < 0 else at
        if not 0 <= i < len(self):
            raise IndexError(f"element {at} of {len(self)}")
        made: T = self._answer.element(self._field, i)
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Records, list, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = [repr(self[i]) for i in range(min(len(self), 10))]
        more = [f"... and {len(self) - 10} more"] if len(self) > 10 else []
        return f"[{', '.join(shown + more)}]"


class _Answer:
    __slots__ = ("_answer",)

    def __init__(self, answer: _headwater.Answer) -> None:
        self._answer = answer

    @property
    def truncated(self) -> bool:
        """Whether a limit was reached: there is more."""
        return bool(self._answer.field("truncated"))

    def to_json(self) -> str:
        """JSON: protobuf's mapping of the message in catalog.proto, with snake_case names."""
        return self._answer.json()

    def to_dict(self) -> Dict[str, Any]:
        """`to_json()` as a dict. Fields with default values are left out."""
        made: Dict[str, Any] = json.loads(self.to_json())
        return made


class _Edges(_Answer):
    """An answer with edges: other forms of them, and a drawing in notebooks."""

    __slots__ = ()

    @property
    def edges(self) -> Records[Flow]:
        """The edges between the places."""
        return Records(self._answer, "edges")

    @property
    def epoch(self) -> int:
        """The epoch that was read."""
        return int(self._answer.field("epoch"))

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame with a row an edge: source, source_column, target, target_column, type, subtype, masking,
        certainty, task. Needs pandas.
        """
        import pandas

        columns = ["source", "source_column", "target", "target_column", "type", "subtype", "masking", "certainty", "task"]
        rows = ((f.from_.name, f.from_.column, f.to.name, f.to.column, *f[2:]) for f in self.edges)
        return pandas.DataFrame.from_records(rows, columns=columns)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """A directed multigraph. Nodes are names, with the attributes `asset`, `column` and `kind`; edges have `type`,
        `subtype`, `masking`, `certainty` and `task`. Needs networkx.
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for flow in self.edges:
            for place in (flow.from_, flow.to):
                graph.add_node(str(place), asset=place.name, column=place.column, kind=place.kind)
            kind = {"type": flow.type, "subtype": flow.subtype, "masking": flow.masking}
            graph.add_edge(str(flow.from_), str(flow.to), certainty=flow.certainty, task=flow.task, **kind)
        return graph

    def _drawn(self) -> List[Edge]:
        return [
            Edge(
                "", 0, 0, f.to.name, f.to.column, f.from_.name, f.from_.column, "",
                f.type or "DIRECT", f.subtype, f.masking, f.certainty, "",
            )
            for f in self.edges
        ]  # fmt: skip

    def to_svg(self) -> str:
        """A drawing: assets as boxes, their columns in them, edges from left to right."""
        from headwater.drawing import svg

        return svg(self._drawn())

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def _repr_html_(self) -> str:
        from headwater.drawing import html

        return html(self._drawn(), "there is more: the limit was reached" if self.truncated else "")


class Walk(_Edges, Sequence[Place]):
    """What `upstream` and `downstream` found: a sequence of places, nearest first, and the edges between them."""

    __slots__ = ("_nodes",)

    def __init__(self, answer: _headwater.Answer) -> None:
        super().__init__(answer)
        self._nodes: Records[Place] = Records(answer, "nodes")

    @property
    def start(self) -> Place:
        """Where the walk began; it is not among the places."""
        made: Place = self._answer.field("start")
        return made

    def __len__(self) -> int:
        return len(self._nodes)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._nodes)

    @overload
    def __getitem__(self, at: int) -> Place: ...

    @overload
    def __getitem__(self, at: slice) -> Tuple[Place, ...]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[Place, Tuple[Place, ...]]:
        return self._nodes[at]

    def __repr__(self) -> str:
        lines = [f"Walk({str(self.start)!r}, {len(self)} places, {len(self.edges)} edges{_more(self)})"]
        lines += [f"  {place.distance}  {place}" for place in self[:20]]
        if len(self) > 20:
            lines.append(f"  ... and {len(self) - 20} more")
        return "\n".join(lines)


class Path(_Edges):
    """What `path` found. False where there is no path."""

    __slots__ = ()

    @property
    def length(self) -> int:
        """Steps of the shortest path; 0: there is none."""
        return int(self._answer.field("length"))

    def __bool__(self) -> bool:
        return self.length > 0

    def __repr__(self) -> str:
        ends = f"{str(self._answer.field('from'))!r} -> {str(self._answer.field('to'))!r}"
        return f"Path({ends}, length {self.length}, {len(self.edges)} edges{_more(self)})"


class Impact(_Answer):
    """What a change of the start touches."""

    __slots__ = ()

    @property
    def start(self) -> Place:
        """What is to be changed."""
        made: Place = self._answer.field("start")
        return made

    @property
    def assets(self) -> Records[ImpactItem]:
        """Assets by distance, exposures among them."""
        return Records(self._answer, "assets")

    @property
    def tasks(self) -> Records[Place]:
        """Tasks by distance."""
        return Records(self._answer, "tasks")

    @property
    def owners(self) -> Tuple[str, ...]:
        """The owners of both."""
        made: Tuple[str, ...] = self._answer.field("owners")
        return made

    @property
    def exposures(self) -> Records[Place]:
        """Dashboards, reports and APIs."""
        return Records(self._answer, "exposures")

    @property
    def epoch(self) -> int:
        """The epoch that was read."""
        return int(self._answer.field("epoch"))

    def __repr__(self) -> str:
        counts = f"{len(self.assets)} assets, {len(self.tasks)} tasks, {len(self.owners)} owners"
        return f"Impact({str(self.start)!r}: {counts}, {len(self.exposures)} exposures{_more(self)})"


class _ListAnswer(_Answer, Sequence[T], Generic[T]):
    __slots__ = ("_records",)
    _field = ""

    def __init__(self, answer: _headwater.Answer) -> None:
        super().__init__(answer)
        self._records: Records[T] = Records(answer, self._field)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Tuple[T, ...]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[T, Tuple[T, ...]]:
        return self._records[at]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._records!r}{_more(self)})"


class SearchResult(_ListAnswer[Hit]):
    """What `search` found: a sequence of `Hit`, best first."""

    __slots__ = ()
    _field = "hits"


class History(_ListAnswer[HistoryEvent]):
    """What `history` and `diff` found: a sequence of `HistoryEvent`, oldest first."""

    __slots__ = ()
    _field = "events"


def _more(answer: _Answer) -> str:
    return ", and more" if answer.truncated else ""
