"""The sections of the report in their order: one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.report.sections.definitions import write_definitions
from workbench.report.sections.delivery import write_delivery
from workbench.report.sections.maps import write_maps
from workbench.report.sections.periods import write_periods
from workbench.report.sections.provenance import write_provenance
from workbench.report.sections.quality import write_quality
from workbench.report.sections.regions import write_regions
from workbench.report.sections.summary import write_summary
from workbench.report.sections.withheld import write_withheld

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.report.facts import Facts
    from workbench.report.markup import Html


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its anchor, its titles, and what writes it."""

    key: str
    zh: str
    en: str
    write: Callable[[Facts], Html]

    def title(self, lang: str) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


SECTIONS: tuple[Section, ...] = (
    Section("summary", "摘要", "Summary", write_summary),
    Section("maps", "地图", "Maps", write_maps),
    Section("regions", "各区县不良率与妥投率", "NPL and delivery by county", write_regions),
    Section("delivery", "投递与退件", "Delivery and returns", write_delivery),
    Section("periods", "期间比较", "Comparison of periods", write_periods),
    Section("quality", "方法与数据质量", "Method and data quality", write_quality),
    Section("withheld", "未列示的内容及原因", "What is not shown, and why", write_withheld),
    Section("definitions", "定义", "Definitions", write_definitions),
    Section("provenance", "数据与程序来源", "Provenance", write_provenance),
)
