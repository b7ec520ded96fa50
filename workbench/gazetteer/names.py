"""The core of a place's name: what stays when labels, brackets and separators go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKET = re.compile(r"\([^()]*\)?")
_LABEL = re.compile(r"(?:住宅小区|居民小区|小区|住宅区|生活区|社区|居民区)$")
_LABEL_INSIDE = re.compile(r"(?:住宅小区|小区|住宅区|社区)(?=\d*[期区栋]|[东南西北中][区苑院])")
_SEPARATORS = re.compile(r"[,.\-/\\ :+_#]+")
_LEAST = 2


class Names(NamedTuple):
    """Names without brackets (``main``) and their cores (``core``), row by row."""

    main: list[str]
    core: list[str]


def core_name(main: str) -> str:
    """Return the core of one folded name without brackets."""
    joined = _SEPARATORS.sub("", main)
    core = _LABEL_INSIDE.sub("", _LABEL.sub("", joined))
    return core if len(core) >= _LEAST else joined


def read_names(folded: Iterable[str]) -> Names:
    """Split folded names into the part outside brackets and its core."""
    main, core = [], []
    for name in folded:
        outside = _BRACKET.sub("", name).strip(" ,-") or name.strip("()")
        main.append(outside)
        core.append(core_name(outside))
    return Names(main, core)
