"""The report holds what it should, nothing personal, and nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest
from lxml import html
from portfolios import make_portfolio

from workbench.errors import DisclosureError, InputError
from workbench.patterns import Period, attack
from workbench.policy import load_policy
from workbench.report import SECTIONS, Brief, file_name, lender_report, read_shelf, select_lender

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{% for a in b %}",
    "`${alert(1)}`",
    '=HYPERLINK("http://x")',
    "@SUM(1+1)",
    "\u202egnp.exe\u2066",
    '" onmouseover="alert(1)',
    "]]><!--",
)
BRIEF = Brief(
    "甲行",
    policy=load_policy("cn-cba-2026"),
    as_of=date(2026, 6, 1),
    compare=(
        Period(date(2026, 3, 1), date(2026, 4, 14), "早"),
        Period(date(2026, 4, 15), date(2026, 6, 30), "晚"),
    ),
)


@pytest.fixture(scope="module")
def portfolio():
    """Return a made portfolio of two lenders."""
    return make_portfolio(500)


@pytest.fixture(scope="module", params=["zh", "en"])
def pages(request, portfolio, tmp_path_factory):
    """Return page, text of the page, and cells of the annex, without boundaries."""
    folder = tmp_path_factory.mktemp(request.param)
    page = lender_report(portfolio, replace(BRIEF, lang=request.param), folder, ground=None)
    book = openpyxl.load_workbook(page.with_suffix(".xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return request.param, page.read_text("utf-8"), cells


def test_every_section_is_there(pages):
    """Each section of the registry has its anchor, its title and something in it."""
    lang, text, _ = pages
    tree = html.fromstring(text)
    for section in SECTIONS:
        found = tree.get_element_by_id(section.key)
        assert section.title(lang) in found.text_content()
        assert len(found) > 1


def test_nothing_personal_leaves(pages, portfolio):
    """No pseudonym, case, address, attempt id or address text of the portfolio is in the page or the annex."""
    _, text, cells = pages
    outside = text + "\n".join(str(cell.value) for cell in cells)
    for frame, names in (
        (portfolio.cases, ("case_id", "borrower")),
        (portfolio.addresses, ("address_id", "address")),
        (portfolio.attempts, ("attempt_id",)),
    ):
        for name in names:
            assert not [value for value in frame[name] if value in outside]
    assert "秘密小区" not in outside
    assert "pseudonym" not in outside


def test_the_page_needs_and_runs_nothing(pages):
    """No script, no link out, no picture from outside; the policy forbids what is not there anyway."""
    _, text, _ = pages
    tree = html.fromstring(text)
    assert not tree.xpath("//script | //link | //iframe | //img | //object | //@onclick | //@onload")
    assert {href for href in tree.xpath("//@href") if not href.startswith("#")} == set()
    assert not re.findall(r"https?://", text)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_shares_in_the_annex_are_numbers(pages):
    """Counts and shares are numbers that can be summed; text is text."""
    _, _, cells = pages
    assert {cell.data_type for cell in cells} <= {"n", "s"}
    assert sum(cell.data_type == "n" for cell in cells) > 50


def test_two_runs_give_the_same_page(portfolio, tmp_path):
    """The same data and brief give the same bytes."""
    first = lender_report(portfolio, BRIEF, tmp_path / "a").read_bytes()
    assert first == lender_report(portfolio, BRIEF, tmp_path / "b").read_bytes()


def plant(portfolio, lender, product, district):
    """Return the portfolio with texts in the names that reach a page."""
    cases = portfolio.cases.assign(
        lender=np.where(portfolio.cases["lender"].eq("甲行"), lender, "乙行"),
        product=np.where(portfolio.cases["product"].eq("信用卡"), product, "消费贷"),
    )
    locations = portfolio.locations.assign(district=district, city=district)
    return replace(
        portfolio, cases=cases, locations=locations, attempts=portfolio.attempts.assign(station=district)
    )


def show(text):
    """Return a text as a reader sees it: characters that turn the reading order are codes."""
    return re.sub(r"[\u202a-\u202e\u2066-\u2069]", lambda found: f"[U+{ord(found[0]):04X}]", text)


@pytest.mark.parametrize("turn", range(0, len(HOSTILE), 3))
def test_hostile_names_are_shown_as_text(portfolio, tmp_path, turn):
    """Markup, templates, formulas and turned text in names are shown, and neither run nor break the page."""
    lender, product, district = (HOSTILE[(turn + k) % len(HOSTILE)] for k in range(3))
    rejects = pd.DataFrame({"row": [2], "column": [lender], "value": [product], "reason": [district]})
    brief = replace(BRIEF, lender=lender, provenance={product: district}, review_number=product)
    page = lender_report(plant(portfolio, lender, product, district), brief, tmp_path, rejects=rejects)
    written = page.read_text("utf-8")
    tree = html.fromstring(written)
    assert tree.xpath("//bdi")[0].text_content() == show(lender)
    assert show(product) in tree.get_element_by_id("delivery").text_content()
    assert show(district) in tree.get_element_by_id("regions").text_content()
    assert show(district) in tree.get_element_by_id("provenance").text_content()
    assert not tree.xpath("//script | //img | //@onmouseover | //@onerror")
    assert len(tree.xpath("//section")) == len(SECTIONS)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", written)
    book = openpyxl.load_workbook(page.with_suffix(".xlsx"))
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in values} <= {"n", "s"}
    assert {show(product), show(district)} <= {cell.value for cell in values}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_string_in_every_place_is_shown_as_text(portfolio, tmp_path, lang):
    """All strings together in all texts that reach the page or the annex: none is lost, none runs."""
    every = "".join(HOSTILE)
    compare = (
        Period(date(2026, 3, 1), date(2026, 4, 14), every),
        Period(date(2026, 4, 15), date(2026, 6, 30), every),
    )
    whole_time = Period(date(2026, 1, 1), date(2026, 12, 31), every)
    brief = replace(
        BRIEF,
        lender=every,
        lang=lang,
        period=whole_time,
        compare=compare,
        provenance={every: every},
        review_number=every,
    )
    rejects = pd.DataFrame({"row": [2], "column": [every], "value": [every], "reason": [every]})
    page = lender_report(plant(portfolio, every, every, every), brief, tmp_path, rejects=rejects)
    written = page.read_text("utf-8")
    tree = html.fromstring(written)
    for key in ("delivery", "regions", "periods", "provenance", "maps"):
        assert show(every) in tree.get_element_by_id(key).text_content(), key
    assert show(every) in tree.xpath("//header")[0].text_content()
    assert not tree.xpath("//script | //img | //iframe | //@onmouseover | //@onerror")
    assert len(tree.xpath("//section")) == len(SECTIONS)
    book = openpyxl.load_workbook(page.with_suffix(".xlsx"))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"n", "s"}


def test_only_the_lenders_own_cases_count(portfolio):
    """Cases, addresses and letters of other lenders are left out."""
    own = select_lender(portfolio, "乙行")
    assert set(own.cases["lender"]) == {"乙行"}
    assert set(own.attempts["case_id"]) <= set(own.cases["case_id"])
    with pytest.raises(InputError, match="no case was entrusted by '丙行'"):
        select_lender(portfolio, "丙行")


@pytest.mark.parametrize("people", [0, 9])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_few_borrowers_give_a_report_without_figures(tmp_path, people, lang):
    """With too few borrowers every section says so; no figure is shown, and none of the annex."""
    few = make_portfolio(60)
    ids = few.cases["case_id"][few.cases["lender"].eq("甲行")].head(people)
    own = replace(few, cases=few.cases[few.cases["case_id"].isin(ids)])
    page = lender_report(own, replace(BRIEF, lang=lang), tmp_path)
    tree = html.fromstring(page.read_text("utf-8"))
    for key in ("summary", "maps", "regions", "delivery", "periods"):
        assert tree.xpath(f"//section[@id='{key}']//p[@class='empty']")
    assert not tree.xpath("//*[@class='card'] | //*[@class='map']")


def test_no_attempts_leave_the_npl(portfolio, tmp_path):
    """Without letters the report is about NPL alone and says what is left out."""
    page = lender_report(replace(portfolio, attempts=portfolio.attempts.iloc[:0]), BRIEF, tmp_path)
    tree = html.fromstring(page.read_text("utf-8"))
    assert tree.xpath("//section[@id='delivery']//p[@class='empty']")
    assert "妥投率" in tree.get_element_by_id("withheld").text_content()
    assert "不良率" in tree.get_element_by_id("regions").text_content()


def test_overlapping_periods_are_refused(portfolio, tmp_path):
    """Two periods that share days cannot be compared."""
    compare = (Period(date(2026, 3, 1), date(2026, 4, 1)), Period(date(2026, 4, 1), date(2026, 5, 1)))
    with pytest.raises(InputError, match="overlap"):
        lender_report(portfolio, replace(BRIEF, compare=compare), tmp_path)


def test_an_unknown_language_is_refused(portfolio, tmp_path):
    """The report speaks Chinese and English; nothing is left behind by a failure."""
    with pytest.raises(InputError, match="language 'fr'"):
        lender_report(portfolio, replace(BRIEF, lang="fr"), tmp_path)
    assert not list(tmp_path.iterdir())


def change_some(portfolio, letters, seed=1):
    """Return the portfolio after some letters got another outcome."""
    drawn = np.random.default_rng(seed).choice(len(portfolio.attempts), letters, replace=False)
    outcome = portfolio.attempts["outcome"].to_numpy(object).copy()
    outcome[drawn] = "self"
    return replace(portfolio, attempts=portfolio.attempts.assign(outcome=outcome))


def test_reports_that_were_handed_out_cannot_be_subtracted(portfolio, tmp_path):
    """Three reports with changes between them: the attacker finds nothing, and the last says what it kept."""
    shelf = tmp_path / "shelf"
    for number, letters in enumerate((0, 90, 200), start=1):
        page = lender_report(
            change_some(portfolio, letters), BRIEF, tmp_path / str(number), shelf=shelf, draft=False
        )
    kept = read_shelf(shelf)
    assert [each.number for each in kept] == [1, 2, 3]
    assert attack(*(each.release for each in kept)).empty
    tree = html.fromstring(page.read_text("utf-8"))
    held = tree.xpath("//section[@id='withheld']//tbody//td[last()]/text()")
    assert sum(map(int, held)) > 0


def test_a_report_after_a_handful_of_changes_is_refused(portfolio, tmp_path):
    """Four letters more would be four persons' data: no report, no draft, and nothing on the shelf."""
    shelf = tmp_path / "shelf"
    lender_report(portfolio, BRIEF, tmp_path, shelf=shelf, draft=False)
    for draft in (True, False):
        with pytest.raises(DisclosureError, match="fewer than 10 persons changed"):
            lender_report(change_some(portfolio, 4), BRIEF, tmp_path, shelf=shelf, draft=draft)
    assert len(read_shelf(shelf)) == 1


def test_a_draft_says_so_and_is_not_kept(portfolio, tmp_path):
    """A draft is marked; a report that is kept has a number instead."""
    draft = lender_report(portfolio, BRIEF, tmp_path / "draft", shelf=tmp_path / "shelf")
    assert "草稿" in draft.read_text("utf-8")
    assert not read_shelf(tmp_path / "shelf")
    final = lender_report(portfolio, BRIEF, tmp_path / "final", shelf=tmp_path / "shelf", draft=False)
    assert "第 1 期" in final.read_text("utf-8")
    assert "草稿" not in final.read_text("utf-8")
    with pytest.raises(InputError, match="no shelf"):
        lender_report(portfolio, BRIEF, tmp_path, draft=False)


def test_other_periods_next_time_are_not_compared(portfolio, tmp_path):
    """A second report whose periods end a day later would show that day's letters."""
    shelf = tmp_path / "shelf"
    lender_report(portfolio, BRIEF, tmp_path, shelf=shelf, draft=False)
    shifted = (Period(date(2026, 3, 1), date(2026, 4, 15)), Period(date(2026, 4, 16), date(2026, 6, 30)))
    page = lender_report(portfolio, replace(BRIEF, compare=shifted), tmp_path, shelf=shelf)
    assert html.fromstring(page.read_text("utf-8")).xpath("//section[@id='periods']//p[@class='empty']")


def test_two_lenders_never_share_a_file_name():
    """Names that differ only in what file systems refuse are told apart."""
    assert len({file_name(name) for name in ("甲行", "甲/行", "甲 行", "甲?行", "-")}) == 5


def test_english_readers_see_places_in_latin_letters(pages):
    """Regions and headings of the page and the regions of the annex bear both names in English, in Chinese only their own."""
    lang, text, cells = pages
    values = {cell.value for cell in cells}
    for name, latin in (("北京市东城区", "Dongcheng, Beijing"), ("北京市", "Beijing")):
        assert (f"{name} {latin}" in text) == (lang == "en")
        assert (f"{name} {latin}" in values) == (lang == "en")
        assert (name in values) == (lang == "zh")
