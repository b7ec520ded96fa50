"""The engines by the names that commands and notebooks use."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.geocoding.engines.dask import DaskCluster
from workbench.geocoding.engines.processes import LocalProcesses
from workbench.geocoding.engines.single import ThisProcess
from workbench.geocoding.engines.spark import SparkCluster

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.geocoding.engines.port import Engine

# A newcomer adds an engine as one file and one line here; the conformance test runs over all of them.
ENGINES: dict[str, Callable[[int | None], Engine]] = {
    "single": lambda _: ThisProcess(),
    "processes": LocalProcesses,
    "dask": lambda workers: DaskCluster(workers=workers),
    "spark": lambda workers: SparkCluster(cores=workers),
}


MANY = 30_000  # rows from which a second process is worth its start, about 2 s of CPU
_MOST = 8  # processes that are started unasked: each holds some hundred megabytes of its own


def choose_engine(rows: int) -> Engine:
    """Return the engine for so many rows: this process, with others beside it where there are many.

    A plain script gets this process alone unless it asks for more: processes that it starts would run it again from the top.
    """
    workers = min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST
    )
    workers = min(workers, 2 * rows // MANY)
    return LocalProcesses(workers) if workers > 1 and not _is_script() else ThisProcess()


def _is_script() -> bool:
    """Tell whether the program is a file of the user's; neither a notebook, a module, nor this package's command."""
    main = sys.modules["__main__"]
    path = getattr(main, "__file__", None)
    return path is not None and main.__spec__ is None and Path(path).stem != "workbench"


def open_engine(name: str | Engine | None, workers: int | None = None) -> Engine:
    """Return an engine by its name; an engine is returned as it is.

    Parameters
    ----------
    name
        One of ``ENGINES``; this process without.
    workers
        How many processes of this machine, for engines that start some.
    """
    if name is None:
        return ThisProcess()
    if not isinstance(name, str):
        return name
    if name not in ENGINES:
        raise InputError(f"engine: {name} is unknown. Expected one of: {', '.join(ENGINES)}.")
    return ENGINES[name](workers)
