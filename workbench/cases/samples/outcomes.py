"""What happens to a letter, and what a borrower repays: one model for both worlds.

Arrays are cases x kinds of address (``KINDS``); a kind that a borrower lacks is masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.cases.samples.settings import World

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """What is true of each borrower's addresses, cases x kinds.

    Parameters
    ----------
    has
        Whether the borrower has an address of the kind.
    years
        Age of the record.
    depth
        How fine it is written, position in ``DEPTHS``.
    current
        Whether the borrower still is there.
    agrees
        Whether another of the borrower's addresses names the same place.
    field_delivery, field_hidden
        Fields of the ground at the address.
    """

    has: Flags
    years: Floats
    depth: Integers
    current: Flags
    agrees: Flags
    field_delivery: Floats
    field_hidden: Floats


def logistic(value: Floats) -> Floats:
    """Turn log odds into probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-value)))


def draw_has(cases: int, world: World, rng: np.random.Generator) -> Flags:
    """Draw which kinds of address each borrower has."""
    return np.asarray(rng.random((cases, len(world.share_of_kind))) < np.array(world.share_of_kind))


def draw_years(cases: int, world: World, rng: np.random.Generator) -> Floats:
    """Draw the age of every record, gamma-distributed about the kind's mean."""
    return rng.gamma(2.0, np.array(world.years_of_kind) / 2.0, (cases, len(world.years_of_kind)))


def p_current(years: Floats, mobility: Floats, world: World) -> Floats:
    """Probability that the borrower still is at each address."""
    odds = np.array(world.current_of_kind) + world.current_per_year * years
    return logistic(odds + world.current_per_mobility * mobility[:, None])


def p_found(ground: Ground, world: World) -> Floats:
    """Probability of being found at each address, given everything."""
    odds = world.found_base + np.array(world.found_of_depth)[ground.depth]
    odds = odds + world.found_if_current * ground.current + world.found_if_agreed * ground.agrees
    odds = odds + world.field_delivery * ground.field_delivery + world.field_hidden * ground.field_hidden
    return logistic(odds)


def p_accepts(willingness: Floats, world: World) -> Floats:
    """Probability that a found borrower takes the letter."""
    return logistic(world.accepts_base + world.accepts_per_willingness * willingness)


def choice_odds(ground: Ground, world: World, *, tried: Integers | None = None) -> Floats:
    """Probability of each address in the log's choice; rows sum to 1 over the addresses at hand."""
    liking = np.array(world.choice_of_kind) + world.choice_per_depth * ground.depth
    liking = liking + world.choice_hidden * ground.field_hidden
    if tried is not None:
        liking = liking - 1.5 * tried
    liking = np.where(ground.has, liking, -np.inf)
    soft = np.exp(liking - liking.max(axis=1, keepdims=True))
    soft /= soft.sum(axis=1, keepdims=True)
    even = ground.has / ground.has.sum(axis=1, keepdims=True)
    return np.asarray((1 - world.explore_share) * soft + world.explore_share * even)


def draw_choice(odds: Floats, rng: np.random.Generator) -> Integers:
    """Draw one column per row with the given probabilities."""
    reached = odds.cumsum(axis=1)
    chosen = (rng.random((len(odds), 1)) * reached[:, -1:] >= reached).sum(axis=1)
    return np.asarray(np.minimum(chosen, odds.shape[1] - 1))


def field_of_arrears(field_delivery: Floats, own: Floats, world: World) -> Floats:
    """Field of the ground that makes loans fail: partly where letters are hard to deliver, partly a pattern of its own."""
    shared = world.npl_per_delivery
    return np.asarray(shared * field_delivery + np.sqrt(1 - shared**2) * own)


def lengthen(days_past_due: Integers, field: Floats, world: World) -> Integers:
    """Days past due as the place has them: ``days * exp(overdue_per_field * field)``, at least 3."""
    longer = np.maximum((days_past_due * np.exp(world.overdue_per_field * field)).round(), 3)
    return np.asarray(longer.astype(np.int64))


def p_repays(
    willingness: Floats, days_past_due: Floats, amount: Floats, field: Floats, delivered: Flags, world: World
) -> Floats:
    """Probability of repaying within the window."""
    odds = world.repay_base + world.repay_per_willingness * willingness + world.repay_per_field * field
    odds = odds - 0.004 * (days_past_due - 180.0).clip(-180, 360) - 0.1 * (np.log(amount) - 9.2)
    return logistic(odds + world.repay_if_delivered * delivered)
