"""Checks of what callers pass: scripts and the names of dialects."""

from __future__ import annotations

from typing import NoReturn, Union

from headwater import _headwater
from headwater.errors import EncodingError, UnknownDialectError

_NAMES = frozenset(_headwater.dialects())


def check_dialect(dialect: str) -> str:
    """The dialect's name in lower case, or TypeError or `UnknownDialectError`."""
    if dialect in _NAMES:
        return dialect
    if not isinstance(dialect, str):
        raise TypeError(f"dialect: expected str, not {type(dialect).__name__}")
    if dialect.lower() in _NAMES:
        return dialect.lower()
    raise UnknownDialectError(
        f"unknown dialect {dialect!r}: one of {', '.join(_headwater.dialects())}", code="dialect"
    )


def check_text(sql: Union[str, bytes]) -> Union[str, bytes]:
    """`sql` if it is a str or bytes; else TypeError."""
    if not isinstance(sql, (str, bytes)):
        raise TypeError(f"sql: expected str or bytes, not {type(sql).__name__}")
    return sql


def encoding_error(error: UnicodeEncodeError) -> EncodingError:
    """What a str with lone surrogates raises, with the place of the first."""
    before = error.object[: error.start]
    line, column = before.count("\n") + 1, error.start - before.rfind("\n")
    return EncodingError(
        f"{line}:{column}: the text has a lone surrogate, which UTF-8 does not have",
        code="encoding",
        line=line,
        column=column,
        hint='read the file with the encoding it has, or with errors="replace"',
    )


def raise_encoding(error: UnicodeEncodeError) -> NoReturn:
    """Raises `encoding_error(error)`."""
    raise encoding_error(error) from None
