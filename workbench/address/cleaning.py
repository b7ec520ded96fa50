"""The cleaning of address texts as a list of named steps.

A newcomer adds a step as one function ``str -> str`` and one line in ``STEPS``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from workbench.address import characters, numerals, punctuation, remarks
from workbench.address.screening import LONG_NUMBER, Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cleaning.

    Parameters
    ----------
    name
        Name that explanations show.
    reason
        Why the step is there, in one sentence.
    apply
        The step itself.
    needed
        Only texts in which this is found are touched; it keeps clean texts fast.
    signs
        A plain text (see ``screening.Screen``) that holds none of these characters does not need the step: it keeps
        columns of clean texts faster still. None: any text may need it.
    """

    name: str
    reason: str
    apply: Callable[[str], str]
    needed: re.Pattern[str]
    signs: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """What one step did to one text."""

    step: str
    reason: str
    before: str
    after: str


_TRADITIONAL = "".join(map(chr, characters.traditional_table()))
_ODD = r"[^\u4e00-\u9fff0-9A-Za-z\-()]"


_NUMERALS = "零〇一二三四五六七八九十廿两壹贰叁肆伍陆柒捌玖拾"
_ASKED = "打拨致联放存送寄丢搁勿别要请派配签代付搬迁拆核确租自父亲宿备新旧附说没无电不周工作末"
_LABELS = "收户居现家单公工通联邮寄送身详对账办经注常所房抵"


def _step(apply: Callable[[str], str], needed: str, signs: str | None, reason: str) -> Step:
    return Step(apply.__name__, reason, apply, re.compile(needed), signs)


STEPS: tuple[Step, ...] = (
    _step(characters.cut, rf"(?s)^.{{{characters.MAX_LENGTH}}}.", None, "No address is that long; it bounds the time."),
    _step(characters.drop_surrogates, "[\ud800-\udfff]", "", "Half characters cannot be written to any file."),
    _step(characters.drop_markup, r"[<&]", "<&", "Web forms leave tags and entities behind."),
    _step(characters.unify_width, _ODD, "", "Full-width and half-width forms mean the same."),
    _step(characters.drop_invisible, _ODD, "", "Line breaks, tabs and invisible characters split names."),
    _step(characters.drop_pictures, _ODD, "", "Emoji say nothing about the place."),
    _step(characters.simplify, f"[{_TRADITIONAL}]", _TRADITIONAL, "The gazetteer is written in simplified characters."),
    _step(remarks.drop_label, rf"^\s*(?:[{_LABELS}]|地址|住)", f"{_LABELS}地住", "A label is no part of the address."),
    _step(remarks.drop_people, r"收|人|户主|姓名|房主|先生|女士|小姐|老师|师傅|阿姨|大爷|老板|总|经理|转交|亲启|\d{7}", f"收人户姓房先女小老师阿大总经转亲{LONG_NUMBER}", "Names of people are not needed here."),
    _step(remarks.drop_remarks, f"[{_ASKED}]", _ASKED, "Remarks to the courier are no part of the place."),
    _step(remarks.drop_phones, r"\d{6}|\d{3,4}-\d{4}", f"-{LONG_NUMBER}", "Phone numbers and postcodes look like door numbers."),
    _step(remarks.drop_placeholder, r"^[\s\W_]|[详明楚道知填供定充实无缺址所入有查密空上籍住位件aAlLeEnN试tx?0-9X!]\s*[\W_]*$|^$", "不未待暂缺无没查保拒空同见如以测NnTt", "It says that there is no address."),
    _step(punctuation.unify_signs, _ODD, punctuation.SIGNS, "One sign for each kind of dash, bracket and separator."),
    _step(punctuation.unify_dashes, r"\d[~至到一丨\s/]|-[\s-]|\s-|[A-Za-z]/|[\u4e00-\u9fff]-", "至到一丨-~/", "Ranges and number chains have one form."),
    _step(punctuation.name_hashes, r"#", "#", "3#楼 and 3号楼 are the same."),
    _step(punctuation.drop_masks, r"[*×]|[xX]{3}", "*×xX", "Masked parts say nothing."),
    _step(punctuation.close_gaps, r"[\s,~/*+]", " ,~/*+", "Spaces and separators stand anywhere."),
    _step(punctuation.unwrap_brackets, r"[()]|^[-.,、/#]|[-.,、/#]$", "()-.,、/#", "Brackets around a division hide it."),
    _step(punctuation.put_door_first, r"[路街道巷弄]\([原旧曾又现俗]", "()", "A road's old name in brackets parts it from its number."),
    _step(numerals.read_romans, r"[IVX][期区]", "IVX", "Ⅱ期 and 2期 are the same."),
    _step(numerals.use_digits, rf"[{_NUMERALS}][号弄栋幢单室层楼组队座期]", _NUMERALS, "三号 and 3号 are the same."),
    _step(punctuation.drop_repeats, r"^(.{2}).+\1", None, "Forms join chosen divisions and a full address."),
)  # fmt: skip


def clean_text(text: object) -> str:
    """Clean one text; anything that is no text becomes an empty one.

    Parameters
    ----------
    text
        A string, or ``None``, ``NaN`` and the like.

    Returns
    -------
    str
        The cleaned text, at most 256 characters.
    """
    return _apply(STEPS, text) if isinstance(text, str) else ""


def _apply(steps: Sequence[Step], text: str) -> str:
    for step in steps:
        if step.needed.search(text):
            text = step.apply(text)
    return text


@cache
def _screen() -> Screen:
    return Screen([step.signs for step in STEPS])


@cache
def _chosen(mask: int) -> tuple[tuple[int, Step], ...]:
    return tuple((number, step) for number, step in enumerate(STEPS) if mask >> number & 1)


def _clean_column(texts: Sequence[str]) -> Iterator[str]:
    """Clean texts; plain ones are only shown to the steps whose signs they hold, until one changes them."""
    for text, mask in zip(texts, _screen().read(texts), strict=True):
        if mask < 0:
            yield _apply(STEPS, text)
            continue
        for number, step in _chosen(mask):
            if step.needed.search(text):
                changed = step.apply(text)
                if changed != text:
                    yield _apply(STEPS[number + 1 :], changed)
                    break
        else:
            yield text


def normalise(texts: pd.Series) -> pd.Series:
    """Clean address texts with all steps.

    Parameters
    ----------
    texts
        Raw texts; missing values and other types give empty texts.

    Returns
    -------
    pandas.Series
        Cleaned texts on the same index, named ``normalised``.
    """
    cleaned = list(_clean_column([text if isinstance(text, str) else "" for text in texts.tolist()]))
    return pd.Series(cleaned, index=texts.index, dtype="str", name="normalised")


def normalise_steps(text: object) -> list[Trace]:
    """Show what the steps do to one text, for explanations.

    Parameters
    ----------
    text
        One raw text.

    Returns
    -------
    list of Trace
        The steps that changed the text, in order.
    """
    traces = []
    current = text if isinstance(text, str) else ""
    for step in STEPS:
        changed = step.apply(current) if step.needed.search(current) else current
        if changed != current:
            traces.append(Trace(step.name, step.reason, current, changed))
        current = changed
    return traces
