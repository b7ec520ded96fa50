"""Text of addresses only, without a gazetteer: cleaning, elements, words."""

from workbench.address.characters import as_texts
from workbench.address.cleaning import STEPS, Step, Trace, clean_text, normalise, normalise_steps
from workbench.address.parsing import ELEMENTS, parse, parse_text
from workbench.address.words import count_words, cut_words, word_rarity

__all__ = [
    "ELEMENTS",
    "STEPS",
    "Step",
    "Trace",
    "as_texts",
    "clean_text",
    "count_words",
    "cut_words",
    "normalise",
    "normalise_steps",
    "parse",
    "parse_text",
    "word_rarity",
]
