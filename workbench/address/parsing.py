"""The elements of an address after its divisions: road, number, lane, building, room, place, relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.address.characters import as_texts
from workbench.address.grammar import DOOR_PARTS, ELEMENT

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

ELEMENTS = (
    "town",
    "road",
    "road_number",
    "number_low",
    "number_high",
    "number_suffix",
    "crossing",
    "lane",
    "lane_number",
    "community",
    "village_group",
    "place",
    "building",
    "unit",
    "floor",
    "room",
    "relation",
    "offset_direction",
    "offset_metres",
)
_NAMED = {
    "town": "town",
    "alley": "lane",
    "road": "road",
    "community": "community",
    "hamlet": "village_group",
    "place": "place",
}
_PLAIN = {
    "lane": "lane",
    "building": "building",
    "unit": "unit",
    "floor": "floor",
    "group": "village_group",
    "room": "room",
    "stall": "room",
}
# 133-143号 are the doors from one to the other; 15-96号 is door 96 of yard 15.
_WIDEST_RANGE = 30
_KILOMETRES = ("公里", "千米", "km", "KM", "Km", "kM")
_FILLERS = frozenset("的中国市区内外上下里门处等为在于至到")


Found = dict[str, str | int | float]


def parse_text(text: object) -> Found:
    """Split the part of an address after its divisions into elements.

    Parameters
    ----------
    text
        Normalised text without province, city, district, town and village; other types count as empty.

    Returns
    -------
    dict
        The elements that were found, by the names in ``ELEMENTS``.
    """
    found: Found = {}
    last = ""
    for match in ELEMENT.finditer(text if isinstance(text, str) else ""):
        last = _take(found, match, last) or last
    return found


def _take(found: Found, match: re.Match[str], last: str) -> str:
    """Put one match where it belongs and return the kind of element that it was."""
    kind = match.lastgroup or ""
    token = match[0]
    if match["named"] is not None:
        kind = next(name for name in _NAMED if match[name] is not None)
        return _take_named(found, _NAMED[kind], token)
    if match["offset"] is not None:
        return _take_offset(found, match)
    if kind in _PLAIN and not (kind == "room" and "-" in token):
        found.setdefault(_PLAIN[kind], token)
        return _PLAIN[kind]
    taker = _TAKERS.get(kind)
    return taker(found, token, last) if taker else ""


def _take_relation(found: Found, token: str, _: str) -> str:
    found.setdefault("relation", token.removeprefix("的"))
    return "relation"


def _take_named(found: Found, element: str, token: str) -> str:
    if element == "road" and "road" in found:
        found.setdefault("crossing", token)
        return "road"
    if element == "place":
        return _take_words(found, token)
    if element in found:
        return _take_words(found, token)
    found[element] = token
    return element


def _take_words(found: Found, token: str) -> str:
    """Add a name to the places; single characters and fillers are none."""
    name = token.strip("的")
    if not name or (len(name) < 2 and name in _FILLERS):  # noqa: PLR2004 - one character
        return ""
    before = found.get("place")
    if len(name) >= 2:  # noqa: PLR2004 - one character is no name
        found["place"] = f"{before};{name}" if before else name
        return "place"
    return ""


def _take_door(found: Found, token: str, last: str) -> str:
    """Say what a number with 号 is: of the road, in the lane, a building of a compound, or a room."""
    if last == "lane" and "lane_number" not in found:
        found["lane_number"] = token
        return "lane_number"
    of_road = last in ("road", "", "community", "village_group", "relation")
    if "road_number" not in found and (of_road or ("place" not in found and "lane" not in found)):
        _set_door(found, token)
        return "road_number"
    element = "building" if "building" not in found and "unit" not in found else "room"
    found.setdefault(element, token)
    return element


def _set_door(found: Found, token: str) -> None:
    found["road_number"] = token
    match = DOOR_PARTS.search(token)
    if match is None:
        return
    low = int(match["low"])
    found["number_low"] = low
    high = int(match["high"]) if match["high"] else low
    is_range = match["sign"] in ("-", "、") and low < high <= low + _WIDEST_RANGE
    found["number_high"] = high if is_range else low
    lead = token[0] if token[0] in "甲乙丙" else ""
    suffix = lead + (match["mark"] or "")
    if match["high"] and not is_range:
        suffix += f"-{high}"
    if not suffix and token[-1] in "甲乙丙丁":
        suffix = token[-1]
    if suffix:
        found["number_suffix"] = suffix


def _take_chain(found: Found, token: str, last: str) -> str:
    """Read numbers without words: 568 behind a road, 3-2-501 and 47-746 behind a compound."""
    if last == "road" and "road_number" not in found and token[0].isdigit():
        head, _, tail = token.partition("-")
        second = tail.partition("-")[0]
        # 12-14 is a range or a subnumber of the door; three and more parts add building and room.
        if tail.count("-") > 0:
            _set_door(found, head)
            return _fill(found, tail.split("-"))
        _set_door(found, f"{head}-{second}" if second else head)
        return "road_number"
    return _fill(found, token.split("-"))


def _fill(found: Found, parts: list[str]) -> str:
    free = [name for name in ("building", "unit", "room") if name not in found]
    if "room" in found or "room" not in free:
        return "room"
    if "building" not in found and ("unit" in found or "floor" in found):
        free = [name for name in free if name != "building"]
    wanted = {1: ("room",), 2: ("building", "room")}.get(len(parts), ("building", "unit", "room"))
    if len(parts) == 2 and "building" not in free:  # noqa: PLR2004 - two numbers behind a building
        wanted = ("unit", "room")
    for name, part in zip(wanted, [*parts[: len(wanted) - 1], parts[-1]], strict=False):
        found.setdefault(name, part)
    return "room"


def _take_offset(found: Found, match: re.Match[str]) -> str:
    scale = 1000.0 if match["metric"] in _KILOMETRES else 1.0
    found.setdefault("offset_direction", match["direction"])
    found.setdefault("offset_metres", float(match["distance"]) * scale)
    return "relation"


_TAKERS: dict[str, Callable[[Found, str, str], str]] = {
    "numbered": lambda found, token, _: _take_named(found, "road", token),
    "door": _take_door,
    "yard": _take_door,
    "beside": _take_chain,
    "chain": _take_chain,
    "room": lambda found, token, _: _fill(found, token.split("-")),
    "relation": _take_relation,
    "words": lambda found, token, _: _take_words(found, token),
    "zone": lambda found, token, _: _take_words(found, token),
}


def parse(texts: pd.Series) -> pd.DataFrame:
    """Split the parts of addresses after their divisions into elements.

    Parameters
    ----------
    texts
        Normalised texts, for example the column ``rest`` of ``matching.divisions.resolve``.

    Returns
    -------
    pandas.DataFrame
        One row per text on the same index, columns ``ELEMENTS``. Text columns are empty where nothing was found;
        ``number_low`` and ``number_high`` are nullable integers (equal unless the number is a range),
        ``offset_metres`` is NaN where no distance stands. ``place`` joins several names with ``;``.
    """
    rows = [parse_text(text) for text in as_texts(texts)]
    columns: dict[str, pd.Series] = {}
    for name in ELEMENTS:
        if name in ("number_low", "number_high"):
            columns[name] = pd.Series([row.get(name) for row in rows], index=texts.index, dtype="Int64")
        elif name == "offset_metres":
            columns[name] = pd.Series([row.get(name) for row in rows], index=texts.index, dtype="float64")
        else:
            columns[name] = pd.Series([row.get(name, "") for row in rows], index=texts.index, dtype="str")
    return pd.DataFrame(columns, index=texts.index)
