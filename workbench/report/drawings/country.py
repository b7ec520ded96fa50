"""The country by province, with the South China Sea in an inset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from workbench.geodata import romanise
from workbench.maps import INSET_HEIGHT_SHARE, country_box, project, project_shape, sea_box
from workbench.report.drawings.pens import FEW_COLOUR, FONTS, LAND_COLOUR, PENS, write_text
from workbench.report.drawings.rates import hatch, is_unsure
from workbench.report.drawings.shapes import trace
from workbench.report.markup import Html, join, tag

if TYPE_CHECKING:
    import pandas as pd

    from workbench.maps import Ground
    from workbench.report.drawings.rates import Colouring

    Extent = tuple[float, float, float, float]

_WIDTH = 720.0
_SEA_COLOUR = "#e9eef2"
_LONG_NAMES = ("内蒙古", "黑龙江")  # all others are known by two characters


@dataclass(frozen=True, slots=True)
class _Paper:
    """A box of the projection (kilometres) and where it is drawn (pixels)."""

    box: Extent
    left: float
    top: float
    pixels_per_km: float

    @property
    def width(self) -> float:
        return (self.box[2] - self.box[0]) * self.pixels_per_km

    @property
    def height(self) -> float:
        return (self.box[3] - self.box[1]) * self.pixels_per_km

    def place(self, points: np.ndarray) -> np.ndarray:
        """Return pixels of points in kilometres."""
        x = self.left + (points[:, 0] - self.box[0]) * self.pixels_per_km
        y = self.top + (self.box[3] - points[:, 1]) * self.pixels_per_km
        return np.column_stack([x, y])

    def trace(self, shape: shapely.Geometry) -> str:
        """Return the outline of a shape in kilometres as a path, cut at the edge of the paper."""
        inside = shapely.intersection(shape, shapely.box(*self.box))
        parts = shapely.get_parts(inside)
        kinds = shapely.get_type_id(parts)
        rings = [
            (ring, True) for ring in shapely.get_rings(parts[kinds == shapely.GeometryType.POLYGON.value])
        ]
        rings += [(line, False) for line in parts[kinds == shapely.GeometryType.LINESTRING.value]]
        return "".join(
            trace(self.place(shapely.get_coordinates(each)), closed=closed) for each, closed in rings
        )


def draw_country(regions: pd.DataFrame, colouring: Colouring, ground: Ground, label: str, lang: str) -> Html:
    """Draw the provinces of one measure (table ``regions``), hatched where the interval is wide."""
    main = _Paper(country_box(), 0.0, 0.0, _WIDTH / (country_box()[2] - country_box()[0]))
    sea = sea_box()
    scale = INSET_HEIGHT_SHARE * main.height / (sea[3] - sea[1])
    inset = _Paper(sea, _WIDTH - (sea[2] - sea[0]) * scale, main.height * (1.0 - INSET_HEIGHT_SHARE), scale)
    rows = regions.set_index("adcode").reindex(ground.provinces["adcode"])
    shapes = [project_shape(each) for each in ground.provinces.geometry]
    lines = [] if ground.lines is None else [project_shape(each) for each in ground.lines.geometry]
    sheets = [_draw_sheet(each, shapes, lines, rows, colouring) for each in (main, inset)]
    frame = tag(
        "rect", x=f"{inset.left:.1f}", y=f"{inset.top:.1f}", width=f"{inset.width:.1f}", height=f"{inset.height:.1f}",
        fill=_SEA_COLOUR, stroke=PENS["district"]["stroke"], stroke_width="0.8",
    )  # fmt: skip
    size = f"0 0 {_WIDTH:.0f} {main.height:.0f}"
    return tag(
        "svg",
        hatch(colouring.key),
        tag("rect", width="100%", height="100%", fill=_SEA_COLOUR),
        sheets[0],
        _write_names(main, ground, rows, lang),
        frame,
        sheets[1],
        write_text(
            "南海诸岛", inset.left + inset.width / 2, inset.top + inset.height - 5, size=9, anchor="middle"
        ),
        viewBox=size,
        role="img",
        aria_label=label,
        class_="map",
        font_family=FONTS,
    )


def _draw_sheet(
    paper: _Paper,
    shapes: list[shapely.Geometry],
    lines: list[shapely.Geometry],
    rows: pd.DataFrame,
    colouring: Colouring,
) -> Html:
    classes = colouring.classes.assign(rows["smooth_share"].to_numpy(float)).tolist()
    unsure, thin = is_unsure(rows).tolist(), set(colouring.thin)
    pieces, hatched = [], ""
    for code, shape, number, flag in zip(rows.index, shapes, classes, unsure, strict=True):
        colour = FEW_COLOUR if code in thin else LAND_COLOUR
        path = paper.trace(shape)
        fill = colouring.classes.colours[number] if number >= 0 else colour
        pieces.append(tag("path", **{**PENS["district"], "fill": fill}, d=path, fill_rule="evenodd"))
        hatched += path if flag and number >= 0 else ""
    over = tag("path", d=hatched, fill=f"url(#{colouring.key})", fill_rule="evenodd") if hatched else None
    edges = tag("path", **PENS["city"], d="".join(paper.trace(each) for each in lines))
    return join([*pieces, over, edges])


def _write_names(paper: _Paper, ground: Ground, rows: pd.DataFrame, lang: str) -> Html:
    """Name the provinces that have a rate, as far as the names do not lie on each other."""
    known = rows["smooth_share"].notna().to_numpy()
    middles = shapely.get_coordinates(ground.provinces.geometry.representative_point())
    spots = paper.place(project(middles))
    written: list[Html] = []
    taken: list[tuple[float, float]] = []
    room = 46 if lang == "en" else 22
    for name, (x, y), shown in zip(ground.provinces["name"], spots.tolist(), known, strict=True):
        text = str(name)[: 3 if str(name).startswith(_LONG_NAMES) else 2]
        if lang == "en":  # there is no room for both
            text = romanise(str(name)) or text
        if shown and all(abs(x - a) > room or abs(y - b) > 11 for a, b in taken):  # noqa: PLR2004  pixels of a name
            taken.append((x, y))
            written.append(write_text(text, x, y + 3.5, size=9.5, anchor="middle"))
    return tag("g", *written)
