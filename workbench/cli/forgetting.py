"""``workbench forget``: a person who asked for it is taken out of a project, everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.pipeline import Act, forget_person
from workbench.workspace import open_project

if TYPE_CHECKING:
    from workbench.pipeline import Forgotten
    from workbench.workspace import Project

_WORDS = {
    "zh": {
        "done": "已遗忘：{cases} 个案件，{contacts} 次联系（只留次数），{reviews} 条复核已清空，封存账中 {ledger} 行已去掉本人",
        "dry": "试运行，未作任何改动。将遗忘：{cases} 个案件，{contacts} 次联系（只留次数），清空 {reviews} 条复核，封存账中 {ledger} 行去掉本人",
        "before": "此人此前已被遗忘。",
        "nothing": "没有需要改动的内容。",
        Act.ROWS: "取出其行",
        Act.DELETED: "删除的文件（过往日期的派送文件已完成用途；其余由下一次运行或导出重新生成，不含此人）",
        Act.OUTPUTS: "清除其输出的笔记本",
        Act.NAMED: "仍含此人的文件：来自他人或您自己，未改动。请自行取出；即使不取出，下次运行也不会再读入此人",
        Act.UNREAD: "无法检索的文件，请自行查看",
        "count": "{n} 行",
        "next": "下一步（重新生成其余成果）：workbench run {folder}",
    },
    "en": {
        "done": "forgotten: {cases} cases, {contacts} contacts (only their number stays), {reviews} reviews blanked, {ledger} rows of sealed ledgers without the person",
        "dry": "dry run, nothing was changed. Would be forgotten: {cases} cases, {contacts} contacts (only their number stays), {reviews} reviews blanked, {ledger} rows of sealed ledgers without the person",
        "before": "This person was forgotten before.",
        "nothing": "There is nothing that has to be changed.",
        Act.ROWS: "rows taken out of",
        Act.DELETED: "files deleted (couriers' files of past days have served; the next run or export makes the others again, without the person)",
        Act.OUTPUTS: "notebooks, outputs cleared",
        Act.NAMED: "still hold the person: files of others or of your own, not touched. Take the person out by hand; a next run keeps the person out in any case",
        Act.UNREAD: "cannot be searched: look at them yourself",
        "count": "{n} rows",
        "next": "next, to make the other results again: workbench run {folder}",
    },
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("number", metavar="BORROWER")
@click.option("--request", required=True, help="Number under which the request is filed; no personal data.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, change nothing.")
def forget(folder: Path, number: str, request: str, *, dry_run: bool) -> None:
    """Take a person out of the project in FOLDER: vault, tables, couriers' files, maps, reviews.

    BORROWER is the pseudonym of table `cases`, or the number of one of the person's cases. The person stays out of later runs
    from the same files. Files of the lender that still hold the person are named.
    """
    project = open_project(folder)
    done = forget_person(project, number, request=request, dry_run=dry_run)
    _tell(project, done, dry_run=dry_run)


def _tell(project: Project, done: Forgotten, *, dry_run: bool) -> None:
    words = _WORDS[project.settings.lang]
    if done.before:
        click.echo(words["before"])
    if not done.found:
        click.echo(words["nothing"])
    else:
        contacts = sum(done.contacts.values())
        counts = {
            "cases": done.cases,
            "contacts": contacts,
            "reviews": done.reviews,
            "ledger": done.ledger_rows,
        }
        click.echo(words["dry" if dry_run else "done"].format(**counts))
    for act in Act:
        found = done.of(act)
        if found:
            click.echo(f"{words[act]}: {len(found)}")
        for trace in found:
            rows = "  " + words["count"].format(n=trace.rows) if act is Act.ROWS else ""
            click.echo(f"  {_shorten(trace.path, project)}{rows}")
    if done.found and not dry_run:
        click.echo(words["next"].format(folder=project.folder))


def _shorten(path: Path, project: Project) -> str:
    return path.relative_to(project.folder).as_posix() if path.is_relative_to(project.folder) else str(path)
