"""How carriers word what happened: EMS codes, parcel codes, and a visitor's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Texts = NDArray[np.object_]

CARRIERS = ("EMS", "中通快递", "上门")
CHANNEL_OF = {"EMS": "letter", "中通快递": "courier", "上门": "visit"}
_CARRIER_SHARES = (0.7, 0.22, 0.08)
_COSTS = {"EMS": 20.0, "中通快递": 12.0, "上门": 60.0}
_SIGNERS = {
    "self": "本人",
    "adult_family": "成年家属",
    "designated": "单位收发室",
    "other_signer": "邻居",
    "locker": "",
}

# outcome, or reason of a return -> (status code, status, return code, reason in words) per carrier
_EMS = {
    "self": ("", "妥投", "", ""),
    "adult_family": ("", "妥投", "", ""),
    "designated": ("", "妥投", "", ""),
    "other_signer": ("", "妥投", "", ""),
    "locker": ("", "投递到包裹站", "", ""),
    "refused": ("", "退回", "104", "拒收退回"),
    "unclaimed": ("", "退回", "127", "逾期未领"),
    "asked_later": ("", "未妥投", "105", "收件人要求延迟投递"),
    "address_unclear": ("", "退回", "124", "地址不详"),
    "address_wrong": ("", "退回", "101", "收件人地址有误"),
    "unit_unknown": ("", "退回", "122", "查无此单位"),
    "out_of_area": ("", "退回", "101", "收件人地址有误"),
    "person_moved": ("", "退回", "126", "迁移新址不明"),
    "person_absent": ("", "退回", "103", "收件人不在指定的地址"),
    "unreached": ("", "退回", "130", "无法联系收件人"),
    "carrier_fault": ("", "未妥投", "117", "邮件丢失"),
    "other": ("", "退回", "130", "其它"),
}
_PARCEL = {
    "self": ("301", "本人签收", "", ""),
    "adult_family": ("303", "代签", "", ""),
    "designated": ("303", "代签", "", ""),
    "other_signer": ("303", "代签", "", ""),
    "locker": ("304", "投柜或站签收", "", ""),
    "refused": ("203", "拒收", "", "客户拒收"),
    "unclaimed": ("205", "柜或驿站超时未取", "", "超时未取"),
    "asked_later": ("208", "派件中", "105", "要求改期派送"),
    "address_unclear": ("6", "退回", "124", "地址不详"),
    "address_wrong": ("6", "退回", "101", "地址有误"),
    "unit_unknown": ("6", "退回", "122", "查无此单位"),
    "out_of_area": ("207", "超区", "", "超出派送范围"),
    "person_moved": ("6", "退回", "118", "收件人已搬走"),
    "person_absent": ("6", "退回", "113", "无法找到收件人"),
    "unreached": ("206", "无法联系", "", "电话无法接通"),
    "carrier_fault": ("209", "破损", "", "包裹破损"),
    "other": ("6", "退回", "130", "其它原因"),
}
_VISIT = {
    "self": ("", "本人签收", "", ""),
    "adult_family": ("", "家属签收", "", ""),
    "designated": ("", "单位签收", "", ""),
    "other_signer": ("", "他人代收", "", ""),
    "locker": ("", "他人代收", "", ""),
    "refused": ("", "拒收", "", "本人拒收"),
    "unclaimed": ("", "未妥投", "", "留条后逾期未领"),
    "asked_later": ("", "未妥投", "", "要求改天再来"),
    "address_unclear": ("", "未妥投", "", "地址不详"),
    "address_wrong": ("", "未妥投", "", "地址有误"),
    "unit_unknown": ("", "未妥投", "", "查无此单位"),
    "out_of_area": ("", "未妥投", "", "超区"),
    "person_moved": ("", "未妥投", "", "已搬走"),
    "person_absent": ("", "未妥投", "", "查无此人"),
    "unreached": ("", "未妥投", "", "无法联系"),
    "carrier_fault": ("", "未妥投", "", "天气原因未投"),
    "other": ("", "未妥投", "", "其它"),
}
_WORDS = {"EMS": _EMS, "中通快递": _PARCEL, "上门": _VISIT}


def draw_carriers(count: int, rng: np.random.Generator) -> Texts:
    """Draw the carrier of each letter."""
    return np.array(CARRIERS, dtype=object)[rng.choice(len(CARRIERS), count, p=_CARRIER_SHARES)]


def word_results(carrier: Texts, outcome: Texts, reason: Texts) -> pd.DataFrame:
    """Say each end in the words of its carrier: the columns of a results file."""
    key = np.where(reason == "", outcome, reason)
    rows = [_WORDS[name][each] for name, each in zip(carrier, key, strict=True)]
    frame = pd.DataFrame(rows, columns=["状态代码", "签收状态", "退件原因代码", "退件原因"], dtype=object)
    frame["签收人关系"] = [_SIGNERS.get(each, "") for each in outcome]
    frame["费用"] = [f"{_COSTS[name]:.2f}" for name in carrier]
    return frame
