"""Classes: limits by each scheme, colours around a centre, labels."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.maps.classes import Classes, Scale, cut, natural_limits, to_steps
from workbench.maps.palettes import DIVERGING, PALETTES, colours

SHARES = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=60)


@given(
    SHARES, st.sampled_from(["quantile", "equal", "jenks"]), st.integers(2, 7), st.sampled_from([None, 0.3])
)
def test_every_share_has_one_class(values, scheme, count, centre):
    """Known shares fall into a class that has a colour and a label; NaN into none."""
    shares = np.array(values, dtype=float)
    classes = cut(shares, Scale(scheme=scheme, count=count, centre=centre, palette="PuOr"))
    given_classes = classes.assign(shares)
    assert ((given_classes >= 0) == ~np.isnan(shares)).all()
    assert (
        given_classes.max(initial=0)
        < len(classes.colours)
        == len(classes.labels())
        == len(classes.limits) + 1
    )


def test_quantiles_put_as_many_in_each():
    """A thousand different shares fall into five equal parts."""
    shares = np.arange(1000) / 1000
    assert np.abs(np.bincount(cut(shares, Scale(count=5)).assign(shares)) - 200).max() <= 1


def test_equal_steps():
    """Equal classes have the same width."""
    assert cut(np.array([0.1, 0.5]), Scale(scheme="equal", count=4)).limits == (200, 300, 400)


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=4, max_size=12), st.integers(2, 4))
def test_natural_breaks_are_the_best(numbers, count):
    """No other limits have a smaller squared distance within the classes."""
    steps = np.array(numbers)
    values = np.unique(steps)
    count = min(count, len(values))

    def spread(limits) -> float:
        given_classes = np.searchsorted(np.array(limits), steps, side="right")
        return sum(
            float(((part - part.mean()) ** 2).sum())
            for part in (steps[given_classes == k] for k in set(given_classes))
        )

    best = min(spread(each) for each in combinations(values[1:], count - 1))
    assert spread(natural_limits(steps, count)) == pytest.approx(best, abs=1e-6)


def test_fixed_limits_stay_whatever_the_data():
    """Periods can be compared only with the same limits, even where a class is empty."""
    classes = cut(np.array([0.95, 0.96]), Scale(scheme="fixed", breaks=(0.5, 0.7, 0.9)))
    assert classes.limits == (500, 700, 900)
    assert classes.labels() == ("< 50 %", "50–70 %", "70–90 %", "≥ 90 %")


def test_a_limit_belongs_above():
    """The label says "from": a share on a limit is in the upper class."""
    assert Classes((500,), ("#000000", "#ffffff")).assign(np.array([0.4999, 0.4996, 0.5])).tolist() == [
        1,
        1,
        1,
    ]
    assert Classes((500,), ("#000000", "#ffffff")).assign(np.array([0.4994])).tolist() == [0]


def test_diverging_limits_mirror_around_the_centre():
    """As far below as above, and the centre itself is a limit where the number of classes is even."""
    limits = np.array(cut(np.linspace(0.2, 0.9, 200), Scale(count=6, palette="PuOr", centre=0.5)).limits)
    assert 500 in limits
    assert set(1000 - limits[limits != 500]) & set(limits)


def test_one_sided_data_keep_their_side_of_the_palette():
    """Where all shares are above the centre the lower side has one empty class and the rest is of the upper colour."""
    shares = np.linspace(0.6, 0.9, 50)
    classes = cut(shares, Scale(count=6, palette="PuOr", centre=0.5))
    assert classes.limits[0] == 500
    assert classes.assign(shares).min() == 1
    assert set(classes.colours[1:]) <= set(DIVERGING["PuOr"][6:])


@pytest.mark.parametrize("palette", PALETTES)
def test_colours_differ(palette):
    """Seven classes have seven colours, and a palette turned round is its mirror."""
    assert len(set(colours(palette, 7))) == 7
    assert colours(palette + "-", 7) == colours(palette, 7)[::-1]


def test_constant_column_is_one_class():
    """Shares that do not differ make one class, not an error."""
    assert len(cut(np.full(5, 0.4), Scale(scheme="jenks")).colours) == 1


def test_unknown_names_are_refused():
    """Scheme, palette and number are checked where they are written."""
    with pytest.raises(InputError, match="no scheme"):
        Scale(scheme="kmeans")
    with pytest.raises(InputError, match="no palette 'rainbow'"):
        colours("rainbow", 3)
    with pytest.raises(InputError, match="2 to 7 classes"):
        Scale(count=12)
    with pytest.raises(InputError, match="ascending"):
        Scale(scheme="fixed", breaks=(0.5, 0.4))


def test_steps_round_and_mark_nan():
    """0.1 % steps, -1 for nothing."""
    assert to_steps(np.array([0.0, 0.1234, 1.0, np.nan])).tolist() == [0, 123, 1000, -1]
