"""Operators that spoil an address's parts, and the registry of all operators.

An operator is one function ``(draft, hint, rng) -> draft``, or ``(text, hint, rng) -> text``
in :mod:`workbench.cases.samples.slips`. It returns its input where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from workbench.cases.samples import slips
from workbench.cases.samples.drafts import shorten
from workbench.cases.samples.hints import Hint

if TYPE_CHECKING:
    from workbench.cases.samples.drafts import Draft


DraftOperator = Callable[["Draft", Hint, np.random.Generator], "Draft"]
TextOperator = Callable[[str, Hint, np.random.Generator], str]

_ALIASES = (
    ("花园", "花苑"),
    ("花苑", "花园"),
    ("公寓", "小区"),
    ("家园", "小区"),
    ("小区", ""),
    ("社区", "小区"),
    ("胡同", "街"),
)
_RELATIVES = ("附近", "对面", "旁边", "旁", "东侧", "西门", "往北100米")


def pick(options: tuple[str, ...], rng: np.random.Generator) -> str:
    """Draw one of the options."""
    return options[int(rng.integers(len(options)))]


def drop_province(draft: Draft, _hint: Hint, _rng: np.random.Generator) -> Draft:
    """北京市海淀区… -> 海淀区…; where the city has the province's name both go."""
    return replace(draft, province="", city="" if draft.city == draft.province else draft.city)


def drop_city(draft: Draft, _hint: Hint, _rng: np.random.Generator) -> Draft:
    """河北省保定市涿州市… -> 河北省涿州市…."""
    return replace(draft, city="") if draft.city != draft.province else draft


def drop_district(draft: Draft, _hint: Hint, _rng: np.random.Generator) -> Draft:
    """北京市海淀区中关村大街 -> 北京市中关村大街."""
    return replace(draft, district="", town="")


def short_names(draft: Draft, _hint: Hint, _rng: np.random.Generator) -> Draft:
    """湖北省武汉市江汉区 -> 湖北武汉江汉."""
    short = {part: shorten(getattr(draft, part)) for part in ("province", "city", "district")}
    return replace(draft, **short)


def repeat_name(draft: Draft, _hint: Hint, _rng: np.random.Generator) -> Draft:
    """北京市海淀区 -> 北京市北京市海淀区."""
    return replace(draft, district=f"{draft.province}{draft.district}") if draft.province else draft


def old_district(draft: Draft, hint: Hint, rng: np.random.Generator) -> Draft:
    """密云区 -> 密云县, by the table of changes."""
    names = hint.old_names.get(draft.district, ())
    return replace(draft, district=pick(names, rng)) if names else draft


def wrong_district(draft: Draft, hint: Hint, rng: np.random.Generator) -> Draft:
    """Name another district of the city."""
    others = tuple(name for name in hint.other_districts if name != draft.district)
    return replace(draft, district=pick(others, rng), town="") if others and draft.district else draft


def drop_room(draft: Draft, _hint: Hint, rng: np.random.Generator) -> Draft:
    """Leave out the room, the unit as well, or everything inside the compound."""
    cut = int(rng.integers(3))
    if cut == 0:
        return replace(draft, room="")
    return replace(draft, room="", unit="", building=draft.building if cut == 1 else "")


def alias(draft: Draft, _hint: Hint, rng: np.random.Generator) -> Draft:
    """花园 -> 花苑, 公寓 -> 小区."""
    fitting = [
        pair for pair in _ALIASES if draft.place.endswith(pair[0]) and len(draft.place) > len(pair[0]) + 1
    ]
    if not fitting:
        return draft
    old, new = fitting[int(rng.integers(len(fitting)))]
    return replace(draft, place=draft.place[: -len(old)] + new)


def relative(draft: Draft, hint: Hint, rng: np.random.Generator) -> Draft:
    """Describe the address by a landmark: …地铁站附近."""
    anchor = hint.landmark or draft.place
    if not anchor:
        return draft
    bare = replace(draft, number="", building="", unit="", room="")
    return replace(bare, road="" if hint.landmark else draft.road, place=anchor, tail=pick(_RELATIVES, rng))


@dataclass(frozen=True, slots=True)
class Operator:
    """One way of spoiling an address: on its parts or on its text."""

    name: str
    on_draft: DraftOperator | None = None
    on_text: TextOperator | None = None


# The order is that of application: parts first, text after.
OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {
        operator.name: operator
        for operator in (
            Operator("wrong_district", on_draft=wrong_district),
            Operator("old_district", on_draft=old_district),
            Operator("drop_room", on_draft=drop_room),
            Operator("relative", on_draft=relative),
            Operator("alias", on_draft=alias),
            Operator("repeat_name", on_draft=repeat_name),
            Operator("short_names", on_draft=short_names),
            Operator("drop_city", on_draft=drop_city),
            Operator("drop_province", on_draft=drop_province),
            Operator("drop_district", on_draft=drop_district),
            Operator("dashes", on_text=slips.dashes),
            Operator("chinese_numerals", on_text=slips.chinese_numerals),
            Operator("digit_slip", on_text=slips.digit_slip),
            Operator("homophone", on_text=slips.homophone),
            Operator("look_alike", on_text=slips.look_alike),
            Operator("traditional", on_text=slips.traditional),
            Operator("truncate", on_text=slips.truncate),
            Operator("punctuation", on_text=slips.punctuation),
            Operator("remark", on_text=slips.remark),
            Operator("two_in_one", on_text=slips.two_in_one),
            Operator("placeholder", on_text=slips.placeholder),
        )
    }
)
