"""Find help in one file, opened from disk in a real browser: typed texts, keyboard, age, paper, no scripts."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from geo.geocode import geocode
from geo.pocket.english import say
from geo.referral import refer
from geo.referral.cautions import UNDER_AGE
from geo.referral.view import name_of
from tests import live
from tests.browser.accessible import WCAG, expect_accessible
from tests.browser.fitting import expect_fits_on_letter, wider_than_screen
from tests.geocode.test_children import CHILD, NOBODY
from tests.pocket import written

CATALOG = live.catalog()
# From what is typed to what is shown.
SURE = {
    "38606": "ZIP 38606 (Batesville), Panola County",
    "ZIP 38606": "ZIP 38606 (Batesville), Panola County",
    "zip code: 38606": "ZIP 38606 (Batesville), Panola County",
    " 38606-1234 ": "ZIP 38606 (Batesville), Panola County",
    "Batesville, MS 38606": "ZIP 38606 (Batesville), Panola County",
    "Batesville": "Batesville (Panola County)",
    "  bAtEsViLlE ": "Batesville (Panola County)",
    "Batesville, MS": "Batesville (Panola County)",
    "batesville mississippi": "Batesville (Panola County)",
    "Batesville, Panola County": "Batesville (Panola County)",
    "Batesville, Panola": "Batesville (Panola County)",
    "Panola County": "Panola County",
    "panola co.": "Panola County",
    "PANOLA COUNTY, MS": "Panola County",
    "jeff davis co": "Jefferson Davis County",
    "St. Martin": "Saint Martin (Jackson County)",
    "Bay St. Louis": "Bay Saint Louis (Hancock County)",
    "D'Lo": "D'Lo (ZIP 39062), Simpson County",
    "Pass Christián": "Pass Christian (Harrison County)",
}
# To the places that are asked, with their numbers.
QUESTIONS = {
    "Washington": ["Washington (ZIP 39190), Adams County", "Washington County"],
    "Jackson, MS": ["Jackson (Hinds County)", "Jackson County"],
    "Panola": ["Panola County"],
}
# To what is offered, without any number of a place.
ASKED = {
    "Batesvile": ["Batesville"],
    "Panolla County": ["Panola County"],
    "123 Main St, Batesville MS 38606": ["Batesville 38606", "Batesville"],
    "behind the store in Como": ["Como"],
    "Panola, Couty": ["Panola County"],
}
NOT_FOUND = ("Qqqqq", "Zzyzxmark Lane", "34.31, -89.94", "<b>Batesville</b", "constructor", "…")
# To the sentence.
ELSEWHERE = {
    "38103": "This place is in Tennessee. Our data is of Mississippi only.",
    "Memphis": "This place is in Tennessee. Our data is of Mississippi only.",
    "Batesville, AR": "This place is not in Mississippi. Our data is of Mississippi only.",
    "Panola, CO": "This place is not in Mississippi. Our data is of Mississippi only.",
    "Mobile Alabama": "This place is not in Mississippi. Our data is of Mississippi only.",
}
MOST_STOPS = 12
MOST_SHEETS = 80
NATIONAL = ["911", "988"]
ALWAYS = [*NATIONAL, "877-210-8513"]
SHOWN = """() => {
  const answer = document.getElementById("answer");
  const all = (selector) => [...answer.querySelectorAll(selector)].map((found) => found.textContent);
  return { heading: all("h2")[0] ?? "", first: all(".part-first li > .cc-phone"), placed: all(".part-first").length > 0,
    cautions: all(".caution"), places: all(".choice h3"), phones: all(".cc-phone") };
}"""
LOOK_UP = f"""(texts) => texts.map((text) => {{
  document.getElementById("box").value = text;
  document.getElementById("form").requestSubmit();
  return ({SHOWN})();
}})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the file on this disk."""
    target = tmp_path_factory.mktemp("stick") / "find-help.html"
    target.write_bytes(written.today().content)
    return target.as_uri()


@pytest.fixture
def opened(kept: Page, address: str) -> Page:
    """Return the file as it is when it was just opened, on the day that it is of."""
    kept.clock.set_fixed_time("2026-11-22T09:00:00")
    kept.goto(address)
    return kept


def look_up(page: Page, text: str) -> dict[str, Any]:
    page.get_by_label("Where is the person?").fill(text)
    page.keyboard.press("Enter")
    shown: dict[str, Any] = page.evaluate(SHOWN)
    return shown


def test_a_place_is_answered_with_its_numbers(opened: Page) -> None:
    for text in SURE:
        shown = look_up(opened, text)
        answer = refer.answer(live.assessment(), text)
        assert answer.status == "ok"
        assert shown["heading"] == SURE[text] == name_of(answer.candidates[0])
        assert shown["first"][0] in {team.phone for team in answer.referrals[0].mobile_crisis}
        expect(opened.get_by_role("status")).to_contain_text(f"{SURE[text]}. Call first")
        link = opened.locator("#answer").get_by_role("link", name=shown["first"][0]).first
        expect(link).to_have_attribute("href", f"tel:{shown['first'][0]}")
        assert opened.url == opened.url.partition("?")[0].partition("#")[0]


def test_several_readings_are_asked_with_the_numbers_of_each(opened: Page) -> None:
    for text in QUESTIONS:
        shown = look_up(opened, text)
        answer = refer.answer(live.assessment(), text)
        assert shown["places"] == QUESTIONS[text] == [name_of(each) for each in answer.candidates]
        assert not shown["placed"]
        for referral in answer.referrals:
            assert {team.phone for team in referral.mobile_crisis} <= {*shown["phones"]}
        assert {*NATIONAL} <= {*shown["phones"]}
        last = QUESTIONS[text][-1]
        opened.get_by_role("button", name=f"Show all for {last}").click()
        expect(opened.get_by_role("heading", level=2, name=last)).to_be_focused()
        expect(opened.get_by_role("heading", name="Call first")).to_be_visible()


def test_a_near_spelling_and_a_name_in_a_longer_text_are_only_asked(opened: Page) -> None:
    for text in ASKED:
        shown = look_up(opened, text)
        assert shown["heading"] == "Did you mean one of these?"
        choices = opened.locator("#answer").get_by_role("button")
        assert choices.all_text_contents() == ASKED[text]
        assert shown["phones"] == NATIONAL  # no number of a place that is only guessed
        choices.first.click()
        expect(opened.get_by_role("heading", level=2)).to_be_focused()


def test_a_text_about_a_child_says_first_whom_to_ask_as_the_look_up_does(opened: Page) -> None:
    texts = [*CHILD, *NOBODY, "my son is 12, Batesville", "hija, Batesville", "niño, 38606"]
    texts += ["AGE 9, 38606", "45 yr old, 38606", "boyfriend, 38606", "my son, nowhere at all"]
    for text in texts:
        shown = look_up(opened, text)
        of_child = geocode.locate(text, CATALOG).of_child
        assert (UNDER_AGE in shown["cautions"][:1]) == of_child, text
        assert shown["cautions"].count(UNDER_AGE) == of_child, text
    look_up(opened, "hija, Batesville")
    expect(opened.get_by_role("status")).to_contain_text(UNDER_AGE)
    opened.locator("#answer").get_by_role("button").first.click()
    expect(opened.locator("#answer .caution").first).to_have_text(UNDER_AGE)
    assert UNDER_AGE not in look_up(opened, "Batesville")["cautions"]


def test_anything_else_is_not_found(opened: Page) -> None:
    for text in NOT_FOUND:
        shown = look_up(opened, text)
        sentence = "nothing" if not re.search(r"\w", text) else "not_found"
        assert shown["heading"] == say(sentence, state="Mississippi")
        assert shown["phones"] == ALWAYS
        if sentence == "not_found":
            expect(opened.locator("#answer")).to_contain_text("This page cannot look up streets.")
        assert opened.locator("#answer b").count() == 0


def test_a_place_in_another_state_has_no_number_of_this_one(opened: Page) -> None:
    for text in ELSEWHERE:
        shown = look_up(opened, text)
        assert shown["heading"] == ELSEWHERE[text]
        assert not shown["placed"]
        assert {"911", "988"} <= {*shown["phones"]} <= {*ALWAYS}


def mixed() -> Iterator[str]:
    """Yield texts of names, ZIPs and words that change what they mean, in every order and case."""
    names = [place.name for place in CATALOG.gazetteer.places][::11]
    names += [*CATALOG.geoid_by_name][::7]
    zips = [*CATALOG.gazetteer.zips][::29]
    words = ["County", "CO,", "co", "MS", "near", "TN", "Oregon", "north", "Lake", "School"]
    words += ["not", "5", "1234", ",", "ZIP", "or", "South", "LA", "in"]
    for place, name in enumerate(names):
        word, code = words[place % len(words)], zips[place % len(zips)]
        yield from (f"{name} {word}", f"{word} {name}", f"{name}, {word}".upper())
        yield from (f"{name} {code}", f"{code} {name.lower()}", f"zip {name}")
        yield from (f"{name} {names[place - 1]}", f"{name.lower()}, ms", f"{name} mississippi")


def test_nothing_is_answered_that_a_look_up_would_ask_or_refuse(opened: Page) -> None:
    texts = [*mixed()]
    sure = 0
    for text, shown in zip(texts, opened.evaluate(LOOK_UP, texts), strict=True):
        found = geocode.locate(text, CATALOG)
        if shown["placed"]:
            sure += 1
            assert found.status == "ok", text
            assert name_of(found.candidates[0]) == shown["heading"], text
            assert [caution.message for caution in found.warnings] == shown["cautions"], text
        if shown["places"]:
            assert [name_of(each) for each in found.candidates] == shown["places"], text
    assert sure > 30


def test_every_text_of_the_file_leads_to_its_own_answer(opened: Page) -> None:
    file = written.today()
    texts = file.data["texts"]
    for text, shown in zip(texts, opened.evaluate(LOOK_UP, texts), strict=True):
        kind, question, _, places = file.answer(text)
        assert shown["heading"] == (places[0].name if kind == "ok" else question), text


def test_changing_the_text_takes_the_old_answer_away(opened: Page) -> None:
    look_up(opened, "Batesville")
    expect(opened.locator("#answer h2")).to_be_visible()
    opened.get_by_label("Where is the person?").press_sequentially("x")
    expect(opened.locator("#answer")).to_be_empty()
    opened.get_by_role("button", name="Clear").click()
    expect(opened.get_by_label("Where is the person?")).to_have_value("")
    expect(opened.get_by_label("Where is the person?")).to_be_focused()


def test_it_goes_by_keyboard_alone(opened: Page) -> None:
    stops = 0
    while opened.evaluate("document.activeElement.id") != "box":
        opened.keyboard.press("Tab")
        stops += 1
        assert stops <= MOST_STOPS
    opened.keyboard.type("Washington")
    opened.keyboard.press("Enter")
    choice = opened.get_by_role("button", name="Show all for Washington County")
    while not choice.evaluate("(button) => button === document.activeElement"):
        opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("heading", level=2, name="Washington County")).to_be_focused()
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "866-453-6216"


def test_what_was_typed_is_gone_after_leaving_and_coming_back(opened: Page) -> None:
    look_up(opened, "Batesville")
    address = opened.url
    opened.goto("about:blank")
    opened.go_back()
    assert opened.url == address
    expect(opened.get_by_label("Where is the person?")).to_have_value("")
    expect(opened.locator("#answer")).to_be_empty()
    assert opened.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-21T00:10:00", ""),
        ("2027-02-19T23:50:00", ""),
        ("2027-02-20T00:10:00", say("old", day="November 21, 2026", count=91)),
        ("2026-11-20T23:50:00", say("clock", day="November 21, 2026")),
    ],
)
def test_it_says_when_it_is_old(new_page: Page, address: str, now: str, sentence: str) -> None:
    new_page.clock.set_fixed_time(now)
    new_page.goto(address)
    banner = new_page.locator("#old")
    if sentence:
        expect(banner).to_have_text(sentence)
        expect(banner).to_be_visible()
    else:
        expect(banner).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 844})
    for text in ("", "38606", "Washington", "Batesvile"):
        if text:
            look_up(opened, text)
        for fold in opened.locator("#answer summary").all():
            fold.click()
        expect_accessible(opened, tags=(*WCAG, "best-practice"))
        assert wider_than_screen(opened) <= 0
    if width == 390:
        low = "(found) => found.map((one) => [one.textContent, one.getBoundingClientRect().height])"
        for name, height in opened.locator("button:visible, input, a:visible").evaluate_all(low):
            assert height >= 44, name


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_the_first_screen_says_whom_to_call(opened: Page, size: tuple[int, int]) -> None:
    opened.set_viewport_size({"width": size[0], "height": size[1]})
    look_up(opened, "Batesville")
    for text in ("866-837-7521", "No answer?", "662-563-9176"):
        expect(opened.locator("#answer").get_by_text(text).first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_the_booklet_is_the_page(
    browser: Browser, address: str, width: int
) -> None:
    context: BrowserContext = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="Panola County Region 2")).to_be_visible()
    expect(page.get_by_role("heading", name="Index of ZIPs")).to_be_visible()
    expect(page.get_by_label("Where is the person?")).to_be_hidden()
    context.close()


def test_on_paper_it_is_a_booklet(opened: Page, address: str, tmp_path: Path) -> None:
    look_up(opened, "Batesville")
    target = tmp_path / "booklet.pdf"
    opened.pdf(path=target, prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))
    assert sheets <= MOST_SHEETS, sheets
    opened.emulate_media(media="print")
    for name in ("Adams County Region 15", "Index of ZIPs", "Sources of the numbers"):
        expect(opened.get_by_role("heading", name=name)).to_be_visible()
    expect(opened.locator("#finder")).to_be_hidden()
    expect_fits_on_letter(opened, address, ".county, li, p")
    if not shutil.which("pdftotext"):
        return  # what was asked of the page holds for the paper, but for its margins
    for sheet, parts in {
        1: ("Find help in Mississippi", "Adams County", "888-558-2077", f"Page 1 of {sheets}"),
        sheets: ("Sources of the numbers", f"Page {sheets} of {sheets}"),
    }.items():
        told = printed(target, sheet)
        for part in (*parts, "As of November 21, 2026. Data version ", "911 in an emergency."):
            assert part in told
        assert "Where is the person" not in told


def printed(target: Path, sheet: int) -> str:
    """Return the text of a sheet of a PDF."""
    command = ["pdftotext", "-f", str(sheet), "-l", str(sheet), str(target), "-"]
    told = subprocess.run(command, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_one_answer_prints_alone(opened: Page) -> None:
    look_up(opened, "Batesville")
    opened.evaluate("window.print = () => {}")
    opened.get_by_role("button", name="Print this answer").click()
    opened.emulate_media(media="print")
    expect(opened.get_by_role("heading", level=2, name="Batesville")).to_be_visible()
    expect(opened.locator("#booklet")).to_be_hidden()
    opened.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(opened.locator("#booklet")).to_be_visible()
    expect(opened.locator("#answer")).to_be_hidden()
