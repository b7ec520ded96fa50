"""Names of the own divisions at the head of an address, taken off column-wise."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SUFFIX = re.compile(
    r"(?:特别行政区|壮族自治区|维吾尔自治区|回族自治区|自治区|[\u4e00-\u9fff]{1,5}族自治[州县旗]|自治[州县]|经济技术开发区|地区|盟|省|市|区|县|旗)$"
)
_ROAD_AHEAD = r"(?![东南西北中新]?[\u4e00-\u9fff0-9]?(?:路|街|大道|道|巷|里|村|大厦|花园|小区|广场))"
_LEAST_SHORT = 2


@lru_cache(maxsize=20_000)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    parts = []
    for name in dict.fromkeys(names):
        if len(name) < _LEAST_SHORT:
            continue
        parts.append(re.escape(name))
        short = _SUFFIX.sub("", name)
        if short != name and len(short) >= _LEAST_SHORT:
            parts.append(re.escape(short) + _ROAD_AHEAD)
    if not parts:
        return None
    parts.sort(key=len, reverse=True)
    return re.compile(rf"^(?:[(\[]?(?:{'|'.join(parts)})[)\]]?[- ,]*)+")


def strip_divisions(texts: Iterable[str], *names: Iterable[str]) -> list[str]:
    """Take the names of its own divisions off the head of each folded text.

    Short names go too, unless a road, a village or an estate is named after the division
    (中原路 in 中原区). ``names`` are columns of folded names: province, city, district, town.
    """
    out = []
    for text, *own in zip(texts, *names, strict=True):
        pattern = _pattern(tuple(own))
        out.append(text if pattern is None else pattern.sub("", text))
    return out
