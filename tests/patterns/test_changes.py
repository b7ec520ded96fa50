"""Change between two periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.patterns import compare_periods


def make_events(rates, size=400, seed=0):
    """Make events of groups with given rates."""
    random = np.random.default_rng(seed)
    parts = [
        pd.DataFrame({"g": name, "hit": random.random(size) < rate, "borrower": range(size)})
        for name, rate in rates.items()
    ]
    return pd.concat(parts, ignore_index=True)


def test_a_real_change_is_seen_and_its_direction():
    """A rise and a fall are named, an equal rate is the same."""
    found = compare_periods(
        make_events({"a": 0.3, "b": 0.5, "c": 0.4}),
        make_events({"a": 0.5, "b": 0.3, "c": 0.4}, seed=1),
        ["g"],
    )
    assert found["direction"].tolist() == ["up", "down", "same"]
    assert (found["low_change"] <= found["change_share"]).all()


def test_groups_of_one_period_have_no_verdict():
    """A group that only one period has is listed, with counts and without a verdict."""
    found = compare_periods(make_events({"a": 0.3}), make_events({"b": 0.3}), ["g"]).set_index("g")
    assert found["direction"].eq("too_few").all()
    assert found.loc["b", "n_before"] == 0
    assert np.isnan(found.loc["b", "change_share"])


def test_no_change_is_rarely_called_one():
    """Of groups without a change, next to none is called changed."""
    rates = {f"g{i:02d}": 0.3 for i in range(60)}
    found = compare_periods(make_events(rates, 100, 2), make_events(rates, 100, 3), ["g"])
    assert found["direction"].ne("same").mean() < 0.05


def test_intervals_cover_the_true_change():
    """The interval of the difference holds the true one about 95 times in 100."""
    before = {f"g{i:03d}": 0.3 for i in range(300)}
    after = dict.fromkeys(before, 0.4)
    found = compare_periods(make_events(before, 60, 4), make_events(after, 60, 5), ["g"])
    assert 0.92 <= found["low_change"].le(0.1).to_numpy()[found["high_change"].ge(0.1)].sum() / 300 <= 0.985
