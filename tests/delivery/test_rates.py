"""Smoothed rates of H3 cells against a known truth and against arithmetic."""

from __future__ import annotations

import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.delivery import hierarchical_rates, nested_rates
from workbench.delivery.rates import as_cells, out_of_fold_rates, parents_of
from workbench.errors import InputError

BASE = h3.latlng_to_cell(39.9, 116.4, 8)
DISK = np.array([h3.str_to_int(cell) for cell in h3.grid_disk(BASE, 30)], dtype=np.uint64)


def draw(
    seed: int, *, letters: float = 6.0, spread: float = 0.4
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw true shares of a disk of cells from a tree, and letters in them."""
    rng = np.random.default_rng(seed)
    logit = np.full(len(DISK), -0.8)
    for resolution in (5, 6, 7, 8):
        groups, code = np.unique(parents_of(DISK, resolution), return_inverse=True)
        logit += spread * rng.standard_normal(len(groups))[code]
    share = 1 / (1 + np.exp(-logit))
    n = rng.poisson(letters * rng.lognormal(0, 1, len(DISK)))
    return share, rng.binomial(n, share), n


@pytest.mark.parametrize("resolution", [0, 3, 5, 7, 8])
def test_parents_are_those_of_h3(resolution):
    """Bit arithmetic finds the same parent as the h3 library."""
    expected = [h3.str_to_int(h3.cell_to_parent(h3.int_to_str(int(cell)), resolution)) for cell in DISK[:200]]
    assert parents_of(DISK[:200], resolution).tolist() == expected


def test_text_and_integers_are_the_same_cells():
    """Cells may be given as text or as integers."""
    text = np.array([h3.int_to_str(int(cell)) for cell in DISK[:50]], dtype=object)
    assert (as_cells(text) == DISK[:50]).all()


def test_intervals_cover_the_truth_as_often_as_they_say():
    """Over six worlds 93 to 97 of 100 true shares lie inside the 95 % interval."""
    covered = []
    for seed in range(6):
        share, hits, n = draw(seed)
        rates = hierarchical_rates(DISK, hits, n)
        covered.append(((rates.low_share <= share) & (share <= rates.high_share)).mean())
    assert 0.93 <= np.mean(covered) <= 0.97


def test_smoothing_beats_the_raw_rate():
    """The smoothed rate is nearer to the truth than the raw rate, in the root mean square."""
    share, hits, n = draw(1)
    rates = hierarchical_rates(DISK, hits, n)
    seen = n > 0
    raw = np.sqrt(np.mean((rates.raw_share - share)[seen] ** 2))
    assert np.sqrt(np.mean((rates.smooth_share - share)[seen] ** 2)) < 0.5 * raw


def test_cells_without_letters_take_their_neighbourhoods_rate():
    """A cell with n = 0 is answered from its parents, wider than its neighbours."""
    _, hits, n = draw(2, letters=40.0)
    empty = n.copy()
    empty[:20] = 0
    rates = hierarchical_rates(DISK, np.where(empty == 0, 0, hits), empty)
    width = rates.high_share - rates.low_share
    assert rates.raw_share[:20].isna().all()
    assert width[:20].min() > width[20:].median()


def test_one_even_rate_everywhere_gives_that_rate():
    """Where nothing differs, nothing is made to differ."""
    rates = hierarchical_rates(DISK, np.full(len(DISK), 3), np.full(len(DISK), 10))
    assert np.allclose(rates.smooth_share, 0.3, atol=1e-6)


def test_rows_of_a_cell_are_summed_in_order_of_appearance():
    """Repeated cells become one row; the order is that of first appearance."""
    rates = hierarchical_rates(DISK[[5, 3, 5]], [1, 0, 1], [2, 1, 3])
    assert rates.cell.tolist() == DISK[[5, 3]].tolist()
    assert rates.n.tolist() == [5, 1]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40))
def test_shares_stay_ordered_and_inside(rows):
    """Whatever the counts: 0 <= low <= smooth <= high <= 1, no NaN."""
    at, a, b = np.array(rows).T
    rates = hierarchical_rates(DISK[at], np.minimum(a, b), np.maximum(a, b))
    assert (rates.low_share.between(0, 1) & rates.high_share.between(0, 1)).all()
    assert ((rates.low_share <= rates.smooth_share) & (rates.smooth_share <= rates.high_share)).all()


def test_an_interval_holds_its_rate_even_where_next_to_nothing_is_known():
    """Few cells with no hits at all are the most skewed: the smoothed rate still lies in its interval."""
    rates = hierarchical_rates(
        DISK[[11, 36, 47, 24, 17, 18, 15, 0, 31]], [0] * 8 + [5], [9, 2, 5, 7, 7, 4, 6, 7, 8]
    )
    assert (rates.low_share <= rates.smooth_share).all()
    assert (rates.smooth_share <= rates.high_share).all()


def test_out_of_fold_rate_does_not_know_its_own_outcome():
    """Flipping a letter's outcome leaves the rate that this letter gets as it was."""
    cells = np.repeat(DISK[:100], 4)
    hits = np.random.default_rng(0).integers(0, 2, len(cells)).astype(float)
    folds = np.arange(len(cells)) % 4
    before = out_of_fold_rates(cells, hits, folds)
    flipped = hits.copy()
    flipped[8] = 1 - flipped[8]
    assert out_of_fold_rates(cells, flipped, folds)[8] == before[8]


def test_regions_nest_too():
    """Counties lend strength to each other within their city and province."""
    adcode = np.array(["110101", "110102", "130102", "130104", "130202"])
    groups = [[code[:2] for code in adcode], [code[:4] for code in adcode], adcode]
    rates = nested_rates(groups, [5, 1, 30, 28, 0], [50, 9, 100, 100, 0])
    assert rates.group.tolist() == sorted(adcode)
    assert rates.smooth_share.between(0.02, 0.4).all()


@pytest.mark.parametrize(
    ("cells", "hits", "n", "words"),
    [
        (DISK[:2], [1, 2], [1, 1], "0 <= hits <= n"),
        (DISK[:2], [1, np.nan], [1, 1], "both known"),
        (["nonsense"], [1], [1], "not an H3 index"),
        ([DISK[0], parents_of(DISK[:1], 5)[0]], [1, 1], [1, 1], "resolutions 5, 8 are mixed"),
    ],
)
def test_wrong_input_is_named(cells, hits, n, words):
    """The message says what is wrong with the counts or the cells."""
    with pytest.raises(InputError, match=words):
        hierarchical_rates(cells, hits, n)


def test_groups_must_nest():
    """A county in two provinces is refused."""
    with pytest.raises(InputError, match="not nested"):
        nested_rates([["a", "b"], ["x", "x"]], [1, 1], [2, 2])
