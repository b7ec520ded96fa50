"""Columns of matching without points: pairs of addresses, villages."""

from __future__ import annotations

from workbench.tables.kinds import Column, Kind, Table

PAIR_CLASSES = ("exact", "partial", "no")

COLUMNS = (
    Column(
        "p_exact",
        Kind.SHARE,
        "同一地点概率",
        "p exact",
        "Probability that two addresses mean the same place.",
        "两个地址指同一地点的概率。",
    ),
    Column(
        "p_related",
        Kind.SHARE,
        "相关概率",
        "p related",
        "Probability that two addresses mean the same place or one a part of the other.",
        "两个地址指同一地点或一个属于另一个的概率。",
    ),
    Column(
        "pair_class",
        Kind.ENUM,
        "地址对关系",
        "pair class",
        "Whether two addresses mean the same place, partly, or not.",
        "两个地址是否指同一地点、部分相同或不同。",
        values=PAIR_CLASSES,
    ),
    Column(
        "village_code",
        Kind.TEXT,
        "村社区代码",
        "village code",
        "Twelve-digit code of a village or community, list of 2023.",
        "村或社区的十二位代码，2023 年名录。",
    ),
    Column(
        "similarity_share",
        Kind.SHARE,
        "名称相似度",
        "similarity",
        "How like the name is to the one said; 1 as written.",
        "名称与所写名称的相似度；1 为完全相同。",
    ),
    Column(
        "ambiguous",
        Kind.FLAG,
        "有歧义",
        "ambiguous",
        "Whether several candidates fit as well.",
        "是否有几个候选同样合适。",
    ),
    Column(
        "candidates",
        Kind.TEXT,
        "候选",
        "candidates",
        "Codes that fit as well, joined by ';'.",
        "同样合适的代码，以“;”分隔。",
    ),
)

TABLES = (
    Table(
        "pairs",
        "地址对",
        "pairs",
        "What matching says of two addresses, one row per pair.",
        "两个地址的匹配结论，每对一行。",
        ("p_exact", "p_related", "pair_class"),
        (),
        ("p_exact", "p_related", "pair_class"),
    ),
    Table(
        "villages",
        "村社区匹配",
        "villages",
        "The village or community that each address means.",
        "每个地址所指的村或社区。",
        ("village_code", "village", "town", "adcode", "similarity_share", "ambiguous", "candidates"),
        (),
        ("village_code", "ambiguous"),
    ),
)
