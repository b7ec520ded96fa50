"""Marks against contact: read from any row of a case, and from any case of a person where they are the person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.columns import read_words
from workbench.cases.texts import is_nothing, narrow, on_each
from workbench.cases.vocabulary import value_words

if TYPE_CHECKING:
    from workbench.cases.columns import Reader

_FULL_AGE = 18
# These are true of the person, whatever the loan; paid or disputed is a loan.
_OF_PERSONS = ("deceased", "minor", "bankrupt", "opt_out")


def read_marks(reader: Reader, borrowers: pd.Series, ages: pd.Series) -> pd.DataFrame:
    """Return ``stop_flag`` and ``no_automation`` of each row that counts.

    A mark in any row of a case holds for the case, even in a row that was left out as a second one. Death, minority, bankruptcy and
    opting out, and an objection to automation, hold for all cases of the person in the file. Who is under 18 is a minor.

    Parameters
    ----------
    reader
        Reader of the file.
    borrowers
        Pseudonym of each row that counts; the index as in the source.
    ages
        Full years, index as in the source.
    """
    case_ids = reader.text("case_id")
    stop = _of_group(_stop_flags(reader), case_ids).loc[borrowers.index]
    minor = (ages < _FULL_AGE).fillna(value=False).astype(bool).loc[borrowers.index]
    stop = stop.where(stop.notna() | ~minor, "minor")
    personal = _of_group(stop.where(stop.isin(_OF_PERSONS), None), borrowers)
    objected = (
        reader.flag("no_automation").groupby(case_ids).transform("max").loc[borrowers.index].astype(bool)
    )
    return pd.DataFrame(
        {
            "stop_flag": stop.where(stop.notna(), personal).astype("str"),
            "no_automation": objected.groupby(borrowers).transform("max").astype(bool),
        }
    )


def _of_group(marks: pd.Series, groups: pd.Series) -> pd.Series:
    """Return for each row the first mark of its group."""
    if marks.notna().any():
        first = marks.dropna().groupby(groups).first()
        return groups.map(first).astype("object")
    return marks


def _stop_flags(reader: Reader) -> pd.Series:
    cells = reader.raw("stop_flag")
    if cells is None:
        return pd.Series(None, index=reader.source.cells.index, dtype="object")
    fine = frozenset(value_words("no_flag")["words"])
    plain = on_each(cells, lambda text: narrow(text).lower())
    silent = on_each(plain, lambda text: is_nothing(text) or text in fine).astype(bool)
    flags = on_each(plain, lambda text: read_words(text, "stop_flag"))
    unread = flags.isna() & ~silent
    header = reader.matches("stop_flag")[0].header
    reader.rejects.add(
        reader.source.places[unread],
        column=header,
        values=cells[unread].str.slice(0, 40),
        reason="停催标记无法识别，从严按停催处理 · this stop mark is not known; taken as cease, which is the careful side",
    )
    return flags.where(~unread, "cease").where(~silent, None)
