"""Which of a borrower's addresses to try: the best ones, with a logged share of exploration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

# Why a borrower is left to a person: objects, has a stop flag, has no address worth a try.
_HELD = {
    "zh": ("反对自动化决策", "停催标记", "没有达到最低概率的地址"),
    "en": ("objects to automated decisions", "stop flag", "no address above the least odds"),
}
_SEED_MOST = 2**63


def choose(
    odds: pd.DataFrame,
    *,
    k: int = 1,
    exploration_share: float = 0.05,
    seed: int,
    held: Iterable[str] = (),
    least_p: float = 0.0,
    cases: pd.DataFrame | None = None,
    lang: str = "zh",
) -> pd.DataFrame:
    """Choose at most ``k`` addresses of each borrower.

    Each place in the order is drawn on its own: with probability ``1 - exploration_share`` the best address that is
    left, else any that is left, all alike. ``p_chosen`` is the exact probability of the address in that draw, given the
    places before it, so the value of other rules can be told from the log later.

    Parameters
    ----------
    odds
        Table ``odds``: ``borrower, address_id, p_delivered``, ``reasons`` where known.
    k
        Addresses per borrower at most.
    exploration_share
        Share of draws that are made to learn.
    seed
        Of the draws; written beside every choice.
    held
        Borrowers who objected to decisions by automation alone: they get one row without address, for a person to decide.
    least_p
        Addresses with lower odds are not used.
    cases
        Table ``cases``: ``no_automation`` and ``stop_flag`` hold a borrower (``paid`` only if all cases are), and ``case_id`` is
        added where a borrower has a single case.
    lang
        Language of ``held_reason``, ``zh`` or ``en``.

    Returns
    -------
    pandas.DataFrame
        Table ``choices``, borrowers in order of first appearance: ``borrower, case_id, address_id, rank, p_delivered, p_chosen,
        explored, seed, reasons, held_reason, human_decision``. ``human_decision`` is empty until a person fills it.

    Raises
    ------
    InputError
        If a setting is out of range, odds are missing, or an address occurs twice.
    """
    require(odds, ["borrower", "address_id", "p_delivered"], where="choice: odds")
    _check(odds, k=k, exploration_share=exploration_share, seed=seed)
    if lang not in _HELD:
        raise InputError(f"choice: language {lang!r} is not known. Expected zh or en.")
    objects, stopped, too_low = _HELD[lang]
    borrowers = pd.unique(odds["borrower"])
    waits = {who: f"{stopped}: {why}" for who, why in _stopped(cases).items()}
    waits |= dict.fromkeys([*_objectors(cases), *held], objects)
    usable = odds[odds["p_delivered"].ge(least_p) & ~odds["borrower"].isin(list(waits))]
    drawn = _draw(usable, k, exploration_share, np.random.Generator(np.random.PCG64(seed)))
    missing = pd.Series(borrowers)[~pd.Series(borrowers).isin(drawn["borrower"])]
    empty = pd.DataFrame({"borrower": missing.to_numpy()})
    empty["held_reason"] = missing.map(waits).astype(object).fillna(too_low).to_numpy(dtype=object)
    empty["rank"] = 1
    out = pd.concat([drawn, empty], ignore_index=True)
    order = pd.Series(np.arange(len(borrowers)), index=borrowers)
    out = out.assign(at=out["borrower"].map(order)).sort_values(
        ["at", "rank"], kind="stable", ignore_index=True
    )
    out["seed"] = seed
    out["human_decision"] = ""
    out["held_reason"] = out["held_reason"].astype(object).fillna("")
    out["case_id"] = _single_cases(out["borrower"], cases)
    out["explored"] = out["explored"].fillna(value=False).astype(bool)
    names = ["borrower", "case_id", "address_id", "rank", "p_delivered", "p_chosen", "explored", "seed"]
    return out[[*names, "reasons", "held_reason", "human_decision"]]


def choice_probabilities(borrower: Integers, p_delivered: Floats, *, exploration_share: float) -> Floats:
    """Probability of each address to be a borrower's first choice under the rule of :func:`choose`."""
    order = np.lexsort((-p_delivered, borrower))
    first = np.ones(len(order), dtype=bool)
    first[1:] = borrower[order][1:] != borrower[order][:-1]
    best = np.zeros(len(order), dtype=bool)
    best[order[first]] = True
    _, code, count = np.unique(borrower, return_inverse=True, return_counts=True)
    return np.asarray((1 - exploration_share) * best + exploration_share / count[code])


def _draw(usable: pd.DataFrame, k: int, share: float, rng: np.random.Generator) -> pd.DataFrame:
    """Draw places 1 to k, all borrowers at once, each draw independent of the others."""
    left = usable.reset_index(drop=True)
    rounds = []
    for place in range(1, k + 1):
        if left.empty:
            break
        code, names = pd.factorize(left["borrower"])
        p = left["p_delivered"].to_numpy(float)
        chance = choice_probabilities(code, p, exploration_share=share)
        explores, aim = rng.random(len(names)) < share, rng.random(len(names))
        row = _pick(code, p, explores, aim, len(names))
        picked = left.iloc[row].copy()
        picked["rank"], picked["p_chosen"] = place, chance[row]
        picked["explored"] = explores
        rounds.append(picked)
        left = left.drop(index=left.index[row]).reset_index(drop=True)
    columns = [
        "borrower",
        "address_id",
        "rank",
        "p_delivered",
        "p_chosen",
        "explored",
        "reasons",
        "held_reason",
    ]
    drawn = pd.concat(rounds, ignore_index=True) if rounds else usable.iloc[:0]
    return drawn.reindex(columns=columns)


def _pick(code: Integers, p: Floats, explores: Flags, aim: Floats, count: int) -> Integers:
    """Row of the best address of each borrower, or of a random one where the draw explores."""
    order = np.lexsort((-p, code))
    size = np.bincount(code, minlength=count)
    start = np.concatenate([[0], size.cumsum()[:-1]])
    offset = np.where(explores, np.minimum((aim * size).astype(np.int64), size - 1), 0)
    return np.asarray(order[start + offset])


def _check(odds: pd.DataFrame, *, k: int, exploration_share: float, seed: int) -> None:
    if k < 1:
        raise InputError(f"choice: k = {k}. Expected at least 1 address per borrower.")
    if not 0.0 <= exploration_share <= 1.0:
        raise InputError(f"choice: exploration_share = {exploration_share}. Expected 0 to 1, such as 0.05.")
    if not 0 <= seed < _SEED_MOST:
        raise InputError(f"choice: seed = {seed}. Expected a whole number from 0 that fits 63 bits.")
    if not odds["p_delivered"].between(0, 1).all():
        raise InputError("choice: p_delivered is missing or outside 0 to 1. Score the addresses first.")
    twice = odds.loc[odds["address_id"].duplicated(), "address_id"]
    if len(twice):
        raise InputError(
            f"choice: {len(twice)} addresses occur twice, the first is {twice.iloc[0]!r}. Expected each once."
        )


def _objectors(cases: pd.DataFrame | None) -> set[str]:
    if cases is None or "no_automation" not in cases.columns:
        return set()
    return set(cases.loc[cases["no_automation"].fillna(value=False).astype(bool), "borrower"])


def _stopped(cases: pd.DataFrame | None) -> dict[str, str]:
    """Stop flag of each borrower who has one on any case; one who has paid is stopped only if nothing else is open."""
    if cases is None or "stop_flag" not in cases.columns:
        return {}
    flag = cases["stop_flag"].astype(object).fillna("")
    flag = flag.mask(flag.eq("paid") & ~flag.eq("paid").groupby(cases["borrower"]).transform("all"), "")
    flagged = cases.assign(flag=flag)[flag.ne("")].drop_duplicates("borrower")
    return dict(zip(flagged["borrower"], flagged["flag"], strict=True))


def _single_cases(borrower: pd.Series, cases: pd.DataFrame | None) -> pd.Series:
    """Case of a borrower who has one only; the choice is per borrower, so several cases share it."""
    if cases is None:
        return pd.Series("", index=borrower.index, dtype=object)
    single = cases[~cases["borrower"].duplicated(keep=False)].set_index("borrower")["case_id"]
    return borrower.map(single).astype(object).fillna("")
