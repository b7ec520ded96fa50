"""The result row of one address: names, codes, what is left of the text, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.matching.divisions.hits import ALONE, FROM_START
from workbench.matching.divisions.nodes import LEVEL_NAMES
from workbench.matching.divisions.paths import CITY, DISTRICT, TOWN
from workbench.matching.divisions.patterns import Form
from workbench.matching.divisions.towns import skip_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.matching.divisions.hints import Hint
    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.index import DivisionIndex
    from workbench.matching.divisions.nodes import Nodes
    from workbench.matching.divisions.paths import Path
    from workbench.matching.divisions.typos import Repair

COLUMNS = (
    "province",
    "city",
    "district",
    "town",
    "village",
    "adcode",
    "town_code",
    "village_code",
    "level",
    "rest",
    "ambiguous",
    "candidates",
    "faults",
    "n_corrections",
    "score",
)
_MUNICIPALITIES = ("11", "12", "31", "50")


def make_row(
    text: str, hits: Sequence[Hit], path: Path, repairs: Sequence[Repair], hint: Hint, index: DivisionIndex
) -> tuple[object, ...]:
    """Make the row of one address, in the order of ``COLUMNS``.

    Parameters
    ----------
    text, hits, path, repairs
        How the text was read.
    hint
        The row's priors: what the columns state fills what the text leaves open.
    index
        The divisions.
    """
    nodes = index.nodes
    faults = find_faults(path, repairs, index)
    rest = leave_out(text, hits, path)
    node = path.node
    if hint.stated >= 0 and not path.rivals:
        node = _fill_from_hint(node, hint.stated, nodes, faults)
    names, codes, level = _names_of(node, nodes)
    if level in (CITY, DISTRICT) and rest and (level == DISTRICT or index.has_no_districts(node)):
        town = index.towns.find(rest, node)
        if town is not None:
            names[TOWN], codes[TOWN], level = town.name, town.code, TOWN
            rest = rest[town.length :]
            faults += [town.fault] if town.fault else []
    adcode = codes[DISTRICT] or codes[CITY] or codes[1]
    if level >= DISTRICT and rest:
        rest = skip_office(rest)
        rest, level = _add_village(rest, level, adcode, names, codes, index)
    if node >= 0 and path.rivals == () and not names[DISTRICT] and not index.has_no_districts(node):
        faults.append("DISTRICT.missing")
    candidates = ";".join(nodes.code[rival][:6] for rival in path.rivals)
    return (
        *names[1:6], adcode, codes[TOWN], codes[5], LEVEL_NAMES[level], rest, bool(path.rivals), candidates,
        ";".join(faults), sum(not fault.endswith((".missing", ".hint", ".differs")) for fault in faults),
        round(path.score, 3),
    )  # fmt: skip


def _names_of(node: int, nodes: Nodes) -> tuple[list[str], list[str], int]:
    names, codes, level = [""] * 6, [""] * 6, 0
    if node >= 0:
        for step in nodes.chain[node]:
            level = nodes.level[step]
            names[level], codes[level] = nodes.name[step], nodes.code[step]
        if codes[1][:2] in _MUNICIPALITIES:
            names[CITY] = names[1]
            level = max(level, CITY)
    return names, codes, level


def _fill_from_hint(node: int, stated: int, nodes: Nodes, faults: list[str]) -> int:
    """Return the stated node where it is finer than the text's; a contradiction is noted and the text stays."""
    if node < 0 or (node in nodes.chain[stated] and node != stated):
        faults.append(f"{LEVEL_NAMES[nodes.level[stated]].upper()}.hint")
        return stated
    if stated not in nodes.chain[node] and stated not in nodes.also_above[node]:
        faults.append("HINT.differs")
    return node


def _add_village(
    rest: str, level: int, adcode: str, names: list[str], codes: list[str], index: DivisionIndex
) -> tuple[str, int]:
    village = index.villages.find(rest, adcode, codes[TOWN])
    if village is None:
        return rest, level
    names[5], codes[5] = village.name, village.code
    node = index.nodes.by_code.get(village.town_code, -1)
    if not codes[TOWN] and node >= 0:
        names[TOWN], codes[TOWN] = index.nodes.name[node], village.town_code
    return rest[village.length :], 5


def find_faults(path: Path, repairs: Sequence[Repair], index: DivisionIndex) -> list[str]:
    """Return the codes of what was repaired: typos, old names, contradictions.

    Parameters
    ----------
    path
        The chosen path.
    repairs
        Misspelt names that were put right.
    index
        The divisions.
    """
    nodes, patterns = index.nodes, index.patterns
    starts = {repair.start for repair in repairs}
    faults = []
    for reading in path.used:
        level = LEVEL_NAMES[nodes.level[reading.node]].upper()
        if reading.hit.start in starts:
            faults.append(f"{level}.typo")
        if reading.form in (Form.OLD, Form.OLD_SHORT):
            became = patterns.years.get((patterns.texts[reading.hit.pattern], reading.node), "old")
            faults.append(f"{level}.{became}")
    if path.node >= 0 and not path.rivals:
        for hit in path.conflicts:
            if hit.linked == FROM_START:
                level = min(nodes.level[node] for node, _ in patterns.readings[hit.pattern] if node >= 0)
                faults.append(f"{LEVEL_NAMES[level].upper()}.conflict")
    return list(dict.fromkeys(faults))


def leave_out(text: str, hits: Sequence[Hit], path: Path) -> str:
    """Return the text without the divisions.

    Parameters
    ----------
    text
        The address.
    hits
        All names found in it.
    path
        The chosen path: names that it stands on, agrees with, or contradicts at the beginning, go.
    """
    if path.node < 0 and not path.rivals:
        return text
    gone = {reading.hit for reading in path.used}
    gone.update(hit for hit in path.explained if hit.linked != ALONE)
    last = max((hit.end for hit in gone), default=0)
    gone.update(hit for hit in path.conflicts if hit.linked == FROM_START and hit.start < last)
    pieces, at = [], 0
    for hit in hits:
        if hit in gone and hit.start >= at:
            pieces.append(text[at : hit.start])
            at = hit.end
    pieces.append(text[at:])
    return "".join(pieces)
