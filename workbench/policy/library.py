"""The profiles that come with the program, and those that a user writes."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from workbench.errors import InputError, MissingError
from workbench.policy.validation import read_terms

if TYPE_CHECKING:
    from workbench.policy.terms import Policy

DEFAULT = "cn-cba-2026"
_LARGEST_BYTES = 100_000


class _StrictLoader(yaml.SafeLoader):
    """Refuses repeated keys, of which YAML silently keeps the last, and aliases, by which a small file becomes endless."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node that is no alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not allowed in a profile")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - the signature of the library
        """Build a group of values whose keys are all different."""
        keys = [key.value for key, _ in node.value]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise yaml.YAMLError(f"the keys {', '.join(repeated)} stand twice in one group")
        return super().construct_mapping(node, deep)


def profile_names() -> list[str]:
    """Return the names of the profiles that come with the program."""
    folder = resources.files("workbench.policy").joinpath("profiles")
    return sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml"))


def load_policy(name_or_path: str | Path = DEFAULT) -> Policy:
    """Return a policy by the name of a profile or the path of a YAML file.

    Raises
    ------
    MissingError
        If there is neither.
    InputError
        If the file is no profile; all its faults are named at once.
    """
    name = str(name_or_path)
    if name in profile_names():
        text = (
            resources.files("workbench.policy")
            .joinpath("profiles", f"{name}.yaml")
            .read_text(encoding="utf-8")
        )
        return _parse(text, name)
    path = Path(name_or_path)
    if path.suffix.lower() not in {".yaml", ".yml"} or not path.is_file():
        raise MissingError(
            f"policy {name!r}: there is no such profile, and no profile in {path.resolve()}. "
            f"Profiles: {', '.join(profile_names())}; or name a .yaml file. "
            "The program does not run without a policy."
        )
    if path.stat().st_size > _LARGEST_BYTES:
        raise InputError(f"{path.name}: too large for a profile ({_LARGEST_BYTES:,} bytes at most).")
    try:
        return _parse(path.read_text(encoding="utf-8-sig"), path.stem)
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: the profile is not UTF-8. Save it as UTF-8.") from error


def _parse(text: str, name: str) -> Policy:
    try:
        raw = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a stricter SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(f"policy {name}: not readable as YAML: {error}") from error
    if not isinstance(raw, dict):
        raise InputError(
            f"policy {name}: expected groups of values as in the profiles {', '.join(profile_names())}."
        )
    policy, faults = read_terms(raw, name)
    if faults:
        raise InputError(f"policy {name}: {len(faults)} faults: {'; '.join(faults)}.")
    return policy
