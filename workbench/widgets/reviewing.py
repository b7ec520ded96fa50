"""Which address a person should look at next, and what a decision is: no browser, no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.matching import (
    CHANCE,
    ScoreBook,
    Thresholds,
    label_answers,
    open_book,
    settle_reviews,
)
from workbench.workspace import Review

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FOCUSES = ("mixed", "near", "audit", "value", "tie", "no_match", "failed", "second", "disputed")
PATTERN = ("near", "near", "audit", "near", "value", "near", "audit", "second")
_NEAR = 0.1  # of a threshold: where a review tells most
_BINS = 20
_LENGTH = 50
_LEAST_LABELS = 30  # reviews above a score, fewer measure nothing
_MOST_UNHEARD = 0.05  # share of what would be accepted in bins that no review speaks for


@dataclass(frozen=True, slots=True)
class Reviewing:
    """State: who reviews, what of, and the case on the table.

    Parameters
    ----------
    reviewer
        Name that each decision carries.
    focus
        One of ``FOCUSES``.
    address_id, stratum
        The case and why it is shown; empty where none is left.
    spot
        Point set by hand, waiting to be confirmed.
    """

    reviewer: str
    focus: str = "mixed"
    address_id: str = ""
    stratum: str = ""
    spot: tuple[float, float] | None = None


def sort_cases(located: pd.DataFrame, amounts: pd.Series) -> pd.DataFrame:
    """Describe every address as a case.

    Parameters
    ----------
    located
        Table ``locations``.
    amounts
        Amount behind each row, on the same index.

    Returns
    -------
    pandas.DataFrame
        ``address_id``, ``normalised``, ``confidence``, ``amount`` and ``state``: ``failed`` (nothing could be read),
        ``no_match`` (read, but found nowhere), ``tie`` (several places fit as well), ``corrected`` (by a review), ``placed``.
    """
    state = np.select(
        [
            located["normalised"].fillna("").eq(""),
            located["lng"].isna(),
            located["place_source"].eq("override"),
            located["status"].eq("ambiguous"),
        ],
        ["failed", "no_match", "corrected", "tie"],
        "placed",
    )
    return pd.DataFrame(
        {
            "address_id": located["address_id"],
            "normalised": located["normalised"],
            "confidence": located["confidence"].astype(float).fillna(0.0),
            "amount": amounts.fillna(0.0),
            "state": state,
        }
    )


def _shuffled(names: pd.Series, salt: str) -> NDArray[np.uint64]:
    """Return a number per name that looks drawn by chance and is the same each time."""
    return pd.util.hash_array(names.to_numpy(dtype=object), hash_key=f"{salt:<16}"[:16])


def _near(cases: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Return cases near a threshold, from all bins of confidence in turn, within a bin by chance."""
    value = cases["confidence"]
    some = cases[((value - thresholds.accept).abs() <= _NEAR) | ((value - thresholds.review).abs() <= _NEAR)]
    some = some.assign(
        draw=_shuffled(some["address_id"], "near"), bin=(some["confidence"] * _BINS).astype(int)
    )
    some = some.sort_values("draw")
    return some.assign(turn=some.groupby("bin").cumcount()).sort_values(["turn", "draw"])


def line_up(
    cases: pd.DataFrame, said: pd.DataFrame, state: Reviewing, thresholds: Thresholds, *, most: int = _LENGTH
) -> pd.DataFrame:
    """Return the next cases, the most useful first.

    Parameters
    ----------
    cases
        Frame of ``sort_cases``.
    said
        Reviews that stand, of everybody, ``skip`` included.
    state
        Who asks for what.
    thresholds
        Thresholds near which a review tells most.

    Returns
    -------
    pandas.DataFrame
        ``address_id``, ``stratum``. Texts that occur more than once are shown once. ``mixed`` takes cases near the thresholds,
        a random audit slice, high amounts that would not be accepted, and cases of another reviewer in turn.
    """
    mine = set(said.loc[said["reviewer"] == state.reviewer, "address_id"])
    spoken = said[said["verdict"] != "skip"]
    open_cases = cases[~cases["address_id"].isin(mine | set(spoken["address_id"]))]
    known = set(cases.loc[cases["address_id"].isin(spoken["address_id"]), "normalised"])
    fresh = open_cases[~open_cases["normalised"].isin(known)].drop_duplicates("normalised")
    placed = fresh[fresh["state"].isin(["placed", "tie"])]
    # Ordered before the decided ones are left out: whoever comes back finds the line as it was left.
    near = _near(cases[cases["state"].isin(["placed", "tie"])], thresholds)["address_id"]
    unsure = placed[placed["confidence"] < thresholds.accept]
    others = spoken.loc[~spoken["address_id"].isin(mine), "address_id"].drop_duplicates()
    settled = settle_reviews(spoken)
    disputed = settled.index[settled["disputed"]].to_series()
    lines = {
        "near": near[near.isin(placed["address_id"])],
        "audit": placed["address_id"].iloc[np.argsort(_shuffled(placed["address_id"], "audit"))],
        "value": unsure.sort_values("amount", ascending=False, kind="stable")["address_id"],
        "second": others.iloc[np.argsort(_shuffled(others, "second"))],
        "tie": fresh.loc[fresh["state"] == "tie", "address_id"],
        "no_match": fresh.loc[fresh["state"] == "no_match", "address_id"],
        "failed": open_cases.loc[open_cases["state"] == "failed", "address_id"],
        "disputed": disputed[~disputed.isin(said.loc[said["verdict"] == "skip", "address_id"])],
    }
    if state.focus == "mixed":
        return _mix({name: list(line.iloc[:most]) for name, line in lines.items()}, len(mine), most)
    stratum = state.focus if state.focus in ("near", "audit", "value", "second") else "chosen"
    return pd.DataFrame({"address_id": lines[state.focus].iloc[:most].to_list()}).assign(stratum=stratum)


def _mix(lines: dict[str, list[str]], turn: int, most: int) -> pd.DataFrame:
    """Take from the lines in turn, going on where one left off; an empty line is passed over."""
    found: dict[str, str] = {}
    left = {name: iter(lines[name]) for name in set(PATTERN)}
    while left and len(found) < most:
        name = PATTERN[turn % len(PATTERN)]
        turn += 1
        following = next((each for each in left.get(name, iter(())) if each not in found), None)
        if following is None:
            left.pop(name, None)
        else:
            found[following] = name
    return pd.DataFrame({"address_id": list(found), "stratum": list(found.values())}, dtype=object)


def decide_case(
    state: Reviewing,
    verdict: str,
    machine: Mapping[Any, Any],
    point: tuple[float, float] | None = None,
    note: str = "",
) -> Review:
    """Make the review of the case on the table.

    Parameters
    ----------
    verdict
        ``accept`` takes the machine's point, ``pick`` and ``correct`` take ``point``, ``no_match`` and ``skip`` none.
    machine
        Row of table ``locations``.
    point
        Longitude and latitude, WGS 84.
    note
        Remark.
    """
    answered = bool(np.isfinite(float(machine["lng"])))
    own = (float(machine["lng"]), float(machine["lat"])) if answered else (None, None)
    lng, lat = own if verdict == "accept" else (point or (None, None))
    return Review(
        state.address_id,
        verdict,
        state.reviewer,
        stratum=state.stratum or "chosen",
        confidence=float(machine["confidence"]) if answered else None,
        machine_lng=own[0],
        machine_lat=own[1],
        lng=lng,
        lat=lat,
        note=note,
    )


def measure(located: pd.DataFrame, latest: pd.DataFrame) -> ScoreBook:
    """Return the scores with the reviews that were drawn by chance as labels."""
    return open_book(located, right=label_answers(located, latest[latest["stratum"].isin(CHANCE)]), by=())


def find_floor(book: ScoreBook, wanted_share: float) -> float | None:
    """Return the lowest score from which on reviews have shown that ``wanted_share`` are right, or None.

    From there on the lower end of the interval must reach ``wanted_share``, at least 30 reviews must lie above, and no more
    than 5 % of what would be accepted may lie in bins of confidence that nobody has looked into. Without that nothing may be
    accepted in bulk.
    """
    curve = book.curve
    known = np.concatenate([[0], np.cumsum(np.isfinite(book.labelled))])
    heard = known[-1] - known[book.place(curve["accept"].to_numpy())]
    measured = (heard >= _LEAST_LABELS) & (curve["labelled_share"] >= 1 - _MOST_UNHEARD)
    proven = curve.loc[measured & (curve["precision_low"] >= wanted_share), "accept"]
    return float(proven.min()) if len(proven) else None
