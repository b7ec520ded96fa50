"""The result row of one address: names, codes, what is left of the text, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.matching.divisions.hits import ALONE, FROM_START
from workbench.matching.divisions.nodes import LEVEL_NAMES
from workbench.matching.divisions.patterns import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.index import DivisionIndex
    from workbench.matching.divisions.paths import Path

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


def make_row(text: str, hits: Sequence[Hit], path: Path, index: DivisionIndex) -> tuple[object, ...]:
    """Make the row of one address, in the order of ``COLUMNS``."""
    nodes = index.nodes
    names = [""] * 6
    codes = [""] * 6
    level = 0
    if path.node >= 0:
        for step in nodes.chain[path.node]:
            level = nodes.level[step]
            names[level] = nodes.name[step]
            codes[level] = nodes.code[step]
        if codes[1][:2] in _MUNICIPALITIES:
            names[2] = names[1]
            level = max(level, 2)
    faults = [
        f"{LEVEL_NAMES[nodes.level[reading.node]].upper()}.old"
        for reading in path.used
        if reading.form in (Form.OLD, Form.OLD_SHORT)
    ]
    candidates = ";".join(nodes.code[node][:6] for node in path.rivals)
    adcode = codes[3] or codes[2] or codes[1]
    rest = leave_out(text, hits, path)
    return (
        *names[1:5], "", adcode, codes[4], "", LEVEL_NAMES[level], rest,
        bool(path.rivals), candidates, ";".join(faults), len(faults), round(path.score, 3),
    )  # fmt: skip


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
