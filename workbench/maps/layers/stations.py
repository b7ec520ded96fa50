"""Delivery stations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from workbench.maps.layers.layer import Context, Layer, columns, entry, points_extent
from workbench.maps.shapes import pack_points

if TYPE_CHECKING:
    from workbench.maps.layers.layer import Extent, Spec

_COLOUR = "#1d4f7c"


@dataclass(frozen=True, kw_only=True)
class StationPoints(Layer):
    """Delivery stations with their names."""

    opacity: float = 1.0

    kind: ClassVar[str] = "stations"
    source: ClassVar[str] = "stations"
    needs: ClassVar[tuple[str, ...]] = ("station", "lng", "lat")

    def extent(self) -> Extent | None:
        """Return the box around the stations."""
        return points_extent(self.frame["lng"], self.frame["lat"])

    def write(self, context: Context) -> Spec:
        """Return the points and their names; a station without a point is left out and not counted."""
        frame = self.admitted(context)
        frame = frame[frame["lng"].notna() & frame["lat"].notna()].reset_index(drop=True)
        name = "station_name" if "station_name" in frame.columns else "station"
        return {
            **self.common(context, context.word("stations")),
            "kind": "points",
            "marker": "station",
            "note": "",
            "legend": {
                "title": "",
                "entries": [entry(context.word("station"), _COLOUR, len(frame), "station")],
            },
            "empty": not len(frame),
            "classes": [0] * len(frame),
            "names": [str(each) for each in frame[name].fillna(frame["station"])],
            "points": pack_points(frame["lng"], frame["lat"]),
            "columns": columns(frame, ("station_name", "station"), context),
            "title_column": name,
        }
