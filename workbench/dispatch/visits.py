"""Candidate visits: what is read of their table, and which of them nobody can make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.dispatch.settings import read_clock
from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.job import Crew
    from workbench.dispatch.settings import PlanSettings

_DAY_S = 86_400
_REQUIRED_PRIZE_S = 10_000_000  # more than any round costs: left out only where it cannot be done
_LEAST = {"address_id": None, "borrower": None, "lng": None, "lat": None, "p_delivered": None}


def read_visits(visits: pd.DataFrame, settings: PlanSettings) -> pd.DataFrame:
    """Fill what the table of visits leaves open.

    Parameters
    ----------
    visits
        One row per candidate address: ``address_id``, ``borrower``, ``lng``, ``lat``,
        ``p_delivered``. Used if there: ``case_id``, ``address``, ``radius_m``, ``letters``, ``service_minutes``
        (at the door, for all letters of the row), ``area``, ``station``, ``courier`` (of the assignment), ``window_from`` and
        ``window_to`` (HH:MM or HH:MM:SS; between them the courier comes and
        goes), ``worth_minutes``, ``required`` and ``fixed_courier``.
    settings
        For what is missing.

    Returns
    -------
    pandas.DataFrame
        Rows numbered from 0 in the same order, with ``letters``, ``service_s``, ``open_s``,
        ``close_s``, ``prize_s``, ``required``, ``fixed_courier``.
    """
    require(visits, tuple(_LEAST), where="visits")
    if visits["address_id"].duplicated().any():
        twice = visits.loc[visits["address_id"].duplicated(), "address_id"].iloc[0]
        raise InputError(f"visits: address_id {twice!r} comes twice. Expected one row per address.")
    frame = visits.reset_index(drop=True).copy()
    chance = frame["p_delivered"].to_numpy(dtype=np.float64, na_value=0.0)
    if ((chance < 0) | (chance > 1)).any():
        raise InputError("visits: p_delivered must lie between 0 and 1.")
    for column in ("case_id", "address", "radius_m", "area", "station", "courier", "fixed_courier"):
        if column not in frame:
            frame[column] = None
    frame["letters"] = _numbers(frame, "letters", 1.0).astype(np.int64).clip(lower=1)
    minutes = _numbers(frame, "service_minutes", np.nan).fillna(frame["letters"] * settings.service_minutes)
    frame["service_s"] = (minutes * 60.0).round().clip(lower=0).astype(np.int64)
    frame["open_s"] = _clock(frame, "window_from", 0)
    frame["close_s"] = _clock(frame, "window_to", _DAY_S)
    frame["required"] = frame["required"].fillna(False).astype(bool) if "required" in frame else False  # noqa: FBT003 - a value
    worth = _numbers(frame, "worth_minutes", settings.worth_minutes)
    frame["prize_s"] = np.maximum(np.round(worth * 60.0 * chance), 1.0)
    frame.loc[frame["required"], "prize_s"] += _REQUIRED_PRIZE_S
    return frame


def _numbers(frame: pd.DataFrame, column: str, standard: float) -> pd.Series:
    if column not in frame:
        return pd.Series(standard, index=frame.index)
    return pd.to_numeric(frame[column]).fillna(standard).astype(np.float64)


def _clock(frame: pd.DataFrame, column: str, standard: int) -> pd.Series:
    if column not in frame:
        return pd.Series(standard, index=frame.index, dtype=np.int64)
    texts = frame[column]
    known = {text: read_clock(text, where=f"visits, {column}") for text in texts.dropna().unique()}
    return texts.map(known).fillna(standard).astype(np.int64)


def find_owned(visits: pd.DataFrame, crews: tuple[Crew, ...], settings: PlanSettings) -> NDArray[np.bool_]:
    """Return whose ground each visit is on, visits x couriers; everybody's where nothing is bound."""
    if settings.bound_by == "nothing" or not visits[settings.bound_by].notna().any():
        return np.ones((len(visits), len(crews)), dtype=bool)
    return _match_owners(visits[settings.bound_by], crews, settings.bound_by)


def find_allowed(
    visits: pd.DataFrame,
    crews: tuple[Crew, ...],
    owned: NDArray[np.bool_],
    settings: PlanSettings,
    least_staff: int,
) -> NDArray[np.bool_]:
    """Return who may make which visit by assignment, fixed courier and staff, visits x couriers."""
    allowed = owned.copy() if settings.stray_minutes is None else np.ones_like(owned)
    fixed = visits["fixed_courier"]
    names = np.array([crew.courier for crew in crews], dtype=object)
    has_fixed = fixed.notna().to_numpy()
    allowed[has_fixed] = fixed.to_numpy(dtype=object)[has_fixed, None] == names[None, :]
    on_the_way = np.array([crew.carries_only for crew in crews])
    allowed &= ~on_the_way[None, :] | has_fixed[:, None]
    enough = np.array([crew.staff >= least_staff for crew in crews])
    return np.asarray(allowed & enough[None, :])


def _match_owners(owners: pd.Series, crews: tuple[Crew, ...], bound: str) -> NDArray[np.bool_]:
    """Return whose area, station or own each visit is; couriers without one may go anywhere.

    Areas that were derived from past deliveries bear the names of their couriers: an area that
    no courier claims belongs to the courier of that name.
    """
    wanted = owners.astype(object).to_numpy()
    claimed = {getattr(crew, bound) for crew in crews} - {None}
    allowed = np.ones((len(owners), len(crews)), dtype=bool)
    for number, crew in enumerate(crews):
        value = getattr(crew, bound)
        namesake = crew.courier not in claimed and bool((wanted == crew.courier).any())
        if value is not None or namesake:
            allowed[:, number] = (wanted == value) | ((wanted == crew.courier) if namesake else False)
    known, stated = sorted(map(str, claimed)), sorted(owners.dropna().astype(str).unique())
    if not allowed.any() and len(stated) > 1:
        raise InputError(
            f"plan: bound_by is {bound!r}, but no courier's {bound} ({', '.join(known[:5])}) is that of any visit "
            f"({', '.join(stated[:5])}). Give the couriers the visits' {bound} names, or set bound_by to 'station' or 'nothing'."
        )
    return allowed
