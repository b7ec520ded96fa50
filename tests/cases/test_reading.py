"""The gate for case files: what is right comes through, what is wrong is told, and nobody's identity leaks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.cases import Key, Mapping, address_ids, read_cases, suggest_mapping
from workbench.errors import InputError, PolicyError, WorkbenchError
from workbench.tables import ADDRESS_KINDS, LAWFUL_SOURCES, TABLES

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key(b"k" * 32)
ID, OTHER_ID = "110101199003074477", "110101198001010037"
NAME, PHONE = "王小明", "13800138000"
STANDARD = """个案序列号,姓名,证件号,本人手机,委案日期,委案金额(万元),逾期天数,户籍地址,户籍地邮编,家庭地址,省份,单位地址,收货地址1,联系人1姓名,联系人1地址,停催标记
C1,王小明,110101199003074477,13800138000,2024/1/31,1.2,90,北京市东城区甲路1号,100010,乙路2号3单元502室王小明收 13800138000,北京市,不详,丙路3号,李四,别人路9号,
C2,赵某,1.10101E+17,13900139000,20240131,"￥12,300.50元",三十,丁村,,,,,,,,重病
合计,,,,,100,,,,,,,,,,
"""


def _read(folder: Path, text: str = STANDARD, **more: object):
    path = folder / "银行.csv"
    path.write_text(text, encoding="utf-8")
    return read_cases(path, **{"key": KEY, "lawful_source": "contract", "today": date(2024, 6, 1), **more})


def test_a_case_file_is_taken_apart(tmp_path: Path) -> None:
    """Cases, addresses and identities come out in the tables of the dictionary."""
    found = _read(tmp_path, lender="甲银行")
    case = found.cases.iloc[0]
    assert (case["case_id"], case["amount_yuan"], case["days_past_due"], case["age_years"]) == (
        "C1",
        12000.0,
        90,
        33,
    )
    assert (case["lender"], case["batch"], case["id_region"]) == ("甲银行", "银行", "110101")
    assert found.addresses["kind"].tolist() == ["registered", "home", "shipping", "registered"]
    assert found.addresses["postcode"].tolist()[0] == "100010"
    for name in ("cases", "addresses", "identities", "quarantine", "rejects"):
        assert list(getattr(found, name).columns) == list(TABLES[name].columns)


def test_the_keys_of_the_tables_are_unique(tmp_path: Path) -> None:
    """Keys of cases, addresses and identities are unique, required columns filled, enumerations closed."""
    found = _read(tmp_path, STANDARD + STANDARD)
    for name in ("cases", "addresses", "identities"):
        frame, table = getattr(found, name), TABLES[name]
        assert not frame.duplicated(list(table.key)).any()
        assert frame[list(table.required)].notna().all(axis=None)
    assert set(found.addresses["kind"]) <= set(ADDRESS_KINDS)
    assert set(found.addresses["lawful_source"]) <= set(LAWFUL_SOURCES)


def test_no_identity_leaves_the_identities(tmp_path: Path) -> None:
    """Names, ID numbers and phones are in no other frame, note, representation or export."""
    found = _read(tmp_path)
    shown = [repr(found), *found.notes, repr(found.mapping)]
    shown += [getattr(found, name).to_csv() for name in ("cases", "addresses", "quarantine", "rejects")]
    shown.append(found.write_rejects(tmp_path / "r.csv").read_text(encoding="utf-8-sig"))
    for secret in (NAME, ID, PHONE, "赵某", "13900139000", "1.10101E", "李四", "别人路"):
        assert not [text for text in shown if secret in text], secret
    assert found.identities["name"].tolist() == [NAME, "赵某"]


def test_contact_persons_are_counted_and_not_read(tmp_path: Path) -> None:
    """The note says how many cells were left unread."""
    assert "2 columns of other people (2 filled cells)" in " ".join(_read(tmp_path).notes)


def test_other_people_cannot_be_mapped(tmp_path: Path) -> None:
    """Not even a mapping by hand reads a contact person's address."""
    mapping = _read(tmp_path).mapping
    with pytest.raises(PolicyError, match="联系人1地址"):
        mapping.change("联系人1地址", "address", kind="home")


def test_rejects_say_where_what_and_why(tmp_path: Path) -> None:
    """Each refused value has its row in the file, its column and a reason; personal ones are shown by shape."""
    rejects = _read(tmp_path).rejects
    told = {
        (row, column): (value, reason) for _, row, column, value, reason in rejects.itertuples(index=False)
    }
    assert told[2, "单位地址"][0] == "不详"
    assert told[3, "证件号"] == ("9.99999x+99", told[3, "证件号"][1])
    assert "digits are lost" in told[3, "证件号"][1]
    assert told[3, "逾期天数"][0] == "三十"
    assert "totals" in told[4, "个案序列号"][1]


def test_a_file_without_a_case(tmp_path: Path) -> None:
    """Nothing of the case is left, what was refused of its rows included; the others are as they were."""
    file = _read(tmp_path)
    left = file.without({"C1"})
    for frame in (left.cases, left.addresses, left.identities, left.quarantine, left.places):
        assert set(frame["case_id"]) <= {"C2"}
    assert left.rejects.to_dict("records") == file.rejects[file.rejects["row"] != 2].to_dict("records")
    assert file.without(set()).rejects.equals(file.rejects)


def test_addresses_without_a_source_are_held(tmp_path: Path) -> None:
    """Without a stated lawful source nothing is usable; a source per kind releases that kind only."""
    assert len(_read(tmp_path, lawful_source=None).quarantine) == 4
    found = _read(tmp_path, lawful_source={"registered": "reserved"})
    assert set(found.addresses["kind"]) == {"registered"}
    assert set(found.addresses["lawful_source"]) == {"reserved"}
    assert set(found.quarantine["reason"].str.contains("no lawful source")) == {True}


@pytest.mark.parametrize(
    ("words", "source"),
    [("合同约定", "contract"), ("客户预留", "reserved"), ("本人授权", "authorised"), ("工商公开信息", "public_lawful"), ("联系人告知", "told_by_contact"),
     ("征信授权查询", "bureau_authorised"), ("contract", "contract"), ("网上购买", None), ("爬虫", None)],
)  # fmt: skip
def test_the_files_own_word_goes_first(words: str, source: str | None, tmp_path: Path) -> None:
    """A stated source is understood, or the address is held even if the caller vouches for the rest."""
    found = _read(tmp_path, f"案件编号,户籍地址,户籍地址来源\nC1,甲路1号,{words}\nC2,乙路,\n")
    assert found.addresses.set_index("case_id")["lawful_source"].get("C1") == source
    assert found.addresses.set_index("case_id")["lawful_source"]["C2"] == "contract"
    assert len(found.quarantine) == (source is None)


def test_a_wrong_source_is_refused(tmp_path: Path) -> None:
    """The caller's source must be one of the six."""
    with pytest.raises(InputError, match="unknown source 'bought'"):
        _read(tmp_path, lawful_source="bought")


def test_the_same_person_has_one_pseudonym(tmp_path: Path) -> None:
    """Two loans, one person; a row without number is known by name and phone; another key gives another pseudonym."""
    text = f"案件编号,姓名,证件号,手机,户籍地址\nC1,{NAME},{ID},{PHONE},a路\nC2,{NAME},{ID.lower()} ,,b路\nC3,{NAME},,{PHONE},c路\nC4,{NAME},{OTHER_ID},,d路\nC5,,,,e路\n"
    found = _read(tmp_path, text)
    one, two, three, four, five = found.cases["borrower"]
    assert one == two == three
    assert len({one, four, five}) == 3
    assert ID not in one
    assert _read(tmp_path, text, key=Key(b"j" * 32)).cases["borrower"][0] != one


def test_a_shared_phone_does_not_merge_people(tmp_path: Path) -> None:
    """Two people of one name and phone with different numbers stay two; a third row without number joins neither."""
    text = f"案件编号,姓名,证件号,手机,户籍地址\nC1,{NAME},{ID},{PHONE},a路\nC2,{NAME},{OTHER_ID},{PHONE},b路\nC3,{NAME},,{PHONE},c路\n"
    assert _read(tmp_path, text).cases["borrower"].nunique() == 3


def test_weak_numbers_identify_nobody_else(tmp_path: Path) -> None:
    """A number with a wrong check digit joins rows of the same wrong number, and never the owner of the right one."""
    wrong = ID[:17] + "8"
    text = f"案件编号,证件号,户籍地址\nC1,{wrong},a路\nC2,{wrong},b路\nC3,{ID},c路\n"
    found = _read(tmp_path, text)
    one, two, three = found.cases["borrower"]
    assert one == two != three
    assert found.cases["age_years"].isna().tolist() == [True, True, False]


def test_case_numbers_that_are_id_numbers_are_hidden(tmp_path: Path) -> None:
    """A lender that numbers cases by ID number or phone does not get them through."""
    found = _read(
        tmp_path,
        f"案件编号,姓名,手机,户籍地址\n{ID},甲某,{PHONE},a路\n{PHONE},乙某,{PHONE},b路\nC3,丙某,,c路\n",
    )
    assert found.cases["case_id"].tolist()[2] == "C3"
    assert not set(found.cases["case_id"]) & {ID, PHONE}
    assert "2 case numbers" in " ".join(found.notes)


def test_repeated_cases_count_once(tmp_path: Path) -> None:
    """The first row of a case number counts; others are named, whether equal or another person's."""
    text = f"案件编号,姓名,证件号,户籍地址\nC1,{NAME},{ID},a路\nC1,{NAME},{ID},a路\nC1,赵某,{OTHER_ID},z路\n"
    found = _read(tmp_path, text)
    assert len(found.cases) == 1
    assert found.rejects["reason"].str.contains("already in an earlier row|another person").tolist() == [
        True,
        True,
    ]
    assert "z路" not in found.addresses["address"].tolist()


def test_long_templates(tmp_path: Path) -> None:
    """One row per address with its kind and source; the case is taken from its first row."""
    text = f"案件编号,姓名,证件号,地址类型,地址,地址来源,地址登记日期\nC1,{NAME},{ID},户籍地址,a路,合同,2020-01-01\nC1,{NAME},{ID},居住,b路,,2021-02-03\nC1,{NAME},{ID},月球,c路,合同,\nC2,乙某,,公司,d路,合同,\n"
    found = _read(tmp_path, text)
    assert found.cases["case_id"].tolist() == ["C1", "C2"]
    assert found.addresses[["case_id", "kind", "address"]].to_numpy().tolist() == [
        ["C1", "registered", "a路"], ["C1", "home", "b路"], ["C2", "work", "d路"],
    ]  # fmt: skip
    assert found.addresses["recorded_on"].dt.year.tolist()[:2] == [2020, 2021]
    assert found.rejects["reason"].str.contains("kind of the address").sum() == 1


def test_other_people_in_long_templates(tmp_path: Path) -> None:
    """A row with a contact person's address is named, and its address is nowhere."""
    found = _read(
        tmp_path, "案件编号,地址类型,地址\nC1,户籍地址,a路\nC1,联系人地址,别人路\nC1,配偶单位,别人街\n"
    )
    assert found.addresses["address"].tolist() == ["a路"]
    assert found.rejects["reason"].str.contains("another person").sum() == 2
    assert not found.rejects["value"].str.contains("别人").any()


def test_marks_in_any_row_hold_for_the_case(tmp_path: Path) -> None:
    """A stop mark in a second row of the case counts, though the row itself is left out."""
    found = _read(
        tmp_path,
        f"案件编号,姓名,证件号,户籍地址,停催标记,拒绝自动化决策\nC1,{NAME},{ID},a路,,\nC1,{NAME},{ID},a路,已结清,是\n",
    )
    assert found.cases[["stop_flag", "no_automation"]].to_numpy().tolist() == [["paid", True]]


def test_marks_of_persons_hold_for_all_their_cases(tmp_path: Path) -> None:
    """Death and objection are the person's; a paid loan says nothing of the other one."""
    rows = f"C1,{NAME},{ID},a路,死亡,是\nC2,{NAME},{ID},b路,,\nC3,乙某,{OTHER_ID},c路,结清,\nC4,乙某,{OTHER_ID},d路,,\n"
    cases = _read(tmp_path, f"案件编号,姓名,证件号,户籍地址,停催标记,拒绝自动化决策\n{rows}").cases
    assert cases["stop_flag"].fillna("-").tolist() == ["deceased", "deceased", "paid", "-"]
    assert cases["no_automation"].tolist() == [True, True, False, False]


def test_further_rows_fill_what_is_missing(tmp_path: Path) -> None:
    """In a long template the first value of each column counts, from whichever row of the case."""
    rows = f"C1,{NAME},{ID},,户籍,a路\nC1,,,1.5万,居住,b路\nC2,乙某,,3,居住,c路\n"
    found = _read(tmp_path, f"案件编号,姓名,证件号,委案金额,地址类型,地址\n{rows}")
    assert found.cases["amount_yuan"].tolist() == [15000.0, 3.0]
    assert found.cases["case_id"].tolist() == ["C1", "C2"]
    assert found.addresses["borrower"].nunique() == 2


def test_addresses_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    """A second sheet without names brings further addresses of the cases of the first."""
    book = openpyxl.Workbook()
    for row in (["案件编号", "姓名", "证件号", "户籍地址"], ["C1", NAME, ID, "a路"]):
        book.active.append(row)
    other = book.create_sheet("地址")
    for row in (["案件编号", "收货地址1", "收货地址2"], ["C1", "b路", "c路"]):
        other.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_cases(tmp_path / "a.xlsx", key=KEY, lawful_source="contract")
    assert len(found.cases) == 1
    assert found.addresses["address"].tolist() == ["a路", "b路", "c路"]
    assert set(found.addresses["borrower"]) == set(found.cases["borrower"])


def test_the_province_beside_is_not_for_the_registered_address(tmp_path: Path) -> None:
    """A general column 省份 says where the person lives, not where the household is registered."""
    addresses = _read(tmp_path).addresses.set_index("kind")["stated_province"]
    assert addresses["home"] == "北京市"
    assert addresses["registered"].isna().all()


def test_address_ids_are_stable(tmp_path: Path) -> None:
    """The same address of a case keeps its id when columns move, and ids can be made again from the table."""
    first = _read(tmp_path).addresses
    moved = _read(tmp_path, "户籍地址,个案序列号\n北京市东城区甲路１号,C1\n").addresses
    assert moved["address_id"][0] == first["address_id"][0]
    assert address_ids(first).tolist() == first["address_id"].tolist()


@pytest.mark.parametrize(
    ("address", "told"),
    [("x" * 10_000, "10,000 characters"), ("=HYPERLINK(1)", "formula"), ("＝1+1", "formula"), ("@SUM(A1)", "formula"), ("***", "word for nothing"), ("同上", "word for nothing"), ("NaN", "word for nothing")],
)  # fmt: skip
def test_addresses_that_are_none(address: str, told: str, tmp_path: Path) -> None:
    """Each is a reject, and the case stays."""
    found = _read(tmp_path, f"案件编号,户籍地址\nC1,{address}\n")
    assert found.addresses.empty
    assert len(found.cases) == 1
    assert told in found.rejects["reason"][0]


def test_markup_stays_text(tmp_path: Path) -> None:
    """HTML and templates in an address are text like any other: whoever shows them escapes them."""
    found = _read(tmp_path, "案件编号,姓名,户籍地址\nC1,<script>x</script>,甲路{{7*7}}<b>1号</b>\n")
    assert found.addresses["address"][0] == "甲路{{7*7}}<b>1号</b>"
    assert found.identities["name"][0] == "<script>x</script>"


@pytest.mark.parametrize(
    ("mark", "flag"),
    [("已结清", "paid"), ("有争议", "disputed"), ("投诉处理中", "complaint_open"), ("借款人死亡", "deceased"), ("是", "cease"), ("怪怪的", "cease"), ("正常", None), ("否", None), ("", None), ("未停催", None)],
)  # fmt: skip
def test_stop_marks(mark: str, flag: str | None, tmp_path: Path) -> None:
    """Marks are understood; an unknown one stops, which is the careful side."""
    value = _read(tmp_path, f"案件编号,户籍地址,停催标记\nC1,甲路,{mark}\n").cases["stop_flag"][0]
    assert (None if pd.isna(value) else value) == flag


def test_minors_are_stopped(tmp_path: Path) -> None:
    """Whoever is under 18 by the ID number bears the mark."""
    found = _read(tmp_path, f"案件编号,证件号,户籍地址\nC1,{ID},甲路\n", today=date(2005, 1, 1))
    assert found.cases["stop_flag"].tolist() == ["minor"]


def test_objections_to_automation(tmp_path: Path) -> None:
    """是 is an objection; what cannot be read counts as one; nothing said is none."""
    found = _read(tmp_path, "案件编号,户籍地址,拒绝自动化决策\nC1,a路,是\nC2,b路,\nC3,c路,也许\n")
    assert found.cases["no_automation"].tolist() == [True, False, True]


def test_dates_in_both_systems(tmp_path: Path) -> None:
    """A day without a date format in a workbook of 1904 is that day."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in (["案件编号", "户籍地址", "委案日期"], ["C1", "路", 43860]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_cases(tmp_path / "a.xlsx", key=KEY).cases["placed_on"][0] == pd.Timestamp("2024-01-31")


def test_numbers_rounded_by_a_spreadsheet(tmp_path: Path) -> None:
    """An ID number in a number cell has lost digits: it is refused with the reason."""
    book = openpyxl.Workbook()
    for row in (["案件编号", "证件号", "户籍地址"], ["C1", 110101199003074477, "路"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_cases(tmp_path / "a.xlsx", key=KEY)
    assert found.identities["id_number"].isna().all()
    assert found.rejects["reason"].str.contains("digits are lost").any()


def test_similar_headers_are_read_once_confirmed(tmp_path: Path) -> None:
    """A similar header is not read, is named in the notes, and is read with the confirmed mapping, saved and loaded."""
    text = "案件编号,姓名,户籍地扯\nC1,某,甲路\n"
    first = _read(tmp_path, text)
    assert first.addresses.empty
    assert "户籍地扯" in " ".join(first.notes)
    path = first.mapping.confirm("户籍地扯").to_toml(tmp_path / "mapping.toml")
    assert _read(tmp_path, text, mapping=Mapping.from_toml(path)).addresses["kind"].tolist() == ["registered"]


def test_unknown_templates_by_hand(tmp_path: Path) -> None:
    """Headers that nobody could guess are read by a mapping that names them."""
    text = "A,B,C\n1,甲路1号,王某\n2,乙路,李某\n"
    with pytest.raises(InputError, match="no header row"):
        _read(tmp_path, text)
    mapping = (
        suggest_mapping(["A", "B", "C"])
        .change("A", "case_id")
        .change("B", "address", kind="home")
        .change("C", "name")
    )
    found = _read(tmp_path, text, mapping=mapping)
    assert found.addresses["address"].tolist() == ["甲路1号", "乙路"]
    assert found.identities["name"].tolist() == ["王某", "李某"]


def test_no_case_number_is_an_error(tmp_path: Path) -> None:
    """The error names the headers and how to map one."""
    with pytest.raises(InputError, match=r"mapping.change.*Headers: 姓名, 户籍地址"):
        _read(tmp_path, "姓名,户籍地址\n甲,a路\n")


def test_two_readings_are_equal(tmp_path: Path) -> None:
    """The same file gives the same frames, to the byte."""
    one, two = _read(tmp_path), _read(tmp_path)
    for name in ("cases", "addresses", "identities", "quarantine", "rejects"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(
        lambda text: f"案件编号,姓名,证件号,户籍地址,委案日期\n{text}".encode(errors="replace")
    )
)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_brings_a_traceback(tmp_path: Path, data: bytes) -> None:
    """Whatever the bytes: a case file or one of our own errors."""
    path = tmp_path / "fuzz.csv"
    path.write_bytes(data)
    try:
        found = read_cases(path, key=KEY, lawful_source="contract")
    except WorkbenchError as error:
        assert len(str(error)) < 2000  # noqa: PT017 - either outcome is right
    else:
        assert found.cases["case_id"].is_unique
