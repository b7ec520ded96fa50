"""Reviews of located addresses: who said what, when; nothing is deleted, taking back is a row of its own kind; the forgotten are blanked."""

from __future__ import annotations

import getpass
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError
from workbench.workspace.audit import connect, record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from workbench.workspace.project import Project

VERDICTS = ("accept", "pick", "correct", "no_match", "skip")
STRATA = ("near", "audit", "value", "second", "chosen")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS reviews (
  review INTEGER PRIMARY KEY, at TEXT NOT NULL, reviewer TEXT NOT NULL, address_id TEXT NOT NULL, verdict TEXT NOT NULL,
  stratum TEXT NOT NULL, confidence REAL, machine_lng REAL, machine_lat REAL, lng REAL, lat REAL, note TEXT NOT NULL,
  undone_at TEXT, undone_by TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS reviews_by_address ON reviews (address_id);
"""
_ADD = """
INSERT INTO reviews (at, reviewer, address_id, verdict, stratum, confidence, machine_lng, machine_lat, lng, lat, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_STANDING = """
SELECT review, at, reviewer, address_id, verdict, stratum, confidence, machine_lng, machine_lat, lng, lat, note
FROM reviews WHERE undone_at IS NULL ORDER BY review
"""
_BLANK = """
UPDATE reviews SET address_id = '', confidence = NULL, machine_lng = NULL, machine_lat = NULL, lng = NULL, lat = NULL, note = '',
undone_at = coalesce(undone_at, at), undone_by = coalesce(undone_by, 'forget') WHERE review = ?
"""
_DEGREES = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Review:
    """One person's word on one located address.

    Parameters
    ----------
    address_id
        The address.
    verdict
        ``accept`` (the point is right), ``pick`` (another candidate is), ``correct`` (a point set by hand is),
        ``no_match`` (nothing in the gazetteer is), ``skip`` (cannot be told).
    reviewer
        Who.
    stratum
        Why it was shown: ``near`` a threshold, ``audit`` slice, high ``value``, ``second`` opinion, or ``chosen`` by hand.
    confidence, machine_lng, machine_lat
        What the machine said then; None without an answer.
    lng, lat
        The right point, WGS 84, for ``accept``, ``pick`` and ``correct``.
    note
        Remark; no personal data.
    """

    address_id: str
    verdict: str
    reviewer: str
    stratum: str = "chosen"
    confidence: float | None = None
    machine_lng: float | None = None
    machine_lat: float | None = None
    lng: float | None = None
    lat: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise InputError(
                f"review: unknown verdict {self.verdict!r}. Expected one of: {', '.join(VERDICTS)}."
            )
        if self.stratum not in STRATA:
            raise InputError(
                f"review: unknown stratum {self.stratum!r}. Expected one of: {', '.join(STRATA)}."
            )
        if not self.reviewer.strip():
            raise InputError("review: the reviewer has no name. Set who reviews; each decision carries it.")
        placed = self.verdict in ("accept", "pick", "correct")
        if placed and not _is_point(self.lng, self.lat):
            raise InputError(f"review: {self.verdict} needs lng and lat in degrees, WGS 84.")


def _is_point(lng: float | None, lat: float | None) -> bool:
    return lng is not None and lat is not None and abs(lng) <= _DEGREES[0] and abs(lat) <= _DEGREES[1]


def default_reviewer() -> str:
    """Return the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


class Reviews:
    """The reviews of a project, in its database (WAL): what is written has reached the disk when the call returns.

    Parameters
    ----------
    project
        The project.
    """

    def __init__(self, project: Project) -> None:
        self.path = project.database
        with closing(self._open()) as connection:
            connection.executescript(_SCHEMA)

    def _open(self) -> sqlite3.Connection:
        return connect(self.path)

    def add(self, review: Review) -> int:
        """Write a review down and return its number."""
        values = (
            datetime.now(UTC).isoformat(timespec="milliseconds"), review.reviewer.strip(), review.address_id, review.verdict,
            review.stratum, review.confidence, review.machine_lng, review.machine_lat, review.lng, review.lat, review.note,
        )  # fmt: skip
        with closing(self._open()) as connection:
            number = connection.execute(_ADD, values).lastrowid or 0
        record(
            self.path,
            "review",
            {"review": number, "verdict": review.verdict, "stratum": review.stratum},
            actor=review.reviewer,
        )
        return number

    def undo(self, reviewer: str) -> str | None:
        """Take back the reviewer's last review that stands; return its address, None if there is none."""
        with closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            last = connection.execute(
                "SELECT review, address_id FROM reviews WHERE reviewer = ? AND undone_at IS NULL ORDER BY review DESC LIMIT 1",
                (reviewer.strip(),),
            ).fetchone()
            if last is None:
                connection.execute("ROLLBACK")
                return None
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            connection.execute(
                "UPDATE reviews SET undone_at = ?, undone_by = ? WHERE review = ?",
                (at, reviewer.strip(), last[0]),
            )
            connection.execute("COMMIT")
        record(self.path, "review undone", {"review": last[0]}, actor=reviewer)
        return str(last[1])

    def frame(self) -> pd.DataFrame:
        """Return the reviews that stand, oldest first."""
        with closing(self._open()) as connection:
            return pd.read_sql_query(_STANDING, connection)

    def latest(self) -> pd.DataFrame:
        """Return each reviewer's last word on each address; skipped ones say nothing."""
        standing = self.frame()
        return standing[standing["verdict"] != "skip"].drop_duplicates(
            ["reviewer", "address_id"], keep="last"
        )


def blank_reviews(project: Project, addresses: Collection[str], *, dry_run: bool = False) -> int:
    """Take out of reviews what tells of these addresses, and return how many there were.

    The rows stay, taken back and empty, so that the numbers in the audit trail still lead to a row; what was in them is
    overwritten on the disk (``secure_delete``).

    Parameters
    ----------
    project
        The project.
    addresses
        Their ids.
    dry_run
        Whether to count only.
    """
    with closing(connect(project.database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        known = connection.execute("SELECT review, address_id FROM reviews") if "reviews" in tables else ()
        wanted = frozenset(addresses)
        theirs = [(number,) for number, address in known if address in wanted]
        if theirs and not dry_run:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_BLANK, theirs)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(theirs)


def agreement(latest: pd.DataFrame) -> pd.DataFrame:
    """Compare reviewers on the addresses that both have reviewed.

    Parameters
    ----------
    latest
        Frame of ``Reviews.latest``.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``first``, ``second``, ``n``, ``agreed_share`` and Cohen's ``kappa`` of "the machine is right"
        (NaN where it is not defined).
    """
    said = latest.assign(right=latest["verdict"].eq("accept")).pivot_table(
        index="address_id", columns="reviewer", values="right", aggfunc="last"
    )
    rows = list(_pairs(said))
    return pd.DataFrame(rows, columns=["first", "second", "n", "agreed_share", "kappa"])


def _pairs(said: pd.DataFrame) -> Iterator[tuple[str, str, int, float, float]]:
    for one, other in combinations(sorted(said.columns), 2):
        both = said[[one, other]].dropna().astype(bool)
        if both.empty:
            continue
        a, b = both[one], both[other]
        same = float((a == b).mean())
        chance = float(a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean()))
        kappa = (same - chance) / (1 - chance) if chance < 1 else float("nan")
        yield str(one), str(other), len(both), same, kappa
