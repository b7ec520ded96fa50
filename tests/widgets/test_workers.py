"""Long work in a thread: progress, stop, and faults as words."""

from __future__ import annotations

import threading

from workbench.widgets.workers import Delay, StoppedError, Worker


def _worker(seen: list) -> Worker:
    return Worker(told=lambda *said: seen.append(said), done=seen.append, failed=seen.append)


def test_result_and_progress_are_told() -> None:
    """What the work tells comes before its result."""
    seen: list = []
    worker = _worker(seen)
    worker.start(lambda handle: handle.tell("1 / 2", 0.5) or "made")
    worker.wait()
    assert seen == [("1 / 2", 0.5), "made"]


def test_stop_ends_the_work_and_the_second_start_waits() -> None:
    """While work goes on no other begins; asked to stop, it ends at its next word."""
    seen: list = []
    worker, go = _worker(seen), threading.Event()

    def work(handle):
        go.wait(5)
        handle.tell("on")

    assert worker.start(work)
    assert not worker.start(work)
    worker.stop()
    go.set()
    worker.wait()
    assert [type(each) for each in seen] == [StoppedError]


def test_what_is_made_after_a_stop_is_dropped() -> None:
    """Work that tells nothing cannot end early; its result is not taken once it was asked to stop."""
    seen: list = []
    worker, go = _worker(seen), threading.Event()
    worker.start(lambda _: go.wait(5) and "made")
    worker.stop()
    go.set()
    worker.wait()
    assert [type(each) for each in seen] == [StoppedError]


def test_a_fault_reaches_the_one_who_asked() -> None:
    """An error in the thread is handed over, not lost."""
    seen: list = []
    worker = _worker(seen)
    worker.start(lambda _: 1 / 0)
    worker.wait()
    assert isinstance(seen[0], ZeroDivisionError)


def test_delay_calls_once_with_the_last() -> None:
    """Of many quick calls one is made, the last."""
    seen, called = [], threading.Event()
    later = Delay(lambda value: (seen.append(value), called.set()), 0.02)
    for value in range(5):
        later(value)
    assert called.wait(5)
    assert seen == [4]
