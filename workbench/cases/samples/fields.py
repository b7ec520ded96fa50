"""Smooth random fields over the ground: what makes delivery easy here and hard there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_WAVES = 300
_SHAPE = 3.0  # degrees of freedom of the wave numbers: a Matérn field of smoothness 3/2
_KM_PER_DEGREE = 111.195


def to_km(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Lay degrees flat around their middle, in kilometres; good enough for one city."""
    middle = np.radians(np.nanmean(lat))
    x = (lng - np.nanmean(lng)) * _KM_PER_DEGREE * np.cos(middle)
    return x, (lat - np.nanmean(lat)) * _KM_PER_DEGREE


def smooth_field(
    x_km: Floats, y_km: Floats, *, range_km: float, rng: np.random.Generator, null_share: float = 0.0
) -> Floats:
    """Draw a stationary field of mean 0 and variance about 1 as a sum of random waves.

    Parameters
    ----------
    x_km, y_km
        Where the field is wanted.
    range_km
        Distance at which the correlation has fallen to about a half.
    rng
        Source of randomness.
    null_share
        Share of the places, around the field's middle, at which it is set to exactly 0.

    Notes
    -----
    Random Fourier features (Rahimi and Recht, 2007) with Student-t wave numbers.
    """
    stretch = np.sqrt(_SHAPE / rng.chisquare(_SHAPE, _WAVES))
    turn = rng.standard_normal((2, _WAVES)) * stretch / range_km
    phase = rng.uniform(0, 2 * np.pi, _WAVES)
    field = np.zeros(len(x_km))
    for wave in range(_WAVES):
        field += np.cos(x_km * turn[0, wave] + y_km * turn[1, wave] + phase[wave])
    field *= np.sqrt(2.0 / _WAVES)
    if null_share > 0:
        edge = np.quantile(np.abs(field), null_share)
        field = np.sign(field) * np.maximum(np.abs(field) - edge, 0.0)
    return field
