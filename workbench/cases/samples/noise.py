"""From drafts to the text of a file: draw operators, apply them, keep what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.cases.samples.operators import OPERATORS
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.cases.samples.drafts import Draft
    from workbench.cases.samples.hints import Hint
    from workbench.cases.samples.settings import Noise


def draw_operators(kinds: Sequence[str], noise: Noise, rng: np.random.Generator) -> list[tuple[str, ...]]:
    """Draw which operators befall each address, independently, at the rates of its kind.

    Returns
    -------
    list of tuple
        Names in the order of application. The number of them is close to Poisson
        with mean ``noise.mean_operators``.
    """
    unknown = sorted(set(noise.rates) - set(OPERATORS))
    if unknown:
        raise InputError(f"samples: no operator {unknown[0]!r}. Expected some of: {', '.join(OPERATORS)}.")
    names = [name for name in OPERATORS if name in noise.rates]
    table = {kind: np.array([noise.rates_of(kind)[name] for name in names]) for kind in set(kinds)}
    rates = np.stack([table[kind] for kind in kinds]) if len(kinds) else np.zeros((0, len(names)))
    struck = rng.random(rates.shape) < rates
    return [tuple(names[at] for at in np.flatnonzero(row)) for row in struck]


def spoil(
    draft: Draft, operators: Iterable[str], hint: Hint, rng: np.random.Generator
) -> tuple[str, Draft, tuple[str, ...]]:
    """Apply operators to one address.

    Returns
    -------
    tuple
        The text, the draft after the operators on parts (same ``place_id``), and the names of
        those operators that changed anything.
    """
    done: list[str] = []
    chosen = [OPERATORS[name] for name in operators]
    for operator in chosen:
        if operator.on_draft is not None:
            changed = operator.on_draft(draft, hint, rng)
            if changed != draft:
                done.append(operator.name)
            draft = changed
    text = draft.text
    for operator in chosen:
        if operator.on_text is not None:
            spoilt = operator.on_text(text, hint, rng)
            if spoilt != text:
                done.append(operator.name)
            text = spoilt
    return text, draft, tuple(done)
