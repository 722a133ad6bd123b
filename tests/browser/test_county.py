"""The page County in a real Chromium: one sheet per county, on screen and on paper."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from geo.catalog.vocabulary import Evaluation
from geo.coverage import sentences
from geo.report.projection import atlas
from tests import live, small_state
from tests.browser.accessible import expect_accessible
from tests.browser.fitting import LETTER_PX
from tests.conftest import Watch

KNOWN = live.catalog()
NAMES = {county.geoid: county.name for county in KNOWN.counties}
# A unit of its own; unproven for one standard; a region that was inferred.
THREE = ("28107", "28007", "28015")
# What the sheet's table says where a question of distance has this status.
DISTANCE_WORDS = {"covered": "within", "unknown": "cannot tell", "gap": "beyond"}
LAST = "Method and limits"


def sheet_of(page: Page, geoid: str) -> Locator:
    """Return the sheet once it is that county's, and the address says so."""
    expect(page.locator(f".cc-sheet[data-geoid='{geoid}']")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{NAMES[geoid]} County")
    expect(page).to_have_url(re.compile(rf"/county\?county={geoid}$"))
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page.locator(".cc-sheet")


def numbers_on(part: Locator) -> set[str]:
    links = part.locator("a[href^='tel:']")
    numbers: set[str] = set(links.evaluate_all("links => links.map(link => link.textContent)"))
    return numbers


def verdicts_on(part: Locator) -> dict[str, str]:
    statuses: dict[str, str] = part.locator("[data-standard]").evaluate_all(
        "verdicts => Object.fromEntries(verdicts.map(verdict => [verdict.dataset.standard,"
        " verdict.querySelector('.cc-status').textContent]))"
    )
    return statuses


def distances_on(part: Locator) -> dict[str, str]:
    """Return the answer to each question of distance that is no duty, by the question's title."""
    table = part.locator("table").filter(has_text="Questions of distance: no duty")
    answers: dict[str, str] = table.locator("tbody tr").evaluate_all(
        "rows => Object.fromEntries(rows.map(row => [row.children[0].textContent,"
        " row.querySelector('.cc-reach').textContent]))"
    )
    return answers


@pytest.mark.parametrize("geoid", THREE)
def test_the_sheet_holds_the_numbers_and_verdicts_of_the_command(
    page: Page, app_url: str, run: Callable[..., Any], geoid: str
) -> None:
    said = json.loads(run("county", NAMES[geoid], "--format", "json").stdout)
    page.goto(f"{app_url}/county?county={geoid}")
    sheet = sheet_of(page, geoid)
    numbers = {call["phone"] for call in (*said["calls"], *said["operators"])}
    assert numbers_on(sheet) == numbers - {None}
    statuses = {finding["standard"]: finding["status"] for finding in said["findings"]}
    optional = [
        standard
        for standard in KNOWN.services.standards
        if standard.evaluation is Evaluation.WITHIN and not standard.required
    ]
    assert optional
    assert distances_on(sheet) == {
        standard.title: DISTANCE_WORDS[statuses.pop(standard.id)] for standard in optional
    }
    unread = live.assessment().unread()
    assert {statuses.pop(total.id) for total in unread} == {"unknown"}
    expect(sheet).to_contain_text(sentences.unread(unread))
    assert verdicts_on(sheet) == statuses
    for unit in said["facilities"]:
        expect(sheet).to_contain_text(unit["name"])
    for question in said["holes"]:
        expect(sheet).to_contain_text(question["ask"])
    expect(sheet).to_contain_text(said["data_sha256"])
    drawing = sheet.locator("img.cc-drawing")
    expect(drawing).to_have_attribute("alt", re.compile(NAMES[geoid]))
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 100")


def test_without_a_county_every_county_is_a_link_under_its_region(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county")
    every = page.get_by_role("navigation", name="Counties by region")
    expect(every.get_by_role("link")).to_have_count(len(NAMES))
    expect(every.get_by_role("heading", name="Region 12", exact=True)).to_be_visible()
    every.get_by_role("link", name="Yazoo").click()
    sheet_of(page, "28163")


def test_an_unknown_geoid_is_told_and_a_county_can_be_chosen(page: Page, app_url: str) -> None:
    told = page.get_by_role("status").filter(has_text="names no county of Mississippi")
    for named in ("%3Cscript%3Ealert(1)%3C/script%3E", "99999"):
        page.goto(f"{app_url}/county?county={named}")
        expect(told).to_be_visible()
        expect(page.locator(".cc-sheet")).to_have_count(0)
    choose(page, "Panola")
    sheet_of(page, "28107")
    expect(told).to_have_count(0)


def choose(page: Page, name: str) -> None:
    """Choose by keyboard alone, from the box's own place in the order."""
    field = page.get_by_role("combobox", name="County")
    field.focus()
    page.keyboard.type(name)
    expect(page.get_by_role("option", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def test_keyboard_alone_chooses_a_county_and_reaches_paper_and_neighbors(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/county")
    expect(page.get_by_role("navigation", name="Counties by region")).to_be_visible()
    choose(page, "Panola")
    sheet_of(page, "28107")
    focused = "document.activeElement.textContent.trim()"
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
    first = min(NAMES[neighbor] for neighbor in atlas(KNOWN).beside["28107"])
    assert reached[-3:] == ["Print-ready sheet", "Download the sheet (HTML)", first]
    page.keyboard.press("Enter")
    sheet_of(page, next(geoid for geoid, name in NAMES.items() if name == first))


def test_the_window_is_named_after_the_county_while_its_sheet_is_shown(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/county")
    expect(page).to_have_title("County")
    choose(page, "Panola")
    expect(page).to_have_title("Panola County")
    page.get_by_role("link", name="Data and sources", exact=True).first.click()
    expect(page).to_have_title("Data and sources")


def test_the_date_and_the_data_are_said_once(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28107")
    sheet_of(page, "28107")
    expect(page.get_by_text(re.compile(r"Data [0-9a-f]{64}"))).to_have_count(1)


def test_the_focus_is_seen_on_links_and_boxes(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/county?county=28107")
    sheet_of(page, "28107")
    outline = "one => (style => [style.outlineStyle, style.outlineWidth])(getComputedStyle(one))"
    link = page.get_by_test_id("stTopNavLink").nth(1)
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
    sheet_of(page, "28107")
    links = page.get_by_role("navigation", name="Counties around").get_by_role("link")
    beside = atlas(KNOWN).beside["28107"]
    assert links.all_text_contents() == sorted(NAMES[neighbor] for neighbor in beside)
    links.filter(has_text="Tate").click()
    sheet_of(page, "28137")
    choose(page, "Adams")
    sheet_of(page, "28001")
    page.go_back()
    sheet_of(page, "28137")
    page.go_back()
    sheet_of(page, "28107")


def test_coverage_leads_to_the_sheet_and_both_keep_the_county(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?standard=intensive&county=28007")
    drawn = page.locator(".webmap[data-drawn='intensive'][data-selected='28007']")
    expect(drawn).to_be_attached(timeout=30_000)
    page.get_by_role("link", name="County", exact=True).first.click()
    sheet_of(page, "28007")
    choose(page, "Carroll")
    sheet_of(page, "28015")
    page.get_by_role("link", name="Coverage", exact=True).first.click()
    panel = page.get_by_role("region", name="Why: Carroll County")
    expect(panel).to_be_visible()
    expect(page).to_have_url(re.compile(r"standard=intensive&county=28015"))
    panel.get_by_role("link", name="The whole sheet of Carroll County").click()
    sheet_of(page, "28015")
    page.go_back()
    expect(panel).to_be_visible()
    expect(page).to_have_url(re.compile(r"standard=intensive&county=28015"))
    page.get_by_role("link", name="Data and sources", exact=True).first.click()
    expect(page.get_by_role("heading", name="Data and sources", level=1)).to_be_visible()
    page.go_back()
    expect(panel).to_be_visible()
    expect(page).to_have_url(re.compile(r"standard=intensive&county=28015"))


def sheets_of_paper(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.unwatched  # the sandbox stops Playwright's own scripts too, and now and then says so
def test_the_print_ready_sheet_stands_alone_and_is_what_is_downloaded(
    page: Page, context: BrowserContext, watch: Watch, app_url: str, tmp_path: Path
) -> None:
    page.goto(f"{app_url}/county?county=28107")
    shown = sheet_of(page, "28107")
    with context.expect_page() as opening:
        page.get_by_role("link", name="Print-ready sheet").click()
    expect(opening.value).to_have_title("Panola County, Mississippi")
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
    assert numbers_on(alone.locator("main")) == numbers_on(shown)
    assert verdicts_on(alone.locator("main")) == verdicts_on(shown)
    pdf = alone.pdf(prefer_css_page_size=True)
    assert sheets_of_paper(pdf) in {1, 2, 3}
    assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)) == {b"0 0 612 792"}
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the sheet (HTML)").click()
    assert waiting.value.suggested_filename == "28107-panola.html"
    waiting.value.save_as(tmp_path / "sheet.html")
    assert (tmp_path / "sheet.html").read_bytes() == answer.body()
    assert watch.foreign == []
    assert all(error.startswith("Blocked script execution") for error in watch.errors)


def test_the_page_itself_prints_the_whole_sheet_and_nothing_around_it(
    page: Page, app_url: str
) -> None:
    page.goto(f"{app_url}/county?county=28149")
    sheet = sheet_of(page, "28149")
    assert sheets_of_paper(page.pdf()) in {1, 2, 3}
    page.emulate_media(media="print")
    for around in (
        page.get_by_role("combobox", name="County"),
        page.get_by_role("navigation", name="Numbers to call"),
        page.get_by_role("navigation", name="Counties around"),
        page.get_by_role("link", name="Print-ready sheet"),
        page.get_by_role("button", name="Download the sheet (HTML)"),
        page.get_by_test_id("stHeader"),
        page.get_by_role("link", name="Coverage", exact=True),
    ):
        expect(around).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(sheet.get_by_role("heading", name=LAST)).to_be_visible()
    cut = sheet.evaluate(
        """sheet => {
          const parts = [...sheet.querySelectorAll('.cc-scroll')];
          for (let one = sheet; one; one = one.parentElement) parts.push(one);
          return parts.filter(one => !['visible', 'clip'].includes(getComputedStyle(one).overflowY)
            && one.scrollHeight > one.clientHeight + 1).map(one => one.outerHTML.slice(0, 90));
        }"""
    )
    assert cut == [], "what would scroll on a screen is cut on paper"
    sizes = sheet.evaluate(
        "sheet => [...new Set([...sheet.querySelectorAll('p, li, td')]"
        ".map(one => parseFloat(getComputedStyle(one).fontSize)))]"
    )
    assert max(sizes) <= 11, "pixels: what the report has on paper, not what the page has on screen"


@pytest.mark.parametrize("address", ["/gaps", "/?standard=intensive&county=28007"])
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


def test_broken_files_leave_the_last_sound_sheet(
    page: Page, start_app: Any, repo_root: Path, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home)) as app:
        for name in ("counties.geojson", "display_counties.geojson"):
            (home / name).write_text("{", encoding="utf-8")
        page.goto(f"{app.url}/county?county={small_state.ALDER}")
        sheet = page.locator(f".cc-sheet[data-geoid='{small_state.ALDER}']")
        expect(sheet).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Alder County")
        expect(page.get_by_text("This page still shows the last sound state")).to_be_visible()
        expect(sheet.locator("img.cc-drawing")).to_be_visible()
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
    kept.locator(".cc-foot, .cc-stamp").scroll_into_view_if_needed()
    wide = kept.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)"""
    )
    expect_accessible(kept)
    assert wide == [0, 0]
