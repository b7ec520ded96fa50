"""What a step says of its results, in words: names and values of its note, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS = {
    "cases": ("案件", "cases"),
    "letters": ("信函", "letters"),
    "addresses": ("地址", "addresses"),
    "attempts": ("投递记录", "attempts"),
    "rejects": ("拒收行", "rows refused"),
    "quarantine": ("隔离", "in quarantine"),
    "forgotten": ("已遗忘", "forgotten"),
    "rows": ("行", "rows"),
    "gazetteer": ("地名库", "gazetteer"),
    "accept": ("采用", "accepted"),
    "review": ("待复核", "for review"),
    "reject": ("未采用", "rejected"),
    "areas": ("片区", "areas"),
    "areas_from": ("片区来自", "areas from"),
    "assigned": ("已分派", "assigned"),
    "of": ("共", "of"),
    "model": ("模型", "model"),
    "refused_by_policy": ("政策不允许", "refused by the policy"),
    "chosen": ("已选地址", "addresses chosen"),
    "mean_odds": ("平均送达概率", "mean odds"),
    "cells": ("格", "cells"),
    "regions": ("地区", "regions"),
    "kpis": ("关键指标", "key figures"),
    "returns": ("退件原因", "reasons of return"),
    "couriers": ("投递员", "couriers"),
    "stops": ("停靠点", "stops"),
    "expected_deliveries": ("预计送达", "deliveries expected"),
    "work_hours": ("工时", "hours of work"),
    "travel_km": ("公里", "km"),
    "left_out": ("未排入", "left out"),
    "crossings": ("路线交叉", "crossings of rounds"),
    "bytes": ("字节", "bytes"),
    "lenders": ("委托方", "lenders"),
}
VALUES = {
    "past deliveries": ("历史投递", "past deliveries"),
    "file": ("文件", "a file"),
    "none": ("无", "nowhere"),
    "fitted": ("由数据拟合", "fitted to the data"),
    "prior": ("按成文假设", "documented assumptions"),
}
_SHARES = ("accept", "review", "reject", "mean_odds")


def say_note(note: Mapping[str, Any], lang: str) -> str:
    """Return the note of a step as one line in ``zh`` or ``en``; what has no words stands for itself."""
    return (", " if lang == "en" else "，").join(
        f"{LABELS.get(name, (name, name))[lang == 'en']} {_say(name, value, lang)}"
        for name, value in note.items()
    )


def _say(name: str, value: Any, lang: str) -> str:
    if isinstance(value, str):
        return VALUES.get(value, (value, value))[lang == "en"]
    if not isinstance(value, (int, float)):
        return "–"
    if name in _SHARES:
        return f"{value * 100:.1f} %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
