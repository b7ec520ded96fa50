"""What speaks for and against two addresses meaning the same: one column of numbers per feature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from workbench.gazetteer import fold
from workbench.matching.divisions.syllables import code_syllables
from workbench.matching.pairs.rarity import compare_grams, name_rarity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from workbench.matching.pairs.sides import Sides

    Floats = NDArray[np.float32]
    Rows = NDArray[np.intp]
    Columns = dict[str, Floats]

_DIGITS = re.compile(r"\d+")
NAMED = ("road", "place", "community", "lane", "town")
NUMBERED = ("road_number", "lane", "lane_number", "building", "unit", "floor", "room")
DIVISIONS = ("province", "city", "district")
_DIGITS_OF = {"province": 2, "city": 4, "district": 6}


def _ratio(left: Sequence[str], right: Sequence[str], scorer: Callable[..., float]) -> Floats:
    return np.asarray(process.cpdist(left, right, scorer=scorer, dtype=np.float32) / 100, dtype=np.float32)


def _take(texts: Sequence[str], rows: Rows) -> list[str]:
    return [texts[row] for row in rows.tolist()]


def _split_bigrams(text: str) -> str:
    return " ".join(text[at : at + 2] for at in range(len(text) - 1))


def _compare_texts(sides: Sides, left: Rows, right: Rows) -> Columns:
    out: Columns = {}
    for name, texts in (("full", sides.full), ("tight", sides.tight)):
        a, b = _take(texts, left), _take(texts, right)
        out[f"{name}_ratio"] = _ratio(a, b, fuzz.ratio)
        out[f"{name}_partial"] = _ratio(a, b, fuzz.partial_ratio)
        grams = compare_grams(texts, left, right, name_rarity())
        out |= {f"{name}_{key}": values for key, values in grams.items()}
    bigrams = [_split_bigrams(text) for text in sides.tight]
    out["bigram_set"] = _ratio(_take(bigrams, left), _take(bigrams, right), fuzz.token_set_ratio)
    sounds = [code_syllables(text) for text in sides.tight]
    out["sound_ratio"] = _ratio(_take(sounds, left), _take(sounds, right), fuzz.ratio)
    out["sound_partial"] = _ratio(_take(sounds, left), _take(sounds, right), fuzz.partial_ratio)
    length = np.asarray([len(text) for text in sides.tight], dtype=np.float32)
    out["left_length"], out["right_length"] = length[left], length[right]
    return out


def _has(values: Sequence[str], rows: Rows) -> Floats:
    return np.asarray([bool(value) for value in values], dtype=np.float32)[rows]


def _best(left: str, right: str, scorer: Callable[..., float]) -> float:
    """Return the best similarity of any name of one side with any of the other, NaN where one says none."""
    if not left or not right:
        return np.nan
    return max(scorer(a, b) for a in left.split(";") for b in right.split(";")) / 100


def _compare_names(sides: Sides, left: Rows, right: Rows) -> Columns:
    out: Columns = {}
    for name in NAMED:
        values = sides.elements[name].tolist()
        a, b = _take(values, left), _take(values, right)
        out[f"{name}_ratio"] = np.asarray(
            [_best(one, other, fuzz.ratio) for one, other in zip(a, b, strict=True)], np.float32
        )
        out[f"{name}_left"], out[f"{name}_right"] = _has(values, left), _has(values, right)
    places = sides.elements["place"].tolist()
    last = [place.rpartition(";")[2] for place in places]
    for name, own, here, there in (("left", left, left, right), ("right", right, right, left)):
        told = _take(sides.tight, there)
        for kind, names in (("place", places), ("last", last)):
            said = _take(names, here)
            out[f"{name}_{kind}_inside"] = np.asarray(
                [_best(one, text, fuzz.partial_ratio) for one, text in zip(said, told, strict=True)],
                np.float32,
            )
        out[f"{name}_relation"] = _has(sides.elements["relation"].tolist(), own)
        out[f"{name}_crossing"] = _has(sides.elements["crossing"].tolist(), own)
    away = sides.elements["offset_metres"].fillna(0.0).to_numpy(np.float32)
    out["right_offset"] = np.log1p(away[right])
    return out


def _agree(left: frozenset[str], right: frozenset[str]) -> float:
    """Return 2 for equal numbers, 1 for some in common, -1 for none, 0 where a side says none."""
    if not left or not right:
        return 0.0
    return 2.0 if left == right else 1.0 if left & right else -1.0


def _read_digits(values: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(_DIGITS.findall(text)) if text else frozenset() for text in fold(values)]


def _compare_numbers(sides: Sides, left: Rows, right: Rows) -> Columns:
    out: Columns = {}
    for name in NUMBERED:
        values = sides.elements[name].tolist()
        read = _read_digits(values)
        out[f"{name}_agrees"] = np.asarray(
            [_agree(read[a], read[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)], np.float32
        )
        out[f"{name}_said_left"], out[f"{name}_said_right"] = _has(values, left), _has(values, right)
    read = _read_digits(sides.tight)
    pairs = [(read[a], read[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    shared = np.asarray([len(a & b) for a, b in pairs], np.float32)
    for name, sizes in (
        ("numbers_shared", [len(a | b) for a, b in pairs]),
        ("numbers_left_share", [len(a) for a, _ in pairs]),
        ("numbers_right_share", [len(b) for _, b in pairs]),
    ):
        size = np.asarray(sizes, np.float32)
        out[name] = np.where(size > 0, shared / np.maximum(size, 1), np.nan).astype(np.float32)
    out["numbers_longest"] = np.asarray(
        [max((len(one) for one in a & b), default=0) for a, b in pairs], np.float32
    )
    return out


def _codes(divisions: pd.DataFrame, digits: int) -> list[frozenset[str]]:
    """Return the divisions that each address may lie in, at one level; none where it does not say."""
    out = []
    for code, candidates in zip(divisions["adcode"], divisions["candidates"], strict=True):
        said = [code] if len(code) >= digits and code[digits - 2 : digits] != "00" else candidates.split(";")
        out.append(
            frozenset(one[:digits] for one in said if len(one) >= digits and one[digits - 2 : digits] != "00")
        )
    return out


def _compare_divisions(sides: Sides, left: Rows, right: Rows) -> Columns:
    out: Columns = {}
    for name in DIVISIONS:
        codes = _codes(sides.divisions, _DIGITS_OF[name])
        out[f"{name}_agrees"] = np.asarray(
            [
                0.0 if not codes[a] or not codes[b] else 1.0 if codes[a] & codes[b] else -1.0
                for a, b in zip(left.tolist(), right.tolist(), strict=True)
            ],
            np.float32,
        )
    village = sides.divisions["village"].to_numpy(object)
    known = (village[left] != "") & (village[right] != "")
    out["village_agrees"] = np.where(known, np.where(village[left] == village[right], 1, -1), 0).astype(
        np.float32
    )
    return out


def compare_sides(sides: Sides, left: Rows, right: Rows) -> Columns:
    """Return all features of pairs, from the pair alone.

    Parameters
    ----------
    sides
        The distinct addresses.
    left, right
        Which of them stand on the two sides of each pair.
    """
    return (
        _compare_texts(sides, left, right)
        | _compare_names(sides, left, right)
        | _compare_numbers(sides, left, right)
        | _compare_divisions(sides, left, right)
    )
