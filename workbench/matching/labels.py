"""What people's reviews say of answers: right, wrong, or nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.matching.calibration import WITHIN_M

CHANCE = ("near", "audit", "second")  # strata that were drawn by chance within their confidence
_PLACED = ("accept", "pick", "correct")
_SAME_M = 1.0


def settle_reviews(latest: pd.DataFrame) -> pd.DataFrame:
    """Bring the last words of several reviewers on an address together.

    Parameters
    ----------
    latest
        Each reviewer's last word on each address: ``address_id``, ``verdict``, ``lng``, ``lat`` and ``machine_lng``,
        ``machine_lat`` of the answer that was shown.

    Returns
    -------
    pandas.DataFrame
        One row per ``address_id`` (index): ``lng``, ``lat`` of the point that people gave last, NaN where they found none;
        ``n`` who spoke; ``disputed`` where two points lie more than 300 m apart, or one found a place and another none.
    """
    placed = latest["verdict"].isin(_PLACED)
    said = latest.assign(
        placed=placed, lng=latest["lng"].where(placed), lat=latest["lat"].where(placed)
    ).astype({"lng": float, "lat": float})
    groups = said.groupby("address_id", sort=False)
    last = groups[["lng", "lat"]].last(skipna=False) if len(said) else said[["lng", "lat"]]
    first = groups[["lng", "lat"]].first(skipna=False) if len(said) else said[["lng", "lat"]]
    apart = np.nan_to_num(distance_m(first["lng"], first["lat"], last["lng"], last["lat"])) > WITHIN_M
    mixed = (groups["placed"].min() != groups["placed"].max()).to_numpy(bool)
    return last.assign(n=groups.size().to_numpy(), disputed=apart | mixed)


def label_answers(locations: pd.DataFrame, latest: pd.DataFrame) -> pd.Series:
    """Say of each located address whether people found it right.

    Parameters
    ----------
    locations
        Table ``locations``.
    latest
        Each reviewer's last word on each address.

    Returns
    -------
    pandas.Series
        On the index of ``locations``: 1 where the point is within 300 m of the one that people gave, else 0; the mean where
        reviewers differ; NaN where nobody spoke, or found no place for another answer than the one that stands now, or where
        the answer is itself a correction.
    """
    spoken = locations[locations["address_id"].isin(latest["address_id"])]
    machine = spoken.set_index("address_id")[["lng", "lat", "place_source"]]
    machine = machine.rename(columns={"lng": "lng_now", "lat": "lat_now"})
    both = latest.join(machine, on="address_id", how="inner")
    placed = both["verdict"].isin(_PLACED).to_numpy(bool)
    away = distance_m(both["lng"].astype(float), both["lat"].astype(float), both["lng_now"], both["lat_now"])
    same = distance_m(
        both["machine_lng"].astype(float), both["machine_lat"].astype(float), both["lng_now"], both["lat_now"]
    )
    right = np.where(placed, (np.nan_to_num(away, nan=np.inf) < WITHIN_M) * 1.0, np.nan)
    right = np.where(~placed & (same < _SAME_M), 0.0, right)
    right = np.where(both["place_source"].eq("override") | both["lng_now"].isna(), np.nan, right)
    mean = pd.Series(right, index=both["address_id"]).groupby(level=0).mean()
    return spoken["address_id"].map(mean).astype(float).reindex(locations.index)
