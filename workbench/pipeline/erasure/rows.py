"""Which rows of a table are a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from workbench.pipeline.erasure.marks import Marks

    Flags = NDArray[np.bool_]


def find_rows(path: Path, frame: pd.DataFrame, marks: Marks) -> Flags:
    """Tell which rows of a table, as it lies in a file, are the person's.

    The columns of codes decide where there are any, else the texts. Refused values are also found by their row in the case file.
    """
    coded = any(name_column(name) in marks.codes for name in frame.columns)
    found = codes_bear(frame, marks.codes) if coded else _texts_bear(frame, marks)
    if path.stem == "rejects":
        places = pd.MultiIndex.from_frame(marks.places.astype(str))
        found |= pd.MultiIndex.from_frame(frame[["sheet", "row"]].fillna("").astype(str)).isin(places)
    return found


def codes_bear(frame: pd.DataFrame, codes: Mapping[str, frozenset[str]]) -> Flags:
    """Tell which rows have one of the codes in the column of its kind; where a borrower is told, the borrower decides."""
    found, told = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        column = name_column(name)
        found |= frame[name].isin(codes.get(column, ())).to_numpy(bool)
        if column == "borrower":
            told = (frame[name].notna() & (frame[name] != "")).to_numpy(bool)
            own = frame[name].isin(codes[column]).to_numpy(bool)
    return np.where(told, own, found) if told.any() else found


def name_column(header: object) -> str:
    """Return the column of the dictionary that a header of a written table means, in any language; empty if none."""
    return next((each.name for each in COLUMNS.values() if header in (each.name, each.zh, each.en)), "")


def _texts_bear(frame: pd.DataFrame, marks: Marks) -> Flags:
    texts = frame.select_dtypes(["object", "string", "str"])
    hits = (texts[name].isin(_bearing(texts[name], marks)).to_numpy(bool) for name in texts)
    found: Flags = np.logical_or.reduce([np.zeros(len(frame), dtype=bool), *hits])
    return found


def _bearing(cells: pd.Series, marks: Marks) -> list[str]:
    """Return the texts of a column that bear a mark; most columns have none, which one look tells."""
    words = [word for word in cells.unique() if isinstance(word, str)]
    return [word for word in words if marks.are_in(word)] if marks.are_in("\n".join(words)) else []
