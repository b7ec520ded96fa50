"""The engines by the names that commands and notebooks use."""

from __future__ import annotations

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
