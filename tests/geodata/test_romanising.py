"""Names of divisions in Latin letters: all provinces and cities, and the readings that a character alone does not tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbench import geodata
from workbench.geodata import name_place, read, romanise

# Each has a character of several readings, is of another language, or needs an apostrophe.
HARD = {
    "重庆市": "Chongqing", "厦门市": "Xiamen", "陕西省": "Shaanxi", "山西省": "Shanxi", "西藏自治区": "Xizang",
    "内蒙古自治区": "Inner Mongolia", "香港特别行政区": "Hong Kong", "澳门特别行政区": "Macao", "长治市": "Changzhi",
    "长子县": "Zhangzi", "漯河市": "Luohe", "六安市": "Lu'an", "六合区": "Luhe", "西安市": "Xi'an", "台州市": "Taizhou", "丽水市": "Lishui",
    "朝阳区": "Chaoyang", "成都市": "Chengdu", "蚌埠市": "Bengbu", "亳州市": "Bozhou", "吕梁市": "Lüliang", "沈阳市": "Shenyang",
    "呼和浩特市": "Hohhot", "鄂尔多斯市": "Ordos", "乌鲁木齐市": "Urumqi", "拉萨市": "Lhasa", "哈尔滨市": "Harbin", "乐山市": "Leshan",
    "乐清市": "Yueqing", "尉氏县": "Weishi", "蔚县": "Yuxian", "单县": "Shanxian", "番禺区": "Panyu", "洪洞县": "Hongtong", "闵行区": "Minhang",
    "荥阳市": "Xingyang", "荥经县": "Yingjing", "铅山县": "Yanshan", "任丘市": "Renqiu", "东阿县": "Dong'e", "大埔县": "Dabu", "黄埔区": "Huangpu",
    "泌阳县": "Biyang", "浚县": "Xunxian", "盱眙县": "Xuyi", "吴堡县": "Wubu", "繁峙县": "Fanshi", "井陉县": "Jingxing", "马尾区": "Mawei",
    "行唐县": "Xingtang", "宿迁市": "Suqian", "歙县": "Shexian", "佛山市": "Foshan", "珲春市": "Hunchun", "涡阳县": "Guoyang",
    "什邡市": "Shifang", "郫都区": "Pidu", "宕昌县": "Tanchang", "筠连县": "Junlian", "临朐县": "Linqu", "台北市": "Taipei", "高雄市": "Kaohsiung",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HARD))
def test_hard_names_are_read_as_they_are_said(name: str) -> None:
    """The reading is that of the place, not the usual one of its characters."""
    assert romanise(name) == HARD[name]


def test_every_province_and_city_has_a_name() -> None:
    """Counties, too, but for those whose own name is no pinyin: some of Inner Mongolia, Xizang, Xinjiang and beyond."""
    divisions = read("divisions", ["code", "level", "name"])
    known = divisions["name"].map(romanise).ne("")
    assert known[divisions["level"].isin(["province", "city"])].all()
    counties = divisions["level"].eq("district") & ~divisions["code"].str[:2].isin(
        ["15", "54", "65", "71", "81", "82"]
    )
    assert known[counties].all()


def test_the_table_is_clean() -> None:
    """Each name stands once, and Latin letters, apostrophes and hyphens are all that is used."""
    text = (Path(geodata.__file__).parent / "romanised.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert len({name for name, _ in rows}) == len(rows)
    assert all(re.fullmatch(r"[A-Z][a-zü]+(?:['\- ][A-Za-zü]+)*", latin) for _, latin in rows)


def test_english_readers_see_both_names() -> None:
    """Chinese readers see the Chinese name alone, and what is no division stays as it is."""
    assert name_place("郑州市", "en") == "郑州市 Zhengzhou"
    assert name_place("郑州市", "zh") == "郑州市"
    assert name_place("石家庄市长安区", "en") == "石家庄市长安区 Chang'an, Shijiazhuang"
    assert name_place("赤峰市敖汉旗", "en") == "赤峰市敖汉旗 Chifeng"
    assert name_place("幸福小区", "en") == "幸福小区"
    assert name_place("", "en") == ""
