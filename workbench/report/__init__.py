"""The report for a lender: one page without personal data, and its tables as a workbook.

``lender_report`` does all of it. ``release_figures`` makes what may be published; keep it, and hand it to the
next report to the same lender as ``previous``, so that the two cannot be subtracted.
"""

from workbench.report.contents import SECTIONS, Section
from workbench.report.facts import Brief, Facts, gather_facts, release_figures, select_lender
from workbench.report.lender import lender_report, write_report
from workbench.report.printing import can_print, print_document

__all__ = [
    "SECTIONS",
    "Brief",
    "Facts",
    "Section",
    "can_print",
    "gather_facts",
    "lender_report",
    "print_document",
    "release_figures",
    "select_lender",
    "write_report",
]
