"""Words of names, cut with jieba: for explanations and for the rarity of a name's words, never on the hot path."""

from __future__ import annotations

import logging
import math
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jieba

# Words of addresses that the general dictionary cuts apart.
_ADDRESS_WORDS = (
    "小区", "花园", "花苑", "家园", "公寓", "新村", "新城", "广场", "大厦", "工业园", "工业区", "开发区", "产业园", "科技园",
    "居委会", "村委会", "社区", "街道", "单元", "号楼", "附近", "对面", "交叉口", "路口", "一期", "二期", "三期", "安置房", "家属院",
)  # fmt: skip
_OFTEN = 20_000


@cache
def _tokenizer() -> jieba.Tokenizer:
    """Make an own tokenizer: the global one can be changed by any other code, logs, and trusts a cache in the temp folder."""
    import jieba  # noqa: PLC0415 - a third of a second that only words cost

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in _ADDRESS_WORDS:
        tokenizer.add_word(word, _OFTEN)
    return tokenizer


def cut_words(text: str) -> list[str]:
    """Cut a text into words; what is neither Han, letter nor digit is left out.

    Parameters
    ----------
    text
        Normalised text; about 50 microseconds per address.
    """
    return [word for word in _tokenizer().cut(text, HMM=False) if any(char.isalnum() for char in word)]


def count_words(names: Iterable[str]) -> dict[str, int]:
    """Count in how many names each word occurs.

    Parameters
    ----------
    names
        Names of places.
    """
    counts: Counter[str] = Counter()
    for name in names:
        counts.update(set(cut_words(name)))
    return dict(counts)


def word_rarity(word: str, counts: Mapping[str, int], n_names: int) -> float:
    """Return how much a shared word says: the logarithm of how many names stand behind one that has it.

    Parameters
    ----------
    word
        One word.
    counts
        As ``count_words`` returns them.
    n_names
        Number of names that were counted.

    Returns
    -------
    float
        Smoothed inverse document frequency, 0 for a word in every name.
    """
    return math.log((n_names + 1) / (counts.get(word, 0) + 1))
