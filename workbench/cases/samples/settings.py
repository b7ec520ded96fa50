"""Settings of the synthetic portfolios: how people, addresses and outcomes come about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from workbench.tables import LAWFUL_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("registered", "home", "work", "shipping", "billing")
DEPTHS = ("town", "road", "place", "building", "room")  # how fine an address is written

# Start rates per kind (registered, home, work, shipping); the statement's address follows home.
_RATES: dict[str, tuple[float, float, float, float]] = {
    "drop_province": (0.15, 0.30, 0.35, 0.05),
    "drop_city": (0.08, 0.20, 0.25, 0.02),
    "drop_district": (0.02, 0.08, 0.10, 0.01),
    "short_names": (0.10, 0.12, 0.12, 0.05),
    "repeat_name": (0.02, 0.01, 0.01, 0.02),
    "old_district": (0.08, 0.02, 0.02, 0.005),
    "truncate": (0.06, 0.04, 0.05, 0.01),
    "drop_room": (0.35, 0.12, 0.30, 0.03),
    "homophone": (0.01, 0.03, 0.02, 0.02),
    "look_alike": (0.005, 0.01, 0.01, 0.005),
    "digit_slip": (0.01, 0.02, 0.015, 0.005),
    "dashes": (0.05, 0.12, 0.06, 0.12),
    "chinese_numerals": (0.12, 0.08, 0.06, 0.03),
    "punctuation": (0.08, 0.08, 0.08, 0.04),
    "traditional": (0.005, 0.003, 0.003, 0.002),
    "alias": (0.02, 0.06, 0.03, 0.05),
    "relative": (0.02, 0.03, 0.03, 0.03),
    "remark": (0.0, 0.02, 0.01, 0.12),
    "placeholder": (0.01, 0.02, 0.04, 0.002),
    "wrong_district": (0.005, 0.01, 0.01, 0.005),
    "two_in_one": (0.002, 0.004, 0.004, 0.001),
}


def _default_rates() -> Mapping[str, tuple[float, float, float, float]]:
    return MappingProxyType(dict(_RATES))


@dataclass(frozen=True)
class Noise:
    """How addresses are spoilt between the truth and the lender's file.

    Parameters
    ----------
    rates
        Operator -> start rates for registered, home, work and shipping addresses (billing follows home).
    mean_operators
        Operators drawn per address on average; the rates are scaled to it. About a quarter of those drawn find
        nothing to change (no room to drop), so 1.25 leaves about 0.9 that do.
    bad_row_share
        Share of rows that must be rejected at the door.
    source_missing_share
        Share of rows without a lawful source.
    date_missing_share
        Share of addresses whose day of recording is not in the file.
    """

    rates: Mapping[str, tuple[float, float, float, float]] = field(default_factory=_default_rates)
    mean_operators: float = 1.25
    bad_row_share: float = 0.01
    source_missing_share: float = 0.03
    date_missing_share: float = 0.15

    def rates_of(self, kind: str) -> dict[str, float]:
        """Return the scaled rate of each operator for a kind of address."""
        column = {"registered": 0, "home": 1, "work": 2, "shipping": 3, "billing": 1}[kind]
        total = sum(sum(rates) for rates in self.rates.values()) / 4
        scale = self.mean_operators / total if total else 0.0
        return {name: min(rates[column] * scale, 1.0) for name, rates in self.rates.items()}


@dataclass(frozen=True)
class World:
    """How people live, move and receive letters. Tuples per kind follow ``KINDS``, per depth ``DEPTHS``.

    Parameters
    ----------
    share_of_kind
        Share of borrowers that have an address of the kind.
    years_of_kind
        Mean age of a record of the kind, in years.
    current_of_kind, current_per_year, current_per_mobility
        Log odds that the borrower still is at the address.
    found_base, found_of_depth, found_if_current, found_if_agreed
        Log odds of being found there; agreement is with another source at the same place.
    field_delivery, field_hidden
        Weight of the seen and of the hidden field of the ground in these odds.
    accepts_base, accepts_per_willingness
        Log odds that a found borrower takes the letter.
    carrier_fault_share
        Letters whose end is the carrier's fault, whatever the address.
    explore_share
        Even share mixed into the choice of the address in the log.
    choice_of_kind, choice_per_depth, choice_hidden
        Preferences of the people who chose the addresses; they knew the hidden field.
    field_range_km
        Reach of the fields.
    null_share
        Share of the ground on which the fields are exactly nought.
    npl_per_delivery
        Correlation of the field of arrears with that of delivery: where letters are hard to deliver, loans fail more often.
    overdue_per_field
        In the city, days past due are multiplied by ``exp(overdue_per_field * field)`` of the borrower's home.
    repay_base, repay_if_delivered, repay_per_willingness, repay_per_field
        Log odds of repaying within the window.
    """

    share_of_kind: tuple[float, ...] = (1.0, 0.72, 0.55, 0.35, 0.30)
    years_of_kind: tuple[float, ...] = (6.0, 2.5, 2.0, 0.8, 2.5)
    current_of_kind: tuple[float, ...] = (0.4, 1.6, 0.7, 1.9, 1.2)
    current_per_year: float = -0.3
    current_per_mobility: float = -0.8
    found_base: float = -2.78
    found_of_depth: tuple[float, ...] = (-2.1, -1.1, 0.0, 0.72, 1.4)
    found_if_current: float = 2.4
    found_if_agreed: float = 0.5
    field_delivery: float = 0.84
    field_hidden: float = 0.62
    accepts_base: float = 2.4
    accepts_per_willingness: float = 0.5
    carrier_fault_share: float = 0.02
    explore_share: float = 0.1
    choice_of_kind: tuple[float, ...] = (0.0, 0.6, 0.2, 0.5, 0.3)
    choice_per_depth: float = 0.3
    choice_hidden: float = 0.8
    field_range_km: float = 3.5
    null_share: float = 0.0
    npl_per_delivery: float = -0.5
    overdue_per_field: float = 0.5
    repay_base: float = -4.2
    repay_if_delivered: float = 0.45
    repay_per_willingness: float = 0.6
    repay_per_field: float = -0.3


@dataclass(frozen=True)
class Calendar:
    """When cases were handed over and letters sent.

    Parameters
    ----------
    first_batch
        Day of the first hand-over.
    batches, days_between_batches
        Hand-overs.
    max_tries
        Letters per case at most.
    days_between_tries
        Mean pause before the next letter.
    """

    first_batch: date = date(2026, 3, 2)
    batches: int = 4
    days_between_batches: int = 28
    max_tries: int = 3
    days_between_tries: float = 18.0


LAWFUL_WORDS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            LAWFUL_SOURCES,
            ("合同约定", "客户预留", "客户授权", "合法公开渠道", "联系人告知", "征信授权查询"),
            strict=True,
        )
    )
)
