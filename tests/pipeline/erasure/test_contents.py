"""Files of any kind are searched; those that cannot be are told apart."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest

from workbench.pipeline.erasure.contents import file_bears
from workbench.pipeline.erasure.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACE = "北京市望京西园三区305号楼"
MARKS = Marks({"case_id": frozenset(("7", "AJ0001"))}, frozenset((PLACE,)))


def _zip(path: Path, text: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)


def _arrow(path: Path, text: str) -> None:
    table = pa.table({"a": [text], "n": [1]})
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


WRITERS: dict[str, Callable[[Path, str], object]] = {
    "a.txt": lambda path, text: path.write_text(text, encoding="utf-8"),
    "b.csv": lambda path, text: path.write_text(f"地址\n{text}\n", encoding="gb18030"),
    "c.csv": lambda path, text: path.write_text(text, encoding="utf-16"),
    "d.xls": lambda path, text: path.write_bytes(b"\xd0\xcf\xff" + text.encode("utf-16-le")),
    "e.xlsx": lambda path, text: pd.DataFrame({"a": [text]}).to_excel(path),
    "f.zip": _zip,
    "g.parquet": lambda path, text: pd.DataFrame({"a": [text], "n": [1.5]}).to_parquet(path),
    "h.arrow": _arrow,
    "i.json.gz": lambda path, text: path.write_bytes(gzip.compress(text.encode())),
    "j.gpkg": lambda path, text: gpd.GeoDataFrame(
        {"a": [text]}, geometry=gpd.points_from_xy([116.0], [40.0]), crs="EPSG:4326"
    ).to_file(path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_texts_are_found_in_files_of_any_kind(name: str, tmp_path: Path) -> None:
    """The person's file bears the mark, another one of the same kind does not."""
    WRITERS[name](tmp_path / name, PLACE)
    assert file_bears(tmp_path / name, MARKS)
    WRITERS[name](tmp_path / f"other-{name}", "上海市别人路1号")
    assert file_bears(tmp_path / f"other-{name}", MARKS) is False


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF"),
        ("b.parquet", b"PAR1"),
        ("vault.bak", b"WBVAULT1abc"),
        ("c.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")),
        ("d.gz", b"\x1f\x8b"),
    ],
)
def test_what_cannot_be_read_is_not_taken_for_empty(name: str, data: bytes, tmp_path: Path) -> None:
    """Pictures, damaged and locked files."""
    (tmp_path / name).write_bytes(data)
    assert file_bears(tmp_path / name, MARKS) is None
