"""Numbers and common words of the report in Chinese and English."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = TypeVar("Texts")

LANGUAGES = ("zh", "en")
DASH = "–"

COMMON: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "delivered": "妥投率",
        "npl": "不良率",
        "n": "分母",
        "hits": "分子",
        "persons": "人数",
        "rate": "比率",
        "interval": "95% 区间",
        "withheld": "样本过少，不予列示",
        "held": "自上次报告以来变化的人数过少，本表沿用上次的数字。",
        "letters": "封信函",
        "cases": "件案件",
        "borrowers": "名借款人",
    },
    "en": {
        "delivered": "Delivery rate",
        "npl": "NPL rate",
        "n": "n",
        "hits": "Numerator",
        "persons": "Persons",
        "rate": "Rate",
        "interval": "95% interval",
        "withheld": "too few to show",
        "held": "Too few persons changed since the last report: this table keeps its figures.",
        "letters": "letters",
        "cases": "cases",
        "borrowers": "borrowers",
    },
}


def pick(texts: Mapping[str, Texts], lang: str) -> Texts:
    """Return the texts of a language.

    Raises
    ------
    InputError
        If there is no such language.
    """
    if lang not in LANGUAGES:
        raise InputError(f"report: language {lang!r} is not known. Expected one of: {', '.join(LANGUAGES)}.")
    return texts[lang]


def share(value: float, *, digits: int = 1) -> str:
    """Write a share as per cent, a dash for NaN."""
    return DASH if not math.isfinite(value) else f"{100.0 * value:.{digits}f}%"


def span(low: float, high: float, *, digits: int = 1) -> str:
    """Write an interval of shares as per cent, a dash for NaN."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return DASH
    return f"{100.0 * low:.{digits}f}{DASH}{100.0 * high:.{digits}f}%"


def points(value: float) -> str:
    """Write a difference of shares in percentage points with its sign."""
    return DASH if not math.isfinite(value) else f"{100.0 * value:+.1f}".replace("-", "−")


def count(value: float) -> str:
    """Write a count with thousands separated."""
    return DASH if not math.isfinite(value) else f"{int(value):,}"
