"""Character bigrams of many texts at once, and their postings within one city."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SHIFT = np.uint64(21)  # code points need 21 bits
_TEXT = np.uint64(51)  # two code points and the slot of a city, of which a shelf has some hundreds
_MOST_TEXTS = 1 << 13
_LAST = 63  # a character that breaks nothing; it stands for all behind it
_BREAKS = np.isin(np.arange(_LAST + 1), [ord(char) for char in "\0,() -"])  # no bigram runs across these


class Grams(NamedTuple):
    """Bigrams of a list of texts: ``text`` is the position of the text, ``code`` the bigram."""

    text: NDArray[np.int32]
    code: NDArray[np.uint64]


def read_grams(texts: Sequence[str]) -> Grams:
    """Return all bigrams of all texts, in order; bounds of words and brackets break them.

    Lone surrogates are passed through as their own code points.
    """
    joined = "\0".join(texts) + "\0"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum(points == 0, dtype=np.int32)
    wide = points.astype(np.uint64)
    codes = (wide[:-1] << _SHIFT) | wide[1:]
    breaks = _BREAKS[np.minimum(points, _LAST)]
    fine = ~(breaks[:-1] | breaks[1:])
    return Grams(ends[:-1][fine], codes[fine])


def mark_cities(grams: Grams, slots: NDArray[np.int32]) -> Grams:
    """Tell the bigrams of different cities apart, as the vocabulary of a shelf does; each stands once for each text, sorted.

    Parameters
    ----------
    slots
        For each text the place of its city on the shelf.
    """
    codes = mark_slots(grams.code, slots[grams.text])
    if len(slots) < _MOST_TEXTS:
        keys = np.sort(codes | (grams.text.astype(np.uint64) << _TEXT))  # one number sorts faster than two
        keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
        return Grams((keys >> _TEXT).astype(np.int32), keys & ~(~np.uint64(0) << _TEXT))
    order = np.lexsort((codes, grams.text))
    text, codes = grams.text[order], codes[order]
    once = np.ones(len(codes), bool)
    once[1:] = (codes[1:] != codes[:-1]) | (text[1:] != text[:-1])
    return Grams(text[once], codes[once])


def mark_slots(codes: NDArray[np.uint64], slots: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Write the place of a city on its shelf above the two code points of each bigram."""
    return codes | (slots.astype(np.uint64) << (_SHIFT + _SHIFT))


class Postings(NamedTuple):
    """Weighted postings of one city.

    ``matrix`` is bigrams x places, ``idf`` one per bigram, ``mass`` the sum of idf of each place's text.
    """

    vocabulary: NDArray[np.uint64]
    idf: NDArray[np.float32]
    matrix: sparse.csr_matrix
    mass: NDArray[np.float32]


def incidence(grams: Grams, vocabulary: NDArray[np.uint64], n_texts: int) -> sparse.csr_matrix:
    """Return the 0/1 matrix texts x bigrams for the bigrams that the vocabulary knows."""
    if not len(vocabulary):
        return sparse.csr_matrix((n_texts, 0), dtype=np.float32)
    at = np.searchsorted(vocabulary, grams.code).clip(max=len(vocabulary) - 1)
    known = vocabulary[at] == grams.code
    pairs = grams.text[known].astype(np.int64) * len(vocabulary) + at[known]
    if np.any(pairs[1:] <= pairs[:-1]):
        pairs = np.unique(pairs)
    rows, columns = np.divmod(pairs, len(vocabulary))
    indptr = np.searchsorted(rows, np.arange(n_texts + 1))
    shape = (n_texts, len(vocabulary))
    return sparse.csr_matrix((np.ones(len(pairs), np.float32), columns.astype(np.int32), indptr), shape=shape)


def build_postings(texts: Sequence[str], *, most_share: float = 0.08, least_cap: int = 400) -> Postings:
    """Build postings with weights ``idf / sqrt(sum of idf of the text)``.

    A query's product with the matrix is then the shared rarity, damped by the length of the
    place's text. Bigrams in more than ``most_share`` of the places (and more than ``least_cap``) say
    nothing and cost most: they count in the length but are not posted.
    """
    grams = read_grams(texts)
    vocabulary = np.unique(grams.code)
    counts = incidence(grams, vocabulary, len(texts)).tocsc()
    found = np.diff(counts.indptr)
    idf = np.log1p((len(texts) + 0.5) / (found + 0.5)).astype(np.float32)
    mass = np.asarray(counts @ idf, dtype=np.float32)
    common = found > max(least_cap, most_share * len(texts))
    weights = counts.multiply(np.where(common, 0, idf)[None, :]).tocsr()
    weights = sparse.diags_array((1.0 / np.sqrt(np.maximum(mass, 1e-6))).astype(np.float32)) @ weights
    posted = sparse.csr_matrix(weights.T.tocsr(), dtype=np.float32)
    posted.eliminate_zeros()
    posted.sort_indices()
    return Postings(vocabulary, idf, posted, mass)
