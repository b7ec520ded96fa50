"""The project folder of one portfolio: settings, tables, manifest, lock and audit trail."""

from workbench.workspace.audit import Verdict, trail, verify
from workbench.workspace.ledger import Ledger, fingerprint
from workbench.workspace.lock import hold
from workbench.workspace.project import Project, init_project, open_project, read_frame, write_frame
from workbench.workspace.reviews import Review, Reviews, agreement, blank_reviews, default_reviewer
from workbench.workspace.settings import Inputs, Settings, read_settings, write_settings

__all__ = [
    "Inputs",
    "Ledger",
    "Project",
    "Review",
    "Reviews",
    "Settings",
    "Verdict",
    "agreement",
    "blank_reviews",
    "default_reviewer",
    "fingerprint",
    "hold",
    "init_project",
    "open_project",
    "read_frame",
    "read_settings",
    "trail",
    "verify",
    "write_frame",
    "write_settings",
]
