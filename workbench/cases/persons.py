"""Who stands behind each row: identity read, doubted and turned into a pseudonym."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.documents import Document, age_on, read_document, read_phone
from workbench.cases.texts import on_each, shape

if TYPE_CHECKING:
    from datetime import date

    from workbench.cases.columns import Reader
    from workbench.cases.keys import Key


def read_persons(reader: Reader) -> pd.DataFrame:
    """Return ``name``, ``phone``, ``id_number``, ``strong``, ``birthday`` and ``id_region`` of each row."""
    documents = _documents(reader)
    return pd.DataFrame(
        {
            "name": reader.text("name"),
            "phone": _phones(reader),
            "id_number": documents.map(lambda document: document.number or None).astype("str"),
            "strong": documents.map(lambda document: document.strong).astype(bool),
            "birthday": documents.map(lambda document: document.birthday),
            "id_region": documents.map(lambda document: document.region or None).astype("str"),
        }
    )


def name_borrowers(persons: pd.DataFrame, case_ids: pd.Series, key: Key) -> pd.Series:
    """Return the pseudonym of the person in each row.

    A number that identifies goes first; without one, name and phone together; without these, a weak number; at last the case
    itself. A row with name and phone but no number belongs to the person of that name and phone in other rows of the file,
    if there is exactly one.
    """
    known = persons["name"].notna() & persons["phone"].notna()
    contact, number = _contacts(persons), _numbers(persons)
    identity = ("case:" + case_ids.astype("str")).where(persons["id_number"].isna(), "weak " + number)
    identity = identity.where(~known, contact).where(~persons["strong"], number)
    sure = persons["strong"] & known
    pairs = pd.DataFrame({"contact": contact[sure], "number": number[sure]}).drop_duplicates()
    single = pairs[~pairs["contact"].duplicated(keep=False)]
    owners = dict(zip(single["contact"], single["number"], strict=True))
    adopts = known & ~persons["strong"] & contact.isin(list(owners))
    identity = identity.where(~adopts, contact.map(owners).astype("object"))
    codes, different = pd.factorize(identity)
    names = np.array(key.pseudonyms([str(text) for text in different]), dtype=object)
    return pd.Series(names[codes], index=case_ids.index, dtype="str")


def further_pseudonyms(identities: pd.DataFrame, key: Key) -> list[str]:
    """Return the pseudonyms that these persons would get from a file that tells less of them: the number, or name and phone alone.

    Parameters
    ----------
    identities
        Rows of table ``identities`` as the vault keeps them. A number that identifies nobody has no place here: others may share it.
    key
        Secret of the pseudonyms.
    """
    whole = identities["name"].notna() & identities["phone"].notna()
    numbered = identities["id_number"].notna()
    texts = [*_contacts(identities)[whole], *_numbers(identities)[numbered]]
    return key.pseudonyms(sorted(set(texts)))


def _contacts(persons: pd.DataFrame) -> pd.Series:
    contacts: pd.Series = "contact:" + persons["name"].fillna("") + "|" + persons["phone"].fillna("")
    return contacts


def _numbers(persons: pd.DataFrame) -> pd.Series:
    numbers: pd.Series = "id:" + persons["id_number"].fillna("")
    return numbers


def ages(persons: pd.DataFrame, placed_on: pd.Series, today: date) -> pd.Series:
    """Return full years of age at hand-over (today where no day of hand-over is known), from the identity number."""
    days = placed_on.dt.date.where(placed_on.notna(), today)
    pairs = zip(persons["birthday"], days, strict=True)
    years = [
        None if birthday is None or pd.isna(birthday) else age_on(birthday, day) for birthday, day in pairs
    ]
    return pd.Series(years, index=persons.index, dtype="Int64")


def hide_numbers(case_ids: pd.Series, persons: pd.DataFrame, key: Key) -> tuple[pd.Series, int]:
    """Return case numbers in which ID and phone numbers are replaced by a pseudonym, and how many were."""
    documents = on_each(case_ids, _is_resident).astype(bool)
    telling = documents | (case_ids == persons["phone"]) | (case_ids == persons["id_number"])
    if not telling.any():
        return case_ids, 0
    hidden = pd.Series(
        key.pseudonyms([f"case number:{text}" for text in case_ids[telling]]), index=case_ids.index[telling]
    )
    return hidden.reindex(case_ids.index).fillna(case_ids).astype("str"), int(telling.sum())


def _is_resident(text: str) -> bool:
    return bool(read_document(text).birthday)


def _documents(reader: Reader) -> pd.Series:
    cells = reader.raw("id_number")
    if cells is None:
        return pd.Series([Document()] * len(reader.source.cells), dtype="object")
    documents = on_each(cells, read_document)
    faults = documents.map(lambda document: document.fault)
    _reject(reader, "id_number", cells, faults)
    return documents


def _phones(reader: Reader) -> pd.Series:
    cells = reader.raw("phone")
    if cells is None:
        return pd.Series(None, index=reader.source.cells.index, dtype="str")
    pairs = on_each(cells, read_phone)
    _reject(reader, "phone", cells, pairs.str[1])
    return pairs.str[0].replace("", None).astype("str")


def _reject(reader: Reader, column: str, cells: pd.Series, faults: pd.Series) -> None:
    bad = cells[faults.ne("").astype(bool)]
    header = reader.matches(column)[0].header
    places = reader.source.places.loc[bad.index]
    reader.rejects.add(places, column=header, values=bad.map(shape), reason=faults[bad.index])
