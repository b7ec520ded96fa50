"""What comes through the door: rows that can be trusted, and what was refused, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from workbench.tables import table, write_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from workbench.cases.correspondence import Mapping
    from workbench.tables import Remark


class Rejects:
    """Collects refused values with their place in the file."""

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []

    def add(
        self, places: pd.DataFrame, *, column: str, values: pd.Series | str = "", reason: pd.Series | str
    ) -> None:
        """Add one refused value per row of ``places`` (columns ``sheet`` and ``row``)."""
        if len(places):
            part = places[["sheet", "row"]].assign(column=column, value=values, reason=reason)
            self._parts.append(part.astype({"value": "str", "reason": "str"}))

    def frame(self) -> pd.DataFrame:
        """Return all refused values in the order of the file."""
        columns = list(table("rejects").columns)
        if not self._parts:
            kinds = {name: "int64" if name == "row" else "str" for name in columns}
            return pd.DataFrame({name: pd.Series(dtype=kinds[name]) for name in columns})
        rejects = pd.concat(self._parts, ignore_index=True)[columns]
        rejects = rejects.astype({"sheet": "str", "column": "str"})
        return rejects.sort_values(["sheet", "row"], kind="stable", ignore_index=True)


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """Rows that passed a gate, and what did not.

    Parameters
    ----------
    rows
        A table of the data dictionary.
    rejects
        Table ``rejects``: sheet, row, column, value, reason. Values of identity columns are shown by their shape only.
    mapping
        How the headers were read.
    notes
        Sentences on what was understood and left out; no personal values in them.
    """

    rows: pd.DataFrame
    rejects: pd.DataFrame
    mapping: Mapping
    notes: tuple[Remark, ...] = ()

    def __repr__(self) -> str:
        """Show counts only: rows are personal."""
        return f"Checked({len(self.rows)} rows, {len(self.rejects)} rejects)"

    def write_rejects(self, path: Path | str) -> Path:
        """Write the rejects as formula-safe ``.csv`` or as ``.xlsx``."""
        return write_table(self.rejects, path)


@dataclass(frozen=True, slots=True, repr=False)
class CaseFile:
    """A lender's case file, taken apart.

    Parameters
    ----------
    cases, addresses
        Tables ``cases`` and ``addresses``: no name, ID number or phone in them.
    identities
        Table ``identities``; give it to the vault and nowhere else.
    quarantine
        Addresses without a stated lawful source, with the reason.
    rejects
        As in ``Checked``.
    mapping
        How the headers were read.
    notes
        Sentences on what was understood and left out.
    places
        ``case_id``, ``sheet`` and ``row`` of every row with a case number.
    """

    cases: pd.DataFrame
    addresses: pd.DataFrame
    identities: pd.DataFrame
    quarantine: pd.DataFrame
    rejects: pd.DataFrame
    mapping: Mapping
    notes: tuple[Remark, ...] = ()
    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["case_id", "sheet", "row"]))

    def without(self, case_ids: Collection[str]) -> CaseFile:
        """Return the file as if these cases had not been in it, what was refused of their rows included."""
        gone = self.places["case_id"].isin(list(case_ids))
        theirs = pd.MultiIndex.from_frame(self.places.loc[gone, ["sheet", "row"]])
        refused = pd.MultiIndex.from_frame(self.rejects[["sheet", "row"]]).isin(theirs)
        kept = {
            name: frame[~frame["case_id"].isin(list(case_ids))].reset_index(drop=True)
            for name in ("cases", "addresses", "identities", "quarantine")
            for frame in (getattr(self, name),)
        }
        return replace(
            self, **kept, rejects=self.rejects[~refused].reset_index(drop=True), places=self.places[~gone]
        )

    @property
    def rows(self) -> pd.DataFrame:
        """The cases, under the name that every gate uses."""
        return self.cases

    def __repr__(self) -> str:
        """Show counts only: rows are personal."""
        return (
            f"CaseFile({len(self.cases)} cases, {len(self.addresses)} addresses, "
            f"{len(self.quarantine)} in quarantine, {len(self.rejects)} rejects)"
        )

    def write_rejects(self, path: Path | str) -> Path:
        """Write the rejects as formula-safe ``.csv`` or as ``.xlsx``."""
        return write_table(self.rejects, path)
