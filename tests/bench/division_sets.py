"""Addresses with known divisions: the natural labelled set and conditions made from the bundle with a seed.

A truth is a code of the current list. An answer is right when its names are names of that division or of its parents, old or new.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from workbench.geodata import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Sample:
    """One address of a set: its truth is a code, or empty when nothing decides."""

    condition: str
    text: str
    truth: str


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of each code: its chain from the province down, and all names of each."""

    chain: dict[str, tuple[str, ...]]
    level: dict[str, str]
    names: dict[str, frozenset[str]]
    above_once: dict[str, frozenset[str]]


@cache
def load_book() -> Book:
    """Collect current and old names of provinces, cities and districts."""
    divisions = read("divisions", ["code", "level", "name", "short_names", "parent"])
    divisions = divisions[divisions["level"] != "town"]
    parents = dict(zip(divisions["code"], divisions["parent"], strict=True))
    names: dict[str, set[str]] = defaultdict(set)
    for code, name, shorts in zip(
        divisions["code"], divisions["name"], divisions["short_names"], strict=True
    ):
        names[code].update({name, *str(shorts).split("|")} - {"", "nan"})
    history = read("county_history")
    once: dict[str, set[str]] = defaultdict(set)
    rows = zip(
        *(history[c].tolist() for c in ("code_now", "name", "short_name", "city", "province")), strict=True
    )
    for code, name, short, city, province in rows:
        if code in parents:
            names[code].update({name, short} - {""})
            once[code].update({city, province, city.removesuffix("市")} - {""})
    chain = {}
    for code in parents:
        steps = [code]
        while parents.get(steps[-1]):
            steps.append(parents[steps[-1]])
        chain[code] = tuple(reversed(steps))
    return Book(
        chain,
        dict(zip(divisions["code"], divisions["level"], strict=True)),
        {code: frozenset(found) for code, found in names.items()},
        {code: frozenset(found) for code, found in once.items()},
    )


def load_natural(path: Path, half: int) -> list[Sample]:
    """Read the labelled addresses of one half; rows whose labels mean nothing or several places are left out.

    Parameters
    ----------
    path
        ``labelled/parsing.jsonl``.
    half
        0 is the half to tune on, 1 the half to report.
    """
    by_name = _codes_by_name()
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if int(hashlib.sha256(row["text"].encode()).hexdigest(), 16) % 2 != half:
            continue
        labels: dict[str, str] = {}
        for span, kind in row["spans"]:
            labels.setdefault(kind, span)
        codes = _gold(
            {kind: labels[kind] for kind in ("prov", "city", "district") if kind in labels}, by_name
        )
        if len(codes) == 1:
            samples.append(Sample("natural", row["text"], next(iter(codes))))
    return samples


@cache
def _codes_by_name() -> dict[str, dict[str, frozenset[str]]]:
    """Return for current and for all names the codes that they may mean."""
    book = load_book()
    divisions = read("divisions", ["code", "level", "name", "short_names"])
    divisions = divisions[divisions["level"] != "town"]
    found: dict[str, dict[str, set[str]]] = {"now": defaultdict(set), "ever": defaultdict(set)}
    for code, name, shorts in zip(
        divisions["code"], divisions["name"], divisions["short_names"], strict=True
    ):
        for form in {name, *str(shorts).split("|")} - {""}:
            found["now"][form].add(code)
    for code, names in book.names.items():
        for form in names:
            found["ever"][form].add(code)
    return {when: {name: frozenset(codes) for name, codes in table.items()} for when, table in found.items()}


def _gold(labels: dict[str, str], by_name: dict[str, dict[str, frozenset[str]]]) -> frozenset[str]:
    """Return the codes that the labelled names agree on; current names before old ones."""
    book = load_book()
    wanted = list(labels.values())
    for table in (by_name["now"], by_name["ever"]):
        if not wanted or any(name not in by_name["ever"] for name in wanted):
            return frozenset()
        codes = table.get(wanted[-1], frozenset())
        for name in wanted[:-1]:
            above = by_name["ever"][name]
            codes = frozenset(
                c for c in codes if set(book.chain[c]) & above or name in book.above_once.get(c, ())
            )
        if "district" not in labels:
            coarse = frozenset(c for c in codes if book.level[c] != "district")
            codes = coarse or codes
        if codes:
            return codes
    return frozenset()


class Judge:
    """Says whether names given by any parser are right, false or missing."""

    def __init__(self) -> None:
        self.book = load_book()

    def judge(self, truth: str, answer: tuple[str, str, str]) -> tuple[bool, bool]:
        """Judge one answer.

        Parameters
        ----------
        truth
            Code of the finest labelled division; empty when nothing decides.
        answer
            Province, city and district as given, empty where missing.

        Returns
        -------
        tuple of bool
            Whether the full path is right, and whether a false place is asserted.
        """
        answer = tuple("" if name is None or name != name else str(name) for name in answer)  # noqa: PLR0124 - NaN  # type: ignore[assignment]
        if not truth:
            return not answer[2], bool(answer[2])
        levels = {self.book.level[code]: code for code in self.book.chain[truth]}
        province = self._fits(answer[0], levels["province"])
        city, city_false = self._city(answer, levels, truth)
        district, district_false = self._district(answer, levels, truth)
        false = (
            (bool(answer[0]) and not province and not self._once(answer[0], truth))
            or city_false
            or district_false
        )
        return province and city and district, false

    def _fits(self, name: str, code: str) -> bool:
        return bool(name) and (
            name in self.book.names[code]
            or name.rstrip("省市区县") in {n.rstrip("省市区县") for n in self.book.names[code]}
        )

    def _once(self, name: str, code: str) -> bool:
        return name in self.book.above_once.get(code, ())

    def _city(self, answer: tuple[str, str, str], levels: dict[str, str], truth: str) -> tuple[bool, bool]:
        name = answer[1]
        if levels["province"][:2] in MUNICIPALITIES:
            fits = name in ("", "市辖区", "县", "直辖区", "直辖县") or self._fits(name, levels["province"])
            return fits, not fits
        if "city" not in levels and "district" in levels:
            fits = name == "" or self._fits(name, levels["district"]) or "直辖" in name
            return fits, not fits
        if "city" not in levels:
            return True, False
        fits = self._fits(name, levels["city"]) or self._once(name, truth)
        return fits, bool(name) and not fits

    def _district(
        self, answer: tuple[str, str, str], levels: dict[str, str], truth: str
    ) -> tuple[bool, bool]:
        if self.book.level[truth] != "district":
            return True, False
        fits = self._fits(answer[2], truth)
        if "city" not in levels and not answer[2] and self._fits(answer[1], truth):
            fits = True
        return fits, bool(answer[2]) and not fits


def seeded(seed: int) -> np.random.Generator:
    """Return the generator that a set is drawn with."""
    return np.random.default_rng(seed)


def texts_of(samples: Iterable[Sample]) -> list[str]:
    """Return the texts of samples."""
    return [sample.text for sample in samples]
