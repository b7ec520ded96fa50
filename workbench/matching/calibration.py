"""Confidence that means something: a judge's probability, made honest per level, and a radius from its own errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import InputError
from workbench.matching.forest import Forest, forest_from_json
from workbench.matching.levels import AREA_CURVES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

METHOD = 5  # number of the features and the judge; a calibration of another method is refused
WITHIN_M = 300.0
FILE = "calibration.json"
ALL = "all"
# Levels with few answers borrow the curve of their like before that of all.
LIKE = {
    "place": "fine", "door": "fine", "door_near": "along", "crossing": "along", "road": "along",
    **dict.fromkeys(AREA_CURVES, "area"),
}  # fmt: skip
# Without a calibration of its own, a gazetteer's confidence is multiplied by the first and its radius by the second: on gazetteers that
# lacked one of four sources, in 48 other cities, the general radii held 84-92 %.
_DOUBT, _WIDER = 0.97, 1.08
_LEAST_RADIUS_M, _MOST_RADIUS_M = 30.0, 200_000.0


@dataclass(frozen=True)
class Calibrator:
    """Turns the judge's features into confidence and radius.

    Parameters
    ----------
    judge
        Trees for the probability that the point is within ``WITHIN_M`` of the truth.
    curves
        Per level: knots of raw against honest probability.
    radii
        Per level: knots of honest probability against the radius that holds nine of ten truths; of areas against its multiple of
        their reach.
    provenance
        Gazetteer's hash, rows, sources. ``gazetteer`` empty: a general calibration.
    """

    judge: Forest
    curves: Mapping[str, tuple[Floats, Floats]]
    radii: Mapping[str, tuple[Floats, Floats]]
    provenance: Mapping[str, Any]

    def confidence(
        self, columns: Mapping[str, NDArray[Any]], levels: NDArray[np.str_], *, own: bool
    ) -> Floats:
        """Return the calibrated probability; lowered where the calibration is not this gazetteer's own."""
        return self.adjust(self.judge.run(columns).astype(np.float64), levels, own=own)

    def adjust(self, raw: Floats, levels: NDArray[np.str_], *, own: bool) -> Floats:
        """Return the calibrated probability of the judge's raw one."""
        out = np.empty(len(raw))
        for level in np.unique(levels):
            knots = _knots(self.curves, str(level))
            some = levels == level
            out[some] = np.interp(raw[some], *knots)
        return out if own else out * _DOUBT

    def radius_m(
        self, confidence: Floats, levels: NDArray[np.str_], *, own: bool, reach_m: Floats | None = None
    ) -> Floats:
        """Return the radius in metres that holds the truth nine times in ten.

        ``reach_m`` is the reach of the area that answers, 1 for other answers (as without it).
        """
        asked = confidence if own else confidence / _DOUBT
        out = np.empty(len(asked))
        for level in np.unique(levels):
            knots = _knots(self.radii, str(level))
            some = levels == level
            out[some] = np.exp(np.interp(asked[some], *knots))
        out *= 1.0 if reach_m is None else reach_m
        return np.asarray((out if own else out * _WIDER).clip(_LEAST_RADIUS_M, _MOST_RADIUS_M))

    def as_json(self) -> dict[str, Any]:
        """Return the calibrator as JSON values."""

        def knots(table: Mapping[str, tuple[Floats, Floats]]) -> dict[str, list[list[float]]]:
            return {
                name: [np.round(x, 4).tolist(), np.round(y, 4).tolist()] for name, (x, y) in table.items()
            }

        return {
            "method": METHOD,
            "judge": self.judge.as_json(),
            "curves": knots(self.curves),
            "radii": knots(self.radii),
            "provenance": dict(self.provenance),
        }


def _knots(table: Mapping[str, tuple[Floats, Floats]], level: str) -> tuple[Floats, Floats]:
    """Return the knots of a level, else of its like, else of all."""
    return table.get(level) or table.get(LIKE.get(level, ALL)) or table[ALL]


def calibrator_from_json(said: Mapping[str, Any], *, where: str) -> Calibrator:
    """Make a calibrator from what ``as_json`` gave; what does not fit is refused."""
    if said.get("method") != METHOD:
        raise InputError(
            f"{where}: is of method {said.get('method')}, this program uses {METHOD}. Calibrate the gazetteer again."
        )

    def knots(table: Mapping[str, Any]) -> dict[str, tuple[Floats, Floats]]:
        if ALL not in table:
            raise InputError("no curve for all levels")
        return {
            name: (np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
            for name, (x, y) in table.items()
        }

    try:
        judge, curves, radii = forest_from_json(said["judge"]), knots(said["curves"]), knots(said["radii"])
        return Calibrator(judge, curves, radii, said["provenance"])
    except (AttributeError, KeyError, TypeError, ValueError, InputError) as error:
        raise _damaged(where, error) from None


def _damaged(where: str, error: Exception) -> InputError:
    return InputError(
        f"{where}: is damaged ({error}). Calibrate the gazetteer again; without the file the general calibration counts."
    )


def general_calibrator() -> Calibrator:
    """Return the calibration that the package brings."""
    path = resources.files("workbench.matching") / "weights" / FILE
    return calibrator_from_json(json.loads(path.read_text(encoding="utf-8")), where="general calibration")


def read_calibrator(folder: Path, gazetteer_hash: str) -> tuple[Calibrator, bool]:
    """Read a gazetteer's own calibration, else the general one; say which it is.

    A calibration made for another content of the gazetteer does not count as its own.
    """
    path = folder / FILE
    if path.exists():
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise _damaged(str(path), error) from None
        if not isinstance(said, dict):
            raise _damaged(str(path), TypeError("a JSON object was expected"))
        if said.get("method") == METHOD and said.get("provenance", {}).get("gazetteer") == gazetteer_hash:
            return calibrator_from_json(said, where=str(path)), True
    return general_calibrator(), False
