"""The export formats: one file each, one line each here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.dispatch.exports.commas import write_csv
from workbench.dispatch.exports.fleet import write_fleet
from workbench.dispatch.exports.geojson import write_geojson
from workbench.dispatch.exports.gpx import write_gpx
from workbench.dispatch.exports.kml import write_kml
from workbench.dispatch.exports.links import write_links
from workbench.dispatch.exports.sheet import write_sheets
from workbench.dispatch.exports.workbook import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    Parameters
    ----------
    zh, en
        Names for people.
    write
        Writes a manifest into a folder and returns the files.
    """

    zh: str
    en: str
    write: Callable[[Manifest, Path], list[Path]]


FORMATS: dict[str, Format] = {
    "csv": Format("CSV 表格", "CSV", write_csv),
    "xlsx": Format("Excel 工作簿", "Excel workbook", write_workbook),
    "geojson": Format("GeoJSON", "GeoJSON", write_geojson),
    "gpx": Format("GPX 轨迹", "GPX", write_gpx),
    "kml": Format("KML", "KML", write_kml),
    "sheet": Format("打印派送单", "route sheet to print", write_sheets),
    "links": Format("导航链接", "links into map apps", write_links),
    "fleet": Format("车队软件导入", "fleet app import", write_fleet),
}
