"""Calibrating a gazetteer with addresses whose points are known."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import numpy as np

from workbench.coordinates import distance_m
from workbench.errors import ColumnError, InputError
from workbench.geocoding.reading import STATED, read_addresses
from workbench.matching import (
    CALIBRATION_FILE,
    Calibrator,
    Matcher,
    fit_curves,
)

if TYPE_CHECKING:
    import pandas as pd

    from workbench.gazetteer import Gazetteer

_LEAST_ROWS = 400  # answers below this make no calibration worth its name


def calibrate(
    gazetteer: Gazetteer, truth: pd.DataFrame, address: str = "address", **hints: str | None
) -> Calibrator:
    """Calibrate a gazetteer with addresses whose points are known, and keep that in its folder.

    Parameters
    ----------
    truth
        The address column and ``lng``, ``lat`` (WGS 84); 400 rows or more, of the kind that will be asked.
    hints
        ``province``, ``city``, ``district``: columns with known divisions.
    """
    named = {hint: column for hint in STATED if (column := hints.get(hint)) is not None}
    for column in (address, "lng", "lat", *named.values()):
        if column not in truth.columns:
            raise ColumnError(column, truth.columns, where="calibrate")
    queries = read_addresses(truth[address], {hint: truth[column] for hint, column in named.items()}).queries
    matcher = Matcher(gazetteer)
    found = matcher.judge_raw(queries)
    away = np.asarray(distance_m(found.lng, found.lat, truth["lng"], truth["lat"]), dtype=np.float64)
    known = np.isfinite(away)
    n = int(known.sum())
    if n < _LEAST_ROWS:
        raise InputError(
            f"calibrate: {n} rows have an answer and a true point. Expected {_LEAST_ROWS} or more."
        )
    notes = {"gazetteer": gazetteer.hash, "from": "labelled addresses", "rows": n}
    raw, curves, reach = found.raw[known], found.curve[known], found.reach_m[known]
    return _write(
        gazetteer, fit_curves(matcher.calibrator.judge, raw, curves, away[known], notes, reach_m=reach)
    )


def _write(gazetteer: Gazetteer, made: Calibrator) -> Calibrator:
    """Write a calibration beside the gazetteer, whole or not at all."""
    path = gazetteer.folder / CALIBRATION_FILE
    aside = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        aside.write_text(json.dumps(made.as_json(), ensure_ascii=False), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return made
