"""All engines give identical rows; one that is not installed is skipped with the reason."""

from __future__ import annotations

import os
import sys

import pandas as pd
import pyarrow as pa
import pytest
from made_places import made_addresses, made_gazetteer

from workbench.errors import InputError
from workbench.geocoding import ENGINES, Geocoder, open_engine
from workbench.geocoding.engines import extras

BATCHES = [pa.RecordBatch.from_pydict({"n": list(range(start, start + 3))}) for start in range(0, 30, 3)]


def double(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return twice the number and where it stood; at the module's level, so that it travels."""
    values = batch.column("n").to_pylist()
    return pa.RecordBatch.from_pydict(
        {"twice": [2 * value for value in values], "text": [f"第{value}行" for value in values]}
    )


def fail(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Raise as a broken function would."""
    raise ValueError("broken on purpose")


@pytest.fixture(params=sorted(ENGINES), scope="module")
def engine(request):
    """Return each engine in turn with two workers, which find the functions of this file."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        return open_engine(request.param, 2)
    except InputError as error:
        pytest.skip(str(error))


@pytest.mark.filterwarnings("ignore")
def test_batches_come_back_in_order_with_their_schema(engine):
    """More batches than workers, none cut or merged."""
    done = list(engine.run(double, iter(BATCHES)))
    assert [one.to_pydict() for one in done] == [double(batch).to_pydict() for batch in BATCHES]


@pytest.mark.filterwarnings("ignore")
def test_rows_are_identical(engine):
    """Geocoded here or there, the same rows on the same index."""
    frame = made_addresses(40).assign(address=lambda f: f["address"].where(f.index % 7 > 0, None))
    geocoder = Geocoder(made_gazetteer())
    expected = geocoder.geocode(frame, city="city")
    located = geocoder.geocode(frame, city="city", engine=engine)
    pd.testing.assert_frame_equal(located, expected, check_dtype=False)


@pytest.mark.filterwarnings("ignore")
def test_a_fault_is_not_swallowed(engine):
    """What the function raises ends the run."""
    with pytest.raises(Exception, match="broken on purpose"):
        list(engine.run(fail, iter(BATCHES[:2])))


def test_no_batches_give_none():
    """Here."""
    assert list(open_engine(None).run(double, iter([]))) == []


def test_an_unknown_engine_is_refused():
    """With the names that exist."""
    with pytest.raises(InputError, match="single, processes, dask, spark"):
        open_engine("ray")


def test_a_missing_extra_says_how_to_install_it(monkeypatch):
    """Nobody has to guess."""

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"workbench\[spark\]"):
        open_engine("spark")
