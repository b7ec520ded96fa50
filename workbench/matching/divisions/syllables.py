"""Texts as strings of syllables, one private character per syllable, so that homophones become equal."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FIRST = 0xE000


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    usual: dict[str, str] = {}
    in_names: dict[str, str] = {}
    for line in Path(__file__).with_name("syllables.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, chars, others = line.split("\t")
            usual.update(dict.fromkeys(chars, syllable))
            in_names.update(dict.fromkeys(others, syllable))
    return usual, in_names


def load_syllables() -> dict[str, str]:
    """Return the usual toneless syllable of each character; origin in the head of ``syllables.tsv``."""
    return _tables()[0]


@cache
def _coding() -> tuple[dict[int, str], dict[str, str]]:
    usual, in_names = _tables()
    number = {
        syllable: chr(_FIRST + i) for i, syllable in enumerate(sorted({*usual.values(), *in_names.values()}))
    }
    return (
        {ord(char): number[syllable] for char, syllable in usual.items()},
        {char: number[syllable] for char, syllable in in_names.items()},
    )


def code_syllables(text: str) -> str:
    """Code each character by its usual syllable; other characters stay."""
    return text.translate(_coding()[0])


def name_codings(name: str) -> tuple[str, ...]:
    """Code a name in the ways it may be read: all characters as usual, and with the readings of names.

    Parameters
    ----------
    name
        Name of a division.
    """
    usual, in_names = _coding()
    plain = name.translate(usual)
    others = [
        f"{plain[:i]}{in_names[char]}{plain[i + 1 :]}" for i, char in enumerate(name) if char in in_names
    ]
    return tuple(dict.fromkeys([plain, *others]))
