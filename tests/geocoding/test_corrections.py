"""What reviews found is obeyed by the next run: points win, refusals reject, disputes wait."""

from __future__ import annotations

import pandas as pd
import pytest
from desks import make_project

from workbench.geocoding import Geocoder, read_corrections, refuse_reviewed, write_corrections
from workbench.workspace import Project, Review, Reviews


@pytest.fixture
def project(tmp_path) -> Project:
    """Return a small project."""
    return make_project(tmp_path / "p", rows=60)


def _say(project: Project, row: pd.Series, verdict: str, by: str = "李", **point: float) -> None:
    Reviews(project).add(
        Review(row["address_id"], verdict, by, machine_lng=row["lng"], machine_lat=row["lat"], **point)
    )


def test_a_reviewed_point_wins_and_a_refusal_rejects(project) -> None:
    """A corrected address gets its point and full confidence; one without a match is rejected, with the reason."""
    located = project.read("locations").dropna(subset="lng").drop_duplicates("normalised")
    fixed, refused = located.iloc[0], located.iloc[1]
    _say(project, fixed, "correct", lng=113.7, lat=34.8)
    _say(project, refused, "no_match")
    write_corrections(project)
    asked = (
        project.read("addresses").set_index("address_id").loc[[fixed["address_id"], refused["address_id"]]]
    )
    geocoder = Geocoder(overrides=read_corrections(project))
    again = refuse_reviewed(project, geocoder.geocode(asked, city="stated_city"))
    assert again.iloc[0][["lng", "lat", "decision", "place_source"]].tolist() == [
        113.7,
        34.8,
        "accept",
        "override",
    ]
    assert again.iloc[1]["decision"] == "reject"
    assert "refusedByReview" in again.iloc[1]["faults"]
    assert "refusedByReview" not in again.iloc[0]["faults"]


def test_disputes_change_nothing(project) -> None:
    """Where two reviewers differ, the machine's answer stays until they agree."""
    row = project.read("locations").dropna(subset="lng").iloc[0]
    _say(project, row, "no_match")
    _say(project, row, "accept", "王", lng=row["lng"], lat=row["lat"])
    assert write_corrections(project).empty


def test_the_projects_own_file_wins_over_reviews(project) -> None:
    """Corrections that the user wrote into a file come last, and so hold."""
    row = project.read("locations").dropna(subset="lng").iloc[0]
    _say(project, row, "correct", lng=113.7, lat=34.8)
    write_corrections(project)
    (project.folder / "inputs" / "own.csv").write_text(
        f"address,lng,lat\n{row['normalised']},113.1,34.1\n", "utf-8"
    )
    settings = (project.folder / "project.toml").read_text("utf-8")
    (project.folder / "project.toml").write_text(
        settings.replace('corrections = ""', 'corrections = "inputs/own.csv"'), "utf-8"
    )
    assert read_corrections(project).iloc[-1]["lng"] == 113.1


def test_without_reviews_nothing_changes(project) -> None:
    """A project without reviews has no corrections and refuses nothing."""
    located = project.read("locations")
    assert read_corrections(project) is None
    assert refuse_reviewed(project, located) is located
