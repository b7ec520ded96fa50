"""Local processes: which engine so many rows get, and what becomes of the rows when a process dies."""

from __future__ import annotations

import os
import sys
from types import ModuleType

import pyarrow as pa
import pytest

from workbench.errors import InputError
from workbench.geocoding import MANY, LocalProcesses, ThisProcess, choose_engine

HOME = os.getpid()
BATCHES = [pa.RecordBatch.from_pydict({"n": [at]}) for at in range(12)]


class DiesElsewhere:
    """Doubles numbers at home; any other process that tries is gone at once, as if the system had killed it."""

    def __init__(self, home: int) -> None:
        self.home = home

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if os.getpid() != self.home:
            os._exit(1)
        return pa.RecordBatch.from_pydict({"twice": [2 * n for n in batch.column("n").to_pylist()]})


def test_a_process_that_dies_loses_no_row(monkeypatch):
    """Its batches are done by the first process, in order, and a warning says so."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    with pytest.warns(UserWarning, match="too little memory"):
        done = list(LocalProcesses(3).run(DiesElsewhere(HOME), iter(BATCHES)))
    assert [one.column("twice").to_pylist() for one in done] == [[2 * at] for at in range(12)]


def test_one_process_is_this_one():
    """None is started."""
    done = list(LocalProcesses(1).run(DiesElsewhere(HOME), iter(BATCHES)))
    assert len(done) == len(BATCHES)
    with pytest.raises(InputError, match="one or more"):
        LocalProcesses(0)


@pytest.mark.parametrize("path", [None, "/usr/bin/workbench", "workbench.exe"])
def test_many_rows_get_processes_as_cores_allow(monkeypatch, path):
    """Two from where they pay on, one for each further half of that, never more than cores."""
    main = ModuleType("__main__")
    if path:
        main.__file__ = path
    monkeypatch.setitem(sys.modules, "__main__", main)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert isinstance(choose_engine(MANY - 1), ThisProcess)
    chosen = [choose_engine(rows) for rows in (MANY, 2 * MANY, 100 * MANY)]
    assert [one.workers for one in chosen if isinstance(one, LocalProcesses)] == [2, 4, 8]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert isinstance(choose_engine(100 * MANY), ThisProcess)


def test_a_plain_script_is_not_run_again_by_its_processes(monkeypatch):
    """A file without a guard around its work would begin it anew in each."""
    main = ModuleType("__main__")
    main.__file__ = "analysis.py"
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert isinstance(choose_engine(100 * MANY), ThisProcess)
