"""Corrections by the users' reviews: they always win."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.address import normalise
from workbench.errors import ColumnError, InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Overrides:
    """Points that people set, by normalised address.

    Parameters
    ----------
    points
        Normalised address to longitude and latitude.
    """

    points: dict[str, tuple[float, float]]

    @classmethod
    def read(cls, frame: pd.DataFrame) -> Overrides:
        """Read a table with ``address`` (or ``normalised``), ``lng``, ``lat`` (WGS 84); the last of repeated rows holds."""
        column = "normalised" if "normalised" in frame.columns else "address"
        for name in (column, "lng", "lat"):
            if name not in frame.columns:
                raise ColumnError(name, frame.columns, where="overrides")
        lng, lat = (
            pd.to_numeric(frame[name], errors="coerce").to_numpy(np.float64) for name in ("lng", "lat")
        )
        wrong = np.flatnonzero(~((np.abs(lng) <= 180) & (np.abs(lat) <= 90)))  # noqa: PLR2004 - degrees of the earth
        if len(wrong):
            raise InputError(
                f"overrides: row {wrong[0]} has no point. Expected lng and lat in degrees, WGS 84."
            )
        keys = normalise(frame[column].astype(object))
        return cls(dict(zip(keys, zip(lng.tolist(), lat.tolist(), strict=True), strict=True)))

    def find(self, normalised: pd.Series) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Return which addresses are corrected and their points (n x 2, NaN elsewhere)."""
        found = [self.points.get(text) for text in normalised]
        points = np.asarray(
            [(np.nan, np.nan) if one is None else one for one in found], dtype=np.float64
        ).reshape(-1, 2)
        return np.asarray([one is not None for one in found], dtype=bool), points
