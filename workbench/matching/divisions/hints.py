"""What else a case file says of where an address lies: soft priors that never override clear text."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.geodata import read

if TYPE_CHECKING:
    import pandas as pd

    from workbench.matching.divisions.index import DivisionIndex

COLUMN_WEIGHTS = {
    "province": 0.5,
    "city": 0.9,
    "district": 1.0,
    "postcode": 0.5,
    "id_region": 0.4,
    "branch": 0.5,
}
_STATED = ("province", "city", "district")
_LEVELS = {"province": 1, "city": 2, "district": 3}


@dataclass(frozen=True, slots=True)
class Hint:
    """The priors of one row.

    Parameters
    ----------
    prior
        Extra score by node.
    stated
        Finest node that the columns of province, city and district name together, -1 for none.
    """

    prior: dict[int, float] = field(default_factory=dict)
    stated: int = -1


NO_HINT = Hint()


class HintReader:
    """Turns the hint columns into priors; equal rows are read once.

    Parameters
    ----------
    index
        The divisions.
    """

    def __init__(self, index: DivisionIndex) -> None:
        self.index = index
        self._known: dict[tuple[str, ...], Hint] = {}
        self._postcodes: dict[str, str] | None = None
        self._old_codes: dict[str, str] | None = None

    def read(self, hints: pd.DataFrame | None, size: int) -> list[Hint]:
        """Return one hint per row.

        Parameters
        ----------
        hints
            Frame with some of the columns in ``COLUMN_WEIGHTS``; others are left alone.
        size
            Number of rows.
        """
        columns = [name for name in COLUMN_WEIGHTS if hints is not None and name in hints]
        if hints is None or not columns:
            return [NO_HINT] * size
        rows = zip(*(map(_as_text, hints[name].tolist()) for name in columns), strict=True)
        found = []
        for row in rows:
            hint = self._known.get(row)
            if hint is None:
                hint = self._known[row] = self._read_row(dict(zip(columns, row, strict=True)))
            found.append(hint)
        return found

    def _read_row(self, row: dict[str, str]) -> Hint:
        prior: dict[int, float] = {}
        nodes = self.index.nodes
        stated = -1
        for column, text in row.items():
            if not text:
                continue
            node = self._node(column, text, stated)
            if node < 0:
                continue
            if column in _STATED:
                stated = node
            weight = COLUMN_WEIGHTS[column]
            for step in nodes.chain[node]:
                share = 1.0 if step == node else 0.6
                prior[step] = max(prior.get(step, 0.0), weight * share)
        return Hint(prior, stated)

    def _node(self, column: str, text: str, stated: int) -> int:
        if column == "postcode":
            return self.index.nodes.by_code.get(self._adcode_of_postcode(text), -1)
        if column == "id_region":
            return self.index.nodes.by_code.get(self._current_code(text[:6]), -1)
        if column == "branch":
            return self._city_in(text)
        return self._named(text, _LEVELS[column], stated)

    def _named(self, text: str, level: int, stated: int) -> int:
        """Return the node of a name at a level, under what was stated before; -1 when none or several fit."""
        nodes = self.index.nodes
        number = self.index.patterns.number.get(text, -1)
        readings = self.index.patterns.readings[number] if number >= 0 else []
        if text in ("市辖区", "县"):
            return -1
        fitting = [
            (form, node)
            for node, form in readings
            if node >= 0
            and (nodes.level[node] == level or (level == 2 and nodes.level[node] == 1))  # noqa: PLR2004 - a municipality stands as its own city
            and (stated < 0 or stated in nodes.chain[node] or stated in nodes.also_above[node])
        ]
        if not fitting:
            return -1
        best = min(form for form, _ in fitting)
        found = [node for form, node in fitting if form == best]
        return found[0] if len(found) == 1 else -1

    def _city_in(self, text: str) -> int:
        """Return the city or province that a branch's name begins with or holds."""
        index = self.index
        path = index.choose(index.finder.find(text), {})
        return path.node if not path.rivals else -1

    def _adcode_of_postcode(self, text: str) -> str:
        if self._postcodes is None:
            frame = read("postcodes", ["postcode", "adcode"])
            single = frame[~frame.duplicated("postcode", keep=False)]
            self._postcodes = dict(zip(single["postcode"], single["adcode"], strict=True))
        return self._postcodes.get(text.zfill(6), "")

    def _current_code(self, code: str) -> str:
        if code in self.index.nodes.by_code:
            return code
        if self._old_codes is None:
            frame = read("county_history", ["code", "code_now", "last_year"]).sort_values(
                "last_year", kind="stable"
            )
            self._old_codes = dict(zip(frame["code"], frame["code_now"], strict=True))
        if code in self._old_codes:
            return self._old_codes[code]
        city = f"{code[:4]}00"
        return city if city in self.index.nodes.by_code else f"{code[:2]}0000"


def _as_text(value: object) -> str:
    """Return a cell as text; numbers that a spreadsheet made of codes lose their decimals."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).strip().removesuffix(".0")
