"""The result row of one address: names, codes, what is left of the text, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.matching.divisions.hits import ALONE, FILLER_NAME, FROM_START
from workbench.matching.divisions.nodes import LEVEL_NAMES
from workbench.matching.divisions.paths import CITY, DISTRICT, TOWN, VILLAGE
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
_OLD = (Form.OLD, Form.OLD_SHORT)


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
    head = path.head if not repairs and hint.stated < 0 else None
    if head is None:
        head = _make_head(path, repairs, hint, index)
        if not repairs and hint.stated < 0:
            path.head = head
    rest = text[path.explained[-1].end :] if path.is_head else leave_out(text, hits, path, index.kinds)
    if not rest or head.level < CITY:
        return (*head.names[1:], head.adcode, *head.codes[TOWN:], LEVEL_NAMES[head.level], rest, *head.tail)
    return _add_below(head, rest, index)


class Head(NamedTuple):
    """What the rows of all texts with one path share.

    Parameters
    ----------
    node, level
        Finest node and its level.
    names, codes
        By level, from 0.
    adcode
        Finest code down to the district.
    faults
        Codes of what was repaired.
    tail
        Columns behind ``rest``.
    """

    node: int
    level: int
    names: tuple[str, ...]
    codes: tuple[str, ...]
    adcode: str
    faults: Sequence[str]
    tail: tuple[object, ...]


def _make_head(path: Path, repairs: Sequence[Repair], hint: Hint, index: DivisionIndex) -> Head:
    nodes = index.nodes
    faults = find_faults(path, repairs, index)
    node = path.node
    if hint.stated >= 0 and not path.rivals:
        node = _fill_from_hint(node, hint.stated, nodes, faults)
    outline = index.outline(node)
    names = outline.names
    if path.rivals:
        shared = {nodes.name[rival] for rival in path.rivals if nodes.level[rival] == TOWN}
        if len(shared) == 1 and all(nodes.level[rival] == TOWN for rival in path.rivals):
            # Which one is open, but its name is not.
            names = (*names[:TOWN], next(iter(shared)), *names[TOWN + 1 :])
    elif outline.lacks_district:
        faults.append("DISTRICT.missing")
    candidates = (
        ";".join(dict.fromkeys([nodes.code[rival][:6] for rival in path.rivals])) if path.rivals else ""
    )
    said, corrections = (";".join(faults), count_corrections(faults)) if faults else ("", 0)
    tail = (bool(path.rivals), candidates, said, corrections, round(path.score, 3))
    return Head(node, outline.level, names, outline.codes, outline.adcode, faults, tail)


def count_corrections(faults: Sequence[str]) -> int:
    """Count the faults that are repairs: what is missing, taken from a hint or differs from it is none."""
    return sum(not fault.endswith((".missing", ".hint", ".differs")) for fault in faults)


def _add_below(head: Head, rest: str, index: DivisionIndex) -> tuple[object, ...]:
    """Add the township and the village that the rest begins with."""
    names, codes, level, tail = head.names, head.codes, head.level, head.tail
    town = village = None
    if level == DISTRICT or (level == CITY and index.has_no_districts(head.node)):
        town = index.towns.find(rest, head.node)
    if town is not None:
        names, codes, level = (*names[:TOWN], town.name, ""), (*codes[:TOWN], town.code, ""), TOWN
        rest = rest[town.length :]
        if town.fault:
            faults = [*head.faults, town.fault]
            tail = (*tail[:2], ";".join(faults), count_corrections(faults), tail[4])
    if level >= DISTRICT:
        rest = skip_office(rest)
        village = index.villages.find(rest, head.adcode, codes[TOWN])
    town_name, town_code, village_name, village_code = (
        names[TOWN],
        codes[TOWN],
        names[VILLAGE],
        codes[VILLAGE],
    )
    if village is not None:
        village_name, village_code, level = village.name, village.code, VILLAGE
        rest = rest[village.length :]
        node = index.nodes.by_code.get(village.town_code, -1)
        if not town_code and node >= 0:
            town_name, town_code = index.nodes.name[node], village.town_code
    return (
        *names[1:TOWN], town_name, village_name, head.adcode, town_code, village_code,
        LEVEL_NAMES[level], rest, *tail,
    )  # fmt: skip


def _fill_from_hint(node: int, stated: int, nodes: Nodes, faults: list[str]) -> int:
    """Return the stated node where it is finer than the text's; a contradiction is noted and the text stays."""
    if node < 0 or (node in nodes.chain[stated] and node != stated):
        faults.append(f"{LEVEL_NAMES[nodes.level[stated]].upper()}.hint")
        return stated
    if stated not in nodes.chain[node] and stated not in nodes.also_above[node]:
        faults.append("HINT.differs")
    return node


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
    starts = {repair.start for repair in repairs} if repairs else ()
    faults = []
    for reading in path.used:
        is_typo, is_old = reading.hit.start in starts, reading.form in _OLD
        if not (is_typo or is_old):
            continue
        level = LEVEL_NAMES[nodes.level[reading.node]].upper()
        if is_typo:
            faults.append(f"{level}.typo")
        if is_old:
            became = patterns.years.get((patterns.texts[reading.hit.pattern], reading.node), "old")
            faults.append(f"{level}.{became}")
    if path.conflicts and path.node >= 0 and not path.rivals:
        for hit in path.conflicts:
            if hit.linked == FROM_START:
                found = min(nodes.level[node] for node, _ in patterns.readings[hit.pattern] if node >= 0)
                faults.append(f"{LEVEL_NAMES[found].upper()}.conflict")
    return list(dict.fromkeys(faults)) if faults else faults


def leave_out(text: str, hits: Sequence[Hit], path: Path, kinds: bytes) -> str:
    """Return the text without the divisions.

    Parameters
    ----------
    text
        The address.
    hits
        All names found in it.
    path
        The chosen path: names that it stands on, agrees with, or contradicts at the beginning, go.
    kinds
        Kinds of the names; fillers like 市辖区 go as well.
    """
    if not path.used:
        return text
    gone = {reading.hit for reading in path.used}
    gone.update(hit for hit in path.explained if hit.linked != ALONE)
    reach = max((hit.end for hit in gone), default=0)
    gone.update(hit for hit in path.conflicts if hit.linked == FROM_START and hit.start < reach)
    gone.update(
        hit for hit in hits if kinds[hit.pattern] == FILLER_NAME and hit.linked and hit.start <= reach
    )
    pieces, at = [], 0
    for hit in hits:
        if hit in gone and hit.start >= at:
            pieces.append(text[at : hit.start])
            at = hit.end
    pieces.append(text[at:])
    return "".join(pieces)
