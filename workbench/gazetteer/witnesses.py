"""Places that speak of a town of their county: by its name, by the core of it, or by one of its villages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.gazetteer.blocks import read_codes
from workbench.gazetteer.folding import fold
from workbench.geodata import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_TOWN_KIND = re.compile(r"(?:民族乡|街道|镇|乡|苏木)$")
_VILLAGE_KIND = r"(?:社区|村)"
_LEAST_CORE = 2  # characters of a name without its kind
_MOST_CORE = 5  # longer names of villages are rare, and hardly ever said in full


def find_witnesses(
    codes: NDArray[np.int32], frame: pd.DataFrame, said: Sequence[str], towns: pd.DataFrame
) -> pd.DataFrame:
    """Find the places that speak of a town of their county.

    Parameters
    ----------
    codes, frame, said
        County, row of table ``places`` and folded address of each place.
    towns
        ``code`` of the county and folded ``name``.

    Returns
    -------
    pandas.DataFrame
        ``row`` of the place, ``town`` (position in ``towns``), ``whole``: whether the whole name is said, not its core or a village alone.
    """
    texts = [
        f"{town},{address},{place}"
        for town, address, place in zip(fold(frame["town"]), said, fold(frame["place"]), strict=True)
    ]
    found = [*_by_name(codes, texts, towns), *_by_village(codes, texts, towns)]
    table = pd.DataFrame(found, columns=["row", "town", "whole"]).drop_duplicates(["row", "town"])
    return table.astype({"row": np.int64, "town": np.int64, "whole": bool})


def _by_name(
    codes: NDArray[np.int32], texts: list[str], towns: pd.DataFrame
) -> Iterator[tuple[int, int, bool]]:
    """Look for the core of each town in the texts of its county."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], towns["code"].to_numpy(np.int32), "left")
    ends = np.searchsorted(codes[order], towns["code"].to_numpy(np.int32), "right")
    for town, (name, start, end) in enumerate(
        zip(towns["name"], starts.tolist(), ends.tolist(), strict=True)
    ):
        core = _TOWN_KIND.sub("", name)
        if len(core) >= _LEAST_CORE:
            yield from (
                (row, town, name in texts[row]) for row in order[start:end].tolist() if core in texts[row]
            )


def _by_village(
    codes: NDArray[np.int32], texts: list[str], towns: pd.DataFrame
) -> Iterator[tuple[int, int, bool]]:
    """Look up what stands before 村 or 社区 among the villages whose name is single in its county.

    Half of these places lie within 2 km of their town's own point, nine of ten within 6 km.
    """
    known = _single_villages(towns)
    kind = re.compile(_VILLAGE_KIND)
    for row, (code, text) in enumerate(zip(codes.tolist(), texts, strict=True)):
        for said in kind.finditer(text):
            end = said.start()
            sizes = range(min(_MOST_CORE, end), _LEAST_CORE - 1, -1)
            town = next(
                (at for size in sizes if (at := known.get((code, text[end - size : end]), -1)) >= 0), -1
            )
            if town >= 0:
                yield row, town, False


def _single_villages(towns: pd.DataFrame) -> dict[tuple[int, str], int]:
    """Map county and core of a village's name to the position of its town, for names that no other town of the county has."""
    villages = read("villages", ["name", "town", "adcode"])
    villages = pd.DataFrame({
        "code": read_codes(villages["adcode"]), "name": fold(villages["town"]),
        "core": pd.Series(fold(villages["name"])).str.replace(f"{_VILLAGE_KIND}$", "", regex=True),
    })  # fmt: skip
    villages = villages[villages["core"].str.len() >= _LEAST_CORE].drop_duplicates()
    villages = villages[~villages.duplicated(["code", "core"], keep=False)]
    places = towns[["code", "name"]].assign(at=np.arange(len(towns))).drop_duplicates(["code", "name"])
    villages = villages.merge(places, on=["code", "name"])
    return dict(zip(zip(villages["code"], villages["core"], strict=True), villages["at"], strict=True))
