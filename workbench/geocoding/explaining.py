"""Why an address was placed where it was: the steps, the candidates, the contest."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.address import normalise_steps
from workbench.geocoding.arguments import KINDS, STEPS, find_lead, say_for
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
_HEADS = ("score", "kind", "place", "why", "features")
_FEATURES = (
    "name_ratio",
    "name_share",
    "inside",
    "roads",
    "same_county",
    "n_sources",
    "door_gap",
    "door_support",
    "cross_spread",
    "middle_spread",
)
_WORDS = {
    "address": ("地址", "address"), "cleaned": ("清洗", "cleaned"), "divisions": ("区划", "divisions"), "elements": ("要素", "elements"),
    "roads": ("道路", "roads"), "name": ("名称", "name"), "candidates": ("候选", "candidates"), "outcome": ("结论", "outcome"),
    "confidence": ("置信度", "confidence"), "radius": ("半径", "radius"), "faults": ("问题", "faults"), "none": ("没有", "none"),
    "unknown": ("未识别", "not recognised"), "unplaced": ("未定位", "not placed"), "score": ("得分", "score"), "kind": ("类别", "kind"),
    "place": ("地点", "place"), "why": ("依据", "why"), "features": ("特征", "features"), "lead": ("胜因", "ahead by"), "decides": ("决定性", "decides"), "accept": ("采用", "accept"), "review": ("复核", "review"),
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
    lead
        What the first candidate owes its lead over the next of its kind to, in Chinese and English, and whether that alone decides.
    location
        The row of table ``locations``.
    lang
        Language in a notebook: ``zh`` or ``en``.
    """

    text: str
    steps: list[dict[str, str]]
    divisions: dict[str, Any]
    elements: dict[str, Any]
    candidates: pd.DataFrame
    lead: list[tuple[tuple[str, str], bool]]
    location: dict[str, Any]
    lang: str = "zh"

    def __str__(self) -> str:
        return self.describe()

    def describe(self, lang: str = "") -> str:
        """Return the explanation as lines of text, in ``zh`` or ``en``; in its own language without."""
        lang = lang or self.lang
        lines = []
        for heading, value in self._lines(lang):
            lines.append(f"{heading}  {value}")
            if heading == _word("candidates", lang):
                for score, kind, place, why, features in self._shown(lang):
                    lines.append(f"  {score}  {kind} {place}  {why}".rstrip())
                    lines += [f"         {features}"] if features else []
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
            (say("cleaned"), f"{STEPS[step['step']][lang == 'en']}: {step['before']} → {step['after']}")
            for step in self.steps
        ]
        lines += [
            (say("divisions"), f"{where or say('unknown')} ({self.divisions['adcode'] or '-'})"),
            (say("elements"), f"{say('roads')} {roads or '-'}  {say('name')} {self.elements['name'] or '-'}"),
            (say("candidates"), "" if len(self.candidates) else say("none")),
            *([(say("lead"), self.say_lead(lang))] if self.lead else []),
            (say("outcome"), outcome if found["level"] != "none" else say("unplaced")),
        ]
        codes = filter(None, str(found["faults"]).split(";"))
        return lines + [(say("faults"), f"{say_faults(code, lang=lang)[0]}  {code}") for code in codes]

    def say_lead(self, lang: str) -> str:
        """Return what the first candidate is ahead of the next of its kind by; empty without one."""
        decides = f" ({_word('decides', lang)})" if lang == "en" else f"（{_word('decides', lang)}）"
        return " · ".join(f"{topic[lang == 'en']}{decides if alone else ''}" for topic, alone in self.lead)

    def _shown(self, lang: str) -> list[tuple[str, str, str, str, str]]:
        """Return the candidates as score, kind, place, what speaks for them, and features."""
        out = []
        for row in self.candidates.to_dict("records"):
            known = [name for name in _FEATURES if row.get(name) is not None and row[name] == row[name]]
            features = "  ".join(f"{name}={row[name]:.2f}" for name in known)
            kind = KINDS[row["source"]][lang == "en"]
            place = f"{row['place']} {row['address']}".strip()
            out.append((f"{row['score']:.3f}", kind, place, say_for(row, lang), features))
        return out

    def _repr_html_(self) -> str:
        """Return the explanation for a notebook; every text is escaped."""
        cell = "<td style='text-align:left;vertical-align:top'>{}</td>".format
        lines = "".join(
            f"<tr>{cell(f'<b>{html.escape(name)}</b>')}{cell(html.escape(value))}</tr>"
            for name, value in self._lines(self.lang)
        )
        heads = "".join(f"<th style='text-align:left'>{_word(name, self.lang)}</th>" for name in _HEADS)
        rows = "".join(
            "<tr>" + "".join(cell(html.escape(value)) for value in row) + "</tr>"
            for row in self._shown(self.lang)
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
    frame.insert(1, "kind", [KINDS[source][0] for source in frame["source"]])
    return frame.assign(**{name: values[best] for name, values in scored.columns.items()})


def explain_address(
    geocoder: Geocoder, text: str, reading: Reading, scored: Scored, location: pd.Series, lang: str
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
        find_lead(geocoder.matcher.scorer, scored),
        {str(name): value for name, value in location.items()},
        lang,
    )


def read_one(text: str, **hints: str | None) -> Reading:
    """Read a single address."""
    return read_addresses(
        pd.Series([text], dtype=object), {name: pd.Series([value]) for name, value in hints.items() if value}
    )
