"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import zipfile
from pathlib import Path

from workbench.errors import InputError, MissingError

_SAVE_AS = "Open it in Excel or WPS, save it as .xlsx or CSV UTF-8, and read that file."
_FOREIGN = (
    (b"%PDF", f"a PDF document, not a table. {_SAVE_AS}"),
    (b"MZ", "a Windows program, not a table. Ask the sender for the case file itself."),
    (b"\x7fELF", "a program, not a table. Ask the sender for the case file itself."),
    (b"Rar!", "a RAR archive. Unpack it and read the table inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive. Unpack it and read the table inside."),
    (b"\x1f\x8b", "a gzip archive. Unpack it and read the table inside."),
    (b"\x89PNG", "a picture. Ask the sender for the table itself."),
    (b"\xff\xd8\xff", "a picture. Ask the sender for the table itself."),
    (b"{\\rtf", f"a rich-text document, not a table. {_SAVE_AS}"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES = 4096
_MEMBER_BYTES = 2_000_000_000
_MEMBER_RATIO = 250
_RATIO_FROM_BYTES = 20_000_000
_STRINGS_BYTES = 400_000_000
_MEMBERS = 5_000


def recognise(path: Path | str) -> str:
    """Return ``delimited``, ``workbook`` or ``parquet`` by the content of the file.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it is empty or something else than a table, with what to do about it.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path}: this is a folder. Name one .csv, .xlsx or .parquet file.")
    if not path.is_file():
        raise MissingError(f"{path}: there is no such file. Check the path and the name.")
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise InputError(f"{path.name}: the file is empty. Expected a header row and at least one case.")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        check_archive(path)
        return "workbook"
    _refuse_foreign(path, head)
    return "delimited"


def check_archive(path: Path) -> None:
    """Raise an ``InputError`` unless the zip archive is a workbook of a size that memory can hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(
            f"{path.name}: the file is damaged; its zip directory cannot be read. Ask for it once more."
        ) from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise InputError(
            f"{path.name}: a zip archive without an Excel workbook in it. Unpack it and read the table inside."
        )
    if any(member.flag_bits & 1 for member in members):
        raise InputError(f"{path.name}: the archive has a password. Remove it and read the file again.")
    if len(members) > _MEMBERS or any(_explodes(member) for member in members):
        raise InputError(
            f"{path.name}: unpacked it would be far larger than any case file (a zip bomb?). Nothing was read. "
            "If it is genuine, save it as CSV UTF-8 or split it."
        )


def _explodes(member: zipfile.ZipInfo) -> bool:
    strings = member.filename.endswith("sharedStrings.xml") and member.file_size > _STRINGS_BYTES
    squeezed = member.file_size > _RATIO_FROM_BYTES and member.file_size > _MEMBER_RATIO * max(
        member.compress_size, 1
    )
    return strings or squeezed or member.file_size > _MEMBER_BYTES


def _refuse_foreign(path: Path, head: bytes) -> None:
    for start, meaning in _FOREIGN:
        if head.startswith(start):
            raise InputError(f"{path.name}: this is {meaning}")
    if head.startswith(_OLE):
        raise InputError(f"{path.name}: {_old_office(path)}")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise InputError(f"{path.name}: this is a web page or XML under a table's name. {_SAVE_AS}")


def _old_office(path: Path) -> str:
    with path.open("rb") as stream:
        content = stream.read(_RATIO_FROM_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "the workbook is protected by a password. Remove it in Excel (File, Info) and read the file again."
    return f"this is the old Excel format (.xls, 97-2003). {_SAVE_AS}"
