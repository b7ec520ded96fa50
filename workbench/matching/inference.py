"""The city of an address that names none, where its place or road stands in one city only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.gazetteer import Gazetteer, block_codes, core_name, hash_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.matching.queries import Queries

_LEAST = 4  # characters: shorter names stand in many cities that the gazetteer does not know
_PROVINCE = 10_000


def _only_block(
    gazetteer: Gazetteer, table: str, texts: list[str], provinces: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return the one block that knows each text, 0 where none or several of its province do."""
    out = np.zeros(len(texts), np.int32)
    long = np.flatnonzero([len(text) >= _LEAST for text in texts])
    if not len(long):
        return out
    names, blocks = gazetteer.cities_of(table)
    hashes = hash_texts([texts[at] for at in long.tolist()])
    start, end = np.searchsorted(names, hashes, "left"), np.searchsorted(names, hashes, "right")
    length = end - start
    owner = np.repeat(np.arange(len(long)), length)
    found = blocks[start[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)]
    province = provinces[long][owner]
    fits = (province == 0) | (found // 100 == province)
    owner, found = owner[fits], found[fits]
    once = np.bincount(owner, minlength=len(long))[owner] == 1
    out[long[owner[once]]] = found[once]
    return out


def infer_cities(gazetteer: Gazetteer, queries: Queries) -> Queries:
    """Fill in the city of queries without one from the name of their place, else from their road.

    A name or road that several cities know decides nothing: the query stays without a city.
    """
    lost = np.flatnonzero(gazetteer.find_blocks(queries.block) < 0)
    lost = lost[queries.code[lost] % _PROVINCE == 0]
    if not len(lost):
        return queries
    names = [core_name(max(queries.name[at].split(","), key=len)) for at in lost.tolist()]
    roads = [queries.mentions[at].roads[0] if queries.mentions[at].roads else "" for at in lost.tolist()]
    provinces = (queries.code[lost] // _PROVINCE).astype(np.int32)
    found = _only_block(gazetteer, "core_key", names, provinces)
    by_road = _only_block(gazetteer, "road_key", roads, provinces)
    found = np.where(found > 0, found, by_road)
    code = queries.code.copy()
    # The block of a municipality is no city code; both halves of its counties lead back to it.
    code[lost] = np.where(found > 0, found * 100, code[lost])
    return queries._replace(code=code, block=block_codes(code))
