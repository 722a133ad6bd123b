"""The fold with what a federal directory lists, in a real browser: on a phone, on paper, copied, and what is logged."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from geo.catalog.folder import DIRECTORY_VARIABLE, VARIABLE
from tests import small_state
from tests.browser.accessible import expect_accessible
from tests.browser.finding import ask, expect_map
from tests.browser.fitting import wider_than_screen
from tests.match import directories


def test_the_fold_fits_a_phone_and_stays_out_of_what_is_copied(
    page: Page, start_app: Any, repo_root: Path, tmp_path: Path
) -> None:
    home = small_state.write(tmp_path / "data")
    rows = [directories.row(name2="Long " * 20, intake1="307-555-0112"), directories.row()]
    listing = directories.csv_file(tmp_path / "National Directory MH 2025.csv", rows)
    environment = {VARIABLE: str(home), DIRECTORY_VARIABLE: str(listing)}
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 390, "height": 844})
    with start_app(repo_root / "app.py", **environment) as app:
        page.goto(f"{app.url}/find")
        expect_map(page)
        ask(page, "Birchville", "Call first")
        fold = page.locator(".cc-listed")
        summary = fold.locator("summary")
        expect(fold.get_by_role("link").first).to_be_hidden()
        assert page.url == f"{app.url}/find"
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.locator(".cc-copy [role=status]")).not_to_be_empty()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "307-555-0101" in copied
        assert "directory" not in copied
        assert "307-555-0112" not in copied
        page.emulate_media(media="print")
        expect(fold.get_by_role("link").first).to_be_visible()  # as every other fold on paper
        page.emulate_media(media="screen")
        summary.focus()
        page.keyboard.press("Enter")
        links = fold.get_by_role("link")
        expect(links).to_have_count(3)
        for target in (summary, *links.all()):
            box = target.bounding_box()
            assert box
            assert box["height"] >= 44
        assert wider_than_screen(page) <= 0
        expect_accessible(page)
        page.close()  # before the server goes, or it would complain of the silence
    log = app.log.read_text()
    assert "Birchville" not in log
    assert listing.name not in log
