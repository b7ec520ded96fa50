"""Villages and residents' communities of the statistics bureau, joined to the townships of the ministry."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd

from workbench.gazetteer.bundling.names import shorten, shorten_village

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives

_YEAR = 2023  # of the bureau's list
_COMMITTEE = r"(村|居|社区)(?:民)?(?:居民)?(?:管理)?委(?:员)?会$"
_ENDING = r"(村|社区)$"
_KINDS = {"村": "village", "居": "community", "社区": "community"}
_WITHOUT_CITIES = ("11", "12", "31", "50")


def make_villages(archives: Archives, divisions: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the villages with the township and county of the current list where they can be told.

    Parameters
    ----------
    archives
        The pinned packages.
    divisions
        Result of ``make_divisions``.
    history
        Result of ``make_history``; brings the county codes of 2023 to the current list.

    Notes
    -----
    Township codes of the two authorities differ for a quarter of the townships of the same name, so the join goes
    by (county, name), and by (county, short name) where that is unique on both sides. The bureau also counts
    development zones as counties; their townships are looked for in the whole city.
    """
    frame = _read(archives, "villages")
    streets = _locate(_read(archives, "streets"), divisions, history)
    frame = frame.merge(streets, on="streetCode", how="left", validate="many_to_one")
    committee = frame["name"].str.extract(_COMMITTEE, expand=False)
    frame["name"] = frame["name"].map({name: shorten_village(name) for name in frame["name"].unique()})
    ending = committee.fillna(frame["name"].str.extract(_ENDING, expand=False))
    frame["kind"] = ending.map(_KINDS).fillna("other")
    columns = ["code", "name", "kind", "town", "town_code", "adcode"]
    return frame.sort_values("code", kind="stable", ignore_index=True)[columns]


def _locate(streets: pd.DataFrame, divisions: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Townships of the bureau with their code in the list and the finest code known above them."""
    late = history[(history["last_year"] >= _YEAR) & (history["code_now"] != "")]
    county = streets["areaCode"].replace(late.set_index("code")["code_now"].to_dict())
    city = (county.str[:4] + "00").where(~county.str[:2].isin(_WITHOUT_CITIES), county.str[:2] + "0000")
    towns = divisions[divisions["level"] == "town"]
    above = divisions.set_index("code")
    code = match_towns(county, streets["name"], towns, towns["adcode"])
    wide = match_towns(city, streets["name"], towns, towns["adcode"].map(_city_code(above)))
    listed = county.isin(set(above.index))
    code = code.where(listed, wide)
    adcode = code.map(above["adcode"]).fillna(county.where(listed, city))
    out = {"streetCode": streets["code"], "town": streets["name"], "town_code": code, "adcode": adcode}
    return pd.DataFrame(out)


def _city_code(above: pd.DataFrame) -> pd.Series:
    """Return the city's code of each division, the province's where there is no city, its own for a city."""
    return above["parent"].where(above["level"] == "district", above.index.to_series())


def match_towns(area: pd.Series, name: pd.Series, towns: pd.DataFrame, town_area: pd.Series) -> pd.Series:
    """Return the code of the township of that area and name, or an empty string.

    Parameters
    ----------
    area, name
        Code of the area and name of each township looked for.
    towns
        Townships of the list.
    town_area
        Area code of each of them, on the same index.
    """
    listed = pd.DataFrame({"area": town_area, "name": towns["name"], "code": towns["code"]})
    listed["short"] = [shorten(each, "town") for each in listed["name"]]
    full = listed.drop_duplicates(["area", "name"], keep=False).set_index(["area", "name"])["code"]
    short = listed.drop_duplicates(["area", "short"], keep=False).set_index(["area", "short"])["code"]
    plain = name.map({each: shorten(each.removesuffix("办事处"), "town") for each in name.unique()})
    twice = pd.DataFrame({"area": area, "short": plain}).duplicated(keep=False)
    by_full = pd.Series(full.reindex(pd.MultiIndex.from_arrays([area, name])).to_numpy(), index=area.index)
    by_short = pd.Series(short.reindex(pd.MultiIndex.from_arrays([area, plain])).to_numpy(), index=area.index)
    return by_full.where(by_full.notna(), by_short.where(~twice)).fillna("").astype(str)


def _read(archives: Archives, name: str) -> pd.DataFrame:
    data = archives.member("china-division", f"package/dist/{name}.csv")
    return pd.read_csv(io.BytesIO(data), dtype=str, encoding="utf-8", keep_default_na=False)
