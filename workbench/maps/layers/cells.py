"""Rates by H3 cell: delivery, NPL, repayment, contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from workbench.maps.classes import to_steps
from workbench.maps.layers.layer import Layer
from workbench.maps.layers.rates import SCALES, grade, one_measure
from workbench.maps.layers.stream import cells_extent, find_cover, packed_cells
from workbench.tables import Audience

if TYPE_CHECKING:
    from workbench.maps.classes import Scale
    from workbench.maps.layers.layer import Context, Extent, Spec


@dataclass(frozen=True, kw_only=True)
class RateCells(Layer):
    """A rate by cell, drawn as a heat map of hexagons.

    Parameters
    ----------
    measure
        ``delivered``, ``npl``, ``repaid`` or ``contacted``.
    scale
        Classes and colours; None for the measure's own.
    min_count
        Below so many cases a cell is shown as "too few"; never under 10 for the lender.
    resolution
        The only resolution to be drawn; None for all. Of nested ones the page shows as fine a one as the
        zoom lets be seen, in the classes of the finest. Disjoint cells of several resolutions (a mosaic) are
        drawn together.
    """

    measure: str = "delivered"
    scale: Scale | None = None
    min_count: int | None = None
    resolution: int | None = None

    kind: ClassVar[str] = "cells"
    source: ClassVar[str] = "cells"
    needs: ClassVar[tuple[str, ...]] = ("cell", "n", "hits")

    def extent(self) -> Extent | None:
        """Return the box around the cells' centres."""
        return cells_extent(one_measure(self.frame, self.measure, where=self.where)["cell"])

    def write(self, context: Context) -> Spec:
        """Return limits, colours, counts and the packed cells."""
        chosen = one_measure(self.admitted(context), self.measure, where=self.where)
        cover = find_cover(chosen, self.resolution, where=self.where)
        scale = self.scale or SCALES[self.measure]
        graded = grade(cover.frame, scale, context, self.min_count, basis=cover.finest)
        level = "–".join(str(each) for each in dict.fromkeys([*cover.levels[:1], *cover.levels[-1:]]))
        measure = context.word(self.measure)
        title = context.word("by_cell", measure=measure, resolution=level) if level else measure
        return {
            **self.common(context, title),
            "kind": "cells",
            "note": context.word("raw_note") if "smooth_share" in chosen.columns else "",
            "limits": list(graded.classes.limits),
            "min_count": graded.floor,
            "hide_few": context.audience == Audience.LENDER,
            "legend": {
                "title": context.word("cells_count"),
                "entries": graded.legend,
                "counts": cover.counts(graded.codes, len(graded.legend)),
            },
            "empty": not len(cover.frame),
            "nested": cover.nested,
            **packed_cells(graded.frame, to_steps(graded.values) + 1, graded.n, context),
        }
