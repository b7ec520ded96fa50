"""Repairing geometry, with a word on what was done."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

_GROUND = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def repair(shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, pd.Series]:
    """Make polygons of shapes and the polygons valid.

    Self-crossing borders are cut (``shapely.make_valid``), lines and points that remain are
    dropped, heights are dropped, rings are turned to run as RFC 7946 wants them.

    Returns
    -------
    tuple
        The shapes, empty ones as None; and in words what was repaired, empty where nothing
        was, or why there is no ground.
    """
    raw = shapes.to_numpy()
    words = pd.Series("", index=shapes.index, dtype=object)
    missing = shapely.is_missing(raw) | shapely.is_empty(raw)
    words[missing] = "no shape"
    heights = ~missing & shapely.has_z(raw)
    words[heights] += "heights dropped; "
    flat = shapely.force_2d(raw)
    broken = ~missing & ~shapely.is_valid(flat)
    reasons = pd.Series(shapely.is_valid_reason(flat), index=shapes.index).str.replace(
        r"\[.*", "", regex=True
    )
    words[broken] += reasons[broken].str.lower() + " repaired; "
    flat[broken] = shapely.make_valid(flat[broken], method="structure", keep_collapsed=False)
    ground = np.isin(shapely.get_type_id(flat), _GROUND) & ~shapely.is_empty(flat)
    none = ~missing & ~ground
    words[none] = (
        "no polygon: " + pd.Series([getattr(each, "geom_type", "") for each in raw], index=shapes.index)[none]
    )
    flat[~ground] = None
    turned = shapely.orient_polygons(flat)
    return gpd.GeoSeries(turned, index=shapes.index, crs=shapes.crs), words.str.removesuffix("; ")
