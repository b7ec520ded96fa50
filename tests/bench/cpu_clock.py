"""Time limits in CPU seconds, so that a plan on a busy machine gets the search that it is said to have had."""

from __future__ import annotations

import time

from workbench.dispatch import solver


class CpuSeconds:
    """A stopping criterion like the solver's own, by the processor's clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end: float | None = None

    def __call__(self, _best_cost: float) -> bool:
        """Say whether the time is over; it begins with the first question."""
        if self._end is None:
            self._end = time.process_time() + self._seconds
        return time.process_time() >= self._end


def count_cpu_seconds() -> None:
    """Let ``PlanSettings.seconds`` mean CPU seconds in this process."""
    solver.MaxRuntime = CpuSeconds  # type: ignore[misc, assignment]
