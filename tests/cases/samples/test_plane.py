"""The statistical world: its true rates are those of what happens in it."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.cases.samples import World, make_plane


@pytest.fixture(scope="module")
def plane():
    """One world for all tests that only look."""
    return make_plane(cases=20_000, seed=3, rings=20)


def test_same_seed_same_world(plane):
    """The seed decides everything."""
    again = make_plane(cases=20_000, seed=3, rings=20)
    assert again.letters.equals(plane.letters)
    assert again.cases.equals(plane.cases)


def test_letters_end_as_often_as_their_true_odds(plane):
    """Delivered letters are as many as the true probabilities say, but for the carrier's faults."""
    letters = plane.letters
    expected = letters["p_delivered"] * (1 - World().carrier_fault_share)
    for _, part in letters.groupby(np.digitize(letters["p_delivered"], [0.2, 0.4, 0.6])):
        spread = np.sqrt((expected * (1 - expected))[part.index].sum()) / len(part)
        assert part["delivered"].mean() == pytest.approx(expected[part.index].mean(), abs=4 * spread)


def test_logged_probabilities_sum_to_one_per_case(plane):
    """The log's choice is a distribution over the addresses at hand."""
    assert np.allclose(plane.addresses.groupby("case")["p_logged"].sum(), 1.0)


def test_letter_is_at_an_address_of_its_case_with_its_probability(plane):
    """The first letter's probability is the one that its address has."""
    joined = plane.letters.merge(plane.addresses[["address_id", "case"]], on="address_id")
    assert (joined["case_x"] == joined["case_y"]).all()
    assert np.allclose(plane.letters["p_chosen"], plane.letters["p_logged"])


def test_null_cells_are_exactly_null():
    """The share of ground asked for has no effect at all."""
    cells = make_plane(cases=500, seed=1, rings=15, world=World(null_share=0.6)).cells
    assert cells["null"].mean() == pytest.approx(0.6, abs=0.01)
    assert (cells.loc[cells["null"], "field_delivery"] == 0).all()


def test_delivery_raises_repayment(plane):
    """A delivered letter makes repaying likelier for everybody."""
    assert (plane.cases["p_repays_if"] > plane.cases["p_repays_if_not"]).all()


def test_fields_are_smooth_over_the_ground(plane):
    """Cells close to each other are alike, far ones are not."""
    cells = plane.cells.sort_values(["lat", "lng"])
    near = np.corrcoef(cells["field_delivery"][:-1], cells["field_delivery"][1:])[0, 1]
    far = np.corrcoef(cells["field_delivery"][:-600], cells["field_delivery"][600:])[0, 1]
    assert near > 0.5 > abs(far)


def test_true_rates_of_cells_are_those_of_their_letters(plane):
    """Over groups of cells of alike true rate, the letters there are delivered at that rate, but for who is sent where."""
    cells = plane.cells.set_index("cell_number")
    expected = plane.letters["cell"].map(cells["true_delivered"]).astype(float)
    for _, part in plane.letters.groupby(np.digitize(expected, expected.quantile([0.25, 0.5, 0.75]))):
        assert part["delivered"].mean() == pytest.approx(expected[part.index].mean(), abs=0.03)
    assert cells["true_repaid"].between(0.005, 0.1).all()


def test_earlier_campaigns_change_nothing_of_the_last():
    """Letters sent before come from the same truth, lie before the others, and leave them as they were."""
    once, twice = (make_plane(cases=3000, seed=1, rings=10, campaigns=count) for count in (1, 2))
    assert once.letters.equals(twice.letters)
    assert once.earlier.empty
    assert len(twice.earlier) == 3000
    both = twice.earlier.merge(twice.letters, on="case", suffixes=("", "_last"))
    assert (both["attempted_at"] < both["attempted_at_last"]).mean() > 0.99
    known = both[both["address_id"].eq(both["address_id_last"])]
    again = known.groupby("delivered")["delivered_last"].mean()
    assert again[True] > again[False] + 0.2
