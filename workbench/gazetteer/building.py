"""Building a gazetteer: from place tables to a folder of memory-mapped arrays."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from workbench.gazetteer.areas import build_areas
from workbench.gazetteer.clusters import merge_sources
from workbench.gazetteer.grams import Postings, build_postings
from workbench.gazetteer.hashes import hash_texts, mix
from workbench.gazetteer.roads import build_roads, road_keys
from workbench.gazetteer.rows import TEXTS, Rows, join_rows
from workbench.gazetteer.storage import write_folder

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

_ID_ROUND = 1_000  # place ids keep through small moves of a point: about 100 m


def write_gazetteer(
    folder: str | os.PathLike[str],
    places: Iterable[pd.DataFrame],
    *,
    notes: Mapping[str, Any] | None = None,
) -> Path:
    """Write a gazetteer's folder and return it; see ``build``."""
    path = Path(folder)
    rows = join_rows(places)
    arrays = _place_arrays(rows)
    arrays |= _block_arrays(rows)
    arrays |= build_areas(rows.code, rows.block, rows.frame, rows.said)
    said = {**(notes or {}), "rows": len(rows.frame), "dropped": rows.dropped, "datum": "wgs84"}
    said["sources"] = {
        str(key): int(value) for key, value in rows.frame["place_source"].value_counts().items()
    }
    write_folder(path, arrays=arrays, texts=_texts(rows, arrays), notes=said)
    return path


def _door_keys(rows: Rows) -> NDArray[np.uint64]:
    """Hash the first numbered road of each row; 0 where there is none."""
    first = [
        next(
            ((road, number) for road, number in zip(said.roads, said.numbers, strict=True) if number >= 0),
            ("", -1),
        )
        for said in rows.mentions
    ]
    number = np.asarray([number for _, number in first], dtype=np.int64)
    keys = mix(road_keys(rows.block, [road for road, _ in first]), number)
    return np.where(number >= 0, keys, np.uint64(0))


def _are_roads(rows: Rows) -> NDArray[np.bool_]:
    """Mark rows that are a road themselves: a road's name and nothing else."""
    plain = zip(rows.name, rows.mentions, strict=True)
    return np.asarray(
        [
            not said.rest and max(said.numbers, default=0) < 0 and said.roads[0] == name
            for name, said in plain
        ],
        dtype=bool,
    )


def _place_arrays(rows: Rows) -> Arrays:
    """Points, merged places, exact keys and roads."""
    core = mix(rows.block, hash_texts(rows.core))
    sources = np.unique(rows.frame["place_source"].to_numpy(str), return_inverse=True)[1].astype(np.int32)
    lng, lat = (rows.frame[name].to_numpy(np.float64) for name in ("lng", "lat"))
    door = _door_keys(rows)
    merged = merge_sources(core, rows.block, door, lng, lat, sources)
    by_core = np.argsort(core, kind="stable")
    roads = build_roads(rows.block, rows.mentions)
    return {
        "lng": merged.lng,
        "lat": merged.lat,
        "own_lng": lng,
        "own_lat": lat,
        "code": rows.code,
        "error_m": merged.error_m,
        "place_error_m": merged.place_error_m,
        "cluster": merged.cluster,
        "n_rows": merged.n_rows,
        "n_sources": merged.n_sources,
        "spread_m": merged.spread_m,
        "twins": merged.twins,
        "outvoted": merged.outvoted,
        "core_key": core[by_core],
        "core_row": by_core.astype(np.int32),
        "road_key": roads.key,
        "road_number": roads.number,
        "road_row": roads.row,
        "is_road": _are_roads(rows),
        "east_m": np.asarray([said.east_m for said in rows.mentions], dtype=np.float32),
        "north_m": np.asarray([said.north_m for said in rows.mentions], dtype=np.float32),
    }


def _joined(name: str, parts: list[Postings]) -> Arrays:
    """Lay the postings of all blocks end to end, with the places where each begins."""
    bounds = np.cumsum([0] + [len(part.vocabulary) for part in parts])
    posted = np.cumsum([0] + [part.matrix.nnz for part in parts])
    # The mass is per row of the gazetteer, like every array without a prefix of a table.
    empty = np.zeros(0)
    return {
        f"{name}_vocabulary": np.concatenate([empty.astype(np.uint64), *(part.vocabulary for part in parts)]),
        f"{name}_idf": np.concatenate([empty.astype(np.float32), *(part.idf for part in parts)]),
        f"{name}_lengths": np.concatenate(
            [empty.astype(np.int32), *(np.diff(part.matrix.indptr) for part in parts)]
        ),
        f"{name}_rows": np.concatenate([empty.astype(np.int32), *(part.matrix.indices for part in parts)]),
        f"{name}_weights": np.concatenate([empty.astype(np.float32), *(part.matrix.data for part in parts)]),
        f"{name}_mass": np.concatenate([empty.astype(np.float32), *(part.mass for part in parts)]),
        f"{name}_bounds": bounds.astype(np.int64),
        f"{name}_posted": posted.astype(np.int64),
    }


def _block_arrays(rows: Rows) -> Arrays:
    """Blocks and the postings of names and addresses within each."""
    codes, start = np.unique(rows.block, return_index=True)
    bounds = np.append(start, len(rows.block)).astype(np.int64)
    spans = list(itertools.pairwise(bounds))
    names = [build_postings(rows.name[a:b]) for a, b in spans]
    said = [build_postings(rows.said[a:b]) for a, b in spans]
    return {
        "block_code": codes.astype(np.int32),
        "block_bounds": bounds,
        **_joined("name", names),
        **_joined("said", said),
    }


def _texts(rows: Rows, arrays: Arrays) -> pa.Table:
    frame = rows.frame
    lng, lat = (np.rint(arrays[name] * _ID_ROUND).astype(np.int64) for name in ("lng", "lat"))
    made = mix(mix(mix(rows.block, hash_texts(rows.core)), lng), lat)
    ids = frame["place_id"].to_numpy(object)
    ids = np.where(ids == "", np.asarray([f"p{value:016x}" for value in made], dtype=object), ids)
    columns = {name: frame[name].to_numpy(object) for name in TEXTS} | {"place_id": ids}
    columns |= {"name": np.asarray(rows.name, object), "core": np.asarray(rows.core, object)}
    columns["said"] = np.asarray(rows.said, object)
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
