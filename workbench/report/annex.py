"""The published tables as a workbook: one sheet each, text as text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from workbench.files import whole
from workbench.report.contents import choose_sections
from workbench.report.markup import clean_text
from workbench.report.words import pick
from workbench.tables import COLUMNS, Audience, Kind, guard, label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.report.facts import Facts

_CELL_LENGTH = 32_767
TEXTS = {
    "zh": {"kpis": "关键指标", "cells": "地图格", "province": "省", "city": "市", "district": "区县", "product": "产品", "period": "按月", "returns": "退件原因", "costs": "费用（元）", "conduct": "联系频次"},
    "en": {"kpis": "Key figures", "cells": "Map cells", "province": "Provinces", "city": "Cities", "district": "Counties",
           "product": "Products", "period": "Months", "returns": "Returns", "costs": "Costs (yuan)", "conduct": "Contacts"},
}  # fmt: skip


def list_sheets(facts: Facts) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield key and table of every sheet of the chosen sections; each passed the lender's gate."""
    wanted = {sheet for each in choose_sections(facts.brief.sections) for sheet in each.sheets}
    figures, conduct = (
        each[each["shown"]].drop(columns=["shown", "held"]) for each in (facts.kpis, facts.conduct)
    )
    returns = facts.returns
    tables = {
        "kpis": figures,
        "cells": facts.cells,
        **facts.regions,
        **facts.breakdowns,
        "returns": returns,
        "costs": _lay_costs(facts.costs),
        "conduct": conduct,
    }
    for key, table in tables.items():
        if key in wanted and not table.empty:
            yield key, guard(table, Audience.LENDER, where=f"lender report, annex sheet {key}")


def _lay_costs(costs: pd.DataFrame) -> pd.DataFrame:
    """Return the costs that are shown, as the page has them: to the cent, with what they are divided by.

    How many letters have a known cost stays out: less what is among the key figures it would be a count of people.
    """
    shown = costs[costs["shown"]]
    yuan = shown[["kpi_value", "low_share", "high_share"]].round(2)
    return pd.concat([shown[["kpi", "kpi_name", "denominator"]], shown["hits"].rename("n"), yuan], axis=1)


def write_annex(facts: Facts, path: Path) -> Path:
    """Write the published tables; formulas and links are never made of text."""
    titles = pick(TEXTS, facts.brief.lang)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with whole(path) as temporary:
        book = xlsxwriter.Workbook(str(temporary), options)
        # The clock would make two runs differ.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  the library wants naive time
        styles = _make_styles(book)
        sheets = list(list_sheets(facts))
        for key, table in sheets:
            sheet = book.add_worksheet(titles.get(key, key)[:31])
            # Values and intervals of costs are yuan, of all else shares.
            used = styles | {"share": styles["yuan"]} if key == "costs" else styles
            _write_sheet(sheet, table, facts.brief.lang, used)
        if not sheets:
            book.add_worksheet("–")
        book.close()
    return path


def _make_styles(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "yuan": book.add_format({"num_format": "#,##0.00"}),
        "count": book.add_format({"num_format": "#,##0"}),
        "text": book.add_format({"num_format": "@"}),
    }


def _write_sheet(sheet: Any, table: pd.DataFrame, lang: str, styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(map(str, table.columns)):
        style = _choose_style(name)
        sheet.write_string(0, column, clean_text(label(name, lang=lang)), styles["head"])
        sheet.set_column(column, column, 18 if style == "text" else 12)
        for row, value in enumerate(table[name].tolist(), 1):
            if pd.isna(value):
                continue
            if style == "text":
                sheet.write_string(row, column, clean_text(value)[:_CELL_LENGTH], styles["text"])
            else:
                sheet.write_number(row, column, value, styles[style])


def _choose_style(name: str) -> str:
    kind = COLUMNS[name].kind
    if kind is Kind.SHARE or name == "kpi_value":
        return "share"
    return "count" if kind in (Kind.INTEGER, Kind.NUMBER) else "text"
