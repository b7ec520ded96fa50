"""Townships and villages inside a division that is known already."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.geodata import read_table
from workbench.matching.divisions.hits import belongs_to_other
from workbench.matching.divisions.names import town_stem, village_stem
from workbench.matching.divisions.syllables import code_syllables

if TYPE_CHECKING:
    from workbench.matching.divisions.nodes import Nodes

_TOWN = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,8}?)(?P<end>街道办事处|街道办|街道|办事处|地区|[镇乡](?!村|[东南西北]?[路街])|苏木)"
)
_TOWN_REST = re.compile(r"(?:人民政府|政府|办事处|办)(?=[\u4e00-\u9fff\d])")
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
_VILLAGE_SIGN = re.compile("[村社居委屯组队]")
_LONGEST_VILLAGE = 9
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


class Towns:
    """Townships by their district, by name without suffix and by sound.

    Parameters
    ----------
    nodes
        The divisions.
    """

    def __init__(self, nodes: Nodes) -> None:
        by_stem: dict[int, dict[str, int]] = defaultdict(dict)
        by_sound: dict[int, dict[str, int]] = defaultdict(dict)
        for node, level in enumerate(nodes.level):
            if level == 4:  # noqa: PLR2004 - townships
                parent = nodes.chain[node][-2]
                stem = town_stem(nodes.name[node])
                by_stem[parent].setdefault(stem, node)
                by_sound[parent].setdefault(code_syllables(stem), node)
        self.nodes = nodes
        self.by_stem, self.by_sound = dict(by_stem), dict(by_sound)

    def find(self, text: str, district: int) -> Found | None:
        """Find a township of a district at the beginning of a text, also with another suffix or misspelt by sound."""
        stems = self.by_stem.get(district)
        if stems is None:
            return None
        match = _TOWN.match(text)
        if match is None:
            return self._find_bare(text, stems)
        stem = match["stem"]
        node = stems.get(stem, -1)
        if node >= 0:
            kept = self.nodes.name[node].startswith(match[0])
            return Found(
                self.nodes.code[node], self.nodes.name[node], match.end(), "" if kept else "TOWN.renamed"
            )
        node = self.by_sound[district].get(code_syllables(stem), -1)
        if node >= 0:
            return Found(self.nodes.code[node], self.nodes.name[node], match.end(), "TOWN.typo")
        return None

    def _find_bare(self, text: str, stems: dict[str, int]) -> Found | None:
        """Find a township without its suffix (浦江县黄宅); the text keeps it, for it may begin a place's name."""
        for length in range(min(_LONGEST_STEM, len(text)), 1, -1):
            node = stems.get(text[:length], -1)
            if node >= 0:
                if belongs_to_other(text, length):
                    return None
                return Found(self.nodes.code[node], self.nodes.name[node], 0, "TOWN.short")
        return None


class Villages:
    """Villages and communities by district, read from the bundle when a district is first asked for."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[int, int]] | None = None
        self._districts: dict[str, dict[str, list[tuple[str, str, str]]]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Travel empty: every process reads what it needs."""
        return {"_spans": None, "_districts": {}}

    def _of(self, adcode: str) -> dict[str, list[tuple[str, str, str]]]:
        known = self._districts.get(adcode)
        if known is not None:
            return known
        table = read_table("villages")
        if self._spans is None:
            self._spans = _spans(table.column("adcode").to_pandas().to_numpy(dtype=str))
        start, length = self._spans.get(adcode, (0, 0))
        part = table.slice(start, length)
        rows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        columns = (part.column(name).to_pylist() for name in ("code", "name", "town_code"))
        for code, name, town_code in zip(*columns, strict=True):
            rows[village_stem(name)].append((code, name, town_code or ""))
        self._districts[adcode] = dict(rows)
        return self._districts[adcode]

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
        stems = self._of(adcode)
        for length in range(min(_LONGEST_VILLAGE, len(text)), 1, -1):
            rows = stems.get(text[:length])
            if rows is None:
                continue
            if town_code:
                rows = [row for row in rows if row[2] == town_code]
            taken = _taken(text, length, needs_end=not town_code)
            if taken and rows and len({row[0][:9] for row in rows}) == 1:
                # 村 and 社区 of one name in one town: the official name that stands in the text, else the first.
                code, name, of_town = next((row for row in rows if text.startswith(row[1])), rows[0])
                return Found(code, name, taken, "", of_town)
        return None


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
    match = _TOWN_REST.match(text)
    return text[match.end() :] if match else text
