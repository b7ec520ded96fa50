"""Maps in one offline file: typed layers in, one HTML page out that asks no other host and runs no data.

folium writes the frame and the switches; no text of the data passes through it. ``DeliveryMap``
collects layers, ``delivery_map`` makes the usual map from the tables, ``picture`` a still one for print.
"""

from workbench.maps.assets import drawing_core
from workbench.maps.classes import Classes, Scale, cut
from workbench.maps.country import (
    INSET_HEIGHT_SHARE,
    country_box,
    project,
    project_shape,
    sea_box,
    shows_country,
)
from workbench.maps.fonts import find_cjk_font
from workbench.maps.frames import Page, show_page
from workbench.maps.ground import Ground, find_ground
from workbench.maps.layers import (
    LAYERS,
    AreaShapes,
    Context,
    Layer,
    LocationPoints,
    RateCells,
    RateRegions,
    RoundLines,
    SpotCells,
    StationPoints,
)
from workbench.maps.sheet import DeliveryMap, delivery_map
from workbench.maps.still import picture
from workbench.maps.tiles import OnlineTiles

__all__ = [
    "INSET_HEIGHT_SHARE",
    "LAYERS",
    "AreaShapes",
    "Classes",
    "Context",
    "DeliveryMap",
    "Ground",
    "Layer",
    "LocationPoints",
    "OnlineTiles",
    "Page",
    "RateCells",
    "RateRegions",
    "RoundLines",
    "Scale",
    "SpotCells",
    "StationPoints",
    "country_box",
    "cut",
    "delivery_map",
    "drawing_core",
    "find_cjk_font",
    "find_ground",
    "picture",
    "project",
    "project_shape",
    "sea_box",
    "show_page",
    "shows_country",
]
