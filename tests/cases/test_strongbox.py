"""The vault opens with its key only, for couriers only, and forgets for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from workbench.cases import Checked, Key, Mapping, Vault, open_vault
from workbench.errors import ColumnError, InputError, MissingError, PolicyError

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key(b"k" * 32)
PEOPLE = pd.DataFrame(
    {
        "case_id": ["C1", "C2", "C3"],
        "borrower": ["B1", "B1", "B2"],
        "name": ["王小明", "王小明", "李红"],
        "phone": ["13800138000", None, "13900139000"],
        "id_number": ["110101199003074477", "110101199003074477", None],
    }
)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Return a vault of two people and three cases."""
    vault = Vault(tmp_path / "vault.bin", KEY)
    vault.update(PEOPLE)
    return vault


def test_the_file_tells_nothing(vault: Vault, tmp_path: Path) -> None:
    """No name, number or pseudonym stands in the file or beside it, and its representation shows the place only."""
    vault.update(PEOPLE.iloc[[0]].assign(borrower="borrower-of-C1", case_id="case-number-1"))
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        for secret in ("王小明", "13800138000", "110101199003074477", "borrower-of-C1", "case-number-1"):
            assert secret.encode() not in data
    assert repr(vault) == f"Vault({str(vault.path)!r})"


def test_couriers_get_name_and_phone(vault: Vault) -> None:
    """Same rows, same order; unknown cases stay empty."""
    manifest = pd.DataFrame({"case_id": ["C3", "C9", "C1"], "address": ["a", "b", "c"]}, index=[5, 6, 7])
    joined = vault.join(manifest, "courier")
    assert joined.index.tolist() == [5, 6, 7]
    assert joined["name"].fillna("").tolist() == ["李红", "", "王小明"]
    assert "id_number" not in joined
    assert list(manifest.columns) == ["case_id", "address"]


def test_the_file_changes_with_its_content_only(vault: Vault) -> None:
    """What is already there is not written again; a new phone, or a person forgotten, is."""
    before = vault.path.read_bytes()
    vault.update(PEOPLE.iloc[[2, 0]])
    assert vault.path.read_bytes() == before
    vault.update(PEOPLE.iloc[[0]].assign(phone="13700137000"))
    changed = vault.path.read_bytes()
    assert changed != before
    vault.forget("B2")
    assert vault.path.read_bytes() != changed


@pytest.mark.parametrize("audience", ["analyst", "lender"])
def test_nobody_else_gets_names(vault: Vault, audience: str) -> None:
    """Analysts and lenders are refused."""
    with pytest.raises(PolicyError, match="couriers only"):
        vault.join(pd.DataFrame({"case_id": ["C1"]}), audience)


def test_a_manifest_holds_nothing_else(vault: Vault) -> None:
    """Names are not joined to amounts or pseudonyms."""
    with pytest.raises(PolicyError, match="amount_yuan"):
        vault.join(pd.DataFrame({"case_id": ["C1"], "amount_yuan": [1.0]}), "courier")
    with pytest.raises(ColumnError, match="case_id"):
        vault.join(pd.DataFrame({"address": ["a"]}), "courier")


def test_another_key_does_not_open_it(vault: Vault) -> None:
    """A wrong key is told as such, without a traceback of the library."""
    with pytest.raises(InputError, match="the key is not the one"):
        open_vault(vault.path, Key(b"x" * 32))


@pytest.mark.parametrize("position", [0, 9, 25, -1])
def test_one_changed_byte_is_noticed(vault: Vault, position: int) -> None:
    """Neither header, nonce, text nor tag can be changed unnoticed; a file cut short is noticed as well."""
    data = bytearray(vault.path.read_bytes())
    data[position] ^= 1
    vault.path.write_bytes(bytes(data))
    with pytest.raises(InputError, match=r"does not open|no vault"):
        open_vault(vault.path, KEY)
    vault.path.write_bytes(bytes(data[:15]))
    with pytest.raises(InputError, match=r"does not open|no vault"):
        open_vault(vault.path, KEY)


def test_updates_replace_by_case(vault: Vault) -> None:
    """A new row of a case takes the place of the old one; the same update twice changes nothing."""
    vault.update(PEOPLE.iloc[[0]].assign(phone="13700137000"))
    vault.update(PEOPLE.iloc[[0]].assign(phone="13700137000"))
    joined = vault.join(pd.DataFrame({"case_id": ["C1", "C3"]}), "courier")
    assert joined["phone"].tolist() == ["13700137000", "13900139000"]
    assert vault.count() == (3, 0)


def test_the_forgotten_stay_out(vault: Vault) -> None:
    """All rows of the person go; a second import is kept out and told; others stay."""
    assert vault.forget("B1", request="R-7") == 2
    assert vault.count() == (1, 1)
    assert vault.update(PEOPLE).tolist() == [True, True, False]
    assert vault.forgotten(pd.Series(["B1", "B2", None])).tolist() == [True, False, False]
    assert vault.join(pd.DataFrame({"case_id": ["C1"]}), "courier")["name"].isna().all()


def test_the_forgotten_stay_out_under_any_other_name(vault: Vault) -> None:
    """A file without the ID number, or with another one for a case that is known, does not bring the person back."""
    vault.forget("B1", cases=["C7"])
    contact, number = KEY.pseudonyms(["contact:王小明|13800138000", "id:110101199003074477"])
    assert vault.forgotten(pd.Series([contact, number])).all()
    assert vault.update(PEOPLE.assign(borrower="B9", case_id=["C7", "C2", "C8"])).tolist() == [
        True,
        True,
        False,
    ]
    assert [vault.knows(each) for each in ("B1", "C1", "C7", "B2", "C3")] == [True, True, True, False, False]


def test_forgetting_twice_changes_nothing(vault: Vault) -> None:
    """The first tombstone stands, and the file with it."""
    vault.forget("B1", request="R-7")
    before = vault.path.read_bytes()
    assert vault.forget("B1", request="R-8") == 0
    assert vault.path.read_bytes() == before


def test_what_stands_for_one_person_only(vault: Vault) -> None:
    """A name that two people share tells of neither."""
    assert vault.telling("B1") == {"王小明", "13800138000", "110101199003074477"}
    further = PEOPLE.iloc[[2]].assign(case_id="C9", name="王小明")
    assert vault.telling("B1", further) == {"13800138000", "110101199003074477"}


def test_results_without_the_forgotten(vault: Vault) -> None:
    """Letters of the person and what was refused of them are left out, whether the file tells the person or the case."""
    vault.forget("B1")
    rows = pd.DataFrame(
        {"attempt_id": ["1", "2", "3"], "borrower": [None, "B1", "B2"], "case_id": ["C1", None, "C3"]}
    )
    rejects = pd.DataFrame({"sheet": "", "row": [2, 3], "column": "", "value": ["1", "3"], "reason": "twice"})
    sifted = vault.sift_results(Checked(rows, rejects, Mapping(())))
    assert sifted.rows["attempt_id"].tolist() == ["3"]
    assert sifted.rejects["value"].tolist() == ["3"]


def test_updates_at_once_lose_nothing(tmp_path: Path) -> None:
    """Several writers take turns."""
    vault = Vault(tmp_path / "vault.bin", KEY)
    parts = [PEOPLE.iloc[[0]].assign(case_id=f"C{i}", borrower=f"B{i}") for i in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(vault.update, parts))
    assert vault.count() == (8, 0)


def test_a_missing_vault(tmp_path: Path) -> None:
    """A vault that must be there and is not is an error; otherwise it is empty."""
    with pytest.raises(MissingError, match="no vault"):
        open_vault(tmp_path / "v.bin", KEY, must_exist=True)
    assert open_vault(tmp_path / "v.bin", KEY).count() == (0, 0)
