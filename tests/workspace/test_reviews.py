"""Reviews in the project's database: they last, they can be taken back, and nothing is deleted."""

from __future__ import annotations

import pytest

from workbench.errors import InputError
from workbench.workspace import (
    Review,
    Reviews,
    Settings,
    agreement,
    blank_reviews,
    init_project,
    trail,
    verify,
)


@pytest.fixture
def reviews(tmp_path) -> Reviews:
    """Return the reviews of a new project."""
    return Reviews(init_project(tmp_path / "p", Settings()))


def _accept(address: str = "a", by: str = "李", **more: object) -> Review:
    return Review(address, "accept", by, lng=116.4, lat=39.9, **more)


def test_a_review_lasts_with_who_and_when(reviews) -> None:
    """What was decided is there for whoever opens the project next, with name and time."""
    reviews.add(_accept(stratum="audit", confidence=0.8))
    again = type(reviews)(type("Project", (), {"database": reviews.path})()).frame()
    assert again[["address_id", "verdict", "reviewer", "stratum"]].values.tolist() == [
        ["a", "accept", "李", "audit"]
    ]
    assert again["at"].str.startswith("20").all()


def test_undo_takes_back_ones_own_last(reviews) -> None:
    """Undo takes back one's own reviews from the last on, other people's stay, and the trail keeps both."""
    for address, by in (("a", "李"), ("b", "王"), ("c", "李")):
        reviews.add(_accept(address, by))
    assert (reviews.undo("李"), reviews.undo("李"), reviews.undo("李")) == ("c", "a", None)
    assert reviews.frame()["address_id"].tolist() == ["b"]
    assert trail(reviews.path)["action"].tolist()[-2:] == ["review undone"] * 2
    assert verify(reviews.path).intact


def test_latest_keeps_the_last_word_and_skips_nothing_said(reviews) -> None:
    """One's later word replaces one's earlier one; a skip says nothing."""
    reviews.add(_accept())
    reviews.add(Review("a", "no_match", "李"))
    reviews.add(Review("a", "skip", "李"))
    assert reviews.latest()["verdict"].tolist() == ["no_match"]


def test_blanked_reviews_leave_their_number(tmp_path) -> None:
    """What was said of an address is gone from the file; the rows of others and the chain stay."""
    project = init_project(tmp_path / "p", Settings())
    assert blank_reviews(project, {"B"}) == 0
    reviews = Reviews(project)
    for address in ("A-SECRET-1", "B"):
        reviews.add(Review(address, "no_match", "李", note="memo-secret"))
    assert blank_reviews(project, {"A-SECRET-1"}, dry_run=True) == 1
    assert len(reviews.frame()) == 2
    assert blank_reviews(project, {"A-SECRET-1"}) == 1
    assert blank_reviews(project, {"A-SECRET-1"}) == 0
    assert reviews.frame()[["review", "address_id"]].to_numpy().tolist() == [[2, "B"]]
    assert b"A-SECRET-1" not in project.database.read_bytes()
    assert verify(project.database).intact


def test_agreement_of_two(reviews) -> None:
    """Share of equal words and Cohen's kappa over what both have seen."""
    for index, (one, other) in enumerate(
        [("accept", "accept")] * 6 + [("no_match", "no_match")] * 2 + [("accept", "no_match")] * 2
    ):
        for by, verdict in (("李", one), ("王", other)):
            point = {"lng": 116.4, "lat": 39.9} if verdict == "accept" else {}
            reviews.add(Review(str(index), verdict, by, **point))
    row = agreement(reviews.latest()).iloc[0]
    assert (row["n"], row["agreed_share"]) == (10, 0.8)
    assert row["kappa"] == pytest.approx((0.8 - 0.56) / 0.44)
    assert agreement(reviews.latest().head(0)).empty


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        ({"verdict": "maybe"}, "unknown verdict"),
        ({"verdict": "correct"}, "needs lng and lat"),
        ({"verdict": "skip", "stratum": "x"}, "unknown stratum"),
        ({"verdict": "skip", "reviewer": " "}, "no name"),
    ],
)
def test_a_faulty_review_is_refused(faulty, told) -> None:
    """What is no review is refused in words."""
    with pytest.raises(InputError, match=told):
        Review(**{"address_id": "a", "reviewer": "李"} | faulty)
