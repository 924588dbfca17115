"""The Parquet of `headwater.spark.lineage` as lineage of tasks. Needs pyarrow."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Set, Tuple

from headwater.errors import CatalogArgumentError
from headwater.model import Edge

_FIELDS = tuple(field for field in Edge._fields if field not in ("file", "expression"))

Row = Tuple[Any, ...]


def task_edges(path: str, task: str, dialect: str) -> Iterator[Tuple[str, Dict[str, Any]]]:
    """(name, ScriptLineage as a dict) of each task, in the order of the rows."""
    import pyarrow.dataset

    data = pyarrow.dataset.dataset(path, format="parquet")
    missing = [name for name in (task, *_FIELDS) if name not in data.schema.names]
    if missing:
        raise CatalogArgumentError(f"{path}: no column {missing[0]!r} among {', '.join(data.schema.names)}", code="argument")
    seen: Set[int] = set()  # hashes: names of ten million tasks would take gigabytes
    current: Any = None
    rows: List[Row] = []
    for batch in data.to_batches(columns=[task, *_FIELDS]):
        for name, *row in zip(*(column.to_pylist() for column in batch.columns)):
            if name is None:
                raise CatalogArgumentError(f"{path}: {task} is null: it names the task", code="argument")
            if name != current:
                if rows:
                    yield str(current), script_of(rows, dialect)
                if hash(name) in seen:
                    raise CatalogArgumentError(
                        f"{path}: the rows of {task} {name!r} do not stand together: write the edges as they come, or sort them",
                        code="argument",
                    )
                seen.add(hash(name))
                current, rows = name, []
            rows.append(tuple(row))
    if rows:
        yield str(current), script_of(rows, dialect)


def script_of(rows: List[Row], dialect: str) -> Dict[str, Any]:
    """Edges as the fields of a ScriptLineage."""
    statements: Dict[int, List[Edge]] = {}
    for row in rows:
        edge = Edge._make(("", *row, ""))
        statements.setdefault(edge.statement, []).append(edge)
    return {
        "dialect": dialect,
        "statements": [_statement(number, edges) for number, edges in sorted(statements.items())],
    }


def _statement(number: int, edges: List[Edge]) -> Dict[str, Any]:
    columns: Dict[Tuple[str, str], List[Dict[str, Any]]] = {}
    influences: List[Dict[str, Any]] = []
    for edge in edges:
        source = {
            "dataset": edge.source,
            "column": edge.source_column,
            "field_path": edge.field_path,
            "type": edge.type,
            "subtype": edge.subtype,
            "masking": edge.masking,
            "certainty": edge.certainty,
        }
        if not edge.type or not edge.source:
            continue
        if edge.target_column:
            columns.setdefault((edge.target, edge.target_column), []).append(source)
        else:
            influences.append({**source, "output": edge.target})
    return {
        "index": number,
        "kind": "INSERT" if any(edge.target for edge in edges) else "QUERY",
        "inputs": [{"name": name} for name in dict.fromkeys(edge.source for edge in edges if edge.source)],
        "outputs": [{"name": name} for name in dict.fromkeys(edge.target for edge in edges if edge.target)],
        "columns": [
            {"target": f"{target}.{column}" if target else "", "name": column, "ordinal": i, "sources": sources}
            for i, ((target, column), sources) in enumerate(columns.items())
        ],
        "influences": influences,
    }
