"""A route sheet per courier to print: map, stops, checklist, and no word of any debt."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.dispatch.exports.captions import RESULTS, caption
from workbench.dispatch.exports.sketch import draw_sketch
from workbench.files import whole

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest

_STYLE = """
body{font:13px/1.45 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#111;margin:12mm auto;max-width:190mm}
h1{font-size:18px;margin:0 0 2px}p{margin:2px 0 8px}svg{width:100%;height:auto;border:1px solid #bbb;box-sizing:border-box}
table{border-collapse:collapse;width:100%;margin-top:8px}th,td{border:1px solid #bbb;padding:4px 6px;vertical-align:top;text-align:left}
th{background:#f0f0f0}tr{break-inside:avoid}thead{display:table-header-group}td.n{text-align:right;white-space:nowrap}
.way{fill:none;stroke:#1f6fb2;stroke-width:2;stroke-linejoin:round}.dot{fill:#fff;stroke:#b3261e;stroke-width:1.5}
.base{fill:#111}.lead{stroke:#b3261e;stroke-width:.8}.ruler{fill:none;stroke:#111;stroke-width:1.2}
text{font-size:9px;text-anchor:middle;dominant-baseline:central}text.plain{text-anchor:start}i{font-style:normal;white-space:nowrap}.foot{color:#555;font-size:11px}
@page{size:A4;margin:10mm}@media print{body{margin:0 1px;max-width:none}}
"""
_VAGUE_M = 100  # a point less sure than this is worth a word
_TAGS = {"zh": "zh-CN", "en": "en"}


def write_sheets(manifest: Manifest, folder: Path) -> list[Path]:
    """Write one self-contained page per courier; it asks no host and runs no script."""
    paths = []
    for courier in manifest.couriers:
        path = folder / manifest.file_name("sheet", ".html", courier)
        with whole(path) as temporary:
            temporary.write_text(_page(manifest, courier), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def _page(manifest: Manifest, courier: str) -> str:
    figures = manifest.rounds.loc[manifest.rounds["courier"].astype(str) == courier].iloc[0]
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    lang = manifest.lang
    title = f"{caption('sheet', lang)} · {courier}"
    heads = "".join(f"<th>{escape(each)}</th>" for each in caption("heads", lang).split("|"))
    foot = caption("foot", lang) + (manifest.attribution or caption("straight", lang))
    return (
        f'<!doctype html><html lang="{_TAGS[lang]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>{escape(_head(figures, manifest))}</p>{draw_sketch(manifest, courier)}"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{_rows(manifest, courier)}</tbody></table>"
        f'<p class="foot">{escape(foot)}</p></body></html>'
    )


def _head(figures: pd.Series, manifest: Manifest) -> str:
    """Return the round in a line."""
    words = caption(
        "day",
        manifest.lang,
        day=manifest.day,
        station=figures["station"],
        stops=figures["stops"],
        letters=figures["letters"],
        starts=_clock(figures["starts_at"]),
        ends=_clock(figures["ends_at"]),
        km=figures["travel_km"],
    )
    if pd.isna(figures["break_at"]):
        return words
    return words + caption("break", manifest.lang, at=_clock(figures["break_at"]))


def _clock(value: Any) -> str:
    return value.strftime("%H:%M") if pd.notna(value) else "-"


def _rows(manifest: Manifest, courier: str) -> str:
    rows, lang = [], manifest.lang
    checks = " ".join(f"<i>□ {escape(caption(each, lang))}</i>" for each in RESULTS)
    checks += f"<br><i>{caption('time', lang)}</i>"
    columns = ["sequence", "stop", "arrive_at", "address", "letters", "radius_m"]
    for sequence, stop, arrive, address, letters, radius in manifest.stops_of(courier)[columns].itertuples(
        index=False
    ):
        people = _people(manifest.letters_of(stop))
        vague = ""
        if pd.notna(radius) and radius > _VAGUE_M:
            vague = "<br>" + escape(caption("vague", lang, metres=radius))
        rows.append(
            f'<tr><td class="n">{sequence}</td><td class="n">{_clock(arrive)}</td>'
            f'<td>{escape(str(address))}{people}{vague}</td><td class="n">{letters}</td><td>{checks}</td></tr>'
        )
    return "".join(rows)


def _people(letters: pd.DataFrame) -> str:
    """Return case number, name and phone of the letters of one stop."""
    known = [name for name in ("case_id", "name", "phone") if name in letters]
    lines = letters[known].astype(object).where(letters[known].notna(), "")
    return "".join(
        "<br>" + escape(" ".join(str(part) for part in line if part != ""))
        for line in lines.itertuples(index=False)
    )
