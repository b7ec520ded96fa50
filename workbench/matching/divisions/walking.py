"""The short way: names that lead down one path without any doubt need no scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.matching.divisions.hits import ALONE, FROM_START
from workbench.matching.divisions.paths import DISTRICT, TOWN, Path, Reading
from workbench.matching.divisions.patterns import CLEAR, Form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.nodes import Nodes
    from workbench.matching.divisions.paths import Weights

# What a name says that does not lie on the path: a full name contradicts, the others may belong to the text behind it.
_GENERIC, _CLEARED, _TOWNS, _WEAK, _FILLER = range(5)
# What a name does to a path: nothing; it stands between the names (市辖区); it speaks weakly against the path, for it may
# begin a place's name; it leaves doubt. Otherwise it leads on.
_PASSES, _FILLS, _STRAYS, _DOUBT, _LEADS = range(5)
_new = tuple.__new__  # a third of the time of a named tuple's own constructor
_LINKS = 3
_SURE = 2.9  # one full name, or two short ones
_MOST_KEPT = 30_000  # about ten steps for each county


class _Trail:
    """The names that were followed so far.

    Parameters
    ----------
    node
        Finest node, -1 at the beginning.
    reach
        Where the last name ends.
    used
        The best reading of each level.
    explained
        The names that were followed.

    Attributes
    ----------
    effects
        What a name does here, by name and link.
    behind
        Where names lead that stand directly behind this trail.
    paths
        The path when the names end here, by the name that strays from it (-1 for none).
    """

    __slots__ = ("behind", "effects", "explained", "node", "paths", "reach", "used")

    def __init__(self, node: int, reach: int, used: dict[int, Reading], explained: tuple[Hit, ...]) -> None:
        self.node = node
        self.reach = reach
        self.used = used
        self.explained = explained
        self.effects: dict[int, int] = {}
        self.behind: dict[Hit, _Trail] = {}
        self.paths: dict[int, Path | None] = {}


class Walker:
    """Follows names that lead down one path without any doubt: what scoring gives, in a fraction of the time.

    Texts begin with the same names again and again, so the steps along them are kept.

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
        self._tails = bytes(self._tail_of(pattern) for pattern in range(len(readings)))
        self._start = _Trail(-1, 0, {}, ())
        self._kept = 0

    def _tail_of(self, pattern: int) -> int:
        if pattern in self.generic:
            return _GENERIC
        forms = {form for _, form in self.readings[pattern]}
        if not forms.isdisjoint(CLEAR):
            return _CLEARED
        if forms == {Form.TOWN}:
            return _TOWNS
        return _FILLER if forms == {Form.FILLER} else _WEAK

    def walk(self, hits: Sequence[Hit], prior: Mapping[int, float] | None = None) -> Path | None:
        """Return the path over the names found in a text, None when there is some doubt.

        Parameters
        ----------
        hits
            Names found.
        prior
            Extra score of nodes from hints: with one, texts with words between the names are left to scoring.
        """
        trail, strayed, is_filled = self._start, -1, False
        for hit in hits:
            known = trail.behind.get(hit)
            if known is not None:
                if strayed >= 0:
                    return None
                trail = known
                continue
            start, _, pattern, linked = hit
            effect = trail.effects.get(pattern * _LINKS + linked)
            if effect is None:
                effect = self._look(trail, pattern, linked)
            if effect == _PASSES:
                continue
            if effect == _FILLS and not prior:
                is_filled = True
            elif effect in (_FILLS, _DOUBT) or strayed >= 0 or start < trail.reach:
                return None
            elif effect == _STRAYS:
                strayed = pattern
            else:
                trail = self._go(trail, hit)
        return self._end(trail, strayed, is_filled=is_filled) if trail.node >= 0 else None

    def _keep(self) -> None:
        """Count what is kept; throw it away when it is too much."""
        self._kept += 1
        if self._kept > _MOST_KEPT:
            self._kept = 0
            self._start = _Trail(-1, 0, {}, ())

    def _look(self, trail: _Trail, pattern: int, linked: int) -> int:
        """Tell what a name does to a trail, and keep it."""
        fitting = self._fitting(trail.node, pattern)
        if not fitting:
            effect = self._set_aside(trail, pattern, linked)
        else:
            found, _ = self._plain(fitting, trail.used)
            doubt = found < 0 or not self.nodes.current[found] or pattern in self.generic
            effect = _DOUBT if doubt or (trail.node < 0 and linked != FROM_START) else _LEADS
        trail.effects[pattern * _LINKS + linked] = effect
        self._keep()
        return effect

    def _fitting(self, node: int, pattern: int) -> Sequence[tuple[int, int]]:
        """Return the readings of a name that lie on the path of a node."""
        readings, chain = self.readings[pattern], self.nodes.chain
        if node < 0:
            return () if self._tails[pattern] == _FILLER else readings
        above = chain[node]
        return [one for one in readings if one[0] >= 0 and (one[0] in above or node in chain[one[0]])]

    def _set_aside(self, trail: _Trail, pattern: int, linked: int) -> int:
        """Tell what a name does that does not lie on the path."""
        tail, used = self._tails[pattern], trail.used
        if tail == _GENERIC:
            return _PASSES if used else _DOUBT
        if tail == _FILLER:
            return _FILLS if linked != ALONE else _PASSES
        if (tail != _CLEARED and linked == ALONE) or (tail == _TOWNS and TOWN not in used):
            return _PASSES
        if tail != _WEAK or linked != FROM_START or any(node < 0 for node, _ in self.readings[pattern]):
            return _DOUBT
        return _STRAYS if sum([known.weight for known in used.values()]) > _SURE else _DOUBT

    def _plain(self, fitting: Sequence[tuple[int, int]], used: Mapping[int, Reading]) -> tuple[int, int]:
        """Return the only reading, or the full name of a city whose other readings are old names inside it (绍兴市)."""
        found, form = fitting[0]
        if len(fitting) == 1:
            return fitting[0]
        if form != Form.FULL or self.nodes.level[found] in used:
            return -1, Form.FILLER
        inside = all(
            form in (Form.OLD, Form.OLD_SHORT) and found in self.nodes.chain[node]
            for node, form in fitting[1:]
        )
        return fitting[0] if inside else (-1, Form.FILLER)

    def _go(self, trail: _Trail, hit: Hit) -> _Trail:
        """Follow a name that leads on; the step is kept when the name stands directly behind the trail."""
        chain, level = self.nodes.chain, self.nodes.level
        found, form = self._plain(self._fitting(trail.node, hit.pattern), trail.used)
        weight = self._worth[form][hit.linked]
        used, node = dict(trail.used), trail.node
        known = used.get(level[found])
        if known is None or weight > known.weight:
            used[level[found]] = _new(Reading, (hit, found, form, weight))
        if node < 0 or (found != node and node in chain[found]):
            node = found
        further = _Trail(node, hit.end, used, (*trail.explained, hit))
        if hit.start == trail.reach:
            trail.behind[hit] = further
            self._keep()
        return further

    def _end(self, trail: _Trail, strayed: int, *, is_filled: bool) -> Path | None:
        if is_filled:
            return self._path(trail, strayed, is_filled=True)
        if strayed not in trail.paths:
            trail.paths[strayed] = self._path(trail, strayed, is_filled=False)
        return trail.paths[strayed]

    def _path(self, trail: _Trail, strayed: int, *, is_filled: bool) -> Path | None:
        weights, node, used, explained = self.weights, trail.node, trail.used, trail.explained
        readings = tuple(used.values())
        if readings[-1].hit.end <= readings[0].hit.start or readings[0].form in (Form.TOWN, Form.OLD_SHORT):
            return None
        score = sum([reading.weight for reading in readings]) + weights.together * (len(readings) - 1)
        level = self.nodes.level[node]
        if used[level].form == Form.FULL:
            score += weights.finer * (level - 1)
        elif used[level].form == Form.SHORT and level < DISTRICT and len(used) == 1:
            score += (0.0, weights.province_first, weights.city_first)[level]
        if strayed >= 0:
            stray = max(self._worth[form][FROM_START] for _, form in self.readings[strayed])
            score -= stray * weights.unexplained_short
        inside = sum([hit.end - hit.start for hit in explained])
        is_head = not is_filled and inside == explained[-1].end
        return Path(node, score, (), readings, explained, (), is_head=is_head)
