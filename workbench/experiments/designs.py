"""Plans of trials: written down and hashed before the first letter, drawn per borrower, checked for balance."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from workbench.errors import InputError, MissingError
from workbench.tables import require


@dataclass(frozen=True)
class Plan:
    """What a trial will do and how it will be read, fixed before it starts.

    Parameters
    ----------
    name
        Name of the trial.
    hypothesis
        What is expected, in one sentence.
    outcome
        Column of the outcome per borrower, such as ``repaid`` or ``delivered``.
    window_days
        Days after the draw within which the outcome counts.
    arms
        Names of the arms; the first is the control.
    shares
        Share of the borrowers per arm.
    strata
        Columns within which the arms are drawn.
    per_arm
        Borrowers per arm that the plan needs.
    guardrails
        Columns that must not rise, such as ``complaint``.
    looks
        Shares of the borrowers at which the trial is looked at.
    alpha
        Error of the first kind.
    """

    name: str
    hypothesis: str
    outcome: str
    window_days: int
    arms: tuple[str, ...] = ("control", "treated")
    shares: tuple[float, ...] = (0.5, 0.5)
    strata: tuple[str, ...] = ()
    per_arm: int = 0
    guardrails: tuple[str, ...] = ("complaint",)
    looks: tuple[float, ...] = (1.0,)
    alpha: float = 0.05

    def __post_init__(self) -> None:
        if len(self.arms) != len(self.shares) or len(set(self.arms)) < 2:  # noqa: PLR2004 -- a trial compares two
            raise InputError(
                f"plan {self.name!r}: {len(self.arms)} arms, {len(self.shares)} shares. Expected two or more of each."
            )
        if abs(sum(self.shares) - 1.0) > 1e-9 or min(self.shares) <= 0:  # noqa: PLR2004 -- rounding
            raise InputError(
                f"plan {self.name!r}: the shares {self.shares} do not sum to 1. Expected such as (0.5, 0.5)."
            )

    @property
    def sha256(self) -> str:
        """Hash of everything in the plan."""
        return hashlib.sha256(_canonical(self).encode()).hexdigest()


def _canonical(plan: Plan) -> str:
    return json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def register_plan(plan: Plan, path: Path | str) -> str:
    """Write a plan with its hash; a plan that is there is never changed. Return the hash, to be kept elsewhere too."""
    path = Path(path)
    if path.exists():
        raise InputError(
            f"{path}: a plan is registered there already. A changed plan is another trial: give it another file."
        )
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    text = json.dumps({"plan": asdict(plan), "sha256": plan.sha256}, ensure_ascii=False, indent=2) + "\n"
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
    return plan.sha256


def load_plan(path: Path | str) -> Plan:
    """Read a registered plan; one that was changed afterwards is refused."""
    path = Path(path)
    if not path.is_file():
        raise MissingError(
            f"{path}: no plan is registered there. Register one with register_plan before the first letter."
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data["plan"].items()
        }
        plan, registered = Plan(**fields), str(data["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: this is no registered plan. Expected a file written by register_plan."
        ) from error
    if plan.sha256 != registered:
        raise InputError(
            f"{path}: the plan was changed after it was registered (its hash differs). Its results prove nothing."
        )
    return plan


def draw_arms(borrowers: pd.DataFrame, plan: Plan, *, seed: int) -> pd.DataFrame:
    """Draw an arm for each borrower, in blocks within the strata.

    Parameters
    ----------
    borrowers
        ``borrower`` and the plan's strata; rows of one borrower count once, by their first row.
    plan
        The plan.
    seed
        Of the draw.

    Returns
    -------
    pandas.DataFrame
        One row per borrower: ``borrower, stratum, arm, p_assigned, seed``.
    """
    require(borrowers, ["borrower", *plan.strata], where=f"plan {plan.name!r}")
    people = borrowers.drop_duplicates("borrower")[["borrower", *plan.strata]].sort_values(
        "borrower", ignore_index=True
    )
    if people.empty:
        raise InputError(f"plan {plan.name!r}: there are no borrowers to draw arms for.")
    stratum = (
        people[list(plan.strata)].astype(str).agg("|".join, axis=1)
        if plan.strata
        else pd.Series("", index=people.index)
    )
    code = pd.factorize(stratum, sort=True)[0]
    rng = np.random.Generator(np.random.PCG64(seed))
    order = np.lexsort((rng.random(len(people)), code))
    place = pd.Series(code[order]).groupby(code[order]).cumcount().to_numpy()
    start = rng.random(int(code.max()) + 1)
    # Systematic draw with a random start: arms fill evenly in every stratum, each borrower with its exact share.
    size = np.bincount(code)
    aim = (place + start[code[order]]) / size[code[order]] % 1.0
    arm = np.empty(len(people), dtype=np.int64)
    arm[order] = np.minimum(np.searchsorted(np.cumsum(plan.shares), aim, side="right"), len(plan.arms) - 1)
    out = pd.DataFrame({"borrower": people["borrower"], "stratum": stratum})
    out["arm"] = np.array(plan.arms, dtype=object)[arm]
    out["p_assigned"] = np.array(plan.shares)[arm]
    out["seed"] = seed
    return out


def check_balance(assigned: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """Compare the arms before anything happened.

    Parameters
    ----------
    assigned
        Output of ``draw_arms``.
    covariates
        ``borrower`` and any columns known before the draw.

    Returns
    -------
    pandas.DataFrame
        Per covariate (and word, for words): ``covariate, largest_gap`` (of means between arms, in standard deviations)``, p_value``
        (chi-square of words by arm; NaN for numbers)``, verdict`` (``balanced`` below 0.1).
    """
    table = assigned[["borrower", "arm"]].merge(
        covariates.drop_duplicates("borrower"), on="borrower", how="left"
    )
    rows = []
    for name in covariates.columns.drop("borrower"):
        column = table[name]
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            rows.append((str(name), _largest_gap(column.astype(float), table["arm"]), np.nan))
        else:
            words = column.astype(object).astype(str)
            gap = max(_largest_gap(words.eq(word).astype(float), table["arm"]) for word in words.unique())
            counts = pd.crosstab(words, table["arm"])
            rows.append(
                (str(name), gap, float(chi2_contingency(counts)[1]) if min(counts.shape) > 1 else np.nan)
            )
    out = pd.DataFrame(rows, columns=["covariate", "largest_gap", "p_value"])
    out["verdict"] = np.where(out["largest_gap"] < 0.1, "balanced", "look")  # noqa: PLR2004 -- the usual reading of the gap
    return out


def _largest_gap(values: pd.Series, arm: pd.Series) -> float:
    means = values.groupby(arm).mean()
    spread = float(values.std())
    return float(means.max() - means.min()) / spread if spread > 0 else 0.0
