"""Merging of sources."""

from __future__ import annotations

import numpy as np

from workbench.gazetteer.clusters import merge_sources


def merge(key, door, lng, source):
    """Merge places on one parallel."""
    lng = np.asarray(lng, dtype=float)
    return merge_sources(
        np.asarray(key, np.uint64),
        np.ones(len(lng), np.int32),
        np.asarray(door, np.uint64),
        lng,
        np.full(len(lng), 34.0),
        np.asarray(source, np.int32),
    )


def test_near_rows_of_one_name_become_one_place():
    """Two sources 90 m apart are one place in their middle."""
    merged = merge([1, 1], [0, 0], [113.0, 113.001], [0, 1])
    assert merged.cluster[0] == merged.cluster[1]
    assert merged.lng.tolist() == [113.0005, 113.0005]
    assert merged.n_sources.tolist() == [2, 2]


def test_far_rows_of_one_name_stay_apart():
    """Twins of one name are counted, not merged."""
    merged = merge([1, 1], [0, 0], [113.0, 113.1], [0, 1])
    assert merged.cluster[0] != merged.cluster[1]
    assert merged.twins.tolist() == [2, 2]


def test_a_point_that_two_sources_contradict_is_voted_out():
    """The third row says the same door 9 km away from the two that agree."""
    merged = merge([1, 1, 1], [7, 7, 7], [113.0, 113.001, 113.1], [0, 1, 2])
    assert merged.outvoted.tolist() == [False, False, True]


def test_a_lone_source_is_not_voted_out():
    """One against one decides nothing."""
    assert not merge([1, 1], [7, 7], [113.0, 113.1], [0, 1]).outvoted.any()
