"""Find help and the numbers to call in Spanish, chosen in the header of a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import live
from tests.browser.accessible import expect_accessible
from tests.browser.finding import answer, ask, box, expect_map

ROWS = live.catalog().spanish.rows
BOX = ".st-key-find_text input"
MAP = ".webmap[data-drawn]"


def in_spanish(page: Page, app_url: str) -> Page:
    page.goto(f"{app_url}/find?lang=es")
    expect(page.locator(MAP)).to_be_attached(timeout=30_000)
    return page


def ask_in_spanish(page: Page, text: str, says: str) -> None:
    page.locator(BOX).fill(text)
    page.locator(BOX).press("Enter")
    expect(page.locator(".cc-answer").first).to_contain_text(says)


def test_the_language_is_chosen_in_the_header_and_the_answer_stays(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/find")
    expect_map(page)
    ask(page, "Batesville", "Call first")
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(f"{app_url}/find?lang=es")
    expect(page.locator(".cc-answer").first).to_contain_text(ROWS["Call first"])
    expect(page.locator(BOX)).to_have_value("Batesville")
    expect(page.locator(".cc-strip")).to_contain_text(ROWS["Need help now?"])
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{app_url}/find")
    expect(answer(page)).to_contain_text("Call first")
    expect(box(page)).to_have_value("Batesville")


def test_the_language_goes_along_to_a_county_and_back(page: Page, app_url: str) -> None:
    in_spanish(page, app_url)
    ask_in_spanish(page, "Batesville", ROWS["Call first"])
    page.get_by_role("link", name="Más sobre el condado de Panola").click()
    block = page.locator(".cc-call[lang=es]")
    expect(block).to_contain_text(ROWS["Who to call"])
    expect(block).to_contain_text("866-837-7521")
    assert "lang=es" in page.url
    assert "county=28107" in page.url
    page.locator(".st-key-nav").get_by_role("link", name=ROWS["Find help"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROWS["Where is the person?"])
    expect(page).to_have_url(f"{app_url}/find?lang=es")


def test_an_example_is_in_spanish_and_puts_what_the_lookup_reads(page: Page, app_url: str) -> None:
    in_spanish(page, app_url)
    page.get_by_role("button", name=re.compile("^condado de ")).click()
    expect(page.locator(BOX)).to_have_value(re.compile(" County$"))
    expect(page.locator(".cc-answer").first).to_contain_text(ROWS["Call first"])


def test_988_in_spanish_stands_in_the_line_of_every_page(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/words?lang=es")
    strip = page.locator(".cc-strip")
    expect(strip).to_have_attribute("lang", "es")
    expect(strip).to_contain_text("988 en español: llame y oprima el 2.")
    expect(strip).to_contain_text("AYUDA")
    expect(strip).to_contain_text(ROWS["DMH helpline"])
    expect(
        page.get_by_text(ROWS["Nobody who speaks Spanish has checked this text yet."])
    ).to_have_count(2)
    expect(page.locator(".cc-unreviewed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".cc-unreviewed")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(f"{app_url}/words")
    expect(strip).to_have_attribute("lang", "en")
    expect(strip).not_to_contain_text("AYUDA")


@pytest.mark.parametrize("path", ["", "continuum", "reentry", "county?county=28107&"])
def test_a_page_without_spanish_says_so_in_spanish_and_leads_to_what_has_it(
    page: Page, app_url: str, path: str
) -> None:
    told = ROWS[
        "On this page only the numbers to call are in Spanish. In Spanish you can read:"
        if path.startswith("county")
        else "This page is in English. In Spanish you can read:"
    ]
    page.goto(f"{app_url}/{path if '?' in path else path + '?'}lang=es")
    part = page.locator(".st-key-partly_english")
    expect(part.get_by_text(told)).to_have_attribute("lang", "es")
    expect(part.get_by_role("link")).to_have_text(
        [ROWS["Find help"], ROWS["What to do in a crisis"]]
    )
    part.get_by_role("link", name=ROWS["What to do in a crisis"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROWS["What to do in a crisis"])
    expect(page).to_have_url(f"{app_url}/crisis?lang=es")
    expect(page.locator(".st-key-partly_english")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("text", ["", "38606", "Washington", "Batsvil"])
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    page: Page, app_url: str, text: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    in_spanish(page, app_url)
    if text:
        page.locator(BOX).fill(text)
        page.locator(BOX).press("Enter")
        expect(page.locator(".cc-changed")).to_be_attached()
    expect(page.locator(".cc-answer").first).to_be_visible()
    expect(page.locator(".cc-foot")).to_be_attached()
    wide = page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(one => one.scrollWidth - one.clientWidth)"""
    )
    assert wide == [0, 0]
    expect_accessible(page)
