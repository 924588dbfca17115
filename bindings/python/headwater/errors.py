"""What Headwater raises. Wrong types of arguments raise TypeError, as everywhere in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Tuple

if TYPE_CHECKING:
    from headwater.model import Diagnostic
    from headwater.script import ScriptLineage


class HeadwaterError(Exception):
    """The base of all. `code` is stable; `line` and `column` (characters) count from 1 and are None where no
    place in a text is to blame.
    """

    def __init__(
        self, message: str, *, code: str = "error", line: Optional[int] = None, column: Optional[int] = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column
        self.hint = hint

    def __reduce__(self) -> Tuple[Callable[..., HeadwaterError], Tuple[Any, ...]]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(cls: Callable[..., HeadwaterError], args: Tuple[str, ...], state: Dict[str, Any]) -> HeadwaterError:
    error = cls(*args)
    error.__dict__.update(state)
    return error


class SqlError(HeadwaterError, ValueError):
    """A script has statements that cannot be read. The others are in `lineage` (None from `headwater.parse`);
    `diagnostics` has all findings of severity ERROR, the first of which gives `code`, `line`, `column` and `hint`.
    """

    def __init__(
        self,
        message: str,
        *,
        diagnostics: Tuple[Diagnostic, ...] = (),
        lineage: Optional[ScriptLineage] = None,
        code: str = "syntax",
        line: Optional[int] = None,
        column: Optional[int] = None,
        hint: str = "",
    ) -> None:
        super().__init__(message, code=code, line=line, column=column, hint=hint)
        self.diagnostics = diagnostics
        self.lineage = lineage


class EncodingError(HeadwaterError, ValueError):
    """A str that UTF-8 cannot hold: it has lone surrogates, as files read with ``errors="surrogateescape"`` do.
    `code` is ``"encoding"``.
    """


class SchemaError(HeadwaterError, ValueError):
    """A schema that cannot be read: DDL with a syntax error, a dict of the wrong shape. `code` is ``"schema"``."""


class UnknownDialectError(HeadwaterError, ValueError):
    """A dialect that Headwater does not read. `code` is ``"dialect"``."""


class LimitError(HeadwaterError, ValueError):
    """A script of 4 GiB or more. `code` is ``"limit"``. (A statement past `Limits` is a `SqlError` with that code.)"""


class CatalogError(HeadwaterError):
    """A catalog could not do what it was asked to. The base of those below; itself with `code` ``"state"`` (a folder that
    is no catalog, a newer format, a backup to a folder that is there) or ``"internal"``.
    """


class CatalogArgumentError(CatalogError, ValueError):
    """A name, a time or a text that cannot be used. `code` is ``"argument"``."""


class NotFoundError(CatalogError, LookupError):
    """There is no such name, no such epoch, or no catalog in the folder. `code` is ``"not_found"``; the message has the
    nearest names.
    """


class CatalogClosedError(CatalogError, ValueError):
    """The catalog was closed. `code` is ``"closed"``."""


class CatalogLockedError(CatalogError):
    """Another writer has the catalog; the message says which process. `code` is ``"locked"``."""


class ReadOnlyError(CatalogError):
    """The catalog was opened for reading only. `code` is ``"read_only"``."""


class CatalogAccessError(CatalogError, OSError):
    """Files cannot be read or written: `code` is ``"permission"``, ``"disk_full"`` or ``"io"``. After a write that failed,
    open the catalog again.
    """


class DataLossError(CatalogError):
    """A damaged file. `code` is ``"data_loss"``; `Catalog.verify` tells more, `restore_catalog` takes a backup."""


def of_status(status: int, message: str) -> HeadwaterError:
    """The exception for a status of the library: its number in absl::StatusCode, and its message."""
    if status == 1:
        return CatalogClosedError(message, code="closed")
    if status == 3:
        return CatalogArgumentError(message, code="argument")
    if status == 5:
        return NotFoundError(message, code="not_found")
    if status in (7, 9, 14) and ("ermission denied" in message or "Read-only file system" in message):
        return CatalogAccessError(message, code="permission")
    if status == 8:
        if "disk is full" in message:
            return CatalogAccessError(message, code="disk_full")
        return LimitError(message, code="limit")
    if status == 9:
        if "is being written by" in message:
            return CatalogLockedError(message, code="locked")
        if "open for reading only" in message:
            return ReadOnlyError(message, code="read_only")
        return CatalogError(message, code="state")
    if status in (7, 14):
        return CatalogAccessError(message, code="io")
    if status == 15:
        return DataLossError(message, code="data_loss")
    return CatalogError(message, code="internal")
