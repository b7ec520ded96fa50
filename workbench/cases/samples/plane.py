"""A statistical world on a disk of H3 cells: many cases at once, every true rate known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import h3
import numpy as np
import pandas as pd

from workbench.cases.samples.fields import smooth_field, to_km
from workbench.cases.samples.letters import send_letters
from workbench.cases.samples.outcomes import (
    Ground,
    choice_odds,
    draw_has,
    draw_years,
    field_of_arrears,
    p_accepts,
    p_current,
    p_found,
    p_repays,
)
from workbench.cases.samples.people import draw_hidden, draw_loans
from workbench.cases.samples.settings import KINDS, Calendar, World

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MIDDLE = (39.9, 116.4)
# Level of a match for each depth of writing.
LEVEL_OF_DEPTH = ("town", "road", "place", "door_near", "door")
_DEPTH_SHARES = {
    "registered": (0.12, 0.16, 0.34, 0.14, 0.24),
    "home": (0.05, 0.1, 0.25, 0.2, 0.4),
    "work": (0.08, 0.17, 0.45, 0.1, 0.2),
    "shipping": (0.02, 0.05, 0.18, 0.2, 0.55),
    "billing": (0.06, 0.12, 0.28, 0.18, 0.36),
}
_REGISTERED_ELSEWHERE = 0.5
_POOL = 4000  # letters and cases of which a cell's true rate is the mean
_DAYS_BETWEEN_CAMPAIGNS = 182
_MISMATCH = {"shipping": 0.25, "billing": 0.15}
_DELIVERED = ("self", "adult_family", "designated", "other_signer", "locker")


@dataclass(frozen=True)
class Plane:
    """A statistical world, without names or texts.

    Parameters
    ----------
    cells
        One row per cell: ``cell`` (text)``, cell_number`` (integer)``, lng, lat, density, field_delivery, field_npl, field_hidden,
        null`` (whether the seen field is exactly 0 there)``, true_delivered`` (share of letters like those of the log that would be
        delivered if all were sent there)``, true_repaid`` (share of cases like these that would repay if all lived there).
    addresses
        One row per address: ``address_id, case, kind, level, cell, years, agrees, current, p_delivered`` (true, given
        everything)``, p_logged`` (probability of being the first choice in the log).
    letters
        One row per letter: the address's columns, ``try_number, attempted_at, outcome, return_reason, p_chosen, delivered``.
    cases
        One row per case: ``case, age_years, days_past_due, amount_yuan, home_cell, mobility, willingness, delivered, repaid, p_repays,
        p_repays_if, p_repays_if_not`` (with and without a delivered letter).
    earlier
        Letters of earlier campaigns, columns as in ``letters``.
    """

    cells: pd.DataFrame
    addresses: pd.DataFrame
    letters: pd.DataFrame
    cases: pd.DataFrame
    earlier: pd.DataFrame


def make_plane(
    *,
    cases: int = 120_000,
    seed: int = 0,
    world: World | None = None,
    calendar: Calendar | None = None,
    campaigns: int = 1,
    resolution: int = 8,
    rings: int = 58,
) -> Plane:
    """Make a statistical world.

    Parameters
    ----------
    cases
        Cases, one per person.
    seed
        Seed; the same arguments give the same world.
    world, calendar
        Settings; by default one letter per case.
    campaigns
        Campaigns of letters to everybody; all but the last are ``earlier``, half a year apart. They change nothing else.
    resolution, rings
        Of the disk of cells: 58 rings are 10,267 cells.
    """
    world, calendar = world or World(), calendar or Calendar(max_tries=1)
    rng = np.random.Generator(np.random.PCG64(seed))
    cells = _make_cells(resolution, rings, world, rng)
    mobility, willingness = draw_hidden(cases, rng)
    has, years = draw_has(cases, world, rng), draw_years(cases, world, rng)
    at = _settle(cells["density"].to_numpy(float), cases, rng)
    ground = _lay_ground(cells, at, has, years, mobility, world, rng)
    found, accepts = p_found(ground, world), p_accepts(willingness, world)
    addresses = _address_frame(cells, at, ground, found * accepts[:, None], world)
    sent = send_letters(ground, found, accepts, world, calendar, rng)
    letters = _letter_frame(addresses, has, sent, calendar, ago=0)
    people = _case_frame(cells, at[:, 1], letters, mobility, willingness, world, rng)
    cells["true_delivered"] = _true_delivered(cells, ground, accepts, sent, world)
    cells["true_repaid"] = _true_repaid(cells, people, world)
    earlier = [letters.iloc[:0]]
    for ago in range(campaigns - 1, 0, -1):
        before = send_letters(ground, found, accepts, world, calendar, rng)
        earlier.append(_letter_frame(addresses, has, before, calendar, ago=ago))
    return Plane(cells, addresses, letters, people, pd.concat(earlier, ignore_index=True))


def _make_cells(resolution: int, rings: int, world: World, rng: np.random.Generator) -> pd.DataFrame:
    names = sorted(h3.grid_disk(h3.latlng_to_cell(*MIDDLE, resolution), rings))
    points = np.array([h3.cell_to_latlng(name) for name in names])
    x, y = to_km(points[:, 1], points[:, 0])
    fields = [
        smooth_field(x, y, range_km=world.field_range_km, rng=rng, null_share=world.null_share)
        for _ in range(3)
    ]
    crowd = smooth_field(x, y, range_km=2 * world.field_range_km, rng=rng) + rng.standard_normal(len(names))
    density = np.exp(crowd - 0.03 * np.hypot(x, y))
    return pd.DataFrame(
        {
            "cell": np.array(names, dtype=object),
            "cell_number": np.array([h3.str_to_int(name) for name in names], dtype=np.uint64),
            "lng": points[:, 1],
            "lat": points[:, 0],
            "density": density / density.sum(),
            "field_delivery": fields[0],
            "field_npl": field_of_arrears(fields[0], fields[1], world),
            "field_hidden": fields[2],
            "null": fields[0] == 0.0,
        }
    )


def _settle(density: Floats, cases: int, rng: np.random.Generator) -> Integers:
    """Choose a cell for each kind of address: cases x kinds, row numbers of the cells."""

    def anywhere() -> Integers:
        return np.asarray(rng.choice(len(density), cases, p=density))

    home = anywhere()
    registered = np.where(rng.random(cases) < _REGISTERED_ELSEWHERE, anywhere(), home)
    shipping = np.where(rng.random(cases) < _MISMATCH["shipping"], anywhere(), home)
    billing = np.where(rng.random(cases) < _MISMATCH["billing"], anywhere(), home)
    return np.column_stack([registered, home, anywhere(), shipping, billing])


def _lay_ground(
    cells: pd.DataFrame,
    at: Integers,
    has: Flags,
    years: Floats,
    mobility: Floats,
    world: World,
    rng: np.random.Generator,
) -> Ground:
    depth = np.column_stack([rng.choice(5, len(at), p=_DEPTH_SHARES[kind]) for kind in KINDS])
    masked = np.where(has, at, -1 - np.arange(len(KINDS)))
    same = (masked[:, :, None] == masked[:, None, :]).sum(axis=2) > 1
    current = rng.random(has.shape) < p_current(years, mobility, world)
    seen, hidden = (cells[name].to_numpy(float) for name in ("field_delivery", "field_hidden"))
    return Ground(has, years, depth, current, same & has, seen[at], hidden[at])


def _row_numbers(has: Flags) -> Integers:
    """Row of each address in the frame of addresses, cases x kinds; -1 where there is none."""
    return np.where(has, has.cumsum().reshape(has.shape) - 1, -1)


def _address_frame(
    cells: pd.DataFrame, at: Integers, ground: Ground, odds: Floats, world: World
) -> pd.DataFrame:
    case, kind = np.nonzero(ground.has)
    numbers = np.char.add(np.char.add("A", case.astype(str)), np.char.add("-", kind.astype(str)))
    return pd.DataFrame(
        {
            "address_id": numbers.astype(object),
            "case": case,
            "kind": pd.Categorical.from_codes(kind, pd.Index(KINDS)),
            "level": pd.Categorical.from_codes(ground.depth[case, kind], pd.Index(LEVEL_OF_DEPTH)),
            "cell": cells["cell_number"].to_numpy()[at[case, kind]],
            "years": ground.years[case, kind],
            "agrees": ground.agrees[case, kind].astype(int),
            "current": ground.current[case, kind],
            "p_delivered": odds[case, kind],
            "p_logged": choice_odds(ground, world)[case, kind],
        }
    )


def _letter_frame(
    addresses: pd.DataFrame, has: Flags, sent: pd.DataFrame, calendar: Calendar, *, ago: int
) -> pd.DataFrame:
    """Lay out letters with their addresses; those of a campaign ``ago`` campaigns ago went out that many half-years earlier."""
    letters = addresses.iloc[_row_numbers(has)[sent["case"], sent["kind"]]].reset_index(drop=True)
    day = np.floor(sent["day"].to_numpy()) - ago * _DAYS_BETWEEN_CAMPAIGNS
    letters["attempted_at"] = pd.Timestamp(calendar.first_batch) + pd.to_timedelta(day, unit="D")
    for name in ("try_number", "outcome", "return_reason", "p_chosen"):
        letters[name] = sent[name].to_numpy()
    letters["delivered"] = letters["outcome"].isin(_DELIVERED)
    return letters


def _case_frame(
    cells: pd.DataFrame,
    home: Integers,
    letters: pd.DataFrame,
    mobility: Floats,
    willingness: Floats,
    world: World,
    rng: np.random.Generator,
) -> pd.DataFrame:
    count = len(home)
    frame = draw_loans(count, rng)
    frame.insert(0, "case", np.arange(count))
    frame["home_cell"] = cells["cell_number"].to_numpy()[home]
    frame["mobility"], frame["willingness"] = mobility, willingness
    delivered = np.bincount(letters["case"], letters["delivered"], minlength=count) > 0
    field = cells["field_npl"].to_numpy(float)[home]
    days, amount = frame["days_past_due"].to_numpy(float), frame["amount_yuan"].to_numpy(float)
    for name, given in (
        ("p_repays_if", np.ones_like(delivered)),
        ("p_repays_if_not", np.zeros_like(delivered)),
    ):
        frame[name] = p_repays(willingness, days, amount, field, given, world)
    frame["p_repays"] = np.where(delivered, frame["p_repays_if"], frame["p_repays_if_not"])
    frame["delivered"] = delivered
    frame["repaid"] = rng.random(count) < frame["p_repays"]
    return frame


def _true_delivered(
    cells: pd.DataFrame, ground: Ground, accepts: Floats, sent: pd.DataFrame, world: World
) -> Floats:
    """Mean odds of a sample of the log's letters, moved to every cell in thought."""
    pool = sent.iloc[:_POOL]
    case, kind = pool["case"].to_numpy(), pool["kind"].to_numpy()
    found = p_found(ground, world)[case, kind]
    here = world.field_delivery * ground.field_delivery + world.field_hidden * ground.field_hidden
    bare = np.log(found / (1 - found)) - here[case, kind]
    there = world.field_delivery * cells["field_delivery"] + world.field_hidden * cells["field_hidden"]
    share = _mean_over_pool(there.to_numpy(float), bare, accepts[case])
    return np.asarray(share * (1 - world.carrier_fault_share))


def _true_repaid(cells: pd.DataFrame, people: pd.DataFrame, world: World) -> Floats:
    """Mean odds of repaying of a sample of cases, moved to every cell in thought."""
    pool = people.iloc[:_POOL]
    field = cells.set_index("cell_number")["field_npl"].reindex(pool["home_cell"]).to_numpy(float)
    p = pool["p_repays"].to_numpy(float)
    bare = np.log(p / (1 - p)) - world.repay_per_field * field
    there = world.repay_per_field * cells["field_npl"].to_numpy(float)
    return _mean_over_pool(there, bare, np.ones(len(pool)))


def _mean_over_pool(shift: Floats, bare: Floats, factor: Floats) -> Floats:
    """Mean of ``logistic(bare + shift) * factor`` for each shift, by a fine grid of shifts."""
    grid = np.linspace(shift.min() - 1e-9, shift.max() + 1e-9, 200)
    means = [float((factor / (1 + np.exp(-(bare + step)))).mean()) for step in grid]
    return np.asarray(np.interp(shift, grid, means))
