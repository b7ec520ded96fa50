"""The report for a lender: one page without personal data, and its tables as a workbook.

``lender_report`` does all of it, as a draft or, with ``draft=False`` and a ``shelf``, as a report to be handed out: that one is
kept, and the next one to the same lender is checked against it, so that the two cannot be subtracted.
"""

from workbench.report.contents import SECTIONS, Section
from workbench.report.facts import Brief, Facts, gather_facts, release_figures, select_lender
from workbench.report.lender import file_name, lender_report, write_report
from workbench.report.printing import can_print, print_document
from workbench.report.shelf import Kept, keep, read_shelf, unname

__all__ = [
    "SECTIONS",
    "Brief",
    "Facts",
    "Kept",
    "Section",
    "can_print",
    "file_name",
    "gather_facts",
    "keep",
    "lender_report",
    "print_document",
    "read_shelf",
    "release_figures",
    "select_lender",
    "unname",
    "write_report",
]
