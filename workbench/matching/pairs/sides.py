"""One side of many pairs: each distinct address is cleaned, resolved and split into elements once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from workbench.address import normalise, parse
from workbench.gazetteer import fold
from workbench.matching.divisions import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_GAPS = re.compile(r"[ ,()\-]+")


class Sides(NamedTuple):
    """The distinct addresses of a table.

    ``position`` says which of them each given text is. ``full`` are the folded addresses, ``tight`` what follows the
    divisions without separators, ``divisions`` and ``elements`` the frames of ``resolve`` and ``parse``.
    """

    position: dict[str, int]
    full: list[str]
    tight: list[str]
    divisions: pd.DataFrame
    elements: pd.DataFrame

    def find(self, texts: Sequence[str]) -> NDArray[np.intp]:
        """Return the row of each text."""
        return pd.Index([self.position[text] for text in texts], dtype="int64").to_numpy()


def read_sides(texts: Sequence[str]) -> Sides:
    """Read all distinct addresses among the texts."""
    distinct = list(dict.fromkeys(texts))
    normalised = normalise(pd.Series(distinct, dtype=object))
    divisions = resolve(normalised)
    elements = parse(divisions["rest"])
    tight = [_GAPS.sub("", text) for text in fold(divisions["rest"])]
    position = {text: at for at, text in enumerate(distinct)}
    return Sides(position, fold(normalised), tight, divisions, elements)
