"""From normalised addresses to divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.matching.divisions.hits import find_hits
from workbench.matching.divisions.index import DivisionIndex, bundled_index
from workbench.matching.divisions.nodes import LEVEL_NAMES
from workbench.matching.divisions.patterns import Form

if TYPE_CHECKING:
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


def resolve(texts: pd.Series, hints: pd.DataFrame | None = None, index: DivisionIndex | None = None) -> pd.DataFrame:
    """Resolve the divisions of normalised addresses.

    Parameters
    ----------
    texts
        Addresses as ``address.normalise`` returns them.
    hints
        Optional columns ``province``, ``city``, ``district``, ``postcode``, ``id_region``, ``branch`` on the same rows.
    index
        Another index than the bundled one.

    Returns
    -------
    pandas.DataFrame
        One row per text on the same index, columns ``COLUMNS``.
    """
    used = index or bundled_index()
    rows = [_resolve_one(text, used) for text in texts.tolist()]
    return pd.DataFrame(rows, index=texts.index, columns=list(COLUMNS))


def _resolve_one(text: str, index: DivisionIndex) -> tuple[object, ...]:
    hits = find_hits(text, index.automaton, index.kinds)
    path = index.scorer.choose(hits, {})
    return _row(text, path, index)


def _row(text: str, path: Path, index: DivisionIndex) -> tuple[object, ...]:
    nodes = index.nodes
    names = ["", "", "", "", "", ""]
    codes = ["", "", "", "", "", ""]
    level = 0
    if path.node >= 0:
        for step in nodes.chain[path.node]:
            names[nodes.level[step]] = nodes.name[step]
            codes[nodes.level[step]] = nodes.code[step]
            level = nodes.level[step]
        if codes[1][:2] in ("11", "12", "31", "50"):
            names[2] = names[1]
    spans = sorted((hit.start, hit.end) for hit, _, _ in path.used)
    rest, at = [], 0
    for start, end in spans:
        rest.append(text[at:start])
        at = max(at, end)
    rest.append(text[at:])
    faults = [f"{LEVEL_NAMES[nodes.level[node]].upper()}.old" for _, node, form in path.used if form in (Form.OLD, Form.OLD_SHORT)]
    candidates = ";".join(nodes.code[node][:6] for node in path.rivals)
    return (
        names[1], names[2], names[3], names[4], "", codes[3] or codes[2] or codes[1], codes[4], "", LEVEL_NAMES[level],
        "".join(rest), bool(path.rivals), candidates, ";".join(faults), len(faults), round(path.score, 3),
    )
