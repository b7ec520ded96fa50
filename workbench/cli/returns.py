"""``workbench results``: what carriers and couriers report back, into the attempts of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pandas as pd

from workbench.cases import Mapping, load_key, merge_attempts, open_vault, read_attempts
from workbench.files import sha256
from workbench.tables import CHANNELS, DELIVERED, OPEN_OUTCOMES, table
from workbench.workspace import open_project, read_frame, write_frame

if TYPE_CHECKING:
    from workbench.cases import Checked, Merged
    from workbench.workspace import Project

_WORDS = {
    "zh": {
        "counts": "新增 {added}，有结果 {ended}，更正 {corrected}，已知 {known}，拒收 {rejects}",
        "rejects": "被拒收的行及原因",
        "day": "对照路线 {day}：计划 {planned} 址，已回 {back}，其中送达 {delivered}（预计 {expected:.1f}）",
        "lost": "{lost} 次投递的地址不在本项目中，只计入联系频次",
        "next": "下一步（更新送达概率、频次与路线）：workbench run {folder}",
    },
    "en": {
        "counts": "{added} new, {ended} ended, {corrected} corrected, {known} known, {rejects} refused",
        "rejects": "rows that were refused, with reasons",
        "day": "against the rounds of {day}: {planned} addresses planned, {back} reported, {delivered} of them delivered ({expected:.1f} expected)",
        "lost": "{lost} attempts are at addresses outside this project; they count for the caps on contacts only",
        "next": "next, for odds, caps and rounds: workbench run {folder}",
    },
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--vocabulary",
    type=click.Choice(["kuaidi100", "ems"]),
    help="Whose status codes they are, where the file does not tell.",
)
@click.option("--channel", type=click.Choice(CHANNELS), help="Channel, where the file does not say.")
@click.option("--agency", help="Agency, where the file does not say.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="Saved mapping of the file's columns (TOML)."
)
@click.option("--sheet", help="Sheet of a workbook; the first by default.")
@click.option("--encoding", help="Encoding of a CSV; found out by default.")
def results(
    file: Path,
    folder: Path,
    vocabulary: str | None,
    channel: str | None,
    agency: str | None,
    mapping: Path | None,
    sheet: str | None,
    encoding: str | None,
) -> None:
    """Read delivery results (FILE: .csv, .xlsx, .parquet) into the attempts of the project in FOLDER.

    Status codes of 快递100 and EMS and common words are understood. The same file twice changes nothing; the next
    `workbench run` learns from what came back.
    """
    project = open_project(folder)
    with project.lock():
        found = read_attempts(
            file,
            addresses=project.read("addresses"),
            mapping=Mapping.from_toml(mapping) if mapping else None,
            channel=channel,
            agency=agency,
            vocabulary=vocabulary,
            sheet=sheet,
            encoding=encoding,
        )
        found = open_vault(project.vault, load_key(project=project.folder)).sift_results(found)
        kept = _read(project.returned)
        news = merge_attempts(merge_attempts(project.read("attempts"), kept).rows, found.rows)
        write_frame(project.returned, merge_attempts(kept, found.rows).rows)
        refused = found.write_rejects(project.out / "rejects_results.csv")
        project.record(
            "results", file=sha256(file), rows=len(found.rows), rejects=len(found.rejects), **_counts(news)
        )
    _tell(project, found, news, refused)


def _read(path: Path) -> pd.DataFrame:
    return read_frame(path) if path.exists() else pd.DataFrame(columns=list(table("attempts").columns))


def _counts(news: Merged) -> dict[str, int]:
    return {"added": news.added, "ended": news.ended, "corrected": news.corrected, "known": news.known}


def _tell(project: Project, found: Checked, news: Merged, refused: Path) -> None:
    words = _WORDS[project.settings.lang]
    click.echo(words["counts"].format(**_counts(news), rejects=len(found.rejects)))
    lost = int(found.rows["address_id"].isna().sum())
    if lost:
        click.echo(words["lost"].format(lost=lost))
    if len(found.rejects):
        click.echo(f"{refused}  {words['rejects']}")
    if project.has("routes"):
        _compare(project, found.rows, words["day"])
    click.echo(words["next"].format(folder=project.folder))


def _compare(project: Project, rows: pd.DataFrame, words: str) -> None:
    """Say how the planned day went: what came back of the letters in the rounds."""
    routes = project.read("routes")
    if routes.empty:
        return
    day = pd.to_datetime(routes["arrive_at"]).min().normalize()
    ended = rows.loc[~rows["outcome"].isin(OPEN_OUTCOMES) & (pd.to_datetime(rows["attempted_at"]) >= day)]
    back = routes.loc[routes["address_id"].isin(ended["address_id"])]
    if len(back):
        delivered = ended.loc[ended["outcome"].isin(DELIVERED), "address_id"]
        click.echo(
            words.format(
                day=f"{day:%Y-%m-%d}",
                planned=len(routes),
                back=len(back),
                delivered=int(back["address_id"].isin(delivered).sum()),
                expected=float(back["p_delivered"].sum()),
            )
        )
