"""GPX 1.1: one file per courier, stops as a route and the way as a track."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from workbench.dispatch.exports.captions import caption
from workbench.dispatch.exports.manifest import utc
from workbench.dispatch.exports.markup import add, clean, write_xml

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from workbench.dispatch.exports.manifest import Manifest

_NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx(manifest: Manifest, folder: Path) -> list[Path]:
    """Write a file per courier: WGS 84, times in UTC; ``rtept`` are the stops in order."""
    paths = []
    for courier in manifest.couriers:
        path = folder / manifest.file_name("route", ".gpx", courier)
        write_xml(_gpx(manifest, courier), path)
        paths.append(path)
    return paths


def _gpx(manifest: Manifest, courier: str) -> ET.Element:
    root = ET.Element("gpx", {"xmlns": _NAMESPACE, "version": "1.1", "creator": "address workbench"})
    stops = manifest.stops_of(courier)
    meta = add(root, "metadata")
    add(meta, "name", f"{manifest.day:%Y-%m-%d} {courier}")
    if manifest.attribution:
        author = add(meta, "copyright")
        author.set("author", clean(manifest.attribution))
    for tour, part in stops.groupby("tour", sort=False):
        route = add(root, "rte")
        add(route, "name", caption("tour", manifest.lang, courier=courier, tour=tour))
        _add_stops(route, part, manifest.lang)
    lines = manifest.paths.loc[manifest.paths["courier"].astype(str) == courier]
    for tour, line in lines[["tour", "geometry"]].itertuples(index=False):
        if not line.is_empty:
            track = add(root, "trk")
            add(track, "name", caption("tour", manifest.lang, courier=courier, tour=tour))
            segment = add(track, "trkseg")
            for lng, lat in line.coords:
                ET.SubElement(segment, "trkpt", {"lat": f"{lat:.7f}", "lon": f"{lng:.7f}"})
    return root


def _add_stops(route: ET.Element, stops: pd.DataFrame, lang: str) -> None:
    times = utc(stops["arrive_at"])
    columns = stops[["lng", "lat", "stop", "address", "letters"]]
    for time, (lng, lat, stop, address, letters) in zip(times, columns.itertuples(index=False), strict=True):
        point = ET.SubElement(route, "rtept", {"lat": f"{lat:.7f}", "lon": f"{lng:.7f}"})
        add(point, "time", time)
        add(point, "name", stop)
        add(point, "cmt", caption("letters", lang, letters=letters))
        add(point, "desc", address)
        add(point, "type", "delivery")
