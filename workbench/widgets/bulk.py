"""Accepting in bulk: only from a score on for which reviews have shown how many are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from workbench.matching import Costs, Thresholds, tally
from workbench.widgets.panels import slider
from workbench.widgets.papers import Paper, heading, text
from workbench.widgets.reviewing import find_floor
from workbench.widgets.tuning import save_thresholds

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.matching import ScoreBook
    from workbench.widgets.desks import Desk
    from workbench.widgets.words import Words

WORDS = {
    "bulk": ("批量采用", "Accept in bulk"),
    "wanted": ("要求准确率不低于", "At least this share right"),
    "bulk_yes": (
        "复核表明：置信度 {at} 以上，至少 {share} 是对的。可从此批量采用。",
        "Reviews show: from {at} on at least {share} are right. All of these may be accepted.",
    ),
    "bulk_no": (
        "复核还不足以证明任何分数以上有 {share} 是对的，因此不能批量采用。请多看「随机抽查」和「阈值附近」。",
        "Reviews do not show yet that {share} are right from any score on: nothing can be accepted in bulk. Review more.",
    ),
    "bulk_done": (
        "采用阈值已设为 {at}。下次 workbench run 时生效。",
        "The accept threshold is now {at}. The next workbench run uses it.",
    ),
    "bulk_button": ("从 {at} 起全部采用", "Accept all from {at} on"),
}


class BulkAccept(ipywidgets.VBox):  # type: ignore[misc]  # no stubs
    """A wanted share, the score from which reviews bear it out, and a button that is off without one.

    Parameters
    ----------
    desk
        The project.
    words
        Words with those of ``WORDS``.
    done
        Called with what was done in words.
    guarded
        Makes a callback of a function, with faults told in place.
    """

    def __init__(
        self,
        desk: Desk,
        words: Words,
        *,
        done: Callable[[str], None],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> None:
        super().__init__()
        self.desk, self.words, self._done = desk, words, done
        self.book: ScoreBook | None = None
        self.floor: float | None = None
        self.paper = Paper()
        self.wanted = slider(
            words("wanted"), 0.95, guarded(lambda _: self._look()), min=0.8, max=0.99, readout_format=".0%"
        )
        self.button = ipywidgets.Button(
            icon="check", layout=ipywidgets.Layout(width="auto", align_self="flex-start")
        )
        self.button.on_click(guarded(lambda _: self.accept()))
        self.children = [self.paper, self.wanted, self.button]
        self.add_class("wb-half")

    def show(self, book: ScoreBook) -> None:
        """Look where these scores and labels allow it."""
        self.book = book
        self._look()

    def _look(self) -> None:
        words, wanted = self.words, self.wanted.value
        self.floor = None if self.book is None else find_floor(self.book, wanted)
        at = "–" if self.floor is None else f"{self.floor:.2f}"
        key, tone = ("bulk_no", "calm") if self.floor is None else ("bulk_yes", "good")
        self.paper.show(heading(words("bulk")), text(words(key, at=at, share=f"{wanted:.0%}"), tone))
        self.button.disabled = self.floor is None
        self.button.description = words("bulk_button", at=at)

    def accept(self) -> None:
        """Set the project's accept threshold to that score; the trail keeps the evidence."""
        if self.floor is None or self.book is None:
            return
        thresholds = Thresholds(accept=self.floor, review=min(self.desk.thresholds.review, self.floor))
        save_thresholds(self.desk.project, thresholds, self.desk.costs, tally(self.book, thresholds, Costs()))
        self._done(self.words("bulk_done", at=f"{thresholds.accept:.2f}"))
