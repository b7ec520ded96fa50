"""The couriers' ground: areas from a file or from past deliveries, and whose location each one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from workbench.coverage import (
    HistorySettings,
    RoadTimes,
    StraightTimes,
    assign,
    derive_areas,
    read_areas,
    read_roads,
    read_stations,
)
from workbench.errors import InputError
from workbench.geocoding import find_cells
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import Remark, require, table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.coverage import CheckedShapes, TravelTimes
    from workbench.workspace import Project

_VISITS_PER_CELL = 3
_DATUM = "wgs84"  # project.toml says that inputs are WGS 84; the coverage package converts others


def run(context: Context) -> Made:
    """Read or derive stations, couriers and areas, and assign every location."""
    stations, couriers = _stations(context), _couriers(context)
    areas, origin = _areas(context)
    located = context.read("locations")
    assigned = assign(located, areas, stations, travel_times(context.project), couriers=couriers)
    tables = {"stations": stations, "couriers": couriers, "areas": areas, "assignments": assigned}
    note = {
        "areas": len(areas),
        "areas_from": origin,
        "assigned": int(assigned["area"].notna().sum()),
        "of": len(assigned),
    }
    return Made(tables=tables, note=note)


def travel_times(project: Project) -> TravelTimes:
    """Return travel times over the project's roads, or by great circle and a stated detour factor."""
    roads = project.input("roads")
    return RoadTimes(read_roads(roads)) if roads else StraightTimes()


def _stations(context: Context) -> pd.DataFrame:
    path = context.project.input("stations")
    if path is None:
        context.say(
            Remark(
                "No station file: nothing is assigned to couriers and no rounds are planned.",
                "没有站点文件：不分派给投递员，也不规划路线。",
            )
        )
        return _empty("stations")
    checked = _say(context, read_stations(path, datum=_DATUM), ("stations", "个站点"))
    return checked[list(table("stations").columns)]


def _couriers(context: Context) -> pd.DataFrame:
    path = context.project.input("couriers")
    if path is None:
        return _empty("couriers")
    frame = _read_table(path)
    require(frame, ("courier", "station"), where=path.name)
    known = [name for name in table("couriers").columns if name in frame]
    for name in ("shift_hours", "capacity", "staff"):
        if name in frame:
            frame[name] = pd.to_numeric(frame[name], errors="raise")
    return frame[known].reset_index(drop=True)


def _read_table(path: Path) -> pd.DataFrame:
    try:
        return (
            pd.read_excel(path, dtype=str)
            if path.suffix.lower() == ".xlsx"
            else pd.read_csv(path, dtype=str, encoding="utf-8-sig")
        )
    except (ValueError, OSError) as error:
        raise InputError(
            f"{path}: cannot be read as a table ({type(error).__name__}). Expected .csv (UTF-8) or .xlsx."
        ) from error


def _areas(context: Context) -> tuple[gpd.GeoDataFrame, str]:
    path = context.project.input("areas")
    if path is not None:
        return _say(context, read_areas(path, datum=_DATUM), ("areas", "个片区")), "file"
    attempts = context.read("attempts")
    points = context.read("locations").query("decision == 'accept'")[["address_id", "lng", "lat"]]
    past = attempts[["address_id", "courier", "station", "outcome"]].merge(points, on="address_id")
    if past["courier"].notna().sum() == 0:
        return gpd.GeoDataFrame(_empty("areas"), geometry="geometry", crs="EPSG:4326"), "none"
    return derive_areas(past, settings=_history(past)), "past deliveries"


def _history(past: pd.DataFrame) -> HistorySettings:
    """Choose the finest cells that hold a few visits each: thin history drawn on fine cells is confetti, not ground."""
    places = past.dropna(subset=["lng", "lat"])
    for resolution in (9, 8, 7):
        if len(places) >= _VISITS_PER_CELL * len(set(find_cells(places["lng"], places["lat"], resolution))):
            return HistorySettings(resolution=resolution)
    return HistorySettings(resolution=6)


def _say(context: Context, checked: CheckedShapes, what: tuple[str, str]) -> gpd.GeoDataFrame:
    if len(checked.rejects):
        reasons = "; ".join(sorted(set(checked.rejects["reason"].astype(str))))
        context.say(
            Remark(
                f"{len(checked.rejects)} {what[0]} were refused: {reasons}",
                f"{len(checked.rejects)} {what[1]}被拒收：{reasons}",
            )
        )
    if len(checked.repairs):
        count = len(checked.repairs)
        context.say(Remark(f"{count} {what[0]} were repaired.", f"{count} {what[1]}的图形已修复。"))
    return checked.rows


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="str") for column in table(name).columns})


STEP = Step(
    "ground",
    "投递片区与分派",
    "courier areas and assignment",
    run,
    reads=("locations", "attempts"),
    inputs=("stations", "couriers", "areas", "roads"),
)
