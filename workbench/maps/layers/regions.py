"""Rates by county, city or province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import shapely

from workbench.errors import InputError
from workbench.maps.classes import Scale, cut
from workbench.maps.layers.cells import SCALES, one_measure, rate_of
from workbench.maps.layers.layer import Context, Layer, columns, counted, entry
from workbench.maps.palettes import FEW_COLOUR, NONE_COLOUR
from workbench.maps.shapes import pack_shapes, shapes_extent

if TYPE_CHECKING:
    import geopandas as gpd

    from workbench.maps.layers.layer import Extent, Spec

_CARD = ("region", "smooth_share", "raw_share", "n", "hits", "adcode")


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
        codes = set(
            one_measure(self.frame, self.measure, where=f"map layer {self.kind!r}")["adcode"].astype(str)
        )
        return shapes_extent(self.shapes.geometry[self.shapes["adcode"].astype(str).isin(codes)])

    def write(self, context: Context) -> Spec:
        """Return classes, columns of the card and the packed polygons."""
        where = f"map layer {self.kind!r}"
        frame = one_measure(self.admitted(context), self.measure, where=where)
        frame = frame.assign(adcode=frame["adcode"].astype(str)).reset_index(drop=True)
        known = (
            self.shapes.assign(adcode=self.shapes["adcode"].astype(str))
            .drop_duplicates("adcode")
            .set_index("adcode")
        )
        lost = sorted(set(frame["adcode"]) - set(known.index))
        if lost:
            raise InputError(
                f"{where}: no polygon for the adcodes {', '.join(lost[:5])}{' ...' if len(lost) > 5 else ''}. "
                "Expected codes of the shapes given; drop these rows or give shapes of the same level and year."
            )
        floor, values = context.min_count(self.min_count), rate_of(frame)
        n = frame["n"].fillna(0).astype("int64").to_numpy()
        classes = cut(np.where(n >= floor, values, np.nan), self.scale or SCALES[self.measure])
        many = len(classes.colours)
        given = np.where(n < floor, many, np.where(np.isnan(values), many + 1, classes.assign(values)))
        counts = counted(given, many + 2)
        legend = [entry(*line) for line in zip(classes.labels(), classes.colours, counts, strict=False)]
        legend.append(entry(context.word("too_few", n=floor), FEW_COLOUR, counts[many]))
        legend.append(entry(context.word("no_data"), NONE_COLOUR, counts[many + 1]))
        if context.audience.value == "lender":
            hidden = [name for name in ("smooth_share", "raw_share", "n", "hits") if name in frame.columns]
            frame = frame.assign(**{name: frame[name].astype("float64").mask(n < floor) for name in hidden})
        return {
            **self.common(context, context.word("by_region", measure=context.word(self.measure))),
            "kind": "shapes",
            "note": context.word("raw_note") if "smooth_share" in frame.columns else "",
            "legend": {"title": context.word("regions_count"), "entries": legend},
            "empty": not len(frame),
            "classes": [int(each) for each in given],
            "shapes": pack_shapes(self._light(known.geometry.reindex(frame["adcode"]))),
            "columns": columns(frame, _CARD, context),
            "title_column": "region" if "region" in frame.columns else "adcode",
        }

    def _light(self, shapes: gpd.GeoSeries) -> object:
        """Simplify neighbours together, so that they keep one common edge."""
        box = shapes_extent(shapes)
        if box is None:
            return shapes.to_numpy()
        tolerance = min(0.01, max(0.0004, max(box[2] - box[0], box[3] - box[1]) / 1500.0))
        return shapely.coverage_simplify(shapes.to_numpy(), tolerance)
