"""Maps of rates: cells of the mosaic, or counties, over the boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import h3.api.basic_str as h3
import numpy as np
import shapely

from workbench.geodata import name_place
from workbench.report.drawings.pens import FEW_COLOUR, FONTS, INK, LAND_COLOUR, PENS, write_text
from workbench.report.drawings.shapes import (
    draw_edges,
    draw_scale_bar,
    join_shapes,
    select_near,
    trace,
    trace_shapes,
    window,
)
from workbench.report.drawings.views import outline_cells
from workbench.report.markup import Html, join, tag

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from workbench.maps import Classes, Ground
    from workbench.report.drawings.views import View

UNSURE_WIDTH = 0.2  # of the 95 % interval: beyond it a cell could as well be a class or two away
_NAME_SIZE = 11.0  # pixels


@dataclass(frozen=True, slots=True)
class Colouring:
    """How rates are coloured: the classes, and what to say of places without a rate.

    Parameters
    ----------
    classes
        Limits and colours.
    thin
        Cells or counties with too few cases to be shown.
    key
        Distinguishes the patterns of several pictures of one page.
    """

    classes: Classes
    thin: tuple[str, ...]
    key: str


def draw_mosaic(
    cells: pd.DataFrame, view: View, colouring: Colouring, ground: Ground | None, label: str, lang: str
) -> Html:
    """Draw the cells of one measure (table ``cells``), hatched where the interval is wide."""
    near = cells[_within(cells["cell"].tolist(), view)]
    outlines = [view.place(each) for each in outline_cells(near["cell"].tolist())]
    classes = colouring.classes.assign(near["smooth_share"].to_numpy(float))
    unsure = is_unsure(near).to_numpy()
    fills = [
        tag("path", d=trace(outline), fill=colouring.classes.colours[number])
        for outline, number in zip(outlines, classes.tolist(), strict=True)
    ]
    hatched = "".join(trace(outline) for outline, flag in zip(outlines, unsure, strict=True) if flag)
    return _frame(
        view,
        hatch(colouring.key),
        tag(
            "path",
            **PENS["few"],
            d="".join(trace(view.place(each)) for each in outline_cells(colouring.thin)),
        ),
        tag("g", *fills, class_="cells", **PENS["cell"]),
        tag("path", d=hatched, fill=f"url(#{colouring.key})") if hatched else None,
        *_draw_ground(ground, view, lang),
        label=label,
    )


def draw_districts(
    regions: pd.DataFrame, view: View, colouring: Colouring, ground: Ground, label: str, lang: str
) -> Html:
    """Draw the counties of one measure (table ``regions``), hatched where the interval is wide."""
    near = select_near(ground.districts, view)
    pieces: list[Html] = []
    hatched = ""
    if near is not None:
        rows = regions.set_index("adcode").reindex(near["adcode"])
        classes = colouring.classes.assign(rows["smooth_share"].to_numpy(float))
        unsure = is_unsure(rows).to_numpy()
        paths = [trace_shapes(each, view) for each in near.geometry]
        thin = set(colouring.thin)
        for code, path, number, flag in zip(near["adcode"], paths, classes.tolist(), unsure, strict=True):
            colour = colouring.classes.colours[number] if number >= 0 else "none"
            colour = FEW_COLOUR if code in thin else colour
            pieces.append(tag("path", d=path, fill=colour, fill_rule="evenodd"))
            hatched += path if flag and number >= 0 else ""
    return _frame(
        view,
        hatch(colouring.key),
        tag("g", *pieces),
        tag("path", d=hatched, fill=f"url(#{colouring.key})", fill_rule="evenodd") if hatched else None,
        *_draw_ground(ground, view, lang),
        label=label,
    )


def is_unsure(rates: pd.DataFrame) -> pd.Series:
    """Say where the interval is so wide that the colour is a guess."""
    return (rates["high_share"] - rates["low_share"]) > UNSURE_WIDTH


def _within(cells: list[str], view: View) -> np.ndarray:
    middles = np.array([h3.cell_to_latlng(cell) for cell in cells], dtype=np.float64).reshape(-1, 2)
    across = (middles[:, 1] >= view.west) & (middles[:, 1] <= view.east)
    inside: np.ndarray = across & (middles[:, 0] >= view.south) & (middles[:, 0] <= view.north)
    return inside


def hatch(key: str) -> Html:
    """Return the pattern of places of which the interval is wide."""
    line = tag("path", d="M0,5L5,0", stroke=INK, stroke_width="0.7", stroke_opacity="0.55")
    return tag("defs", tag("pattern", line, id=key, width="5", height="5", patternUnits="userSpaceOnUse"))


def _draw_ground(ground: Ground | None, view: View, lang: str) -> list[Html | None]:
    if ground is None:
        return []
    near = select_near(ground.districts, view)
    names: list[Html] = []
    if near is not None:
        names = _write_names(near, view, lang)
    return [
        draw_edges(near, view, "district"),
        # Borders of the larger units are made of the finer ones' edges, so that they lie on each other.
        draw_edges(join_shapes(near, "city"), view, "city"),
        draw_edges(join_shapes(near, "province"), view, "province"),
        draw_edges(ground.lines, view, "province"),
        tag("g", *names),
    ]


def _write_names(near: gpd.GeoDataFrame, view: View, lang: str) -> list[Html]:
    """Name the counties, those with most room first, as far as there is room on the paper."""
    inside = shapely.intersection(near.geometry.to_numpy(), window(view))
    spots = view.place(shapely.get_coordinates(shapely.point_on_surface(inside)))
    order = np.argsort(-shapely.area(inside), kind="stable")
    written: list[Html] = []
    taken: list[tuple[float, float, float]] = []
    for row in order.tolist():
        name, (x, y) = name_place(str(near["name"].iloc[row]), lang), spots[row].tolist()
        half = 0.5 * _NAME_SIZE * sum(0.6 if sign.isascii() else 1.0 for sign in name) + 3.0
        fits = half < x < view.width - half and _NAME_SIZE < y < view.height - 2.4 * _NAME_SIZE
        if fits and all(abs(x - a) > half + b or abs(y - c) > 1.4 * _NAME_SIZE for a, c, b in taken):
            taken.append((x, y, half))
            written.append(write_text(name, x, y, size=_NAME_SIZE, anchor="middle"))
    return written


def _frame(view: View, *pieces: Html | None, label: str) -> Html:
    size = f"0 0 {view.width:.0f} {view.height:.0f}"
    paper = tag("rect", width="100%", height="100%", fill=LAND_COLOUR)
    return tag(
        "svg", paper, join(pieces), draw_scale_bar(view), viewBox=size, role="img", aria_label=label, class_="map",
        font_family=FONTS,
    )  # fmt: skip
