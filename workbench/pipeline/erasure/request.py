"""A person's request to be forgotten, carried out everywhere in a project."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases import load_key, open_vault
from workbench.errors import InputError
from workbench.pipeline.erasure.cleaning import clean
from workbench.pipeline.erasure.marks import Marks, gather_marks
from workbench.pipeline.erasure.traces import Act, Trace, find_traces
from workbench.report import unname
from workbench.workspace import blank_reviews, read_frame, trail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.workspace import Project

_ACTION = "forget"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was found of a person, and what was done about it; nothing in it tells who it was.

    Parameters
    ----------
    cases
        How many cases the person had.
    contacts
        How many letters and visits, by channel.
    traces
        Files in which the person stood; a file whose name tells of the person has another name here.
    reviews, ledger_rows
        Reviews that were blanked, and rows of sealed ledgers that lost their person.
    before
        Whether the person was forgotten before; only what came back since was found then.
    """

    cases: int
    contacts: Mapping[str, int]
    traces: tuple[Trace, ...]
    reviews: int
    ledger_rows: int
    before: bool

    def of(self, act: Act) -> list[Trace]:
        """Return the files about which this was, or is to be, done."""
        return [trace for trace in self.traces if trace.act is act]

    @property
    def detail(self) -> dict[str, object]:
        """What the audit trail keeps: counts."""
        return {
            "cases": self.cases,
            "contacts": dict(self.contacts),
            "files": {str(act): len(found) for act in Act if (found := self.of(act))},
            "rows": sum(trace.rows for trace in self.traces),
            "reviews": self.reviews,
            "ledger_rows": self.ledger_rows,
        }

    @property
    def found(self) -> bool:
        """Whether there was anything that had to be changed."""
        passive = {Act.NAMED, Act.UNREAD}
        return bool(self.reviews or self.ledger_rows or any(t.act not in passive for t in self.traces))


def forget_person(project: Project, number: str, *, request: str, dry_run: bool = False) -> Forgotten:
    """Take a person out of everything that a project keeps, and keep the person out.

    Whether a request must be granted is for counsel to say; this carries it out (PIPL art. 47).

    - Identities leave the vault for good. Tombstones (hashes) of the pseudonym and the case numbers stay, so that a run from the
      same case and results files does not bring the person back.
    - Tables lose the person's rows. Reviews are blanked: their numbers stay, for the trail names them.
    - Files of the couriers go, those of the one who had the stop and those of all: a day that is over has served its purpose
      (art. 19: no longer than needed), and one that is to come is made again without the person, by the next run or export. What
      couriers filled in is kept, without the person. The map goes as well, and so do unfinished jobs.
    - Reports that were handed out hold sums of many. Their sealed ledgers keep the person's rows under numbers that lead to
      nobody: without them the next report, less one person, would tell of exactly this one.
    - Of contacts, which have to be accounted for (a complaint, GB/T 45251 and the rules of consumer finance companies: two to five
      years), the trail keeps counts by channel under the request's number. The records themselves are the lender's to keep, and
      art. 47 leaves them to storage only where a law or administrative regulation says so.
    - Files that others made (the lender's inputs, own notes and exports, the truth of a demo) are named, not touched.

    A run that was killed is finished by the same call; a second call finds nothing and changes nothing. Space that is freed on the
    disk is not overwritten, and backups and what couriers carry are out of reach.

    Parameters
    ----------
    project
        The project.
    number
        Pseudonym of the borrower (column ``borrower``), or number of one of the person's cases.
    request
        Number under which the request is filed; it goes into the trail and must tell nothing of the person.
    dry_run
        Whether to find only.

    Raises
    ------
    InputError
        If nobody has this number, the request's number tells of the person, or a table is damaged.
    """
    request = request.strip()
    if not 0 < len(request) <= _LONGEST:
        raise InputError(
            f"request: expected a number of 1 to {_LONGEST} characters under which it is filed, e.g. R-2026-07."
        )
    with nullcontext() if dry_run else project.lock():
        key = load_key(project=project.folder)
        vault = open_vault(project.vault, key)
        marks, before = gather_marks(project, vault, key, number), vault.knows(number)
        known = marks or Marks({"borrower": frozenset((number,)), "case_id": frozenset((number,))})
        if marks is None and not before:
            raise InputError(
                f"{project.folder}: nobody here has this number, and nobody who had it was forgotten; nothing was changed. Expected a "
                "borrower's pseudonym (column borrower of table cases) or a case number as the lender writes it, not a name or a phone."
            )
        if known.are_in(request):
            raise InputError(
                "request: this number tells of the person. Use one that is drawn for the request, e.g. R-2026-07."
            )
        done = _find(
            project, known, cases=len(marks.codes["case_id"]) if marks else 0, before=before, dry_run=dry_run
        )
        if dry_run:
            return _hide_names(done, known)
        for trace in done.traces:
            clean(trace, known)
        for borrower in known.codes["borrower"] if marks else ():
            vault.forget(borrower, request=request, cases=known.codes["case_id"])
        if done.found or not _is_recorded(project, request):
            project.record(_ACTION, request=request, **done.detail)
    return _hide_names(done, known)


def _find(project: Project, marks: Marks, *, cases: int, before: bool, dry_run: bool) -> Forgotten:
    """Find all files; blank reviews and ledgers unless it is a dry run."""
    traces = find_traces(project, marks)
    shelves = sorted(project.releases.iterdir()) if project.releases.exists() else []
    codes = marks.codes
    return Forgotten(
        cases=cases,
        contacts=_count_contacts(project, marks),
        traces=tuple(traces),
        reviews=blank_reviews(project, codes.get("address_id", ()), dry_run=dry_run),
        ledger_rows=sum(unname(shelf, codes["borrower"], dry_run=dry_run) for shelf in shelves),
        before=before,
    )


def _count_contacts(project: Project, marks: Marks) -> dict[str, int]:
    paths = [path for path in (project.path("attempts"), project.returned) if path.exists()]
    if not paths:
        return {}
    letters = pd.concat([read_frame(path)[["attempt_id", "case_id", "channel"]] for path in paths])
    theirs = letters[letters["case_id"].isin(marks.codes["case_id"])].drop_duplicates("attempt_id")
    return {str(channel): int(n) for channel, n in theirs["channel"].value_counts().sort_index().items()}


def _is_recorded(project: Project, request: str) -> bool:
    events = trail(project.database)
    told = events.loc[events["action"] == _ACTION, "detail"]
    return any(json.loads(detail).get("request") == request for detail in told)


def _hide_names(done: Forgotten, marks: Marks) -> Forgotten:
    """Return the same with names of files that tell of the person replaced by ``*``."""
    traces = (
        replace(each, path=each.path.with_name(f"*{each.path.suffix}"))
        if marks.are_in(each.path.name)
        else each
        for each in done.traces
    )
    return replace(done, traces=tuple(traces))
