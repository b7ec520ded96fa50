"""Where people live, work and are registered, and which station and courier serves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.samples.fields import to_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_HOME_WEIGHTS = {"building": 1.0, "compound": 1.0, "lane": 0.35, "village": 0.6, "road": 0.012}
_WORK_KM, _REGISTERED_KM, _NEAR_KM = (6.0, 0.8), (12.0, 1.0), (1.5, 0.6)  # median and spread of log distance
_CANDIDATES = 24
_REGISTERED_AT_HOME, _BILLED_AT_HOME = 0.45, 0.78
_SHIPPED_TO_HOME, _SHIPPED_TO_WORK = 0.72, 0.14
_COURIERS_PER_STATION = 3
_CASES_PER_STATION = 350
_ROUNDS = 15


def place_people(spots: pd.DataFrame, people: int, rng: np.random.Generator) -> Integers:
    """Choose each person's spots: people x kinds (registered, home, work, shipping, billing), row numbers of ``spots``."""
    x, y = to_km(spots["lng"].to_numpy(float), spots["lat"].to_numpy(float))
    weight = spots["role"].map(_HOME_WEIGHTS).fillna(0.0).to_numpy(float)
    dwellings = np.flatnonzero(weight > 0)
    offices = np.flatnonzero(spots["role"].eq("work").to_numpy())
    offices = offices if len(offices) else dwellings
    home = rng.choice(dwellings, people, p=weight[dwellings] / weight[dwellings].sum())

    def near(pool: Integers, reach: tuple[float, float]) -> Integers:
        candidates = pool[rng.integers(0, len(pool), (people, _CANDIDATES))]
        wanted = rng.lognormal(np.log(reach[0]), reach[1], people)
        gap = np.hypot(x[candidates] - x[home][:, None], y[candidates] - y[home][:, None])
        best = np.abs(np.log((gap + 0.05) / wanted[:, None])).argmin(axis=1)
        return np.asarray(candidates[np.arange(people), best])

    settled = np.flatnonzero(weight > 0.1)  # noqa: PLR2004 -- registered at a dwelling, not at a bare road
    settled = settled if len(settled) else dwellings
    work = near(offices, _WORK_KM)
    registered = np.where(rng.random(people) < _REGISTERED_AT_HOME, home, near(settled, _REGISTERED_KM))
    draw = rng.random(people)
    elsewhere = np.where(draw < _SHIPPED_TO_HOME + _SHIPPED_TO_WORK, work, near(settled, _NEAR_KM))
    shipping = np.where(draw < _SHIPPED_TO_HOME, home, elsewhere)
    billing = np.where(rng.random(people) < _BILLED_AT_HOME, home, registered)
    return np.column_stack([registered, home, work, shipping, billing])


def make_stations(spots: pd.DataFrame, cases: int, rng: np.random.Generator) -> pd.DataFrame:
    """Spread delivery stations over the city, each in the middle of the people around it."""
    x, y = to_km(spots["lng"].to_numpy(float), spots["lat"].to_numpy(float))
    count = int(np.clip(round(cases / _CASES_PER_STATION), 3, 40))
    weight = spots["role"].map(_HOME_WEIGHTS).fillna(0.0).to_numpy(float) + 1e-9
    crowd = rng.choice(len(spots), 4000, p=weight / weight.sum())
    centres = _centres(np.column_stack([x[crowd], y[crowd]]), count, rng)
    chosen = [int(np.hypot(x - at[0], y - at[1]).argmin()) for at in centres]
    return pd.DataFrame(
        {
            "station": [f"ST{number:02d}" for number in range(1, count + 1)],
            "station_name": [f"{name}揽投部" for name in spots["place"].to_numpy(dtype=object)[chosen]],
            "lng": spots["lng"].to_numpy(float)[chosen],
            "lat": spots["lat"].to_numpy(float)[chosen],
        }
    )


def _centres(points: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Middle points of ``count`` groups of points (k-means, a fixed number of rounds)."""
    centres = points[rng.choice(len(points), count, replace=False)]
    for _ in range(_ROUNDS):
        nearest = ((points[:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)
        size = np.bincount(nearest, minlength=count)
        sums = np.column_stack([np.bincount(nearest, points[:, axis], minlength=count) for axis in range(2)])
        centres = np.where(size[:, None] > 0, sums / np.maximum(size, 1)[:, None], centres)
    return centres


def make_couriers(stations: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each station a few couriers with shift, load and vehicle."""
    station = np.repeat(stations["station"].to_numpy(dtype=object), _COURIERS_PER_STATION)
    count = len(station)
    number = np.tile(np.arange(1, _COURIERS_PER_STATION + 1), len(stations))
    mode = np.array(["ebike", "car", "foot"], dtype=object)[rng.choice(3, count, p=[0.75, 0.2, 0.05])]
    courier = [f"{name}-C{each}" for name, each in zip(station, number, strict=True)]
    late = rng.random(count) < 0.25  # noqa: PLR2004 -- one courier in four starts later
    return pd.DataFrame(
        {
            "courier": courier,
            "station": station,
            "area": [f"{name}-A{each}" for name, each in zip(station, number, strict=True)],
            "shift_from": np.where(late, "09:30", "08:30"),
            "shift_to": np.where(late, "19:00", "18:00"),
            "shift_hours": 8.0,
            "capacity": np.where(mode == "car", 160, np.where(mode == "ebike", 90, 45)),
            "staff": 1,
            "mode": mode,
        }
    )


def serve(lng: Floats, lat: Floats, stations: pd.DataFrame) -> tuple[Integers, Integers]:
    """Return the row of the nearest station and of its courier, whose ground is a sector around the station."""
    everything_lng = np.concatenate([lng, stations["lng"].to_numpy(float)])
    everything_lat = np.concatenate([lat, stations["lat"].to_numpy(float)])
    x, y = to_km(everything_lng, everything_lat)
    count = len(lng)
    nearest = np.zeros(count, dtype=np.int64)
    best = np.full(count, np.inf)
    for row in range(len(stations)):
        gap = np.hypot(x[:count] - x[count + row], y[:count] - y[count + row])
        nearest, best = np.where(gap < best, row, nearest), np.minimum(gap, best)
    angle = np.arctan2(y[:count] - y[count + nearest], x[:count] - x[count + nearest])
    sector = np.floor((angle + np.pi) / (2 * np.pi) * _COURIERS_PER_STATION).astype(np.int64)
    return nearest, nearest * _COURIERS_PER_STATION + sector % _COURIERS_PER_STATION
