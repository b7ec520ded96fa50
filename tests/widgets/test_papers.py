"""Blocks of text, figures and tables as plain values."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.tables import column
from workbench.widgets.papers import table


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headings_and_their_hints_speak_the_panels_language(lang: str) -> None:
    """A heading is the dictionary's label and its hint what the column means; an unknown column has none."""
    known, unknown = table(pd.DataFrame({"radius_m": [1.0], "x": [2]}), lang=lang)["columns"]
    assert (known["label"], known["hint"]) == (
        column("radius_m").label(lang),
        column("radius_m").explain(lang),
    )
    assert (unknown["label"], unknown["hint"]) == ("x", "")
