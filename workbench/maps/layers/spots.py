"""Hot and cold spots by H3 cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from workbench.maps.layers.cells import cells_extent, one_cover, one_measure, packed_cells
from workbench.maps.layers.layer import Context, Layer, counted, entry
from workbench.maps.palettes import NONE_COLOUR

if TYPE_CHECKING:
    from workbench.maps.layers.layer import Extent, Spec

# Red and blue of ColorBrewer's RdYlBu: apart for every kind of colour blindness.
_COLOURS = {"hot": "#d73027", "cold": "#4575b4", "plain": "#e9ecef"}
_CLASS = {"hot": 0, "cold": 1, "none": 2}


@dataclass(frozen=True, kw_only=True)
class SpotCells(Layer):
    """Cells whose rate is significantly high or low among their neighbours.

    Parameters
    ----------
    measure
        Which measure's spots.
    resolution
        Which resolution of a frame that has nested ones.
    """

    measure: str = "delivered"
    resolution: int | None = None
    visible: bool = False

    kind: ClassVar[str] = "spots"
    source: ClassVar[str] = "cells"
    needs: ClassVar[tuple[str, ...]] = ("cell", "spot")

    def extent(self) -> Extent | None:
        """Return the box around the cells' centres."""
        return cells_extent(one_measure(self.frame, self.measure, where=f"map layer {self.kind!r}")["cell"])

    def write(self, context: Context) -> Spec:
        """Return the three classes and the packed cells; untested cells count as no data."""
        where = f"map layer {self.kind!r}"
        frame, _ = one_cover(
            one_measure(self.admitted(context), self.measure, where=where), self.resolution, where=where
        )
        codes = frame["spot"].astype("object").map(_CLASS).fillna(3).astype("int64").to_numpy()
        counts = counted(codes, 4)
        legend = [
            entry(context.word(name), _COLOURS[name], count)
            for name, count in zip(_COLOURS, counts, strict=False)
        ]
        legend.append(entry(context.word("no_data"), NONE_COLOUR, counts[3]))
        packed = packed_cells(frame, np.where(codes == 3, 0, codes + 1), None, context)
        legend.insert(3, {**entry("", NONE_COLOUR, None), "unused": True})  # where rates have "too few"
        return {
            **self.common(context, context.word("spots", measure=context.word(self.measure))),
            "kind": "cells",
            "note": context.word("spots_note"),
            "limits": [1, 2],
            "min_count": 0,
            "hide_few": False,
            "legend": {"title": context.word("cells_count"), "entries": legend},
            "empty": not len(frame),
            **packed,
        }
