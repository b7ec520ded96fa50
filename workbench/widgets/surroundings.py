"""Named places of the gazetteer around a view: at the scale of streets, boundaries alone say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from workbench.gazetteer import Gazetteer

_WIDEST_DEGREES = 0.25  # a wider view has the names of counties
_ACROSS, _DOWN = 7, 9  # at most one name in each part of the view
_TRIED = 6  # names that are looked at in each part
_BARE = re.compile(r"^[\dA-Za-z一二三四五六七八九十#-]+(?:号?院?\d*号?楼|栋|幢|座|单元|号|区)?$")


def find_surroundings(gazetteer: Gazetteer, extent: list[float]) -> list[dict[str, Any]]:
    """Return some places in view, spread over it: ``lng``, ``lat``, ``name``; nothing in a wide view.

    Names that say where one is come before numbers of buildings.

    Parameters
    ----------
    extent
        West, south, east, north in degrees, WGS 84.
    """
    if len(extent) != 4 or extent[2] - extent[0] > _WIDEST_DEGREES:  # noqa: PLR2004 - the four sides
        return []
    west, south, east, north = extent
    lng, lat = gazetteer.array("lng"), gazetteer.array("lat")
    rows = np.flatnonzero((lng > west) & (lng < east) & (lat > south) & (lat < north))
    part = ((lng[rows] - west) / (east - west) * _ACROSS).astype(int) * _DOWN + (
        (lat[rows] - south) / (north - south) * _DOWN
    ).astype(int)
    found: dict[str, dict[str, Any]] = {}
    for each in np.unique(part).tolist():
        some = rows[part == each][:: max(1, int((part == each).sum()) // _TRIED)][:_TRIED]
        names = gazetteer.texts("place", some)
        best = min(range(len(some)), key=lambda at: (bool(_BARE.match(names[at])), names[at] in found, at))
        row, name = int(some[best]), names[best]
        found.setdefault(name, {"lng": float(lng[row]), "lat": float(lat[row]), "name": name})
    return list(found.values())
