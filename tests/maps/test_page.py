"""The page: constant but for the island, no link, a policy that admits exactly what is in it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import workbench
from workbench.errors import WorkbenchError
from workbench.maps import DeliveryMap, RateCells, drawing_core
from workbench.maps.assets import hash_of, leaflet_style, own_scripts
from workbench.maps.page import compose_page, frame_of

PACKAGE = Path(workbench.__file__).parent
FOLIUM_NAMES = {"Map", "FeatureGroup", "LayerControl", "__version__"}


def test_the_frame_knows_only_how_many_layers():
    """Folium's part does not depend on any data, so no data can have passed through its templates."""
    frame_of.cache_clear()
    first = frame_of(3)
    frame_of.cache_clear()
    assert frame_of(3) == first


def test_policy_admits_every_script_and_no_other():
    """The hashes of the policy are those of the scripts in the page, one each."""
    text = compose_page(2, "")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    source = re.search(r"script-src ([^;]*);", policy[1])
    assert source
    assert set(source[1].split()) == {hash_of(each) for each in scripts}
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src 'none'")


def test_policy_comes_before_everything():
    """A policy binds only what follows it."""
    text = compose_page(1, "")
    assert text.index("Content-Security-Policy") < min(text.index("<script"), text.index("<style"))


def test_no_link_is_left():
    """Nothing in the page's head or body names another resource."""
    text = re.sub(r"<script>.*?</script>", "", compose_page(2, ""), flags=re.DOTALL)
    assert not re.search(
        r"<(?:link|img|iframe|object|embed|base)\b|<script[^>]*\bsrc|@import|url\(", text, re.IGNORECASE
    )
    assert "sourceMappingURL" not in compose_page(2, "")


def test_a_new_link_of_folium_is_an_error(monkeypatch):
    """If folium writes a link that the page does not know, no page is made."""
    monkeypatch.setattr(
        "branca.element.Figure.render", lambda *_, **__: '<head><script src="https://x/y.js"></script></head>'
    )
    frame_of.cache_clear()
    with pytest.raises(WorkbenchError, match="wrote a link that this page does not know"):
        frame_of(1)
    frame_of.cache_clear()


def test_same_input_same_bytes(cells):
    """A map has no clock and no random name."""
    made = [DeliveryMap(title="地图", ground=False).add(RateCells(frame=cells)).html() for _ in range(2)]
    assert made[0] == made[1]


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    """Return path and syntax tree of every module of the package."""
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(PACKAGE.rglob("*.py"))]


def test_folium_is_used_in_one_file_for_four_names():
    """Popups, tooltips, raw HTML and the rest of folium and branca compile data: nobody may use them."""
    for path, tree in trees():
        for node in ast.walk(tree):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in {"folium", "branca"} for name in names):
                assert path == PACKAGE / "maps" / "page.py", path
                assert isinstance(node, ast.Import)
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "folium"
            ):
                assert node.attr in FOLIUM_NAMES, (path, node.attr)


def test_one_door():
    """Only the island's function writes data into a page, and only the sheet calls it."""
    callers = [
        path.name
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "write_island"
    ]
    assert callers == ["sheet.py"]


def test_scripts_never_read_text_as_html():
    """Our scripts have no sink that takes HTML or code from a string."""
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|bindPopup|bindTooltip|setTimeout\(['\"]|srcdoc|\.href\b"
    for script in own_scripts():
        assert not re.search(sinks, script)


def test_the_core_needs_neither_leaflet_nor_a_page():
    """What draws cells can be given to a widget as it is."""
    assert not re.search(r"\bL\.|querySelector|getElementById", drawing_core())


def test_leaflets_style_has_no_pictures():
    """Its pictures are not shipped, so it must not ask for them."""
    assert "url(" not in leaflet_style()
    assert ".leaflet-pane" in leaflet_style()
