"""The door that rounds leave by: policy and audience are checked once more, then files are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.dispatch.conduct import forbid_violations
from workbench.dispatch.exports.formats import FORMATS
from workbench.dispatch.exports.manifest import make_manifest
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from workbench.dispatch.plans import Plan
    from workbench.policy import Policy


def export_routes(
    plan: Plan,
    folder: Path | str,
    *,
    policy: Policy | None,
    attempts: pd.DataFrame | None = None,
    formats: Iterable[str] = tuple(FORMATS),
    identities: pd.DataFrame | None = None,
    lang: str = "zh",
) -> list[Path]:
    """Write the rounds for couriers.

    Parameters
    ----------
    plan
        The plan.
    folder
        Made if it is not there.
    policy
        Contact policy, checked against the rounds as they are; None only where there is none.
    attempts
        Earlier contacts of all agencies, for the policy's caps.
    formats
        Names of ``FORMATS``.
    identities
        ``case_id``, ``name``, ``phone`` from the vault, if the files shall carry names.
    lang
        ``zh`` or ``en``: what sheets, headers and names of tours say; addresses stay as they are.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    PolicyError
        If a round breaks the policy or a column is not for couriers; nothing is written then.
    InputError
        If a format or the language is unknown.
    """
    wanted = list(formats)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise InputError(f"export: unknown format {unknown[0]!r}. Expected one of: {', '.join(FORMATS)}.")
    forbid_violations(plan, policy, attempts)
    manifest = make_manifest(plan, identities, lang=lang)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name in wanted for path in FORMATS[name].write(manifest, folder)]
