"""Text to lineage: one script, or as many as there are, on all cores."""

from __future__ import annotations

import os
from typing import Any, Deque, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Tuple, Union

from headwater import _headwater
from headwater.errors import HeadwaterError, LimitError, SqlError
from headwater.schema import Schema, SchemaLike
from headwater.script import ScriptLineage
from headwater.text import check_dialect, check_text, encoding_error, raise_encoding

#: A script for `lineage_many`: its text, or a dict with "sql" and, where they differ, "dialect", "source" (its name),
#: "default_db" and "variables".
Script = Union[str, bytes, Mapping[str, Any]]


class Limits(NamedTuple):
    """What hostile or damaged input may take; past one, a statement ends in an error with code ``"limit"``.

    `statement_bytes`: a statement's text, in bytes. `statement_tokens`: its tokens. `nesting_depth`: levels of
    parentheses, CASE, subqueries and types; 400 take about 1 MiB of the thread's stack.
    """

    statement_bytes: int = _headwater.default_limits[0]
    statement_tokens: int = _headwater.default_limits[1]
    nesting_depth: int = _headwater.default_limits[2]


_DEFAULT_LIMITS = Limits()
_ON_ERROR = ("raise", "collect")


def lineage(
    sql: Union[str, bytes],
    dialect: str = "spark",
    *,
    dialect_version: str = "",
    schema: SchemaLike = None,
    default_db: str = "",
    variables: Optional[Mapping[str, str]] = None,
    source: str = "",
    keep_temporary: bool = False,
    expand_views: bool = False,
    expressions: bool = True,
    limits: Optional[Limits] = None,
    on_error: str = "raise",
) -> ScriptLineage:
    """The lineage of a script.

    `sql` is a str, or bytes of UTF-8. `dialect` is ``"hive"``, ``"spark"`` or ``"doris"``. With a `dialect_version`, as
    ``"3.1"``, what only later versions of the engine have is an error; ``""`` is any version. `schema` makes tables known
    that the script does not create itself: see `Schema`. `default_db` qualifies names without a database until a
    USE. `variables` are values of ``${name}``, ``${hivevar:name}`` and ``${hiveconf:name}``. `source` names the script
    in messages and edges. `keep_temporary` keeps temporary tables and views as datasets; `expand_views` looks
    through views whose query is known; ``expressions=False`` leaves the columns' expressions out.

    The interpreter lock is released meanwhile. The result keeps `sql` alive.

    >>> lineage("INSERT INTO dw.b SELECT x + y AS z FROM ods.a", "hive")
    ScriptLineage(hive, 1 statement)
      0  <INSERT dw.b <- ods.a: 1 column>
    >>> lineage("SELECT * FROM ods.a", schema={"ods.a": ["x", "y"]})[0].columns
    (ColumnLineage('x' <- ods.a.x), ColumnLineage('y' <- ods.a.y))

    Raises `SqlError` if a statement cannot be read, with the lineage of the others in it; with
    ``on_error="collect"`` none is raised and such statements have kind ``"INVALID"``. `UnknownDialectError`,
    `EncodingError`, `SchemaError`, `LimitError` (4 GiB), TypeError for wrong types, and whatever a schema's callable
    raises.

    >>> try:
    ...     lineage("SELECT a b c FROM t; INSERT INTO u SELECT a FROM t")
    ... except SqlError as error:
    ...     print(error.code, error.line, error.column, repr(error.lineage[1]))
    syntax 1 12 <INSERT u <- t: 1 column>
    """
    _check_on_error(on_error)
    options = _options(
        dialect, dialect_version, schema, default_db, variables, keep_temporary, expand_views, expressions, limits
    )
    try:
        native = _headwater.extract(check_text(sql), options, source)
    except UnicodeEncodeError as error:
        if error.object is not sql:
            raise
        raise_encoding(error)
    except ValueError as error:
        raise _limit(error) from error
    made = ScriptLineage(native)
    if on_error == "raise" and native.first_error() >= 0:
        made.raise_for_errors()
    return made


def lineage_many(
    scripts: Iterable[Script],
    dialect: str = "spark",
    *,
    jobs: Optional[int] = None,
    dialect_version: str = "",
    schema: SchemaLike = None,
    default_db: str = "",
    variables: Optional[Mapping[str, str]] = None,
    keep_temporary: bool = False,
    expand_views: bool = False,
    expressions: bool = True,
    limits: Optional[Limits] = None,
    on_error: str = "collect",
) -> Iterator[ScriptLineage]:
    """The lineages of many scripts, in their order, by `jobs` threads (default: all cores that this process may use).

    An iterator: `scripts` is read as results are taken, a few hundred scripts ahead, and nothing is kept. The arguments
    are those of `lineage` and hold for every script whose dict does not say otherwise.

    >>> scripts = ["SELECT a FROM t", {"sql": "SELECT b FROM u", "dialect": "hive", "source": "b.hql"}]
    >>> for script in lineage_many(scripts):
    ...     print(script.source, script.dialect, script[0].inputs)
     spark (Dataset('t', TABLE),)
    b.hql hive (Dataset('u', TABLE),)

    A script that cannot be read loses no other: its lineage has the finding among its `errors` (without statements where
    its text is no text, or a schema's callable raised). With ``on_error="raise"`` it is raised in its place. TypeError and
    `UnknownDialectError` are raised in any case.
    """
    _check_on_error(on_error)
    check_dialect(dialect)
    if jobs is not None and (not isinstance(jobs, int) or jobs < 1):
        raise HeadwaterError(f"jobs is a number from 1 on, not {jobs!r}", code="argument")
    made = Schema.of(schema, dialect, default_db)
    defaults: Dict[str, Any] = {"dialect": dialect, "default_db": default_db, "variables": variables}
    cache: Dict[Any, _headwater.Options] = {}

    def item(script: Script) -> Tuple[Union[str, bytes], _headwater.Options, str]:
        given: Mapping[str, Any] = script if isinstance(script, Mapping) else {"sql": script}
        if "sql" not in given:
            raise TypeError('scripts: a dict without "sql"')
        own = {name: given.get(name) or value for name, value in defaults.items()}
        key = (own["dialect"], own["default_db"], tuple(sorted((own["variables"] or {}).items())))
        options = cache.get(key)
        if options is None:
            if len(cache) > 1000:
                cache.clear()
            options = cache[key] = _options(
                own["dialect"],
                dialect_version if own["dialect"] == dialect else "",
                made,
                own["default_db"],
                own["variables"],
                keep_temporary,
                expand_views,
                expressions,
                limits,
            )
        return check_text(given["sql"]), options, given.get("source") or ""

    return _run(map(item, scripts), jobs or _cores(), on_error, dialect)


_Item = Tuple[Union[str, bytes], _headwater.Options, str]


def _run(items: Iterator[_Item], jobs: int, on_error: str, dialect: str) -> Iterator[ScriptLineage]:
    """Chunks by one native call each, two of them ahead of what is taken."""
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    pending: Deque[Tuple[List[_Item], Future[List[Any]]]] = deque()
    failure: Optional[BaseException] = None
    done = False
    size = 4 * jobs
    with ThreadPoolExecutor(1) as executor:
        while pending or not done:
            while not done and len(pending) < 2:
                chunk, failure, done = _chunk(items, size)
                size = min(size * 2, 512)
                if chunk:
                    pending.append((chunk, executor.submit(_headwater.extract_many, chunk, jobs)))
            if not pending:
                break
            chunk, future = pending.popleft()
            for (_, _, source), result in zip(chunk, future.result()):
                yield _result(result, source, on_error, dialect)
    if failure is not None:
        raise failure


def _chunk(items: Iterator[_Item], size: int) -> Tuple[List[_Item], Optional[BaseException], bool]:
    """Up to `size` items or 8 million characters; what the iterable raised comes after the items before it."""
    chunk: List[_Item] = []
    length = 0
    try:
        for item in items:
            chunk.append(item)
            length += len(item[0])
            if len(chunk) >= size or length >= 8_000_000:
                return chunk, None, False
    except Exception as error:
        return chunk, error, True
    return chunk, None, True


def _result(result: Any, source: str, on_error: str, dialect: str) -> ScriptLineage:
    if isinstance(result, BaseException):
        error: BaseException = result
        if isinstance(result, UnicodeEncodeError):
            error = encoding_error(result)
        elif type(result) is ValueError:
            error = _limit(result)
        if on_error == "raise" or not isinstance(error, Exception):
            raise error
        line, column, code = 0, 0, "schema"
        if isinstance(error, HeadwaterError):
            line, column, code = error.line or 0, error.column or 0, error.code
        result = _headwater.failed(dialect, source, code, f"{error}" or type(error).__name__, line, column)
    made = ScriptLineage(result)
    if on_error == "raise":
        made.raise_for_errors()
    return made


def _options(
    dialect: str,
    dialect_version: str,
    schema: SchemaLike,
    default_db: str,
    variables: Optional[Mapping[str, str]],
    keep_temporary: bool,
    expand_views: bool,
    expressions: bool,
    limits: Optional[Limits],
) -> _headwater.Options:
    # Most calls differ in nothing but the script: their options are made once, and kept where the schema is.
    known = _known if schema is None else schema._options if isinstance(schema, Schema) else None
    key = (dialect, dialect_version, default_db, keep_temporary, expand_views, expressions, limits)
    if known is not None and not variables:
        try:
            return known[key]
        except (KeyError, TypeError):
            pass
    dialect = check_dialect(dialect)
    made = None if schema is None else Schema.of(schema, dialect, default_db)
    options = _made_options(
        dialect, dialect_version, made, default_db, variables, keep_temporary, expand_views, expressions, limits
    )
    if known is not None and not variables:
        if len(known) >= 64:
            known.clear()
        known[key] = options
    return options


_known: Dict[Tuple[Any, ...], _headwater.Options] = {}


def _made_options(
    dialect: str,
    dialect_version: str,
    schema: Optional[Schema],
    default_db: str,
    variables: Optional[Mapping[str, str]],
    keep_temporary: bool,
    expand_views: bool,
    expressions: bool,
    limits: Optional[Limits],
) -> _headwater.Options:
    try:
        return _headwater.Options(
            dialect,
            dialect_version,
            default_db,
            dict(variables) if variables else {},
            schema._native if schema is not None else None,
            keep_temporary,
            expand_views,
            expressions,
            limits or _DEFAULT_LIMITS,
        )
    except UnicodeEncodeError as error:
        raise_encoding(error)
    except TypeError as error:
        raise TypeError(_wrong_option(dialect_version, default_db, variables) or str(error)) from None
    except ValueError as error:
        raise HeadwaterError(str(error), code="dialect_version") from None


def _wrong_option(dialect_version: Any, default_db: Any, variables: Any) -> str:
    if not isinstance(dialect_version, str):
        return f"dialect_version: expected str, not {type(dialect_version).__name__}"
    if not isinstance(default_db, str):
        return f"default_db: expected str, not {type(default_db).__name__}"
    for name, value in (variables or {}).items():
        if not isinstance(name, str) or not isinstance(value, str):
            return f"variables: expected names and values of type str, not {name!r}: {value!r}"
    return ""


def _limit(error: ValueError) -> ValueError:
    return LimitError(str(error), code="limit") if str(error).startswith("the script is larger") else error


def _check_on_error(on_error: str) -> None:
    if on_error not in _ON_ERROR:
        raise HeadwaterError(f'on_error is "raise" or "collect", not {on_error!r}', code="argument")


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
