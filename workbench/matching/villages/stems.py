"""The stem of a village's name and the part of an address that may hold one."""

from __future__ import annotations

import re
from typing import NamedTuple

_ENDS = "(?:社区|村|嘎查)?(?:居民|村民)?委员会|社区居委会|社区村委会|村村委会|村委会|居委会|行政村|自然村|社区|嘎查|村村|村"
_END = re.compile(rf"(?:{_ENDS})$")
_STEM = r"(?:(?!第[一二三四五六七八九十])[^\d()])"
_LONG = re.compile(rf"(?P<stem>{_STEM}{{1,10}})(?P<end>{_ENDS})")
_FIRST = re.compile(rf"(?P<stem>{_STEM}{{1,10}}?)(?P<end>{_ENDS})")
_BREAK = re.compile(r"\d|[()、,\-#]|第[一二三四五六七八九十]|[一二三四五六七八九十]+[组队社]")
_TOWN = re.compile(r"^[^\d()村]{1,7}?(?:街道办事处|街道|镇|乡|苏木)(?=[\u4e00-\u9fff]{2})")
LONGEST = 8
_SHORT = 2


class Said(NamedTuple):
    """What an address says where a village may stand.

    ``stem`` is the name without its kind, ``end`` the kind (empty where none is said, and then the stem may hold more than the
    name), ``beyond`` whether a town was skipped that the divisions do not know.
    """

    stem: str
    end: str
    beyond: bool


def village_stem(name: str) -> str:
    """Return a village's name without 村, 社区 and the like; a name of nothing else stays."""
    return _END.sub("", name) or name


def is_community(end: str) -> bool | None:
    """Tell whether a kind names a community or a village, None where it says neither."""
    if not end:
        return None
    return "社区" in end or end.startswith("居")


def read_said(rest: str) -> tuple[Said, ...]:
    """Return the ways to read the beginning of a rest, the likelier first: behind a town and as it stands."""
    ways = [(rest, False)]
    town = _TOWN.match(rest)
    if town is not None:
        ways.insert(0, (rest[town.end() :], True))
    out = []
    for text, beyond in ways:
        for pattern in (_LONG, _FIRST):  # 尚村社区 is 尚村 before it is 尚
            match = pattern.match(text)
            if match is not None:
                out.append(Said(match["stem"], match["end"], beyond))
        bare = _BREAK.split(text, maxsplit=1)[0][:LONGEST]
        if len(bare) >= _SHORT:
            out.append(Said(bare, "", beyond))
    return tuple(dict.fromkeys(out))
