"""From tables to the day's work: who may be visited at all, and the arrays to plan with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.dispatch.conduct import read_conduct
from workbench.dispatch.crews import find_starts, read_crews
from workbench.dispatch.job import Job
from workbench.dispatch.stops import group_stops
from workbench.dispatch.visits import find_allowed, find_owned, read_visits
from workbench.dispatch.wordings import Reason, say
from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.coverage import TravelTimes
    from workbench.dispatch.conduct import Conduct
    from workbench.dispatch.job import Crew
    from workbench.dispatch.settings import PlanSettings
    from workbench.policy import Policy


@dataclass(frozen=True)
class Prepared:
    """What is planned and what cannot be.

    Parameters
    ----------
    visits
        All visits as read, in the order given.
    refused
        Row of ``visits`` to its reason, for those that are not planned.
    job
        The work; the column ``row`` of its visits points into ``visits``.
    strangers
        Visits of the job x couriers: who could go if assignments did not hold.
    travel
        Travel times by mode.
    conduct
        What the policy asks.
    """

    visits: pd.DataFrame
    refused: dict[int, Reason]
    job: Job
    strangers: NDArray[np.bool_]
    travel: dict[str, TravelTimes]
    conduct: Conduct


def prepare(
    visits: pd.DataFrame,
    couriers: pd.DataFrame,
    stations: pd.DataFrame,
    travel: TravelTimes | Mapping[str, TravelTimes],
    policy: Policy | None,
    settings: PlanSettings,
    attempts: pd.DataFrame | None = None,
) -> Prepared:
    """Check the visits against policy, points and roads, and make the arrays of the rest."""
    frame = read_visits(visits, settings)
    crews = read_crews(couriers, stations, settings)
    by_mode = _by_mode(travel, crews)
    conduct = read_conduct(frame, policy, settings, attempts)
    frame["open_s"] = np.maximum(frame["open_s"], conduct.open_s)
    frame["close_s"] = np.minimum(frame["close_s"], conduct.close_s)
    refused = _refuse(frame, conduct.denied, by_mode)
    rest = (
        frame.loc[~frame.index.isin(list(refused))].assign(row=lambda each: each.index).reset_index(drop=True)
    )
    bases = pd.concat([stations[["lng", "lat"]], find_starts(couriers)[["lng", "lat"]]], ignore_index=True)
    rest["place"] = len(bases) + group_stops(rest, settings.same_building_metres)
    places = pd.concat([bases, rest.drop_duplicates("place")[["lng", "lat"]]], ignore_index=True).astype(
        np.float64
    )
    tables = {mode: each.matrix(places) for mode, each in by_mode.items()}
    setup = np.where(np.arange(len(places)) < len(bases), 0, round(settings.setup_minutes * 60)).astype(
        np.int64
    )
    seconds = {mode: table.seconds for mode, table in tables.items()}
    reach = _reachable(rest, crews, seconds)
    if conduct.least_staff > max(crew.staff for crew in crews):
        lone = say("policy", "lone", least=conduct.least_staff)
        refused |= dict.fromkeys(rest["row"].tolist(), lone)
    for row in rest["row"].to_numpy()[~np.asarray(reach.any(axis=1))]:
        refused.setdefault(int(row), say("unreachable", "no_way"))
    keep = ~rest["row"].isin(list(refused)).to_numpy()
    rest = rest.loc[keep].reset_index(drop=True)
    owned = find_owned(rest, crews, settings)
    allowed = find_allowed(rest, crews, owned, settings, conduct.least_staff) & reach[keep]
    enough = np.array([crew.staff >= conduct.least_staff and not crew.carries_only for crew in crews])
    strangers = reach[keep] & enough[None, :] & rest["fixed_courier"].isna().to_numpy()[:, None]
    job = Job(
        rest,
        crews,
        allowed,
        allowed & ~owned,
        seconds,
        {mode: table.metres for mode, table in tables.items()},
        setup,
        settings,
    )
    return Prepared(frame, refused, job, strangers, by_mode, conduct)


def _by_mode(
    travel: TravelTimes | Mapping[str, TravelTimes], crews: tuple[Crew, ...]
) -> dict[str, TravelTimes]:
    """Return travel times for every mode that occurs; a single one serves all."""
    modes = sorted({crew.mode for crew in crews})
    if not isinstance(travel, Mapping):
        return dict.fromkeys(modes, travel)
    missing = [mode for mode in modes if mode not in travel]
    if missing:
        raise InputError(
            f"plan: no travel times for mode {missing[0]!r}. Given: {', '.join(travel) or 'none'}."
        )
    return {mode: travel[mode] for mode in modes}


def _refuse(
    frame: pd.DataFrame, denied: list[tuple[str, str] | None], travel: dict[str, TravelTimes]
) -> dict[int, Reason]:
    """Return the visits that cannot be planned whoever goes."""
    refused = {row: Reason("policy", *words) for row, words in enumerate(denied) if words is not None}
    for row in frame.index[frame[["lng", "lat"]].isna().any(axis=1)]:
        refused.setdefault(int(row), say("unreachable", "no_point"))
    snapped = [each.snap(frame[["lng", "lat"]]) for each in dict.fromkeys(travel.values())]
    far = np.logical_and.reduce([each["far_from_road"].to_numpy() for each in snapped])
    access = np.minimum.reduce([each["access_m"].to_numpy() for each in snapped])
    for row in np.flatnonzero(far):
        words = "far" if np.isfinite(access[row]) else "strange"
        refused.setdefault(int(row), say("unreachable", words, metres=access[row]))
    for row in frame.index[frame["open_s"] >= frame["close_s"]]:
        refused.setdefault(int(row), say("window", "closed"))
    return refused


def _reachable(
    rest: pd.DataFrame, crews: tuple[Crew, ...], seconds: dict[str, NDArray[np.float64]]
) -> NDArray[np.bool_]:
    """Return whether each courier can go to each visit and come back, visits x couriers."""
    place = rest["place"].to_numpy(dtype=np.int64)
    columns = [
        np.isfinite(seconds[crew.mode][crew.start, place]) & np.isfinite(seconds[crew.mode][place, crew.end])
        for crew in crews
    ]
    return np.column_stack(columns)
