"""What every layer of a map has: a frame, a title, and how it is written for the page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from workbench.errors import InputError, PolicyError
from workbench.maps.labels import word
from workbench.tables import COLUMNS, Audience, guard, label, require, table, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Extent = tuple[float, float, float, float]
    Spec = dict[str, Any]

_MIN_COUNT = {Audience.LENDER: 10}
_MIN_COUNT_INSIDE = 5
_FAINTEST = 0.1
_RECURRING = 4  # a word that stands in so many rows is better written once


@dataclass(frozen=True, slots=True)
class Context:
    """For whom, in which language a page is written.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.
    audience
        Who will read the page.
    tolerance
        How much outlines may be simplified, in degrees: the same for all of a page, so that they lie on
        each other.
    """

    lang: str = "zh"
    audience: Audience = Audience.ANALYST
    tolerance: float = 0.001

    def word(self, key: str, **values: object) -> str:
        """Return a word of the page."""
        return word(key, self.lang, **values)

    def label(self, name: str) -> str:
        """Return a column's label."""
        return label(name, lang=self.lang)

    def min_count(self, asked: int | None) -> int:
        """Return below how many cases a rate is not shown; the lender's floor cannot be lowered."""
        floor = _MIN_COUNT.get(self.audience, 0)
        return max(floor, _MIN_COUNT_INSIDE if asked is None else asked)


@dataclass(frozen=True, kw_only=True)
class Layer(ABC):
    """One layer of a map.

    Parameters
    ----------
    frame
        Rows of the layer's table (`workbench.tables`); other columns are never read.
    title
        Title in the list of layers; empty for the usual one.
    visible
        Whether it is shown at first.
    opacity
        0.1 to 1 at first.
    """

    frame: pd.DataFrame
    title: str = ""
    visible: bool = True
    opacity: float = 0.85

    kind: ClassVar[str]
    source: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    also: ClassVar[tuple[str, ...]] = ()  # columns of other tables that may have been joined
    audiences: ClassVar[frozenset[Audience]] = frozenset(Audience)

    @property
    def where(self) -> str:
        """The layer's name in messages."""
        return f"map layer {self.kind!r}"

    @abstractmethod
    def write(self, context: Context) -> Spec:
        """Return what the page's scripts read of this layer."""

    @abstractmethod
    def extent(self) -> Extent | None:
        """Return west, south, east, north in degrees, or None where there is nothing."""

    def admitted(self, context: Context) -> pd.DataFrame:
        """Return the table's columns that the audience may see.

        Raises
        ------
        ColumnError
            If a column that the layer needs is missing.
        PolicyError
            If the audience may not see the layer or a column that it needs.
        """
        require(self.frame, self.needs, where=self.where)
        if context.audience not in self.audiences:
            raise PolicyError(
                f"{self.where}: the audience {context.audience.value!r} may not see single cases. Leave the layer out."
            )
        guard(self.frame[list(self.needs)], context.audience, where=self.where)
        known = [name for name in (*table(self.source).columns, *self.also) if name in self.frame.columns]
        return visible(self.frame[known], context.audience)

    def common(self, context: Context, title: str) -> Spec:
        """Return the entries that all layers share."""
        if not _FAINTEST <= self.opacity <= 1.0:
            raise InputError(f"{self.where}: opacity {self.opacity} is out of range. Expected 0.1 to 1.")
        return {
            "layer": self.kind,
            "title": self.title or title,
            "visible": self.visible,
            "opacity": self.opacity,
            "words": {"cell": context.word("cell")},
        }


def entry(text: str, colour: str, count: int | None, pattern: str = "fill") -> Spec:
    """Return one line of a legend."""
    return {"label": text, "colour": colour, "count": count, "pattern": pattern}


def counted(classes: NDArray[Any], length: int) -> list[int]:
    """Return how many rows each of ``length`` classes has."""
    return [int(count) for count in np.bincount(classes, minlength=length)[:length]]


def texts(values: pd.Series) -> Spec:
    """Return a column of texts: ``values``, or ``words`` and numbers into them where few words recur; None is nothing."""
    codes, words = pd.factorize(values.astype("object").map(str, na_action="ignore"))
    if len(words) * _RECURRING > len(values):
        given = list(words)
        return {"values": [None if code < 0 else given[code] for code in codes.tolist()]}
    return {"words": list(words), "values": [None if code < 0 else code for code in codes.tolist()]}


def numbers(values: pd.Series, digits: int = 4) -> list[float | None]:
    """Return a column as numbers with so many decimals, None where nothing is known."""
    found = np.round(pd.to_numeric(values, errors="coerce").astype("float64").to_numpy(), digits)
    return [float(value) if np.isfinite(value) else None for value in found]


_TYPES = {"share": "share", "integer": "integer", "number": "number"}


def columns(frame: pd.DataFrame, names: Sequence[str], context: Context) -> list[Spec]:
    """Return the named columns that ``frame`` has, as the card reads them."""
    found: list[Spec] = []
    for name in names:
        if name not in frame.columns:
            continue
        known = COLUMNS[name]
        kind = "metres" if known.unit == "metres" else _TYPES.get(known.kind.value, "text")
        unit = f" ({known.unit})" if kind == "number" and known.unit else ""
        body = texts(frame[name]) if kind == "text" else {"values": numbers(frame[name])}
        found.append({"name": name, "label": context.label(name) + unit, "type": kind, **body})
    return found


def points_extent(lng: pd.Series, lat: pd.Series) -> Extent | None:
    """Return the box around points, None where there is none."""
    known = lng.notna() & lat.notna()
    if not known.any():
        return None
    return float(lng[known].min()), float(lat[known].min()), float(lng[known].max()), float(lat[known].max())
