"""``workbench tables``: the data dictionary."""

from __future__ import annotations

import click

from workbench.tables import FAULTS, TABLES, column, say_faults, table


@click.command("tables")
@click.argument("name", required=False)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the labels."
)
def tables(name: str | None, lang: str) -> None:
    """Print the tables and columns, with labels, units and who may see them; of ``faults`` what each code says."""
    if name == "faults":
        for code in FAULTS:
            click.echo(f"{code:<24} {say_faults(code, lang=lang)[0]}")
        return
    for each in [table(name)] if name else TABLES.values():
        click.echo(f"\n{each.name}  {each.label(lang)}: {each.explain(lang)}  key: {', '.join(each.key)}")
        for column_name in each.columns:
            entry = column(column_name)
            unit = f" [{entry.unit}]" if entry.unit else ""
            values = f" ({' | '.join(entry.values)})" if entry.values else ""
            audience = ",".join(sorted(entry.audience))
            click.echo(
                f"  {entry.name:<18} {entry.kind:<8} {entry.label(lang)}{unit}: {entry.explain(lang)}{values} <{audience}>"
            )
