"""Couriers' rounds: lines with a direction and numbered stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from workbench.maps.layers.layer import Context, Layer, columns, entry, points_extent
from workbench.maps.palettes import category_colours
from workbench.maps.shapes import pack_points
from workbench.tables import Audience

if TYPE_CHECKING:
    import pandas as pd

    from workbench.maps.layers.layer import Extent, Spec

_CARD = ("stop", "courier", "tour", "sequence", "arrive_at", "letters", "address", "p_delivered", "travel_m")


@dataclass(frozen=True, kw_only=True)
class RoundLines(Layer):
    """The rounds of the day, one colour per courier.

    Parameters
    ----------
    stations
        Table ``stations``: a round then begins at its station.
    """

    stations: pd.DataFrame | None = None
    opacity: float = 1.0
    visible: bool = False

    kind: ClassVar[str] = "routes"
    source: ClassVar[str] = "routes"
    needs: ClassVar[tuple[str, ...]] = ("courier", "sequence", "stop", "lng", "lat")
    audiences: ClassVar[frozenset[Audience]] = frozenset({Audience.ANALYST, Audience.COURIER})

    def extent(self) -> Extent | None:
        """Return the box around the stops."""
        return points_extent(self.frame["lng"], self.frame["lat"])

    def write(self, context: Context) -> Spec:
        """Return one row per stop, in the order of the rounds."""
        frame = self.admitted(context)
        stops = one_row_per_stop(frame[frame["lng"].notna() & frame["lat"].notna()])
        couriers = sorted(stops["courier"].unique())
        codes = (
            stops["courier"].map({name: code for code, name in enumerate(couriers)}).to_numpy(dtype=np.int64)
        )
        rounds = stops.groupby(["courier", "tour"], sort=False).ngroup()
        legend = [
            entry(name, colour, int((codes == code).sum()), "line")
            for code, (name, colour) in enumerate(zip(couriers, category_colours(len(couriers)), strict=True))
        ]
        return {
            **self.common(context, context.word("routes")),
            "kind": "rounds",
            "note": context.word("routes_note"),
            "legend": {"title": f"{context.label('courier')} · {context.word('stops')}", "entries": legend},
            "empty": not len(stops),
            "classes": [int(each) for each in codes],
            "rounds": [int(each) for each in rounds],
            "numbers": [int(each) for each in stops["sequence"]],
            "starts": self._starts(stops, rounds),
            "points": pack_points(stops["lng"], stops["lat"]),
            "columns": columns(stops, _CARD, context),
            "title_column": "stop",
        }

    def _starts(self, stops: pd.DataFrame, rounds: pd.Series) -> list[list[float] | None]:
        if self.stations is None or "station" not in stops.columns:
            return []
        places = (
            self.stations.drop_duplicates("station").set_index("station")[["lng", "lat"]].astype("float64")
        )
        first = places.reindex(stops.loc[~rounds.duplicated(), "station"]).to_numpy()
        return [None if np.isnan(point).any() else [float(point[0]), float(point[1])] for point in first]


def one_row_per_stop(frame: pd.DataFrame) -> pd.DataFrame:
    """Join the letters of a stop into one row: addresses one after another, letters summed by the plan."""
    keyed = frame.assign(
        courier=frame["courier"].astype(str),
        tour=frame["tour"] if "tour" in frame.columns else 1,
        stop=frame["stop"].astype(str),
    ).sort_values(["courier", "tour", "sequence"], kind="stable")
    rules: dict[str, str] = {
        name: "first" for name in keyed.columns if name not in ("courier", "tour", "sequence", "address")
    }
    grouped = keyed.groupby(["courier", "tour", "sequence"], sort=False)
    stops = grouped.agg(rules)
    if "address" in keyed.columns:
        stops["address"] = grouped["address"].agg(
            lambda each: "；".join(dict.fromkeys(each.dropna().astype(str)))
        )
    return stops.reset_index()
