"""One cell of a typed file (Excel, Parquet) as text, without losing what happened to it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

# Excel keeps 15 digits; from here on a number has lost some.
_EXACT_BELOW = 10**15


def to_text(value: object) -> str:
    """Return a cell's value as text.

    Whole numbers have no decimals. A number of more than 15 digits is written as 1.10101199003071e+17: its last digits are lost,
    and the text must not look as if they were known.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value) if abs(value) < _EXACT_BELOW else f"{float(value):.15g}"
    if isinstance(value, float):
        return _number_to_text(value)
    return _other_to_text(value)


def _number_to_text(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is unequal to itself
        return ""
    if value.is_integer() and abs(value) < _EXACT_BELOW:
        return str(int(value))
    return f"{value:.15g}"


def _other_to_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value.is_finite() else ""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)
