"""What fills a catalog: scripts, and the metadata of other systems."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Callable, Deque, Dict, Iterable, Iterator, List, Mapping, Optional, Set, Tuple, Union

from headwater import _headwater
from headwater.catalog_model import IngestSummary, PublishSummary, TaskVersion
from headwater.errors import CatalogArgumentError
from headwater.schema import Schema, SchemaLike, dialect_of
from headwater.text import check_dialect, check_text, raise_encoding

if TYPE_CHECKING:
    from headwater.catalog import AsOf
    from headwater.catalog_model import Asset
    from headwater.model import Diagnostic

#: A path, or an iterable of paths.
Files = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]
#: A task for `Catalog.ingest`: a dict with "name" and "sql" and, where they are known, "dialect", "default_db",
#: "variables", "owner", "tags", "tier", "comment", "properties", "source", "schedule".
TaskScript = Mapping[str, Any]

#: Scripts of one publication: enough that a sync costs little for each, few enough to hold in memory.
_CHUNK = 256
_ENDINGS = (".sql", ".hql", ".hive", ".ddl")
_OWN = ("owner", "tags", "tier", "comment", "properties", "source", "schedule")


class _Totals:
    """The sums of several publications."""

    def __init__(self) -> None:
        self.numbers: Dict[str, int] = {name: 0 for name in PublishSummary._fields if name != "warnings"}
        self.warnings: List[str] = []
        self.problems: List[Tuple[str, Union[str, Diagnostic]]] = []

    def add(self, summary: PublishSummary) -> None:
        for name in self.numbers:
            value = getattr(summary, name)
            self.numbers[name] = max(self.numbers[name], value) if name == "epoch" else self.numbers[name] + value
        self.warnings.extend(summary.warnings)

    def summary(self) -> IngestSummary:
        return IngestSummary(warnings=tuple(self.warnings), problems=tuple(self.problems), **self.numbers)


class Importing:
    """The part of `Catalog` that fills it."""

    _native: _headwater.Catalog

    if TYPE_CHECKING:  # of Catalog

        def publish(
            self,
            tasks: Iterable[TaskVersion] = (),
            *,
            assets: Iterable[Asset] = (),
            retire: Iterable[str] = (),
            drop: Iterable[str] = (),
            actor: str = "",
        ) -> PublishSummary: ...

        def fingerprints(self) -> Dict[str, bytes]: ...
        def assets(self, as_of: AsOf = None) -> Iterator[Asset]: ...
        def _writable(self) -> None: ...
        def _time(self) -> Optional[int]: ...

    def ingest(
        self,
        scripts: Union[str, os.PathLike[str], Iterable[TaskScript]],
        dialect: Optional[str] = None,
        *,
        schema: SchemaLike = None,
        default_db: str = "",
        variables: Optional[Mapping[str, str]] = None,
        jobs: Optional[int] = None,
        again: bool = False,
        retire: bool = False,
        actor: str = "headwater (Python)",
    ) -> IngestSummary:
        """Publishes the lineage of scripts: a file, a folder (each script is a task, named by its path without its ending,
        as ``headwater ingest`` does), or an iterable of dicts, which is read a few hundred ahead.

        A script whose text, dialect, variables and schema are what they were is skipped, unless `again` (needed after a
        lookup's answers or the catalog's own tables changed). `dialect`: of those that do not say theirs; None: as the
        command line finds it in a file, else Spark. `schema` is asked first, then the catalog itself. `retire`: tasks
        of a folder whose scripts are gone leave the present. Many scripts are published at a time, each time all or
        nothing; scripts with errors are published with what could be read, and their findings are `problems`.
        """
        from collections import deque

        from headwater.extract import lineage_many

        self._writable()
        if dialect is not None:
            dialect = check_dialect(dialect)
        made = Schema.of(schema, dialect or "spark", default_db)
        context = _context(made, default_db, variables)
        layered = made._before(self._native.handle()) if made is not None else Schema(self)  # type: ignore[arg-type]
        totals = _Totals()
        names: Set[str] = set()
        known = self.fingerprints()
        waiting: Deque[Tuple[TaskScript, bytes]] = deque()

        def changed() -> Iterator[Dict[str, Any]]:
            for script in _scripts(scripts, dialect):
                name, sql = _checked(script)
                if name in names:
                    totals.problems.append((name, "another script is this task already"))
                    continue
                names.add(name)
                spoken = script.get("dialect") or dialect or "spark"
                own = _variables(variables, script)
                mark = _mark(script, [context, spoken, sql, repr(sorted(own.items()))])
                # A script that is read again although nothing changed gets its other mark, so that its edges are compared.
                marks = (mark, _headwater.fingerprint([mark, b"again"]))
                stored = known.get(name)
                if stored in marks and not again:
                    totals.numbers["tasks_unchanged"] += 1
                    continue
                waiting.append((script, marks[1] if stored == mark else mark))
                yield {**script, "dialect": spoken, "variables": own}

        versions: List[TaskVersion] = []
        for lineage in lineage_many(
            changed(), "spark", jobs=jobs, schema=layered, default_db=default_db, variables=variables, expressions=False
        ):
            script, mark = waiting.popleft()
            totals.problems.extend((script["name"], error) for error in lineage.errors)
            if not lineage.ok and not len(lineage):
                continue  # no text at all: what was known of the task stays
            own = {field: script[field] for field in _OWN if script.get(field)}
            versions.append(TaskVersion(script["name"], lineage, fingerprint=mark, **own))
            if len(versions) >= _CHUNK:
                totals.add(self.publish(versions, actor=actor))
                versions = []
        if versions:
            totals.add(self.publish(versions, actor=actor))
        if retire and isinstance(scripts, (str, os.PathLike)):
            root = os.path.join(os.path.realpath(os.fspath(scripts)), "")
            gone = [
                asset.name
                for asset in self.assets()
                if asset.task is not None
                and not asset.dropped
                and asset.name not in names
                and asset.task.source.startswith(root)
            ]
            if gone:
                totals.add(self.publish(retire=gone, actor=actor))
        return totals.summary()

    def import_manifest(self, files: Files, *, actor: str = "headwater (Python)", **ingest: Any) -> IngestSummary:
        """Manifests in YAML: tasks with owners and schedules, tasks without SQL and what they read and write, dashboards,
        properties of assets. The scripts that they name are ingested; `ingest` are arguments of `Catalog.ingest`.
        """
        self._writable()
        totals = _Totals()
        for file in _files(files):
            imported = _headwater.read_manifest(_read(file), file)
            with_sql = {task: (path, dialect) for task, path, dialect in imported.scripts()}
            declared: List[Any] = []
            scripts: List[TaskScript] = []
            for at, (name, message) in enumerate(imported.tasks()):
                if at not in with_sql:
                    declared.append(message)
                    continue
                path, dialect = with_sql[at]
                path = os.path.join(os.path.dirname(file), path)
                text = _read(path).decode("utf-8", "replace")
                fields = {field: imported.task_field(at, field) for field in _OWN if field != "source"}
                source = os.path.realpath(path)
                spoken = dialect or dialect_of(path, text)
                scripts.append({**fields, "name": name, "sql": text, "dialect": spoken, "source": source})
            publication = {"actor": actor, "assets": imported.assets(), "tasks": declared}
            totals.add(self._native.publish(publication, self._time()).record())
            totals.problems.extend((file, problem) for problem in imported.problems())
            done = self.ingest(scripts, actor=actor, **ingest)
            totals.add(PublishSummary(*done[:9]))
            totals.problems.extend(done.problems)
        return totals.summary()

    def import_hive(self, files: Files, *, actor: str = "headwater (Python)") -> IngestSummary:
        """Dumps of a Hive Metastore's tables, CSV with a head line or lines of JSON, one file a table and named as it is
        (``TBLS.csv``, ``COLUMNS_V2.jsonl``).
        """
        return self._import_dump(_headwater.HiveMetastoreDump(), files, actor)

    def import_doris(self, files: Files, *, actor: str = "headwater (Python)") -> IngestSummary:
        """Dumps of Doris' information_schema: ``tables.csv``, ``columns.csv``, ``views``, ``partitions``."""
        return self._import_dump(_headwater.DorisSchemaDump(), files, actor)

    def import_ddl(
        self, files: Files, dialect: Optional[str] = None, *, default_db: str = "", actor: str = "headwater (Python)"
    ) -> IngestSummary:
        """Files of CREATE TABLE and VIEW, as SHOW CREATE TABLE prints them."""
        if dialect is not None:
            dialect = check_dialect(dialect)

        def read(text: bytes, file: str, _: str) -> _headwater.Imported:
            spoken = dialect or dialect_of(file, text.decode("utf-8", "replace"))
            return _headwater.read_ddl(text, spoken, default_db)

        return self._import_each(files, read, actor)

    def import_openlineage(self, files: Files, *, actor: str = "headwater (Python)") -> IngestSummary:
        """OpenLineage events, one a line."""
        return self._import_each(files, lambda text, _, __: _headwater.read_openlineage(text), actor)

    def import_sqoop(self, files: Files, *, actor: str = "headwater (Python)") -> IngestSummary:
        """Sqoop command lines, one job a line."""
        return self._import_each(files, lambda text, _, name: _headwater.read_sqoop(text, name), actor)

    def import_datax(self, files: Files, *, actor: str = "headwater (Python)") -> IngestSummary:
        """DataX jobs in JSON."""
        return self._import_each(files, lambda text, _, name: _headwater.read_datax(text, name), actor)

    def import_seatunnel(self, files: Files, *, actor: str = "headwater (Python)") -> IngestSummary:
        """SeaTunnel configs, HOCON or JSON."""
        return self._import_each(files, lambda text, _, name: _headwater.read_seatunnel(text, name), actor)

    def import_spark(
        self,
        path: Union[str, os.PathLike[str]],
        task: str,
        *,
        dialect: str = "spark",
        actor: str = "headwater (Python)",
    ) -> IngestSummary:
        """The Parquet that ``headwater.spark.lineage(...).write.parquet(path)`` wrote: a file or a folder. Needs pyarrow.

        `task` is the column, one of those in ``keep``, that names each script's task. Rows are read in batches; those of a
        task must stand together in one file, as `headwater.spark.lineage` leaves them: CatalogArgumentError if they do not. Edges are all there is: neither the text nor changes of schemas come along.
        """
        from headwater.spark_parquet import task_edges

        self._writable()
        totals = _Totals()
        publication: List[Any] = []
        for name, lineage in task_edges(os.fspath(path), task, check_dialect(dialect)):
            publication.append({"name": name, "lineage": lineage, "source": os.fspath(path)})
            if len(publication) >= _CHUNK:
                totals.add(self._native.publish({"actor": actor, "tasks": publication}, self._time()).record())
                publication = []
        if publication:
            totals.add(self._native.publish({"actor": actor, "tasks": publication}, self._time()).record())
        return totals.summary()

    def _import_dump(self, dump: Any, files: Files, actor: str) -> IngestSummary:
        self._writable()
        for file in _files(files):
            dump.add(_read(file), _stem(file))
        totals = _Totals()
        self._publish(dump.finish(), "", actor, totals)
        return totals.summary()

    def _import_each(
        self, files: Files, read: Callable[[bytes, str, str], _headwater.Imported], actor: str
    ) -> IngestSummary:
        self._writable()
        totals = _Totals()
        for file in _files(files):
            self._publish(read(_read(file), file, _stem(file)), file, actor, totals)
        return totals.summary()

    def _publish(self, imported: _headwater.Imported, file: str, actor: str, totals: _Totals) -> None:
        totals.problems.extend((file, problem) for problem in imported.problems())
        totals.add(self._native.publish_imported(imported, actor, self._time()).record())


def _files(files: Files) -> List[str]:
    if isinstance(files, (str, os.PathLike)):
        return [os.fspath(files)]
    return [os.fspath(file) for file in files]


def _read(file: str) -> bytes:
    with open(file, "rb") as stream:
        return stream.read()


def _stem(file: str) -> str:
    return os.path.splitext(os.path.basename(file))[0]


def _scripts(scripts: Any, dialect: Optional[str]) -> Iterator[TaskScript]:
    """The tasks of a file or folder, or `scripts` itself."""
    if not isinstance(scripts, (str, os.PathLike)):
        yield from scripts
        return
    root = os.fspath(scripts)
    files = [root]
    if os.path.isdir(root):
        files = sorted(
            os.path.join(folder, file) for folder, _, names in os.walk(root) for file in names if file.endswith(_ENDINGS)
        )
    for file in files:
        text = _read(file)
        named = os.path.basename(file) if file == root else os.path.relpath(file, root)
        name = os.path.splitext(named)[0]
        stem, ending = os.path.splitext(name)
        spoken = dialect or dialect_of(file, text.decode("utf-8", "replace"))
        yield {
            "name": (stem if ending in (".hive", ".spark", ".doris") else name).replace(os.sep, "/"),
            "sql": text,
            "dialect": spoken,
            "source": os.path.realpath(file),
        }


def _checked(script: Any) -> Tuple[str, Union[str, bytes]]:
    if not isinstance(script, Mapping) or not isinstance(script.get("name"), str) or "sql" not in script:
        raise TypeError('scripts: a task is a dict with "name" and "sql"')
    try:
        script["name"].encode()
    except UnicodeEncodeError as error:
        raise_encoding(error)
    if not script["name"]:
        raise CatalogArgumentError("scripts: a task without a name", code="argument")
    return script["name"], check_text(script["sql"])


def _mark(script: TaskScript, parts: List[Union[str, bytes]]) -> bytes:
    """The script's fingerprint; empty for a text that UTF-8 cannot hold, which `lineage_many` tells."""
    try:
        return _headwater.fingerprint([*parts, repr([script.get(field) for field in (*_OWN, "default_db")])])
    except UnicodeEncodeError:
        return b""


def _variables(variables: Optional[Mapping[str, str]], script: TaskScript) -> Dict[str, str]:
    return dict(script.get("variables") or variables or {})


def _context(schema: Optional[Schema], default_db: str, variables: Optional[Mapping[str, str]]) -> bytes:
    """What all scripts' lineage is made from."""
    known = repr(schema._parts) if schema is not None else ""
    return _headwater.fingerprint([_headwater.version, default_db, repr(sorted((variables or {}).items())), known])
