"""Did it work: values of rules from logged choices, and trials that are planned, drawn and read honestly."""

from workbench.experiments.designs import Plan, check_balance, draw_arms, load_plan, register_plan
from workbench.experiments.effects import estimate_effects
from workbench.experiments.movable import predict_uplift
from workbench.experiments.planning import best_day_by_chance, least_effect, sample_size, spend_alpha
from workbench.experiments.strata import overdue_bands
from workbench.experiments.uplift import (
    area_under_uplift,
    qini_coefficient,
    qini_curve,
    uplift_by_decile,
)
from workbench.experiments.values import RuleValue, value_of_rule

__all__ = [
    "Plan",
    "RuleValue",
    "area_under_uplift",
    "best_day_by_chance",
    "check_balance",
    "draw_arms",
    "estimate_effects",
    "least_effect",
    "load_plan",
    "overdue_bands",
    "predict_uplift",
    "qini_coefficient",
    "qini_curve",
    "register_plan",
    "sample_size",
    "spend_alpha",
    "uplift_by_decile",
    "value_of_rule",
]
