"""Addresses with a known point: the tuning data in the forms in which case files hold them."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from shared_data import find_shared

from workbench.coordinates import convert

FORMS = ("name and address", "address alone")


def data_folder() -> Path:
    """Return the folder with measurement data or end with the reason."""
    folder = find_shared()
    if folder is None:
        raise SystemExit("measurement data are not on this machine: set WORKBENCH_SHARED to their folder")
    return folder


def read_reference(folder: Path) -> pd.DataFrame:
    """Read the reference compounds as table ``places``, WGS 84."""
    frame = pd.read_parquet(folder / "reference" / "compounds_bd09.parquet")
    frame["lng"], frame["lat"] = convert(frame["lng"], frame["lat"], source="bd09")
    return frame.rename(columns={"name": "place", "source": "place_source"})


def read_compounds(folder: Path) -> pd.DataFrame:
    """Read the compounds of three cities: ``name``, ``bare_address``, ``address``, ``city``, ``lng``, ``lat``."""
    frame = pd.read_parquet(folder / "tuning" / "compounds_3cities_wgs84.parquet")
    return frame.rename(columns={"lng_wgs84": "lng", "lat_wgs84": "lat"})


def read_communities(folder: Path) -> pd.DataFrame:
    """Read full addresses of communities and villages in many cities."""
    frame = pd.read_parquet(folder / "tuning" / "communities_nationwide_wgs84.parquet")
    return frame.rename(columns={"lng_wgs84": "lng", "lat_wgs84": "lat"})


def write_form(frame: pd.DataFrame, form: str) -> pd.Series:
    """Write the addresses in one of ``FORMS``."""
    return frame["address"] + "," + frame["name"] if form == FORMS[0] else frame["address"].copy()
