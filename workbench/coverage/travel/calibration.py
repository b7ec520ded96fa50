"""Learn from a courier's own time stamps how long ways really take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    import pandas as pd

    from workbench.coverage.travel.times import TravelTimes

_LEAST = 20
_BREAK_S = 3600.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the time stamps say of the modelled times.

    Parameters
    ----------
    factor
        Real over modelled travel time: give it to ``Speeds(factor=...)``.
    stop_minutes
        Time spent at a stop.
    error_share
        Median relative error of a leg after calibration.
    error_share_before
        The same with factor 1 and the same time at stops.
    n
        Legs used.
    """

    factor: float
    stop_minutes: float
    error_share: float
    error_share_before: float
    n: int


def calibrate_speed(travel: TravelTimes, stamps: pd.DataFrame) -> Calibration:
    """Fit ``gap = stop time + factor x modelled time`` between deliveries that follow each other.

    Parameters
    ----------
    travel
        Modelled times.
    stamps
        Deliveries: ``courier``, ``attempted_at`` (time), ``lng``, ``lat``. Gaps longer than
        an hour are breaks and not used; the line is fitted by medians (Theil-Sen), which
        half the legs may contradict without moving it.

    Raises
    ------
    InputError
        If fewer than 20 legs remain.
    """
    require(stamps, ("courier", "attempted_at", "lng", "lat"), where="time stamps")
    ordered = stamps.sort_values(["courier", "attempted_at"], kind="stable").reset_index(drop=True)
    after = ordered.shift(-1)
    gap = (after["attempted_at"] - ordered["attempted_at"]).dt.total_seconds()
    use = (ordered["courier"] == after["courier"]) & (gap > 0) & (gap < _BREAK_S)
    modelled = travel.legs(ordered.loc[use, ["lng", "lat"]], after.loc[use, ["lng", "lat"]])[
        "seconds"
    ].to_numpy()
    real = gap[use].to_numpy()
    finite = np.isfinite(modelled)
    modelled, real = modelled[finite], real[finite]
    if real.size < _LEAST or np.ptp(modelled) == 0:
        raise InputError(
            f"time stamps: {real.size} legs under an hour can be compared, {_LEAST} are needed. "
            "Give deliveries with courier, time of the day and point."
        )
    x, y = modelled[:2000], real[:2000]
    upper = np.triu_indices(x.size, 1)
    run = x[upper[1]] - x[upper[0]]
    slope = np.median((y[upper[1]] - y[upper[0]])[np.abs(run) > 1.0] / run[np.abs(run) > 1.0])
    factor = float(np.clip(slope, 0.2, 5.0))
    stop = float(max(np.median(real - factor * modelled), 0.0))
    return Calibration(
        factor=factor,
        stop_minutes=stop / 60.0,
        error_share=float(np.median(np.abs(stop + factor * modelled - real) / real)),
        error_share_before=float(np.median(np.abs(stop + modelled - real) / real)),
        n=int(real.size),
    )
