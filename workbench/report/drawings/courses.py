"""A share over time with its interval: a line, a band, an axis of months."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from workbench.report.drawings.pens import PENS, SOFT, write_text
from workbench.report.drawings.whiskers import choose_top
from workbench.report.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT = 760.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 16.0, 10.0, 24.0
_MOST_NAMES = 13


def draw_course(
    names: Sequence[str], values: Sequence[float], lows: Sequence[float], highs: Sequence[float]
) -> Html | None:
    """Draw shares in their order; the line breaks where one is NaN. Nothing for fewer than two.

    Parameters
    ----------
    names
        What stands below, evenly spaced; only some if there are many.
    values, lows, highs
        Shares and their intervals.
    """
    known = [at for at, value in enumerate(values) if math.isfinite(value)]
    if len(known) < 2:  # noqa: PLR2004  one point is no course
        return None
    top = choose_top(list(highs))

    def x(at: int) -> str:
        return f"{_LEFT + (_WIDTH - _LEFT - _RIGHT) * (at + 0.5) / len(names):.1f}"

    def y(value: float) -> str:
        return f"{_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * min(value / top, 1.0):.1f}"

    pieces: list[Html] = []
    for level in (0.0, 0.25, 0.5, 0.75, 1.0):
        height = y(level * top)
        pieces += [
            tag("path", **PENS["axis"], d=f"M{_LEFT},{height}H{_WIDTH - _RIGHT}"),
            write_text(f"{100 * level * top:.3g}%", _LEFT - 6, float(height) + 4, anchor="end", colour=SOFT),
        ]
    for run in _split_runs(known):
        there = "L".join(f"{x(at)},{y(highs[at])}" for at in run)
        back = "L".join(f"{x(at)},{y(lows[at])}" for at in reversed(run))
        pieces.append(tag("path", **PENS["band"], d=f"M{there}L{back}Z"))
        pieces += [tag("path", **PENS["whisker"], d=f"M{x(at)},{y(lows[at])}V{y(highs[at])}") for at in run]
        pieces.append(
            tag("path", **PENS["course"], d="M" + "L".join(f"{x(at)},{y(values[at])}" for at in run))
        )
    pieces += [tag("circle", **PENS["dot"], cx=x(at), cy=y(values[at]), r="3") for at in known]
    step = -(-len(names) // _MOST_NAMES)
    pieces += [
        write_text(names[at], float(x(at)), _HEIGHT - 6, anchor="middle", colour=SOFT)
        for at in range(0, len(names), step)
    ]
    return tag("svg", *pieces, viewBox=f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}", class_="course", aria_hidden="true")


def _split_runs(known: Sequence[int]) -> list[list[int]]:
    """Return the stretches of positions without a gap."""
    runs: list[list[int]] = []
    for at in known:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
