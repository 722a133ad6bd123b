"""Pages of a server that never had data it could use: they say why, and whom to call all the same."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import small_state
from tests.browser.conftest import StartApp
from tests.browser.waiting import expect_data, reload_until


@pytest.fixture(scope="module")
def without_data(
    start_app: StartApp, repo_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of an app whose data folder does not exist."""
    nowhere = tmp_path_factory.mktemp("data") / "nowhere"
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(nowhere)) as app:
        yield app.url


@pytest.mark.parametrize("address", ["/", "/find", "/distance"])
def test_the_page_says_why_and_still_shows_whom_to_call(
    page: Page, without_data: str, address: str
) -> None:
    page.goto(without_data + address)
    expect(page.get_by_text("The data cannot be used")).to_be_visible()
    expect(page.get_by_role("region", name="Problems in the data")).to_contain_text("no-folder")
    expect(page.get_by_role("heading", level=1)).to_have_text(["There is nothing to show"])
    expect(page).to_have_title(re.compile(r"^[\w ]+ - Crisis Coverage$"))
    for number in ("911", "988"):
        expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")
def test_a_pipe_in_the_data_folder_holds_neither_the_start_nor_a_visitor(
    page: Page, start_app: StartApp, repo_root: Path, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    places, teams = home / "places.csv", home / "services.yaml"
    sound = teams.read_bytes()
    places.unlink()
    os.mkfifo(places)
    with start_app(repo_root / "app.py", CRISIS_COVERAGE_DATA=str(home)) as app:
        assert "places.csv: not-a-file" in app.log.read_text("utf-8")
        page.goto(f"{app.url}/sources")
        problems = page.get_by_role("region", name="Problems in the data").first
        expect(problems).to_contain_text("places.csv")
        expect(problems).to_contain_text("a pipe")
        teams.unlink()
        os.mkfifo(teams)
        reload_until(page, lambda: page.get_by_text("This page still shows the last sound state"))
        expect(page.get_by_role("region", name="Problems in the data").first).to_contain_text(
            "services.yaml"
        )
        teams.unlink()
        teams.write_bytes(sound)
        expect_data(page, home)
        page.goto(f"{app.url}/?county={small_state.ALDER}")
        expect(page.get_by_role("link", name="307-555-0101").first).to_be_visible()
        page.close()  # before the server goes, or it would complain of the silence
