"""Status, levels of the code and faults of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from workbench.geocoding.reading import Reading
    from workbench.matching import Answers

AFTER = {
    "none": 0, "province": 1, "city": 2, "district": 3, "town": 4, "village": 4, "road": 4, "crossing": 5,
    "place": 5, "door_near": 5, "door": 5,
}  # fmt: skip
_FINE = ("place", "door", "door_near", "crossing")
_ROOM = re.compile(r"室|单元|户|房|\d+-\d+-\d+")
_BUILDING = re.compile(r"栋|幢|号楼|座|\d+-\d+")
_SURE, _FAIR = 0.75, 0.30


class Verdict(NamedTuple):
    """One entry per address: status, level of the text before matching and of the answer, faults."""

    status: NDArray[np.str_]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    faults: list[str]


def _before(reading: Reading) -> NDArray[np.int64]:
    """Return how fine the text itself is."""
    out = []
    columns = zip(reading.queries.text, reading.queries.name, reading.queries.mentions, strict=True)
    depth = {"none": 0, "province": 1, "city": 2, "district": 3, "town": 4, "village": 4}
    for division, (text, name, said) in zip(reading.divisions["level"].tolist(), columns, strict=True):
        level = depth.get(division, 0)
        if name or any(number >= 0 for number in said.numbers):
            level = 7 if _ROOM.search(text) else 6 if _BUILDING.search(text) else 5
        elif said.roads:
            level = max(level, 4)
        out.append(level)
    return np.asarray(out, dtype=np.int64)


def _faults(
    reading: Reading, answers: Answers, level: NDArray[np.str_], conflict: NDArray[np.bool_]
) -> list[str]:
    out = []
    columns = zip(
        reading.divisions["faults"].tolist(),
        reading.queries.mentions,
        reading.queries.code.tolist(),
        level.tolist(),
        answers.tied.tolist(),
        conflict.tolist(),
        strict=True,
    )
    for division, said, code, fine, tied, other in columns:
        found = [division] if division else []
        if code % 100 == 0:
            found.append("DISTRICT.missing" if code % 10_000 else "CITY.missing")
        if fine == "door_near":
            found.append("NUMBER.notFound")
        if said.roads and fine in ("town", "district", "city"):
            found.append("ROAD.notFound")
        if tied and fine not in ("town", "district", "city", "none"):
            found.append("PLACE.ambiguous")
        if other:
            found.append("DISTRICT.conflict")
        out.append(";".join(dict.fromkeys(";".join(found).split(";"))))
    return out


def _conflicts(reading: Reading, codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return where the matched place lies in another county than the text says."""
    said = reading.queries.code
    return np.asarray((codes > 0) & (said % 100 > 0) & (codes % 100 > 0) & (codes != said), dtype=bool)


def give_verdicts(
    reading: Reading, answers: Answers, level: NDArray[np.str_], codes: NDArray[np.int32]
) -> Verdict:
    """Say of each answer what it is worth in words.

    Parameters
    ----------
    level
        Level of each answer, ``none`` without one.
    codes
        County of the matched place, 0 where there is none.
    """
    before = _before(reading)
    after = np.asarray([AFTER[one] for one in level.tolist()], dtype=np.int64)
    fine = np.isin(level, _FINE)
    after = np.where(fine & (before > after), after, after)
    ambiguous: pd.Series = reading.divisions["ambiguous"]
    conflict = _conflicts(reading, codes)
    reverted = (before >= 5) & ~fine & (level != "none")  # noqa: PLR2004 - level 5 is the premise
    status = np.select(
        [
            level == "none",
            ambiguous.to_numpy(bool) | (answers.tied & fine & (answers.confidence < _SURE)),
            conflict,
            reverted,
            answers.confidence >= _SURE,
            answers.confidence >= _FAIR,
        ],
        ["unverified", "ambiguous", "conflict", "reverted", "verified", "partial"],
        "unverified",
    )
    return Verdict(status, before, after, _faults(reading, answers, level, conflict))
