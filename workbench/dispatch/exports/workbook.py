"""Excel: a sheet of the day in figures and a sheet per courier."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from workbench.dispatch.exports.captions import caption
from workbench.files import whole
from workbench.tables import label

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_SHEET_LENGTH = 31
_WIDTHS = {"address": 48, "arrive_at": 12, "leave_at": 12, "case_id": 18, "address_id": 18, "phone": 16}
_CELL_LENGTH = 32_767


def write_workbook(manifest: Manifest, folder: Path) -> list[Path]:
    """Write text as text, headers frozen and repeated in print, one sheet per courier."""
    path = folder / manifest.file_name("routes", ".xlsx")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        whole(path) as temporary,
        pd.ExcelWriter(temporary, engine="xlsxwriter", engine_kwargs={"options": options}) as writer,
    ):
        # The clock would make two runs differ.
        writer.book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library wants naive time
        summary = caption("summary", manifest.lang)
        _write_sheet(writer, manifest.rounds, summary, manifest.lang)
        taken = {summary}
        for courier in manifest.couriers:
            own = manifest.letters.loc[manifest.letters["courier"].astype(str) == courier]
            name = _sheet_name(courier, taken)
            _write_sheet(writer, own.drop(columns=["courier", "station"]), name, manifest.lang)
    return [path]


def _sheet_name(courier: str, taken: set[str]) -> str:
    """Return a sheet name that Excel accepts and that is not taken yet."""
    stem = _FORBIDDEN.sub("_", courier)[:_SHEET_LENGTH] or "_"
    name, number = stem, 2
    while name.lower() in {each.lower() for each in taken} or name.lower() == "history":
        name = f"{stem[: _SHEET_LENGTH - 4]}_{number}"
        number += 1
    taken.add(name)
    return name


def _write_sheet(writer: pd.ExcelWriter, frame: pd.DataFrame, name: str, lang: str) -> None:
    shown = frame.copy()
    for column in shown.columns:
        if pd.api.types.is_datetime64_any_dtype(shown[column]):
            shown[column] = shown[column].dt.strftime("%H:%M")
        elif not pd.api.types.is_numeric_dtype(shown[column]):
            shown[column] = shown[column].map(lambda value: str(value)[:_CELL_LENGTH], na_action="ignore")
    shown = shown.set_axis([label(str(column), lang=lang) for column in frame.columns], axis="columns")
    shown.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    sheet = writer.sheets[name]
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for number, column in enumerate(frame.columns):
        sheet.set_column(number, number, _WIDTHS.get(str(column), 10))
