"""Classes of a rate: where one colour ends and the next begins, counted on the values as they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from workbench.errors import InputError
from workbench.maps.palettes import colours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

Scheme = Literal["quantile", "equal", "jenks", "fixed"]
_FEWEST, _MOST = 2, 7
STEPS = 1000  # a share is drawn and classed in steps of 0.1 %


@dataclass(frozen=True, slots=True)
class Scale:
    """How shares are cut into classes and coloured.

    Parameters
    ----------
    scheme
        ``quantile`` (as many in each class), ``equal`` (steps of one width), ``jenks`` (least
        variance within classes) or ``fixed``.
    count
        Number of classes, 2 to 7; fewer come out if the values do not differ enough.
    breaks
        Inner limits for ``fixed``, ascending, 0-1: keep them to compare periods.
    palette
        A name of `workbench.maps.palettes`; ``-`` at its end turns it round.
    centre
        Share that the colours diverge from, for example the portfolio's rate. The limits are
        then the same distance on both sides of it.
    """

    scheme: Scheme = "quantile"
    count: int = 6
    breaks: tuple[float, ...] = ()
    palette: str = "YlGnBu"
    centre: float | None = None

    def __post_init__(self) -> None:
        if self.scheme == "fixed" and (not self.breaks or list(self.breaks) != sorted(set(self.breaks))):
            raise InputError(
                "map scale: scheme 'fixed' needs ascending, different breaks, for example (0.2, 0.4, 0.6)."
            )
        if self.scheme not in ("quantile", "equal", "jenks", "fixed"):
            raise InputError(
                f"map scale: no scheme {self.scheme!r}. Expected quantile, equal, jenks or fixed."
            )
        if not _FEWEST <= self.count <= _MOST:
            raise InputError(f"map scale: 2 to 7 classes can be told apart, {self.count} were asked for.")


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one column.

    Parameters
    ----------
    limits
        Inner limits in steps of 0.1 %; a value on a limit belongs to the class above it.
    colours
        One ``#rrggbb`` per class.
    """

    limits: tuple[int, ...]
    colours: tuple[str, ...]

    def assign(self, values: Floats) -> Integers:
        """Return the class of each share, -1 for NaN."""
        steps = to_steps(values)
        found = np.searchsorted(np.asarray(self.limits), steps, side="right")
        return np.where(steps < 0, -1, found).astype(np.int64)

    def labels(self) -> tuple[str, ...]:
        """Return one label per class, for example ``40–55 %``."""
        if not self.limits:
            return ("0–100 %",)
        ends = [f"{limit / (STEPS / 100):g}" for limit in self.limits]
        between = [f"{low}–{high} %" for low, high in pairwise(ends)]
        return (f"< {ends[0]} %", *between, f"≥ {ends[-1]} %")


def to_steps(values: Floats) -> Integers:
    """Return shares as whole steps of 0.1 %, -1 for NaN."""
    known = np.isfinite(values)
    return np.where(known, np.rint(np.clip(np.where(known, values, 0.0), 0.0, 1.0) * STEPS), -1).astype(
        np.int64
    )


def cut(values: Floats, scale: Scale) -> Classes:
    """Find the classes of shares.

    Parameters
    ----------
    values
        Shares 0-1; NaN is left out.
    scale
        Scheme, number and colours.
    """
    steps = to_steps(values)
    steps = steps[steps >= 0]
    limits = _limits(steps, scale)
    inner = sorted({int(limit) for limit in limits if 0 < limit < STEPS})
    if scale.scheme != "fixed" and len(steps):
        # a limit beyond the data parts nothing; the centre stays, because it is what the colours mean
        centre = round(scale.centre * STEPS) if scale.centre is not None and scale.count % 2 == 0 else -1
        inner = [limit for limit in inner if steps.min() < limit <= steps.max() or limit == centre]
    return Classes(tuple(inner), _colours(inner, scale))


def _limits(steps: Integers, scale: Scale) -> list[float]:
    if scale.scheme == "fixed":
        return [round(limit * STEPS) for limit in scale.breaks]
    if not len(steps):
        return []
    if scale.centre is not None:
        return _centred(steps, scale)
    return _spread(steps, scale.scheme, scale.count)


def _spread(steps: Integers, scheme: Scheme, count: int) -> list[float]:
    if scheme == "equal":
        return [float(limit) for limit in np.rint(np.linspace(steps.min(), steps.max(), count + 1)[1:-1])]
    if scheme == "jenks":
        return [float(limit) for limit in natural_limits(steps, count)]
    return [float(limit) for limit in np.rint(np.quantile(steps, np.arange(1, count) / count))]


def _centred(steps: Integers, scale: Scale) -> list[float]:
    """Cut the distances from the centre, so that both sides have the same limits."""
    centre = round((scale.centre or 0.0) * STEPS)
    away = np.abs(steps - centre)
    half = scale.count // 2
    inner = _spread(away, scale.scheme, half + scale.count % 2) if half + scale.count % 2 > 1 else []
    both = [centre + sign * limit for limit in inner for sign in (-1, 1)]
    return both if scale.count % 2 else [*both, centre]


def _colours(inner: list[int], scale: Scale) -> tuple[str, ...]:
    """Colour the classes; around a centre each side keeps its own half of the palette."""
    if scale.centre is None:
        return colours(scale.palette, len(inner) + 1)
    centre = round(scale.centre * STEPS)
    below = sum(limit < centre for limit in inner)
    above = sum(limit > centre for limit in inner)
    middle = int(centre not in inner)
    side = max(below, above) + (1 - middle)
    whole = colours(scale.palette, max(2 * side + middle, 1))
    first = side - below - (1 - middle)
    return whole[first : first + len(inner) + 1]


def natural_limits(steps: Integers, count: int) -> list[int]:
    """Return Fisher's exact natural breaks: the limits with the least squared distance within classes.

    Dynamic programme over the different values (at most 1,001 of them) with their counts, so that
    a million rows cost no more than a thousand. Fisher (1958), JASA 53:789-798.
    """
    values, weights = np.unique(steps, return_counts=True)
    count = min(count, len(values))
    total = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])
    first = np.concatenate([[0.0], np.cumsum(weights * values, dtype=np.float64)])
    second = np.concatenate([[0.0], np.cumsum(weights * values.astype(np.float64) ** 2)])
    best = second[1:] - first[1:] ** 2 / total[1:]
    starts: list[Integers] = []
    for _ in range(1, count):
        weight = total[None, 1:] - total[:-1, None]
        spread = second[None, 1:] - second[:-1, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = spread - (first[None, 1:] - first[:-1, None]) ** 2 / weight
        spread[np.tril_indices(len(values), -1)] = np.inf
        before = np.concatenate([[np.inf], best[:-1]])
        cost = before[:, None] + spread
        starts.append(np.argmin(cost, axis=0))
        best = np.min(cost, axis=0)
    limits: list[int] = []
    end = len(values) - 1
    for start in reversed(starts):
        begin = int(start[end])
        limits.append(int(values[begin]))
        end = begin - 1
    return limits[::-1]
