"""Long work beside the notebook: in a thread, with progress and a way to stop it.

A button's callback does not run while a cell is running; so no cell waits for long work, and no callback does it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class StoppedError(WorkbenchError):
    """The work was stopped by the user."""


class Handle:
    """What long work is given: where it tells how far it is, and hears that it shall stop."""

    def __init__(self, told: Callable[[str, float | None], None]) -> None:
        self.cancel = threading.Event()
        self._told = told

    def tell(self, said: str, done_share: float | None = None) -> None:
        """Say how far the work is; ends it here if it was asked to stop.

        Raises
        ------
        StoppedError
            If it was asked to stop.
        """
        self.check()
        self._told(said, done_share)

    def check(self) -> None:
        """End the work here if it was asked to stop.

        Raises
        ------
        StoppedError
            If it was asked to stop.
        """
        if self.cancel.is_set():
            raise StoppedError("stopped")


class Worker(Generic[Result]):
    """Runs one piece of work at a time in a thread of its own.

    Parameters
    ----------
    told
        Called from the thread with words and a share (None: not known).
    done
        Called from the thread with the result.
    failed
        Called from the thread with what went wrong, ``StoppedError`` included.
    """

    def __init__(
        self,
        *,
        told: Callable[[str, float | None], None],
        done: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._told, self._done, self._failed = told, done, failed
        self._thread: threading.Thread | None = None
        self._handle: Handle | None = None

    @property
    def busy(self) -> bool:
        """Whether work is going on."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Callable[[Handle], Result]) -> bool:
        """Start ``work``; False, and nothing happens, while other work is going on."""
        if self.busy:
            return False
        handle = self._handle = Handle(self._told)
        self._thread = threading.Thread(
            target=self._run, args=(work, handle), name="workbench-work", daemon=True
        )
        self._thread.start()
        return True

    def stop(self) -> None:
        """Ask the work to stop; it does so the next time that it tells something, and what it made after all is dropped."""
        if self._handle is not None:
            self._handle.cancel.set()

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until the work is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Callable[[Handle], Result], handle: Handle) -> None:
        try:
            result = work(handle)
            handle.check()
        except BaseException as error:  # noqa: BLE001 - a thread has no one else to tell
            self._failed(error)
        else:
            self._done(result)


class Delay:
    """Calls ``act`` once things have been quiet for a while, with what came last.

    Parameters
    ----------
    act
        What to call.
    seconds
        How long it must have been quiet; 0 calls at once.
    """

    def __init__(self, act: Callable[..., None], seconds: float = 0.15) -> None:
        self._act, self._seconds = act, seconds
        self._timer: threading.Timer | None = None

    def __call__(self, *values: object, **named: object) -> None:
        """Call later, instead of what was still waiting."""
        if self._timer is not None:
            self._timer.cancel()
        if not self._seconds:
            self._act(*values, **named)
            return
        self._timer = threading.Timer(self._seconds, self._act, values, named)
        self._timer.daemon = True
        self._timer.start()
