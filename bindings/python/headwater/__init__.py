"""Headwater: where every table and column of a SQL data warehouse comes from.

>>> import headwater
>>> script = headwater.lineage('''
...     INSERT OVERWRITE TABLE dws.sales PARTITION (dt = '2024-06-01')
...     SELECT c.name, SUM(o.price * o.seats) AS revenue
...     FROM dwd.orders o LEFT JOIN dim.course c ON o.course_id = c.id
...     GROUP BY c.name
... ''', dialect="hive")
>>> script[0].columns[1]
ColumnLineage('dws.sales.revenue' <- dwd.orders.price, dwd.orders.seats)

Start with `lineage`; `lineage_many` takes any number of scripts and all cores; `parse` gives syntax trees; `Schema` holds
what is known of tables; `Catalog` keeps the lineage of all tasks with its history. `headwater.spark`, `headwater.hive`,
`headwater.doris` and `headwater.airflow` read from the systems of their names and need the extras of their names
(``pip install headwater[spark]``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Tuple

from headwater import _headwater
from headwater.errors import (
    CatalogAccessError,
    CatalogArgumentError,
    CatalogClosedError,
    CatalogError,
    CatalogLockedError,
    DataLossError,
    EncodingError,
    HeadwaterError,
    LimitError,
    NotFoundError,
    ReadOnlyError,
    SchemaError,
    SqlError,
    UnknownDialectError,
)
from headwater.extract import Limits, lineage, lineage_many
from headwater.model import (
    Change,
    ColumnLineage,
    Dataset,
    Diagnostic,
    Edge,
    Influence,
    Partition,
    SchemaColumn,
    Source,
    Span,
)
from headwater.schema import Schema, Table, dialect_of
from headwater.script import ScriptLineage, StatementLineage
from headwater.syntax import Node, Statement, iter_parse, parse

if TYPE_CHECKING:
    from headwater import airflow as airflow
    from headwater import doris as doris
    from headwater import hive as hive
    from headwater import spark as spark
    from headwater.answers import History as History
    from headwater.answers import Impact as Impact
    from headwater.answers import Path as Path
    from headwater.answers import Records as Records
    from headwater.answers import SearchResult as SearchResult
    from headwater.answers import Walk as Walk
    from headwater.catalog import Catalog as Catalog
    from headwater.catalog import Graph as Graph
    from headwater.catalog import fingerprint as fingerprint
    from headwater.catalog import restore_catalog as restore_catalog
    from headwater.catalog_model import Asset as Asset
    from headwater.catalog_model import AssetColumn as AssetColumn
    from headwater.catalog_model import CatalogStats as CatalogStats
    from headwater.catalog_model import Description as Description
    from headwater.catalog_model import Epoch as Epoch
    from headwater.catalog_model import Flow as Flow
    from headwater.catalog_model import Hit as Hit
    from headwater.catalog_model import HistoryEvent as HistoryEvent
    from headwater.catalog_model import ImpactItem as ImpactItem
    from headwater.catalog_model import IngestSummary as IngestSummary
    from headwater.catalog_model import Place as Place
    from headwater.catalog_model import Property as Property
    from headwater.catalog_model import PublishSummary as PublishSummary
    from headwater.catalog_model import StatsArea as StatsArea
    from headwater.catalog_model import Task as Task
    from headwater.catalog_model import TaskVersion as TaskVersion
    from headwater.catalog_model import VerifyReport as VerifyReport

__version__: str = _headwater.version

__all__ = [
    "Asset",
    "AssetColumn",
    "Catalog",
    "CatalogAccessError",
    "CatalogArgumentError",
    "CatalogClosedError",
    "CatalogError",
    "CatalogLockedError",
    "CatalogStats",
    "Change",
    "ColumnLineage",
    "DataLossError",
    "Dataset",
    "Description",
    "Diagnostic",
    "Edge",
    "EncodingError",
    "Epoch",
    "Flow",
    "Graph",
    "HeadwaterError",
    "History",
    "HistoryEvent",
    "Hit",
    "Impact",
    "ImpactItem",
    "Influence",
    "IngestSummary",
    "LimitError",
    "Limits",
    "Node",
    "NotFoundError",
    "Partition",
    "Path",
    "Place",
    "Property",
    "PublishSummary",
    "ReadOnlyError",
    "Records",
    "Schema",
    "SchemaColumn",
    "SchemaError",
    "ScriptLineage",
    "SearchResult",
    "Source",
    "Span",
    "SqlError",
    "Statement",
    "StatementLineage",
    "StatsArea",
    "Table",
    "Task",
    "TaskVersion",
    "UnknownDialectError",
    "VerifyReport",
    "Walk",
    "airflow",
    "dialect_of",
    "dialects",
    "doris",
    "features",
    "fingerprint",
    "hive",
    "iter_parse",
    "lineage",
    "lineage_many",
    "parse",
    "restore_catalog",
    "spark",
]


def dialects() -> Tuple[str, ...]:
    """The dialects that Headwater reads.

    >>> dialects()
    ('hive', 'spark', 'doris')
    """
    return _headwater.dialects()


def features() -> List[Dict[str, Any]]:
    """The constructs that not every dialect has: ``name``, ``description``, a bool for each dialect, and ``since``: a
    dict from a dialect to the version that brought it, without those that have always had it.

    >>> next(row["doris"] for row in features() if row["name"] == "LATERAL VIEW")
    True
    """
    return _headwater.features()


#: What is imported when it is first asked for: most programs need no catalog.
_LATER = {
    **{name: "answers" for name in ("History", "Impact", "Path", "Records", "SearchResult", "Walk")},
    **{name: "catalog" for name in ("Catalog", "Graph", "fingerprint", "restore_catalog")},
    **{
        name: "catalog_model"
        for name in (
            "Asset",
            "AssetColumn",
            "CatalogStats",
            "Description",
            "Epoch",
            "Flow",
            "Hit",
            "HistoryEvent",
            "ImpactItem",
            "IngestSummary",
            "Place",
            "Property",
            "PublishSummary",
            "StatsArea",
            "Task",
            "TaskVersion",
            "VerifyReport",
        )
    },
}


def __getattr__(name: str) -> Any:
    import importlib

    if name in ("airflow", "doris", "hive", "spark"):
        return importlib.import_module(f"headwater.{name}")
    if name in _LATER:
        thing = globals()[name] = getattr(importlib.import_module(f"headwater.{_LATER[name]}"), name)
        return thing
    raise AttributeError(f"module 'headwater' has no attribute {name!r}")
