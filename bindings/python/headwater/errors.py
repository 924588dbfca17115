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
