"""Geocoding as a pure function over record batches, and tables through an engine."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from workbench import __version__
from workbench.geocoding.engines import Checkpoints, Engine, open_engine
from workbench.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd

    from workbench.geocoding.geocoder import Geocoder

COLUMNS = tuple(name for name in table("locations").columns if name != "address_id")
_TYPES = {
    "lng": pa.float64(),
    "lat": pa.float64(),
    "confidence": pa.float64(),
    "radius_m": pa.float64(),
    "cell_fit": pa.int64(),
}
BATCH = 2_048  # addresses that travel together: few enough that workers end at about the same time
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])


class BatchGeocoder:
    """Pure and picklable: a batch with the address (and known divisions) in, a batch of ``SCHEMA`` out.

    Parameters
    ----------
    geocoder
        Geocoder; it travels to workers as its settings and the path of its gazetteer.
    columns
        Arguments of ``Geocoder.geocode`` that name columns: ``address``, ``city``, ...
    """

    def __init__(self, geocoder: Geocoder, columns: dict[str, str]) -> None:
        self.geocoder = geocoder
        self.columns = columns

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Geocode one batch; the same batch gives the same bytes wherever it is done."""
        columns: dict[str, Any] = dict(self.columns)
        # One thread: workers share the cores, and handing twenty short columns to others costs more than it saves.
        located = self.geocoder.geocode(batch.to_pandas(use_threads=False), **columns)
        return pa.RecordBatch.from_pandas(
            located.reset_index(drop=True), schema=SCHEMA, preserve_index=False, nthreads=1
        )


def _text(values: pd.Series) -> pa.Array:
    """Make a text column that Arrow can carry: no text is empty, half characters are dropped."""
    return pa.array(
        [one.encode("utf-8", "ignore").decode("utf-8") if isinstance(one, str) else "" for one in values],
        pa.string(),
    )


def geocode_with(
    engine: Engine | str | None,
    geocoder: Geocoder,
    frame: pd.DataFrame,
    address: str = "address",
    *,
    progress: Callable[[int, int], None] | None = None,
    **columns: str | None,
) -> pd.DataFrame:
    """Geocode a table through an engine; the same rows as ``Geocoder.geocode`` gives.

    Parameters
    ----------
    engine
        Where to run, or the name of an engine; this process without.
    columns
        ``province``, ``city``, ``district``, ``postcode``, ``id_region``, ``branch`` of ``Geocoder.geocode``.
    """
    named: dict[str, Any] = {"address": address} | {
        key: value for key, value in columns.items() if value is not None
    }
    needed = list(dict.fromkeys(named.values()))
    geocoder.check(frame, named)
    batches = _batches(frame, needed)
    parts, done = [], 0
    for batch in open_engine(engine).run(BatchGeocoder(geocoder, named), batches):
        parts.append(batch)
        done += batch.num_rows
        if progress is not None:
            progress(done, len(frame))
    located: pd.DataFrame = pa.Table.from_batches(parts, SCHEMA).to_pandas()
    return located.set_axis(frame.index, axis="index")


def keep_parts(
    engine: Engine, folder: Path, geocoder: Geocoder, frame: pd.DataFrame, **columns: str | None
) -> Checkpoints:
    """Return an engine that keeps finished batches in a folder, so that a job that was stopped goes on where it was.

    ``forget`` the folder when the locations are written.

    Parameters
    ----------
    engine
        Where to run.
    folder
        Where batches are kept; those of other rows, settings or another gazetteer are thrown away.
    columns
        As ``geocode_with`` will be given them, ``address`` included.
    """
    said = {
        "version": __version__,
        "gazetteer": geocoder.gazetteer.hash,
        "scorer": geocoder.matcher.scorer.as_json(),
        "calibration": geocoder.matcher.calibrator.as_json(),
        "thresholds": asdict(geocoder.thresholds),
        "resolution": geocoder.resolution,
        "corrections": geocoder.overrides.points,
        "columns": columns,
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for batch in _batches(frame, list(dict.fromkeys(filter(None, columns.values())))):
        digest.update(batch.serialize())
    return Checkpoints(engine, folder, digest.hexdigest())


def _batches(frame: pd.DataFrame, columns: list[str]) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(frame), BATCH):
        part = frame.iloc[start : start + BATCH]
        yield pa.RecordBatch.from_arrays([_text(part[name]) for name in columns], names=columns)
