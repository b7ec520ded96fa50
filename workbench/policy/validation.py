"""A profile's raw values as terms; all faults are found before any is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workbench.policy.terms import Cap, Disclosure, Policy, QuietHours, Retention, Wording, Words
from workbench.tables import ADDRESS_KINDS, CHANNELS, DOCUMENTS, LAWFUL_SOURCES, STOP_FLAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

BASES = ("law", "guideline", "house")
DECIDERS = ("none", "opted_out", "all")
CHECKS = (
    "quiet_hours",
    "staff",
    "lawful_source",
    "address_kind",
    "document_channel",
    "stop_flag",
    "automation",
    "wording",
)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass
class Section:
    """One level of a profile; each value is asked for once, what was not asked for is unknown."""

    values: dict[str, Any]
    path: str
    faults: list[str]
    asked: set[str] = field(default_factory=set)

    def section(self, name: str) -> Section:
        """Return a level below."""
        value = self._take(name)
        if not isinstance(value, dict):
            self._fault(name, "a group of values")
            value = {}
        return Section(value, f"{self.path}{name}.", self.faults)

    def sections(self, name: str) -> list[Section]:
        """Return a list of levels below."""
        value = self._take(name)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._fault(name, "a list of groups")
            return []
        return [Section(each, f"{self.path}{name}[{i}].", self.faults) for i, each in enumerate(value)]

    def text(self, name: str, allowed: Sequence[str] = ()) -> str:
        """Return a text, one of ``allowed`` if there are any."""
        value = self._take(name)
        if not isinstance(value, str) or not value or (allowed and value not in allowed):
            self._fault(name, f"one of {', '.join(allowed)}" if allowed else "a text")
            return ""
        return value

    def texts(self, name: str, allowed: Sequence[str] = ()) -> tuple[str, ...]:
        """Return a list of texts, all of them among ``allowed`` if there are any."""
        value = self._take(name)
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            self._fault(name, "a list of texts")
            return ()
        unknown = [each for each in value if allowed and each not in allowed]
        if unknown:
            self._fault(name, f"only {', '.join(allowed)}, not {', '.join(unknown)}")
        return tuple(value)

    def words(self, name: str) -> Words:
        """Return a text for people: one text, or ``zh`` and ``en``."""
        return self._words(name, self._take(name)) or Words("", "")

    def words_list(self, name: str) -> tuple[Words, ...]:
        """Return a list of texts for people; none where there is no such list."""
        value = self._take(name, required=False)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._fault(name, "a list of texts")
            return ()
        found = [self._words(f"{name}[{i}]", each) for i, each in enumerate(value)]
        return tuple(each for each in found if each is not None)

    def _words(self, name: str, value: Any) -> Words | None:
        pair = {"zh": value, "en": value} if isinstance(value, str) else value
        if (
            isinstance(pair, dict)
            and pair.keys() == {"zh", "en"}
            and all(_is_text(each) for each in pair.values())
        ):
            return Words(pair["zh"], pair["en"])
        if name not in self.asked or name in self.values:  # what is missing was told already
            self.faults.append(
                f"{self.path}{name}: expected a text, or one in each language as {{zh: ..., en: ...}}"
            )
        return None

    def text_groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of texts."""
        value = self._take(name)
        good = isinstance(value, list) and all(isinstance(group, list) and group for group in value)
        if not good or not all(isinstance(each, str) for group in value for each in group):
            self._fault(name, "a list of lists of texts")
            return ()
        return tuple(tuple(group) for group in value)

    def whole(self, name: str, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self._fault(name, f"a whole number from {low} to {high}")
            return low
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._take(name)
        if not isinstance(value, bool):
            self._fault(name, "true or false")
        return value is True

    def clock(self, name: str) -> time:
        """Return a time of day."""
        value = self._take(name)
        match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self._fault(name, 'a time of day in quotation marks such as "22:00"')
            return time()
        return time(int(match.group(1)), int(match.group(2)))

    def zone(self, name: str, *others: str) -> str:
        """Return the name of a time zone."""
        value = self.text(name)
        if value and value not in others:
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self._fault(name, "the IANA name of a time zone such as Asia/Shanghai")
        return value

    def finish(self) -> None:
        """Name what nobody asked for: a typing error there would silently switch a rule off."""
        for name in self.values.keys() - self.asked:
            near = get_close_matches(str(name), sorted(self.asked), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self.faults.append(f"{self.path}{name}: unknown{hint}")

    def _take(self, name: str, *, required: bool = True) -> Any:
        self.asked.add(name)
        if required and name not in self.values:
            self.faults.append(f"{self.path}{name}: missing")
        return self.values.get(name)

    def _fault(self, name: str, expected: str) -> None:
        if name in self.values:
            self.faults.append(f"{self.path}{name}: expected {expected}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def read_terms(raw: dict[str, Any], name: str) -> tuple[Policy, list[str]]:
    """Return the policy and all faults of a profile; the policy may be used only if there are none."""
    faults: list[str] = []
    top = Section(raw, "", faults)
    kinds, documents, basis = top.section("address_kinds"), top.section("documents"), top.section("basis")
    automation = top.section("automation")
    policy = Policy(
        name=name,
        title=top.words("title"),
        jurisdiction=top.text("jurisdiction"),
        basis={check: basis.text(check, BASES) for check in CHECKS},
        quiet_hours=_quiet_hours(top.section("quiet_hours")),
        visit_min_staff=top.whole("visit_min_staff", 1, 10),
        caps=tuple(_cap(each) for each in top.sections("caps")),
        lawful_sources=top.texts("lawful_sources", LAWFUL_SOURCES),
        address_kinds={kind: kinds.texts(kind, CHANNELS) for kind in ADDRESS_KINDS},
        documents={document: documents.texts(document, CHANNELS) for document in DOCUMENTS},
        stop_flags=top.texts("stop_flags", STOP_FLAGS),
        human_decision=automation.text("human_decision", DECIDERS),
        wording=_wording(top.section("wording")),
        retention=_retention(top.section("retention")),
        maps=_disclosure(top.section("maps")),
        outside=top.words_list("outside"),
    )
    for section in (top, kinds, documents, basis, automation):
        section.finish()
    repeated = [
        cap.id for i, cap in enumerate(policy.caps) if cap.id in {each.id for each in policy.caps[:i]}
    ]
    faults += [f"caps: the id {each!r} stands twice" for each in repeated]
    return policy, faults


def _quiet_hours(section: Section) -> QuietHours:
    hours = QuietHours(
        start=section.clock("from"),
        end=section.clock("to"),
        channels=section.texts("channels", CHANNELS),
        clock=section.zone("clock"),
        zone=section.zone("zone", "address"),
        agreement_lifts=section.flag("agreement_lifts"),
    )
    if hours.start == hours.end:
        section.faults.append(
            f"{section.path}from, {section.path}to: are the same, so no hour would be quiet or every hour"
        )
    section.finish()
    return hours


def _cap(section: Section) -> Cap:
    cap = Cap(
        id=section.text("id"),
        channels=section.texts("channels", CHANNELS),
        most=section.whole("most", 0, 1000),
        days=section.whole("days", 1, 3660),
        basis=section.text("basis", BASES),
    )
    section.finish()
    return cap


def _wording(section: Section) -> Wording:
    wording = Wording(
        envelope_never=section.texts("envelope_never"),
        envelope_amounts=section.flag("envelope_amounts"),
        letter_never=section.texts("letter_never"),
        letter_never_unless_court=section.texts("letter_never_unless_court"),
        letter_must=section.text_groups("letter_must"),
    )
    section.finish()
    return wording


def _retention(section: Section) -> Retention:
    years = {
        name: section.whole(name, 0, 100)
        for name in ("case_years", "audit_years", "pia_years", "handover_years")
    }
    retention = Retention(**years, raw_import_days=section.whole("raw_import_days", 0, 36_600))
    section.finish()
    return retention


def _disclosure(section: Section) -> Disclosure:
    disclosure = Disclosure(
        min_count=section.whole("min_count", 1, 10_000),
        complementary=section.flag("complementary"),
        finest_resolution=section.whole("finest_resolution", 0, 15),
    )
    section.finish()
    return disclosure
