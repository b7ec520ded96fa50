"""Full, truthful addresses of spots, and what becomes of them in a lender's file."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.samples.drafts import Draft
from workbench.cases.samples.fields import to_km
from workbench.cases.samples.hints import Hint
from workbench.cases.samples.noise import draw_operators, spoil
from workbench.cases.samples.settings import DEPTHS, KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.cases.samples.settings import Noise

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_ROAD_WITHIN_KM, _LANDMARK_WITHIN_KM = 0.35, 0.8
_ROAD_SHARE, _NUMBER_SHARE = 0.6, 0.75
_DOORS = 180


def write_addresses(
    spots: pd.DataFrame,
    spot_of: Integers,
    has: Flags,
    people: pd.DataFrame,
    *,
    noise: Noise,
    changes: pd.DataFrame | None,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write every address truthfully, spoil it, and keep both.

    Returns
    -------
    pandas.DataFrame
        One row per address that a case has: ``case, kind_number`` (positions), ``kind, spot, true_address, text, depth,
        operators`` (joined by ``;``)``, employer, decoy`` (an address of somebody else, for contact columns).
    """
    case, kind_number = np.nonzero(has)
    spot = spot_of[case, kind_number]
    kinds = [KINDS[number] for number in kind_number]
    drafts = _draw_drafts(spots, spot, kinds, rng)
    hints = _hints(spots, spot, drafts, people.iloc[case], changes)
    operators = draw_operators(kinds, noise, rng)
    spoilt = [
        spoil(draft, names, hint, rng) for draft, names, hint in zip(drafts, operators, hints, strict=True)
    ]
    texts = [text for text, _, _ in spoilt]
    depth = [_depth_left(draft, done) for _, draft, done in spoilt]
    return pd.DataFrame(
        {
            "case": case,
            "kind_number": kind_number,
            "kind": kinds,
            "spot": spot,
            "true_address": [draft.text for draft in drafts],
            "text": texts,
            "depth": depth,
            "operators": [";".join(done) for _, _, done in spoilt],
            "employer": spots["place"].to_numpy(dtype=object)[spot],
            "decoy": rng.permutation(np.array([draft.text for draft in drafts], dtype=object)),
        }
    )


def _depth_left(draft: Draft, done: tuple[str, ...]) -> int:
    """How fine an address still is after its operators."""
    if "placeholder" in done:
        return 0
    return min(draft.depth, DEPTHS.index("place")) if "truncate" in done else draft.depth


def nearest_name(spots: pd.DataFrame, role: str, *, within_km: float) -> NDArray[np.object_]:
    """Name the nearest spot of a role for every spot; empty where none is within reach."""
    x, y = to_km(spots["lng"].to_numpy(float), spots["lat"].to_numpy(float))
    pool = np.flatnonzero(spots["role"].eq(role).to_numpy())
    if not len(pool):
        return np.full(len(spots), "", dtype=object)
    nearest, gap = np.zeros(len(spots), dtype=np.int64), np.full(len(spots), np.inf)
    for part in np.array_split(np.arange(len(spots)), max(len(spots) // 500, 1)):
        away = np.hypot(x[part][:, None] - x[pool], y[part][:, None] - y[pool])
        nearest[part], gap[part] = pool[away.argmin(axis=1)], away.min(axis=1)
    names = spots["place"].to_numpy(dtype=object)[nearest]
    return np.where(gap <= within_km, names, "").astype(object)


def _draw_drafts(
    spots: pd.DataFrame, spot: Integers, kinds: list[str], rng: np.random.Generator
) -> list[Draft]:
    count = len(spot)
    road = nearest_name(spots, "road", within_km=_ROAD_WITHIN_KM)
    table = spots.assign(road=road).iloc[spot]
    with_road, with_number = rng.random(count) < _ROAD_SHARE, rng.random(count) < _NUMBER_SHARE
    building, unit = rng.integers(1, 25, count), rng.integers(1, 6, count)
    room = rng.integers(1, 19, count) * 100 + rng.integers(1, 5, count)
    rows = table[["spot_id", "province", "city", "district", "town", "road", "place", "building", "role"]]
    return [
        _draft(row, kind, (int(c), int(d), int(e)), with_road=bool(a), with_number=bool(b))
        for row, kind, a, b, c, d, e in zip(
            rows.itertuples(index=False, name=None),
            kinds,
            with_road,
            with_number,
            building,
            unit,
            room,
            strict=True,
        )
    ]


def _draft(
    row: tuple[str, ...], kind: str, inside: tuple[int, int, int], *, with_road: bool, with_number: bool
) -> Draft:
    """Put one truthful address together; what stands inside the compound is invented, the compound is not."""
    spot_id, province, city, district, town, road, place, own_building, role = row
    head = Draft(spot_id, province, city, district, town)
    # The same place has the same door number for everybody.
    door = str(1 + zlib.crc32(f"{place}{road}".encode()) % _DOORS)
    building, unit, room = (str(number) for number in inside)
    fields: dict[str, str]
    if role in ("road", "lane"):
        fields = {"road": place, "number": door if role == "road" else str(1 + int(building)), "room": ""}
    elif role == "village":
        fields = {"place": place, "tail": f"{building}号"}
    elif role == "work" or kind == "work":
        fields = {"road": road if with_road else "", "place": place, "room": room if with_number else ""}
        fields["number"] = door if with_road and with_number and road else ""
    else:
        fields = {"road": road if with_road else "", "place": place, "unit": unit, "room": room}
        fields["number"] = door if with_road and with_number and road else ""
        fields["building"] = own_building or building
    return Draft(**{**_as_fields(head), **fields})


def _as_fields(draft: Draft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in ("place_id", "province", "city", "district", "town")}


def _hints(
    spots: pd.DataFrame,
    spot: Integers,
    drafts: list[Draft],
    people: pd.DataFrame,
    changes: pd.DataFrame | None,
) -> list[Hint]:
    landmark = nearest_name(spots, "landmark", within_km=_LANDMARK_WITHIN_KM)[spot]
    districts = tuple(sorted(set(spots["district"])))
    old = _old_names(spots, changes)
    names, phones = people["name"].to_numpy(dtype=object), people["phone"].to_numpy(dtype=object)
    # A second address in the cell is the row's neighbour, mostly another address of the same person.
    seconds = [drafts[at - 1].text for at in range(len(drafts))]
    return [
        Hint(old, districts, mark, second, name, phone)
        for mark, second, name, phone in zip(landmark, seconds, names, phones, strict=True)
    ]


def _old_names(spots: pd.DataFrame, changes: pd.DataFrame | None) -> dict[str, tuple[str, ...]]:
    """Earlier names of the districts of this city, by the table of changes."""
    if changes is None:
        return {}
    here = set(spots["province"]) | set(spots["city"])
    rows = changes[changes["level"].eq("district") & changes["new_name"].isin(set(spots["district"]))]
    rows = rows[rows["old_name"].ne(rows["new_name"]) & rows["old_name"].fillna("").ne("")]
    known = (
        rows["new_city"].fillna("").where(rows["new_city"].fillna("").ne(""), rows["new_province"].fillna(""))
    )
    prefixes = set(spots["adcode"].str.slice(0, 2)) - {""}
    rows = rows[
        known.isin(here)
        | (known.eq("") & rows["new_code"].fillna("").astype(str).str.slice(0, 2).isin(prefixes))
    ]
    grouped = rows.groupby("new_name")["old_name"]
    return {str(name): tuple(sorted(set(old))) for name, old in grouped}
