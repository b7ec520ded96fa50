"""From normalised addresses to divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.matching.divisions.hits import find_hits
from workbench.matching.divisions.index import DivisionIndex, bundled_index
from workbench.matching.divisions.rows import COLUMNS, make_row

if TYPE_CHECKING:
    from workbench.matching.divisions.paths import Path


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
    known: dict[object, Path] = {}
    rows = [_resolve_one(text, used, known) for text in texts.tolist()]
    return pd.DataFrame(rows, index=texts.index, columns=list(COLUMNS))


def _resolve_one(text: str, index: DivisionIndex, known: dict[object, Path]) -> tuple[object, ...]:
    hits = find_hits(text, index.automaton, index.kinds)
    key = tuple(hits)
    path = known.get(key)
    if path is None:
        path = known[key] = index.scorer.choose(hits, {})
    return make_row(text, hits, path, index)
