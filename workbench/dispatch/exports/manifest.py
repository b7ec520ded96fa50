"""What couriers carry, once for all formats: the same stops in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.dispatch.exports.captions import check_language
from workbench.tables import Audience, guard, require, visible

if TYPE_CHECKING:
    from datetime import date

    from workbench.dispatch.plans import Plan

_STOP = ("courier", "station", "tour", "sequence", "stop")
TIME_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Manifest:
    """The rounds as they leave the house; every frame has passed the guard for couriers.

    Parameters
    ----------
    letters
        One row per letter in order; ``name`` and ``phone`` where identities were handed in.
    stops
        One row per stop in order: ``courier``, ``tour``, ``sequence``, ``stop``, ``lng``,
        ``lat``, ``radius_m``, ``arrive_at``, ``leave_at``, ``letters``, ``address``.
    rounds
        Table ``rounds``.
    paths
        One row per courier and tour: the way from the station over all stops and back, WGS 84.
    stations
        Table ``stations``.
    modes
        Courier to mode.
    day, channel
        Of the plan.
    attribution
        Of the roads.
    lang
        ``zh`` or ``en``: what the papers say.
    """

    letters: pd.DataFrame
    stops: pd.DataFrame
    rounds: pd.DataFrame
    paths: gpd.GeoDataFrame
    stations: pd.DataFrame
    modes: dict[str, str]
    day: date
    channel: str
    attribution: str
    lang: str = "zh"

    @property
    def couriers(self) -> list[str]:
        """Couriers with stops, in order."""
        return [str(name) for name in self.stops["courier"].drop_duplicates()]

    def stops_of(self, courier: str) -> pd.DataFrame:
        """Return the stops of one courier in order."""
        return self.stops.loc[self.stops["courier"] == courier].reset_index(drop=True)

    def letters_of(self, stop: str) -> pd.DataFrame:
        """Return the letters of one stop."""
        return self.letters.loc[self.letters["stop"] == stop].reset_index(drop=True)

    def base_of(self, courier: str) -> pd.Series:
        """Return the station of a courier: ``station``, ``lng``, ``lat``."""
        station = self.rounds.loc[self.rounds["courier"] == courier, "station"].iloc[0]
        return self.stations.loc[self.stations["station"].astype(str) == str(station)].iloc[0]

    def file_name(self, stem: str, suffix: str, courier: str | None = None) -> str:
        """Return a file name of the day that every system accepts."""
        part = "" if courier is None else "_" + re.sub(r"[^\w-]", "_", courier)
        return f"{stem}_{self.day:%Y%m%d}{part}{suffix}"


def make_manifest(plan: Plan, identities: pd.DataFrame | None = None, *, lang: str = "zh") -> Manifest:
    """Gather what couriers may see of a plan.

    Parameters
    ----------
    plan
        The plan.
    identities
        ``case_id`` with ``name`` and ``phone``, opened from the vault by the caller; other
        columns are not read. Without it the files carry no names.
    lang
        ``zh`` or ``en``: what the papers say; addresses stay as they are.

    Raises
    ------
    InputError
        If the language is unknown.
    PolicyError
        If a column is not for couriers.
    """
    check_language(lang)
    letters = visible(plan.routes, Audience.COURIER)
    if identities is not None:
        require(identities, ("case_id",), where="identities")
        known = [name for name in ("case_id", "name", "phone") if name in identities]
        letters = letters.merge(identities[known].drop_duplicates("case_id"), on="case_id", how="left")
    letters = guard(letters.reset_index(drop=True), Audience.COURIER, where="route export")
    stops = _group(letters)
    used = plan.travel
    modes = {name: next(iter(used)) for name in plan.rounds["courier"].astype(str)} if used else {}
    if "mode" in plan.couriers:
        modes |= dict(
            plan.couriers.dropna(subset=["mode"])[["courier", "mode"]].astype(str).itertuples(index=False)
        )
    return Manifest(
        letters=letters,
        stops=stops,
        rounds=guard(plan.rounds, Audience.COURIER, where="route export"),
        paths=_draw_paths(plan, stops, modes),
        stations=plan.stations,
        modes=modes,
        day=plan.settings.day,
        channel=plan.settings.channel,
        attribution="; ".join(sorted({getattr(each, "attribution", "") for each in used.values()} - {""})),
        lang=lang,
    )


def _group(letters: pd.DataFrame) -> pd.DataFrame:
    """One row per stop, in order."""
    grouped = letters.groupby(list(_STOP), sort=False, dropna=False)
    stops = grouped.agg(
        lng=("lng", "first"),
        lat=("lat", "first"),
        radius_m=("radius_m", "max"),
        arrive_at=("arrive_at", "min"),
        leave_at=("leave_at", "max"),
        letters=("letters", "sum"),
        address=(
            "address",
            lambda each: "；".join(dict.fromkeys(str(text) for text in each if pd.notna(text))),
        ),
    )
    return guard(stops.reset_index(), Audience.COURIER, where="route export")


def _draw_paths(plan: Plan, stops: pd.DataFrame, modes: dict[str, str]) -> gpd.GeoDataFrame:
    """Draw the way of every tour over the roads."""
    rows, shapes = [], []
    base_of = plan.stations.assign(station=plan.stations["station"].astype(str)).set_index("station")
    for (courier, tour), part in stops.groupby(["courier", "tour"], sort=False):
        base = base_of.loc[[str(part["station"].iloc[0])], ["lng", "lat"]].astype("float64")
        chain = pd.concat([base, part[["lng", "lat"]], base], ignore_index=True)
        legs = plan.travel[modes[str(courier)]].legs(chain.iloc[:-1], chain.iloc[1:].reset_index(drop=True))
        points = shapely.get_coordinates(np.asarray(legs.geometry, dtype=object))
        rows.append({"courier": courier, "tour": tour})
        shapes.append(shapely.LineString(points) if len(points) > 1 else shapely.LineString())
    frame = pd.DataFrame(rows, columns=["courier", "tour"])
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def utc(times: pd.Series) -> pd.Series:
    """Return local times of China as ``2026-01-05T01:04:52Z``."""
    stamps: pd.Series = times.dt.tz_localize(TIME_ZONE).dt.tz_convert("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return stamps
