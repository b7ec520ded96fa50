"""A share with its interval as a small picture for a table."""

from __future__ import annotations

import math

from workbench.report.drawings.pens import PENS
from workbench.report.markup import Html, tag

_WIDTH, _HEIGHT, _PAD = 132.0, 14.0, 3.0


def draw_whisker(
    value: float, low: float, high: float, *, top: float = 1.0, centre: float | None = None
) -> Html | None:
    """Draw the interval as a line and the share as a dot on an axis from 0 to ``top``; nothing for NaN.

    ``centre`` is marked by a thin line, for example the rate of the whole portfolio.
    """
    if not all(map(math.isfinite, (value, low, high))):
        return None

    def at(share: float) -> str:
        return f"{_PAD + (_WIDTH - 2 * _PAD) * min(max(share / top, 0.0), 1.0):.1f}"

    middle = f"{_HEIGHT / 2:.1f}"
    return tag(
        "svg",
        tag("path", **PENS["axis"], d=f"M{at(0)},{middle}H{at(top)}"),
        None if centre is None else tag("path", **PENS["centre"], d=f"M{at(centre)},1V{_HEIGHT - 1:.0f}"),
        tag("path", **PENS["whisker"], d=f"M{at(low)},{middle}H{at(high)}"),
        tag("circle", **PENS["dot"], cx=at(value), cy=middle, r="3"),
        viewBox=f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}",
        class_="spark",
        aria_hidden="true",
    )


def choose_top(highs: list[float]) -> float:
    """Return the end of a common axis: the next of 10, 20, 25, 50, 100 % that holds all intervals."""
    known = [each for each in highs if math.isfinite(each)]
    most = max(known, default=1.0)
    return next((top for top in (0.1, 0.2, 0.25, 0.5) if most <= top), 1.0)
