"""Dispatch: from located borrowers to rounds that couriers can make tomorrow, and the files they carry."""

from workbench.dispatch.plans import Plan, plan_routes
from workbench.dispatch.settings import PlanSettings
from workbench.dispatch.solver import Progress

__all__ = ["Plan", "PlanSettings", "Progress", "plan_routes"]
