"""Importing the package is light."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "folium",
    "ipywidgets",
    "anywidget",
    "pyvrp",
    "jieba",
    "sklearn",
    "matplotlib",
    "dask",
    "pyspark",
    "jupyterlab",
)


def test_import_loads_nothing_heavy() -> None:
    """``import workbench`` loads no map, widget, solver or engine."""
    code = f"import sys, workbench; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
