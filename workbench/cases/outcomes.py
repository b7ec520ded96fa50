"""What carriers say happened, in the words of the house."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from workbench.cases.texts import is_nothing, narrow, on_each
from workbench.errors import InputError
from workbench.tables import DELIVERED

VOCABULARIES = ("kuaidi100", "ems")
_SIGNED = ("self", "adult_family", "designated", "other_signer")


def read_outcomes(
    status: pd.Series,
    *,
    status_code: pd.Series | None = None,
    return_code: pd.Series | None = None,
    return_reason: pd.Series | None = None,
    signer: pd.Series | None = None,
    carrier: pd.Series | None = None,
    vocabulary: str | None = None,
) -> pd.DataFrame:
    """Return ``outcome`` and ``return_reason`` per row; missing where nothing is understood.

    A reason for a return goes before a general status; a signer's relation refines a delivery. A delivery of which nobody says who
    signed is ``other_signer``: it counts as signed, never as signed by the person.

    Parameters
    ----------
    status
        Status in words (or a code).
    status_code, return_code
        Codes of 快递100 or of EMS. 101-103 exist in both: EMS is taken for a column of return codes, for rows whose carrier is EMS or
        the post, or for a column that has codes of EMS only.
    return_reason
        Reason in words.
    signer
        Relation of who signed.
    carrier
        Name of the carrier.
    vocabulary
        ``kuaidi100`` or ``ems`` settles what status codes mean.
    """
    if vocabulary not in (None, *VOCABULARIES):
        raise InputError(
            f"vocabulary: {vocabulary!r} is not known. Expected one of: {', '.join(VOCABULARIES)}."
        )
    nothing = pd.Series("", index=status.index, dtype="str")
    code = nothing if status_code is None else status_code
    code = code.where(code.map(narrow) != "", status.where(status.map(_is_code), ""))
    spoken = _pairs(on_each(status, _from_words))
    coded = _pairs(_from_status_codes(code, carrier, vocabulary))
    reasoned = _pairs(
        on_each(nothing if return_code is None else return_code, lambda text: _from_code("ems", text))
    )
    worded = _pairs(on_each(nothing if return_reason is None else return_reason, _from_words))
    return _settle(spoken, coded, reasoned, worded, nothing if signer is None else signer)


def read_channels(texts: pd.Series) -> pd.Series:
    """Return the channel that a carrier or a kind of mail stands for; missing where it is not known."""
    return on_each(texts, lambda text: _first_word(text, "channels")).astype("str")


def _settle(
    spoken: pd.DataFrame, coded: pd.DataFrame, reasoned: pd.DataFrame, worded: pd.DataFrame, signer: pd.Series
) -> pd.DataFrame:
    status = coded.combine_first(spoken)
    # "Signed" in words may say who, where the code says only that.
    vague = status["outcome"].eq("other_signer") & spoken["outcome"].isin(DELIVERED)
    status = status.where(~vague, spoken)
    # A failed reason beside a delivered status is a remark on an earlier try.
    failed = (
        reasoned.where(reasoned["reason"].ne("other"), worded).combine_first(reasoned).combine_first(worded)
    )
    failed = failed.where(failed["outcome"].isin(["returned", "refused"]))
    open_reason = ~status["outcome"].isin([*DELIVERED, "refused"]) & (
        status["reason"].isna() | status["reason"].isin(["", "other"]) | failed["outcome"].notna()
    )
    final = failed.where(open_reason & failed["outcome"].notna(), status)
    rest = worded.combine_first(reasoned)
    final = final.combine_first(rest)
    relation = on_each(signer, lambda text: _first_word(text, "signers")).astype("str")
    refined = relation.notna() & final["outcome"].isin(_SIGNED)
    outcome = final["outcome"].where(~refined, relation)
    return pd.DataFrame(
        {"outcome": outcome.astype("str"), "return_reason": final["reason"].replace("", None).astype("str")}
    )


def _from_status_codes(codes: pd.Series, carrier: pd.Series | None, vocabulary: str | None) -> pd.Series:
    plain = on_each(codes, lambda text: narrow(text).removesuffix(".0"))
    if vocabulary is not None:
        return on_each(plain, lambda text: _from_code(vocabulary, text))
    tables = _raw()
    used = set(plain[plain != ""])
    only_ems = bool(used) and used <= tables["ems"].keys() and not used <= tables["kuaidi100"].keys()
    posted = pd.Series(only_ems, index=codes.index)
    if carrier is not None:
        posted |= read_channels(carrier).isin(["letter", "court_post"])
    parcel = on_each(plain, lambda text: _from_code("kuaidi100", text))
    ems = on_each(plain, lambda text: _from_code("ems", text))
    # Codes that both use mean nothing certain when neither the column nor the carrier tells which list they are from.
    doubtful = used <= (tables["ems"].keys() & tables["kuaidi100"].keys()) and carrier is None
    return ems.where(posted & ems.notna(), parcel.where(pd.Series(not doubtful, index=codes.index), None))


def _is_code(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}(?:\.0)?", narrow(text)))


def _from_code(vocabulary: str, text: str) -> tuple[str, str] | None:
    found = _raw()[vocabulary].get(narrow(text).removesuffix(".0"))
    return None if found is None else (found[0], found[1])


def _from_words(text: str) -> tuple[str, str] | None:
    plain = narrow(text).lower()
    if is_nothing(plain) or _is_code(plain):
        return None
    return next((meaning for pattern, meaning in _patterns() if pattern.search(plain)), None)


def _first_word(text: str, name: str) -> str | None:
    plain = narrow(text).lower()
    return next(
        (value for value, words in _raw()[name].items() if any(word in plain for word in words)), None
    )


def _pairs(found: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"outcome": found.str[0], "reason": found.str[1]}, index=found.index, dtype="object")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, str]], ...]:
    return tuple((re.compile(each["pattern"]), (each["outcome"], each["reason"])) for each in _raw()["words"])


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("workbench.cases").joinpath("outcomes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
