"""Gazetteers from place tables: written, then opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.gazetteer.building import write_gazetteer
from workbench.gazetteer.store import Gazetteer

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    import pandas as pd


def build(
    folder: str | os.PathLike[str],
    places: Iterable[pd.DataFrame],
    *,
    notes: Mapping[str, Any] | None = None,
) -> Gazetteer:
    """Build a gazetteer from place tables and open it.

    Parameters
    ----------
    folder
        New or empty folder, or an older gazetteer, which is replaced in one move.
    places
        Tables with the columns of table ``places`` (WGS 84); ``place``, ``lng``, ``lat`` and a
        six-digit ``adcode`` are needed. Rows without a name, a point in China or a division are left out and counted.
    notes
        Said in the manifest: sources, licences, dates. JSON values.

    Returns
    -------
    Gazetteer
        Opened from the folder.
    """
    return Gazetteer.open(write_gazetteer(folder, places, notes=notes))
