"""News of attempts that are known already: what is new, what has ended since, what is old."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.tables import OPEN_OUTCOMES, table

if TYPE_CHECKING:
    from collections.abc import Hashable

    _Row = dict[Hashable, Any]

_STAMP = re.compile(r"@\d{14}(?:-\d+)?$")


@dataclass(frozen=True, slots=True)
class Merged:
    """Attempts after the news.

    Parameters
    ----------
    rows
        Table ``attempts``.
    added, ended, corrected, known
        Rows of the news that are attempts not known before, the end of one that was on its
        way, another end of one that had ended, and nothing new.
    """

    rows: pd.DataFrame
    added: int
    ended: int
    corrected: int
    known: int


def merge_attempts(attempts: pd.DataFrame, news: pd.DataFrame) -> Merged:
    """Return the attempts with the news; the same news twice change nothing.

    Rows are the same try if their number and time agree; of a letter on its way, any news is
    about that try. What has ended is not opened again, and a further try of a known letter counts once it has ended. A second try of one letter keeps the
    number with the time behind it.

    Parameters
    ----------
    attempts, news
        Table ``attempts``; both are untouched.

    Returns
    -------
    Merged
        Rows in the order of ``attempts``, new ones behind them.
    """
    columns = list(table("attempts").columns)
    book = _Book(attempts[columns].reset_index(drop=True))
    counts = dict.fromkeys(("added", "ended", "corrected", "known"), 0)
    for new in news[columns].to_dict("records"):
        counts[book.enter(new)] += 1
    merged = book.close().astype(news[columns].dtypes.to_dict()) if len(news) else attempts[columns]
    return Merged(merged, **counts)


class _Book:
    """Attempts by letter and time, while news are entered."""

    def __init__(self, attempts: pd.DataFrame) -> None:
        self._attempts = attempts
        self._changed: dict[int, _Row] = {}
        self._outcomes: list[object] = attempts["outcome"].tolist()
        self._times: list[object] = attempts["attempted_at"].tolist()
        self._numbers: list[object] = attempts["attempt_id"].tolist()
        roots = [_root(number) for number in self._numbers]
        self._roots = set(roots)
        self._at = {key: place for place, key in enumerate(zip(roots, self._times, strict=True))}
        self._under_way = {
            root: place
            for place, (root, outcome) in enumerate(zip(roots, self._outcomes, strict=True))
            if outcome in OPEN_OUTCOMES
        }

    def enter(self, new: _Row) -> str:
        """Take one row of the news and return what it was."""
        root = _root(new["attempt_id"])
        now = new["outcome"]
        if now in OPEN_OUTCOMES and root in self._roots:
            return "known"
        place = self._at.get((root, new["attempted_at"]), self._under_way.get(root))
        if place is None:
            self._add(root, new)
            return "added"
        was = self._outcomes[place]
        if was == now:
            return "known"
        self._changed[place] = new | {"attempt_id": self._numbers[place]}
        self._outcomes[place] = now
        if self._under_way.get(root) == place:
            del self._under_way[root]
        self._at.pop((root, self._times[place]), None)
        self._at[root, new["attempted_at"]] = place
        self._times[place] = new["attempted_at"]
        return "ended" if was in OPEN_OUTCOMES else "corrected"

    def _add(self, root: str, new: _Row) -> None:
        further = root in self._roots and root == new["attempt_id"]
        number = stamped(root, new["attempted_at"]) if further else new["attempt_id"]
        place = len(self._outcomes)
        self._changed[place] = new | {"attempt_id": number}
        self._outcomes.append(new["outcome"])
        self._times.append(new["attempted_at"])
        self._numbers.append(number)
        self._roots.add(root)
        self._at[root, new["attempted_at"]] = place
        if new["outcome"] in OPEN_OUTCOMES:
            self._under_way[root] = place

    def close(self) -> pd.DataFrame:
        """Return all attempts."""
        kept = self._attempts.drop(index=[place for place in self._changed if place < len(self._attempts)])
        news = pd.DataFrame.from_dict(self._changed, orient="index", columns=list(self._attempts.columns))
        return pd.concat([each for each in (kept, news) if len(each)]).sort_index().reset_index(drop=True)


def stamped(number: object, moment: object) -> str:
    """Return the number of a further try of a letter: its own with the time."""
    return f"{number}@{pd.Timestamp(str(moment)):%Y%m%d%H%M%S}"


def _root(number: object) -> str:
    return _STAMP.sub("", str(number))
