"""Couriers' areas, with the ground that nobody has and the ground that two have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import geopandas as gpd
import numpy as np
import shapely

from workbench.errors import InputError
from workbench.maps.layers.layer import Context, Layer, columns, entry
from workbench.maps.palettes import category_colours
from workbench.maps.shapes import pack_shapes, shapes_extent

if TYPE_CHECKING:
    from workbench.maps.layers.layer import Extent, Spec

_GAP = "#b3541e"
_OVERLAP = "#6a3d9a"
_SLIVER_M2 = 2_000.0  # thinner leftovers come from rounding along shared borders, not from planning
_DEGREE_M = 111_195.0


@dataclass(frozen=True, kw_only=True)
class AreaShapes(Layer):
    """The ground of each courier or station.

    Parameters
    ----------
    ground
        Ground that somebody should serve (WGS 84); what no area covers is drawn as a gap.
        Without it only holes within the areas are known to be gaps.
    """

    ground: Any = None
    opacity: float = 0.9
    visible: bool = True

    kind: ClassVar[str] = "areas"
    source: ClassVar[str] = "areas"
    needs: ClassVar[tuple[str, ...]] = ("area", "station", "geometry")

    def extent(self) -> Extent | None:
        """Return the box around all areas."""
        return shapes_extent(gpd.GeoSeries(self.frame["geometry"]))

    def write(self, context: Context) -> Spec:
        """Return areas in one colour per station, then gaps and overlaps."""
        frame = self.admitted(context).reset_index(drop=True)
        shapes = np.asarray(frame["geometry"], dtype=object)
        where = f"map layer {self.kind!r}"
        crs = getattr(self.frame, "crs", None)
        if crs is not None and crs.to_epsg() not in (4326, 4490):
            raise InputError(
                f"{where}: the areas are in {crs.to_string()}. Expected WGS 84: use to_crs(4326)."
            )
        stations = list(dict.fromkeys(frame["station"].astype(str)))
        codes = (
            frame["station"]
            .astype(str)
            .map({name: code for code, name in enumerate(stations)})
            .to_numpy(dtype=np.int64)
        )
        gaps, overlaps = find_gaps(shapes, self.ground), find_overlaps(shapes)
        legend = [
            entry(name, colour, int((codes == code).sum()), "area")
            for code, (name, colour) in enumerate(zip(stations, category_colours(len(stations)), strict=True))
        ]
        legend.append(entry(context.word("area_gap"), _GAP, len(gaps), "hatch"))
        legend.append(entry(context.word("area_overlap"), _OVERLAP, len(overlaps), "hatch"))
        extra = ["area_gap"] * len(gaps) + ["area_overlap"] * len(overlaps)
        classes = [*codes.tolist(), *(len(stations) + int(each == "area_overlap") for each in extra)]
        names = [*frame["area"].astype(str), *(context.word(each) for each in extra)]
        shown = columns(frame.drop(columns="geometry"), ("area", "station", "courier", "area_km2"), context)
        for spec in shown:
            spec["values"] += [
                names[len(frame) + k] if spec["name"] == "area" else None for k in range(len(extra))
            ]
        return {
            **self.common(context, context.word("areas")),
            "kind": "shapes",
            "note": context.word("hatch_note") if extra else "",
            "legend": {"title": context.label("station"), "entries": legend},
            "empty": not len(frame),
            "classes": [int(each) for each in classes],
            "names": [*frame["area"].astype(str), *([""] * len(extra))],
            "shapes": pack_shapes([*shapes, *gaps, *overlaps]),
            "columns": shown,
            "title_column": "area",
        }


def find_overlaps(shapes: Any) -> list[Any]:
    """Return the polygons in which two areas overlap, slivers left out."""
    known = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not known:
        return []
    left, right = shapely.STRtree(known).query(known, predicate="intersects")
    pairs = left < right
    kinds = np.asarray(known, dtype=object)
    both = shapely.intersection(kinds[left[pairs]], kinds[right[pairs]]) if pairs.any() else []
    return _solid(both)


def find_gaps(shapes: Any, ground: Any) -> list[Any]:
    """Return the parts of ``ground`` that no area covers; without ground, the holes within the areas."""
    known = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not known:
        return []
    covered = shapely.union_all(known)
    if ground is not None:
        return _solid([shapely.difference(ground, covered)])
    rings = shapely.get_rings(shapely.get_parts(covered), return_index=True)
    inner = np.flatnonzero(np.diff(rings[1], prepend=-1) == 0)
    return _solid([shapely.polygons(ring) for ring in rings[0][inner]])


def _solid(shapes: Any) -> list[Any]:
    found = [part for shape in shapes for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 3]
    return [part for part in found if _square_metres(part) > _SLIVER_M2]


def _square_metres(shape: Any) -> float:
    return float(shape.area) * _DEGREE_M**2 * float(np.cos(np.radians(shape.centroid.y)))
