"""The couriers' next day: rounds under the contact policy, and the files they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases import load_key, open_vault
from workbench.dispatch import Plan, PlanSettings, export_routes, plan_routes
from workbench.pipeline.step import Context, Made, Step
from workbench.pipeline.steps.ground import travel_times
from workbench.policy import load_policy
from workbench.tables import Audience, table

if TYPE_CHECKING:
    from pathlib import Path

_MIN_STEPS, _STEPS_PER_VISIT = 400, 1  # search steps: enough for a city's day, the same on every machine


def run(context: Context) -> Made:
    """Plan, check, and write the rounds; a plan that breaks the policy is not written."""
    stations, couriers = context.read("stations"), context.read("couriers")
    attempts = context.read("attempts")
    visits = _visits(context)
    if stations.empty or couriers.empty or visits.empty:
        context.tell("    no rounds: there are no stations, no couriers, or no chosen address with an area")
        return Made(
            tables={
                name: pd.DataFrame(columns=list(table(name).columns))
                for name in ("routes", "left_out", "rounds")
            }
        )
    policy = load_policy(context.settings.policy)
    plan = plan_routes(
        visits,
        couriers,
        stations,
        travel=travel_times(context),
        policy=policy,
        attempts=attempts,
        settings=_settings(context, attempts, len(visits)),
    )
    files = _export(context, plan)
    context.project.record(
        "policy", profile=context.settings.policy, visits=len(visits), planned=len(plan.routes)
    )
    tables = {"routes": plan.routes, "left_out": plan.left_out, "rounds": plan.rounds}
    return Made(tables=tables, files=tuple(files), note=plan.summary)


def _settings(context: Context, attempts: pd.DataFrame, visits: int) -> PlanSettings:
    settings = context.settings
    stated = pd.Timestamp(settings.plan_on) if settings.plan_on else _next_workday(attempts)
    seconds = float(settings.plan_seconds) or None
    steps = None if seconds else max(_MIN_STEPS, _STEPS_PER_VISIT * visits)
    return PlanSettings(
        day=stated.date(), seed=settings.seed, iterations=steps, seconds=seconds, bound_by="station"
    )


def _next_workday(attempts: pd.DataFrame) -> pd.Timestamp:
    """Return the first working day after the last known letter: the clock has no say in a plan that can be repeated."""
    last = pd.to_datetime(attempts["attempted_at"]).max() if len(attempts) else pd.NaT
    base = pd.Timestamp("2026-01-05") if pd.isna(last) else last
    return (base.normalize() + pd.offsets.BDay(1)).normalize()


def _visits(context: Context) -> pd.DataFrame:
    """Join what a plan needs to know of each chosen address."""
    chosen = context.read("choices").dropna(subset=["address_id"])[
        ["address_id", "p_delivered", "human_decision"]
    ]
    addresses = context.read("addresses")[
        ["address_id", "case_id", "borrower", "kind", "address", "lawful_source"]
    ]
    points = context.read("locations")[["address_id", "lng", "lat", "radius_m"]]
    owners = context.read("assignments")[["address_id", "area", "station", "courier"]]
    flags = context.read("cases")[["case_id", "stop_flag", "no_automation"]]
    visits = (
        chosen.merge(addresses, on="address_id").merge(points, on="address_id").merge(owners, on="address_id")
    )
    return visits.merge(flags, on="case_id")


def _export(context: Context, plan: Plan) -> list[Path]:
    project = context.project
    vault = open_vault(project.vault, load_key(project=project.folder), must_exist=True)
    cases = plan.routes[["case_id"]].drop_duplicates()
    names = vault.join(cases, Audience.COURIER, where="courier's manifest")
    return export_routes(
        plan,
        project.out / "dispatch",
        policy=load_policy(context.settings.policy),
        attempts=context.read("attempts"),
        identities=names,
    )


STEP = Step(
    "rounds",
    "规划并导出投递路线",
    "plan and export rounds",
    run,
    reads=("choices", "addresses", "locations", "assignments", "cases", "stations", "couriers", "attempts"),
    inputs=("roads",),
    settings=("policy", "plan_on", "plan_seconds", "seed", "lang"),
)
