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
REFUSED = "PLACE.refusedByReview"


def write_corrections(project: Project, texts: pd.Series | None = None) -> pd.DataFrame:
    """Write what reviewers agree on as table ``corrections``, which the next run obeys.

    Parameters
    ----------
    texts
        Column ``normalised`` of table ``locations`` by ``address_id``; read where it is not given.

    Returns
    -------
    pandas.DataFrame
        ``normalised``, ``lng``, ``lat``; one row per text of an address, without a point where people found that no place
        matches. Two reviewers who differ leave the address out.
    """
    settled = settle_reviews(Reviews(project).latest())
    if texts is None:
        texts = project.read("locations").set_index("address_id")["normalised"]
    agreed = settled[~settled["disputed"]]
    found = agreed[["lng", "lat"]].assign(normalised=texts.reindex(agreed.index).fillna(""))
    found = found.loc[found["normalised"] != "", ["normalised", "lng", "lat"]]
    found = found.drop_duplicates("normalised", keep="last").sort_values("normalised").reset_index(drop=True)
    write_frame(project.path(TABLE), found)
    return found


def read_corrections(project: Project) -> pd.DataFrame | None:
    """Return the corrections of the project: its reviews', then its own file's, which win; None without any."""
    parts = [project.read(TABLE).dropna(subset="lng")] if project.has(TABLE) else []
    stated = project.input("corrections")
    if stated:
        own = Overrides.read(pd.read_csv(stated, encoding="utf-8-sig")).points
        rows = [(text, *point) for text, point in own.items()]
        parts.append(pd.DataFrame(rows, columns=["normalised", "lng", "lat"]))
    return pd.concat(parts, ignore_index=True) if parts else None


def refuse_reviewed(project: Project, located: pd.DataFrame) -> pd.DataFrame:
    """Reject the answers to texts for which people found that no place matches; the fault says so.

    Parameters
    ----------
    located
        Rows of table ``locations``; confidence is left as it is, for it is the machine's.
    """
    if not project.has(TABLE):
        return located
    said = project.read(TABLE)
    refused = located["normalised"].isin(said.loc[said["lng"].isna(), "normalised"])
    if not refused.any():
        return located
    faults = located["faults"].where(located["faults"] == "", located["faults"] + ";") + REFUSED
    return located.assign(
        decision=located["decision"].mask(refused, "reject"), faults=located["faults"].mask(refused, faults)
    )
