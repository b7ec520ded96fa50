"""Columns of patterns: rates by cell and region, key figures."""

from __future__ import annotations

from workbench.tables.kinds import Column, Kind, See, Table

MEASURES = ("delivered", "npl", "repaid", "contacted")
SPOTS = ("hot", "cold", "none")

COLUMNS = (
    Column("measure", Kind.ENUM, "指标", "measure", "What is counted.", values=MEASURES, see=See.ALL),
    Column("resolution", Kind.INTEGER, "分辨率", "resolution", "H3 resolution.", see=See.ALL),
    Column("region", Kind.TEXT, "地区", "region", "Name of the county, city or province.", see=See.ALL),
    Column("n", Kind.INTEGER, "样本数", "n", "Cases in the denominator.", see=See.ALL),
    Column("hits", Kind.INTEGER, "命中数", "hits", "Cases in the numerator.", see=See.ALL),
    Column("raw_share", Kind.SHARE, "原始比率", "raw rate", "Numerator over denominator.", see=See.ALL),
    Column(
        "smooth_share",
        Kind.SHARE,
        "平滑比率",
        "smoothed rate",
        "Hierarchical empirical-Bayes rate.",
        see=See.ALL,
    ),
    Column("low_share", Kind.SHARE, "区间下限", "low", "Lower end of the 95 % interval.", see=See.ALL),
    Column("high_share", Kind.SHARE, "区间上限", "high", "Upper end of the 95 % interval.", see=See.ALL),
    Column(
        "z",
        Kind.NUMBER,
        "Gi* z值",
        "Gi* z",
        "Getis-Ord Gi* of the rate, each cell weighted by its cases.",
        see=See.ALL,
    ),
    Column("q_value", Kind.SHARE, "校正p值", "q value", "False-discovery-adjusted p value.", see=See.ALL),
    Column(
        "spot",
        Kind.ENUM,
        "冷热点",
        "spot",
        "Hot or cold spot after false-discovery control.",
        values=SPOTS,
        see=See.ALL,
    ),
    Column(
        "robust",
        Kind.FLAG,
        "稳健",
        "robust",
        "Whether the spot is found at two resolutions or more.",
        see=See.ALL,
    ),
    Column("persons", Kind.INTEGER, "人数", "persons", "Different borrowers behind the figure.", see=See.ALL),
    Column(
        "contacts",
        Kind.TEXT,
        "联系次数",
        "contacts",
        "Contacts in a borrower's busiest week, by class.",
        see=See.ALL,
    ),
    Column("period", Kind.TEXT, "期间", "period", "Period of the figure.", see=See.ALL),
    Column("kpi", Kind.TEXT, "指标名称", "key figure", "Key of the figure.", see=See.ALL),
    Column("kpi_name", Kind.TEXT, "指标", "name", "Name of the figure.", see=See.ALL),
    Column("denominator", Kind.TEXT, "分母", "denominator", "What it is a share of, in words.", see=See.ALL),
    Column("kpi_value", Kind.NUMBER, "值", "value", "The figure.", see=See.ALL),
)

TABLES = (
    Table(
        "cells",
        "H3格",
        "cells",
        "Rates by H3 cell, smoothed, with intervals and spots.",
        (
            "cell",
            "resolution",
            "measure",
            "n",
            "hits",
            "persons",
            "raw_share",
            "smooth_share",
            "low_share",
            "high_share",
            "z",
            "q_value",
            "spot",
            "robust",
        ),
        ("measure", "cell"),
        ("cell", "measure", "n", "hits"),
    ),
    Table(
        "regions",
        "地区",
        "regions",
        "Rates by county, city or province, smoothed, with intervals.",
        (
            "adcode",
            "region",
            "measure",
            "n",
            "hits",
            "persons",
            "raw_share",
            "smooth_share",
            "low_share",
            "high_share",
        ),
        ("measure", "adcode"),
        ("adcode", "measure", "n", "hits"),
    ),
    Table(
        "kpis",
        "关键指标",
        "key figures",
        "Key figures with denominator, n and 95 % interval.",
        ("kpi", "kpi_name", "denominator", "kpi_value", "low_share", "high_share", "n", "hits", "period"),
        ("kpi", "period"),
        ("kpi", "kpi_value", "n"),
    ),
)
