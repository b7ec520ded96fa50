"""Letters of a small statistical world, for tests of the odds."""

from __future__ import annotations

from functools import cache

from workbench.cases.samples import Calendar, Plane, make_plane


@cache
def small_world() -> Plane:
    """Make a world of 12,000 cases on 1,261 cells, once per process."""
    return make_plane(cases=12_000, seed=11, rings=20, calendar=Calendar(max_tries=1))
