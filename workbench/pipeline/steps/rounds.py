"""The couriers' next day: rounds under the contact policy, and the files they carry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases import load_key, open_vault
from workbench.dispatch import FORMATS, Plan, PlanSettings, export_routes, plan_routes
from workbench.errors import InputError
from workbench.pipeline.step import Context, Made, Step
from workbench.pipeline.steps.ground import travel_times
from workbench.policy import load_policy
from workbench.tables import Audience, Remark, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from workbench.dispatch import Progress
    from workbench.policy import Policy
    from workbench.workspace import Project, Settings

_MIN_STEPS, _STEPS_PER_VISIT = 400, 3  # search steps: enough for a city's day, the same on every machine


def run(context: Context) -> Made:
    """Plan, check, and write the rounds; a plan that breaks the policy is not written."""
    stations, couriers = context.read("stations"), context.read("couriers")
    attempts = context.read("attempts")
    visits = gather_visits(context.read)
    if stations.empty or couriers.empty or visits.empty:
        context.say(
            Remark(
                "No rounds: there are no stations, no couriers, or no chosen address with an area.",
                "未规划路线：没有站点、没有投递员，或已选地址都不在任何片区内。",
            )
        )
        return Made(
            tables={
                name: pd.DataFrame(columns=list(table(name).columns))
                for name in ("routes", "left_out", "rounds")
            }
        )
    policy = load_policy(context.project.policy)
    settings = _settings(context, attempts, len(visits))
    plan = plan_routes(
        visits,
        couriers,
        stations,
        travel=travel_times(context.project),
        policy=policy,
        attempts=attempts,
        settings=settings,
        progress=lambda search: context.count(*_searched(search, settings)),
    )
    files = export_plan(
        context.project, plan, context.project.out / "dispatch", policy=policy, attempts=attempts
    )
    context.project.record(
        "policy",
        stage="rounds",
        profile=context.settings.policy,
        digest=policy.digest,
        visits=len(visits),
        planned=len(plan.routes),
    )
    tables = {"routes": plan.routes, "left_out": plan.left_out, "rounds": plan.rounds}
    return Made(tables=tables, files=tuple(files), note=plan.summary)


def _searched(search: Progress, settings: PlanSettings) -> tuple[int, int]:
    """Return what the search has done of all that it may, in its steps or in seconds."""
    if settings.iterations:
        return search.iteration, settings.iterations
    return int(search.elapsed_seconds), int(settings.seconds or 0)


def _settings(context: Context, attempts: pd.DataFrame, visits: int) -> PlanSettings:
    settings = context.settings
    day = choose_day(settings, attempts)
    seconds = float(settings.plan_seconds) or None
    steps = None if seconds else search_steps(visits)
    return PlanSettings(day=day, seed=settings.seed, iterations=steps, seconds=seconds, bound_by="station")


def search_steps(visits: int) -> int:
    """Return how long to search for so many visits."""
    return max(_MIN_STEPS, _STEPS_PER_VISIT * visits)


def choose_day(settings: Settings, attempts: pd.DataFrame) -> date:
    """Return the day of the settings, or the first working day after the last known letter.

    The clock has no say in a plan that can be repeated.

    Raises
    ------
    InputError
        If the day of the settings is none.
    """
    if settings.plan_on:
        try:
            return date.fromisoformat(settings.plan_on)
        except ValueError:
            raise InputError(
                f"project.toml: plan_on = {settings.plan_on!r} is not a day. Expected YYYY-MM-DD, or nothing."
            ) from None
    last = pd.to_datetime(attempts["attempted_at"]).max() if len(attempts) else pd.NaT
    base = pd.Timestamp("2026-01-05") if pd.isna(last) else last
    day: date = (base.normalize() + pd.offsets.BDay(1)).date()
    return day


def gather_visits(read: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Join what a plan needs to know of each chosen address; ``read`` returns a table by its name."""
    chosen = read("choices").dropna(subset=["address_id"])[["address_id", "p_delivered", "human_decision"]]
    addresses = read("addresses")[["address_id", "case_id", "borrower", "kind", "address", "lawful_source"]]
    points = read("locations")[["address_id", "lng", "lat", "radius_m"]]
    owners = read("assignments")[["address_id", "area", "station", "courier"]]
    flags = read("cases")[["case_id", "stop_flag", "no_automation"]]
    visits = (
        chosen.merge(addresses, on="address_id").merge(points, on="address_id").merge(owners, on="address_id")
    )
    return visits.merge(flags, on="case_id")


def export_plan(
    project: Project,
    plan: Plan,
    folder: Path,
    *,
    policy: Policy,
    attempts: pd.DataFrame,
    formats: Iterable[str] = tuple(FORMATS),
) -> list[Path]:
    """Write the rounds with names and phones from the vault; nothing is written if a round breaks the policy."""
    vault = open_vault(project.vault, load_key(project=project.folder), must_exist=True)
    cases = plan.routes[["case_id"]].drop_duplicates()
    names = vault.join(cases, Audience.COURIER, where="courier's manifest")
    return export_routes(
        plan,
        folder,
        policy=policy,
        attempts=attempts,
        formats=formats,
        identities=names,
        lang=project.settings.lang,
    )


STEP = Step(
    "rounds",
    "规划并导出投递路线",
    "plan and export rounds",
    run,
    reads=("choices", "addresses", "locations", "assignments", "cases", "stations", "couriers", "attempts"),
    inputs=("roads", "policy", "vault"),
    settings=("policy", "plan_on", "plan_seconds", "seed", "lang"),
)
