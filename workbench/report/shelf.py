"""Reports that were handed out, kept for the analyst: the next one to the same reader is checked against them.

One folder per report, named by its number: ``report.json`` with the settings, and Parquet tables of what was shown and
of the sealed ledger that it was made from. Nothing here is for the reader.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.errors import InputError
from workbench.files import whole
from workbench.patterns import Control, Period, Release

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

TABLES = ("figures", "returns", "levels")  # of every report; later ones hold more
_FORM = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One report that was handed out.

    Parameters
    ----------
    number
        1 for the first report to this reader.
    as_of
        Day to which its data reached.
    release
        What it showed of cells, regions and breakdowns, with the ledger.
    tables
        What else it showed: ``figures``, ``returns``, ``levels``, and ``conduct``, ``busiest``, ``costs`` if it had them.
    periods
        Periods of letters that it had figures of.
    """

    number: int
    as_of: date | None
    release: Release
    tables: Mapping[str, pd.DataFrame]
    periods: tuple[Period, ...] = ()


def read_shelf(folder: Path) -> list[Kept]:
    """Return the reports that are kept in a folder, oldest first; none if there is no such folder."""
    numbered = sorted(each for each in folder.glob("[0-9][0-9][0-9][0-9]") if each.is_dir())
    return [_read(each) for each in numbered]


def keep(folder: Path, kept: Kept) -> Path:
    """Write one report into the folder, whole or not at all, and return its own folder.

    Raises
    ------
    InputError
        If there is one of that number: it was handed out and stays.
    """
    target = folder / f"{kept.number:04d}"
    if target.exists():
        raise InputError(f"{target}: this report is kept already. Make the next one, with the next number.")
    part = folder / f".{token_hex(6)}"
    part.mkdir(parents=True)
    try:
        _write(part, kept)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def unname(folder: Path, borrowers: Collection[str], *, dry_run: bool = False) -> int:
    """Take a person out of the sealed ledgers of a shelf and return how many rows told of the person.

    The rows stay, under numbers drawn by chance and thrown away: the figures that were handed out count the person, and without
    the row the next report could be subtracted from them, which would tell of nobody but this person.

    Parameters
    ----------
    folder
        The shelf.
    borrowers
        Pseudonyms of the person.
    dry_run
        Whether to count only.
    """
    once, count = token_bytes(32), 0
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]/ledger.parquet")):
        ledger = pd.read_parquet(path)
        theirs = ledger["borrower"].isin(list(borrowers))
        count += int(theirs.sum())
        if not theirs.any() or dry_run:
            continue
        for column in ("borrower", "event"):
            numbers = ledger.loc[theirs, column].astype(str).map(lambda text: _number(once, text))
            ledger.loc[theirs, column] = numbers
        with whole(path) as temporary:
            ledger.to_parquet(temporary, index=False, compression="zstd")
    return count


def _number(once: bytes, text: str) -> str:
    return f"forgotten-{blake2b(text.encode(), key=once, digest_size=8).hexdigest()}"


def _write(folder: Path, kept: Kept) -> None:
    release = kept.release
    frames = {f"shown_{name}": table for name, table in release.shown.items()}
    frames |= {"ledger": release.ledger} | dict(kept.tables)
    for name, frame in frames.items():
        _as_text(frame).to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
    facts = {
        "form": _FORM,
        "as_of": kept.as_of.isoformat() if kept.as_of else None,
        "control": asdict(release.control),
        "levels": release.levels,
        "region_names": release.region_names,
        "tables": sorted(kept.tables),
        "periods": [[each.first.isoformat(), each.last.isoformat(), each.name] for each in kept.periods],
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring columns of mixed objects to text; a file has one type per column."""
    return frame.assign(
        **{
            str(name): frame[name].map(str, na_action="ignore")
            for name in frame.columns
            if frame[name].dtype == object
        }
    )


def _read(folder: Path) -> Kept:
    try:
        facts: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
        if facts["form"] != _FORM:
            raise InputError(
                f"{folder}: kept in form {facts['form']}, this version reads {_FORM}. Use a newer version."
            )
        levels = {name: tuple(columns) for name, columns in facts["levels"].items()}
        release = Release(
            {name: _frame(folder, f"shown_{name}") for name in levels},
            _frame(folder, "ledger"),
            Control(**facts["control"]),
            levels,
            facts["region_names"],
        )
        tables = {name: _frame(folder, name) for name in facts.get("tables", TABLES)}
        periods = tuple(
            Period(date.fromisoformat(first), date.fromisoformat(last), name)
            for first, last, name in facts["periods"]
        )
        as_of = date.fromisoformat(facts["as_of"]) if facts["as_of"] else None
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise InputError(
            f"{folder}: this kept report cannot be read ({type(error).__name__}). Without it nothing safe can be handed out: "
            "restore the folder from a backup."
        ) from error
    return Kept(int(folder.name), as_of, release, tables, periods)


def _frame(folder: Path, name: str) -> pd.DataFrame:
    frame = pd.read_parquet(folder / f"{name}.parquet")
    texts = [column for column in frame.columns if pd.api.types.is_string_dtype(frame[column])]
    return frame.assign(
        **{name: frame[name].astype(object).where(frame[name].notna(), None) for name in texts}
    )
