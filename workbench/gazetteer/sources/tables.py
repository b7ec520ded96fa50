"""Place tables of the user: a list of compounds, branches, shops, with points in any datum."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from workbench.coordinates import Datum, as_datum, convert
from workbench.errors import ColumnError
from workbench.gazetteer.regions import locate
from workbench.gazetteer.sources.files import read_table
from workbench.gazetteer.sources.result import Places, fill_places, refuse
from workbench.gazetteer.sources.stated import read_stated
from workbench.geodata import read, regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer.sources.files import Table

ALIASES = {
    "place": (
        "place",
        "name",
        "名称",
        "地点",
        "小区",
        "小区名",
        "小区名称",
        "楼盘",
        "网点名称",
        "title",
        "poi",
    ),
    "lng": (
        "lng",
        "lon",
        "longitude",
        "经度",
        "x",
        "lng_wgs84",
        "lng_bd09",
        "lng_gcj02",
        "bd_lng",
        "gcj_lng",
    ),
    "lat": ("lat", "latitude", "纬度", "y", "lat_wgs84", "lat_bd09", "lat_gcj02", "bd_lat", "gcj_lat"),
    "address": ("address", "addr", "地址", "详细地址", "位置"),
    "province": ("province", "省", "省份", "prov"),
    "city": ("city", "市", "城市", "地市"),
    "district": ("district", "county", "区", "区县", "县区", "县"),
    "town": ("town", "street", "乡镇", "街道", "乡镇街道"),
}
_NEEDED = ("place", "lng", "lat")
_WEST, _EAST, _SOUTH, _NORTH = 73.0, 136.0, 3.0, 54.0
_CIRCLE = 180.0
_BORDER_DEGREES = 0.05  # about 5 km: a point this near to the city that the row states is not called wrong


def read_places(
    path: Path | str,
    *,
    datum: Datum | str,
    name: str | None = None,
    lng: str | None = None,
    lat: str | None = None,
    address: str | None = None,
    province: str | None = None,
    city: str | None = None,
    district: str | None = None,
    town: str | None = None,
    source: str | None = None,
) -> Places:
    """Read a table of places.

    Parameters
    ----------
    path
        ``.csv``, ``.tsv``, ``.txt`` (UTF-8 or GB18030), ``.xlsx`` or ``.parquet``.
    datum
        Datum of the points: ``wgs84``, ``gcj02`` (Amap, Tencent) or ``bd09`` (Baidu). There is no default, because a
        wrong one moves every point by up to 1 km and nothing shows it.
    name, lng, lat, address, province, city, district, town
        Headers of the file; by default the usual ones (``ALIASES``) are looked for.
    source
        Value of ``place_source``; the file's name by default.

    Returns
    -------
    Places
        Rows in the file's order, WGS 84. The division is the county that the point lies in. Refused are rows
        without a name, without a point in China, and those whose point lies more than 5 km outside the city
        that the row states.

    Raises
    ------
    MissingError
        If the file is not there.
    InputError
        If it is no table, or the datum is not known.
    ColumnError
        If a header is not there.
    """
    source_datum = as_datum(datum)
    given = {"place": name, "lng": lng, "lat": lat, "address": address, "province": province}
    given |= {"city": city, "district": district, "town": town}
    table = read_table(path)
    headers = _headers(table, given, where=Path(path).name)
    texts = {each: _text(table.cells[headers[each]]) for each in headers if each not in ("lng", "lat")}
    frame = pd.DataFrame(texts, index=table.cells.index)
    frame["lng"], frame["lat"] = convert(
        _number(table.cells[headers["lng"]]), _number(table.cells[headers["lat"]]), source=source_datum
    )
    keep, rejects = _check_points(frame, table, headers)
    rows, wrong = _add_divisions(frame[keep], table.rows[keep], headers)
    rejects = pd.concat([table.rejects, rejects, wrong], ignore_index=True)
    rejects = rejects.sort_values("row", kind="stable", ignore_index=True)
    return Places(fill_places(rows, source or Path(path).stem), rejects)


def _headers(table: Table, given: dict[str, str | None], *, where: str) -> dict[str, str]:
    """Header of each column of ``places`` that the file has."""
    there = {str(column).strip().lower(): str(column) for column in table.cells.columns}
    found = {}
    for column, header in given.items():
        if header is not None:
            if header not in table.cells.columns:
                raise ColumnError(header, table.cells.columns, where=where)
            found[column] = header
            continue
        usual = next((there[alias] for alias in ALIASES[column] if alias in there), None)
        if usual is not None and usual not in found.values():
            found[column] = usual
        elif column in _NEEDED:
            raise ColumnError(ALIASES[column][0], table.cells.columns, where=f"{where} (column for {column})")
    return found


def _text(values: pd.Series) -> pd.Series:
    """Texts with every run of white space as one blank."""
    texts = pa.array(values.astype("string"), pa.string(), from_pandas=True)
    texts = pc.replace_substring_regex(texts.fill_null(""), "[\\s\u3000\u00a0]+", " ")
    return pd.Series(pc.utf8_trim_whitespace(texts).to_pandas(), index=values.index)


def _number(values: pd.Series) -> NDArray[np.float64]:
    """Degrees; what is none (text, infinity, a distance in metres) becomes NaN."""
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(numbers) <= _CIRCLE, numbers, np.nan)


def _check_points(
    frame: pd.DataFrame, table: Table, headers: dict[str, str]
) -> tuple[NDArray[np.bool_], pd.DataFrame]:
    lng, lat = frame["lng"].to_numpy(), frame["lat"].to_numpy()
    with np.errstate(invalid="ignore"):
        inside = (lng > _WEST) & (lng < _EAST) & (lat > _SOUTH) & (lat < _NORTH)
        swapped = (lat > _WEST) & (lat < _EAST) & (lng > _SOUTH) & (lng < _NORTH) & ~inside
    nameless = (frame["place"] == "").to_numpy()
    missing = np.isnan(lng) | np.isnan(lat)
    both = f"{headers['lng']}, {headers['lat']}"
    faults = (
        (nameless, headers["place"], "the place has no name"),
        (
            missing & ~nameless,
            both,
            "the point is missing or no number; expected degrees such as 116.39, 39.91",
        ),
        (swapped & ~nameless, both, "longitude and latitude seem to be swapped"),
        (~inside & ~missing & ~swapped & ~nameless, both, "the point does not lie in China"),
    )
    parts = [
        refuse(table.rows[bad], column, _shown(table, headers, bad), reason) for bad, column, reason in faults
    ]
    return inside & ~nameless, pd.concat(parts, ignore_index=True)


def _shown(table: Table, headers: dict[str, str], bad: NDArray[np.bool_]) -> pd.Series:
    lng, lat = (table.cells.loc[bad, headers[name]].astype("string").fillna("") for name in ("lng", "lat"))
    return lng + ", " + lat


def _add_divisions(
    frame: pd.DataFrame, rows: NDArray[np.intp], headers: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the county of the point; refuse points that lie away from the city that the row states."""
    found = locate(frame["lng"], frame["lat"]).set_index(frame.index)
    blank = pd.Series("", index=frame.index)
    stated = read_stated(*(frame.get(each, blank) for each in ("province", "city", "district")))
    away = _lies_away(frame, found["adcode"], stated)
    column = headers.get("city", headers.get("district", headers.get("province", "")))
    values = frame.get("city", blank)[away]
    wrong = refuse(
        rows[away], column, values, "the point lies more than 5 km outside the city that the row states"
    )
    county = read("divisions", ["code", "province", "city", "district"]).set_index("code")
    sure = found["how"].isin(["inside", "near"]) | (stated == "")
    adcode = found["adcode"].where(sure & (found["adcode"] != ""), stated)
    parts = {name: adcode.map(county[name]).fillna("") for name in county.columns}
    return frame.assign(adcode=adcode, **parts)[~away], wrong


def _lies_away(frame: pd.DataFrame, located: pd.Series, stated: pd.Series) -> NDArray[np.bool_]:
    """Rows whose point lies in another city than the stated one, and not near its border."""
    away = np.zeros(len(frame), dtype=bool)
    polygons = regions("district")
    if polygons is None:
        return away
    divisions = read("divisions", ["code", "province", "city"]).set_index("code")
    city = divisions["province"] + divisions["city"]
    here, there = located.map(city), stated.map(city)
    # A province alone says nothing of the city; a county directly under one has no city and is its own.
    says = (stated != "") & ~stated.str.endswith("0000") | stated.map(divisions["city"]).fillna("").ne("")
    differ = np.flatnonzero((says & (here != there)).to_numpy())
    for code, places in pd.Series(differ).groupby(stated.to_numpy()[differ]):
        own = polygons[(polygons["province"] + polygons["city"]) == city[str(code)]].geometry.to_numpy()
        dots = shapely.points(frame["lng"].to_numpy()[places], frame["lat"].to_numpy()[places])
        near = shapely.STRtree(own).query(dots, predicate="dwithin", distance=_BORDER_DEGREES)[0]
        away[places.to_numpy()[np.setdiff1d(np.arange(len(places)), near)]] = True
    return away
