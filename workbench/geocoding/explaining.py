"""Why an address was placed where it was: the steps, the candidates, the contest."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.address import normalise_steps
from workbench.geocoding.reading import read_addresses
from workbench.geodata import name_place
from workbench.matching import Source, share_scores
from workbench.tables import LEVEL_LABELS, say_faults

if TYPE_CHECKING:
    from workbench.geocoding.geocoder import Geocoder
    from workbench.geocoding.reading import Reading
    from workbench.matching import Scored

_SHOWN = 8  # candidates in an explanation
_LEVELS = ("province", "city", "district", "town")
_HEADS = ("score", "kind", "place", "features")
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
_KINDS = {
    "PLACE": ("地点", "place"), "DOOR": ("门牌内插", "door between its neighbours"), "CROSSING": ("路口", "crossing"),
    "MIDDLE": ("道路中段", "middle of the road"), "TOWN": ("乡镇中心", "middle of the town"), "COUNTY": ("区县中心", "middle of the county"),
    "CITY": ("城市中心", "middle of the city"),
}  # fmt: skip
_WORDS = {
    "address": ("地址", "address"), "cleaned": ("清洗", "cleaned"), "divisions": ("区划", "divisions"), "elements": ("要素", "elements"),
    "roads": ("道路", "roads"), "name": ("名称", "name"), "candidates": ("候选", "candidates"), "outcome": ("结论", "outcome"),
    "confidence": ("置信度", "confidence"), "radius": ("半径", "radius"), "faults": ("问题", "faults"), "none": ("没有", "none"),
    "unknown": ("未识别", "not recognised"), "unplaced": ("未定位", "not placed"), "score": ("得分", "score"), "kind": ("类别", "kind"),
    "place": ("地点", "place"), "features": ("特征", "features"), "accept": ("采用", "accept"), "review": ("复核", "review"),
    "reject": ("未采用", "reject"),
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
        return self.describe()

    def describe(self, lang: str = "zh") -> str:
        """Return the explanation as lines of text, in ``zh`` or ``en``."""
        lines = []
        for heading, value in self._lines(lang):
            lines.append(f"{heading}  {value}")
            if heading == _word("candidates", lang):
                lines += [
                    f"  {score}  {kind} {place}  {features}".rstrip()
                    for score, kind, place, features in self._shown(lang)
                ]
        return "\n".join(lines)

    def _lines(self, lang: str) -> list[tuple[str, str]]:
        """Return what is said besides the candidates: a heading and a text each."""

        def say(word: str) -> str:
            return _word(word, lang)

        where = " ".join(
            name_place(str(self.divisions[name]), lang) for name in _LEVELS if self.divisions[name]
        )
        roads = ", ".join(f"{road}{number if number >= 0 else ''}" for road, number in self.elements["roads"])
        found = self.location
        outcome = (
            f"{LEVEL_LABELS[found['level']][lang == 'en']}  {say('confidence')} {found['confidence']:.2f}  {say('radius')} {found['radius_m']:.0f} m  "
            f"{say(found['decision'])}  {found['code']}"
        )
        lines = [(say("address"), self.text)]
        lines += [
            (say("cleaned"), f"{step['step']}: {step['before']} → {step['after']}") for step in self.steps
        ]
        lines += [
            (say("divisions"), f"{where or say('unknown')} ({self.divisions['adcode'] or '-'})"),
            (say("elements"), f"{say('roads')} {roads or '-'}  {say('name')} {self.elements['name'] or '-'}"),
            (say("candidates"), "" if len(self.candidates) else say("none")),
            (say("outcome"), outcome if found["level"] != "none" else say("unplaced")),
        ]
        codes = filter(None, str(found["faults"]).split(";"))
        return lines + [(say("faults"), f"{say_faults(code, lang=lang)[0]}  {code}") for code in codes]

    def _shown(self, lang: str) -> list[tuple[str, str, str, str]]:
        """Return the candidates as score, kind, place and features."""
        out = []
        for row in self.candidates.to_dict("records"):
            known = [name for name in _FEATURES if row.get(name) is not None and row[name] == row[name]]
            features = "  ".join(f"{name}={row[name]:.2f}" for name in known)
            kind = _KINDS[row["source"]][lang == "en"]
            out.append((f"{row['score']:.3f}", kind, f"{row['place']} {row['address']}".strip(), features))
        return out

    def _repr_html_(self) -> str:
        """Return the explanation for a notebook; every text is escaped."""
        cell = "<td style='text-align:left;vertical-align:top'>{}</td>".format
        lines = "".join(
            f"<tr>{cell(f'<b>{html.escape(name)}</b>')}{cell(html.escape(value))}</tr>"
            for name, value in self._lines("zh")
        )
        heads = "".join(f"<th style='text-align:left'>{_word(name, 'zh')}</th>" for name in _HEADS)
        rows = "".join(
            "<tr>" + "".join(cell(html.escape(value)) for value in row) + "</tr>" for row in self._shown("zh")
        )
        table = f"<table><tr>{heads}</tr>{rows}</table>" if rows else ""
        return f"<table>{lines}</table>{table}"


def _word(name: str, lang: str) -> str:
    return _WORDS[name][lang == "en"]


def _name_candidates(geocoder: Geocoder, scored: Scored) -> pd.DataFrame:
    """Return the best candidates of a single query with their features; ``score`` is the part of the odds among all."""
    candidates = scored.evidence.candidates
    best = np.argsort(-scored.score, kind="stable")[:_SHOWN]
    rows = candidates.row[best]
    known = rows >= 0
    place, address = np.full(len(best), "", object), np.full(len(best), "", object)
    place[known] = geocoder.gazetteer.texts("place", rows[known])
    address[known] = geocoder.gazetteer.texts("address", rows[known])
    frame = pd.DataFrame(
        {
            "score": share_scores(candidates.query, scored.score, 1)[best],
            "source": [Source(one).name for one in candidates.source[best].tolist()],
            "place": place,
            "address": address,
            "lng": candidates.lng[best],
            "lat": candidates.lat[best],
        }
    )
    frame.insert(1, "kind", [_KINDS[source][0] for source in frame["source"]])
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
