"""A path province-city-district-town, the evidence for it, and what evidence is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.matching.divisions.patterns import CLEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.matching.divisions.hits import Hit

CITY, DISTRICT, TOWN, VILLAGE = 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the evidence counts; set on the tuning half of the labelled addresses.

    Parameters
    ----------
    form
        By ``Form``: how clear a name is.
    linked_full, linked_short
        By the hit's link: alone, behind another name, from the beginning of the text.
    unexplained
        Share of a linked name's weight that a path loses when it does not explain the name.
    unexplained_later, unexplained_short
        The same for full names behind the path's last name, and for short ones there: they often name something else.
    restarted
        The same for names before the place where a second address begins (a chosen region before the full address).
    margin
        Paths nearer to the best one than this are rivals.
    accept
        Paths below this are not asserted.
    finer
        Extra per level for paths that end in a full name.
    province_first, city_first
        Extra for the province or city among the readings of one short name.
    together
        Extra for each further level that agrees.
    once
        Factor for a parent in which the division once lay.
    """

    form: tuple[float, ...] = (3.0, 2.8, 2.2, 2.2, 1.7, 2.0, 0.0, 2.0)
    linked_full: tuple[float, float, float] = (0.55, 0.9, 1.0)
    linked_short: tuple[float, float, float] = (0.15, 0.6, 1.0)
    unexplained: float = 0.8
    unexplained_later: float = 0.6
    unexplained_short: float = 0.1
    restarted: float = 0.25
    margin: float = 0.35
    accept: float = 1.5
    finer: float = 0.4
    province_first: float = 0.45
    city_first: float = 0.4
    together: float = 0.3
    once: float = 0.85

    def worth(self) -> list[list[float]]:
        """Return the weight of a name by its form and its link."""
        by_link = (self.linked_short, self.linked_full)
        return [
            [share * self.form[form] for share in by_link[form in CLEAR]] for form in range(len(self.form))
        ]


class Reading(NamedTuple):
    """What a hit may mean: a node in a form, with the weight of the evidence."""

    hit: Hit
    node: int
    form: int
    weight: float


@dataclass(slots=True)
class Path:
    """A path and what speaks for it.

    Parameters
    ----------
    node
        Finest node, -1 when nothing is asserted.
    score
        Its score.
    rivals
        Nodes that are as likely as each other; empty unless ambiguous.
    used
        The readings that it stands on, one per level.
    explained
        All hits that agree with it.
    conflicts
        Hits of provinces, cities and districts that contradict it.
    is_head
        Whether the hits that agree fill the text from its beginning without a gap.
    head
        What the result rows of all texts with this path share; filled when first needed.
    gaps
        Where a name is missing; filled when first needed.
    """

    node: int
    score: float
    rivals: tuple[int, ...]
    used: tuple[Reading, ...]
    explained: tuple[Hit, ...]
    conflicts: tuple[Hit, ...]
    is_head: bool = False
    head: Any = None
    gaps: Sequence[int] | None = None


NOTHING = Path(-1, 0.0, (), (), (), ())
