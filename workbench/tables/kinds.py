"""What a column and a table of the data dictionary say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Audience(StrEnum):
    """Who may see a column at an exit (map, report, export)."""

    ANALYST = "analyst"
    COURIER = "courier"
    LENDER = "lender"


class Kind(StrEnum):
    """What a column holds, whatever the file format."""

    TEXT = "text"
    ENUM = "enum"
    INTEGER = "integer"
    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"
    DATE = "date"
    TIME = "time"
    GEOMETRY = "geometry"


class See(Enum):
    """The groups of audiences that occur."""

    NOBODY = frozenset[Audience]()
    ANALYST = frozenset({Audience.ANALYST})
    COURIER = frozenset({Audience.COURIER})
    INSIDE = frozenset({Audience.ANALYST, Audience.COURIER})
    SUMS = frozenset({Audience.ANALYST, Audience.LENDER})
    ALL = frozenset(Audience)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, the same in every table that has it.

    Parameters
    ----------
    name
        Name in frames and files, ``snake_case``.
    kind
        What it holds.
    zh, en
        Labels for people.
    meaning, meaning_zh
        One sentence in English and in Chinese.
    unit
        Unit or datum, empty where there is none.
    see
        Who may see it.
    values
        The closed list of an ``ENUM``.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    meaning: str
    meaning_zh: str
    unit: str = ""
    see: See = See.ANALYST
    values: tuple[str, ...] = ()

    @property
    def audience(self) -> frozenset[Audience]:
        """Audiences that may see the column."""
        return self.see.value

    def label(self, lang: str = "zh") -> str:
        """Return the label in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def explain(self, lang: str = "zh") -> str:
        """Return what it means, a sentence in ``zh`` or ``en``."""
        return self.meaning if lang == "en" else self.meaning_zh


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and the key that is unique in it."""

    name: str
    zh: str
    en: str
    meaning: str
    meaning_zh: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()

    def label(self, lang: str = "zh") -> str:
        """Return the label in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def explain(self, lang: str = "zh") -> str:
        """Return what it holds, a sentence in ``zh`` or ``en``."""
        return self.meaning if lang == "en" else self.meaning_zh
