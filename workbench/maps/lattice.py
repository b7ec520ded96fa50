"""H3 cells as a lattice under a parent: two small integers and a cubic in place of an H3 library.

Below one parent a cell is the number that its digits spell in base 7. The digits give axial
coordinates (i, j) by H3's own aperture-7 steps, and within a parent the web-Mercator
position of a centre is a smooth function of (i, j): a cubic, twenty numbers, is right to a few
centimetres six resolutions down. The corners of a cell lie at thirds of the sums of its
neighbours' offsets. Parents on an edge of the icosahedron bend; where a corner would be off by more
than a hundredth of an edge the parent is split, and at last its cells are written as polygons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import h3
import numpy as np

from workbench.errors import InputError
from workbench.maps.packing import varints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Cells = NDArray[np.uint64]

DEEPEST = 6
TOLERANCE_SHARE = 0.01  # largest error of a corner, as a share of the cell's edge
TERMS = 10
# Corners in (i, j): a third of the sum of two neighbouring neighbours.
_RING = np.array([(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)], dtype=np.float64)
CORNERS = (_RING + np.roll(_RING, -1, axis=0)) / 3.0
# H3's digits as axial steps: none, k, j, jk, i, ik, ij with (i, j) = (i - k, j - k).
_STEP = np.array([(0, 0), (-1, -1), (0, 1), (-1, 0), (1, 0), (0, -1), (1, 1)], dtype=np.int64)
_BASE_CELLS = 122
_HALF_TURN = 180.0


@dataclass(frozen=True, slots=True)
class Group:
    """Cells under one parent.

    Parameters
    ----------
    parent
        H3 index of the parent.
    depth
        Resolutions between parent and cells.
    rows
        Rows of the cells in the order of the whole.
    indices
        Base-7 numbers of the cells, ascending.
    cubic
        Coefficients of x and y, shape (2, 10).
    """

    parent: int
    depth: int
    rows: Integers
    indices: Integers
    cubic: Floats


@dataclass(frozen=True, slots=True)
class Lattice:
    """All cells of one resolution: groups on a cubic, and the odd ones as polygons."""

    cells: Cells
    resolution: int
    groups: list[Group] = field(default_factory=list)
    odd_rows: list[int] = field(default_factory=list)
    odd_shapes: list[Floats] = field(default_factory=list)

    def order(self) -> Integers:
        """Return the rows of the input in the order in which they are written."""
        rows = [group.rows for group in self.groups]
        return np.concatenate([*rows, np.asarray(self.odd_rows, dtype=np.int64)]).astype(np.int64)


def to_integers(cells: Iterable[object], *, where: str = "cells") -> Cells:
    """Read H3 cells (hexadecimal text or integers) and check that they are cells."""
    try:
        listed = cells.tolist() if hasattr(cells, "tolist") else list(cells)
        found = np.array(
            [int(each, 16) if isinstance(each, str) else int(str(each)) for each in listed], dtype=np.uint64
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            f"{where}: a value is no H3 cell ({error}). Expected text such as '8940e5ab5a3ffff'."
        ) from error
    mode = (found >> np.uint64(59)) & np.uint64(0xF)
    base = (found >> np.uint64(45)) & np.uint64(0x7F)
    if bool(np.any(mode != 1)) or bool(np.any(base >= _BASE_CELLS)):
        raise InputError(f"{where}: a value is no H3 cell. Expected text such as '8940e5ab5a3ffff'.")
    return found


def resolutions(cells: Cells) -> Integers:
    """Return the resolution of each cell."""
    return ((cells >> np.uint64(52)) & np.uint64(0xF)).astype(np.int64)


def mercator(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Project degrees to web Mercator on a square from 0 to 1, y downwards."""
    sine = np.sin(np.radians(lat))
    return np.asarray(lng) / 360.0 + 0.5, 0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * np.pi)


@cache
def offsets(resolution: int, depth: int) -> Integers:
    """Return (i, j) of all ``7 ** depth`` numbers below a parent, in the order of their numbers."""
    found = np.zeros((1, 2), dtype=np.int64)
    for level in range(resolution - depth + 1, resolution + 1):
        i, j = found[:, 0], found[:, 1]
        # aperture 7, turned to one side on odd resolutions and to the other on even ones
        spread = np.stack([2 * i + j, 3 * j - i] if level % 2 else [3 * i - j, i + 2 * j], axis=1)
        found = (spread[:, None, :] + _STEP[None, :, :]).reshape(-1, 2)
    return found


def powers(i: Floats, j: Floats) -> Floats:
    """Return the ten terms of a cubic in (i, j), shape (n, 10)."""
    terms = [np.ones_like(i), i, j, i * i, i * j, j * j, i**3, i * i * j, i * j * j, j**3]
    return np.stack(terms, axis=1)


@cache
def _samples(resolution: int, depth: int) -> tuple[Integers, Integers]:
    """Choose numbers below a parent: spread ones to fit on, and the rim to check on."""
    places = offsets(resolution, depth).astype(np.float64)
    x, y = places[:, 0] - places[:, 1] / 2.0, places[:, 1] * np.sqrt(0.75)
    sector = np.floor((np.arctan2(y, x) + np.pi) / (2.0 * np.pi) * 24.0).clip(0, 23).astype(np.int64)
    by_distance = np.argsort(np.hypot(x, y), kind="stable")
    rim = np.array(
        [by_distance[sector[by_distance] == each][-1] for each in np.unique(sector[by_distance[1:]])]
    )
    spread = np.arange(0, 7**depth, max(1, 7 ** (depth - 2)))
    return np.unique(np.concatenate([spread, rim])), rim


def build(cells: Cells, resolution: int) -> Lattice:
    """Group cells below parents and fit each parent's cubic.

    Parameters
    ----------
    cells
        Different cells of one resolution.
    resolution
        That resolution.
    """
    lattice = Lattice(cells, resolution)
    rows = np.argsort(cells, kind="stable").astype(np.int64)
    _divide(lattice, rows, min(DEEPEST, resolution))
    return lattice


def _divide(lattice: Lattice, rows: Integers, depth: int) -> None:
    """Put ``rows`` (ascending cells) below parents ``depth`` resolutions up, splitting where it bends."""
    if not len(rows):
        return
    cells = lattice.cells
    if depth < 1:
        lattice.odd_rows.extend(int(row) for row in rows)
        lattice.odd_shapes.extend(_outline(int(cell)) for cell in cells[rows])
        return
    parents = _parents(cells[rows], lattice.resolution, depth)
    numbers = _numbers(cells[rows], lattice.resolution, depth)
    starts = np.flatnonzero(np.concatenate([[True], parents[1:] != parents[:-1]]))
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        parent = int(parents[start])
        cubic = _fit(parent, lattice.resolution, depth)
        if cubic is None:
            _divide(lattice, rows[start:stop], depth - 1)
        else:
            lattice.groups.append(Group(parent, depth, rows[start:stop], numbers[start:stop], cubic))


def _parents(cells: Cells, resolution: int, depth: int) -> Cells:
    above = resolution - depth
    unused = np.uint64((1 << (3 * (15 - above))) - 1)
    bare = cells & ~np.uint64(0xF << 52)
    return bare | np.uint64(above << 52) | unused


def _numbers(cells: Cells, resolution: int, depth: int) -> Integers:
    number = np.zeros(len(cells), dtype=np.int64)
    for level in range(resolution - depth + 1, resolution + 1):
        digit = (cells >> np.uint64(3 * (15 - level))) & np.uint64(7)
        number = number * 7 + digit.astype(np.int64)
    return number


def _child(parent: int, number: int, resolution: int, depth: int) -> str:
    cell = (parent & ~(0xF << 52)) | (resolution << 52)
    for level in range(resolution, resolution - depth, -1):
        shift = 3 * (15 - level)
        cell = (cell & ~(7 << shift)) | ((number % 7) << shift)
        number //= 7
    return str(h3.int_to_str(cell))


def _fit(parent: int, resolution: int, depth: int) -> Floats | None:
    """Return the parent's cubic, or None where a corner on its rim is off by more than the tolerance."""
    name = h3.int_to_str(parent)
    if not h3.is_valid_cell(name):
        raise InputError(f"cells: a cell below {name} does not exist in H3. Check the column of cells.")
    if h3.is_pentagon(name):
        return None
    spread, rim = _samples(resolution, depth)
    places = offsets(resolution, depth).astype(np.float64)
    centres = np.array([h3.cell_to_latlng(_child(parent, int(each), resolution, depth)) for each in spread])
    if np.ptp(centres[:, 1]) > _HALF_TURN:  # across the date line
        return None
    x, y = mercator(centres[:, 1], centres[:, 0])
    terms = powers(places[spread, 0], places[spread, 1])
    if len(spread) < TERMS:
        terms = terms[:, :6]
    solved = np.linalg.lstsq(terms, np.stack([x, y], axis=1), rcond=None)[0].T
    cubic = np.zeros((2, TERMS))
    cubic[:, : solved.shape[1]] = solved
    children = [_child(parent, int(each), resolution, depth) for each in rim]
    worst = corner_error_shares(cubic, places[rim], children).max()
    return cubic if worst <= TOLERANCE_SHARE else None


def corners(cubic: Floats, places: Floats) -> Floats:
    """Return the six corners of cells (i, j) on the Mercator square, shape (n, 6, 2)."""
    around = (places[:, None, :] + CORNERS[None, :, :]).reshape(-1, 2)
    return np.asarray(powers(around[:, 0], around[:, 1]) @ cubic.T).reshape(-1, 6, 2)


def corner_error_shares(cubic: Floats, places: Floats, cells: list[str]) -> Floats:
    """Return for each cell the largest distance of a true corner from the nearest computed one, in edges."""
    computed = corners(cubic, places)
    edges = np.hypot(*np.moveaxis(computed - computed.mean(axis=1, keepdims=True), 2, 0)).mean(axis=1)
    rings = [h3.cell_to_boundary(cell) for cell in cells]
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    true = _project(np.array([point for ring in rings for point in ring]))
    away = np.hypot(*np.moveaxis(true[:, None, :] - computed[owner], 2, 0)).min(axis=1)
    worst = np.zeros(len(rings))
    np.maximum.at(worst, owner, away)
    return np.asarray(worst / edges, dtype=np.float64)


def _project(points: Floats) -> Floats:
    """Project latitude and longitude, all on the first point's side of the date line."""
    lng = points[:, 1] - 2.0 * _HALF_TURN * np.rint((points[:, 1] - points[0, 1]) / (2.0 * _HALF_TURN))
    return np.stack(mercator(lng, points[:, 0]), axis=1)


def _outline(cell: int) -> Floats:
    return _project(np.array(h3.cell_to_boundary(h3.int_to_str(cell))))


def parts(lattice: Lattice) -> list[bytes]:
    """Return the eight parts that ``lattice.js`` reads: parents, depths, counts, cubics, numbers, odd ones."""
    groups = lattice.groups
    counts = np.array([len(group.rows) for group in groups], dtype=np.int64)
    steps = [np.diff(group.indices, prepend=0) for group in groups]
    shapes = lattice.odd_shapes
    return [
        np.array([group.parent for group in groups], dtype="<u8").tobytes(),
        np.array([group.depth for group in groups], dtype=np.uint8).tobytes(),
        varints(counts),
        np.array([group.cubic for group in groups], dtype="<f8").tobytes(),
        varints(np.concatenate([*steps, np.array([], dtype=np.int64)]).astype(np.int64)),
        varints(np.array([len(shape) for shape in shapes], dtype=np.int64)),
        np.concatenate([*shapes, np.empty((0, 2))]).astype("<f8").tobytes(),
        lattice.cells[np.asarray(lattice.odd_rows, dtype=np.int64)].astype("<u8").tobytes(),
    ]
