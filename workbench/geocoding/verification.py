"""The verification code of an address, AVC-CN: one short string that says how good an answer is.

``<status><level after><level before>-<parse><corrections>-<agreement>-<score>``, for example ``V53-I0-3-097``:

=============  =====================================================================================================
status         V verified, P partial, U unverified, A ambiguous, C conflict, R reverted
level          0 none, 1 province, 2 city, 3 county, 4 town or village, 5 road number or compound, 6 building, 7 room;
               first after, then before the matching
parse          I everything in the text was read, U something was left over
corrections    how many divisions were repaired, 9 for nine and more
agreement      sources of the gazetteer that give this place, 9 for nine and more
score          confidence in hundredths, three digits
=============  =====================================================================================================
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LETTERS = {
    "verified": "V",
    "partial": "P",
    "unverified": "U",
    "ambiguous": "A",
    "conflict": "C",
    "reverted": "R",
}
CODE = re.compile(
    r"(?P<status>[VPUACR])(?P<after>[0-7])(?P<before>[0-7])-(?P<parse>[IU])(?P<corrections>[0-9])-(?P<agreement>[0-9])-(?P<score>0\d\d|100)"
)
_STATUSES = {letter: status for status, letter in LETTERS.items()}


class Verification(NamedTuple):
    """What a verification code says."""

    status: str
    after: int
    before: int
    whole: bool
    corrections: int
    agreement: int
    confidence: float


def read_code(code: str) -> Verification:
    """Read a verification code."""
    match = CODE.fullmatch(code)
    if match is None:
        raise InputError(f"code: {code!r} is no verification code. Expected a form like V53-I0-3-097.")
    return Verification(
        _STATUSES[match["status"]],
        int(match["after"]),
        int(match["before"]),
        match["parse"] == "I",
        int(match["corrections"]),
        int(match["agreement"]),
        int(match["score"]) / 100,
    )


def obeys_rule(code: str, rule: str) -> bool:
    r"""Return whether a code obeys a rule, a regular expression over the whole code (``[VP]5\d-.*``)."""
    read_code(code)
    try:
        return re.fullmatch(rule, code) is not None
    except re.error as error:
        raise InputError(f"rule: {rule!r} is no regular expression ({error}).") from None


def write_codes(
    status: Sequence[str],
    after: NDArray[np.integer],
    before: NDArray[np.integer],
    whole: NDArray[np.bool_],
    corrections: NDArray[np.integer],
    agreement: NDArray[np.integer],
    confidence: NDArray[np.float64],
) -> list[str]:
    """Write the verification codes of a column of answers."""
    score = np.rint(np.nan_to_num(confidence) * 100).astype(int).clip(0, 100)
    columns = zip(
        status,
        after.clip(0, 7).tolist(),
        before.clip(0, 7).tolist(),
        whole.tolist(),
        corrections.clip(0, 9).tolist(),
        agreement.clip(0, 9).tolist(),
        score.tolist(),
        strict=True,
    )
    return [
        f"{LETTERS[one]}{a}{b}-{'I' if full else 'U'}{fixed}-{sources}-{points:03d}"
        for one, a, b, full, fixed, sources, points in columns
    ]
