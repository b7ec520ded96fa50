"""The files that a lender and a carrier would send: Chinese headers, text cells, slips and bad rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.cases.samples.carriers import draw_carriers, word_results
from workbench.cases.samples.settings import KINDS, LAWFUL_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.cases.samples.settings import Noise

    Texts = NDArray[np.object_]
    Integers = NDArray[np.int64]

HEADERS = {
    "registered": "户籍地址",
    "home": "家庭地址",
    "work": "单位地址",
    "shipping": "收货地址",
    "billing": "对账单地址",
}
_SOURCE_SHARES = (0.5, 0.25, 0.15, 0.04, 0.02, 0.04)
_STOP_WORDS, _STOP_SHARES = ("", "已结清", "有争议", "投诉处理中"), (0.965, 0.015, 0.01, 0.01)
_OPT_OUT_SHARE = 0.01
_CONTACTS = ("配偶", "父母", "同事", "朋友")
_PLACE = np.datetime64("1899-12-30")


def write_cases(
    cases: pd.DataFrame, people: pd.DataFrame, addresses: pd.DataFrame, noise: Noise, rng: np.random.Generator
) -> pd.DataFrame:
    """Lay out the case file: one row per case, all cells text, empty where nothing is known.

    Parameters
    ----------
    cases
        Output of ``draw_cases`` with ``repaid_yuan``.
    people
        Output of ``draw_people``.
    addresses
        ``case`` (position), ``kind``, ``text``, ``recorded_on``, ``employer``, ``decoy``.
    noise
        Share of missing sources.
    rng
        Source of randomness.
    """
    who = people.iloc[cases["person"]].reset_index(drop=True)
    count = len(cases)
    file = pd.DataFrame(
        {
            "个案序列号": cases["case_number"],
            "委托方": cases["lender"],
            "批次号": cases["batch"],
            "委案日期": _write_days(cases["placed_on"].to_numpy("datetime64[D]"), rng),
            "产品名称": cases["product"],
            "姓名": who["name"],
            "证件号": _write_ids(who["id_number"].to_numpy(dtype=object), rng),
            "本人手机": who["phone"],
            "委案金额": _write_amounts(cases["amount_yuan"].to_numpy(float), rng),
            "剩余本金": [f"{value:.2f}" for value in cases["principal_yuan"]],
            "逾期天数": cases["days_past_due"].astype(str),
        }
    )
    wide = addresses.pivot_table(index="case", columns="kind", values="text", aggfunc="first").reindex(
        range(count)
    )
    employer = addresses[addresses["kind"].eq("work")].set_index("case")["employer"].reindex(range(count))
    file["单位名称"] = employer.fillna("").to_numpy(dtype=object)
    for kind in KINDS:
        file[HEADERS[kind]] = wide[kind].fillna("").to_numpy(dtype=object) if kind in wide else ""
    for kind in KINDS:
        day = addresses[addresses["kind"].eq(kind)].set_index("case")["recorded_on"].reindex(range(count))
        kept = rng.random(count) >= noise.date_missing_share
        file[f"{HEADERS[kind]}登记日期"] = (
            day.dt.strftime("%Y-%m-%d").fillna("").where(kept, "").to_numpy(dtype=object)
        )
    source = rng.choice(list(LAWFUL_WORDS.values()), count, p=_SOURCE_SHARES).astype(object)
    file["地址来源"] = np.where(rng.random(count) < noise.source_missing_share, "", source)
    _add_contacts(file, addresses, rng)
    file["停催标记"] = rng.choice(_STOP_WORDS, count, p=_STOP_SHARES)
    file["拒绝自动化决策"] = np.where(rng.random(count) < _OPT_OUT_SHARE, "是", "")
    file["回款金额"] = [f"{value:.2f}" for value in cases["repaid_yuan"]]
    return file.astype(object)


def _add_contacts(file: pd.DataFrame, addresses: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add a contact person's columns, which real templates have and nobody may read."""
    count = len(file)
    file["联系人1姓名"] = rng.permutation(file["姓名"].to_numpy(dtype=object))
    file["联系人1关系"] = rng.choice(_CONTACTS, count).astype(object)
    file["联系人1手机"] = rng.permutation(file["本人手机"].to_numpy(dtype=object))
    file["联系人1地址"] = rng.choice(addresses["decoy"].to_numpy(dtype=object), count)


def _write_days(days: NDArray[np.datetime64], rng: np.random.Generator) -> Texts:
    stamps = pd.Series(days.astype("datetime64[ns]"))
    forms = [
        stamps.dt.strftime(form).to_numpy(dtype=object)
        for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日")
    ]
    forms.append((days - _PLACE).astype(int).astype(str).astype(object))
    pick = rng.choice(len(forms), len(days), p=(0.7, 0.12, 0.08, 0.06, 0.04))
    return np.asarray(np.choose(pick, forms), dtype=object)


def _write_amounts(yuan: NDArray[np.float64], rng: np.random.Generator) -> Texts:
    def wan(value: float) -> str:
        return f"{value / 10_000:.4f}万"

    forms = (lambda value: f"{value:.2f}", lambda value: f"{value:,.2f}", lambda value: f"{value:.2f}元", wan)
    pick = rng.choice(len(forms), len(yuan), p=(0.8, 0.1, 0.06, 0.04))
    return np.array([forms[at](value) for at, value in zip(pick, yuan, strict=True)], dtype=object)


def _write_ids(ids: Texts, rng: np.random.Generator) -> Texts:
    forms = (str, str.lower, lambda text: f" {text}", lambda text: f"{text[:6]} {text[6:14]} {text[14:]}")
    pick = rng.choice(len(forms), len(ids), p=(0.92, 0.04, 0.02, 0.02))
    return np.array([forms[at](text) for at, text in zip(pick, ids, strict=True)], dtype=object)


def spoil_rows(
    file: pd.DataFrame, noise: Noise, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add rows that must be rejected at the door: copies of real rows with one cell made impossible.

    Returns
    -------
    tuple of pandas.DataFrame
        The file with those rows strewn in, and ``row`` (the header's row being 1), ``column``, ``value``, ``reason``.
    """
    faults = (
        ("个案序列号", "", "missing"),
        ("委案日期", "2026-13-45", "no such day"),
        ("委案金额", "见附件", "no number"),
        ("证件号", "1.10101E+17", "turned into a float"),
        ("逾期天数", "-3天前", "no number"),
    )
    count = round(len(file) * noise.bad_row_share)
    copies = file.iloc[rng.choice(len(file), count, replace=False)].copy()
    copies["个案序列号"] = [f"AJ9{number:07d}" for number in range(count)]
    which = rng.integers(0, len(faults), count)
    for number, (column, value, _) in enumerate(faults):
        copies[column] = copies[column].mask(which == number, value)
    order = rng.permutation(len(file) + count)
    mixed = pd.concat([file, copies], ignore_index=True).iloc[order].reset_index(drop=True)
    where = np.argsort(order)[len(file) :]
    planted = pd.DataFrame([faults[number] for number in which], columns=["column", "value", "reason"])
    planted.insert(0, "row", where + 2)
    return mixed, planted.sort_values("row", ignore_index=True)


def write_results(letters: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Lay out the results file in the words of the carriers.

    Parameters
    ----------
    letters
        ``attempt_id, case_number, kind`` (word)``, try_number, attempted_at, outcome, return_reason, station, courier, carrier,
        p_chosen, seed``.
    rng
        Source of randomness.
    """
    words = word_results(
        *(letters[name].to_numpy(dtype=object) for name in ("carrier", "outcome", "return_reason"))
    )
    signed = letters["attempted_at"] + pd.to_timedelta(rng.integers(20, 2880, len(letters)), unit="min")
    file = pd.DataFrame(
        {
            "面单号": letters["attempt_id"],
            "案件编号": letters["case_number"],
            "地址类型": letters["kind"].map(HEADERS),
            "承运商": letters["carrier"],
            "寄送时间": letters["attempted_at"].dt.strftime("%Y-%m-%d %H:%M"),
            "投递次数": letters["try_number"].astype(str),
        }
    )
    for column in ("状态代码", "签收状态", "签收人关系", "退件原因代码", "退件原因"):
        file[column] = words[column].to_numpy(dtype=object)
    file["签收时间"] = signed.dt.strftime("%Y-%m-%d %H:%M").where(
        letters["return_reason"].eq("").to_numpy(), ""
    )
    file["网点"], file["投递员"], file["费用"] = (
        letters["station"],
        letters["courier"],
        words["费用"].to_numpy(),
    )
    file["选中概率"] = [f"{value:.6f}" for value in letters["p_chosen"]]
    file["随机种子"] = letters["seed"].astype(str)
    return file.astype(object)


__all__ = ["HEADERS", "draw_carriers", "spoil_rows", "write_cases", "write_results"]
