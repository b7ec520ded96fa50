"""By what a person is known in a project: codes, and texts that only the person's rows bear."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError, MissingError
from workbench.pipeline.erasure.rows import codes_bear
from workbench.pipeline.steps.intake import read_case_file
from workbench.workspace import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.cases import CaseFile, Key, Vault
    from workbench.workspace import Project

_LINKED = ("cases", "addresses", "quarantine", "attempts", "choices")
_PLACED, _SENT = ("addresses", "quarantine"), ("attempts", "returned")
_LEAST_CODE, _LEAST_TEXT = 6, 6  # characters: shorter ones stand in files by chance
_HAN = "\u3400-\u9fff"


@dataclass(frozen=True, repr=False)
class Marks:
    """What tells a person's rows from those of others; kept in memory while the person is forgotten, and never shown.

    Parameters
    ----------
    codes
        By column of the data dictionary (``borrower``, ``case_id``, ``address_id``, ``attempt_id``): values of the person.
    texts
        Names, numbers and addresses that stand for this person only.
    places
        ``sheet`` and ``row`` of the person's rows in the case file.
    """

    codes: dict[str, frozenset[str]]
    texts: frozenset[str] = frozenset()
    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["sheet", "row"]))

    def are_in(self, text: str) -> bool:
        """Tell whether a text, as it stands in a file of any kind, bears one of the marks."""
        # Most files bear none, and to look for plain words is far faster than to match.
        return any(word in text for word in self._words) and self._pattern.search(text) is not None

    @cached_property
    def _words(self) -> frozenset[str]:
        codes = {code for column in self.codes.values() for code in column if len(code) >= _LEAST_CODE}
        plain = codes | self.texts
        forms = {form for word in plain for form in (html.escape(word), json.dumps(word)[1:-1])}
        return frozenset(plain | forms)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Words between their ends: a number is not part of a longer one, nor a name of one or two characters part of a word."""
        return re.compile("|".join(map(_between, sorted(self._words))) or r"(?!)")


def _between(word: str) -> str:
    if re.fullmatch(f"[{_HAN}]{{1,2}}", word):
        return f"(?<![{_HAN}]){word}(?![{_HAN}])"
    before = r"(?<![0-9A-Za-z])" if re.match("[0-9A-Za-z]", word) else ""
    after = r"(?![0-9A-Za-z])" if re.search("[0-9A-Za-z]$", word) else ""
    return before + re.escape(word) + after


def gather_marks(project: Project, vault: Vault, key: Key, number: str) -> Marks | None:
    """Return by what a person is known, from the tables, the vault, and the case file as it lies there; None for nobody.

    Parameters
    ----------
    project, vault, key
        The project, its vault and the key of both.
    number
        Pseudonym of the borrower, or number of one of the person's cases.

    Raises
    ------
    InputError
        If the number is that of a case which stands for several borrowers.
    """
    file = _read_file(project, key)
    tables = {name: project.read(name) for name in _LINKED if project.has(name)}
    if project.returned.exists():
        tables["returned"] = read_frame(project.returned)
    frames = [*tables.values(), *([file.cases] if file else [])]
    pairs = pd.concat([vault.numbers(), *(each[["borrower", "case_id"]] for each in frames)])
    borrowers = _told(pairs.loc[(pairs == number).any(axis=1), "borrower"]) if number else frozenset()
    if not borrowers:
        return None
    if len(borrowers) > 1:
        raise InputError(
            f"{project.folder}: this case number stands for several borrowers: {', '.join(sorted(borrowers))}. Name the one who asked "
            "by the pseudonym; if they are one person whose identity was corrected, one after the other."
        )
    placed = [tables[name] for name in _PLACED if name in tables]
    placed += [file.addresses, file.quarantine] if file else []
    codes = _gather_codes(borrowers, pairs, placed, [tables[name] for name in _SENT if name in tables])
    addresses, others = _gather_texts(project, placed, codes["address_id"])
    known = file.identities if file else None
    names = {text for borrower in borrowers for text in vault.telling(borrower, known) if len(text) > 1}
    texts = names | {text for text in addresses if len(text) >= _LEAST_TEXT}
    marks = Marks(codes, frozenset(_alone(texts, others)))
    if file is None:
        return marks
    theirs = file.places["case_id"].isin(codes["case_id"])
    return replace(marks, places=file.places.loc[theirs, ["sheet", "row"]])


def _read_file(project: Project, key: Key) -> CaseFile | None:
    """Return the case file; a person can be forgotten when it is gone or damaged, too."""
    try:
        return read_case_file(project, key)
    except (InputError, MissingError):
        return None


def _gather_codes(
    borrowers: frozenset[str], pairs: pd.DataFrame, placed: list[pd.DataFrame], sent: list[pd.DataFrame]
) -> dict[str, frozenset[str]]:
    """Return the person's codes by column, from all pairs of borrower and case, addresses, and letters.

    A case number that stands for somebody else as well tells of neither.
    """
    own = pairs["borrower"].isin(borrowers)
    cases = _told(pairs.loc[own, "case_id"]) - _told(pairs.loc[~own & pairs["borrower"].notna(), "case_id"])
    codes = {"borrower": borrowers, "case_id": cases}
    for column, frames in (("address_id", placed), ("attempt_id", sent)):
        found = (_told(each.loc[codes_bear(each, codes), column]) for each in frames)
        codes[column] = frozenset().union(*found)
    return codes


def _told(codes: pd.Series) -> frozenset[str]:
    """Return the codes that are some: an empty one, as of a case without a choice, would be everybody's."""
    return frozenset(str(code) for code in codes.dropna().unique() if code)


def _gather_texts(
    project: Project, placed: list[pd.DataFrame], addresses: frozenset[str]
) -> tuple[set[str], set[str]]:
    """Return the addresses of the person as they were written and as they were read, and those of all others."""
    pairs = [each[["address_id", "address"]].set_axis(["id", "text"], axis=1) for each in placed]
    if project.has("locations"):
        located = project.read("locations")
        pairs.append(located[["address_id", "normalised"]].set_axis(["id", "text"], axis=1))
    if not pairs:
        return set(), set()
    known = pd.concat(pairs, ignore_index=True).dropna()
    own = known["id"].isin(addresses)
    return set(known.loc[own, "text"]), set(known.loc[~own, "text"])


def _alone(texts: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield the texts that are no part of an address of somebody else."""
    said = "\n".join(others)
    return (text for text in texts if text not in said)
