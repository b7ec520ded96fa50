"""The folder of a gazetteer."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from made_places import made_gazetteer, make_places

from workbench.errors import InputError, MissingError
from workbench.gazetteer import Gazetteer, build, road_keys
from workbench.gazetteer.storage import check_folder


def test_a_gazetteer_travels_as_its_path():
    """A worker opens the same content."""
    there = pickle.loads(pickle.dumps(made_gazetteer()))
    assert there.hash == made_gazetteer().hash
    assert len(there) == len(make_places())


def test_the_same_places_build_the_same_content(tmp_path):
    """The hash names the content."""
    assert build(tmp_path / "again", [make_places()]).hash == made_gazetteer().hash


def test_the_order_of_the_rows_does_not_change_the_roads(tmp_path):
    """Shuffled rows give the same road table up to the rows' own numbers."""
    shuffled = build(tmp_path / "shuffled", [make_places().sample(frac=1, random_state=1)])
    for name in ("road_key", "road_number", "core_key"):
        assert np.array_equal(shuffled.array(name), made_gazetteer().array(name))


def test_a_missing_folder_says_how_to_make_one(tmp_path):
    """The message names the command."""
    with pytest.raises(MissingError, match="workbench gazetteer build"):
        Gazetteer.open(tmp_path / "nowhere")


def test_other_files_are_not_overwritten(tmp_path):
    """A folder with something else in it is refused and kept."""
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(InputError, match="not empty"):
        build(tmp_path, [make_places()])
    assert (tmp_path / "letter.txt").exists()


def test_a_damaged_file_is_found(tmp_path):
    """The manifest holds the hash of each file."""
    folder = tmp_path / "g"
    build(folder, [make_places()])
    np.save(folder / "lng.npy", np.zeros(3))
    assert check_folder(folder) == ["lng.npy"]


def test_building_replaces_an_older_gazetteer_whole(tmp_path):
    """The new one stands where the old one was, with nothing left beside it."""
    build(tmp_path / "g", [make_places()])
    smaller = build(tmp_path / "g", [make_places().head(10)])
    assert len(smaller) == 10
    assert [path.name for path in tmp_path.iterdir()] == ["g"]


def test_rows_without_a_point_or_name_are_counted(tmp_path):
    """They are left out and said so."""
    places = make_places().head(5)
    places.loc[0, "lng"] = np.nan
    places.loc[1, "place"] = " "
    assert build(tmp_path / "g", [places]).manifest["dropped"] == 2


def test_a_table_without_places_gives_an_empty_gazetteer(tmp_path):
    """No rows is no error: divisions still have their points."""
    empty = build(tmp_path / "g", [make_places().head(0)])
    assert len(empty) == 0
    assert len(empty.array("area_key")) > 300


def test_a_missing_column_names_the_nearest(tmp_path):
    """A table with ``name`` instead of ``place`` is told."""
    with pytest.raises(InputError, match="place"):
        build(tmp_path / "g", [pd.DataFrame({"plac": [], "lng": [], "lat": []})])


def test_roads_are_found_with_their_numbers():
    """The table is sorted by number within a road."""
    gazetteer = made_gazetteer()
    start, end = gazetteer.ranges("road_key", road_keys(np.asarray([4101], np.int32), ["云岭路"]))
    numbers = gazetteer.array("road_number")[start[0] : end[0]]
    assert numbers[0] == -1  # the crossing says the road without a number
    assert (np.diff(numbers) >= 0).all()
    assert numbers[-1] == 58
