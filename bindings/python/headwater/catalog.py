"""The catalog: the lineage of all tasks in one folder, with its history."""

from __future__ import annotations

import datetime
import os
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO, Callable, Dict, Iterable, Iterator, Optional, Type, Union

from headwater import _headwater
from headwater.answers import History, Impact, Path, SearchResult, Walk
from headwater.catalog_import import Importing
from headwater.catalog_model import (
    Asset,
    CatalogStats,
    Description,
    Epoch,
    PublishSummary,
    TaskVersion,
    VerifyReport,
)
from headwater.errors import CatalogArgumentError, EncodingError, NotFoundError, ReadOnlyError
from headwater.text import raise_encoding

if TYPE_CHECKING:
    from types import TracebackType

    from headwater.schema import Schema

#: A point in time: ``"2024-06-01"`` (its end, UTC), ``"2024-06-01T12:30:00Z"``, ``"@17"`` or 17 (an epoch), a date, a
#: datetime (naive: local time), or None: now.
AsOf = Union[str, int, datetime.date, datetime.datetime, None]

_MODES = {"read": 0, "write": 1, "create": 2}
_KINDS = {"all": 0, "direct": 1, "indirect": 2}
_INT64_MAX = 2**63 - 1


class Catalog(Importing):
    """The catalog in a folder.

    `mode` is ``"read"`` (what was there when it was opened; beside a writer, never blocked by it), ``"write"`` (one writer
    at a time) or ``"create"`` (``"write"``, and makes the folder where there is none). `holder` is told to whoever wants to
    write meanwhile. `memory_bytes` bounds caches and write buffers together, `graph_bytes` the graph in memory.
    ``sync=False``: a publication survives the process, but not the machine. `clock` gives a publication's time in
    milliseconds since 1970; None: the system's.

    Close it, or use ``with``. Any number of threads may share one; the interpreter lock is released while it works.
    Names are those of lineage: ``"db.table"``, ``"db.table.column"``, a path, a task's name, or ``"task:NAME"`` where a
    dataset has that name, too.

    >>> catalog = Catalog(folder, "create")
    >>> catalog.ingest([{"name": "dws_b", "sql": "INSERT INTO dws.b SELECT x + y AS z FROM ods.a"}]).tasks_changed
    1
    >>> catalog.upstream("dws.b.z")
    Walk('dws.b.z', 2 places, 2 edges)
      1  ods.a.x
      1  ods.a.y
    >>> catalog.describe("dws.b").producers
    (Place('dws_b', TASK),)
    >>> script = headwater.lineage("INSERT INTO ads.c SELECT z FROM dws.b", schema=catalog)
    >>> catalog.publish([headwater.TaskVersion("ads_c", script, owner="wang")]).epoch
    2
    >>> catalog.impact("ods.a.x").owners, len(catalog.downstream("ods.a", as_of="@1"))
    (('wang',), 1)
    >>> catalog.close()

    Raises `NotFoundError` (no catalog there; a name that is not known, with the nearest), `CatalogLockedError` (another
    writer), `ReadOnlyError`, `CatalogClosedError`, `CatalogAccessError` (no permission, a full disk), `DataLossError`
    (a damaged file), `LimitError`, `CatalogArgumentError` (a time or name of the wrong form), `EncodingError` (lone
    surrogates), TypeError for wrong types.
    """

    def __init__(
        self,
        path: Union[str, os.PathLike[str]],
        mode: str = "read",
        *,
        holder: str = "headwater (Python)",
        memory_bytes: int = _headwater.default_catalog_memory[0],
        graph_bytes: int = _headwater.default_catalog_memory[1],
        sync: bool = True,
        clock: Optional[Callable[[], int]] = None,
    ) -> None:
        folder = os.fspath(path)
        if not isinstance(folder, str):
            raise TypeError(f"path: expected str or os.PathLike, not {type(path).__name__}")
        if mode not in _MODES:
            raise CatalogArgumentError(f'mode is "read", "write" or "create", not {mode!r}', code="argument")
        self._folder = folder
        self._mode = mode
        self._clock = clock
        self._native = _headwater.Catalog(
            _text("path", folder), _MODES[mode], holder, memory_bytes, graph_bytes, sync, clock is not None
        )

    @property
    def folder(self) -> str:
        """The folder, as it was given."""
        return self._folder

    @property
    def mode(self) -> str:
        """``"read"``, ``"write"`` or ``"create"``."""
        return self._mode

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._native.closed()

    def close(self) -> None:
        """Waits for the calls of other threads, ends iterators, and frees the folder. Again: nothing happens."""
        self._native.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Catalog({self._folder!r}, {self._mode!r}{', closed' if self.closed else ''})"

    def __reduce__(self) -> Any:
        raise TypeError("a catalog cannot be pickled: open it by its path")

    # ---- Writing

    def publish(
        self,
        tasks: Iterable[TaskVersion] = (),
        *,
        assets: Iterable[Asset] = (),
        retire: Iterable[str] = (),
        drop: Iterable[str] = (),
        actor: str = "headwater (Python)",
    ) -> PublishSummary:
        """Publishes versions of tasks and records of assets: all of it becomes visible at once, on disk when it
        returns. `retire` are names of tasks, `drop` of assets. A task's columns of its last version are replaced.
        """
        self._writable()
        publication = {
            "actor": actor,
            "assets": [_asset(asset) for asset in assets],
            "tasks": [_version(task) for task in tasks],
            "retired_tasks": list(retire),
            "dropped_assets": list(drop),
        }
        try:
            answer = self._native.publish(publication, self._time())
        except UnicodeEncodeError as error:
            raise_encoding(error)
        made: PublishSummary = answer.record()
        return made

    def fingerprints(self) -> Dict[str, bytes]:
        """The fingerprints of all current tasks by name, to skip what has not changed."""
        return self._native.fingerprints()

    # ---- Reading

    def find(self, name: str, as_of: AsOf = None) -> Asset:
        """The record of an asset or a task."""
        made: Asset = self._native.find(_text("name", name), _time_text(as_of)).record()
        return made

    def __contains__(self, name: str) -> bool:
        try:
            self.find(name)
        except NotFoundError:
            return False
        return True

    def upstream(
        self, name: str, *, kind: str = "all", depth: Optional[int] = None, limit: int = 100_000, as_of: AsOf = None
    ) -> Walk:
        """Where an asset or a column comes from: all places that can be reached against the flow, nearest first.

        `kind` is ``"all"``, ``"direct"`` (values) or ``"indirect"`` (conditions) for column edges; `depth` bounds the
        steps, `limit` the places: past it `Walk.truncated` is true. A table walks from asset to asset.
        """
        return Walk(self._native.walk(_text("name", name), True, _walk(kind, depth, limit, as_of)))

    def downstream(
        self, name: str, *, kind: str = "all", depth: Optional[int] = None, limit: int = 100_000, as_of: AsOf = None
    ) -> Walk:
        """Where an asset or a column goes to. See `upstream`."""
        return Walk(self._native.walk(_text("name", name), False, _walk(kind, depth, limit, as_of)))

    def path(
        self,
        start: str,
        end: str,
        *,
        all_paths: bool = False,
        kind: str = "all",
        depth: Optional[int] = None,
        limit: int = 100_000,
        as_of: AsOf = None,
    ) -> Path:
        """All shortest ways that data takes from one place to another, or with `all_paths` every edge on any way."""
        names = _text("start", start), _text("end", end)
        return Path(self._native.path(*names, bool(all_paths), _walk(kind, depth, limit, as_of)))

    def impact(
        self, name: str, *, kind: str = "all", depth: Optional[int] = None, limit: int = 100_000, as_of: AsOf = None
    ) -> Impact:
        """What a change of a table or column touches: assets with their columns, tasks, owners, exposures."""
        return Impact(self._native.impact(_text("name", name), _walk(kind, depth, limit, as_of)))

    def describe(self, name: str, as_of: AsOf = None) -> Description:
        """All of an asset or task: its record, who writes and reads it, its neighbours, its SQL."""
        made: Description = self._native.describe(_text("name", name), _time_text(as_of)).record()
        return made

    def search(self, words: str, limit: int = 20, as_of: AsOf = None) -> SearchResult:
        """Words in names, comments, owners, tags and columns, best first; all must match, as a word, as its beginning, or
        inside it. Chinese needs no blanks.
        """
        return SearchResult(self._native.search(_text("words", words), _count("limit", limit), _time_text(as_of)))

    def history(self, name: str, limit: int = 1000, as_of: AsOf = None) -> History:
        """What was published of an asset or task, oldest first."""
        return History(self._native.history(_text("name", name), _time_text(as_of), _count("limit", limit)))

    def diff(self, start: AsOf, end: AsOf = None, limit: int = 1000) -> History:
        """What changed in all assets from one point in time to another."""
        return History(self._native.diff(_time_text(start), _time_text(end), _count("limit", limit)))

    def epoch(self, as_of: AsOf = None) -> Epoch:
        """The publication that was the newest at a point in time."""
        made: Epoch = self._native.epoch_at(_time_text(as_of)).record()
        return made

    def assets(self, as_of: AsOf = None) -> Iterator[Asset]:
        """All assets by id, tasks and dropped ones too: an iterator that reads a few hundred ahead."""
        native = self._native.assets(_time_text(as_of))
        return iter(native.next, None)

    def graph(self) -> Graph:
        """The whole graph as it is now, in memory: made at the first call and kept. `LimitError` past `graph_bytes`."""
        return Graph(self._native.graph())

    def node(self, name: str, as_of: AsOf = None) -> int:
        """The number of a place, for `neighbours` and `Graph`: the asset's id times 65,536, plus the column's slot or 0."""
        return self._native.find_node(_text("name", name), _time_text(as_of))

    def neighbours(self, node: int, *, upstream: bool, kind: str = "all", as_of: AsOf = None) -> array[int]:
        """One hop from storage: numbers as `node` gives them, each once; an ``array("Q")`` of shape (n,)."""
        return _ids(self._native.neighbours(_count("node", node), upstream, _kind(kind), _time_text(as_of)))

    def schema(self, databases: Optional[Iterable[str]] = None) -> Schema:
        """The tables whose columns are known, of all or of some databases, as a `Schema` in memory: to be broadcast, or
        kept when the catalog is closed. ``lineage(..., schema=catalog)`` needs none: it asks on demand.
        """
        from headwater.model import SchemaColumn
        from headwater.schema import Schema, Table

        wanted = None if databases is None else {database.lower() for database in databases}
        made = Schema()
        for asset in self.assets():
            if asset.dropped or not asset.schema_known:
                continue
            if wanted is not None and asset.name.rpartition(".")[0].lower() not in wanted:
                continue
            columns = sorted((c for c in asset.columns if c.position and not c.dropped), key=lambda c: c.position)
            kind = asset.kind if asset.kind in ("VIEW", "MATERIALIZED_VIEW") else "TABLE"
            rows = [SchemaColumn(c.name, c.type, c.comment, c.partition) for c in columns]
            made.add_table(asset.display_name or asset.name, Table(rows, kind, asset.view_query))
        return made

    # ---- Care of the store

    def stats(self) -> CatalogStats:
        """Counts and sizes; all sizes in bytes."""
        made: CatalogStats = self._native.stats().record()
        return made

    def verify(self) -> VerifyReport:
        """Reads every byte and checks every invariant. Problems are in the report."""
        made: VerifyReport = self._native.verify().record()
        return made

    def compact(self) -> None:
        """Rewrites the store without what is obsolete."""
        self._writable()
        self._native.compact()

    def backup(self, folder: Union[str, os.PathLike[str]]) -> None:
        """A copy that can be opened, in a folder that is not there yet; files are linked where the file system can."""
        self._native.backup(_text("folder", os.fspath(folder)))

    def export_to(self, file: Union[str, os.PathLike[str], BinaryIO]) -> None:
        """Writes all of it, history too, as lines of JSON to a path or a binary file."""
        if isinstance(file, (str, os.PathLike)):
            with open(file, "wb") as stream:
                self._native.export(stream.write)
        else:
            self._native.export(file.write)

    def import_from(self, lines: Union[str, os.PathLike[str], Iterable[Union[str, bytes]]]) -> None:
        """The inverse of `export_to`, into an empty catalog: a path, or lines."""
        self._writable()
        if isinstance(lines, (str, os.PathLike)):
            with open(lines, "rb") as stream:
                self._native.import_lines(iter(stream))
        else:
            self._native.import_lines(iter(lines))

    # ---- For the imports

    def _writable(self) -> None:
        if self._mode == "read" and not self.closed:
            raise ReadOnlyError(f'the catalog {self._folder} is open for reading only: mode="write"', code="read_only")

    def _time(self) -> Optional[int]:
        if self._clock is None:
            return None
        time = self._clock()
        if not isinstance(time, int):
            raise TypeError(f"clock: expected milliseconds as an int, not {type(time).__name__}")
        return time


class Graph:
    """The whole graph at one epoch, immutable; numbers as `Catalog.node` gives them. Any number of threads may share it, and it
    outlives its catalog.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _headwater.Graph) -> None:
        self._native = native

    @property
    def epoch(self) -> int:
        """The epoch it shows."""
        return self._native.epoch()

    @property
    def node_count(self) -> int:
        """How many places it has."""
        return self._native.node_count()

    @property
    def edge_count(self) -> int:
        """How many edges it has."""
        return self._native.edge_count()

    @property
    def memory_bytes(self) -> int:
        """The memory it takes, in bytes."""
        return self._native.memory_bytes()

    def closure(self, node: int, *, upstream: bool, kind: str = "all", depth: Optional[int] = None) -> array[int]:
        """All places that can be reached, nearest first, without `node`: an ``array("Q")`` of shape (n,), which
        ``numpy.asarray`` takes without a copy. ``number >> 16`` is the asset's id, ``number & 0xffff`` the column's slot.
        """
        return _ids(self._native.closure(_count("node", node), upstream, _kind(kind), _depth(depth)))

    def neighbours(self, node: int, *, upstream: bool, kind: str = "all") -> array[int]:
        """One hop, each place once."""
        return _ids(self._native.neighbours(_count("node", node), upstream, _kind(kind)))

    def __repr__(self) -> str:
        return f"Graph(epoch {self.epoch}, {self.node_count} nodes, {self.edge_count} edges)"


def restore_catalog(backup: Union[str, os.PathLike[str]], folder: Union[str, os.PathLike[str]]) -> None:
    """Copies a backup to a folder, which must not be there, and verifies it. Raises `DataLossError` if it is damaged."""
    _headwater.restore(_text("backup", os.fspath(backup)), _text("folder", os.fspath(folder)))


def fingerprint(*parts: Union[str, bytes]) -> bytes:
    """A task's fingerprint, of all that its lineage is made from: text, dialect, variables, schema. 16 bytes.

    >>> fingerprint("SELECT 1", "hive") == fingerprint("SELECT 1", "spark")
    False
    """
    return _headwater.fingerprint(parts)


def _asset(asset: Any) -> Dict[str, Any]:
    if not isinstance(asset, Asset):
        raise TypeError(f"assets: expected headwater.Asset, not {type(asset).__name__}")
    # The catalog's own numbers are not the publisher's to give.
    own = ("id", "since_epoch", "task", "schema_known")
    fields = {name: value for name, value in zip(Asset._fields, asset) if name not in own}
    return {**fields, "properties": _properties(asset.properties)}


def _version(task: Any) -> Dict[str, Any]:
    if not isinstance(task, TaskVersion):
        raise TypeError(f"tasks: expected headwater.TaskVersion, not {type(task).__name__}")
    fields: Dict[str, Any] = task._asdict()
    fields["properties"] = _properties(task.properties)
    if task.lineage is not None:
        native = task.lineage._lineage
        fields["lineage"] = native.serialize()
        fields["text"] = task.text or native.text()
        fields["source"] = task.source or native.source()
    return fields


def _properties(given: Any) -> Any:
    return [{"key": key, "value": value} for key, value in (given.items() if isinstance(given, dict) else given)]


def _text(what: str, value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{what}: expected str, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise EncodingError(f"{what}: {value!r} has a lone surrogate, which UTF-8 does not have", code="encoding") from error
    return value


def _count(what: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{what}: expected int, not {type(value).__name__}")
    if not 0 <= value <= _INT64_MAX:
        raise CatalogArgumentError(f"{what}: {value} is negative or too large", code="argument")
    return value


def _depth(depth: Optional[int]) -> Optional[int]:
    return None if depth is None else min(_count("depth", depth), 2**32 - 1)


def _kind(kind: str) -> int:
    try:
        return _KINDS[kind]
    except (KeyError, TypeError):
        raise CatalogArgumentError(f'kind is "all", "direct" or "indirect", not {kind!r}', code="argument") from None


def _walk(kind: str, depth: Optional[int], limit: int, as_of: AsOf) -> Any:
    return _kind(kind), _depth(depth), _count("limit", limit), _time_text(as_of)


def _time_text(as_of: AsOf) -> str:
    if as_of is None:
        return ""
    if isinstance(as_of, datetime.datetime):
        return as_of.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(as_of, datetime.date):
        return as_of.isoformat()
    if isinstance(as_of, int):
        return f"@{_count('as_of', as_of)}"
    return _text("as_of", as_of)


def _ids(packed: bytes) -> array[int]:
    ids = array("Q")
    ids.frombytes(packed)
    return ids
