"""OpenStreetMap extracts (``.osm.pbf``): named places, door plates and points along roads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.errors import ExtraError, InputError, MissingError
from workbench.gazetteer.sources.result import Places, add_divisions, fill_places, no_rejects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A named object is a place where people can be reached if it bears one of these keys.
_KEYS = (
    "building",
    "amenity",
    "shop",
    "office",
    "landuse",
    "place",
    "leisure",
    "tourism",
    "healthcare",
    "railway",
    "public_transport",
    "highway",
    "man_made",
    "craft",
    "residential",
)
_ROAD_STEP_M = 300.0
_SUFFIXES = (".osm.pbf", ".osm", ".osm.gz", ".osm.bz2", ".pbf")


class _Found(NamedTuple):
    place: str
    address: str
    lng: float
    lat: float
    place_source: str


def read_extract(path: Path | str) -> Places:
    """Read an OpenStreetMap extract (ODbL, © OpenStreetMap contributors).

    Parameters
    ----------
    path
        ``.osm.pbf`` or another format of OpenStreetMap.

    Returns
    -------
    Places
        ``place_source`` is ``osm_place`` (named), ``osm_door`` (house number on a street) or ``osm_road`` (a point every
        300 m along a named road). WGS 84; the county is that of the point.

    Raises
    ------
    ExtraError
        If osmium is not installed.
    MissingError, InputError
        If the file is not there, is no extract, or nothing in it has a name in China.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingError(f"{path}: the file is not there. Name an OpenStreetMap extract (.osm.pbf).")
    if not path.name.lower().endswith(_SUFFIXES):
        expected = ", ".join(_SUFFIXES)
        raise InputError(f"{path.name}: this is no OpenStreetMap extract. Expected one of: {expected}.")
    frame = pd.DataFrame(_scan(path), columns=list(_Found._fields)).drop_duplicates()
    frame = add_divisions(frame.reset_index(drop=True))
    frame = frame[frame["adcode"] != ""]
    if frame.empty:
        raise InputError(f"{path.name}: nothing in the extract has a name or a house number in China.")
    return Places(fill_places(frame, frame["place_source"]), no_rejects())


def _scan(path: Path) -> list[_Found]:
    try:
        import osmium  # noqa: PLC0415  an extra
    except ImportError:
        raise ExtraError("osmium", extra="roads") from None
    objects = osmium.FileProcessor(str(path)).with_locations().with_areas()
    objects = objects.with_filter(osmium.filter.KeyFilter("name", "name:zh", "addr:housenumber"))
    try:
        return [found for each in objects for found in _read(each)]
    except RuntimeError as fault:
        raise InputError(f"{path.name}: the extract cannot be read ({fault}). Fetch it again.") from None


def _read(each: Any) -> Iterator[_Found]:
    """Yield what an object says; a closed way comes again as an area and is read there."""
    tags = each.tags
    name = tags.get("name:zh") or tags.get("name") or ""
    road = tags.get("highway")
    if each.is_way() and road and name and road != "bus_stop":
        for lng, lat in _along(_points(each.nodes)):
            yield _Found(name, "", lng, lat, "osm_road")
        return
    if each.is_relation() or (each.is_way() and each.is_closed()):
        return
    middle = _middle(each)
    if middle is None:
        return
    address = _address(tags)
    if name and any(key in tags for key in _KEYS):
        yield _Found(name, address, *middle, "osm_place")
    elif address and not name:
        yield _Found(address, address, *middle, "osm_door")


def _address(tags: Any) -> str:
    number = tags.get("addr:housenumber") or ""
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    if not (number and street):
        return str(tags.get("addr:full") or "")
    return f"{street}{number}" if number.endswith(("号", "號")) else f"{street}{number}号"


def _middle(each: Any) -> tuple[float, float] | None:
    if each.is_node():
        return each.location.lon, each.location.lat
    rings = [list(each.nodes)] if each.is_way() else [list(ring) for ring in each.outer_rings()]
    points = [point for ring in rings[:1] for point in _points(ring)]
    if not points:
        return None
    # The last node of a ring is its first: it must not count twice.
    own = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
    lng, lat = np.mean(own, axis=0)
    return float(lng), float(lat)


def _points(nodes: Iterable[Any]) -> list[tuple[float, float]]:
    """Nodes whose place is in the extract; a road cut off at its edge has some without."""
    return [(node.location.lon, node.location.lat) for node in nodes if node.location.valid()]


def _along(points: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the middle of a short line; points at equal steps along a longer one, ends left out."""
    if len(points) < 2:  # noqa: PLR2004  a line has two ends
        return
    lng, lat = np.array(points).T
    steps = np.asarray(distance_m(lng[:-1], lat[:-1], lng[1:], lat[1:]))
    run = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(1, int(np.ceil(run[-1] / _ROAD_STEP_M)))
    at = (np.arange(count) + 0.5) * run[-1] / count
    yield from zip(np.interp(at, run, lng).tolist(), np.interp(at, run, lat).tolist(), strict=True)
