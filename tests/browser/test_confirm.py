"""The page Confirm in a real Chromium: by keyboard, on a phone, two people at once, and nothing leaves it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from geo.catalog import folder
from geo.catalog import load as reader
from geo.catalog.confirmations import FILE
from tests import small_state
from tests.browser.accessible import expect_accessible
from tests.browser.conftest import StartApp
from tests.browser.waiting import expect_data, expect_whole
from tests.conftest import Watch

# In two pieces, so that this file does not hold what is searched for.
MARK = "Zzyzx" + "mark"
WORDS = "Yes, the same, all of them."


@dataclass(frozen=True)
class Served:
    """An app on a made-up state, its folder and what it has written to the terminal."""

    url: str
    home: Path
    log: Path

    def kept(self) -> list[str]:
        return [record.says for record in reader.load(self.home).confirmations.records]


def made(home: Path) -> Path:
    """Write the made-up state, with every source past its age limit."""
    content: dict[str, Any] = small_state.services()
    for source in content["sources"]:
        source["stale_after_days"] = 30
    return small_state.write(home, content)


@pytest.fixture(scope="module")
def serving(
    start_app: StartApp, repo_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """An app that was started to keep records, for all tests of this file."""
    home = made(tmp_path_factory.mktemp("data"))
    environment = {folder.VARIABLE: str(home), folder.EDIT_VARIABLE: "1"}
    with start_app(repo_root / "app.py", **environment) as app:
        yield Served(app.url, home, app.log)


@pytest.fixture
def served(serving: Served) -> Served:
    """The app, with nothing kept yet."""
    made(serving.home)
    # A file that goes while the app runs is a fault, and the records of before stay.
    (serving.home / FILE).write_text("stale_after_days: 365\nrecords: []\n", encoding="utf-8")
    return serving


def visit(page: Page, served: Served) -> Page:
    page.goto(f"{served.url}/confirm")
    expect_whole(page)
    expect_data(page, served.home)  # an earlier test may have kept something
    return page


def open_question(page: Page, title: str) -> Locator:
    page.get_by_role("button", name=f"Open {title}").click()
    expect(page.get_by_role("heading", name=title, level=2)).to_be_visible()
    expect_whole(page)
    return page.locator(".st-key-confirm_panel")


def right(page: Page) -> None:
    page.get_by_role("radio", name="It is right").click()
    expect(page.locator(".cc-effect")).to_contain_text("no longer marked over its age limit")


def test_a_call_is_kept_by_keyboard_alone(page: Page, served: Served) -> None:
    visit(page, served)
    reach(page, page.get_by_role("button", name="Open West crew"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="West crew")).to_be_visible()
    expect_whole(page)
    reach(page, page.get_by_role("radio", name="It is right"))
    page.keyboard.press("Enter")
    expect(page.locator(".cc-effect")).to_contain_text("no longer marked over its age limit")
    reach(page, page.get_by_role("textbox", name="Your role"))
    page.keyboard.type("County planner")
    reach(page, page.get_by_role("textbox", name=re.compile("Their words")))
    page.keyboard.type(WORDS)
    assert served.kept() == []
    reach(page, page.get_by_role("button", name="Keep this record"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept: West crew.")).to_be_visible()
    assert served.kept() == [WORDS] * 3
    expect(page.locator(".cc-ask").first).to_contain_text("Confirmed ")
    expect(page.get_by_text("1 of 2 numbers confirmed")).to_be_visible()
    # Another page of the same visit shows it without a reload.
    page.get_by_role("link", name="Data & sources").click()
    expect(page).to_have_title(re.compile("^Data & sources"))
    version = page.locator(".cc-foot code")
    expect(version).to_have_attribute("title", folder.sha256(served.home))


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("the Tab key does not lead there")


def test_the_page_is_accessible_and_each_button_says_what_it_opens(
    page: Page, served: Served
) -> None:
    visit(page, served)
    for title in ("West crew", "East crew"):
        button = page.get_by_role("button", name=f"Open {title}", exact=True)
        expect(button).to_be_visible()
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    expect_accessible(page)
    panel = open_question(page, "West crew")
    expect(panel.get_by_role("link", name="307-555-0100")).to_have_attribute(
        "href", "tel:307-555-0100"
    )
    expect(panel.get_by_role("link", name="307-555-0101")).to_have_count(0)
    right(page)
    page.get_by_role("button", name="Keep this record").click()
    expect(page.get_by_role("alert")).to_contain_text("Say your role")
    expect_accessible(page)
    page.get_by_role("radio", name="It changed").click()
    box = page.get_by_role("combobox", name="What changed?")
    expect(box).to_be_visible()
    expect_whole(page)
    box.focus()  # by keyboard, as a list closes when the page scrolls under a pointer
    page.keyboard.type("The counties served")
    expect(page.get_by_role("option", name="The counties served", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Counties served now")).to_be_visible()
    expect_whole(page)
    expect_accessible(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_is_below_its_row_on_a_phone_and_beside_it_on_a_screen(
    page: Page, served: Served, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, served)
    open_question(page, "West crew")
    right(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth")
    row = page.locator(".cc-ask").first.bounding_box()
    after = page.locator(".cc-ask").nth(1).bounding_box()
    panel = page.locator(".st-key-confirm_panel").bounding_box()
    assert row
    assert after
    assert panel
    if width < 1000:
        assert row["y"] + row["height"] <= panel["y"] < after["y"]
    else:
        assert panel["x"] > row["x"] + row["width"]
        assert abs(panel["y"] - row["y"]) < 40


def test_a_half_typed_form_is_there_on_return(page: Page, served: Served) -> None:
    visit(page, served)
    open_question(page, "East crew")
    right(page)
    page.get_by_role("textbox", name="Your role").fill("Analyst")
    page.get_by_role("textbox", name=re.compile("Their words")).fill(f"Half a {MARK}")
    page.keyboard.press("Enter")
    expect_whole(page)
    page.get_by_role("link", name="Data & sources").click()
    expect(page).to_have_title(re.compile("^Data & sources"))
    expect_whole(page)
    page.get_by_role("link", name="Confirm", exact=True).click()
    expect(page.get_by_role("heading", name="East crew", level=2)).to_be_visible()
    expect(page.get_by_role("textbox", name="Your role")).to_have_value("Analyst")
    expect(page.get_by_role("textbox", name=re.compile("Their words"))).to_have_value(
        f"Half a {MARK}"
    )
    expect(page.get_by_role("radio", name="It is right")).to_be_checked()
    assert served.kept() == []


def test_the_second_of_two_people_is_told_and_loses_nothing(
    page: Page, context: BrowserContext, served: Served
) -> None:
    other = context.new_page()
    for each, words in ((page, "From the first."), (other, "From the second.")):
        visit(each, served)
        open_question(each, "West crew")
        right(each)
        each.get_by_role("textbox", name="Your role").fill("Planner")
        each.get_by_role("textbox", name=re.compile("Their words")).fill(words)
        each.keyboard.press("Tab")
        expect_whole(each)
    page.get_by_role("button", name="Keep this record").click()
    expect(page.get_by_text("Kept: West crew.")).to_be_visible()
    other.get_by_role("button", name="Keep this record").click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody else kept a record meanwhile")
    expect(other.locator(".cc-effect")).to_contain_text("Nothing changes")
    expect(other.get_by_role("textbox", name=re.compile("Their words"))).to_have_value(
        "From the second."
    )
    assert served.kept() == ["From the first."] * 3
    other.get_by_role("button", name="Keep this record").click()
    expect(other.get_by_text("Kept: West crew.")).to_be_visible()
    assert served.kept() == ["From the first."] * 3 + ["From the second."] * 3


def test_what_is_typed_is_in_no_address_and_no_log(
    page: Page, served: Served, watch: Watch
) -> None:
    visit(page, served)
    open_question(page, "West crew")
    right(page)
    page.get_by_role("textbox", name="Your role").fill(f"{MARK} role")
    page.get_by_role("textbox", name=re.compile("Their words")).fill(f"{{{{ {MARK} }}}} <b>")
    page.get_by_role("button", name="Keep this record").click()
    expect(page.get_by_role("alert")).to_contain_text("is refused in the data")
    assert not [address for address in [page.url, *watch.addresses] if MARK in address]
    assert MARK not in served.log.read_text("utf-8")
    assert not [
        path
        for path in served.home.rglob("*")
        if path.is_file() and MARK in path.read_text("utf-8")
    ]


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({}, "started to read only"),
        (
            {folder.EDIT_VARIABLE: "1", "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"},  # noqa: S104
            "other computers can reach it",
        ),
    ],
)
def test_an_app_not_meant_to_write_offers_the_record_for_download(
    page: Page,
    start_app: StartApp,
    repo_root: Path,
    tmp_path: Path,
    environment: dict[str, str],
    why: str,
) -> None:
    home = made(tmp_path / "data")
    (home / FILE).write_text("stale_after_days: 365\nrecords: []\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with start_app(repo_root / "app.py", **{folder.VARIABLE: str(home), **environment}) as app:
        visit(page, Served(app.url, home, app.log))
        open_question(page, "West crew")
        right(page)
        expect(page.get_by_text(why)).to_be_visible()
        expect(page.get_by_role("button", name="Keep this record")).to_have_count(0)
        page.get_by_role("textbox", name="Your role").fill("Planner")
        page.get_by_role("textbox", name=re.compile("Their words")).fill(WORDS)
        page.keyboard.press("Tab")
        expect_whole(page)
        page.get_by_role("button", name="Download the record").click()
        expect(page.get_by_text("Where to put it")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the record").click()
        lines = Path(download.value.path()).read_text(encoding="utf-8")
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    (home / FILE).write_text(f"stale_after_days: 365\nrecords:\n{lines}", encoding="utf-8")
    assert [record.says for record in reader.load(home).confirmations.records] == [WORDS] * 3


@pytest.mark.unwatched  # the list to print is in a sandbox
def test_the_list_can_be_taken_along(page: Page, served: Served, watch: Watch) -> None:
    visit(page, served)
    with page.expect_download() as download:
        page.get_by_role("button", name="Call list, CSV").click()
    table = Path(download.value.path()).read_text(encoding="utf-8")
    assert table.splitlines()[0].startswith("id,kind,about,regions")
    assert "crew-west" in table
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print list").click()
    sheet = opened.value
    expect(sheet.get_by_role("table", name="Call list")).to_contain_text("West crew")
    expect(sheet.get_by_text("Does it serve all of these: Alder and Birch?")).to_be_visible()
    expect(sheet.locator("script")).to_have_count(0)
    sheet.close()
    watch.expect_stopped_scripts_only()


def test_on_paper_the_list_stands_without_controls(page: Page, served: Served) -> None:
    visit(page, served)
    page.emulate_media(media="print")
    expect(page.locator(".cc-ask").first).to_be_visible()
    expect(page.get_by_role("button", name="Open West crew")).to_be_hidden()
    expect(page.get_by_role("button", name="Call list, CSV")).to_be_hidden()
