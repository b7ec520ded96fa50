"""Borrowers and their loans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.samples.identities import draw_names, make_ids, make_phones

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.cases.samples.settings import Calendar

    Floats = NDArray[np.float64]

LENDERS = ("示范银行", "样例消费金融", "演示小贷")
_PRODUCTS = ("信用卡", "现金贷", "消费分期")
_SECOND_LOAN_SHARE = 0.04
_HIDDEN_CORRELATION = -0.35
_DAYS_PAST_DUE = ((15, 60, 120, 240, 500), (0.08, 0.17, 0.25, 0.3, 0.2))


def draw_hidden(count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw mobility and willingness, standard normal, which nobody sees; movers are less willing."""
    mobility, other = rng.standard_normal(count), rng.standard_normal(count)
    willingness = _HIDDEN_CORRELATION * mobility + np.sqrt(1 - _HIDDEN_CORRELATION**2) * other
    return mobility, willingness


def draw_loans(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw age, days past due and amount of ``count`` cases."""
    middle = rng.choice(_DAYS_PAST_DUE[0], count, p=_DAYS_PAST_DUE[1])
    return pd.DataFrame(
        {
            "age_years": np.clip(rng.normal(36, 9, count), 20, 68).round().astype(int),
            "days_past_due": np.maximum((middle * rng.uniform(0.6, 1.5, count)).round(), 3).astype(int),
            "amount_yuan": rng.lognormal(9.2, 1.0, count).round(2),
        }
    )


def draw_people(adcodes: NDArray[np.object_], today: np.datetime64, rng: np.random.Generator) -> pd.DataFrame:
    """Draw people with the county of their ID number: ``name, id_number, phone, birthday, mobility, willingness``."""
    count = len(adcodes)
    age_days = (np.clip(rng.normal(36, 9, count), 20, 68) * 365.25).astype(int)
    ids, birthdays = make_ids(adcodes, today - age_days.astype("timedelta64[D]"), rng)
    mobility, willingness = draw_hidden(count, rng)
    return pd.DataFrame(
        {
            "name": draw_names(count, rng),
            "id_number": ids,
            "phone": make_phones(count, rng),
            "birthday": birthdays,
            "mobility": mobility,
            "willingness": willingness,
        }
    )


def draw_cases(people: int, cases: int, calendar: Calendar, rng: np.random.Generator) -> pd.DataFrame:
    """Draw cases: most people have one, some two at different lenders.

    Returns
    -------
    pandas.DataFrame
        ``case_number, person, lender, batch, placed_on, product, amount_yuan, principal_yuan, days_past_due``.
    """
    person = np.concatenate([np.arange(people), rng.integers(0, people, cases - people)])
    frame = draw_loans(cases, rng).drop(columns="age_years")
    batch = rng.integers(0, calendar.batches, cases)
    first = np.datetime64(calendar.first_batch)
    frame.insert(0, "case_number", [f"AJ{number:08d}" for number in range(1, cases + 1)])
    frame.insert(1, "person", person)
    frame["lender"] = np.array(LENDERS, dtype=object)[rng.choice(3, cases, p=[0.5, 0.3, 0.2])]
    frame["product"] = np.array(_PRODUCTS, dtype=object)[rng.integers(0, 3, cases)]
    frame["placed_on"] = first + (batch * calendar.days_between_batches).astype("timedelta64[D]")
    frame["batch"] = pd.Series(frame["placed_on"]).dt.strftime("P%Y%m%d").to_numpy(dtype=object)
    frame["principal_yuan"] = (frame["amount_yuan"] * rng.uniform(0.6, 0.95, cases)).round(2)
    return frame


def people_for(cases: int) -> int:
    """Return the number of people behind a number of cases."""
    return max(cases - round(cases * _SECOND_LOAN_SHARE), 1)
