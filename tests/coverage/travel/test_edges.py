"""Reading roads."""

import numpy as np
import pandas as pd
import pytest
import shapely
from grid_town import grid_graph, grid_roads, spots

from workbench.coordinates import convert
from workbench.coverage import RoadTimes, Speeds, read_roads
from workbench.errors import InputError, MissingError


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson", ".parquet"])
def test_edge_tables_of_any_format_are_read(tmp_path, suffix):
    """The same lines give the same graph from each format."""
    path = tmp_path / f"edges{suffix}"
    roads = grid_roads(4)
    roads.to_parquet(path) if suffix == ".parquet" else roads.to_file(path)
    assert repr(read_roads(path)) == repr(grid_graph(4))


def test_an_osm_extract_is_read(tmp_path):
    """Ways of an extract are cut where they meet, one-way streets stay one-way."""
    osmium = pytest.importorskip("osmium")
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lng, lat) in enumerate(
            [(117.0, 36.6), (117.01, 36.6), (117.02, 36.6), (117.01, 36.61)], start=1
        ):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lng, lat)))
        writer.add_way(osmium.osm.mutable.Way(id=1, nodes=[1, 2, 3], tags={"highway": "primary"}))
        writer.add_way(osmium.osm.mutable.Way(id=2, nodes=[2, 4], tags={"highway": "residential"}))
        writer.add_way(
            osmium.osm.mutable.Way(id=3, nodes=[4, 3], tags={"highway": "residential", "oneway": "yes"})
        )
    graph = read_roads(path)
    assert "OpenStreetMap" in graph.attribution
    ends = pd.DataFrame({"lng": [117.01, 117.02], "lat": [36.61, 36.6]})
    metres = RoadTimes(graph, Speeds("car")).matrix(ends).metres
    assert metres[0, 1] < metres[1, 0]


def test_lines_in_gcj02_are_brought_back(tmp_path):
    """Roads drawn in GCJ-02 fit WGS 84 points if the datum is stated."""
    roads = grid_roads(5)
    moved = shapely.transform(
        roads.geometry.to_numpy(),
        lambda p: np.column_stack(convert(p[:, 0], p[:, 1], source="wgs84", target="gcj02")),
    )
    path = tmp_path / "edges.gpkg"
    roads.set_geometry(moved, crs="EPSG:4326").to_file(path)
    points = spots(8, 1, size=5)
    right = RoadTimes(read_roads(path, datum="gcj02")).matrix(points).seconds
    np.testing.assert_allclose(right, RoadTimes(grid_graph(5)).matrix(points).seconds, atol=1.0)


def test_what_is_no_road_file_is_refused(tmp_path):
    """A missing file, garbage and a table without lines each give a clear error."""
    with pytest.raises(MissingError, match="there is no file"):
        read_roads(tmp_path / "none.shp")
    (tmp_path / "x.geojson").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.geojson"):
        read_roads(tmp_path / "x.geojson")
