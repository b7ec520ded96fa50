"""Local Moran of rates agrees with esda and finds planted clusters."""

from __future__ import annotations

import warnings

import h3
import numpy as np
import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.patterns import link_neighbours, local_moran, mark_clusters, standardise_rates
from workbench.patterns.moran import score_neighbours

CELLS = sorted(h3.grid_disk("8831aa5051fffff", 10))


def make_rates(seed, shares=0.3):
    """Make noisy rates over the cells."""
    random = np.random.default_rng(seed)
    n = random.integers(5, 80, len(CELLS))
    return pd.DataFrame({"cell": CELLS, "n": n, "hits": random.binomial(n, shares)})


def test_statistic_equals_esda():
    """The statistic is esda's Moran_Local_Rate to 1e-9."""
    moran = pytest.importorskip("esda.moran")
    graph = pytest.importorskip("libpysal.graph").Graph.build_h3(CELLS, order=1, weight="binary")
    rates = make_rates(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = moran.Moran_Local_Rate(
            rates["hits"].to_numpy(), rates["n"].to_numpy(), graph.to_W(), permutations=0
        )
    ours = local_moran(standardise_rates(rates["hits"], rates["n"]), link_neighbours(CELLS))
    assert np.abs(ours - theirs.Is).max() < 1e-9


def test_a_planted_cluster_is_found():
    """The middle of a disk of high rates is a high cell among high ones."""
    high = set(h3.grid_disk(CELLS[100], 2))
    shares = np.array([0.7 if cell in high else 0.3 for cell in CELLS])
    marked = mark_clusters(make_rates(2, shares)).set_index("cell")["cluster"]
    assert marked[CELLS[100]] == "high_high"


def test_an_outlier_among_low_ones_is_named():
    """A high cell in the middle of a low disk is ``high_low``."""
    low = set(h3.grid_disk(CELLS[100], 2))
    shares = np.array([0.02 if cell in low else 0.4 for cell in CELLS])
    rates = make_rates(3, shares)
    at = CELLS.index(CELLS[100])
    rates.loc[at, ["n", "hits"]] = (80, 60)
    assert mark_clusters(rates).loc[at, "cluster"] == "high_low"


def test_noise_has_few_clusters():
    """On fields without clusters fewer than one in ten runs shows any."""
    runs = [mark_clusters(make_rates(seed))["cluster"].ne("none").any() for seed in range(30)]
    assert np.mean(runs) <= 0.1


def test_scores_equal_permutations():
    """The analytic z is that of drawing neighbours by lot."""
    x = np.random.default_rng(8).normal(size=40)
    draws = [np.random.default_rng(seed).permutation(39)[:6] for seed in range(4000)]
    drawn = np.array([np.delete(x, 3)[each].mean() for each in draws])
    z = score_neighbours(x, np.full(40, 0.5), np.full(40, 6))[3]
    assert abs(z - (0.5 - drawn.mean()) / drawn.std()) < 0.06


@pytest.mark.parametrize("size", [0, 1, 2])
def test_tiny_sets_have_no_clusters(size):
    """With nothing to compare with, nothing stands out."""
    assert mark_clusters(make_rates(5).head(size))["cluster"].eq("none").all()


def test_wrong_table_is_refused():
    """A table of another size is an error."""
    with pytest.raises(InputError, match="neighbour table"):
        local_moran([1.0], link_neighbours(CELLS))
