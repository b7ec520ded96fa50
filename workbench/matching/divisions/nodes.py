"""The divisions as plain arrays: fast to look up, small, picklable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

LEVEL_NAMES = ("none", "province", "city", "district", "town", "village")
_LEVELS = {name: number for number, name in enumerate(LEVEL_NAMES)}
_MUNICIPALITIES = ("11", "12", "31", "50")
_NOWHERE: frozenset[int] = frozenset()  # one for all: the garbage collector walks over each set


@dataclass(slots=True)
class Nodes:
    """Divisions of the current list, and old ones that only count as parents, numbered from 0.

    Parameters
    ----------
    code, name
        Code and official name; an old city has its last code and name.
    level
        1 province, 2 city, 3 district, 4 town.
    chain
        For each node its ancestors and itself, from the province down.
    also_above
        For each node further nodes that it once lay in: they agree with it.
    current
        Whether the node is in the current list.
    by_code
        Number of a code.
    """

    code: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    chain: list[tuple[int, ...]] = field(default_factory=list)
    also_above: list[frozenset[int]] = field(default_factory=list)
    current: list[bool] = field(default_factory=list)
    by_code: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, name: str, level: str, parent: str, *, current: bool = True) -> int:
        """Add a node whose parent is there already; return its number."""
        number = len(self.code)
        above = self.chain[self.by_code[parent]] if parent in self.by_code else ()
        self.code.append(code)
        self.name.append(name)
        self.level.append(_LEVELS[level])
        self.chain.append((*above, number))
        self.also_above.append(_NOWHERE)
        self.current.append(current)
        self.by_code[code] = number
        return number

    def at(self, node: int, level: int) -> int:
        """Return the node's ancestor (or itself) at a level, -1 where there is none."""
        for number in self.chain[node]:
            if self.level[number] == level:
                return number
        return -1


def make_nodes(divisions: pd.DataFrame) -> Nodes:
    """Make the nodes of the current divisions.

    Parameters
    ----------
    divisions
        The bundled table ``divisions``.
    """
    nodes = Nodes()
    order = {"province": 0, "city": 1, "district": 2, "town": 3}
    frame = divisions[divisions["level"].isin(order)]
    frame = frame.sort_values("level", key=lambda levels: levels.map(order), kind="stable")
    columns = (frame[name].tolist() for name in ("code", "name", "level", "parent"))
    for code, name, level, parent in zip(*columns, strict=True):
        nodes.add(code, name, level, parent)
    return nodes


def add_history(nodes: Nodes, history: pd.DataFrame) -> None:
    """Add old cities as parents, and to each division the provinces and cities that it once lay in.

    Parameters
    ----------
    nodes
        Current divisions; changed in place.
    history
        The bundled table ``county_history``.
    """
    provinces = {nodes.name[node]: node for node in range(len(nodes.code)) if nodes.level[node] == 1}
    cities: dict[tuple[str, str], int] = {}
    columns = ("code", "level", "name", "province", "code_now")
    for code, level, name, province, code_now in zip(*(history[c].tolist() for c in columns), strict=True):
        if level != "city" or province not in provinces:
            continue
        now = nodes.by_code.get(code_now, -1)
        if now >= 0 and nodes.level[now] == _LEVELS["city"]:
            cities[province, name] = now
        elif (province, name) not in cities:
            parent = nodes.code[provinces[province]]
            cities[province, name] = nodes.add(f"~{code}{name}", name, "city", parent, current=False)
    above: dict[int, set[int]] = {}
    rows = zip(*(history[c].tolist() for c in ("level", "province", "city", "code_now")), strict=True)
    for level, province, city, code_now in rows:
        node = nodes.by_code.get(code_now, -1)
        if level == "district" and node >= 0:
            once = {provinces.get(province, -1), cities.get((province, city), -1)} - {-1}
            above.setdefault(node, set()).update(once)
    for node, once in above.items():
        nodes.also_above[node] = frozenset(once - set(nodes.chain[node])) or _NOWHERE


class Outline(NamedTuple):
    """What a node alone says of an address.

    Parameters
    ----------
    names, codes
        By level, from 0; empty where there is none. A municipality stands as its own city.
    level
        Finest level.
    adcode
        Finest code down to the district.
    lacks_district
        Whether a district is left open that the node could have.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    level: int
    adcode: str
    lacks_district: bool


def outline(nodes: Nodes, node: int, *, lacks_district: bool) -> Outline:
    """Return the outline of a node; -1 gives an empty one."""
    names, codes, level = [""] * len(LEVEL_NAMES), [""] * len(LEVEL_NAMES), 0
    for step in nodes.chain[node] if node >= 0 else ():
        level = nodes.level[step]
        names[level], codes[level] = nodes.name[step], nodes.code[step]
    province, city, district = (_LEVELS[name] for name in ("province", "city", "district"))
    if codes[province][:2] in _MUNICIPALITIES:
        names[city] = names[province]
        level = max(level, city)
    adcode = codes[district] or codes[city] or codes[province]
    return Outline(tuple(names), tuple(codes), level, adcode, lacks_district and not names[district])
