"""Regions as the rest of the workbench asks for them: read once from the package, then from the user's cache."""

from __future__ import annotations

import warnings
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from workbench.errors import InputError, MissingError
from workbench.files import whole
from workbench.geodata.cache import find_cache
from workbench.geodata.inventory import manifest
from workbench.geodata.polygons import SOURCES, find_source, parse_lines, parse_polygons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd

LEVELS = ("province", "city", "district")
# Square root of the area, in degrees, of the smallest triangle that stays in a light outline.
_TOLERANCE = {"province": 0.02, "city": 0.02, "district": 0.01}
_DIGITS = 4  # about 10 m
_FORM = 1  # of the cached files; a change of what is computed changes this number


class GeodataWarning(UserWarning):
    """The polygons are not there and the program goes on without them."""


def regions(level: str) -> gpd.GeoDataFrame | None:
    """Return the polygons of a level, or None with a ``GeodataWarning`` if their package is not installed.

    Parameters
    ----------
    level
        ``province``, ``city`` or ``district``.

    Returns
    -------
    geopandas.GeoDataFrame or None
        ``adcode``, ``name``, ``province``, ``city``, ``district``, ``geometry`` (WGS 84), sorted by adcode, the
        caller's own copy. Each level covers the whole country: where there is no city or county, the finest unit
        there is stands in for it (110000 among the cities, 441900 among the counties). Land that the province or
        prefecture runs itself bears that unit's code.

    Raises
    ------
    InputError
        If there is no such level.
    """
    return _copy(_load(_known(level), "regions"))


def simplified(level: str) -> gpd.GeoDataFrame | None:
    """Return light outlines of a level for base maps, otherwise as ``regions``.

    Neighbours keep one common edge: there are neither gaps nor overlaps, at any zoom.
    """
    return _copy(_load(_known(level), "simplified"))


def boundary_lines() -> gpd.GeoDataFrame | None:
    """Return ``kind`` and ``geometry`` of the lines that are no polygon's edge; None without the package.

    A map of the whole country has to show those of kind ``dashes`` (South China Sea).
    """
    return _copy(_load("province", "lines"))


def _known(level: str) -> str:
    if level not in LEVELS:
        raise InputError(f"regions: there is no level {level!r}. Expected one of: {', '.join(LEVELS)}.")
    return level


def _copy(frame: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    return None if frame is None else frame.copy()


@lru_cache(maxsize=8)
def _load(level: str, form: str) -> gpd.GeoDataFrame | None:
    """Once in a process; the notice comes once as well."""
    try:
        source = find_source(level)
        return _from_cache(source, level, form)
    except (MissingError, InputError) as fault:
        warnings.warn(
            f"{fault} Until then points are given to the nearest county seat and maps have no outlines.",
            GeodataWarning,
            stacklevel=4,
        )
        return None


def _from_cache(source: Path, level: str, form: str) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415  slow to load, and most callers of this package only read tables

    name = f"{form}-{level}-{manifest()['version']}-{SOURCES[level].sha256[:12]}-{_FORM}.parquet"
    path = find_cache() / "regions" / name
    if path.is_file():
        try:
            return gpd.read_parquet(path)
        except (ValueError, OSError):
            path.unlink(missing_ok=True)  # a damaged cache is made again
    frame = _MAKERS[form](source.read_bytes(), level)
    with suppress(OSError), whole(path) as temporary:  # a folder that cannot be written to only costs time
        frame.to_parquet(temporary, compression="zstd")
    return frame


def _simplify(data: bytes, level: str) -> gpd.GeoDataFrame:
    frame = parse_polygons(data, level)
    shapes = shapely.coverage_simplify(frame.geometry.to_numpy(), _TOLERANCE[level])
    frame["geometry"] = shapely.transform(shapes, _round)
    return frame


def _round(coordinates: Any) -> Any:
    return np.round(coordinates, _DIGITS)


_MAKERS: dict[str, Callable[[bytes, str], gpd.GeoDataFrame]] = {
    "regions": parse_polygons,
    "simplified": _simplify,
    "lines": parse_lines,
}
