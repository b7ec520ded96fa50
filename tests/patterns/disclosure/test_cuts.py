"""What two margins of a table give away."""

from __future__ import annotations

import numpy as np

from workbench.patterns.disclosure.cuts import find_cuts


def spread(cells):
    """Turn {(left, right): persons} into rows of different persons."""
    left, right = (np.repeat([key[side] for key in cells], list(cells.values())) for side in (0, 1))
    return left, right, np.arange(len(left))


def test_what_a_group_is_more_than_its_parts_is_found():
    """A county less the only cell that lies wholly in it."""
    found = find_cuts(*spread({(0, 0): 50, (0, 1): 4, (1, 1): 60}), 10)
    assert min(cut.persons for cut in found) == 4


def test_all_that_touches_less_the_group_is_found():
    """Two cells over one county, less the county: what sticks out."""
    found = find_cuts(*spread({(0, 0): 50, (0, 1): 50, (1, 1): 3, (2, 2): 90, (1, 2): 40}), 10)
    assert 3 in {cut.persons for cut in found}


def test_a_circle_hides_its_edges():
    """In a two-by-two table with all four cells filled nothing is determined."""
    found = find_cuts(*spread({(0, 0): 2, (0, 1): 30, (1, 0): 40, (1, 1): 5}), 4)
    assert not found


def test_persons_are_counted_once():
    """The same person twice in what is left is one person."""
    left, right, _ = spread({(0, 0): 50, (0, 1): 12, (1, 1): 60})
    person = np.arange(len(left))
    person[50:62] = 50
    assert min(cut.persons for cut in find_cuts(left, right, person, 10)) == 1


def test_nothing_gives_nothing_away():
    """No rows, no cuts."""
    nothing = np.zeros(0, dtype=np.int64)
    assert find_cuts(nothing, nothing, nothing, 10) == []
