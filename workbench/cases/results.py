"""The gate for results: what carriers and visitors send back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.columns import Reader
from workbench.cases.gate import Checked, Rejects
from workbench.cases.masking import mask_text
from workbench.cases.news import stamped
from workbench.cases.outcomes import read_channels, read_outcomes
from workbench.cases.sources import read_source
from workbench.cases.suggestions import suggest_mapping
from workbench.cases.texts import narrow, on_each
from workbench.cases.vocabulary import attempt_targets, fold, kind_words
from workbench.errors import InputError
from workbench.tables import CHANNELS, Remark, table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.cases.correspondence import Mapping

_ID_LETTERS = 12
_BETWEEN = "\x1f"


def read_attempts(
    path: Path | str,
    *,
    addresses: pd.DataFrame | None = None,
    mapping: Mapping | None = None,
    channel: str | None = None,
    agency: str | None = None,
    vocabulary: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Checked:
    """Read a results file of any carrier into table ``attempts``.

    An attempt at an address that is not among ``addresses`` (in quarantine, or written otherwise) keeps its case and borrower, so
    that the caps on contacts count it, and has no ``address_id``.

    Parameters
    ----------
    path
        CSV, .xlsx or Parquet.
    addresses
        Table ``addresses``: finds ``address_id`` and ``borrower`` by the case's number with the address' text, or with its kind and
        number; needed unless the file has ``address_id``.
    mapping
        How the headers are read.
    channel, agency
        Stand where the file does not say.
    vocabulary
        ``kuaidi100`` or ``ems``, where codes alone do not tell.
    sheet, encoding, separator
        As for ``read_cases``.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it is no results file.
    """
    if channel is not None and channel not in CHANNELS:
        raise InputError(f"channel: {channel!r} is not known. Expected one of: {', '.join(CHANNELS)}.")
    rejects = Rejects()
    known = attempt_targets().keys() | {match.header for match in (mapping.matches if mapping else ())}
    source = read_source(
        path, known=known, rejects=rejects, sheet=sheet, encoding=encoding, separator=separator
    )
    mapping = mapping or suggest_mapping(list(source.cells.columns), targets=attempt_targets(), several=())
    reader = Reader(source, mapping, rejects)
    _require(reader)
    frame = pd.DataFrame(
        {
            **{
                name: reader.text(name)
                for name in ("attempt_id", "address_id", "case_id", "station", "courier", "p_chosen")
            },
            "agency": _or(reader.text("agency"), agency),
            "channel": _channels(reader, channel),
            "attempted_at": reader.moment("attempted_at"),
            "try_number": reader.whole("try_number"),
            "cost_yuan": reader.amount("cost_yuan"),
            "seed": reader.whole_of_any_size("seed"),
            "status_text": _status_text(reader),
        }
    )
    frame = frame.assign(**_outcomes(reader, vocabulary), p_chosen=_shares(reader), borrower=None)
    frame = _place(reader, frame, addresses)
    frame = _refuse(reader, frame)
    frame = _number(reader, frame)
    lost = int(frame["address_id"].isna().sum())
    notes = [
        *source.notes,
        *([_note_lost(lost)] if lost else []),
    ]
    rows = frame[list(table("attempts").columns)].astype({"borrower": "str"}).reset_index(drop=True)
    return Checked(rows, rejects.frame(), mapping, tuple(notes))


def _note_lost(lost: int) -> Remark:
    return Remark(
        f"{lost} attempts are at addresses that are not in the portfolio.",
        f"{lost} 条投递记录的地址不在本批案件中。",
    )


def _require(reader: Reader) -> None:
    missing = [
        words
        for columns, words in (
            (("case_id", "address_id"), "案件编号 or 地址编号"),
            (("outcome", "status_code", "return_code", "return_reason"), "签收状态, 状态码 or 退件原因"),
            (("attempted_at",), "寄送时间 or 投递时间"),
        )
        if not any(reader.matches(column) for column in columns)
    ]
    if missing:
        waiting = [match.header for match in reader.mapping.matches if match.state == "confirm"]
        hint = f" Waiting to be confirmed: {', '.join(waiting)}." if waiting else ""
        raise InputError(
            f"{reader.source.name}: no column is known as {'; as '.join(missing)}. Pass a mapping that names it.{hint}"
        )


def _channels(reader: Reader, default: str | None) -> pd.Series:
    said = [
        read_channels(reader.source.cells[m.header])
        for name in ("channel", "carrier")
        for m in reader.matches(name)
    ]
    channels = pd.Series(None, index=reader.source.cells.index, dtype="str")
    for each in said:
        channels = channels.fillna(each)
    named = reader.text("channel")
    channels = named.where(named.isin(CHANNELS), channels)
    return channels.fillna(default or "letter")


def _status_text(reader: Reader) -> pd.Series:
    """Return what the carrier said, codes and words, without numbers of persons."""
    joined = pd.Series("", index=reader.source.cells.index, dtype="str")
    for name in ("status_code", "outcome", "return_code", "return_reason"):
        joined = joined + " " + reader.text(name).fillna("")
    return on_each(joined, lambda text: mask_text(" ".join(text.split()))).astype("str")


def _outcomes(reader: Reader, vocabulary: str | None) -> dict[str, pd.Series]:
    names = ("status_code", "return_code", "return_reason", "signer", "carrier")
    status = reader.raw("outcome")
    nothing = pd.Series("", index=reader.source.cells.index, dtype="str")
    found = read_outcomes(
        nothing if status is None else status,
        **{name: reader.raw(name) for name in names},
        vocabulary=vocabulary,
    )
    return {name: found[name] for name in ("outcome", "return_reason")}


def _shares(reader: Reader) -> pd.Series:
    shares = pd.to_numeric(reader.text("p_chosen"), errors="coerce").astype("float64")
    return shares.where(shares.between(0, 1, inclusive="right"))


def _place(reader: Reader, frame: pd.DataFrame, addresses: pd.DataFrame | None) -> pd.DataFrame:
    """Return the attempts with ``address_id``, ``case_id`` and ``borrower`` as far as the portfolio knows them."""
    if addresses is None:
        return frame
    found = frame["address_id"].where(frame["address_id"].isin(addresses["address_id"]))
    texts, kinds = reader.raw("address"), reader.raw("kind")
    if texts is not None:
        keys = frame["case_id"] + _BETWEEN + on_each(texts, _folded).astype("str")
        found = _fill(found, keys.map(_lookup(addresses, addresses["address"].map(_folded))))
    if kinds is not None:
        keys = frame["case_id"] + _BETWEEN + _kind_keys(reader, kinds)
        nth = (addresses.groupby(["case_id", "kind"]).cumcount() + 1).astype(str)
        found = _fill(found, keys.map(_lookup(addresses, addresses["kind"] + _BETWEEN + nth)))
    case_of = addresses.drop_duplicates("address_id").set_index("address_id")["case_id"]
    case_ids = _fill(frame["case_id"], found.map(case_of))
    owner = addresses.drop_duplicates("case_id").set_index("case_id")["borrower"]
    return frame.assign(
        address_id=found, case_id=case_ids, borrower=_fill(frame["borrower"], case_ids.map(owner))
    )


def _kind_keys(reader: Reader, kinds: pd.Series) -> pd.Series:
    """Return the kind and its number: the first address of the kind where no number is given."""
    numbers = reader.raw("number")
    nth = "1" if numbers is None else on_each(numbers, lambda text: narrow(text) or "1").astype("str")
    return on_each(kinds, lambda text: kind_words().get(fold(text))).astype("str") + _BETWEEN + nth


def _fill(values: pd.Series, more: pd.Series) -> pd.Series:
    """Return the values, and where they are missing the others; text, whatever a lookup without a hit returned."""
    return values.where(values.notna(), more.astype("object")).astype("str")


def _lookup(addresses: pd.DataFrame, second: pd.Series) -> pd.Series:
    keys = addresses["case_id"] + _BETWEEN + second
    return pd.Series(addresses["address_id"].to_numpy(), index=keys)[lambda found: ~found.index.duplicated()]


def _folded(text: str) -> str:
    return mask_text(narrow(text)).replace(" ", "")


def _refuse(reader: Reader, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the attempts that have a case or address, a time and an outcome; the others become rejects."""
    places = reader.source.places
    nowhere = frame["case_id"].isna() & frame["address_id"].isna()
    reader.rejects.add(
        places[nowhere],
        column="",
        reason="没有已知的案件编号或地址编号 · no case number and no address number that is known",
    )
    timeless = frame["attempted_at"].isna() & ~nowhere
    reader.rejects.add(places[timeless], column="", reason="没有投递时间 · no time of the attempt")
    unclear = frame["outcome"].isna() & ~nowhere & ~timeless
    reader.rejects.add(
        places[unclear],
        column="",
        values=frame.loc[unclear, "status_text"].str.slice(0, 60),
        reason="状态无法识别；101-103 两套代码都有，需指明 vocabulary · the status is not known; codes 101-103 need vocabulary='ems' or 'kuaidi100'",
    )
    return frame[~(nowhere | timeless | unclear)]


def _number(reader: Reader, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the attempts with a number of their own each, and their place among the tries for the borrower."""
    who = frame["borrower"].fillna(frame["case_id"]).fillna(frame["address_id"])
    parts = [who, frame["attempted_at"].astype("str")]
    parts += [
        reader.text(name).fillna("").loc[frame.index] for name in ("address_id", "address", "kind", "number")
    ]
    made = pd.Series(map(_BETWEEN.join, zip(*parts, strict=True)), index=frame.index, dtype="object").map(
        _made_id
    )
    frame = frame.assign(attempt_id=frame["attempt_id"].fillna(made))
    again = frame.duplicated(["attempt_id", "attempted_at", "outcome"])
    places = reader.source.places.loc[frame.index[again]]
    reader.rejects.add(
        places,
        column="",
        values=frame.loc[again, "attempt_id"],
        reason="同一次投递重复 · the same attempt twice",
    )
    frame, who = frame[~again], who[~again]
    further = frame.duplicated("attempt_id")
    stamps = [
        stamped(*pair) for pair in frame.loc[further, ["attempt_id", "attempted_at"]].itertuples(index=False)
    ]
    ids = frame["attempt_id"].mask(further, pd.Series(stamps, index=frame.index[further], dtype="object"))
    nth = ids.groupby(ids).cumcount()
    ids = ids.where(nth == 0, ids + "-" + (nth + 1).astype(str))
    order = frame["attempted_at"].groupby(who).rank(method="first").astype("Int64")
    return frame.assign(attempt_id=ids, try_number=frame["try_number"].fillna(order))


def _made_id(text: str) -> str:
    return "T" + hashlib.sha256(text.encode()).hexdigest()[:_ID_LETTERS].upper()


def _or(texts: pd.Series, default: str | None) -> pd.Series:
    return texts if default is None else texts.fillna(default)
