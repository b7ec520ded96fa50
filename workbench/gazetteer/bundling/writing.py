"""Writes the frames of a bundle and its manifest so that the same frames give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import tomli_w

from workbench.files import sha256, whole, write_text
from workbench.gazetteer.bundling.archives import PACKAGES
from workbench.geodata import content_sha256

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

VERSION = "2026.11"
_GROUP_ROWS = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """What the manifest says of a table's sources.

    Parameters
    ----------
    packages
        Names in ``PACKAGES``.
    licence, attribution
        Of the data, as the sources state them.
    datum
        Of its coordinates; empty where it has none.
    date
        Date or period of the data.
    note
        What else a reader should know.
    """

    packages: tuple[str, ...]
    licence: str
    attribution: str
    date: str
    datum: str = ""
    note: str = ""


def write_frame(frame: pd.DataFrame, name: str, folder: Path, origin: Origin) -> dict[str, Any]:
    """Write one frame as ``name.parquet`` and return its entry in the manifest."""
    table = pa.Table.from_pandas(frame, schema=_schema(frame), preserve_index=False).replace_schema_metadata(
        None
    )
    path = folder / f"{name}.parquet"
    with whole(path) as temporary:
        _write_table(table, temporary)
    return {
        "name": name,
        "file": path.name,
        "rows": table.num_rows,
        "origin": [PACKAGES[package].label for package in origin.packages],
        "licence": origin.licence,
        "attribution": origin.attribution,
        "datum": origin.datum,
        "date": origin.date,
        "note": origin.note,
        "sha256": sha256(path),
        "content_sha256": content_sha256(table),
    }


def write_manifest(entries: list[dict[str, Any]], folder: Path) -> None:
    """Write the manifest of a bundle."""
    packages = [
        {"name": each.name, "version": each.version, "registry": each.registry, "archive": each.archive}
        for each in PACKAGES.values()
    ]
    head = {"version": VERSION, "made_with": f"pyarrow {pa.__version__}"}
    write_text(folder / "MANIFEST.toml", tomli_w.dumps({**head, "packages": packages, "files": entries}))


def _schema(frame: pd.DataFrame) -> pa.Schema:
    kinds = {"i": pa.int16(), "f": pa.float64()}
    return pa.schema([(str(name), kinds.get(kind.kind, pa.string())) for name, kind in frame.dtypes.items()])


def _write_table(table: pa.Table, path: Path) -> None:
    """Codes are kept as differences, coordinates byte-wise, all other columns by dictionary."""
    names = table.column_names
    encodings = {name: "DELTA_BYTE_ARRAY" for name in names if name == "code"}
    encodings |= {name: "BYTE_STREAM_SPLIT" for name in names if name in ("lng", "lat")}
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=_GROUP_ROWS,
        use_dictionary=[name for name in names if name not in encodings],
        column_encoding=encodings,
        dictionary_pagesize_limit=1 << 26,
        write_statistics=False,
        store_schema=False,
        version="2.6",
        data_page_version="1.0",
    )
