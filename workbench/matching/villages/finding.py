"""Finding villages: exact stems first, then by sound, then the most similar names of the county."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from workbench.address import normalise
from workbench.matching.divisions import resolve
from workbench.matching.divisions.names import town_stem
from workbench.matching.divisions.syllables import code_syllables
from workbench.matching.villages.index import VillageIndex, bundled_villages
from workbench.matching.villages.stems import LONGEST, Said, is_community, read_said, village_stem
from workbench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.matching.villages.index import Block

COLUMNS = table("villages").columns
_LEAST = 0.6  # similarity below which nothing is asserted
_SURE = 1.0
_TOWN_WORTH, _KIND_WORTH, _LENGTH_WORTH = 0.2, 0.06, 0.01
_MARGIN = 0.02
_SHORTEST, _NEAREST = 2, 4
_MOST_RIVALS = 8
_PROVINCE = "0000"


class Found(NamedTuple):
    """One village that an address may mean, with its score and the similarity of its name."""

    score: float
    similarity: float
    row: int


def find_villages(
    texts: pd.Series, *, index: VillageIndex | None = None, divisions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find the village or community that each address means.

    Parameters
    ----------
    texts
        Addresses as people write them.
    index
        Villages to look among; the bundled ones without.
    divisions
        What ``resolve`` gave for the normalised texts, where it is at hand.

    Returns
    -------
    pandas.DataFrame
        On the same index, ``COLUMNS``: the best village (empty where none is similar enough), ``similarity_share`` of its name (1: as
        written), ``ambiguous`` where several villages fit as well (namesakes in towns that the address does not tell apart, a
        village and a community of one name), and all their codes as ``candidates``, best first.
    """
    used = index or bundled_villages()
    cleaned = normalise(texts)
    known = resolve(cleaned) if divisions is None else divisions
    names = ("adcode", "candidates", "town", "town_code", "village", "rest")
    columns = zip(cleaned.tolist(), *(known[name].tolist() for name in names), strict=True)
    rows = [_find_one(used, *row) for row in columns]
    return pd.DataFrame(rows, columns=list(COLUMNS), index=texts.index)


def _find_one(
    index: VillageIndex,
    text: str,
    adcode: str,
    candidates: str,
    town: str,
    town_code: str,
    village: str,
    rest: str,
) -> tuple[object, ...]:
    said = read_said(_put_back(text, village, rest) if village else rest)
    areas = [adcode] if adcode and not candidates else [code for code in candidates.split(";") if code]
    stem = town_stem(town) if town else ""
    found: list[Found] = []
    for way in said:
        for area in areas:
            if not area.endswith(_PROVINCE):  # a province holds too many names for a guess
                found += _compare(index, index.block(area), way, stem, town_code)
        if found and max(one.similarity for one in found) >= _SURE:
            break
    return _write(index, found)


def _put_back(text: str, village: str, rest: str) -> str:
    """Return the rest with the village before it as the text says it: 石桥村 may have been read as 石桥社区."""
    start = text.rfind(village_stem(village), 0, len(text) - len(rest))
    return text[start:] if start >= 0 else f"{village}{rest}"


def _compare(index: VillageIndex, block: Block, said: Said, town: str, town_code: str) -> list[Found]:
    """Score the villages of an area that resemble what is said."""
    kind = is_community(said.end)
    found = []
    for stem, similarity in _similar_stems(block, said):
        for row in block.by_stem[stem]:
            score = similarity + _LENGTH_WORTH * len(stem)
            if town and (index.town_codes[row] == town_code or town_stem(index.towns[row]) == town):
                score += _TOWN_WORTH
            if kind is not None and kind == index.communities[row]:
                score += _KIND_WORTH
            found.append(Found(score, similarity, row))
    return found


def _similar_stems(block: Block, said: Said) -> Iterable[tuple[str, float]]:
    """Return stems like the one said with their similarity: equal ones, else homophones, else the nearest."""
    lengths = [len(said.stem)] if said.end else range(min(len(said.stem), LONGEST), _SHORTEST - 1, -1)
    texts = [said.stem[:length] for length in lengths]
    equal = [text for text in texts if text in block.by_stem]
    if equal:
        return [(equal[0], _SURE)]
    for text in texts:
        alike = block.by_sound.get(code_syllables(text))
        if alike:
            return [(stem, 0.9 + 0.1 * fuzz.ratio(stem, text) / 100 - 0.001) for stem in alike]
    return _nearest(block, texts)


def _nearest(block: Block, texts: Sequence[str]) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for text in texts:
        sound = code_syllables(text)
        for _, ratio, at in process.extract(
            sound, block.sounds, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=100 * _LEAST
        ):
            stem = block.stems[at]
            similarity = 0.9 * (0.7 * ratio + 0.3 * fuzz.ratio(stem, text)) / 100
            best[stem] = max(best.get(stem, 0.0), similarity)
    return [(stem, similarity) for stem, similarity in best.items() if similarity >= _LEAST * 0.9]


def _write(index: VillageIndex, found: list[Found]) -> tuple[object, ...]:
    if not found:
        return ("", "", "", "", 0.0, False, "")
    found.sort(key=lambda one: -one.score)
    best = found[0]
    near = dict.fromkeys(one.row for one in found if one.score > best.score - _MARGIN)
    rivals = [index.codes[row] for row in near][:_MOST_RIVALS]
    row = best.row
    return (
        index.codes[row], index.names[row], index.towns[row], index.codes[row][:6], round(best.similarity, 3),
        len(rivals) > 1, ";".join(rivals) if len(rivals) > 1 else "",
    )  # fmt: skip
