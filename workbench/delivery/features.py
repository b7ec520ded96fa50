"""What is known of an address before a letter is sent to it: the features of the odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.delivery.history import count_before, rate_of_place
from workbench.tables import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

AGREE_WITHIN_METRES = 300.0
_DAYS_PER_YEAR = 365.25
_ROUGH = ("none", "province", "city", "district", "town")
_FINEST_MISFIT = 1


def address_features(
    addresses: pd.DataFrame,
    locations: pd.DataFrame,
    attempts: pd.DataFrame | None = None,
    *,
    on: pd.Timestamp | str | None = None,
) -> pd.DataFrame:
    """Lay out what is known of each address on a day.

    Parameters
    ----------
    addresses
        Table ``addresses``.
    locations
        Table ``locations``; an address without a location counts as not found (level ``none``).
    attempts
        Table ``attempts``; those before ``on`` count.
    on
        The day; by default the day after the last attempt, or the last recording.

    Returns
    -------
    pandas.DataFrame
        Same rows as ``addresses``: ``address_id, borrower, kind, level, confidence, lawful_source, cell, years, agrees, distance_km,
        tries_before, delivered_before, declined_before, failed_before, moved_before, unclear_before, place_logit``.
    """
    known = _static(addresses, locations)
    tried = attempts if attempts is not None else _NO_ATTEMPTS
    on = pd.Timestamp(on) if on is not None else _day_after(addresses, tried)
    known["years"] = _years(known["recorded_on"], pd.Series(on, index=known.index))
    tried = tried[pd.to_datetime(tried["attempted_at"]) < on]
    asked = known[["address_id", "borrower", "place_id"]].assign(attempted_at=on)
    known = known.join(count_before(tried, asked))
    known["place_logit"] = rate_of_place(_with_place(tried, known), asked)
    return known.drop(columns=["recorded_on", "place_id", "lng", "lat"])


def letter_features(attempts: pd.DataFrame, addresses: pd.DataFrame, locations: pd.DataFrame) -> pd.DataFrame:
    """Lay out what was known of each letter's address when it was sent, with how it ended: the frame to fit on.

    Parameters
    ----------
    attempts, addresses, locations
        Tables of these names. Attempts at unknown addresses are left out.

    Returns
    -------
    pandas.DataFrame
        One row per attempt at a known address, in their order: the columns of ``address_features``, ``channel, station,
        weekday, attempted_at, outcome, return_reason, p_chosen``.
    """
    require(attempts, ["address_id", "attempted_at", "outcome"], where="delivery: attempts")
    known = _static(addresses, locations).set_index("address_id")
    rows = attempts[attempts["address_id"].isin(known.index)].reset_index(drop=True)
    out = rows[["address_id"]].join(known, on="address_id")
    at = pd.to_datetime(rows["attempted_at"])
    out["years"] = _years(out["recorded_on"], at)
    out["weekday"] = at.dt.day_of_week.map(dict(enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))))
    for name in ("channel", "station", "outcome", "return_reason", "p_chosen"):
        if name in rows.columns:
            out[name] = rows[name]
    out["attempted_at"] = at
    asked = out[["address_id", "borrower", "place_id", "attempted_at"]]
    out = out.join(count_before(rows, asked))
    out["place_logit"] = rate_of_place(_with_place(rows, known.reset_index()), asked)
    return out.drop(columns=["recorded_on", "place_id", "lng", "lat"])


_NO_ATTEMPTS = pd.DataFrame(
    {
        "address_id": pd.Series(dtype=object),
        "attempted_at": pd.Series(dtype="datetime64[ns]"),
        "outcome": pd.Series(dtype=object),
    }
)


def _static(addresses: pd.DataFrame, locations: pd.DataFrame) -> pd.DataFrame:
    """Join addresses to locations, and compare each with the borrower's others."""
    require(addresses, ["address_id", "borrower", "kind"], where="delivery: addresses")
    require(locations, ["address_id", "level"], where="delivery: locations")
    wanted = [
        name
        for name in ("address_id", "level", "confidence", "cell", "cell_fit", "place_id", "lng", "lat")
        if name in locations
    ]
    out = addresses.reset_index(drop=True)
    out = out[
        [name for name in ("address_id", "borrower", "kind", "lawful_source", "recorded_on") if name in out]
    ]
    out = out.merge(locations[wanted].drop_duplicates("address_id"), on="address_id", how="left")
    for name in ("recorded_on", "place_id", "cell", "lng", "lat"):
        if name not in out:
            out[name] = pd.NaT if name == "recorded_on" else np.nan
    out["level"] = out["level"].astype(object).fillna("none")
    rough = out["level"].isin(_ROUGH) | out["lng"].isna()
    out["cell"] = out["cell"].astype(object).mask(rough)
    if "cell_fit" in out:
        # A point with a wide radius does not know its cell.
        coarse = out["cell_fit"].lt(_resolutions(out["cell"]) - _FINEST_MISFIT)
        out["cell"] = out["cell"].mask(coarse.fillna(value=False).astype(bool))
        out = out.drop(columns="cell_fit")
    agrees, distance = _compare(out, rough.to_numpy(bool))
    out["agrees"], out["distance_km"] = agrees, distance
    return out


def _resolutions(cells: pd.Series) -> pd.Series:
    """H3 resolution of cells given as text: the second hexadecimal digit of the index."""
    return cells.map(lambda cell: int(cell[1], 16), na_action="ignore").astype("Float64")


def _compare(out: pd.DataFrame, rough: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[Floats, Floats]:
    """Count the borrower's other kinds of address nearby, and measure the way to the nearest of them in km."""
    fine = np.flatnonzero(~rough)
    points = out.iloc[fine][["borrower", "kind", "lng", "lat"]].assign(at=fine)
    points = points[points["borrower"].duplicated(keep=False)]
    pairs = points.merge(points, on="borrower", suffixes=("", "_other"))
    pairs = pairs[pairs["kind"].astype(object).ne(pairs["kind_other"].astype(object))]
    metres = distance_m(pairs["lng"], pairs["lat"], pairs["lng_other"], pairs["lat_other"])
    agrees, nearest = np.where(rough, np.nan, 0.0), np.full(len(out), np.nan)
    close = pairs.assign(metres=metres)
    counts = close[close["metres"] <= AGREE_WITHIN_METRES].groupby("at")["kind_other"].nunique()
    agrees[counts.index] = counts.to_numpy(float)
    shortest = close.groupby("at")["metres"].min()
    nearest[shortest.index] = shortest.to_numpy(float) / 1000.0
    return agrees, nearest


def _with_place(attempts: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    names = known[["address_id", "borrower", "place_id"]]
    return attempts.drop(columns=["borrower", "place_id"], errors="ignore").merge(
        names, on="address_id", how="left"
    )


def _years(recorded: pd.Series, at: pd.Series) -> Floats:
    days = (pd.to_datetime(at) - pd.to_datetime(recorded)).dt.total_seconds() / 86_400.0
    return np.asarray(np.maximum(days.to_numpy(dtype=np.float64, na_value=np.nan) / _DAYS_PER_YEAR, 0.0))


def _day_after(addresses: pd.DataFrame, attempts: pd.DataFrame) -> pd.Timestamp:
    moments: list[pd.Timestamp] = [pd.to_datetime(attempts["attempted_at"]).max()]
    if "recorded_on" in addresses:
        moments.append(pd.to_datetime(addresses["recorded_on"]).max())
    dated = pd.Series(moments).dropna()
    day = pd.Timestamp(1970, 1, 1) if dated.empty else pd.Timestamp(dated.max())
    return day.normalize() + pd.Timedelta(days=1)
