"""Reading roads: edge tables of any vector format and OSM extracts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from workbench.coverage.travel.roads import RoadGraph, make_graph
from workbench.errors import ExtraError, InputError, MissingError

if TYPE_CHECKING:
    from workbench.coordinates import Datum

_OSM = "© OpenStreetMap contributors, ODbL 1.0"
_CLASSES = frozenset(
    [
        "motorway",
        "trunk",
        "primary",
        "secondary",
        "tertiary",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
        "track",
        "cycleway",
        "path",
        "pedestrian",
        "footway",
        "steps",
        "motorway_link",
        "trunk_link",
        "primary_link",
        "secondary_link",
        "tertiary_link",
    ]
)
_ONE_WAY = {"yes", "true", "1"}


def read_roads(
    path: Path | str,
    *,
    datum: Datum | str = "wgs84",
    class_column: str = "highway",
    oneway_column: str | None = "oneway",
    node_spacing_metres: float = 150.0,
    attribution: str | None = None,
) -> RoadGraph:
    """Read a road graph.

    Parameters
    ----------
    path
        An OSM extract (``.osm.pbf``, ``.osm``; needs the extra ``roads``), or an edge table: GeoParquet or any
        vector file that GDAL reads (Shapefile, GeoPackage, GeoJSON), one line per road piece.
    datum, class_column, oneway_column, node_spacing_metres
        See ``make_graph``. OSM extracts are WGS 84.
    attribution
        Kept with the graph; OSM's own for extracts.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it holds no roads.
    """
    path = Path(path)
    if not path.exists():
        raise MissingError(f"roads: there is no file {path}. Expected .osm.pbf or a table of lines.")
    if path.name.endswith((".pbf", ".osm")):
        lines, datum, oneway_column, class_column = _read_osm(path), "wgs84", "oneway", "highway"
        attribution = attribution or _OSM
    else:
        lines = _read_lines(path)
    return make_graph(
        lines,
        class_column=class_column,
        oneway_column=oneway_column,
        datum=datum,
        node_spacing_metres=node_spacing_metres,
        attribution=attribution or "",
    )


def _read_lines(path: Path) -> gpd.GeoDataFrame:
    try:
        lines = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    except Exception as error:
        raise InputError(f"roads: {path.name} cannot be read as a table of lines: {error}") from error
    if not isinstance(lines, gpd.GeoDataFrame):
        raise InputError(f"roads: {path.name} has no geometry. Expected one line per road piece.")
    if lines.crs is not None and not lines.crs.is_geographic:
        lines = lines.to_crs("EPSG:4326")
    return lines.explode(index_parts=False, ignore_index=True)


def _read_osm(path: Path) -> gpd.GeoDataFrame:
    """Read the ways that carry a road class, cut where they meet."""
    try:
        import osmium  # noqa: PLC0415 - optional
    except ImportError:
        raise ExtraError("osmium", extra="roads") from None
    ways: list[tuple[list[int], str, str]] = []
    places: dict[int, tuple[float, float]] = {}
    used: dict[int, int] = {}
    # The library's stubs do not narrow what a filter lets through.
    found: Any = (
        osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
    )
    for way in found:
        if not way.is_way() or way.tags.get("highway") not in _CLASSES:
            continue
        nodes = [node.ref for node in way.nodes if node.location.valid()]
        for node in way.nodes:
            if node.location.valid():
                places[node.ref] = (node.location.lon, node.location.lat)
                used[node.ref] = used.get(node.ref, 0) + 1
        if len(nodes) > 1:
            ways.append((nodes, way.tags["highway"], _oneway(way.tags)))
    if not ways:
        raise InputError(f"roads: {path.name} holds no way with a road class in 'highway'.")
    return _cut(ways, places, used)


def _oneway(tags: Any) -> str:
    value = tags.get("oneway", "")
    if value == "-1":
        return "-1"
    circle = tags.get("junction") in {"roundabout", "circular"}
    motorway = tags.get("highway") in {"motorway", "motorway_link"}
    return "yes" if value in _ONE_WAY or ((circle or motorway) and value != "no") else "no"


def _cut(
    ways: list[tuple[list[int], str, str]], places: dict[int, tuple[float, float]], used: dict[int, int]
) -> gpd.GeoDataFrame:
    geometry, classes, oneway = [], [], []
    for nodes, name, direction in ways:
        start = 0
        for end in range(1, len(nodes)):
            if used[nodes[end]] > 1 or end == len(nodes) - 1:
                geometry.append(shapely.LineString([places[node] for node in nodes[start : end + 1]]))
                classes.append(name)
                oneway.append(direction)
                start = end
    return gpd.GeoDataFrame({"highway": classes, "oneway": oneway}, geometry=geometry, crs="EPSG:4326")
