"""The map of the portfolio: one offline file for analysts."""

from __future__ import annotations

import pandas as pd

import workbench
from workbench.coverage import find_ground
from workbench.maps import delivery_map
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import Audience, visible

_SUBTITLE = {
    "zh": "比率经平滑，附样本数与 95 % 区间",
    "en": "Smoothed rates, with cases and 95 % intervals",
}
_TITLE = {"zh": "送达地图", "en": "Delivery map"}

_SEEN_SHARE = 0.5  # of the letters that shall lie in cells with enough of them to show a rate
_ENOUGH = 10


def run(context: Context) -> Made:
    """Draw all layers that there are tables for."""
    settings, lang = context.settings, context.settings.lang
    cells = context.read("cells")
    locations = context.read("locations").merge(
        context.read("addresses")[["address_id", "case_id", "kind", "address"]], on="address_id"
    )
    routes = context.read("routes") if context.project.has("routes") else None
    stations, areas = context.read("stations"), context.read("areas")
    path = context.project.out / "map.html"
    delivery_map(
        title=f"{settings.lender} {_TITLE[lang]}".strip(),
        subtitle=_SUBTITLE[lang],
        path=path,
        lang=lang,
        audience=Audience.ANALYST,
        data_date=_period(context),
        version=f"workbench {workbench.__version__}",
        cells=_readable(cells),
        regions=context.read("regions"),
        areas=areas if len(areas) else None,
        served_ground=find_ground(locations[locations["decision"] == "accept"]),
        stations=stations if len(stations) else None,
        locations=visible(locations[locations["lng"].notna()], Audience.ANALYST),
        routes=visible(routes, Audience.ANALYST) if routes is not None and len(routes) else None,
    )
    return Made(files=(path,), note={"bytes": path.stat().st_size})


def _readable(cells: pd.DataFrame) -> pd.DataFrame:
    """Drop resolutions so fine that most events lie in cells with too few of them to show a rate."""
    letters = cells[cells["measure"] == "delivered"]
    seen = letters["n"].where(letters["n"] >= _ENOUGH, 0).groupby(letters["resolution"]).sum()
    fine = seen[seen >= _SEEN_SHARE * letters.groupby("resolution")["n"].sum()].index.max()
    finest = cells["resolution"].min() if pd.isna(fine) else fine
    readable: pd.DataFrame = cells[cells["resolution"] <= finest]
    return readable


def _period(context: Context) -> str:
    days = context.read("attempts")["attempted_at"].dropna()
    return f"{days.min():%Y-%m-%d} – {days.max():%Y-%m-%d}" if len(days) else ""


STEP = Step(
    "map",
    "绘制地图",
    "draw the map",
    run,
    reads=("cells", "regions", "areas", "stations", "locations", "addresses", "attempts", "routes"),
    settings=("lender", "lang"),
)
