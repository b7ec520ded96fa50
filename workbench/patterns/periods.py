"""A stretch of days with a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included.

    Parameters
    ----------
    first, last
        Days, local time of China.
    name
        What people call it; the days themselves if empty.
    """

    first: date
    last: date
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise InputError(
                f"period: it ends ({self.last}) before it begins ({self.first}). Swap the two days."
            )

    @property
    def label(self) -> str:
        """Name, or the days."""
        return self.name or f"{self.first:%Y-%m-%d}..{self.last:%Y-%m-%d}"

    def holds(self, times: pd.Series) -> pd.Series:
        """Say for each time whether it lies in the period; missing times do not."""
        stamps = pd.to_datetime(times)
        until = pd.Timestamp(self.last) + pd.Timedelta(days=1)
        return (stamps >= pd.Timestamp(self.first)) & (stamps < until)
