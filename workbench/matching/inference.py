"""The city of an address that names none, where its place or road stands in one city only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.gazetteer import Gazetteer, block_codes, core_name, hash_texts, mix, road_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from workbench.matching.queries import Queries

_LEAST = 4  # characters: shorter names stand in many cities that the gazetteer does not know
_PROVINCE = 10_000


def _only_block(
    gazetteer: Gazetteer,
    table: str,
    texts: list[str],
    provinces: NDArray[np.int32],
    hashed: Callable[[NDArray[np.int32], list[str]], NDArray[np.uint64]],
) -> NDArray[np.int32]:
    """Return the one block that knows each text, 0 where none or several do."""
    blocks = gazetteer.array("block_code")
    long = np.flatnonzero([len(text) >= _LEAST for text in texts])
    out = np.zeros(len(texts), np.int32)
    if not len(long) or not len(blocks):
        return out
    every = np.tile(blocks, len(long))
    keys = hashed(every, [texts[at] for at in long.tolist() for _ in range(len(blocks))])
    start, end = gazetteer.ranges(table, keys)
    found = (end > start).reshape(len(long), len(blocks))
    province = provinces[long][:, None]
    found &= (province == 0) | (blocks[None, :] // 100 == province)
    once = found.sum(axis=1) == 1
    out[long[once]] = blocks[found[once].argmax(axis=1)]
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
    found = _only_block(
        gazetteer, "core_key", names, provinces, lambda blocks, texts: mix(blocks, hash_texts(texts))
    )
    by_road = _only_block(gazetteer, "road_key", roads, provinces, road_keys)
    found = np.where(found > 0, found, by_road)
    code = queries.code.copy()
    # The block of a municipality is no city code; both halves of its counties lead back to it.
    code[lost] = np.where(found > 0, found * 100, code[lost])
    return queries._replace(code=code, block=block_codes(code))
