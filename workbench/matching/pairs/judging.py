"""The judge of pairs: two probabilities and a class."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.errors import ColumnError, InputError
from workbench.matching.network import Network, network_from_json
from workbench.matching.pairs.agreement import compare_sides
from workbench.matching.pairs.contest import compare_rivals
from workbench.matching.pairs.sides import read_sides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FILE = "pairs.json"


@dataclass(frozen=True, slots=True)
class PairThresholds:
    """Probability from which a pair counts as the same place, and from which as related.

    Parameters
    ----------
    exact
        Of being the same place.
    related
        Of being the same or partly the same (the compound without the building, the road of the door).
    """

    exact: float = 0.3
    related: float = 0.5

    def __post_init__(self) -> None:
        if not (0.0 <= self.exact <= 1.0 and 0.0 <= self.related <= 1.0):
            raise InputError(
                f"thresholds of pairs: exact {self.exact}, related {self.related}. Expected 0 to 1."
            )


@dataclass(frozen=True)
class PairJudge:
    """Networks for the two questions of a pair, and the thresholds that go with them.

    Parameters
    ----------
    exact
        Whether both mean the same place.
    related
        Whether they mean the same or one a part of the other.
    thresholds
        Where the classes change.
    """

    exact: tuple[Network, ...]
    related: tuple[Network, ...]
    thresholds: PairThresholds

    def weigh(self, columns: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        """Return the probabilities of ``exact`` and of ``related``, the latter at least the former."""
        exact, related = (
            np.mean([network.run(columns) for network in networks], axis=0)
            for networks in (self.exact, self.related)
        )
        exact, related = np.asarray(exact, np.float64), np.asarray(related, np.float64)
        return exact, np.maximum(exact, related)

    def as_json(self) -> dict[str, Any]:
        """Return the judge as JSON values."""
        return {
            "exact": [network.as_json() for network in self.exact],
            "related": [network.as_json() for network in self.related],
            "thresholds": {"exact": self.thresholds.exact, "related": self.thresholds.related},
        }


def _judge_from_json(said: Mapping[str, Any]) -> PairJudge:
    exact, related = (
        tuple(network_from_json(network) for network in said[name]) for name in ("exact", "related")
    )
    return PairJudge(exact, related, PairThresholds(**said["thresholds"]))


@cache
def read_pair_judge() -> PairJudge:
    """Return the judge that comes with the program."""
    path = resources.files("workbench.matching") / "weights" / FILE
    return _judge_from_json(json.loads(path.read_text(encoding="utf-8")))


def classify_pairs(exact: Floats, related: Floats, thresholds: PairThresholds) -> NDArray[np.str_]:
    """Return one of ``PAIR_CLASSES`` for each pair."""
    return np.where(
        exact >= thresholds.exact, "exact", np.where(related >= thresholds.related, "partial", "no")
    )


def read_pairs(
    frame: pd.DataFrame, left: str, right: str, *, rivals: bool = True
) -> dict[str, NDArray[np.float32]]:
    """Return the features of all pairs of a table.

    Parameters
    ----------
    frame
        One row per pair.
    left, right
        Columns with the addresses.
    rivals
        Whether rows of one left address are candidates that compete.
    """
    texts = [
        [text if isinstance(text, str) else "" for text in frame[column].tolist()] for column in (left, right)
    ]
    sides = read_sides([*texts[0], *texts[1]])
    here, there = sides.find(texts[0]), sides.find(texts[1])
    columns = compare_sides(sides, here, there)
    group = here.astype(np.int64) if rivals else np.arange(len(frame), dtype=np.int64)
    return columns | compare_rivals(columns, group)


def score_pairs(
    frame: pd.DataFrame,
    left: str,
    right: str,
    *,
    rivals: bool = True,
    thresholds: PairThresholds | None = None,
    judge: PairJudge | None = None,
) -> pd.DataFrame:
    """Say of pairs of addresses whether they mean the same place.

    Parameters
    ----------
    frame
        One row per pair; it is not changed.
    left, right
        Columns with the addresses, as people write them.
    rivals
        Whether rows with one left address are candidates that compete for it: a candidate's rank among them counts. Without,
        each pair stands alone.
    thresholds
        Where classes change; those of the judge without.
    judge
        Another judge than the one that comes with the program.

    Returns
    -------
    pandas.DataFrame
        On the same index: ``p_exact`` (same place), ``p_related`` (same place, or one is a part of the other or near it),
        ``pair_class`` (``exact``, ``partial``, ``no``).
    """
    for column in (left, right):
        if column not in frame.columns:
            raise ColumnError(column, frame.columns, where="score_pairs")
    used = judge or read_pair_judge()
    if not len(frame):
        exact = related = np.zeros(0)
    else:
        exact, related = used.weigh(read_pairs(frame, left, right, rivals=rivals))
    return pd.DataFrame(
        {
            "p_exact": exact,
            "p_related": related,
            "pair_class": classify_pairs(exact, related, thresholds or used.thresholds),
        },
        index=frame.index,
    )
