"""Page Find help in a real Chromium: from a typed place to a number to call, in every way to get there."""

from collections.abc import Iterator
from io import BytesIO

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
    choose,
    drawn,
    expect_drawn,
    expect_map,
    load,
    whole,
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
    assert shown.mobile_crisis
    assert units
    # Those of counties with few of the people stand below, one click away.
    for few in where.get_by_text("Few of its people live in").all():
        few.click()
    for helper, name in [
        *((team, team.team) for team in teams),
        *((unit, unit.facility) for unit in units),
    ]:
        item = where.locator(".cc-help li").filter(has_text=name)
        expect(item).to_have_count(1)
        for phone in filter(None, (helper.phone, *(each.phone for each in helper.other_numbers))):
            link = item.get_by_role("link", name=phone, exact=True)
            expect(link).to_have_attribute("href", f"tel:{phone}")
        if helper.phone is None:
            expect(item).to_contain_text("No number published.")
    for team in (team for team in teams if team.asks_operator):
        item = where.locator(".cc-help li").filter(has_text=team.team)
        expect(item).to_contain_text(f"Call {team.operator}, {team.operator_phone}")
        expect(item.get_by_role("link")).to_have_attribute("href", f"tel:{team.operator_phone}")


# The answer


def test_the_page_stands_in_the_navigation_and_says_what_it_keeps(page: Page, app_url: str) -> None:
    page.goto(app_url)
    page.get_by_role("link", name="Find help", exact=True).first.click()
    expect(page.get_by_role("heading", name="Where is the person?", level=1)).to_be_visible()
    expect(page).to_have_url(f"{app_url}/find")
    expect(box(page)).to_have_attribute("autocomplete", "off")
    expect(page.get_by_text("What you type is not saved or sent anywhere.")).to_be_visible()
    expect_map(page)
    expect_drawn(page, NOTHING_DRAWN)


def test_an_example_is_looked_up_with_one_click_and_goes_with_the_answer(opened: Page) -> None:
    tries = opened.locator(".st-key-find_examples").get_by_role("button")
    unit = next(unit for unit in KNOWN.services.facilities if unit.zip)
    expect(tries).to_have_text([unit.city, unit.zip, f"{unit.county} County"])
    tries.nth(1).click()
    expect(box(opened)).to_have_value(unit.zip)
    expect(answer(opened)).to_contain_text(answer_to(unit.zip).referrals[0].placed)
    expect(tries).to_have_count(0)


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_answered_with_every_number_and_every_caution(opened: Page, text: str) -> None:
    shown = ask_place(opened, text)
    expect_numbers(answer(opened), shown)
    found = answer_to(text)
    said = " ".join(part.text_content() or "" for part in whole(opened).all())
    for caution in found.warnings:
        assert caution.message in said
    for caution in shown.warnings:
        if caution.code == "nearest_uncertain":
            assert f"one of these {len(shown.possible_nearest)}:" in said
        # The age of the numbers is said in one line for all; of counties without a team only that;
        # which units could be the nearest by the list of them.
        elsewhere = {"stale", "no_intensive_team", "no_mobile_team", "nearest_uncertain"}
        assert caution.message in said or caution.code in elsewhere
    for county in shown.counties:
        if not any(county.geoid in team.counties for team in shown.intensive):
            assert f"No list names a team for {county.county} County." in said
    for county in shown.counties:
        assert f"{county.county} County, Region" in said


def test_whom_to_call_when_nobody_answers_stands_below_the_first_number(opened: Page) -> None:
    shown = ask_place(opened, "Batesville")
    (team,) = shown.mobile_crisis
    first = answer(opened).locator(".cc-first")
    expect(first).to_contain_text(f"No answer? Call 988 or {team.operator}, {team.operator_phone}.")
    expect(first.locator("a")).to_have_text([team.phone, "988", team.operator_phone])
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert first.locator("a").first.evaluate(size) >= 40


def test_how_old_the_numbers_are_is_said_once(opened: Page) -> None:
    ask_place(opened, "38606")
    said = " ".join(part.text_content() or "" for part in whole(opened).all())
    assert said.count("Call to confirm before you rely on them.") == 1
    assert "stale" not in said


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
    expect(answer(opened).locator(".cc-first")).to_contain_text("(region inferred)")
    ask_place(opened, "Gulfport")
    unit = answer(opened).locator(".cc-help li").filter(has_text="Gulfport Crisis")
    expect(unit).to_contain_text(
        "or 228-213-5900, by Substance Abuse and Mental Health Services Administration: "
    )


def test_how_sure_it_is_and_where_it_comes_from_are_a_click_away(opened: Page) -> None:
    ask_place(opened, "Natchez")
    evidence = opened.locator(".cc-evidence")
    expect(evidence).to_be_hidden()
    opened.get_by_text("Where this comes from").click()
    expect(evidence).to_be_visible()
    expect(evidence).to_contain_text("a source names the county")
    expect(evidence.locator("q").first).to_be_visible()
    expect(evidence).to_contain_text("describes")
    sure = opened.get_by_text("Distances are in a straight line.")
    expect(sure).to_be_hidden()
    opened.get_by_text("How sure is this?").press("Enter")
    expect(sure).to_be_visible()


def test_an_answer_is_copied_as_text_whole(opened: Page) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = ask_place(opened, "38606")
    opened.get_by_role("button", name="Copy", exact=True).click()
    expect(opened.get_by_text("Copied.", exact=True)).to_be_visible()
    lines = opened.evaluate("navigator.clipboard.readText()").splitlines()
    first, placed, _, title, number, *_ = lines
    assert (first, placed, title) == (
        "ZIP 38606 (Batesville), Panola County",
        shown.placed,
        "Call first",
    )
    assert number.startswith(f"{shown.mobile_crisis[0].phone} {shown.mobile_crisis[0].team}")
    # All that the page shows, but what is folded.
    text = " ".join(" ".join(lines).split())
    for block in answer(opened).locator("h3, p, li").all():
        assert " ".join((block.text_content() or "").split()) in text
    for phone in ("988", "911", "877-210-8513"):
        assert phone in text
    assert not any(mark in text for mark in ("<", "&", "{"))


def test_a_question_is_copied_with_the_numbers_of_each_reading(opened: Page) -> None:
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(opened, "Washington", "Which one do you mean?")
    opened.get_by_role("button", name="Copy", exact=True).click()
    expect(opened.get_by_text("Copied.", exact=True)).to_be_visible()
    text = opened.evaluate("navigator.clipboard.readText()")
    found = answer_to("Washington")
    assert len(found.referrals) == 2
    for referral in found.referrals:
        for team in referral.mobile_crisis:
            assert f"{team.phone} {team.team}" in text


def test_print_prints_the_answer_without_buttons(opened: Page) -> None:
    from pypdf import PdfReader

    shown = ask_place(opened, "38606")
    opened.evaluate("window.print = () => { window.printed = true; }")
    opened.get_by_role("button", name="Print", exact=True).click()
    assert opened.evaluate("window.printed")
    opened.emulate_media(media="print")
    expect(opened.get_by_role("button", name="Print", exact=True)).to_be_hidden()
    expect(answer(opened).locator(".cc-first")).to_be_visible()
    # The numbers for everybody, and the number of a county in which few of the ZIP's people live.
    printed = PdfReader(BytesIO(opened.pdf())).pages
    told = " ".join(" ".join(sheet.extract_text() for sheet in printed).split())
    for number in ("911", "988", "877-210-8513", *(team.phone for team in shown.mobile_crisis)):
        assert str(number) in told
    opened.emulate_media(media="screen")


def test_a_county_is_opened_under_an_address_that_names_it(fresh: Page, app_url: str) -> None:
    ask_place(fresh, "Batesville")
    expect(fresh.get_by_text("The county's name will show in the address bar.")).to_be_visible()
    fresh.get_by_role("link", name="More about Panola County").click()
    expect(fresh).to_have_url(f"{app_url}/county?county=28107")


def test_the_answer_stands_before_the_map_for_readers_of_the_page(opened: Page) -> None:
    ask_place(opened, "38606")
    first = opened.evaluate(
        """() => document.querySelector(".cc-answer").compareDocumentPosition(
            document.querySelector(".webmap")) & Node.DOCUMENT_POSITION_FOLLOWING"""
    )
    assert first
    order = [heading.inner_text() for heading in answer(opened).get_by_role("heading").all()]
    assert order[0].startswith("ZIP 38606")
    assert order[1] == "Call first"


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


def tab_to(page: Page, target: Locator, most: int = 40, key: str = "Tab") -> None:
    for _ in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("the keyboard does not get there")


def test_by_keyboard_alone(fresh: Page) -> None:
    tab_to(fresh, box(fresh), most=13)  # twelve stops, the box among them
    assert "solid" in box(fresh).evaluate(
        """one => getComputedStyle(one.closest("[data-testid=stTextInputRootElement]")).outlineStyle"""
    )
    fresh.keyboard.type("Holly Springs")
    fresh.keyboard.press("Enter")
    readings = fresh.locator("[class*=st-key-find_reading]").get_by_role("button")
    expect(readings).to_have_count(2)
    tab_to(fresh, readings.first)
    fresh.keyboard.press("Space")
    expect(answer(fresh)).to_contain_text("Placed at the center of Holly Springs (Marshall")
    again = fresh.get_by_role("button", name="Choose again")
    tab_to(fresh, again)
    fresh.keyboard.press("Enter")
    tab_to(fresh, readings.nth(1), key="Shift+Tab")  # the question stands where the answer stood
    fresh.keyboard.press("Enter")
    expect(answer(fresh)).to_contain_text("Placed at the center of Holly Springs (Marion")
    call = answer(fresh).locator("a[href^='tel:']").first
    tab_to(fresh, call)
    skip = fresh.locator(MAP).get_by_role("button", name="Skip the map")
    tab_to(fresh, skip)
    fresh.keyboard.press("Enter")
    expect(fresh.locator(f"{MAP} .webmap-end")).to_be_focused()


@pytest.mark.parametrize("text", ["", "38606", "Washington", "Euprora", "Batsvil", "x" * 10_000])
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
    ask(opened, "Washington", "Which one do you mean?")
    asked = opened.locator(".st-key-find_ask")
    for number, (candidate, shown) in enumerate(
        zip(found.candidates, found.referrals, strict=True)
    ):
        button = opened.locator(f".st-key-find_reading_{number}").get_by_role("button")
        expect(button).to_contain_text(candidate.label)
        for team in shown.mobile_crisis:
            link = asked.get_by_role("link", name=team.phone or "", exact=True)
            expect(link).to_have_attribute("href", f"tel:{team.phone}")
    expect(answer(opened)).to_contain_text("If it is urgent, do not wait. Call 911 or 988.")
    expect_drawn(opened, NOTHING_DRAWN)


def test_a_reading_is_chosen_and_forgotten_with_the_next_text(opened: Page) -> None:
    found = answer_to("Washington")
    ask(opened, "Washington", "Which one do you mean?")
    for number, shown in enumerate(found.referrals):
        choose(opened, number)
        expect(answer(opened)).to_contain_text(shown.placed)
        expect_numbers(answer(opened), shown)
        expect_map(opened)
        counties = sorted(county.geoid for county in shown.counties)
        wait_until(opened, lambda counties=counties: drawn(opened)["counties"] == counties)
        opened.get_by_role("button", name="Choose again").click()
        expect(answer(opened)).to_contain_text("Which one do you mean?")
    choose(opened, 0)
    ask(opened, "Holly Springs", "Which one do you mean?")
    expect_drawn(opened, NOTHING_DRAWN)


def test_none_of_the_readings_may_be_meant(opened: Page) -> None:
    ask(opened, "Euprora, MS", "Did you mean Eupora (Webster County)?")
    opened.get_by_role("button", name="No, change what I typed").click()
    expect(answer(opened)).to_contain_text("Change the text above, then press Find help.")
    expect(answer(opened).locator("a[href^='tel:']")).to_have_text(["911", "988"])
    expect(box(opened)).to_have_value("Euprora, MS")
    expect_drawn(opened, NOTHING_DRAWN)


def expect_always(page: Page) -> None:
    for number in ALWAYS:
        link = answer(page).get_by_role("link", name=number, exact=True)
        expect(link).to_have_attribute("href", f"tel:{number}")
    expect_map(page)
    expect_drawn(page, NOTHING_DRAWN)


def test_a_place_that_is_not_found_has_suggestions_to_press(opened: Page) -> None:
    (name,) = answer_to("Batsvil").suggestions
    ask(opened, "Batsvil", "did not find this place in Mississippi")
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
    numbers = opened.locator(".st-key-find_ask a[href^='tel:']")
    expect(numbers).to_have_count(2 + number_shown + len(beyond))  # 911 and 988 always
    choose(opened, 0)
    expect(answer(opened)).to_contain_text(shown.placed)
    expect_numbers(answer(opened), shown)


@pytest.mark.parametrize(
    ("text", "head", "says"),
    [
        ("", "There is nothing to look up.", "Type a town, ZIP, address or county."),
        ("   ", "There is nothing to look up.", "Type a town, ZIP, address or county."),
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
