"""A lender's portfolio in one city, at real places, with the truth kept aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.samples.carriers import CHANNEL_OF, draw_carriers
from workbench.cases.samples.fields import smooth_field, to_km
from workbench.cases.samples.files import spoil_rows, write_cases, write_results
from workbench.cases.samples.geography import make_couriers, make_stations, place_people, serve
from workbench.cases.samples.letters import send_letters
from workbench.cases.samples.outcomes import (
    Ground,
    draw_has,
    draw_years,
    field_of_arrears,
    lengthen,
    p_accepts,
    p_current,
    p_found,
    p_repays,
)
from workbench.cases.samples.people import draw_cases, draw_people, people_for
from workbench.cases.samples.settings import DEPTHS, KINDS, Calendar, Noise, World
from workbench.cases.samples.spots import find_spots
from workbench.cases.samples.writing import write_addresses
from workbench.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

    from workbench.cases.samples.outcomes import Floats, Integers

_MOST_CASES = 200_000
HOME = KINDS.index("home")
_CASE_SHARE_PAID = (0.05, 0.6)  # part of the amount that a payer pays, about
_DELIVERED = ("self", "adult_family", "designated", "other_signer", "locker")


@dataclass(frozen=True)
class Portfolio:
    """Files as they would be sent, stations and couriers, and the truth, which the pipeline never reads.

    Parameters
    ----------
    case_file, results_file
        As a lender and its carriers would send them: Chinese headers, every cell text.
    stations, couriers
        Tables ``stations`` and ``couriers``.
    true_addresses
        One row per address of a case: ``case_number, kind, written`` (the text in the file)``, true_address, place_id,
        place, role, province, city, district, adcode, lng, lat`` (WGS 84)``, truth_radius_m, depth, operators, years, current,
        p_found, p_accepts, p_delivered, field_delivery, field_hidden``.
    true_letters
        One row per letter: ``attempt_id, case_number, kind, channel, present, outcome, return_reason, p_chosen``.
    true_cases
        One row per case with its hidden traits: ``case_number, person, mobility, willingness, field_npl, p_repays``.
    planted_rejects
        Rows of the case file that must be refused: ``row, column, value, reason``.
    seed
        Seed of everything.
    """

    case_file: pd.DataFrame
    results_file: pd.DataFrame
    stations: pd.DataFrame
    couriers: pd.DataFrame
    true_addresses: pd.DataFrame
    true_letters: pd.DataFrame
    true_cases: pd.DataFrame
    planted_rejects: pd.DataFrame
    seed: int


def make_portfolio(
    places: pd.DataFrame,
    *,
    city: str = "北京市",
    cases: int = 2000,
    seed: int = 20260302,
    divisions: pd.DataFrame | None = None,
    regions: gpd.GeoDataFrame | None = None,
    changes: pd.DataFrame | None = None,
    noise: Noise | None = None,
    world: World | None = None,
    calendar: Calendar | None = None,
) -> Portfolio:
    """Make a believable portfolio of one city at real places.

    People, names, numbers, debts and outcomes are invented; places and their points are those of ``places``.
    A door number beside a compound's name is invented as well, so the truth is the compound's point with its own
    uncertainty ``truth_radius_m``, never a door.

    Parameters
    ----------
    places
        Columns ``place`` or ``name``, ``lng``, ``lat`` (WGS 84); see ``find_spots`` for those that help.
    city
        City, or municipality, of the portfolio.
    cases
        Number of good rows in the case file.
    seed
        Seed; the same arguments give the same files.
    divisions, regions
        Names and polygons of counties, for places that do not say their district.
    changes
        Earlier names of districts: ``level, old_name, new_name, new_city`` or ``new_province``.
    noise, world, calendar
        Settings.

    Raises
    ------
    InputError
        If ``cases`` is out of range or too few places are usable.
    """
    if not 1 <= cases <= _MOST_CASES:
        raise InputError(f"samples: {cases} cases cannot be made. Expected 1 to {_MOST_CASES:,}.")
    noise, world, calendar = noise or Noise(), world or World(), calendar or Calendar()
    rng = np.random.Generator(np.random.PCG64(seed))
    spots = find_spots(places, city=city, divisions=divisions, regions=regions)
    count = people_for(cases)
    spot_of = place_people(spots, count, rng)
    people = draw_people(_id_counties(spots, spot_of[:, 0]), np.datetime64(calendar.first_batch), rng)
    table = draw_cases(count, cases, calendar, rng)
    person = table["person"].to_numpy()
    mobility, willingness = (people[name].to_numpy(float)[person] for name in ("mobility", "willingness"))
    has = draw_has(count, world, rng)[person]
    years = draw_years(count, world, rng)[person]
    written = write_addresses(
        spots, spot_of[person], has, people.iloc[person], noise=noise, changes=changes, rng=rng
    )
    ground = _lay_ground(spots, spot_of[person], has, years, written, mobility, world, rng)
    found, accepts = p_found(ground, world), p_accepts(willingness, world)
    letters = send_letters(ground, found, accepts, world, calendar, rng)
    stations = make_stations(spots, cases, rng)
    couriers = make_couriers(stations, rng)
    letters = _name_letters(letters, table, spots, spot_of[person], stations, couriers, rng)
    truth = _true_addresses(written, table, spots, ground, found, accepts)
    field = _arrears(spots, spot_of[person, HOME], ground, world, rng)
    table["days_past_due"] = lengthen(table["days_past_due"].to_numpy(), field, world)
    true_cases = _repay(table, letters, field, mobility, willingness, world, rng)
    paid = true_cases.pop("repaid_yuan")
    files = _write_files(table.assign(repaid_yuan=paid), people, written, truth["years"], letters, noise, rng)
    columns = [
        "attempt_id",
        "case_number",
        "kind",
        "channel",
        "present",
        "outcome",
        "return_reason",
        "p_chosen",
    ]
    case_file, results_file, planted = files
    return Portfolio(
        case_file, results_file, stations, couriers, truth, letters[columns], true_cases, planted, seed
    )


def _write_files(
    table: pd.DataFrame,
    people: pd.DataFrame,
    written: pd.DataFrame,
    years: pd.Series,
    letters: pd.DataFrame,
    noise: Noise,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Lay out the case file with its bad rows, the results file, and what was planted."""
    age = (years * 365.25).to_numpy().astype("timedelta64[D]")
    recorded = table["placed_on"].to_numpy("datetime64[D]")[written["case"]] - age
    dated = written.assign(recorded_on=pd.Series(recorded.astype("datetime64[ns]")))
    file, planted = spoil_rows(write_cases(table, people, dated, noise, rng), noise, rng)
    return file, write_results(letters, rng), planted


def _id_counties(spots: pd.DataFrame, at: Integers) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """County codes for ID numbers: the registered address's where known."""
    codes = spots["adcode"].str.slice(0, 6).to_numpy(dtype=object)[at]
    return np.where(codes == "", "110101", codes).astype(object)


def _lay_ground(
    spots: pd.DataFrame,
    spot_of: Integers,
    has: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    years: Floats,
    written: pd.DataFrame,
    mobility: Floats,
    world: World,
    rng: np.random.Generator,
) -> Ground:
    x, y = to_km(spots["lng"].to_numpy(float), spots["lat"].to_numpy(float))
    fields = [
        smooth_field(x, y, range_km=world.field_range_km, rng=rng, null_share=world.null_share)
        for _ in range(2)
    ]
    depth = np.zeros(has.shape, dtype=np.int64)
    depth[written["case"], written["kind_number"]] = written["depth"]
    masked = np.where(has, spot_of, -1 - np.arange(has.shape[1]))
    same = (masked[:, :, None] == masked[:, None, :]).sum(axis=2) > 1
    current = rng.random(has.shape) < p_current(years, mobility, world)
    return Ground(has, years, depth, current, same & has, fields[0][spot_of], fields[1][spot_of])


def _name_letters(
    letters: pd.DataFrame,
    table: pd.DataFrame,
    spots: pd.DataFrame,
    spot_of: Integers,
    stations: pd.DataFrame,
    couriers: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Give letters their numbers, days, carriers, stations and couriers, in the order of sending."""
    out = letters.copy()
    case, kind = out["case"].to_numpy(), out["kind"].to_numpy()
    at = spot_of[case, kind]
    station, courier = serve(spots["lng"].to_numpy(float)[at], spots["lat"].to_numpy(float)[at], stations)
    out["station"] = stations["station"].to_numpy(dtype=object)[station]
    out["courier"] = couriers["courier"].to_numpy(dtype=object)[courier]
    minutes = rng.integers(8 * 60 + 30, 18 * 60, len(out))
    day = table["placed_on"].to_numpy("datetime64[D]")[case] + np.ceil(out["day"].to_numpy()).astype(
        "timedelta64[D]"
    )
    # No letters go out on Sundays: they leave on Monday.
    sunday = (day.astype("datetime64[D]").astype(np.int64) + 3) % 7 == 6  # noqa: PLR2004 -- 1970-01-01 was a Thursday
    day = day + sunday.astype("timedelta64[D]")
    out["attempted_at"] = day.astype("datetime64[m]").astype("datetime64[ns]") + minutes.astype(
        "timedelta64[m]"
    )
    out["carrier"] = draw_carriers(len(out), rng)
    out["channel"] = out["carrier"].map(CHANNEL_OF)
    out["case_number"] = table["case_number"].to_numpy(dtype=object)[case]
    out["kind"] = np.array(KINDS, dtype=object)[kind]
    out = out.sort_values(["attempted_at", "case_number"], ignore_index=True)
    out["attempt_id"] = [f"YJ{number:010d}" for number in range(1, len(out) + 1)]
    return out


def _true_addresses(
    written: pd.DataFrame,
    table: pd.DataFrame,
    spots: pd.DataFrame,
    ground: Ground,
    found: Floats,
    accepts: Floats,
) -> pd.DataFrame:
    case, kind = written["case"].to_numpy(), written["kind_number"].to_numpy()
    spot = spots.iloc[written["spot"]].reset_index(drop=True)
    odds = found[case, kind]
    truth = pd.DataFrame(
        {
            "case_number": table["case_number"].to_numpy(dtype=object)[case],
            "kind": written["kind"],
            "written": written["text"],
            "true_address": written["true_address"],
            "place_id": spot["spot_id"],
        }
    )
    for name in ("place", "role", "province", "city", "district", "adcode", "lng", "lat"):
        truth[name] = spot[name]
    truth["truth_radius_m"] = spot["radius_m"].round(0)
    truth["depth"] = np.array(DEPTHS, dtype=object)[written["depth"]]
    truth["operators"] = written["operators"]
    for name in ("years", "current", "field_delivery", "field_hidden"):
        truth[name] = getattr(ground, name)[case, kind]
    truth["p_found"], truth["p_accepts"], truth["p_delivered"] = odds, accepts[case], odds * accepts[case]
    return truth


def _arrears(
    spots: pd.DataFrame, home: Integers, ground: Ground, world: World, rng: np.random.Generator
) -> Floats:
    """Field of arrears at each borrower's home: high where loans fail."""
    x, y = to_km(spots["lng"].to_numpy(float), spots["lat"].to_numpy(float))
    own = smooth_field(x, y, range_km=world.field_range_km, rng=rng, null_share=world.null_share)[home]
    return field_of_arrears(ground.field_delivery[:, HOME], own, world)


def _repay(
    table: pd.DataFrame,
    letters: pd.DataFrame,
    field: Floats,
    mobility: Floats,
    willingness: Floats,
    world: World,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw who pays and how much, and lay out the hidden traits of each case."""
    delivered = (
        table["case_number"].isin(letters.loc[letters["outcome"].isin(_DELIVERED), "case_number"]).to_numpy()
    )
    amount = table["amount_yuan"].to_numpy(float)
    odds = p_repays(willingness, table["days_past_due"].to_numpy(float), amount, field, delivered, world)
    share = np.clip(rng.normal(_CASE_SHARE_PAID[1], 0.3, len(table)), _CASE_SHARE_PAID[0], 1.0)
    paid = np.where(rng.random(len(table)) < odds, (amount * share).round(2), 0.0)
    return pd.DataFrame(
        {
            "case_number": table["case_number"],
            "person": table["person"],
            "mobility": mobility,
            "willingness": willingness,
            "field_npl": field,
            "p_repays": odds,
            "repaid_yuan": paid,
        }
    )
