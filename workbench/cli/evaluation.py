"""``workbench evaluate``: how near the points are to points that are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli.truths import read_truth, take_truth
from workbench.coordinates import distance_m
from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder
from workbench.matching import RIGHT_M
from workbench.matching import evaluate as compare
from workbench.matching import sweep as try_thresholds

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = {
    "level": "level",
    "n": "n",
    "within_100_m_share": "<=100 m",
    "within_500_m_share": "<=500 m",
    "within_2000_m_share": "<=2 km",
    "median_m": "median m",
    "radius_holds_share": "radius holds",
    "ece": "calibration error",
    "accepted_share": "accepted",
    "accepted_right_share": "of them right",
}
_SWEPT = {
    "accept": "accept from",
    "accepted_share": "accepted",
    "precision": "of them right",
    "precision_low": "at least",
    "precision_high": "at most",
    "recall": "of right ones",
    "cost": "cost per row",
}


@click.command()
@take_truth
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="Gazetteer folder; without it the bundled places."
)
@click.option(
    "--sweep", is_flag=True, help="Show also what each threshold would accept, and how much of it is right."
)
def evaluate(truth: Path, datum: str, gazetteer: Path | None, *, sweep: bool, **columns: Any) -> None:
    """Geocode the addresses of TRUTH (.csv, .xlsx, .parquet) and compare with their known points."""
    rows, points, left_out = read_truth(truth, datum, columns)
    geocoder = Geocoder(Gazetteer.open(gazetteer))
    divisions = {name: columns[name] for name in ("province", "city", "district")}
    located = geocoder.geocode(rows, columns["address"], **divisions)
    table = compare(located, points)[list(_SHOWN)].rename(columns=_SHOWN)
    click.echo(geocoder.notice)
    click.echo(table.round(3).to_string(index=False))
    if sweep:
        _show_sweep(located, points)
    if left_out:
        click.echo(f"{left_out} rows without a true point were left out", err=True)


def _show_sweep(located: pd.DataFrame, points: pd.DataFrame) -> None:
    """Print what each threshold would accept; right is what lies within 500 m, answers without a point are wrong."""
    away = distance_m(
        *(frame[name].to_numpy(float) for frame in (located, points) for name in ("lng", "lat"))
    )
    labelled = located[["confidence"]].assign(right=(away < RIGHT_M).astype(float))
    table = try_thresholds(labelled, right="right")[list(_SWEPT)].rename(columns=_SWEPT)
    click.echo(table.round(3).to_string(index=False))
