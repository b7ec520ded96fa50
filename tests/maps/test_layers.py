"""Layers: what an audience may see, what a legend counts, what is refused and how."""

from __future__ import annotations

import json

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
import shapely

from workbench.errors import ColumnError, InputError, PolicyError
from workbench.maps import (
    LAYERS,
    AreaShapes,
    Context,
    DeliveryMap,
    LocationPoints,
    RateCells,
    RateRegions,
    RoundLines,
    Scale,
    SpotCells,
    StationPoints,
    delivery_map,
)
from workbench.maps.layers.areas import find_gaps, find_overlaps
from workbench.maps.layers.rounds import one_row_per_stop
from workbench.tables import COLUMNS, TABLES, Audience

ANALYST = Context("zh", Audience.ANALYST)
LENDER = Context("zh", Audience.LENDER)


def counts(spec) -> list[int]:
    """Return the legend's counts."""
    return [each["count"] for each in spec["legend"]["entries"]]


@pytest.mark.parametrize("kind", LAYERS)
def test_every_layer_names_a_table_and_its_columns(kind):
    """A layer reads declared columns only."""
    layer = LAYERS[kind]
    assert layer.source in TABLES
    assert set(layer.needs) <= set(COLUMNS)


@pytest.mark.parametrize("kind", ["locations", "routes", "stations"])
def test_lender_sees_no_single_case(kind, tables):
    """Points of persons and couriers are refused for the lender, in words."""
    with pytest.raises(PolicyError, match="may not see"):
        DeliveryMap(title="x", audience="lender", ground=False).add(LAYERS[kind](frame=tables[kind]))


def test_the_usual_map_leaves_them_out(tables):
    """The lender's usual map has rates and areas, and no address, courier or station anywhere in its text."""
    made = delivery_map(title="x", audience="lender", ground=False, **tables)
    assert {layer.kind for layer in made.layers} == {"cells", "regions", "areas", "spots"}
    columns = [each["name"] for spec in made.data()["layers"] if "shapes" in spec for each in spec["columns"]]
    assert "courier" not in columns


def test_undeclared_columns_never_leave(cells):
    """A column that the dictionary does not know is not written, whatever it holds."""
    frame = cells.assign(name="王小明", phone="13800000000", reasons="x")
    text = json.dumps(RateCells(frame=frame).write(ANALYST), ensure_ascii=False)
    assert "王小明" not in text
    assert "13800000000" not in text


def test_a_missing_column_is_named(cells):
    """The message names the column, the layer and what is near."""
    with pytest.raises(ColumnError, match=r"map layer 'cells'.*'hits'"):
        DeliveryMap(title="x").add(RateCells(frame=cells.drop(columns="hits")))


def test_legend_counts_every_cell_once(cells):
    """Classes, too few and no data together are all cells."""
    frame = cells.assign(smooth_share=cells["smooth_share"].mask(cells.index % 9 == 0))
    spec = RateCells(frame=frame).write(ANALYST)
    assert sum(counts(spec)) == len(frame)
    assert counts(spec)[-2] == (frame["n"] < 5).sum()
    assert counts(spec)[-1] == (frame["smooth_share"].isna() & (frame["n"] >= 5)).sum()


def test_the_lenders_floor_cannot_be_lowered(cells):
    """Ten cases at least, whatever is asked; and the figures of smaller cells are not in the file."""
    low = RateCells(frame=cells, min_count=1).write(LENDER)
    assert low["min_count"] == 10
    assert low["hide_few"]
    changed = cells.assign(
        hits=cells["hits"].mask(cells["n"] < 10, 0),
        smooth_share=cells["smooth_share"].mask(cells["n"] < 10, 0.5),
    )
    changed["n"] = changed["n"].mask(changed["n"] < 10, 3)
    again = RateCells(
        frame=changed.assign(low_share=cells["low_share"], high_share=cells["high_share"])
    ).write(LENDER)
    assert again == low


def test_few_cases_do_not_move_the_classes(cells):
    """Limits are found on the cells that are shown with a class."""
    odd = cells.assign(smooth_share=cells["smooth_share"].mask(cells["n"] < 5, 0.999))
    assert RateCells(frame=odd).write(ANALYST)["limits"] == RateCells(frame=cells).write(ANALYST)["limits"]


def test_nullable_columns(cells):
    """Frames with pandas' own missing values work as those with NaN."""
    frame = cells.convert_dtypes()
    frame.loc[3, ["n", "hits", "smooth_share"]] = pd.NA
    spec = RateCells(frame=frame).write(ANALYST)
    assert sum(counts(spec)) == len(frame)


def test_no_smoothed_rate_is_said(cells):
    """Without a smoothed rate the raw one is drawn and the note does not claim otherwise."""
    spec = RateCells(frame=cells.drop(columns="smooth_share")).write(ANALYST)
    assert spec["note"] == ""
    assert spec["fields"][0]["label"] == "原始比率"


def test_a_cell_twice_is_refused(cells):
    """Two rows for a cell would hide each other."""
    with pytest.raises(InputError, match="more than once"):
        RateCells(frame=pd.concat([cells, cells.iloc[:1]])).write(ANALYST)


def nested(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells together with their parents."""
    parents = cells.assign(cell=[h3.cell_to_parent(each, 7) for each in cells["cell"]]).drop_duplicates(
        "cell"
    )
    return pd.concat([cells, parents], ignore_index=True)


def test_nested_resolutions_are_counted_apart(cells):
    """Parents and children share the limits of the finest and have counts of their own."""
    both = nested(cells)
    spec, alone = RateCells(frame=both).write(ANALYST), RateCells(frame=cells).write(ANALYST)
    assert spec["nested"]
    assert spec["resolutions"] == [7, 8]
    assert (spec["limits"], counts(spec)) == (alone["limits"], counts(alone))
    assert {key: sum(each) for key, each in spec["legend"]["counts"].items()} == {
        "7": len(both) - len(cells),
        "8": len(cells),
    }


def test_one_of_nested_resolutions(cells):
    """Where one is asked for, only that is in the file; one that is not there is refused."""
    assert RateCells(frame=nested(cells), resolution=7).write(ANALYST)["resolutions"] == [7]
    with pytest.raises(InputError, match="no cell has resolution 5"):
        RateCells(frame=nested(cells), resolution=5).write(ANALYST)


def test_unknown_measure(cells):
    """The measures that exist are named."""
    with pytest.raises(InputError, match=r"no measure 'dpd30'.*delivered"):
        RateCells(frame=cells, measure="dpd30").write(ANALYST)
    with pytest.raises(InputError, match=r"no row has the measure 'npl'.*delivered"):
        RateCells(frame=cells, measure="npl").write(ANALYST)


def test_fixed_classes_count_the_same_in_two_periods(cells):
    """Fixed limits stay, so that two maps can be compared."""
    scale = Scale(scheme="fixed", breaks=(0.4, 0.6, 0.8))
    first, second = (RateCells(frame=each, scale=scale).write(ANALYST) for each in (cells, cells.iloc[::2]))
    assert first["limits"] == second["limits"]


def test_spots_are_three_classes_and_untested_ones(cells):
    """Hot, cold, neither, and no data."""
    frame = cells.assign(spot=cells["spot"].mask(cells.index < 4))
    assert counts(SpotCells(frame=frame).write(ANALYST))[-1] == 4


def test_regions_without_a_polygon_are_refused(tables):
    """A code of another year would vanish silently."""
    with pytest.raises(InputError, match="no polygon for the adcodes 999999"):
        RateRegions(frame=tables["regions"].assign(adcode="999999"), shapes=tables["region_shapes"]).write(
            ANALYST
        )


def test_lender_regions_hide_small_figures(tables):
    """Where there are too few cases the lender's card has no figures."""
    frame = tables["regions"].assign(
        n=[4, *([50] * (len(tables["regions"]) - 1))], low_share=0.2, high_share=0.4
    )
    spec = RateRegions(frame=frame, shapes=tables["region_shapes"]).write(LENDER)
    assert {each["values"][0] for each in spec["columns"] if each["name"] in {"n", "hits", "interval"}} == {
        None
    }


def test_gaps_and_overlaps():
    """Two squares that overlap within a ground of three leave one gap and one overlap, slivers aside; full ground leaves none."""
    left, right = shapely.box(116.0, 39.0, 116.2, 39.2), shapely.box(116.15, 39.0, 116.3, 39.2)
    ground = shapely.box(116.0, 39.0, 116.5, 39.2)
    sliver = shapely.box(115.99999, 39.0, 116.0000001, 39.2)
    assert find_gaps([ground], ground) == []
    (gap,), (overlap,) = find_gaps([left, right, None], ground), find_overlaps([left, right, sliver])
    assert gap.bounds == pytest.approx((116.3, 39.0, 116.5, 39.2))
    assert overlap.bounds == pytest.approx((116.15, 39.0, 116.2, 39.2))


def test_a_scattered_area_has_its_name_in_its_largest_part():
    """A name between the parts of an area would stand on ground that is not the courier's."""
    parts = [shapely.box(116.0, 39.0, 116.1, 39.1), shapely.box(117.0, 40.0, 117.3, 40.3)]
    frame = pd.DataFrame(
        {"area": ["A", "B"], "station": ["s", "s"], "geometry": [shapely.union_all(parts), None]}
    )
    (first, _) = AreaShapes(frame=frame).write(Context("zh", Audience.ANALYST))["name_points"]
    assert parts[1].contains(shapely.Point(first))


def test_areas_in_metres_are_refused(tables):
    """Another datum must be converted, not guessed."""
    areas = gpd.GeoDataFrame(tables["areas"], crs="EPSG:4326").to_crs(3857)
    with pytest.raises(InputError, match="Expected WGS 84"):
        AreaShapes(frame=areas).write(ANALYST)


def test_points_without_a_place_are_counted(tables):
    """An address without coordinates is not drawn and not forgotten."""
    frame = tables["locations"].assign(lng=tables["locations"]["lng"].mask(tables["locations"].index < 3))
    spec = LocationPoints(frame=frame).write(ANALYST)
    assert counts(spec)[-1] == 3
    assert sum(counts(spec)) == len(frame)
    assert len(spec["classes"]) == len(frame) - 3


def test_one_row_per_stop():
    """Two letters at a stop are one stop with both addresses, in the order of the round."""
    frame = pd.DataFrame(
        {
            "courier": "丙",
            "tour": 1,
            "sequence": [2, 1, 1],
            "stop": ["b", "a", "a"],
            "address": ["东街2号", "西街1号", "西街3号"],
            "letters": [1, 2, 2],
        }
    )
    stops = one_row_per_stop(frame)
    assert stops["stop"].tolist() == ["a", "b"]
    assert stops["address"].tolist() == ["西街1号；西街3号", "东街2号"]
    assert stops["letters"].tolist() == [2, 1]


def test_a_round_begins_at_its_station(tables):
    """Where the stations are known, each round starts there."""
    spec = RoundLines(frame=tables["routes"], stations=tables["stations"]).write(ANALYST)
    assert len(spec["starts"]) == len(set(spec["rounds"]))
    assert all(start is not None for start in spec["starts"])


def test_inputs_stay_as_they_were(tables, ground):
    """No frame is changed by drawing it."""
    before = {name: frame.copy() for name, frame in tables.items()}
    delivery_map(title="x", ground=ground, **tables).html()
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(before[name]))


def test_the_view_is_that_of_the_visible_layers(tables):
    """A hidden layer far away does not shrink what is seen first."""
    far = tables["stations"].assign(lng=np.linspace(80, 130, len(tables["stations"])))
    near = RateCells(frame=tables["cells"])
    made = DeliveryMap(title="x").add(near).add(StationPoints(frame=far, visible=False))
    assert made.view() == near.extent()


def test_an_empty_map_shows_the_country():
    """Without any layer the view is the whole country, and nothing fails."""
    made = DeliveryMap(title="x", ground=False)
    assert made.view()[0] < 74
    assert "<html" in made.html()


@pytest.mark.parametrize("opacity", [0.0, 1.2, -1.0])
def test_opacity_has_a_range(cells, opacity):
    """A layer that cannot be seen is a mistake."""
    with pytest.raises(InputError, match="opacity"):
        RateCells(frame=cells, opacity=opacity).write(ANALYST)


def test_only_layers_can_be_added():
    """Another object is named as what it is."""
    with pytest.raises(InputError, match="dict is no layer"):
        DeliveryMap(title="x").add({})


def test_unknown_language():
    """The languages that exist are named."""
    with pytest.raises(InputError, match="'fr' is not known"):
        DeliveryMap(title="x", lang="fr")
