"""What the headers of a new template probably mean."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workbench.cases.correspondence import Mapping, Match
from workbench.cases.vocabulary import PER_ADDRESS, case_targets, fold, is_ignored, is_third_party

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Mapping as MappingType

    from workbench.cases.vocabulary import Target

_SIMILAR_FROM = 0.72
_LIKELY_KIND = "home"


def suggest_mapping(
    headers: Sequence[str],
    *,
    targets: MappingType[str, tuple[Target, ...]] | None = None,
    several: Iterable[str] = PER_ADDRESS,
) -> Mapping:
    """Return what each header probably means.

    Known words are ``sure``; similar ones (``difflib`` ratio from 0.72) and addresses whose kind is not said wait to be
    confirmed; headers of other people are ``third_party``.

    Parameters
    ----------
    headers
        Headers in the file's order.
    targets
        Vocabulary; that of case files by default.
    several
        Columns that more than one header may mean.
    """
    vocabulary = case_targets() if targets is None else targets
    found = [_match(header, vocabulary) for header in headers]
    has_kind = any(match.column == "kind" and match.state == "sure" for match, _ in found)
    singles = frozenset(several)
    if "address" in singles:
        found = [(_doubt_kind(match, has_kind=has_kind), order) for match, order in found]
    return Mapping(tuple(_keep_first(found, singles)))


def _match(header: str, vocabulary: MappingType[str, tuple[Target, ...]]) -> tuple[Match, int]:
    if is_third_party(header):
        return Match(header, state="third_party"), 0
    if is_ignored(header) and fold(header) not in vocabulary:
        return Match(header), 0
    for text in _readings(header):
        if text in vocabulary:
            target = vocabulary[text][0]
            return Match(header, target.column, target.kind, 1.0, "sure"), target.order
    return _similar(header, vocabulary)


def _readings(header: str) -> list[str]:
    """Return the header folded, and without the suffix that tells apart headers of the same name."""
    plain = header.rsplit("#", 1)[0]
    return [fold(header), fold(plain)]


def _similar(header: str, vocabulary: MappingType[str, tuple[Target, ...]]) -> tuple[Match, int]:
    text = fold(header.rsplit("#", 1)[0])
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    best, score = "", _SIMILAR_FROM
    for word in vocabulary:
        matcher.set_seq1(word)
        if matcher.real_quick_ratio() > score and matcher.quick_ratio() > score and matcher.ratio() > score:
            best, score = word, matcher.ratio()
    if not best:
        return Match(header), 0
    target = vocabulary[best][0]
    return Match(header, target.column, target.kind, round(score, 3), "confirm"), target.order


def _doubt_kind(match: Match, *, has_kind: bool) -> Match:
    """Return an address without a kind as one to be confirmed, unless a column of kinds stands beside it."""
    if match.column != "address" or match.kind or has_kind:
        return match
    return Match(match.header, "address", _LIKELY_KIND, 0.5, "confirm")


def _keep_first(found: list[tuple[Match, int]], several: frozenset[str]) -> list[Match]:
    """Return the matches in which one header stands for each single column: the surest, then the word listed first."""
    winners: dict[str, int] = {}
    order = sorted(
        range(len(found)), key=lambda i: (found[i][0].state != "sure", -found[i][0].score, found[i][1], i)
    )
    for i in order:
        match = found[i][0]
        if match.column and match.column not in several:
            winners.setdefault(match.column, i)
    return [
        match if not match.column or match.column in several or winners[match.column] == i
        else Match(match.header, match.column, match.kind, match.score, "spare")
        for i, (match, _) in enumerate(found)
    ]  # fmt: skip
