"""The index over all names of divisions: read-only once made, picklable, made in about a second."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ahocorasick_rs import AhoCorasick, Implementation

from workbench.geodata import read
from workbench.matching.divisions.hits import (
    ABBREVIATIONS,
    FILLER_NAME,
    FULL_NAME,
    LARGE_SHORT_NAME,
    SHORT_NAME,
    TOWN_NAME,
    Finder,
)
from workbench.matching.divisions.nodes import Nodes, Outline, add_history, make_nodes, outline
from workbench.matching.divisions.paths import CITY, DISTRICT, Weights
from workbench.matching.divisions.patterns import Form, Patterns, make_patterns
from workbench.matching.divisions.scoring import Scorer
from workbench.matching.divisions.towns import Towns, Villages
from workbench.matching.divisions.typos import Speller
from workbench.matching.divisions.walking import Walker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.paths import Path

_GENERIC_LENGTH = 2


@dataclass
class DivisionIndex:
    """Names of divisions, their readings and the automaton that finds them.

    Parameters
    ----------
    nodes
        The divisions.
    patterns
        Their names.
    lookalikes
        Pairs (wrong, meant) of characters that look alike.
    weights
        Weights of the evidence.
    """

    nodes: Nodes
    patterns: Patterns
    lookalikes: tuple[tuple[str, str], ...] = ()
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        """Build what is derived from names and readings."""
        self._build()

    def _build(self) -> None:
        self.automaton = AhoCorasick(self.patterns.texts, implementation=Implementation.ContiguousNFA)
        readings = self.patterns.readings
        self.kinds = bytes(_kind(group, self.nodes) for group in readings)
        generic = frozenset(
            number
            for number, text in enumerate(self.patterns.texts)
            if len(text) <= _GENERIC_LENGTH and self.kinds[number] == FULL_NAME and text[-1] == "区"
        )
        abbreviations = {char: self.patterns.number[name] for char, name in ABBREVIATIONS.items()}
        self.finder = Finder(self.automaton, self.kinds, readings, self.nodes, abbreviations)
        self.towns = Towns(self.nodes)
        self.villages = Villages()
        self._with_districts = frozenset(
            self.nodes.chain[node][-2] for node, level in enumerate(self.nodes.level) if level == DISTRICT
        )
        self.speller = Speller(
            (text for text, kind in zip(self.patterns.texts, self.kinds, strict=True) if kind == FULL_NAME),
            self.lookalikes,
        )
        self._outlines: dict[int, Outline] = {}
        self.walker = Walker(self.nodes, readings, generic, self.weights)
        self.scorer = Scorer(self.nodes, readings, generic, self.weights)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is derived: the automaton cannot travel."""
        kept = ("nodes", "patterns", "lookalikes", "weights")
        return {name: self.__dict__[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Build again what is derived."""
        self.__dict__.update(state)
        self._build()

    def choose(self, hits: Sequence[Hit], prior: Mapping[int, float]) -> Path:
        """Return the path that the names in a text mean, or one without a node when nothing is clear.

        Parameters
        ----------
        hits
            Names found.
        prior
            Extra score of nodes from hints: it decides between rivals.
        """
        return self.walker.walk(hits, prior) or self.scorer.score_all(hits, prior)

    def has_no_districts(self, node: int) -> bool:
        """Tell whether a node is a city whose towns lie directly under it (东莞)."""
        return node >= 0 and self.nodes.level[node] == CITY and node not in self._with_districts

    def outline(self, node: int) -> Outline:
        """Return what a node alone says of an address; -1 gives an empty outline."""
        known = self._outlines.get(node)
        if known is None:
            lacks = node >= 0 and not self.has_no_districts(self.nodes.at(node, CITY))
            known = self._outlines[node] = outline(self.nodes, node, lacks_district=lacks)
        return known

    @classmethod
    def from_frames(
        cls, divisions: pd.DataFrame, history: pd.DataFrame, lookalikes: pd.DataFrame
    ) -> DivisionIndex:
        """Make an index.

        Parameters
        ----------
        divisions, history, lookalikes
            The bundled tables ``divisions``, ``county_history`` and ``lookalikes``.
        """
        nodes = make_nodes(divisions)
        add_history(nodes, history)
        pairs = zip(lookalikes["wrong"].tolist(), lookalikes["meant"].tolist(), strict=True)
        return cls(nodes, make_patterns(nodes, divisions, history), tuple(pairs))


def _kind(readings: Sequence[tuple[int, int]], nodes: Nodes) -> int:
    forms = [form for _, form in readings]
    if Form.FULL in forms or Form.OLD in forms:
        return FULL_NAME
    if Form.FILLER in forms:
        return FILLER_NAME
    if Form.TOWN in forms:
        return TOWN_NAME
    return LARGE_SHORT_NAME if any(nodes.level[node] < DISTRICT for node, _ in readings) else SHORT_NAME


@lru_cache(maxsize=1)
def bundled_index() -> DivisionIndex:
    """Return the index over the bundled tables; made once in a process."""
    return DivisionIndex.from_frames(read("divisions"), read("county_history"), read("lookalikes"))
