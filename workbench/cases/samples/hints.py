"""What an operator may know besides the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Hint:
    """What an operator may know besides the address.

    Parameters
    ----------
    old_names
        District -> names that it, or a part of it, had before.
    other_districts
        Districts of the same city.
    landmark
        A well-known place nearby; empty where none is.
    second
        Text of another address of the same borrower; empty where none is.
    name, phone
        The borrower's, for remarks.
    """

    old_names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    other_districts: tuple[str, ...] = ()
    landmark: str = ""
    second: str = ""
    name: str = ""
    phone: str = ""
