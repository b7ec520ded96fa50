"""Rates by county, city or province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from workbench.errors import InputError
from workbench.geodata import name_place
from workbench.maps.layers.layer import Layer, columns, texts
from workbench.maps.layers.rates import SCALES, grade, one_measure
from workbench.maps.shapes import pack_shapes, shapes_extent, simplify_together

if TYPE_CHECKING:
    import geopandas as gpd

    from workbench.maps.classes import Scale
    from workbench.maps.layers.layer import Context, Extent, Spec

_SHARES, _COUNTS = ("region", "smooth_share"), ("raw_share", "n", "hits", "adcode")
_NAMED = 5  # lost codes that a message names


@dataclass(frozen=True, kw_only=True)
class RateRegions(Layer):
    """A rate by region, a choropleth.

    Parameters
    ----------
    shapes
        Polygons with the column ``adcode``, WGS 84, of the same level and year as the rows.
    measure
        ``delivered``, ``npl``, ``repaid`` or ``contacted``.
    scale
        Classes and colours; None for the measure's own.
    min_count
        Below so many cases a region is shown as "too few"; never under 10 for the lender.
    """

    shapes: gpd.GeoDataFrame
    measure: str = "npl"
    scale: Scale | None = None
    min_count: int | None = None
    visible: bool = False
    opacity: float = 0.75

    kind: ClassVar[str] = "regions"
    source: ClassVar[str] = "regions"
    needs: ClassVar[tuple[str, ...]] = ("adcode", "n", "hits")

    def extent(self) -> Extent | None:
        """Return the box around the regions that have rows."""
        codes = one_measure(self.frame, self.measure, where=self.where)["adcode"].astype(str)
        return shapes_extent(self.shapes.loc[self.shapes["adcode"].astype(str).isin(set(codes)), "geometry"])

    def write(self, context: Context) -> Spec:
        """Return classes, columns of the card and the packed polygons."""
        chosen = one_measure(self.admitted(context), self.measure, where=self.where)
        frame = chosen.assign(adcode=chosen["adcode"].astype(str)).reset_index(drop=True)
        if "region" in frame.columns:
            frame["region"] = [name_place(str(each), context.lang) for each in frame["region"]]
        polygons = self.outlines(list(frame["adcode"]), context.tolerance)
        graded = grade(frame, self.scale or SCALES[self.measure], context, self.min_count)
        return {
            **self.common(context, context.word("by_region", measure=context.word(self.measure))),
            "kind": "shapes",
            "note": context.word("raw_note") if "smooth_share" in frame.columns else "",
            "legend": {"title": context.word("regions_count"), "entries": graded.legend},
            "empty": not len(frame),
            "classes": graded.codes.tolist(),
            "shapes": pack_shapes(polygons),
            "columns": [
                *columns(graded.frame, _SHARES, context),
                *_interval(graded.frame, context),
                *columns(graded.frame, _COUNTS, context),
            ],
            "title_column": "region" if "region" in frame.columns else "adcode",
        }

    def outlines(self, codes: list[str], tolerance: float) -> list[object]:
        """Return the polygon of each code, neighbours simplified together so that they keep one common edge."""
        known = self.shapes.assign(adcode=self.shapes["adcode"].astype(str)).drop_duplicates("adcode")
        shapes = known.set_index("adcode")["geometry"]
        lost = sorted(set(codes) - set(shapes.index))
        if lost:
            raise InputError(
                f"{self.where}: no polygon for the adcodes {', '.join(lost[:_NAMED])}{' ...' if lost[_NAMED:] else ''}. "
                "Expected codes of the shapes given; drop these rows or give shapes of the same level and year."
            )
        found = shapes.reindex(codes)
        return list(simplify_together(found.to_numpy(), tolerance))


def _interval(frame: pd.DataFrame, context: Context) -> list[Spec]:
    """Return the interval as a line of the card, where there is one."""
    if not {"low_share", "high_share"} <= set(frame.columns):
        return []
    low, high = (100.0 * pd.to_numeric(frame[name], errors="coerce") for name in ("low_share", "high_share"))
    written = low.map("{:.1f}".format) + "–" + high.map("{:.1f}".format) + " %"
    known = low.notna() & high.notna()
    return [
        {"name": "interval", "label": context.word("interval"), "type": "text", **texts(written.where(known))}
    ]
