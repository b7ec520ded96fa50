"""Rates in nested groups, shrunk towards the group above: hierarchical empirical Bayes.

The model is Jewell's hierarchical credibility (1975) for shares: a group's share is its
parent's share plus a deviation of variance ``rho_level * p * (1 - p)``; hits are binomial
given the finest share. Variances come from products of residuals of letters that share
a group but not the next finer one (unbiased moments); shares come from one pass up and
one pass down the tree, which is the exact best linear predictor with its error variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_EDGE = 1e-9
_MOST = 0.98  # of the variance may lie between groups
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Tree:
    """Nested groups, coarsest level first, with the counts of every group.

    Parameters
    ----------
    labels
        Per level: the label of each group, sorted.
    parents
        Per level: for each group, the number of its group one level up (the root for the first).
    hits, n
        Per level: sums of the group.
    """

    labels: tuple[NDArray[np.generic], ...]
    parents: tuple[Integers, ...]
    hits: tuple[Floats, ...]
    n: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Smoothed shares of every group: per level the mean and its error variance, and ``rho`` per level."""

    mean: tuple[Floats, ...]
    variance: tuple[Floats, ...]
    rho: tuple[float, ...]
    overall: float


def _sums(code: Integers, weights: Floats, size: int) -> Floats:
    return np.bincount(code, weights, minlength=size).astype(np.float64, copy=False)


def build_tree(groups: Sequence[NDArray[np.generic]], hits: Floats, n: Floats) -> Tree:
    """Sum rows into nested groups.

    Parameters
    ----------
    groups
        Per level, coarsest first, one label per row. Each group must lie in one coarser group.
    hits, n
        Numerator and denominator per row.

    Raises
    ------
    InputError
        If counts are negative, NaN, or hits exceed n, or if groups are not nested.
    """
    if not (np.isfinite(hits).all() and np.isfinite(n).all() and (hits >= 0).all() and (hits <= n).all()):
        raise InputError(
            "rates: each row needs 0 <= hits <= n, both known. Drop or repair the other rows first."
        )
    labels, parents = [], []
    sums_hits: list[Floats] = []
    sums_n: list[Floats] = []
    above = np.zeros(len(n), dtype=np.int64)
    for level, group in enumerate(groups):
        label, first, code = np.unique(group, return_index=True, return_inverse=True)
        code = code.reshape(-1)
        parent = above[first]
        if (parent[code] != above).any():
            raise InputError(f"rates: level {level} is not nested: a group lies in two coarser groups.")
        labels.append(label)
        parents.append(parent)
        sums_hits.append(_sums(code, hits, len(label)))
        sums_n.append(_sums(code, n, len(label)))
        above = code
    return Tree(tuple(labels), tuple(parents), tuple(sums_hits), tuple(sums_n))


def _pair_moments(tree: Tree, overall: float) -> list[float]:
    """Covariance of two letters' outcomes that share a group of a level but none finer, per level."""
    residual = [hits - overall * n for hits, n in zip(tree.hits, tree.n, strict=True)]
    leaf_squares = tree.hits[-1] * (1 - overall) ** 2 + (tree.n[-1] - tree.hits[-1]) * overall**2
    moments = []
    for level in range(len(tree.n)):
        if level + 1 < len(tree.n):
            parent, size = tree.parents[level + 1], len(tree.n[level])
            inner = _sums(parent, residual[level + 1] ** 2, size)
            pairs = tree.n[level] ** 2 - _sums(parent, tree.n[level + 1] ** 2, size)
        else:
            inner, pairs = leaf_squares, tree.n[level] ** 2 - tree.n[level]
        # Dividing by n keeps a few crowded groups from deciding alone.
        weight = 1.0 / np.maximum(tree.n[level], 1.0)
        total = float(weight @ pairs)
        moments.append(float(weight @ (residual[level] ** 2 - inner)) / total if total > 0 else np.nan)
    return moments


def estimate_rho(tree: Tree) -> list[float]:
    """Estimate, per level, the share of the outcome's variance that arises between groups of that level."""
    total = tree.n[0].sum()
    overall = float(np.clip(tree.hits[0].sum() / max(total, 1.0), _EDGE, 1 - _EDGE))
    spread = overall * (1 - overall)
    rho, reached = [], 0.0
    for moment in _pair_moments(tree, overall):
        level = max((0.0 if np.isnan(moment) else moment / spread) - reached, 0.0)
        rho.append(min(level, _MOST - reached))
        reached += rho[-1]
    return rho


def shrink(tree: Tree, *, rho: Sequence[float] | None = None) -> Shrunk:
    """Smooth the shares of all groups at all levels.

    Parameters
    ----------
    tree
        Nested counts of :func:`build_tree`.
    rho
        Variance shares per level; estimated if not given: moments first, then a few steps of Fisher scoring.
    """
    shares = np.array(estimate_rho(tree) if rho is None else rho, dtype=np.float64)
    total = max(float(tree.n[0].sum()), 1.0)
    overall = float(np.clip(tree.hits[0].sum() / total, 0.5 / (total + 1), 1 - 0.5 / (total + 1)))
    centre = [np.full(len(n), overall) for n in tree.n]
    for turn in range(_ROUNDS):
        spread = [np.maximum(each * (1 - each), 0.5 / (total + 1)) for each in centre]
        up = _pass_up(tree, shares, spread)
        down = _pass_down(tree, shares, spread, up)
        if rho is None and turn < _ROUNDS - 1:
            shares = _score_rho(shares, spread, down)
        # A deviation's variance follows the share above it; half-way to the root, because that share is itself a guess.
        centre = [np.full(len(tree.n[0]), down.root)]
        centre += [0.5 * (down.mean[i - 1][tree.parents[i]] + down.root) for i in range(1, len(tree.n))]
    return Shrunk(tuple(down.mean), tuple(down.variance), tuple(shares.tolist()), down.root)


@dataclass(frozen=True, slots=True)
class _Up:
    """Evidence from below per level: precision, precision times mean, and the part that reaches the parent."""

    precision: list[Floats]
    evidence: list[Floats]
    passed: list[Floats]


@dataclass(frozen=True, slots=True)
class _Down:
    """Posterior per level, and the surprise of each deviation with its expected square without it."""

    mean: list[Floats]
    variance: list[Floats]
    surprise: list[Floats]
    noise: list[Floats]
    root: float


def _pass_up(tree: Tree, rho: Floats, spread: list[Floats]) -> _Up:
    last = len(tree.n) - 1
    within = max(1.0 - float(rho.sum()), 1.0 - _MOST)
    up = _Up([tree.n[last] / (spread[last] * within)], [tree.hits[last] / (spread[last] * within)], [])
    for level in range(last, -1, -1):
        up.passed.insert(0, 1.0 / (1.0 + up.precision[0] * rho[level] * spread[level]))
        if level:
            size, parent = len(tree.n[level - 1]), tree.parents[level]
            up.precision.insert(0, _sums(parent, up.precision[0] * up.passed[0], size))
            up.evidence.insert(0, _sums(parent, up.evidence[0] * up.passed[0], size))
    return up


def _pass_down(tree: Tree, rho: Floats, spread: list[Floats], up: _Up) -> _Down:
    floor = 0.5 / (float(tree.n[0].sum()) + 1.0)
    above = np.array([(up.precision[0] * up.passed[0]).sum()])
    above_evidence = np.array([(up.evidence[0] * up.passed[0]).sum()])
    root = float(np.clip(above_evidence[0] / above[0], floor, 1 - floor)) if above[0] > 0 else 0.5
    down = _Down([], [], [], [], root)
    for level, parent in enumerate(tree.parents):
        precision, passed = up.precision[level], up.passed[level]
        rest = np.maximum(above[parent] - precision * passed, 0.0)
        rest_evidence = above_evidence[parent] - up.evidence[level] * passed
        known = (precision > 0) & (rest > _EDGE)
        down.noise.append(1.0 / precision[known] + 1.0 / rest[known])
        gap = up.evidence[level][known] / precision[known] - rest_evidence[known] / rest[known]
        down.surprise.append(gap / np.sqrt(spread[level][known]))
        down.noise[-1] /= spread[level][known]
        widen = 1.0 / (1.0 + rest * rho[level] * spread[level])
        above = np.maximum(precision + rest * widen, _EDGE)
        above_evidence = up.evidence[level] + rest_evidence * widen
        down.mean.append(np.clip(above_evidence / above, floor, 1 - floor))
        down.variance.append(1.0 / above)
    return down


def _score_rho(rho: Floats, spread: list[Floats], down: _Down) -> Floats:
    """One step of Fisher scoring on the variance share of every level."""
    new = rho.copy()
    for level in range(len(spread)):
        expected = rho[level] + down.noise[level]
        weight = expected**-2.0
        if weight.size:
            step = float(weight @ (down.surprise[level] ** 2 - expected)) / float(weight.sum())
            new[level] = max(rho[level] + step, 0.0)
    return new if new.sum() < _MOST else new * (_MOST / new.sum())
