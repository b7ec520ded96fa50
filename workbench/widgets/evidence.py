"""Candidates of an address in words and as marks on a map: what speaks for each, element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.coordinates import distance_m
from workbench.geocoding import KINDS, say_for
from workbench.geodata import name_place
from workbench.tables import label, say_faults
from workbench.widgets.canvas import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from workbench.widgets.papers import Block
    from workbench.widgets.words import Words

MOST = 9  # as many as there are keys
ANSWER, CANDIDATE, SPOT = "#0072b2", "#6a3d9a", "#d55e00"
_SAME_M = 1.0
WORDS = {
    **KINDS,
    "away": ("距答案 {value}", "{value} from the answer"),
}


def metres(value: float) -> str:
    """Write a distance."""
    return "–" if np.isnan(value) else f"{value / 1000:.1f} km" if value >= 1000 else f"{value:.0f} m"  # noqa: PLR2004


def fault_chip(codes: str, lang: str) -> Block:
    """Return faults in words as a small box; its tooltip holds the codes, as files have them."""
    said = ("; " if lang == "en" else "；").join(say_faults(codes, lang=lang))
    return {"label": label("faults", lang=lang), "text": said, "tone": "warn", "hint": codes}


def say_region(location: Mapping[Any, Any], lang: str) -> str:
    """Return city and county of a location for people."""
    names = dict.fromkeys(str(location[name]) for name in ("city", "district") if location[name])
    return (" · " if lang == "en" else " ").join(name_place(each, lang) for each in names)


def candidate_table(
    candidates: pd.DataFrame, answer: tuple[float, float], words: Words, *, name: str = "", empty: str = "–"
) -> Block:
    """Return the candidates as a table whose rows can be clicked: number, place, score, and why.

    Parameters
    ----------
    candidates
        Candidates of an ``Explanation``.
    answer
        Longitude and latitude of the answer, NaN without one.
    """
    rows = []
    for number, one in enumerate(candidates.head(MOST).to_dict("records"), start=1):
        away = float(distance_m(one["lng"], one["lat"], *answer)) if np.isfinite(answer[0]) else float("nan")
        why = say_for(one, words.lang)
        if away > _SAME_M:
            why = " · ".join(filter(None, (why, words("away", value=metres(away)))))
        kind = words(str(one["source"]))
        place, below = one["place"] or kind, [kind if one["place"] else "", str(one["address"])]
        rows.append(
            [
                {"text": str(number), "colour": ANSWER if away <= _SAME_M else CANDIDATE},
                {"text": str(place), "below": " · ".join(filter(None, below))},
                {"text": f"{one['score']:.2f}", "bar": min(max(float(one["score"]), 0.0), 1.0)},
                why,
            ]
        )
    heads = [
        ("", False, "42px"),
        (words("place"), False, "30%"),
        (words("score"), True, "80px"),
        (words("why"), False, ""),
    ]
    return {
        "kind": "table",
        "columns": [{"label": said, "number": number, "width": width} for said, number, width in heads],
        "rows": rows,
        "empty": empty,
        "name": name,
        "marked": None,
        "height_px": 330,
    }


def candidate_marks(
    candidates: pd.DataFrame, location: Mapping[Any, Any], spot: tuple[float, float] | None = None
) -> list[dict[str, Any]]:
    """Return marks of the answer with its radius, the numbered candidates, and a point set by hand."""
    marks = []
    lng, lat = float(location["lng"]), float(location["lat"])
    if spot is not None:
        marks.append(mark(*spot, colour=SPOT, label="✎", strong=True))
    rows = candidates.head(MOST).to_dict("records")
    for number, one in enumerate(rows, start=1):
        own = np.isfinite(lng) and float(distance_m(one["lng"], one["lat"], lng, lat)) <= _SAME_M
        told = f"{number}  {one['place'] or one['kind']}\n{one['address']}".strip()
        marks.append(
            mark(
                one["lng"],
                one["lat"],
                colour=ANSWER if own else CANDIDATE,
                label=str(number),
                told=told,
                strong=bool(own),
                radius_m=float(location["radius_m"]) if own else 0.0,
            )
        )
    if np.isfinite(lng) and not any(each["radius_m"] for each in marks):
        marks.append(
            mark(lng, lat, colour=ANSWER, radius_m=float(location["radius_m"]), told=str(location["place"]))
        )
    return marks


def close_marks(marks: list[dict[str, Any]], within_m: float = 2_000.0) -> list[dict[str, Any]]:
    """Return the marks near the first with a radius (else the first), so that a far candidate does not shrink the view."""
    if not marks:
        return []
    middle = next((each for each in marks if each["radius_m"]), marks[0])
    reach = max(within_m, 2 * middle["radius_m"])
    away = distance_m(
        np.asarray([each["lng"] for each in marks]),
        np.asarray([each["lat"] for each in marks]),
        middle["lng"],
        middle["lat"],
    )
    return [each for each, far in zip(marks, away.tolist(), strict=True) if far <= reach]
