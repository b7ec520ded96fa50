"""How fine an answer is: the level of the winning candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.matching.candidates import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

GROUPS = ("place", "door", "door_near", "crossing", "road", "town", "district", "city")
LOST_TOWN, COUNTY_SEAT = "town lost", "county seat"
AREA_CURVES = ("town", "district", "city", LOST_TOWN, COUNTY_SEAT)
_OF_SOURCE = {
    Source.PLACE: "place",
    Source.DOOR: "door_near",
    Source.CROSSING: "crossing",
    Source.MIDDLE: "road",
    Source.TOWN: "town",
    Source.COUNTY: "district",
    Source.CITY: "city",
}


def level_of(columns: Mapping[str, NDArray[Any]]) -> NDArray[np.str_]:
    """Return the level of candidates from their features.

    A place whose row says the very road and number, and a road with the very number, are doors.
    """
    out = np.full(len(columns["same_door"]), "city", dtype="U12")
    for source, level in _OF_SOURCE.items():
        out[columns[f"is_{source.name.lower()}"] > 0] = level
    known = np.nan_to_num(columns["same_door"]) > 0
    out[(columns[f"is_{Source.PLACE.name.lower()}"] > 0) & known] = "door"
    exact = np.nan_to_num(columns["door_gap"], nan=9.0) == 0
    out[(columns[f"is_{Source.DOOR.name.lower()}"] > 0) & exact] = "door"
    return out


def curve_of(level: NDArray[np.str_], columns: Mapping[str, NDArray[Any]]) -> NDArray[np.str_]:
    """Return the level by which answers are calibrated: it parts the answers of a district by where such addresses lie.

    One that names a town or village without a point lies anywhere on the ground; of the others, those of a county or county-level city
    lie mostly at its seat, those of a city's ward all over it.
    """
    outside = (columns["q_town"] > 0) | (columns["q_rural"] > 0)
    finer = np.where(outside, LOST_TOWN, np.where(columns["area_seat"] > 0, COUNTY_SEAT, level))
    return np.where(level == "district", finer, level)
