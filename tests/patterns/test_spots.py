"""Hot spots agree with esda, find what was planted, and stay silent on noise."""

from __future__ import annotations

import warnings

import h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.patterns import (
    gi_star,
    link_neighbours,
    mark_robust,
    mark_spots,
    score_rates,
    standardise_rates,
)

CELLS = sorted(h3.grid_disk("8831aa5051fffff", 12))
TABLE = link_neighbours(CELLS)


def make_rates(seed, *, shares=0.3):
    """Make noisy rates over the cells."""
    random = np.random.default_rng(seed)
    n = random.integers(1, 80, len(CELLS))
    return pd.DataFrame({"cell": CELLS, "n": n, "hits": random.binomial(n, shares)})


@pytest.fixture(scope="module")
def plain_graph():
    """Return the neighbours as libpysal knows them, from its own H3 builder."""
    graph = pytest.importorskip("libpysal.graph")
    return graph.Graph.build_h3(CELLS, order=1, weight="binary")


def test_table_equals_libpysal(plain_graph):
    """Our table without its diagonal is libpysal's graph."""
    theirs = plain_graph.sparse.toarray()
    assert (TABLE.toarray() - np.eye(len(CELLS)) == theirs).all()


@pytest.mark.parametrize("seed", range(3))
def test_gi_star_equals_esda(plain_graph, seed):
    """The analytic z is esda's to 1e-9."""
    getisord = pytest.importorskip("esda.getisord")
    values = np.random.default_rng(seed).gamma(2.0, 1.0, len(CELLS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = plain_graph.assign_self_weight(1).to_W()
        theirs = getisord.G_Local(values, weights, transform="B", permutations=0, star=None)
    assert np.abs(gi_star(values, TABLE) - theirs.Zs).max() < 1e-9


@given(st.floats(0.1, 50), st.floats(-20, 20))
@settings(max_examples=20)
def test_gi_star_ignores_unit_and_origin(scale, shift):
    """The score does not change with the unit or the origin of the values."""
    values = np.random.default_rng(1).normal(size=len(CELLS))
    assert np.allclose(gi_star(values, TABLE), gi_star(values * scale + shift, TABLE), atol=1e-6)


@pytest.mark.parametrize(
    "values", [np.zeros(len(CELLS)), np.full(len(CELLS), 0.1), np.full(len(CELLS), 1e9 / 3)]
)
def test_a_constant_field_has_no_spots(values):
    """Where all cells are alike z is 0, not rounding dust."""
    assert (gi_star(values, TABLE) == 0).all()


def test_standardised_rates_equal_esda():
    """Assuncao and Reis' standardisation is esda's to 1e-12."""
    smoothing = pytest.importorskip("esda.smoothing")
    rates = make_rates(4)
    theirs = smoothing.assuncao_rate(rates["hits"].to_numpy(), rates["n"].to_numpy())
    assert np.abs(standardise_rates(rates["hits"], rates["n"]) - theirs).max() < 1e-12


def test_a_planted_spot_is_found_and_its_opposite_is_cold():
    """A disk of high rates is hot, one of low rates cold, and nothing far from both is either."""
    hot, cold = set(h3.grid_disk(CELLS[40], 2)), set(h3.grid_disk(CELLS[-40], 2))
    shares = np.array([0.7 if cell in hot else 0.02 if cell in cold else 0.3 for cell in CELLS])
    marked = mark_spots(make_rates(5, shares=shares)).set_index("cell")["spot"]
    assert marked[CELLS[40]] == "hot"
    assert marked[CELLS[-40]] == "cold"
    near = {each for cell in hot | cold for each in h3.grid_disk(cell, 1)}
    assert marked[[cell for cell in CELLS if cell not in near]].eq("none").mean() > 0.97


def test_noise_has_next_to_no_spots():
    """On fields without any spot, fewer than one in ten runs shows any."""
    runs = [mark_spots(make_rates(seed))["spot"].ne("none").any() for seed in range(40)]
    assert np.mean(runs) <= 0.1


def test_robust_needs_two_resolutions():
    """A spot at one resolution alone is not robust; one over the same ground at two is."""
    fine = pd.DataFrame({"cell": CELLS, "spot": "none"})
    fine.loc[:1, "spot"] = "hot"
    coarse = pd.DataFrame({"cell": sorted({h3.cell_to_parent(each, 7) for each in CELLS}), "spot": "none"})
    coarse.loc[coarse["cell"].eq(h3.cell_to_parent(CELLS[0], 7)), "spot"] = "hot"
    first, second = mark_robust([fine, coarse])
    assert first["robust"].tolist()[:1] == [True]
    assert first["robust"].sum() == (h3.cell_to_parent(CELLS[1], 7) == h3.cell_to_parent(CELLS[0], 7)) + 1
    assert second["robust"].sum() == 1
    assert not mark_robust([fine])[0]["robust"].any()


def test_a_hot_spot_over_a_cold_one_is_not_robust():
    """Resolutions must agree on the kind."""
    fine = pd.DataFrame({"cell": CELLS[:1], "spot": "hot"})
    coarse = pd.DataFrame({"cell": [h3.cell_to_parent(CELLS[0], 7)], "spot": "cold"})
    assert not any(frame["robust"].any() for frame in mark_robust([fine, coarse]))


def test_wrong_table_and_empty_cells_are_refused():
    """A table of another size and cells without cases are errors, not numbers."""
    with pytest.raises(InputError, match="one row per value"):
        gi_star(np.zeros(3), TABLE)
    for refuse in (lambda: standardise_rates([0], [0]), lambda: score_rates([0], [0], TABLE)):
        with pytest.raises(InputError, match="denominator is 0"):
            refuse()


def test_scores_of_cells_without_spread_are_binomial():
    """Where cells differ no more than chance makes them, z is the binomial score of the neighbourhood."""
    hits, n = np.tile([3, 4], len(CELLS))[: len(CELLS)], np.full(len(CELLS), 10)
    share = hits.sum() / n.sum()
    near = np.asarray(TABLE.sum(axis=1)).ravel()
    wanted = (TABLE @ (hits - 10 * share)) / np.sqrt(near * 10 * share * (1 - share))
    assert np.allclose(score_rates(hits, n, TABLE), wanted)


def test_scores_of_noise_are_standard_normal():
    """On noise the scores have mean 0 and spread 1, with few cases a cell as well."""
    z = np.concatenate([score_rates(each["hits"], each["n"], TABLE) for each in map(make_rates, range(30))])
    assert abs(z.mean()) < 0.05
    assert 0.9 < z.std() < 1.05
