"""KML 2.2, one file: a folder per courier with stops and ways."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from workbench.dispatch.exports.captions import caption
from workbench.dispatch.exports.markup import add, write_xml

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_COLOURS = ("ffb45f06", "ff1c7bd6", "ff2e8b57", "ff8b3a8b", "ff2222c8", "ff7a7a00", "ff004d99", "ff994d00")


def write_kml(manifest: Manifest, folder: Path) -> list[Path]:
    """Write stops as points, ways as lines; longitude before latitude, WGS 84."""
    root = ET.Element("kml", {"xmlns": _NAMESPACE})
    document = add(root, "Document")
    add(document, "name", caption("routes", manifest.lang, day=manifest.day))
    for number, colour in enumerate(_COLOURS):
        style = add(document, "Style")
        style.set("id", f"way{number}")
        line = add(style, "LineStyle")
        add(line, "color", colour)
        add(line, "width", 4)
    for number, courier in enumerate(manifest.couriers):
        part = add(document, "Folder")
        add(part, "name", courier)
        _add_ways(part, manifest, courier, f"#way{number % len(_COLOURS)}")
        _add_stops(part, manifest, courier)
    path = folder / manifest.file_name("routes", ".kml")
    write_xml(root, path)
    return [path]


def _add_ways(folder: ET.Element, manifest: Manifest, courier: str, style: str) -> None:
    lines = manifest.paths.loc[manifest.paths["courier"].astype(str) == courier]
    for tour, line in lines[["tour", "geometry"]].itertuples(index=False):
        if not line.is_empty:
            mark = add(folder, "Placemark")
            add(mark, "name", caption("tour", manifest.lang, courier=courier, tour=tour))
            add(mark, "styleUrl", style)
            shape = add(mark, "LineString")
            add(shape, "tessellate", 1)
            add(shape, "coordinates", " ".join(f"{lng:.7f},{lat:.7f}" for lng, lat in line.coords))


def _add_stops(folder: ET.Element, manifest: Manifest, courier: str) -> None:
    stops = manifest.stops_of(courier)
    arrive = stops["arrive_at"].dt.strftime("%Y-%m-%dT%H:%M:%S+08:00")
    columns = stops[["lng", "lat", "stop", "address", "letters"]]
    for time, (lng, lat, stop, address, letters) in zip(arrive, columns.itertuples(index=False), strict=True):
        mark = add(folder, "Placemark")
        add(mark, "name", stop)
        words = caption("stop", manifest.lang, address=address, letters=letters)
        add(mark, "description", words)
        add(add(mark, "TimeStamp"), "when", time)
        add(add(mark, "Point"), "coordinates", f"{lng:.7f},{lat:.7f}")
