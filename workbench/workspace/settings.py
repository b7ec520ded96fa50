"""Settings of a project, kept in its ``project.toml``."""

from __future__ import annotations

import math
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import tomli_w

from workbench.errors import InputError, MissingError
from workbench.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

_SHARES = ("accept", "review", "exploration_share")
_COSTS = ("cost_wrong", "cost_review", "cost_lost")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Files of a project, relative to its folder or absolute; empty where there is none."""

    cases: str = ""
    attempts: str = ""
    stations: str = ""
    couriers: str = ""
    areas: str = ""
    mapping: str = ""
    gazetteer: str = ""
    roads: str = ""
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on besides its files.

    Parameters
    ----------
    lender
        Name on the report; also used where the case file has no lender column.
    lawful_source
        Source of every address where the file has no such column; empty quarantines them.
    accept, review
        Thresholds on the confidence of a match.
    cost_wrong, cost_review, cost_lost
        What a wrong point accepted, one review and a right point refused cost, in any one unit: for the threshold tuner.
    resolution
        H3 resolution of the locations.
    policy
        Contact policy: name of a profile, or path of a YAML file, relative to the project's folder or absolute.
    plan_on
        Day of the planned rounds, ``YYYY-MM-DD``; empty is the day after the last input date.
    max_addresses
        Addresses chosen per borrower.
    exploration_share
        Share of choices drawn to learn.
    min_persons
        Smallest number of persons behind a published figure.
    plan_seconds
        Planner's time per station; 0 plans by iterations, the same on every machine.
    demo_cases, demo_city
        Size and city of the synthetic portfolio; 0 for real files.
    """

    lender: str = ""
    lang: str = "zh"
    seed: int = 1
    lawful_source: str = ""
    accept: float = 0.81
    review: float = 0.25
    cost_wrong: float = 10.0
    cost_review: float = 1.0
    cost_lost: float = 3.0
    resolution: int = 9
    policy: str = "cn-cba-2026"
    plan_on: str = ""
    max_addresses: int = 2
    exploration_share: float = 0.05
    min_persons: int = 10
    plan_seconds: int = 0
    demo_cases: int = 0
    demo_city: str = ""
    inputs: Inputs = field(default_factory=Inputs)


def _check(raw: dict[str, Any], shape: type, where: str) -> list[str]:
    """Return all faults of a table of settings, in words."""
    known = {each.name: each for each in fields(shape)}
    faults = [f"{name!r} is not a setting" for name in raw if name not in known]
    sample = shape()
    for name, value in raw.items():
        expected = type(getattr(sample, name, None))
        right = (int, float) if expected is float else expected
        if name in known and name != "inputs" and (isinstance(value, bool) or not isinstance(value, right)):
            faults.append(f"{name} = {value!r}: expected {expected.__name__}")
    shares = ((name, raw.get(name)) for name in _SHARES)
    faults += [
        f"{name} = {value!r}: expected a share from 0 to 1" for name, value in shares if _is_no_share(value)
    ]
    faults += [
        f"{name} = {raw[name]!r}: expected a number from 0 on"
        for name in _COSTS
        if _is_no_cost(raw.get(name, 0))
    ]
    return [f"{where}{fault}" for fault in faults]


def _is_no_share(value: object) -> bool:
    return isinstance(value, (int, float)) and not 0 <= value <= 1


def _is_no_cost(value: object) -> bool:
    return isinstance(value, (int, float)) and not (math.isfinite(value) and value >= 0)


def read_settings(path: Path) -> Settings:
    """Read ``project.toml``; all faults are told at once."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise MissingError(
            f"{path}: there is no project here. Make one with: workbench init {path.parent} --cases FILE"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid TOML ({error}). Mend the line that is named.") from error
    inputs = raw.pop("inputs", {})
    faults = _check(raw, Settings, "") + _check(
        inputs if isinstance(inputs, dict) else {"inputs": inputs}, Inputs, "inputs."
    )
    if faults:
        known = ", ".join(each.name for each in fields(Settings))
        raise InputError(f"{path}: {'; '.join(faults)}. Settings are: {known}.")
    values: dict[str, Any] = {
        name: float(value) if name in (*_SHARES, *_COSTS) else value for name, value in raw.items()
    }
    return replace(Settings(**values), inputs=Inputs(**inputs))


def write_settings(path: Path, settings: Settings) -> None:
    """Write ``project.toml``, whole or not at all."""
    write_text(path, tomli_w.dumps(asdict(settings)))
