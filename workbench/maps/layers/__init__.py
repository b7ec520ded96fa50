"""The kinds of layers that a map may have; a new one is a file and a line here."""

from workbench.maps.layers.areas import AreaShapes
from workbench.maps.layers.cells import RateCells
from workbench.maps.layers.layer import Context, Layer
from workbench.maps.layers.locations import LocationPoints
from workbench.maps.layers.regions import RateRegions
from workbench.maps.layers.rounds import RoundLines
from workbench.maps.layers.spots import SpotCells
from workbench.maps.layers.stations import StationPoints

LAYERS: dict[str, type[Layer]] = {
    each.kind: each
    for each in (RateRegions, RateCells, SpotCells, AreaShapes, RoundLines, LocationPoints, StationPoints)
}

__all__ = [
    "LAYERS",
    "AreaShapes",
    "Context",
    "Layer",
    "LocationPoints",
    "RateCells",
    "RateRegions",
    "RoundLines",
    "SpotCells",
    "StationPoints",
]
