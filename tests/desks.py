"""A small project for widgets: a few hundred addresses of the made-up places, located, without running the job."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from made_places import made_addresses, made_gazetteer

from workbench.geocoding import Geocoder
from workbench.tables import table
from workbench.workspace import Inputs, Project, Settings, init_project, write_frame

UNREADABLE, UNKNOWN = "", "某地不详"


def make_project(folder: Path, *, rows: int = 240, lang: str = "en", seed: int = 0) -> Project:
    """Make a project with the tables ``cases``, ``addresses`` and ``locations``; confidence is drawn by chance."""
    gazetteer = made_gazetteer()
    settings = Settings(lang=lang, lender="示范银行", inputs=Inputs(gazetteer=str(gazetteer.folder)))
    project = init_project(folder, settings)
    random, number = np.random.default_rng(seed), np.arange(rows)
    asked = made_addresses(rows, seed)
    asked.loc[number % 40 == 39, "address"] = UNREADABLE
    asked.loc[number % 40 == 38, "address"] = UNKNOWN
    case = [f"C{each // 2:05d}" for each in number]
    addresses = pd.DataFrame(
        {
            "address_id": [f"A{each:05d}" for each in number],
            "case_id": case,
            "borrower": case,
            "kind": "home",
            "address": asked["address"],
            "stated_city": "郑州市",
            "lawful_source": "contract",
        }
    )
    locations = Geocoder(gazetteer).geocode(addresses, city="stated_city")
    locations.insert(0, "address_id", addresses["address_id"])
    lost = ~asked["address"].str.contains(r"\d").to_numpy(bool)
    locations.loc[lost, ["lng", "lat", "radius_m"]] = np.nan
    locations.loc[lost, ["level", "place"]] = ["none", ""]
    locations["confidence"] = np.where(lost, 0.0, random.beta(4, 2, rows)).round(4)
    amounts = np.linspace(1e3, 9e4, len(case[::2]))
    cases = pd.DataFrame({"case_id": case[::2], "borrower": case[::2], "amount_yuan": amounts})
    located = locations[list(table("locations").columns)]
    for name, frame in (("cases", cases), ("addresses", addresses), ("locations", located)):
        write_frame(project.path(name), frame)
    return project
