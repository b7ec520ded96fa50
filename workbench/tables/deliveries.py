"""Columns of attempts, odds and choices: what happened and what to try next."""

from __future__ import annotations

from workbench.tables.kinds import Column, Kind, See, Table

CHANNELS = ("letter", "courier", "visit", "court_post")
OUTCOMES = (
    "self",
    "adult_family",
    "designated",
    "other_signer",
    "locker",
    "refused",
    "returned",
    "in_transit",
    "unknown",
)
DOCUMENTS = ("notice", "lawyer_letter", "court_document")
DELIVERED = ("self", "adult_family", "designated", "other_signer", "locker")
OPEN_OUTCOMES = ("in_transit", "unknown")
RETURN_REASONS = (
    "address_wrong",
    "address_unclear",
    "unit_unknown",
    "out_of_area",
    "person_moved",
    "person_absent",
    "refused",
    "unclaimed",
    "asked_later",
    "unreached",
    "carrier_fault",
    "other",
)
ADDRESS_FAULTS = ("address_wrong", "address_unclear", "unit_unknown", "out_of_area")

COLUMNS = (
    Column("attempt_id", Kind.TEXT, "投递编号", "attempt", "Waybill or visit number.", see=See.INSIDE),
    Column(
        "channel",
        Kind.ENUM,
        "渠道",
        "channel",
        "By which channel it was tried.",
        values=CHANNELS,
        see=See.ALL,
    ),
    Column(
        "attempted_at",
        Kind.TIME,
        "投递时间",
        "attempted at",
        "When it was tried.",
        unit="local time of China",
        see=See.INSIDE,
    ),
    Column(
        "document",
        Kind.ENUM,
        "文书种类",
        "document",
        "What kind of document is to be delivered.",
        values=DOCUMENTS,
        see=See.INSIDE,
    ),
    Column(
        "agreed_hours",
        Kind.FLAG,
        "同意时段",
        "agreed hours",
        "The borrower agreed to be visited in quiet hours.",
        see=See.INSIDE,
    ),
    Column(
        "timezone",
        Kind.TEXT,
        "时区",
        "time zone",
        "IANA name of the time zone at the address, where it is not that of the profile.",
        see=See.INSIDE,
    ),
    Column(
        "allowed",
        Kind.FLAG,
        "合规",
        "allowed",
        "Whether no rule of the policy forbids the contact.",
        see=See.INSIDE,
    ),
    Column(
        "rules",
        Kind.TEXT,
        "触发规则",
        "rules",
        "Ids of the rules that forbid it, joined by ';'.",
        see=See.INSIDE,
    ),
    Column(
        "reason_zh",
        Kind.TEXT,
        "不合规原因",
        "reason in Chinese",
        "Why it is forbidden, in Chinese.",
        see=See.INSIDE,
    ),
    Column(
        "reason_en",
        Kind.TEXT,
        "不合规原因(英)",
        "reason in English",
        "Why it is forbidden, in English.",
        see=See.INSIDE,
    ),
    Column("try_number", Kind.INTEGER, "第几次", "try", "Which try for this borrower it was, from 1."),
    Column("outcome", Kind.ENUM, "签收状态", "outcome", "How it ended.", values=OUTCOMES, see=See.INSIDE),
    Column(
        "return_reason",
        Kind.ENUM,
        "退件原因",
        "return reason",
        "Canonical reason of a return.",
        values=RETURN_REASONS,
        see=See.ALL,
    ),
    Column(
        "status_text", Kind.TEXT, "原始状态", "carrier's status", "Code or words of the carrier, as sent."
    ),
    Column("station", Kind.TEXT, "网点", "station", "Delivery station.", see=See.ALL),
    Column("courier", Kind.TEXT, "投递员", "courier", "Courier, by a code.", see=See.INSIDE),
    Column("agency", Kind.TEXT, "受托机构", "agency", "Agency that acted.", see=See.SUMS),
    Column("cost_yuan", Kind.NUMBER, "费用", "cost", "Cost of the attempt.", unit="yuan", see=See.SUMS),
    Column(
        "p_chosen",
        Kind.SHARE,
        "选中概率",
        "choice probability",
        "Probability with which this address was chosen when it was chosen.",
    ),
    Column("seed", Kind.INTEGER, "随机种子", "seed", "Seed of the draw."),
    Column(
        "p_present", Kind.SHARE, "在址概率", "odds of presence", "Probability that the person is found there."
    ),
    Column(
        "p_accepts",
        Kind.SHARE,
        "接收概率",
        "odds of acceptance",
        "Probability that the letter is accepted when the person is found.",
    ),
    Column(
        "p_delivered",
        Kind.SHARE,
        "送达概率",
        "odds of delivery",
        "Calibrated probability that a letter there is delivered.",
        see=See.INSIDE,
    ),
    Column("reasons", Kind.TEXT, "主要依据", "reasons", "What raised and lowered the odds most, in words."),
    Column(
        "rank", Kind.INTEGER, "排序", "rank", "Order among the borrower's addresses, from 1.", see=See.INSIDE
    ),
    Column(
        "explored",
        Kind.FLAG,
        "探索",
        "explored",
        "Whether the choice was drawn to learn rather than the best one.",
    ),
    Column(
        "human_decision",
        Kind.TEXT,
        "人工决定",
        "human decision",
        "What a person decided about the proposal; empty until then.",
    ),
    Column(
        "held_reason", Kind.TEXT, "暂缓原因", "held because", "Why no address was chosen for the borrower."
    ),
)

TABLES = (
    Table(
        "attempts",
        "投递记录",
        "attempts",
        "One row per letter or visit that was tried.",
        (
            "attempt_id",
            "address_id",
            "case_id",
            "borrower",
            "channel",
            "attempted_at",
            "try_number",
            "outcome",
            "return_reason",
            "status_text",
            "station",
            "courier",
            "agency",
            "cost_yuan",
            "p_chosen",
            "seed",
        ),
        ("attempt_id",),
        ("attempt_id", "address_id", "channel", "attempted_at", "outcome"),
    ),
    Table(
        "verdicts",
        "合规判定",
        "verdicts",
        "What the contact policy says of each planned contact.",
        ("address_id", "allowed", "rules", "reason_zh", "reason_en"),
        ("address_id",),
        ("allowed", "rules", "reason_zh", "reason_en"),
    ),
    Table(
        "odds",
        "送达概率",
        "odds",
        "One row per located address: how likely a letter is delivered.",
        ("address_id", "borrower", "p_present", "p_accepts", "p_delivered", "reasons", "rank"),
        ("address_id",),
        ("address_id", "borrower", "p_delivered"),
    ),
    Table(
        "choices",
        "地址选择",
        "choices",
        "At most k addresses per borrower, with the probability of the choice.",
        (
            "borrower",
            "case_id",
            "address_id",
            "rank",
            "p_delivered",
            "p_chosen",
            "explored",
            "seed",
            "reasons",
            "held_reason",
            "human_decision",
        ),
        ("borrower", "rank"),
        ("borrower", "address_id", "p_chosen", "seed"),
    ),
)
