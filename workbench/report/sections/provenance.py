"""Provenance: from which data and by which programs the report was made."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from workbench.report.drawings.tables import lay_table
from workbench.report.words import pick

if TYPE_CHECKING:
    from workbench.report.facts import Facts
    from workbench.report.markup import Html

PACKAGES = ("workbench", "h3", "numpy", "pandas", "scipy", "geopandas")
TEXTS = {
    "zh": {
        "number": "报告序号",
        "draft": "草稿（未登记）",
        "item": "项目",
        "value": "内容",
        "as_of": "数据截至",
        "period": "信函期间",
        "all": "全部",
        "data": "数据指纹（SHA-256）",
        "versions": "程序版本",
        "boundaries": "界线来源",
        "none": "未安装",
        "control": "列示门槛",
        "control_text": "人数 ≥ {k}；H3 分辨率 {coarsest}–{finest}",
    },
    "en": {
        "number": "Report number",
        "draft": "draft, not kept",
        "item": "Item",
        "value": "Content",
        "as_of": "Data as of",
        "period": "Letters of",
        "all": "all days",
        "data": "Fingerprint of the data (SHA-256)",
        "versions": "Versions",
        "boundaries": "Boundaries",
        "none": "not installed",
        "control": "Thresholds",
        "control_text": "persons ≥ {k}; H3 resolutions {coarsest}–{finest}",
    },
}


def write_provenance(facts: Facts) -> Html:
    """Write dates, fingerprint, versions and thresholds."""
    texts, brief = pick(TEXTS, facts.brief.lang), facts.brief
    control = brief.control
    written = texts["control_text"].format(
        k=control.least_persons, coarsest=control.coarsest, finest=control.finest
    )
    rows: list[list[object]] = [
        [texts["number"], str(brief.number) if brief.number else texts["draft"]],
        [texts["as_of"], f"{brief.as_of:%Y-%m-%d}" if brief.as_of else "–"],
        [texts["period"], brief.period.label if brief.period else texts["all"]],
        [texts["data"], facts.fingerprint],
        [texts["control"], written],
        [texts["boundaries"], facts.ground.source if facts.ground else texts["none"]],
        [texts["versions"], list_versions()],
    ]
    rows += [[name, value] for name, value in brief.provenance.items()]
    return lay_table([texts["item"], texts["value"]], rows, class_="provenance")


def list_versions() -> str:
    """Return the versions of the programs that the figures come from."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
