"""The records that a catalog takes and gives: named tuples. Read their fields by name; new fields are added at the end.

Kinds and types are upper-case names, ``""`` where nothing is known. Times are milliseconds since 1970 (UTC), sizes bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Mapping, NamedTuple, Optional, Tuple, Union

from headwater import _headwater
from headwater.model import Diagnostic

if TYPE_CHECKING:
    from headwater.script import ScriptLineage


class Property(NamedTuple):
    """A key with its value."""

    key: str
    value: str


#: Properties as they are passed: a dict, or records.
Properties = Union[Mapping[str, str], Tuple[Property, ...]]


class AssetColumn(NamedTuple):
    """A column of an asset. `slot` is its number in the asset, from 1, and is never given to another; `position` is its
    place among the declared columns, from 1, or 0. `declared`: a schema has it, otherwise only lineage names it.
    """

    name: str
    type: str = ""
    comment: str = ""
    partition: bool = False
    slot: int = 0
    position: int = 0
    declared: bool = False
    dropped: bool = False

    def __repr__(self) -> str:
        return f"AssetColumn({self.name!r}{', ' + repr(self.type) if self.type else ''})"


class Task(NamedTuple):
    """What is kept of a task beside its edges. `transfer` is ``"sqoop"``, ``"datax"``, ... or empty for SQL; `reads` and
    `writes` are ids of assets.
    """

    source: str
    dialect: str
    schedule: str
    transfer: str
    reads: Tuple[int, ...]
    writes: Tuple[int, ...]
    statements: int
    errors: int
    edges: int
    fingerprint: bytes


class Asset(NamedTuple):
    """Anything that has lineage. To publish one, give its name and what is known of it: what is empty stays as it is.

    `kind` is ``DATABASE``, ``TABLE``, ``VIEW``, ``MATERIALIZED_VIEW``, ``PATH``, ``TOPIC``, ``TASK``, ``EXPOSURE`` (a
    dashboard, a report, an API) or ``FUNCTION``. `id` is given by the catalog, once. `schema_known`: the declared columns
    are all there are. `since_epoch`: when this version of the record was published.
    """

    name: str
    kind: str = ""
    columns: Tuple[AssetColumn, ...] = ()
    comment: str = ""
    owner: str = ""
    tags: Tuple[str, ...] = ()
    tier: str = ""
    properties: Tuple[Property, ...] = ()
    location: str = ""
    view_query: str = ""
    display_name: str = ""
    row_count: int = 0
    size_bytes: int = 0
    data_time_ms: int = 0
    partition_count: int = 0
    last_partition: str = ""
    id: int = 0
    dropped: bool = False
    schema_known: bool = False
    since_epoch: int = 0
    task: Optional[Task] = None

    def __repr__(self) -> str:
        count = len(self.columns)
        columns = f", {count} column{'' if count == 1 else 's'}" if count else ""
        return f"Asset({self.name!r}, {self.kind or 'TABLE'}{columns}{', dropped' if self.dropped else ''})"


class TaskVersion(NamedTuple):
    """One version of a task, to be published. `text` and `source` are those of `lineage` where they are not given;
    equal `fingerprint`: nothing to do (`headwater.fingerprint`).
    """

    name: str
    lineage: Optional[ScriptLineage] = None
    owner: str = ""
    tags: Tuple[str, ...] = ()
    tier: str = ""
    comment: str = ""
    properties: Properties = ()
    source: str = ""
    schedule: str = ""
    transfer: str = ""
    fingerprint: bytes = b""
    text: Union[str, bytes] = ""


class PublishSummary(NamedTuple):
    """What a publication changed. `epoch` is its number; 0: nothing changed."""

    epoch: int
    tasks_changed: int
    tasks_unchanged: int
    tasks_retired: int
    assets_created: int
    assets_changed: int
    edges_added: int
    edges_removed: int
    warnings: Tuple[str, ...]


class IngestSummary(NamedTuple):
    """What `Catalog.ingest` and the imports did: the sums of their publications, and `epoch`, the newest of them (0: nothing
    changed). `problems` are (name, finding): a task with an error, or a file with a line that was passed over.
    """

    epoch: int
    tasks_changed: int
    tasks_unchanged: int
    tasks_retired: int
    assets_created: int
    assets_changed: int
    edges_added: int
    edges_removed: int
    warnings: Tuple[str, ...]
    problems: Tuple[Tuple[str, Union[str, Diagnostic]], ...]


class Epoch(NamedTuple):
    """One publication as history has it. `assets` whose records changed and `tasks` whose edges did, by id."""

    number: int
    time_ms: int
    actor: str
    assets: Tuple[int, ...]
    tasks: Tuple[int, ...]


class Place(NamedTuple):
    """An asset, or one of its columns (`column` is empty: the asset, or its rows). `distance` counts steps from the start."""

    name: str
    column: str
    kind: str
    distance: int
    asset: int
    dropped: bool

    def __str__(self) -> str:
        return f"{self.name}.{self.column}" if self.column else self.name

    def __repr__(self) -> str:
        return f"Place({str(self)!r}, {self.kind})"


class Flow(NamedTuple):
    """An edge of the catalog: `type`, `subtype`, `masking` and `certainty` as in `headwater.Source`, empty from asset to
    asset; `task` is the task that it is of.
    """

    from_: Place
    to: Place
    type: str
    subtype: str
    masking: bool
    certainty: str
    task: str

    def __repr__(self) -> str:
        kind = f", {self.type} {self.subtype}" if self.type else ""
        return f"Flow({str(self.from_)!r} -> {str(self.to)!r}{kind})"


class ImpactItem(NamedTuple):
    """An asset that is touched. `columns`: which of its columns; ``""`` stands for its rows."""

    node: Place
    columns: Tuple[str, ...]
    owner: str
    tier: str


class Description(NamedTuple):
    """All of one asset. `producers` and `consumers` are tasks, `upstream` and `downstream` assets one hop away; `sql` is that
    of a task, or of the only task that makes the asset.
    """

    asset: Asset
    producers: Tuple[Place, ...]
    consumers: Tuple[Place, ...]
    upstream: Tuple[Place, ...]
    downstream: Tuple[Place, ...]
    sql: str
    epoch: int


class Hit(NamedTuple):
    """A finding of a search, best first: what matched is `text`, the asset's `field` (``"name"``, ``"column"``,
    ``"comment"``, ``"owner"``, ``"tag"``).
    """

    node: Place
    score: float
    field: str
    text: str

    def __repr__(self) -> str:
        return f"Hit({str(self.node)!r}, {self.field} {self.text!r})"


class HistoryEvent(NamedTuple):
    """What one publication changed of one asset, in words."""

    epoch: int
    time_ms: int
    actor: str
    name: str
    changes: Tuple[str, ...]


class StatsArea(NamedTuple):
    """A part of the store; `keys` is estimated."""

    name: str
    keys: int
    disk_bytes: int


class CatalogStats(NamedTuple):
    """Size and state of a catalog; `edges` are those of current task versions."""

    folder: str
    format_version: int
    epoch: int
    time_ms: int
    assets: int
    columns: int
    tasks: int
    edges: int
    disk_bytes: int
    areas: Tuple[StatsArea, ...]
    cache_bytes: int
    write_buffer_bytes: int
    index_bytes: int
    graph_bytes: int
    memory_limit_bytes: int


class VerifyReport(NamedTuple):
    """What was read and checked. `problems` is empty: the catalog is clean."""

    assets: int
    tasks: int
    edges: int
    epochs: int
    history_records: int
    problems: Tuple[str, ...]


_headwater.register_messages(
    {
        "Property": Property,
        "AssetColumn": AssetColumn,
        "Task": Task,
        "Asset": Asset,
        "PublishSummary": PublishSummary,
        "Epoch": Epoch,
        "Node": Place,
        "Edge": Flow,
        "ImpactResult.Item": ImpactItem,
        "Description": Description,
        "SearchResult.Hit": Hit,
        "HistoryEvent": HistoryEvent,
        "CatalogStats.Area": StatsArea,
        "CatalogStats": CatalogStats,
        "VerifyReport": VerifyReport,
    }
)
