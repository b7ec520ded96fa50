"""Engines: where a pure function over record batches runs."""

from workbench.geocoding.engines.port import Engine, Function
from workbench.geocoding.engines.processes import LocalProcesses
from workbench.geocoding.engines.single import ThisProcess

__all__ = ["Engine", "Function", "LocalProcesses", "ThisProcess"]
