"""Odds before the first result is known: assumptions, stated openly, to be replaced by a fit.

The order of the weights follows what delivery studies agree on (how fine the address is, which
of the borrower's addresses it is, how old, whether sources agree). Their sizes are assumptions of this
project, not measurements: scores of this model are marked as prior and serve to rank, not to promise.
"""

from __future__ import annotations

import numpy as np

from workbench.delivery.encoding import Encoder
from workbench.delivery.stages import Stage

_LEVELS = {
    "none": -2.2, "province": -2.0, "city": -1.9, "district": -1.6, "town": -1.2, "village": -0.5, "road": -0.7,
    "crossing": -0.8, "place": 0.1, "door_near": 0.4, "door": 0.8,
}  # fmt: skip
# How common the levels are thought to be: the average address has the base rate.
_LEVEL_SHARES = {
    "none": 0.02, "province": 0.01, "city": 0.01, "district": 0.03, "town": 0.05, "village": 0.08, "road": 0.1,
    "crossing": 0.01, "place": 0.31, "door_near": 0.13, "door": 0.25,
}  # fmt: skip
_KIND_SHARES = {
    "registered": 0.33,
    "home": 0.25,
    "work": 0.18,
    "shipping": 0.11,
    "billing": 0.1,
    "confirmed": 0.03,
}
_KINDS = {"registered": -0.4, "home": 0.3, "work": -0.2, "shipping": 0.4, "billing": 0.1, "confirmed": 0.9}
# mean, spread, weight per spread
_NUMBERS = {"years": (3.0, 2.5, -0.35), "agrees": (0.5, 0.6, 0.25), "confidence": (0.6, 0.3, 0.25)}
_PRESENT, _ACCEPTS = 0.33, 0.92  # about 30 % signed is what the trade reports without any choice of address


def prior_stages() -> tuple[Stage, Stage]:
    """Return the two stages of the prior model."""
    words = {
        "kind": {name: _KIND_SHARES[name] for name in sorted(_KINDS)},
        "level": {name: _LEVEL_SHARES[name] for name in sorted(_LEVELS)},
    }
    numbers = {name: (mean, spread, 0.0) for name, (mean, spread, _) in _NUMBERS.items()}
    encoder = Encoder(words, numbers)
    weights = [_KINDS[word] for word in words["kind"]] + [_LEVELS[word] for word in words["level"]]
    weights += [weight for _, _, weight in _NUMBERS.values()]
    return Stage(encoder, _logit(_PRESENT), np.array(weights)), Stage(
        Encoder(), _logit(_ACCEPTS), np.zeros(0)
    )


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))
