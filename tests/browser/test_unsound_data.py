"""Pages of a server that never had data it could use: they say why, and whom to call all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import StartApp


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
    for number in ("911", "988"):
        expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
