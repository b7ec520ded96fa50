"""Numbers of identity documents and phones: repaired where nothing is lost, refused where digits are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from workbench.cases.texts import is_nothing, narrow

_FLOAT = re.compile(r"^\d(?:\.\d+)?e\+?\d{1,2}$", re.IGNORECASE)
_NEW = re.compile(r"^[1-9]\d{16}[\dX]$")
_OLD = re.compile(r"^[1-9]\d{14}$")
_OTHER = re.compile(r"^[A-Z]{0,3}\d{6,12}[A-Z]?(?:\(\d\))?$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ROUNDED = re.compile(r"^[1-9]\d{14}000$")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"^(?:0\d{2,3})?-?[2-9]\d{6,7}(?:-\d{1,6})?$")
_OLDEST_YEAR = 1900


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """An identity number as far as it can be trusted.

    Parameters
    ----------
    number
        The number, 15-digit ones brought to 18; empty where none is usable.
    strong
        Whether the number alone identifies the person (its check digit and date hold, or it is another kind of document).
    fault
        What is wrong, or empty.
    """

    number: str = ""
    strong: bool = False
    fault: str = ""

    def __repr__(self) -> str:
        """Never show the number."""
        return f"Document(strong={self.strong})"

    @property
    def birthday(self) -> date | None:
        """Day of birth of a resident's number, else None."""
        return _birthday(self.number) if self.strong and _NEW.match(self.number) else None

    @property
    def region(self) -> str:
        """First six digits of a resident's number: the county at issue; else empty."""
        return self.number[:6] if self.strong and _NEW.match(self.number) else ""


def read_document(text: str) -> Document:
    """Return what an identity number says.

    An 18-digit number must have the right check digit (GB 11643-1999, ISO 7064 MOD 11-2) and a possible day of birth; one that
    has not is kept as a weak identity with a fault: it may be a typing error and then be somebody else's number.
    """
    plain = narrow(text).upper().replace(" ", "").replace("-", "").removesuffix(".0")
    if is_nothing(plain):
        return Document()
    if _FLOAT.match(plain):
        return Document(
            fault="号码被表格软件取整，末几位已丢失；请以文本格式提供 · the number became a rounded number in a spreadsheet and its last digits are lost; send it as text"
        )
    if _OLD.match(plain):
        plain = _lengthen(plain)
    if _NEW.match(plain):
        return _checked(plain)
    if _OTHER.match(plain):
        return Document(plain, strong=True)
    return Document(
        plain[:40],
        fault="不是有效证件号 · no identity number; expected 18 digits (the last may be X), 15 digits or a passport number",
    )


def read_phone(text: str) -> tuple[str, str]:
    """Return (phone, fault): the first mobile number in the text, else a landline, in digits."""
    plain = narrow(text).replace(" ", "").removesuffix(".0").replace("—", "-")
    if is_nothing(plain):
        return "", ""
    mobile = _MOBILE.search(re.sub(r"(?<=\d)-(?=\d)", "", plain).removeprefix("+86").removeprefix("0086"))
    if mobile:
        return mobile.group(), ""
    if _FLOAT.match(plain):
        return (
            "",
            "号码被表格软件取整，末几位已丢失；请以文本格式提供 · the number became a rounded number in a spreadsheet and its last digits are lost; send it as text",
        )
    return (
        (plain, "")
        if _LANDLINE.match(plain)
        else ("", "不是有效电话号码 · no phone number; expected 11 digits or an area code and a number")
    )


def check_digit(first: str) -> str:
    """Return the last character that belongs to the first 17 digits of a resident's number."""
    return _CHECKS[sum(map(mul, map(int, first), _WEIGHTS)) % 11]


def age_on(birthday: date, day: date) -> int:
    """Return full years of age."""
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def _checked(number: str) -> Document:
    if _birthday(number) is None:
        return Document(
            number,
            fault="证件号中的出生日期不可能，按弱身份保留 · the identity number has no possible day of birth; kept as a weak identity",
        )
    if check_digit(number[:17]) == number[17]:
        return Document(number, strong=True)
    if _ROUNDED.match(number):
        return Document(
            fault="证件号末几位为零，被表格软件取整；请以文本格式提供 · the last digits of the identity number are zeros: a spreadsheet rounded it; send it as text"
        )
    return Document(
        number,
        fault="证件号校验位错误，按弱身份保留 · the check digit of the identity number is wrong; kept as a weak identity",
    )


def _birthday(number: str) -> date | None:
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day if day.year >= _OLDEST_YEAR else None


def _lengthen(old: str) -> str:
    first = f"{old[:6]}19{old[6:]}"
    return first + check_digit(first)
