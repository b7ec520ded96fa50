"""What two breakdowns of the same events give away together.

Two breakdowns are the margins of a two-way table. Groups are the nodes of a graph, the
filled cells of the table its edges. A reader knows every node's sum. Take some nodes and subtract the sums of the nodes
on the other side: if all edges that leave the set start on the same side, what is
left is the sum over those edges. A single edge can be known exactly if and only if it is a bridge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from workbench.patterns.disclosure.families import Rows

    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """A set of events that a reader can isolate: the edges, how it was found, and how many persons it has."""

    how: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    persons: int


@dataclass(frozen=True, slots=True)
class _Graph:
    """Edges of the two-way table: nodes (left first, then right) and the persons of each edge."""

    left: Integers
    right: Integers
    people: list[Integers]
    edges_of: list[Integers]
    n_left: int
    left_labels: Integers
    right_labels: Integers


def find_cuts_by_measure(left: Integers, right: Integers, rows: Rows, least_persons: int) -> list[Cut]:
    """Find thin sets in the sums of each measure; a reader need not look at all measures at once."""
    cuts = []
    for measure in np.unique(rows.measure).tolist():
        own = rows.measure == measure
        cuts += find_cuts(left[own], right[own], rows.person[own], least_persons)
    return cuts


def find_cuts(left: Integers, right: Integers, person: Integers, least_persons: int) -> list[Cut]:
    """Find sets of fewer than ``least_persons`` persons that two breakdowns of one measure isolate together.

    Parameters
    ----------
    left, right
        Group of each event in the two breakdowns.
    person
        Person of each event.
    least_persons
        Sets of 1 to this number less one are returned.

    Returns
    -------
    list of Cut
        Found by subtracting from each group (and each two groups that share one on the other side) all groups that lie within it, or
        it from all groups that touch it; and the bridges.
    """
    if not len(left):
        return []
    graph = _make_graph(left, right, person)
    found: dict[tuple[int, ...], Cut] = {}
    for how, edges in _candidates(graph, least_persons):
        key = tuple(sorted(edges.tolist()))
        if not key or key in found:
            continue
        persons = _count_people(graph, edges, least_persons)
        if persons < least_persons:
            ends_left = tuple(np.unique(graph.left_labels[graph.left[edges]]).tolist())
            ends_right = tuple(np.unique(graph.right_labels[graph.right[edges]]).tolist())
            found[key] = Cut(how, ends_left, ends_right, persons)
    return list(found.values())


def _make_graph(left: Integers, right: Integers, person: Integers) -> _Graph:
    left_labels, left_code = np.unique(left, return_inverse=True)
    right_labels, right_code = np.unique(right, return_inverse=True)
    pair = left_code.reshape(-1) * len(right_labels) + right_code.reshape(-1)
    order = np.argsort(pair, kind="stable")
    atoms, first = np.unique(pair[order], return_index=True)
    people = [np.unique(each) for each in np.split(person[order], first[1:])]
    from_left, from_right = atoms // len(right_labels), atoms % len(right_labels)
    nodes = np.concatenate([from_left, from_right + len(left_labels)])
    by_node = np.argsort(nodes, kind="stable")
    ends = np.searchsorted(nodes[by_node], np.arange(1, len(left_labels) + len(right_labels)))
    edges_of = [each % len(atoms) for each in np.split(by_node, ends)]
    return _Graph(from_left, from_right, people, edges_of, len(left_labels), left_labels, right_labels)


def _candidates(graph: _Graph, least_persons: int) -> Iterator[tuple[str, Integers]]:
    """Yield sets of edges whose sum a reader can work out."""
    sides = ((graph.left, graph.right, 0, graph.n_left), (graph.right, graph.left, graph.n_left, 0))
    for own, other, own_start, other_start in sides:
        size = len(graph.left_labels) if own_start == 0 else len(graph.right_labels)
        for group in range(size):
            yield from _differences(graph, [group], own, other, own_start, other_start)
        for pair in _linked_pairs(own, other, least_persons):
            yield from _differences(graph, pair, own, other, own_start, other_start)
    for edge in _bridges(graph):
        yield "bridge", np.array([edge])


def _differences(
    graph: _Graph, groups: list[int], own: Integers, other: Integers, own_start: int, other_start: int
) -> Iterator[tuple[str, Integers]]:
    """Yield groups less all that lies within, and all that touches less the groups."""
    inside = np.concatenate([graph.edges_of[own_start + group] for group in groups])
    left_over, beyond = [], []
    for node in np.unique(other[inside]).tolist():
        edges = graph.edges_of[other_start + node]
        member = np.isin(own[edges], groups)
        if not member.all():
            left_over.append(edges[member])
            beyond.append(edges[~member])
    if left_over and sum(map(len, left_over)) <= len(inside):
        yield "less what lies within", np.concatenate(left_over)
        yield "all that touches, less it", np.concatenate(beyond)


def _linked_pairs(own: Integers, other: Integers, least_persons: int) -> list[list[int]]:
    """Two groups that share a group on the other side, where that group is split between few groups."""
    pairs: set[tuple[int, int]] = set()
    few = max(4, least_persons // 2)
    order = np.argsort(other, kind="stable")
    _, first = np.unique(other[order], return_index=True)
    for edges in np.split(order, first[1:]):
        ends = np.unique(own[edges])
        if 1 < len(ends) <= few:
            pairs.update((int(a), int(b)) for i, a in enumerate(ends) for b in ends[i + 1 :])
    return [list(pair) for pair in sorted(pairs)]


def _bridges(graph: _Graph) -> list[int]:
    """Return the edges on no circle (Tarjan 1974), without recursion."""
    size = graph.n_left + len(graph.right_labels)
    ends = np.stack([graph.left, graph.right + graph.n_left])
    seen, low, clock = np.zeros(size, np.int64), np.zeros(size, np.int64), 0
    bridges = []
    parts, labels = connected_components(
        coo_array((np.ones(ends.shape[1]), (ends[0], ends[1])), shape=(size, size)), directed=False
    )
    _, roots = np.unique(labels, return_index=True)
    for root in roots[:parts].tolist():
        clock += 1
        seen[root] = low[root] = clock
        stack = [(root, -1, iter(graph.edges_of[root].tolist()))]
        while stack:
            node, via, edges = stack[-1]
            edge = next((each for each in edges if each != via), None)
            if edge is None:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > seen[above]:
                        bridges.append(via)
                continue
            other = int(ends[0, edge] + ends[1, edge] - node)
            if seen[other]:
                low[node] = min(low[node], seen[other])
            else:
                clock += 1
                seen[other] = low[other] = clock
                stack.append((other, edge, iter(graph.edges_of[other].tolist())))
    return bridges


def _count_people(graph: _Graph, edges: Integers, enough: int) -> int:
    """Count different persons, stopping as soon as there are enough."""
    people = [graph.people[edge] for edge in edges.tolist()]
    most = max(map(len, people))
    return most if most >= enough else len(np.unique(np.concatenate(people)))
