"""The best odds that anybody could give from what is seen: the world's own formulas, with everything hidden averaged out.

Seen are kind, level, years, agreement, the cell, and how earlier letters ended; the effect of the ground is given exactly, as if
learnt from endless letters. Hidden stay whether the borrower still lives there, mobility, and willingness. No model that sees the
same can choose better on average.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.cases.samples import DEPTHS, Plane, World
from workbench.cases.samples.letters import AWAY, GONE, VAGUE, VAGUE_SHARE
from workbench.cases.samples.outcomes import logistic
from workbench.delivery import label_attempts

_POINTS = 7
_CORRELATION = -0.35  # of mobility and willingness


def knowable_odds(plane: Plane, earlier: pd.DataFrame | None = None) -> np.ndarray:
    """Odds of delivery of every address given what is seen, by Bayes' rule over a grid of the hidden traits."""
    world, addresses = World(), plane.addresses
    borrower, earlier = addresses["case"].to_numpy(), plane.earlier if earlier is None else earlier
    found = _found(plane, world)
    fits = _fit_of_ends(addresses, earlier, found)
    took, declined = _answers(earlier, int(borrower.max()) + 1)
    weights, stays, takes = [], [], []
    for mobility, willingness, share in _grid():
        prior = _still_there(addresses, mobility, world)
        fit = prior * fits[1] + (1 - prior) * fits[0]
        accepts = float(logistic(np.array(world.accepts_base + world.accepts_per_willingness * willingness)))
        answers = took * np.log(accepts) + declined * np.log(1 - accepts)
        weights.append(np.log(share) + np.bincount(borrower, np.log(fit)) + answers)
        stays.append(prior * fits[1] / fit)
        takes.append(accepts)
    weight = np.exp(np.array(weights) - np.max(weights, axis=0))
    weight /= weight.sum(axis=0)
    return sum(
        part[borrower] * (stay * found[1] + (1 - stay) * found[0]) * accepts
        for part, stay, accepts in zip(weight, stays, takes, strict=True)
    )


def _found(plane: Plane, world: World) -> np.ndarray:
    """Odds of being found at each address if the borrower has left (row 0) and if they still live there (row 1)."""
    addresses, cells = plane.addresses, plane.cells.set_index("cell_number")
    odds = world.found_base + np.array(world.found_of_depth)[addresses["level"].cat.codes]
    odds = odds + world.found_if_agreed * addresses["agrees"].to_numpy()
    for name in ("field_delivery", "field_hidden"):
        odds = odds + getattr(world, name) * cells[name].reindex(addresses["cell"]).to_numpy()
    return np.stack([logistic(odds), logistic(odds + world.found_if_current)])


def _still_there(addresses: pd.DataFrame, mobility: float, world: World) -> np.ndarray:
    of_kind = np.array(world.current_of_kind)[addresses["kind"].cat.codes]
    years = world.current_per_year * addresses["years"].to_numpy()
    return logistic(of_kind + years + world.current_per_mobility * mobility)


def _fit_of_ends(addresses: pd.DataFrame, earlier: pd.DataFrame, found: np.ndarray) -> np.ndarray:
    """Likelihood of how all earlier letters to each address ended, if left (row 0) and if still there (row 1)."""
    at = pd.Series(np.arange(len(addresses)), index=addresses["address_id"])[earlier["address_id"]].to_numpy()
    present = label_attempts(earlier)["present"].to_numpy()
    reason = earlier["return_reason"]
    vague = earlier["level"].cat.codes.to_numpy() < DEPTHS.index("place")
    fits = np.ones((2, len(addresses)))
    for row, usual in enumerate((GONE, AWAY)):
        plain, unclear = (reason.map(shares).astype(float).fillna(0.0) for shares in (usual, VAGUE))
        why = np.where(vague, VAGUE_SHARE * unclear + (1 - VAGUE_SHARE) * plain, plain)
        there = found[row][at]
        end = np.where(present == 1, there, np.where(present == 0, (1 - there) * why, 1.0))
        np.multiply.at(fits[row], at, end)
    return fits


def _answers(earlier: pd.DataFrame, cases: int) -> tuple[np.ndarray, np.ndarray]:
    accepts, case = label_attempts(earlier)["accepts"], earlier["case"].to_numpy()
    return tuple(np.bincount(case, accepts.eq(value), minlength=cases) for value in (1.0, 0.0))


def _grid() -> list[tuple[float, float, float]]:
    """Points and weights of mobility and willingness (Gauss-Hermite)."""
    points, weights = np.polynomial.hermite_e.hermegauss(_POINTS)
    weights = weights / weights.sum()
    rest = np.sqrt(1 - _CORRELATION**2)
    return [
        (a, _CORRELATION * a + rest * b, share_a * share_b)
        for a, share_a in zip(points, weights, strict=True)
        for b, share_b in zip(points, weights, strict=True)
    ]
