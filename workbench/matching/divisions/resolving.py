"""From normalised addresses to divisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from workbench.address import as_texts
from workbench.matching.divisions.hints import HintReader
from workbench.matching.divisions.hits import ALONE, FROM_START
from workbench.matching.divisions.index import DivisionIndex, bundled_index
from workbench.matching.divisions.paths import DISTRICT, NOTHING
from workbench.matching.divisions.rows import COLUMNS, make_row
from workbench.matching.divisions.typos import apply_repair
from workbench.matching.garbage import pause_collector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.matching.divisions.hints import Hint
    from workbench.matching.divisions.hits import Hit
    from workbench.matching.divisions.paths import Path
    from workbench.matching.divisions.typos import Repair

_MOST_REPAIRS = 8
_ROUNDS = 2
_GAIN = 1.0
_LONGEST_GAP = 8
_new = tuple.__new__  # a third of the time of a named tuple's own constructor


class Reading(NamedTuple):
    """How one text was read.

    Parameters
    ----------
    text
        The text, with misspelt names put right.
    hits
        Names found in it.
    path
        The chosen path.
    repairs
        The names that were put right.
    """

    text: str
    hits: Sequence[Hit]
    path: Path
    repairs: tuple[Repair, ...] = ()


def resolve(
    texts: pd.Series, hints: pd.DataFrame | None = None, index: DivisionIndex | None = None
) -> pd.DataFrame:
    """Resolve the divisions of normalised addresses.

    Parameters
    ----------
    texts
        Addresses as ``address.normalise`` returns them; anything that is no text counts as empty.
    hints
        What else is known, row by row, in any of the columns ``province``, ``city``, ``district``, ``postcode``,
        ``id_region`` (first six digits of an ID number) and ``branch``. Hints decide between readings and fill what the
        text leaves open (marked in ``faults``); clear text is never overridden.
    index
        Another index than the bundled one.

    Returns
    -------
    pandas.DataFrame
        One row per text on the same index. ``province`` to ``village`` are current official names, empty where unknown
        (``city`` is the municipality's own name in the four municipalities and empty directly under a province);
        ``adcode`` is the finest code down to the district, ``town_code`` and ``village_code`` below; ``level`` is the finest
        level; ``rest`` is the text without them. ``ambiguous`` rows have the common part only and their ``candidates``.
        ``faults`` are codes such as ``DISTRICT.merged:2015`` (from that year on), ``PROVINCE.conflict``, ``CITY.typo``,
        ``DISTRICT.missing``, ``CITY.hint``; ``n_corrections`` counts repairs. ``score`` is evidence, not a probability.
    """
    used = index or bundled_index()
    known: dict[object, Path] = {}
    given = HintReader(used).read(hints, len(texts))
    with pause_collector():
        rows = [
            _resolve_one(text, hint, used, known) for text, hint in zip(as_texts(texts), given, strict=True)
        ]
        return pd.DataFrame(rows, index=texts.index, columns=list(COLUMNS))


def _resolve_one(
    text: str, hint: Hint, index: DivisionIndex, known: dict[object, Path]
) -> tuple[object, ...]:
    reading = read_text(text, hint, index, known)
    return make_row(reading.text, reading.hits, reading.path, reading.repairs, hint, index)


def read_text(text: str, hint: Hint, index: DivisionIndex, known: dict[object, Path]) -> Reading:
    """Read one text: find names, choose the path, try misspelt names where a name is missing.

    Parameters
    ----------
    text
        Normalised address.
    hint
        Its priors.
    index
        The divisions.
    known
        Scored paths by what was found, to score equal findings once.
    """
    reading = _read_as_is(text, hint, index, known)
    for _ in range(_ROUNDS):
        starts = _open_places(reading, index)
        if not starts:
            break
        better = _repair(reading, starts, hint, index, known)
        if better is None:
            break
        reading = better
    return reading


def _read_as_is(text: str, hint: Hint, index: DivisionIndex, known: dict[object, Path]) -> Reading:
    hits = index.finder.find(text)
    if not hits:
        return Reading(text, hits, NOTHING)
    path = index.walker.walk(hits, hint.prior)
    if path is None:
        key = (tuple(hits), id(hint.prior) if hint.prior else 0)
        path = known.get(key)
        if path is None:
            path = known[key] = index.scorer.score_all(hits, hint.prior)
    return _new(Reading, (text, hits, path, ()))


def _open_places(reading: Reading, index: DivisionIndex) -> Sequence[int]:
    """Return where a name is missing: behind the path when it has no district, before it when something stands there."""
    path = reading.path
    if path.node < 0 and not path.rivals:
        return [0] if reading.text else []
    if path.gaps is None:
        path.gaps = _find_gaps(path, index)
    return path.gaps


def _find_gaps(path: Path, index: DivisionIndex) -> list[int]:
    down_to_district = not path.rivals and index.nodes.level[path.node] >= DISTRICT
    if down_to_district and path.used[0].hit.start == 0:
        return []
    first = min(part.hit.start for part in path.used)
    if down_to_district or (not path.rivals and index.has_no_districts(path.node)):
        linked = all(part.hit.linked == FROM_START for part in path.used)
        return [] if linked or not 0 < first <= _LONGEST_GAP else [0]
    ends = [hit.end for hit in path.explained if hit.linked != ALONE]
    return sorted({0, *ends} - {part.hit.start for part in path.used})


def _repair(
    reading: Reading, starts: Sequence[int], hint: Hint, index: DivisionIndex, known: dict[object, Path]
) -> Reading | None:
    """Return the best reading with one misspelt name put right, None when none or several are as good."""
    repairs = index.speller.find(reading.text, starts)[:_MOST_REPAIRS]
    found: list[Reading] = []
    for repair in repairs:
        tried = _read_as_is(apply_repair(reading.text, repair), hint, index, known)
        stands_on = any(part.hit.start == repair.start for part in tried.path.used)
        if stands_on and not tried.path.rivals and tried.path.score > reading.path.score + _GAIN:
            found.append(tried._replace(repairs=(*reading.repairs, repair)))
    if not found:
        return None
    best = max(found, key=lambda one: one.path.score)
    rivals = [one for one in found if one.path.score > best.path.score - index.weights.margin]
    return best if len({one.path.node for one in rivals}) == 1 else None
