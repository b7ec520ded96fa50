"""Codes of the divisions that a place table states by name: official, short or former."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.geodata import read

_LEVELS = ("province", "city", "district")


class _Names(NamedTuple):
    """Codes by name, current names apart from former ones; the city and province code of each code."""

    now: dict[str, dict[str, set[str]]]
    old: dict[str, dict[str, set[str]]]
    city: dict[str, str]


def read_stated(province: pd.Series, city: pd.Series, district: pd.Series) -> pd.Series:
    """Return the finest code that the three names agree on, aligned; an empty string where they name nothing.

    A name that is not known is passed over; one that several units bear counts only with what stands above it.
    """
    stated = pd.DataFrame({"province": province, "city": city, "district": district})
    group = stated.groupby(list(stated.columns), sort=False, dropna=False).ngroup().to_numpy()
    first = stated[~pd.Series(group).duplicated().to_numpy()].astype(object)
    first = first.where(first.notna(), "").astype(str)
    codes = [
        _read_one(*("".join(name.split()) for name in row))
        for row in first.itertuples(index=False, name=None)
    ]
    return pd.Series(np.array(codes, dtype=object)[group], index=province.index, dtype=object)


def _read_one(province: str, city: str, district: str) -> str:
    provinces = _find(province, ("province",))
    cities = {code for code in _find(city, ("city", "province", "district")) if _within(code, provinces)}
    counties = {code for code in _find(district, ("district",)) if _within(code, provinces)}
    if cities:
        own = {code for code in counties if code in cities or _names().city.get(code, code) in cities}
        counties = own or (counties if len(counties) == 1 and not cities else set())
    for found in (counties, cities, provinces):
        if len(found) == 1:
            return next(iter(found))
    return ""


def _within(code: str, provinces: set[str]) -> bool:
    return not provinces or f"{code[:2]}0000" in provinces


def _find(name: str, levels: tuple[str, ...]) -> set[str]:
    """Units of a name at the first level that knows it; current names before former ones."""
    for names in (_names().now, _names().old):
        for level in levels:
            if name in names[level]:
                return names[level][name]
    return set()


@lru_cache(maxsize=1)
def _names() -> _Names:
    now: dict[str, dict[str, set[str]]] = {level: defaultdict(set) for level in _LEVELS}
    old: dict[str, dict[str, set[str]]] = {level: defaultdict(set) for level in _LEVELS}
    divisions = read("divisions", ["code", "level", "name", "short_names", "parent"])
    divisions = divisions[divisions["level"] != "town"]
    for code, level, name, shorts in zip(*(divisions[each] for each in divisions.columns[:4]), strict=True):
        for form in (name, *(shorts.split("|") if shorts else ())):
            now[level][form].add(code)
    history = read("county_history", ["level", "name", "code_now"])
    for level, name, code in history[history["code_now"] != ""].itertuples(index=False, name=None):
        old[level][name].add(code)
    county = divisions[divisions["level"] == "district"]
    return _Names(now, old, dict(zip(county["code"], county["parent"], strict=True)))
