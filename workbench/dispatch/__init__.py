"""Dispatch: from located borrowers to rounds that couriers can make tomorrow, and the files they carry."""

from workbench.dispatch.exports.door import export_routes
from workbench.dispatch.exports.formats import FORMATS, Format
from workbench.dispatch.exports.manifest import Manifest, make_manifest
from workbench.dispatch.plans import Plan, plan_routes
from workbench.dispatch.replanning import replan_routes
from workbench.dispatch.settings import PlanSettings
from workbench.dispatch.solver import Progress

__all__ = [
    "FORMATS",
    "Format",
    "Manifest",
    "Plan",
    "PlanSettings",
    "Progress",
    "export_routes",
    "make_manifest",
    "plan_routes",
    "replan_routes",
]
