"""Maps: delivery by cell of the mosaic, NPL by county, with everything that a reader needs to judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.maps import Classes, Scale, cut
from workbench.report.drawings.country import draw_country
from workbench.report.drawings.pens import FEW_COLOUR, LAND_COLOUR
from workbench.report.drawings.rates import (
    UNSURE_WIDTH,
    Colouring,
    draw_districts,
    draw_mosaic,
    is_unsure,
)
from workbench.report.drawings.views import View, frame_view, group_cells, outline_cells
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, count, pick, share

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from workbench.report.facts import Facts

MOST_MAPS = 4
_COUNTRY_PROVINCES = 3
_WIDTH, _ASPECT = 720.0, 1.95  # two maps fit on a page of A4
_PALETTES = {"delivered": "YlGnBu", "npl": "OrRd"}
TEXTS = {
    "zh": {
        "empty": "没有可以绘制的格：各格人数均未达到列示门槛，或地址尚未定位。",
        "by_cell": "{place}：{measure}（H3 格，分辨率 {finest}{dash}{coarsest}）",
        "by_district": "{place}：{measure}（区县）",
        "by_province": "全国：{measure}（省）",
        "province_unit": "{n} 个省",
        "same": "各处均为 {rate}：差异未超出随机波动",
        "cell_unit": "{n} 格",
        "district_unit": "{n} 个区县",
        "few": "样本过少",
        "none": "无数据",
        "unsure": "区间宽于 {width} 个百分点",
        "overall": "整个组合 {rate}",
        "base": "坐标系 WGS 84；界线来源：{source}；审图号：{number}",
        "no_base": "坐标系 WGS 84；未安装界线数据，图上不绘界线；审图号：{number}",
        "unreviewed": "（未送审，仅供内部使用）",
        "more": "另有 {n} 个格位于其他地区，未单独绘图，见附表。",
        "note": "颜色为平滑后的比率。各格互不重叠；人数不足的格已并入上级格。斜线表示区间较宽，颜色仅供参考。",
    },
    "en": {
        "empty": "There is no cell to draw: no cell has enough persons, or addresses are not located yet.",
        "by_cell": "{place}: {measure} (H3 cells, resolution {finest}{dash}{coarsest})",
        "by_district": "{place}: {measure} (counties)",
        "by_province": "The country: {measure} (provinces)",
        "province_unit": "provinces: {n}",
        "same": "{rate} everywhere: no more difference than chance",
        "cell_unit": "cells: {n}",
        "district_unit": "counties: {n}",
        "few": "Too few cases",
        "none": "No data",
        "unsure": "Interval wider than {width} points",
        "overall": "Whole portfolio {rate}",
        "base": "Datum WGS 84; boundaries: {source}; map review number: {number}",
        "no_base": "Datum WGS 84; boundary data are not installed, so none are drawn; map review number: {number}",
        "unreviewed": "(not reviewed, internal use only)",
        "more": "{n} more cells lie elsewhere and have no map of their own; see the annex.",
        "note": "Colours are smoothed rates. Cells do not overlap; cells with too few persons are merged into their parents. "
        "Hatching marks wide intervals: there the colour is only a hint.",
    },
}


def write_maps(facts: Facts) -> Html:
    """Write one map per group of cells and measure; legends are shared by all maps of a measure."""
    texts = pick(TEXTS, facts.brief.lang)
    if facts.cells.empty:
        return tag("p", texts["empty"], class_="empty")
    groups = group_cells(sorted(facts.cells["cell"].unique()))
    figures: list[Html] = _write_country(facts)
    for number, group in enumerate(groups[:MOST_MAPS]):
        view = frame_view(outline_cells(group), width=_WIDTH, aspect=_ASPECT)
        place = _name_place(group, facts)
        figures += [
            _write_figure(facts, measure, view, place, f"h{number}{measure}", group)
            for measure in facts.cells["measure"].unique().tolist()
        ]
    left = sum(map(len, groups[MOST_MAPS:]))
    more = tag("p", texts["more"].format(n=count(left)), class_="note") if left else None
    return join([tag("p", texts["note"], class_="note"), *figures, more])


def _write_figure(facts: Facts, measure: str, view: View, place: str, key: str, group: list[str]) -> Html:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    by_district = measure == "npl" and facts.ground is not None and facts.ground.districts is not None
    table = facts.regions["district"] if by_district else facts.cells
    rates = table[table["measure"] == measure]
    drawn = rates if by_district else rates[rates["cell"].isin(group)]
    thin = facts.thin_districts if by_district else facts.thin_cells
    colouring = Colouring(choose_classes(rates["smooth_share"].to_numpy(float), measure), thin, key)
    title = _title(drawn, place, common[measure], facts.brief.lang, by_district=by_district)
    if by_district and facts.ground is not None:
        picture = draw_districts(rates, view, colouring, facts.ground, title, facts.brief.lang)
    else:
        picture = draw_mosaic(drawn, view, colouring, facts.ground, title, facts.brief.lang)
    unit = texts["district_unit"] if by_district else texts["cell_unit"]
    legend = _write_legend(facts, drawn, colouring.classes, unit)
    return tag(
        "figure",
        tag("figcaption", tag("b", title), _overall(facts, measure)),
        picture,
        legend,
        tag("p", _base(facts), class_="source"),
        class_="mapfigure",
    )


def _write_country(facts: Facts) -> list[Html]:
    """Write one map of the country per measure, where rates of several provinces are shown."""
    table, texts = facts.regions.get("province"), pick(TEXTS, facts.brief.lang)
    if table is None or facts.ground is None or table["adcode"].nunique() < _COUNTRY_PROVINCES:
        return []
    figures = []
    for measure, rates in table.groupby("measure", sort=True):
        name = str(measure)
        thin = tuple({f"{code[:2]}0000" for code in facts.thin_districts} - set(rates["adcode"]))
        colouring = Colouring(choose_classes(rates["smooth_share"].to_numpy(float), name), thin, f"c{name}")
        title = texts["by_province"].format(measure=pick(COMMON, facts.brief.lang)[name])
        figures.append(
            tag(
                "figure",
                tag("figcaption", tag("b", title), _overall(facts, name)),
                draw_country(rates, colouring, facts.ground, title, facts.brief.lang),
                _write_legend(facts, rates, colouring.classes, texts["province_unit"]),
                tag("p", _base(facts), class_="source"),
                class_="mapfigure country",
            )
        )
    return figures


def choose_classes(values: np.ndarray, measure: str) -> Classes:
    """Cut smoothed shares into at most five classes by natural breaks, in the measure's own colours."""
    return cut(values, Scale(scheme="jenks", count=5, palette=_PALETTES.get(measure, "YlGnBu")))


def _title(drawn: pd.DataFrame, place: str, measure: str, lang: str, *, by_district: bool) -> str:
    texts = pick(TEXTS, lang)
    if by_district:
        return texts["by_district"].format(place=place, measure=measure)
    finest, coarsest = int(drawn["resolution"].max()), int(drawn["resolution"].min())
    if finest == coarsest:
        return texts["by_cell"].format(place=place, measure=measure, finest=finest, coarsest="", dash="")
    return texts["by_cell"].format(place=place, measure=measure, finest=coarsest, coarsest=finest, dash="–")


def _overall(facts: Facts, measure: str) -> Html | None:
    key = {"delivered": "delivered_per_letter", "npl": "npl_per_case"}[measure]
    row = facts.kpis[(facts.kpis["kpi"] == key) & facts.kpis["shown"]]
    if row.empty:
        return None
    text = pick(TEXTS, facts.brief.lang)["overall"].format(rate=share(float(row["kpi_value"].iloc[0])))
    return tag("span", text, class_="overall")


def _write_legend(facts: Facts, drawn: pd.DataFrame, classes: Classes, unit: str) -> Html:
    texts = pick(TEXTS, facts.brief.lang)
    numbers = classes.assign(drawn["smooth_share"].to_numpy(float))
    labels = classes.labels()
    if len(labels) == 1:
        labels = (texts["same"].format(rate=share(float(drawn["smooth_share"].mean()))),)
    entries = [
        _entry(tag("i", style=f"background:{colour}"), label, unit.format(n=int((numbers == number).sum())))
        for number, (colour, label) in enumerate(zip(classes.colours, labels, strict=True))
    ]
    unsure = int(is_unsure(drawn).sum())
    if unsure:
        width = texts["unsure"].format(width=f"{100 * UNSURE_WIDTH:.0f}")
        entries.append(_entry(tag("i", class_="hatched"), width, unit.format(n=unsure)))
    entries.append(_entry(tag("i", style=f"background:{FEW_COLOUR}"), texts["few"], ""))
    entries.append(_entry(tag("i", style=f"background:{LAND_COLOUR}"), texts["none"], ""))
    return tag("div", *entries, class_="legend")


def _entry(patch: Html, label: str, counted: str) -> Html:
    return tag("span", patch, label, tag("small", counted) if counted else None)


def _base(facts: Facts) -> str:
    texts = pick(TEXTS, facts.brief.lang)
    number = facts.brief.review_number or texts["unreviewed"]
    if facts.ground is None:
        return texts["no_base"].format(number=number)
    return texts["base"].format(source=facts.ground.source, number=number)


def _name_place(group: list[str], facts: Facts) -> str:
    names = [facts.cell_cities.get(cell, "") for cell in group]
    known = [name for name in names if name]
    most = sorted(set(known), key=lambda name: (-known.count(name), name))[:2]
    return ("、" if facts.brief.lang == "zh" else ", ").join(most) or "–"
