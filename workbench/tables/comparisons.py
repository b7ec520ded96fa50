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
    ),
    Column(
        "p_related",
        Kind.SHARE,
        "相关概率",
        "p related",
        "Probability that two addresses mean the same place or one a part of the other.",
    ),
    Column(
        "pair_class",
        Kind.ENUM,
        "地址对关系",
        "pair class",
        "Whether two addresses mean the same place, partly, or not.",
        values=PAIR_CLASSES,
    ),
    Column(
        "village_code",
        Kind.TEXT,
        "村社区代码",
        "village code",
        "Twelve-digit code of a village or community, list of 2023.",
    ),
    Column(
        "similarity_share",
        Kind.SHARE,
        "名称相似度",
        "similarity",
        "How like the name is to the one said; 1 as written.",
    ),
    Column(
        "ambiguous",
        Kind.FLAG,
        "有歧义",
        "ambiguous",
        "Whether several candidates fit as well.",
    ),
    Column("candidates", Kind.TEXT, "候选", "candidates", "Codes that fit as well, joined by ';'."),
)

TABLES = (
    Table(
        "pairs",
        "地址对",
        "pairs",
        "What matching says of two addresses, one row per pair.",
        ("p_exact", "p_related", "pair_class"),
        (),
        ("p_exact", "p_related", "pair_class"),
    ),
    Table(
        "villages",
        "村社区匹配",
        "villages",
        "The village or community that each address means.",
        ("village_code", "village", "town", "adcode", "similarity_share", "ambiguous", "candidates"),
        (),
        ("village_code", "ambiguous"),
    ),
)
