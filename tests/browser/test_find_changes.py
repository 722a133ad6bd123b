"""Page Find help while it changes: answers grow old, texts are forgotten, the data is broken."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests import small_state
from tests.browser.accessible import expect_accessible
from tests.browser.finding import (
    MAP,
    NOTHING_DRAWN,
    answer,
    as_new,
    ask,
    ask_place,
    box,
    choose,
    expect_drawn,
    expect_map,
    load,
)
from tests.browser.waiting import wait_until
from tests.conftest import Watch


@pytest.fixture
def fresh(page: Page, app_url: str) -> Page:
    """The page just loaded, for tests of what loading, focus or leaving does."""
    return load(page, app_url)


@pytest.fixture
def opened(kept: Page, app_url: str) -> Page:
    """The page before anything is typed, one for all tests of this file."""
    return as_new(kept, app_url)


# An answer under a text that is not the one answered


def expect_old(page: Page, old: bool) -> None:
    """Every number of the answer is struck out and calls nobody, and the page says why; or not."""
    note = page.get_by_role("status").get_by_text("You changed the text. Press Find help")
    expect(note).to_be_visible(visible=old)
    for number in answer(page).locator(".cc-phone").all():
        expect(number).to_have_css("text-decoration-line", "line-through" if old else "underline")
        expect(number).to_have_css("pointer-events", "none" if old else "auto")
    expect(page.locator(MAP)).to_have_css("opacity", "0.3" if old else "1")


@pytest.mark.parametrize("width", [320, 1280])
def test_an_answer_is_old_while_the_box_holds_other_text(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 844})
    shown = ask_place(opened, "Tupelo")
    expect_old(opened, False)
    box(opened).fill("Laurel")
    expect_old(opened, True)
    expect(answer(opened)).to_contain_text(shown.placed)
    box(opened).blur()  # as a click elsewhere does: nothing is asked by it
    expect_old(opened, True)
    opened.emulate_media(media="print")
    expect_old(opened, True)
    opened.emulate_media(media="screen")
    box(opened).fill("Tupelo")
    expect_old(opened, False)
    ask_place(opened, "Laurel")
    expect_old(opened, False)


def test_readings_are_old_while_the_box_holds_other_text(opened: Page) -> None:
    ask(opened, "Holly Springs", "Which one do you mean?")
    expect_old(opened, False)
    box(opened).press("End")
    opened.keyboard.type(" 38635")
    expect_old(opened, True)
    for button in opened.locator(".st-key-find_ask").get_by_role("button").all():
        expect(button).to_be_hidden()


def test_an_answer_stays_old_until_the_new_one_is_there(new_page: Page, app_url: str) -> None:
    silent: list[bool] = []
    withheld: list[object] = []

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda said: withheld.append(said) if silent else route.send(said))

    new_page.route_web_socket("**/_stcore/stream", between)
    new_page.goto(f"{app_url}/find")
    expect_map(new_page)
    shown = ask_place(new_page, "Tupelo")
    silent.append(True)
    box(new_page).fill("Laurel")
    box(new_page).press("Enter")
    wait_until(new_page, lambda: bool(withheld))
    expect(answer(new_page)).to_contain_text(shown.placed)
    expect_old(new_page, True)


@pytest.mark.parametrize(
    "text",
    [
        'Batesville "]) {} * { display: none } /*',
        "Batesville </style><b>\\00004f &amp; \U0001f198 \u202e",
        "  batesville  ",
        "ñ" * 256,
    ],
)
def test_any_text_is_known_again_in_the_box(opened: Page, text: str) -> None:
    box(opened).fill(text)
    box(opened).press("Enter")
    expect(answer(opened).first.get_by_role("status")).to_be_visible()
    expect(box(opened)).to_be_visible()
    expect_old(opened, False)
    box(opened).press("End")
    opened.keyboard.type("x")
    expect_old(opened, True)


# What is forgotten


def test_a_reload_forgets(fresh: Page) -> None:
    ask_place(fresh, "38606")
    fresh.reload()
    expect_map(fresh)
    expect(box(fresh)).to_have_value("")
    expect(answer(fresh)).not_to_contain_text("38606")
    expect_drawn(fresh, NOTHING_DRAWN)


def test_another_page_and_the_way_back_forget(fresh: Page, app_url: str) -> None:
    ask(fresh, "Washington", "Which one do you mean?")
    choose(fresh, 0)
    fresh.get_by_role("link", name="Data & sources", exact=True).first.click()
    expect(fresh).to_have_url(f"{app_url}/sources")
    expect(box(fresh)).to_have_count(0)
    fresh.go_back()
    expect(fresh).to_have_url(f"{app_url}/find")
    expect_map(fresh)
    expect(box(fresh)).to_have_value("")
    expect(answer(fresh)).to_contain_text("You will see whom to call first")
    expect_drawn(fresh, NOTHING_DRAWN)


def test_look_ups_leave_no_trace_in_the_browser(fresh: Page, app_url: str) -> None:
    before = fresh.evaluate("history.length")
    title = fresh.title()
    ask_place(fresh, "38606")
    ask_place(fresh, "jeff davis co")
    expect(fresh).to_have_url(f"{app_url}/find")
    assert fresh.title() == title
    assert fresh.evaluate("history.length") == before
    stored = fresh.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    for trace in ("38606", "jeff", "Jefferson"):
        assert trace not in stored


def test_the_map_is_one_page_for_every_look_up(fresh: Page, watch: Watch) -> None:
    before = len(watch.addresses)
    source = fresh.locator(f"{MAP} > iframe").get_attribute("src")
    frame = fresh.locator(f"{MAP} > iframe").element_handle().content_frame()
    assert frame is not None
    frame.evaluate("window.born = 1")
    for text in ("38606", "32.299,-90.184", "jeff davis co"):
        ask_place(fresh, text)
    ask(fresh, "Batsvil", "did not find")
    assert fresh.locator(f"{MAP} > iframe").get_attribute("src") == source
    assert frame.evaluate("window.born") == 1
    assert [load for load in watch.addresses[before:] if "/maps/" in load] == []


# For everybody


@pytest.mark.parametrize("text", ["", "38606", "Washington", "Euprora", "Batsvil"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation(opened: Page, text: str, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 844})
    if text:
        ask(
            opened,
            text,
            re.compile("Call first|Which one do you mean|Did you mean|did not find"),
        )
    expect(opened.locator(".cc-foot")).to_be_attached()
    expect_accessible(opened)


# Data that cannot be used


def test_without_county_shapes_the_page_says_what_is_wrong(
    page: Page, start_app: Any, repo_root: Path, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    (home / "counties.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home)) as app:
        page.goto(f"{app.url}/find")
        box(page).fill("Alderton")
        box(page).press("Enter")
        expect(page.get_by_text("A place cannot be looked up")).to_be_visible()
        problems = page.get_by_role("region", name="Problems in the data")
        expect(problems).to_contain_text("counties.geojson")
        for number in ("911", "988"):
            expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
        page.close()  # before the server goes, or it would complain of the silence
