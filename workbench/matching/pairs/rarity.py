"""How rare the bigrams are that two addresses share or do not share, among the bundled names of places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.gazetteer import fold, incidence, read_grams
from workbench.geodata import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Columns = dict[str, NDArray[np.float32]]

_EVERY = 4  # of the names: a sample says as well which bigrams are rare


class Rarity(NamedTuple):
    """Inverse document frequency by bigram code (sorted); ``unknown`` for a bigram that no name has."""

    codes: NDArray[np.uint64]
    weights: NDArray[np.float32]
    unknown: float


@cache
def name_rarity() -> Rarity:
    """Count the bigrams of the bundled villages, roads and buildings."""
    names = [
        name
        for table in ("villages", "osm_places")
        for name in read_table(table).column("name").to_pylist()[::_EVERY]
    ]
    grams = read_grams(fold(names))
    codes = np.unique(grams.code)
    found = np.asarray(incidence(grams, codes, len(names)).sum(axis=0)).ravel()
    weights = np.log1p((len(names) + 0.5) / (found + 0.5)).astype(np.float32)
    return Rarity(codes, weights, float(np.log1p(2 * len(names) + 1)))


def compare_grams(
    texts: Sequence[str], left: NDArray[np.intp], right: NDArray[np.intp], rarity: Rarity
) -> Columns:
    """Compare the bigrams of pairs of texts by their rarity.

    Parameters
    ----------
    texts
        The distinct texts.
    left, right
        Positions of the two texts of each pair.

    Returns
    -------
    dict
        ``cosine``, ``left_share`` and ``right_share`` (of each side's rarity that is shared), ``shared``, ``left_only``,
        ``right_only`` (sums), ``rarest`` (of the shared bigrams).
    """
    grams = read_grams(texts)
    codes = np.unique(grams.code)
    there = incidence(grams, codes, len(texts))
    at = np.searchsorted(rarity.codes, codes).clip(max=len(rarity.codes) - 1)
    weight = np.where(rarity.codes[at] == codes, rarity.weights[at], rarity.unknown)
    both = there[left].multiply(there[right]).tocsr()
    mass, square = there @ weight, there @ weight**2
    shared, dot = both @ weight, both @ weight**2
    rarest = both.multiply(weight[None, :]).tocsr().max(axis=1).toarray().ravel() if len(codes) else shared
    columns = {
        "cosine": dot / np.sqrt(np.maximum(square[left] * square[right], 1e-6)),
        "left_share": shared / np.maximum(mass[left], 1.0),
        "right_share": shared / np.maximum(mass[right], 1.0),
        "shared": shared,
        "left_only": mass[left] - shared,
        "right_only": mass[right] - shared,
        "rarest": rarest,
    }
    return {name: np.asarray(values, dtype=np.float32) for name, values in columns.items()}
