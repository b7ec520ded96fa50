"""Definitions: numerator and denominator in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.markup import Html, tag
from workbench.report.words import pick

if TYPE_CHECKING:
    from workbench.report.facts import Facts

TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
            ("妥投", "本人、成年家属、指定代收人、其他代收人签收，或投入信报箱、快递柜、驿站。"),
            ("有效送达", "本人、成年家属或指定代收人签收。快递柜、驿站和其他人代签不计入。"),
            ("触达", "借款人本人至少签收或当面拒收一次。"),
            ("n 次内送达", "按时间排序的前 n 次投递中至少一次妥投的借款人。未返回最终结果的投递不计入。"),
            ("地址有效", "定位到地点、楼栋或门牌级，判定为接受，且没有因地址原因退回的地址。"),
            ("不良", "委案时逾期 90 天以上的案件。案件按其首个已定位的地址归入地区：确认、居住、收货、对账单、户籍、单位。"),
            ("平滑比率", "把样本少的格和地区向上级收缩的层级经验贝叶斯估计；样本越少，越接近上级的比率。"),
            ("95% 区间", "格和地区为后验区间，其余为置信区间。"),
    ),
    "en": (
            ("Delivered", "Signed by the addressee, an adult of the family, a designated receiver or somebody else, or left in a locker."),
            ("Legally effective", "Signed by the addressee, an adult of the family or a designated receiver. Lockers and others do not count."),
            ("Reached in person", "The borrower signed, or refused at the door, at least once."),
            ("Delivered within n tries", "Borrowers with a delivery among the first n tries in order of time. Tries without a final outcome do not count."),
            ("Valid address", "Matched to a place, building or door, accepted, and not returned for a fault of the address."),
            ("NPL", ("Cases more than 90 days past due at hand-over. A case lies at its first located address: confirmed, home, shipping, billing, "
             "registered, work.")),
            ("Smoothed rate", "Hierarchical empirical-Bayes estimate: the fewer cases, the nearer to the rate of the area above."),
            ("95% interval", "Posterior interval for cells and regions, confidence interval otherwise."),
    ),
}  # fmt: skip


def write_definitions(facts: Facts) -> Html:
    """Write the terms as a list of definitions."""
    lines = pick(TEXTS, facts.brief.lang)
    pieces: list[Html] = []
    for term, meaning in lines:
        pieces += [tag("dt", term), tag("dd", meaning)]
    return tag("dl", *pieces)
