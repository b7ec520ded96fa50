"""The encrypted file in which identities are kept apart from everything that is analysed."""

from __future__ import annotations

import io
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.persons import further_pseudonyms
from workbench.errors import InputError, MissingError, PolicyError
from workbench.files import write_bytes
from workbench.tables import Audience, guard, require, table
from workbench.workspace import hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from workbench.cases.gate import Checked
    from workbench.cases.keys import Key

_MAGIC = b"WBVAULT1"
_NONCE_BYTES = 12
# Leads the tombstones that stand beside a person's own: of the cases, and of further pseudonyms.
_ALSO = "also "


@dataclass(frozen=True, slots=True, repr=False)
class _Content:
    identities: pd.DataFrame
    tombstones: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """Names, phones and ID numbers by borrower and case, in one file encrypted with AES-256-GCM.

    The file's key is derived from the master key (HKDF), so a copy of the project folder alone opens nothing. Whoever
    is forgotten leaves only hashes of the pseudonym and the case numbers, by which a second import is kept out.

    Parameters
    ----------
    path
        The file; made at the first update.
    key
        The master key.
    """

    path: Path
    key: Key = field(repr=False)

    def __repr__(self) -> str:
        """Show the place only."""
        return f"Vault({str(self.path)!r})"

    def update(self, identities: pd.DataFrame) -> pd.Series:
        """Add identities, or put new ones in the place of old ones of the same case, as one act.

        Parameters
        ----------
        identities
            Table ``identities``.

        Returns
        -------
        pandas.Series
            Whether each row was kept out because its borrower, or its case, had to be forgotten: leave those cases out as well.
        """
        columns = list(table("identities").columns)
        require(identities, columns, where="vault")
        with self._held():
            content = self._read()
            buried = self._buried(identities["borrower"], content)
            buried |= self._buried(_as_cases(identities["case_id"]), content)
            new = identities.loc[~buried, columns]
            old = content.identities[~content.identities["case_id"].isin(new["case_id"])]
            merged = pd.concat([old, new.astype("str")], ignore_index=True).drop_duplicates(
                "case_id", keep="last"
            )
            merged = merged.sort_values("case_id", ignore_index=True)
            # The file changes with its content only, so that rounds are not planned again for nothing.
            if not self.path.exists() or not merged.equals(content.identities):
                self._write(_Content(merged, content.tombstones))
        return buried

    def join(
        self, manifest: pd.DataFrame, audience: Audience | str, *, where: str = "manifest"
    ) -> pd.DataFrame:
        """Return a courier's manifest with ``name`` and ``phone``, same rows in the same order.

        Parameters
        ----------
        manifest
            Rows with ``case_id``; no column that a courier may not see.
        audience
            Must be the courier: nobody else gets names.
        where
            Document, for messages.

        Raises
        ------
        PolicyError
            For any other audience, or if the manifest holds what a courier may not see.
        """
        if Audience(audience) is not Audience.COURIER:
            raise PolicyError(
                f"{where}: identities are joined for couriers only, not for {Audience(audience).value!r}. Use the pseudonym instead."
            )
        require(manifest, ["case_id"], where=where)
        guard(manifest, Audience.COURIER, where=where)
        known = self._read().identities.set_index("case_id")[["name", "phone"]]
        found = known.reindex(manifest["case_id"]).set_axis(manifest.index)
        return manifest.assign(name=found["name"], phone=found["phone"])

    def forget(self, borrower: str, *, request: str = "", cases: Iterable[str] = ()) -> int:
        """Remove all identities of a borrower for good and return how many rows there were.

        The person stays out under this pseudonym, under those that a file with less of the identity would lead to, and by the
        numbers of the cases. The first tombstone stands: forgetting twice changes nothing.

        Parameters
        ----------
        borrower
            Pseudonym.
        request
            Number of the person's request, kept with the tombstone; no personal data.
        cases
            Case numbers of the person besides those in the vault.
        """
        with self._held():
            content = self._read()
            gone = content.identities["borrower"] == borrower
            theirs = content.identities[gone]
            said = f"{datetime.now(UTC).date().isoformat()} {request}".strip()
            numbers = pd.Series([*cases, *theirs["case_id"]], dtype="str")
            further = [*further_pseudonyms(theirs, self.key), *_as_cases(numbers)]
            also = {self._tombstone(each): f"{_ALSO}{said}" for each in further}
            tombstones = {**also, self._tombstone(borrower): said, **content.tombstones}
            if gone.any() or tombstones != content.tombstones:
                self._write(_Content(content.identities[~gone].reset_index(drop=True), tombstones))
        return int(gone.sum())

    def forgotten(self, borrowers: pd.Series) -> pd.Series:
        """Tell for each pseudonym whether its borrower was forgotten and must stay out."""
        return self._buried(borrowers, self._read())

    def sift(self, attempts: pd.DataFrame) -> pd.DataFrame:
        """Return rows of table ``attempts`` without those of forgotten persons, which a results file may still hold."""
        content = self._read()
        buried = self._buried(attempts["borrower"], content) | self._buried(
            _as_cases(attempts["case_id"]), content
        )
        return attempts[~buried].reset_index(drop=True)

    def sift_results(self, results: Checked) -> Checked:
        """Return a results file without the rows of forgotten persons, what was refused of these attempts included."""
        rows = self.sift(results.rows)
        gone = set(results.rows["attempt_id"]) - set(rows["attempt_id"])
        refused = results.rejects["value"].isin(list(gone))
        return replace(results, rows=rows, rejects=results.rejects[~refused].reset_index(drop=True))

    def knows(self, number: str) -> bool:
        """Tell whether somebody with this pseudonym or case number was forgotten."""
        asked = pd.Series([number, *_as_cases(pd.Series([number], dtype="str"))], dtype="str")
        return bool(self.forgotten(asked).any())

    def numbers(self) -> pd.DataFrame:
        """Return ``borrower`` and ``case_id`` of all identities."""
        return self._read().identities[["borrower", "case_id"]]

    def telling(self, borrower: str, further: pd.DataFrame | None = None) -> set[str]:
        """Return names, phones and ID numbers that stand here for this person only: to find a person's traces, not to be shown.

        Parameters
        ----------
        borrower
            Pseudonym.
        further
            More rows of table ``identities``, as of a file that is not in the vault.
        """
        known = pd.concat([self._read().identities, further], ignore_index=True)
        own = known["borrower"] == borrower
        columns = ["name", "phone", "id_number"]
        ours, others = (set(known.loc[rows, columns].melt()["value"].dropna()) for rows in (own, ~own))
        return {str(text) for text in ours - others}

    def count(self) -> tuple[int, int]:
        """Return how many identities there are and how many persons were forgotten."""
        content = self._read()
        persons = sum(not said.startswith(_ALSO) for said in content.tombstones.values())
        return len(content.identities), persons

    def _buried(self, borrowers: pd.Series, content: _Content) -> pd.Series:
        if not content.tombstones:
            return pd.Series(data=False, index=borrowers.index)
        known = borrowers.dropna().astype(str).unique()
        return borrowers.isin([each for each in known if self._tombstone(each) in content.tombstones])

    def _tombstone(self, borrower: str) -> str:
        return self.key.pseudonyms([f"forgotten:{borrower}"])[0]

    def _read(self) -> _Content:
        if not self.path.exists():
            empty = pd.DataFrame({name: pd.Series(dtype="str") for name in table("identities").columns})
            return _Content(empty, {})
        data = self.path.read_bytes()
        if not data.startswith(_MAGIC):
            raise InputError(
                f"{self.path}: this is no vault of the workbench, or it is damaged. Restore it from a backup."
            )
        return _unpack(self._decrypt(data[len(_MAGIC) :]))

    def _write(self, content: _Content) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only the vault needs it

        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self.key.derive("vault")).encrypt(nonce, _pack(content), _MAGIC)
        write_bytes(self.path, _MAGIC + nonce + sealed)

    def _decrypt(self, data: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        try:
            return AESGCM(self.key.derive("vault")).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _MAGIC)
        except (InvalidTag, ValueError) as error:
            raise InputError(
                f"{self.path}: the vault does not open: the key is not the one it was locked with, or the file was changed. "
                "Set WORKBENCH_KEY or WORKBENCH_KEY_FILE to the right key, or restore the vault from a backup."
            ) from error

    def _held(self) -> AbstractContextManager[None]:
        """Let one process at a time read, change and write."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return hold(self.path.with_suffix(self.path.suffix + ".lock"))


def open_vault(path: Path | str, key: Key, *, must_exist: bool = False) -> Vault:
    """Return the vault at ``path``; with ``must_exist`` a missing one is an error instead of an empty one.

    Raises
    ------
    MissingError
        If it must exist and does not.
    InputError
        If it is there and does not open with this key.
    """
    vault = Vault(Path(path), key)
    if must_exist and not vault.path.exists():
        raise MissingError(f"{path}: there is no vault. Read the case file first; that makes it.")
    vault.count()
    return vault


def _as_cases(case_ids: pd.Series) -> pd.Series:
    """Return what the tombstones of cases are made of; no pseudonym looks like it."""
    texts: pd.Series = "case " + case_ids.astype("str")
    return texts


def _pack(content: _Content) -> bytes:
    buffer = io.BytesIO()
    content.identities.to_parquet(buffer, index=False)
    head = json.dumps(dict(content.tombstones), ensure_ascii=False, sort_keys=True).encode()
    return len(head).to_bytes(8, "big") + head + buffer.getvalue()


def _unpack(data: bytes) -> _Content:
    size = int.from_bytes(data[:8], "big")
    tombstones = json.loads(data[8 : 8 + size])
    return _Content(pd.read_parquet(io.BytesIO(data[8 + size :])).astype("str"), tombstones)
