"""The choice among candidates, and learning to choose."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.matching.candidates import Candidates
from workbench.matching.choosing import choose, share_scores
from workbench.matching.learning import fit_chooser
from workbench.matching.network import join_networks

METRE = 1 / 111_195.0


def _candidates(query, north_m):
    n = len(query)
    blank = np.zeros(n, np.int64)
    lat = 34.0 + np.asarray(north_m, float) * METRE
    return Candidates(np.asarray(query), blank.astype(np.int8), blank, blank, np.full(n, 113.0), lat)


def test_shares_of_a_query_sum_to_one():
    """Scores of any size become shares."""
    share = share_scores(np.array([0, 0, 1]), np.array([900.0, 899.0, -5.0], np.float32), 2)
    assert share.tolist() == pytest.approx([0.7311, 0.2689, 1.0], abs=1e-4)


def test_the_answer_lies_among_the_candidates_around_the_best():
    """Two candidates 100 m apart share the answer; the third, a kilometre away, is the rival."""
    choice = choose(_candidates([0, 0, 0], [0, 100, 1_000]), np.array([1.0, 1.0, 0.5], np.float32), 1)
    assert (choice.lat[0] - 34.0) / METRE == pytest.approx(50, abs=0.1)
    assert choice.second[0] == 2
    assert choice.agree[0] == pytest.approx(1 - choice.rival[0])


def test_a_query_without_candidates_has_no_answer():
    """Its point is NaN, its best -1."""
    choice = choose(_candidates([1], [0]), np.array([0.3], np.float32), 2)
    assert choice.best.tolist() == [-1, 0]
    assert np.isnan(choice.lng[0])


def test_choosing_is_learned_within_each_query():
    """What counts is who is ahead in its own query: the shared level of a query says nothing."""
    rng = np.random.default_rng(0)
    query = np.repeat(np.arange(400), 5)
    level, own = np.repeat(rng.normal(0, 5, 400), 5), rng.normal(0, 1, 2_000)
    target = (own == np.repeat(own.reshape(400, 5).max(axis=1), 5)).astype(float)
    columns = {"level": level, "seen": level + own}
    networks = [
        fit_chooser(columns, target, query, hidden=(16, 8), epochs=30, seed=seed) for seed in range(2)
    ]
    right = [
        target[network.run(columns).reshape(400, 5).argmax(axis=1) + np.arange(400) * 5].mean()
        for network in networks
    ]
    joined = join_networks(networks)
    assert min(right) > 0.8
    assert joined.run(columns) == pytest.approx(
        np.mean([one.run(columns) for one in networks], axis=0), abs=1e-4
    )
