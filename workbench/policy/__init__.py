"""Contact rules from a profile that counsel can change: checks, not a finding of legal compliance."""

from workbench.policy.library import DEFAULT, load_policy, profile_names
from workbench.policy.registry import RULES, STAGES, Rule
from workbench.policy.retention import deletion_days, due_for_deletion
from workbench.policy.terms import Cap, Disclosure, Policy, QuietHours, Retention, Wording, Words
from workbench.policy.verdicts import check, require_allowed
from workbench.policy.wordings import lint

__all__ = [
    "DEFAULT",
    "RULES",
    "STAGES",
    "Cap",
    "Disclosure",
    "Policy",
    "QuietHours",
    "Retention",
    "Rule",
    "Wording",
    "Words",
    "check",
    "deletion_days",
    "due_for_deletion",
    "lint",
    "load_policy",
    "profile_names",
    "require_allowed",
]
