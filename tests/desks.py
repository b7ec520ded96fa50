"""A small project for widgets: a few hundred located addresses, without running the job."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from workbench.tables import table
from workbench.workspace import Project, Settings, init_project, write_frame

LEVELS = ("door", "place", "road", "none")


def make_project(folder: Path, *, rows: int = 240, lang: str = "en", seed: int = 0) -> Project:
    """Make a project whose tables ``cases``, ``addresses`` and ``locations`` are made up around Beijing."""
    project = init_project(folder, Settings(lang=lang, lender="示范银行", lawful_source="contract"))
    random, number = np.random.default_rng(seed), np.arange(rows)
    identity = [f"A{each:05d}" for each in number]
    case = [f"C{each // 2:05d}" for each in number]
    level = random.choice(LEVELS, rows, p=[0.3, 0.4, 0.2, 0.1])
    none = level == "none"
    confidence = np.where(none, 0.0, random.beta(4, 2, rows)).round(4)
    addresses = pd.DataFrame(
        {
            "address_id": identity,
            "case_id": case,
            "borrower": case,
            "kind": "home",
            "address": [f"北京市朝阳区幸福路{each}号" for each in number],
            "lawful_source": "contract",
        }
    )
    texts = dict.fromkeys(table("locations").columns, "")
    locations = pd.DataFrame(texts, index=number).assign(
        address_id=identity,
        normalised=np.where(number % 40 == 39, "", addresses["address"]),
        province="北京市",
        city=np.where(number % 5 == 0, "", "北京市"),
        district="朝阳区",
        place=[f"幸福小区{each % 30}" for each in number],
        place_source=np.where(number % 3 == 0, "own", "osm"),
        lng=np.where(none, np.nan, 116.4 + random.normal(0, 0.05, rows)),
        lat=np.where(none, np.nan, 39.9 + random.normal(0, 0.04, rows)),
        level=level,
        confidence=confidence,
        radius_m=np.where(none, np.nan, 400.0 - 300 * confidence),
        cell_fit=9,
        decision=np.where(confidence >= 0.75, "accept", np.where(confidence >= 0.3, "review", "reject")),
        status=np.where(none, "unverified", np.where(number % 11 == 0, "ambiguous", "verified")),
    )
    cases = pd.DataFrame(
        {"case_id": case[::2], "borrower": case[::2], "amount_yuan": np.linspace(1e3, 9e4, len(case[::2]))}
    )
    for name, frame in (("cases", cases), ("addresses", addresses), ("locations", locations)):
        write_frame(project.path(name), frame)
    return project
