"""The page Counties in a real Chromium: pick a county, one profile on one screen, and its sheet on paper."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from geo.coverage import sentences
from geo.report.projection import atlas
from tests import live, small_state
from tests.browser.accessible import expect_accessible
from tests.browser.fitting import LETTER_PX
from tests.browser.state_map_page import county
from tests.browser.waiting import reload_until
from tests.conftest import Watch

KNOWN = live.catalog()
NAMES = {county.geoid: county.name for county in KNOWN.counties}
REQUIRED = [standard.id for standard in KNOWN.services.standards if standard.required]
# A unit of its own; unproven for one standard; a region that was inferred.
THREE = ("28107", "28007", "28015")
FOLDS = (
    "What each answer rests on",
    "What we could not confirm, and whom to ask",
    "The whole system, in four parts",
    "Facts that are not required",
    "Units, beds, and teams",
    "Region history and neighboring counties",
    "Sources",
)


def profile_of(page: Page, geoid: str) -> Locator:
    """Return the page once it shows that county, and the address says so."""
    name = f"{NAMES[geoid]} County"
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", name="Who to call")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/county\?county={geoid}$"))
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page.get_by_test_id("stMainBlockContainer")


def open_fold(page: Page, title: str) -> Locator:
    """Open a fold and return what is in it."""
    name = page.locator("summary").get_by_text(title, exact=True)
    fold = page.get_by_test_id("stExpander").filter(has=name)
    name.click()
    expect(fold.locator(".cc-county-fold")).to_be_visible()
    return fold.locator(".cc-county-fold")


def numbers_on(part: Locator) -> set[str]:
    links = part.locator("a[href^='tel:']")
    numbers: set[str] = set(links.evaluate_all("links => links.map(link => link.textContent)"))
    return numbers


def statuses_on(part: Locator) -> dict[str, str]:
    statuses: dict[str, str] = part.locator("[data-standard]").evaluate_all(
        """shown => Object.fromEntries(shown.map(one => [one.dataset.standard,
        one.querySelector('.cc-status').className.match(/cc-(covered|claimed|gap|unknown)/)[1]]))"""
    )
    return statuses


@pytest.mark.parametrize("geoid", THREE)
def test_the_profile_holds_the_numbers_and_verdicts_of_the_command(
    page: Page, app_url: str, run: Callable[..., Any], geoid: str
) -> None:
    said = json.loads(run("county", NAMES[geoid], "--format", "json").stdout)
    page.goto(f"{app_url}/county?county={geoid}")
    shown = profile_of(page, geoid)
    numbers = {call["phone"] for call in (*said["calls"], *said["operators"])}
    # The numbers for everybody are in the line above all; in the other parts stand those of whom to ask.
    listed = numbers_on(page.locator(".cc-strip")) | numbers_on(shown.locator(".cc-call"))
    assert listed == numbers - {None}
    offices = {operator.phone for operator in KNOWN.services.operators}
    assert numbers_on(shown) <= numbers | offices
    statuses = {finding["standard"]: finding["status"] for finding in said["findings"]}
    answers = shown.locator(".cc-answers")
    assert statuses_on(answers) == {name: statuses[name] for name in REQUIRED}
    expect(page.locator(".cc-county-fold")).to_have_count(0)
    optional = open_fold(page, "Facts that are not required")
    unread = live.assessment().unread()
    assert statuses_on(optional) == {
        name: status
        for name, status in statuses.items()
        if name not in REQUIRED and name not in {total.id for total in unread}
    }
    expect(optional).to_contain_text(sentences.unread(unread))
    units = open_fold(page, "Units, beds, and teams")
    for unit in said["facilities"]:
        expect(units).to_contain_text(unit["name"])
    asked = open_fold(page, "What we could not confirm, and whom to ask")
    for question in said["holes"]:
        expect(asked).to_contain_text(question["ask"])
    rests = open_fold(page, "What each answer rests on")
    for finding in said["findings"]:
        if finding["standard"] in REQUIRED:
            for fact in finding["evidence"]:
                expect(rests).to_contain_text(fact["quote"])
    drawing = shown.locator(".cc-drawn-wide img.cc-drawing")
    expect(drawing).to_have_attribute("alt", re.compile(NAMES[geoid]))
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 100")


def bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_one_county_fits_one_screen_and_two_of_a_phone(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{app_url}/county?county=28007")
    shown = profile_of(page, "28007")
    first = shown.locator(".cc-first-call .cc-phone")
    assert first.evaluate("one => getComputedStyle(one).fontSize") == "45px"
    expect(shown.locator(".cc-drawn-wide img")).to_be_visible()
    for part in (".cc-call", ".cc-answers", ".cc-settle", ".cc-reaches", ".cc-locator"):
        assert bottom(shown.locator(part)) <= 900, part


# The longest texts: a region that was inferred, two units and teams without a number, long names.
@pytest.mark.parametrize("geoid", ["28007", "28009", "28015", "28041", "28073", "28143"])
def test_on_a_phone_what_counts_fits_two_screens_and_the_folds_follow(
    page: Page, app_url: str, geoid: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/county?county={geoid}")
    shown = profile_of(page, geoid)
    expect(shown.locator(".cc-drawn-tall img")).to_be_visible()
    expect(shown.locator(".cc-drawn-wide img")).to_be_hidden()
    assert bottom(shown.locator(".cc-first-call")) <= 844
    for part in (".cc-call", ".cc-answers", ".cc-settle", ".cc-reaches", ".cc-age"):
        if shown.locator(part).count():
            assert bottom(shown.locator(part)) <= 2 * 844, part
    folds = shown.locator(".st-key-folds").bounding_box()
    drawing = shown.locator(".cc-locator").bounding_box()
    assert folds
    assert drawing
    assert folds["y"] <= 2 * 844
    assert folds["y"] + folds["height"] <= drawing["y"] + 1, "the map comes below"
    for link in shown.locator(".cc-lines a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 40


def test_without_a_county_every_county_is_a_link_under_its_region(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county")
    every = page.get_by_role("navigation", name="Counties by region")
    expect(every.get_by_role("link")).to_have_count(len(NAMES))
    expect(every.get_by_role("heading", name="Region 12", exact=True)).to_be_visible()
    every.get_by_role("link", name="Yazoo").click()
    profile_of(page, "28163")


def test_a_county_on_the_map_opens_its_profile(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county")
    expect(page.locator(".webmap[data-drawn]")).to_be_attached(timeout=30_000)
    county(page.frames[-1], "28051").click()  # Holmes: no mark of a unit lies over it
    profile_of(page, "28051")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which county?")


def test_an_unknown_county_is_told_and_another_can_be_chosen(page: Page, app_url: str) -> None:
    told = page.get_by_role("status").filter(has_text="which is not here")
    for named in ("%3Cscript%3Ealert(1)%3C/script%3E", "99999"):
        page.goto(f"{app_url}/county?county={named}")
        expect(told).to_be_visible()
        expect(page.get_by_role("heading", name="Who to call")).to_have_count(0)
    choose(page, "Panola")
    profile_of(page, "28107")
    expect(told).to_have_count(0)


def choose(page: Page, name: str) -> None:
    """Choose by keyboard alone, from the box's own place in the order."""
    field = page.get_by_role("combobox", name=re.compile("County|Another county"))
    field.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(name)
    expect(page.get_by_role("option", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def test_keyboard_alone_chooses_a_county_and_reaches_paper_numbers_and_folds(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/county")
    expect(page.get_by_role("navigation", name="Counties by region")).to_be_visible()
    choose(page, "Panola")
    profile_of(page, "28107")
    focused = "document.activeElement.textContent.trim()"
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
    first = min(NAMES[neighbor] for neighbor in atlas(KNOWN).beside["28107"])
    order = [reached.index(name) for name in ("Print sheet", "Download", "866-837-7521", first)]
    assert order == sorted(order)
    page.get_by_role("link", name=first, exact=True).focus()
    page.keyboard.press("Enter")
    profile_of(page, next(geoid for geoid, name in NAMES.items() if name == first))


def test_the_window_is_named_after_the_county_while_it_is_shown(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county")
    expect(page).to_have_title("Counties - Mississippi Crisis Coverage")
    choose(page, "Panola")
    expect(page).to_have_title("Panola County - Mississippi Crisis Coverage")
    page.get_by_role("link", name="Data & sources", exact=True).first.click()
    expect(page).to_have_title("Data & sources - Mississippi Crisis Coverage")


def test_the_age_of_the_sources_and_the_data_are_said_once(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28107")
    profile_of(page, "28107")
    expect(page.locator(".cc-age")).to_have_count(1)
    expect(page.get_by_text("Data version")).to_have_count(1)
    assert page.locator("body").inner_text().count("more than a year old") == 1


def test_the_focus_is_seen_on_links_and_boxes(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28107")
    profile_of(page, "28107")
    outline = "one => (style => [style.outlineStyle, style.outlineWidth])(getComputedStyle(one))"
    link = page.locator(".cc-first-call a")
    box = page.get_by_test_id("stSelectbox").get_by_role("group")
    assert link.evaluate(outline) != ["solid", "3px"]
    page.keyboard.press("Tab")  # so that the focus counts as moved by keyboard
    link.focus()
    assert link.evaluate(outline) == ["solid", "3px"]
    assert box.evaluate(outline) != ["solid", "3px"]
    box.get_by_role("combobox").focus()
    assert box.evaluate(outline) == ["solid", "3px"]


def test_neighbors_are_links_and_back_returns(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28107")
    profile_of(page, "28107")
    links = page.get_by_role("navigation", name="Counties around").get_by_role("link")
    beside = atlas(KNOWN).beside["28107"]
    assert links.all_text_contents() == sorted(NAMES[neighbor] for neighbor in beside)
    links.filter(has_text="Tate").click()
    profile_of(page, "28137")
    choose(page, "Adams")
    profile_of(page, "28001")
    page.go_back()
    profile_of(page, "28137")
    page.go_back()
    profile_of(page, "28107")


def test_the_other_pages_keep_the_county(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28007")
    profile_of(page, "28007")
    page.get_by_role("link", name="Data & sources", exact=True).first.click()
    expect(page).to_have_title(re.compile("Data & sources"))
    page.get_by_role("link", name="Counties", exact=True).first.click()
    profile_of(page, "28007")


def sheets_of_paper(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.unwatched  # the sheet is in a sandbox
def test_the_print_ready_sheet_stands_alone_and_is_what_is_downloaded(
    page: Page, context: BrowserContext, watch: Watch, app_url: str, tmp_path: Path
) -> None:
    page.goto(f"{app_url}/county?county=28107")
    shown = profile_of(page, "28107")
    with context.expect_page() as opening:
        page.get_by_role("link", name="Print sheet").click()
    expect(opening.value).to_have_title("Panola County, Mississippi - Crisis Coverage")
    alone = context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    answer = alone.goto(opening.value.url)
    assert answer
    assert asked == [alone.url], "it needs nothing but itself"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "script" not in policy
    assert "sandbox" in policy
    assert alone.evaluate("window.origin") == "null"
    assert alone.locator("script, link, iframe").count() == 0
    # The sheet also prints what is folded on the page, where some offices are named with their numbers.
    offices = {operator.phone for operator in KNOWN.services.operators}
    assert numbers_on(shown) <= numbers_on(alone.locator("main")) <= numbers_on(shown) | offices
    assert statuses_on(alone.locator(".cc-answers")) == statuses_on(shown.locator(".cc-answers"))
    pdf = alone.pdf(prefer_css_page_size=True)
    assert sheets_of_paper(pdf) <= 2
    assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)) == {b"0 0 612 792"}
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download", exact=True).click()
    assert waiting.value.suggested_filename == "28107-panola.html"
    waiting.value.save_as(tmp_path / "sheet.html")
    assert (tmp_path / "sheet.html").read_bytes() == answer.body()
    watch.expect_stopped_scripts_only()


def test_the_page_itself_prints_the_profile_without_widgets(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28149")
    shown = profile_of(page, "28149")
    page.emulate_media(media="print")
    for around in (
        page.get_by_role("combobox", name="Another county"),
        page.get_by_role("navigation", name="Numbers to call"),
        page.get_by_role("link", name="Print sheet"),
        page.get_by_role("button", name="Download", exact=True),
        page.get_by_test_id("stHeader"),
        page.get_by_role("link", name="Statewide", exact=True),
    ):
        expect(around).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(shown.locator(".cc-answers")).to_be_visible()
    assert sheets_of_paper(page.pdf(prefer_css_page_size=True)) == 1


@pytest.mark.parametrize("address", ["/distance", "/?standard=intensive&county=28007"])
def test_pages_with_a_map_fit_on_paper_with_its_legend(
    page: Page, app_url: str, address: str
) -> None:
    page.goto(app_url + address)
    expect(page.locator(".webmap[data-drawn]")).to_be_attached(timeout=30_000)
    page.set_viewport_size({"width": LETTER_PX, "height": 912})
    page.emulate_media(media="print")
    framed = page.frames[-1]
    framed.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    over = page.evaluate(
        "limit => [...document.querySelectorAll('.cc-table, iframe')].filter("
        "(one) => one.getBoundingClientRect().right > limit).length",
        LETTER_PX,
    )
    assert over == 0
    outside = framed.evaluate(
        """() => [...document.querySelectorAll('path.county, #legend li')].filter((one) => {
          const box = one.getBoundingClientRect();
          return !box.width || box.left < 0 || box.top < 0
            || box.right > innerWidth || box.bottom > innerHeight;
        }).length"""
    )
    assert outside == 0, "the whole state and its legend are in the frame"


def test_broken_files_leave_the_last_sound_profile(
    page: Page, start_app: Any, repo_root: Path, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home)) as app:
        for name in ("counties.geojson", "display_counties.geojson"):
            (home / name).write_text("{", encoding="utf-8")
        page.goto(f"{app.url}/county?county={small_state.ALDER}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Alder County")
        reload_until(page, lambda: page.get_by_text("This page still shows the last sound state"))
        expect(page.locator(".cc-drawn-wide img.cc-drawing")).to_be_visible()
        page.close()  # before the server goes, or it would complain of the silence


@pytest.mark.parametrize(
    ("address", "width"),
    [("/county?county=28007", 390), ("/county?county=28007", 1280), ("/county", 390)],
)
def test_nothing_scrolls_sideways_and_axe_finds_no_violation(
    kept: Page, app_url: str, address: str, width: int
) -> None:
    kept.set_viewport_size({"width": width, "height": 844})
    if kept.url != app_url + address:
        kept.goto(app_url + address)
        kept.locator(".cc-foot").wait_for()
        if "county=" in address:
            for title in FOLDS:
                open_fold(kept, title)
    kept.locator(".cc-foot").scroll_into_view_if_needed()
    wide = kept.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    )
    expect_accessible(kept)
    assert wide == [0, 0]
