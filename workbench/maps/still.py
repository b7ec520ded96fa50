"""Still pictures of a rate for print: the same classes, colours, counts and facts as the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h3
import numpy as np
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline

from workbench.errors import InputError, MissingError
from workbench.files import whole
from workbench.maps.country import (
    INSET_HEIGHT_SHARE,
    country_box,
    inset_width,
    needs_inset,
    project_shape,
    sea_box,
    shows_country,
)
from workbench.maps.fonts import find_cjk_font
from workbench.maps.layers import RateCells, RateRegions
from workbench.maps.layers.rates import SCALES, grade, one_measure
from workbench.maps.layers.stream import find_cover
from workbench.maps.shapes import CHINA, tolerance_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from workbench.maps.ground import Ground
    from workbench.maps.layers.layer import Context, Extent, Spec
    from workbench.maps.sheet import DeliveryMap

_INK, _SOFT, _LAND, _SEA, _LINE = "#1f2933", "#5f6b78", "#fbfaf7", "#e4eaef", "#c3cad2"
_MARGIN_SHARE = 0.04
_LEAST_DEGREES = 0.01
_DEGREE_KM = 111.195
_BORDER = "#8f9aa6"
# No clock and no version in the file: equal input gives equal bytes.
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Polygons with their classes, ready to be drawn."""

    shapes: list[Any]
    codes: Any
    legend: list[Spec]
    title: str
    fine: bool


def picture(
    sheet: DeliveryMap, path: Path | str, *, layer: int = 0, width_inches: float = 7.0, dpi: int = 200
) -> Path:
    """Draw one rate layer of a map as a still picture.

    Parameters
    ----------
    sheet
        A map; title, marks, facts, language and audience are taken from it.
    path
        File to write; ``.png``, ``.svg`` or ``.pdf``.
    layer
        Which of the map's layers; `RateCells` or `RateRegions`.
    width_inches, dpi
        Size.

    Raises
    ------
    InputError
        If the layer has no rates or the ending is not known.
    MissingError
        If the words are Chinese and no font on this machine has them.
    """
    path = Path(path)
    if path.suffix.lower() not in _METADATA:
        raise InputError(
            f"picture: {path.name} has no known ending. Expected one of: {', '.join(_METADATA)}."
        )
    if not 0 <= layer < len(sheet.layers):
        raise InputError(f"picture: the map has {len(sheet.layers)} layers, there is no number {layer}.")
    chosen, ground = sheet.layers[layer], sheet.chosen_ground()
    context = replace(sheet.context, tolerance=tolerance_for(sheet.view()))
    drawn = _cells(chosen, context) if isinstance(chosen, RateCells) else _regions(chosen, context)
    figure = Figure(figsize=(width_inches, width_inches * 0.72), facecolor="white", layout=None)
    family = [find_cjk_font(), "DejaVu Sans"] if sheet.lang == "zh" else ["DejaVu Sans", *_cjk_if_any()]
    axes = figure.add_axes((0.02, 0.07, 0.70, 0.80))
    _draw(axes, drawn, chosen.extent(), ground)
    _write(figure, sheet.caption(ground), drawn, family)
    kind = path.suffix.lower()
    with whole(path) as part:
        figure.savefig(part, format=kind[1:], dpi=dpi, metadata=_METADATA[kind])
    return path


def _cjk_if_any() -> list[str]:
    try:
        return [find_cjk_font()]
    except MissingError:
        return []


def _cells(layer: RateCells, context: Context) -> _Drawn:
    chosen = one_measure(layer.admitted(context), layer.measure, where=layer.where)
    cover = find_cover(chosen, layer.resolution, where=layer.where)
    frame = cover.frame[cover.finest]
    graded = grade(frame, layer.scale or SCALES[layer.measure], context, layer.min_count)
    rings = [np.array(h3.cell_to_boundary(str(cell)))[:, ::-1] for cell in frame["cell"]]
    shapes = [shapely.Polygon(ring) for ring in rings]
    return _Drawn(shapes, graded.codes, graded.legend, context.word(layer.measure), fine=True)


def _regions(layer: Any, context: Context) -> _Drawn:
    if not isinstance(layer, RateRegions):
        raise InputError(f"picture: a layer of kind {layer.kind!r} has no rates. Expected cells or regions.")
    frame = one_measure(layer.admitted(context), layer.measure, where=layer.where)
    graded = grade(frame, layer.scale or SCALES[layer.measure], context, layer.min_count)
    shapes = layer.outlines([str(code) for code in frame["adcode"]], context.tolerance)
    return _Drawn(shapes, graded.codes, graded.legend, context.word(layer.measure), fine=False)


def _draw(axes: Axes, drawn: _Drawn, extent: Extent | None, ground: Ground | None) -> None:
    """Draw the shapes over the ground: a region as it lies, the country in a projection of its own."""
    extent = extent or CHINA
    if shows_country(extent):
        _fill(axes, drawn, ground, country_box(), projected=True)
        axes.apply_aspect()
        _scale_bar(axes, 1.0)
    else:
        extent = _frame(axes, extent)
        _fill(axes, drawn, ground, extent, projected=False)
        _scale_bar(axes, _DEGREE_KM * float(np.cos(np.radians((extent[1] + extent[3]) / 2.0))))
        if not needs_inset(extent):
            return
    box = axes.get_window_extent()
    share = inset_width(box.height) / box.width
    inset = axes.inset_axes((1.0 - share, 0.0, share, INSET_HEIGHT_SHARE))
    _fill(inset, drawn, ground, sea_box(), projected=True)
    inset.set_aspect("equal", anchor="SE")
    for family in _cjk_if_any():
        inset.text(0.5, 0.02, "南海诸岛", transform=inset.transAxes, ha="center", fontsize=5.5, family=family)


def _fill(axes: Axes, drawn: _Drawn, ground: Ground | None, box: Extent, *, projected: bool) -> None:
    axes.set_xlim(box[0], box[2])
    axes.set_ylim(box[1], box[3])
    axes.set_facecolor(_SEA if ground else _LAND)
    axes.set_xticks([])
    axes.set_yticks([])
    if projected:
        axes.set_aspect("equal")
    for side in axes.spines.values():
        side.set_color(_LINE)
    moved = project_shape if projected else _leave
    if ground is not None:
        near = ground.provinces if projected else ground.near(box)
        land = [_outline(moved(shape)) for shape in near["geometry"]]
        axes.add_collection(
            PathCollection(land, facecolors=_LAND, edgecolors=_LINE, linewidths=0.6), autolim=False
        )
    faces = [drawn.legend[code]["colour"] for code in drawn.codes]
    edge = 0.15 if drawn.fine else 0.5
    outlines = [_outline(moved(shape)) for shape in drawn.shapes]
    axes.add_collection(
        PathCollection(outlines, facecolors=faces, edgecolors="white", linewidths=edge), autolim=False
    )
    if ground is not None:
        borders = [_outline(moved(shape)) for shape in ground.provinces["geometry"]] if projected else []
        lines: list[Any] = [] if ground.lines is None else list(ground.lines["geometry"])
        strokes = [
            shapely.get_coordinates(part) for shape in lines for part in shapely.get_parts(moved(shape))
        ]
        axes.add_collection(
            PathCollection(borders, facecolors="none", edgecolors=_BORDER, linewidths=0.5), autolim=False
        )
        axes.add_collection(LineCollection(strokes, colors=_BORDER, linewidths=0.8), autolim=False)


def _leave(shape: Any) -> Any:
    return shape


def _frame(axes: Axes, extent: Extent) -> Extent:
    """Return the extent widened to the shape of the axes, a degree of longitude as long as it is there."""
    west, south, east, north = extent
    box = axes.get_window_extent()
    shape = box.width / box.height
    narrow = float(np.cos(np.radians((south + north) / 2.0)))
    height = max(north - south, (east - west) * narrow / shape, _LEAST_DEGREES) * (1.0 + 2.0 * _MARGIN_SHARE)
    half_x, half_y = height * shape / narrow / 2.0, height / 2.0
    x, y = (west + east) / 2.0, (south + north) / 2.0
    return x - half_x, y - half_y, x + half_x, y + half_y


def _outline(shape: Any) -> Outline:
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(shape))]
    return (
        Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
        if rings
        else Outline(np.empty((0, 2)))
    )


def _scale_bar(axes: Axes, unit_km: float) -> None:
    """Draw a bar of a round length, about a fifth of the width; one unit of the axes is ``unit_km``."""
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    wanted = (east - west) * unit_km / 5.0
    decade = 10.0 ** np.floor(np.log10(wanted))
    length = max(step * decade for step in (1.0, 2.0, 5.0) if step * decade <= wanted)
    x, y = west + 0.03 * (east - west), south + 0.035 * (north - south)
    axes.plot([x, x + length / unit_km], [y, y], color=_INK, linewidth=1.6, solid_capstyle="butt")
    text = f"{length:g} km" if length >= 1 else f"{length * 1000:g} m"
    axes.text(x, y + 0.012 * (north - south), text, fontsize=7, color=_INK)


def _write(figure: Figure, sheet: dict[str, Any], drawn: _Drawn, family: list[str]) -> None:
    """Write title, mark, legend with counts, and facts; ``$`` is no mathematics here."""
    plain: dict[str, Any] = {"family": family, "parse_math": False}
    figure.text(0.02, 0.945, sheet["title"], fontsize=13, color=_INK, weight="bold", **plain)
    figure.text(0.02, 0.9, sheet["subtitle"], fontsize=8, color=_SOFT, **plain)
    figure.text(0.98, 0.945, sheet["mark"], fontsize=8, color="#b3541e", ha="right", **plain)
    facts = "    ".join(f"{label} {text}" for label, text in sheet["facts"])
    figure.text(0.02, 0.035, facts, fontsize=6.5, color=_SOFT, **plain)
    figure.text(0.02, 0.012, sheet["footnote"], fontsize=6.5, color=_SOFT, **plain)
    patches = [Patch(facecolor=each["colour"], edgecolor="#c9ced4", linewidth=0.5) for each in drawn.legend]
    labels = [f"{each['label']}   {each['count']:,}" for each in drawn.legend]
    legend = figure.legend(
        patches,
        labels,
        title=drawn.title,
        loc="upper left",
        bbox_to_anchor=(0.73, 0.875),
        frameon=False,
        fontsize=8,
        title_fontsize=9,
        alignment="left",
    )
    for text in (legend.get_title(), *legend.get_texts()):
        text.set_fontfamily(family)
        text.set_parse_math(False)
