"""The lender report as one HTML file: no script, no request, A4 when printed."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from workbench.files import whole
from workbench.report.contents import choose_sections
from workbench.report.markup import Html, join, tag
from workbench.report.words import pick

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.report.contents import Section
    from workbench.report.facts import Facts

TEXTS = {
    "zh": {
        "title": "贷后投递与不良分布报告",
        "for": "委托方",
        "as_of": "数据截至 {day}",
        "period": "信函期间 {period}",
        "internal": "内部使用",
        "draft": "草稿，不得外发",
        "number": "第 {number} 期",
        "reviewed": "审图号 {number}",
        "private": "本报告不含个人信息。未经委托方同意不得外传。",
        "contents": "目录",
        "sections": "章节",
        "lang": "zh-CN",
    },
    "en": {
        "title": "Delivery and NPL by region",
        "for": "Prepared for",
        "as_of": "Data as of {day}",
        "period": "Letters of {period}",
        "internal": "Internal use",
        "draft": "Draft, not to be handed out",
        "number": "Report no. {number}",
        "reviewed": "Map review number {number}",
        "private": "This report holds no personal data. Do not pass it on without the lender's consent.",
        "contents": "Contents",
        "sections": "Sections",
        "lang": "en",
    },
}


def compose(facts: Facts) -> Html:
    """Return the whole page."""
    texts = pick(TEXTS, facts.brief.lang)
    title = f"{texts['title']} · {facts.brief.lender}"
    style = Html(files("workbench.report").joinpath("styles", "report.css").read_text("utf-8"))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", style),
    )
    chosen = choose_sections(facts.brief.sections)
    main = tag("main", *(_write_section(each, number, facts) for number, each in enumerate(chosen, 1)))
    body = tag("body", _write_cover(facts), main, tag("footer", texts["private"]))
    return Html("<!DOCTYPE html>\n" + tag("html", head, body, lang=texts["lang"]) + "\n")


def write_document(facts: Facts, path: Path) -> Path:
    """Write the page, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(compose(facts), encoding="utf-8", newline="\n")
    return path


def _policy(style: str) -> str:
    """Allow our own style sheet, styles of elements and pictures inside the page; nothing else, no script at all."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rules = (
        "default-src 'none'",
        f"style-src-elem 'sha256-{digest}'",
        "style-src-attr 'unsafe-inline'",
        "img-src data:",
    )
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _write_cover(facts: Facts) -> Html:
    texts, brief = pick(TEXTS, facts.brief.lang), facts.brief
    mark = texts["reviewed"].format(number=brief.review_number) if brief.review_number else texts["internal"]
    draft = None if brief.number else tag("span", texts["draft"], class_="mark draft")
    lines = [
        texts["number"].format(number=brief.number) if brief.number else None,
        texts["as_of"].format(day=f"{brief.as_of:%Y-%m-%d}") if brief.as_of else None,
        texts["period"].format(period=brief.period.label) if brief.period else None,
    ]
    links = [
        tag("li", tag("a", each.title(brief.lang), href=f"#{each.key}"))
        for each in choose_sections(brief.sections)
    ]
    return tag(
        "header",
        tag("div", draft, tag("span", mark, class_="mark"), class_="band"),
        tag("h1", texts["title"]),
        tag("p", texts["for"], " ", tag("bdi", brief.lender), class_="lender"),
        tag("p", join([each for each in lines if each], " · "), class_="dates"),
        tag("nav", tag("ol", *links), aria_label=texts["contents"]),
    )


def _write_section(section: Section, number: int, facts: Facts) -> Html:
    title = tag("h2", tag("span", f"{number}", class_="number"), section.title(facts.brief.lang))
    return tag("section", title, section.write(facts), id=section.key)
