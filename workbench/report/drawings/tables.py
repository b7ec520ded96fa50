"""Tables of the report: words left, numbers right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Sequence


def lay_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    numbers: Sequence[int] = (),
    caption: str | None = None,
    class_: str | None = None,
) -> Html:
    """Return a table.

    Parameters
    ----------
    heads
        Heads of the columns.
    rows
        Text or markup per cell; the first cell of a row names it.
    numbers
        Columns of figures, set to the right.
    caption
        Line above the table.
    class_
        Further class for the style sheet.
    """

    def side(column: int) -> str | None:
        return "num" if column in numbers else None

    head = tag("tr", *(tag("th", text, scope="col", class_=side(i)) for i, text in enumerate(heads)))
    body = []
    for row in rows:
        first = tag("th", row[0], scope="row")
        body.append(
            tag("tr", first, *(tag("td", cell, class_=side(i + 1)) for i, cell in enumerate(row[1:])))
        )
    inner = tag(
        "table",
        tag("caption", caption) if caption else None,
        tag("thead", head),
        tag("tbody", *body),
        class_=class_,
    )
    return tag("div", inner, class_="scroll")
