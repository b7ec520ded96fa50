"""Errors of sources, told from how they contradict each other."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.gazetteer.clusters import mean_points
from workbench.gazetteer.trust import USUAL_ERROR_M, source_errors

RNG = np.random.default_rng(3)
N = 400
DEGREE_M = 111_195.0


def _scattered(errors: list[float], block: int = 1) -> tuple[np.ndarray, ...]:
    """Three sources of the same places, each with its own error in metres."""
    lng, lat = 113.0 + np.arange(N) * 0.01, np.full(N, 34.0)
    east = [lng + RNG.normal(0, error, N) / DEGREE_M / np.cos(np.radians(34)) for error in errors]
    north = [lat + RNG.normal(0, error, N) / DEGREE_M for error in errors]
    cluster = np.tile(np.arange(N, dtype=np.int32), len(errors))
    source = np.repeat(np.arange(len(errors), dtype=np.int32), N)
    return (
        cluster,
        np.full(len(cluster), block, np.int32),
        source,
        np.concatenate(east),
        np.concatenate(north),
    )


def test_a_rough_source_is_found_out():
    """The one that contradicts the two others is the rough one, and by about as much."""
    cluster, block, source, lng, lat = _scattered([20.0, 30.0, 150.0])
    fine, middling, rough = (
        source_errors(cluster, block, source, lng, lat)[source == at][0] for at in range(3)
    )
    assert fine < middling < rough
    assert 3 < rough / fine < 12


def test_trust_is_local():
    """A source that is fine in one city may be rough in the next."""
    here, there = _scattered([20.0, 150.0, 20.0], 1), _scattered([20.0, 20.0, 150.0], 2)
    cluster, block, source, lng, lat = (np.concatenate(pair) for pair in zip(here, there, strict=True))
    cluster = cluster + (block == 2) * N
    errors = source_errors(cluster, block, source, lng, lat)
    assert errors[(block == 1) & (source == 1)][0] > 2 * errors[(block == 2) & (source == 1)][0]


def test_a_lone_source_has_the_usual_error():
    """Nothing contradicts it, so nothing is known of it."""
    errors = source_errors(
        np.arange(3, dtype=np.int32),
        np.ones(3, np.int32),
        np.zeros(3, np.int32),
        np.full(3, 113.0),
        np.full(3, 34.0),
    )
    assert errors.tolist() == pytest.approx([USUAL_ERROR_M] * 3)


def test_the_mean_leans_to_the_finer_source():
    """Of two points the finer source's draws more, and two together err less than the finer alone."""
    lng, _, error = mean_points(
        np.zeros(2, int), np.array([113.0, 113.001]), np.full(2, 34.0), np.array([20.0, 100.0])
    )
    assert 113.0 < lng[0] < 113.0003
    assert error[0] < 20


def test_a_stray_counts_little():
    """Two sources agree, the third stands 400 m off: the point stays within 60 m of the two."""
    lng, _, _ = mean_points(
        np.zeros(3, int), np.array([113.0, 113.0, 113.0044]), np.full(3, 34.0), np.full(3, 50.0)
    )
    assert (lng[0] - 113.0) * DEGREE_M * np.cos(np.radians(34)) < 60
