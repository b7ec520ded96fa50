"""Points of divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from workbench.gazetteer.bundling.archives import Archives


def add_points(divisions: pd.DataFrame, archives: Archives) -> pd.DataFrame:
    """Return the divisions with ``lng``, ``lat`` and ``point_source``."""
    return divisions.assign(lng=np.nan, lat=np.nan, point_source="")
