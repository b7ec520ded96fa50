"""How fast one moves on each class of road, by foot, e-bike and car."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import InputError
from workbench.tables import MODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# Free-flow means with stops at lights, km/h; zero: the mode may not go there. E-bikes are held
# to 25 km/h by GB 17761-2018 and are barred from motorways; couriers ride about 20.
_CAR = {
    "motorway": 85.0,
    "trunk": 50.0,
    "primary": 38.0,
    "secondary": 32.0,
    "tertiary": 28.0,
    "unclassified": 24.0,
    "residential": 20.0,
    "living_street": 12.0,
    "service": 14.0,
    "track": 12.0,
    "road": 20.0,
}
_EBIKE = {
    "trunk": 22.0,
    "primary": 21.0,
    "secondary": 21.0,
    "tertiary": 20.0,
    "unclassified": 19.0,
    "residential": 18.0,
    "living_street": 13.0,
    "service": 14.0,
    "track": 11.0,
    "road": 18.0,
    "cycleway": 18.0,
    "path": 9.0,
    "pedestrian": 8.0,
    "footway": 7.0,
}
_FOOT = dict.fromkeys((*_EBIKE, "steps"), 4.8) | {"steps": 2.4}
KMH: dict[str, dict[str, float]] = {"foot": _FOOT, "ebike": _EBIKE, "car": _CAR}
_LINK_SHARE = 0.8  # ramps are slower than the road that they lead to


@dataclass(frozen=True, slots=True)
class Speeds:
    """Speeds of one mode.

    Parameters
    ----------
    mode
        ``foot``, ``ebike`` or ``car``.
    kmh
        Speed by road class; classes not named keep the usual speed of the mode.
    access_kmh
        Speed between a point and its nearest road.
    factor
        All travel times are multiplied by it (learned by ``calibrate_speed``).
    """

    mode: str = "ebike"
    kmh: Mapping[str, float] = field(default_factory=dict)
    access_kmh: float = 5.0
    factor: float = 1.0

    def __post_init__(self) -> None:
        """Check the settings."""
        if self.mode not in MODES:
            raise InputError(f"speeds: unknown mode {self.mode!r}. Expected one of: {', '.join(MODES)}.")
        if self.access_kmh <= 0 or self.factor <= 0 or any(value < 0 for value in self.kmh.values()):
            raise InputError("speeds: access_kmh and factor must be above 0 and kmh not below 0.")

    def of(self, classes: Sequence[str]) -> NDArray[np.float64]:
        """Return km/h for each road class; unknown classes are taken as plain roads."""
        known = KMH[self.mode] | dict(self.kmh)
        closed = set().union(*KMH.values()) | {"construction", "proposed", "raceway"}
        return np.array([_kmh(str(name), known, closed) for name in classes], dtype=np.float64)


def _kmh(name: str, known: Mapping[str, float], closed: set[str]) -> float:
    if name in known:
        return known[name]
    stem = name.removesuffix("_link")
    if stem != name:
        return known.get(stem, 0.0) * _LINK_SHARE
    return 0.0 if name in closed else known["road"]
