"""All names under which a division may stand in a text, each with what it may mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.matching.divisions.names import short_forms

if TYPE_CHECKING:
    import pandas as pd

    from workbench.matching.divisions.nodes import Nodes


class Form:
    """How a name stands for a division, from the clearest form down.

    Plain numbers: a hundred thousand pairs of numbers are nothing that the garbage collector walks over.
    """

    FULL = 0
    OLD = 1
    SHORT = 2
    NICK = 3
    OLD_SHORT = 4
    TOWN = 5
    FILLER = 6
    TOWN_LIKE = 7


CLEAR = (Form.FULL, Form.OLD)  # forms that contradict a path on which they do not lie


FILLERS = (
    "中华人民共和国",
    "中国",
    "市辖区",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖县级行政单位",
    "直辖县",
)
_RECENT = 1990
_SHORT = 2


@dataclass(slots=True)
class Patterns:
    """Names and their readings.

    Parameters
    ----------
    texts
        The names.
    readings
        For each name its readings: node and form.
    years
        For readings of old names, by (name, node): how it became old and from which year, ``renamed:2016``.
    """

    texts: list[str] = field(default_factory=list)
    readings: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    years: dict[tuple[str, int], str] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)

    def add(self, text: str, node: int, form: int) -> None:
        """Add a reading; a node keeps its clearest form."""
        if text not in self.number:
            self.number[text] = len(self.texts)
            self.texts.append(text)
            self.readings.append(())
        number = self.number[text]
        readings = self.readings[number]
        if all(known != node for known, _ in readings):
            self.readings[number] = (*readings, (node, form))


def _add_current(patterns: Patterns, nodes: Nodes) -> None:
    town = 4
    levels = ("", "province", "city", "district", "town")
    for node, name in enumerate(nodes.name):
        if not nodes.current[node]:
            continue
        patterns.add(name, node, Form.TOWN if nodes.level[node] == town else Form.FULL)
    for node, name in enumerate(nodes.name):
        if nodes.current[node] and nodes.level[node] < town:
            for form in short_forms(name, levels[nodes.level[node]]):
                patterns.add(form, node, Form.SHORT)


def _add_old(patterns: Patterns, nodes: Nodes, history: pd.DataFrame) -> None:
    """Add old names; the row's place in the table of years says what they became."""
    columns = ("name", "level", "last_year", "code_now", "code")
    rows = sorted(zip(*(history[c].tolist() for c in columns), strict=True), key=lambda row: -row[2])
    main: dict[tuple[int, str], int] = {}
    for name, level, last_year, code_now, code in rows:
        # An old city may live on as a district; as a parent of its old districts it is a node of its own.
        for node in (nodes.by_code.get(f"~{code}{name}", -1), nodes.by_code.get(code_now, -1)):
            if node < 0 or len(name) < _SHORT or (name == nodes.name[node] and nodes.current[node]):
                continue
            # A name that was given up twice means its last bearer.
            parent = nodes.chain[node][-2] if len(nodes.chain[node]) > 1 else -1
            is_main = main.setdefault((parent, name), node) == node
            patterns.add(name, node, Form.OLD if is_main else Form.OLD_SHORT)
            became = f"{_became(name, level, code, nodes, node)}:{int(last_year) + 1}"
            patterns.years.setdefault((name, node), became)
            if last_year < _RECENT:
                continue
            for form in short_forms(name, level):
                patterns.add(form, node, Form.OLD_SHORT)
                patterns.years.setdefault((form, node), became)


def _became(name: str, level: str, code: str, nodes: Nodes, node: int) -> str:
    """Say how an old name became the current one: another rank, another name, or merged into another division."""
    levels = ("", "province", "city", "district", "town")
    if set(short_forms(name, level)) & set(short_forms(nodes.name[node], levels[nodes.level[node]])):
        return "rank"
    return "renamed" if code == nodes.code[node] else "merged"


def _add_nicknames(patterns: Patterns, nodes: Nodes) -> None:
    lines = Path(__file__).with_name("nicknames.tsv").read_text(encoding="utf-8").splitlines()
    meant = dict(line.split("\t") for line in lines if not line.startswith("#"))
    last = {path.rpartition("/")[2] for path in meant.values()}
    paths = {
        "/".join([nodes.name[step] for step in nodes.chain[node]]): node
        for node, name in enumerate(nodes.name)
        if name in last
    }
    for text, path in meant.items():
        if path in paths:
            patterns.add(text, paths[path], Form.NICK)


def _add_bundled_shorts(patterns: Patterns, nodes: Nodes, divisions: pd.DataFrame) -> None:
    """Add the short names that the bundle knows besides (察右前旗)."""
    frame = divisions[divisions["level"] != "town"]
    for code, shorts in zip(frame["code"].tolist(), frame["short_names"].tolist(), strict=True):
        for form in str(shorts).split("|"):
            if len(form) >= _SHORT and code in nodes.by_code:
                patterns.add(form, nodes.by_code[code], Form.SHORT)


def make_patterns(nodes: Nodes, divisions: pd.DataFrame, history: pd.DataFrame) -> Patterns:
    """Collect the names of all divisions.

    Parameters
    ----------
    nodes
        Divisions, with the old cities.
    divisions, history
        The bundled tables ``divisions`` and ``county_history``.
    """
    patterns = Patterns()
    _add_current(patterns, nodes)
    _add_bundled_shorts(patterns, nodes, divisions)
    _add_old(patterns, nodes, history)
    _add_nicknames(patterns, nodes)
    for text in FILLERS:
        patterns.add(text, -1, Form.FILLER)
    return patterns
