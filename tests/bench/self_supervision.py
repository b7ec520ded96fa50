"""Questions that the reference asks itself: one portal's rows, answered by the other portals.

For each portal a gazetteer is built without it, for cities that no measurement uses; its own rows, written as case files write them,
are then questions with a known point. Nothing of the tuning or acceptance data is in them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from workbench.gazetteer import Gazetteer, build

MEASURED = (
    "郑州市", "合肥市", "宁波市", "武汉市", "南京市", "苏州市", "济南市", "重庆市", "上海市",
)  # fmt: skip
PORTALS = ("portal-a", "portal-b", "portal-c", "ganji_community")
N_CITIES, N_QUESTIONS = 48, 3_000
_LEAST_ROWS = 1_500
WRONG_SHARE = 0.06  # of the questions name a neighbouring county, as case files do


def choose_cities(reference: pd.DataFrame, seed: int = 0) -> list[str]:
    """Choose cities with enough places that no measurement uses."""
    sizes = reference["city"].value_counts()
    fit = sorted(set(sizes[sizes >= _LEAST_ROWS].index) - set(MEASURED))
    return np.random.default_rng(seed).choice(fit, N_CITIES, replace=False).tolist()


def _neighbouring_county(asked: pd.DataFrame, reference: pd.DataFrame) -> pd.Series:
    """Return for each row the county of the nearest known place of its city that lies in another one: people err at borders."""
    out = asked["district"].copy()
    for city, rows in asked.groupby("city"):
        known = reference[reference["city"] == city]
        for county, own in rows.groupby("district"):
            others = known[known["district"] != county]
            if len(others):
                tree = cKDTree(others[["lng", "lat"]].to_numpy())
                nearest = tree.query(own[["lng", "lat"]].to_numpy())[1]
                out[own.index] = others["district"].to_numpy()[nearest]
    return out


def ask_portal(reference: pd.DataFrame, portal: str, seed: int = 0) -> tuple[Gazetteer, pd.DataFrame]:
    """Return a gazetteer without the portal and questions from it: ``name``, ``address``, ``city``, ``lng``, ``lat``, ``right``.

    ``right`` is False where a neighbouring county is named.
    """
    own = reference["place_source"] == portal
    folder = Path(tempfile.mkdtemp()) / portal
    gazetteer = build(folder, [reference[~own]])
    asked = reference[own & (reference["address"].str.len() > 2)]
    asked = asked.sample(min(N_QUESTIONS, len(asked)), random_state=seed).reset_index(drop=True)
    rng = np.random.default_rng(seed)
    right = rng.uniform(size=len(asked)) >= WRONG_SHARE
    said = asked["district"].where(right, _neighbouring_county(asked, reference))
    county = said.str.replace("[区县市]$", "", regex=True)
    head = np.where(np.arange(len(asked)) % 3 == 0, "", "(" + county + ")")
    return gazetteer, asked.rename(columns={"place": "name"}).assign(
        address=head + asked["address"], right=right
    )
