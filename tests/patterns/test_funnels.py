"""Funnel plots: limits, over-dispersion, standing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.errors import ColumnError, InputError
from workbench.patterns import plot_funnel


def make_events(shares, sizes, seed=0):
    """Make events of stations with given shares and sizes."""
    random = np.random.default_rng(seed)
    parts = [
        pd.DataFrame(
            {"station": f"s{i:03d}", "hit": random.random(size) < share, "borrower": np.arange(size)}
        )
        for i, (share, size) in enumerate(zip(shares, sizes, strict=True))
    ]
    return pd.concat(parts, ignore_index=True)


def test_chance_alone_makes_nobody_stand_out():
    """Stations of one rate lie within, whatever their size."""
    runs = [plot_funnel(make_events([0.4] * 40, range(5, 205, 5), seed), "station") for seed in range(20)]
    assert np.mean([run["standing"].ne("within").any() for run in runs]) <= 0.1


def test_a_bad_station_stands_out():
    """One station of half the rate is below, the others are within."""
    table = plot_funnel(make_events([0.5] * 20 + [0.2], [200] * 21), "station").set_index("station")
    assert table.loc["s020", "standing"] == "below"
    assert table["q_value"].idxmin() == "s020"
    assert table["standing"].ne("within").sum() <= 2


def test_common_spread_widens_the_funnel():
    """Where all stations differ by more than chance, the limits grow and fewer stand out."""
    shares = np.random.default_rng(1).normal(0.5, 0.08, 60)
    table = plot_funnel(make_events(shares, [500] * 60), "station")
    half = (table["high_95_share"] - table["target_share"]).iloc[0]
    assert half > 2 * 1.96 * np.sqrt(0.25 / 500)
    assert table["standing"].ne("within").mean() < 0.1


def test_limits_hold_their_share():
    """The 95 % limits hold about 95 in 100 stations of one rate, the 99.8 % limits nearly all."""
    table = plot_funnel(make_events([0.4] * 400, [100] * 400), "station")
    inside = table["raw_share"].between(table["low_95_share"], table["high_95_share"]).mean()
    wide = table["raw_share"].between(table["low_998_share"], table["high_998_share"]).mean()
    assert 0.92 <= inside <= 0.98
    assert wide >= 0.99


def test_a_given_target_is_the_centre():
    """The centre can be set, for example to a contract's promise."""
    table = plot_funnel(make_events([0.5] * 5, [400] * 5), "station", target_share=0.8)
    assert table["standing"].eq("below").all()
    with pytest.raises(InputError, match="target_share is 2"):
        plot_funnel(make_events([0.5], [4]), "station", target_share=2)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_or_nothing_is_no_error(share):
    """Rates of 0 and 1 have limits, and nobody stands out."""
    table = plot_funnel(make_events([share] * 4, [30] * 4), "station")
    assert table["standing"].eq("within").all()
    assert table[["low_95_share", "high_95_share"]].notna().all(axis=None)


def test_an_unknown_column_names_the_nearest():
    """A mistyped group is answered with the columns that exist."""
    with pytest.raises(ColumnError, match="station"):
        plot_funnel(make_events([0.5], [4]), "sttion")
