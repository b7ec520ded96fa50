"""The data dictionary: every column and table once, with labels, units and audience."""

from workbench.tables.comparisons import PAIR_CLASSES
from workbench.tables.deliveries import (
    ADDRESS_FAULTS,
    CHANNELS,
    DELIVERED,
    DOCUMENTS,
    OPEN_OUTCOMES,
    OUTCOMES,
    RETURN_REASONS,
)
from workbench.tables.dictionary import COLUMNS, TABLES, column, guard, label, require, table, visible
from workbench.tables.faults import FAULTS, say_faults
from workbench.tables.files import defuse, write_table
from workbench.tables.ground import MODES
from workbench.tables.kinds import Audience, Column, Kind, See, Table
from workbench.tables.people import ADDRESS_KINDS, LAWFUL_SOURCES, STOP_FLAGS
from workbench.tables.places import DECISIONS, LEVEL_LABELS, LEVELS, STATUSES
from workbench.tables.regions import MEASURES, SPOTS
from workbench.tables.remarks import Remark
from workbench.tables.rounds import LEFT_OUT

__all__ = [
    "ADDRESS_FAULTS",
    "ADDRESS_KINDS",
    "CHANNELS",
    "COLUMNS",
    "DECISIONS",
    "DELIVERED",
    "DOCUMENTS",
    "FAULTS",
    "LAWFUL_SOURCES",
    "LEFT_OUT",
    "LEVELS",
    "LEVEL_LABELS",
    "MEASURES",
    "MODES",
    "OPEN_OUTCOMES",
    "OUTCOMES",
    "PAIR_CLASSES",
    "RETURN_REASONS",
    "SPOTS",
    "STATUSES",
    "STOP_FLAGS",
    "TABLES",
    "Audience",
    "Column",
    "Kind",
    "Remark",
    "See",
    "Table",
    "column",
    "defuse",
    "guard",
    "label",
    "require",
    "say_faults",
    "table",
    "visible",
    "write_table",
]
