"""Rows of a gazetteer: place tables from several sources, joined, folded and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from workbench.errors import ColumnError, InputError
from workbench.gazetteer.blocks import block_codes, read_codes
from workbench.gazetteer.folding import fold
from workbench.gazetteer.mentions import Mentions, read_mentions
from workbench.gazetteer.names import read_names
from workbench.gazetteer.prefixes import strip_divisions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

TEXTS = ("place_id", "place", "address", "province", "city", "district", "town", "adcode", "place_source")
_NEEDED = ("place", "lng", "lat")
_WEST, _EAST, _SOUTH, _NORTH = 73.0, 136.0, 3.0, 54.0


class Rows(NamedTuple):
    """Rows in the order of the index: by block, division and name.

    ``frame`` has the columns of ``TEXTS`` and ``lng``, ``lat``; ``block`` and ``code`` the city and the
    division; ``name`` and ``core`` the folded name without and with its labels taken off; ``said`` the folded address;
    ``mentions`` the roads of address and name; ``dropped`` how many rows had no name, point or division.
    """

    frame: pd.DataFrame
    block: NDArray[np.int32]
    code: NDArray[np.int32]
    name: list[str]
    core: list[str]
    said: list[str]
    mentions: list[Mentions]
    dropped: int


def _check(places: pd.DataFrame) -> pd.DataFrame:
    for column in _NEEDED:
        if column not in places.columns:
            raise ColumnError(column, places.columns, where="places")
    texts = {
        name: places[name].astype("string").fillna("")
        if name in places.columns
        else pd.Series("", index=places.index, dtype="string")
        for name in TEXTS
    }
    points = {name: pd.to_numeric(places[name], errors="coerce") for name in ("lng", "lat")}
    return pd.DataFrame({**texts, **points})


def join_rows(places: Iterable[pd.DataFrame]) -> Rows:
    """Join place tables (columns of table ``places``, WGS 84) into the rows of a gazetteer."""
    checked = [_check(frame) for frame in places]
    if not checked:
        raise InputError("places: no table was given. A gazetteer needs one or more tables of places.")
    frame = pd.concat(checked, ignore_index=True)
    code = read_codes(frame["adcode"])
    block = block_codes(code)
    inside = frame["lng"].between(_WEST, _EAST) & frame["lat"].between(_SOUTH, _NORTH)
    keep = (inside & (frame["place"].str.strip() != "") & (block > 0)).to_numpy(bool)
    dropped = int((~keep).sum())
    frame, code, block = frame[keep].reset_index(drop=True), code[keep], block[keep]
    folded = fold(frame["place"])
    names = read_names(folded)
    order = (
        np.lexsort((np.asarray(names.core, dtype=object), code, block)) if len(frame) else np.zeros(0, int)
    )
    frame = frame.iloc[order].reset_index(drop=True)
    name, core = ([column[at] for at in order] for column in names)
    own = [fold(frame[column]) for column in ("province", "city", "district")]
    said = strip_divisions(fold(frame["address"]), block[order].tolist(), *own)
    mentions = [read_mentions(f"{address},{folded[at]}") for address, at in zip(said, order, strict=True)]
    return Rows(frame, block[order], code[order], name, core, said, mentions, dropped)
