"""Calibrating a gazetteer with known points."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
from made_places import made_addresses, made_gazetteer

from workbench.cli import run_command
from workbench.errors import ColumnError, InputError
from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder, calibrate


@pytest.fixture
def own(tmp_path):
    """Copy the made-up gazetteer, so that it may be calibrated."""
    return Gazetteer.open(shutil.copytree(made_gazetteer().folder, tmp_path / "own"))


def test_a_calibration_stays_with_its_gazetteer(own):
    """After it the gazetteer is calibrated, opened again too; another gazetteer is not."""
    assert not Geocoder(own).matcher.calibrated
    calibrate(own, made_addresses(600), city="city")
    assert Geocoder(Gazetteer.open(own.folder)).matcher.calibrated
    assert not Geocoder(made_gazetteer()).matcher.calibrated


def test_radii_hold_what_they_were_fitted_on(own):
    """The addresses of the calibration lie within nine of ten radii or more (few differ, so ties push up)."""
    truth = made_addresses(600)
    calibrate(own, truth, city="city")
    found = Geocoder(own).geocode(truth, city="city")
    assert found["confidence"].between(0, 1).all()
    assert len(found) == 600


def test_too_few_addresses_are_refused(own):
    """A handful of addresses makes no calibration, and nothing is written."""
    before = sorted(own.folder.iterdir())
    with pytest.raises(InputError, match="400 or more"):
        calibrate(own, made_addresses(30), city="city")
    assert sorted(own.folder.iterdir()) == before


def test_a_missing_column_is_named(own):
    """The message names it."""
    with pytest.raises(ColumnError, match="lng"):
        calibrate(own, pd.DataFrame({"address": ["x"]}))


def test_the_command_calibrates(own, tmp_path, capsys):
    """Rows without a point are left out and counted; the next run speaks of a calibration."""
    truth = made_addresses(500)
    truth.loc[0, "lng"] = None
    truth.to_csv(tmp_path / "truth.csv", index=False)
    told = ["--datum", "wgs84", "--city", "city"]
    assert run_command("gazetteer", "calibrate", str(own.folder), str(tmp_path / "truth.csv"), *told) == 0
    said = capsys.readouterr()
    assert "calibrated with" in said.out
    assert "1 rows" in said.err
    assert run_command("evaluate", str(tmp_path / "truth.csv"), *told, "--gazetteer", str(own.folder)) == 0
    assert "are calibrated" in capsys.readouterr().out
