"""What reviews found, as corrections for the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.geocoding.overrides import Overrides
from workbench.matching import settle_reviews
from workbench.workspace import Reviews, write_frame

if TYPE_CHECKING:
    from workbench.workspace import Project

TABLE = "corrections"


def write_corrections(project: Project) -> pd.DataFrame:
    """Write the points that reviewers agree on as table ``corrections``, which the geocoder lets win.

    Returns
    -------
    pandas.DataFrame
        ``normalised``, ``lng``, ``lat``; one row per text of an address. Two reviewers who differ leave the address out.
    """
    settled = settle_reviews(Reviews(project).latest())
    settled = settled[~settled["disputed"] & settled["lng"].notna()]
    texts = project.read("locations").set_index("address_id")["normalised"]
    found = settled.join(texts, how="inner")[["normalised", "lng", "lat"]]
    found = found[found["normalised"] != ""].drop_duplicates("normalised", keep="last")
    found = found.sort_values("normalised").reset_index(drop=True)
    write_frame(project.path(TABLE), found)
    return found


def read_corrections(project: Project) -> pd.DataFrame | None:
    """Return the corrections of the project: its reviews', then its own file's, which win; None without any."""
    parts = [project.read(TABLE)] if project.has(TABLE) else []
    stated = project.input("corrections")
    if stated:
        own = Overrides.read(pd.read_csv(stated, encoding="utf-8-sig")).points
        parts.append(
            pd.DataFrame(
                [(text, *point) for text, point in own.items()], columns=["normalised", "lng", "lat"]
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else None
