"""Columns of cases and addresses: what the lender sends."""

from __future__ import annotations

from workbench.tables.kinds import Column, Kind, See, Table

LAWFUL_SOURCES = (
    "contract",
    "reserved",
    "authorised",
    "public_lawful",
    "told_by_contact",
    "bureau_authorised",
)
ADDRESS_KINDS = ("registered", "home", "work", "shipping", "billing", "confirmed")
STOP_FLAGS = (
    "paid",
    "disputed",
    "deceased",
    "minor",
    "bankrupt",
    "hardship",
    "complaint_open",
    "opt_out",
    "cease",
)

COLUMNS = (
    Column("case_id", Kind.TEXT, "案件编号", "case", "The lender's number of the case.", see=See.INSIDE),
    Column(
        "borrower",
        Kind.TEXT,
        "借款人代号",
        "borrower",
        "HMAC pseudonym of the person; the key stays outside the project.",
    ),
    Column("lender", Kind.TEXT, "委托方", "lender", "Who entrusted the case.", see=See.SUMS),
    Column("batch", Kind.TEXT, "批次", "batch", "Hand-over batch of the case.", see=See.SUMS),
    Column("branch", Kind.TEXT, "经办机构", "branch", "Branch that granted the loan.", see=See.SUMS),
    Column("product", Kind.TEXT, "产品", "product", "Loan product.", see=See.SUMS),
    Column("placed_on", Kind.DATE, "委案日期", "placed on", "Day on which the case was handed over."),
    Column("amount_yuan", Kind.NUMBER, "委案金额", "amount", "Amount in collection.", unit="yuan"),
    Column("principal_yuan", Kind.NUMBER, "剩余本金", "principal", "Outstanding principal.", unit="yuan"),
    Column(
        "days_past_due", Kind.INTEGER, "逾期天数", "days past due", "Days past due at hand-over.", unit="days"
    ),
    Column("age_years", Kind.INTEGER, "年龄", "age", "Age of the borrower at hand-over.", unit="years"),
    Column(
        "id_region",
        Kind.TEXT,
        "证件地区码",
        "ID region",
        "First six digits of the ID number: the county at issue.",
    ),
    Column(
        "stated_province", Kind.TEXT, "填写省份", "stated province", "Province given in a column of its own."
    ),
    Column("stated_city", Kind.TEXT, "填写城市", "stated city", "City given in a column of its own."),
    Column(
        "stated_district", Kind.TEXT, "填写区县", "stated district", "County given in a column of its own."
    ),
    Column("postcode", Kind.TEXT, "邮编", "postcode", "Six-digit postcode given beside the address."),
    Column(
        "stop_flag",
        Kind.ENUM,
        "停催标记",
        "stop flag",
        "Why no letter or visit may happen.",
        values=STOP_FLAGS,
    ),
    Column(
        "no_automation",
        Kind.FLAG,
        "拒绝自动化决策",
        "no automation",
        "The person objected to decisions by automation alone.",
    ),
    Column("repaid_yuan", Kind.NUMBER, "回款金额", "repaid", "Sum repaid since hand-over.", unit="yuan"),
    Column(
        "address_id",
        Kind.TEXT,
        "地址编号",
        "address id",
        "Stable id of one address of one case.",
        see=See.INSIDE,
    ),
    Column(
        "kind",
        Kind.ENUM,
        "地址类型",
        "kind",
        "Which of the borrower's addresses it is.",
        values=ADDRESS_KINDS,
        see=See.INSIDE,
    ),
    Column("address", Kind.TEXT, "地址", "address", "The address as the lender wrote it.", see=See.INSIDE),
    Column(
        "recorded_on", Kind.DATE, "地址登记日", "recorded on", "Day on which the lender recorded the address."
    ),
    Column(
        "lawful_source",
        Kind.ENUM,
        "合法来源",
        "lawful source",
        "By which of the six lawful channels it was obtained.",
        values=LAWFUL_SOURCES,
    ),
    Column(
        "name",
        Kind.TEXT,
        "姓名",
        "name",
        "Name of the borrower; only in the vault and the courier's manifest.",
        see=See.COURIER,
    ),
    Column(
        "phone",
        Kind.TEXT,
        "电话",
        "phone",
        "Phone of the borrower; only in the vault and the courier's manifest.",
        see=See.COURIER,
    ),
    Column(
        "id_number",
        Kind.TEXT,
        "证件号",
        "ID number",
        "Number of the borrower's identity document; only in the vault.",
        see=See.NOBODY,
    ),
    Column("sheet", Kind.TEXT, "工作表", "sheet", "Sheet of the source workbook, empty for other files."),
    Column("row", Kind.INTEGER, "行号", "row", "Row in the source file, the header's row being 1."),
    Column("column", Kind.TEXT, "列", "column", "Column of the source file."),
    Column("value", Kind.TEXT, "原值", "value", "The value that was refused."),
    Column("reason", Kind.TEXT, "原因", "reason", "Why it was refused, and what is expected."),
)

TABLES = (
    Table(
        "cases",
        "案件",
        "cases",
        "One row per case, no identity in it.",
        (
            "case_id",
            "borrower",
            "lender",
            "batch",
            "branch",
            "product",
            "placed_on",
            "amount_yuan",
            "principal_yuan",
            "days_past_due",
            "age_years",
            "id_region",
            "stop_flag",
            "no_automation",
            "repaid_yuan",
        ),
        ("case_id",),
        ("case_id", "borrower"),
    ),
    Table(
        "addresses",
        "地址",
        "addresses",
        "One row per address of a borrower that may lawfully be used.",
        (
            "address_id",
            "case_id",
            "borrower",
            "kind",
            "address",
            "stated_province",
            "stated_city",
            "stated_district",
            "postcode",
            "recorded_on",
            "lawful_source",
        ),
        ("address_id",),
        ("address_id", "case_id", "borrower", "kind", "address", "lawful_source"),
    ),
    Table(
        "rejects",
        "拒收行",
        "rejects",
        "Values that were refused at the door, each with its reason.",
        ("sheet", "row", "column", "value", "reason"),
        ("sheet", "row", "column"),
        ("row", "column", "value", "reason"),
    ),
    Table(
        "quarantine",
        "隔离地址",
        "quarantine",
        "Addresses that may not be used until their lawful source is stated.",
        ("address_id", "case_id", "borrower", "kind", "address", "lawful_source", "sheet", "row", "reason"),
        ("address_id",),
        ("address_id", "case_id", "kind", "address", "reason"),
    ),
    Table(
        "identities",
        "身份信息",
        "identities",
        "Who a borrower is; lives in memory and in the vault only.",
        ("case_id", "borrower", "name", "phone", "id_number"),
        ("case_id",),
        ("case_id", "borrower"),
    ),
)
