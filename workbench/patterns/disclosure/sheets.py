"""What a release shows, as tables of the data dictionary.

Rates are smoothed over the published figures alone: what is computed from published numbers gives nothing else away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.delivery import nested_rates
from workbench.patterns.disclosure.releases import CELLS, REGIONS
from workbench.patterns.grids import parents_of, read_cells, resolutions_of, write_cells
from workbench.patterns.intervals import wilson_interval
from workbench.patterns.rates import REGION_LEVELS, region_code
from workbench.tables import Audience, guard, table

if TYPE_CHECKING:
    from workbench.patterns.disclosure.releases import Release

_SHARES = ["raw_share", "smooth_share", "low_share", "high_share"]


def show_cells(release: Release) -> pd.DataFrame:
    """Return the mosaic as table ``cells``: disjoint cells of several resolutions, without spots."""
    shown = release.shown[CELLS]
    shown = shown[shown["level"] >= 0].rename(columns={"group": "cell"})
    parts = [_smooth(part, [part["cell"]]) for _, part in shown.groupby("measure", sort=False)]
    out = pd.concat(parts, ignore_index=True) if parts else shown.assign(**dict.fromkeys(_SHARES, np.nan))
    out = out.assign(
        resolution=resolutions_of(read_cells(out["cell"])) if len(out) else pd.Series(dtype="int64")
    )
    columns = [name for name in table(CELLS).columns if name in out.columns]
    return guard(
        out.sort_values(["measure", "cell"], ignore_index=True)[columns], Audience.LENDER, where="show_cells"
    )


def show_regions(release: Release, level: str) -> pd.DataFrame:
    """Return the regions of one level as table ``regions``, smoothed over the published regions above."""
    shown = release.shown[REGIONS]
    shown = shown[shown["level"] == REGION_LEVELS.index(level)].rename(columns={"group": "adcode"})
    above = REGION_LEVELS[: REGION_LEVELS.index(level)]
    parts = []
    for _, part in shown.groupby("measure", sort=False):
        parts.append(_smooth(part, [*(region_code(part["adcode"], each) for each in above), part["adcode"]]))
    out = pd.concat(parts, ignore_index=True) if parts else shown.assign(**dict.fromkeys(_SHARES, np.nan))
    names = out["adcode"].map(release.region_names)
    out = out.assign(region=names.where(names.notna(), out["adcode"]))
    columns = [name for name in table(REGIONS).columns if name in out.columns]
    return guard(
        out.sort_values(["measure", "adcode"], ignore_index=True)[columns],
        Audience.LENDER,
        where="show_regions",
    )


def show_breakdown(release: Release, column: str) -> pd.DataFrame:
    """Return one further breakdown: the column, ``measure``, counts, raw share and Wilson's 95 % interval."""
    shown = release.shown[column]
    shown = shown[shown["level"] >= 0].rename(columns={"group": column})
    low, high = wilson_interval(shown["hits"], shown["n"])
    out = shown.assign(raw_share=shown["hits"] / shown["n"], low_share=low, high_share=high)
    columns = [column, "measure", "n", "hits", "persons", "raw_share", "low_share", "high_share"]
    return guard(out[columns].reset_index(drop=True), Audience.LENDER, where="show_breakdown")


def show_totals(release: Release) -> pd.DataFrame:
    """Return what the whole portfolio has per measure: ``measure``, ``n``, ``hits``, ``persons``."""
    shown = release.shown[CELLS]
    return shown.loc[shown["level"] < 0, ["measure", "n", "hits", "persons"]].reset_index(drop=True)


def count_withheld(release: Release) -> pd.DataFrame:
    """Return, per breakdown and measure, how much lies in no published group.

    Returns
    -------
    pandas.DataFrame
        ``breakdown``, ``measure``, ``groups`` (published), ``n`` (events of the portfolio), ``withheld`` (events in no
        published group of the finest level), ``held`` (groups with figures of an earlier release).
    """
    rows = []
    for name, shown in release.shown.items():
        finest = shown["level"].max() if name != REGIONS else len(REGION_LEVELS) - 1
        for measure, part in shown.groupby("measure", sort=True):
            total = int(part.loc[part["level"] < 0, "n"].sum())
            inner = part[(part["level"] == max(finest, 0))]
            rows.append(
                (name, measure, len(inner), total, total - int(inner["n"].sum()), int(inner["held"].sum()))
            )
    return pd.DataFrame(rows, columns=["breakdown", "measure", "groups", "n", "withheld", "held"])


def find_thin_places(release: Release) -> tuple[list[str], list[str]]:
    """Return where there are cases that are too few to be shown: coarsest cells, and codes of counties.

    That somebody is there is all that is said, at the coarsest resolution.
    """
    ledger = release.ledger
    shown = {name: set(table["group"]) for name, table in release.shown.items()}
    hidden = ledger["cell"].notna() & ~ledger["block"].isin(shown[CELLS])
    cells = read_cells(ledger.loc[hidden, "cell"].unique()) if hidden.any() else np.zeros(0, dtype=np.uint64)
    parents = np.unique(parents_of(cells, release.control.coarsest))
    finest = REGION_LEVELS[-1]
    codes = ledger.loc[ledger[finest].notna() & ~ledger[finest].isin(shown[REGIONS]), finest]
    return write_cells(parents), sorted(codes.unique())


def _smooth(part: pd.DataFrame, groups: list[pd.Series]) -> pd.DataFrame:
    part = part.reset_index(drop=True)
    labels = [np.asarray(each, dtype=object) for each in groups]
    smooth = nested_rates(labels, part["hits"], part["n"]).set_index("group").loc[labels[-1]]
    return part.assign(**{name: smooth[name].to_numpy() for name in _SHARES})
