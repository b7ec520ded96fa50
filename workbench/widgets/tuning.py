"""Thresholds and costs as a state, and what they do as its result: no browser, no widget."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from workbench.matching import (
    CHANCE,
    Costs,
    ScoreBook,
    Tally,
    Thresholds,
    label_answers,
    near_threshold,
    open_book,
    tally,
    tally_groups,
)
from workbench.tables import Audience, visible
from workbench.workspace import Reviews, write_settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from workbench.widgets.desks import Desk
    from workbench.workspace import Project

GROUPS = ("level", "city", "place_source")
EXAMPLES = 40
_USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Tuning:
    """State: thresholds, costs, what to group by, and the threshold whose examples are shown."""

    accept: float = _USUAL.accept
    review: float = _USUAL.review
    costs: Costs = Costs()  # noqa: RUF009 - frozen
    by: str = "level"
    near: str = "accept"

    @property
    def thresholds(self) -> Thresholds:
        """Both thresholds."""
        return Thresholds(accept=self.accept, review=self.review)


@dataclass(frozen=True, slots=True)
class Tuned:
    """Result: the figures, the groups, and the rows of the examples, nearest to the threshold in the middle."""

    tally: Tally
    groups: pd.DataFrame
    examples: np.ndarray[Any, np.dtype[np.int64]]


def tune(state: Tuning, book: ScoreBook) -> Tuned:
    """Find what a state shows; a pure function, some milliseconds for 500,000 rows."""
    at = state.accept if state.near == "accept" else state.review
    groups = tally_groups(book, state.thresholds, state.by)
    return Tuned(tally(book, state.thresholds, state.costs), groups, near_threshold(book, at, most=EXAMPLES))


def move_threshold(state: Tuning, name: str, value: float) -> Tuning:
    """Move one threshold; the other gives way where it must, so that review never lies above accept."""
    value = round(float(min(max(value, 0.0), 1.0)), 2)
    if name == "accept":
        return replace(state, accept=value, review=min(state.review, value))
    return replace(state, review=value, accept=max(state.accept, value))


def save_thresholds(project: Project, thresholds: Thresholds, costs: Costs, evidence: Tally) -> bool:
    """Write thresholds and costs into ``project.toml`` and the audit trail; False where they stand there already."""
    with project.lock(wait_seconds=5.0):
        settings = project.settings
        tuned = replace(
            settings,
            accept=thresholds.accept,
            review=thresholds.review,
            cost_wrong=costs.wrong,
            cost_review=costs.review,
            cost_lost=costs.lost,
        )
        if tuned == settings:
            return False
        write_settings(project.folder / "project.toml", tuned)
    project.record(
        "thresholds",
        accept=thresholds.accept,
        review=thresholds.review,
        costs=asdict(costs),
        before=[settings.accept, settings.review],
        precision=round(evidence.precision, 4),
        interval=[round(evidence.precision_low, 4), round(evidence.precision_high, 4)],
        labelled_share=round(evidence.labelled_share, 3),
    )
    return True


def read_scores(desk: Desk) -> tuple[ScoreBook, pd.DataFrame]:
    """Return the scores of a project with its reviews as labels, and the rows that examples are shown of."""
    located = desk.read("locations")
    latest = Reviews(desk.project).latest()
    right = label_answers(located, latest[latest["stratum"].isin(CHANCE)])
    shown = located.merge(
        desk.read("addresses")[["address_id", "address", "kind"]], on="address_id", how="left"
    )
    return open_book(located, right=right, by=GROUPS), visible(shown, Audience.ANALYST)
