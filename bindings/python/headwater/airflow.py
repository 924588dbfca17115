"""The tasks of an Airflow DAG folder and their SQL. Needs ``headwater[airflow]``.

Airflow itself reads the folder, so that what is found is what would run; that imports the DAG files: do it where they may
run.

>>> for task in headwater.airflow.tasks("dags"):                                     # doctest: +SKIP
...     for script in headwater.lineage_many(task.sql, task.dialect):
...         print(task.dag_id, task.task_id, script)
"""

from __future__ import annotations

import os
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from headwater.errors import HeadwaterError

#: Operators' fields that hold SQL, in this order; the first that is set is taken.
SQL_FIELDS = ("sql", "hql", "query")


class Task(NamedTuple):
    """A task with SQL. `sql` has its scripts, with Jinja as written (Headwater reads it in place); `dialect` is guessed
    from the operator's name (``HiveOperator``, ``SparkSqlOperator``, ``MySqlOperator`` is Doris) and the connection's,
    else ``"spark"``. `schedule` is Airflow's own text, empty for none. `upstream` has the task ids it waits for.
    """

    dag_id: str
    task_id: str
    operator: str
    sql: Tuple[str, ...]
    dialect: str
    owner: str
    schedule: str
    upstream: Tuple[str, ...]
    file: str


def tasks(folder: str, on_error: str = "raise") -> Iterator[Task]:
    """The tasks that have SQL, by DAG and task id. A ``.sql`` or ``.hql`` file that a field names is read from the DAG's
    folder and its template search path.

    Raises `HeadwaterError` with code ``"airflow"`` if a DAG file cannot be imported; with ``on_error="skip"`` the tasks
    of the others come all the same. FileNotFoundError for a folder that is not there.
    """
    if on_error not in ("raise", "skip"):
        raise HeadwaterError(f'on_error is "raise" or "skip", not {on_error!r}', code="argument")
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"no DAG folder {folder}")
    bag = _bag(folder)
    if on_error == "raise" and bag.import_errors:
        file, text = sorted(bag.import_errors.items())[0]
        raise HeadwaterError(f"{file}: {str(text).strip().splitlines()[-1]}", code="airflow")
    return _tasks(bag)


def _bag(folder: str) -> Any:
    try:
        from airflow.dag_processing.dagbag import DagBag  # from 3.1 on
    except ImportError:
        from airflow.models.dagbag import DagBag
    import inspect

    known = inspect.signature(DagBag).parameters
    wanted: Dict[str, Any] = {"include_examples": False, "read_dags_from_db": False, "safe_mode": False}
    return DagBag(folder, **{name: value for name, value in wanted.items() if name in known})


def _tasks(bag: Any) -> Iterator[Task]:
    for dag_id, dag in sorted(bag.dags.items()):
        for task_id in sorted(dag.task_ids):
            task = dag.get_task(task_id)
            sql = _sql(task, dag)
            if sql:
                yield Task(
                    dag_id=dag_id,
                    task_id=task_id,
                    operator=type(task).__name__,
                    sql=tuple(sql),
                    dialect=_dialect(task),
                    owner=task.owner or "",
                    schedule=_schedule(dag),
                    upstream=tuple(sorted(task.upstream_task_ids)),
                    file=str(dag.fileloc),
                )


def _sql(task: Any, dag: Any) -> List[str]:
    value = next((found for found in (getattr(task, name, None) for name in SQL_FIELDS) if found), None)
    scripts = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else []
    return [_read(script, dag) for script in scripts if isinstance(script, str)]


def _read(script: str, dag: Any) -> str:
    """The script itself, or the file it names: Airflow's own rule is the ending."""
    name = script.strip()
    if not name.endswith((".sql", ".hql")) or "\n" in name:
        return script
    search = dag.template_searchpath or []
    folders = [dag.folder, *([search] if isinstance(search, str) else search)]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path, encoding="utf-8-sig") as file:
                return file.read()
    raise HeadwaterError(f"{dag.fileloc}: no file {name} in {', '.join(folders)}", code="airflow")


def _dialect(task: Any) -> str:
    connection = next(
        (str(value) for value in (getattr(task, name, None) for name in ("conn_id", "hive_cli_conn_id")) if value), ""
    )
    for words in (type(task).__name__.lower(), connection.lower()):
        for word, dialect in (("hive", "hive"), ("spark", "spark"), ("doris", "doris"), ("mysql", "doris")):
            if word in words:
                return dialect
    return "spark"


def _schedule(dag: Any) -> str:
    schedule: Optional[Any] = getattr(dag, "schedule", None)
    if schedule is None:
        schedule = getattr(dag, "schedule_interval", None)
    return "" if schedule is None else str(schedule)
