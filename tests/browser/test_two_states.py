"""The app on each state's data: the same pages, whole, for everybody, and with the name of that state alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from geo.catalog import folder
from tests.browser.accessible import expect_accessible
from tests.browser.conftest import StartApp
from tests.browser.fitting import wider_than_screen
from tests.browser.waiting import expect_whole

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES = ("", "county", "distance", "find", "sources", "continuum")


@dataclass(frozen=True)
class State:
    """A state's app: its address, its name and the other's, a county of it, and its counties named as the other."""

    url: str
    name: str
    other: str
    county: str
    counties: int


@pytest.fixture(scope="module", params=["mississippi", "missouri"])
def state(request: pytest.FixtureRequest, start_app: StartApp, repo_root: Path) -> Iterator[State]:
    if request.param == "mississippi":
        url = request.getfixturevalue("app_url")
        yield State(url, "Mississippi", "Missouri", "28007", 82)
        return
    home = repo_root / "examples" / "missouri"
    with start_app(repo_root / "app.py", **{folder.VARIABLE: str(home)}) as app:
        yield State(app.url, "Missouri", "Mississippi", "29510", 115)


def shown(page: Page, state: State, path: str) -> str:
    """Open a page, and return its text without the county that Missouri has named Mississippi."""
    query = f"?county={state.county}" if path == "county" else ""
    page.goto(f"{state.url}/{path}{query}")
    expect_whole(page)
    # What is still hidden while Streamlit puts it in place is no text yet.
    for part in (
        page.get_by_text(f"{state.name} Crisis Coverage"),
        page.locator("h1"),
        page.locator(".cc-foot"),
    ):
        expect(part.first).to_be_visible()
    text = page.locator("body").inner_text()
    return re.sub(r"(?m)^Mississippi(?=\t|$)|Mississippi County", "", text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_names_its_own_state_alone(page: Page, state: State, path: str) -> None:
    page.set_viewport_size(DESK)
    text = shown(page, state, path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert f"{state.name} Crisis Coverage" in text
    assert state.other not in text
    expect_accessible(page)
    page.set_viewport_size(PHONE)
    page.goto(page.url)
    expect_whole(page)
    assert wider_than_screen(page) <= 0


def test_where_the_data_names_no_list_nothing_is_said_to_lack(page: Page, state: State) -> None:
    shown(page, state, "")
    cards = " ".join(page.locator(".cc-card").all_inner_texts())
    nothing = re.findall(r"For (\d+), we found nothing either way\.", cards)
    lead = page.locator(".cc-lead").inner_text()
    distance = shown(page, state, "distance")
    if state.name == "Missouri":
        assert nothing == [str(state.counties)] * 2
        assert lead.count("not shown for 115") == 3
        assert distance.count("No distance is known: no source") == 1
        assert "Map of the counties" not in distance
        county = shown(page, state, "county")
        assert "St. Louis city" in county
        assert "St. Louis city County" not in county
    else:
        assert nothing == []
        assert "No distance is known" not in distance
