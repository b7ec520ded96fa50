"""Names of divisions with one wrong character, or written wholly by sound."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from workbench.matching.divisions.syllables import code_syllables, name_codings

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDS = frozenset("省市区县旗盟州")
_CODED_ENDS = frozenset(code_syllables("省市区县旗盟州"))
_SHORTEST, _LONGEST = 2, 12


class Repair(NamedTuple):
    """A misspelt name: where it stands and what is meant."""

    start: int
    name: str
    wrong: str


class Speller:
    """Finds names that differ from a text in one similar character, or sound the same.

    Parameters
    ----------
    names
        Full names of provinces, cities and districts, current and old.
    lookalikes
        Pairs (wrong, meant) of characters that look alike.
    """

    def __init__(self, names: Iterable[str], lookalikes: Iterable[tuple[str, str]]) -> None:
        self.lookalikes = frozenset(lookalikes)
        by_gap: dict[str, list[str]] = defaultdict(list)
        by_sound: dict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            if not _SHORTEST <= len(name) <= _LONGEST or name[-1] not in _ENDS:
                continue
            for coding in name_codings(name):
                by_sound[coding].append(name)
            for place in range(len(name) - 1):
                by_gap[f"{name[:place]}*{name[place + 1 :]}"].append(name)
        self.by_gap = {gap: tuple(meant) for gap, meant in by_gap.items()}
        self.by_sound = {sound: tuple(meant) for sound, meant in by_sound.items()}

    def find(self, text: str, starts: Iterable[int]) -> list[Repair]:
        """Find misspelt names.

        Parameters
        ----------
        text
            Normalised address.
        starts
            Places where a name may begin: the beginning and the ends of names that were found.

        Returns
        -------
        list of Repair
            Every name that may be meant; they may contradict each other.
        """
        repairs = []
        begins = list(starts)
        coded = code_syllables(text[: max(begins, default=0) + _LONGEST])
        for start in begins:
            # Two characters are enough only behind another name: 重庆市钟县.
            shortest = _SHORTEST if start else _SHORTEST + 1
            for end in range(start + shortest, min(start + _LONGEST, len(text)) + 1):
                if coded[end - 1] in _CODED_ENDS:
                    word = text[start:end]
                    repairs += [Repair(start, name, word) for name in self._meant(word, coded[start:end])]
        return repairs

    def _meant(self, word: str, coded: str) -> list[str]:
        found = dict.fromkeys(self.by_sound.get(coded, ()))
        for place, char in enumerate(word[:-1]):
            for name in self.by_gap.get(f"{word[:place]}*{word[place + 1 :]}", ()):
                if (char, name[place]) in self.lookalikes or (name[place], char) in self.lookalikes:
                    found.setdefault(name)
        found.pop(word, None)
        return list(found)


def apply_repair(text: str, repair: Repair) -> str:
    """Return the text with the name that is meant; its length stays."""
    return f"{text[: repair.start]}{repair.name}{text[repair.start + len(repair.name) :]}"
