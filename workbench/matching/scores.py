"""Scores sorted once: what any pair of thresholds would accept, show and refuse is then a search, never a new match.

How right the accepted ones are is told by reviews where there are enough, else by the calibrated confidence. Reviews
are a sample stratified by confidence, so they are weighed by bins of confidence (stratified estimate; its effective
size goes into Wilson's interval). A bin without labels rests on the confidence, and the result says how much does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import ColumnError, InputError
from workbench.matching.thresholds import Thresholds, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BINS = 20
LEAST_LABELS = 5  # of a bin, from which they speak for it
GRID = np.round(np.linspace(0.0, 1.0, 101), 2)


@dataclass(frozen=True, slots=True)
class Costs:
    """What mistakes and work cost, in any one unit.

    Parameters
    ----------
    wrong
        A wrong point that is accepted.
    review
        A look at an address.
    lost
        A right point that is refused.
    """

    wrong: float = 10.0
    review: float = 1.0
    lost: float = 3.0

    def __post_init__(self) -> None:
        if min(self.wrong, self.review, self.lost) < 0:
            raise InputError("costs: wrong, review and lost must not be below 0.")


@dataclass(frozen=True)
class ScoreBook:
    """Scores in ascending order with everything that is summed over them.

    Parameters
    ----------
    rows
        Row of the table at each place of the order.
    confidence
        Ascending, -1 where there is none.
    right
        Probability that each is right: share of its bin among the labels, else its confidence.
    labelled
        1 right, 0 wrong, NaN not labelled, in the same order.
    groups
        Names and codes (in the same order) of each grouping.
    """

    rows: NDArray[np.int64]
    confidence: Floats
    right: Floats
    labelled: Floats
    groups: dict[str, tuple[NDArray[np.object_], NDArray[np.int64]]]

    def __len__(self) -> int:
        return len(self.confidence)

    @cached_property
    def sums(self) -> Floats:
        """Expected right ones below each place of the order; one longer than the order."""
        return np.concatenate([[0.0], np.cumsum(self.right)])

    @cached_property
    def bins(self) -> NDArray[np.int64]:
        """Where each bin of confidence begins in the order, and its end."""
        edges = np.linspace(0, 1, BINS + 1)
        edges[0] = -np.inf
        return np.append(np.searchsorted(self.confidence, edges[:-1]), len(self))

    @cached_property
    def labels(self) -> tuple[Floats, Floats]:
        """Labels and right ones among them, by bin."""
        known = np.isfinite(self.labelled)
        n = np.add.reduceat(np.append(known, 0.0), np.minimum(self.bins[:-1], len(self))) * (
            np.diff(self.bins) > 0
        )
        good = np.add.reduceat(
            np.append(np.nan_to_num(self.labelled), 0.0), np.minimum(self.bins[:-1], len(self))
        )
        return n, good * (np.diff(self.bins) > 0)

    @cached_property
    def expected(self) -> Floats:
        """Mean probability of being right, by bin."""
        edges = self.sums[self.bins]
        return np.clip(np.diff(edges) / np.maximum(np.diff(self.bins), 1), 0.01, 0.99)

    @property
    def n_labels(self) -> int:
        """Labels in all."""
        return int(np.isfinite(self.labelled).sum())

    def place(self, threshold: float | Floats) -> NDArray[np.int64]:
        """Return how many scores lie below a threshold."""
        return np.asarray(np.searchsorted(self.confidence, threshold, side="left"))

    @cached_property
    def curve(self) -> pd.DataFrame:
        """Precision with its interval, recall and share accepted at each hundredth."""
        return estimate(self, GRID)


def open_book(
    locations: pd.DataFrame,
    *,
    right: pd.Series | None = None,
    by: Sequence[str] = ("level", "city", "place_source"),
) -> ScoreBook:
    """Sort the scores of located addresses.

    Parameters
    ----------
    locations
        Table ``locations``.
    right
        Per row whether the answer was found right (1, 0, missing); only labels drawn by chance within
        their confidence belong here.
    by
        Columns to group by.
    """
    if "confidence" not in locations.columns:
        raise ColumnError("confidence", locations.columns, where="score book")
    raw = locations["confidence"].to_numpy(dtype=np.float64, na_value=np.nan)
    if np.nanmax(raw, initial=0.0) > 1 or np.nanmin(raw, initial=0.0) < 0:
        raise InputError("score book: confidence must be a share from 0 to 1.")
    confidence = np.nan_to_num(raw, nan=-1.0)
    order = np.argsort(confidence, kind="stable")
    labelled = (
        np.full(len(order), np.nan)
        if right is None
        else right.to_numpy(dtype=np.float64, na_value=np.nan)[order]
    )
    groups = {}
    for name in by:
        if name in locations.columns:
            codes, names = pd.factorize(locations[name].fillna("").astype(str))
            groups[name] = np.asarray(names, dtype=object), codes[order].astype(np.int64)
    bare = ScoreBook(order, confidence[order], np.clip(confidence[order], 0, 1), labelled, groups)
    n, good = bare.labels
    spoken = n >= LEAST_LABELS
    bin_of = np.repeat(np.arange(BINS), np.diff(bare.bins))
    share = np.where(spoken, good / np.maximum(n, 1), 0.0)[bin_of]
    return ScoreBook(order, bare.confidence, np.where(spoken[bin_of], share, bare.right), labelled, groups)


def estimate(book: ScoreBook, thresholds: Floats) -> pd.DataFrame:
    """Estimate what each threshold would accept.

    Returns
    -------
    pandas.DataFrame
        ``accept``, ``n``, ``accepted_share``, ``precision``, ``precision_low``, ``precision_high``, ``recall``,
        ``labelled_share`` (of the accepted rows, whose precision rests on labels).
    """
    at = np.asarray(thresholds, dtype=np.float64)
    below = book.place(at)
    n = len(book) - below
    hit = book.sums[-1] - book.sums[below]
    safe = np.maximum(n, 1)
    precision = hit / safe
    low, high, labelled = _interval(book, below, n, precision)
    return pd.DataFrame(
        {
            "accept": at,
            "n": n,
            "accepted_share": n / max(len(book), 1),
            "precision": np.where(n > 0, precision, np.nan),
            "precision_low": low,
            "precision_high": high,
            "recall": hit / max(book.sums[-1], 1e-9),
            "labelled_share": labelled,
        }
    )


def _interval(
    book: ScoreBook, below: NDArray[np.int64], n: NDArray[np.int64], precision: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return Wilson's interval at the effective size of the stratified labels, or of the rows where none speak."""
    labels, good = book.labels
    spoken = labels >= LEAST_LABELS
    inside = np.maximum(book.bins[None, 1:] - np.maximum(book.bins[None, :-1], below[:, None]), 0)
    weight = inside / np.maximum(n, 1)[:, None]
    # a bin without a fault is not without doubt; one that nobody has looked at is as doubtful as one with few labels
    smooth = np.where(spoken, (good + 1) / (labels + 2), book.expected)
    heard = np.where(spoken, labels, LEAST_LABELS)
    variance = (weight**2 * smooth * (1 - smooth) / heard).sum(axis=1)
    labelled = np.where(spoken, weight, 0.0).sum(axis=1)
    n_heard = np.where(weight > 0, heard, 0.0).sum(axis=1)
    pooled = (precision * n_heard + 1) / (n_heard + 2)
    size = np.where(variance > 0, np.minimum(pooled * (1 - pooled) / np.maximum(variance, 1e-12), n), n)
    low, high = wilson(precision * size, size)
    return low, high, labelled


@dataclass(frozen=True, slots=True)
class Tally:
    """What a pair of thresholds does."""

    n: int
    accepted: int
    reviewed: int
    rejected: int
    precision: float
    precision_low: float
    precision_high: float
    recall: float
    cost: float
    labelled_share: float


def tally(book: ScoreBook, thresholds: Thresholds, costs: Costs) -> Tally:
    """Count what is accepted, shown and refused, how right it is, and what it costs in all."""
    row = estimate(book, np.asarray([thresholds.accept])).iloc[0]
    first, second = int(book.place(thresholds.review)), int(book.place(thresholds.accept))
    accepted = len(book) - second
    wrong = accepted - (book.sums[-1] - book.sums[second])
    cost = wrong * costs.wrong + (second - first) * costs.review + book.sums[first] * costs.lost
    return Tally(
        n=len(book),
        accepted=accepted,
        reviewed=second - first,
        rejected=first,
        precision=float(row["precision"]),
        precision_low=float(row["precision_low"]),
        precision_high=float(row["precision_high"]),
        recall=float(row["recall"]),
        cost=float(cost),
        labelled_share=float(row["labelled_share"]),
    )


def cheapest(book: ScoreBook, costs: Costs) -> Thresholds:
    """Return the pair of thresholds, to a hundredth, that costs least; of equal ones the strictest."""
    below = book.place(GRID)
    accept = (len(book) - below - (book.sums[-1] - book.sums[below])) * costs.wrong
    refuse = book.sums[below] * costs.lost
    total = accept[:, None] + refuse[None, :] + (below[:, None] - below[None, :]) * costs.review
    total[np.triu_indices(len(GRID), 1)] = np.inf  # review above accept
    flipped = total[::-1, ::-1]
    a, r = np.unravel_index(int(np.argmin(flipped)), flipped.shape)
    return Thresholds(accept=float(GRID[::-1][a]), review=float(GRID[::-1][r]))


def tally_groups(book: ScoreBook, thresholds: Thresholds, by: str, *, most: int = 12) -> pd.DataFrame:
    """Count by level, city or source: the largest groups, the others summed in a row without a name.

    Returns
    -------
    pandas.DataFrame
        ``by``, ``n``, ``accepted_share``, ``reviewed_share``, ``rejected_share``, ``confidence`` (mean of the accepted),
        ``labels`` and ``right`` (of the accepted).
    """
    if by not in book.groups:
        raise ColumnError(by, book.groups, where="score book: group")
    names, codes = book.groups[by]
    first, second = int(book.place(thresholds.review)), int(book.place(thresholds.accept))
    size = np.bincount(codes, minlength=len(names))
    kept = np.argsort(-size, kind="stable")[:most]
    slot = np.full(len(names) + 1, len(kept))
    slot[kept] = np.arange(len(kept))
    parts = len(kept) + (1 if len(names) > len(kept) else 0)
    codes = slot[codes]
    taken = codes[second:]
    label = book.labelled[second:]
    known = np.isfinite(label)
    n = np.bincount(codes, minlength=parts)
    accepted = np.bincount(taken, minlength=parts)
    rejected = np.bincount(codes[:first], minlength=parts)
    sure = np.bincount(taken, book.confidence[second:], minlength=parts)
    return pd.DataFrame(
        {
            by: [*names[kept], *([None] if parts > len(kept) else [])],
            "n": n,
            "accepted_share": accepted / np.maximum(n, 1),
            "reviewed_share": (n - accepted - rejected) / np.maximum(n, 1),
            "rejected_share": rejected / np.maximum(n, 1),
            "confidence": np.where(accepted > 0, sure / np.maximum(accepted, 1), np.nan),
            "labels": np.bincount(taken[known], minlength=parts),
            "right": np.bincount(taken[known], label[known], minlength=parts).astype(np.int64),
        }
    )


def near_threshold(book: ScoreBook, threshold: float, *, most: int = 10) -> NDArray[np.int64]:
    """Return rows of the table around a threshold, half of them above where there are as many, the highest first."""
    at, half = int(book.place(threshold)), most // 2
    low = max(min(at - half, len(book) - most), 0)
    return book.rows[low : low + most][::-1]
