"""Scoring whole paths over the names that were found, and choosing one or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.matching.divisions.hits import ALONE, FROM_START
from workbench.matching.divisions.paths import DISTRICT, NOTHING, TOWN, Path, Reading
from workbench.matching.divisions.patterns import CLEAR, Form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.nodes import Nodes
    from workbench.matching.divisions.paths import Weights

_new = tuple.__new__  # a third of the time of a named tuple's own constructor
_ROUNDING = 1e-6


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
        readings: Sequence[Sequence[tuple[int, int]]],
        generic: frozenset[int],
        weights: Weights,
    ) -> None:
        self.nodes = nodes
        self.readings = readings
        self.generic = generic
        self.weights = weights
        self._worth = weights.worth()
        self.cleared = [any(form in CLEAR for _, form in group) for group in readings]
        first = (0.0, weights.province_first, weights.city_first, 0.0, 0.0)
        self._most = [
            max(first[level], weights.finer * (level - 1)) - weights.together + _ROUNDING
            for level in range(TOWN + 1)
        ]

    def score_all(self, hits: Sequence[Hit], prior: Mapping[int, float]) -> Path:
        """Return the best path over the hits, or one without a node when nothing is clear.

        Parameters
        ----------
        hits
            Names found.
        prior
            Extra score of nodes from hints: it decides between rivals.
        """
        readings = [self._read(hit) for hit in hits]
        leaves = self._leaves(readings, prior)
        if not leaves:
            return NOTHING
        paths = self._score_promising(leaves, hits, readings, prior)
        paths.sort(key=lambda path: -path.score)
        return self._decide(paths)

    def _score_promising(
        self,
        leaves: set[int],
        hits: Sequence[Hit],
        readings: Sequence[Sequence[Reading]],
        prior: Mapping[int, float],
    ) -> list[Path]:
        """Score the nodes that can come near the best one, in the order of ``leaves``."""
        restart = self._restart(readings)
        bounds = self._bounds(leaves, readings, prior)
        scored: dict[int, Path] = {}
        best = 0.0
        for leaf in sorted(leaves, key=bounds.__getitem__, reverse=True):
            if bounds[leaf] <= best - self.weights.margin:
                break
            path = scored[leaf] = self._score(leaf, hits, readings, restart, prior)
            best = max(best, path.score)
        return [scored[leaf] for leaf in leaves if leaf in scored]

    def _bounds(
        self, leaves: set[int], readings: Sequence[Sequence[Reading]], prior: Mapping[int, float]
    ) -> dict[int, float]:
        """Return what each node would score if the best name of each level were its own and nothing contradicted it."""
        level, chain, together = self.nodes.level, self.nodes.chain, self.weights.together
        strongest: dict[int, float] = {}
        for group in readings:
            for _, node, _, weight in group:
                if weight > strongest.get(node, 0.0):
                    strongest[node] = weight
        bounds = {}
        for leaf in leaves:
            by_level: dict[int, float] = {}
            for node in self._around(leaf):
                weight = strongest.get(node, 0.0)
                if weight > by_level.get(level[node], 0.0):
                    by_level[level[node]] = weight
            bounds[leaf] = sum(by_level.values()) + together * len(by_level) + self._most[level[leaf]]
            if prior:
                bounds[leaf] += sum([prior.get(node, 0.0) for node in chain[leaf]])
        return bounds

    def _around(self, leaf: int) -> Collection[int]:
        """Return the nodes that agree with a path: those on it and those in which it once lay."""
        chain, once = self.nodes.chain[leaf], self.nodes.also_above[leaf]
        if self.nodes.level[leaf] == TOWN and len(chain) > 1:
            once = self.nodes.also_above[chain[-2]]
        return once.union(chain) if once else chain

    def _decide(self, paths: Sequence[Path]) -> Path:
        best = paths[0]
        if best.score < self.weights.accept:
            return NOTHING
        near = [path for path in paths if path.score > best.score - self.weights.margin]
        rivals = [path.node for path in near if not self._agree(best.node, path.node)]
        if rivals:
            common = self._common([best.node, *rivals])
            return Path(common, best.score, (best.node, *rivals), best.used, best.explained, best.conflicts)
        return max(near, key=lambda path: (self.nodes.level[path.node], path.score))

    def _read(self, hit: Hit) -> list[Reading]:
        linked, worth = hit.linked, self._worth
        return [
            _new(Reading, (hit, node, form, worth[form][linked]))
            for node, form in self.readings[hit.pattern]
            if node >= 0
        ]

    def _leaves(self, readings: Sequence[Sequence[Reading]], prior: Mapping[int, float]) -> set[int]:
        """Return the nodes to score; townships only under other names that were found, or all when there are none."""
        coarse: set[int] = set()
        towns: set[int] = set()
        current = self.nodes.current
        for group in readings:
            for _, node, form, _ in group:
                if form == Form.TOWN:
                    towns.add(node)
                elif current[node]:
                    coarse.add(node)
        above = coarse or set(prior)
        chain, also = self.nodes.chain, self.nodes.also_above
        under = {
            town
            for town in towns
            if not above.isdisjoint(chain[town])
            or (len(chain[town]) > 1 and not also[chain[town][-2]].isdisjoint(above))
        }
        if not coarse:
            return under or towns
        return coarse | under

    def _restart(self, readings: Sequence[Sequence[Reading]]) -> int:
        """Return where a second address begins: a province or city in full behind a district."""
        level = self.nodes.level
        deepest = 0
        start = 0
        for group in readings:
            full = [level[reading.node] for reading in group if reading.form in CLEAR]
            if not full or not group[0].hit.linked:
                continue
            if min(full) == 1 and deepest >= DISTRICT:
                start = group[0].hit.start
                deepest = 0
            deepest = max(deepest, min(full))
        return start

    def _score(
        self,
        leaf: int,
        hits: Sequence[Hit],
        readings: Sequence[Sequence[Reading]],
        restart: int,
        prior: Mapping[int, float],
    ) -> Path:
        found, explained = self._explain(leaf, readings)
        score = sum([reading.weight for reading in found.values()]) + self._preference(leaf, found)
        score += self.weights.together * (len(found) - 1)
        conflicts = []
        if len(explained) < len(hits):
            spans = [reading.hit[:2] for reading in found.values()]
            last = max([end for _, end in spans], default=0)
            for hit, group in zip(hits, readings, strict=True):
                start, after = hit[:2]
                if hit in explained or any([start < end and begin < after for begin, end in spans]):  # noqa: C419 - a list of few is faster
                    continue
                loss = self._loss(hit, group, last, restart)
                score -= loss
                if loss and (start < last or self.cleared[hit.pattern]):
                    conflicts.append(hit)
        if prior:
            score += sum(prior.get(node, 0.0) for node in self.nodes.chain[leaf])
        return Path(leaf, score, (), tuple(found.values()), tuple(explained), tuple(conflicts))

    def _explain(
        self, leaf: int, readings: Sequence[Sequence[Reading]]
    ) -> tuple[dict[int, Reading], list[Hit]]:
        """Return the best reading per level that agrees with a path, and all hits that agree."""
        level, chain = self.nodes.level, self.nodes.chain[leaf]
        around = self._around(leaf)
        found: dict[int, Reading] = {}
        explained: list[Hit] = []
        for group in readings:
            best = None
            for reading in group:
                node = reading[1]
                if node not in around:
                    continue
                if node not in chain:
                    reading = reading._replace(weight=reading.weight * self.weights.once)  # noqa: PLW2901 - the same reading, weaker
                # The first whose level is still open: 吉林吉林 is the province and the city.
                if level[node] not in found:
                    best = reading
                    break
                best = best or reading
            if best is None:
                continue
            if best[0][2] in self.generic and not self._stands_beside(best.hit, readings, chain):
                continue
            explained.append(best[0])
            known = found.get(level[best[1]])
            if known is None or best[3] > known[3]:
                found[level[best[1]]] = best
        return found, explained

    def _loss(self, hit: Hit, group: Sequence[Reading], last: int, restart: int) -> float:
        """Return what a path loses for a name that it does not explain."""
        if hit.pattern in self.generic or not group:
            return 0.0
        weights = self.weights
        clear = max([reading.weight for reading in group if reading.form in CLEAR], default=0.0)
        later = hit.start >= last
        if clear:
            share = weights.unexplained_later if later else weights.unexplained
            if hit.linked == ALONE:
                share *= 0.3
        else:
            if hit.linked != FROM_START or group[0].form in (Form.TOWN, Form.TOWN_LIKE):
                return 0.0
            clear = max([reading.weight for reading in group])
            share = weights.unexplained_short if later else weights.unexplained
        if hit.start < restart:
            share = min(share, weights.restarted)
        return clear * share

    def _preference(self, leaf: int, found: Mapping[int, Reading]) -> float:
        """Prefer finer full names, and among readings of one short name the province, then the city."""
        level = self.nodes.level[leaf]
        if level not in found:
            return -5.0
        form = found[level].form
        if form == Form.FULL:
            if found[level].hit.linked == ALONE and len(found) == 1:
                return 0.0
            return self.weights.finer * (level - 1)
        if form == Form.SHORT and level < DISTRICT and len(found) == 1:
            return (0.0, self.weights.province_first, self.weights.city_first)[level]
        return 0.0

    @staticmethod
    def _stands_beside(hit: Hit, readings: Sequence[Sequence[Reading]], chain: tuple[int, ...]) -> bool:
        """Tell whether a name like 东区 stands directly behind or before a division above it."""
        return any(
            reading.hit.end == hit.start or reading.hit.start == hit.end
            for group in readings
            for reading in group
            if reading.node in chain[:-1]
        )

    def _agree(self, one: int, other: int) -> bool:
        return one in self.nodes.chain[other] or other in self.nodes.chain[one]

    def _common(self, leaves: Sequence[int]) -> int:
        common = -1
        for step in self.nodes.chain[leaves[0]]:
            if all(step in self.nodes.chain[leaf] for leaf in leaves[1:]):
                common = step
        return common
