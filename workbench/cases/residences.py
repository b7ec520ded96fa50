"""The borrower's addresses: one row each, with their kind and lawful source, or a reason why not."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.columns import read_words
from workbench.cases.masking import mask_addresses
from workbench.cases.texts import DAMAGED, is_nothing, narrow, on_each, tidy
from workbench.cases.vocabulary import PER_ADDRESS, fold, is_third_party, kind_words
from workbench.tables import ADDRESS_KINDS, LAWFUL_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from workbench.cases.columns import Reader
    from workbench.cases.correspondence import Match

_LONGEST = 300
_ID_DIGITS = 16
# A province, city and county in columns of their own say where the person lives; the registered address is often elsewhere.
_UNSHARED = frozenset({"registered"})


def read_addresses(reader: Reader, cases: pd.DataFrame) -> pd.DataFrame:
    """Return one row per address that is one, in the order of the file.

    Parameters
    ----------
    reader
        Reader of the file.
    cases
        ``case_id``, ``borrower`` and ``name`` of each row of the file that counts (index as in the source); the name and
        numbers of persons are taken out of the addresses.

    Returns
    -------
    pandas.DataFrame
        The columns of table ``addresses`` but for ``lawful_source``, instead of which ``stated_source`` has the file's words;
        ``masked``, ``sheet`` and ``row``.
    """
    columns = reader.matches("address")
    counts: dict[str, int] = {}
    parts = []
    for position, match in enumerate(columns):
        nth = counts[match.kind] = counts.get(match.kind, -1) + 1
        parts.append(_read_column(reader, cases, match, nth).assign(position=position))
    if not parts:
        return _empty()
    found = pd.concat(parts).sort_values(["at", "position"], kind="stable", ignore_index=True)
    repeated = found.duplicated(["case_id", "kind", "address"])
    reader.rejects.add(
        found[repeated],
        column="",
        values=found.loc[repeated, "address"],
        reason="同类地址重复 · the same address of the same kind twice",
    )
    found = found[~repeated].reset_index(drop=True)
    return found.assign(address_id=address_ids(found))


def address_ids(addresses: pd.DataFrame) -> pd.Series:
    """Return a stable id per row from ``case_id``, ``kind`` and ``address``: the same address of a case keeps it in every file."""
    texts = addresses["case_id"] + "\x1f" + addresses["kind"] + "\x1f" + on_each(addresses["address"], narrow)
    ids = [
        hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS].upper()
        for text in texts.to_numpy(dtype=object)
    ]
    return pd.Series(ids, index=addresses.index, dtype="str")


def settle_sources(
    addresses: pd.DataFrame, stated: MappingType[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (addresses that may be used, quarantine): the file's word goes before what is stated for the kind or for all.

    Parameters
    ----------
    addresses
        As from ``read_addresses``.
    stated
        Lawful source by kind, and ``default``.
    """
    said = addresses["stated_source"].fillna("").astype("str")
    read = on_each(said, lambda text: text if text in LAWFUL_SOURCES else read_words(text, "lawful_source"))
    by_kind = {kind: stated.get(kind, stated.get("default")) for kind in ADDRESS_KINDS}
    source = read.where(said != "", addresses["kind"].map(by_kind))
    settled = addresses.assign(lawful_source=source.astype("str")).drop(columns="stated_source")
    held = settled["lawful_source"].isna()
    unknown = said[held] != ""
    reason = pd.Series(
        "未说明合法来源；请在设置中说明或在文件中加列 · no lawful source is stated; pass lawful_source or add a column 地址来源",
        index=said[held].index,
        dtype="str",
    )
    reason = reason.where(
        ~unknown,
        "所填来源不属于六种合法来源 · the stated source is none of the six lawful ones: "
        + said[held].str.slice(0, 40),
    )
    return settled[~held].reset_index(drop=True), settled[held].assign(reason=reason).reset_index(drop=True)


def _read_column(reader: Reader, cases: pd.DataFrame, match: Match, nth: int) -> pd.DataFrame:
    places = reader.source.places
    cells = reader.source.cells.loc[cases.index, match.header]
    tidied = on_each(cells, tidy).astype("str")
    texts = mask_addresses(tidied, cases["name"])
    kinds, said = _kinds(reader, match, texts)
    faults = on_each(texts, _fault).astype("str")
    # Whose address it is decides before what it says: a contact person's is not even shown among the rejects.
    faults = faults.where(kinds.notna(), on_each(said, _kind_fault).astype("str")).where(texts != "", "")
    bad = faults != ""
    shown = texts.where(kinds.notna(), said).str.slice(0, 60)
    reader.rejects.add(
        places.loc[texts.index[bad]], column=match.header, values=shown[bad], reason=faults[bad]
    )
    good = texts.index[(texts != "") & ~bad]
    beside = {column: _beside(reader, match, column, nth).loc[good] for column in PER_ADDRESS[1:]}
    frame = pd.DataFrame(
        {
            "address_id": pd.Series(None, index=good, dtype="str"),
            "case_id": cases["case_id"].loc[good],
            "borrower": cases["borrower"].loc[good],
            "kind": kinds.loc[good],
            "address": texts.loc[good],
            **{
                name: beside[name]
                for name in ("stated_province", "stated_city", "stated_district", "postcode", "recorded_on")
            },
            "masked": (texts != tidied).loc[good],
            "stated_source": beside["lawful_source"],
            "sheet": places["sheet"].loc[good],
            "row": places["row"].loc[good],
            "at": good,
        }
    )
    frame["recorded_on"] = reader.moment(
        "recorded_on", frame["recorded_on"].reindex(places.index).fillna("").astype("str"), "登记日"
    ).loc[good]
    return frame


def _kinds(reader: Reader, match: Match, texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the kind of each address, and the words that said so."""
    nothing = pd.Series("", index=texts.index, dtype="str")
    if match.kind:
        return pd.Series(match.kind, index=texts.index, dtype="str"), nothing
    cells = reader.raw("kind")
    if cells is None:
        return pd.Series(None, index=texts.index, dtype="str"), nothing
    said = cells.loc[texts.index]
    return on_each(said, lambda text: kind_words().get(fold(text))).astype("str"), said


def _kind_fault(said: str) -> str:
    if is_third_party(said):
        return (
            "不是借款人本人的地址，未读取 · an address of another person than the borrower; it was not read"
        )
    return "地址类型无法识别 · the kind of the address is not known; expected 户籍, 居住, 单位, 收货, 对账单 or 确认"


def _beside(reader: Reader, match: Match, column: str, nth: int) -> pd.Series:
    """Return the cells that belong to the nth address column of a kind: its own postcode, source and so on, else the row's."""
    own = reader.matches(column, match.kind)
    shared = [] if match.kind in _UNSHARED and column.startswith("stated_") else reader.matches(column, "")
    found = own[nth : nth + 1] or (own[:1] if len(own) == 1 else []) or shared[:1]
    index = reader.source.cells.index
    if not found:
        return pd.Series(None, index=index, dtype="str")
    return on_each(reader.source.cells[found[0].header], _plain).astype("str")


def _plain(text: str) -> str | None:
    plain = narrow(text)
    return None if is_nothing(plain) or DAMAGED in plain else plain


def _fault(text: str) -> str:
    if is_nothing(narrow(text)):
        return "是表示无的字样，不是地址 · a word for nothing, not an address"
    if DAMAGED in text:
        return "字符已丢失，文件编码在此处损坏 · characters were lost; the file's encoding is damaged here"
    if len(text) > _LONGEST:
        return f"{len(text):,} 个字符，不像地址 · {len(text):,} characters are no address; expected at most {_LONGEST}"
    if narrow(text)[:1] in "=+@" or text[:1] == "-":
        return "以公式符号开头，不像地址 · starts like a formula, not like an address"
    return ""


def _empty() -> pd.DataFrame:
    names = [
        "address_id",
        "case_id",
        "borrower",
        "kind",
        "address",
        "stated_province",
        "stated_city",
        "stated_district",
    ]
    texts = {name: pd.Series(dtype="str") for name in (*names, "postcode", "stated_source", "sheet")}
    others = {"recorded_on": "datetime64[us]", "masked": "bool", "row": "int64"}
    return pd.DataFrame({**texts, **{name: pd.Series(dtype=kind) for name, kind in others.items()}})
