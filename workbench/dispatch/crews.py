"""Couriers of a day, with what is missing in their table filled from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.dispatch.job import Crew
from workbench.dispatch.settings import read_clock
from workbench.errors import InputError
from workbench.tables import MODES, require

if TYPE_CHECKING:
    from collections.abc import Hashable

    from workbench.dispatch.settings import PlanSettings

_FROM_SETTINGS = (
    "shift_from",
    "shift_to",
    "shift_hours",
    "capacity",
    "staff",
    "mode",
    "break_minutes",
    "break_from",
    "break_to",
    "tours",
)


def find_starts(couriers: pd.DataFrame) -> pd.DataFrame:
    """Return where couriers stand who do not start at their station: ``courier``, ``lng``, ``lat``."""
    if "start_lng" not in couriers:
        return pd.DataFrame({"courier": [], "lng": [], "lat": []})
    out = couriers.loc[couriers["start_lng"].notna(), ["courier", "start_lng", "start_lat"]]
    return out.set_axis(["courier", "lng", "lat"], axis="columns").reset_index(drop=True)


def read_crews(couriers: pd.DataFrame, stations: pd.DataFrame, settings: PlanSettings) -> tuple[Crew, ...]:
    """Read the table of couriers.

    Parameters
    ----------
    couriers
        Table ``couriers``; further columns ``tours``, ``break_minutes``, ``break_from``,
        ``break_to``, and ``start_lng``, ``start_lat`` for couriers who are on the way already
        are used if there. All come back to their station.
    stations
        Table ``stations``; its rows number the places that rounds start from.
    settings
        For what is missing.

    Raises
    ------
    InputError
        If there is no courier, a courier comes twice, or a station is not known.
    """
    require(couriers, ("courier", "station"), where="couriers")
    require(stations, ("station", "lng", "lat"), where="stations")
    if couriers.empty:
        raise InputError("plan: the table of couriers is empty. Give at least one courier with a station.")
    names = couriers["courier"].astype(str)
    if names.duplicated().any():
        raise InputError(
            f"couriers: {names[names.duplicated()].iloc[0]!r} comes twice. Expected one row per courier."
        )
    place_of = {str(name): number for number, name in enumerate(stations["station"])}
    unknown = sorted(set(couriers["station"].astype(str)) - place_of.keys())
    if unknown:
        raise InputError(
            f"couriers: station {unknown[0]!r} is not in the table of stations ({', '.join(place_of)})."
        )
    filled = couriers.copy()
    for column in _FROM_SETTINGS:
        standard = getattr(settings, column)
        filled[column] = (
            filled[column].astype(object).where(filled[column].notna(), standard)
            if column in filled
            else standard
        )
    if "area" not in filled:
        filled["area"] = None
    starts = {
        str(name): len(stations) + number for number, name in enumerate(find_starts(couriers)["courier"])
    }
    return tuple(_crew(row, place_of, starts) for row in filled.to_dict("records"))


def _crew(row: dict[Hashable, Any], place_of: dict[str, int], starts: dict[str, int]) -> Crew:
    where = f"courier {row['courier']}"
    if row["mode"] not in MODES:
        raise InputError(f"{where}: unknown mode {row['mode']!r}. Expected one of: {', '.join(MODES)}.")
    open_s, close_s = read_clock(row["shift_from"], where=where), read_clock(row["shift_to"], where=where)
    if close_s <= open_s:
        raise InputError(
            f"{where}: the shift ends ({row['shift_to']}) before it starts ({row['shift_from']})."
        )
    area = row["area"]
    station = place_of[str(row["station"])]
    return Crew(
        courier=str(row["courier"]),
        station=str(row["station"]),
        area=None if pd.isna(area) or area == "" else str(area),
        mode=str(row["mode"]),
        staff=int(float(str(row["staff"]))),
        capacity=int(float(str(row["capacity"]))),
        open_s=open_s,
        close_s=close_s,
        work_s=int(float(str(row["shift_hours"])) * 3600),
        break_s=int(float(str(row["break_minutes"])) * 60),
        break_from_s=read_clock(row["break_from"], where=where),
        break_to_s=read_clock(row["break_to"], where=where),
        tours=max(int(float(str(row["tours"]))), 1),
        start=starts.get(str(row["courier"]), station),
        end=station,
        carries_only=bool(row.get("carries_only", False)),
    )
