"""Names, ID numbers and phones of people who cannot exist.

ID numbers carry a right check digit but the order code 000, which registrars never
give out. Phones begin with 164, a block without an operator at the time of writing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Texts = NDArray[np.object_]

_SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
_GIVEN = tuple("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉梅兰建国文斌宇浩凯欣雨晨佳怡子轩梓涵")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ORDER = "000"
_SHORT_NAME_SHARE = 0.35


def draw_names(count: int, rng: np.random.Generator) -> Texts:
    """Draw full names of two or three characters."""
    surname, first, second = (rng.integers(0, len(pool), count) for pool in (_SURNAMES, _GIVEN, _GIVEN))
    two = rng.random(count) < _SHORT_NAME_SHARE
    names = [
        _SURNAMES[a] + _GIVEN[b] + ("" if short else _GIVEN[c])
        for a, b, c, short in zip(surname, first, second, two, strict=True)
    ]
    return np.array(names, dtype=object)


def check_digit(first17: str) -> str:
    """Return the check digit of an ID number by GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def make_ids(
    regions: Texts, birthdays: NDArray[np.datetime64], rng: np.random.Generator
) -> tuple[Texts, NDArray[np.datetime64]]:
    """Make ID numbers, all different, moving a birthday by days where two would coincide.

    Parameters
    ----------
    regions
        Six-digit codes of counties.
    birthdays
        Days.
    rng
        Source of randomness.

    Returns
    -------
    tuple
        ID numbers and the birthdays that they say.
    """
    days = birthdays.astype("datetime64[D]").copy()
    for _ in range(200):
        keys = np.array([f"{region}{day}" for region, day in zip(regions, days, strict=True)])
        _, first = np.unique(keys, return_index=True)
        again = np.ones(len(keys), dtype=bool)
        again[first] = False
        if not again.any():
            break
        days[again] += rng.integers(-400, 401, int(again.sum())).astype("timedelta64[D]")
    else:
        raise InputError(
            f"samples: {len(regions)} people are too many for {len(set(regions))} counties. Ask for fewer cases or hand in more districts."
        )
    bodies = [
        f"{region}{str(day).replace('-', '')}{_ORDER}" for region, day in zip(regions, days, strict=True)
    ]
    return np.array([body + check_digit(body) for body in bodies], dtype=object), days


def make_phones(count: int, rng: np.random.Generator) -> Texts:
    """Draw phone numbers of a block that no operator has."""
    return np.array([f"164{number:08d}" for number in rng.integers(0, 10**8, count)], dtype=object)
