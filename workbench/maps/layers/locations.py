"""Located addresses: single cases, for the analyst only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from workbench.maps.layers.layer import Context, Layer, columns, counted, entry, points_extent
from workbench.maps.shapes import pack_points
from workbench.tables import DECISIONS, Audience

if TYPE_CHECKING:
    from workbench.maps.layers.layer import Extent, Spec

_COLOURS = {"accept": "#0072b2", "review": "#e69f00", "reject": "#d55e00"}
_CARD = (
    "place",
    "address",
    "normalised",
    "level",
    "confidence",
    "radius_m",
    "decision",
    "code",
    "district",
    "p_delivered",
    "kind",
    "case_id",
    "address_id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LocationPoints(Layer):
    """One point per located address, coloured by what the thresholds say of it."""

    visible: bool = False
    opacity: float = 0.9

    kind: ClassVar[str] = "locations"
    source: ClassVar[str] = "locations"
    needs: ClassVar[tuple[str, ...]] = ("address_id", "lng", "lat", "level", "confidence", "decision")
    also: ClassVar[tuple[str, ...]] = ("address", "kind", "case_id", "p_delivered")
    audiences: ClassVar[frozenset[Audience]] = frozenset({Audience.ANALYST})

    def extent(self) -> Extent | None:
        """Return the box that holds the middle 98 of 100 points: a few gross errors must not shrink the view."""
        known = self.frame[self.frame["lng"].notna() & self.frame["lat"].notna()]
        if not len(known):
            return points_extent(known["lng"], known["lat"])
        low, high = known[["lng", "lat"]].quantile(0.01), known[["lng", "lat"]].quantile(0.99)
        return float(low["lng"]), float(low["lat"]), float(high["lng"]), float(high["lat"])

    def write(self, context: Context) -> Spec:
        """Return the points with their card; addresses without a point are counted in the legend as no data."""
        frame = self.admitted(context)
        placed = frame["lng"].notna() & frame["lat"].notna()
        lost = int((~placed).sum())
        frame = frame[placed].reset_index(drop=True)
        codes = frame["decision"].astype("object").map({name: code for code, name in enumerate(DECISIONS)})
        classes = codes.fillna(len(DECISIONS)).to_numpy(dtype=np.int64)
        counts = counted(classes, len(DECISIONS) + 1)
        legend = [
            entry(context.word(name), _COLOURS[name], count, "dot")
            for name, count in zip(DECISIONS, counts, strict=False)
        ]
        legend.append(entry(context.word("no_point"), "#9aa5b1", counts[-1] + lost, "dot"))
        return {
            **self.common(context, context.word("locations")),
            "kind": "points",
            "marker": "address",
            "note": context.word("locations_note") if "radius_m" in frame.columns else "",
            "legend": {"title": "", "entries": legend},
            "empty": not len(frame),
            "classes": classes.tolist(),
            "points": pack_points(frame["lng"], frame["lat"]),
            "columns": columns(frame, _CARD, context),
            "title_column": "place" if "place" in frame.columns else "address_id",
        }
