"""A made portfolio for tests of what is counted from cases, addresses, locations and attempts."""

from __future__ import annotations

import h3
import numpy as np
import pandas as pd

from workbench.patterns import Portfolio

# Three counties of one city and one of another, each with a middle point; a made, plain geography.
COUNTIES = (
    ("110101", "北京市", "北京市", "东城区", 116.41, 39.92),
    ("110102", "北京市", "北京市", "西城区", 116.36, 39.91),
    ("110105", "北京市", "北京市", "朝阳区", 116.48, 39.94),
    ("130102", "河北省", "石家庄市", "长安区", 114.54, 38.04),
)
OUTCOMES = ("self", "adult_family", "locker", "refused", "returned", "in_transit")


def make_portfolio(
    people: int = 600, *, seed: int = 0, spread: float = 0.02, resolution: int = 9
) -> Portfolio:
    """Make cases, addresses, locations and attempts of ``people`` borrowers around a few county seats."""
    random = np.random.default_rng(seed)
    number = np.arange(people)
    county = random.choice(len(COUNTIES), people, p=[0.35, 0.3, 0.25, 0.1])
    cases = pd.DataFrame(
        {
            "case_id": [f"C{seed}-{each:05d}" for each in number],
            "borrower": [f"pseudonym{seed}x{each:05d}" for each in number],
            "lender": np.where(number % 3 == 0, "乙行", "甲行"),
            "branch": random.choice(["一分行", "二分行"], people),
            "product": random.choice(["信用卡", "消费贷"], people),
            "placed_on": pd.Timestamp("2026-01-05")
            + pd.to_timedelta(random.integers(0, 60, people), unit="D"),
            "amount_yuan": random.lognormal(9, 1, people).round(2),
            "days_past_due": random.integers(1, 400, people),
            "repaid_yuan": np.where(random.random(people) < 0.2, 500.0, 0.0),
        }
    )
    twice = np.concatenate([number, number[random.random(people) < 0.5]])
    kind = np.where(np.arange(len(twice)) < people, "home", "registered")
    addresses = pd.DataFrame({"address_id": [f"A{seed}-{each:05d}" for each in range(len(twice))]})
    addresses = addresses.assign(
        case_id=cases["case_id"].to_numpy()[twice],
        borrower=cases["borrower"].to_numpy()[twice],
        kind=kind,
        address=[f"幸福路{each}号秘密小区" for each in range(len(twice))],
        lawful_source="contract",
    )
    locations = _locate(addresses, county[twice], random, spread, resolution)
    return Portfolio(cases, addresses, locations, _try(addresses, random))


def _locate(addresses, county, random, spread, resolution):
    table = pd.DataFrame(COUNTIES, columns=["adcode", "province", "city", "district", "lng", "lat"]).iloc[
        county
    ]
    out = table.reset_index(drop=True)
    out["lng"] += random.normal(0, spread, len(out))
    out["lat"] += random.normal(0, spread, len(out))
    out.insert(0, "address_id", addresses["address_id"].to_numpy())
    out["cell"] = [h3.latlng_to_cell(y, x, resolution) for x, y in zip(out["lng"], out["lat"], strict=True)]
    out["cell_fit"] = resolution
    out["level"] = random.choice(["door", "place", "road", "town"], len(out), p=[0.5, 0.3, 0.15, 0.05])
    out["decision"] = np.where(random.random(len(out)) < 0.9, "accept", "review")
    out["confidence"] = random.random(len(out))
    return out


def _try(addresses, random):
    chosen = random.integers(0, len(addresses), int(len(addresses) * 1.2))
    outcome = random.choice(OUTCOMES, len(chosen), p=[0.3, 0.1, 0.1, 0.1, 0.35, 0.05])
    reasons = ["address_wrong", "person_moved", "unclaimed", "carrier_fault"]
    out = addresses[["address_id", "case_id", "borrower"]].iloc[chosen].reset_index(drop=True)
    out.insert(0, "attempt_id", [f"T{each:06d}" for each in range(len(out))])
    return out.assign(
        channel="letter",
        attempted_at=pd.Timestamp("2026-03-01")
        + pd.to_timedelta(random.integers(0, 90 * 24, len(out)), unit="h"),
        outcome=outcome,
        return_reason=np.where(outcome == "returned", random.choice(reasons, len(out)), None),
        station=random.choice(["东站", "西站", "南站"], len(out)),
        cost_yuan=6.0,
    )
