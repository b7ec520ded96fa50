"""Deep links into map apps, each in its own datum and within its limits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd

from workbench.coordinates import Datum, convert
from workbench.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest

# Amap's page takes one stop in between and only by car; Baidu's app takes three; Baidu's page none.
BAIDU_STOPS_BETWEEN = 3
_AMAP_MODE = {"car": "car", "ebike": "ride", "foot": "walk"}
_BAIDU_MODE = {"car": "driving", "ebike": "riding", "foot": "walking"}
_SOURCE = "workbench"

Point = tuple[str, float, float]


def amap_link(start: Point, end: Point, mode: str) -> str:
    """Return Amap's page for one leg; points are WGS 84 and are sent in GCJ-02, longitude first."""
    parts = [f"{name}={_amap_point(point)}" for name, point in (("from", start), ("to", end))]
    return (
        f"https://uri.amap.com/navigation?{'&'.join(parts)}&mode={_AMAP_MODE[mode]}"
        f"&coordinate=gaode&callnative=1&src={_SOURCE}"
    )


def _amap_point(point: Point) -> str:
    name, lng, lat = point
    x, y = convert(lng, lat, source=Datum.WGS84, target=Datum.GCJ02)
    return f"{float(x):.6f},{float(y):.6f},{quote(name, safe='')}"


def baidu_link(start: Point, end: Point, mode: str) -> str:
    """Return Baidu's page for one leg; points are sent in BD-09, latitude first."""
    parts = []
    for key, (name, lng, lat) in (("origin", start), ("destination", end)):
        x, y = convert(lng, lat, source=Datum.WGS84, target=Datum.BD09)
        parts.append(f"{key}=" + quote(f"latlng:{float(y):.6f},{float(x):.6f}|name:{name}", safe=":,"))
    return (
        f"https://api.map.baidu.com/direction?{'&'.join(parts)}&mode={_BAIDU_MODE[mode]}"
        f"&coord_type=bd09ll&output=html&src={_SOURCE}"
    )


def baidu_app_link(points: list[Point]) -> str:
    """Return a link that opens Baidu's app at the last point, over at most three in between."""
    places = [convert(lng, lat, source=Datum.WGS84, target=Datum.BD09) for _, lng, lat in points]
    between = [
        {"name": name, "lat": round(float(y), 6), "lng": round(float(x), 6)}
        for (name, _, _), (x, y) in zip(points[:-1], places[:-1], strict=True)
    ]
    x, y = places[-1]
    listed = json.dumps({"viaPoints": between}, ensure_ascii=False, separators=(",", ":"))
    via = "&viaPoints=" + quote(listed, safe="") if between else ""
    return f"baidumap://map/navi?location={float(y):.6f},{float(x):.6f}&coord_type=bd09ll{via}&src={_SOURCE}"


def geo_link(point: Point) -> str:
    """Return a ``geo:`` link (RFC 5870): WGS 84, latitude first, one point."""
    return f"geo:{point[2]:.6f},{point[1]:.6f}"


def list_links(manifest: Manifest, courier: str) -> pd.DataFrame:
    """Return one row per stop with a link to it from the stop before, in the order of the round.

    ``baidu_app`` stands at the first stop of every four, because one link holds no more.
    """
    stops = manifest.stops_of(courier)
    mode = manifest.modes.get(courier, "car")
    rows = []
    for _, tour in stops.groupby("tour", sort=False):
        chain = list(_chain(manifest, courier, tour))
        for number in range(1, len(chain)):
            before, here = chain[number - 1], chain[number]
            leads = (number - 1) % (BAIDU_STOPS_BETWEEN + 1) == 0
            rows.append(
                {
                    "courier": courier,
                    "stop": here[0],
                    "amap": amap_link(before, here, mode),
                    "baidu": baidu_link(before, here, mode),
                    "baidu_app": baidu_app_link(chain[number : number + BAIDU_STOPS_BETWEEN + 1])
                    if leads
                    else "",
                    "geo": geo_link(here),
                }
            )
    return pd.DataFrame(rows, columns=["courier", "stop", "amap", "baidu", "baidu_app", "geo"])


def _chain(manifest: Manifest, courier: str, stops: pd.DataFrame) -> Iterator[Point]:
    base = manifest.base_of(courier)
    yield str(base["station"]), float(base["lng"]), float(base["lat"])
    for stop, lng, lat in stops[["stop", "lng", "lat"]].itertuples(index=False):
        yield str(stop), float(lng), float(lat)


def write_links(manifest: Manifest, folder: Path) -> list[Path]:
    """Write the links of all couriers; stops are named by their code, never by the address or person."""
    parts = [list_links(manifest, courier) for courier in manifest.couriers]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return [write_table(frame, folder / manifest.file_name("links", ".csv"))]
