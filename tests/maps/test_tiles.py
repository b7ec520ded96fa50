"""Online tiles: only as asked, with a datum, and no other host."""

from __future__ import annotations

import re

import pytest

from workbench.coordinates import Datum
from workbench.errors import InputError
from workbench.maps import DeliveryMap, OnlineTiles

URL = "https://t{s}.example.cn/tile/{z}/{x}/{y}.png"


def test_a_map_has_no_tiles_by_itself():
    """Without being asked a map admits pictures of itself only."""
    text = DeliveryMap(title="x", ground=False).html()
    assert re.search(r"img-src data:;", text)


def test_policy_admits_the_named_hosts_only():
    """Exactly the hosts of the tiles, one per subdomain."""
    tiles = OnlineTiles(name="测试", url=URL, datum=Datum.GCJ02, subdomains=("1", "2"))
    text = DeliveryMap(title="x", ground=False, tiles=tiles).html()
    assert "img-src data: https://t1.example.cn https://t2.example.cn;" in text


def test_the_datum_is_printed():
    """A reader sees in which datum the tiles are drawn."""
    tiles = OnlineTiles(name="测试", url=URL, datum=Datum.GCJ02, subdomains=("1",))
    facts = DeliveryMap(title="x", ground=False, tiles=tiles).data()["sheet"]["facts"]
    assert ["在线底图", "测试 (gcj02)"] in facts


@pytest.mark.parametrize(
    "url",
    [
        "https://x.cn/{z}/{x}.png",
        "javascript:alert(1)//{x}{y}{z}",
        "https://x.cn;script-src */{z}/{x}/{y}",
        'https://x.cn"/{z}/{x}/{y}',
        "file:///etc/{x}{y}{z}",
    ],
)
def test_odd_addresses_are_refused(url):
    """An address that could widen the policy, or that names no tile, is not taken."""
    with pytest.raises(InputError, match="address is not understood"):
        OnlineTiles(name="x", url=url, datum=Datum.WGS84)


def test_subdomains_cannot_widen_the_policy():
    """What stands for {s} is a plain word."""
    with pytest.raises(InputError, match="subdomain"):
        OnlineTiles(name="x", url=URL, datum=Datum.WGS84, subdomains=("1; script-src *",))


def test_bd09_is_refused():
    """Baidu's tiles have another grid: they would lie hundreds of metres off."""
    with pytest.raises(InputError, match="BD-09"):
        OnlineTiles(name="x", url=URL, datum=Datum.BD09)
