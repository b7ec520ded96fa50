"""What the synthetic conditions draw from: counties, towns, villages and roads of the bundle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from workbench.geodata import read

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class County:
    """A county-level division with its parents' names; ``city`` is empty directly under a province."""

    code: str
    province: str
    city: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class World:
    """What the conditions draw from."""

    counties: tuple[County, ...]
    towns: dict[str, tuple[str, ...]]
    town_counts: dict[str, int]
    villages: dict[str, tuple[str, ...]]
    roads: tuple[str, ...]
    shorts: dict[str, str]
    name_counts: dict[str, int]
    short_counts: dict[str, int]


@cache
def load_world() -> World:
    """Read the bundled tables once."""
    frame = read("divisions")
    frame = frame[frame["status"] == "listed"]
    shorts = {name: str(short) for name, short in zip(frame["name"], frame["short_name"], strict=True)}
    counties = frame[frame["level"] == "district"]
    columns = zip(
        *(counties[c].tolist() for c in ("code", "province", "city", "name", "short_name")), strict=True
    )
    towns = frame[frame["level"] == "town"]
    villages = read("villages", ["name", "adcode"])
    villages = villages.sample(60_000, random_state=0)
    places = read("osm_places", ["name", "class"])
    roads = places.loc[
        (places["class"] == "road")
        & places["name"].str.fullmatch(r"[\u4e00-\u9fff]{1,4}(?:路|街|大道|大街)"),
        "name",
    ]
    everything = frame[frame["level"].isin(["province", "city", "district"])]
    short_counts: dict[str, int] = {}
    for forms in everything["short_names"].fillna(""):
        for form in set(str(forms).split("|")) - {""}:
            short_counts[form] = short_counts.get(form, 0) + 1
    return World(
        tuple(County(*row) for row in columns),
        {code: tuple(group) for code, group in towns.groupby("adcode")["name"]},
        towns["name"].value_counts().to_dict(),
        {code: tuple(group) for code, group in villages.groupby("adcode")["name"]},
        tuple(sorted(set(roads))),
        shorts,
        everything["name"].value_counts().to_dict(),
        short_counts,
    )


def draw_road(world: World, rng: np.random.Generator) -> str:
    """Draw a road that is no division's name, with a number."""
    while True:
        road = world.roads[rng.integers(len(world.roads))]
        stem = re.sub(r"[东南西北中]?(?:大道|大街|路|街)$", "", road)
        if stem not in world.short_counts and len(stem) > 1:
            return f"{road}{rng.integers(1, 900)}号"


def draw_tail(world: World, county: County, rng: np.random.Generator, *, town: bool = True) -> str:
    """Draw what stands behind the divisions: perhaps a town and village, else a road; building and room."""
    text = ""
    towns = world.towns.get(county.code, ())
    if town and towns and rng.random() < 0.5:
        text = towns[rng.integers(len(towns))]
        villages = world.villages.get(county.code, ())
        if villages and rng.random() < 0.4:
            return f"{text}{villages[rng.integers(len(villages))]}{rng.integers(1, 20)}组{rng.integers(1, 200)}号"
    text += draw_road(world, rng)
    if rng.random() < 0.5:
        text += f"{rng.integers(1, 40)}号楼{rng.integers(1, 6)}单元{rng.integers(101, 2600)}"
    return text


def pick(items: list[County] | tuple[County, ...], n: int, rng: np.random.Generator) -> list[County]:
    """Draw n of the items, or all when there are fewer."""
    if not items:
        return []
    return [items[int(i)] for i in rng.choice(len(items), size=min(n, len(items)), replace=False)]


def city_of(county: County) -> str:
    """Return the city's name, empty where it is the province's own."""
    return "" if county.city == county.province else county.city


def short_of(world: World, name: str) -> str:
    """Return a name without suffix."""
    return world.shorts.get(name, name) if name else ""
