"""The secret by which borrowers get their pseudonyms and identities are locked away; it lives outside every project."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import InputError

_BYTES = 32
_VARIABLE = "WORKBENCH_KEY"
_FILE_VARIABLE = "WORKBENCH_KEY_FILE"
_ALPHABET = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_PSEUDONYM_BYTES = 10


@dataclass(frozen=True, slots=True)
class Key:
    """The master secret; its representation shows nothing of it."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _BYTES:
            raise InputError(
                f"key: {len(self.secret)} bytes are too few. Expected at least {_BYTES} random bytes."
            )

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose by HKDF-SHA256 (RFC 5869, empty salt, one block)."""
        extracted = hmac.digest(bytes(_BYTES), self.secret, "sha256")
        return hmac.digest(extracted, f"workbench {purpose}".encode() + b"\x01", "sha256")

    def pseudonyms(self, texts: list[str]) -> list[str]:
        """Return a readable pseudonym of 80 bits for each text: HMAC-SHA256, Crockford's base 32 (no I, L, O, U)."""
        start = hmac.new(self.derive("pseudonym"), digestmod=hashlib.sha256)
        return [_pseudonym(start.copy(), text) for text in texts]


def load_key(*, project: Path | str | None = None) -> Key:
    """Return the key from ``WORKBENCH_KEY``, the file in ``WORKBENCH_KEY_FILE``, or the user's own key file.

    The user's key file (``workbench/key`` in the folder for settings of this system) is made on first use, readable by its owner
    only. Keep a copy of it in a safe place: without it the vault cannot be opened and new pseudonyms do not fit old ones.

    Parameters
    ----------
    project
        Project folder; a key inside it is refused, since whoever got the folder would have both lock and key.

    Raises
    ------
    InputError
        If the key is too short, cannot be read, lies in the project folder, or may be read by others.
    """
    text = os.environ.get(_VARIABLE)
    if text:
        return Key(_decode(text, where=f"the environment variable {_VARIABLE}"))
    named = os.environ.get(_FILE_VARIABLE)
    path = Path(named) if named else _settings_folder() / "workbench" / "key"
    _refuse_inside(path, project)
    if not path.exists():
        if named:
            raise InputError(
                f"{path}: there is no such key file ({_FILE_VARIABLE}). Make one with new_key, or unset the variable."
            )
        return new_key(path)
    _refuse_shared(path)
    return Key(_decode(path.read_text(encoding="ascii", errors="replace"), where=str(path)))


def new_key(path: Path | str) -> Key:
    """Make a key file, readable by its owner only; a file that is there is never overwritten."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{secrets.token_hex(6)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as stream:
            stream.write(base64.b64encode(secrets.token_bytes(_BYTES)).decode() + "\n")
        # A link is made or not, as one act: of two processes that start at once, both end with the key of the first.
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return Key(_decode(path.read_text(encoding="ascii", errors="replace"), where=str(path)))


def _decode(text: str, *, where: str) -> bytes:
    text = text.strip()
    for decode in (bytes.fromhex, base64.b64decode, base64.urlsafe_b64decode):
        with suppress(ValueError, binascii.Error):
            secret = decode(text)
            if len(secret) >= _BYTES:
                return secret
    raise InputError(
        f"{where}: this is no key. Expected {_BYTES} random bytes in base64 or hexadecimal digits, e.g. from "
        'python -c "import secrets; print(secrets.token_hex(32))".'
    )


def _settings_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _refuse_inside(path: Path, project: Path | str | None) -> None:
    if project is not None and path.resolve().is_relative_to(Path(project).resolve()):
        raise InputError(
            f"{path}: the key lies in the project folder, where it would travel with the vault that it opens. "
            f"Move it elsewhere and name it in {_FILE_VARIABLE}."
        )


def _refuse_shared(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(f"{path}: others on this machine may read the key. Run: chmod 600 {path}")


def _pseudonym(digest: hmac.HMAC, text: str) -> str:
    digest.update(text.encode())
    return base64.b32encode(digest.digest()[:_PSEUDONYM_BYTES]).decode().translate(_ALPHABET)
