"""The page in a real browser without a network: nothing runs, nothing is lost, everything answers."""

from __future__ import annotations

import h3
import numpy as np
import pandas as pd
import pytest
import shapely

from workbench.coordinates import convert
from workbench.maps import DeliveryMap, Ground, RateCells, delivery_map

pytestmark = pytest.mark.browser

READ_ALL = """() => workbench.layers.map((layer) => {
  const spec = layer.spec, rows = spec.classes ? spec.classes.length : layer.painter.model.classes.length;
  const told = [];
  for (let row = 0; row < rows; row++) {
    const read = layer.painter.read(row);
    told.push(read.title, ...read.lines.map((line) => line[1]));
  }
  return told;
})"""
SHOW_ROW = """([index, row]) => {
  const layer = workbench.layers[index], told = layer.painter.read(row);
  return [told.title, ...told.lines.map((line) => line[1])];
}"""


def test_no_attack_runs_and_none_is_lost(visit, hostile, attacks):
    """Every attack string is on the page as text: nothing was executed, asked, said or cut."""
    seen = visit(hostile)
    assert seen.state == "drawn"
    seen.page.evaluate(
        "document.querySelectorAll('.layer-switch input').forEach((each) => each.checked || each.click())"
    )
    seen.page.wait_for_timeout(200)
    told = seen.page.evaluate(READ_ALL)
    by_kind = dict(zip([layer.kind for layer in hostile.layers], told, strict=True))
    for kind in ("regions", "areas", "stations", "locations", "routes"):
        assert not set(attacks) - set(by_kind[kind]), kind
    shown = seen.page.evaluate("document.body.textContent")
    assert "".join(attacks) in shown
    assert not [each for each in attacks if each not in shown]  # legends: stations and couriers
    assert seen.page.evaluate("window.attacked") is None
    assert seen.page.title() == seen.page.evaluate("document.querySelector('h1').textContent").strip()
    assert "1337" not in shown
    assert (seen.asked_others, seen.said) == ([], [])


def test_hostile_names_in_cards_and_search(visit, hostile, attacks):
    """The card and the list of found places hold hostile text as text."""
    seen = visit(hostile)
    seen.page.fill(".search input", "{{")
    assert seen.page.locator(".search li").all_text_contents()[0].startswith(attacks[4])
    seen.page.evaluate("document.querySelectorAll('.layer-switch input')[5].click()")
    seen.page.evaluate("workbench.map.setView([39.92, 116.42], 16, {animate: false})")
    box = seen.page.locator("#map_sheet").bounding_box()
    seen.page.mouse.move(box["width"] / 2, box["height"] / 2)
    seen.page.wait_for_selector(".card:not([hidden])")
    assert attacks[0] in seen.page.locator(".card").text_content()
    assert seen.page.locator(".card img").count() == 0
    assert seen.page.evaluate("window.attacked") is None
    assert seen.said == []


def test_policy_stops_a_foreign_script(visit, cells):
    """Were a script to slip in, the policy would not let it run: seen by putting one there."""
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=cells)))
    seen.page.evaluate(
        "const each = document.createElement('script'); each.textContent = 'window.attacked = 1'; document.body.append(each)"
    )
    assert seen.page.evaluate("window.attacked") is None
    assert any("Content Security Policy" in each for each in seen.said)


@pytest.mark.parametrize("size", [(1280, 800), (800, 600), (390, 700)])
def test_every_layer_toggles(visit, hostile, size):
    """Each switch draws and removes its layer, without a word on the console, at every size."""
    seen = visit(hostile, size)
    for index in range(len(hostile.layers)):
        before = seen.page.evaluate(f"Boolean(workbench.layers[{index}].canvas._map)")
        seen.page.evaluate(f"document.querySelectorAll('.layer-switch input')[{index}].click()")
        assert seen.page.evaluate(f"Boolean(workbench.layers[{index}].canvas._map)") != before
    assert (seen.asked_others, seen.said) == ([], [])


def test_the_browser_finds_the_same_cells(visit):
    """Names and hit tests in the browser agree with H3, also across parents and on an icosahedron's edge."""
    names = sorted(h3.grid_disk(h3.latlng_to_cell(39.9, 116.4, 7), 30))
    frame = pd.DataFrame({"cell": names, "n": 20, "hits": 7})
    rng = np.random.default_rng(2)
    points = np.column_stack([rng.uniform(116.0, 116.9, 2000), rng.uniform(39.5, 40.3, 2000)])
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=frame)))
    found = seen.page.evaluate(
        """(points) => { const { model } = workbench.layers[0].painter; return points.map(([lng, lat]) => {
          const row = workbench.cells.hit(model, ...workbench.mercator(lng, lat), workbench.layers[0].canvas.view());
          return row < 0 ? null : workbench.cells.read(model, row).name; }); }""",
        points.tolist(),
    )
    here = set(names)
    true = [h3.latlng_to_cell(lat, lng, 7) for lng, lat in points]
    wrong = sum(got != (want if want in here else None) for got, want in zip(found, true, strict=True))
    assert wrong <= 2  # a point within a hundredth of an edge of a border may go to the neighbour
    everything = seen.page.evaluate(
        "workbench.layers[0].painter.model.lattices.flatMap((part) => Array.from({length: part.lattice.total}, (_, row) => workbench.lattice.name(part.lattice, row)))"
    )
    assert sorted(everything) == names


def test_a_mosaic_of_resolutions(visit):
    """Disjoint cells of several resolutions are drawn together and each answers with its own values."""
    whole = h3.latlng_to_cell(39.9, 116.4, 6)
    parts = sorted(h3.cell_to_children(whole, 7))
    cells = [*parts[1:], *h3.cell_to_children(parts[0], 8), *h3.get_pentagons(7)[:1]]
    frame = pd.DataFrame({"cell": cells, "n": range(10, 10 + len(cells)), "hits": 5})
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=frame)))
    told = seen.page.evaluate(
        """() => { const { model } = workbench.layers[0].painter; const found = {};
        for (let row = 0; row < model.classes.length; row++) { const read = workbench.cells.read(model, row); found[read.name] = read.values.n; }
        return found; }"""
    )
    assert told == dict(zip(frame["cell"], frame["n"], strict=True))


def test_nested_resolutions_follow_the_zoom(visit, cells):
    """Far out the parents are drawn and answer, near the children, and the legend counts what is shown."""
    parents = cells.assign(cell=[h3.cell_to_parent(each, 6) for each in cells["cell"]]).drop_duplicates(
        "cell"
    )
    both = pd.concat([cells, parents], ignore_index=True)
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=both)))
    shown = []
    for zoom in (8, 12):
        seen.page.evaluate(f"workbench.map.setView([39.92, 116.42], {zoom}, {{animate: false}})")
        name = seen.page.evaluate(
            """() => { const each = workbench.layers[0], at = workbench.mercator(116.42, 39.92);
            return each.painter.read(each.painter.hit(...at, each.canvas.view(), each.style)).lines.at(-1)[1]; }"""
        )
        counts = [int(text) for text in seen.page.locator(".entry-count").all_text_contents()]
        shown.append((h3.get_resolution(name), sum(counts)))
    assert shown == [(6, len(parents)), (8, len(cells))]


def test_classes_in_the_browser_are_those_of_the_legend(visit, cells):
    """What is drawn is what was counted, class by class."""
    made = DeliveryMap(title="x", ground=False).add(RateCells(frame=cells))
    counts = [each["count"] for each in made.data()["layers"][0]["legend"]["entries"]]
    drawn = visit(made).page.evaluate(
        "(() => { const found = new Array(8).fill(0); workbench.layers[0].painter.model.classes.forEach((each) => found[each]++); return found; })()"
    )
    assert drawn[: len(counts)] == counts


def test_a_class_can_be_hidden(visit, cells):
    """A click on a legend entry takes the class from the canvas; another brings it back."""
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=cells)))
    ink = "(() => { const c = workbench.layers[0].canvas; return c.buffer.getContext('2d').getImageData(0, 0, c.buffer.width, c.buffer.height).data.reduce((a, b) => a + (b > 0), 0); })()"
    full = seen.page.evaluate(ink)
    entry = seen.page.locator(".entry").nth(2)
    entry.click()
    seen.page.mouse.move(5, 500)
    assert 0 < seen.page.evaluate(ink) < full
    entry.click()
    seen.page.mouse.move(5, 500)
    assert seen.page.evaluate(ink) == full


def test_opacity(visit, cells):
    """The slider changes how the layer is laid on the others."""
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=cells)))
    seen.page.locator(".opacity input").first.fill("30")
    assert seen.page.evaluate("workbench.layers[0].canvas.opacity") == 0.3


def test_gcj_offset_equals_pythons(visit, cells):
    """Tiles are moved by the same formula as points."""
    seen = visit(DeliveryMap(title="x", ground=False).add(RateCells(frame=cells)))
    lng, lat = convert(114.3, 30.6, source="wgs84", target="gcj02")
    assert seen.page.evaluate("workbench.gcjOffset(114.3, 30.6)") == pytest.approx(
        [float(lng) - 114.3, float(lat) - 30.6], abs=1e-9
    )


def test_empty_tables_say_so(visit, tables, ground):
    """Zero rows give a page that says that there is nothing, not an error."""
    empty = {name: frame.iloc[:0] for name, frame in tables.items()}
    seen = visit(delivery_map(title="空", ground=ground, **empty))
    assert seen.state == "drawn"
    assert seen.page.locator(".layer-more .note", has_text="没有可显示的数据").count() >= 6
    assert seen.said == []


def test_holes_are_holes(visit, tables):
    """A point in a hole of an area is not in the area."""
    ring = shapely.box(116.0, 39.0, 116.4, 39.4).difference(shapely.box(116.1, 39.1, 116.3, 39.3))
    areas = tables["areas"].iloc[:1].assign(geometry=[ring], area="环", station="站")
    seen = visit(delivery_map(title="x", ground=False, areas=areas))
    hit = "([lng, lat]) => { const each = workbench.layers[0]; return each.painter.hit(...workbench.mercator(lng, lat), each.canvas.view(), each.style); }"
    assert seen.page.evaluate(hit, [116.05, 39.05]) == 0
    assert (
        seen.page.evaluate("workbench.layers[0].spec.legend.entries.at(-2).count") == 1
    )  # the hole is nobody's
    assert seen.page.evaluate(hit, [116.2, 39.2]) == 1  # ... and answers as a gap


def test_search_moves_the_map(visit, cells, ground: Ground):
    """Choosing a district shows it."""
    named = Ground(ground.provinces, ground.cities, ground.districts.assign(name=["朝阳区", "和平区"]), None)
    seen = visit(DeliveryMap(title="x", ground=named).add(RateCells(frame=cells)))
    seen.page.fill(".search input", "和平")
    seen.page.locator(".search li button").first.click()
    seen.page.wait_for_timeout(900)
    assert seen.page.evaluate("workbench.map.getBounds().contains([40.0, 117.2])")


def test_search_without_boundaries(visit, tables):
    """Where no boundaries are installed the regions of the data can still be searched."""
    regions = tables["regions"].assign(region=[f"某{index}县" for index in range(len(tables["regions"]))])
    seen = visit(
        delivery_map(title="x", ground=False, regions=regions, region_shapes=tables["region_shapes"])
    )
    seen.page.fill(".search input", "某7")
    assert seen.page.locator(".search li").all_text_contents() == ["某7县"]
