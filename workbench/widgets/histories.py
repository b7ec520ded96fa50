"""What was before: states that one can go back to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

State = TypeVar("State")
_ONE_MOVE_SECONDS = 1.0
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class History(Generic[State]):
    """States in the order in which they were left. A slider's many steps within a second count as one move."""

    now: State
    past: tuple[State, ...] = ()
    moved: str = ""
    moved_at: float = float("-inf")

    def go(self, state: State, *, moved: str, at: float) -> History[State]:
        """Return the history after a change of the field ``moved`` at the time ``at`` (seconds)."""
        if state == self.now:
            return self
        same = moved == self.moved and at - self.moved_at < _ONE_MOVE_SECONDS
        past = self.past if same else (*self.past, self.now)[-_LONGEST:]
        return History(state, past, moved, at)

    def back(self) -> History[State]:
        """Return the history without its last move."""
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], moved="", moved_at=float("-inf"))
