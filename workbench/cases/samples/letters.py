"""Letters sent and how each ended: choice of the address, outcome, reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.samples.outcomes import choice_odds, draw_choice
from workbench.cases.samples.settings import DEPTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workbench.cases.samples.outcomes import Ground
    from workbench.cases.samples.settings import Calendar, World

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Texts = NDArray[np.object_]

_SIGNED = {"self": 0.56, "adult_family": 0.2, "designated": 0.05, "other_signer": 0.08, "locker": 0.11}
_SIGNED_AT_WORK = {
    "self": 0.46,
    "adult_family": 0.0,
    "designated": 0.38,
    "other_signer": 0.12,
    "locker": 0.04,
}
_NOT_TAKEN = {"refused": 0.5, "unclaimed": 0.36, "asked_later": 0.14}
# Why nobody was found: where the address is written vaguely, where the borrower has left, where they are away.
VAGUE = {"address_unclear": 0.5, "address_wrong": 0.2, "unit_unknown": 0.1, "unreached": 0.2}
GONE = {"person_moved": 0.68, "unit_unknown": 0.1, "unreached": 0.16, "address_wrong": 0.06}
AWAY = {"unreached": 0.42, "person_absent": 0.38, "unit_unknown": 0.1, "out_of_area": 0.04, "other": 0.06}
VAGUE_SHARE = 0.6
_TRY_AGAIN = 0.7
_WORK_KIND = 2
_SEED_RANGE = 2**31 - 1


def send_letters(
    ground: Ground, found: Floats, accepts: Floats, world: World, calendar: Calendar, rng: np.random.Generator
) -> pd.DataFrame:
    """Choose an address, send, see what happens, and try again for some.

    Parameters
    ----------
    ground
        Addresses, cases x kinds.
    found, accepts
        Probability of being found (cases x kinds) and of taking the letter (cases).

    Returns
    -------
    pandas.DataFrame
        One row per letter: ``case, kind`` (positions), ``try_number, day`` (after the hand-over), ``p_chosen, seed,
        present, outcome, return_reason``.
    """
    cases = len(accepts)
    open_cases, tried = np.arange(cases), np.zeros(ground.has.shape, dtype=np.int64)
    day = rng.exponential(calendar.days_between_tries / 2, cases) + 1.0
    letters = []
    for number in range(1, calendar.max_tries + 1):
        odds = choice_odds(ground, world, tried=tried)[open_cases]
        kind = draw_choice(odds, rng)
        tried[open_cases, kind] += 1
        frame = _end(ground, open_cases, kind, found[open_cases, kind], accepts[open_cases], world, rng)
        frame.insert(2, "try_number", number)
        frame.insert(3, "day", day[open_cases])
        frame.insert(4, "p_chosen", odds[np.arange(len(kind)), kind])
        frame.insert(5, "seed", int(rng.integers(_SEED_RANGE)))
        letters.append(frame)
        again = ~frame["outcome"].isin(_SIGNED).to_numpy() & (rng.random(len(kind)) < _TRY_AGAIN)
        open_cases = open_cases[again]
        day[open_cases] += 4.0 + rng.exponential(calendar.days_between_tries, len(open_cases))
    return pd.concat(letters, ignore_index=True)


def _end(
    ground: Ground,
    case: Integers,
    kind: Integers,
    found: Floats,
    accepts: Floats,
    world: World,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw how letters to these addresses end."""
    count = len(case)
    present, takes = rng.random(count) < found, rng.random(count) < accepts
    fault = rng.random(count) < world.carrier_fault_share
    signer = np.where(kind == _WORK_KIND, _draw(_SIGNED_AT_WORK, count, rng), _draw(_SIGNED, count, rng))
    not_taken = _draw(_NOT_TAKEN, count, rng)
    vague = (ground.depth[case, kind] < DEPTHS.index("place")) & (rng.random(count) < VAGUE_SHARE)
    why_absent = np.where(ground.current[case, kind], _draw(AWAY, count, rng), _draw(GONE, count, rng))
    why_absent = np.where(vague, _draw(VAGUE, count, rng), why_absent)
    delivered = present & takes & ~fault
    reason = np.where(present, not_taken, why_absent)
    reason = np.where(fault, "carrier_fault", reason)
    refused = reason == "refused"
    return pd.DataFrame(
        {
            "case": case,
            "kind": kind,
            "present": present,
            "outcome": np.where(delivered, signer, np.where(refused, "refused", "returned")),
            "return_reason": np.where(delivered, "", reason),
        }
    )


def _draw(shares: Mapping[str, float], count: int, rng: np.random.Generator) -> Texts:
    return rng.choice(list(shares), count, p=list(shares.values())).astype(object)
