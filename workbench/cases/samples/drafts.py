"""An address in its parts, before it becomes the text of a file."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.cases.samples.settings import DEPTHS

_SUFFIXES = (
    "土家族苗族自治州", "回族自治区", "壮族自治区", "维吾尔自治区", "自治区", "特别行政区", "新区", "矿区", "地区", "省", "市", "区", "县", "盟",
)  # fmt: skip
_LEAST_NAME = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """One address: what it names, top down. Empty text where a part is not written.

    Parameters
    ----------
    place_id
        Place that the address is at; no operator changes it.
    province, city, district, town
        Divisions.
    road, number
        Road and door number, without 号.
    place
        Compound, building, village or firm.
    building, unit, room
        Numbers inside it, without their words.
    tail
        Words after the address.
    """

    place_id: str
    province: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    road: str = ""
    number: str = ""
    place: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    tail: str = ""

    @property
    def text(self) -> str:
        """The address as one line, in the usual order."""
        city = "" if self.city == self.province and self.province else self.city
        number = f"{self.number}号" if self.number else ""
        building = f"{self.building}号楼" if self.building else ""
        unit = f"{self.unit}单元" if self.unit else ""
        room = f"{self.room}室" if self.room else ""
        head = f"{self.province}{city}{self.district}{self.town}{self.road}{number}"
        return f"{head}{self.place}{building}{unit}{room}{self.tail}"

    @property
    def depth(self) -> int:
        """How fine the address is written, as a position in ``DEPTHS``."""
        if self.room:
            name = "room"
        elif self.building:
            name = "building"
        elif self.place:
            name = "place"
        else:
            name = "road" if self.road else "town"
        return DEPTHS.index(name)


def shorten(name: str) -> str:
    """Drop the generic ending of a division's name (湖北省 -> 湖北), if a name of two characters is left."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= _LEAST_NAME:
            return name[: -len(suffix)]
    return name
