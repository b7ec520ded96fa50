"""Days and moments as lenders and carriers write them, in both date systems of Excel."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from workbench.cases.texts import narrow

# Excel counts days from 1899-12-30 (it believes that 1900 was a leap year), or from 1904-01-01.
_EPOCHS = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}  # noqa: DTZ001 - local time of China
_SERIAL = re.compile(r"^\d{4,5}(?:\.\d+)?$")
_CLOCK = r"(?:[T日号]?(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?)?[秒分]?)?"
_FORMS = (
    re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?" + _CLOCK + r"(?:Z|\+0?8:?0?0?)?$"),
    re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2}):?(\d{2})(?::?(\d{2}))?)?$"),
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def parse_moment(text: str, *, epoch: int = 1900) -> datetime | None:
    """Return a moment in local time of China, or None if the text is none.

    Known: ``2024-01-31``, ``2024/1/31 8:05``, ``2024.1.31``, ``20240131``, ``2024年1月31日``, ISO with T, and Excel's serial
    days by the given date system. Forms that put the day or month first are ambiguous and not taken.

    Parameters
    ----------
    text
        One cell.
    epoch
        1900 or 1904.
    """
    plain = narrow(text).replace("上午", "").replace(" ", "T", 1).replace(" ", "")
    if _SERIAL.match(plain):
        return _from_serial(float(plain), epoch)
    for form in _FORMS:
        match = form.match(plain)
        if match:
            return _checked([int(part or 0) for part in match.groups()])
    return None


def _from_serial(days: float, epoch: int) -> datetime | None:
    moment = _EPOCHS[epoch] + timedelta(seconds=round(days * 86_400))
    return moment if moment.year >= 1950 else None  # noqa: PLR2004 - a smaller number is a year or a count


def _checked(parts: list[int]) -> datetime | None:
    try:
        moment = datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001 - six whole numbers, local time of China
    except ValueError:
        return None
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
