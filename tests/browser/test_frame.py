"""What stands around every page: numbers, names of pages, title and icon, no jump, margins on paper."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect

from tests import live
from tests.browser.accessible import expect_accessible
from tests.browser.fitting import count_shifts, expect_no_jump
from tests.browser.waiting import expect_whole
from tests.conftest import Watch

STATE = live.catalog().services.study_area.name
PAGES = {
    "": "Statewide",
    "county": "Counties",
    "distance": "Distance",
    "find": "Find help",
    "confirm": "Confirm",
    "sources": "Data & sources",
}
EVERYWHERE = {
    **PAGES,
    "words": "Words explained",
    "continuum": "The whole system",
    "reentry": "Going home",
}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Streamlit's own heights in brackets: the rules of app.css have to go on finding their places.
HEIGHTS_PX = {
    '[data-testid="stPageLink-NavLink"]': 44,
    '[data-testid="stButtonGroup"] button': 44,
    ".stExpander summary": 48,
    ".stCheckbox label": 44,
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_has_numbers_names_and_a_title_of_its_own(
    kept: Page, app_url: str, size: dict[str, int]
) -> None:
    kept.set_viewport_size(size)  # type: ignore[arg-type]
    for path, title in EVERYWHERE.items():
        kept.goto(f"{app_url}/{path}")
        expect_whole(kept)
        expect(kept).to_have_title(f"{title} - {STATE} Crisis Coverage")
        assert re.match(
            r"data:image/svg\+xml|/|http://127",
            kept.locator("link[rel~=icon]").first.get_attribute("href") or "",
        )
        strip = kept.get_by_role("navigation", name="Numbers to call")
        for number in ("911", "988", "877-210-8513"):
            link = strip.get_by_role("link", name=number)
            expect(link).to_have_attribute("href", f"tel:{number}")
            expect(link).to_be_in_viewport(ratio=1)
        # The name of Find help is no link where it is open; the last one chooses the language.
        names = kept.locator(".st-key-nav :is(a, [aria-current])").filter(has_not_text="spañol")
        expect(names).to_have_text(list(PAGES.values()))
        for name in names.all():
            expect(name).to_be_in_viewport(ratio=1)
        expect(kept.get_by_text(f"You are here: {title}")).to_be_attached()
        assert kept.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        expect(kept.get_by_role("heading", level=1)).to_have_count(1)


WAYS = {
    "crisis": "What to do in a crisis",
    "continuum": "The whole system, in four parts",
    "reentry": "Going home from prison, jail, or a hospital",
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_the_row_has_no_room_for_is_a_click_away_and_seen(
    kept: Page, app_url: str, size: dict[str, int]
) -> None:
    kept.set_viewport_size(size)  # type: ignore[arg-type]
    kept.goto(app_url)
    expect_whole(kept)
    for path, words in WAYS.items():
        line = kept.locator(".st-key-ways_head").get_by_role("link", name=words, exact=True)
        expect(line).to_be_in_viewport(ratio=1)
        looks = line.locator("p").evaluate("(one) => getComputedStyle(one).textDecorationLine")
        assert looks == "underline"
        line.click()
        expect(kept).to_have_url(f"{app_url}/{path}")
        expect_whole(kept)
        foot = kept.locator(".st-key-ways_foot").get_by_role("link")
        expect(foot).to_have_text(list(WAYS.values()))
        kept.locator(".st-key-nav").get_by_role("link", name="Statewide", exact=True).click()
        expect_whole(kept)
        expect(line).to_be_visible()


@pytest.mark.unwatched  # the console tells of the 404
def test_an_address_without_a_page_has_one_heading_and_a_way_on(
    new_page: Page, app_url: str, watch: Watch
) -> None:
    answer = new_page.goto(f"{app_url}/nowhere")
    assert answer
    assert answer.status == 404
    expect(new_page.get_by_role("heading")).to_have_text(["There is no page at this address"])
    expect(new_page).to_have_title("There is no page at this address - Crisis Coverage")
    expect_accessible(new_page)
    new_page.get_by_role("link", name="Begin with the first page").click()
    expect_whole(new_page)
    expect(new_page).to_have_title(f"Statewide - {STATE} Crisis Coverage")
    assert watch.foreign == []
    (error,) = watch.errors
    assert "404" in error


def test_the_part_that_scrolls_shows_that_it_has_the_focus(kept: Page, app_url: str) -> None:
    kept.goto(f"{app_url}/words")
    expect_whole(kept)
    main = kept.get_by_test_id("stMain")
    for _ in range(3):
        kept.keyboard.press("Tab")
        if main.evaluate("node => node === document.activeElement"):
            break
    expect(main).to_be_focused()
    assert main.evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)") >= 3


def test_the_numbers_are_large_only_where_somebody_looks_for_help(kept: Page, app_url: str) -> None:
    sizes = {}
    for path in ("find", "words"):
        kept.goto(f"{app_url}/{path}")
        expect_whole(kept)
        link = kept.get_by_role("link", name="988", exact=True).first
        sizes[path] = link.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert sizes["find"] > 1.3 * sizes["words"]


def test_a_name_of_the_row_opens_its_page_and_the_way_back_leads_back(
    kept: Page, app_url: str
) -> None:
    kept.goto(f"{app_url}/words")
    expect_whole(kept)
    kept.evaluate("window.same = true")
    for path, title in PAGES.items():
        kept.locator(".st-key-nav").get_by_role("link", name=title, exact=True).click()
        expect(kept).to_have_title(f"{title} - {STATE} Crisis Coverage")
        expect(kept).to_have_url(re.compile(rf"/{path}(\?.*)?$"))
        expect_whole(kept)
    assert kept.evaluate("window.same"), "the page was loaded anew"
    kept.go_back()
    expect(kept).to_have_title(f"Confirm - {STATE} Crisis Coverage")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_page_does_not_jump_while_it_loads(page: Page, app_url: str, path: str) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    count_shifts(page)
    page.goto(f"{app_url}/{path}")
    expect_whole(page)
    page.wait_for_timeout(500)  # what is late, such as a map, may still push
    expect_no_jump(page)


def test_what_is_tapped_is_tall_enough_for_a_finger(kept: Page, app_url: str) -> None:
    kept.set_viewport_size(PHONE)  # type: ignore[arg-type]
    seen = set()
    for path in EVERYWHERE:
        kept.goto(f"{app_url}/{path}")
        expect_whole(kept)
        for selector, least_px in HEIGHTS_PX.items():
            for place in kept.locator(selector).all():
                box = place.bounding_box()
                if box and box["height"]:
                    seen.add(selector)
                    assert box["height"] >= least_px, (path, selector)
    assert seen >= {'[data-testid="stPageLink-NavLink"]', '[data-testid="stButtonGroup"] button'}


def test_each_sheet_of_paper_says_what_it_is_of_which_day_and_of_which_data(
    page: Page, app_url: str
) -> None:
    from pypdf import PdfReader

    page.goto(f"{app_url}/words")
    expect_whole(page)
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) >= 2
    for place, sheet in enumerate(sheets, start=1):
        said = sheet.extract_text()
        assert f"{STATE} Crisis Coverage" in said
        assert "Checked as of" in said
        assert live.assessment().data_sha256[:12] in said
        assert f"Page {place} of {len(sheets)}" in said


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_of_words_is_accessible(page: Page, app_url: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(f"{app_url}/words")
    expect_whole(page)
    expect_accessible(page)


LEFT_OUT = "Parts that are closed on the screen are not printed."


@pytest.mark.parametrize(
    ("address", "most_sheets", "first", "leaves_out"),
    [
        (
            "?county=28007",
            3,
            ("Does every county", "Leaflet", "not shown for 18 counties", "Wayne", "Ask:"),
            True,
        ),
        (
            "county?county=28007",
            1,
            ("Who to call", "Is it covered?", "Next to it", "Data version"),
            True,
        ),
        (
            "county?county=28015",
            1,
            ("Who to call", "Is it covered?", "Next to it", "Data version"),
            True,
        ),
        (
            "distance",
            3,
            ("How far are people", "Leaflet", "Most people farther than", "Lauderdale"),
            False,
        ),
        ("confirm", 2, ("Which calls",), False),
        ("sources?part=units", 3, ("Data & sources", "Cleveland"), False),
    ],
)
def test_a_printed_page_begins_with_its_answer_and_has_no_orphans(
    page: Page,
    app_url: str,
    address: str,
    most_sheets: int,
    first: tuple[str, ...],
    leaves_out: bool,
) -> None:
    from pypdf import PdfReader

    page.goto(f"{app_url}/{address}")
    expect_whole(page)
    if "Leaflet" in first:
        expect(page.locator(".webmap")).to_have_attribute("data-drawn", re.compile("."))
        expect(page.locator(".clickable table")).not_to_have_count(0)
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) <= most_sheets
    said = sheets[0].extract_text()
    for words in first:
        assert words in said, words
    every = " ".join("\n".join(sheet.extract_text() for sheet in sheets).split())
    assert (LEFT_OUT in every) is leaves_out
