"""Outlines as SVG paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from workbench.report.drawings.pens import PENS, write_text
from workbench.report.markup import Html, tag

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from workbench.report.drawings.views import View

    Floats = NDArray[np.float64]


def trace(points: Floats, *, closed: bool = True) -> str:
    """Return a path through pixels, in tenths, points that fall on the one before left out."""
    rounded = np.round(points, 1)
    keep = np.ones(len(rounded), dtype=bool)
    keep[1:] = (rounded[1:] != rounded[:-1]).any(axis=1)
    written = " ".join(f"{x:g},{y:g}" for x, y in rounded[keep].tolist())
    return f"M{written}{'Z' if closed else ''}"


def trace_shapes(geometry: shapely.Geometry, view: View) -> str:
    """Return the outer and inner edges of polygons, or lines, clipped to the view."""
    inside = shapely.intersection(geometry, window(view))
    if inside.is_empty:
        return ""
    parts = shapely.get_parts(inside)
    parts = parts[np.isin(shapely.get_type_id(parts), (1, 3))]
    closed = shapely.get_type_id(parts) == 3  # noqa: PLR2004  shapely's number of a polygon
    rings = [*shapely.get_rings(parts[closed]), *parts[~closed]]
    flags = [True] * (len(rings) - int((~closed).sum())) + [False] * int((~closed).sum())
    paths = [
        trace(view.place(shapely.get_coordinates(each)), closed=flag)
        for each, flag in zip(rings, flags, strict=True)
    ]
    return "".join(paths)


def window(view: View) -> shapely.Geometry:
    """Return the view as a box a little larger than the paper, so that its edge is not drawn."""
    dx, dy = (view.east - view.west) * 0.01, (view.north - view.south) * 0.01
    return shapely.box(view.west - dx, view.south - dy, view.east + dx, view.north + dy)


def select_near(frame: gpd.GeoDataFrame | None, view: View) -> gpd.GeoDataFrame | None:
    """Return the shapes that reach into the view; None if there are none."""
    if frame is None:
        return None
    near = frame[frame.geometry.intersects(window(view))]
    return near if len(near) else None


def join_shapes(frame: gpd.GeoDataFrame | None, by: str) -> gpd.GeoDataFrame | None:
    """Return the shapes of the larger units that a column names."""
    if frame is None or by not in frame.columns:
        return None
    return frame[["geometry", by]].dissolve(by=by, as_index=False)


def draw_edges(frame: gpd.GeoDataFrame | None, view: View, pen: str) -> Html | None:
    """Draw the edges of all shapes of a frame as one path."""
    near = select_near(frame, view)
    if near is None:
        return None
    return tag("path", **PENS[pen], d="".join(trace_shapes(each, view) for each in near.geometry))


def draw_scale_bar(view: View) -> Html:
    """Draw a bar of a round number of kilometres, at most a quarter of the width."""
    longest = view.width / 4.0 / view.pixels_per_km
    tens = 10.0 ** np.floor(np.log10(longest))
    km = max(step * tens for step in (1.0, 2.0, 5.0) if step * tens <= longest)
    length, x, y = km * view.pixels_per_km, 14.0, view.height - 14.0
    bar = tag("path", **PENS["bar"], d=f"M{x:.1f},{y - 5:.1f}V{y:.1f}H{x + length:.1f}V{y - 5:.1f}")
    return tag("g", bar, write_text(f"{km:g} km", x + length + 6.0, y))
