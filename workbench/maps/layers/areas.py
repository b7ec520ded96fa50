"""Couriers' areas, with the ground that nobody has and the ground that two have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import shapely

from workbench.errors import InputError
from workbench.maps.layers.layer import Layer, columns, entry
from workbench.maps.palettes import category_colours
from workbench.maps.shapes import inner_points, pack_shapes, shapes_extent

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from workbench.maps.layers.layer import Context, Extent, Spec

_FAULTS = {"area_gap": "#b3541e", "area_overlap": "#6a3d9a"}
_SLIVER_M2 = 2_000.0  # smaller leftovers come from rounding along shared borders, not from planning
_DEGREE_M = 111_195.0
_WGS84 = (4326, 4490)  # CGCS2000 agrees with WGS 84 to centimetres


@dataclass(frozen=True, kw_only=True)
class AreaShapes(Layer):
    """The ground of each courier, in one colour per station.

    Parameters
    ----------
    ground
        Ground that somebody should serve (a shapely geometry, WGS 84); what no area covers is drawn
        as a gap. Without it only holes within the areas are known to be gaps.
    """

    ground: Any = None
    opacity: float = 0.9

    kind: ClassVar[str] = "areas"
    source: ClassVar[str] = "areas"
    needs: ClassVar[tuple[str, ...]] = ("area", "station", "geometry")

    def extent(self) -> Extent | None:
        """Return the box around all areas."""
        return shapes_extent(self.frame["geometry"])

    def write(self, context: Context) -> Spec:
        """Return areas, then gaps and overlaps."""
        frame = self.admitted(context).reset_index(drop=True)
        self._check_datum()
        shapes = list(frame["geometry"])
        names = frame["station"].astype(str)
        stations = list(dict.fromkeys(names))
        codes = [stations.index(name) for name in names]
        faults = {"area_gap": find_gaps(shapes, self.ground), "area_overlap": find_overlaps(shapes)}
        extra = [(key, shape) for key, found in faults.items() for shape in found]
        legend = [
            entry(name, colour, codes.count(code), "area")
            for code, (name, colour) in enumerate(zip(stations, category_colours(len(stations)), strict=True))
        ]
        legend += [
            entry(context.word(key), _FAULTS[key], len(found), "hatch") for key, found in faults.items()
        ]
        return {
            **self.common(context, context.word("areas")),
            "kind": "shapes",
            "note": context.word("hatch_note") if extra else "",
            "legend": {"title": context.label("station"), "entries": legend},
            "empty": not len(frame),
            "classes": [*codes, *(len(stations) + list(faults).index(key) for key, _ in extra)],
            "names": [*frame["area"].astype(str), *("" for _ in extra)],
            "name_points": np.nan_to_num(np.round(inner_points(shapes), 5)).tolist(),
            "shapes": pack_shapes([*shapes, *(shape for _, shape in extra)]),
            "columns": _card(frame, [context.word(key) for key, _ in extra], context),
            "title_column": "area",
        }

    def _check_datum(self) -> None:
        crs = getattr(self.frame, "crs", None)
        if crs is not None and crs.to_epsg() not in _WGS84:
            raise InputError(
                f"{self.where}: the areas are in {crs.to_string()}. Expected WGS 84: use to_crs(4326)."
            )


def _card(frame: pd.DataFrame, faults: list[str], context: Context) -> list[Spec]:
    """Return the card's columns; a fault has a name and nothing else."""
    shown = columns(frame.drop(columns="geometry"), ("area", "station", "courier", "area_km2"), context)
    for spec in shown:
        added: list[Any] = [None] * len(faults)
        if spec["name"] == "area":
            words = spec.get("words")
            added = faults if words is None else [len(words) + index for index in range(len(faults))]
            if words is not None:
                words += faults
        spec["values"] += added
    return shown


def find_overlaps(shapes: Iterable[Any]) -> list[Any]:
    """Return the polygons in which two areas overlap, slivers left out."""
    known = _known(shapes)
    if not len(known):
        return []
    left, right = shapely.STRtree(known).query(known, predicate="intersects")
    once = left < right
    return _solid(shapely.intersection(known[left[once]], known[right[once]]))


def find_gaps(shapes: Iterable[Any], ground: Any) -> list[Any]:
    """Return the parts of ``ground`` that no area covers; without ground, the holes within the areas."""
    known = _known(shapes)
    if not len(known):
        return []
    covered = shapely.union_all(known)
    if ground is not None:
        return _solid([shapely.difference(ground, covered)])
    rings, owner = shapely.get_rings(shapely.get_parts(covered), return_index=True)
    inner = np.diff(owner, prepend=-1) == 0
    return _solid(shapely.polygons(rings[inner]))


def _known(shapes: Iterable[Any]) -> Any:
    return np.array([shape for shape in shapes if shape is not None and not shape.is_empty], dtype=object)


def _solid(shapes: Iterable[Any]) -> list[Any]:
    parts = shapely.get_parts(np.array(list(shapes), dtype=object))
    polygons = parts[
        (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON.value) & ~shapely.is_empty(parts)
    ]
    if not len(polygons):
        return []
    north = shapely.get_y(shapely.centroid(polygons))
    return list(polygons[shapely.area(polygons) * _DEGREE_M**2 * np.cos(np.radians(north)) > _SLIVER_M2])
