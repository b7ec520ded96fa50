"""Where the header of a sheet is, over how many rows it runs, and which rows under it are data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.vocabulary import fold, is_third_party
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from workbench.cases.grid import Sheet

_SEARCHED_ROWS = 25
_DEPTH = 3
_FEWEST_KNOWN = 2
_SHORT_ROWS_ARE_STYLE = 0.2
_LONGEST_HEADER = 80


@dataclass(frozen=True, slots=True, repr=False)
class Headed:
    """Data rows under their headers, and the rows that are none.

    ``rows`` has the file's row numbers as index and one column per header; ``faults`` are (row, value, reason).
    """

    rows: pd.DataFrame
    faults: tuple[tuple[int, str, str], ...]
    unnamed: int


def find_headed(sheet: Sheet, known: Container[str], *, where: str) -> Headed:
    """Find the header of a sheet and return the data under it.

    Parameters
    ----------
    sheet
        Cells as read.
    known
        Folded or literal headers that have a meaning.
    where
        File, for messages.

    Raises
    ------
    InputError
        If no row of the first ones looks like a header. Cells are not quoted in the message: they may be personal.
    """
    head = sheet.cells.head(_SEARCHED_ROWS)
    count, top, depth = _best(sheet, head, _recogniser(known))
    if count < _FEWEST_KNOWN and not (sheet.headed and count):
        raise InputError(
            f"{where}: no header row was found in the first {_SEARCHED_ROWS} rows; at least {_FEWEST_KNOWN} headers such as "
            "案件编号, 姓名, 户籍地址 must be recognised. Add a header row, or pass a mapping for this template."
        )
    names = _names(sheet, head.iloc[top : top + depth], _recogniser(known))
    body = sheet.cells.iloc[top + depth :]
    header_row = int(head.index[top + depth - 1])
    ragged = _ragged(sheet, body, len([name for name in names if name]), header_row)
    repeated = _repeated(body, head.iloc[top + depth - 1])
    faults = [(int(row), "", reason) for row, reason in ragged.items()]
    faults += [
        (int(row), "", "重复的表头行，已略去 · the header row once more; left out")
        for row in body.index[repeated]
    ]
    body = body[~repeated & ~body.index.isin(list(ragged))]
    unnamed = [i for i, name in enumerate(names) if not name and (body.iloc[:, i] != "").any()]
    named = [i for i, name in enumerate(names) if name]
    rows = body.iloc[:, named].set_axis(_unique([names[i] for i in named]), axis="columns")
    return Headed(rows, (*sheet.faults, *faults), len(unnamed))


def _recogniser(known: Container[str]) -> Callable[[str], bool]:
    return lambda header: header in known or fold(header) in known or is_third_party(header)


def _best(sheet: Sheet, head: pd.DataFrame, is_known: Callable[[str], bool]) -> tuple[int, int, int]:
    """Return (known headers, first row, rows) of the best header; a deeper one wins a tie if its top row groups columns."""
    if sheet.headed:
        names = [str(name) for name in head.iloc[0]] if len(head) else []
        return sum(is_known(name) for name in names), 0, 1
    best = (0, 0, 1)
    for top in range(len(head)):
        for depth in range(1, min(_DEPTH, len(head) - top) + 1):
            names = _names(sheet, head.iloc[top : top + depth], is_known)
            count = sum(is_known(name) for name in names if name)
            grouping = depth > best[2] and any("/" in name and is_third_party(name) for name in names)
            if count > best[0] or (count == best[0] and grouping and top + depth == best[1] + best[2]):
                best = (count, top, depth)
    return best


def _names(sheet: Sheet, rows: pd.DataFrame, is_known: Callable[[str], bool]) -> list[str]:
    levels = [[str(cell).strip()[:_LONGEST_HEADER] for cell in row] for row in rows.to_numpy()]
    for i, level in enumerate(levels[:-1]):
        _spread(
            level,
            [any(cells) for cells in zip(*levels[i + 1 :], strict=True)],
            _merged(sheet, int(rows.index[i])),
        )
    return [_join([part for part in parts if part], is_known) for parts in zip(*levels, strict=True)]


def _merged(sheet: Sheet, row: int) -> list[tuple[int, int]]:
    return [
        (left, right) for first, left, last, right in sheet.merges if first <= row <= last and right > left
    ]


def _spread(level: list[str], below: list[bool], areas: list[tuple[int, int]]) -> None:
    """Write a group's title over all its columns: by the merged areas, or to the right where none are known."""
    for left, right in areas:
        for i in range(left + 1, min(right + 1, len(level))):
            level[i] = level[left]
    if not areas:
        for i in range(1, len(level)):
            if not level[i] and below[i]:
                level[i] = level[i - 1]


def _join(parts: list[str], is_known: Callable[[str], bool]) -> str:
    """Return the shortest end of a header of several rows that is known; with other people's groups always the whole."""
    distinct = list(dict.fromkeys(parts))
    whole = "/".join(distinct)
    if len(distinct) < 2 or is_third_party(whole):  # noqa: PLR2004 - one part needs no joining
        return whole
    if is_known("".join(distinct)):
        return whole
    ends = ["/".join(distinct[i:]) for i in range(len(distinct) - 1, -1, -1)]
    return next((end for end in ends if is_known(end)), whole)


def _ragged(sheet: Sheet, body: pd.DataFrame, width: int, header_row: int) -> dict[int, str]:
    """Return rows of delimited text whose number of fields does not fit, by row, with the reason."""
    if sheet.widths is None or body.empty:
        return {}
    fields = int(sheet.widths[header_row])
    widths = sheet.widths.loc[body.index]
    extra = (
        (body.iloc[:, fields:] != "").any(axis=1)
        if body.shape[1] > fields
        else pd.Series(data=False, index=body.index)
    )
    short = widths < fields
    if short.mean() > _SHORT_ROWS_ARE_STYLE and len(widths) > 1:
        short &= False  # this sender leaves out empty fields at the end of a row
    return {
        int(
            row
        ): f"本行 {widths[row]} 列，表头 {max(fields, width)} 列，内容中可能有分隔符或换行 · the row has {widths[row]} fields, the header {max(fields, width)}: a separator or line break inside a value?"
        for row in body.index[extra | short]
    }


def _repeated(body: pd.DataFrame, header: pd.Series) -> pd.Series:
    filled = header[header != ""]
    return body[filled.index].eq(filled, axis="columns").all(axis=1)


def _unique(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return unique
