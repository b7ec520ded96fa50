"""``workbench reviews``: precision by threshold, agreement, and a truth file for ``workbench evaluate``."""

from __future__ import annotations

import pandas as pd
from desks import make_project

from workbench.cli import run_command
from workbench.workspace import Review, Reviews


def test_reviews_are_counted_and_written_as_truth(tmp_path, capsys) -> None:
    """The sweep rests on the reviews; the points that people gave can be evaluated against."""
    project = make_project(tmp_path / "p")
    assert run_command("reviews", str(project.folder)) == 0
    assert "0 reviews" in capsys.readouterr().out
    located = project.read("locations").dropna(subset="lng").head(40)
    for row in located.itertuples():
        for by in ("李", "王"):
            point = {"machine_lng": row.lng, "machine_lat": row.lat, "lng": row.lng, "lat": row.lat}
            Reviews(project).add(Review(row.address_id, "accept", by, stratum="audit", **point))
    truth = tmp_path / "truth.csv"
    assert run_command("reviews", str(project.folder), "--truth", str(truth)) == 0
    said = capsys.readouterr().out
    assert "40 drawn by chance" in said
    assert "kappa" in said
    assert len(pd.read_csv(truth)) == 40
    gazetteer = project.settings.inputs.gazetteer
    told = ["--datum", "wgs84", "--city", "stated_city", "--gazetteer", gazetteer]
    assert run_command("evaluate", str(truth), *told) == 0
    assert "<=100 m" in capsys.readouterr().out
