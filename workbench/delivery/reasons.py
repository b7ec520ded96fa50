"""What raised and lowered the odds most, in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import InputError
from workbench.tables import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Texts = NDArray[np.object_]

# feature -> (raises in Chinese, lowers in Chinese, raises in English, lowers in English)
PHRASES: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "kind": ("地址类型有利", "地址类型不利", "favourable kind of address", "unfavourable kind of address"),
        "level": ("定位到门牌或楼栋", "定位较粗", "located finely", "located coarsely"),
        "confidence": ("匹配可信", "匹配不够可信", "match is sure", "match is unsure"),
        "years": ("登记较新", "登记较旧", "recorded lately", "recorded long ago"),
        "agrees": ("多个来源一致", "没有其他来源印证", "several sources agree", "no other source agrees"),
        "distance_km": ("与其他地址距离合理", "与其他地址距离异常", "fitting distance to other addresses", "odd distance to other addresses"),
        "tries_before": ("此前投递少", "此前已多次投递", "few tries so far", "tried several times"),
        "delivered_before": ("此处曾送达", "此处未曾送达", "delivered here before", "never delivered here"),
        "declined_before": ("曾拒收，人在此处", "曾拒收", "declined here before, so present", "declined here before"),
        "failed_before": ("此处未曾退件", "此处曾退件", "no returns from here", "returned from here before"),
        "moved_before": ("此处未报搬走", "此处曾报搬走", "nobody said they moved", "said to have moved from here"),
        "unclear_before": ("此处未报地址有误", "此处曾报地址有误", "no fault of the address so far", "address was found faulty before"),
        "place_logit": ("同楼其他件多送达", "同楼其他件少送达", "building delivers well", "building delivers badly"),
        "cell_logit": ("片区送达率高", "片区送达率低", "area delivers well", "area delivers badly"),
        "channel": ("渠道有利", "渠道不利", "favourable channel", "unfavourable channel"),
        "station": ("网点送达率高", "网点送达率低", "station delivers well", "station delivers badly"),
        "lawful_source": ("来源可靠", "来源较弱", "reliable source", "weak source"),
        "weekday": ("投递日有利", "投递日不利", "favourable weekday", "unfavourable weekday"),
    }
)  # fmt: skip
# Names of features that are no columns of a table; the dictionary knows the others.
NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "base": ("平均地址", "average address"),
        "years": ("登记年数", "years since recording"),
        "agrees": ("一致来源数", "agreeing sources"),
        "distance_km": ("与其他地址距离", "distance to other addresses"),
        "tries_before": ("此前投递次数", "tries before"),
        "delivered_before": ("此前送达次数", "delivered before"),
        "declined_before": ("此前拒收次数", "declined before"),
        "failed_before": ("此前未遇次数", "failed before"),
        "moved_before": ("此前报搬走次数", "said to have moved"),
        "unclear_before": ("此前报地址有误次数", "address found faulty"),
        "place_logit": ("同楼送达率", "rate of the building"),
        "cell_logit": ("片区送达率", "rate of the area"),
        "weekday": ("星期", "weekday"),
    }
)
_WORTH_SAYING = 0.1
_MARKS = ("↑", "↓")


def name_feature(feature: str, *, lang: str) -> str:
    """Return the name of a feature in ``zh`` or ``en``."""
    _check_language(lang)
    known = NAMES.get(feature)
    return label(feature, lang=lang) if known is None else known[("zh", "en").index(lang)]


def phrase(feature: str, *, raises: bool, lang: str) -> str:
    """Return the words for a feature that raises or lowers the odds."""
    _check_language(lang)
    known = PHRASES.get(feature)
    at = 2 * ("zh", "en").index(lang) + (0 if raises else 1)
    words = name_feature(feature, lang=lang) if known is None else known[at]
    return f"{words}{_MARKS[0 if raises else 1]}"


def name_reasons(features: Sequence[str], parts: Floats, *, most: int = 3, lang: str = "zh") -> Texts:
    """Name, per row, the features that moved the log odds most, strongest first.

    Parameters
    ----------
    features
        Names of the columns of ``parts``.
    parts
        Log odds that each feature adds, rows x features.
    most
        Reasons per row at most; parts below 0.1 are not worth saying.
    lang
        ``zh`` or ``en``.
    """
    _check_language(lang)
    rows = len(parts)
    texts = np.full(rows, "", dtype=object)
    if not features:
        return texts
    up = np.array([phrase(name, raises=True, lang=lang) for name in features], dtype=object)
    down = np.array([phrase(name, raises=False, lang=lang) for name in features], dtype=object)
    order = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, :most]
    sign = "；" if lang == "zh" else "; "
    for place in range(order.shape[1]):
        at = order[:, place]
        part = parts[np.arange(rows), at]
        said = np.abs(part) >= _WORTH_SAYING
        words = np.where(part > 0, up[at], down[at])
        joined = texts + np.where(texts == "", "", sign) + words
        texts = np.where(said, joined, texts)
    return texts


def _check_language(lang: str) -> None:
    if lang not in ("zh", "en"):
        raise InputError(f"reasons: language {lang!r} is not known. Expected zh or en.")
