"""Cells and their figures as one packed stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import h3
import numpy as np

from workbench.errors import InputError
from workbench.maps.classes import STEPS, to_steps
from workbench.maps.lattice import build, parts, resolutions, to_integers
from workbench.maps.layers.layer import counted
from workbench.maps.packing import pack, planes, varints

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from workbench.maps.layers.layer import Context, Extent, Spec

DETAIL_ROWS = 200_000  # beyond, a card tells value and n only, so that the file stays small
_SHARES = ("low_share", "high_share", "q_value")
_EXTENT_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Cover:
    """Rows whose cells make one picture.

    Parameters
    ----------
    frame
        The rows.
    level
        Resolution of each row.
    nested
        Whether coarser cells lie on finer ones: then the page shows one resolution at a time, as fine as
        the zoom lets it be seen. Else all are shown together: one resolution, or a mosaic of disjoint cells.
    """

    frame: pd.DataFrame
    level: NDArray[np.int64]
    nested: bool

    @property
    def levels(self) -> list[int]:
        """Resolutions from coarse to fine."""
        found: list[int] = np.unique(self.level).tolist()
        return found

    @property
    def finest(self) -> NDArray[np.bool_]:
        """Rows that a picture of one resolution shows: the finest if they are nested, else all."""
        if not self.nested:
            return np.ones(len(self.level), dtype=np.bool_)
        return np.asarray(self.level == self.level.max(), dtype=np.bool_)

    def counts(self, codes: NDArray[np.int64], length: int) -> dict[str, list[int]]:
        """Return how many cells each class has at each resolution of nested ones."""
        if not self.nested:
            return {}
        return {str(each): counted(codes[self.level == each], length) for each in self.levels}


def find_cover(frame: pd.DataFrame, resolution: int | None, *, where: str) -> Cover:
    """Return the rows to be drawn.

    Parameters
    ----------
    frame
        Rows with ``cell``.
    resolution
        The only one to be drawn; None for all.
    where
        Layer, for the message.

    Raises
    ------
    InputError
        If a cell occurs twice or the resolution is not there.
    """
    cells = to_integers(frame["cell"], where=where)
    if bool(np.any(np.diff(np.sort(cells)) == 0)):
        raise InputError(f"{where}: a cell occurs more than once. Expected one row per cell and measure.")
    level = resolutions(cells)
    if resolution is None:
        return Cover(frame, level, _nested(cells, level))
    chosen = level == resolution
    if len(frame) and not chosen.any():
        there = np.unique(level).tolist()
        raise InputError(f"{where}: no cell has resolution {resolution}. The frame has: {there}.")
    return Cover(frame[chosen], level[chosen], nested=False)


def _nested(cells: NDArray[np.uint64], level: NDArray[np.int64]) -> bool:
    for coarse in np.unique(level).tolist()[:-1]:
        unused = np.uint64((1 << (3 * (15 - coarse))) - 1)
        finer = cells[level > coarse]
        parents = (finer & ~np.uint64(0xF << 52)) | np.uint64(coarse << 52) | unused
        if bool(np.isin(parents, cells[level == coarse]).any()):
            return True
    return False


def packed_cells(
    frame: pd.DataFrame, values: NDArray[np.int64], n: NDArray[np.int64] | None, context: Context
) -> Spec:
    """Return cells and columns as one packed stream with its description.

    Parameters
    ----------
    frame
        Rows with ``cell`` and perhaps hits, an interval and a q value.
    values
        What is classed: 0 for nothing, else 1 + steps.
    n
        Cases per row, if the layer shows a rate.
    context
        Language of the labels.
    """
    cells = to_integers(frame["cell"])
    level = resolutions(cells)
    there: list[int] = np.unique(level).tolist()
    streams: list[bytes] = []
    order: list[NDArray[np.int64]] = []
    for each in there:
        rows = np.flatnonzero(level == each)
        lattice = build(cells[rows], each)
        streams += parts(lattice)
        order.append(rows[lattice.order()])
    rows = np.concatenate([*order, np.array([], dtype=np.int64)]).astype(np.int64)
    columns = [("value", "planes", planes(values[rows]))]
    if n is not None:
        columns.append(("n", "varints", varints(n[rows])))
    if len(frame) <= DETAIL_ROWS:
        columns += _details(frame.iloc[rows])
    return {
        "resolutions": there,
        "value": "value",
        "columns": [
            {"name": name, "code": code, "steps": STEPS if code == "planes" else 0}
            for name, code, _ in columns
        ],
        "fields": _fields({name for name, _, _ in columns}, context, smooth="smooth_share" in frame.columns),
        "cells": pack([*streams, *(body for _, _, body in columns)]),
    }


def _details(frame: pd.DataFrame) -> list[tuple[str, str, bytes]]:
    shares = [
        (name, "planes", planes(to_steps(frame[name].to_numpy(dtype=np.float64, na_value=np.nan)) + 1))
        for name in _SHARES
        if name in frame.columns
    ]
    if "hits" not in frame.columns:
        return shares
    return [("hits", "varints", varints(frame["hits"].fillna(0).to_numpy(dtype=np.int64))), *shares]


def _fields(names: set[str], context: Context, *, smooth: bool) -> list[Spec]:
    """Return the lines of a card: label, format, and the columns that it is made of."""
    fields: list[Spec] = []
    if "n" in names:
        first = "smooth_share" if smooth else "raw_share"
        fields.append({"label": context.label(first), "type": "share", "names": ["value"]})
    if {"low_share", "high_share"} <= names:
        fields.append(
            {"label": context.word("interval"), "type": "span", "names": ["low_share", "high_share"]}
        )
    if {"hits", "n"} <= names and smooth:
        fields.append({"label": context.label("raw_share"), "type": "ratio", "names": ["hits", "n"]})
    counts = [name for name in ("n", "hits") if name in names]
    fields += [{"label": context.label(name), "type": "integer", "names": [name]} for name in counts]
    if "q_value" in names:
        fields.append({"label": context.label("q_value"), "type": "fine", "names": ["q_value"]})
    return fields


def cells_extent(cells: pd.Series) -> Extent | None:
    """Return the box around the centres of cells; of very many only some are asked."""
    if not len(cells):
        return None
    some = cells.iloc[:: max(1, len(cells) // _EXTENT_ROWS)]
    points = np.array([h3.cell_to_latlng(str(cell)) for cell in some])
    (south, west), (north, east) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)
