"""Why an address was placed where it was: the steps, the candidates, the contest."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.address import normalise_steps
from workbench.geocoding.reading import read_addresses
from workbench.matching import Source

if TYPE_CHECKING:
    from workbench.geocoding.geocoder import Geocoder
    from workbench.geocoding.reading import Reading
    from workbench.matching import Scored

_SHOWN = 8  # candidates in an explanation
_FEATURES = (
    "name_ratio",
    "name_share",
    "inside",
    "roads",
    "number_gap",
    "same_county",
    "n_sources",
    "door_gap",
    "door_support",
    "cross_spread",
    "middle_spread",
)
_WORDS = {
    "PLACE": "地点", "DOOR": "门牌内插", "CROSSING": "路口", "MIDDLE": "道路中段", "TOWN": "乡镇中心", "COUNTY": "区县中心", "CITY": "城市中心",
}  # fmt: skip


@dataclass(frozen=True)
class Explanation:
    """How one address was placed.

    Parameters
    ----------
    text
        The address as given.
    steps
        The cleaning steps that changed something: name, reason, before, after.
    divisions
        What was resolved: province ... adcode, faults, candidates.
    elements
        Roads, numbers and name that were read.
    candidates
        The best candidates with score and features, best first.
    location
        The row of table ``locations``.
    """

    text: str
    steps: list[dict[str, str]]
    divisions: dict[str, Any]
    elements: dict[str, Any]
    candidates: pd.DataFrame
    location: dict[str, Any]

    def __str__(self) -> str:
        lines = [f"地址  {self.text}"]
        lines += [f"清洗  {step['step']}: {step['before']} → {step['after']}" for step in self.steps]
        where = " ".join(
            str(self.divisions[name])
            for name in ("province", "city", "district", "town")
            if self.divisions[name]
        )
        lines.append(
            f"区划  {where or '未识别'} ({self.divisions['adcode'] or '-'})  {self.divisions['faults']}".rstrip()
        )
        roads = (
            ", ".join(f"{road}{number if number >= 0 else ''}" for road, number in self.elements["roads"])
            or "-"
        )
        lines.append(f"要素  道路 {roads}  名称 {self.elements['name'] or '-'}")
        lines.append("候选  " + ("" if len(self.candidates) else "没有"))
        for row in self.candidates.to_dict("records"):
            features = "  ".join(
                f"{name}={row[name]:.2f}"
                for name in _FEATURES
                if row.get(name) is not None and row[name] == row[name]
            )
            lines.append(
                f"  {row['score']:.3f}  {row['kind']} {row['place']} {row['address']}  {features}".rstrip()
            )
        found = self.location
        lines.append(
            f"结论  {found['level']}  置信度 {found['confidence']:.2f}  半径 {found['radius_m']:.0f} m  {found['decision']}  {found['code']}"
            if found["level"] != "none"
            else "结论  未定位"
        )
        if found["faults"]:
            lines.append(f"问题  {found['faults']}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


def _name_candidates(geocoder: Geocoder, scored: Scored) -> pd.DataFrame:
    """Return the best candidates of a single query with their features."""
    candidates = scored.evidence.candidates
    best = np.argsort(-scored.score, kind="stable")[:_SHOWN]
    rows = candidates.row[best]
    known = rows >= 0
    place, address = np.full(len(best), "", object), np.full(len(best), "", object)
    place[known] = geocoder.gazetteer.texts("place", rows[known])
    address[known] = geocoder.gazetteer.texts("address", rows[known])
    frame = pd.DataFrame(
        {
            "score": scored.score[best],
            "source": [Source(one).name for one in candidates.source[best].tolist()],
            "place": place,
            "address": address,
            "lng": candidates.lng[best],
            "lat": candidates.lat[best],
        }
    )
    frame.insert(1, "kind", frame["source"].map(_WORDS))
    return frame.assign(**{name: values[best] for name, values in scored.columns.items()})


def explain_address(
    geocoder: Geocoder, text: str, reading: Reading, scored: Scored, location: pd.Series
) -> Explanation:
    """Put the explanation of one address together."""
    traces = normalise_steps(text)
    said = reading.queries.mentions[0]
    return Explanation(
        text,
        [
            {"step": one.step, "reason": one.reason, "before": one.before, "after": one.after}
            for one in traces
        ],
        {str(name): value for name, value in reading.divisions.iloc[0].items()},
        {
            "roads": list(zip(said.roads, said.numbers, strict=True)),
            "offset_m": (said.east_m, said.north_m),
            "name": reading.queries.name[0],
            "rest": reading.queries.text[0],
        },
        _name_candidates(geocoder, scored),
        {str(name): value for name, value in location.items()},
    )


def read_one(text: str, **hints: str | None) -> Reading:
    """Read a single address."""
    return read_addresses(
        pd.Series([text], dtype=object), {name: pd.Series([value]) for name, value in hints.items() if value}
    )
