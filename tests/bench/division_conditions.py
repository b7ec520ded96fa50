"""The synthetic conditions over all counties, drawn with a seed from the bundled tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from division_sets import MUNICIPALITIES, Sample, load_book, seeded
from division_world import World, city_of, draw_road, draw_tail, load_world, pick, short_of

from workbench import address
from workbench.geodata import read
from workbench.matching.divisions.syllables import load_syllables

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from division_world import County

Drawn = list[tuple[str, str]]


def full(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c00: everything is there."""
    return [(f"{c.province}{city_of(c)}{c.name}{draw_tail(world, c, rng)}", c.code) for c in world.counties]


def no_province(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c01: city and district."""
    chosen = pick([c for c in world.counties if c.city], 700, rng)
    return [(f"{c.city}{c.name}{draw_tail(world, c, rng)}", c.code) for c in chosen]


def no_city(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c02: province and district."""
    seen: dict[tuple[str, str], int] = {}
    for c in world.counties:
        seen[c.province, c.name] = seen.get((c.province, c.name), 0) + 1
    chosen = pick([c for c in world.counties if seen[c.province, c.name] == 1 and len(c.name) > 2], 700, rng)
    return [(f"{c.province}{c.name}{draw_tail(world, c, rng)}", c.code) for c in chosen]


def no_suffixes(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c03: 浙江杭州余杭."""
    chosen = pick([c for c in world.counties if city_of(c) and len(c.name) > 2], 700, rng)
    return [
        (
            f"{short_of(world, c.province)}{short_of(world, c.city)}{short_of(world, c.name)}{draw_tail(world, c, rng, town=False)}",
            c.code,
        )
        for c in chosen
    ]


def short_city(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c04: 杭州余杭."""
    chosen = pick([c for c in world.counties if city_of(c) and len(c.name) > 2], 700, rng)
    return [
        (f"{short_of(world, c.city)}{short_of(world, c.name)}{draw_tail(world, c, rng, town=False)}", c.code)
        for c in chosen
    ]


def unique_district(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c05: only a district whose name stands for one place."""
    chosen = pick([c for c in world.counties if world.name_counts[c.name] == 1], 700, rng)
    return [(f"{c.name}{draw_tail(world, c, rng)}", c.code) for c in chosen]


def _namesakes(world: World) -> list[County]:
    return [c for c in world.counties if world.name_counts[c.name] > 1]


def town_decides(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c06: several districts of one name; the township lies in one of them."""
    drawn = []
    for c in _namesakes(world):
        others = {
            t
            for o in _namesakes(world)
            if o.name == c.name and o is not c
            for t in world.towns.get(o.code, ())
        }
        own = [t for t in world.towns.get(c.code, ()) if t not in others]
        if own:
            drawn.append((f"{c.name}{own[rng.integers(len(own))]}{draw_road(world, rng)}", c.code))
    return drawn


def nothing_decides(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c06b: several districts of one name and nothing else: no answer is right."""
    return [(f"{c.name}{draw_road(world, rng)}", "") for c in _namesakes(world)]


NICKNAMES = {
    "魔都": "上海市", "帝都": "北京市", "山城": "重庆市", "津门": "天津市", "羊城": "广州市", "鹏城": "深圳市", "鹭岛": "厦门市",
    "榕城": "福州市", "蓉城": "成都市", "春城": "昆明市", "邕城": "南宁市", "椰城": "海口市", "泉城": "济南市", "冰城": "哈尔滨市",
    "呼市": "呼和浩特市", "哈市": "哈尔滨市", "乌市": "乌鲁木齐市", "金陵": "南京市", "甬城": "宁波市", "洪城": "南昌市", "星城": "长沙市",
    "莞城": "东莞市", "夏都": "西宁市", "石市": "石家庄市", "岛城": "青岛市", "筑城": "贵阳市", "齐市": "齐齐哈尔市", "彭城": "徐州市",
}  # fmt: skip


def nicknames(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c07: 呼市新城区."""
    drawn = []
    for nick, city in NICKNAMES.items():
        inside = [c for c in world.counties if c.city == city]
        drawn += [(f"{nick}{c.name}{draw_tail(world, c, rng, town=False)}", c.code) for c in inside]
    return drawn


def old_names(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c08: districts merged, renamed or of another rank since 1995, as they stood in their last year."""
    history = read("county_history")
    current = {(c.province, c.city, c.name) for c in world.counties}
    by_code = {c.code: c for c in world.counties}
    frame = history[
        (history["level"] == "district") & (history["last_year"] >= 1995) & (history["last_year"] < 2024)
    ]
    drawn = []
    for province, city, name, now in zip(
        *(frame[c].tolist() for c in ("province", "city", "name", "code_now")), strict=True
    ):
        if (
            now not in by_code
            or any(name == known[2] and province == known[0] for known in current)
            or name in ("市区", "郊区")
        ):
            continue
        place = "" if city in ("市辖区", "县", "直辖县", province) else city
        drawn.append((f"{province}{place}{name}{draw_road(world, rng)}", now))
    return drawn


def typos(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c09: one character of the divisions replaced by another of the same sound."""
    sounds = _sounds()
    by_sound: dict[str, list[str]] = {}
    for char, sound in sounds.items():
        by_sound.setdefault(sound, []).append(char)
    drawn = []
    for c in pick([c for c in world.counties if len(c.name) > 2], 700, rng):
        path = f"{c.province}{city_of(c)}{c.name}"
        places = [
            i
            for i, char in enumerate(path)
            if char not in "自治族" and len(by_sound.get(sounds.get(char, ""), "")) > 1
        ]
        at = places[rng.integers(len(places))]
        others = [char for char in by_sound[sounds[path[at]]] if char != path[at]]
        wrong = others[rng.integers(len(others))]
        drawn.append((f"{path[:at]}{wrong}{path[at + 1 :]}{draw_tail(world, c, rng)}", c.code))
    return drawn


@cache
def _sounds() -> dict[str, str]:
    """Return the sound of characters that are common in names of villages."""
    common = "".join(
        sorted(
            {
                char
                for name in read("villages", ["name"])["name"].sample(120_000, random_state=1)
                for char in name
            }
        )
    )
    table = load_syllables()
    return {char: table[char] for char in common if char in table}


_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华",
)


def noise(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c10: names, phones, repeats, brackets, full width."""
    drawn = []
    for c in pick(world.counties, 700, rng):
        path, tail = f"{c.province}{city_of(c)}{c.name}", draw_tail(world, c, rng)
        person = (
            _SURNAMES[rng.integers(len(_SURNAMES))]
            + _GIVEN[rng.integers(len(_GIVEN))]
            + _GIVEN[rng.integers(len(_GIVEN))]
        )
        phone = f"1{rng.integers(3, 10)}{rng.integers(10**8, 10**9)}"
        kind = rng.integers(6)
        text = (
            f"{path}{tail} {person} {phone}",
            f"收货人:{person} {phone} {path}{tail}",
            f"{path}{path}{tail}",
            f"{path}({tail})",
            "".join(
                chr(ord(x) + 0xFEE0) if "!" <= x <= "~" else x
                for x in f"{c.province} {city_of(c)} {c.name} {tail}"
            ),
            f"【{c.province}】{city_of(c)},{c.name},{tail}(请打电话)",
        )[kind]
        drawn.append((text, c.code))
    return drawn


def named_roads(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c11: a road named after another place."""
    stems = (
        "上海", "北京", "南京", "朝阳", "西安", "长沙", "重庆", "河北", "海南", "新华", "和平", "中山", "长安", "鼓楼", "延安", "济南",
        "吉林", "宝山", "江宁", "西藏", "陕西",
    )  # fmt: skip
    ends = ("路", "街", "大道", "大街", "南路", "北路", "中路", "西街", "东一路", "小区", "花园")
    drawn = []
    for c in pick([c for c in world.counties if city_of(c)], 700, rng):
        road = stems[rng.integers(len(stems))] + ends[rng.integers(len(ends))]
        head = (f"{c.province}{c.city}{c.name}", f"{c.city}{c.name}")[rng.integers(2)]
        drawn.append((f"{head}{road}{rng.integers(1, 500)}号", c.code))
    return drawn


def traditional(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c12: traditional script."""
    lines = [
        line
        for line in (Path(address.__file__).with_name("traditional.txt"))
        .read_text(encoding="utf-8")
        .splitlines()
        if not line.startswith("#")
    ]
    back: dict[int, str] = {}
    for old, new in zip(lines[0], lines[1], strict=True):
        if "\u4e00" <= old <= "\u9fff":
            back.setdefault(ord(new), old)
    return [
        (f"{c.province}{city_of(c)}{c.name}{draw_tail(world, c, rng)}".translate(back), c.code)
        for c in pick(world.counties, 400, rng)
    ]


def municipalities(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c13: 上海市上海市浦东新区, 北京朝阳, 天津市市辖区和平区."""
    drawn = []
    for c in world.counties:
        if c.code[:2] in MUNICIPALITIES:
            head = (c.province, c.province * 2, f"{c.province}市辖区", short_of(world, c.province))[
                rng.integers(4)
            ]
            drawn.append((f"{head}{c.name}{draw_tail(world, c, rng)}", c.code))
    return drawn


def direct(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c14: counties directly under a province and cities without counties."""
    drawn = []
    for c in world.counties:
        if not c.city:
            head = (c.province, f"{c.province}省直辖县级行政区划", short_of(world, c.province), "")[
                rng.integers(4 if world.name_counts[c.name] == 1 else 3)
            ]
            drawn.append((f"{head}{c.name}{draw_tail(world, c, rng)}", c.code))
    for province, city, code in (
        ("广东省", "东莞市", "441900"),
        ("广东省", "中山市", "442000"),
        ("海南省", "儋州市", "460400"),
        ("甘肃省", "嘉峪关市", "620200"),
    ):
        drawn += [
            (f"{(province, '')[rng.integers(2)]}{city}{town}{draw_road(world, rng)}", code)
            for town in world.towns.get(code, ())
        ]
    return drawn


def zones(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c15: a development zone where a district is expected; the city is the truth."""
    names = ("高新区", "经济技术开发区", "高新技术产业开发区", "经开区", "开发区", "新区", "工业园区")
    codes = {
        name: code
        for code, level in load_book().level.items()
        if level == "city"
        for name in load_book().names[code]
    }
    drawn = []
    for c in pick([c for c in world.counties if city_of(c)], 400, rng):
        head = (f"{c.province}{c.city}", c.city, f"{short_of(world, c.province)}{short_of(world, c.city)}")[
            rng.integers(3)
        ]
        drawn.append((f"{head}{names[rng.integers(len(names))]}{draw_road(world, rng)}", codes[c.city]))
    return drawn


def reversed_order(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c16: from the door to the province."""
    chosen = pick([c for c in world.counties if city_of(c)], 400, rng)
    return [
        (f"{draw_road(world, rng)}{('', ',', ' ')[rng.integers(3)]}{c.name}{c.city}{c.province}", c.code)
        for c in chosen
    ]


def wrong_province(world: World, rng: np.random.Generator) -> Drawn:
    """Draw c17: the province contradicts city and district."""
    provinces = sorted({c.province for c in world.counties})
    drawn = []
    for c in pick([c for c in world.counties if city_of(c)], 400, rng):
        others = [p for p in provinces if p != c.province]
        drawn.append(
            (f"{others[rng.integers(len(others))]}{c.city}{c.name}{draw_tail(world, c, rng)}", c.code)
        )
    return drawn


CONDITIONS: dict[str, Callable[[World, np.random.Generator], Drawn]] = {
    "c00 full": full, "c01 no province": no_province, "c02 no city": no_city, "c03 no suffixes": no_suffixes,
    "c04 short city, district": short_city, "c05 unique district only": unique_district, "c06 town decides": town_decides,
    "c06b nothing decides": nothing_decides, "c07 nicknames": nicknames, "c08 old names": old_names, "c09 homophone": typos,
    "c10 noise": noise, "c11 named roads": named_roads, "c12 traditional": traditional, "c13 municipalities": municipalities,
    "c14 direct": direct, "c15 zones": zones, "c16 reversed": reversed_order, "c17 wrong province": wrong_province,
}  # fmt: skip
CLEAN = ("c00 full", "c01 no province", "c02 no city", "c13 municipalities")


def draw_conditions(seed: int) -> list[Sample]:
    """Draw all conditions.

    Parameters
    ----------
    seed
        Another seed draws other counties, towns, roads and damages.
    """
    world = load_world()
    samples = []
    for number, (name, draw) in enumerate(CONDITIONS.items()):
        samples += [Sample(name, text, truth) for text, truth in draw(world, seeded(seed * 1000 + number))]
    return samples
