"""Scoring whole paths province-city-district-town over the names that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.matching.divisions.patterns import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the evidence counts; fitted by hand on the tuning half of the labelled addresses.

    Parameters
    ----------
    form
        By ``Form``: how clear a name is.
    linked_full, linked_short
        By the hit's link (alone, behind another name, from the beginning of the text).
    unexplained
        Share of a linked name's weight that a path loses when it does not explain the name.
    margin
        Paths nearer to the best one than this are rivals.
    accept
        Paths below this are not asserted.
    """

    form: tuple[float, ...] = (3.0, 2.8, 2.2, 2.2, 1.7, 2.0, 0.0)
    linked_full: tuple[float, float, float] = (0.55, 0.9, 1.0)
    linked_short: tuple[float, float, float] = (0.15, 0.6, 1.0)
    unexplained: float = 0.8
    margin: float = 0.35
    accept: float = 1.5
    finer: float = 0.4
    province_first: float = 0.45
    city_first: float = 0.4
    once: float = 0.85


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
        Nodes that are as likely.
    used
        Hits that it explains, as (hit, node, form).
    conflicts
        Linked hits of province, city and district that it contradicts.
    """

    node: int
    score: float
    rivals: tuple[int, ...]
    used: tuple[tuple[Hit, int, Form], ...]
    conflicts: tuple[Hit, ...]


_TOWN_LEVEL = 4
_NOTHING = Path(-1, 0.0, (), (), ())


class Scorer:
    """Chooses the path that explains the hits best.

    Parameters
    ----------
    nodes
        The divisions.
    readings
        For each name its readings.
    generic
        Names that are no names without their parent (城区, 东区).
    weights
        The weights of the evidence.
    """

    def __init__(
        self,
        nodes: Nodes,
        readings: Sequence[Sequence[tuple[int, Form]]],
        generic: frozenset[int],
        weights: Weights,
    ) -> None:
        self.nodes = nodes
        self.readings = readings
        self.generic = generic
        self.weights = weights

    def weigh(self, hit: Hit, form: Form) -> float:
        """Return what a name with this form at this place is worth."""
        weights = self.weights
        by_link = weights.linked_full if form in (Form.FULL, Form.OLD) else weights.linked_short
        return weights.form[form] * by_link[hit.linked]

    def choose(self, hits: Sequence[Hit], prior: dict[int, float]) -> Path:
        """Return the best path over the hits, or one without a node when nothing is clear.

        Parameters
        ----------
        hits
            Names found.
        prior
            Extra score of nodes from hints; it decides between rivals and never stands alone.
        """
        scored = []
        tops = [self._top(hit) for hit in hits]
        for leaf in self._leaves(hits):
            scored.append((*self._score(leaf, hits, tops, prior), leaf))
        if not scored:
            return _NOTHING
        scored.sort(key=lambda item: -item[0])
        score, used, conflicts, leaf = scored[0]
        if score < self.weights.accept:
            return _NOTHING
        near = [item for item in scored if item[0] > score - self.weights.margin]
        rivals = [item[3] for item in near if not self._agree(leaf, item[3])]
        if not rivals:
            finest = max((item for item in near), key=lambda item: (self.nodes.level[item[3]], item[0]))
            return Path(finest[3], finest[0], (), finest[1], finest[2])
        common = self._common([leaf, *rivals])
        return Path(common, score, (leaf, *rivals), used, conflicts)

    def _leaves(self, hits: Sequence[Hit]) -> set[int]:
        leaves = {node for hit in hits for node, _ in self.readings[hit.pattern] if node >= 0}
        return leaves

    def _top(self, hit: Hit) -> float:
        """Return the weight of a hit if it is one that a path must explain, else 0."""
        best = 0.0
        for node, form in self.readings[hit.pattern]:
            if form in (Form.TOWN, Form.FILLER) or (form is not Form.FULL and form is not Form.OLD and hit.linked < 2):  # noqa: PLR2004 - short names count at the beginning only
                continue
            best = max(best, self.weigh(hit, form))
        return best if hit.linked else best * 0.3

    def _score(
        self, leaf: int, hits: Sequence[Hit], tops: Sequence[float], prior: dict[int, float]
    ) -> tuple[float, tuple[tuple[Hit, int, Form], ...], tuple[Hit, ...]]:
        nodes, weights = self.nodes, self.weights
        chain, once = nodes.chain[leaf], nodes.also_above[leaf]
        if nodes.level[leaf] == _TOWN_LEVEL and len(chain) > 1:
            once = nodes.also_above[chain[-2]]
        found: dict[int, tuple[float, Hit, int, Form]] = {}
        explained: set[Hit] = set()
        for hit in hits:
            for node, form in self.readings[hit.pattern]:
                if node in chain:
                    weight = self.weigh(hit, form)
                elif node in once:
                    weight = self.weigh(hit, form) * weights.once
                else:
                    continue
                explained.add(hit)
                level = nodes.level[node]
                if hit.pattern in self.generic and not self._stands_behind(hit, found):
                    continue
                if level not in found or weight > found[level][0]:
                    if any(hit.start < other[1].end and other[1].start < hit.end for key, other in found.items() if key != level):
                        continue
                    found[level] = (weight, hit, node, form)
                break
        score = sum(item[0] for item in found.values())
        conflicts = tuple(
            hit
            for hit, top in zip(hits, tops, strict=True)
            if top and hit not in explained and not any(hit.start < o[1].end and o[1].start < hit.end for o in found.values())
        )
        lost = sum(top for hit, top in zip(hits, tops, strict=True) if top and hit in conflicts)
        score -= weights.unexplained * lost
        score += self._preference(leaf, found)
        score += sum(prior.get(node, 0.0) for node in chain) if prior else 0.0
        return score, tuple(item[1:] for item in found.values()), conflicts

    def _preference(self, leaf: int, found: dict[int, tuple[float, Hit, int, Form]]) -> float:
        """Prefer finer full names, and among readings of one short name the province, then the city."""
        level = self.nodes.level[leaf]
        if level not in found:
            return -5.0
        form = found[level][3]
        if form is Form.FULL:
            return self.weights.finer * (level - 1) * 0.5
        if form is Form.SHORT and level < 3 and len(found) == 1:  # noqa: PLR2004 - districts have no such preference
            return (0.0, self.weights.province_first, self.weights.city_first)[level]
        return 0.0

    @staticmethod
    def _stands_behind(hit: Hit, found: dict[int, tuple[float, Hit, int, Form]]) -> bool:
        return any(item[1].end == hit.start for item in found.values())

    def _agree(self, one: int, other: int) -> bool:
        return one in self.nodes.chain[other] or other in self.nodes.chain[one]

    def _common(self, leaves: Sequence[int]) -> int:
        common = -1
        for step in self.nodes.chain[leaves[0]]:
            if all(step in self.nodes.chain[leaf] for leaf in leaves[1:]):
                common = step
        return common
