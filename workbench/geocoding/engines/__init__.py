"""Engines: where a pure function over record batches runs."""

from workbench.geocoding.engines.checkpoints import Checkpoints
from workbench.geocoding.engines.dask import DaskCluster
from workbench.geocoding.engines.port import Engine, Function
from workbench.geocoding.engines.processes import LocalProcesses
from workbench.geocoding.engines.registry import ENGINES, MANY, choose_engine, open_engine
from workbench.geocoding.engines.single import ThisProcess
from workbench.geocoding.engines.spark import SparkCluster

__all__ = [
    "ENGINES",
    "MANY",
    "Checkpoints",
    "DaskCluster",
    "Engine",
    "Function",
    "LocalProcesses",
    "SparkCluster",
    "ThisProcess",
    "choose_engine",
    "open_engine",
]
