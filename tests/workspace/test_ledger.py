"""Steps run again only when something changed."""

from __future__ import annotations

from pathlib import Path

from workbench.workspace import Ledger, fingerprint


def test_unchanged_step_is_current(tmp_path: Path) -> None:
    """A step whose files are as it made them need not run again."""
    made = tmp_path / "a.txt"
    made.write_text("x", encoding="utf-8")
    ledger = Ledger(tmp_path)
    ledger.enter("read", "f1", [made], {"rows": 1})
    assert ledger.is_current("read", "f1")
    assert not ledger.is_current("read", "f2")


def test_changed_or_lost_output_is_noticed(tmp_path: Path) -> None:
    """A table changed by hand, or lost, makes its step run again."""
    made = tmp_path / "a.txt"
    made.write_text("x", encoding="utf-8")
    ledger = Ledger(tmp_path)
    ledger.enter("read", "f1", [made], {})
    made.write_text("y", encoding="utf-8")
    assert not ledger.is_current("read", "f1")
    made.unlink()
    assert not ledger.is_current("read", "f1")


def test_broken_manifest_counts_as_empty(tmp_path: Path) -> None:
    """A manifest that cannot be read makes all steps run again."""
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    assert not Ledger(tmp_path).is_current("read", "f1")


def test_fingerprint_follows_contents(tmp_path: Path) -> None:
    """Content, settings and version change it; time does not."""
    file = tmp_path / "cases.csv"
    file.write_text("a", encoding="utf-8")
    first = fingerprint(version="1", settings={"seed": 1}, inputs=[file])
    assert first == fingerprint(version="1", settings={"seed": 1}, inputs=[file])
    assert first != fingerprint(version="2", settings={"seed": 1}, inputs=[file])
    assert first != fingerprint(version="1", settings={"seed": 2}, inputs=[file])
    file.write_text("b", encoding="utf-8")
    assert first != fingerprint(version="1", settings={"seed": 1}, inputs=[file])
