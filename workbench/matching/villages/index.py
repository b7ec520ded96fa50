"""The index of villages: by county, by stem, by sound; read-only once made."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.errors import ColumnError
from workbench.geodata import read
from workbench.matching.divisions.syllables import code_syllables
from workbench.matching.villages.stems import village_stem

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_NEEDED = ("code", "name", "kind", "town", "town_code", "adcode")


class Block(NamedTuple):
    """The villages of one county: distinct stems, their sounds, and the rows that bear each."""

    stems: list[str]
    sounds: list[str]
    by_stem: dict[str, list[int]]
    by_sound: dict[str, list[str]]


@dataclass
class VillageIndex:
    """Villages to find; made from any table of them.

    Parameters
    ----------
    table
        ``code``, ``name``, ``kind`` (``village``, ``community``), ``town``, ``town_code``, ``adcode``: as the bundled table ``villages``.
    """

    table: pd.DataFrame
    codes: list[str] = field(init=False)
    names: list[str] = field(init=False)
    towns: list[str] = field(init=False)
    town_codes: list[str] = field(init=False)
    communities: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the rows into counties; the inside of a county is made when it is first asked for."""
        for name in _NEEDED:
            if name not in self.table.columns:
                raise ColumnError(name, self.table.columns, where="villages")
        self.codes, self.names = self.table["code"].tolist(), self.table["name"].tolist()
        self.towns, self.town_codes = self.table["town"].tolist(), self.table["town_code"].tolist()
        self.communities = (self.table["kind"] == "community").to_numpy(bool)
        adcode = self.table["adcode"].to_numpy(str)
        order = np.argsort(adcode, kind="stable")
        self._order = order
        self._adcodes = adcode[order]
        self._blocks: dict[str, Block] = {}

    def block(self, adcode: str) -> Block:
        """Return the villages of a county, of a city (four digits and 00) or of a province."""
        known = self._blocks.get(adcode)
        if known is None:
            known = self._blocks[adcode] = self._make_block(adcode)
        return known

    def _make_block(self, adcode: str) -> Block:
        prefix = adcode if adcode[4:] != "00" else adcode[:4] if adcode[2:] != "0000" else adcode[:2]
        start = np.searchsorted(self._adcodes, prefix)
        end = np.searchsorted(self._adcodes, prefix + "\uffff")
        by_stem: dict[str, list[int]] = {}
        for row in self._order[start:end].tolist():
            by_stem.setdefault(village_stem(self.names[row]), []).append(row)
        stems = list(by_stem)
        sounds = [code_syllables(stem) for stem in stems]
        by_sound: dict[str, list[str]] = {}
        for stem, sound in zip(stems, sounds, strict=True):
            by_sound.setdefault(sound, []).append(stem)
        return Block(stems, sounds, by_stem, by_sound)


@cache
def bundled_villages() -> VillageIndex:
    """Return the index of the bundled villages; made once in a process."""
    return VillageIndex(read("villages"))
