"""Rates by H3 cell and by region: counts, smoothed shares and their intervals."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.delivery import hierarchical_rates, nested_rates
from workbench.errors import InputError
from workbench.patterns.events import count_by
from workbench.patterns.grids import parents_of, read_cells, resolutions_of, write_cells
from workbench.tables import require, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

REGION_LEVELS = ("province", "city", "district")
MUNICIPALITIES = ("11", "12", "31", "50")  # cities of province rank: the province is the city
# Cities without counties: the city itself stands among the counties, as in the outlines.
UNDIVIDED_CITIES = ("441900", "442000", "460400", "620200")
RESOLUTIONS = (5, 6, 7, 8, 9, 10)
_COARSEST = 5
_SHARES = ["raw_share", "smooth_share", "low_share", "high_share"]


def cell_events(events: pd.DataFrame, resolution: int) -> pd.DataFrame:
    """Return the events that can be told apart at a resolution, ``cell`` brought to it by parents.

    An address matched to a town only has ``cell_fit`` 6, say: at resolution 9 it would pile up
    on the town's middle point. Such events are left out of that resolution.
    """
    require(events, ("cell",), where="cells")
    if resolution not in RESOLUTIONS:
        raise InputError(f"resolution: {resolution} is not drawn. Expected one of 5 to 10.")
    fine = events["cell"].notna()
    if "cell_fit" in events.columns:
        fine &= ~(events["cell_fit"] < resolution)
    kept = events[fine]
    cells = read_cells(kept["cell"])
    if len(cells) and int(resolutions_of(cells).min()) < resolution:
        raise InputError(
            f"cells: the locations have cells coarser than resolution {resolution}. "
            f"Count with Scope(resolution={resolution}), which takes the cells from the points."
        )
    unique, codes = np.unique(cells, return_inverse=True)
    parents, of_unique = np.unique(parents_of(unique, resolution), return_inverse=True)
    # As categories, a million texts are not compared again when they are counted.
    cell = pd.Categorical.from_codes(
        of_unique.reshape(-1)[codes.reshape(-1)], categories=pd.Index(write_cells(parents), dtype=object)
    )
    return kept.assign(cell=cell)


def rate_cells(events: pd.DataFrame, resolution: int, *, interval_share: float = 0.95) -> pd.DataFrame:
    """Return the rates by cell at one resolution, smoothed over the parents.

    Parameters
    ----------
    events
        Frame of :func:`observe`, one measure.
    resolution
        5 to 10.
    interval_share
        Posterior probability inside the interval.

    Returns
    -------
    pandas.DataFrame
        Table ``cells`` without spots, sorted by cell.
    """
    measure = _one_measure(events)
    counts = _count_cells(cell_events(events, resolution)).assign(measure=measure, resolution=resolution)
    if counts.empty:
        return _empty("cells")
    smooth = hierarchical_rates(
        counts["cell"],
        counts["hits"],
        counts["n"],
        coarsest=min(_COARSEST, resolution),
        interval_share=interval_share,
    )
    return _ordered(counts.assign(**{name: smooth[name].to_numpy() for name in _SHARES}), "cells")


def _count_cells(events: pd.DataFrame) -> pd.DataFrame:
    """Do what ``count_by`` does for cells, in integers: a million letters in half a second."""
    require(events, ("hit", "borrower"), where="rate_cells")
    cells = events["cell"].cat.categories
    code = events["cell"].cat.codes.to_numpy(np.int64)
    person, people = pd.factorize(events["borrower"])
    pairs = pd.unique(code * max(len(people), 1) + person)  # np.unique takes ten times as long here
    return pd.DataFrame(
        {
            "cell": np.asarray(cells, dtype=object),
            "n": np.bincount(code, minlength=len(cells)),
            "hits": np.bincount(code, events["hit"].to_numpy(bool), minlength=len(cells)).astype(np.int64),
            "persons": np.bincount(pairs // max(len(people), 1), minlength=len(cells)),
        }
    )


def region_code(adcode: pd.Series, level: str) -> pd.Series:
    """Bring adcodes to a level; missing where the code does not reach it.

    Each level covers the country, as the outlines of ``geodata.regions`` do: Beijing stands among the cities, a county
    directly under its province (429004, say) as well, and a city without counties (441900) among the counties.
    """
    if level not in REGION_LEVELS:
        raise InputError(f"level: {level!r} is not known. Expected one of: {', '.join(REGION_LEVELS)}.")
    code = adcode.astype("string").str.slice(0, 6)
    code = code.where(code.str.fullmatch(r"\d{6}").fillna(value=False).astype(bool))
    if level == "province":
        return code.str.slice(0, 2) + "0000"
    if level == "city":
        city = (code.str.slice(0, 4) + "00").where(~code.str.slice(2, 4).eq("90").fillna(value=False), code)
        whole = code.str.slice(0, 2).isin(MUNICIPALITIES)
        city = city.where(~whole, code.str.slice(0, 2) + "0000")
        return city.where(~code.str.endswith("0000").fillna(value=False) | whole)
    return code.where(~code.str.endswith("00").fillna(value=False) | code.isin(UNDIVIDED_CITIES))


def region_names(events: pd.DataFrame, level: str) -> pd.Series:
    """Return names that do not collide (two cities have a 朝阳, eight a 鼓楼): the path from the city down."""
    names = {"province": ["province"], "city": ["city"], "district": ["city", "district"]}[level]
    parts = [events[name].astype("string").fillna("") for name in names if name in events.columns]
    if not parts:
        return pd.Series("", index=events.index, dtype="string")
    out = parts[0]
    for before, part in pairwise(parts):
        out = out.where(before.eq(part), out + part)
    return out


def region_events(events: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return the events that lie in a region of the level, with ``adcode`` brought to it and ``region`` named."""
    require(events, ("adcode",), where="regions")
    code = region_code(events["adcode"], level)
    kept = events[code.notna()]
    out = kept.assign(adcode=code[code.notna()].astype(str), region=region_names(kept, level).astype(str))
    # One name per code: the most frequent, so that one odd row does not split or rename a region.
    tally = (
        out.groupby(["adcode", "region"])
        .size()
        .reset_index(name="rows")
        .sort_values(["rows", "region"], ascending=[False, True])
    )
    chosen = tally[tally["region"].ne("")].drop_duplicates("adcode").set_index("adcode")["region"]
    name = out["adcode"].map(chosen).astype(object)
    return out.assign(region=name.where(name.notna(), out["adcode"]))


def rate_regions(events: pd.DataFrame, level: str, *, interval_share: float = 0.95) -> pd.DataFrame:
    """Return the rates by county, city or province, smoothed over the divisions above.

    Parameters
    ----------
    events
        Frame of :func:`observe`, one measure.
    level
        ``district`` (counties and their equals), ``city`` or ``province``.
    interval_share
        Posterior probability inside the interval.

    Returns
    -------
    pandas.DataFrame
        Table ``regions``, sorted by adcode.
    """
    measure = _one_measure(events)
    counts = count_by(region_events(events, level), ["adcode", "region"]).assign(measure=measure)
    if counts.empty:
        return _empty("regions")
    above = REGION_LEVELS[: REGION_LEVELS.index(level)]
    groups: list[NDArray[np.object_]] = [
        region_code(counts["adcode"], each).to_numpy(dtype=object, na_value="") for each in (*above, level)
    ]
    smooth = nested_rates(groups, counts["hits"], counts["n"], interval_share=interval_share)
    smooth = smooth.set_index("group").loc[counts["adcode"]]
    return _ordered(counts.assign(**{name: smooth[name].to_numpy() for name in _SHARES}), "regions")


def _one_measure(events: pd.DataFrame) -> str:
    require(events, ("measure", "hit", "borrower"), where="rates")
    found = events["measure"].unique()
    if len(found) > 1:
        raise InputError(f"rates: measures {', '.join(map(str, found))} are mixed. Expected one per call.")
    return str(found[0]) if len(found) else ""


def _ordered(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame[[column for column in table(name).columns if column in frame.columns]].reset_index(drop=True)


def _empty(name: str) -> pd.DataFrame:
    columns = {
        each: pd.Series(dtype="str")
        for each in table(name).columns
        if each not in ("z", "q_value", "spot", "robust")
    }
    for each in ("n", "hits", "persons", "resolution"):
        if each in columns:
            columns[each] = pd.Series(dtype="int64")
    for each in _SHARES:
        columns[each] = pd.Series(dtype="float64")
    return pd.DataFrame(columns)
