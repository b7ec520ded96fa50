"""Townships and villages inside a division that is known already."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.geodata import read_table
from workbench.matching.divisions.hits import belongs_to_other
from workbench.matching.divisions.names import town_stem
from workbench.matching.divisions.syllables import code_syllables

if TYPE_CHECKING:
    from workbench.matching.divisions.nodes import Nodes

_TOWN = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,8}?)(?P<end>街道办事处|街道办|街道|办事处|地区|[镇乡](?!村|[东南西北]?[路街])|苏木)"
)
# A street that begins with a whole name of a town lies in it: 商城县观庙镇西街.
_TOWN_OF_STREET = re.compile(r"[\u4e00-\u9fff]{2,5}?[镇乡](?=[东南西北]?街)")
_TOWN_SIGNS, _TOWN_REACH = frozenset("街办地镇乡苏"), 9  # where one of its ends may begin
_TOWN_REST = re.compile(r"(?:人民政府|政府|办事处|办)(?=[\u4e00-\u9fff\d])")
_REST_FIRST = frozenset("人政办")
_VILLAGE_ENDS = (
    "社区居委会",
    "社区居民委员会",
    "居民委员会",
    "村民委员会",
    "村委会",
    "居委会",
    "行政村",
    "社区",
    "村",
)
_LEFT_OUT = ("", "村", "社区")  # ends of a village's name that a text may leave out
_VILLAGE_SIGN = re.compile("[村社居委屯组队]")
_LONGEST_VILLAGE = 9
_HEAD = 2  # characters by which most texts that begin with no town or village are told
_LONGEST_STEM = 6
_SUFFIX_FREE = re.compile(r"$|\d|第?[一二三四五六七八九十]+[组队社]|[\u4e00-\u9fff]{1,4}[组屯队]")


class Found(NamedTuple):
    """A township or village at the beginning of a text.

    Parameters
    ----------
    code, name
        Its code and official name.
    length
        Number of characters that it takes up.
    fault
        What was repaired, empty when nothing.
    town_code
        Code of a village's township, empty where the bundle does not know it.
    """

    code: str
    name: str
    length: int
    fault: str
    town_code: str = ""


class _TownNames(NamedTuple):
    """The townships of one district by name without suffix and by sound, and the first characters of their names."""

    by_stem: dict[str, int]
    by_sound: dict[str, int]
    heads: frozenset[str]


class Towns:
    """Townships by their district, by name without suffix and by sound.

    Parameters
    ----------
    nodes
        The divisions.
    """

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._members: dict[int, list[int]] = defaultdict(list)
        for node, level in enumerate(nodes.level):
            if level == 4:  # noqa: PLR2004 - townships
                self._members[nodes.chain[node][-2]].append(node)
        self._known: dict[int, _TownNames] = {}

    def _of(self, district: int) -> _TownNames | None:
        """Return the towns of a district, read from their names when it is first asked for; None for one without towns."""
        known = self._known.get(district)
        if known is None and district in self._members:
            by_stem: dict[str, int] = {}
            by_sound: dict[str, int] = {}
            for node in self._members[district]:
                stem = town_stem(self.nodes.name[node])
                by_stem.setdefault(stem, node)
                by_sound.setdefault(code_syllables(stem), node)
            heads = frozenset([stem[:_HEAD] for stem in by_stem])
            known = self._known[district] = _TownNames(by_stem, by_sound, heads)
        return known

    def find(self, text: str, district: int) -> Found | None:
        """Find a township of a district at the beginning of a text, also with another suffix or misspelt by sound."""
        names = self._of(district)
        if names is None:
            return None
        match = None if _TOWN_SIGNS.isdisjoint(text[2:_TOWN_REACH]) else _TOWN.match(text)
        if match is None:
            if text[:_HEAD] not in names.heads:
                return None
            return self._find_street(text, names.by_stem) or self._find_bare(text, names.by_stem)
        stem = match["stem"]
        node = names.by_stem.get(stem, -1)
        if node >= 0:
            kept = self.nodes.name[node].startswith(match[0])
            return Found(
                self.nodes.code[node], self.nodes.name[node], match.end(), "" if kept else "TOWN.renamed"
            )
        node = names.by_sound.get(code_syllables(stem), -1)
        if node >= 0:
            return Found(self.nodes.code[node], self.nodes.name[node], match.end(), "TOWN.typo")
        return None

    def _find_street(self, text: str, stems: dict[str, int]) -> Found | None:
        """Find a township by its whole name at the beginning of a street's."""
        match = _TOWN_OF_STREET.match(text)
        node = stems.get(town_stem(match[0]), -1) if match else -1
        if match and node >= 0 and self.nodes.name[node] == match[0]:
            return Found(self.nodes.code[node], match[0], match.end(), "")
        return None

    def _find_bare(self, text: str, stems: dict[str, int]) -> Found | None:
        """Find a township without its suffix (浦江县黄宅); the text keeps it, for it may begin a place's name."""
        for length in range(min(_LONGEST_STEM, len(text)), 1, -1):
            node = stems.get(text[:length], -1)
            if node >= 0:
                # 香港中路 is a road before it is the township 香港中路街道.
                if text[length - 1] in "路街道巷弄里" or belongs_to_other(text, length):
                    return None
                return Found(self.nodes.code[node], self.nodes.name[node], 0, "TOWN.short")
        return None


class Villages:
    """Villages and communities by district, read from the bundle when a district is first asked for."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[int, int]] = {}
        self._districts: dict[str, dict[str, int]] = {}
        self._namesakes: dict[tuple[str, str], list[int]] = {}
        self._heads: dict[str, dict[str, str]] = {}
        self._codes = self._town_codes = np.zeros(0, np.int64)

    def __getstate__(self) -> dict[str, object]:
        """Travel empty: every process reads what it needs."""
        return Villages().__dict__

    def _of(self, adcode: str) -> dict[str, int]:
        """Return the row of each name in a district.

        Plain numbers, and lists only for namesakes: the garbage collector would walk over 600,000 lists again and again.
        """
        known = self._districts.get(adcode)
        if known is not None:
            return known
        table = read_table("villages", ("name", "code", "town_code", "adcode"))
        if not self._spans:
            self._spans = _spans(_numbers(table.column("adcode")))
            self._codes, self._town_codes = (_numbers(table.column(name)) for name in ("code", "town_code"))
        start, length = self._spans.get(adcode, (0, 0))
        names = table.column("name").slice(start, length).to_pylist()
        rows = dict(zip(names, range(start, start + length), strict=True))
        if len(rows) < length:
            for row, name in enumerate(names, start):
                if rows[name] != row:
                    self._namesakes.setdefault((adcode, name), [rows[name]]).append(row)
        self._districts[adcode] = rows
        heads = self._heads[adcode] = {}
        for name in rows:
            head = name[:_HEAD]
            heads[head] = f"{heads[head]}\n{name}" if head in heads else name
        return rows

    def find(self, text: str, adcode: str, town_code: str) -> Found | None:
        """Find a village at the beginning of a text.

        Parameters
        ----------
        text
            What follows the township, or the district when no township stands.
        adcode
            Code of the district, or of a city without districts.
        town_code
            Code of the township, empty when unknown: then only a name that is single in the district counts.
        """
        if not text or not _VILLAGE_SIGN.search(text, 0, _LONGEST_VILLAGE + 4):
            return None
        names = self._of(adcode)
        for length, name in self._standing(text, adcode):
            is_closed = len(name) == length and _is_closed(name)
            taken = length if is_closed else _taken(text, length, needs_end=not town_code)
            if not taken:
                continue
            found = self._choose(self._namesakes.get((adcode, name)) or [names[name]], town_code)
            if found is not None:
                return found._replace(name=name, length=taken)
        return None

    def _standing(self, text: str, adcode: str) -> list[tuple[int, str]]:
        """Return the names that a text begins with, whole or without 村 and 社区, and how long they stand there; longest first."""
        joined = self._heads[adcode].get(text[:_HEAD])
        if joined is None:
            return []
        standing = []
        for name in joined.split("\n"):
            for order, end in enumerate(_LEFT_OUT):
                stem = name.removesuffix(end)
                if (end and stem is name) or not _HEAD <= len(stem) <= _LONGEST_VILLAGE:
                    continue
                if text.startswith(stem):
                    standing.append((-len(stem), order, name))
        return [(-length, name) for length, _, name in sorted(standing)]

    def _choose(self, rows: list[int], town_code: str) -> Found | None:
        """Return the village of a township, or the only one of its name."""
        towns = [int(self._town_codes[row]) for row in rows]
        wanted = int(town_code or 0)
        fitting = [at for at, of_town in enumerate(towns) if not wanted or of_town == wanted]
        if len({towns[at] for at in fitting}) != 1:
            return None
        first = fitting[0]
        return Found(str(self._codes[rows[first]]), "", 0, "", str(towns[first] or ""))


def _numbers(codes: pa.ChunkedArray) -> np.ndarray:
    """Return codes as numbers, 0 for an empty one."""
    filled = pc.if_else(pc.equal(codes, ""), "0", codes)
    return np.asarray(filled.cast(pa.int64()).combine_chunks())


def _is_closed(name: str) -> bool:
    """Tell whether a name says itself that it is a village or community."""
    return name.endswith(("村", "社区", "居委会", "嘎查", "屯", "庄"))


def _spans(adcodes: np.ndarray) -> dict[str, tuple[int, int]]:
    """Return where each district's rows stand; the bundle keeps them together."""
    changes = np.flatnonzero(adcodes[1:] != adcodes[:-1]) + 1
    starts = np.concatenate(([0], changes))
    ends = np.concatenate((changes, [len(adcodes)]))
    return {
        str(adcodes[start]): (int(start), int(end - start)) for start, end in zip(starts, ends, strict=True)
    }


def _taken(text: str, length: int, *, needs_end: bool) -> int:
    """Return how many characters a village takes up with its suffix, 0 when something else goes on."""
    for end in _VILLAGE_ENDS:
        if text.startswith(end, length):
            return length + len(end)
    if text[length - 1] in "村屯庄" and len(text) > length:
        return length
    if not needs_end and _SUFFIX_FREE.match(text, length):
        return length
    return 0


def skip_office(text: str) -> str:
    """Drop 办事处 and the like that is left of a township's name."""
    match = _TOWN_REST.match(text) if text[:1] in _REST_FIRST else None
    return text[match.end() :] if match else text
