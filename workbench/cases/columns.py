"""One column of the house out of the lender's file: found, converted, and what does not convert rejected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.days import parse_moment
from workbench.cases.quantities import header_factor, parse_amount, parse_flag, parse_whole
from workbench.cases.texts import DAMAGED, is_nothing, narrow, on_each, shape, tidy
from workbench.cases.vocabulary import value_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.cases.correspondence import Mapping, Match
    from workbench.cases.gate import Rejects
    from workbench.cases.sources import Source

_INT64_DIGITS = 18
_PERSONAL = frozenset({"name", "phone", "id_number"})


@dataclass(frozen=True, slots=True, repr=False)
class Reader:
    """Reads columns of one file; what cannot be read goes to the rejects."""

    source: Source
    mapping: Mapping
    rejects: Rejects

    def matches(self, column: str, kind: str | None = None) -> list[Match]:
        """Return the headers that surely mean a column (of one kind of address, if named) and are in the file."""
        present = set(self.source.cells.columns)
        return [
            match
            for match in self.mapping.matches
            if match.state == "sure"
            and match.column == column
            and match.header in present
            and kind in (None, match.kind)
        ]

    def raw(self, column: str) -> pd.Series | None:
        """Return a column's cells as they are, or None if the file has none."""
        found = self.matches(column)
        return self.source.cells[found[0].header] if found else None

    def text(self, column: str) -> pd.Series:
        """Return a column of narrow text; words for nothing and a missing column are missing values."""
        texts: pd.Series = self.convert(column, self.raw(column), lambda text: text).astype("str")
        return texts

    def day(self, column: str) -> pd.Series:
        """Return a column of days."""
        days: pd.Series = self.moment(column).dt.normalize()
        return days

    def moment(self, column: str, cells: pd.Series | None = None, header: str = "") -> pd.Series:
        """Return a column of moments in local time; ``cells`` takes the place of the file's column."""
        cells = self.raw(column) if cells is None else cells
        epochs = self.source.places["epoch"]
        parts = [
            self.convert(
                column,
                None if cells is None else cells[epochs == epoch],
                partial(parse_moment, epoch=int(epoch)),
                expected="a day such as 2024-01-31, 2024/1/31, 20240131 or 2024年1月31日",
                index=epochs.index[epochs == epoch],
                header=header,
            )
            for epoch in epochs.unique()
        ]
        moments = pd.concat(parts).reindex(epochs.index)
        return pd.Series(pd.to_datetime(moments), index=epochs.index).astype("datetime64[us]")

    def amount(self, column: str) -> pd.Series:
        """Return a column of amounts in yuan."""
        found = self.matches(column)
        factor = header_factor(found[0].header) if found else 1.0
        parse = partial(parse_amount, factor=factor)
        return self.convert(
            column, self.raw(column), parse, expected="an amount such as 1,234.56 or 1.2万"
        ).astype("float64")

    def whole(self, column: str) -> pd.Series:
        """Return a column of whole numbers."""
        values = self.convert(column, self.raw(column), parse_whole, expected="a whole number, not negative")
        return values.astype("float64").astype("Int64")

    def whole_of_any_size(self, column: str) -> pd.Series:
        """Return a column of whole numbers of up to 18 digits (seeds)."""
        values = self.convert(column, self.raw(column), _parse_digits, expected="a whole number")
        return pd.Series(pd.array(values.to_list(), dtype="Int64"), index=values.index)

    def flag(self, column: str) -> pd.Series:
        """Return a column of yes and no; what cannot be read counts as yes, which is the careful side."""
        said = self.convert(column, self.raw(column), parse_flag, expected="是 or 否; taken as 是")
        cells = self.raw(column)
        if cells is None:
            return pd.Series(data=False, index=self.source.cells.index)
        unread = said.isna() & ~on_each(cells, lambda text: is_nothing(narrow(text))).astype(bool)
        return said.fillna(value=False).astype(bool) | unread

    def convert(
        self,
        column: str,
        cells: pd.Series | None,
        parse: Callable[[str], object],
        *,
        expected: str = "readable text",
        index: pd.Index | None = None,
        header: str = "",
    ) -> pd.Series:
        """Return parsed cells; those that are neither readable nor a word for nothing become rejects."""
        if cells is None:
            return pd.Series(None, index=self.source.cells.index if index is None else index, dtype="object")
        values = on_each(cells, lambda text: _parse(text, parse))
        failed = values.map(lambda value: value is DAMAGED)
        if failed.any():
            bad = cells[failed]
            shown = bad.map(shape) if column in _PERSONAL else bad.map(tidy).str.slice(0, 80)
            name = header or self.matches(column)[0].header
            self.rejects.add(
                self.source.places.loc[bad.index],
                column=name,
                values=shown,
                reason=f"内容无法读取 · cannot be read; expected {expected}",
            )
        return values.where(~failed.astype(bool), None)


def read_words(text: str, name: str) -> str | None:
    """Return the value whose words stand in a text, or None if no word is known."""
    plain = narrow(text).lower()
    for value, words in value_words(name).items():
        if (
            any(word == plain if len(word) == 1 or word.isascii() else word in plain for word in words)
            or plain == value
        ):
            return value
    return None


def _parse_digits(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _INT64_DIGITS else None


def _parse(text: str, parse: Callable[[str], object]) -> object:
    plain = narrow(text)
    if is_nothing(plain):
        return None
    if DAMAGED in plain:
        return DAMAGED
    value = parse(plain)
    return DAMAGED if value is None else value
