"""The map of the portfolio: one offline file for analysts."""

from __future__ import annotations

import workbench
from workbench.maps import delivery_map
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import Audience, visible

_SUBTITLE = {
    "zh": "送达率按 H3 格平滑，附 95 % 区间",
    "en": "Delivery rate by H3 cell, smoothed, with 95 % intervals",
}
_TITLE = {"zh": "送达地图", "en": "Delivery map"}
_SHOWN = 8  # H3 resolution: about 0.7 km² a cell


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
        cells=cells[cells["resolution"] == _SHOWN],
        regions=context.read("regions"),
        areas=areas if len(areas) else None,
        stations=stations if len(stations) else None,
        locations=visible(locations[locations["lng"].notna()], Audience.ANALYST),
        routes=visible(routes, Audience.ANALYST) if routes is not None and len(routes) else None,
    )
    return Made(files=(path,), note={"bytes": path.stat().st_size})


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
