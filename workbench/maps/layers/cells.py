"""Rates by H3 cell: delivery, NPL, repayment, contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import h3
import numpy as np

from workbench.errors import InputError
from workbench.maps.classes import STEPS, Scale, cut, to_steps
from workbench.maps.lattice import build, parts, resolutions, to_integers
from workbench.maps.layers.layer import Context, Layer, counted, entry
from workbench.maps.packing import pack, planes, varints
from workbench.maps.palettes import FEW_COLOUR, NONE_COLOUR

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from workbench.maps.layers.layer import Extent, Spec

SCALES = {
    "delivered": Scale(palette="YlGnBu"),
    "npl": Scale(palette="OrRd"),
    "repaid": Scale(palette="Blues"),
    "contacted": Scale(palette="Purples"),
}
_DETAIL_ROWS = 200_000  # beyond, a card tells value and n only, so that the file stays small


def one_measure(frame: pd.DataFrame, measure: str, *, where: str) -> pd.DataFrame:
    """Return the rows of one measure; a frame without the column is taken as it is."""
    if "measure" not in frame.columns:
        return frame
    found = frame[frame["measure"] == measure]
    if len(frame) and not len(found):
        there = ", ".join(sorted({str(each) for each in frame["measure"].unique()}))
        raise InputError(f"{where}: no row has the measure {measure!r}. The frame has: {there}.")
    return found


def rate_of(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return the smoothed rate, or hits over n where it is missing."""
    if "smooth_share" in frame.columns:
        return frame["smooth_share"].astype("float64").to_numpy()
    n = frame["n"].astype("float64").to_numpy()
    hits = frame["hits"].astype("float64").to_numpy()
    return np.divide(hits, n, out=np.full(len(n), np.nan), where=n > 0)


@dataclass(frozen=True, kw_only=True)
class RateCells(Layer):
    """A rate by cell, drawn as a heat map of hexagons.

    Parameters
    ----------
    measure
        ``delivered``, ``npl``, ``repaid`` or ``contacted``.
    scale
        Classes and colours; None for the measure's own.
    min_count
        Below so many cases a cell is shown as "too few"; never under 10 for the lender.
    resolution
        Which resolution of a frame that has nested ones; None for the finest. Disjoint cells of
        several resolutions (a mosaic) are drawn together.
    """

    measure: str = "delivered"
    scale: Scale | None = None
    min_count: int | None = None
    resolution: int | None = None

    kind: ClassVar[str] = "cells"
    source: ClassVar[str] = "cells"
    needs: ClassVar[tuple[str, ...]] = ("cell", "n", "hits")

    def extent(self) -> Extent | None:
        """Return the box around the cells' centres."""
        return cells_extent(one_measure(self.frame, self.measure, where=f"map layer {self.kind!r}")["cell"])

    def write(self, context: Context) -> Spec:
        """Return limits, colours, counts and the packed cells."""
        chosen = one_measure(self.admitted(context), self.measure, where=f"map layer {self.kind!r}")
        frame, levels = one_cover(chosen, self.resolution, where=f"map layer {self.kind!r}")
        floor, values = context.min_count(self.min_count), rate_of(frame)
        n = frame["n"].fillna(0).astype("int64").to_numpy()
        classes = cut(np.where(n >= floor, values, np.nan), self.scale or SCALES[self.measure])
        hide = context.audience.value == "lender"
        if hide:
            frame = frame.mask(n < floor).assign(cell=frame["cell"])
            values, n = np.where(n < floor, np.nan, values), np.where(n < floor, 0, n)
        many = len(classes.colours)
        given = np.where(n < floor, many, np.where(np.isnan(values), many + 1, classes.assign(values)))
        counts = counted(given, many + 2)
        legend = [entry(*line) for line in zip(classes.labels(), classes.colours, counts, strict=False)]
        legend.append(entry(context.word("too_few", n=floor), FEW_COLOUR, counts[many]))
        legend.append(entry(context.word("no_data"), NONE_COLOUR, counts[many + 1]))
        name = context.word(self.measure)
        text = "–".join(str(level) for level in ([levels[0], levels[-1]] if len(levels) > 1 else levels))
        return {
            **self.common(context, context.word("by_cell", measure=name, resolution=text)),
            "kind": "cells",
            "note": context.word("raw_note") if "smooth_share" in frame.columns else "",
            "limits": list(classes.limits),
            "min_count": floor,
            "hide_few": hide,
            "legend": {"title": context.word("cells_count"), "entries": legend},
            "empty": not len(frame),
            **packed_cells(frame, to_steps(values) + 1, n, context),
        }


def one_cover(frame: pd.DataFrame, resolution: int | None, *, where: str) -> tuple[pd.DataFrame, list[int]]:
    """Return rows whose cells do not lie on top of each other, and their resolutions.

    Raises
    ------
    InputError
        If a cell occurs twice or the resolution is not there.
    """
    cells = to_integers(frame["cell"], where=where)
    if bool(np.any(np.diff(np.sort(cells)) == 0)):
        raise InputError(f"{where}: a cell occurs more than once. Expected one row per cell and measure.")
    level = resolutions(cells)
    there = np.unique(level).tolist()
    if resolution is not None and resolution not in there and there:
        raise InputError(f"{where}: no cell has resolution {resolution}. The frame has: {there}.")
    if resolution is None and len(there) > 1 and _nested(cells, level, there):
        resolution = there[-1]
    if resolution is not None:
        return frame[level == resolution], [resolution]
    return frame, there


def _nested(cells: NDArray[np.uint64], level: NDArray[np.int64], there: list[int]) -> bool:
    for coarse in there[:-1]:
        unused = np.uint64((1 << (3 * (15 - coarse))) - 1)
        finer = cells[level > coarse]
        parents = (finer & ~np.uint64(0xF << 52)) | np.uint64(coarse << 52) | unused
        if np.isin(parents, cells[level == coarse]).any():
            return True
    return False


def packed_cells(
    frame: pd.DataFrame, values: NDArray[np.int64], n: NDArray[np.int64] | None, context: Context
) -> Spec:
    """Return cells and columns as one packed stream with its description.

    Parameters
    ----------
    frame
        Rows with ``cell`` and perhaps hits and an interval.
    values
        What is classed: 0 for nothing, else 1 + steps.
    n
        Cases per row, if there are any.
    context
        Language of the labels.
    """
    cells = to_integers(frame["cell"])
    level = resolutions(cells)
    there = np.unique(level).tolist()
    streams: list[bytes] = []
    order: list[NDArray[np.int64]] = []
    for each in there:
        rows = np.flatnonzero(level == each)
        lattice = build(cells[rows], each)
        streams += parts(lattice)
        order.append(rows[lattice.order()])
    sorted_rows = np.concatenate([*order, np.array([], dtype=np.int64)]).astype(np.int64)
    specs: list[Spec] = [{"name": "value", "code": "planes", "steps": STEPS}]
    streams.append(planes(values[sorted_rows]))
    if n is not None:
        specs.append({"name": "n", "code": "varints"})
        streams.append(varints(n[sorted_rows]))
    if len(frame) <= _DETAIL_ROWS:
        for name, code, body in _details(frame.iloc[sorted_rows]):
            specs.append({"name": name, "code": code, **({"steps": STEPS} if code == "planes" else {})})
            streams.append(body)
    return {
        "resolutions": there,
        "value": "value",
        "columns": specs,
        "fields": _fields({spec["name"] for spec in specs}, context, frame, rated=n is not None),
        "cells": pack(streams),
    }


def _details(frame: pd.DataFrame) -> list[tuple[str, str, bytes]]:
    found = []
    if "hits" in frame.columns:
        found.append(("hits", "varints", varints(frame["hits"].fillna(0).astype("int64").to_numpy())))
    for name in ("low_share", "high_share", "q_value"):
        if name in frame.columns:
            found.append((name, "planes", planes(to_steps(frame[name].astype("float64").to_numpy()) + 1)))
    return found


def _fields(names: set[str], context: Context, frame: pd.DataFrame, *, rated: bool) -> list[Spec]:
    smooth = "smooth_share" in frame.columns
    fields: list[Spec] = []
    if rated:
        first = "smooth_share" if smooth else "raw_share"
        fields.append({"label": context.label(first), "type": "share", "names": ["value"]})
    if {"low_share", "high_share"} <= names:
        fields.append(
            {"label": context.word("interval"), "type": "span", "names": ["low_share", "high_share"]}
        )
    if {"hits", "n"} <= names and smooth:
        fields.append({"label": context.label("raw_share"), "type": "ratio", "names": ["hits", "n"]})
    fields += [
        {"label": context.label(name), "type": "integer", "names": [name]}
        for name in ("n", "hits")
        if name in names
    ]
    if "q_value" in names:
        fields.append({"label": context.label("q_value"), "type": "fine", "names": ["q_value"]})
    return fields


def cells_extent(cells: pd.Series) -> Extent | None:
    """Return the box around the centres of cells; of very many, every hundredth or so is asked."""
    if not len(cells):
        return None
    some = cells.iloc[:: max(1, len(cells) // 5000)]
    points = np.array([h3.cell_to_latlng(str(cell)) for cell in some])
    (south, west), (north, east) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)
