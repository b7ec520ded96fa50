"""Reading stations and areas."""

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Polygon, box

from workbench.coordinates import convert
from workbench.coverage import read_areas, read_stations
from workbench.errors import ColumnError, InputError, MissingError

SQUARES = gpd.GeoDataFrame(
    {"area": ["北", "南"], "station": ["S0", "S1"]},
    geometry=[box(117, 36.61, 117.02, 36.62), box(117, 36.6, 117.02, 36.61)],
    crs="EPSG:4326",
)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".kml", ".parquet"])
def test_areas_of_any_vector_format(tmp_path, suffix):
    """The same two squares come back from each format."""
    path = tmp_path / f"areas{suffix}"
    squares = SQUARES.rename(columns={"area": "name"}) if suffix in {".shp", ".kml"} else SQUARES
    squares.to_parquet(path) if suffix == ".parquet" else squares.to_file(path)
    found = read_areas(path, datum="wgs84")
    assert found.rows["area"].tolist() == ["北", "南"]
    assert found.rows["area_km2"].sum() == pytest.approx(3.98, abs=0.05)
    assert found.rejects.empty


def test_a_table_of_h3_cells(tmp_path):
    """One row per cell; what is no cell, twice there, or of another resolution is refused with the row."""
    disk = h3.grid_disk(h3.latlng_to_cell(36.6, 117.0, 9), 2)
    cells = [*disk, disk[0], "junk", h3.cell_to_parent(disk[0], 7)]
    path = tmp_path / "cells.csv"
    pd.DataFrame({"片区": ["甲"] * len(cells), "h3": cells}).to_csv(path, index=False)
    found = read_areas(path, datum="wgs84")
    assert found.rejects["row"].tolist() == [21, 22, 23]
    assert found.rejects["reason"].str.split(" · ").str[1].tolist() == [
        "cell comes twice",
        "not an H3 cell",
        "not of the resolution of the others",
    ]
    assert found.rows["area_km2"].iloc[0] == pytest.approx(sum(map(h3.cell_area, disk)), rel=0.01)


def test_wkt_is_repaired_and_told(tmp_path):
    """A bow tie is repaired, a line refused, and both are said."""
    bow = Polygon([(117, 36.6), (117.02, 36.62), (117.02, 36.6), (117, 36.62)])
    path = tmp_path / "areas.csv"
    shapes = [bow.wkt, LineString([(0, 0), (1, 1)]).wkt, "POLYGON((", box(117, 36, 118, 37).wkt]
    pd.DataFrame({"area": ["a", "b", "c", None], "wkt": shapes}).to_csv(path, index=False)
    found = read_areas(path, datum="wgs84")
    assert found.rows.geometry.is_valid.all()
    assert found.repairs.to_numpy().tolist() == [["a", "self-intersection repaired"]]
    assert found.rejects["row"].tolist() == [3, 4, 5]


def test_the_stated_datum_moves_the_shapes(tmp_path):
    """Areas drawn in GCJ-02 come back in WGS 84."""
    path = tmp_path / "areas.geojson"
    shifted = SQUARES.geometry.map(
        lambda shape: Polygon(np.column_stack(convert(*shape.exterior.xy, source="wgs84", target="gcj02")))
    )
    SQUARES.set_geometry(shifted).to_file(path)
    found = read_areas(path, datum="gcj02").rows.set_index("area").geometry
    assert found["北"].symmetric_difference(SQUARES.geometry[0]).area < 1e-3 * SQUARES.geometry[0].area


def test_stations_from_a_table(tmp_path):
    """Chinese headers are known; a station twice and one without a point are refused."""
    path = tmp_path / "stations.csv"
    rows = {"网点": ["A", "A", "B"], "经度": ["117.0", "117.1", "x"], "纬度": ["36.6", "36.6", "36.6"]}
    pd.DataFrame(rows).to_csv(path, index=False)
    found = read_stations(path, datum="wgs84")
    assert found.rows["station"].tolist() == ["A"]
    assert found.rejects["reason"].str.split(" · ").str[1].tolist() == [
        "name comes twice",
        "no point on the earth",
    ]


def test_garbage_gives_clear_errors(tmp_path):
    """Missing file, unknown ending, unreadable content and no shape column."""
    with pytest.raises(MissingError, match="there is no file"):
        read_areas(tmp_path / "none.geojson", datum="wgs84")
    (tmp_path / "x.pdf").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="expected one of"):
        read_areas(tmp_path / "x.pdf", datum="wgs84")
    (tmp_path / "x.gpkg").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.gpkg cannot be read"):
        read_areas(tmp_path / "x.gpkg", datum="wgs84")
    (tmp_path / "x.csv").write_text("area,shape\na,b\n", encoding="utf-8")
    with pytest.raises(ColumnError, match="no column 'geometry'"):
        read_areas(tmp_path / "x.csv", datum="wgs84")
