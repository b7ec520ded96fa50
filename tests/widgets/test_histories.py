"""States that one can go back to."""

from __future__ import annotations

from workbench.widgets.histories import History


def test_back_returns_to_the_state_before() -> None:
    """Each move can be taken back, in turn, down to the first state."""
    history = History(1).go(2, moved="a", at=0.0).go(3, moved="b", at=0.1)
    assert (history.back().now, history.back().back().now, history.back().back().back().now) == (2, 1, 1)


def test_steps_of_one_slider_are_one_move() -> None:
    """Steps of the same field within a second are taken back together; a pause parts them."""
    history = History(0)
    for step in range(1, 9):
        history = history.go(step, moved="accept", at=step / 10)
    assert history.back().now == 0
    assert history.go(9, moved="accept", at=5.0).back().now == 8


def test_the_same_state_is_no_move() -> None:
    """Going where one is leaves nothing to undo."""
    assert History("x").go("x", moved="a", at=0.0).past == ()
