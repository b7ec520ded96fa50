"""Names of divisions for people who read Latin letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _names() -> dict[str, str]:
    lines = Path(__file__).with_name("romanised.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: latin for name, latin in pairs}  # noqa: C416 - each pair is a list


def romanise(name: str) -> str:
    """Write the official name of a province, city or county in Latin letters; empty where it is not known.

    A name that begins with its city (北京市东城区) is turned round: Dongcheng, Beijing; the city alone where its county is unknown.
    """
    names = _names()
    if name in names:
        return names[name]
    cut = next((at for at in range(len(name) - 1, 1, -1) if name[:at] in names), 0)
    return ", ".join(filter(None, (names.get(name[cut:], ""), names[name[:cut]]))) if cut else ""


def name_place(name: str, lang: str) -> str:
    """Return a division's official name for readers of ``lang``: in English with Latin letters behind it (郑州市 Zhengzhou)."""
    latin = romanise(name) if lang == "en" else ""
    return f"{name} {latin}" if latin else name
