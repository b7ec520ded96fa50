"""Datums are converted both ways."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coordinates import Datum, as_datum, convert, distance_m
from workbench.errors import InputError

LNG = st.floats(74, 134)
LAT = st.floats(18, 53)


@given(LNG, LAT, st.sampled_from(Datum), st.sampled_from(Datum))
def test_there_and_back_is_the_same_point(lng: float, lat: float, source: Datum, target: Datum) -> None:
    """A conversion and its inverse leave less than a millimetre."""
    back = convert(*convert(lng, lat, source=source, target=target), source=target, target=source)
    assert distance_m(lng, lat, *back) < 0.001


@pytest.mark.parametrize(("target", "metres"), [("gcj02", 587), ("bd09", 1208)])
def test_offset_at_wuhan(target: str, metres: float) -> None:
    """The offsets at Wuhan are the known ones."""
    point = (114.30, 30.60)
    assert distance_m(*point, *convert(*point, source="wgs84", target=target)) == pytest.approx(
        metres, abs=12
    )


def test_outside_the_mainland_nothing_moves() -> None:
    """Tokyo and Paris have no offset."""
    lng, lat = np.array([139.7, 2.35]), np.array([35.7, 48.86])
    out = convert(lng, lat, source="wgs84", target="bd09")
    assert np.allclose(out[0], lng)
    assert np.allclose(out[1], lat)


def test_nan_stays_nan() -> None:
    """A missing point stays missing, without a warning."""
    assert np.isnan(convert(np.nan, np.nan, source="bd09")).all()


@pytest.mark.parametrize("name", ["WGS-84", "cgcs2000", "EPSG:4490"])
def test_datum_names(name: str) -> None:
    """Common spellings are understood."""
    assert as_datum(name) is Datum.WGS84


def test_unknown_datum_is_refused() -> None:
    """An unknown datum is answered with the known ones."""
    with pytest.raises(InputError, match="wgs84, gcj02, bd09"):
        as_datum("xian80")
