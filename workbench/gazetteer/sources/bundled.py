"""Places that come with the workbench: OpenStreetMap points of three provinces, and townships."""

from __future__ import annotations

import numpy as np

from workbench.gazetteer.sources.result import Places, add_divisions, fill_places, no_rejects
from workbench.geodata import read

_LEFT_OUT = ("water", "waterway")  # nobody lives at a river's name
_GRID_DEGREES = 0.003  # about 300 m: of the points of one road the first in each square


def read_osm_places(province: str | None = None) -> Places:
    """Return the bundled OpenStreetMap places of Beijing, Tianjin and Hebei (ODbL).

    Parameters
    ----------
    province
        Official name; only its places.

    Returns
    -------
    Places
        ``place_source`` is ``osm_road``, ``osm_transit`` or ``osm_building``. Only Chinese names; of the points of one
        road or stop the first in each square of about 300 m.
    """
    frame = read("osm_places")
    frame = frame[~frame["class"].isin(_LEFT_OUT) & frame["name"].str.contains(r"[\u4e00-\u9fff]")]
    frame = frame.assign(
        east=np.floor(frame["lng"] / _GRID_DEGREES), north=np.floor(frame["lat"] / _GRID_DEGREES)
    )
    frame = frame.drop_duplicates(["name", "class", "east", "north"]).rename(columns={"name": "place"})
    rows = add_divisions(frame)
    rows = rows[rows["adcode"] != ""]
    if province is not None:
        rows = rows[rows["province"] == province]
    return Places(fill_places(rows, "osm_" + rows["class"]), no_rejects())


def read_towns() -> Places:
    """Return the townships that have a point of their own (GeoNames, CC BY 4.0)."""
    frame = read("divisions")
    frame = frame[(frame["level"] == "town") & frame["lng"].notna()]
    return Places(
        fill_places(frame.assign(place=frame["name"], town=frame["name"]), "geonames_town"), no_rejects()
    )
