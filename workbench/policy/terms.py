"""The terms of a contact policy, as they stand in a profile."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time


@dataclass(frozen=True, slots=True)
class Words:
    """A text for people, in Chinese and English; the same in both where a profile has it in one language only."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the day in which nobody may be contacted: from ``start`` on, until before ``end``.

    Parameters
    ----------
    start, end
        Local time at the address.
    channels
        Channels that have an hour.
    clock
        Time zone of times that carry none.
    zone
        Time zone of the addresses, or ``address``: from the column ``timezone``.
    agreement_lifts
        Whether the borrower's agreement (``agreed_hours``) lifts them.
    """

    start: time
    end: time
    channels: tuple[str, ...]
    clock: str
    zone: str
    agreement_lifts: bool


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``most`` contacts by these channels in every span of ``days`` times 24 hours, over all agencies."""

    id: str
    channels: tuple[str, ...]
    most: int
    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that may not, or must, stand on an envelope or in a letter."""

    envelope_never: tuple[str, ...]
    envelope_amounts: bool
    letter_never: tuple[str, ...]
    letter_never_unless_court: tuple[str, ...]
    letter_must: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long records are kept before they are due for deletion."""

    case_years: int
    audit_years: int
    pia_years: int
    handover_years: int
    raw_import_days: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a map or table for the lender may show."""

    min_count: int
    complementary: bool
    finest_resolution: int


@dataclass(frozen=True, slots=True)
class Policy:
    """A contact policy: values that checks compare with, and not a statement of legal compliance.

    Parameters
    ----------
    name
        Name of the profile or of its file.
    title, jurisdiction
        For people: what the profile is called, and where it holds.
    basis
        ``law``, ``guideline`` or ``house``, by check.
    quiet_hours, visit_min_staff, caps, lawful_sources, address_kinds, documents, stop_flags, human_decision, wording, retention, maps
        The values; see the profiles for comments.
    outside
        Rules of the same texts that are not checked by this program.
    """

    name: str
    title: Words
    jurisdiction: str
    basis: Mapping[str, str]
    quiet_hours: QuietHours
    visit_min_staff: int
    caps: tuple[Cap, ...]
    lawful_sources: tuple[str, ...]
    address_kinds: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, tuple[str, ...]]
    stop_flags: tuple[str, ...]
    human_decision: str
    wording: Wording
    retention: Retention
    maps: Disclosure
    outside: tuple[Words, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all values, for the audit trail: which policy was checked."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
