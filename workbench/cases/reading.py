"""The gate for case files."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.columns import Reader
from workbench.cases.correspondence import Mapping
from workbench.cases.gate import CaseFile, Rejects
from workbench.cases.keys import load_key
from workbench.cases.marks import read_marks
from workbench.cases.persons import ages, hide_numbers, name_borrowers, read_persons
from workbench.cases.residences import read_addresses, settle_sources
from workbench.cases.sources import read_source
from workbench.cases.suggestions import suggest_mapping
from workbench.cases.texts import narrow, on_each
from workbench.cases.vocabulary import case_targets, value_words
from workbench.errors import InputError
from workbench.tables import Remark, table

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from workbench.cases.keys import Key

_CHINA = timezone(timedelta(hours=8))


def read_cases(
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    lawful_source: str | MappingType[str, str] | None = None,
    lender: str | None = None,
    batch: str | None = None,
    key: Key | None = None,
    today: date | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> CaseFile:
    """Read a lender's case file: CSV, .xlsx or Parquet, in any of the common templates.

    Columns of other people (contact persons, relatives, guarantors) are never read. An address without a stated lawful source
    goes to the quarantine. Phones, ID numbers and the borrower's name inside an address are taken out of it. Stop marks that
    cannot be understood become ``cease``.

    Parameters
    ----------
    path
        The file.
    mapping
        How its headers are read; suggested from known words if left out. Headers that are only similar to known ones are not read
        until they are confirmed: see ``CaseFile.mapping`` and ``Mapping.confirm``.
    lawful_source
        By which of the six lawful channels the addresses were obtained, where the file does not say: one for all, or by kind.
    lender, batch
        Stand where the file has no such column; ``batch`` is the file's name by default.
    key
        Secret of the pseudonyms; ``load_key()`` by default.
    today
        Day on which ages are counted where no day of hand-over is known.
    sheet
        Name of the only sheet to read.
    encoding, separator
        Of delimited text, where they are not found out rightly.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it is no table, has no header, no case number or no row.
    PolicyError
        If the mapping would read columns of other people.
    """
    rejects = Rejects()
    known = case_targets().keys() | {match.header for match in (mapping.matches if mapping else ())}
    source = read_source(
        path, known=known, rejects=rejects, sheet=sheet, encoding=encoding, separator=separator
    )
    mapping = _complete(mapping or suggest_mapping(list(source.cells.columns)), lawful_source)
    reader = Reader(source, mapping, rejects)
    notes = [*source.notes, *_notes(reader)]
    key = key or load_key()
    persons = read_persons(reader)
    frame, rows, hidden = _case_rows(reader, persons, key)
    if hidden:
        notes.append(
            Remark(
                f"{hidden} case numbers were ID or phone numbers and were replaced by pseudonyms.",
                f"{hidden} 个案件号是证件号或手机号，已换成代号。",
            )
        )
    names = frame["case_id"].map(
        frame.dropna(subset="name").drop_duplicates("case_id").set_index("case_id")["name"]
    )
    found = read_addresses(reader, frame[["case_id", "borrower"]].assign(name=names))
    if found["masked"].any():
        masked = found["masked"].sum()
        notes.append(
            Remark(
                f"Phones, ID numbers or the borrower's name were taken out of {masked} addresses.",
                f"从 {masked} 条地址中去掉了电话、证件号或借款人姓名。",
            )
        )
    addresses, quarantine = settle_sources(found, mapping.lawful_source)
    day = today or datetime.now(_CHINA).date()
    cases = _one_per_case(_cases(reader, persons, frame, lender, batch or Path(path).stem, day))
    identities = _one_per_case(frame[list(table("identities").columns)])
    return CaseFile(
        cases=cases[list(table("cases").columns)],
        addresses=addresses[list(table("addresses").columns)],
        identities=identities[list(table("identities").columns)],
        quarantine=quarantine[list(table("quarantine").columns)],
        rejects=rejects.frame(),
        mapping=mapping,
        notes=tuple(notes),
        places=rows,
    )


def _complete(mapping: Mapping, lawful_source: str | MappingType[str, str] | None) -> Mapping:
    stated = {"default": lawful_source} if isinstance(lawful_source, str) else dict(lawful_source or {})
    return Mapping(mapping.matches, {**mapping.lawful_source, **stated})


def _notes(reader: Reader) -> list[Remark]:
    states: dict[str, list[str]] = {}
    for match in reader.mapping.matches:
        if match.header in reader.source.cells.columns:
            states.setdefault(match.state, []).append(match.header)
    third = states.get("third_party", [])
    filled = sum(int((reader.source.cells[header] != "").sum()) for header in third)
    notes = []
    if third:
        names = third[:8]
        notes.append(
            Remark(
                f"{len(third)} columns of other people ({filled} filled cells) were not read: {', '.join(names)}.",
                f"{len(third)} 列是他人信息（{filled} 格有内容），未读取：{'、'.join(names)}。",
            )
        )
    if "confirm" in states:
        names = states["confirm"][:20]
        notes.append(
            Remark(
                f"Not read until confirmed: {', '.join(names)}. See mapping.confirm().",
                f"确认后才会读取：{'、'.join(names)}。见 mapping.confirm()。",
            )
        )
    if not reader.matches("address"):
        notes.append(
            Remark(
                "No address column is known for certain, so there are no addresses. Confirm or change the mapping.",
                "没有能确定的地址列，因此没有地址。请确认或修改列对应。",
            )
        )
    return notes


def _case_rows(reader: Reader, persons: pd.DataFrame, key: Key) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the rows that count, with ``case_id`` and ``borrower``; where each case stands; how many case numbers were hidden."""
    if not reader.matches("case_id"):
        headers = ", ".join(list(reader.source.cells.columns)[:40])
        raise InputError(
            f"{reader.source.name}: no column is known as the case number (案件编号, 个案序列号, 合同编号, 借据号 ...). "
            f"Name it by mapping.change(header, 'case_id'). Headers: {headers}."
        )
    case_ids = reader.text("case_id")
    places, header = reader.source.places, reader.matches("case_id")[0].header
    totals = _totals(reader)
    reader.rejects.add(places[totals], column=header, reason="合计行，不是案件 · a row of totals, not a case")
    missing = case_ids.isna() & ~totals
    reader.rejects.add(
        places[missing], column=header, reason="没有案件编号，该行略去 · no case number; the row was left out"
    )
    keep = ~totals & ~missing
    case_ids, persons = case_ids[keep], persons[keep]
    case_ids, hidden = hide_numbers(case_ids, persons, key)
    frame = persons.assign(case_id=case_ids, borrower=name_borrowers(persons, case_ids, key))
    rows = places.loc[frame.index, ["sheet", "row"]].assign(case_id=frame["case_id"])
    return _once(reader, frame), rows.reset_index(drop=True), hidden


def _totals(reader: Reader) -> pd.Series:
    words = frozenset(value_words("totals")["words"])
    cells = reader.source.cells.iloc[:, :3]
    return pd.concat(
        [on_each(cells[name], lambda text: narrow(text).lower().rstrip(":：") in words) for name in cells], axis=1
    ).astype(bool).any(axis=1)  # fmt: skip


def _once(reader: Reader, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without second ones of a case, unless further rows bring further addresses of it."""
    places, header = reader.source.places, reader.matches("case_id")[0].header
    first = frame.groupby("case_id", sort=False)[["borrower"]].transform("first")
    nameless = frame["name"].isna() & frame["id_number"].isna() & frame["phone"].isna()
    frame = frame.assign(borrower=frame["borrower"].where(~nameless, first["borrower"]))
    again = frame["case_id"].duplicated()
    other = again & (frame["borrower"] != first["borrower"])
    reader.rejects.add(
        places.loc[frame.index[other]],
        column=header,
        values=frame.loc[other, "case_id"],
        reason="案件编号在前面的行属于另一个人 · the case number belongs to another person in an earlier row",
    )
    sheets = places.loc[frame.index, "sheet"]
    elsewhere = sheets != sheets.groupby(frame["case_id"]).transform("first")
    several = bool(reader.matches("kind")) | elsewhere
    twice = again & ~other & ~several
    reader.rejects.add(
        places.loc[frame.index[twice]],
        column=header,
        values=frame.loc[twice, "case_id"],
        reason="案件编号在前面已出现，以第一次为准 · the case number is already in an earlier row; the first one counts",
    )
    kept: pd.DataFrame = frame[~other & ~twice]
    return kept


def _cases(
    reader: Reader, persons: pd.DataFrame, frame: pd.DataFrame, lender: str | None, batch: str, today: date
) -> pd.DataFrame:
    placed_on = reader.day("placed_on")
    stated_age = reader.whole("age_years")
    age = ages(persons, placed_on, today)
    cases = pd.DataFrame(
        {
            "lender": _or(reader.text("lender"), lender),
            "batch": _or(reader.text("batch"), batch),
            "branch": reader.text("branch"),
            "product": reader.text("product"),
            "placed_on": placed_on,
            "amount_yuan": reader.amount("amount_yuan"),
            "principal_yuan": reader.amount("principal_yuan"),
            "days_past_due": reader.whole("days_past_due"),
            "age_years": age.fillna(stated_age),
            "id_region": persons["id_region"],
            "repaid_yuan": reader.amount("repaid_yuan"),
        }
    )
    counted = cases.loc[frame.index].assign(case_id=frame["case_id"], borrower=frame["borrower"])
    return counted.assign(**read_marks(reader, frame["borrower"], cases["age_years"]))


def _one_per_case(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each case, in which the first values of its further rows fill what is missing."""
    if frame["case_id"].is_unique:
        return frame.reset_index(drop=True)
    return frame.groupby("case_id", sort=False, as_index=False).first()


def _or(texts: pd.Series, default: str | None) -> pd.Series:
    return texts if default is None else texts.fillna(default)
