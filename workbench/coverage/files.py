"""Reading stations and areas from the files that people have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryDtype

from workbench.coordinates import convert
from workbench.coverage.cells import measure, outline
from workbench.coverage.repairs import repair
from workbench.errors import ColumnError, InputError, MissingError
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.coordinates import Datum

_VECTOR = (".geojson", ".json", ".gpkg", ".shp", ".kml", ".parquet", ".fgb")
_TABLE = (".csv", ".xlsx")
_NAMES = {
    "area": ("area", "area_name", "zone", "name", "Name", "片区", "片区名称", "区域", "网格"),
    "station": ("station", "station_id", "name", "Name", "网点", "网点编号", "网点名称", "站点"),
    "station_name": ("station_name", "网点名称", "名称"),
    "courier": ("courier", "投递员", "快递员", "派送员"),
    "lng": ("lng", "lon", "longitude", "x", "经度"),
    "lat": ("lat", "latitude", "y", "纬度"),
    "cell": ("cell", "h3", "h3_index", "hex", "H3格"),
    "geometry": ("wkt", "WKT", "geometry", "geom", "几何"),
}


@dataclass(frozen=True, slots=True)
class CheckedShapes:
    """Stations or areas that passed the gate, and what did not.

    Parameters
    ----------
    rows
        Table ``stations`` or ``areas``, WGS 84.
    rejects
        Columns of table ``rejects``: ``row`` (the header being row 1), ``column``, ``value``, ``reason``.
    repairs
        What was repaired: ``area`` and ``reason``.
    """

    rows: gpd.GeoDataFrame
    rejects: pd.DataFrame
    repairs: pd.DataFrame


def read_areas(
    path: Path | str, *, datum: Datum | str, columns: Mapping[str, str] | None = None
) -> CheckedShapes:
    """Read couriers' areas.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, Shapefile, KML, GeoParquet; or ``.csv``/``.xlsx`` with a column of
        H3 cells (one row per cell) or of WKT.
    datum
        Datum that the shapes were drawn in. It has to be said: a shift of 500 m puts a
        quarter of the stops into the wrong area. H3 cells are always WGS 84.
    columns
        Which column is which (``area``, ``station``, ``courier``, ``cell``, ``geometry``), where
        the usual names do not say.

    Returns
    -------
    CheckedShapes
        Areas with the same name are one; they may overlap (see ``find_overlaps``).
    """
    frame = _read(Path(path), where="areas")
    names = _find(
        frame, ("area", "station", "courier", "cell", "geometry"), columns or {}, where=Path(path).name
    )
    if "cell" in names and "geometry" not in names:
        return _areas_of_cells(frame, names)
    if "geometry" not in names:
        raise ColumnError("geometry", map(str, frame.columns), where=Path(path).name)
    shapes, unread = _shapes(frame[names["geometry"]])
    shapes, words = repair(_to_wgs84(shapes, datum))
    words = words.where(unread == "", unread)
    area = _texts(frame, names.get("area"))
    words = words.where((words != "") | (area.notna()), "")
    refused = shapes.isna() | area.isna()
    reason = words.where(shapes.isna(), "片区名称列为空 · no name in the column of areas")
    rejects = _rejects(refused, "geometry", reason)
    rows = gpd.GeoDataFrame(
        {
            "area": area,
            "station": _texts(frame, names.get("station")),
            "courier": _texts(frame, names.get("courier")),
        },
        geometry=shapes.to_numpy(),
        crs="EPSG:4326",
    ).loc[~refused]
    fixed = (words != "") & ~refused
    repairs = pd.DataFrame({"area": area[fixed], "reason": words[fixed]}).reset_index(drop=True)
    rows = rows.dissolve(by="area", aggfunc="first", sort=True).reset_index() if len(rows) else rows
    return CheckedShapes(_order(measure(rows)), rejects, repairs)


def read_stations(
    path: Path | str, *, datum: Datum | str, columns: Mapping[str, str] | None = None
) -> CheckedShapes:
    """Read stations: points of any vector file, or a table with longitude and latitude.

    Parameters
    ----------
    path, datum, columns
        As in ``read_areas``; columns are ``station``, ``station_name``, ``lng``, ``lat``.
    """
    frame = _read(Path(path), where="stations")
    names = _find(
        frame, ("station", "station_name", "lng", "lat", "geometry"), columns or {}, where=Path(path).name
    )
    if "lng" in names and "lat" in names:
        lng, lat = (pd.to_numeric(frame[names[name]], errors="coerce") for name in ("lng", "lat"))
    elif "geometry" in names:
        points = shapely.centroid(_shapes(frame[names["geometry"]])[0].to_numpy())
        lng, lat = pd.Series(shapely.get_x(points)), pd.Series(shapely.get_y(points))
    else:
        raise ColumnError("lng", map(str, frame.columns), where=Path(path).name)
    x, y = convert(lng, lat, source=datum)
    station = _texts(frame, names.get("station"))
    off = ~((np.abs(x) <= 180.0) & (np.abs(y) <= 90.0))  # noqa: PLR2004 - degrees of the earth
    refused = pd.Series(off | station.isna().to_numpy() | station.duplicated().to_numpy())
    reason = pd.Series(
        np.where(
            off,
            "坐标不在地球上 · no point on the earth",
            np.where(station.isna(), "没有名称 · no name", "名称重复 · name comes twice"),
        )
    )
    rows = gpd.GeoDataFrame(
        {"station": station, "station_name": _texts(frame, names.get("station_name")), "lng": x, "lat": y},
        geometry=gpd.points_from_xy(x, y),
        crs="EPSG:4326",
    )
    rows = rows.loc[~refused].reset_index(drop=True)
    return CheckedShapes(rows, _rejects(refused, "station", reason), pd.DataFrame({"area": [], "reason": []}))


def _read(path: Path, *, where: str) -> pd.DataFrame:
    if not path.exists():
        raise MissingError(f"{where}: there is no file {path}.")
    suffix = path.suffix.lower()
    try:
        if suffix == ".csv":
            return pd.read_csv(path, dtype=str, encoding="utf-8-sig")
        if suffix == ".xlsx":
            return pd.read_excel(path, dtype=str)
        if suffix == ".parquet":
            return gpd.read_parquet(path).reset_index(drop=True)
        if suffix in _VECTOR:
            return gpd.read_file(path)
    except Exception as error:
        raise InputError(f"{where}: {path.name} cannot be read as {suffix}: {error}") from error
    raise InputError(f"{where}: {path.name}: expected one of {', '.join((*_VECTOR, *_TABLE))}.")


def _find(
    frame: pd.DataFrame, wanted: tuple[str, ...], given: Mapping[str, str], *, where: str
) -> dict[str, str]:
    """Return which column is which."""
    require(frame, given.values(), where=where)
    found = dict(given)
    for name in wanted:
        for alias in _NAMES[name]:
            if name not in found and alias in frame.columns:
                found[name] = alias
    return found


def _texts(frame: pd.DataFrame, column: str | None) -> pd.Series:
    if column is None:
        return pd.Series(None, index=range(len(frame)), dtype=object)
    texts = frame[column].astype(object).reset_index(drop=True)
    texts = texts.map(lambda value: str(value).strip(), na_action="ignore")
    return texts.where(texts.notna() & (texts != ""), None)


def _shapes(column: pd.Series) -> tuple[gpd.GeoSeries, pd.Series]:
    """Read geometry or WKT; what cannot be read is missing and said."""
    crs = getattr(column, "crs", None)
    if isinstance(column.dtype, GeometryDtype):
        plain = gpd.GeoSeries(column.array, crs=crs)
        if crs is not None and not crs.is_geographic:
            plain = plain.to_crs("EPSG:4326")
        return plain, pd.Series("", index=plain.index, dtype=object)
    shapes = shapely.from_wkt(column.fillna("").to_numpy(dtype=object), on_invalid="ignore")
    unread = np.where(pd.isna(shapes), "not readable as WKT", "")
    return gpd.GeoSeries(shapes, crs="EPSG:4326"), pd.Series(unread, dtype=object)


def _to_wgs84(shapes: gpd.GeoSeries, datum: Datum | str) -> gpd.GeoSeries:
    def move(points: np.ndarray) -> np.ndarray:
        return np.column_stack(convert(points[:, 0], points[:, 1], source=datum))

    moved = shapely.transform(shapely.force_2d(shapes.to_numpy()), move)
    return gpd.GeoSeries(moved, index=shapes.index, crs="EPSG:4326")


def _areas_of_cells(frame: pd.DataFrame, names: Mapping[str, str]) -> CheckedShapes:
    """Make areas of a table with one row per H3 cell; all cells of one resolution."""
    cell, area = _texts(frame, names["cell"]), _texts(frame, names.get("area"))
    valid = cell.map(lambda text: bool(text) and h3.is_valid_cell(text)).astype(bool)
    known = pd.DataFrame({"cell": cell, "area": area, "row": range(len(cell))})
    twice = pd.Series(known.duplicated("cell") & cell.notna())
    resolution = cell[valid].map(h3.get_resolution)
    odd = pd.Series(False, index=cell.index)  # noqa: FBT003 - a value
    if valid.any():
        odd[valid] = (resolution != resolution.mode().iloc[0]).to_numpy()
    refused = ~valid | area.isna() | twice | odd
    reason = pd.Series(
        np.select(
            [~valid, area.isna(), odd],
            [
                "不是 H3 网格编号 · not an H3 cell",
                "没有片区 · no area",
                "与其他网格的级别不同 · not of the resolution of the others",
            ],
            "网格重复 · cell comes twice",
        )
    )
    kept = known.loc[~refused]
    extra = {name: _texts(frame, names.get(name)) for name in ("station", "courier")}
    first = kept.drop_duplicates("area").set_index("area")["row"]
    grouped = kept.groupby("area", sort=True)["cell"].agg(list)
    rows = gpd.GeoDataFrame(
        {
            "area": grouped.index,
            **{name: texts.iloc[first.loc[grouped.index]].to_numpy() for name, texts in extra.items()},
        },
        geometry=[outline(cells) for cells in grouped],
        crs="EPSG:4326",
    )
    nothing = pd.DataFrame({"area": [], "reason": []})
    return CheckedShapes(_order(measure(rows)), _rejects(refused, "cell", reason, cell), nothing)


def _order(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return rows[["area", "station", "courier", "area_km2", "geometry"]].reset_index(drop=True)


def _rejects(
    refused: pd.Series, column: str, reason: pd.Series, value: pd.Series | None = None
) -> pd.DataFrame:
    rows = np.flatnonzero(refused.to_numpy())
    return pd.DataFrame(
        {
            "row": rows + 2,
            "column": column,
            "value": "" if value is None else value.iloc[rows].fillna("").to_numpy(),
            "reason": reason.iloc[rows].to_numpy(),
        }
    )
