"""Hot and cold spots by H3 cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from workbench.maps.layers.layer import Layer, counted, entry
from workbench.maps.layers.rates import one_measure
from workbench.maps.layers.stream import cells_extent, find_cover, packed_cells
from workbench.maps.palettes import NONE_COLOUR

if TYPE_CHECKING:
    from workbench.maps.layers.layer import Context, Extent, Spec

# Red and blue of ColorBrewer's RdYlBu: apart for every kind of colour blindness.
_COLOURS = {"hot": "#d73027", "cold": "#4575b4", "plain": "#e9ecef"}
_CODES = {"hot": 0, "cold": 1, "none": 2}
_UNTESTED = 3


@dataclass(frozen=True, kw_only=True)
class SpotCells(Layer):
    """Cells whose rate is significantly high or low among their neighbours.

    Parameters
    ----------
    measure
        Which measure's spots.
    resolution
        The only resolution to be drawn; None for all, as for `RateCells`.
    """

    measure: str = "delivered"
    resolution: int | None = None
    visible: bool = False

    kind: ClassVar[str] = "spots"
    source: ClassVar[str] = "cells"
    needs: ClassVar[tuple[str, ...]] = ("cell", "spot")

    def extent(self) -> Extent | None:
        """Return the box around the cells' centres."""
        return cells_extent(one_measure(self.frame, self.measure, where=self.where)["cell"])

    def write(self, context: Context) -> Spec:
        """Return the three classes and the packed cells; untested cells count as no data."""
        chosen = one_measure(self.admitted(context), self.measure, where=self.where)
        cover = find_cover(chosen, self.resolution, where=self.where)
        frame = cover.frame
        codes = frame["spot"].astype("object").map(_CODES).fillna(_UNTESTED).to_numpy(dtype=np.int64)
        counts = counted(codes[cover.finest], _UNTESTED + 1)
        legend = [
            entry(context.word(name), colour, count)
            for (name, colour), count in zip(_COLOURS.items(), counts, strict=False)
        ]
        legend.append({**entry("", NONE_COLOUR, None), "unused": True})  # where rates have "too few"
        legend.append(entry(context.word("no_data"), NONE_COLOUR, counts[_UNTESTED]))
        slots = np.where(codes == _UNTESTED, _UNTESTED + 1, codes)
        places = cover.counts(slots.astype(np.int64), len(legend))
        values = np.where(codes == _UNTESTED, 0, codes + 1).astype(np.int64)
        shown = frame[[name for name in ("cell", "q_value") if name in frame.columns]]
        return {
            **self.common(context, context.word("spots", measure=context.word(self.measure))),
            "kind": "cells",
            "note": context.word("spots_note"),
            "limits": [1, 2],
            "min_count": 0,
            "hide_few": False,
            "legend": {"title": context.word("cells_count"), "entries": legend, "counts": places},
            "empty": not len(frame),
            "nested": cover.nested,
            **packed_cells(shown, values, None, context),
        }
