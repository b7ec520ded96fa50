"""The sections of the report in their order: one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.report.sections.contacts import write_contacts
from workbench.report.sections.definitions import write_definitions
from workbench.report.sections.delivery import write_delivery
from workbench.report.sections.maps import write_maps
from workbench.report.sections.months import write_months
from workbench.report.sections.periods import write_periods
from workbench.report.sections.provenance import write_provenance
from workbench.report.sections.quality import write_quality
from workbench.report.sections.regions import write_regions
from workbench.report.sections.summary import write_summary
from workbench.report.sections.withheld import write_withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from workbench.report.facts import Facts
    from workbench.report.markup import Html


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    Parameters
    ----------
    key
        Its anchor.
    zh, en
        Its titles.
    write
        What writes it.
    sheets
        Sheets of the annex with its tables.
    always
        Whether a report must not lack it: a reader has to be told what the figures mean and what is held back.
    """

    key: str
    zh: str
    en: str
    write: Callable[[Facts], Html]
    sheets: tuple[str, ...] = ()
    always: bool = False

    def title(self, lang: str) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


SECTIONS: tuple[Section, ...] = (
    Section("summary", "摘要", "Summary", write_summary, sheets=("kpis",)),
    Section("maps", "地图", "Maps", write_maps, sheets=("cells",)),
    Section(
        "regions",
        "各区县不良率与妥投率",
        "NPL and delivery by county",
        write_regions,
        sheets=("province", "city", "district"),
    ),
    Section(
        "delivery",
        "投递与退件",
        "Delivery and returns",
        write_delivery,
        sheets=("product", "returns", "costs"),
    ),
    Section("months", "按月走势", "Month by month", write_months, sheets=("period",)),
    Section("periods", "期间比较", "Comparison of periods", write_periods),
    Section(
        "contacts",
        "联系频次与政策核对",
        "Contacts and the contact policy",
        write_contacts,
        sheets=("conduct",),
    ),
    Section("quality", "方法与数据质量", "Method and data quality", write_quality),
    Section("withheld", "未列示的内容及原因", "What is not shown, and why", write_withheld, always=True),
    Section("definitions", "定义", "Definitions", write_definitions, always=True),
    Section("provenance", "数据与程序来源", "Provenance", write_provenance, always=True),
)


def choose_sections(keys: Collection[str]) -> list[Section]:
    """Return the sections of these keys in their order, and those that a report must not lack; all if there is no key.

    Raises
    ------
    InputError
        If there is no such section.
    """
    known = [each.key for each in SECTIONS]
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise InputError(f"report: there is no section {unknown[0]!r}. Expected of: {', '.join(known)}.")
    return [each for each in SECTIONS if not keys or each.always or each.key in keys]
