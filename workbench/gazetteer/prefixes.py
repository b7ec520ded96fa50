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


@lru_cache(maxsize=4_000)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    forms = {name: "" for name in names if len(name) >= _LEAST_SHORT}
    for name in tuple(forms):
        short = _SUFFIX.sub("", name)
        if len(short) >= _LEAST_SHORT:
            forms.setdefault(short, _ROAD_AHEAD)
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    parts = "|".join(re.escape(form) + forms[form] for form in longest_first)
    return re.compile(rf"^(?:[(\[]?(?:{parts})[)\]]?[- ,]*)+")


def strip_divisions(texts: Iterable[str], blocks: Iterable[int], *names: Iterable[str]) -> list[str]:
    """Take the names of the divisions of its own city off the head of each folded text.

    Short names go too, unless a road, a village or an estate is named after the division
    (中原路 in 中原区).

    Parameters
    ----------
    blocks
        City of each text; the names that any row of a city has count for all of its rows.
    names
        Columns of folded names: province, city, district.
    """
    blocks = list(blocks)
    known: dict[int, set[str]] = {}
    for column in names:
        for block, name in set(zip(blocks, column, strict=True)):
            known.setdefault(block, set()).add(name)
    patterns = {block: _pattern(frozenset(own)) for block, own in known.items()}
    out = []
    for text, block in zip(texts, blocks, strict=True):
        pattern = patterns[block]
        out.append(text if pattern is None else pattern.sub("", text))
    return out
