"""Postcodes and the city or county that each belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.gazetteer.bundling.names import shorten

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives

_PROVINCES = {
    "BJ": "11",
    "TJ": "12",
    "HE": "13",
    "SX": "14",
    "NM": "15",
    "LN": "21",
    "JL": "22",
    "HL": "23",
    "SH": "31",
    "JS": "32",
    "ZJ": "33",
    "AH": "34",
    "FJ": "35",
    "JX": "36",
    "SD": "37",
    "HA": "41",
    "HB": "42",
    "HN": "43",
    "GD": "44",
    "GX": "45",
    "HI": "46",
    "CQ": "50",
    "SC": "51",
    "GZ": "52",
    "YN": "53",
    "XZ": "54",
    "SN": "61",
    "GS": "62",
    "QH": "63",
    "NX": "64",
    "XJ": "65",
}


def make_postcodes(archives: Archives, divisions: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return postcode, province, locality and the locality's code where it can be told, sorted by postcode."""
    rows = archives.json(
        "countrystatecity-postal-codes", "countrystatecity_postal_codes/data/by-country/CN/postcodes.json"
    )
    frame = pd.DataFrame(
        {"postcode": [row["code"] for row in rows], "name": [row["localityName"] for row in rows]}
    )
    frame["province_code"] = [f"{_PROVINCES[row['stateCode']]}0000" for row in rows]
    frame["adcode"] = _codes(frame, divisions, history)
    frame["province"] = frame["province_code"].map(divisions.set_index("code")["name"])
    columns = ["postcode", "province", "name", "adcode"]
    return frame.sort_values("postcode", kind="stable", ignore_index=True)[columns]


def _codes(frame: pd.DataFrame, divisions: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    """Look for the current name, a former name, then the short name; only one code is an answer."""
    upper = divisions[divisions["level"] != "town"]
    old = history[history["code_now"] != ""].drop_duplicates(["name", "code_now"])
    tables = (
        pd.DataFrame({"p": upper["code"].str[:2], "n": upper["name"], "code": upper["code"]}),
        pd.DataFrame({"p": old["code_now"].str[:2], "n": old["name"], "code": old["code_now"]}),
        pd.DataFrame({"p": upper["code"].str[:2], "n": upper["short_name"], "code": upper["code"]}),
    )
    short = [shorten(name, "district") for name in frame["name"]]
    wanted = (frame["name"], frame["name"], pd.Series(short, index=frame.index))
    out = pd.Series("", index=frame.index)
    for table, names in zip(tables, wanted, strict=True):
        known = table.drop_duplicates().drop_duplicates(["p", "n"], keep=False).set_index(["p", "n"])["code"]
        keys = pd.MultiIndex.from_arrays([frame["province_code"].str[:2], names])
        hit = pd.Series(known.reindex(keys).to_numpy(), index=frame.index).fillna("")
        out = out.where(out != "", hit)
    return out
