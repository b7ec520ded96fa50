"""A small made-up gazetteer: invented estates along invented roads in two real counties of one city."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

from workbench.gazetteer import Gazetteer, build

ROADS = ("云岭路", "松涛街", "望溪大道", "听泉巷", "雁鸣路", "稻香北路", "稻香南路", "7星街")
FIRST = ("锦瑟", "澄湖", "枫桥", "栖霞", "观澜", "听雨", "揽月", "碧梧", "兰亭", "竹溪")
LAST = ("花园", "小区", "雅苑", "公馆", "新村", "家园")
COUNTIES = (("410105", "金水区"), ("410102", "中原区"))
WEST, SOUTH = 113.60, 34.75


def make_places() -> pd.DataFrame:
    """Return 120 places: per road 15 numbers, 40 m apart per number step of 4, every third from two sources."""
    rows = []
    for at, road in enumerate(ROADS):
        adcode, district = COUNTIES[at % 2]
        for step in range(15):
            place = FIRST[(at * 3 + step) % 10] + LAST[(at + step // 10 + step) % 6]
            lng, lat = WEST + 0.012 * at, SOUTH + 0.0016 * step
            row = (place, f"{district}{road}{4 * step + 2}号", district, adcode, lng, lat, "made-a")
            rows.append(row)
            if step % 3 == 0:
                rows.append((place, f"{road}{4 * step + 2}号", district, adcode, lng + 0.0003, lat, "made-b"))
    frame = pd.DataFrame(
        rows, columns=["place", "address", "district", "adcode", "lng", "lat", "place_source"]
    )
    frame["province"], frame["city"] = "河南省", "郑州市"
    crossing = frame.iloc[[0]].assign(
        place="双汇里", address="云岭路与松涛街交叉口向东100米", lng=WEST + 0.006, lat=SOUTH + 0.03
    )
    return pd.concat([frame, crossing], ignore_index=True)


@lru_cache(maxsize=1)
def made_gazetteer() -> Gazetteer:
    """Build the made-up gazetteer once per process."""
    return build(Path(mkdtemp(prefix="made-places-")) / "gazetteer", [make_places()])


def made_addresses(n: int, seed: int = 0) -> pd.DataFrame:
    """Return addresses of made-up places with noise, and their points."""
    rng = np.random.default_rng(seed)
    places = make_places()
    some = places.iloc[rng.integers(0, len(places), n)].reset_index(drop=True)
    tails = rng.choice(["", "3号楼2单元501", "附近", "5栋"], n)
    heads = rng.choice(["", "河南省郑州市", "郑州"], n)
    text = [
        f"{head}{address}{name}{tail}"
        for head, address, name, tail in zip(heads, some["address"], some["place"], tails, strict=True)
    ]
    return pd.DataFrame({"address": text, "city": "郑州市", "lng": some["lng"], "lat": some["lat"]})
