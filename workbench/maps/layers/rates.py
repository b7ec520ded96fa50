"""What cells and regions share: one measure's rates, graded into classes with "too few" and "no data" apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import InputError
from workbench.maps.classes import Classes, Scale, cut
from workbench.maps.layers.layer import counted, entry
from workbench.maps.palettes import FEW_COLOUR, NONE_COLOUR
from workbench.tables import MEASURES, Audience

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from workbench.maps.layers.layer import Context, Spec

SCALES = {
    "delivered": Scale(palette="YlGnBu"),
    "npl": Scale(palette="OrRd"),
    "repaid": Scale(palette="Blues"),
    "contacted": Scale(palette="Purples"),
}
_COUNTS = ("n", "hits", "persons", "smooth_share", "raw_share", "low_share", "high_share", "z", "q_value")


@dataclass(frozen=True, slots=True)
class Graded:
    """Rows with their classes.

    Parameters
    ----------
    frame
        The rows; for the lender nothing but the place is left of those with too few cases.
    values
        Rates, NaN where there is none to show.
    n
        Cases, 0 where they are not shown.
    classes
        Limits and colours.
    codes
        Class of each row: those of ``classes``, then "too few", then "no data".
    legend
        One entry per class with its count.
    floor
        Below so many cases there are too few.
    """

    frame: pd.DataFrame
    values: NDArray[np.float64]
    n: NDArray[np.int64]
    classes: Classes
    codes: NDArray[np.int64]
    legend: list[Spec]
    floor: int


def check_measure(measure: str, *, where: str) -> str:
    """Return ``measure`` if there is such a one."""
    if measure not in MEASURES:
        raise InputError(f"{where}: there is no measure {measure!r}. Expected one of: {', '.join(MEASURES)}.")
    return measure


def one_measure(frame: pd.DataFrame, measure: str, *, where: str) -> pd.DataFrame:
    """Return the rows of one measure; a frame without the column is taken as it is."""
    check_measure(measure, where=where)
    if "measure" not in frame.columns:
        return frame
    found = frame[frame["measure"] == measure]
    if len(frame) and not len(found):
        there = ", ".join(sorted({str(each) for each in frame["measure"].unique()}))
        raise InputError(f"{where}: no row has the measure {measure!r}. The frame has: {there}.")
    return found


def rate_of(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return the smoothed rate, or hits over n where the frame has none."""
    if "smooth_share" in frame.columns:
        return frame["smooth_share"].to_numpy(dtype=np.float64, na_value=np.nan)
    n = frame["n"].to_numpy(dtype=np.float64, na_value=np.nan)
    hits = frame["hits"].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(np.divide(hits, n, out=np.full(len(n), np.nan), where=n > 0), dtype=np.float64)


def grade(
    frame: pd.DataFrame,
    scale: Scale,
    context: Context,
    min_count: int | None,
    *,
    basis: NDArray[np.bool_] | None = None,
) -> Graded:
    """Cut the rates of ``frame`` into classes.

    The limits are found on the rows of ``basis``, and the legend counts these; None for all. Rates on fewer cases than ``Context.min_count`` says take no part in finding the limits. For
    the lender they are taken out of the rows as well: what is not in the file cannot be read from it.
    """
    floor, values = context.min_count(min_count), rate_of(frame)
    n = frame["n"].fillna(0).to_numpy(dtype=np.int64)
    few = n < floor
    basis = np.ones(len(frame), dtype=np.bool_) if basis is None else basis
    classes = cut(np.asarray(np.where(few, np.nan, values), dtype=np.float64)[basis], scale)
    many = len(classes.colours)
    codes = np.where(few, many, np.where(np.isnan(values), many + 1, classes.assign(values))).astype(np.int64)
    counts = counted(codes[basis], many + 2)
    legend = [entry(*line) for line in zip(classes.labels(), classes.colours, counts, strict=False)]
    legend.append(entry(context.word("too_few", n=floor), FEW_COLOUR, counts[many]))
    legend.append(entry(context.word("no_data"), NONE_COLOUR, counts[many + 1]))
    if context.audience == Audience.LENDER:
        names = [name for name in _COUNTS if name in frame.columns]
        frame = frame.assign(**{name: frame[name].astype("float64").mask(few) for name in names})
        values, n = np.where(few, np.nan, values), np.where(few, 0, n)
    return Graded(frame, values.astype(np.float64), n.astype(np.int64), classes, codes, legend, floor)
