"""Calibration and evaluation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.matching import evaluate, expected_error, fit_curves
from workbench.matching.calibration import FILE, METHOD, calibrator_from_json, read_calibrator
from workbench.matching.forest import DEPTH, Forest
from workbench.matching.levels import curve_of

RNG = np.random.default_rng(5)
RAW = RNG.uniform(0, 1, 6_000)
AWAY = np.where(
    RNG.uniform(0, 1, 6_000) < RAW**2, RNG.exponential(80, 6_000), RNG.exponential(3_000, 6_000) + 300
)
LEVELS = np.where(RNG.uniform(0, 1, 6_000) < 0.5, "place", "road")


@pytest.fixture(scope="module")
def calibrator():
    """Curves of an overconfident judge: it says r where r squared is true."""
    # Halves of halves of x, and as many leaves that rise with it.
    steps = [(2 * at + 1) / 2 ** (level + 1) for level in range(DEPTH) for at in range(2**level)]
    leaves = np.linspace(-2, 4, 2**DEPTH)
    judge = Forest(("x",), np.zeros((1, len(steps)), np.int64), np.float32([steps]), np.float32([leaves]), {})
    return fit_curves(judge, RAW, LEVELS, AWAY, {"gazetteer": ""})


def test_curves_make_the_confidence_honest(calibrator):
    """The raw error of 0.17 falls below 0.03."""
    knots = calibrator.curves["all"]
    assert expected_error(RAW, AWAY < 300) > 0.1
    assert expected_error(np.interp(RAW, *knots), AWAY < 300) < 0.03


def test_the_radius_holds_nine_of_ten(calibrator):
    """On the answers that it was fitted on, by conformal rank."""
    honest = np.interp(RAW, *calibrator.curves["all"])
    holds = calibrator.radius_m(honest, np.full(len(RAW), "unheard-of"), own=True) >= AWAY
    assert 0.88 < holds.mean() < 0.92


def test_radii_of_areas_are_multiples_of_their_reach(calibrator):
    """Small and large counties alike hold nine of ten, though their distances differ tenfold."""
    large = RNG.random(6_000) < 0.5
    reach = np.where(large, 30_000.0, 3_000.0)
    away, county = reach * RNG.exponential(0.4, 6_000), np.full(6_000, "district")
    made = fit_curves(calibrator.judge, RAW, county, away, {"gazetteer": ""}, reach_m=reach)
    holds = made.radius_m(np.full(6_000, 0.5), county, own=True, reach_m=reach) >= away
    assert 0.85 < holds[large].mean() < 0.95
    assert 0.85 < holds[~large].mean() < 0.95


def test_a_gazetteer_without_its_own_calibration_is_more_careful(calibrator):
    """Less confidence, a wider radius."""
    columns = {"x": RAW[:50].astype(np.float32)}
    own, other = (calibrator.confidence(columns, LEVELS[:50], own=flag) for flag in (True, False))
    assert (other < own).all()
    assert (
        calibrator.radius_m(other, LEVELS[:50], own=False) >= calibrator.radius_m(own, LEVELS[:50], own=True)
    ).all()


def test_a_calibrator_survives_being_written(calibrator):
    """Numbers are rounded, answers stay."""
    again = calibrator_from_json(calibrator.as_json(), where="test")
    columns = {"x": RAW.astype(np.float32)}
    assert np.allclose(
        again.confidence(columns, LEVELS, own=True),
        calibrator.confidence(columns, LEVELS, own=True),
        atol=2e-3,
    )


def test_another_method_is_refused(calibrator):
    """A calibration of another version must be made again."""
    with pytest.raises(InputError, match="Calibrate the gazetteer again"):
        calibrator_from_json(calibrator.as_json() | {"method": 99}, where="test")


def test_evaluation_counts_all_rows():
    """A row without an answer counts as not within any distance."""
    located = pd.DataFrame(
        {
            "lng": [113.0, np.nan],
            "lat": [34.0, np.nan],
            "level": ["place", "none"],
            "confidence": [1.0, 0.0],
            "radius_m": [50.0, np.nan],
            "decision": ["accept", "reject"],
        }
    )
    row = evaluate(located, pd.DataFrame({"lng": [113.0, 113.0], "lat": [34.0, 34.0]})).iloc[0]
    assert row[["n", "answered_share", "within_100_m_share", "accepted_right_share"]].tolist() == [
        2,
        0.5,
        0.5,
        1.0,
    ]


def test_evaluation_refuses_other_rows():
    """Truth must have the same rows."""
    located = pd.DataFrame(
        {name: [] for name in ("lng", "lat", "level", "confidence", "radius_m", "decision")}
    )
    with pytest.raises(InputError, match="same rows"):
        evaluate(located, pd.DataFrame({"lng": [1.0], "lat": [1.0]}))


@pytest.mark.parametrize(
    "text",
    [
        "{broken",
        "[]",
        b"\xff\xfe".decode("latin1"),
        f'{{"method": {METHOD}, "provenance": {{"gazetteer": "x"}}, "judge": {{}}, "curves": {{}}, "radii": {{}}}}',
        f'{{"method": {METHOD}, "provenance": {{"gazetteer": "x"}}}}',
    ],
)
def test_a_damaged_calibration_is_named(tmp_path, text):
    """The message holds the file and what to do."""
    (tmp_path / FILE).write_text(text, encoding="latin1")
    with pytest.raises(InputError, match=r"calibration.json: is damaged .* Calibrate the gazetteer again"):
        read_calibrator(tmp_path, "x")


def test_a_calibration_without_a_common_curve_is_damaged(calibrator):
    """Levels that it does not know would have nothing to go by."""
    with pytest.raises(InputError, match="no curve for all levels"):
        calibrator_from_json(calibrator.as_json() | {"curves": {}}, where="test")


def test_few_distinct_values_give_no_gaps(calibrator):
    """Bins of one and the same probability differ in their last bit; no knot may be missing for it."""
    raw = np.repeat([0.1, 0.3, 0.7], [2_000, 2_000, 2_003])[:6_000]
    made = fit_curves(calibrator.judge, raw, LEVELS, AWAY, {"gazetteer": ""})
    knots = [*made.curves.values(), *made.radii.values()]
    assert all(np.isfinite(part).all() for pair in knots for part in pair)


def test_answers_of_one_area_do_not_outvote_the_others(calibrator):
    """Nine of ten answers lie close in one large county; the tenth, of a hundred small ones, still widens the radius of all."""
    reach = np.concatenate([np.full(900, 20_000.0), np.repeat(np.linspace(5_000, 9_000, 100), 1)])
    away = np.where(reach == 20_000.0, 2_000.0, reach * 1.5)
    level = np.full(1_000, "district")
    made = fit_curves(calibrator.judge, np.full(1_000, 0.05), level, away, {"gazetteer": ""}, reach_m=reach)
    radius = made.radius_m(np.full(1, 0.05), np.array(["district"]), own=True, reach_m=np.full(1, 10_000.0))
    assert radius[0] == pytest.approx(15_000)


@pytest.mark.parametrize(
    ("columns", "curve"),
    [
        ({"q_town": 0, "q_rural": 0, "area_seat": 0}, "district"),
        ({"q_town": 0, "q_rural": 0, "area_seat": 1}, "county seat"),
        ({"q_town": 0, "q_rural": 1, "area_seat": 1}, "town lost"),
        ({"q_town": 1, "q_rural": 0, "area_seat": 0}, "town lost"),
    ],
)
def test_answers_of_a_district_are_parted_by_where_they_lie(columns, curve):
    """Counties at their seat, wards all over, towns and villages without a point anywhere; places stay places."""
    made = curve_of(
        np.array(["district", "place"]), {name: np.full(2, value) for name, value in columns.items()}
    )
    assert made.tolist() == [curve, "place"]
