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
what is known of tables. `headwater.spark`, `headwater.hive`, `headwater.doris` and `headwater.airflow` read from the systems
of their names and need the extras of their names (``pip install headwater[spark]``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Tuple

from headwater import _headwater
from headwater.errors import (
    EncodingError,
    HeadwaterError,
    LimitError,
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

__version__: str = _headwater.version

__all__ = [
    "Change",
    "ColumnLineage",
    "Dataset",
    "Diagnostic",
    "Edge",
    "EncodingError",
    "HeadwaterError",
    "Influence",
    "LimitError",
    "Limits",
    "Node",
    "Partition",
    "Schema",
    "SchemaColumn",
    "SchemaError",
    "ScriptLineage",
    "Source",
    "Span",
    "SqlError",
    "Statement",
    "StatementLineage",
    "Table",
    "UnknownDialectError",
    "airflow",
    "dialect_of",
    "dialects",
    "doris",
    "features",
    "hive",
    "iter_parse",
    "lineage",
    "lineage_many",
    "parse",
    "spark",
]


def dialects() -> Tuple[str, ...]:
    """The dialects that Headwater reads.

    >>> dialects()
    ('hive', 'spark', 'doris')
    """
    return _headwater.dialects()


def features() -> List[Dict[str, Any]]:
    """The constructs that not every dialect has: ``name``, ``description``, and a bool for each dialect.

    >>> next(row["doris"] for row in features() if row["name"] == "LATERAL VIEW")
    True
    """
    return _headwater.features()


def __getattr__(name: str) -> Any:
    if name in ("airflow", "doris", "hive", "spark"):
        import importlib

        return importlib.import_module(f"headwater.{name}")
    raise AttributeError(f"module 'headwater' has no attribute {name!r}")
