"""Page Find help in a real Chromium: from a typed place to a number to call, in every way to get there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from geo.referral import questions
from geo.referral.records import Referral
from tests.browser.finding import (
    KNOWN,
    MAP,
    NOTHING_DRAWN,
    answer,
    answer_to,
    as_new,
    ask,
    ask_place,
    box,
    drawn,
    expect_drawn,
    expect_map,
    load,
)
from tests.browser.waiting import dialogs_of, wait_until
from tests.conftest import Watch

ALWAYS = ("988", "911", "877-210-8513")
# One of each kind of place, and of what an answer can have to say.
PLACES = [
    "38606",  # several counties, their teams differ
    "Hwy 6 & I-55, Batesville",  # a street that is not looked up
    "jeff davis co",  # the nearest is not the region's own
    "32.299,-90.184",
    "Vaiden",  # a weak region, no intensive team by list
    "Gulfport",  # a unit of which sources give two numbers
]


@pytest.fixture
def fresh(page: Page, app_url: str) -> Page:
    """The page just loaded, for tests of what loading, focus or leaving does."""
    return load(page, app_url)


@pytest.fixture
def opened(kept: Page, app_url: str) -> Page:
    """The page before anything is typed, one for all tests of this file."""
    return as_new(kept, app_url)


def expect_numbers(where: Locator, shown: Referral) -> None:
    """Every number of an answer is there as a link that calls it, with whose it is beside it."""
    units = [
        unit for unit in shown.nearest if unit.designated or unit.facility in shown.possible_nearest
    ]
    teams = (*shown.mobile_crisis, *shown.intensive)
    named = [(team.team, team.phone) for team in teams]
    named += [(unit.facility, unit.phone) for unit in units]
    assert shown.mobile_crisis
    assert units
    # Those of counties with few of the people stand below, one click away.
    for few in where.get_by_text("Few of its people live in").all():
        few.click()
    for name, phone in named:
        item = where.locator(".cc-help li").filter(has_text=name)
        expect(item).to_have_count(1)
        if phone is None:
            expect(item).to_contain_text("No number is known")
        else:
            link = item.get_by_role("link", name=phone, exact=True)
            expect(link).to_have_attribute("href", f"tel:{phone}")
    operators = [team for team in teams if team.phone is None and team.operator_phone]
    for operator in operators:
        item = where.locator(".cc-help li").filter(has_text=operator.team)
        expect(item).to_contain_text(f"ask {operator.operator}, {operator.operator_phone}")
        expect(item.get_by_role("link")).to_have_attribute("href", f"tel:{operator.operator_phone}")
    others = [
        (name, other.phone)
        for name, listed in [
            *((unit.facility, unit.other_numbers) for unit in units),
            *((team.team, team.other_numbers) for team in teams),
        ]
        for other in listed
    ]
    for name, phone in others:
        item = where.locator(".cc-help li").filter(has_text=name)
        link = item.get_by_role("link", name=phone, exact=True)
        expect(link).to_have_attribute("href", f"tel:{phone}")
    links = where.locator("a[href^='tel:']")
    own = sum(phone is not None for _, phone in named)
    assert links.count() == own + len(operators) + len(others)


# The answer


def test_the_page_stands_in_the_navigation_and_says_what_it_keeps(page: Page, app_url: str) -> None:
    page.goto(app_url)
    page.get_by_role("link", name="Find help", exact=True).first.click()
    expect(page.get_by_role("heading", name="Find help", level=1)).to_be_visible()
    expect(page).to_have_url(f"{app_url}/find")
    expect(box(page)).to_have_attribute("autocomplete", "off")
    expect(page.get_by_text("It is not stored, not logged and not sent")).to_be_visible()
    expect(page.get_by_text("Hwy 6 & I-55, Batesville")).to_be_visible()
    expect_map(page)
    expect_drawn(page, NOTHING_DRAWN)


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_answered_with_every_number_and_every_caution(opened: Page, text: str) -> None:
    shown = ask_place(opened, text)
    expect_numbers(answer(opened), shown)
    found = answer_to(text)
    for caution in found.warnings:
        expect(answer(opened)).to_contain_text(caution.message)
    for caution in shown.warnings:
        # Which unit is nearest, and which is disputed, is said where the units stand.
        if caution.code == "nearest_uncertain":
            expect(answer(opened)).to_contain_text(f"One of these {len(shown.possible_nearest)} is")
        elif caution.code != "disputed_unit":
            expect(answer(opened)).to_contain_text(caution.message)
    for county in shown.counties:
        expect(answer(opened)).to_contain_text(f"{county.county} County, Region")


@pytest.mark.parametrize("text", PLACES)
def test_the_map_draws_what_the_answer_says(opened: Page, text: str) -> None:
    shown = ask_place(opened, text)
    ids = {facility.name: facility.id for facility in KNOWN.services.facilities}
    expected = {
        "areas": 1,
        "counties": sorted(county.geoid for county in shown.counties),
        "possible": sorted(ids[name] for name in shown.possible_nearest),
        "own": sorted(unit.facility_id for unit in shown.designated),
    }
    expect_drawn(opened, expected)


def test_marks_are_words(opened: Page) -> None:
    ask_place(opened, "Vaiden")
    expect(answer(opened).locator(".cc-first")).to_contain_text(
        "weak: the region was inferred, not read"
    )
    expect(answer(opened).locator(".cc-first")).to_contain_text("stale: confirm")
    ask_place(opened, "Gulfport")
    unit = answer(opened).locator(".cc-help li").filter(has_text="Gulfport Crisis")
    expect(unit).to_contain_text("or 228-213-5900, by samhsa-directory-2023")


def test_what_an_answer_rests_on_is_a_click_away(opened: Page) -> None:
    ask_place(opened, "Natchez")
    evidence = answer(opened).locator(".cc-evidence")
    expect(evidence).to_be_hidden()
    answer(opened).get_by_text("On what this rests").click()
    expect(evidence).to_be_visible()
    expect(evidence).to_contain_text("a source names the county")
    expect(evidence.locator("q").first).to_be_visible()
    expect(evidence).to_contain_text("describes")


def test_the_answer_stands_before_the_map_for_readers_of_the_page(opened: Page) -> None:
    ask_place(opened, "38606")
    first = opened.evaluate(
        """() => document.querySelector(".cc-answer").compareDocumentPosition(
            document.querySelector(".webmap")) & Node.DOCUMENT_POSITION_FOLLOWING"""
    )
    assert first
    order = [heading.inner_text() for heading in answer(opened).get_by_role("heading").all()]
    assert order[0].startswith("ZIP 38606")
    assert order[1] == "Mobile crisis team"


# Ways to get there


def test_by_mouse(opened: Page) -> None:
    box(opened).click()
    opened.keyboard.type("38606")
    opened.get_by_role("button", name="Find help").click()
    expect(answer(opened)).to_contain_text("ZIP 38606")
    opened.get_by_role("button", name="Clear").click()
    expect(box(opened)).to_have_value("")
    expect(answer(opened)).not_to_contain_text("38606")
    expect_map(opened)
    expect_drawn(opened, NOTHING_DRAWN)


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(40):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def test_by_keyboard_alone(fresh: Page) -> None:
    tab_to(fresh, box(fresh))
    fresh.keyboard.type("Holly Springs")
    fresh.keyboard.press("Enter")
    radios = fresh.get_by_role("radio")
    expect(radios).to_have_count(2)
    tab_to(fresh, radios.first)
    fresh.keyboard.press("Space")
    expect(answer(fresh).last).to_contain_text("Placed at the center of Holly Springs (Marshall")
    fresh.keyboard.press("ArrowDown")
    expect(answer(fresh).last).to_contain_text("Placed at the center of Holly Springs (Marion")
    call = answer(fresh).last.locator("a[href^='tel:']").first
    tab_to(fresh, call)
    skip = fresh.locator(MAP).get_by_role("button", name="Skip the map")
    tab_to(fresh, skip)
    fresh.keyboard.press("Enter")
    expect(fresh.locator(f"{MAP} .webmap-end")).to_be_focused()


@pytest.mark.parametrize("text", ["", "38606", "Washington", "Batsvil", "x" * 10_000])
def test_nothing_scrolls_sideways_on_a_phone(opened: Page, text: str) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    box(opened).fill(text)
    box(opened).press("Enter")
    expect(answer(opened).first.get_by_role("status")).to_be_visible()
    expect_map(opened)
    opened.locator(".cc-foot").scroll_into_view_if_needed()
    wide = opened.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(one => one.scrollWidth - one.clientWidth)"""
    )
    assert wide == [0, 0]


def test_on_a_phone_the_number_stands_on_the_first_screen(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    shown = ask_place(opened, "Batesville")
    number = answer(opened).get_by_role("link", name=shown.mobile_crisis[0].phone, exact=True)
    opened.get_by_test_id("stMain").evaluate("one => one.scrollTo(0, 0)")
    expect(number).to_be_in_viewport(ratio=1)
    frame = opened.locator(f"{MAP} > iframe")
    size = frame.bounding_box() or {"height": 0, "y": 0}
    assert 250 < size["height"] <= 0.65 * 844 + 1
    assert size["y"] > (number.bounding_box() or {"y": 9_999})["y"]


# Texts that are not one place


def test_several_readings_are_all_shown_and_none_is_chosen(opened: Page) -> None:
    found = answer_to("Washington")
    assert len(found.candidates) > 1
    ask(opened, "Washington", "can be read in more than one way")
    radios = opened.get_by_role("radio")
    expect(radios).to_have_count(len(found.candidates))
    for radio in radios.all():
        expect(radio).not_to_be_checked()
    readings = answer(opened).locator(".cc-readings > li")
    for candidate, shown in zip(found.candidates, found.referrals, strict=True):
        reading = readings.filter(has=opened.get_by_text(candidate.label)).first
        for team in shown.mobile_crisis:
            link = reading.get_by_role("link", name=team.phone or "", exact=True)
            expect(link).to_have_attribute("href", f"tel:{team.phone}")
    expect_drawn(opened, NOTHING_DRAWN)


def test_a_reading_is_chosen_and_forgotten_with_the_next_text(opened: Page) -> None:
    found = answer_to("Washington")
    ask(opened, "Washington", "can be read in")
    for number, shown in enumerate(found.referrals):
        opened.get_by_test_id("stRadio").locator("label").nth(number + 1).click()
        expect(answer(opened).last).to_contain_text(shown.placed)
        expect_numbers(answer(opened).last, shown)
        expect_map(opened)
        counties = sorted(county.geoid for county in shown.counties)
        wait_until(opened, lambda counties=counties: drawn(opened)["counties"] == counties)
    ask(opened, "Holly Springs", "can be read in")
    for radio in opened.get_by_role("radio").all():
        expect(radio).not_to_be_checked()
    expect(answer(opened)).to_have_count(1)
    expect_drawn(opened, NOTHING_DRAWN)


def expect_always(page: Page) -> None:
    for number in ALWAYS:
        link = answer(page).get_by_role("link", name=number, exact=True)
        expect(link).to_have_attribute("href", f"tel:{number}")
    expect_map(page)
    expect_drawn(page, NOTHING_DRAWN)


def test_a_place_that_is_not_found_has_suggestions_to_press(opened: Page) -> None:
    (name,) = answer_to("Batsvil").suggestions
    ask(opened, "Batsvil", "was not found in Mississippi")
    expect_always(opened)
    opened.get_by_role("button", name=name, exact=True).click()
    expect(box(opened)).to_have_value(name)
    expect(answer(opened)).to_contain_text(answer_to(name).referrals[0].placed)
    expect(opened.get_by_text("Did you mean")).to_have_count(0)


def test_a_place_elsewhere_is_told_so(opened: Page) -> None:
    ask(opened, "350 Poplar Ave, Memphis TN 38103", "This place is in Tennessee.")
    links = answer(opened).locator("a[href^='tel:']")
    expect(links).to_have_text(["911", "988"])  # the state's own line does not answer there


def test_a_point_beyond_the_line_has_the_county_on_this_side_too(opened: Page) -> None:
    text = "35.0125, -90.0200"
    (shown,) = answer_to(text).referrals
    ask(opened, text, "This place is in Tennessee.")
    expect(answer(opened)).to_contain_text("If the person is on the Mississippi side:")
    for team in shown.mobile_crisis:
        expect(answer(opened).get_by_role("link", name=team.phone or "")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "question", "number_shown"),
    [
        ("Euprora, MS", "Did you mean Eupora (Webster County)?", False),
        ("New Batesville", "Did you mean Batesville (Panola County)?", True),
        ("Leflore, MS", "Did you mean Leflore County?", True),
        ("77 Columbus", "It may be a street of that name.", True),
        ("across the river from Natchez", "This may be in Louisiana.", True),
    ],
)
def test_what_is_not_certain_is_asked_back_with_one_click(
    opened: Page, text: str, question: str, number_shown: bool
) -> None:
    (shown,) = answer_to(text).referrals
    ask(opened, text, question)
    beyond = [number for number, _ in questions.elsewhere(answer_to(text)) if number]
    assert beyond == (["800-256-2522"] if "Louisiana" in question else [])
    expect(answer(opened).locator("a[href^='tel:']")).to_have_count(number_shown + len(beyond))
    opened.get_by_test_id("stRadio").locator("label").nth(1).click()
    expect(answer(opened).last).to_contain_text(shown.placed)
    expect_numbers(answer(opened).last, shown)


@pytest.mark.parametrize(
    ("text", "head", "says"),
    [
        ("", "There is nothing to look up.", "no letter or digit to read"),
        ("   ", "There is nothing to look up.", "no letter or digit to read"),
        ("x" * 10_000, "The text is too long to look up.", "longer than 256 characters"),
        ("38606 " * 2_000, "The text is too long to look up.", "longer than 256 characters"),
    ],
)
def test_no_text_and_too_much_text_are_told_so(
    opened: Page, text: str, head: str, says: str
) -> None:
    box(opened).fill(text)  # as pasting does, at once
    opened.get_by_role("button", name="Find help").click()
    expect(answer(opened).get_by_role("status")).to_have_text(head)
    expect(answer(opened)).to_contain_text(says)
    expect_always(opened)


@pytest.fixture
def dialogs(kept: Page) -> Iterator[list[str]]:
    with dialogs_of(kept) as said:
        yield said


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}} <img src=x onerror=alert(1)> ${1}",
        "<script>alert(1)</script> 38606",
        "**Batesville** ![x](http://127.0.0.1:9/x.png) :material/home: $\\alpha$",
        "javascript:alert(1)//Batesville",
        "Batesville\u202e\u0000\ud7ff",
    ],
)
def test_hostile_text_does_nothing(
    opened: Page, watch: Watch, dialogs: list[str], text: str
) -> None:
    before = len(watch.addresses)
    box(opened).fill(text)
    box(opened).press("Enter")
    expect(answer(opened).first.get_by_role("status")).to_be_visible()
    expect_map(opened)
    words = answer(opened).first.inner_text()
    for trace in ("onerror", "alert", "{{", "javascript", *(["49"] if "7*7" in text else [])):
        assert trace not in words
    assert opened.locator("[data-testid=stMain] img").count() == 0
    loads = watch.addresses[before:]
    assert [load for load in loads if "/static/" not in load] == []
    assert dialogs == []
